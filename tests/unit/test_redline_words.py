"""The elements of a comparison: words, blocks, pairs, and what a reader sees of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest

from draaiboek.compose.normal_form import Leaf, Look, Run
from draaiboek.editions.redline import align, blocks, view, words
from draaiboek.editions.redline.values import Box, Table, Word
from draaiboek.editions.redline.values import Leaf as Block
from draaiboek.editions.redline.values import Look as Shown
from draaiboek.editions.redline.values import Run as Words
from draaiboek.editions.redline.words import Target


def name(href: str) -> Target:
    return Target(f"sleutel {href}", f"naam van {href}")


def word(shown: str, *, spaced: bool = True, look: Shown = Shown.PLAIN) -> Word:
    return Word(shown, shown, spaced, look)


def noted(shown: str, *, spaced: bool) -> Word:
    return Word(shown, f"noot {shown}", spaced, Shown.NOTE)


def link(target: str, reach: int) -> Word:
    return Word(f"(link naar naam van {target})", f"link sleutel {target}", spaced=True, look=Shown.LINK, reach=reach)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        pytest.param([Run("Een zin, zo.")], ["Een", " zin", ",", " zo", "."], id="signs stand apart"),
        pytest.param([Run("112, 1,5 en 3.2 a,b")], ["112", ",", " 1,5", " en", " 3.2", " a", ",", "b"], id="numbers"),
        pytest.param(
            [Run("na-gaan foto’s a'b a_b a/b a:b a@b.c x‑y")],
            ["na-gaan", " foto’s", " a'b", " a_b", " a/b", " a:b", " a@b.c", " x‑y"],
            id="what holds a word together",
        ),
        pytest.param([Run("Zeg "), Run("nu", (Look.STRONG,)), Run("dan")], ["Zeg", " nu", "dan"], id="across runs"),
    ],
)
def test_words_with_the_white_space_before_them(runs: Sequence[Run], expected: Sequence[str]) -> None:
    found = words.read(runs, name)
    assert [f"{' ' if each.spaced else ''}{each.shown}" for each in found] == expected
    assert [each.key for each in found] == [each.strip() for each in expected]


@pytest.mark.parametrize(
    ("looks", "shown"),
    [
        ((), Shown.PLAIN),
        ((Look.STRONG,), Shown.STRONG),
        ((Look.EMPHASIS,), Shown.EMPHASIS),
        ((Look.CODE,), Shown.CODE),
        ((Look.MARK,), Shown.LABEL),
        ((Look.RAISED,), Shown.PLAIN),
        ((Look.EMPHASIS, Look.STRONG), Shown.STRONG),
        ((Look.STRONG, Look.CODE), Shown.CODE),
        ((Look.STRONG, Look.MARK), Shown.LABEL),
    ],
)
def test_how_a_word_looks(looks: tuple[Look, ...], shown: Shown) -> None:
    assert words.read([Run("ja", looks)], name) == (word("ja", spaced=False, look=shown),)


def test_a_note_is_words_between_brackets_that_are_no_words_of_the_text() -> None:
    found = words.read([Run("Zwijg."), Run("de wet; § 3 (oud), art.4", (Look.NOTE,)), Run("Nu")], name)
    assert found == (
        word("Zwijg", spaced=False),
        word(".", spaced=False),
        noted("(noot:", spaced=True),
        noted("de", spaced=True),
        noted("wet", spaced=True),
        noted(";", spaced=False),
        noted("§ 3", spaced=True),
        noted("(", spaced=True),
        noted("oud", spaced=False),
        noted(")", spaced=False),
        noted(",", spaced=False),
        noted("art.4", spaced=True),
        noted(")", spaced=False),
        word("Nu", spaced=False),
    )


def test_white_space_in_a_note_or_picture_is_not_that_of_the_text_behind_it() -> None:
    for look in (Look.NOTE, Look.IMAGE):
        *_, last = words.read([Run("wet ", (look,)), Run("zo")], name)
        assert last == word("zo", spaced=False)


def test_a_picture_is_one_word_another_one_when_it_shows_something_else() -> None:
    (first, second) = words.read([Run("Zie "), Run("een kaart", (Look.IMAGE,), "a.svg")], name)[:2]
    assert first == word("Zie", spaced=False)
    assert second == Word("(afbeelding: een kaart)", "beeld a.svg een kaart", spaced=True, look=Shown.NOTE)
    others = [Run("een kaart", (Look.IMAGE,), "b.svg"), Run("een plan", (Look.IMAGE,), "a.svg")]
    assert second.key not in {words.read([each], name)[0].key for each in others}
    assert words.read(others[:1], name)[0].spaced is False


def test_where_a_link_leads_is_said_behind_all_its_words() -> None:
    found = words.read([Run("Lees "), Run("de ", (), "a.md#b"), Run("wet", (Look.STRONG,), "a.md#b"), Run(" nu")], name)
    assert found == (
        word("Lees", spaced=False),
        word("de"),
        word("wet", look=Shown.STRONG),
        link("a.md#b", 2),
        word("nu"),
    )
    assert words.read([Run("ja"), Run("", (), "a.md")], name) == (word("ja", spaced=False),)
    nothing = [Run("", (), "a.md"), Run("de wet", (Look.NOTE,), "a.md")]
    assert {each.look for each in words.read(nothing, name)} == {Shown.NOTE}, "neither nothing nor a note is a link"


def test_a_place_without_a_title_is_called_by_its_name_in_words() -> None:
    path = PurePosixPath("kader/de-wet-zelf.md")
    assert words.page_in_words(path) == "de wet zelf"
    assert words.place_in_words(path, "wat-je-doet") == "‘wat je doet’ op ‘de wet zelf’"
    assert words.place_in_words(path, "") == "‘de wet zelf’"


# --- blocks -----------------------------------------------------------------------------------------------------------


def leaf(kind: str, *inside: tuple[str, int], text: str = "x") -> Leaf:
    return Leaf(kind, inside, (Run(text),))


def test_blocks_say_in_which_boxes_they_stand() -> None:
    first, second = ("ul", 0), ("ol", 0)
    found = blocks.read(
        (
            leaf("kop1"),
            leaf("alinea", first, ("li", 1)),
            leaf("alinea", first, ("vink", 2), second, ("li", 4)),
            leaf("alinea", first, ("gevinkt", 3)),
            leaf("alinea", ("citaat", 1)),
            leaf("titel", ("kader-note", 2)),
            leaf("label", ("sector", 3)),
            leaf("alinea", ("kader-note", 2)),
        ),
        name,
    )
    kinds = [each.kind for each in found if isinstance(each, Block)]
    assert kinds == ["heading", *["paragraph"] * 4, "title", "label", "paragraph"]
    ul, one, three = Box("ul", 1, 0), Box("li", 2, 0), Box("li", 6, 0)
    two, ol, four = Box("li", 3, 0), Box("ol", 4, 0), Box("li", 5, 4)
    assert [each.place for each in found] == [
        (),
        (ul, one),
        (ul, two, ol, four),
        (ul, three),
        (Box("blockquote", 7, 0),),
        (Box("admonition", 8, 0),),
        (Box("sector", 9, 0),),
        (Box("admonition", 8, 0),),
    ]


def test_the_cells_of_a_table_stand_together_row_by_row() -> None:
    at = ("ul", 0), ("li", 1)
    rows = [("hoofdcel", 0, "a"), ("hoofdcel", 0, "b"), ("cel", 1, "c"), ("cel", 1, "d")]
    cells = [leaf(kind, *at, ("tabel", 0), ("rij", row), text=text) for kind, row, text in rows]
    other = leaf("hoofdcel", *at, ("tabel", 1), ("rij", 0), text="e")
    table, second = blocks.read((*cells, other), name)
    assert isinstance(table, Table)
    assert isinstance(second, Table)
    assert [[each.words[0].shown for each in row] for row in table.rows] == [["a", "b"], ["c", "d"]]
    assert {(each.kind, each.place) for row in table.rows for each in row} == {("cell", ())}
    assert table.place == second.place == (Box("ul", 1, 0), Box("li", 2, 0))


# --- pairs ------------------------------------------------------------------------------------------------------------


def like(one: str | None, other: str | None) -> float:
    return align.share(one or "", other or "")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [], []),
        (["abc"], [], [("abc", None)]),
        ([], ["abc"], [(None, "abc")]),
        (["abc", "x"], ["x", "abd"], [("abc", None), ("x", "x"), (None, "abd")]),
        (["abc"], ["abd"], [("abc", "abd")]),
        (["abc"], ["xyz"], [("abc", None), (None, "xyz")]),
        (["abc", "def"], ["abx", "dex"], [("abc", "abx"), ("def", "dex")]),
        (["abc", "def"], ["dex"], [("abc", None), ("def", "dex")]),
        (["dex"], ["abc", "def"], [(None, "abc"), ("dex", "def")]),
        (["abcd", "abef"], ["abcx"], [("abcd", "abcx"), ("abef", None)]),
        (["abxy", "abcd"], ["abce"], [("abxy", None), ("abcd", "abce")]),
        (["ab", "cd"], ["cx", "ax"], [("ab", None), ("cd", "cx"), (None, "ax")]),
    ],
)
def test_like_stands_beside_like_in_the_order_of_both(
    old: list[str], new: list[str], expected: list[tuple[str | None, str | None]]
) -> None:
    assert list(align.pairs(old, new, str, like)) == expected


def test_what_two_texts_share_counts_each_word_as_often_as_both_have_it() -> None:
    assert align.share([], []) == 1.0
    assert align.share(["a"], []) == 0.0
    assert align.share(["a", "a", "b"], ["b", "a", "c"]) == pytest.approx(4 / 6)
    one, other = ([word("ja"), word(each)] for each in ("nu", "dan"))
    assert align.likeness(one, other) == pytest.approx(0.5)


# --- what a reader sees -----------------------------------------------------------------------------------------------


def test_words_that_changed_stand_apart_from_those_that_went() -> None:
    went, came = word("oud", spaced=False), word("nieuw", spaced=False)
    bold = word("vet", look=Shown.STRONG)
    found = view.spans((Words((bold,), (bold,)), Words((went,), ()), Words((), (came, word("woord")))))
    assert found == (
        view.Span("same", spaced=True, parts=((Shown.STRONG, "vet"),)),
        view.Span("del", spaced=False, parts=((Shown.PLAIN, "oud"),)),
        view.Span("ins", spaced=True, parts=((Shown.PLAIN, "nieuw woord"),)),
    )


def test_where_a_link_leads_is_shown_when_that_alone_changed() -> None:
    def shown(*found: Words) -> list[str]:
        return ["".join(text for _, text in each.parts) for each in view.spans(found)]

    text, old, new = word("wet"), link("a.md", 1), link("b.md", 1)
    assert shown(Words((text, old), (text, old))) == ["wet"]
    assert shown(Words((text,), (text,)), Words((old,), ()), Words((), (new,))) == [
        "wet",
        "(link naar naam van a.md)",
        "(link naar naam van b.md)",
    ]
    assert shown(Words((text, old), ())) == ["wet"], "all of the link went"
    assert view.spans((Words((old,), (old,)),)) == ()
