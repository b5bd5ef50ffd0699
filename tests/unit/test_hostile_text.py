"""Attacks that an editor could try: the text is refused, or its article has only what was read in it.

A text is safe when the article's links and pictures are those that were read and lead where they may, and it has no
script, no handler and no element with an id or class of its own. lxml stands in for a browser's parser.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
from lxml import html

from draaiboek.base.model import (
    Image,
    Inline,
    Line,
    Link,
    Origin,
    Page,
    PageMeta,
    Part,
    Section,
    SectorText,
    Slot,
    Variant,
    deep,
    runs,
    words,
)
from draaiboek.compose.reading_order import all_runs
from draaiboek.compose.variants import core as core_text
from draaiboek.content import drawings, strict_yaml
from draaiboek.content.markdown import parse
from draaiboek.content.markdown.sections import Parsed
from draaiboek.pipeline.examine import examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests.guidebook import guidebook, page
from tests.oracle import TYPED

HERE = Origin(PurePosixPath("docs/delen.md"))
ELEMENTS = {
    "a",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "h2",
    "h3",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "strong",
} | {*("sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul")}
CLASSES = {"admonition note", "admonition-title", "headerlink", "lr-tekst", "task-list", "task-list-item"}
ATTRIBUTES = {"alt", "checked", "class", "data-artikel", "data-bron", "disabled", "href", "id", "src", "start"} | {
    *("title", "type", "aria-label", "data-kop")
}
SCHEMES = {"", "http", "https", "mailto"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>Tekening</title>%s</svg>'

HOSTILE = {
    "address-with-a-space": "[klik](javascript:alert(1); x)",
    "address-with-a-space-in-brackets": "[klik](<javascript:alert(1) >)",
    "other-site-with-a-space": "[klik](//kwaad.example/a b)",
    "picture-with-a-space": "![beeld](https://kwaad.example/x.png y)",
    "definition-inside-a-paragraph": "Tekst\n[a]: javascript:alert(1)\nen [klik][a]",
    "definition-inside-a-quote": "> [a]: javascript:alert(1)\n\nTekst.",
    "footnote-of-several-words": "Tekst.[^1]\n\n[^1]: Twee woorden.",
    "definition-list": "Tekst\n: [klik](javascript:alert(1); x)",
    "fence-of-tildes": "~~~\n[klik](javascript:alert(1))\n~~~",
    "fence-with-a-blank-line": "```\neen\n\n[klik](javascript:alert(1))\n```",
    "fence-never-closed": "```\ncode",
    "code-with-a-backslash": "`a\\`[klik](javascript:alert(1); b)`",
    "attributes-before-an-id": "[k](https://a.be){onclick=alert(1)} en {#x}",
    "attributes-between-escaped-backticks": "\\`[k](https://a.be){onclick=alert(1)}\\`",
    "attributes-with-two-braces": "[k](https://a.be){onclick=alert(1)}}",
    "id-behind-a-paragraph": "Alinea.\n{#kop}",
    "heading-inside-a-list": "- ## Kop",
    "heading-inside-a-quote": "> ## Kop",
    "script-behind-a-comment": "- a\n\n    <!-- x --><script>alert(1)</script>",
    "list-that-is-numbered-in-a-list": "- a\n1. b",
    "entity-in-an-address": "[a](&#106;avascript:alert(1))",
    "autolink": "<javascript:alert(1)>",
    "upper-case": "[a](JAVASCRIPT:alert(1))",
    "link-in-a-heading": "## [Kop](javascript:alert(1)) {#kop}",
    "attributes-in-a-table": "| a |\n| - |\n| b {: onclick=x} |",
    "html-in-a-table": "| a |\n| - |\n| <img src=x onerror=y> |",
    "title-with-quotes": "[a](https://a.be 't\" onclick=\"x')",
}

HARMLESS = {
    "link": "Zie [hier](delen.md#kop) en <https://example.org>.",
    "link-in-a-list": "- [a](a.md)\n    - **[b](b.md)**",
    "link-in-a-table": "| a |\n| - |\n| [b](b.md) |",
    "link-in-a-box": '!!! note "Kader"\n\n    [a](a.md "Titel")',
    "address-with-brackets": "[a](https://example.org/a_(b)) en [b](https://example.org/?a=1&b=2#c)",
    "code": "`[a](javascript:alert(1))`",
    "double-code": "`` ` [a](javascript:alert(1)) ``",
    "brackets": "Een [woord] tussen haken (en nog een) en [twee][woorden].",
    "less-than": "1 < 2 en a<b, &lt;script&gt;",
    "heading": "## Kop {#kop}\n\n### *Nadruk* {#nadruk .vast}",
    "quote": "> Een citaat met [a](a.md).",
    "tasks": "- [ ] te doen\n- [x] gedaan",
    "sub": "x<sub>2</sub><br>y",
    "picture": "![beeld](media/a.svg)",
}


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Variant:
    """The core of the small guidebook, in whose context articles are written."""
    return examine(guidebook({}, tmp_path_factory.mktemp("core"))).variants[0]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_or_is_no_more_than_was_read(text: str, core: Variant) -> None:
    parsed = parse(_lines(text))
    assert parsed.problems or _unread(parsed, core) == []


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_harmless_text_passes_and_is_no_more_than_was_read(text: str, core: Variant) -> None:
    parsed = parse(_lines(text))
    assert parsed.problems == ()
    assert _unread(parsed, core) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_as_a_value_is_words_and_nothing_else(text: str, tmp_path: Path) -> None:
    """For any value that a data file accepts; what it refuses is tested elsewhere."""
    body = "Voor {{ kwaad.tekst }} na.\n\n| {{ kwaad.tekst }} |\n|---|\n| cel |\n"
    files = {"docs/delen.md": page(body), "docs/_data/variabelen.yml": "kwaad:\n  tekst: goed\n"}
    checked = examine(guidebook(files, tmp_path))
    assert checked.problems == ()
    made = core_text(replace(checked.source, variables={"kwaad.tekst": text}))
    assert made.problems == ()
    filled = next(each for each in made.filled if each.path.name == HERE.path.name)
    root = html.fragment_fromstring(article(filled, around(filled, checked.variants[0], "")))
    assert [str(each.tag) for each in root.iter()] == [
        "div",
        "div",
        "p",
        "table",
        "thead",
        "tr",
        "th",
        "tbody",
        "tr",
        "td",
    ]
    said = [str(root.findtext(f".//{name}")).translate(TYPED) for name in ("p", "th")]
    assert said == [each.translate(TYPED) for each in (f"Voor {text} na.", text)]


def test_the_look_at_an_article_sees_what_is_wrong() -> None:
    for wrong in (
        "<script>x</script>",
        '<p onclick="x">a</p>',
        '<p id="eigen">a</p>',
        '<p class="eigen">a</p>',
        '<a href="JavaScript:x">a</a>',
        '<a href="java&#10;script:x">a</a>',
        '<a href="//kwaad.example">a</a>',
        '<img src="https://kwaad.example/x.png" alt="x">',
        '<p style="color: red">a</p>',
    ):
        assert _strange(f"<div>{wrong}</div>", set()) != []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('\\[x](variant:kern/index.md#"onclick="alert`1`)', id="escaped"),
        pytest.param('`[x](variant:kern/index.md#"onclick="alert(1)`', id="in-code"),
        pytest.param("[a](VARIANT:kern/index.md)", id="in-capitals"),
        pytest.param("<variant:kern/index.md>", id="autolink"),
        pytest.param("[b [c]](variant:kern/index.md)", id="brackets"),
    ],
)
def test_a_link_to_another_variant_makes_nothing_but_a_link(text: str, tmp_path: Path) -> None:
    checked = examine(guidebook({"docs/delen.md": page(text)}, tmp_path))
    if checked.failed:
        return
    core = checked.variants[0]
    here = next(each for each in core.pages if each.path.name == HERE.path.name)
    written = article(here, around(here, core, ""))
    links = [dict(element.attrib) for element in html.fragment_fromstring(written).iter("a")]
    assert all(link.keys() == {"href"} and "variant:" not in link["href"].lower() for link in links)


@pytest.mark.parametrize(("text", "read"), [("a\rb\n\n- c", ["a b", "c"]), ("\r", [])])
def test_an_old_line_end_in_a_line_is_white_space(text: str, read: list[str]) -> None:
    parsed = parse(_lines(text))
    assert parsed.problems == ()
    assert [words(run) for run in all_runs(parsed.lead, parsed.sections)] == read


@pytest.mark.parametrize("text", ["a\r\r## Kop {#kop}\r\rb", "| a |\r| - |\r| b |"])
def test_what_old_line_ends_take_apart_is_refused(text: str) -> None:
    assert len(parse(_lines(text)).problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * (sys.getrecursionlimit() + 1), id="deep-lists"),
        pytest.param("- " * (sys.getrecursionlimit() + 1), id="deep-items"),
        pytest.param("a: 1" + ":0" * 250 + ".5", id="number-in-base-60"),
        pytest.param("a: 0x_", id="no-number"),
        pytest.param("a: 2026-02-30", id="no-date"),
        pytest.param("a: " + "9" * 5000, id="many-digits"),
        pytest.param("a: \x07", id="bell"),
        pytest.param('a: "\\U00110000"', id="no-character"),
        pytest.param("%YAML 1." + "9" * 4500 + "\n---\na: b", id="version-of-many-digits"),
        pytest.param("? [a]: b", id="list-as-key"),
        pytest.param("a: &x [*x]", id="refers-to-itself"),
        pytest.param("a: !!python/name:os.system", id="python"),
        pytest.param("<<: {title: x}", id="merge"),
    ],
)
def test_hostile_yaml_is_refused(text: str) -> None:
    with pytest.raises(strict_yaml.StrictYamlError):
        strict_yaml.parse(text, HERE)


@pytest.mark.parametrize("text", ["a: 1\nb: 2026-02-30", "a: 1\nb: 0x_", "a: 1\n? [b]\n: c"])
def test_a_value_that_cannot_be_read_is_told_at_its_line(text: str) -> None:
    with pytest.raises(strict_yaml.StrictYamlError) as caught:
        strict_yaml.parse(text, HERE)
    assert caught.value.origin.line == HERE.line + 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('<?xml version="1.0" encoding="klingon"?>' + SVG % "", id="unknown-encoding"),
        pytest.param('<?xml version="1.0" encoding="shift_jis"?>' + SVG % "", id="encoding-that-expat-cannot"),
        pytest.param('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG % "&a;", id="entities"),
        pytest.param("<svg>", id="not-closed"),
        pytest.param("", id="empty"),
        pytest.param(SVG % "<foreignObject/>", id="foreign-object"),
        pytest.param(SVG % '<g onclick="x"/>', id="handler"),
        pytest.param(SVG % '<g ONCLICK="x"/>', id="handler-in-capitals"),
        pytest.param(SVG % '<rect fill="url(https://kwaad.example)"/>', id="address"),
        pytest.param(SVG % '<rect fill="URL(https://kwaad.example)"/>', id="address-in-capitals"),
        pytest.param(SVG % '<rect fill="u\\72l(https://kwaad.example)"/>', id="address-with-escapes"),
        pytest.param('<?xml-stylesheet href="x.xsl" type="text/xsl"?>' + SVG % "", id="style-sheet"),
        pytest.param(SVG % '<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>', id="script-of-html"),
    ],
)
def test_hostile_drawings_are_refused_in_words(text: str) -> None:
    _, problems = drawings.read(text.encode(), HERE)
    assert {problem.code for problem in problems} == {"HT004"}
    assert not any(re.search(r"\w+=|\(\w+\(", problem.text) for problem in problems), (
        "words of Python, not of an editor"
    )


def _lines(text: str) -> Sequence[Line]:
    return [Line(line, Origin(HERE.path, number)) for number, line in enumerate(text.split("\n"), 1)]


def _unread(parsed: Parsed, core: Variant) -> list[str]:
    """Return what the article of *parsed* has that was not read, or that is not allowed."""
    whole = Page(PurePosixPath("delen.md"), PageMeta("", ""), parsed.lead, parsed.sections, HERE)
    shown = article(whole, around(whole, core, ""))
    read = [*_words(parsed.lead, parsed.sections)]
    root = html.fragment_fromstring(shown)
    links = [each for each in root.iter("a") if each.get("class") != "headerlink"]
    found = [f"{len(links)} links"] if len(links) != sum(isinstance(each, Link) for each in read) else []
    images = sum(isinstance(each, Image) for each in read)
    found += [f"{images} pictures"] if sum(1 for _ in root.iter("img")) != images else []
    return found + _strange(shown, {section.id for top in parsed.sections for section in top.walk()})


def _strange(shown: str, ids: set[str]) -> list[str]:
    root = html.fragment_fromstring(shown)
    found = [str(each.tag) for each in root.iter() if each.tag not in ELEMENTS]
    for element in root.iter():
        for name, value in element.attrib.items():
            if not _may_be(str(element.tag), name, value, ids):
                found.append(f"{element.tag} {name}={value}")
    return found


def _may_be(tag: str, name: str, value: str, ids: set[str]) -> bool:
    plain = re.sub(r"[\x00-\x20]", "", value)  # a browser removes these from an address
    match name:
        case "href":
            return urlsplit(plain).scheme in SCHEMES and not plain.startswith(("//", "\\"))
        case "src":
            return not urlsplit(plain).scheme and not plain.startswith(("/", "\\"))
        case "id":
            return value in ids
        case "class":
            return value in CLASSES
        case "type" | "scope":
            return (tag, value) in {("input", "checkbox"), ("th", "col"), ("th", "row")}
    return name in ATTRIBUTES


def _words(parts: Sequence[Part], sections: Sequence[Section]) -> Iterator[Inline]:
    for part in parts:
        if not isinstance(part, SectorText | Slot):
            yield from (each for run in runs(part) for each in deep(run))
    for section in sections:
        yield from deep(section.heading)
        yield from _words(section.body, section.subsections)


def test_a_drawing_that_breaks_off_tells_what_was_wrong_in_it_before() -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg"><title>Tekening</title>\n<script>x</script>\n<rect'
    content, problems = drawings.read(text.encode(), Origin(PurePosixPath("docs/media/beeld.svg")))
    assert content == b""
    assert [(each.code, each.origin.line) for each in problems] == [("HT004", 2), ("HT004", 3)]
    assert problems[-1].text == "de tekening is niet te lezen"
