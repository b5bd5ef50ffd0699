"""Taking every insertion gives the new text to the letter, taking back every deletion the old: for any text at all."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from draaiboek.base.project import Project
from draaiboek.editions import manifest
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import Kind, compare
from draaiboek.pipeline.examine import examine
from tests.unit.redlines import entry

WORDS = st.sampled_from(
    ["de", "burgemeester", "mag", "moet", "spreken,", "**niet**", "*ook*", "`code x`", "10 %", "10%"]
)
MORE = st.sampled_from(
    [
        "[wet](wet.md#a)",
        "[wet](wet.md#b)",
        '[term](begrippen.md#t){ .lr-begrip title="Een (b) term." }',
        "recht.[^bron-1]",
        "recht.[^bron-2]",
        '<span class="lr-controle">te controleren</span>',
        "&amp;",
        "\\*",
        "<br>",
        "![beeld](media/a.svg)",
    ]
)
SENTENCE = st.lists(st.one_of(WORDS, MORE), min_size=1, max_size=8).map(" ".join)
BLOCK = st.one_of(
    SENTENCE,
    st.lists(SENTENCE, min_size=1, max_size=3).map("\n".join),
    st.lists(SENTENCE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    st.lists(SENTENCE, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{n}. {i}" for n, i in enumerate(items, 1))
    ),
    st.lists(SENTENCE, min_size=2, max_size=3).map(lambda items: "- " + "\n\n    - ".join(items)),
    st.lists(st.lists(SENTENCE, min_size=2, max_size=3), min_size=2, max_size=4).map(
        lambda rows: "\n".join(
            ["| a | b |", "|---|---|", *("| " + " | ".join(cells) + " |" for cells in rows)],
        )
    ),
    SENTENCE.map(lambda text: f'!!! warning "Let op"\n    {text}\n\n    - {text}'),
    SENTENCE.map(lambda text: f"> {text}\n> {text}"),
    SENTENCE.map(lambda text: f'<div class="lr-sector" markdown="1">\n\nSpecifiek voor x\n\n{text}\n\n</div>'),
    SENTENCE.map(lambda text: f"### {text} {{#kop}}\n\n{text}"),
)
MARKDOWN = st.lists(BLOCK, max_size=5).map("\n\n".join)
LOOSE = (
    *("# ", "## a {#a}", "\n", "\n\n", "    ", "- ", "1) ", "> ", "| a |", "| - |", "!!! note", "```", "***", "==="),
    *("<div>", "</div>", '<div class="lr-sector" markdown="1">', "<!-- x", "-->", "[a](b)", "](", "[", "[^1]", "`"),
    *("*", "_", "**", "\\", "&amp;", "\t", "\r", "\x00", "\u2028", "é", "x", "woord ", "{ .a }", "\\|"),
)
PIECES = st.lists(st.sampled_from(LOOSE), max_size=30).map("".join)
TEXT = st.one_of(MARKDOWN, PIECES, st.text(max_size=60))


@given(TEXT, TEXT)
@settings(max_examples=max(150, settings().max_examples))
@example("10 %", "10%")
@example("a\r\nb", "a\nb")
def test_both_texts_come_back_exactly(old: str, new: str) -> None:
    (section,) = compare([entry(old)], [entry(new)]).sections
    assert section.text_before() == old
    assert section.text_after() == new


@given(st.lists(MARKDOWN, max_size=5), st.lists(MARKDOWN, max_size=5), st.permutations(range(5)))
def test_no_section_is_lost_or_told_twice(old: list[str], new: list[str], order: list[int]) -> None:
    before = [entry(text, name=f"s{number}") for number, text in enumerate(old)]
    after = [entry(text, name=f"s{order[number]}") for number, text in enumerate(new)]
    sections = compare(before, after).sections
    assert [section.new for section in sections if section.new] == after
    assert sorted(section.old.id for section in sections if section.old) == sorted(each.id for each in before)
    assert {section.text_before() for section in sections if section.old} == set(old)
    assert [section.text_after() for section in sections if section.new] == new


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare([entry(text)], [entry(text)]).changed == ()


@given(MARKDOWN)
def test_white_space_at_the_end_of_lines_is_no_change(text: str) -> None:
    (section,) = compare([entry(text)], [entry(text + "\n")]).sections
    assert section.kind is Kind.SAME


# --- the small guidebook ----------------------------------------------------------------------------------------------

GUIDEBOOK = Path(__file__).parents[1] / "integration" / "guidebook"
VARIANTS = st.sampled_from(["kern", "onderwijs", "sport"])


@cache
def sections(slug: str) -> tuple[Entry, ...]:
    """Return the sections of a variant of the small guidebook."""
    variants = examine(Project(GUIDEBOOK)).variants
    addresses = {page.path: f"{page.path.stem}/" for variant in variants for page in variant.pages}
    return manifest.of(variants, commit="", changed=False, addresses=addresses, files={}).of_variant(slug)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Return a variant of the small guidebook in which lines went, came back doubled, or changed places."""
    entries = list(sections(draw(VARIANTS)))
    for _ in range(draw(st.integers(0, 6))):
        number = draw(st.integers(0, len(entries) - 1))
        lines = entries[number].text.split("\n")
        line = draw(st.integers(0, len(lines) - 1))
        lines[line : line + 1] = draw(st.sampled_from([[], [lines[line]] * 2, [lines[line][::-1]], lines[:line]]))
        entries[number] = replace(entries[number], text="\n".join(lines))
        other = draw(st.integers(0, len(entries) - 1))
        entries[number], entries[other] = entries[other], entries[number]
    return tuple(entries)


@given(edited(), edited())
@settings(max_examples=max(60, settings().max_examples))
def test_the_small_guidebook_comes_back_exactly(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> None:
    found = compare(old, new).sections
    assert tuple(section.new for section in found if section.new) == new
    assert {section.old for section in found if section.old} == set(old)
    assert [section.text_before() for section in found if section.old] == [
        section.old.text for section in found if section.old
    ]
    assert [section.text_after() for section in found if section.new] == [entry.text for entry in new]
