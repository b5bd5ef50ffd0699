"""Two pages that belong together are seen together: in an open book, an even page is left of the odd one after it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from draaiboek.base.diagnostics import Severity
from draaiboek.base.model import Book, Product
from draaiboek.compose.excerpt import excerpt
from draaiboek.forms.pdf.books import export_pocket
from tests.unit.pdf_books import EPOCH, FONTS, GUIDEBOOK, book, chapter
from tests.unit.test_excerpt import printed

FOOT = 15  # words, more than stand at the foot of each page
LINE = "De burgemeester nodigt een dienst uit en beslist wie aan het overleg deelneemt.\n\n"
LAW = f"{LINE * 20}Midden.\n\n{LINE * 18}Einde.\n"


def guide(lines: int, *, ends: str = "") -> Book:
    """Return a book of a long chapter, one of which *ends* is all there is, and two pages of law."""
    chapters = [chapter(LINE * lines, "eerst", group="Eerst")]
    chapters += [chapter(ends, "dan", group="Eerst")] if ends else []
    chapters += [chapter(LAW, "wet", group="Recht"), chapter(LINE * 60, "woorden", group="Woorden")]
    return book(*(printed(each, pagina="zakgids") for each in chapters))


def pages(value: Book, path: Path) -> list[str]:
    assert export_pocket(excerpt(value, Product.POCKET), into=path, fonts=FONTS, epoch=EPOCH) == ()
    command = ["pdftotext", "-raw", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\f")[:-1]


def place(words: str, found: list[str]) -> int:
    """Return the number of the page with *words*, counted as the pages say it."""
    return next(number for number, page in enumerate(found, start=1) if words in page)


@pytest.mark.parametrize("lines", [10, 40, 70, 100])
@pytest.mark.parametrize("ends", ["", LINE * 6])
def test_two_pages_of_a_part_face_each_other_and_no_page_is_empty(tmp_path: Path, lines: int, ends: str) -> None:
    found = pages(guide(lines, ends=ends), tmp_path / "gids.pdf")
    assert (place("Midden.", found) % 2, place("Einde.", found)) == (0, place("Midden.", found) + 1)
    assert min(len(page.split()) for page in found) > FOOT


def test_paper_of_one_side_has_no_left_page(tmp_path: Path) -> None:
    of_one_side = replace(GUIDEBOOK, sides=1)
    books = [replace(guide(lines), identity=of_one_side) for lines in (10, 40)]
    assert {place("Midden.", pages(each, tmp_path / "gids.pdf")) % 2 for each in books} == {0, 1}


def test_a_page_that_stays_empty_is_told(tmp_path: Path) -> None:
    value = excerpt(guide(0, ends="Kort."), Product.POCKET)
    (problem,) = export_pocket(value, into=tmp_path / "gids.pdf", fonts=FONTS, epoch=EPOCH)
    assert (problem.code, str(problem.origin), problem.severity) == ("PG020", "docs/wet.md:1:1", Severity.ADVICE)
    assert problem.text == "vóór dit hoofdstuk blijft bladzijde 5 leeg: het begint op een linkerbladzijde"
