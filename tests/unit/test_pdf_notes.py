"""On paper a note is at the foot of the page that cites it, once, wherever its mark ends up."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

from draaiboek.base.model import Product
from draaiboek.compose.excerpt import excerpt
from draaiboek.forms.pdf.books import export, export_pocket
from tests.unit.pdf_books import EPOCH, FONTS, book, chapter, printed, set_as_usual
from tests.unit.pdf_reading import notes_and_pages

__all__ = ["set_as_usual"]

SOURCES = ("twee", "lang", "onzeker", "lijst", "wet")
MANY = 50
SAID = "Wat de wet zegt, geldt aan tafel, en ook erna, in elke zin die je daar hoort of zelf zegt. "


def lines(number: int) -> str:
    return "Kijk.\n\n" * number


def items(first: int) -> str:
    """Return a list in which each item has two notes, citing articles from *first* on, unlike those of other lists."""
    return "".join(
        f"1. {SAID * 2}[@{SOURCES[number % 5]}, art. {first + number}] Ook dat. [@twee, art. {first + number}]\n"
        for number in range(8)
    )


def rows(first: int) -> str:
    """Return a table in which each row has a note."""
    told = (f"| rij {number} | {SAID} [@twee, art. {first + number}] |" for number in range(12))
    return "\n".join(["| Stap | Wat |", "|---|---|", *told])


def marks_elsewhere(path: Path) -> Iterator[tuple[int, int]]:
    with pikepdf.open(path) as file:
        marks = list(notes_and_pages(file))
    assert len(marks) > MANY
    yield from ((page, told) for page, told in marks if page != told)


@pytest.mark.usefixtures("set_as_usual")
@pytest.mark.parametrize(("noted", "few"), [(items, 0), (rows, 1)])
def test_each_note_stands_on_the_page_of_its_mark(tmp_path: Path, noted: Callable[[int], str], few: int) -> None:
    """Also items and rows that move to the next page after Typst placed their notes, or whose notes do not fit."""
    chapters = [chapter(f"{lines(number)}{noted(20 * number)}", f"deel-{number}") for number in range(12, 30)]
    path = tmp_path / "boek.pdf"
    problems = export(book(*chapters), into=path, fonts=FONTS, epoch=EPOCH)
    assert [each.code for each in problems if each.code != "HT011"] == []
    assert len(list(marks_elsewhere(path))) <= few


@pytest.mark.usefixtures("set_as_usual")
def test_no_page_says_a_note_twice(tmp_path: Path) -> None:
    """A note that is repeated only because it was on another page in an earlier round is removed again."""
    cited = [
        f"### Stuk {n} {{#s{n}}}\n\n- {SAID * (n % 4)}[@{SOURCES[n % 5]}, art. 1]\n- {SAID}[@lang, art. 2]"
        for n in range(60)
    ]
    guide = book(*(printed(chapter("\n\n".join(cited[n:]), f"deel-{n}"), pagina="zakgids") for n in (0, 5, 9, 14, 22)))
    path = tmp_path / "gids.pdf"
    export_pocket(excerpt(guide, Product.POCKET), into=path, fonts=FONTS, epoch=EPOCH)
    said = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True).stdout
    feet = [re.findall(r"^\d+\n.*\d\.$", page, re.MULTILINE) for page in said.split("\f")]
    assert sum(map(len, feet)) > MANY
    assert [found for found in feet if len(set(found)) < len(found)] == []
