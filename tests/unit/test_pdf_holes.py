"""What moves to the next page as a whole leaves little white behind: closer lines or a smaller figure make it fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from draaiboek.base.model import Chapter, Figure, FigurePart, Text
from draaiboek.forms.pdf.books import export
from draaiboek.forms.pdf.emptiness import white
from tests.unit.pdf_books import EPOCH, FONTS, book, chapter

FRONT = 3  # pages before the first chapter: cover, colophon, contents
FILLED = 0.65  # of the height of the text, at least
HEIGHT = (297 - 26 - 23) / 297  # of the text, on a page
SENTENCE = "De burgemeester nodigt een dienst uit, en beslist wie aan het overleg deelneemt. "
LINE = f"{SENTENCE}\n\n"
BOX = '!!! note "Let op"\n' + "".join(f"    {SENTENCE}\n" for _ in range(6))
TABLE = "| Vraag | Antwoord |\n|---|---|\n" + f"| {SENTENCE} | {SENTENCE} |\n" * 5
HEADING = "## Wie beslist? {#wie}\n\nDit zijn de vragen:\n\n"


def figure(parts: int) -> Figure:
    """Return a figure of so many *parts* below each other, which stands on one page."""
    origin = chapter("a").page.origin
    rung = FigurePart((Text("Bel"),), ((Text("Zeg alles."),),), (), "", "", origin)
    return Figure("ladder", (Text("Wat nu?"),), (rung,) * parts, (), (), origin)


def ends_with(drawn: Figure, lines: int) -> Chapter:
    """Return a chapter of so many *lines*, with a figure below its heading, and text after it."""
    page = chapter(f"{LINE * lines}{HEADING}## Daarna {{#daarna}}\n\n{SENTENCE * 40}")
    first, *others = page.page.sections
    return replace(page, page=replace(page.page, sections=(replace(first, body=(*first.body, drawn)), *others)))


def holes(page: Chapter, into: Path) -> list[float]:
    """Return which share of the text of each page but the last stays white, in a book of *page*."""
    assert export(book(page), into=into, fonts=FONTS, epoch=EPOCH) == ()
    return [share / HEIGHT for share in white(into.read_bytes())[FRONT:-1]]


@pytest.mark.parametrize(("parts", "lines"), [(5, 24), (7, 14), (7, 16), (7, 18)])
def test_a_figure_that_nearly_fits_is_made_to_fit(tmp_path: Path, parts: int, lines: int) -> None:
    assert max(holes(ends_with(figure(parts), lines), tmp_path / "a.pdf")) < 1 - FILLED


@pytest.mark.parametrize("moved", [BOX, TABLE], ids=["box", "table"])
@pytest.mark.parametrize("lines", [30, 32, 34, 36])
def test_pages_of_made_up_texts_are_filled(tmp_path: Path, moved: str, lines: int) -> None:
    text = f"{LINE * lines}{HEADING}{moved}\n\n{SENTENCE * 40}"
    assert max(holes(chapter(text), tmp_path / "a.pdf")) < 1 - FILLED
