"""Where links lead: into the book or to an address, and which of them print the page where they arrive."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest

from draaiboek.forms.book_links import BookLinks, InBook, OnTheWeb
from draaiboek.forms.pdf.links import is_said_by, label
from draaiboek.forms.pdf.walk import Binding
from tests.unit.pdf_books import PERMALINK, book, chapter, converted

DELEN, LAW = PurePosixPath("delen.md"), PurePosixPath("wettelijk-kader/livc-wet.md")
BOOK = book(
    chapter(""),
    chapter("## Artikel 3 {#art-3}", "wettelijk-kader/livc-wet"),
    chapter("## Ronde tafel {#tafel}", "begrippen"),
)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("#a", InBook(DELEN, "a")),
        ("wettelijk-kader/livc-wet.md#art-3", InBook(LAW, "art-3")),
        ("wettelijk-kader/livc-wet.md", InBook(LAW)),
        ("wettelijk-kader/../delen.md", InBook(DELEN)),
        ("#geldige%20reden", InBook(DELEN, "geldige reden")),
        ("variant:onderwijs/delen.md#a", InBook(DELEN, "a")),
        ("elders.md", OnTheWeb(f"{PERMALINK}elders/")),
        ("variant:jeugd/delen.md", OnTheWeb("https://example.org/2026.1/jeugd/delen/")),
        ("variant:kern/delen.md#a", OnTheWeb("https://example.org/2026.1/delen/#a")),
        ("https://a.be/?b=c", OnTheWeb("https://a.be/?b=c")),
        ("mailto:a@b.be", OnTheWeb("mailto:a@b.be")),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://[", None),
    ],
)
def test_resolve(href: str, expected: InBook | OnTheWeb | None) -> None:
    assert BookLinks.of(BOOK).resolve(href, DELEN) == expected


def test_from_a_page_in_a_folder() -> None:
    assert BookLinks.of(BOOK).resolve("../delen.md#a", LAW) == InBook(DELEN, "a")


@pytest.mark.parametrize("text", ["a@b.be", "A@b.be "])
def test_an_address_that_is_the_text(text: str) -> None:
    assert is_said_by(text, "mailto:a@b.be")


@pytest.mark.parametrize(
    ("page", "name", "expected"),
    [
        ("index.md", "a", "#a"),
        ("delen.md", "", "delen#"),
        ("wettelijk-kader/livc-wet.md", "art-3", "wettelijk-kader/livc-wet#art-3"),
        ("praktisch-verloop/index.md", "a", "praktisch-verloop#a"),
    ],
)
def test_labels_stay_as_they_are(page: str, name: str, expected: str) -> None:
    assert label(PurePosixPath(page), name) == expected


ART = "[wet](wettelijk-kader/livc-wet.md#art-3)"
FAR = '("wettelijk-kader/livc-wet#art-3", "wet")'
SECTIONS = "\n\n## S {#s}\n\n" + "\n\n".join(f"### S {{#s{number}}}" for number in range(6))
PAGES = {
    "to another chapter": (ART, f"far{FAR}"),
    "once in a section": (ART + ART, f"far{FAR}; inside{FAR}"),
    "again in the next": (f"{ART}\n\n## K {{#k}}\n\n{ART}", f"far{FAR}"),
    "in a table": (f"| a |\n|---|\n| {ART} |", f"table.cell(far{FAR})"),
    "in a heading": (f"## {ART} {{#k}}", f"heading(level: 2, inside{FAR})"),
    "near": (f"[a](#s1){SECTIONS}", 'inside("delen#s1", "a")'),
    "some headings away": (f"[a](#s5){SECTIONS}", 'far("delen#s5", "a")'),
    "back": (f"{SECTIONS}\n\n[a](#s0)", 'far("delen#s0", "a")'),
    "just above": (f"{SECTIONS}\n\n[a](#s5)", 'inside("delen#s5", "a")'),
}


@pytest.mark.parametrize(("text", "expected"), PAGES.values(), ids=PAGES)
def test_a_link_says_its_page_where_that_helps(text: str, expected: str) -> None:
    page = chapter(text)
    source, problems = converted(page, Binding.of(book(page, *BOOK.chapters[1:]), brief=False))
    assert problems == []
    assert expected in source
    assert source.count("far(") == expected.count("far(") + text.count("## K {#k}")


def test_a_link_in_a_footnote_says_no_page() -> None:
    page, sources = chapter("a [@lijst]"), chapter("## f {#bron-lijst}", "bronnen")
    source, _ = converted(page, Binding.of(book(page, sources), brief=False))
    assert 'note("delen#fn:1", 1, {noted-inside("bronnen#bron-lijst", "f"); "."})' in source


def test_a_text_to_hand_out_prints_no_address_of_our_own_site() -> None:
    page = chapter("[a](elders.md) [b](variant:jeugd/delen.md) [c](https://a.be/x)")
    source, _ = converted(page, Binding.of(book(page), brief=True))
    assert source.count("outside(") == 3
    assert re.findall(r'address\("([^"]*)"', source) == ["https://a.be/x"]
