"""Tables: columns as wide as their words need, and rows that are kept together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from operator import itemgetter

from draaiboek.base.model import Inline, Link, Note, Row, Table, TermLink, Text, deep
from draaiboek.forms.pdf import typst_code
from draaiboek.forms.pdf.inline import last_words, phrase
from draaiboek.forms.pdf.links import label
from draaiboek.forms.pdf.page_breaks import note_lines
from draaiboek.forms.pdf.plan import CLOSER_ROWS, LOOSER_ROWS, UNBROKEN
from draaiboek.forms.pdf.walk import Place, Walk
from draaiboek.forms.pdf.words import said

# Widths are in points.
_BOX, _PADDING = 30.0, 10.0
_LETTER, _BOLD = 0.543, 1.08  # times the font size: the width of a letter; times that: of a bold one
_NARROW, _BROAD = frozenset("iljtfrI.,:;'\u2019|!()[]- "), frozenset("mwMWABCDEGHKNOQRUVXY@%\u2014")
_LONGEST_WORD = 26  # longer words may be hyphenated
_MANY_COLUMNS = 6
_LEAST_SHARE = 45.0  # percent
_ROW_LINE, _ROW_PADDING = 1.44, 12.0  # the former times the font size, the latter in points
_POINTS = 72 / 25.4
_SHORT_TABLE = 220.0  # points; a table up to this height is not broken over two pages
_FIRST_ROWS = 3
_MOST_OF_PAGE = 0.6  # the share of the height of a page up to which a table could be on one
_PAGE = "\u2060(p.00)"  # attached to the word before it
_LONG_CELL = 450  # characters; rows with longer cells may be broken over two pages
_PARTS = (48, 24, 12)  # fractions of the table width that one column may give to another in one step
_BREAKS = re.compile(r"(?<=[-/\u2013])(?!\w\b)|\s+")


@dataclass(frozen=True, slots=True)
class _Column:
    """The widths of the longest word and of the longest line of a column."""

    least: float
    most: float


def table(table: Table, walk: Walk, *, nested: bool) -> str:
    """Return *table*; one that is *nested* in something else has less room."""
    heads = [table.head] if any(map(said, table.head.cells)) else []
    rows = [*heads, *table.rows]
    texts = [[_as_wide(cell, walk) for cell in row.cells] for row in rows]
    look = walk.binding.look
    size = look.small if len(table.align) >= _MANY_COLUMNS else look.table
    columns = [_column(heads, [line[number] for line in texts], size) for number in range(len(table.align))]
    asked = sum(column.most for column in columns)
    line = look.line - _BOX if nested else look.line
    share = min(100.0, max(_LEAST_SHARE, 120 * asked / look.line))  # a few short words do not need the whole line
    widths = _lowest(_widths(columns, line), columns, [[_width(text, size) for text in row] for row in texts])
    options = {
        "size": f"{size}pt",
        "width": f"{share:.0f}%",
        "broken": typst_code.flag(on=sum(column.least for column in columns) > line or _has_long_word(texts)),
        "whole": typst_code.flag(on=all(len(text) <= _LONG_CELL for row in texts for text in row)),
        # PDF/UA: a heading row that is repeated must not contain links or footnotes
        "repeat": typst_code.flag(on=not any(_has_link(cell) for row in heads for cell in row.cells)),
    }
    scale = line * share / 100 / sum(widths) if widths else 0.0
    heights = [_height(row, [width * scale for width in widths], walk, size) for row in rows]
    options |= _room(heights)
    name = ""
    if options["kept"] == "false" and len(table.rows) > _FIRST_ROWS and not walk.on_sheet:
        walk.tables += 1
        walk.table = label(walk.page.path, f"rows:{walk.tables}")
        name = typst_code.literal(walk.table)
        spaces = f'if {name} in {LOOSER_ROWS} {{ "looser" }} else if {name} in {CLOSER_ROWS} {{ "closer" }}'
        options |= {"rows": f'{spaces} else {{ "as-said" }}', "kept": f"{name} in {UNBROKEN}"}
    head = typst_code.array([cell for row in heads for cell in _cells(row, table.align, walk, head=True)])
    last = len(table.rows) - 1
    ends = {last - 1: "row-before", last: "last-row"} if name else {}
    if name and sum(heights) <= _MOST_OF_PAGE * look.column:
        ends[0] = "first-row"
    cells = [
        cell
        for number, row in enumerate(table.rows)
        for cell in _cells(
            row, table.align, walk, begins=[typst_code.call(ends[number], name)] if number in ends else []
        )
    ]
    walk.table = ""
    shares = typst_code.array([f"{width:.1f}" for width in widths])
    return typst_code.call("grid-table", shares, *cells, head=head, **options)


def _cells(row: Row, align: Sequence[str], walk: Walk, *, head: bool = False, begins: Sequence[str] = ()) -> list[str]:
    """Return the cells of *row*; the code *begins* precedes the words of the first."""
    cells = []
    for number, (content, side) in enumerate(zip(row.cells, align, strict=True)):
        shown = phrase(_worded(content), walk, Place.CELL)
        if row is walk.last and not number:
            shown = typst_code.join([last_words(walk), shown])
        if begins and not number:
            shown = typst_code.join([*begins, shown])
        if head and shown != typst_code.EMPTY:
            shown = typst_code.call("head-words", shown)
        options = {"align": side} if side in {"center", "right"} else {}
        cells.append(typst_code.call("table.cell", shown, **options))
    return [f"{typst_code.mark(row.origin)}\n{cells[0]}", *cells[1:]]


def _worded(cell: Sequence[Inline]) -> Sequence[Inline]:
    """Return *cell*, with the names of its sources when it contains nothing but note references."""
    notes = [each for each in cell if isinstance(each, Note)]
    bare = notes and not any(not isinstance(each, Note) and said((each,)) for each in cell)
    return [part for note in notes for part in (Text(note.brief), note)] if bare else cell


def _as_wide(cell: Sequence[Inline], walk: Walk) -> str:
    """Return the words of *cell*, including the page numbers that its links print."""
    leads = not walk.binding.brief and any(isinstance(each, Link) for each in cell)
    return said(cell) + (_PAGE if leads else "")


def _has_link(cell: Sequence[Inline]) -> bool:
    return any(isinstance(each, Link | TermLink | Note) for each in deep(cell))


# --- widths -----------------------------------------------------------------------------------------------------------


def _column(heads: Sequence[Row], texts: Sequence[str], size: float) -> _Column:
    """Return the widths that the column *texts* needs in *size*; its first is bold when the table has *heads*."""
    least = most = 0.0
    for number, text in enumerate(texts):
        bold = _BOLD if number < len(heads) else 1.0
        longest = max((_width(word, size) for word in _BREAKS.split(text) if word), default=0.0)
        least = max(least, min(longest, size * _LETTER * _LONGEST_WORD) * bold)
        most = max(most, _width(text, size) * bold)
    return _Column(least + _PADDING, most + _PADDING)


def _has_long_word(texts: Sequence[Sequence[str]]) -> bool:
    return any(len(word) > _LONGEST_WORD for row in texts for text in row for word in _BREAKS.split(text) if word)


def _width(text: str, size: float) -> float:
    return sum(0.58 if letter in _NARROW else 1.35 if letter in _BROAD else 1.0 for letter in text) * _LETTER * size


def _widths(columns: Sequence[_Column], line: float) -> list[float]:
    """Divide *line*: each column gets its longest word, and a share of the rest by the square root of its excess."""
    least = sum(column.least for column in columns)
    if least >= line:
        return [column.least for column in columns]
    if sum(column.most for column in columns) <= line:
        return [column.most for column in columns]
    wishes = [(column.most - column.least) ** 0.5 for column in columns]
    return [column.least + (line - least) * wish / sum(wishes) for column, wish in zip(columns, wishes, strict=True)]


def _lowest(widths: Sequence[float], columns: Sequence[_Column], lengths: Sequence[Sequence[float]]) -> Sequence[float]:
    """Return *widths*, with room moved between *columns* for as long as that makes the table take fewer lines.

    *lengths* are those of the texts of each row, each on one line.
    """
    lines = _lines(lengths, widths)
    while True:
        moved = [(_lines(lengths, other), other) for other in _moves(widths, columns)]
        fewest, better = min(moved, default=(lines, widths), key=itemgetter(0))
        if fewest >= lines:
            return widths
        lines, widths = fewest, better


def _moves(widths: Sequence[float], columns: Sequence[_Column]) -> Iterator[Sequence[float]]:
    """Yield *widths* with some of the room of one column moved to another that can use it."""
    for giver, taker in permutations(range(len(widths)), 2):
        for room in (sum(widths) / part for part in _PARTS):
            if widths[giver] - room >= columns[giver].least and widths[taker] + room <= columns[taker].most:
                moved = {giver: -room, taker: room}
                yield [width + moved.get(number, 0.0) for number, width in enumerate(widths)]


def _lines(lengths: Sequence[Sequence[float]], widths: Sequence[float]) -> int:
    """Return how many lines the rows take whose texts have *lengths*, in columns of *widths*."""
    return sum(
        max(math.ceil(length / max(width - _PADDING, 1.0)) for length, width in zip(row, widths, strict=True))
        for row in lengths
    )


# --- heights ----------------------------------------------------------------------------------------------------------


def _room(heights: Sequence[float]) -> dict[str, str]:
    """Return the options that keep a short table on one page, and the first rows of a long one together."""
    if len(heights) > 1 and sum(heights) <= _SHORT_TABLE:
        return {"kept": "true", "room": "0pt"}
    return {"kept": "false", "room": f"{min(sum(heights[:_FIRST_ROWS]), _SHORT_TABLE):.0f}pt"}


def _height(row: Row, widths: Sequence[float], walk: Walk, size: float) -> float:
    """Return the approximate height in points of *row* with text of *size*, including its footnotes."""
    look = walk.binding.look
    lines = [
        math.ceil(_width(said(cell), size) / max(width - _PADDING, size))
        for cell, width in zip(row.cells, widths, strict=True)
    ]
    notes = [each for cell in row.cells for each in deep(cell) if isinstance(each, Note) and each.time == 1]
    small = sum(note_lines(walk.page.footnotes[note.number - 1], look) for note in notes)
    return max(lines, default=0) * _ROW_LINE * size + _ROW_PADDING + small * look.note_height * _POINTS
