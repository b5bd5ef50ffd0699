"""How much one file may hold: far more than anybody writes, and little enough to be read in seconds. Pure.

What costs time is counted, whatever it looks like: a file that is over a budget is refused with the line where that
happens (PG019), and the rest is read. The largest page of the first guidebook has 12,000 characters and 714 nodes.
"""

from __future__ import annotations

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin

TEXT = 300_000
"""Bytes of a page or an overlay."""
DATA = 200_000
"""Bytes of a data file."""
PICTURE = 2_000_000
"""Bytes of a photo."""
DRAWING = 300_000
"""Bytes of an SVG."""
LINE = 5_000
"""Characters of a line."""
RUN = 20_000
"""Characters of a paragraph, a heading or a cell."""
NODES = 20_000
"""Blocks, words and signs of a page, as the parser counts them."""
CELLS = 5_000
"""Cells of all tables of a page together."""
STEPS = 100_000
"""How often the parser may look for a sign in one text: unclosed brackets make it look again and again."""
VALUES = 20_000
"""Keys, values, lists and mappings of a data file."""
SHAPES = 5_000
"""Elements of a drawing."""
SHAPE_DEPTH = 50
"""Elements of a drawing in each other."""
MARKED = 20_000
"""Shapes that the arrow heads of a drawing become: those of its markers, at each point of its lines."""
SIDE = 10_000
"""Pixels of the longest side of a photo."""
PIXELS = 25_000_000
"""Pixels of a photo: a program that shows it needs four bytes for each."""


class OverBudgetError(Exception):
    """A text has too much of *what* (Dutch); *line* counts from 0, in the text."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


def steps(characters: int, *, page: bool) -> int:
    """Return how often the parser may look for a sign in a text of so many characters: a right one needs half.

    What is free is less for a value of a data file than for a *page*: there are thousands of values in a file.
    """
    return min(STEPS, (1000 if page else 100) + 3 * characters)


def over(what: str, origin: Origin, hint: str) -> Diagnostic:
    """Return that the file at *origin* has too much of *what* and is not read."""
    return Diagnostic("PG019", origin, f"dit is te veel voor één bestand: {what}", hint, lost=origin.path)
