"""What a proposal does, as data that travels: made where untrusted text was read, shown where there are rights.

Every text in it is somebody else's words. Whoever reads it back can rely on its size and its shape, and nothing more.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo

from draaiboek.base.diagnostics import Severity
from draaiboek.base.errors import UsageError
from draaiboek.content.schema import Strict

MOST_BYTES = 4_000_000
MOST = 400
"""The most rows of one kind in a report; the rest are only counted."""

Words = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(max_length=500)]
Names = Annotated[tuple[Name, ...], Field(max_length=100)]
Commit = Annotated[str, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]
Count = Annotated[int, Field(ge=0, le=10**9)]
LONGEST_ADDRESS = 4000


def _within(address: str, info: ValidationInfo) -> str:
    """Return *address* when it is '' or leads to a page of the repository that the report is `read` for.

    A browser resolves `..` in a path, also when it is encoded, and takes a backslash for a slash.
    """
    at = info.context
    if at and address:
        steps = re.split(r"[/\\]", unquote(urlsplit(address).path))
        if not address.startswith(f"{at}/") or ".." in steps:
            message = f"een link van dit verslag leidt niet naar {at}"
            raise UsageError(message, hint="Het is niet van dit programma. Kijk wie het voorstel deed.")
    return address


Address = Annotated[str, Field(max_length=LONGEST_ADDRESS, pattern=r"^(https://\S*)?$"), AfterValidator(_within)]


class Piece(Strict):
    """Words that stayed, were removed or were added."""

    soort: Literal["blijft", "weg", "nieuw", "verder"]
    tekst: Words


class Change(Strict):
    """A section that changed, and in which *varianten*; *woorden* holds a line for each block that changed."""

    pagina: Name
    id: Name
    titel: Name
    soort: Name
    varianten: Names
    woorden: Annotated[tuple[Annotated[tuple[Piece, ...], Field(max_length=200)], ...], Field(max_length=100)]


class Problem(Strict):
    """Something wrong in the text of the proposal; *nieuw* says that the base does not have it.

    *nog* counts the similar problems in the same file that are not listed. *link* is the address at which to repair it;
    when a deleted file is too long to fit in an address, *was* is where to save it, so as to upload it at *link*.
    *vanzelf* says that the program repairs it when asked.
    """

    plaats: Name
    code: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{3}$")]
    tekst: Words
    raad: Words
    ernst: Literal["error", "warning", "note"]
    nieuw: bool
    vanzelf: bool
    link: Address
    was: Address
    nog: Count

    @property
    def is_mistake(self) -> bool:
        """Return whether the proposal made it and somebody has to repair it: neither advice nor a request to read."""
        return self.nieuw and self.ernst != Severity.ADVICE.value and self.code not in TOLD_APART


TOLD_APART = {"OV009", "ED015"}
"""The codes of what sectors must read again, and of what must be approved again."""


class ToRead(Strict):
    """A text that *sector* must read again, with the file that records the reading.

    *antwoorden* says whether somebody of the sector may sign by answering under the proposal.
    """

    sector: Name
    plaats: Name
    overlay: Name
    bestand: Name
    regels: Words
    link: Address
    antwoorden: bool


class Signed(Strict):
    """A reading that the proposal itself adds for a sector, and who signed it: anybody can write that."""

    sector: Name
    plaats: Name
    door: Name
    op: Name


class Signers(Strict):
    """Who may sign for *sector*, before and after."""

    sector: Name
    van: Words
    naar: Words


class Trait(Strict):
    """A value of draaiboek.yml, which every page and book bears, before and after."""

    naam: Name
    van: Words
    naar: Words


class Clash(Strict):
    """A section of *bestand* that the target branch changed too; *stuk* is '' when it is in no section.

    When both versions stand *naast_elkaar*, a Git host lets people choose in a browser; otherwise one side deleted the
    file, or it is not text. *vraag* are the functions that answer for it.
    """

    bestand: Name
    stuk: Name
    titel: Name
    naast_elkaar: bool
    vraag: Names


class Law(Strict):
    """A source or a variable that changed, and how many places use it."""

    naam: Name
    wat: Literal["gewijzigd", "nieuw", "weg"]
    van: Words
    naar: Words
    plaatsen: Count
    varianten: Names


class Pages(Strict):
    """The number of pages of the PDF of *variant* before and after; 0 where there is none."""

    variant: Name
    voor: Count
    na: Count


class Approved(Strict):
    """How the proposal affects the approval of *editie*: approved by *wie*, or the lines to paste (*regels*)."""

    editie: Name
    stand: Literal["goedgekeurd", "vervallen", "onvolledig"]
    wie: Names
    plaats: Name
    regels: Words
    link: Address


class Report(Strict):
    """What the proposal *voorstel* changes in *basis*, for readers, sectors and whoever repairs it.

    *edities* are the pages of editions that it changes; they tell what changed and are not compared;
    *voor_publicatie* is what keeps the newest of them from being published. Of its *bestanden* (a count),
    *van_programma* belong to the program; *programma* lists the first of these, and *verdwaald* those added in a folder
    that belongs to neither text nor program. *herstelbaar* counts the files in which the program can repair something
    without a guess: *robot* says that an answer under the proposal is enough, otherwise the repaired files are uploaded
    at the address *neerzetten*. *sectoren* are all sectors there are.
    """

    basis: Commit
    voorstel: Commit
    soort: Literal["tekst", "programma", "gemengd", "niets"]
    bestanden: Count
    van_programma: Count
    programma: Names
    verdwaald: Names
    sectoren: Names
    edities: Names
    wijzigingen: Annotated[tuple[Change, ...], Field(max_length=MOST)]
    problemen: Annotated[tuple[Problem, ...], Field(max_length=MOST)]
    botsingen: Annotated[tuple[Clash, ...], Field(max_length=MOST)]
    herstelbaar: Count
    robot: bool
    neerzetten: Address
    lezen: Annotated[tuple[ToRead, ...], Field(max_length=MOST)]
    gelezen: Annotated[tuple[Signed, ...], Field(max_length=MOST)]
    tekenaars: Annotated[tuple[Signers, ...], Field(max_length=MOST)]
    kenmerken: Annotated[tuple[Trait, ...], Field(max_length=MOST)]
    wetten: Annotated[tuple[Law, ...], Field(max_length=MOST)]
    boeken: Annotated[tuple[Pages, ...], Field(max_length=MOST)]
    goedkeuring: Approved | None
    voor_publicatie: Annotated[tuple[Problem, ...], Field(max_length=MOST)]
    weggelaten: Count

    @property
    def failed(self) -> bool:
        """Return whether the text of the proposal has errors, so that nothing can be made of it."""
        return any(each.ernst == "error" for each in self.problemen)


def read(text: str, at: str = "") -> Report:
    """Return the report in *text*; raises UsageError when it is not one, or is too large to be one of ours.

    *at* is where the proposal is edited in a browser, when that is known: no link may then lead elsewhere.
    """
    if len(text) > MOST_BYTES:
        message = f"dit verslag is groter dan {MOST_BYTES // 1_000_000} MB"
        raise UsageError(message, hint="Maak het opnieuw met: python3 build.py pr-report BASIS VOORSTEL --format json")
    try:
        return Report.model_validate_json(text, context=at)
    except ValidationError as error:
        message = f"dit is geen verslag van pr-report ({error.error_count()} fouten)"
        raise UsageError(
            message, hint="Maak het met: python3 build.py pr-report BASIS VOORSTEL --format json"
        ) from error
