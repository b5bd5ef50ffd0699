"""What must hold of any guidebook, whatever an editor wrote: no word is lost, and nothing breaks.

Every word of the source is in the article, the EPUB, the Typst of the PDF and the search texts, in the same order, or
there is a message with a place that exists. Every link to a page or a place on it leads there. The manifest holds all
words, survives a round trip through its file, and lets what a sector reads be compared with the core.
"""

from __future__ import annotations

import json
import re
import signal
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

import yaml
from lxml import etree
from lxml import html as lxml_html

from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import (
    CORE,
    Book,
    Call,
    Chapter,
    Citation,
    Emphasis,
    Image,
    Inline,
    Link,
    Mark,
    Note,
    Page,
    Script,
    Strong,
    Variant,
    deep,
    words,
)
from draaiboek.base.project import Project
from draaiboek.base.sarif import as_sarif
from draaiboek.compose.normal_form import Look
from draaiboek.compose.reading_order import all_runs
from draaiboek.content.files import read_picture
from draaiboek.editions import changes, manifest
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import compare
from draaiboek.forms.book_links import BookLinks
from draaiboek.forms.epub.convert import convert
from draaiboek.forms.pdf import convert as pdf
from draaiboek.forms.pdf.walk import Binding, Walk
from draaiboek.lab.audit.words_in_forms import Seen, in_tree, squeezed, without_ground
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.render import search_texts
from draaiboek.render.around import around
from draaiboek.render.article import article
from draaiboek.render.chapters import chapters
from draaiboek.render.layout import page_url, site_folder
from tests.guidebook import guidebook
from tests.unit import redlines

WEBSITE = "https://git.example/draaiboek"
SPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
TAGS = {"wet": "wet", "advies": "advies", "afleiding": "afleiding", "na-te-gaan": "na te gaan"}
SECONDS = 10.0
"""Limit of processor time for reading and checking one guidebook (design.md §7)."""
WORD = re.compile(r"(?<![^\W_])[wx]\d+q?(?![^\W_])")
"""A word of `markdown_grammar` that occurs nowhere else in its text."""
_REMARK = re.compile(r"<!--\s*opmerking:.*?-->", re.DOTALL)
TYPED = str.maketrans("\u201c\u201d\u2018\u2019\u2013\u2011\u00a0", "\"\"''-- ")
"""What an editor types for each typographic character, for `str.translate`."""
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
_FORMATS = (diagnostics.as_text, diagnostics.as_github, diagnostics.as_json, as_sarif)


# --- any guidebook ----------------------------------------------------------------------------------------------------


def judge(files: Mapping[str, str | None]) -> Checked:
    """Read the guidebook *files* (on top of the defaults of `guidebook`) and check everything that is made of it."""
    with tempfile.TemporaryDirectory() as folder:
        with limited(SECONDS):
            project = guidebook(files, Path(folder))
            checked = examine(project)
            _check_messages(checked.problems, project.root)
        if not checked.failed:
            shown = {
                address: html
                for variant in checked.variants
                for address, html in check(project, variant, variant.pages).items()
            }
            assert lost(files, checked, "\n".join(shown.values())) == []
            assert leading_nowhere(shown) == []
            _check_edition(checked.variants)
    return checked


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the body when it takes more than *seconds* of processor time."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        message = f"more than {seconds} seconds of processor time"
        raise TimeoutError(message)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def lost(files: Mapping[str, str | None], checked: Checked, shown: str) -> list[str]:
    """Return the unique words of *files* that are neither in *checked* nor in *shown*."""
    found = {*WORD.findall(shown)}
    for variant in checked.variants:
        for each in variant.pages:
            found |= {*WORD.findall("\n".join((each.meta.title, each.meta.description, *_all_in(each))))}
    # A letter written as an entity only joins the word beside it once it is decoded.
    return [word for text in _written(files) for word in WORD.findall(unescape(text)) if word not in found]


# Which values of a data file the list or aid of that name shows; `*` matches any key or index.
_SHOWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "docs/_data/bronnen.yml": ("lijst: bronnen", ("*/titel", "*/kort", "*/publicatie", "*/opmerking")),
    "docs/_data/begrippen.yml": ("lijst: begrippen", ("*/term", "*/voluit", "*/definitie")),
    "docs/_data/figuren.yml": (
        "figuur: delen",
        (
            *("delen/titel", "delen/delen/*/kop", "delen/delen/*/label", "delen/delen/*/regels/*"),
            *("delen/kolommen/*", "delen/onderschrift"),
        ),
    ),
    "docs/_data/toegankelijkheidsverklaring.yml": (
        "lijst: toegankelijkheidsverklaring",
        tuple(f"niet_toegankelijk/*/{key}" for key in ("deel", "waarom", "alternatief")),
    ),
    "sectors/onderwijs/functies.yml": (
        "lijst: functies",
        tuple(f"*/{key}" for key in ("functie", "toelichting", "volgens", "na_te_gaan", "aan_tafel")),
    ),
    "docs/_data/totstandkoming.yml": ("lijst: stappenplan", ("stappen/*/stap", "stappen/*/toelichting")),
    "docs/_data/beslisboom.yml": (
        "beslisboom: delen",
        (
            *(
                "delen/inleiding",
                "delen/vragen/*/vraag",
                "delen/vragen/*/uitleg",
                "delen/vragen/*/antwoorden/*/antwoord",
            ),
            *("delen/uitkomsten/*/titel", "delen/uitkomsten/*/tekst"),
        ),
    ),
    "sectors/onderwijs/sector.yml": ("lijst: sectoren", ("actoren/*/naam", "actoren/*/rol")),
}


def _written(files: Mapping[str, str | None]) -> Iterator[str]:
    """Yield what a reader must find of *files*: texts, reasons of overlays, and the values that a list shows."""
    pages = [text for path, text in files.items() if path.startswith("docs/") and path.endswith(".md") and text]
    for path, text in files.items():
        if path.endswith(".md") and text:
            front, body = text.split("\n---", 1) if "\n---" in text else ("", text)
            yield _REMARK.sub("", body)
            yield from (line for line in front.split("\n") if line.startswith("reden: "))
        if path in _SHOWN and text:
            mark, keys = _SHOWN[path]
            if any(f"<!-- {mark} -->" in each for each in pages):
                value = yaml.safe_load(text)
                yield from (said for key in keys for said in _values(value, key.split("/")))


def _values(value: Any, keys: Sequence[str]) -> Iterator[str]:
    if not keys:
        yield from [value] if isinstance(value, str) else []
    elif keys[0] == "*":
        below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        yield from (said for each in below for said in _values(each, keys[1:]))
    elif isinstance(value, dict):
        yield from _values(value.get(keys[0]), keys[1:])


def _all_in(each: Page) -> Iterator[str]:
    """Yield everything that is written on a page, visible or not."""
    for run in all_runs(each.lead, each.sections):
        yield from map(all_of, deep(run))
    yield from (f"{section.id} {section.mark.about if section.mark else ''}" for section in each.walk())
    yield from (words(note.content) for note in each.footnotes)


def _check_messages(problems: Sequence[Diagnostic], root: Path) -> None:
    """Assert that every message has a place that exists, and can be written in every format."""
    for each in problems:
        file = root / each.origin.path
        assert file.exists() or file.parent.exists(), each
        if file.is_file():
            text = file.read_bytes().decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")
            lines = text.replace("\r", "\n").split("\n")
            assert 1 <= each.origin.line <= len(lines), each
            assert 1 <= each.origin.column <= len(lines[each.origin.line - 1]) + 1, each
        assert each.text, each
        assert "\n" not in each.text, each
    for form in _FORMATS:
        form(problems).encode()
    json.loads(diagnostics.as_json(problems))


# --- one page ---------------------------------------------------------------------------------------------------------


def check(project: Project, variant: Variant, pages: Sequence[Page]) -> Mapping[str, str]:
    """Check each of *pages* of *variant* against what is made of it, and return their articles by address."""
    shown = {}
    in_books = {}
    media = {str(each.path): read_picture(project.root / each.origin.path, each.origin)[0] for each in variant.media}
    address = "https://a.be/2026.1/" if variant.slug == CORE else f"https://a.be/2026.1/{variant.slug}/"
    book = Book(variant.slug, variant.identity, variant.title, variant.edition, address, chapters(variant), media)
    by_path = {chapter.path: chapter for chapter in book.chapters}
    binding = Binding.of(book, brief=False)
    for each in pages:
        html = article(each, around(each, variant, WEBSITE))
        shown[f"/{site_folder(variant.slug)}{page_url(each.path)}"] = html
        on_site = Seen(html)
        _check_article(each, on_site)
        if each.path in by_path:  # a page outside the menu is no chapter of a book
            body = in_books[f"/{each.path.with_suffix('.xhtml')}"] = _chapter(by_path[each.path], book)
            _check_chapter(each, on_site, Seen(body))
            _check_typst(each, by_path[each.path], binding)
        _check_search_texts(variant, each, on_site)
    assert len(pages) < len(variant.pages) or leading_nowhere(in_books) == []
    return shown


def _check_article(each: Page, on_site: Seen) -> None:
    assert on_site.words == in_tree(each)
    assert on_site.notes == [squeezed(words(note.content)) for note in each.footnotes]
    assert on_site.pictures == [node.text for node in nodes(each) if isinstance(node, Image)]
    assert on_site.marks == [node.number for node in nodes(each) if isinstance(node, Note)]
    assert on_site.calls == [node.number for node in nodes(each) if isinstance(node, Call)]
    assert on_site.tags == [squeezed(text) for text in _tags(each)]
    assert [name for name, count in Counter(on_site.ids).items() if count > 1] == []


def _check_chapter(each: Page, on_site: Seen, in_book: Seen) -> None:
    assert in_book.words == squeezed(each.meta.title) + on_site.words
    assert in_book.labels == on_site.labels
    assert in_book.notes == on_site.notes
    assert in_book.pictures == on_site.pictures
    assert in_book.marks == on_site.marks
    assert in_book.calls == on_site.calls
    assert in_book.tags == on_site.tags
    assert [name for name, count in Counter(in_book.ids).items() if count > 1] == []


def _check_typst(each: Page, chapter: Chapter, binding: Binding) -> None:
    """Assert that the strings of the Typst hold everything a page says, in order; notes stand in between."""
    walk = Walk.over(chapter.page, binding)
    source = pdf.convert(chapter, walk, pdf.Opening())
    assert walk.problems == []
    strings = [json.loads(f'"{text}"') for text in _LITERAL.findall(source)]
    said = squeezed("".join(strings)).translate(TYPED)
    for wanted in (in_tree(each), *(words(note.content) for note in each.footnotes)):
        rest = iter(said)
        assert all(letter in rest for letter in squeezed(wanted).translate(TYPED)), (wanted, said)


def _check_search_texts(variant: Variant, each: Page, on_site: Seen) -> None:
    said = squeezed("".join(f"{title}{text}" for _, title, text in search_texts.sections(each))).replace("-", "")
    wanted = without_ground(each, on_site.with_labels)
    # In the reading of all sectors the text of one is a record of its own, after that of the section around it.
    assert (sorted(said) == sorted(wanted)) if variant.gathered else (said == wanted)


def leading_nowhere(shown: Mapping[str, str]) -> list[str]:
    """Return the links in *shown*, pages by address, that lead to a page or an anchor that does not exist."""
    read = {address: lxml_html.fragment_fromstring(html, create_parent=True) for address, html in shown.items()}
    ids = {address: {str(name) for name in root.xpath("//@id")} for address, root in read.items()}
    wrong = []
    for address, root in read.items():
        named = (name for each in root.xpath(_NAMED) for name in str(each).split())
        wrong += [f"{address}: {name}" for name in named if name not in ids[address]]
        for href in map(str, root.xpath("//a/@href")):
            page, name = urldefrag(urljoin(address, href))
            if page.startswith("/") and page.endswith(("/", ".xhtml")):
                there = ids.get(unquote(page))
                wrong += [f"{address}: {href}"] if there is None or (name and unquote(name) not in there) else []
    return wrong


_NAMED = "//@aria-labelledby | //@aria-describedby | //@aria-controls | //@headers | //@for"


# --- what is published ------------------------------------------------------------------------------------------------


def _check_edition(variants: Sequence[Variant]) -> None:
    """Assert that the manifest of *variants* holds all words, survives a round trip, and compares with the core."""
    made = manifest.of_variants(variants, addresses_of(variants))
    text = manifest.as_text(made)
    found = manifest.read(text)
    assert manifest.as_text(found) == text
    assert changes.changed(made, found) == ()
    core = found.of_variant(CORE)
    for variant in variants:
        if not variant.gathered:
            entries = found.of_variant(variant.slug)
            for each in variant.pages:
                assert _said([entry for entry in entries if entry.page == each.path]) == _letters(in_tree(each))
            for section in compare(core, entries).sections:
                redlines.assert_whole(section)
            assert compare(entries, made.of_variant(variant.slug)).changed == ()


_BESIDE = {Look.NOTE, Look.MARK, Look.IMAGE}


def _said(entries: Sequence[Entry]) -> str:
    """Return the letters of a page from its *entries*: what a sector adds after a section is an entry of its own."""
    leaves = [leaf for entry in entries for leaf in entry.leaves[not entry.id :] if leaf.kind != "label"]
    return _letters("".join(run.text for leaf in leaves for run in leaf.runs if not _BESIDE & {*run.looks}))


def _letters(text: str) -> str:
    return "".join(sorted(squeezed(unicodedata.normalize("NFC", text))))


# --- what stands where ------------------------------------------------------------------------------------------------


def nodes(each: Page) -> Iterator[Inline]:
    for run in all_runs(each.lead, each.sections):
        yield from deep(run)


def _tags(each: Page) -> Iterator[str]:
    """Yield the words of the tags on a page; the tags of headings are not among its runs."""
    heads = {section.id: section.mark for section in each.walk() if section.mark}
    for run in all_runs(each.lead, each.sections):
        heading = next((section for section in each.walk() if section.heading is run), None)
        found = [node for node in deep(run) if isinstance(node, Mark)]
        found += [heads[heading.id]] if heading and heading.id in heads else []
        yield from (f"{TAGS[mark.kind]}: {mark.about}" if mark.about else TAGS[mark.kind] for mark in found)


def all_of(node: Inline) -> str:
    """Return everything that is written in *node* itself, visible or not."""
    match node:
        case Link(href=href, title=title):
            return f"{href} {title}"
        case Image(href=href, text=text):
            return f"{href} {text}"
        case Citation(sources=sources):
            return " ".join(f"{each.key} {words(each.place)}" for each in sources)
        case Mark(about=about):
            return about
        case Emphasis() | Strong() | Script():
            return ""
    return words((node,))


def _chapter(chapter: Chapter, book: Book) -> str:
    converted = convert(chapter, BookLinks.of(book), book.media)
    assert converted.problems == ()
    assert etree.fromstring(f"<html {SPACES}>{converted.body}</html>") is not None
    return converted.body
