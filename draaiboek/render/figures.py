"""Figures as SVG drawings whose words are text, for websites, EPUB and PDF.

Everything is stacked, so that on a phone the letters are as large as those of the text; a website has a second drawing,
as wide as its column, for where there is room. Every figure is also said in words beside the drawing
(`base.model.in_words`): the drawing itself is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from draaiboek.base.model import Figure, FigurePart, Inline, Text
from draaiboek.render.figure_sheet import (
    BODY,
    HEAD,
    ON,
    SMALL,
    SVG,
    TITLE,
    WHITE,
    Address,
    Look,
    Sheet,
    number,
)

DRAWING = "lr-figuur__beeld"
IN_WORDS = "lr-figuur__tekst"
_PHONE = Look(328, 16, classes=True)  # 360 pixels minus margins
_DESK = Look(620, 16, classes=True)  # the text column, with letters as large as its own
BOOK = Look(328, 16)
_TWO_COLUMNS = 450
_BESIDE = 0.36  # share of the width for what stands beside a question, or before two boxes


def across(line: float, letters: float) -> Look:
    """Return the look of a figure that spans a *line* of print, with letters as large as those of the text."""
    return Look(14 * line / letters, 14)


def for_screens(figure: Figure, address: Address) -> Markup:
    """Return *figure* for narrow and for wide columns; figures.css shows the one that fits."""
    narrow, wide = (draw(figure, look, address) for look in (_PHONE, _DESK))
    return narrow + wide


def draw(figure: Figure, look: Look, address: Address | None = None) -> Markup:
    """Return *figure* as SVG; *address* returns where a link leads, and without it there are no links.

    It is hidden from screen readers, and its links are skipped by the Tab key: both have the list beside it.
    """
    sheet = Sheet(look, address)
    height = sheet.write(0, 0, figure.title, look.width, TITLE)
    height = _SHAPES[figure.shape](sheet, figure, height + 0.6 * look.size)
    ground = Sheet(look, None)
    ground.put("rect", role="grond", width=look.width, height=height, fill=WHITE)
    return SVG.element(
        "svg",
        *ground.pieces,
        *sheet.pieces,
        xmlns="http://www.w3.org/2000/svg",
        view_box=f"0 0 {number(look.width)} {number(height)}",
        width=number(look.width),
        height=number(height),
        class_=f"{DRAWING} {DRAWING}--breed" if look is _DESK else DRAWING,
        font_family="Atkinson Hyperlegible Next, sans-serif",
        font_size=number(look.size),
        aria_hidden="true",
    )


def _ladder(sheet: Sheet, figure: Figure, y: float) -> float:
    """Draw descending steps, the most serious first."""
    for rung, part in enumerate(figure.parts):
        start, x = len(sheet.pieces), rung * 14.0
        left, inside = x + 22, sheet.look.width - x - 34
        height = 24 + sheet.pill_height(part.label, inside) + _height(sheet, part, inside)
        sheet.box(y, height, part, x=x, width=sheet.look.width - x)
        sheet.solid("rect", part.tone, x=x + 1, y=y + 1, width=10, height=height - 2, rx=4)
        _write(sheet, part, left, sheet.pill(left, y + 12, part.label, inside, part.tone), inside)
        sheet.linked(part, start)
        y += height + 10
    return y - 8


def _steps(sheet: Sheet, figure: Figure, y: float) -> float:
    """Draw numbers along a line, in two columns where there is room."""
    columns = 2 if sheet.look.width > _TWO_COLUMNS else 1
    size, width = sheet.look.size, sheet.look.width / columns
    length = -(-len(figure.parts) // columns)
    ends = []
    for column in range(columns):
        parts = figure.parts[column * length : (column + 1) * length]
        ends.append(_column(sheet, parts, column * length, column * width, y, width - (size if columns > 1 else 0)))
    return max(ends)


def _column(sheet: Sheet, parts: Sequence[FigurePart], before: int, x: float, y: float, width: float) -> float:
    size = sheet.look.size
    radius, left = size * 1.05, x + size * 2.9
    inside = x + width - left
    heights = [max(2 * radius, _height(sheet, part, inside, labels=True)) + size for part in parts]
    sheet.line(f"M{number(x + radius)} {number(y + radius)}v{number(sum(heights[:-1]))}")
    for count, (part, height) in enumerate(zip(parts, heights, strict=True), start=before + 1):
        start = len(sheet.pieces)
        sheet.disc(x + radius, y + radius, radius, part.tone, count)
        at = _write(sheet, part, left, y + 2, inside)
        sheet.write(left, at, part.label, inside, SMALL)
        sheet.linked(part, start)
        y += height
    return y - size / 2


def _questions(sheet: Sheet, figure: Figure, y: float) -> float:
    """Draw stacked boxes: an arrow leads on, and the label says how one may end, beside it where there is room."""
    radius, gap = sheet.look.size * 0.95, 16 if _beside(sheet) else 24
    for count, part in enumerate(figure.parts, start=1):
        start = len(sheet.pieces)
        beside = _beside(sheet) if part.label else 0
        left, inside = 24 + 2 * radius, sheet.look.width - beside - 36 - 2 * radius
        wide = beside or sheet.look.width
        label = sheet.height(part.label, wide - 28, ON) if part.label else 0
        above = max(2 * radius, _height(sheet, part, inside), label if beside else 0) + 22
        height = above if beside or not label else above + label + 12
        sheet.box(y, height, part)
        sheet.disc(12 + radius, y + 11 + radius, radius, part.tone, count)
        _write(sheet, part, left, y + 11, inside)
        if part.label:
            top = y + (1 if beside else above)
            room = y + height - 1 - top
            x = sheet.look.width - wide
            sheet.solid("rect", part.tone, x=x + 1, y=top, width=wide - 2, height=room, rx=4)
            sheet.write(x + 14, top + (room - label) / 2, part.label, wide - 28, ON)
        sheet.linked(part, start)
        y += height
        if count < len(figure.parts):
            sheet.arrow(12 + radius, y, y + gap)
            y += gap
    return y + 1


def _table(sheet: Sheet, figure: Figure, y: float) -> float:
    """Draw groups of people, one person per line."""
    size = sheet.look.size
    for part in figure.parts:
        start, inside = len(sheet.pieces), sheet.look.width - 28
        wide = inside - 2.1 * size
        rows = [max(1.9 * size, sheet.height(line, wide, BODY) + 6) for line in part.lines]
        above = sheet.pill_height(part.label, inside) + sheet.height(part.title, inside, HEAD)
        height = 24 + above + 4 + sum(rows)
        sheet.box(y, height, part)
        at = sheet.pill(14, y + 12, part.label, inside, part.tone)
        at = sheet.write(14, at, part.title, inside, HEAD) + 4
        for line, row in zip(part.lines, rows, strict=True):
            _person(sheet, 14, at + 2, part.tone)
            sheet.write(14 + 2.1 * size, at + (row - sheet.height(line, wide, BODY)) / 2, line, wide, BODY)
            at += row
        sheet.linked(part, start)
        y += height + 12
    return y - 10


def _person(sheet: Sheet, x: float, y: float, tone: str) -> None:
    """Draw head and shoulders."""
    size = sheet.look.size
    sheet.disc(x + size * 0.7, y + size * 0.42, size * 0.38, tone)
    left, top, wide = x, y + size * 1.6, size * 1.4
    shape = f"M{number(left)} {number(top)}a{number(wide / 2)} {number(size * 0.72)} 0 0 1 {number(wide)} 0Z"
    sheet.solid("path", tone, d=shape)


def _stream(sheet: Sheet, figure: Figure, y: float) -> float:
    """Draw boxes, and along an arrow up or down what goes from one to the next."""
    size, last = sheet.look.size, len(figure.parts) - 1
    for count, part in enumerate(figure.parts):
        start, inside = len(sheet.pieces), sheet.look.width - 28
        height = 24 + _height(sheet, part, inside)
        sheet.box(y, height, part)
        _write(sheet, part, 14, y + 12, inside)
        sheet.linked(part, start)
        y += height
        if count == last:
            break
        beside = sheet.look.width - 4.2 * size
        room = max(2.6 * size, sheet.height(part.label, beside, SMALL) + size)
        if part.arrow != "geen":
            ends = (y + 3, y + room - 3)
            sheet.arrow(1.6 * size, *(ends if part.arrow == "omlaag" else reversed(ends)))
            sheet.write(3.2 * size, y + size / 2, part.label, beside, SMALL)
        y += room
    return y + 1


def _comparison(sheet: Sheet, figure: Figure, y: float) -> float:
    """Draw what each part was and is now: two boxes and an arrow, preceded by its title where there is room."""
    size, arrow, before = sheet.look.size, 2.2 * sheet.look.size, _beside(sheet)
    width = (sheet.look.width - before - arrow) / 2
    inside, titled = width - 18, before - size if before else sheet.look.width
    names: list[tuple[Inline, ...]] = [(Text(name),) for name in figure.columns]
    high = max(sheet.height(name, inside, SMALL) for name in names)
    for part in figure.parts:
        start = len(sheet.pieces)
        title = sheet.height(part.title, titled, HEAD)
        height = high + max(sheet.height(line, inside, HEAD) for line in part.lines) + 16
        if before:
            height = max(height, title)
            sheet.write(0, y + (height - title) / 2, part.title, titled, HEAD)
        else:
            y = sheet.write(0, y, part.title, titled, HEAD) + 4
        for side, (name, line) in enumerate(zip(names, part.lines, strict=False)):
            x = before + side * (width + arrow)
            sheet.box(y, height, replace(part, tone="" if side else "apart"), x=x, width=width)
            at = sheet.write(x + 9, y + 7, name, inside, SMALL)
            sheet.write(x + 9, at, line, inside, HEAD)
        middle, left, right = y + height / 2, before + width + 5, before + width + arrow - 5
        sheet.line(f"M{number(left)} {number(middle)}H{number(right - 10)}")
        sheet.head(f"M{number(right - 10)} {number(middle - 8)}V{number(middle + 8)}L{number(right)} {number(middle)}Z")
        sheet.linked(part, start)
        y += height + size * (0.7 if before else 1)
    return y - size * (0.7 if before else 1) + 1


_SHAPES: Mapping[str, Callable[[Sheet, Figure, float], float]] = {
    "ladder": _ladder,
    "stappen": _steps,
    "vragen": _questions,
    "tafel": _table,
    "stroom": _stream,
    "vergelijking": _comparison,
}


def _beside(sheet: Sheet) -> float:
    """Return the width of what stands beside boxes; 0 when everything is stacked."""
    return sheet.look.width * _BESIDE if sheet.look.width > _TWO_COLUMNS else 0


def _height(sheet: Sheet, part: FigurePart, width: float, *, labels: bool = False) -> float:
    """Return the height of the title and the lines of *part* stacked, and of its label where that comes last."""
    lines = sum(sheet.height(line, width, BODY) for line in part.lines)
    return sheet.height(part.title, width, HEAD) + lines + (sheet.height(part.label, width, SMALL) if labels else 0)


def _write(sheet: Sheet, part: FigurePart, x: float, y: float, width: float) -> float:
    """Set the title and the lines of *part* below each other, and return where they end."""
    y = sheet.write(x, y, part.title, width, HEAD)
    for line in part.lines:
        y = sheet.write(x, y, line, width, BODY)
    return y
