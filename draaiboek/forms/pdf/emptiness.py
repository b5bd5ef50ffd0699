"""How much of each page of a PDF stays white: the highest horizontal band in which nothing is painted."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf

HALF = 0.45
"""As a share of the page height: with the margins, more than half of the printable area."""

NOTHING = 0.85
"""As a share of the page height: nothing is on the page but its header and footer."""

_Band = tuple[float, float]
_Point = tuple[float, float]


def white(pdf: bytes) -> list[float]:
    """Return, for each page of *pdf*, the share of its height that the highest white band takes."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [_white(page) for page in file.pages]


def _white(page: pikepdf.Page) -> float:
    low, high = float(page.mediabox[1]), float(page.mediabox[3])
    painted = sorted([(low, low), *_painted(page), (high, high)])
    highest, reached = 0.0, low
    for bottom, top in painted:
        highest = max(highest, min(bottom, high) - reached)
        reached = max(reached, top)
    return highest / (high - low)


def _painted(page: pikepdf.Page) -> Iterator[_Band]:
    """Yield the vertical extent of each thing on *page*, measured from its foot: a line of text, a shape, a picture."""
    pen = _Pen()
    for each in pikepdf.parse_content_stream(page):
        operands = list(each.operands)
        pen.move(str(each.operator), operands)
        heights = [point[1] for point in pen.shape(str(each.operator), operands, page)]
        if heights:
            yield min(heights), max(heights)


@dataclass(slots=True)
class _Pen:
    """The state of a content stream: *line* is the matrix at which the next text begins, *size* the font size."""

    matrix: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
    line: pikepdf.Matrix = field(default_factory=pikepdf.Matrix)
    size: float = 0.0
    kept: list[pikepdf.Matrix] = field(default_factory=list)

    def move(self, operator: str, operands: Sequence[object]) -> None:
        """Update the position and the font size according to *operator*."""
        match operator:
            case "q":
                self.kept.append(self.matrix)
            case "Q":
                self.matrix = self.kept.pop()
            case "cm":
                self.matrix = pikepdf.Matrix(*_numbers(operands)) @ self.matrix
            case "BT":
                self.line = pikepdf.Matrix()
            case "Tf":
                (self.size,) = _numbers(operands[1:])
            case "Tm":
                self.line = pikepdf.Matrix(*_numbers(operands))
            case "Td" | "TD":
                self.line = self.line.translated(*_numbers(operands))

    def shape(self, operator: str, operands: Sequence[object], page: pikepdf.Page) -> list[_Point]:
        """Return points on *page* that span what *operator* paints; none when it paints nothing."""
        match operator:
            case "Tj" | "TJ":
                return [(self.line @ self.matrix).transform((0.0, height)) for height in (0.0, self.size)]
            case "re":
                x, y, width, height = _numbers(operands)
                points = [(x, y), (x + width, y + height)]
            case "Do":
                box = _numbers(list(page.resources.XObject[str(operands[0])].get("/BBox", [0, 0, 1, 1])))
                points = [(box[0], box[1]), (box[2], box[3])]
            case "m" | "l" | "c" | "v" | "y":
                numbers = _numbers(operands)
                points = list(zip(numbers[::2], numbers[1::2], strict=True))
            case _:
                points = []
        return [self.matrix.transform(point) for point in points]


def _numbers(operands: Sequence[object]) -> list[float]:
    return [float(str(each)) for each in operands]
