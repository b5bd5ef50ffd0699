"""Sheets as .ods; only this module knows odfdo."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from lxml import etree
from odfdo import Cell as OfficeCell
from odfdo import Column, Document, Element, Paragraph, Row, SecurityError, Style, Table

from draaiboek.forms.office.spreadsheet import (
    BOX,
    DAMAGED,
    MARGIN,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED,
    PICTURE,
    Cell,
    Counted,
    Kind,
    Read,
    Sheet,
    UnreadableError,
    examined,
    is_said,
    trimmed,
)

SUFFIX = ".ods"
_DAMAGED: tuple[type[Exception], ...] = (*DAMAGED, SecurityError, etree.LxmlError)
_MARKER = "content.xml"
_BOLD, _TITLE, _OPEN, _WRAPPED = "vet", "titel", "invullen", "tekst"
_SHAPE = (
    "descendant::draw:text-box//text:p[normalize-space()] | descendant::draw:custom-shape//text:p[normalize-space()]"
)
_IMAGE = "descendant::draw:image"
_ERROR = re.compile(r"=#[A-Z0-9/!?]+")  # how LibreOffice stores an error value that somebody typed
_CENTIMETRES = 0.2  # per character of a column's width
_KINDS = {
    "float": Kind.NUMBER,
    "percentage": Kind.NUMBER,
    "currency": Kind.NUMBER,
    "date": Kind.DATE,
    "time": Kind.DATE,
    "boolean": Kind.TRUTH,
}


def write(sheets: Sequence[Sheet]) -> bytes:
    """Return *sheets* as a file."""
    document = Document("spreadsheet")
    document.body.clear()
    for style in _styles():
        document.insert_style(style, automatic=True)
    for sheet in sheets:
        document.body.append(_table(sheet, document))
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _styles() -> Iterator[Style]:
    wrapped = {"fo:wrap-option": "wrap", "style:vertical-align": "top"}
    for name, area, more in (
        (_WRAPPED, "table-cell", {}),
        (_BOLD, "table-cell", {}),
        (_TITLE, "table-cell", {"fo:wrap-option": "no-wrap"}),
        (_OPEN, "table-cell", {"fo:background-color": "#fff8dc", "fo:border": "0.5pt solid #999999"}),
    ):
        style = Style("table-cell", name=name)
        style.set_properties({**wrapped, **more}, area=area)
        if name in {_BOLD, _TITLE}:
            style.set_properties({"fo:font-weight": "bold"}, area="text")
        yield style


def _table(sheet: Sheet, document: Document) -> Table:
    table = Table(sheet.name)
    for number, width in enumerate(sheet.widths):
        style = Style("table-column", name=f"{''.join(filter(str.isalnum, sheet.name))}{number}")
        style.set_properties({"style:column-width": f"{width * _CENTIMETRES:.1f}cm"}, area="table-column")
        document.insert_style(style, automatic=True)
        table.append(Column(style=style.name))
    size = max(len(sheet.rows), 1 + max((row for row, _ in sheet.open), default=-1))
    for number in range(size):
        values = sheet.rows[number] if number < len(sheet.rows) else ()
        row = Row()
        for column in range(len(sheet.widths)):
            value = values[column] if column < len(values) else ""
            bold = _TITLE if len(values) == 1 else _BOLD  # a title may run over into the columns on its right
            look = _OPEN if (number, column) in sheet.open else bold if number in sheet.bold else _WRAPPED
            row.append(_written(value, look))
        table.append(row)
    return table


def _written(value: str | int, style: str) -> OfficeCell:
    if isinstance(value, int):
        return OfficeCell(value, style=style)
    cell = OfficeCell(style=style)
    if value:
        cell.set_attribute("office:value-type", "string")  # '=1+1' is what somebody wrote, not a formula
        for line in value.split("\n"):
            cell.append(Paragraph(line))
    return cell


def read(data: bytes) -> tuple[Read, ...]:
    """Return the sheets in the file *data*; raises UnreadableError when it is no .ods, damaged or too large."""
    safe = examined(data, SUFFIX, _MARKER)
    try:
        document = Document(io.BytesIO(safe))
        body = document.body
        tables = [each for each in body.get_elements("table:table") if isinstance(each, Table)]
        _refuse_many_spaces(body)
        pages = frozenset(_pages_with_words(document))
        struck = frozenset(map(str, body.xpath(_STRUCK)))
        counted = Counted()
        return tuple(
            replace(trimmed(str(each.name or ""), _rows(each, struck), counted), floats=_floats(each, document, pages))
            for each in tables
        )
    except UnreadableError:
        raise
    except _DAMAGED as error:
        message = "dit rekenblad is beschadigd, of het is met een wachtwoord beveiligd"
        raise UnreadableError(message, "Open het in Excel of LibreOffice en bewaar het opnieuw.") from error


def _floats(table: Table, document: Document, pages: Collection[str]) -> tuple[str, ...]:
    found = [what for what, where in ((BOX, _SHAPE), (PICTURE, _IMAGE)) if table.get_elements(where)]
    style = document.get_style("table", table.style) if table.style else None
    page = style.get_attribute("style:master-page-name") if style else None
    return (*found, MARGIN) if str(page or "Default") in pages else tuple(found)


def _pages_with_words(document: Document) -> Iterator[str]:
    """Yield the names of the page styles of *document* that print words above or below a sheet."""
    for page in document.styles.get_elements("//style:master-page"):
        if any(_is_said(each) for each in page.get_elements(_MARGINS)):
            yield str(page.get_attribute("style:name"))


_MARGINS = " | ".join(
    f"style:{where}{which}[not(@style:display='false')]//text:p"
    for where in ("header", "footer")
    for which in ("", "-left", "-first")
)


def _is_said(paragraph: Element) -> bool:
    """Return whether somebody wrote *paragraph*; a new sheet has its own name and a page number there."""
    words = "".join(str(each) for each in paragraph.xpath(_OWN_WORDS))
    return is_said(words, numbered=bool(paragraph.get_elements("descendant::text:page-number")))


_FIELDS = "page-number|page-count|sheet-name|title|file-name|date|time"
_OWN_WORDS = f"descendant::text()[not(ancestor::text:{_FIELDS.replace('|', ' or ancestor::text:')})]"


def _refuse_many_spaces(body: Element) -> None:
    """Refuse too many spaces stored as a count: a few bytes of them become gigabytes."""
    if sum(_repeated(each, "text:c") for each in body.get_elements("descendant::text:s")) > MAX_UNPACKED // 100:
        message = "er staan te veel spaties in dit rekenblad"
        raise UnreadableError(message, "Haal de spaties weg en bewaar het opnieuw.")


def _rows(table: Element, struck: Collection[str]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of *table*; LibreOffice stores the empty end once, as repeated a million times."""
    waiting = 0
    for row in table.get_elements("descendant::table:table-row"):
        times = min(_repeated(row, "table:number-rows-repeated"), MAX_ROWS + 1)
        cells = _cells(row, struck)
        if any(cell.text or cell.note for cell in cells):
            yield from ((),) * min(waiting, MAX_ROWS + 1)
            yield from (cells,) * times
            waiting = 0
        else:
            waiting += times


def _cells(row: Element, struck: Collection[str]) -> tuple[Cell, ...]:
    found: list[Cell] = []
    for cell in row.get_elements("table:table-cell | table:covered-table-cell"):
        times = min(_repeated(cell, "table:number-columns-repeated"), MAX_COLUMNS + 1 - len(found))
        made = _cell(cell)
        if made.kind is Kind.EMPTY and cell.tag == "table:covered-table-cell":
            made = replace(made, kind=Kind.COVERED)
        made = replace(made, note=_note(cell), struck=bool(made.text) and _is_struck(cell, struck))
        found += [made] * times
        if len(found) > MAX_COLUMNS:
            break
    return tuple(found)


def _repeated(element: Element, name: str) -> int:
    said = str(element.get_attribute(name) or "1")
    return max(int(said), 1) if said.isdigit() else 1


def _cell(cell: Element) -> Cell:
    text = "\n".join(_words(each) for each in cell.get_elements("text:p"))
    if formula := cell.get_attribute("table:formula"):
        said = str(formula).partition(":")[2] or str(formula)
        return Cell(text or said[1:], Kind.ERROR) if _ERROR.fullmatch(said) else Cell(said, Kind.FORMULA)
    kind = str(cell.get_attribute("office:value-type") or cell.get_attribute("calcext:value-type") or "")
    if kind in {"float", "percentage", "currency"}:
        value = float(str(cell.get_attribute("office:value")))
        return Cell(str(int(value)) if value == int(value) else str(value), Kind.NUMBER)
    if kind == "date":
        return Cell(str(cell.get_attribute("office:date-value") or text), Kind.DATE)
    return Cell(text, _KINDS.get(kind, Kind.TEXT)) if text else Cell()


_STRUCK = (
    "/office:document-content/office:automatic-styles/style:style[style:text-properties["
    "@style:text-line-through-style != 'none' or @style:text-line-through-type != 'none']]/@style:name"
)
"""The names of the styles that draw a line through words: LibreOffice makes one for each cell or word that has it."""


def _is_struck(cell: Element, struck: Collection[str]) -> bool:
    named = (cell.get_attribute("table:style-name"), *cell.xpath("text:p//text:span/@text:style-name"))
    return bool(struck) and any(str(each) in struck for each in named)


def _note(cell: Element) -> str:
    return "\n".join(_words(each) for each in cell.get_elements("office:annotation/text:p"))


def _words(paragraph: Element) -> str:
    return str(paragraph.inner_text)
