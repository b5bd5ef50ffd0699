"""The last look at the rendered text: only elements, attributes and addresses that we know, told by file and line."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from lxml import html
from markdown import markdown  # type: ignore[import-untyped]  # it ships no types

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin, Variant
from draaiboek.pipeline.examine import examine
from draaiboek.render import guard
from draaiboek.render.article import problems as problems_of_site
from draaiboek.render.composed_page import Provenance, as_markdown
from draaiboek.render.layout import page_url
from tests.guidebook import guidebook, overlay, page

PAGE = Origin(PurePosixPath("sectors/onderwijs/kader/delen.md"))
PLACE = "overlays/onderwijs/a.md:7"


def _problems(inside: str) -> list[Diagnostic]:
    text = f'<div data-artikel=""><div data-bron="{PLACE}">{inside}</div></div>'
    return list(guard.problems(html.fragment_fromstring(text), PAGE))


def _codes(inside: str) -> list[str]:
    return [each.code for each in _problems(inside)]


@pytest.mark.parametrize(
    "text",
    [
        '<h2 id="wat">Wat <a class="headerlink" href="#wat" title="Link">¶</a></h2>',
        "<p>Een <strong>woord</strong>, <em>nog</em> een<br>regel met <code>code</code></p>",
        "<p>H<sub>2</sub>O, m<sup>2</sup></p>",
        '<ul><li>a</li></ul><ol start="3"><li>b</li></ol><blockquote>c</blockquote><pre>d</pre><hr>',
        '<table><thead><tr><th align="left">a</th></tr></thead></table>',
        '<table><tbody><tr><td align="right">b</td></tr></tbody></table>',
        '<label><input type="checkbox" disabled="" checked="">af</label>',
        '<div class="admonition"><p class="admonition-title">Let op</p></div><span id="oud"></span>',
        '<img src="../media/beeld.svg" alt="Een beeld">',
        "tekst <!-- en een opmerking -->",
    ],
)
def test_what_the_engine_makes_of_good_text_may_be_there(text: str) -> None:
    assert _problems(text) == []


@pytest.mark.parametrize("name", sorted(guard.ELEMENTS))
def test_every_known_element_may_be_there(name: str) -> None:
    element = html.Element(name)
    assert list(guard.problems(element, PAGE)) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        "<iframe></iframe>",
        "<object></object>",
        "<embed>",
        "<form></form>",
        "<button>klik</button>",
        "<svg></svg>",
        "<math></math>",
        "<video></video>",
        "<base>",
        "<meta>",
        "<link>",
        "<details></details>",
        "<x-eigen></x-eigen>",
    ],
)
def test_any_other_element_is_refused(text: str) -> None:
    (problem,) = _problems(f"<p>vooraf</p>{text}")
    assert problem.code == "HT001"
    assert text[1:].split(">", maxsplit=1)[0] in problem.text


@pytest.mark.parametrize(
    "text",
    [
        '<p onclick="x()">a</p>',
        '<img src="a.svg" alt="" onerror="x()">',
        '<p style="color:red">a</p>',
        '<a href="a" target="_blank">a</a>',
        '<a href="a" ping="b">a</a>',
        '<img src="a.svg" alt="" srcset="https://x.example/a.png">',
        '<p href="a">a</p>',
        '<input type="text" value="x">',
        '<label for="x">a</label>',
        '<td formaction="x">a</td>',
        '<p data-iets="x">a</p>',
        '<p aria-hidden="true">a</p>',
        '<p contenteditable="">a</p>',
    ],
)
def test_any_other_attribute_is_refused(text: str) -> None:
    assert _codes(text) == ["HT003"]


@pytest.mark.parametrize(
    "address",
    [
        "#wat",
        "",
        "./",
        "../delen/",
        "../delen/#wat",
        "/actueel/",
        "https://www.example.org/eli?a=b#c",
        "http://www.example.org/",
        "mailto:iemand@example.org",
        "HTTPS://WWW.EXAMPLE.ORG/",
    ],
)
def test_an_address_inside_or_on_the_web_may_be_there(address: str) -> None:
    assert _codes(f'<a href="{address}">a</a>') == []


def test_only_a_known_number_may_be_called_and_only_as_it_is_written() -> None:
    article = html.fragment_fromstring(
        '<div><a href="tel:112">112</a><a href="tel:112">101</a><a href="tel:101">101</a><img src="tel:112" alt="">'
        '<a href="tel:112"><strong>112</strong></a></div>'
    )
    found = guard.problems(article, Origin(PurePosixPath("docs/delen.md")), ("112",))
    assert [(problem.code, problem.text) for problem in found] == [
        ("HT002", "dit stuk maakt een verwijzing naar 'tel:112'"),
        ("HT002", "dit stuk maakt een verwijzing naar 'tel:101'"),
        ("HT002", "dit stuk maakt een verwijzing naar 'tel:112'"),
    ]


# What browsers make of these: https://url.spec.whatwg.org/#url-parsing (white space goes, \ is /).
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java&#10;script:alert(1)",
        "java&#9;script:alert(1)",
        "&#1;javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:x",
        "ftp://x.example/",
        "tel:+3225000000",
        "tel:112",
        "variant:kern/index.md",
        "//x.example/",
        "\\\\x.example/",
        "\\/x.example/",
        "/\\x.example/",
        " //x.example/",
        "&#9;//x.example/",
        "/&#9;/x.example/",
        "http://[x",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    assert _codes(f'<a href="{address}">a</a>') == ["HT002"]


@pytest.mark.parametrize(
    "address", ["https://x.example/a.png", "//x.example/a.png", "data:image/png;base64,x", "tel:1"]
)
def test_a_picture_from_elsewhere_is_refused(address: str) -> None:
    assert _codes(f'<img src="{address}" alt="">') == ["HT002"]


def test_every_problem_is_told() -> None:
    text = '<p onclick="x()" style="y"><a href="data:x">a</a></p><script></script>'
    assert sorted(_codes(text)) == ["HT001", "HT002", "HT003", "HT003"]


def test_every_problem_has_a_remedy() -> None:
    assert all(each.hint for each in _problems('<p onclick="x()"><a href="data:x">a</a></p><script></script>'))


# --- place ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script></script>", id="inside"),
        pytest.param("<ul><li><p><script></script></p></li></ul>", id="deep inside"),
        pytest.param(
            f'</div><div data-bron="docs/a.md:1">goed</div><div data-bron="{PLACE}"><script></script>', id="next"
        ),
        pytest.param(f'<div data-bron="{PLACE}"><script></script></div>', id="nearest"),
    ],
)
def test_the_place_is_that_of_the_nearest_mark(text: str) -> None:
    (problem,) = _problems(text)
    assert str(problem.origin) == f"{PLACE}:1"


def test_the_element_with_the_mark_has_that_place_itself() -> None:
    element = html.fragment_fromstring('<div><p data-bron="docs/b.md:12" onclick="x()">a</p></div>')
    (problem,) = guard.problems(element, PAGE)
    assert str(problem.origin) == "docs/b.md:12:1"


def test_outside_every_mark_the_page_is_the_place() -> None:
    (problem,) = guard.problems(html.fragment_fromstring("<div><script></script></div>"), PAGE)
    assert str(problem.origin) == "sectors/onderwijs/kader/delen.md:1:1"


@pytest.mark.parametrize("mark", ["", "docs/a.md", "docs/a.md:x", ":3"])
def test_a_mark_that_makes_no_sense_stops_nothing(mark: str) -> None:
    element = html.fragment_fromstring(f'<div><p data-bron="{mark}"><script></script></p></div>')
    assert [each.code for each in guard.problems(element, PAGE)] == ["HT001"]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        pytest.param("delen/index.html", "wat", id="core"),
        pytest.param("delen/index.html", "onderwijs-meer", id="overlay"),
        pytest.param("fiche/index.html", "steun", id="page of a sector"),
    ],
)
def test_the_place_of_a_problem_in_a_heading_is_a_file_that_has_that_heading(
    name: str, heading: str, tmp_path: Path
) -> None:
    """A heading is no block; yet its file is known (design.md §4: every block knows its file and line)."""
    project = guidebook(
        {
            "docs/delen.md": page("## Wat {#wat}\n\nTekst.\n"),
            "overlays/onderwijs/a.md": overlay("### Meer {#meer}\n\nTekst.\n", target="delen.md#wat"),
            "sectors/onderwijs/fiche.md": page("## Steun {#steun}\n\nTekst.\n", more="na: index.md\n"),
        },
        tmp_path,
    )
    variant = next(each for each in examine(project).variants if each.slug == "onderwijs")
    site = _rendered(tmp_path / "site", variant)
    path = site / name
    text = path.read_text(encoding="utf-8")
    assert f'id="{heading}"' in text
    path.write_text(text.replace(f'id="{heading}"', f'id="{heading}" onclick="x()"'), encoding="utf-8")
    (problem,) = problems_of_site(variant, site)
    source = project.root / problem.origin.path
    assert source.exists()
    assert f"{{#{heading.removeprefix('onderwijs-')}}}" in source.read_text(encoding="utf-8")


def _rendered(site: Path, variant: Variant) -> Path:
    """Write what the engine makes of *variant*, with nothing of the theme but the mark around the text."""
    for each in variant.pages:
        _, _, body = as_markdown(each, variant, Provenance("", {})).partition("\n---\n")
        text = markdown(body, extensions=["attr_list", "md_in_html"])
        path = site / page_url(each.path) / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<!doctype html><title>x</title><div data-artikel>{text}</div>", encoding="utf-8")
    return site
