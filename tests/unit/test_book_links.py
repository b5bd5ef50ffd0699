"""Where the links of a page lead in a book: to a place in the book, or to the same edition on the web."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from draaiboek.forms.book_links import BookLinks, InBook, OnTheWeb

PAGES = frozenset(map(PurePosixPath, ("index.md", "delen.md", "kader/index.md", "kader/wet.md")))
SECTOR = BookLinks("onderwijs", "https://a.be/2026.1", PAGES)
CORE = BookLinks("kern", "https://a.be/2026.1", PAGES)
HERE = PurePosixPath("kader/wet.md")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("", InBook(HERE)),
        ("#drie", InBook(HERE, "drie")),
        ("wet.md#drie", InBook(HERE, "drie")),
        ("../delen.md", InBook(PurePosixPath("delen.md"))),
        ("index.md", InBook(PurePosixPath("kader/index.md"))),
        ("../delen.md#geldige%20reden", InBook(PurePosixPath("delen.md"), "geldige reden")),
        ("variant:onderwijs/delen.md#wat", InBook(PurePosixPath("delen.md"), "wat")),
        ("variant:onderwijs/weg/index.md", OnTheWeb("https://a.be/2026.1/onderwijs/weg/")),
        ("variant:sport/delen.md#wat", OnTheWeb("https://a.be/2026.1/sport/delen/#wat")),
        ("variant:kern/index.md", OnTheWeb("https://a.be/2026.1/")),
        ("elders.md#wat", OnTheWeb("https://a.be/2026.1/onderwijs/kader/elders/#wat")),
        ("https://a.be/?b=c", OnTheWeb("https://a.be/?b=c")),
        ("mailto:a@b.be", OnTheWeb("mailto:a@b.be")),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//a.be/x", None),
        ("https://[", None),
    ],
)
def test_where_a_link_leads(href: str, expected: InBook | OnTheWeb | None) -> None:
    assert SECTOR.resolve(href, HERE) == expected


def test_the_core_has_no_folder_of_its_own() -> None:
    assert CORE.resolve("elders.md", HERE) == OnTheWeb("https://a.be/2026.1/kader/elders/")
    assert CORE.resolve("variant:kern/delen.md", HERE) == InBook(PurePosixPath("delen.md"))
    assert CORE.resolve("variant:onderwijs/delen.md", HERE) == OnTheWeb("https://a.be/2026.1/onderwijs/delen/")


def test_the_place_of_the_editions_may_be_a_machine_and_no_other_address_may() -> None:
    links = BookLinks("kern", "http://10.0.0.5:8000/gids/2026.1", PAGES)
    for address in ("http://10.0.0.5:8000/gids/nakijken/", "http://10.0.0.5:8000/gids"):
        assert links.resolve(address, HERE) == OnTheWeb(address)
    for address in ("http://10.0.0.5:8000/gidsen/", "http://10.0.0.6/gids/"):
        assert links.resolve(address, HERE) is None
    assert BookLinks("", "", frozenset()).resolve("http://10.0.0.5/", HERE) is None
