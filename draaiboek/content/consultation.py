"""What sectors said about the text in a consultation: their rounds and remarks, and the page that answers them.

One small file for each remark, so that two branches never touch the same one (decisions/0020).
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

from draaiboek.base import dutch
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import (
    Break,
    Inline,
    Link,
    MenuItem,
    Origin,
    Page,
    PageMeta,
    Paragraph,
    Part,
    Remark,
    Round,
    Row,
    Section,
    Sector,
    Strong,
    Table,
    Text,
    Verdict,
    edition_number,
    place_name,
    plain,
)
from draaiboek.content import consultation_schema, content_paths, data_files, schema
from draaiboek.content.collecting import Collector
from draaiboek.content.files import ContentFile

TITLE = "Wat deden we met de opmerkingen?"
_DEPTH = len(("sectors", "slug", "opmerkingen", "2026.1", "file"))
_HEAD = ("Waar", "Opmerking", "Wat we ermee deden")
_SAID = {Verdict.TAKEN: "Overgenomen", Verdict.PARTLY: "Gedeeltelijk overgenomen", Verdict.NOT: "Niet overgenomen"}
WAITS = "Nog niet beslist"


def is_ours(file: ContentFile) -> bool:
    """Return whether *file* is where rounds and remarks are kept."""
    parts = file.origin.path.parts
    there = len(parts) == _DEPTH and parts[0] == "sectors" and parts[2] == content_paths.REMARKS
    return there and bool(re.fullmatch(schema.EDITION, parts[3]))


def rounds(found: Iterable[ContentFile], collector: Collector) -> Iterator[Round]:
    """Yield the rounds in *found*; files of other kinds are skipped."""
    for file in filter(is_ours, found):
        if file.path.name == content_paths.ROUND:
            made = collector.kept(file.origin.path, _read_round, file)
            if made:
                yield made


def _read_round(file: ContentFile, problems: list[Diagnostic]) -> Round | None:
    entry, _ = data_files.read_model(file, consultation_schema.RoundFile, problems)
    _, sector, _, edition, _ = file.origin.path.parts
    return Round(sector, edition, entry.geopend, entry.tot, file.origin) if entry else None


def remarks(found: Iterable[ContentFile], collector: Collector) -> Iterator[Remark]:
    """Yield the remarks in *found*; files of other kinds are skipped."""
    for file in filter(is_ours, found):
        if file.suffix == ".yml" and file.path.name != content_paths.ROUND:
            made = collector.kept(file.origin.path, _read_remark, file)
            if made:
                yield made


def _read_remark(file: ContentFile, problems: list[Diagnostic]) -> Remark | None:
    entry, places = data_files.read_model(file, consultation_schema.RemarkFile, problems)
    if entry is None:
        return None
    return _remark(file, entry, {str(path[0]): where for path, where in places.places.items() if path})


def _remark(file: ContentFile, entry: consultation_schema.RemarkFile, places: dict[str, Origin]) -> Remark:
    _, sector, _, edition, _ = file.origin.path.parts
    page, _, section = entry.doel.partition("#")
    return Remark(
        id=file.path.stem,
        sector=sector,
        edition=edition,
        page=PurePosixPath(page),
        section=section,
        number=entry.alinea,
        paragraph=entry.tekst,
        text=entry.opmerking.strip(),
        proposal=entry.voorstel.strip(),
        role=entry.functie,
        organisation=entry.organisatie,
        verdict=entry.besluit,
        answer=entry.antwoord,
        landed=entry.geland,
        origin=file.origin,
        places=places,
    )


# --- the public page --------------------------------------------------------------------------------------------------


class Answered(NamedTuple):
    """A consultation as the public reads it: what was said (*remarks*) by which *sectors*.

    It is about the *core* pages, and about the pages that a sector has of its *own*.
    """

    remarks: Sequence[Remark]
    sectors: Sequence[Sector]
    core: Sequence[Page]
    own: Sequence[Page]


def page(answered: Answered, problems: list[Diagnostic]) -> Page | None:
    """Return the page that says what was done with each remark, or None when there are no remarks.

    It does not tell who made a remark: a function in a small organisation is one person.
    """
    if not answered.remarks:
        return None
    taken = next((each for each in answered.core if each.path == content_paths.REMARKS_PAGE), None)
    if taken:
        text = f"de naam '{taken.path}' is die van de pagina die het programma maakt van de opmerkingen"
        problems.append(Diagnostic("PG011", taken.origin, text, "Geef de pagina een andere naam."))
        return None
    by_edition = sorted(answered.remarks, key=lambda each: (edition_number(each.edition), each.origin), reverse=True)
    sections = tuple(
        _edition(edition, list(said), answered) for edition, said in groupby(by_edition, key=lambda each: each.edition)
    )
    origin = Origin(by_edition[0].origin.path)
    lead = Paragraph(
        plain(
            "Hier staat elke opmerking die we kregen toen we de tekst lieten nalezen, en wat we ermee deden. "
            "Het nummer van de alinea is dat in de leeskopie die we rondstuurden."
        ),
        origin,
    )
    files = tuple(sorted(_files(answered)))
    meta = PageMeta(TITLE, "Elke opmerking bij de tekst, en wat ermee gebeurde.", weight=_LIGHT)
    return Page(content_paths.REMARKS_PAGE, meta, (lead,), sections, origin, files=files)


def _files(answered: Answered) -> set[PurePosixPath]:
    """Return the files that the page is made of: the remarks, and the sectors and pages whose titles it shows."""
    named = {each.page for each in answered.remarks}
    named |= {PurePosixPath(each.landed.partition("#")[0]) for each in answered.remarks if each.landed}
    files = {each.origin.path for each in answered.remarks}
    files |= {content_paths.sector_file(each.sector) for each in answered.remarks}
    return files | {page.origin.path for page in (*answered.core, *answered.own) if page.path in named}


_LIGHT = 0.2  # a page that holds words of every other must not come first in a search


def in_menu(menu: tuple[MenuItem, ...], made: Page) -> tuple[MenuItem, ...]:
    """Return *menu* with the page *made* before the list of editions, or at its end."""
    entry = MenuItem(made.meta.title, made.path)
    placed = tuple(_beside_editions(menu, entry))
    return placed if placed != menu else (*menu, entry)


def _beside_editions(menu: Sequence[MenuItem], entry: MenuItem) -> Iterator[MenuItem]:
    for item in menu:
        if item.page == content_paths.EDITION_PAGES / content_paths.INDEX:
            yield entry
        yield MenuItem(item.title, item.page, tuple(_beside_editions(item.children, entry)))


def _edition(edition: str, said: Sequence[Remark], answered: Answered) -> Section:
    origin = said[0].origin
    name = f"editie-{edition.replace('.', '-')}"
    below = []
    for sector in answered.sectors:
        own = sorted((each for each in said if each.sector == sector.slug), key=lambda each: (each.number, each.id))
        if own:
            body: tuple[Part, ...] = (Paragraph(plain(_count(own)), own[0].origin), _table(own, answered))
            heading = plain(sector.title)
            below.append(Section(f"{name}-{sector.slug}", 3, heading, locked=False, origin=origin, body=body))
    return Section(name, 2, plain(f"Editie {edition}"), locked=False, origin=origin, subsections=tuple(below))


def _count(said: Sequence[Remark]) -> str:
    counted = Counter(each.verdict for each in said)
    kinds = [f"{counted[verdict]} {words.lower()}" for verdict, words in _SAID.items() if counted[verdict]]
    kinds += [f"{counted[None]} nog niet beslist"] if counted[None] else []
    return f"{dutch.count(len(said), 'opmerking', 'opmerkingen')}: {dutch.enumeration(kinds)}."


def _table(said: Sequence[Remark], answered: Answered) -> Table:
    origin = said[0].origin
    rows = tuple(Row(tuple(_cells(each, answered)), each.origin) for each in said)
    return Table(Row(tuple(map(plain, _HEAD)), origin), rows, ("",) * len(_HEAD), origin)


def _cells(remark: Remark, answered: Answered) -> Iterator[tuple[Inline, ...]]:
    yield tuple(_about(remark, answered)) if remark.is_about_a_place else plain("Het geheel")
    proposal = (Break(), Strong(plain("Voorstel:")), *_lines(f" {remark.proposal}")) if remark.proposal else ()
    yield (*_lines(remark.text), *proposal)
    verdict = _SAID[remark.verdict] if remark.verdict else WAITS
    answer = f" {remark.answer}" if remark.answer else ""
    yield (Strong(plain(f"{verdict}.")), *_lines(answer), *_landed(remark, answered.core))


def _lines(text: str) -> Iterator[Inline]:
    """Yield *text* with its lines apart, as whoever typed it saw them."""
    for number, line in enumerate(filter(None, map(str.rstrip, text.split("\n")))):
        yield from (Break(), Text(line)) if number else (Text(line),)


def _about(remark: Remark, answered: Answered) -> Iterator[Inline]:
    """Yield what *remark* is about: a link to the section, or to the page when that is all that is left of it.

    The number is that of the reading copy, and nobody else has that: only the link says where it is.
    """
    own = (each for each in answered.own if each.sector == remark.sector)
    page = next((each for each in (*answered.core, *own) if each.path == remark.page), None)
    if page is None:
        yield Text("Een pagina die er niet meer is")
    else:
        section = _section(page, remark.section)
        place = place_name(page.path, section.id) if section else str(page.path)
        title = f"{page.meta.title} – {section.title}" if section else page.meta.title
        href = _on_core(place) if page.sector is None else f"variant:{remark.sector}/{place}"
        yield Link(href, plain(title), remark.place("doel"))
    yield from (Text(f", alinea {remark.number}"),) if remark.number else ()


def _landed(remark: Remark, core: Sequence[Page]) -> Iterator[Inline]:
    """Yield a link to the text that answers *remark*: in the core when it is there, else in the sector's version."""
    if not remark.landed:
        return
    path, _, name = remark.landed.partition("#")
    page = next((each for each in core if str(each.path) == path), None)
    section = _section(page, name) if page else None
    title = section.title if section else page.meta.title if page else remark.landed
    everybody = page is not None and (section is not None or not name)
    href = _on_core(remark.landed) if everybody else f"variant:{remark.sector}/{remark.landed}"
    yield Text(" Lees ")
    yield Link(href, plain(title), remark.place("geland"))
    yield from () if title.endswith((".", "?", "!")) else (Text("."),)


def _section(page: Page, name: str) -> Section | None:
    return next((each for each in page.walk() if each.id == name), None)


def _on_core(place: str) -> str:
    """Return the link from the page of remarks to *place*, `page.md` or `page.md#id`, in the same website."""
    path, mark, name = place.partition("#")
    return f"{posixpath.relpath(path, content_paths.REMARKS_PAGE.parent)}{mark}{name}"
