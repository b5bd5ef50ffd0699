"""A fiche fits on one page, or there is a message."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Book
from draaiboek.forms.pdf.books import export_fiche
from draaiboek.forms.pdf.document import sheet
from tests.unit.pdf_books import EPOCH, FONTS, PERMALINK, book, chapter
from tests.unit.pdf_reading import bookmarks, tags

MIDDLE, LINES = 297, 45  # points: the middle of the page, and three lines
OUTSIDE = "[de wet](https://a.be/x), [hoofdstuk](hoofdstuk.md#a), [vraag 1](#v1)"


def questions(number: int, words: str = "Ja.") -> str:
    """Return a fiche with *number* questions; the answer to the first has notes and links."""
    answers = [f"{words} [@wet] Zie {OUTSIDE}.", *[words] * (number - 1)]
    return "\n\n".join(f"## Vraag {each}? {{#v{each}}}\n\n{answer}" for each, answer in enumerate(answers, start=1))


def sample(text: str) -> Book:
    """Return a book with *text* as its fiche."""
    return book(chapter(text, "fiche"))


def write(text: str, into: Path) -> tuple[Diagnostic, ...]:
    """Export *text* as a fiche."""
    return export_fiche(sample(text), into=into, fonts=FONTS, epoch=EPOCH)


def test_is_one_accessible_page(tmp_path: Path) -> None:
    assert write(questions(7), tmp_path / "fiche.pdf") == ()
    with pikepdf.open(tmp_path / "fiche.pdf") as pdf:
        assert len(pdf.pages) == 1
        assert [round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:]] == [210, 297]
        assert str(pdf.Root.Lang) == "nl-BE"
        assert str(pdf.docinfo.Title) == "Fiche \u2013 Draaiboek LIVC-R, editie 2026.1"
        with pdf.open_metadata() as metadata:
            assert (metadata.get("pdfuaid:part"), metadata.get("pdfaid:part")) == ("1", "3")
            assert metadata.get("dc:identifier") == f"{PERMALINK}fiche/"
        assert list(bookmarks(pdf)) == [(1, "Fiche"), *((2, f"Vraag {number}?") for number in range(1, 8))]
        assert {"/H1", "/H2", "/Note", "/Link"} <= set(tags(pdf))
        assert "/Table" not in set(tags(pdf))


def test_links_lead_to_the_site_and_only_others_are_printed(tmp_path: Path) -> None:
    assert write(questions(2), tmp_path / "fiche.pdf") == ()
    with pikepdf.open(tmp_path / "fiche.pdf") as pdf:
        actions = [item.A for item in pdf.pages[0].Annots if "/A" in item]
    assert {str(action.URI) for action in actions if "/URI" in action} == {
        "https://a.be/x",
        f"{PERMALINK}hoofdstuk/#a",
        f"{PERMALINK}fiche/",
    }
    source = sheet(sample(questions(2)))[0].source
    assert re.findall(r'address\("([^"]*)"', source) == ["https://a.be/x"]


def test_says_what_it_is() -> None:
    source = sheet(sample("Vooraf.\n\n" + questions(2)))[0].source
    for words in ("Niet-officiële werkversie", "Concept: nog niet goedgekeurd", "Editie 2026.1", "1 december 2026"):
        assert words in source
    assert f"{PERMALINK}fiche/" in source
    assert 'par("Vooraf.")' in source


def test_items_stand_closer_to_each_other_than_to_what_is_above_and_below_their_list(tmp_path: Path) -> None:
    for sign in ("-", "1."):
        text = f"## Vraag {{#v}}\n\nEerst.\n\n{sign} Een.\n{sign} Twee.\n{sign} Drie.\n\nDaarna.\n"
        assert write(text, tmp_path / "fiche.pdf") == ()
        shown = subprocess.run(
            ["pdftotext", "-bbox", str(tmp_path / "fiche.pdf"), "-"], capture_output=True, check=True
        )
        tops = dict(re.findall(r'yMin="([\d.]+)"[^>]*>(Eerst|Een|Twee|Drie|Daarna)\.<', shown.stdout.decode()))
        first, *items, last = map(float, tops)
        within = max(below - above for above, below in pairwise(items))
        assert within + 0.5 < min(items[0] - first, last - items[-1])


@pytest.mark.parametrize("number", [1, 2, 12])
def test_the_text_is_as_large_as_fits(number: int, tmp_path: Path) -> None:
    assert write(questions(number, "Dat mag, als het nodig is. " * 8), tmp_path / "fiche.pdf") == ()
    with pikepdf.open(tmp_path / "fiche.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_short_questions_stand_beside_a_long_one(tmp_path: Path) -> None:
    """In fixed pairs, a short question would leave as much white as the long one beside it takes."""
    answers = ["Dat mag, als het nodig is. " * 30 + "Einde.", *["Kort. " * 20] * 6]
    text = "\n\n".join(f"## Vraag {each}? {{#v{each}}}\n\n{said}" for each, said in enumerate(answers, start=1))
    assert write(text, tmp_path / "fiche.pdf") == ()
    command = ["pdftotext", "-bbox", str(tmp_path / "fiche.pdf"), "-"]
    words = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    places = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(\S+)</word>', words)
    end = next(float(top) for _, top, _, word in places if word == "Einde.")
    beside = [float(top) for left, top, _, word in places if word == "Vraag" and not _is_left(left)]
    assert sum(top < end for top in beside) > 2
    feet = [
        max(float(foot) for left, _, foot, word in places if word in {"Einde.", "Kort."} and on_left == _is_left(left))
        for on_left in (True, False)
    ]
    assert abs(feet[0] - feet[1]) < LINES


def _is_left(place: str) -> bool:
    return float(place) < MIDDLE


def test_a_fiche_of_two_pages(tmp_path: Path) -> None:
    (problem,) = write(questions(30, "Dat mag, als het nodig is. " * 5), tmp_path / "fiche.pdf")
    assert (problem.code, str(problem.origin)) == ("HT009", "docs/fiche.md:1:1")
    assert problem.text == "de fiche past niet op één bladzijde"
    assert re.search(r"Er zijn \d bladzijden nodig", problem.hint)
    assert not (tmp_path / "fiche.pdf").exists()


def test_problems_are_those_of_a_book(tmp_path: Path) -> None:
    text = "## Vraag? {#v}\n\n[a](#nergens)\n![b](weg.svg)"
    problems = write(text, tmp_path / "fiche.pdf")
    assert {(problem.code, problem.origin.line) for problem in problems} == {("LK005", 3), ("LK005", 4)}
    (problem,) = write("## Vraag? {#v}\n\n→", tmp_path / "fiche.pdf")
    assert (problem.code, str(problem.origin)) == ("HT008", "docs/fiche.md:3:1")
    assert not (tmp_path / "fiche.pdf").exists()


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    value = sample(questions(3))
    for name in ("een.pdf", "twee.pdf"):
        assert export_fiche(value, into=tmp_path / name, fonts=FONTS, epoch=EPOCH) == ()
    assert (tmp_path / "een.pdf").read_bytes() == (tmp_path / "twee.pdf").read_bytes()
