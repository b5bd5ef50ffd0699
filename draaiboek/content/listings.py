"""Lists that the program writes in a page from data: `<!-- lijst: bronnen -->`, `<!-- beslisboom: delen -->`.

They become ordinary Markdown lines with the data file as their origin, before anything is parsed; so their headings
have ids, sectors can overlay them, and messages lead to the data file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from draaiboek.base import dutch
from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import Edition, Line, Origin, Reference, ReferenceStatus, Sector, Waiver
from draaiboek.content import content_paths, decision_aids, edition_gaps
from draaiboek.content.data_files import ContentData
from draaiboek.content.markdown import block

MARKER = re.compile(r"^<!--\s*(?P<kind>lijst|beslisboom):\s*(?P<name>[a-z0-9-]+)\s*-->$")
HEADING = re.compile(r"^(#{1,6})\s")


class Row:
    """A row of a table and where it came from."""

    __slots__ = ("cells", "origin")

    def __init__(self, origin: Origin, *cells: str) -> None:
        self.origin, self.cells = origin, cells


@dataclass(frozen=True, slots=True)
class Lists:
    """All that a list can be made of."""

    data: ContentData
    sectors: tuple[Sector, ...]
    editions: tuple[Edition, ...]
    waivers: tuple[Waiver, ...]


def expand(lines: Sequence[Line], lists: Lists, problems: list[Diagnostic]) -> tuple[Line, ...]:
    """Return *lines* with every marker replaced by its list; an unknown one becomes a problem (PG008)."""
    result: list[Line] = []
    level = 1
    for line in lines:
        if heading := HEADING.match(line.text):
            level = len(heading[1])
        match = MARKER.match(line.text.strip())
        if match is None:
            result.append(line)
        elif match["kind"] == "beslisboom":
            result += _decision_aid(match["name"], level + 1, line, lists.data, problems)
        elif found := _LISTS.get(match["name"]):
            result += found.write(lists, level + 1, line.origin)
        else:
            hint = nearest(match["name"], _LISTS) or f"Mogelijk: {', '.join(_LISTS)}."
            problems.append(Diagnostic("PG008", line.origin, f"de lijst '{match['name']}' bestaat niet", hint))
    return tuple(result)


def made_from(lines: Iterable[Line]) -> tuple[PurePosixPath, ...]:
    """Return the files and folders that the lists in *lines* are made from."""
    found: set[PurePosixPath] = set()
    for match in filter(None, (MARKER.match(line.text.strip()) for line in lines)):
        if match["kind"] == "beslisboom":
            found |= {content_paths.AIDS, content_paths.REFERENCES}
        elif match["name"] in _LISTS:
            found |= {*_LISTS[match["name"]].made_from}
    return tuple(sorted(found))


# --- glossary and sources ---------------------------------------------------------------------------------------------


def _glossary(lists: Lists, level: int, _origin: Origin) -> Iterator[Line]:
    for term in sorted(lists.data.terms, key=lambda term: dutch.sort_key(term.term)):
        yield from block(f"{'#' * level} {term.term} {{#{term.key}}}", term.origin)
        full = f"Voluit: {term.full}. " if term.full else ""
        citation = f" [{term.citation}]" if term.citation else ""
        yield from block(f"{full}{term.definition}{citation}", term.origin)


_GROUPS: dict[str, tuple[str, ...]] = {
    "Wetten, decreten en besluiten": ("wet", "decreet", "besluit"),
    "Rechtspraak": ("arrest",),
    "Omzendbrieven en adviezen": ("omzendbrief", "advies"),
    "Parlement": ("parlementaire vraag",),
    "Publicaties en webpagina's": ("publicatie", "webpagina"),
    "Pers": ("pers",),
}
_STATUS = {
    ReferenceStatus.VERIFIED: "Geverifieerd",
    ReferenceStatus.SECOND_HAND: "Tweedehands",
    ReferenceStatus.UNCHECKED: "Te controleren",
}
_LANGUAGES = {"nl": "het Nederlands", "fr": "het Frans", "en": "het Engels"}


def _references(lists: Lists, level: int, origin: Origin) -> Iterator[Line]:
    for group, kinds in _GROUPS.items():
        entries = [entry for entry in lists.data.references.values() if entry.kind in kinds]
        if entries:
            slug = re.sub(r"[^a-z]+", "-", group.lower())
            yield from block(f"{'#' * level} {group} {{#{slug}}}", origin)
        for entry in sorted(entries, key=lambda entry: dutch.sort_key(entry.short)):
            yield from block(f"{'#' * (level + 1)} {entry.short} {{#bron-{entry.key}}}", entry.origin)
            yield from _reference(entry)


def _reference(entry: Reference) -> Iterator[Line]:
    facts = [entry.title if entry.title.endswith((".", "?")) else f"{entry.title}."]
    facts += [f"{entry.publication}."] if entry.publication else []
    facts += [f"Numac {entry.numac}."] if entry.numac else []
    facts += [f"[Lees de tekst]({entry.url})."] if entry.url else []
    yield from block(" ".join(facts), entry.origin)
    read = f", gelezen in {_LANGUAGES[entry.language]}" if entry.language else ""
    state = f"{_STATUS[entry.status]}{read} ({dutch.loose_date(entry.checked)})."
    remark = f" {entry.remark}" if entry.remark else ""
    yield from block(f"Stand: {state}{remark}", entry.origin)


def _unchecked(lists: Lists, _level: int, origin: Origin) -> Iterator[Line]:
    rows = [
        Row(
            entry.origin,
            f"[{entry.short}](bronnen.md#bron-{entry.key})",
            entry.remark or "-",
            entry.checker or "niet bekend",
        )
        for entry in lists.data.references.values()
        if entry.status is ReferenceStatus.UNCHECKED
    ]
    yield from _table(Row(origin, "Bron", "Wat is niet zeker", "Wie kan dit nakijken"), rows)


# --- editions, sectors, history ---------------------------------------------------------------------------------------


def _editions(lists: Lists, _level: int, origin: Origin) -> Iterator[Line]:
    newest_first = sorted(lists.editions, key=lambda edition: edition.number, reverse=True)
    rows = [
        Row(
            edition.origin,
            f"[{edition.id}]({edition.page.name})",
            dutch.long_date(edition.date),
            dutch.enumeration(edition.reasons),
            str(edition.status),
            edition.summary,
        )
        for edition in newest_first
    ]
    yield from _table(Row(origin, "Editie", "Datum", "Aanleiding", "Status", "Wat verandert er"), rows)


def colophon_of(edition: Edition, lists: Lists, origin: Origin) -> Iterator[Line]:
    """Yield what *edition* says about its gaps, as a last section of its page; nothing when there are none."""
    newest = max(lists.editions, key=lambda each: each.number)
    notes = tuple(edition_gaps.notes(edition, lists.sectors, lists.waivers if edition is newest else ()))
    if notes:
        yield from block("", origin)
        yield from block("## Wat is nog niet nagelezen? {#nazicht}", origin)
    for title, text in notes:
        yield from block(f"**{title}.** {text}", origin)


def _sectors(lists: Lists, _level: int, origin: Origin) -> Iterator[Line]:
    rows = []
    for sector in lists.sectors:
        actors = "; ".join(f"{actor.name}: {actor.role} [{actor.citation}]" for actor in sector.actors)
        rows.append(Row(sector.origin, sector.title, actors or "niet bekend", sector.editor or "niet bekend"))
    head = Row(origin, "Sector", "Vertegenwoordigers die de bronnen noemen", "Eindredactie van de sector")
    yield from _table(head, rows)


def _steps(lists: Lists, _level: int, origin: Origin) -> Iterator[Line]:
    rows = []
    for step in lists.data.steps:
        citation = f" [{step.citation}]" if step.citation else ""
        date = dutch.loose_date(step.target_date) if step.target_date else "niet bekend"
        rows.append(Row(step.origin, f"{step.title}{citation}", date, step.state, step.remark or "-"))
    yield from _table(Row(origin, "Stap", "Datum of richtdatum", "Stand", "Toelichting"), rows)


def _accessibility(lists: Lists, _level: int, origin: Origin) -> Iterator[Line]:
    found = lists.data.accessibility
    if found is None:
        yield from block("Deze website is nog niet gemeten.", origin)
        return
    widths = dutch.enumeration([f"{width}" for width in found.widths])
    rows = (
        ("Bekeken editie", f"{found.edition} van {dutch.long_date(found.date)}"),
        ("Bekeken pagina's", f"{found.pages}, bij {widths} pixels breed, licht en donker"),
        ("Metingen", f"{found.looks}, met axe-core {found.axe} in {found.browser}"),
        ("Soorten menu's en stukken die open stonden", f"{found.states}"),
        ("Haltes van de Tab-toets", f"{found.stops}"),
        ("Regels die op elke pagina slagen", f"{found.rules}"),
        ("Overtredingen van de richtlijn", f"{found.violations or 'geen'}"),
        ("Aanbevelingen die nog open staan", f"{found.advice or 'geen'}"),
        ("Regels die een mens nog moet bekijken", dutch.enumeration(found.unsure) or "geen"),
    )
    head = Row(origin, "Wat is gemeten?", "Uitkomst")
    yield from _table(head, [Row(found.origin, *cells) for cells in rows])


def _table(head: Row, rows: Sequence[Row]) -> Iterator[Line]:
    """Yield a table; as a block it comes from where its rows come from."""
    source = rows[0].origin if rows else head.origin
    for row in (Row(source, *head.cells), Row(source, *("---" for _ in head.cells)), *rows):
        cells = (" ".join(cell.replace("|", "/").split()) for cell in row.cells)
        yield Line(f"| {' | '.join(cells)} |", row.origin)
    yield Line("", source)


class _List(NamedTuple):
    write: Callable[[Lists, int, Origin], Iterator[Line]]
    made_from: tuple[PurePosixPath, ...]


_LISTS: dict[str, _List] = {
    "begrippen": _List(_glossary, (content_paths.TERMS,)),
    "bronnen": _List(_references, (content_paths.REFERENCES,)),
    "te-controleren": _List(_unchecked, (content_paths.REFERENCES,)),
    "edities": _List(_editions, (content_paths.EDITIONS,)),
    "sectoren": _List(_sectors, (content_paths.SECTORS,)),
    "stappenplan": _List(_steps, (content_paths.HISTORY,)),
    "toegankelijkheid": _List(_accessibility, (content_paths.ACCESSIBILITY,)),
}


def _decision_aid(name: str, level: int, line: Line, data: ContentData, problems: list[Diagnostic]) -> Iterator[Line]:
    if name in data.aids:
        problems += decision_aids.problems(data.aids[name])
        yield from decision_aids.write(data.aids[name], level, data.references)
    else:
        hint = nearest(name, data.aids) or "Kijk in docs/_data/beslisboom.yml."
        text, missed = f"de beslisboom '{name}' bestaat niet", (content_paths.AIDS / name,)
        problems.append(Diagnostic("PG008", line.origin, text, hint, missed=missed))
