"""A sheet as .odt (OpenDocument 1.3): real headings, lists, notes and table headers, and fields to fill in.

The frame is in `templates/odt/`; the text is made here, element by element from a closed list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, repeat

from markupsafe import Markup

from draaiboek.base import templating
from draaiboek.base.model import (
    Blank,
    Block,
    Box,
    Break,
    Changed,
    Code,
    Emphasis,
    Image,
    Inline,
    Item,
    Link,
    Listing,
    Mark,
    Note,
    Paragraph,
    Quote,
    Row,
    Rule,
    Script,
    Strong,
    Table,
    words,
)
from draaiboek.base.zipping import archive
from draaiboek.forms.office.sheet import Heading, Notice, Piece, Sheet, Unit, address, after_breaks, is_room, widths
from draaiboek.render.html import Vocabulary, text
from draaiboek.render.phrasing import UNCHECKED, mark_words, unfilled
from draaiboek.render.typography import printed_text

TYPE = "application/vnd.oasis.opendocument.text"
_PARTS = {
    "META-INF/manifest.xml": "manifest.xml",
    "meta.xml": "meta.xml",
    "styles.xml": "styles.xml",
    "content.xml": "content.xml",
}
_BOX = {False: "☐", True: "☒"}

OPEN_DOCUMENT = Vocabulary(
    elements=frozenset(
        f"text:{name}"
        for name in (
            *("p", "h", "span", "a", "list", "list-item", "note", "note-citation", "note-body"),
            "text-input",
        )
    )
    | {"table:table", "table:table-header-rows", "table:table-row", "table:table-cell"},
    empty=frozenset({"text:line-break", "text:tab", "table:table-column"}),
    attributes={
        "style": "text:style-name",
        "level": "text:outline-level",
        "start": "text:start-value",
        "id": "text:id",
        "kind": "text:note-class",
        "about": "text:description",
        "href": "xlink:href",
        "type": "xlink:type",
        "table": "table:name",
        "look": "table:style-name",
        "value": "office:value-type",
    },
    ending="/>",
)
_element = OPEN_DOCUMENT.element


def write(sheet: Sheet, epoch: int) -> bytes:
    """Return *sheet* as .odt, with *epoch* as the date of its files, in seconds since 1970."""
    writer = _Writer(sheet)
    filled = {
        "sheet": sheet,
        "body": Markup().join(writer.body()),
        "tables": writer.tables,
        "moment": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "type": TYPE,
    }
    files = {
        name: templating.render("draaiboek.forms.office", f"odt/{template}", filled).encode()
        for name, template in _PARTS.items()
    }
    # First, and never compressed: programs look there for the file type (OpenDocument 1.3, part 2, § 3.3).
    return archive({"mimetype": TYPE.encode(), **files}, epoch=epoch)


@dataclass(slots=True)
class _Writer:
    """One pass over a sheet; *tables* are the column widths of each table, in hundredths."""

    sheet: Sheet
    piece: Piece = field(default_factory=lambda: Piece(()))
    tables: list[list[int]] = field(default_factory=list)
    notes: int = 0
    told: set[tuple[str, int]] = field(default_factory=set)
    above: str = ""  # the heading above what is being written

    def body(self) -> Iterator[Markup]:
        self.above = self.sheet.title
        if not self.sheet.letter:
            yield _element("text:p", text(self.sheet.title), style="Title")
        yield from self.pieces(self.sheet.pieces)
        if self.sheet.explanation:
            opening, *rest = self.sheet.explanation
            first, *units = opening.units
            assert isinstance(first, Heading)  # noqa: S101  # it starts the page that has the footer
            yield _element("text:h", self.run(first.content), style="Uitleg", level=str(first.level))
            yield from self.pieces((replace(opening, units=tuple(units)), *rest))

    def pieces(self, pieces: Sequence[Piece]) -> Iterator[Markup]:
        for piece in pieces:
            self.piece = piece
            for unit, style in piece.styled:
                yield from self.unit(unit, style or "Text_20_body")

    def unit(self, unit: Unit, style: str) -> Iterator[Markup]:
        match unit:
            case Heading():
                self.above = words(unit.content).strip()
                style, level = f"Heading_20_{unit.level}", str(unit.level)
                yield _element("text:h", self.run(unit.content), style=style, level=level)
            case Notice():
                yield _element("text:p", text(unit.text), style="Melding")
            case _:
                yield from self.block(unit, style)

    # --- blocks -------------------------------------------------------------------------------------------------------

    def block(self, block: Block, style: str) -> Iterator[Markup]:
        match block:
            case Paragraph(content=content):
                yield _element("text:p", self.run(content), style="Antwoord" if is_room(content) else style)
            case Listing():
                yield self.listing(block)
            case Table():
                yield self.table(block)
            case Quote():
                yield from (line for each in block.blocks for line in self.block(each, "Quotations"))
            case Box():
                yield from self.box(block)
            case Rule():
                yield _element("text:p", style="Horizontal_20_Line")

    def box(self, box: Box) -> Iterator[Markup]:
        if box.title:
            yield _element("text:p", self.span("Sterk", self.run(box.title)), style="Kader")
        yield from (line for each in box.blocks for line in self.block(each, "Kader"))

    def listing(self, listing: Listing) -> Markup:
        style = "Opsomming" if listing.start is None else "Nummering"
        if any(item.ticked is not None for item in listing.items):
            style = "Afvinklijst"
        items = [
            self.item(item, start=listing.start if number == 0 and listing.start != 1 else None)
            for number, item in enumerate(listing.items)
        ]
        return _element("text:list", *items, style=style)

    def item(self, item: Item, *, start: int | None) -> Markup:
        sign = text(_BOX[item.ticked]) + _element("text:tab") if item.ticked is not None else Markup()
        inside = []
        for number, block in enumerate(item.blocks):
            if number == 0 and isinstance(block, Paragraph):
                inside.append(_element("text:p", sign, self.run(block.content), style="Lijst"))
            else:
                inside += self.block(block, "Lijst")
        return _element("text:list-item", *inside, start=None if start is None else str(start))

    def table(self, table: Table) -> Markup:
        self.tables.append(widths(table))
        name = f"Tabel{len(self.tables)}"
        columns = [
            _element("table:table-column", look=f"{name}.{number}") for number in range(1, len(table.head.cells) + 1)
        ]
        head = _element("table:table-header-rows", self.row(table.head, ("Tabelkop", "Tabelkop"), "Kopcel"))
        rows = [self.row(row, ("Rijkop", "Tabeltekst"), "Cel") for row in table.rows]
        return _element("table:table", *columns, head, *rows, table=self.named(name), look="Tabel")

    def named(self, name: str) -> str:
        """Return the name of a table: the heading above it, and a number that makes it unique."""
        kept = "".join(each for each in self.above if each.isalnum() or each == " ")
        return f"{kept.strip()} ({name[len('Tabel') :]})"

    def row(self, row: Row, styles: tuple[str, str], look: str) -> Markup:
        """Return *row*; *styles* are those of its first cell and of the other cells."""
        first, others = styles
        cells = (
            _element("table:table-cell", _element("text:p", self.run(cell), style=each), look=look, value="string")
            for cell, each in zip(row.cells, chain((first,), repeat(others)), strict=False)
        )
        return _element("table:table-row", *cells, look="Schrijfrij" if any(map(is_room, row.cells)) else "Rij")

    # --- words --------------------------------------------------------------------------------------------------------

    def run(self, content: Sequence[Inline]) -> Markup:
        return Markup().join(map(self.inline, after_breaks(tuple(content))))

    def span(self, style: str, content: Markup) -> Markup:
        return _element("text:span", content, style=style)

    def inline(self, inline: Inline) -> Markup:
        match inline:
            case Emphasis() | Strong() | Script():
                return self.span(_look_of(inline), self.run(inline.content))
            case Break():
                return _element("text:line-break")
            case Code():
                return self.span("Letterlijk", text(inline.text))
            case Link() | Note() | Blank() | Mark():
                return self.pointer(inline)
            case Changed():
                raise unfilled(inline)
        return text(inline.text if isinstance(inline, Image) else words((inline,)).replace("\n", " "))

    def pointer(self, inline: Link | Note | Blank | Mark) -> Markup:
        match inline:
            case Link(href=href):
                url = address(href, self.piece, self.sheet.links)
                shown = self.run(inline.content)
                return _element("text:a", shown, type="simple", href=url) if url else shown
            case Blank(about=about):
                return self.span("Invullen", _element("text:text-input", f"({about})", about=about))
            case Mark():
                return self.span("Merk", text(f"[{mark_words(inline)}]"))
        return self.note(inline)

    def note(self, note: Note) -> Markup:
        """Return a footnote: its full text the first time, then only its sources and places."""
        key = (str(self.piece.path), note.number)
        said = (
            self.run(self.piece.notes[note.number - 1].content)
            if key not in self.told
            else text(printed_text(f"{note.brief}."))
        )
        self.told.add(key)
        self.notes += 1
        body = _element("text:note-body", _element("text:p", said, style="Footnote"))
        citation = _element("text:note-citation", str(self.notes))
        shown = _element("text:note", citation, body, id=f"noot{self.notes}", kind="footnote")
        return shown + text(" ") + self.span("Merk", text(f"[{UNCHECKED}]")) if note.unchecked else shown


def _look_of(inline: Emphasis | Strong | Script) -> str:
    match inline:
        case Emphasis():
            return "Nadruk"
        case Strong():
            return "Sterk"
    return "Hoog" if inline.raised else "Laag"
