"""What holds for every text, not only for those that somebody thought of."""

from __future__ import annotations

import itertools
import random
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import hypothesis.strategies as st
from hypothesis import HealthCheck, example, given, settings

from draaiboek.base.diagnostics import Diagnostic, has_errors, ordered
from draaiboek.base.model import Block, Line, Origin, Page, Part, Section, Slot, Source, Variant
from draaiboek.compose import fingerprint
from draaiboek.compose.variants import compose
from draaiboek.content import strict_yaml
from draaiboek.content.markdown import Parsed, parse
from draaiboek.content.source import load
from draaiboek.render.composed_page import as_markdown
from tests.guidebook import guidebook, overlay, page

HERE = Origin(PurePosixPath("docs/delen.md"))
PAGE = PurePosixPath("delen.md")
SECTOR = "onderwijs"

# --- texts that are right ---------------------------------------------------------------------------------------------

# Every § becomes words that stand nowhere else, so that lines can be counted.
BLOCKS = (
    "§\n§",
    "- §\n- §\n    - §\n    - §",
    "1. §\n2. §\n\n    §",
    "| § | § |\n| --- | --- |\n| § | § |",
    '!!! note "§"\n\n    §\n\n    - §',
    "> §\n> §",
    "§ *§* en **§**",
)
WORDS = ("burgemeester", "overleg", "Één", "LIVC-R", "café", "2026", "art. 3, lid 1")
TOP, DEEPEST = 2, 5


@dataclass(frozen=True)
class Heading:
    id: str
    level: int
    blocks: tuple[str, ...]

    def __str__(self) -> str:
        return "\n\n".join((f"{'#' * self.level} Kop {self.id} {{#{self.id}}}", *self.blocks))


@dataclass(frozen=True)
class Core:
    lead: tuple[str, ...]
    headings: tuple[Heading, ...]

    def __str__(self) -> str:
        return "\n\n".join((*self.lead, *map(str, self.headings))) + "\n"

    def inside(self, name: str) -> Sequence[Heading]:
        """Return the headings below heading *name*."""
        start = next(i for i, each in enumerate(self.headings) if each.id == name)
        below = self.headings[start + 1 :]
        return tuple(itertools.takewhile(lambda each: each.level > self.headings[start].level, below))


@dataclass(frozen=True)
class Change:
    target: Heading
    action: str
    order: int
    body: str

    def file(self) -> str:
        reason = "reden: Daarom.\n" if self.action in {"vervang", "weglaten"} else ""
        more = f"{reason}volgorde: {self.order}\n"
        return overlay(f"{self.body}\n", target=f"{PAGE}#{self.target.id}", action=self.action, more=more)


@st.composite
def blocks(draw: st.DrawFn, numbers: Iterator[int], *, least: int = 0) -> tuple[str, ...]:
    templates = draw(st.lists(st.sampled_from(BLOCKS), min_size=least, max_size=3))
    return tuple(
        "".join(
            f"{draw(st.sampled_from(WORDS))} x{next(numbers)}" if character == "§" else character
            for character in template
        )
        for template in templates
    )


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
        pieces = list(draw(blocks(numbers, least=1)))
        if draw(st.booleans()):
            pieces.append(str(Heading(f"kop-{next(numbers)}", target.level + 1, draw(blocks(numbers)))))
        body = "" if action == "weglaten" else "\n\n".join(pieces)
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
    core, _ = given_
    source, problems = _load(core, ())
    assert problems == ()
    for slug in ("kern", SECTOR):
        variant, wrong = _compose(source, slug)
        assert wrong == ()
        assert _text(variant) == str(core)


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
    core, changes = given_
    source, _ = _load(core, changes)
    variant, problems = _compose(source, SECTOR)
    if has_errors(problems):
        return
    lines = Counter(_text(variant).splitlines())
    for change in changes:
        for line in filter(None, change.body.splitlines()):
            published = line.replace("{#", f"{{#{SECTOR}-")
            assert lines[published] == 1 or published.startswith("| ---"), published


@given(changed_cores())
def test_core_text_outside_replaced_sections_stays_as_it_is(given_: tuple[Core, tuple[Change, ...]]) -> None:
    core, changes = given_
    source, _ = _load(core, changes)
    variant, problems = _compose(source, SECTOR)
    applied = [change for change in changes if change.action in {"vervang", "weglaten"}]
    if has_errors(problems):
        return
    gone = {each.id for change in applied for each in core.inside(change.target.id)}
    emptied = {change.target.id for change in applied}
    left = Core(
        core.lead,
        tuple(
            replace(each, blocks=() if each.id in emptied else each.blocks)
            for each in core.headings
            if each.id not in gone
        ),
    )
    added = {line for change in changes for line in change.body.replace("{#", f"{{#{SECTOR}-").splitlines()}
    kept = [line for line in _text(variant).splitlines() if line and line not in added and not _is_frame(line)]
    expected = [line for line in str(left).splitlines() if line and line not in added]
    assert kept == expected


def _is_frame(line: str) -> bool:
    """Tell whether *line* is what composing puts around a sector's text."""
    starts = ("<div", "</div", "{:", "<!--", "Specifiek voor", "Niet van toepassing voor", "Deze tekst vervangt")
    return line.startswith(starts)


def _files(core: Core, changes: Sequence[Change]) -> dict[str, str]:
    overlays = {f"overlays/{SECTOR}/{number}.md": change.file() for number, change in enumerate(changes)}
    return {f"docs/{PAGE}": page(str(core)), **overlays}


def _load(core: Core, changes: Sequence[Change]) -> tuple[Source, tuple[Diagnostic, ...]]:
    return _load_files(_files(core, changes))


def _load_files(files: Mapping[str, str]) -> tuple[Source, tuple[Diagnostic, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        return load(guidebook(files, Path(folder)))


def _compose(source: Source, slug: str) -> tuple[Variant, tuple[Diagnostic, ...]]:
    assert source.edition
    return compose(source, slug, source.edition)


def _text(variant: Variant) -> str:
    """Return the composed page as Markdown, without its front matter and title."""
    composed: Page = next(each for each in variant.pages if each.path == PAGE)
    return as_markdown(composed, variant).partition("\n# Delen\n\n")[2]


# --- fingerprints -----------------------------------------------------------------------------------------------------

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéëïöü", min_size=1, max_size=8)
SPACES = st.sampled_from([" ", "  ", "\n", " \n", "\n  "])


@given(st.lists(LETTERS, min_size=1, max_size=12), st.data())
def test_reflowing_a_paragraph_keeps_the_fingerprint(words: list[str], data: st.DataObject) -> None:
    reflowed = words[0] + "".join(data.draw(SPACES) + word for word in words[1:])
    assert _fingerprint(reflowed) == _fingerprint(" ".join(words))
    assert _fingerprint(unicodedata.normalize("NFD", reflowed)) == _fingerprint(" ".join(words))


@given(st.lists(LETTERS, min_size=1, max_size=12), LETTERS, st.data())
def test_changing_any_word_changes_the_fingerprint(words: list[str], other: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:index], other, *words[index + 1 :]]
    assert (_fingerprint(" ".join(changed)) == _fingerprint(" ".join(words))) == (changed == words)


@given(st.sampled_from(BLOCKS), st.integers(0, 3))
def test_every_place_in_a_block_counts_for_the_fingerprint(template: str, index: int) -> None:
    index %= template.count("§")
    parts = template.split("§")
    words = ["woord"] * (len(parts) - 1)
    changed = [*words[:index], "anders", *words[index + 1 :]]
    first, second = ("".join(itertools.chain(*zip(parts, [*each, ""], strict=True))) for each in (words, changed))
    assert _fingerprint(first) != _fingerprint(second)


def _fingerprint(body: str) -> str:
    parsed = _parse(f"## Kop {{#kop}}\n\n{body}\n")
    assert parsed.problems == ()
    return fingerprint.of_section(parsed.sections[0])


# --- texts that may be anything ---------------------------------------------------------------------------------------

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


@given(st.one_of(st.text().map(lambda text: text.replace("\r", "")), st.lists(MARKDOWN_PIECES).map("".join)))
@settings(max_examples=max(150, settings().max_examples))
@example("Kop\nover twee regels\n===")
@example("- a\n\n      b\n\n[x]: y\n")
@example("[a]: b\n[c]: d 'e'\n\n# f")
def test_parsing_never_loses_a_line(text: str) -> None:
    lines = [Line(line, Origin(HERE.path, number)) for number, line in enumerate(text.split("\n"), 1)]
    parsed = parse(lines)
    seen = set(_seen(parsed)) | {problem.origin.line for problem in parsed.problems}
    lost = [line for line in lines if line.text.strip() and line.origin.line not in seen]
    assert [line for line in lost if not _underlines(line, seen)] == []


def _parse(text: str) -> Parsed:
    return parse([Line(line, Origin(HERE.path, number)) for number, line in enumerate(text.split("\n"), 1)])


def _seen(parsed: Parsed) -> Iterator[int]:
    yield from _lines_of(parsed.lead)
    for section in parsed.sections:
        yield from _lines_of_section(section)


def _lines_of_section(section: Section) -> Iterator[int]:
    yield from range(section.origin.line, section.origin.line + 1 + section.title.count("\n"))
    yield from _lines_of(section.body)
    for below in section.subsections:
        yield from _lines_of_section(below)


def _lines_of(parts: Sequence[Part]) -> Iterator[int]:
    for part in parts:
        if isinstance(part, Block):
            yield from range(part.origin.line, part.origin.line + 1 + part.text.count("\n"))
        elif isinstance(part, Slot):
            yield part.origin.line


def _underlines(line: Line, seen: set[int]) -> bool:
    """Tell whether *line* makes the line above it a heading."""
    return set(line.text.strip()) <= {"=", "-"} and any(number in seen for number in range(1, line.origin.line))
