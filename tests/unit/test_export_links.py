"""Where links lead: into the book or to an address."""

from __future__ import annotations

import pytest

from draaiboek.forms.link_targets import Addresses, Inside, Outside
from draaiboek.forms.pdf.convert import convert
from draaiboek.forms.pdf.links import is_said_by
from tests.unit.export_books import PERMALINK, book, chapter

LINKS = Addresses.of(book(chapter(""), chapter("", "wettelijk-kader/livc-wet")))


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("#a", Inside("delen", "a")),
        ("", Inside("delen")),
        ("../wettelijk-kader/livc-wet/#art-3", Inside("wettelijk-kader/livc-wet", "art-3")),
        ("../wettelijk-kader/livc-wet/index.html", Inside("wettelijk-kader/livc-wet")),
        ("#geldige%20reden", Inside("delen", "geldige reden")),
        (f"{PERMALINK}delen/#a", Inside("delen", "a")),
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
    assert is_said_by(text, "mailto:a@b.be")


def test_files_are_found_from_the_page() -> None:
    assert LINKS.file("../media/een%20schema.svg", "delen/") == "media/een schema.svg"
    assert LINKS.file("https://a.be/x.svg", "delen/") == "https://a.be/x.svg"


LAW = '<a href="../wettelijk-kader/livc-wet/#art-3">wet</a>'
TERM = LAW.replace("<a ", '<a class="lr-begrip" ')
FAR = '("wettelijk-kader/livc-wet#art-3", "wet")'
NOTE = '<p>a<sup id="fnref:n"><a class="footnote-ref" href="#fn:n">1</a></sup></p>'
SECTIONS = "".join(f'<h3 id="s{number}">S</h3>' for number in range(6))
PAGES = {
    "to another chapter": (f"<p>{LAW}</p>", f"far{FAR}"),
    "once in a section": (f"<p>{LAW}{LAW}</p>", f"far{FAR}; inside{FAR}"),
    "again in the next": (f'<p>{LAW}</p><h2 id="k">K</h2><p>{LAW}</p>', f"far{FAR}"),
    "term": (f"<p>{TERM}</p>", f"inside{FAR}"),
    "in a table": (f"<table><tr><td>{LAW}</td></tr></table>", f"table.cell(inside{FAR})"),
    "in a heading": (f"<h2>{LAW}</h2>", f"heading(level: 2, inside{FAR})"),
    "in a footnote": (f'{NOTE}<div class="footnote"><ol><li id="fn:n">{LAW}</li></ol></div>', f"inside{FAR}"),
    "near": (f'<p><a href="#s2">a</a></p>{SECTIONS}', 'inside("delen#s2", "a")'),
    "some headings away": (f'<p><a href="#s5">a</a></p>{SECTIONS}', 'far("delen#s5", "a")'),
    "back": (f'{SECTIONS}<p><a href="#s0">a</a></p>', 'far("delen#s0", "a")'),
    "nowhere": (f'<p><a href="#niets">a</a></p>{SECTIONS}', 'inside("delen#niets", "a")'),
}


@pytest.mark.parametrize(("html", "expected"), PAGES.values(), ids=PAGES)
def test_a_link_says_its_page_where_that_helps(html: str, expected: str) -> None:
    source = convert(chapter(html), LINKS, {}, opens=True).source
    assert expected in source
    assert source.count("far(") == expected.count("far(") + html.count('<h2 id="k">')
