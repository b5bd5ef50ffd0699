"""Tables: cells in their places, and columns as wide as their words ask."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from draaiboek.forms.pdf import tree, typst_code
from draaiboek.forms.pdf.links import label
from draaiboek.forms.pdf.page_breaks import note_names
from draaiboek.forms.pdf.traversal import Handler, Walk, body, phrase, show

# Widths are in points at the size of text in tables (book.typ, `grid-table`).
_LINE, _OUTDENT, _BOX, _PADDING = 382.0, 62.0, 30.0, 10.0
_LETTER = 5.0
_NARROW, _BROAD = frozenset("iljtfrI.,:;'\u2019|!()[]- "), frozenset("mwMWABCDEGHKNOQRUVXY@%\u2014")
_LONGEST_WORD = 26  # longer words may be hyphenated
_MANY_COLUMNS = 6
_LEAST_SHARE = 45.0  # percent
_ROW_LINE, _ROW_PADDING = 13.2, 12.0
_NOTE_LINE, _NOTE_LETTERS = 11.5, 88
_SHORT_TABLE = 220.0  # points; a table that is not broken over two pages
_FIRST_ROWS = 3
_LONG_CELL = 450  # characters; rows with longer cells may break over two pages
_BREAKS = re.compile(r"(?<=[-/\u2013])(?!\w\b)|\s+")


@dataclass(frozen=True, slots=True)
class _Cell:
    element: HtmlElement
    column: int
    span: int
    rows: int

    @property
    def text(self) -> str:
        return tree.words(self.element)


def _table(element: HtmlElement, walk: Walk) -> str:
    heads, others = _rows(element)
    if not any(tree.words(row) for row in heads):
        heads = []
    grid = _placed([*heads, *others])
    count = max((cell.column + cell.span for row in grid for cell in row), default=0)
    if not count:
        return typst_code.EMPTY
    asked = _asked_widths(grid, count)
    wide = not walk.nested and sum(most for _, most in asked) > _LINE
    line = _LINE - _BOX if walk.nested else _LINE + _OUTDENT if wide else _LINE
    options = {
        "width": f"{_share(asked):.0f}%",
        "wide": typst_code.flag(on=wide),
        "small": typst_code.flag(on=count >= _MANY_COLUMNS),
        "broken": typst_code.flag(on=sum(least for least, _ in asked) > line or _has_long_word(grid)),
        "whole": typst_code.flag(on=all(len(cell.text) <= _LONG_CELL for row in grid for cell in row)),
        # PDF/UA: a heading row that is repeated may not hold links, nor footnotes
        "repeat": typst_code.flag(on=not any(link.get("href") for row in heads for link in row.iter("a"))),
    }
    columns = _widths(asked, line)
    options |= _room(grid, columns, line * min(1.0, _share(asked) / 100), walk)
    walk.nested = walk.tabled = True
    rows = [[_cell(cell, walk) for cell in row] for row in grid]
    head = typst_code.array([cell for row in rows[: len(heads)] for cell in row])
    cells = [cell for row in rows[len(heads) :] for cell in row]
    widths = typst_code.array([f"{width:.1f}" for width in columns])
    return typst_code.stack(
        [*_caption(element, walk), typst_code.call("grid-table", widths, *cells, head=head, **options)]
    )


def _room(grid: list[list[_Cell]], columns: list[float], line: float, walk: Walk) -> dict[str, str]:
    """Return the options that keep a short table on one page, and the first rows of a long one together."""
    scale = line / sum(columns)
    heights = [_height(row, [width * scale for width in columns], walk) for row in grid]
    if len(heights) > 1 and sum(heights) <= _SHORT_TABLE:
        return {"kept": "true", "room": "0pt"}
    return {"kept": "false", "room": f"{min(sum(heights[:_FIRST_ROWS]), _SHORT_TABLE):.0f}pt"}


def _height(row: list[_Cell], columns: list[float], walk: Walk) -> float:
    """Return about how high *row* is in points, with the footnotes that it brings."""
    lines = [
        math.ceil(_width(cell.text) / max(sum(columns[cell.column : cell.column + cell.span]) - _PADDING, _LETTER))
        for cell in row
    ]
    notes = {
        name for cell in row for name in note_names(cell.element) if label(walk.chapter.url, name) not in walk.labels
    }
    small = sum(math.ceil(len(tree.words(walk.notes[name])) / _NOTE_LETTERS) for name in notes & walk.notes.keys())
    return max(lines, default=0) * _ROW_LINE + _ROW_PADDING + small * _NOTE_LINE


def _caption(element: HtmlElement, walk: Walk) -> list[str]:
    captions = [child for child in tree.children(element) if child.tag == "caption"]
    return [typst_code.call("caption", phrase(caption, walk)) for caption in captions]


def _rows(element: HtmlElement) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """Return the heading rows and the other rows."""
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    return [row for row in rows if _parent(row) == "thead"], [row for row in rows if _parent(row) != "thead"]


def _parent(row: HtmlElement) -> str:
    parent = row.getparent()
    return "" if parent is None else str(parent.tag)


def _placed(rows: list[HtmlElement]) -> list[list[_Cell]]:
    """Return the cells of each row with their columns, past the cells that reach down from above."""
    busy: dict[int, int] = {}  # column → rows that a cell from above still takes
    grid = []
    for row in rows:
        cells: list[_Cell] = []
        column = 0
        for element in tree.children(row):
            while busy.get(column, 0):
                column += 1
            cell = _Cell(element, column, _number(element, "colspan"), _number(element, "rowspan"))
            cells.append(cell)
            column += cell.span
        busy = {place: left - 1 for place, left in busy.items() if left > 1}
        busy |= {place: cell.rows - 1 for cell in cells for place in range(cell.column, cell.column + cell.span)}
        grid.append(cells)
    return grid


def _number(element: HtmlElement, name: str) -> int:
    value = element.get(name, "1")
    return max(1, int(value)) if value.isdecimal() else 1


def _cell(cell: _Cell, walk: Walk) -> str:
    element = cell.element
    if element.tag not in {"td", "th"}:
        return show(element, walk)
    text = body(element, walk)
    options = {}
    if element.tag == "th" and text != typst_code.EMPTY:
        text = typst_code.call("strong" if _is_row_heading(element) else "head-words", text)
    if cell.span > 1:
        options["colspan"] = str(cell.span)
    if cell.rows > 1:
        options["rowspan"] = str(cell.rows)
    if (align := _alignment(element)) in {"center", "right"}:
        options["align"] = align
    return typst_code.call("table.cell", text, **options)


def _is_row_heading(element: HtmlElement) -> bool:
    return not any(parent.tag == "thead" for parent in element.iterancestors())


def _alignment(element: HtmlElement) -> str:
    for rule in (element.get("style") or "").split(";"):
        name, _, value = rule.partition(":")
        if name.strip() == "text-align":
            return value.strip()
    return str(element.get("align", ""))


def _asked_widths(grid: list[list[_Cell]], count: int) -> list[tuple[float, float]]:
    """Return for each column the width of its longest word and of its longest line; cells over columns do not count."""
    asked = [(_PADDING, _PADDING)] * count
    for cell in _single(grid):
        least = max((_width(word) for word in _BREAKS.split(cell.text) if word), default=0.0)
        bold = 1.08 if cell.element.tag == "th" else 1.0
        before = asked[cell.column]
        limit = _LETTER * _LONGEST_WORD
        asked[cell.column] = (
            max(before[0], min(least, limit) * bold + _PADDING),
            max(before[1], _width(cell.text) * bold + _PADDING),
        )
    return asked


def _has_long_word(grid: list[list[_Cell]]) -> bool:
    return any(len(word) > _LONGEST_WORD for row in grid for cell in row for word in _BREAKS.split(cell.text) if word)


def _single(grid: list[list[_Cell]]) -> Iterator[_Cell]:
    return (cell for row in grid for cell in row if cell.span == 1)


def _width(text: str) -> float:
    return sum(0.58 if letter in _NARROW else 1.35 if letter in _BROAD else 1.0 for letter in text) * _LETTER


def _widths(asked: list[tuple[float, float]], line: float) -> list[float]:
    """Divide *line*: every column its longest word, and what is left by the square root of what more it asks."""
    least = sum(small for small, _ in asked)
    if least >= line:
        return [small for small, _ in asked]
    if sum(most for _, most in asked) <= line:
        return [most for _, most in asked]
    wishes = [(most - small) ** 0.5 for small, most in asked]
    return [small + (line - least) * wish / sum(wishes) for (small, _), wish in zip(asked, wishes, strict=True)]


def _share(asked: list[tuple[float, float]]) -> float:
    """Return which part of the line a table takes, in percent: a few short words do not need it all."""
    return min(100.0, max(_LEAST_SHARE, 120 * sum(most for _, most in asked) / _LINE))


HANDLERS: Mapping[str, Handler] = {"table": _table}
