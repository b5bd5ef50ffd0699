"""Lists that the program writes into a page from data: `<!-- lijst: bronnen -->`, `<!-- figuur: ladder -->`.

They become blocks and headings of the page, with the data file as their origin; so sectors can overlay them, and
messages point to the data file. A value is inserted as words: it can never make a heading, a cell or a link.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from draaiboek.base import dutch
from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import (
    Citation,
    Edition,
    Function,
    Identity,
    Inline,
    Line,
    Link,
    Mark,
    Origin,
    Paragraph,
    Part,
    Reference,
    ReferenceStatus,
    Row,
    Section,
    Sector,
    Slot,
    Strong,
    Table,
    Text,
    Waiver,
    newest,
    plain,
)
from draaiboek.content import addresses, content_paths, decision_aids, edition_gaps, figures, statement
from draaiboek.content.data_files import ContentData
from draaiboek.content.markdown import LIST, Heading

Words = tuple[Inline, ...]
Questions = tuple[tuple[str, tuple[str, ...]], ...]
FUNCTIONS = "functies"


@dataclass(frozen=True, slots=True)
class Lists:
    """Everything that a list can be made from."""

    data: ContentData
    sectors: tuple[Sector, ...]
    editions: tuple[Edition, ...]
    waivers: tuple[Waiver, ...]
    identity: Identity
    functions: tuple[Function, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a list is requested: on which *page*, where in the text (*origin*), and the *level* of its headings.

    *sector* is the one whose page or overlay requests it; None in the core text.
    """

    page: PurePosixPath
    origin: Origin
    level: int
    sector: str | None = None

    def way(self, target: PurePosixPath) -> str:
        """Return the relative link from the page to the page *target*."""
        return posixpath.relpath(target, self.page.parent)


def expand(kind: str, name: str, asked: Asked, lists: Lists, problems: list[Diagnostic]) -> Iterator[Part | Heading]:
    """Yield what replaces *name*, a list, decision aid or figure; an unknown one is a problem (PG008)."""
    origin = asked.origin
    if kind == "beslisboom" and name in lists.data.aids:
        problems += decision_aids.problems(lists.data.aids[name])
        yield from decision_aids.write(lists.data.aids[name], asked.level, lists.data.references)
    elif kind == "beslisboom":
        hint = nearest(name, lists.data.aids) or "Kijk in docs/_data/beslisboom.yml."
        text, missed = f"de beslisboom '{name}' bestaat niet", (content_paths.AIDS / name,)
        problems.append(Diagnostic("PG008", origin, text, hint, missed=missed))
    elif kind == "figuur" and name in lists.data.figures:
        yield figures.on_page(lists.data.figures[name], asked.page)
    elif kind == "figuur":
        hint = nearest(name, lists.data.figures) or f"Kijk in {content_paths.FIGURES}."
        text, missed = f"de figuur '{name}' bestaat niet", (content_paths.FIGURES / name,)
        problems.append(Diagnostic("PG008", origin, text, hint, missed=missed))
    elif known := _LISTS.get(name):
        yield from known.write(lists, asked)
    else:
        hint = nearest(name, _LISTS) or f"Mogelijk: {', '.join(_LISTS)}."
        problems.append(Diagnostic("PG008", origin, f"de lijst '{name}' bestaat niet", hint))


def expand_in_overlay(
    kind: str, name: str, asked: Asked, lists: Lists, problems: list[Diagnostic]
) -> Iterator[Part | Heading]:
    """Yield what replaces a list in an overlay, where only that of its sector's functions is allowed (PG008)."""
    if (kind, name) == ("lijst", FUNCTIONS):
        yield from expand(kind, name, asked, lists, problems)
    else:
        text = f"in een overlay kan geen '{kind}: {name}' staan"
        problems.append(Diagnostic("PG008", asked.origin, text, f"Daar kan alleen: <!-- lijst: {FUNCTIONS} -->"))


Write = Callable[[str, str, Asked, Lists, list[Diagnostic]], Iterator[Part | Heading]]
"""`expand`, or `expand_in_overlay`."""


def made_from(lines: Iterable[Line]) -> tuple[PurePosixPath, ...]:
    """Return the files and folders that the lists requested in *lines* are made from."""
    found: set[PurePosixPath] = set()
    for match in filter(None, (LIST.match(line.text.strip()) for line in lines)):
        if match["kind"] == "beslisboom":
            found |= {content_paths.AIDS, content_paths.REFERENCES}
        elif match["kind"] == "figuur":
            found.add(content_paths.FIGURES)
        elif match["name"] in _LISTS:
            found |= {*_LISTS[match["name"]].made_from}
    return tuple(sorted(found))


# --- glossary and sources ---------------------------------------------------------------------------------------------


def _glossary(lists: Lists, asked: Asked) -> Iterator[Part | Heading]:
    for term in sorted(lists.data.terms, key=lambda term: dutch.sort_key(term.term)):
        yield Heading(term.key, asked.level, plain(term.term), term.origin)
        full = plain(f"Voluit: {term.full}. " if term.full else "")
        yield Paragraph((*full, *term.definition, *_cite(term.citation)), term.origin)


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


def _references(lists: Lists, asked: Asked) -> Iterator[Part | Heading]:
    for group, kinds in _GROUPS.items():
        entries = [entry for entry in lists.data.references.values() if entry.kind in kinds]
        if entries:
            yield Heading(re.sub(r"[^a-z]+", "-", group.lower()), asked.level, plain(group), asked.origin)
        for entry in sorted(entries, key=lambda entry: dutch.sort_key(entry.short)):
            yield Heading(f"{content_paths.ENTRY}{entry.key}", asked.level + 1, plain(entry.short), entry.origin)
            yield from _reference(entry)


def _reference(entry: Reference) -> Iterator[Part]:
    facts = [entry.title if entry.title.endswith((".", "?")) else f"{entry.title}."]
    facts += [f"{entry.publication}."] if entry.publication else []
    facts += [f"Numac {entry.numac}."] if entry.numac else []
    read = (Text(" "), Link(entry.url, plain("Lees de tekst"), entry.origin), Text(".")) if entry.url else ()
    yield Paragraph((*plain(" ".join(facts)), *read), entry.origin)
    language = f", gelezen in {_LANGUAGES[entry.language]}" if entry.language else ""
    state = f"Stand: {_STATUS[entry.status]}{language} ({dutch.loose_date(entry.checked)})."
    remark = (Text(" "), *entry.remark) if entry.remark else ()
    yield Paragraph((*plain(state), *remark), entry.origin)


def _unchecked(lists: Lists, asked: Asked) -> Iterator[Part]:
    register = f"{asked.way(content_paths.REGISTER_PAGE)}#{content_paths.ENTRY}"
    rows = [
        Row(
            (
                (Link(f"{register}{entry.key}", plain(entry.short), entry.origin),),
                entry.remark or plain("-"),
                plain(entry.checker or "niet bekend"),
            ),
            entry.origin,
        )
        for entry in lists.data.references.values()
        if entry.status is ReferenceStatus.UNCHECKED
    ]
    yield _table(("Bron", "Wat is niet zeker", "Wie kan dit nakijken"), rows, asked)


def _open_points(_lists: Lists, asked: Asked) -> Iterator[Part]:
    """Yield a slot to be filled later: only a composed variant knows its marks."""
    yield Slot("na-te-gaan", required=False, origin=asked.origin, gathered=True)


# --- editions, sectors, history ---------------------------------------------------------------------------------------


def _editions(lists: Lists, asked: Asked) -> Iterator[Part]:
    newest_first = sorted(lists.editions, key=lambda edition: edition.number, reverse=True)
    rows = [
        Row(
            (
                (Link(asked.way(edition.page), plain(edition.id), edition.origin),),
                plain(dutch.long_date(edition.date)),
                plain(dutch.enumeration(edition.reasons)),
                plain(str(edition.status)),
                plain(edition.summary),
            ),
            edition.origin,
        )
        for edition in newest_first
    ]
    yield _table(("Editie", "Datum", "Aanleiding", "Status", "Wat verandert er"), rows, asked)


def colophon_of(edition: Edition, lists: Lists, origin: Origin) -> Section | None:
    """Return what *edition* says about its gaps, as the last section of its page; None when there are none."""
    notes = tuple(
        edition_gaps.notes(
            edition, lists.sectors, lists.waivers if edition is newest(lists.editions) else (), lists.identity.audience
        )
    )
    body = tuple(Paragraph((Strong(plain(f"{title}.")), Text(f" {text}")), origin) for title, text in notes)
    heading = plain("Wat is nog niet nagelezen?")
    return Section(edition_gaps.SECTION, 2, heading, locked=False, origin=origin, body=body) if body else None


def _sectors(lists: Lists, asked: Asked) -> Iterator[Part]:
    rows = []
    for sector in lists.sectors:
        actors: list[Inline] = []
        for actor in sector.actors:
            actors += [Text(f"{'; ' if actors else ''}{actor.name}: "), *actor.role, *_cite(actor.citation)]
        cells = (plain(sector.title), tuple(actors) or plain("niet bekend"), plain(sector.editor or "niet bekend"))
        rows.append(Row(cells, sector.origin))
    one = lists.identity.audience.one
    head = (one.capitalize(), "Vertegenwoordigers die de bronnen noemen", f"Eindredactie van de {one}")
    yield _table(head, rows, asked)


def _functions(lists: Lists, asked: Asked) -> Iterator[Part | Heading]:
    """Yield the functions of the sector that requests the list, or of all, each sector under its own heading."""
    for sector in lists.sectors:
        if asked.sector in {None, sector.slug}:
            if asked.sector is None:
                yield Heading(sector.slug, asked.level, plain(sector.title), sector.origin)
            rows = [_function(each, asked) for each in lists.functions if each.sector == sector.slug]
            if rows:
                yield _table(("Functie", "Geheim", "Aan tafel"), rows, asked)
            else:
                yield Paragraph(plain("De functies zijn nog niet ingevuld."), asked.origin)


def _function(function: Function, asked: Asked) -> Row:
    secrecy: Words = (Mark("na-te-gaan", function.question, function.origin),)
    if function.secrecy:
        words = str(function.secrecy)
        words += f", {function.remark}" if function.remark else ""
        words += f", volgens {function.according}" if function.according else ""
        inferred = (Text(" "), Mark("afleiding", "", function.origin)) if function.inferred else ()
        secrecy = (*plain(words), *inferred, *_cite(function.basis))
    at_table = tuple(addresses.from_root(function.at_table, asked.page))
    return Row((plain(function.name), secrecy, at_table), function.origin)


def questions_of(asked: Questions, sections: Sequence[Section], lists: Lists) -> Questions:
    """Return *asked*, what readers ask by section id, with the names of the functions in the tables of *sections*."""
    by_row = {function.origin: function for function in lists.functions}
    found = dict(asked)
    for section in (each for top in sections for each in top.walk()):
        rows = (row for part in section.body if isinstance(part, Table) for row in part.rows)
        named = [function for row in rows if (function := by_row.get(row.origin))]
        if named:
            words = (word for function in named for word in (function.name, *function.also))
            found[section.id] = (*found.get(section.id, ()), *words)
    return tuple(found.items())


def _steps(lists: Lists, asked: Asked) -> Iterator[Part]:
    rows = []
    for step in lists.data.steps:
        date = dutch.loose_date(step.target_date) if step.target_date else "niet bekend"
        cells = ((*step.title, *_cite(step.citation)), plain(date), plain(step.state), step.remark or plain("-"))
        rows.append(Row(cells, step.origin))
    yield _table(("Stap", "Datum of richtdatum", "Stand", "Toelichting"), rows, asked)


def _accessibility(lists: Lists, asked: Asked) -> Iterator[Part]:
    measured = lists.data.accessibility
    if measured is None:
        yield Paragraph(plain("Deze website is nog niet gemeten."), asked.origin)
        return
    widths = dutch.enumeration([f"{width}" for width in measured.widths])
    rows = (
        ("Bekeken editie", f"{measured.edition} van {dutch.long_date(measured.date)}"),
        ("Bekeken pagina's", f"{measured.pages}, bij {widths} pixels breed, licht en donker"),
        ("Metingen", f"{measured.looks}, met axe-core {measured.axe} in {measured.browser}"),
        ("Soorten menu's en stukken die open stonden", f"{measured.states}"),
        ("Haltes van de Tab-toets", f"{measured.stops}"),
        ("Regels die op elke pagina slagen", f"{measured.rules}"),
        ("Overtredingen van de richtlijn", f"{measured.violations or 'geen'}"),
        ("Aanbevelingen die nog open staan", f"{measured.advice or 'geen'}"),
        ("Regels waarover de machine niet zeker is", dutch.enumeration(measured.unsure) or "geen"),
    )
    cells = [Row(tuple(map(plain, row)), measured.origin) for row in rows]
    yield _table(("Wat is gemeten?", "Uitkomst"), cells, asked)


def _statement(lists: Lists, asked: Asked) -> Iterator[Part | Heading]:
    edition = newest(lists.editions)
    yield from statement.write(lists.data.statement, lists.data.accessibility, edition, asked.level, asked.origin)


def _contact(lists: Lists, asked: Asked) -> Iterator[Part]:
    """Yield where readers can turn; what draaiboek.yml leaves open is shown as such, not hidden."""
    identity, origin = lists.identity, Origin(content_paths.IDENTITY)
    rows = (
        ("Een vraag over dit draaiboek", identity.contact),
        ("Iets loopt in de praktijk anders dan hier staat", identity.feedback),
        ("Wanneer je antwoord krijgt", identity.answer_within),
    )
    cells = [Row((plain(what), plain(where or statement.OPEN)), origin) for what, where in rows]
    yield _table(("Waarvoor?", "Waar of wie?"), cells, asked)


def _table(head: Sequence[str], rows: Sequence[Row], asked: Asked) -> Table:
    """Return a table whose origin, as a block, is that of its rows."""
    source = rows[0].origin if rows else asked.origin
    return Table(Row(tuple(map(plain, head)), source), tuple(rows), ("",) * len(head), source)


def _cite(citation: Citation | None) -> Words:
    return (citation,) if citation else ()


class _List(NamedTuple):
    write: Callable[[Lists, Asked], Iterator[Part | Heading]]
    made_from: tuple[PurePosixPath, ...]


_LISTS: dict[str, _List] = {
    "begrippen": _List(_glossary, (content_paths.TERMS,)),
    "bronnen": _List(_references, (content_paths.REFERENCES,)),
    "te-controleren": _List(_unchecked, (content_paths.REFERENCES,)),
    "na-te-gaan": _List(_open_points, ()),
    "edities": _List(_editions, (content_paths.EDITIONS,)),
    FUNCTIONS: _List(_functions, (content_paths.SECTORS,)),
    "sectoren": _List(_sectors, (content_paths.SECTORS,)),
    "stappenplan": _List(_steps, (content_paths.HISTORY,)),
    "toegankelijkheidsverklaring": _List(
        _statement, (content_paths.STATEMENT, content_paths.ACCESSIBILITY, content_paths.EDITIONS)
    ),
    "contact": _List(_contact, (content_paths.IDENTITY,)),
    "toegankelijkheid": _List(_accessibility, (content_paths.ACCESSIBILITY,)),
}
