"""What is wrong, where, and what to do about it: the values, the closed list of codes, and the output formats.

Messages are in Dutch, for editors; each code is explained under its own heading in CONTRIBUTING.md.
"""

from __future__ import annotations

import difflib
import json
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from draaiboek.base import characters
from draaiboek.base.origin import Origin

CODES: dict[str, str] = {
    "PG001": "bestand is niet te lezen",
    "PG002": "front matter ontbreekt of is geen geldige YAML",
    "PG003": "sleutel in front matter of gegevensbestand klopt niet",
    "PG004": "kop zonder vast id",
    "PG005": "id komt twee keer voor op een pagina",
    "PG006": "kop op een verkeerd niveau",
    "PG007": "Markdown die anders gelezen wordt dan je ziet",
    "PG008": "onbekende plaatshouder",
    "PG009": "pagina ontbreekt in de inhoudsopgave, of omgekeerd",
    "PG010": "slot staat twee keer op een pagina",
    "PG011": "bestandsnaam, soort of grootte is niet toegelaten",
    "PG012": "beslisboom klopt niet",
    "PG013": "zinnen zijn te lang",
    "PG014": "afkorting staat niet in de begrippenlijst",
    "PG015": "verhuizing onder 'voorheen' klopt niet",
    "PG016": "draaiboek.yml ontbreekt of klopt niet",
    "PG017": "figuur klopt niet",
    "PG018": "naam, adres of nummer van een persoon",
    "PG019": "te veel voor één bestand of draaiboek",
    "PG020": "bladzijde in druk blijft leeg",
    "OV001": "doel van een overlay bestaat niet",
    "OV002": "bewerking past niet bij het doel of de tekst",
    "OV003": "sector van een overlay bestaat niet",
    "OV004": "twee overlays vervangen hetzelfde doel",
    "OV005": "overlay binnen een vervangen of weggelaten stuk",
    "OV006": "overlay op vaste tekst",
    "OV007": "reden ontbreekt",
    "OV008": "verplicht slot is niet gevuld",
    "OV009": "overlay is verouderd: de kerntekst is gewijzigd",
    "OV010": "id uit een overlay botst met een ander id",
    "OV011": "uitstel klopt niet of is verlopen",
    "OV012": "aftekening van een sector klopt niet",
    "OV013": "front matter van een overlay klopt niet",
    "SC001": "sector zonder sector.yml",
    "SC002": "sectorpagina heeft dezelfde naam als een kernpagina",
    "SC003": "plaats van een sectorpagina bestaat niet",
    "SC004": "gegevens van een sector kloppen niet",
    "SC005": "functie in een sector klopt niet",
    "SC006": "besluit over een opmerking klopt niet",
    "BR001": "onbekende bron",
    "BR002": "citaat is niet te lezen",
    "BR003": "lijst van bronnen in front matter klopt niet met de tekst",
    "BR004": "lijst van bronnen of begrippen klopt niet",
    "VR001": "onbekende variabele",
    "VR002": "alleen namen zijn toegelaten tussen accolades",
    "VR003": "lijst van variabelen klopt niet",
    "LK001": "link naar een pagina die niet bestaat",
    "LK002": "link naar een anker dat niet bestaat",
    "LK003": "beeld bestaat niet",
    "LK005": "link zonder doel in de pdf of de epub",
    "ED001": "er is geen editiepagina",
    "ED002": "editiepagina klopt niet",
    "ED003": "editie bestaat al",
    "ED004": "editie is niet goedgekeurd",
    "ED005": "werkmap is niet schoon",
    "ED006": "waarschuwing houdt publicatie tegen",
    "ED007": "sector heeft niet de hele kerntekst nagelezen",
    "ED008": "nummer of datum komt niet na de vorige editie",
    "ED009": "wijziging staat niet in de releasenota",
    "ED010": "gepubliceerd id is niet meer te vinden",
    "ED011": "releasenota is leeg",
    "ED012": "commit staat niet op de server",
    "ED013": "toegankelijkheidsverklaring is niet volledig",
    "ED014": "opmerkingen wachten op een besluit",
    "ED015": "goedkeuring ontbreekt of is vervallen",
    "ED016": "releasenota zegt niet wat een lezer moet doen",
    "HT001": "HTML die niet is toegelaten",
    "HT002": "adres dat niet is toegelaten",
    "HT003": "kenmerk tussen accolades dat niet is toegelaten",
    "HT004": "onveilige tekening (svg)",
    "HT005": "onzichtbaar of misleidend teken",
    "HT007": "beeld zonder vervangtekst",
    "HT008": "de pdf voldoet niet aan de norm",
    "HT009": "de fiche past niet op één bladzijde",
    "HT010": "de zakgids is te dik",
    "HT011": "een hoofdstuk eindigt met enkele woorden op een bladzijde",
    "HT012": "link naar iets anders dan er staat",
    "TX001": "een ander woord dan het voorkeurswoord",
    "TX002": "een zin is te lang",
    "TX003": "een zin in de lijdende vorm",
    "TX004": "een afkorting die een woord kan zijn",
    "TX005": "'moet' zonder wet",
    "TX006": "een artikelnummer dat een variabele kan zijn",
    "TX007": "een woord dat niet in het woordenboek staat",
}


_LONGEST, _END = 500, 100
"""The most characters of a message that are shown, and how many of its end are kept when it is longer."""
_FEW = 10
"""The most messages of one code about one file that people are shown; a page of only comments would give thousands."""
_MANY_PLACES = 4
"""With fewer places than this that miss the same thing, each is reported: so few are checked quickly."""
_Spot = tuple[PurePosixPath, bool]
"""A path, and whether it is lost itself (False: something below it is)."""


class Severity(StrEnum):
    """An error stops everything; a warning stops only publication; advice stops nothing."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "note"


@dataclass(frozen=True, slots=True)
class Absent:
    """Something that does not exist: *text* states that, the same wherever it is looked for; *hint* mends it for all.

    The hint is '' when there is no such remedy. *sector* owns it if nobody outside that sector looks for it: each
    sector has a chapter of the same name.
    """

    text: str
    hint: str = field(default="", compare=False)
    sector: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong: *text* is the fact, *hint* the remedy.

    *lost* is what cannot be read because of it: a file, or a key in one (`docs/_data/bronnen.yml/wet`). *missed* is
    where the thing that was looked for in vain would have been. A diagnostic that missed something lost is only a
    consequence of that loss (`ordered`); *consequences* counts those. *about* is the text that it is about, when that
    is not at *origin*. *word* is what it is about in the text itself, when that stands at *origin*. *absent* is what
    was looked for in vain; people are told of it once (`at_once`). *alike* counts the others with its code in its file
    that are not shown (`first_few`).
    """

    code: str
    origin: Origin
    text: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    about: Origin | None = None
    lost: PurePosixPath | None = None
    missed: tuple[PurePosixPath, ...] = field(default=(), compare=False)
    consequences: int = 0
    word: str = ""
    absent: Absent | None = field(default=None, compare=False)
    alike: int = 0

    @property
    def end(self) -> int | None:
        """The column just after its word; None when only the place is known."""
        return self.origin.column + len(self.word) if self.word and not self.about else None

    @property
    def message(self) -> str:
        """The fact, how much follows from it, and how many more there are."""
        follow = f" (en {self.consequences} {'gevolg' if self.consequences == 1 else 'gevolgen'})"
        more = f" (en nog {self.alike} zoals deze in dit bestand)"
        return f"{self.text}{follow if self.consequences else ''}{more if self.alike else ''}"


def ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return *diagnostics* without duplicates, each on one line: first what could not be read, then by place and code.

    A consequence of something that could not be read is counted with its cause and left out: it needs no repair.
    """
    told = map(_shown, diagnostics)
    unique = sorted(dict.fromkeys(told), key=lambda d: (d.lost is None, d.origin, d.code, d.text, d.hint))
    cause_at = dict(_losses(unique))
    causes = [next((cause_at[p] for p in _around(each.missed) if p in cause_at), None) for each in unique]
    following = Counter(causes)
    return tuple(
        replace(each, consequences=each.consequences + following[each])
        for each, cause in zip(unique, causes, strict=True)
        if cause is None
    )


def for_people(diagnostics: Iterable[Diagnostic], most: int = _FEW) -> tuple[Diagnostic, ...]:
    """Return *diagnostics* for people: each absent thing once, and the first *most* of one code in one file."""
    return first_few(at_once(diagnostics), most)


def at_once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return *diagnostics*, with one about an absent thing itself in the place of the many that look for it in vain."""
    told = tuple(diagnostics)
    of_everybody = {each.absent for each in told if each.absent and not each.absent.sector}
    places: dict[tuple[Absent | None, str], list[Diagnostic]] = {}
    for each in told:
        places.setdefault(_whose(each, of_everybody), []).append(each)
    found: list[Diagnostic] = []
    for each in told:
        alike = places[_whose(each, of_everybody)] if each.absent else []
        if len(alike) < _MANY_PLACES:
            found.append(each)
        elif each is alike[0]:
            found.append(_for_all(alike))
    return tuple(found)


def _whose(problem: Diagnostic, of_everybody: Collection[Absent]) -> tuple[Absent | None, str]:
    """Return what *problem* looks for in vain, and the sector that owns it; '' when everybody does."""
    absent = problem.absent
    return absent, "" if absent is None or absent in of_everybody else absent.sector


def _for_all(alike: Sequence[Diagnostic]) -> Diagnostic:
    """Return one message about what all of *alike* look for, at the place of the first of them."""
    things = [each.absent for each in alike if each.absent]
    things = [each for each in things if not each.sector] or things
    whose = f" (sector '{things[0].sector}')" if things[0].sector else ""
    text = f"{things[0].text}{whose}, en {len(alike)} plaatsen hangen eraan"
    hint = next((each.hint for each in things if each.hint), alike[0].hint)
    return _shown(replace(alike[0], text=text, hint=hint, word=""))


def first_few(diagnostics: Iterable[Diagnostic], most: int) -> tuple[Diagnostic, ...]:
    """Return *diagnostics*, but only the first *most* of one code in one file; the last of those counts the rest.

    Advice is never cut short: only those who ask for it get it.
    """
    found: list[Diagnostic] = []
    at: dict[tuple[str, PurePosixPath], list[int]] = {}
    for each in diagnostics:
        places = at.setdefault((each.code, each.origin.path), [])
        if len(places) < most or each.severity is Severity.ADVICE:
            places.append(len(found))
            found.append(each)
        else:
            found[places[-1]] = replace(found[places[-1]], alike=found[places[-1]].alike + 1)
    return tuple(found)


def _shown(problem: Diagnostic) -> Diagnostic:
    text = characters.named(" ".join(problem.text.splitlines()))
    if len(text) > _LONGEST:  # it quotes something that nobody reads to the end
        text = f"{text[: _LONGEST - _END]} … {text[-_END:]}"
    return replace(problem, text=text, hint=characters.named(problem.hint))


def _losses(diagnostics: Sequence[Diagnostic]) -> Iterator[tuple[_Spot, Diagnostic]]:
    """Yield each place where something is lost with its first cause: the lost thing, and every path that holds it."""
    for each in reversed(diagnostics):
        if each.lost is not None:
            yield (each.lost, True), each
            yield from (((around, False), each) for around in each.lost.parents)


def _around(missed: Iterable[PurePosixPath]) -> Iterator[_Spot]:
    """Yield the losses that would explain *missed*: of the thing or of what contains it, or of something inside it."""
    for path in missed:
        yield from (((whole, True)) for whole in (path, *path.parents))
        yield path, False


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Return whether anything in *diagnostics* forbids output."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the hint 'Bedoel je …?' with the word of *known* that is nearest to *word*, or ''."""
    found = nearest_of(word, known)
    return f"Bedoel je '{found}'?" if found else ""


def nearest_of(word: str, known: Iterable[str]) -> str:
    """Return the word of *known* that is nearest to *word*, or ''."""
    return next(iter(difflib.get_close_matches(word, _comparable(word, frozenset(known)), n=1, cutoff=0.6)), "")


MOST_HINTS = 100
"""For how many unknown names on one page the nearest is looked for: it takes time, and nobody reads more hints."""
_MANY = 200  # words; among more, only those that sort near the word, read forwards or backwards, are compared
_BESIDE = 10


def _comparable(word: str, known: frozenset[str]) -> list[str]:
    forward, backward = _alphabets(known)
    if len(known) <= _MANY:
        return forward
    begins, ends = bisect(forward, word), bisect(backward, word[::-1])
    beside = [each[::-1] for each in backward[max(0, ends - _BESIDE) : ends + _BESIDE]]
    return sorted({*forward[max(0, begins - _BESIDE) : begins + _BESIDE], *beside})


@lru_cache(maxsize=64)
def _alphabets(known: frozenset[str]) -> tuple[list[str], list[str]]:
    """Return *known* sorted, and the same words reversed letter by letter and then sorted."""
    return sorted(known), sorted(each[::-1] for each in known)


_WORDS = {Severity.ERROR: "", Severity.WARNING: "waarschuwing: ", Severity.ADVICE: "advies: "}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    """Format for a terminal: `path:line:col: CODE melding`, the hint on the next line."""
    lines = []
    for diagnostic in diagnostics:
        word = _WORDS[diagnostic.severity]
        place = characters.named(str(diagnostic.origin)).replace("\n", " ")
        lines.append(f"{place}: {diagnostic.code} {word}{diagnostic.message}")
        lines += [f"    {line}" for line in diagnostic.hint.splitlines()]
    return "\n".join(lines)


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Format as GitHub workflow commands, which are shown beside the lines of a pull request.

    Escaping as in actions/toolkit, packages/core/src/command.ts.
    """
    return "\n".join(_workflow_command(diagnostic) for diagnostic in diagnostics)


def _workflow_command(diagnostic: Diagnostic) -> str:
    # A pull request shows only lines that it changes, so a message about changed text goes there and names its file.
    place = diagnostic.about or diagnostic.origin
    own = f"{diagnostic.origin}: " if diagnostic.about else ""
    message = f"{own}{diagnostic.message}\n{diagnostic.hint}".strip()
    end = f",endColumn={diagnostic.end}" if diagnostic.end else ""
    return (
        f"::{_COMMANDS[diagnostic.severity]} file={_property(str(place.path))},line={place.line},col={place.column}"
        f"{end},title={diagnostic.code}::{_data(message)}"
    )


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Format as one JSON object."""
    return json.dumps({"meldingen": as_objects(diagnostics)}, ensure_ascii=False, indent=2)


def as_objects(diagnostics: Sequence[Diagnostic]) -> list[dict[str, str | int]]:
    """Return plain dictionaries, for JSON; `from_objects` reads them back."""
    return [
        {
            "code": d.code,
            "ernst": str(d.severity),
            "bestand": str(d.origin.path),
            "regel": d.origin.line,
            "kolom": d.origin.column,
            "woord": d.word,
            "melding": d.text,
            "hint": d.hint,
            "gevolgen": d.consequences,
            "over": str(d.about or ""),
        }
        for d in diagnostics
    ]


def from_objects(found: Iterable[Mapping[str, Any]]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that `as_objects` turned into *found*; none of them may have a *lost* path."""
    return tuple(
        Diagnostic(
            code=each["code"],
            origin=Origin(PurePosixPath(each["bestand"]), each["regel"], each["kolom"]),
            text=each["melding"],
            hint=each["hint"],
            severity=Severity(each["ernst"]),
            about=_origin(each["over"]) if each["over"] else None,
            consequences=each["gevolgen"],
            word=each["woord"],
        )
        for each in found
    )


def _origin(place: str) -> Origin:
    path, line, column = place.rsplit(":", 2)
    return Origin(PurePosixPath(path), int(line), int(column))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(characters.named(text)).replace(":", "%3A").replace(",", "%2C")
