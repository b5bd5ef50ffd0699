"""Where links lead: into the book or to an address."""

from __future__ import annotations

import pytest

from draaiboek.export.links import Inside, Links, Outside
from tests.unit.export_books import PERMALINK, book, chapter

LINKS = Links.of(book(chapter(""), chapter("", "wettelijk-kader/livc-wet")))


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("#a", Inside("delen#a")),
        ("", Inside("delen#")),
        ("../wettelijk-kader/livc-wet/#art-3", Inside("wettelijk-kader/livc-wet#art-3")),
        ("../wettelijk-kader/livc-wet/index.html", Inside("wettelijk-kader/livc-wet#")),
        ("#geldige%20reden", Inside("delen#geldige reden")),
        (f"{PERMALINK}delen/#a", Inside("delen#a")),
        ("../elders/", Outside(f"{PERMALINK}elders/")),
        ("../../jeugd/delen/", Outside("https://example.org/2026.1/jeugd/delen/")),
        ("/", Outside("https://example.org/")),
        ("https://a.be/?b=c", Outside("https://a.be/?b=c")),
        ("mailto:a@b.be", Outside("mailto:a@b.be")),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://[", None),
    ],
)
def test_resolve(href: str, expected: Inside | Outside | None) -> None:
    assert LINKS.resolve(href, "delen/") == expected


@pytest.mark.parametrize("text", ["a@b.be", "A@b.be "])
def test_an_address_that_is_the_text(text: str) -> None:
    assert Outside("mailto:a@b.be").is_said_by(text)


def test_files_are_found_from_the_page() -> None:
    assert LINKS.file("../media/een%20schema.svg", "delen/") == "media/een schema.svg"
    assert LINKS.file("https://a.be/x.svg", "delen/") == "https://a.be/x.svg"
