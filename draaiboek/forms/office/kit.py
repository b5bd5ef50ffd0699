"""A document of the kit → a sheet: parts of the text of a variant, with room to write, and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from draaiboek.base.dutch import long_date
from draaiboek.base.model import (
    Blank,
    Block,
    Inline,
    KitDocument,
    Link,
    Origin,
    Paragraph,
    Part,
    Quote,
    Section,
    SectorText,
    Slot,
    Text,
    Variant,
    with_runs,
)
from draaiboek.compose import kit, sector_mark
from draaiboek.compose.kit import Stretch
from draaiboek.forms import letterhead
from draaiboek.forms.book_links import BookLinks
from draaiboek.forms.imprint import status
from draaiboek.forms.office.sheet import Heading, Notice, Piece, Sheet, Unit, with_answers
from draaiboek.render.layout import page_url, permalink
from draaiboek.render.typography import printed, printed_text

ABOUT = "Over dit document"


def sheet(document: KitDocument, variant: Variant) -> Sheet:
    """Return *document* with the text that *variant* has for it."""
    this, edition = variant.identity, variant.edition
    found = kit.stretches(document, variant)
    caution = Notice(_caution(document))
    about = Heading(1, (Text(ABOUT),))
    origin = Piece(tuple(_origin(document, found, variant)), small=True)
    if document.letter:
        quoted = [_piece(stretch, _quoted(stretch.lead, stretch.sections)) for stretch in found]
        head, foot = letterhead.above(document.subject, document.origin), letterhead.below(document.origin)
        letter = [Piece(head), *quoted, Piece(foot)]
        rest = [_piece(stretch, tuple(_units(*_unquoted(stretch)))) for stretch in found]
        pieces = (Piece((caution,)), *letter)
        explanation = (Piece((about,)), *(_below_about(each) for each in rest), origin)
    else:
        whole = [_piece(stretch, tuple(_units(stretch.lead, stretch.sections))) for stretch in found]
        answered = [_with_room(each, document) for each in whole] if document.room else whole
        pieces = (*((Piece((caution,)),) if document.caution else ()), *answered, Piece((about,)), origin)
        explanation = ()
    return Sheet(
        title=printed_text(document.title),
        about=document.description,
        language=this.language,
        author=this.publisher,
        day=edition.date,
        pieces=tuple(map(_in_print, pieces)),
        explanation=tuple(map(_in_print, explanation)),
        letter=document.letter,
        footer=printed_text(f"{this.name}, editie {edition.id} · {document.title}"),
        keywords=this.keywords,
        links=BookLinks(variant.slug, f"{this.address}/{edition.id}", frozenset()),
    )


def _caution(document: KitDocument) -> str:
    remove = "Haal dit kader en de laatste bladzijde weg voor je de brief verstuurt." if document.letter else ""
    return " ".join(filter(None, ("Let op.", document.caution, remove)))


def _piece(stretch: Stretch, units: Sequence[Unit]) -> Piece:
    return Piece(tuple(units), stretch.page.path, stretch.page.footnotes)


def _in_print(piece: Piece) -> Piece:
    """Return *piece* with the characters of print: whoever completes a document prints it, or sends it on."""
    notes = tuple(replace(note, content=printed(note.content)) for note in piece.notes)
    return replace(piece, units=tuple(map(_unit_in_print, piece.units)), notes=notes)


def _unit_in_print(unit: Unit) -> Unit:
    match unit:
        case Heading():
            return replace(unit, content=printed(unit.content))
        case Notice():
            return replace(unit, text=printed_text(unit.text))
    return with_runs(unit, printed)


# --- the structure of a document --------------------------------------------------------------------------------------


def _units(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Unit]:
    for part in parts:
        match part:
            case SectorText():
                yield from _sector_text(part)
            case Slot():
                continue
            case _:
                yield part
    for section in sections:
        yield Heading(section.level - 1, _title(section))
        yield from _units(section.body, section.subsections)
        yield from _units(section.tail, ())


def _title(section: Section) -> tuple[Inline, ...]:
    return (*section.heading, Text(" "), section.mark) if section.mark else section.heading


def _sector_text(part: SectorText) -> Iterator[Unit]:
    lines = (sector_mark.label(part), sector_mark.why(part), sector_mark.STALE if part.stale else "")
    yield from (Notice(line) for line in lines if line)
    yield from _units(part.body, part.sections)
    if part.body or part.sections:
        yield Notice(f"Einde van het stuk voor {part.name}.")


def _quoted(parts: Sequence[Part], sections: Sequence[Section]) -> list[Block]:
    """Return the quotations in *parts* and *sections*, which are the letter."""
    found: list[Block] = []
    for part in parts:
        if isinstance(part, SectorText):
            found += _quoted(part.body, part.sections)
        elif isinstance(part, Quote):
            found += part.blocks
    for section in sections:
        found += [*_quoted(section.body, section.subsections), *_quoted(section.tail, ())]
    return found


def _unquoted(stretch: Stretch) -> tuple[tuple[Part, ...], tuple[Section, ...]]:
    return _without(stretch.lead), tuple(map(_section_without, stretch.sections))


def _section_without(section: Section) -> Section:
    below = tuple(map(_section_without, section.subsections))
    tail = tuple(map(_sector_without, section.tail))
    return replace(section, body=_without(section.body), subsections=below, tail=tail)


def _without(parts: Sequence[Part]) -> tuple[Part, ...]:
    kept = (part for part in parts if not isinstance(part, Quote))
    return tuple(_sector_without(part) if isinstance(part, SectorText) else part for part in kept)


def _sector_without(part: SectorText) -> SectorText:
    return replace(part, body=_without(part.body), sections=tuple(map(_section_without, part.sections)))


def _below_about(piece: Piece) -> Piece:
    """Return *piece* with its headings one level lower, below the heading of the explanation."""
    units = (replace(unit, level=unit.level + 1) if isinstance(unit, Heading) else unit for unit in piece.units)
    return replace(piece, units=tuple(units))


def _with_room(piece: Piece, document: KitDocument) -> Piece:
    answer = Blank(document.room[:1].lower() + document.room[1:], document.origin)
    units = (
        unit if isinstance(unit, Heading | Notice) else with_answers(unit, answer, document.room)
        for unit in piece.units
    )
    return replace(piece, units=tuple(units))


# --- where it comes from ----------------------------------------------------------------------------------------------


def _origin(document: KitDocument, found: Sequence[Stretch], variant: Variant) -> Iterator[Unit]:
    this, edition, where = variant.identity, variant.edition, document.origin
    state = f"{status(edition)}. Stand van de wetgeving: {long_date(edition.law_state)}."
    source = f"Uit: {this.name}, editie {edition.id} van {long_date(edition.date)}."
    yield _line(where, " ".join(filter(None, (source, this.standing, state))))
    site = this.address.partition("://")[2]
    links: list[Inline] = []
    for stretch in found:
        places = [(f"#{each.id}", each.title) for each in stretch.sections]
        whole = [("", stretch.page.meta.title)]
        for name, title in whole if stretch.lead else places:
            url = f"{permalink(variant)}{page_url(stretch.page.path)}{name}"
            links += [
                Text(" · " if links else f"Kijk op {site} of er een nieuwe editie is: "),
                Link(url, (Text(title),), where),
            ]
    yield Paragraph(tuple(links), where)
    yield _line(where, f"{this.licence.sentence}: {this.licence.name}.")


def _line(where: Origin, text: str) -> Paragraph:
    return Paragraph((Text(text),), where)
