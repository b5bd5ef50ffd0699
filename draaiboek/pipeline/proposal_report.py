"""What a proposal does, as data that travels: made where a stranger's text was seen, told where rights are.

Every text in it is somebody's words. Whoever reads it back knows its size and its shape, and nothing more.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from draaiboek.base.diagnostics import Severity
from draaiboek.base.errors import UsageError
from draaiboek.content.schema import Strict

MOST_BYTES = 4_000_000
MOST = 400
"""Rows of one kind in a report; the rest is counted."""

Words = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(max_length=500)]
Names = Annotated[tuple[Name, ...], Field(max_length=100)]
Commit = Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]
LONGEST_ADDRESS = 4000
Address = Annotated[str, Field(max_length=LONGEST_ADDRESS, pattern=r"^(https://\S*)?$")]


class Piece(Strict):
    """Words that stayed, went or came."""

    soort: Literal["blijft", "weg", "nieuw", "verder"]
    tekst: Words


class Change(Strict):
    """A section that reads otherwise, and in which *varianten*; *woorden* holds a line for each block that changed."""

    pagina: Name
    id: Name
    titel: Name
    soort: Name
    varianten: Names
    woorden: Annotated[tuple[Annotated[tuple[Piece, ...], Field(max_length=200)], ...], Field(max_length=100)]


class Problem(Strict):
    """Something wrong in the text of the proposal; *nieuw* says that the base does not have it.

    So many more in its file are like it (*nog*), and stand nowhere. *link* is where it is repaired; when a file is gone
    that is too long for an address, *was* is where it can be saved, to be dropped at *link*.
    """

    plaats: Name
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{3}$")]
    tekst: Words
    raad: Words
    ernst: Literal["error", "warning", "note"]
    nieuw: bool
    link: Address
    was: Address
    nog: Annotated[int, Field(ge=0)]

    @property
    def is_mistake(self) -> bool:
        """Tell whether the proposal made it, and somebody has to repair it: it is no advice, and nothing to read."""
        return self.nieuw and self.ernst != Severity.ADVICE.value and self.code not in _TOLD_APART


_TOLD_APART = {"OV009", "ED015"}  # what sectors must read again, and what must be approved again


class ToRead(Strict):
    """A text that *sector* must read again, with the file that says so.

    *antwoorden* says whether somebody of it may sign under the proposal.
    """

    sector: Name
    plaats: Name
    overlay: Name
    bestand: Name
    regels: Words
    link: Address
    antwoorden: bool


class Signed(Strict):
    """A text that the proposal itself says a sector read, and who says so: anybody can write that."""

    sector: Name
    plaats: Name
    door: Name
    op: Name


class Signers(Strict):
    """Who may sign for *sector*, before and after."""

    sector: Name
    van: Words
    naar: Words


class Clash(Strict):
    """A piece of *bestand* that changed otherwise where the proposal comes to; *stuk* is '' for no section.

    When both stand *naast_elkaar* a Git host lets people choose in a browser; else one of them took the file away, or
    it is no text. *vraag* are the functions that answer for it.
    """

    bestand: Name
    stuk: Name
    titel: Name
    naast_elkaar: bool
    vraag: Names


class Law(Strict):
    """A source or a variable that is other than before, and how many places use it."""

    naam: Name
    wat: Literal["gewijzigd", "nieuw", "weg"]
    van: Words
    naar: Words
    plaatsen: Annotated[int, Field(ge=0)]
    varianten: Names


class Pages(Strict):
    """The pages of the PDF of *variant* before and after; 0 where there is none."""

    variant: Name
    voor: Annotated[int, Field(ge=0)]
    na: Annotated[int, Field(ge=0)]


class Approved(Strict):
    """Whether edition *editie* is approved with the proposal: by *wie*, or with which lines to paste (*regels*)."""

    editie: Name
    stand: Literal["goedgekeurd", "vervallen", "onvolledig"]
    wie: Names
    plaats: Name
    regels: Words
    link: Address


class Report(Strict):
    """What the proposal *voorstel* changes of *basis*, for readers, sectors and whoever repairs it.

    *edities* are the pages of editions that it changes, which tell what changed and are compared with nothing;
    *voor_publicatie* is what keeps the newest of them from being published. Of its *bestanden* so many
    are *van_programma*; *programma* names the first of these, and *verdwaald* those that came in no folder of text or
    program. In so many the program can repair something without a
    guess (*herstelbaar*): *robot* says that an answer under the proposal is enough, else they are dropped, repaired, at
    the address *neerzetten*. *sectoren* are all there are.
    """

    basis: Commit
    voorstel: Commit
    soort: Literal["tekst", "programma", "gemengd", "niets"]
    bestanden: Annotated[int, Field(ge=0)]
    van_programma: Annotated[int, Field(ge=0)]
    programma: Names
    verdwaald: Names
    sectoren: Names
    edities: Names
    wijzigingen: Annotated[tuple[Change, ...], Field(max_length=MOST)]
    problemen: Annotated[tuple[Problem, ...], Field(max_length=MOST)]
    botsingen: Annotated[tuple[Clash, ...], Field(max_length=MOST)]
    herstelbaar: Annotated[int, Field(ge=0)]
    robot: bool
    neerzetten: Address
    lezen: Annotated[tuple[ToRead, ...], Field(max_length=MOST)]
    gelezen: Annotated[tuple[Signed, ...], Field(max_length=MOST)]
    tekenaars: Annotated[tuple[Signers, ...], Field(max_length=MOST)]
    wetten: Annotated[tuple[Law, ...], Field(max_length=MOST)]
    boeken: Annotated[tuple[Pages, ...], Field(max_length=MOST)]
    goedkeuring: Approved | None
    voor_publicatie: Annotated[tuple[Problem, ...], Field(max_length=MOST)]
    weggelaten: Annotated[int, Field(ge=0)]

    @property
    def failed(self) -> bool:
        """Return whether nothing can be made of the proposal."""
        return any(each.ernst == "error" for each in self.problemen)


def read(text: str, at: str = "") -> Report:
    """Return the report in *text*; raises UsageError when it is none, or too large to be one of ours.

    *at* is where the proposal is edited in a browser, when that is known: then no link may lead elsewhere.
    """
    if len(text) > MOST_BYTES:
        message = f"dit verslag is groter dan {MOST_BYTES // 1_000_000} MB"
        raise UsageError(message, hint="Maak het opnieuw met: python3 build.py pr-report BASIS VOORSTEL --format json")
    try:
        found = Report.model_validate_json(text)
    except ValidationError as error:
        message = f"dit is geen verslag van pr-report ({error.error_count()} fouten)"
        raise UsageError(
            message, hint="Maak het met: python3 build.py pr-report BASIS VOORSTEL --format json"
        ) from error
    links = [each.link for each in (*found.problemen, *found.voor_publicatie)] + [each.link for each in found.lezen]
    links += [found.neerzetten, found.goedkeuring.link if found.goedkeuring else ""]
    if at and not all(link.startswith(f"{at}/") for link in links if link):
        message = f"een link van dit verslag leidt niet naar {at}"
        raise UsageError(message, hint="Het is niet van dit programma. Kijk wie het voorstel deed.")
    return found
