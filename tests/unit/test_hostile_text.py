"""What an editor could try: the text is refused, or the site engine makes nothing else of it than we read in it.

A text is safe when every link of the site engine is a link that was checked, and it makes no script, no handler and no
element with an id or class of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import pytest
import yaml
from lxml import html
from markdown import Markdown  # type: ignore[import-untyped]  # it ships no types

from draaiboek.base.model import Block, Line, Link, Origin, Part, Section
from draaiboek.content import drawings, strict_yaml
from draaiboek.content.markdown import parse
from draaiboek.pipeline.examine import examine
from draaiboek.render.composed_page import as_markdown
from tests.guidebook import guidebook, page

HERE = Origin(PurePosixPath("docs/delen.md"))
SETTINGS = Path(__file__).parents[2] / "mkdocs.yml"
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


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_or_means_the_same_to_the_site(text: str) -> None:
    lines = _lines(text)
    parsed = parse(lines)
    assert parsed.problems or _unread(text) == []


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_harmless_text_passes_and_means_the_same_to_the_site(text: str) -> None:
    assert parse(_lines(text)).problems == ()
    assert _unread(text) == []


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
    written = next(as_markdown(each, core) for each in core.pages if each.path.name == HERE.path.name)
    root = html.fragment_fromstring(_site_engine().convert(written.partition("# Delen")[2]), create_parent=True)
    links = [dict(element.attrib) for element in root.iter("a")]
    assert all(link.keys() == {"href"} and "variant:" not in link["href"].lower() for link in links)


@pytest.mark.parametrize("text", ["a\r\r## Kop {#kop}\r\rb", "a\rb\n\n- c", "\r", "| a |\r| - |\r| b |"])
def test_old_line_ends_are_lines_or_a_message(text: str) -> None:
    parse(_lines(text))


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
        pytest.param("? [a]: b", id="list-as-key"),
        pytest.param("a: &x [*x]", id="refers-to-itself"),
        pytest.param("a: !!python/name:os.system", id="python"),
        pytest.param("<<: {title: x}", id="merge"),
    ],
)
def test_hostile_yaml_is_refused(text: str) -> None:
    with pytest.raises(strict_yaml.StrictYamlError):
        strict_yaml.parse(text, HERE)


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
    problems = list(drawings.problems(text.encode(), HERE))
    assert {problem.code for problem in problems} == {"HT004"}
    assert not any(re.search(r"\w+=|\(\w+\(", problem.text) for problem in problems), (
        "words of Python, not of an editor"
    )


def _lines(text: str) -> Sequence[Line]:
    return [Line(line, Origin(HERE.path, number)) for number, line in enumerate(text.split("\n"), 1)]


def _unread(text: str) -> list[str]:
    """Return what the site engine makes of *text* that we did not read in it."""
    parsed = parse(_lines(text))
    known = {link.href for link in _links(parsed.lead, parsed.sections)}
    ids = {section.id for top in parsed.sections for section in top.walk()}
    root = html.fragment_fromstring(_site_engine().convert(text), create_parent=True)
    return [found for element in root.iter() for found in _strange(str(element.tag), element.attrib, known, ids)]


def _strange(tag: str, attributes: Mapping[str, str], links: set[str], ids: set[str]) -> list[str]:
    found = [tag] if tag in {"script", "iframe", "dl", "dt", "dd", "<cyfunction Comment>"} else []
    for name, value in attributes.items():
        reads = {"href": links, "src": links, "id": ids}.get(name)
        if (reads is not None and value not in reads) or name.startswith("on"):
            found.append(f"{tag} {name}={value}")
    return found


def _links(parts: Sequence[Part], sections: Sequence[Section]) -> list[Link]:
    found = [link for part in parts if isinstance(part, Block) for link in part.links]
    for section in sections:
        found += _links(section.body, section.subsections)
    return found


def _site_engine() -> Markdown:
    """Return Python-Markdown with the extensions of mkdocs.yml, but for the marks behind headings."""
    listed = yaml.safe_load(SETTINGS.read_text(encoding="utf-8"))["markdown_extensions"]
    pairs = [next(iter(each.items())) if isinstance(each, dict) else (each, {}) for each in listed]
    configs = {name: config or {} for name, config in pairs}
    configs["toc"] = {**configs.get("toc", {}), "permalink": False}
    return Markdown(extensions=[name for name, _ in pairs], extension_configs=configs)
