"""The steps of a comparison one by one: matching sections, blocks in boxes, notes at the foot, and its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from draaiboek.base.model import (
    Box,
    Changed,
    Emphasis,
    Footnote,
    Inline,
    Link,
    Mark,
    Note,
    Origin,
    Paragraph,
    Section,
    Strong,
    Text,
    words,
)
from draaiboek.compose import normal_form
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import Comparison, align, compare, runs, sections, view
from draaiboek.editions.redline import page as printed
from draaiboek.editions.redline.comparing import compare_text
from draaiboek.editions.redline.footnotes import at_the_foot, fragment
from draaiboek.editions.redline.values import Look, TableChange, Word
from draaiboek.editions.redline.view import Node
from tests.unit.redlines import LONG, NEW, OLD, entry, line, of_sector, page_of
from tests.unit.redlines import words as in_signs

HERE = Origin(PurePosixPath("delen.md"))

# --- matching sections ------------------------------------------------------------------------------------------------


def of(page: str, *names: str) -> list[Entry]:
    return [entry(f"Tekst {name} van {page}.", page=page, name=name, title=name) for name in names]


def named(entry: Entry | None) -> str:
    return f"{entry.page.stem}#{entry.id}" if entry else ""


def in_order(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[str, str]]:
    found = sections.match(old, new, {})
    return [(named(one), named(other)) for one, other in sections.in_order(old, new, found)]


def test_what_went_stands_behind_what_stood_before_it_and_a_lost_page_comes_last() -> None:
    old = [*of("a.md", "", "een", "twee", "drie"), *of("weg.md", "", "x"), *of("b.md", "p", "q")]
    new = [*of("b.md", "q"), *of("a.md", "", "een", "nieuw")]
    assert in_order(old, new) == [
        ("b#q", "b#q"),
        ("a#", "a#"),
        ("a#een", "a#een"),
        ("a#twee", ""),
        ("a#drie", ""),
        ("", "a#nieuw"),
        ("weg#", ""),
        ("weg#x", ""),
        ("b#p", ""),
    ]


@pytest.mark.parametrize(
    ("before", "after", "elsewhere"),
    [
        ("abcd", "abcd", ""),
        ("abcd", "bcda", "a"),
        ("abcd", "dabc", "d"),
        ("abcde", "cdeab", "ab"),
        ("abcd", "abxcd", ""),
    ],
)
def test_of_sections_in_another_order_as_few_as_can_be_stand_elsewhere(before: str, after: str, elsewhere: str) -> None:
    old, new = of("a.md", *before), of("a.md", *after)
    found = sections.reordered(old, new, sections.match(old, new, {}))
    assert {name for _, name in found} == set(elsewhere)


@pytest.mark.parametrize(("after", "number"), [("acbd", 1), ("dcba", 3), ("badc", 2)])
def test_no_more_sections_stand_elsewhere_than_must(after: str, number: int) -> None:
    old, new = of("a.md", *"abcd"), of("a.md", *after)
    assert len(sections.reordered(old, new, sections.match(old, new, {}))) == number


def test_sections_that_went_to_another_page_are_not_out_of_order_there() -> None:
    old, new = [*of("a.md", "p", "q"), *of("b.md", "r")], [*of("b.md", "r"), *of("c.md", "q", "p")]
    moves = {(PurePosixPath("a.md"), name): (PurePosixPath("c.md"), name) for name in "pq"}
    assert sections.match(old, new, moves).items() >= moves.items()
    assert sections.reordered(old, new, sections.match(old, new, moves)) == set()


def test_a_known_move_is_believed_once_and_only_to_where_something_stands() -> None:
    a, b = PurePosixPath("a.md"), PurePosixPath("b.md")
    old, new = of("a.md", "p", "q", "r"), of("b.md", "p")
    moves = {(a, "p"): (b, "p"), (a, "q"): (b, "p"), (a, "r"): (b, "weg")}
    assert sections.match(old, new, moves) == {(a, "p"): (b, "p")}
    stays = [*of("a.md", "p"), *of("b.md", "q")]
    assert sections.match(of("a.md", "p"), stays, {(a, "p"): (b, "q")}) == {(a, "p"): (a, "p")}
    taken = of("b.md", "q")
    assert sections.match([*of("a.md", "p"), *taken], taken, {(a, "p"): (b, "q")}) == {(b, "q"): (b, "q")}


def test_of_texts_that_are_alike_the_most_alike_go_together_and_then_those_on_the_same_page() -> None:
    a, b = PurePosixPath("a.md"), PurePosixPath("b.md")
    more = f"{LONG} Er komt nog een zin bij, en die is anders."
    old = [entry(LONG, page="a.md", name="een", title="A"), entry(more, page="a.md", name="twee", title="B")]
    new = [entry(more, page="b.md", name="drie", title="C"), entry(LONG, page="b.md", name="vier", title="D")]
    assert sections.match(old, new, {}) == {(a, "een"): (b, "vier"), (a, "twee"): (b, "drie")}
    alike = [entry(LONG, page=page, name=page[0], title="Z") for page in ("b.md", "a.md")]
    assert sections.match(old[:1], alike, {}) == {(a, "een"): (a, "a")}
    twice = [entry(LONG, page="b.md", name=name, title="Z") for name in "xy"]
    assert sections.match(old[:1], twice, {}) == {(a, "een"): (b, "x")}, "the first of both"


def test_what_came_from_elsewhere_is_not_what_stood_in_its_new_place() -> None:
    first, last = of("a.md", "p", "q")
    long = entry(f"{LONG} {' '.join(f'sector{number}' for number in range(12))}", page="a.md", name="b", title="B")
    same = entry(f"{LONG} En wat een sector hier zei, is weg.", page="a.md", name="z", title="Z")
    assert in_order([first, long, last, same], [first, same, last]) == [
        *(("a#p", "a#p"), ("a#b", ""), ("a#z", "a#z"), ("a#q", "a#q")),
    ]


def test_few_words_in_the_same_place_under_another_title_are_another_section() -> None:
    first, last = of("a.md", "p", "q")
    old, new = (entry("Vraag het na.", page="a.md", name=name, title=title) for name, title in (("x", "A"), ("y", "B")))
    assert in_order([first, old, last], [first, new, last]) == [
        *(("a#p", "a#p"), ("a#x", ""), ("", "a#y"), ("a#q", "a#q")),
    ]
    same = replace(new, title="A")
    assert in_order([first, old, last], [first, same, last])[1] == ("a#x", "a#y")
    short, long = (entry(f"Vraag het na{more}.", page="a.md", name=name, title=name) for name, more in SHORT_AND_LONG)
    assert in_order([first, short, last], [first, long, last])[1:3] == [("a#kort", ""), ("", "a#lang")]
    assert in_order([first, long, last], [first, short, last])[1] == ("a#lang", "a#kort")


@pytest.mark.parametrize(("stays", "is_same"), [(6, True), (5, False)])
def test_what_stands_in_the_same_place_and_keeps_two_words_in_five_is_the_same_section(
    stays: int,
    is_same: bool,  # noqa: FBT001  # a parameter
) -> None:
    first, last = of("a.md", "p", "q")
    said = (" ".join(f"{'w' if number < stays else word}{number}" for number in range(15)) for word in ("oud", "nieuw"))
    old, new = (entry(text, page="a.md", name=name, title=name) for name, text in zip("xy", said, strict=True))
    found = in_order([first, old, last], [first, new, last])
    assert (("a#x", "a#y") in found, ("a#x", "") in found) == (is_same, not is_same)


SHORT_AND_LONG = (
    ("kort", " bij wie je hier kent en vertrouwt"),
    ("lang", " bij wie je hier kent en vertrouwt, of bij je eigen dienst"),
)


def test_what_stands_in_the_same_place_of_another_page_is_another_section() -> None:
    """A likeness that suffices in the old place does not on another page: a reader would look on the old page."""
    rest = " ".join(f"woord{number}" for number in range(12))
    (first,), (last,) = of("a.md", "p"), of("b.md", "q")
    old = entry(f"{LONG} {rest}", page="a.md", name="x", title="X")
    here, there = (entry(f"{LONG} En dit kwam erbij.", page=page, name="y", title="Y") for page in ("a.md", "b.md"))
    assert in_order([first, old, last], [first, here, last])[1] == ("a#x", "a#y")
    assert in_order([first, old, last], [first, there, last])[1:3] == [("a#x", ""), ("", "b#y")]


# --- words ------------------------------------------------------------------------------------------------------------


def row(text: str) -> tuple[Word, ...]:
    return tuple(Word(each, each, spaced=True) for each in text.split())


def test_a_word_that_everybody_uses_is_a_word_however_long_the_text() -> None:
    text = ["ja"] * 300
    found = list(align.pairs(["nu", *text], ["dan", *text], str, lambda *_: 0.0))
    assert found == [("nu", None), (None, "dan"), *[("ja", "ja")] * 300]
    old, new = (row(f"{word} {'ja ' * 300}{word}") for word in ("nu", "dan"))
    assert [len(each.old) for each in runs.runs(old, new) if each.is_same] == [300]


def test_a_page_of_thousands_of_new_paragraphs_is_compared_in_time() -> None:
    """Two thousand against two thousand took a minute, for each website."""
    asked = 0

    def alike(one: str, other: str) -> float:
        nonlocal asked
        asked += 1
        return float(one == other.lower())

    old, new = [f"a{each}" for each in range(2000)], [f"A{each}" for each in range(2000)]
    paired = [*align.pairs(old, new, str, alike)]
    assert paired == list(zip(old, new, strict=True))
    assert asked < 150_000


def test_each_side_keeps_its_own_words_where_a_sign_moves_on() -> None:
    """A comma in bold equals one that is not."""

    def signed(text: str, look: Look) -> tuple[Word, ...]:
        return tuple(Word(each, each, each != ",", look if each == "," else Look.PLAIN) for each in text.split())

    less, more = "zo , dan toch maar", "zo , hier , dan toch maar"
    for one, other in ((less, more), (more, less)):
        old, new = signed(one, Look.PLAIN), signed(other, Look.STRONG)
        found = runs.runs(old, new)
        assert tuple(each for run in found for each in run.old) == old
        assert tuple(each for run in found for each in run.new) == new
        assert sum(run.is_same for run in found) == 2


def test_white_space_that_went_between_words_beside_each_other_takes_nothing_along() -> None:
    old, new = (
        tuple(Word(each, each, spaced=each not in joined) for each in ["een", "twee", "drie", "vier", "vijf", "zes"])
        for joined in ((), ("twee", "drie", "zes"))
    )
    found = runs.runs(old, new)
    assert tuple(each for run in found for each in run.old) == old
    assert tuple(each for run in found for each in run.new) == new
    assert [" ".join(each.shown for each in run.new) for run in found if run.is_same] == ["een", "vier vijf"]


def test_a_sign_that_came_alone_stays_where_it_came() -> None:
    def said(text: str) -> tuple[Word, ...]:
        return tuple(Word(each, each, spaced=each != ",") for each in text.split())

    found = runs.runs(said("zo , dan toch"), said("zo , , dan toch"))
    assert [("=" if run.is_same else "+", " ".join(each.shown for each in run.new)) for run in found] == [
        ("=", "zo"),
        ("+", ","),
        ("=", ", dan toch"),
    ]


@pytest.mark.parametrize(
    ("less", "more", "came"),
    [
        pytest.param("a , c d e", "a , b , c d e", "b ,", id="against the word before it, both times"),
        pytest.param("a , c d e", "a _, b , c d e", "_, b", id="after white space, and then not"),
        pytest.param("a _, c d e", "a , b _, c d e", ", b", id="not after white space, and then it is"),
        pytest.param("a ; c d e", "a , b ; c d e", ", b", id="another sign"),
    ],
)
def test_a_sign_moves_on_only_past_the_same_sign_that_stands_as_it_does(less: str, more: str, came: str) -> None:
    """Otherwise a punctuation mark, or a space, would be reported where there was none."""

    def said(text: str) -> tuple[Word, ...]:
        return tuple(Word(each.strip("_"), each.strip("_"), spaced=each not in ",;") for each in text.split())

    for old, new, sides in ((less, more, "new"), (more, less, "old")):
        found = runs.runs(said(old), said(new))
        (changed,) = (run for run in found if not run.is_same)
        assert getattr(changed, sides) == said(came)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("oud.md", "nieuw.md", "Zie daar", id="a page that moved is the same place"),
        pytest.param("oud.md", "blijft.md", "Zie daar [-(link naar ‘Oud’)-] {+(link naar ‘Blijft nu’)+}", id="went"),
        pytest.param("blijft.md", "nieuw.md", "Zie daar [-(link naar ‘Blijft’)-] {+(link naar ‘Oud’)+}", id="came"),
    ],
)
def test_where_a_link_in_a_heading_leads_is_told_when_that_changed(before: str, after: str, expected: str) -> None:
    """For each side, a page has the title that it had then."""

    def edition(link: str, *pages: tuple[str, str]) -> list[Entry]:
        around = [entry(f"{LONG} {page}", page=page, name="", title=title, level=1) for page, title in pages]
        return [*around, headed(Text("Zie "), Link(link, (Text("daar"),), HERE))[1]]

    old = edition(before, ("oud.md", "Oud"), ("blijft.md", "Blijft"))
    new = edition(after, ("nieuw.md", "Oud"), ("blijft.md", "Blijft nu"))
    moved = {(PurePosixPath("oud.md"), ""): (PurePosixPath("nieuw.md"), "")}
    section = next(each for each in compare(old, new, moved=moved).sections if each.entry.id == "moet")
    assert in_signs(section.title) == expected


def test_a_title_that_keeps_little_of_a_long_one_was_written_anew() -> None:
    long = "Zwijg als je niet weet waarover iedereen op school of thuis praat"
    for old, new, expected in (
        ("Zwijg", long, f"[-Zwijg-] {{+{long}+}}"),
        (long, "Zwijg", f"[-{long}-] {{+Zwijg+}}"),
        ("Zwijg altijd", "Zwijg nooit", "Zwijg [-altijd-] {+nooit+}"),
    ):
        (found,) = compare([entry("x", title=old)], [entry("x", title=new)]).sections
        assert in_signs(found.title) == expected


def test_the_title_of_what_came_or_went_came_or_went_with_it() -> None:
    (gone,), (new,) = compare([entry("x", title="Weg")], []).sections, compare([], [entry("x", title="Nieuw")]).sections
    assert (in_signs(gone.title), in_signs(new.title)) == ("[-Weg-]", "{+Nieuw+}")
    assert (gone.dressed, new.dressed) == (False, False)


# --- blocks and tables ------------------------------------------------------------------------------------------------


def table(*rows: str) -> str:
    return "".join(f"| {row} |\n" for row in ("Wie | Wat", "--|--", *rows))


def test_the_table_that_says_most_of_the_same_is_the_one_that_stayed() -> None:
    other, this = table("club|zwijgt"), table("school|meldt het", "ouder|vraagt het")
    new = table("school|meldt het", "ouder|vraagt iets")
    (section,) = compare([entry(f"{other}\nEn dan dit.\n\n{this}")], [entry(new)]).sections
    tables = [each for each in section.changes if isinstance(each, TableChange)]
    assert [(each.old, each.new) for each in tables] == [(True, False), (True, True)]


def test_of_a_table_that_came_or_went_every_cell_did() -> None:
    text = "Vraag het na.\n\n"
    for old, new, sign in ((text, f"{text}{table('a|b')}", "+"), (f"{text}{table('a|b')}", text, "-")):
        changes = compare_text(leaves(old), leaves(new))
        assert [each.is_same for each in changes] == [True, True, False]
        assert outline(view.tree(changes))[2:] == [
            *("table", "| row", f"|   cell: {sign}Wie", f"|   cell: {sign}Wat"),
            *("| row", f"|   cell: {sign}a", f"|   cell: {sign}b"),
        ]


def rows(old: str, new: str) -> list[str]:
    """Return the rows below the headings of a table that was edited, as a reader sees them."""
    (found,) = (each for each in compare_text(leaves(old)[1:], leaves(new)[1:]) if isinstance(each, TableChange))
    return [" | ".join(in_signs(cell.runs) for cell in row) for row in found.rows[1:]]


def test_rows_that_begin_with_nothing_are_no_versions_of_each_other() -> None:
    assert rows(table(" | alfa beta"), table(" | gamma delta")) == [" | [-alfa beta-]", " | {+gamma delta+}"]
    assert rows(table("school | alfa"), table("school | gamma")) == ["school | [-alfa-] {+gamma+}"]
    assert rows(table("school | alfa"), table("club | gamma")) == ["[-school-] | [-alfa-]", "{+club+} | {+gamma+}"]


def test_of_a_row_that_is_longer_than_the_headings_no_cell_is_lost_where_a_column_came_or_went() -> None:
    """No editor can write such a row, but a manifest can contain one."""
    two, three = (f"| {' | '.join(heads)} |\n|{'--|' * len(heads)}\n" for heads in (("a", "b"), ("a", "b", "c")))
    less, more = (longer(leaves(text + row)) for text, row in ((two, "| 1 | 2 |\n"), (three, "| 1 | 2 | 3 |\n")))
    for old, new, expected in ((less, more, "1 | 2 | {+3+} | extra"), (more, less, "1 | 2 | [-3-] | extra")):
        (found,) = (each for each in compare_text(old, new) if isinstance(each, TableChange))
        assert " | ".join(in_signs(cell.runs) for cell in found.rows[-1]) == expected


def longer(text: tuple[normal_form.Leaf, ...]) -> tuple[normal_form.Leaf, ...]:
    """Return *text* with one more cell in its last row."""
    return (*text, replace(text[-1], runs=(normal_form.Run("extra"),)))


def outline(nodes: Sequence[Node], indent: str = "") -> list[str]:
    """Return *nodes* as indented lines: kind, number, how many are hidden, and words marked as inserted or deleted."""
    signs = {"same": "", "ins": "+", "del": "-"}
    found = []
    for node in nodes:
        said = " ".join(f"{signs[each.state]}{''.join(text for _, text in each.parts)}" for each in node.spans)
        facts = [
            node.kind,
            *([str(node.number)] if node.number else []),
            *([f"({node.hidden})"] if node.hidden else []),
        ]
        found += [f"{indent}{' '.join(facts)}: {said}".rstrip(": "), *outline(node.nodes, f"{indent}  ")]
        found += outline(node.rows, f"{indent}| ")
    return found


def leaves(text: str) -> tuple[normal_form.Leaf, ...]:
    return entry(text).leaves


LIST = "\n".join(f"- Punt {number}." for number in range(6))
QUOTE = "\n>\n".join(f"> Zin {number}." for number in range(6))


def test_what_changed_in_boxes_in_boxes_as_a_reader_sees_it() -> None:
    box = 'Voor.\n\n!!! note "Doos"\n    {} is dit.\n\n    1. Een.\n    2. {}.\n\n> {}.\n\nNa.\n\n'
    old = f"{box.format('Oud', 'Twee', 'Weg ermee')}{table('a|b')}"
    new = f"{box.format('Nieuw', 'Drie', 'Kom erbij')}{table('a|c')}"
    changes = compare_text(leaves(old), leaves(new))
    assert outline(view.tree(changes)) == [
        "heading: Titel",
        "paragraph: Voor.",
        "admonition",
        "  title: Doos",
        "  paragraph: -Oud +Nieuw is dit.",
        "  ol",
        "    li 1",
        "      paragraph: Een.",
        "    li 2",
        "      paragraph: -Twee. +Drie.",
        "blockquote",
        "  paragraph: -Weg ermee.",
        "blockquote",
        "  paragraph: +Kom erbij.",
        "paragraph: Na.",
        "table",
        "| row",
        "|   cell: Wie",
        "|   cell: Wat",
        "| row",
        "|   cell: a",
        "|   cell: -b +c",
    ]
    assert outline(view.plain(view.tree(changes)))[4] == "  paragraph: Oud Nieuw is dit."
    assert outline(view.plain(view.tree(changes)))[-1] == "|   cell: b c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"Begin.\n\n{QUOTE}\n\nSlot {{}}.",
            ["gap (5)", "blockquote", "  paragraph: Zin 4.", "  paragraph: Zin 5."],
            id="from outside a box into it",
        ),
        pytest.param(
            f"> {{}}.\n>\n{QUOTE}",
            ["blockquote", "  paragraph: -oud. +nieuw.", "  paragraph: Zin 0.", "  paragraph: Zin 1.", "  gap (4)"],
            id="inside a box",
        ),
        pytest.param(
            f"- {{}}.\n{LIST}",
            [
                *("ul", "  li", "    paragraph: -oud. +nieuw.", "  li", "    paragraph: Punt 0.", "  li"),
                *("    paragraph: Punt 1.", "gap (4)"),
            ],
            id="no gap is an item of a list",
        ),
    ],
)
def test_a_long_stretch_without_changes_stands_where_all_of_it_stood(text: str, expected: list[str]) -> None:
    found = outline(view.tree(compare_text(*(leaves(text.format(word))[1:] for word in ("oud", "nieuw")))))
    assert [each for each in found if "Slot" not in each] == expected


def test_the_whole_of_a_text_leaves_nothing_out() -> None:
    found = outline(view.whole_tree(compare_text(leaves(LIST), leaves(LIST))))
    assert [each.strip() for each in found if "Punt" in each] == [f"paragraph: Punt {number}." for number in range(6)]


def test_rows_that_are_left_out_are_counted_over_the_whole_width() -> None:
    rows = [f"{number}|x|y" for number in range(9)]
    old, new = ("| a | b | c |\n|--|--|--|\n" + "".join(f"| {row} |\n" for row in (*rows, f"z|{w}|y")) for w in "pq")
    (found,) = view.tree(compare_text(leaves(old)[1:], leaves(new)[1:]))
    assert [(each.kind, each.number, each.hidden) for each in found.rows] == [
        ("row", 0, 0),
        ("gap", 3, 7),
        *[("row", 0, 0)] * 3,
    ]


def test_a_box_in_which_everything_went_is_no_box_of_the_new_text() -> None:
    old, new = '!!! note "Doos"\n    Weg ermee.\n\n> Blijft zo.', "> Blijft zo."
    changes = compare_text(leaves(old)[1:], leaves(new)[1:])
    assert [[(box.kind, box.serial > 0) for box in each.place] for each in changes] == [
        [("admonition", False)],
        [("admonition", False)],
        [("blockquote", True)],
    ]


# --- notes at the foot ------------------------------------------------------------------------------------------------


def went(*content: Inline) -> Changed:
    return Changed(content, added=False)


def came(*content: Inline) -> Changed:
    return Changed(content, added=True)


def foot(*content: Inline) -> tuple[str, list[str]]:
    made: list[Footnote] = []
    section = Section("a", 2, (), locked=False, origin=HERE, body=(Paragraph(content, HERE),))
    (found,) = at_the_foot(section, made).body
    assert isinstance(found, Paragraph)
    assert [each.number for each in made] == list(range(1, len(made) + 1))
    assert [each.brief for each in made] == [words(each.content) for each in made]
    return signs(found.content), [signs(each.content) for each in made]


def signs(content: Sequence[Inline]) -> str:
    shown = ""
    for each in content:
        match each:
            case Changed(content=inside, added=added):
                shown += f"{{+{signs(inside)}+}}" if added else f"[-{signs(inside)}-]"
            case Note(number=number, time=time):
                shown += f"<{number}>" if time == 1 else f"<{number}.{time}>"
            case Strong(content=inside) | Emphasis(content=inside):
                shown += f"*{signs(inside)}*"
            case _:
                shown += words((each,))
    return shown


@pytest.mark.parametrize(
    ("content", "expected", "notes"),
    [
        pytest.param(
            (Text("Ja."), Text(" "), fragment("(noot: wet, art. 3)"), Text(" Nee.")),
            "Ja.<1> Nee.",
            ["wet, art. 3"],
            id="one",
        ),
        pytest.param(
            (Text("Ja."), fragment(" (noot: wet) (noot: eed)"), Text(" Nee.")),
            "Ja.<1><2> Nee.",
            ["wet", "eed"],
            id="two",
        ),
        pytest.param(
            (Text("Ja."), fragment(" (noot: wet (oud"), Strong((Text("Nee."),))),
            "Ja.<1>*Nee.*",
            ["wet (oud"],
            id="a bracket that never closes, and bold words",
        ),
        pytest.param(
            (
                Text("Ja."),
                fragment(" (noot: wet, art."),
                Text(" "),
                went(fragment("3)"), Text(" oud"), Text(" een")),
                Text(" "),
                came(fragment("4)"), Text(" nieuw"), Text(" twee")),
            ),
            "Ja.<1> [-oud een-] {+nieuw twee+}",
            ["wet, art. [-3-] {+4+}"],
            id="it ends otherwise, and other words follow",
        ),
        pytest.param(
            (Text("Ja."), came(fragment(" (noot: wet)")), Text(" Nee.")), "Ja.{+<1>+} Nee.", ["wet"], id="it came"
        ),
        pytest.param(
            (Text("Ja."), went(fragment(" (noot: wet)")), Text(" Nee.")), "Ja.[-<1>-] Nee.", ["wet"], id="it went"
        ),
        pytest.param(
            (Text("Zie "), fragment("(afbeelding: kaart)"), Text(" nu.")),
            "Zie (afbeelding: kaart) nu.",
            [],
            id="picture",
        ),
        pytest.param((Text("Ja."), fragment(" (noot: wet")), "Ja.<1>", ["wet"], id="it ends the text"),
        pytest.param(
            (Text("Ja."), came(fragment(" (noot: wet (oud")), Text(" "), Strong((Text("Nee."),))),
            "Ja.{+<1>+} *Nee.*",
            ["wet (oud "],
            id="it came, and never closes",
        ),
        pytest.param(
            (
                Text("Ja."),
                fragment(" (noot: wet"),
                went(fragment(")"), Text(" oud")),
                Text(" "),
                came(fragment(", art. 3)"), Text(" nieuw")),
            ),
            "Ja.<1> [-oud-] {+nieuw+}",
            ["wet{+, art. 3+}"],
            id="of it only the bracket went",
        ),
        pytest.param(
            (Text("Ja."), fragment(" (noot: a"), went(fragment(" b")), fragment(" c)"), Text(" Nee.")),
            "Ja.<1> Nee.",
            ["a[-b-] c"],
            id="words in it went",
        ),
    ],
)
def test_a_note_stands_at_the_foot_with_what_happened_to_it(
    content: tuple[Inline, ...], expected: str, notes: list[str]
) -> None:
    found, made = foot(*content)
    assert (found, made) == (expected, notes)


def test_notes_of_sections_below_are_numbered_on() -> None:
    made: list[Footnote] = []
    body = (Paragraph((Text("Ja."), fragment(" (noot: wet)")), HERE),)
    below = Section("b", 3, (), locked=False, origin=HERE, body=body)
    found = at_the_foot(replace(below, id="a", level=2, subsections=(below,)), made)
    marks = [each for section in found.walk() for part in section.body for each in getattr(part, "content", ())]
    assert [each.number for each in marks if isinstance(each, Note)] == [1, 2]
    assert [each.number for each in made] == [1, 2]


def headed(*heading: Inline) -> tuple[Entry, ...]:
    section = Section("moet", 2, heading, locked=False, origin=HERE, body=(Paragraph((Text("Kom."),), HERE),))
    found = replace(entry("x", name="moet"), leaves=normal_form.of_own(section, PurePosixPath("delen.md")))
    return page_of("delen.md", "Delen", found)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param((Text("Wat moet"),), (Text("Wat mag"),), "Wat [-moet-] {+mag+} wet", id="behind what changed"),
        pytest.param((Text("Wat nu"),), (Text("Wat nu dan"),), "Wat nu {+dan+} wet", id="behind what came"),
        pytest.param((), (Text(" nu"),), "wet {+nu+}", id="at the beginning"),
    ],
)
def test_a_mark_stands_apart_from_the_words_before_it(
    before: tuple[Inline, ...], after: tuple[Inline, ...], expected: str
) -> None:
    mark = Mark("wet", "", HERE)
    old, new = (headed(*(words_ if before else ()), mark, *(() if before else words_)) for words_ in (before, after))
    made = printed(Comparison("kern", "Kern", compare(old, new), line), OLD, NEW)
    (section,) = (each for each in made.walk() if each.id == "w1")
    assert signs(section.heading) == expected


def test_a_section_in_which_a_word_changed_is_not_only_dressed_otherwise() -> None:
    (found,) = compare([entry("Je mag **nu** gaan.")], [entry("Je moet nu gaan.")]).sections
    assert found.dressed is False


def test_a_heading_in_the_text_of_a_sector_is_bold_in_print() -> None:
    text = "Op school.\n\n### Klas {#klas}\n\nHier en {}."
    old, new = (page_of("delen.md", "Delen", entry([of_sector(text.replace("{}", word))])) for word in ("nu", "dan"))
    made = printed(Comparison("kern", "Kern", compare(old, new), line), OLD, NEW)
    (section,) = (each for each in made.walk() if each.id == "w1")
    (box,) = (each for each in section.body if isinstance(each, Box))
    said = [signs(each.content) for each in box.blocks if isinstance(each, Paragraph)]
    assert said == ["Op school.", "*Klas*", "Hier en [-nu-] {+dan+}."]
