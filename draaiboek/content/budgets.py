"""How much a file and a guidebook may hold: far more than anybody writes, yet read within seconds. Pure.

Everything that costs time is counted: a file that exceeds a budget is refused, with the line where it does (PG019), and
the other files are read. The largest page of the first guidebook has 12,000 characters and 714 nodes, and all its 192
files together 560,000 bytes.
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
"""Tokens of a page, as the parser makes them: blocks, runs of words and signs."""
HEADINGS = 500
"""Headings of a page, 37 in the first guidebook: in a book each takes Typst five times as long as a paragraph."""
HEADING = 500
"""Characters of a heading or a title: one of five thousand takes Typst six seconds, in the text and among contents."""
IMAGES = 500
"""Pictures shown on a page: each of them is put in every book, e-book, website and zip of every sector."""
FILLED = 300_000
"""Characters of the variables and notes that are filled in on a page."""
NOTE = 1000
"""Characters that a note counts for at least: finding room for a thousand at the foot of pages takes Typst 10 s."""
CELLS = 5_000
"""Cells of all tables of a page together."""
COLUMNS = 50
"""Columns of a table: no sheet of paper holds more, and dividing its width takes time cubic in their number."""
STEPS = 100_000
"""How many steps the parser may take in one text: unclosed brackets make it search again and again."""
VALUES = 20_000
"""Keys, values, lists and mappings of a data file."""
SHAPES = 5_000
"""Elements of a drawing."""
SHAPE_DEPTH = 50
"""How deep the elements of a drawing may be nested."""
BENDS = 5_000
"""Bends in the lines of a drawing: each curve is split until its pieces are straight."""
MARKED = 60_000
"""Numbers that the arrow heads of a drawing expand to: those in its markers, times the points of its lines."""
DASHES = 1_000_000
"""Dashes of all lines of a drawing, at most: drawing so many takes a program for PDFs seconds and half a gigabyte."""
SET = 20_000
"""Characters of one text in a drawing, times its pieces: typesetting it reads the whole text for each piece."""
DOCUMENTS = 100
"""Documents to fill in: each of them is made for every website, in two file formats."""
SIDE = 10_000
"""Pixels of the longest side of a photo."""
PIXELS = 25_000_000
"""Pixels of a photo: a program that shows it needs up to eight bytes for each."""
SCANS = 100
"""Scans of a JPEG, one on top of the other: each is drawn over the whole picture, and may take only 42 bytes."""
NAME = 60
"""Characters of an id: it becomes part of file names, and no system allows more than 255 in one."""
PATH = 120
"""Characters of the path of a file in the project, for the same reason."""
FILES = 50_000
"""Files and folders of a guidebook."""
TEXTS = 60_000_000
"""Bytes of all its pages, overlays and data files."""
PICTURES = 100_000_000
"""Bytes of all its photos and drawings."""
BESIDE = 2_000
"""Pages at one level of the menu: each of them lists all the others."""
SHOWN = 400_000_000
"""Bytes of all its photos when decoded: making a book holds them all in memory, more than once."""


class OverBudgetError(Exception):
    """A text has too much of *what* (Dutch); *line* is counted from 0, in the text."""

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
        """Count one more file, of *size* bytes, and return what there is too much of now (Dutch), or ''."""
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
    """Return how many steps the parser may take in a text of so many characters: a correct text needs half.

    The fixed part is smaller for a value of a data file than for a *page*: a file has thousands of values.
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
