"""Applying every insertion gives exactly the new text, undoing every deletion the old one, for any text at all."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from draaiboek.base.model import Part
from draaiboek.base.project import Project
from draaiboek.compose import normal_form
from draaiboek.compose.normal_form import Leaf, Look, Run
from draaiboek.editions import manifest
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import Kind, align, compare
from draaiboek.pipeline.examine import examine
from tests.unit.redline_strategies import MARKDOWN, PARTS
from tests.unit.redlines import LONG, assert_whole, entry

# Text that no editor would write, but that a manifest can contain.
PIECES = (
    st.lists(
        st.one_of(
            st.sampled_from(
                ["woord", " ", "  ", "10 %", "é", "\u2028", "(noot:", "§ 3", "a-b", "it's", "_", "*", "[^1]"]
            ),
            st.text(max_size=5),
        ),
        max_size=6,
    )
    .map("".join)
    .filter(bool)
)
LOOKS = st.lists(st.sampled_from([each for each in Look if each not in {Look.NOTE, Look.IMAGE}]), max_size=2)
TARGET = st.sampled_from(["", "", "a.md#b"])
RUN = st.one_of(
    st.builds(Run, PIECES, LOOKS.map(tuple), TARGET),
    st.builds(Run, PIECES.map(normal_form.collapse), st.just((Look.NOTE,))),
    st.builds(Run, PIECES.map(normal_form.collapse), st.just((Look.IMAGE,)), st.just("media/a.svg")),
)
PLACE = st.lists(
    st.tuples(st.sampled_from(["ul", "ol", "li", "tabel", "rij", "citaat", "kader-note", "sector"]), st.integers(0, 2)),
    max_size=3,
)
LEAF = st.builds(
    Leaf,
    st.sampled_from(["kop0", "kop2", "alinea", "titel", "label", "hoofdcel", "cel"]),
    PLACE.map(tuple),
    st.lists(RUN, max_size=4).map(tuple),
)
WEIRD = st.lists(LEAF, max_size=6).map(lambda leaves: replace(entry(""), leaves=(*entry("").leaves, *leaves)))
ENTRY = st.one_of(PARTS.map(entry), WEIRD)


@given(ENTRY, ENTRY)
@settings(max_examples=max(150, settings().max_examples))
@example(entry("10 %"), entry("10%"))
def test_both_texts_come_back_exactly(old: Entry, new: Entry) -> None:
    (section,) = compare([old], [new]).sections
    assert (section.old, section.new) == (old, new)
    assert_whole(section)


@given(st.lists(PARTS, max_size=5), st.lists(PARTS, max_size=5), st.permutations(range(5)))
def test_no_section_is_lost_or_told_twice(
    old: list[tuple[Part, ...]], new: list[tuple[Part, ...]], order: list[int]
) -> None:
    before = [entry(text, name=f"s{number}") for number, text in enumerate(old)]
    after = [entry(text, name=f"s{order[number]}") for number, text in enumerate(new)]
    sections = compare(before, after).sections
    assert [section.new for section in sections if section.new] == after
    assert sorted(section.old.id for section in sections if section.old) == sorted(each.id for each in before)
    for section in sections:
        assert_whole(section)


PLACES = st.lists(st.tuples(st.sampled_from(["a.md", "b.md", "c.md"]), st.sampled_from(["", *"xyz"])), unique=True)
SAID = st.sampled_from(["", "Kort.", "Anders.", LONG, f"{LONG} Nog meer.", LONG.replace("woorden", "tekens")])


@st.composite
def outline(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Draw an edition of a few pages with a few sections, under few ids and titles, so that many are alike."""
    title = st.sampled_from(["Een", "Twee"])
    places = sorted(draw(PLACES), key=lambda place: place[0])
    return tuple(entry(draw(SAID), page=page, name=name, title=draw(title)) for page, name in places)


@given(outline(), outline(), st.data())
@settings(max_examples=max(200, settings().max_examples))
def test_whatever_moved_no_section_is_lost_or_told_twice(
    old: tuple[Entry, ...], new: tuple[Entry, ...], data: st.DataObject
) -> None:
    there, here = ([(each.page, each.id) for each in entries] for entries in (old, new))
    moved = data.draw(st.dictionaries(st.sampled_from(there), st.sampled_from(here))) if old and new else {}
    found = compare(old, new, moved=moved).sections
    assert tuple(section.new for section in found if section.new) == new
    assert sorted((each.old.page, each.old.id) for each in found if each.old) == sorted(there)
    for section in found:
        assert_whole(section)
        stays = section.old and section.new and (section.old.page, section.old.id) == (section.new.page, section.new.id)
        says_the_same = section.old and section.new and section.old.leaves == section.new.leaves
        assert stays or section.new is None or (section.new.page, section.new.id) not in there
        assert stays or section.kind is not Kind.SAME
        assert says_the_same or section.kind not in {Kind.SAME, Kind.MOVED}
        assert (section.kind is Kind.GONE) == (section.new is None)
        assert (section.kind is Kind.NEW) == (section.old is None)


@given(st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), max_size=4))
@settings(max_examples=max(150, settings().max_examples))
def test_what_is_put_side_by_side_is_as_alike_as_can_be(like: list[list[int]]) -> None:
    def likeness(one: int, other: int) -> int:
        return like[one][other - 10]

    old, new = range(len(like)), range(10, 14)
    found = [*align.pairs(old, new, str, likeness)]
    assert [one for one, _ in found if one is not None] == list(old)
    assert [other for _, other in found if other is not None] == list(new)
    alike = [likeness(one, other) for one, other in found if one is not None and other is not None]
    assert 0 not in alike
    ways = (
        zip(ones, others, strict=True)
        for size in range(len(old) + 1)
        for ones in combinations(old, size)
        for others in combinations(new, size)
    )
    assert sum(alike) == max(sum(likeness(one, other) for one, other in way) for way in ways)


@given(ENTRY)
def test_a_text_does_not_differ_from_itself(text: Entry) -> None:
    assert compare([text], [text]).changed == ()


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
    """Draw a variant of the small guidebook in which blocks were removed, duplicated or swapped."""
    entries = list(sections(draw(VARIANTS)))
    for _ in range(draw(st.integers(0, 6))):
        number = draw(st.integers(0, len(entries) - 1))
        title, *leaves = entries[number].leaves
        if leaves:
            at = draw(st.integers(0, len(leaves) - 1))
            backwards = replace(leaves[at], runs=leaves[at].runs[::-1])
            leaves[at : at + 1] = draw(st.sampled_from([[], [leaves[at]] * 2, [backwards], leaves[:at]]))
            entries[number] = replace(entries[number], leaves=(title, *leaves))
        other = draw(st.integers(0, len(entries) - 1))
        entries[number], entries[other] = entries[other], entries[number]
    return tuple(entries)


@given(edited(), edited())
@settings(max_examples=max(60, settings().max_examples))
def test_the_small_guidebook_comes_back_exactly(old: tuple[Entry, ...], new: tuple[Entry, ...]) -> None:
    found = compare(old, new).sections
    assert tuple(section.new for section in found if section.new) == new
    assert {section.old for section in found if section.old} == set(old)
    for section in found:
        assert_whole(section)
