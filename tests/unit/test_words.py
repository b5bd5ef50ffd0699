"""Every word of a text is in the article, in the EPUB and in the search texts, in the same order: no more, no less."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import get_args

from hypothesis import HealthCheck, example, given, settings
from lxml import etree

from draaiboek.base.diagnostics import has_errors
from draaiboek.base.model import (
    CORE,
    Block,
    Book,
    Call,
    Changed,
    Chapter,
    Citation,
    Emphasis,
    Image,
    Inline,
    Line,
    Link,
    Mark,
    Note,
    Origin,
    Page,
    Script,
    Strong,
    Variable,
    Variant,
    deep,
    runs,
    words,
)
from draaiboek.base.project import Project
from draaiboek.compose.reading_order import all_runs, all_sections, blocks
from draaiboek.content.decision_aids import GROUND
from draaiboek.content.markdown import parse
from draaiboek.forms.book_links import BookLinks
from draaiboek.forms.epub.convert import convert
from draaiboek.pipeline.examine import examine
from draaiboek.render import search_texts
from draaiboek.render.article import Provenance, article
from draaiboek.render.chapters import chapters
from tests import markdown_grammar
from tests.guidebook import DEFAULTS, guidebook, overlay, page
from tests.markdown_grammar import Written

PATH = PurePosixPath("delen.md")
WEBSITE = Provenance("https://git.example/draaiboek")
SPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
SECTOR = DEFAULTS["sectors/onderwijs/sector.yml"]
TAGS = {"wet": "wet", "advies": "advies", "afleiding": "afleiding", "na-te-gaan": "na te gaan"}
NOT_FILLED_IN = {Citation, Variable, Changed}

ONE_OF_EACH = """\
Een *nadruk*, **sterk**, x<sup>2</sup>, `code`\\
en een [link](https://a.be "Titel"), ![Een beeld](media/beeld.svg), {{ straf.artikel }}, een ronde tafel. {afleiding}
Dit staat in de wet [@wet, art. {{ straf.artikel }}] en in een andere [@jong].

- een
- twee

  1. diep

> Citaat. Bel 112.
> Bel niet naar https://a.be/112/101 of https://a.be/?n=112

!!! warning "Let op"

    Kader. Wie belt, belt **101** of 112.

| a | b |
|---|:-:|
| c | d [@wet, art. 352] |
| e | bel *101* |

***

## Kop {#eerste .wet}

- [x] klaar
- [ ] niet
"""
CALLS = ["112", "101", "112", "101"]
NUMBERS = 'nummers: ["112", "101"]\nwoorden: [bel, belt]\n'
SOURCES = """\
wet: {titel: Wet over iets, kort: de wet, soort: wet, status: geverifieerd, gecontroleerd_op: "2026-11-20"}
jong:
  titel: Jonge wet
  kort: de jonge wet
  soort: wet
  status: te-controleren
  gecontroleerd_op: "2026-11-20"
  url: https://b.be/x?a=1&b=2
"""

QUESTIONS = """\
delen:
  titel: Mag ik dit delen?
  inleiding: Bij gevaar bel je 112.
  start: nodig
  vragen:
    nodig:
      vraag: Is het nodig?
      uitleg: Minder is beter. [@wet, art. 2]
      antwoorden:
        - {antwoord: Ja, naar: deel}
        - {antwoord: Nee, naar: zwijg}
  uitkomsten:
    deel: {titel: Je mag delen, tekst: Deel., bron: "@wet, art. {{ straf.artikel }}; @jong"}
    zwijg: {titel: Zwijg, tekst: Zwijgen mag altijd., werkwijze: true}
"""
TERMS = """\
tafel: {term: ronde tafel, voluit: heel ronde tafel, definitie: Een tafel zonder hoeken., bron: "@wet, art. 1"}
"""
STEPS = 'stappen:\n  - {stap: Een, richtdatum: "2026", stand: klaar, toelichting: Zo *is* het., bron: "@wet"}\n'
ACTORS = 'actoren:\n  - {naam: De koepel, rol: Las mee., bron: "@wet, art. 9"}\n'
FROM_DATA = {
    "begrippen": ("Voluit: heel ronde tafel.", "Een tafel zonder hoeken."),
    "bronnen": ("Wet over iets.", "Stand: Te controleren (20 november 2026). Niet zeker."),
    "te-controleren": ("de jonge wet", "Niet zeker.", "de redactie"),
    "edities": ("1 december 2026", "Dit is de eerste editie."),
    "sectoren": ("Onderwijs", "De koepel: Las mee."),
    "stappenplan": ("klaar", "Zo is het."),
    "toegankelijkheid": ("Deze website is nog niet gemeten.",),
}
"""Every list that the program makes, and words that it must say."""


# --- what must hold ---------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(markdown_grammar.guidebooks())
def test_what_an_editor_writes_is_seen_everywhere(given_: tuple[Mapping[str, str], Written]) -> None:
    files, written = given_
    with tempfile.TemporaryDirectory() as folder:
        project = guidebook(files, Path(folder))
        checked = examine(project)
        assert not has_errors(checked.problems), checked.problems
        for variant in checked.variants:
            check(project, variant, [each for each in variant.pages if each.path == PATH])
    core = next(each for each in checked.variants[0].pages if each.path == PATH)
    assert in_tree(core) == written.seen
    assert sum(isinstance(each, Note) for each in nodes(core)) == written.cites


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(markdown_grammar.rough_texts())
@example(("- | w1q | w2q |\n  | - | - |\n  | w3q | w4q | w5q |\n", ("w5q",)))
@example(("| w1q | w2q |\n| - | - |\n\\| | w3q | w4q\n", ("w4q",)))
@example(('![w1q](b.svg "w2q")', ("w1q", "w2q")))
@example(("![w1q {{ w2q }}](b.svg)", ("w1q", "w2q")))
def test_what_an_editor_writes_is_read_or_refused(given_: tuple[str, tuple[str, ...]]) -> None:
    text, written = given_
    parsed = parse([Line(line, Origin(PATH, number)) for number, line in enumerate(text.split("\n"), start=1)])
    if not parsed.problems:
        found = " ".join(map(_all_of, (node for run in all_runs(parsed.lead, parsed.sections) for node in deep(run))))
        found += " ".join(section.id for section in all_sections(parsed.lead, parsed.sections))
        assert [word for word in written if word not in found] == []


def test_every_kind_of_node_is_seen_everywhere(tmp_path: Path) -> None:
    files = {
        **markdown_grammar.AROUND,
        "docs/_data/bronnen.yml": SOURCES,
        "docs/_data/noodnummers.yml": NUMBERS,
        "docs/delen.md": page(ONE_OF_EACH),
    }
    project = guidebook(files, tmp_path)
    checked = examine(project)
    assert not has_errors(checked.problems), checked.problems
    check(project, checked.variants[0], checked.variants[0].pages)
    found = next(each for each in checked.variants[0].pages if each.path == PATH)
    assert {type(each) for each in blocks(found.lead, found.sections)} == set(get_args(Block))
    assert {type(each) for each in nodes(found)} == set(get_args(Inline)) - NOT_FILLED_IN
    assert Seen(article(found, checked.variants[0], WEBSITE)).calls == CALLS
    assert "Citaat. Bel 112." in "\n".join(text for _, _, text in search_texts.sections(found))


def test_every_word_that_comes_from_data_is_seen_everywhere(tmp_path: Path) -> None:
    places = {name: "edities/index.md" if name == "edities" else f"{name}.md" for name in FROM_DATA}
    lists = {f"docs/{path}": page(f"<!-- lijst: {name} -->\n", title=name) for name, path in places.items()}
    project = guidebook(
        {
            **lists,
            "docs/delen.md": page("## Vragen {#vragen}\n\n<!-- beslisboom: delen -->\n"),
            "docs/_data/beslisboom.yml": QUESTIONS,
            "docs/_data/begrippen.yml": TERMS,
            "docs/_data/bronnen.yml": f"{SOURCES}  opmerking: Niet *zeker*.\n  na_te_kijken_door: de redactie\n",
            "docs/_data/noodnummers.yml": NUMBERS,
            "docs/_data/totstandkoming.yml": STEPS,
            "sectors/onderwijs/sector.yml": SECTOR.replace("actoren: []\n", ACTORS),
            "sectors/onderwijs/fiche.md": page("Bel 101. [@jong]\n", title="Fiche", more="na: index.md\n"),
            "overlays/onderwijs/a.md": overlay("Vraag de directie.\n", target="delen.md#zwijg"),
            "overlays/onderwijs/b.md": overlay(
                "Deel niets.\n", target="delen.md#deel", action="vervang", more="reden: Andere wet.\n"
            ),
        },
        tmp_path,
    )
    checked = examine(project)
    assert not has_errors(checked.problems), checked.problems
    for variant in checked.variants:
        check(project, variant, variant.pages)
    core, school = ({str(each.path): in_tree(each) for each in variant.pages} for variant in checked.variants)
    for name, said in FROM_DATA.items():
        assert [words for words in said if squeezed(words) not in core[places[name]]] == []
    assert "Rechtsgrond:dewet,art.352endejongewet." in core["delen.md"]
    assert "Vraagdedirectie." not in core["delen.md"]
    assert "Vraagdedirectie." in school["delen.md"]
    assert "Deelniets." in school["delen.md"]
    assert school["fiche.md"] == "Bel101."


def check(project: Project, variant: Variant, pages: Sequence[Page]) -> None:
    """Hold each of *pages* of *variant* against what is made of it."""
    media = {str(item.path): (project.root / item.origin.path).read_bytes() for item in variant.media}
    address = "https://a.be/2026.1/" if variant.slug == CORE else f"https://a.be/2026.1/{variant.slug}/"
    book = Book(variant.slug, "Draaiboek", variant.title, variant.edition, address, chapters(variant), media)
    by_path = {chapter.path: chapter for chapter in book.chapters}
    for each in pages:
        on_site = Seen(article(each, variant, WEBSITE))
        _check_article(each, on_site)
        _check_chapter(each, on_site, _chapter(by_path[each.path], book))
        _check_search_texts(each, on_site)


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


def _check_search_texts(each: Page, on_site: Seen) -> None:
    expected = on_site.with_labels
    for block in blocks(each.lead, each.sections):
        said = [squeezed(words(run)) for run in runs(block)]
        if said and said[0].startswith(GROUND):
            expected = expected.replace(said[0], "")
    found = "".join(f"{title}{text}" for _, title, text in search_texts.sections(each))
    assert squeezed(found).replace("–", "") == expected.replace("–", "")


# --- what stands where ------------------------------------------------------------------------------------------------


def squeezed(text: str) -> str:
    return "".join(text.split())


def in_tree(each: Page) -> str:
    return squeezed("".join(words(run) for run in all_runs(each.lead, each.sections)))


def nodes(each: Page) -> Iterator[Inline]:
    for run in all_runs(each.lead, each.sections):
        yield from deep(run)


def _tags(each: Page) -> Iterator[str]:
    """Yield what the tags on a page say; those of headings are not among its runs."""
    heads = {section.id: section.mark for section in each.walk() if section.mark}
    for run in all_runs(each.lead, each.sections):
        heading = next((section for section in each.walk() if section.heading is run), None)
        found = [node for node in deep(run) if isinstance(node, Mark)]
        found += [heads[heading.id]] if heading and heading.id in heads else []
        yield from (f"{TAGS[mark.kind]}: {mark.about}" if mark.about else TAGS[mark.kind] for mark in found)


def _all_of(node: Inline) -> str:
    """Return what is written in *node* itself, seen or not."""
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


def _chapter(chapter: Chapter, book: Book) -> Seen:
    converted = convert(chapter, BookLinks.of(book), book.media)
    assert converted.problems == ()
    assert etree.fromstring(f"<html {SPACES}>{converted.body}</html>") is not None
    return Seen(converted.body)


class Seen(HTMLParser):
    """What a reader sees of some HTML, whoever made it: the words of the text, and apart what stands around them."""

    EMPTY = frozenset({"br", "hr", "img", "input"})
    APART: Mapping[str, str] = {
        **dict.fromkeys(("headerlink", "footnote-backref", "nummer", "lr-verbeter", "vakje"), "furniture"),
        **dict.fromkeys(("footnote", "noten"), "notes"),
        **dict.fromkeys(("lr-sector__label", "lr-sector__reden"), "labels"),
        "footnote-ref": "marks",
        "doc-noteref": "marks",
        "lr-merk": "tags",
        "lr-hoorbaar": "furniture",
        "lr-controle": "unchecked",
    }

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pictures: list[str] = []
        self.calls: list[str] = []
        self.inside: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.ids += [known["id"]] if "id" in known else []
        self.pictures += [known["alt"]] if tag == "img" else []
        self.calls += [known["href"].removeprefix("tel:")] if known.get("href", "").startswith("tel:") else []
        if tag not in self.EMPTY:
            names = (*known.get("class", "").split(), known.get("role", ""))
            self.inside.append(next((self.APART[name] for name in names if name in self.APART), ""))
            if self.inside[-1] or tag in {"li", "aside"}:  # a label, a note
                self.said.append((self.place, " "))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        self.said.append((self.place, squeezed(data)))

    @property
    def place(self) -> str:
        """What the words here are: those of a note stay so inside of it."""
        return "furniture" if "furniture" in self.inside else next(filter(None, self.inside), "text")

    def _pieces(self, *places: str) -> list[str]:
        return "".join(text for place, text in self.said if place in places).split()

    @property
    def words(self) -> str:
        return "".join(self._pieces("text"))

    @property
    def with_labels(self) -> str:
        return "".join(self._pieces("text", "labels"))

    @property
    def labels(self) -> list[str]:
        return self._pieces("labels")

    @property
    def tags(self) -> list[str]:
        return self._pieces("tags")

    @property
    def marks(self) -> list[int]:
        return [int(number) for number in self._pieces("marks")]

    @property
    def notes(self) -> list[str]:
        return self._pieces("notes")
