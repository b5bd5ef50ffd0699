"""A sheet as .docx (ECMA-376, transitional): real headings, lists, notes and table headers, and fields to fill in.

The frame is in `templates/docx/`; the text is made here, element by element from a closed list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

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
from draaiboek.render.html import Vocabulary
from draaiboek.render.phrasing import UNCHECKED, mark_words, unfilled
from draaiboek.render.typography import printed_text

_PARTS = {
    "[Content_Types].xml": "content-types.xml",
    "_rels/.rels": "relations.xml",
    "docProps/core.xml": "core.xml",
    "docProps/app.xml": "app.xml",
    "word/document.xml": "document.xml",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/numbering.xml": "numbering.xml",
    "word/footnotes.xml": "footnotes.xml",
    "word/footer.xml": "footer.xml",
    "word/_rels/document.xml.rels": "document-relations.xml",
    "word/_rels/footnotes.xml.rels": "footnote-relations.xml",
}
_BULLETS, _NUMBERS, _TASKS = 1, 2, 3  # the lists of numbering.xml; each numbered list gets a number of its own
_FIRST_NUMBERED = 10
_PAGE = 9638  # the width of the text, in twentieths of a point
_INDENT = 357
_ROOM = "680"  # the height of a row to write in
_LONGEST_NAME = 64  # characters; Word's limit for the name of a field
_BOX = {False: "☐", True: "☒"}

WORD = Vocabulary(
    elements=frozenset(
        f"w:{name}"
        for name in (
            *("p", "pPr", "r", "rPr", "t", "hyperlink", "sectPr", "numPr", "footnote"),
            *("tbl", "tblPr", "tblGrid", "tr", "trPr", "tc", "tcPr", "sdt", "sdtPr", "sdtContent"),
        )
    )
    | {"w14:checkbox"},
    empty=frozenset(
        f"w:{name}"
        for name in (
            *("pStyle", "rStyle", "b", "i", "vertAlign", "br", "ilvl", "numId", "ind", "keepNext", "rFonts"),
            *(
                "tblStyle",
                "tblW",
                "tblLook",
                "tblCaption",
                "gridCol",
                "tblHeader",
                "cantSplit",
                "trHeight",
                "tcW",
                "tab",
            ),
            *("alias", "tag", "id", "showingPlcHdr", "footnoteReference", "footnoteRef"),
            *("pgSz", "pgMar", "type", "footerReference", "jc"),
        )
    )
    | {"w14:checked", "w14:checkedState", "w14:uncheckedState"},
    attributes={
        **{
            f"w_{name}": f"w:{name}"
            for name in (
                *("val", "id", "left", "hanging", "w", "type", "ascii", "hAnsi", "eastAsia", "cs"),
                *("firstRow", "firstColumn", "lastRow", "lastColumn", "noHBand", "noVBand", "history"),
                *("h", "top", "right", "bottom", "header", "footer", "gutter"),
            )
        },
        "w14_val": "w14:val",
        "w14_font": "w14:font",
        "r_id": "r:id",
        "space": "xml:space",
    },
    ending="/>",
)
_element = WORD.element


def write(sheet: Sheet, epoch: int) -> bytes:
    """Return *sheet* as .docx, with *epoch* as the date of its files, in seconds since 1970."""
    writer = _Writer(sheet)
    body = Markup().join(writer.body())
    filled = {
        "sheet": sheet,
        "body": body,
        "notes": Markup().join(writer.notes),
        "links": writer.links[False],
        "note_links": writer.links[True],
        "numbered": writer.numbered,
        "moment": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    files = {
        name: templating.render("draaiboek.forms.office", f"docx/{template}", filled).encode()
        for name, template in _PARTS.items()
    }
    return archive(files, epoch=epoch)


@dataclass(frozen=True, slots=True)
class _Look:
    """The look of a run of words; *style* is the name of a character style."""

    style: str = ""
    strong: bool = False
    emphasis: bool = False
    script: str = ""

    def of(self, inline: Emphasis | Strong | Script) -> _Look:
        """Return the look of the words in *inline* when the words around it have this look."""
        match inline:
            case Emphasis():
                return replace(self, emphasis=True)
            case Strong():
                return replace(self, strong=True)
        return replace(self, script="superscript" if inline.raised else "subscript")

    def properties(self) -> Markup:
        inside = [
            *([_element("w:rStyle", w_val=self.style)] if self.style else []),
            *([_element("w:b")] if self.strong else []),
            *([_element("w:i")] if self.emphasis else []),
            *([_element("w:vertAlign", w_val=self.script)] if self.script else []),
        ]
        return _element("w:rPr", *inside) if inside else Markup()


@dataclass(slots=True)
class _Writer:
    """One pass over a sheet, with what it collects: notes, links (in notes or not), numbered lists, fields."""

    sheet: Sheet
    piece: Piece = field(default_factory=lambda: Piece(()))
    notes: list[Markup] = field(default_factory=list)
    links: dict[bool, list[str]] = field(default_factory=lambda: {False: [], True: []})
    numbered: list[tuple[int, int]] = field(default_factory=list)
    fields: int = 0
    told: set[tuple[str, int]] = field(default_factory=set)
    inside_note: bool = False
    above: str = ""  # the heading above what is being written

    def body(self) -> Iterator[Markup]:
        if not self.sheet.letter:
            yield self.paragraph("Title", self.plain(self.sheet.title))
        self.above = self.sheet.title
        yield from self.pieces(self.sheet.pieces)
        if self.sheet.explanation:
            yield _element("w:p", _element("w:pPr", self.pages(footer=not self.sheet.letter)))
            yield from self.pieces(self.sheet.explanation)
        yield self.pages(footer=bool(self.sheet.explanation) or not self.sheet.letter)

    def pages(self, *, footer: bool) -> Markup:
        """Return the page properties of the section of the document that ends here."""
        below = [_element("w:footerReference", w_type="default", r_id="rId4")] if footer else []
        size = _element("w:pgSz", w_w="11906", w_h="16838")
        edges = {f"w_{side}": "1134" for side in ("top", "right", "bottom", "left")}
        margins = _element("w:pgMar", **edges, w_header="567", w_footer="567", w_gutter="0")
        return _element("w:sectPr", *below, _element("w:type", w_val="nextPage"), size, margins)

    def pieces(self, pieces: Sequence[Piece]) -> Iterator[Markup]:
        for piece in pieces:
            self.piece = piece
            for unit, style in piece.styled:
                yield from self.unit(unit, style)

    def unit(self, unit: Unit, style: str) -> Iterator[Markup]:
        match unit:
            case Heading():
                self.above = words(unit.content).strip()
                yield self.paragraph(f"Heading{unit.level}", self.run(unit.content))
            case Notice():
                yield self.paragraph("Melding", self.plain(unit.text))
            case _:
                yield from self.block(unit, style)

    # --- blocks -------------------------------------------------------------------------------------------------------

    def paragraph(self, style: str, *content: Markup, indent: int = 0) -> Markup:
        inside = [_element("w:pStyle", w_val=style)] if style else []
        inside += [_element("w:ind", w_left=str(indent))] if indent else []
        return _element("w:p", *([_element("w:pPr", *inside)] if inside else []), *content)

    def block(self, block: Block, style: str = "", indent: int = 0) -> Iterator[Markup]:
        match block:
            case Paragraph(content=content):
                look = "Antwoord" if is_room(content) else style
                yield self.paragraph(look, self.run(content), indent=indent)
            case Listing():
                yield from self.listing(block, 0)
            case Table():
                yield from self.table(block)
            case Quote():
                yield from (line for each in block.blocks for line in self.block(each, "Quote", indent))
            case Box():
                yield from self.box(block, indent)
            case Rule():
                yield self.paragraph("Lijn")

    def box(self, box: Box, indent: int) -> Iterator[Markup]:
        if box.title:
            yield self.paragraph("Kader", self.run(box.title, _Look(strong=True)), indent=indent)
        yield from (line for each in box.blocks for line in self.block(each, "Kader", indent))

    def listing(self, listing: Listing, level: int) -> Iterator[Markup]:
        number = self.number(listing)
        for item in listing.items:
            yield from self.item(item, number, level)

    def number(self, listing: Listing) -> int:
        """Return the number of the list in numbering.xml; each numbered list restarts its numbering."""
        if listing.start is None:
            return _TASKS if any(item.ticked is not None for item in listing.items) else _BULLETS
        self.numbered.append((_FIRST_NUMBERED + len(self.numbered), listing.start))
        return self.numbered[-1][0]

    def item(self, item: Item, number: int, level: int) -> Iterator[Markup]:
        first, *below = item.blocks or (None,)
        sign = self.checkbox(item) if item.ticked is not None else Markup()
        listed = _element("w:numPr", _element("w:ilvl", w_val=str(level)), _element("w:numId", w_val=str(number)))
        properties = _element("w:pPr", _element("w:pStyle", w_val="ListParagraph"), listed)
        if isinstance(first, Paragraph):
            yield _element("w:p", properties, sign, self.run(first.content))
        else:
            yield _element("w:p", properties, sign)
            below = [first, *below] if first else below
        for block in below:
            if isinstance(block, Listing):
                yield from self.listing(block, level + 1)
            else:
                yield from self.block(block, "Lijstvervolg", (level + 1) * _INDENT)

    def table(self, table: Table) -> Iterator[Markup]:
        """Return *table*, with a paragraph after it: otherwise two adjacent tables would become one."""
        columns = [_PAGE * share // 100 for share in widths(table)]
        grid = _element("w:tblGrid", *(_element("w:gridCol", w_w=str(each)) for each in columns))
        look = {f"w_{name}": "0" for name in ("lastRow", "lastColumn", "noVBand")} | {"w_noHBand": "1"}
        properties = _element(
            "w:tblPr",
            _element("w:tblStyle", w_val="Tabel"),
            _element("w:tblW", w_w=str(sum(columns)), w_type="dxa"),
            _element("w:tblLook", w_val="04A0", w_firstRow="1", w_firstColumn="1", **look),
            _element("w:tblCaption", w_val=self.above),
        )
        rows = [self.row(table.head, columns, head=True), *(self.row(row, columns) for row in table.rows)]
        yield _element("w:tbl", properties, grid, *rows)
        yield self.paragraph("Tabeleinde")

    def row(self, row: Row, columns: Sequence[int], *, head: bool = False) -> Markup:
        kept = [_element("w:cantSplit")]
        kept += [_element("w:trHeight", w_val=_ROOM)] if any(map(is_room, row.cells)) else []
        kept += [_element("w:tblHeader")] if head else []
        cells = []
        for cell, width in zip(row.cells, columns, strict=True):
            size = _element("w:tcPr", _element("w:tcW", w_w=str(width), w_type="dxa"))
            style = "Tabelkop" if head else "Tabeltekst"
            cells.append(_element("w:tc", size, self.paragraph(style, self.run(cell))))
        return _element("w:tr", _element("w:trPr", *kept), *cells)

    # --- words --------------------------------------------------------------------------------------------------------

    def run(self, content: Sequence[Inline], look: _Look | None = None) -> Markup:
        return Markup().join(self.inline(each, look or _Look()) for each in after_breaks(tuple(content)))

    def plain(self, text: str, look: _Look | None = None) -> Markup:
        said = text.replace("\n", " ")
        return _element("w:r", (look or _Look()).properties(), _element("w:t", said, space="preserve"))

    def inline(self, inline: Inline, look: _Look) -> Markup:
        match inline:
            case Emphasis() | Strong() | Script():
                return self.run(inline.content, look.of(inline))
            case Break():
                return _element("w:r", _element("w:br"))
            case Code():
                return self.plain(inline.text, _Look("Letterlijk"))
            case Link() | Note() | Blank() | Mark():
                return self.pointer(inline, look)
            case Changed():
                raise unfilled(inline)
        return self.plain(inline.text if isinstance(inline, Image) else words((inline,)), look)

    def pointer(self, inline: Link | Note | Blank | Mark, look: _Look) -> Markup:
        match inline:
            case Link():
                return self.link(inline, look)
            case Blank(about=about):
                return self.blank(about)
            case Mark():
                return self.plain(f"[{mark_words(inline)}]", _Look("Merk"))
        return self.note(inline)

    def link(self, link: Link, look: _Look) -> Markup:
        shown = self.run(link.content, replace(look, style="Hyperlink"))
        url = address(link.href, self.piece, self.sheet.links)
        if not url:
            return self.run(link.content, look)
        known = self.links[self.inside_note]
        if url not in known:
            known.append(url)
        return _element("w:hyperlink", shown, r_id=f"link{known.index(url)}", w_history="1")

    def note(self, note: Note) -> Markup:
        """Return a reference to a new footnote: its full text the first time, then only its sources and places."""
        first = (str(self.piece.path), note.number) not in self.told
        self.told.add((str(self.piece.path), note.number))
        mark = _Look("FootnoteReference").properties()
        number = str(len(self.notes) + 1)
        self.notes.append(Markup())  # a note contains no notes, but its place is reserved before its links are read
        self.inside_note = True
        said = (
            self.run(self.piece.notes[note.number - 1].content) if first else self.plain(printed_text(f"{note.brief}."))
        )
        self.inside_note = False
        back = _element("w:r", mark, _element("w:footnoteRef"))
        text = self.paragraph("FootnoteText", back, self.plain(" "), said)
        self.notes[int(number) - 1] = _element("w:footnote", text, w_id=number)
        shown = _element("w:r", mark, _element("w:footnoteReference", w_id=number))
        return shown + self.plain(" ") + self.plain(f"[{UNCHECKED}]", _Look("Merk")) if note.unchecked else shown

    def field(self, name: str, kind: Sequence[Markup], content: Markup) -> Markup:
        self.fields += 1
        called = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        number = str(self.fields)
        named = [_element("w:alias", w_val=called), _element("w:tag", w_val=f"veld-{number}")]
        properties = _element("w:sdtPr", *named, _element("w:id", w_val=f"{1000 + self.fields}"), *kind)
        return _element("w:sdt", properties, _element("w:sdtContent", content))

    def blank(self, about: str) -> Markup:
        # No `w:text`: LibreOffice draws a plain-text field without the style of its words.
        return self.field(about, [_element("w:showingPlcHdr")], self.plain(f"({about})", _Look("Invullen")))

    def checkbox(self, item: Item) -> Markup:
        """Return the check box of *item*, named by its words, and a tab."""
        ticked = bool(item.ticked)
        states = [("checkedState", "2612"), ("uncheckedState", "2610")]
        box = _element(
            "w14:checkbox",
            _element("w14:checked", w14_val=str(int(ticked))),
            *(_element(f"w14:{name}", w14_val=sign, w14_font=_SIGNS) for name, sign in states),
        )
        font = _element("w:rPr", _element("w:rFonts", w_ascii=_SIGNS, w_hAnsi=_SIGNS, w_eastAsia=_SIGNS, w_cs=_SIGNS))
        sign = _element("w:r", font, _element("w:t", _BOX[ticked]))
        said = [words(block.content) for block in item.blocks[:1] if isinstance(block, Paragraph)]
        return self.field(" ".join("".join(said).split()), [box], sign) + _element("w:r", _element("w:tab"))


_SIGNS = "Segoe UI Symbol"
