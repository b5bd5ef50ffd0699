"""Properties that hold for every text, not only for the examples that somebody thought of."""

from __future__ import annotations

import html as entities
import itertools
import random
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import hypothesis.strategies as st
from hypothesis import HealthCheck, example, given, settings
from lxml import html
from lxml.html import HtmlElement

from draaiboek.base.diagnostics import Diagnostic, has_errors, ordered
from draaiboek.base.model import (
    Block,
    Box,
    Citation,
    Image,
    Inline,
    Line,
    Link,
    Listing,
    Mark,
    Origin,
    Part,
    Quote,
    Section,
    Slot,
    Source,
    Variant,
    deep,
    runs,
    words,
)
from draaiboek.compose import fingerprint
from draaiboek.compose.variants import compose, core
from draaiboek.content import strict_yaml
from draaiboek.content.markdown import Parsed, parse
from draaiboek.content.source import load
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests import markdown_grammar
from tests.guidebook import guidebook, overlay, page

HERE = Origin(PurePosixPath("docs/delen.md"))
PAGE = PurePosixPath("delen.md")
SECTOR = "onderwijs"

# --- valid texts ------------------------------------------------------------------------------------------------------

# The Markdown of an editor, and the lines that a reader gets: the enclosing elements, and the words. Loose and tight
# lists are not distinguished, because a list of the same kind may follow. Every § is replaced by words that occur
# nowhere else, so that lines can be counted.
BLOCKS: Mapping[str, str] = {
    "§\n§": "p: § §",
    "- §\n- §\n    - §\n    - §": "ul li: §\nul li: §\nul li ul li: §\nul li ul li: §",
    "1. §\n2. §\n\n    §": "ol li: §\nol li: §\nol li: §",
    "| § | § |\n| --- | --- |\n| § | § |": (
        "table thead tr th: §\ntable thead tr th: §\ntable tbody tr th: §\ntable tbody tr td: §"
    ),
    '!!! note "§"\n\n    §\n\n    - §': "div.note p.admonition-title: §\ndiv.note p: §\ndiv.note ul li: §",
    "> §\n> §": "blockquote p: § §",
    "§ *§* en **§**": "p: § <em>§</em> en <strong>§</strong>",
}
WORDS = ("burgemeester", "overleg", "Één", "LIVC-R", "café", "2026", "art. 3, lid 1")
TOP, DEEPEST = 2, 5


@dataclass(frozen=True)
class Written:
    """*markdown* as an editor writes it, and the *lines* that a reader gets."""

    markdown: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    id: str
    level: int
    blocks: tuple[Written, ...]

    def __str__(self) -> str:
        return "\n\n".join((f"{'#' * self.level} Kop {self.id} {{#{self.id}}}", *_markdown(self.blocks)))

    def lines(self, prefix: str = "") -> tuple[str, ...]:
        return (f"h{self.level}#{prefix}{self.id}: Kop {self.id}", *_lines(self.blocks))


@dataclass(frozen=True)
class Core:
    lead: tuple[Written, ...]
    headings: tuple[Heading, ...]

    def __str__(self) -> str:
        return "\n\n".join((*_markdown(self.lead), *map(str, self.headings))) + "\n"

    def lines(self) -> list[str]:
        return [*_lines(self.lead), *(line for each in self.headings for line in each.lines())]

    def inside(self, name: str) -> Sequence[Heading]:
        """Return the headings nested below heading *name*."""
        start = next(i for i, each in enumerate(self.headings) if each.id == name)
        below = self.headings[start + 1 :]
        return tuple(itertools.takewhile(lambda each: each.level > self.headings[start].level, below))


@dataclass(frozen=True)
class Change:
    target: Heading
    action: str
    order: int
    body: Written

    def file(self) -> str:
        reason = "reden: Daarom.\n" if self.action in {"vervang", "weglaten"} else ""
        more = f"{reason}volgorde: {self.order}\n"
        return overlay(f"{self.body.markdown}\n", target=f"{PAGE}#{self.target.id}", action=self.action, more=more)


def _markdown(pieces: Sequence[Written]) -> Sequence[str]:
    return [each.markdown for each in pieces]


def _lines(pieces: Sequence[Written]) -> tuple[str, ...]:
    return tuple(line for each in pieces for line in each.lines)


@st.composite
def blocks(draw: st.DrawFn, numbers: Iterator[int], *, least: int = 0) -> tuple[Written, ...]:
    templates = draw(st.lists(st.sampled_from(sorted(BLOCKS)), min_size=least, max_size=3))
    found = []
    for template in templates:
        said = [f"{draw(st.sampled_from(WORDS))} x{next(numbers)}" for _ in range(template.count("§"))]
        found.append(Written(_filled(template, said), tuple(_filled(BLOCKS[template], said).split("\n"))))
    return tuple(found)


def _filled(template: str, said: Sequence[str]) -> str:
    """Return *template* with each § replaced by the next of *said*."""
    return "".join(itertools.chain(*zip(template.split("§"), [*said, ""], strict=True)))


@st.composite
def cores(draw: st.DrawFn, numbers: Iterator[int]) -> Core:
    lead = draw(blocks(numbers))
    headings: list[Heading] = []
    level = TOP - 1
    for _ in range(draw(st.integers(1, 6))):
        level = draw(st.integers(TOP, min(level + 1, DEEPEST)))
        headings.append(Heading(f"kop-{next(numbers)}", level, draw(blocks(numbers))))
    return Core(lead, tuple(headings))


@st.composite
def changed_cores(draw: st.DrawFn) -> tuple[Core, tuple[Change, ...]]:
    numbers = itertools.count(1)
    core = draw(cores(numbers))
    changes = []
    for _ in range(draw(st.integers(0, 4))):
        target = draw(st.sampled_from(core.headings))
        action = draw(st.sampled_from(["begin", "einde", "vervang", "weglaten"]))
        pieces = [*draw(blocks(numbers, least=1))]
        if draw(st.booleans()):
            below = Heading(f"kop-{next(numbers)}", target.level + 1, draw(blocks(numbers)))
            pieces.append(Written(str(below), below.lines(f"{SECTOR}-")))
        if action == "weglaten":
            pieces = []
        body = Written("\n\n".join(_markdown(pieces)), _lines(pieces))
        changes.append(Change(target, action, draw(st.integers(-1, 1)), body))
    return core, tuple(changes)


def test_no_property_depends_on_how_busy_the_machine_is() -> None:
    profile = settings.default
    assert profile is not None
    assert profile.deadline is None
    assert HealthCheck.too_slow in profile.suppress_health_check
    assert profile.derandomize


# --- composing --------------------------------------------------------------------------------------------------------


@given(changed_cores())
def test_without_overlays_every_variant_is_the_core_text(given_: tuple[Core, tuple[Change, ...]]) -> None:
    text, _ = given_
    source, problems = _load(text, ())
    assert problems == ()
    for slug in ("kern", SECTOR):
        variant, wrong = _compose(source, slug)
        assert wrong == ()
        assert _seen(variant) == text.lines()


@given(changed_cores(), st.randoms(use_true_random=False))
def test_the_order_of_overlays_in_the_source_never_matters(
    given_: tuple[Core, tuple[Change, ...]], shuffler: random.Random
) -> None:
    source, _ = _load(*given_)
    overlays = list(source.overlays)
    shuffler.shuffle(overlays)
    first, first_problems = _compose(source, SECTOR)
    second, second_problems = _compose(replace(source, overlays=tuple(overlays)), SECTOR)
    assert ordered(first_problems) == ordered(second_problems)
    assert first == second


@given(changed_cores(), st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_order_of_files_on_disk_never_matters(
    given_: tuple[Core, tuple[Change, ...]], shuffler: random.Random
) -> None:
    files = list(_files(*given_).items())
    first = _load_files(dict(files))
    shuffler.shuffle(files)
    assert _load_files(dict(files)) == first


@given(changed_cores())
def test_every_line_of_an_overlay_is_published_once_or_the_run_fails(given_: tuple[Core, tuple[Change, ...]]) -> None:
    text, changes = given_
    source, _ = _load(text, changes)
    variant, problems = _compose(source, SECTOR)
    if has_errors(problems):
        return
    published = Counter(_seen(variant))
    for line in (line for change in changes for line in change.body.lines):
        assert published[line] == 1, line


@given(changed_cores())
def test_core_text_outside_replaced_sections_stays_as_it_is(given_: tuple[Core, tuple[Change, ...]]) -> None:
    text, changes = given_
    source, _ = _load(text, changes)
    variant, problems = _compose(source, SECTOR)
    applied = [change for change in changes if change.action in {"vervang", "weglaten"}]
    if has_errors(problems):
        return
    gone = {each.id for change in applied for each in text.inside(change.target.id)}
    emptied = {change.target.id for change in applied}
    left = Core(
        text.lead,
        tuple(
            replace(each, blocks=() if each.id in emptied else each.blocks)
            for each in text.headings
            if each.id not in gone
        ),
    )
    added = {line for change in changes for line in change.body.lines}
    assert [line for line in _seen(variant) if line not in added and not _is_frame(line)] == left.lines()


def _is_frame(line: str) -> bool:
    """Return whether *line* is part of the frame that composing puts around a sector's text."""
    return line.startswith(("p.lr-sector__label: ", "p.lr-sector__reden: ", "p.lr-hoorbaar: "))


def _files(text: Core, changes: Sequence[Change]) -> dict[str, str]:
    overlays = {f"overlays/{SECTOR}/{number}.md": change.file() for number, change in enumerate(changes)}
    return {f"docs/{PAGE}": page(str(text)), **overlays}


def _load(text: Core, changes: Sequence[Change]) -> tuple[Source, tuple[Diagnostic, ...]]:
    return _load_files(_files(text, changes))


def _load_files(files: Mapping[str, str]) -> tuple[Source, tuple[Diagnostic, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        return load(guidebook(files, Path(folder)))


def _compose(source: Source, slug: str) -> tuple[Variant, tuple[Diagnostic, ...]]:
    assert source.edition
    base = core(source)
    variant, problems = compose(source, slug, source.edition, base)
    return variant, (*base.problems, *problems)


def _seen(variant: Variant) -> list[str]:
    """Return the lines of the composed page as a reader gets them: the enclosing elements, and the words."""
    composed = next(each for each in variant.pages if each.path == PAGE)
    return list(_lines_in(html.fragment_fromstring(article(composed, around(composed, variant, ""))), ()))


LINES = frozenset({"p", "li", "th", "td", "h2", "h3", "h4", "h5", "h6"})


def _lines_in(element: HtmlElement, around: Sequence[str]) -> Iterator[str]:
    name = element.get("class", "").replace("admonition ", "")
    if element.tag != "div":
        around = (
            *around,
            "".join((element.tag, f"#{element.get('id')}" * ("id" in element.attrib), f".{name}" * bool(name))),
        )
    elif name not in {"lr-tekst", "lr-sector", ""}:
        around = (*around, f"div.{name}")
    inside = [element.text or ""]
    below = []
    for each in element:
        if each.tag in {"em", "strong"}:
            inside.append(f"<{each.tag}>{each.text_content()}</{each.tag}>")
        elif each.get("class") != "headerlink":
            below.append(each)
        inside.append(each.tail or "")
    said = " ".join("".join(inside).split())
    if said or (element.tag in LINES and not below):
        yield f"{' '.join(around)}: {said}".replace("li p: ", "li: ")
    for each in below:
        yield from _lines_in(each, around)


# --- fingerprints -----------------------------------------------------------------------------------------------------

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéëïöü", min_size=1, max_size=8)
SPACES = st.sampled_from([" ", "  ", "\n", " \n", "\n  "])


@given(st.lists(LETTERS, min_size=1, max_size=12), st.data())
def test_reflowing_a_paragraph_keeps_the_fingerprint(said: list[str], data: st.DataObject) -> None:
    reflowed = said[0] + "".join(data.draw(SPACES) + word for word in said[1:])
    assert _fingerprint(reflowed) == _fingerprint(" ".join(said))
    assert _fingerprint(unicodedata.normalize("NFD", reflowed)) == _fingerprint(" ".join(said))


@given(st.lists(LETTERS, min_size=1, max_size=12), LETTERS, st.data())
def test_changing_any_word_changes_the_fingerprint(said: list[str], other: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(said) - 1))
    changed = [*said[:index], other, *said[index + 1 :]]
    assert (_fingerprint(" ".join(changed)) == _fingerprint(" ".join(said))) == (changed == said)


@given(st.sampled_from(sorted(BLOCKS)), st.integers(0, 3))
def test_every_place_in_a_block_counts_for_the_fingerprint(template: str, index: int) -> None:
    said = ["woord"] * template.count("§")
    index %= len(said)
    changed = [*said[:index], "anders", *said[index + 1 :]]
    assert _fingerprint(_filled(template, said)) != _fingerprint(_filled(template, changed))


def _fingerprint(body: str) -> str:
    parsed = _parse(f"## Kop {{#kop}}\n\n{body}\n")
    assert parsed.problems == ()
    return fingerprint.of_section(parsed.sections[0], PAGE)


# --- arbitrary texts --------------------------------------------------------------------------------------------------

YAML_PIECES = st.sampled_from(
    [
        *(
            "a: ",
            "b:\n",
            "- ",
            "  ",
            "\n",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "!!str ",
            "? ",
            ": ",
            "|\n",
            ">-\n",
            '"',
            "'",
        ),
        *("---\n", "...\n", "%YAML 1.2\n", "# x", "<<: ", "2026-02-30", "0x", "1:60", "=", "~", "\t", "\x00", "\u2028"),
    ]
)
MARKDOWN_PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## Kop {#kop}",
            "### ",
            " {#a-b .vast}",
            "\n",
            "\n\n",
            "    ",
            "  ",
            "- ",
            "1. ",
            "1) ",
            "> ",
            "| a |",
        ),
        *("| - |", "!!! note", "```", "~~~", "***", "---", "===", "<!-- slot: a -->", "<!-- x", "-->", "<div>", "<br>"),
        *(
            "{{ a.b }}",
            "[a](b.md)",
            "![a](b)",
            "[a]: b",
            "[^1]: b",
            "[@wet]",
            "`",
            "*",
            "_",
            "\\",
            "&amp;",
            "\t",
            "\x00",
        ),
        *("| a |", "\x00", "\u202e", "é", "x"),
    ]
)


@given(st.one_of(st.text(), st.lists(YAML_PIECES).map("".join)))
@settings(max_examples=max(150, settings().max_examples))
def test_strict_yaml_refuses_but_never_fails(text: str) -> None:
    try:
        places = strict_yaml.parse(text, HERE).places
    except strict_yaml.StrictYamlError as refusal:
        places = {(): refusal.origin}
    assert {origin.path for origin in places.values()} == {HERE.path}


@given(
    st.one_of(
        st.text().map(lambda text: text.replace("\r", "")),
        st.lists(MARKDOWN_PIECES).map("".join),
        markdown_grammar.rough_texts().map(lambda rough: rough[0]),
    )
)
@settings(max_examples=max(150, settings().max_examples))
@example("Kop\nover twee regels\n===")
@example("- a\n\n      b\n\n[x]: y\n")
@example("[a]: b\n[c]: d 'e'\n\n# f")
@example('> a\n>\n> b\n\n!!! note "c"\n\n    d\n\n    - e\n\n        f\n')
def test_parsing_never_loses_a_word_without_a_message(text: str) -> None:
    """Everything above the first message is kept; below it a message may be about more than its own line."""
    parsed = _parse(text)
    told = min((each.origin.line for each in parsed.problems if each.code not in ONE_LINE), default=len(text) + 2)
    kept = " ".join(_kept(parsed))
    lines = dict(enumerate(text.split("\n")[: told - 1], 1))
    for each in parsed.problems:
        lines.pop(each.origin.line, None)
    assert [word for line in lines.values() for word in _words(line) if word not in kept] == []


ONE_LINE = frozenset({"PG004", "PG006"})
"""Codes of messages about a heading, whose words are kept."""
_MARKS = re.compile(r"^(?:[\s>]|(?:[-*+]|\d{1,9}[.)])(?=\s|$))*(?:\[[ xX]\]\s+)?")
_UNSEEN = re.compile(r"</?(?:br|sub|sup)>|<!-- opmerking: \w+ -->")
_WORD = re.compile(r"[^\W_]+")


def _parse(text: str) -> Parsed:
    return parse([Line(line, Origin(HERE.path, number)) for number, line in enumerate(text.split("\n"), 1)])


def _words(line: str) -> list[str]:
    """Return the words of *line*, without list markers and without markup for line ends, indices and remarks."""
    return _WORD.findall(entities.unescape(_UNSEEN.sub(" ", _MARKS.sub("", line))))


def _kept(parsed: Parsed) -> Iterator[str]:
    """Yield everything that is written somewhere in the parsed text."""
    yield from _in_parts(parsed.lead)
    for section in parsed.sections:
        yield from _in_section(section)


def _in_section(section: Section) -> Iterator[str]:
    yield from (
        section.id,
        *_in_run(section.heading),
        "vast" * section.locked,
        section.mark.kind if section.mark else "",
    )
    yield from _in_parts(section.body)
    for below in section.subsections:
        yield from _in_section(below)


def _in_parts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Slot):
            yield f"slot {part.name}"
        elif isinstance(part, Block):
            yield from _kinds(part)
            yield from (said for run in runs(part) for said in _in_run(run))


def _kinds(block: Block) -> Iterator[str]:
    """Yield the kinds of the boxes in *block*."""
    if isinstance(block, Box):
        yield block.kind
    if isinstance(block, Listing):
        yield from (kind for item in block.items for each in item.blocks for kind in _kinds(each))
    elif isinstance(block, Box | Quote):
        yield from (kind for each in block.blocks for kind in _kinds(each))


def _in_run(run: Sequence[Inline]) -> Iterator[str]:
    yield words(run)
    for each in deep(run):
        match each:
            case Link(href=href, title=title):
                yield f"{href} {title}"
            case Image(href=href, text=text):
                yield f"{href} {text}"
            case Citation(sources=sources):
                yield from (f"{cited.key} {words(cited.place)}" for cited in sources)
            case Mark(kind=kind, about=about):
                yield f"{kind} {about}"
