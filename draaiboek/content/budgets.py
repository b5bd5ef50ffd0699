"""How much a file and a guidebook may hold: far more than anybody writes, and read in seconds. Pure.

What costs time is counted, whatever it looks like: a file that is over a budget is refused with the line where that
happens (PG019), and the rest is read. The largest page of the first guidebook has 12,000 characters and 714 nodes, and
all its 192 files together 560,000 bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin
from draaiboek.content import content_paths

TEXT = 300_000
"""Bytes of a page or an overlay."""
DATA = 250_000
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
FILLED = 300_000
"""Letters of the variables and notes that are filled in on a page."""
CELLS = 5_000
"""Cells of all tables of a page together."""
COLUMNS = 50
"""Columns of a table: no sheet of paper holds more, and to divide its width takes as many steps as their cube."""
STEPS = 100_000
"""How often the parser may look for a sign in one text: unclosed brackets make it look again and again."""
VALUES = 20_000
"""Keys, values, lists and mappings of a data file."""
SHAPES = 5_000
"""Elements of a drawing."""
SHAPE_DEPTH = 50
"""Elements of a drawing in each other."""
BENDS = 5_000
"""Bends in the lines of a drawing: each of them is taken apart until it is straight."""
MARKED = 60_000
"""Numbers that the arrow heads of a drawing become: those of its markers, at each point of its lines."""
SET = 20_000
"""Signs of one text in a drawing, times its pieces: whoever sets it looks at all of it again for each piece."""
DOCUMENTS = 100
"""Documents to fill in: each of them is made for every website, in two kinds of file."""
SIDE = 10_000
"""Pixels of the longest side of a photo."""
PIXELS = 25_000_000
"""Pixels of a photo: a program that shows it needs up to eight bytes for each."""
SCANS = 100
"""Layers of a JPEG, one over the other: each is drawn over the whole picture, and some of them have 42 bytes."""
NAME = 60
"""Letters of an id: names of files are made of it, and no system can keep one of more than 255."""
PATH = 120
"""Letters of the place of a file in the project, for the same reason."""
FILES = 50_000
"""Files and folders of a guidebook."""
TEXTS = 60_000_000
"""Bytes of all its pages, overlays and data files."""
PICTURES = 100_000_000
"""Bytes of all its photos and drawings."""
BESIDE = 2_000
"""Pages beside each other in the menu: each of them shows all of them."""
SHOWN = 400_000_000
"""Bytes of all its photos when a program shows them: whoever makes a book has them all in memory, more than once."""


class OverBudgetError(Exception):
    """A text has too much of *what* (Dutch); *line* counts from 0, in the text."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.what = what
        self.line = line


@dataclass(slots=True)
class Used:
    """How much of a guidebook was found so far."""

    files: int = 0
    texts: int = 0
    pictures: int = 0

    def add(self, size: int, *, is_text: bool) -> str:
        """Count one more file, of *size* bytes, and return what is too much now (Dutch), or ''."""
        self.files += 1
        if is_text:
            self.texts += size
        else:
            self.pictures += size
        return self.over

    @property
    def over(self) -> str:
        """What there is too much of (Dutch), or ''."""
        if self.files > FILES:
            return f"meer dan {FILES} bestanden en mappen"
        if self.texts > TEXTS:
            return f"teksten van samen meer dan {TEXTS // 10**6} MB"
        return f"beelden van samen meer dan {PICTURES // 10**6} MB" if self.pictures > PICTURES else ""


def steps(characters: int, *, page: bool) -> int:
    """Return how often the parser may look for a sign in a text of so many characters: a right one needs half.

    What is free is less for a value of a data file than for a *page*: there are thousands of values in a file.
    """
    return min(STEPS, (1000 if page else 100) + 3 * characters)


def over(what: str, origin: Origin, hint: str) -> Diagnostic:
    """Return the diagnostic for a file at *origin* that has too much of *what* and is not read."""
    return Diagnostic("PG019", origin, f"dit is te veel voor één bestand: {what}", hint, lost=origin.path)


def over_all(what: str, origin: Origin) -> Diagnostic:
    """Return the diagnostic for a guidebook with too much of *what*; nothing after *origin* is read."""
    text = f"dit is te veel voor één draaiboek: {what}"
    hint = "Haal weg wat er niet hoort. De bestanden achter dit bestand zijn niet gelezen."
    return Diagnostic("PG019", origin, text, hint, lost=content_paths.EVERYTHING)
