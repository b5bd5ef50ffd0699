"""The differences between two texts as a person would describe them: golden cases, and the matching of sections."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from draaiboek.base.model import Call, Note, Paragraph, TermLink, Text
from draaiboek.compose.normal_form import Run
from draaiboek.editions.redline import Kind, Redline, Section, compare, of_addresses
from draaiboek.editions.redline.reading_page import changed_words
from draaiboek.editions.redline.values import TableChange
from tests.unit.redlines import (
    LONG,
    assert_whole,
    entry,
    kinds,
    new_words,
    of_sector,
    page_of,
    paragraph,
    shown,
    told,
    words,
)

TABLE = "| Gegeven | Delen? |\n|---|---|\n| Naam | ja |\n| Adres | nee |\n"

# the old text, the new text, what a reader sees
CASES = {
    "a word": ("Je mag spreken.", "Je moet spreken.", "Je [-mag-] {+moet+} spreken."),
    "a sentence that comes": ("Zwijg.", "Zwijg. Wacht af.", "Zwijg. {+Wacht af.+}"),
    "a sentence written anew is one deletion and one insertion": (
        "Wie deelneemt, heeft het recht om te spreken, maar niet de plicht. De rest blijft zoals hij was.",
        "Spreken aan tafel mag altijd. Niemand kan je daartoe verplichten. De rest blijft zoals hij was.",
        (
            "[-Wie deelneemt, heeft het recht om te spreken, maar niet de plicht-] "
            "{+Spreken aan tafel mag altijd. Niemand kan je daartoe verplichten+}. De rest blijft zoals hij was."
        ),
    ),
    "a text that keeps next to nothing": (
        "De burgemeester beslist.",
        "Vraag de raad.",
        "[-De burgemeester beslist.-]\n{+Vraag de raad.+}",
    ),
    "a comma goes with its own words": (
        "In de school, in de bond en thuis.",
        "In de school, in de club, in de bond en thuis.",
        "In de school, {+in de club,+} in de bond en thuis.",
    ),
    "a comma goes away with its own words": (
        "In de school, in de club, in de bond en thuis.",
        "In de school, in de bond en thuis.",
        "In de school, [-in de club,-] in de bond en thuis.",
    ),
    "a comma comes where a word went": (
        "In de school thuis, in de bond.",
        "In de school, in de club, in de bond.",
        "In de school [-thuis-] {+, in de club+}, in de bond.",
    ),
    "white space between signs": (
        "Dat is 10 % van alles.",
        "Dat is 10% van alles.",
        "Dat is 10 [-%-] {+%+} van alles.",
    ),
    "an article number": (
        "Zie artikel 352 daarvoor.",
        "Zie artikel 353 daarvoor.",
        "Zie artikel [-352-] {+353+} daarvoor.",
    ),
    "bold is no word": ("Je **moet** niets.", "Je moet niets.", "Je moet niets."),
    "a picture whose words end in white space": (
        "Kijk: ![een beeld ](beeld.svg)(van ons).",
        "Kijk: ![een beeld ](beeld.svg)(van jou).",
        "Kijk: (afbeelding: een beeld )(van [-ons-] {+jou+}).",
    ),
    "a link that leads elsewhere": (
        "Lees [de regels](wet.md#a) na.",
        "Lees [de regels](wet.md#b) na.",
        "Lees de regels [-(link naar ‘a’ op ‘wet’)-] {+(link naar ‘b’ op ‘wet’)+} na.",
    ),
    "a link that leads to the same place of a sector": (
        "Lees [de regels](wet.md#a) na.",
        "Lees [de regels](variant:sport/wet.md#a) na.",
        "Lees de regels [-(link naar ‘a’ op ‘wet’)-] {+(link naar ‘a’ op ‘wet’)+} na.",
    ),
    "a word in a link that leads where it led": (
        "Lees [de regels](wet.md#a) na.",
        "Lees [alle regels](wet.md#a) na.",
        "Lees [-de-] {+alle+} regels na.",
    ),
    "a link that comes with its words": (
        "Lees dit na voor je begint.",
        "Lees dit en [de regels](wet.md) na voor je begint.",
        "Lees dit {+en de regels+} na voor je begint.",
    ),
    "a link on words that stay": (
        "Lees de regels.",
        "Lees [de regels](wet.md).",
        "Lees de regels {+(link naar ‘wet’)+}.",
    ),
    "a word before a figure with no space": (
        "Zeg ja,5 keer.",
        "Zeg nee,5 keer.",
        "Zeg [-ja-] {+nee+},5 keer.",
    ),
    "a figure before a figure": ("Na 1,5 jaar.", "Na 2,5 jaar.", "Na [-1,5-] {+2,5+} jaar."),
    "a note that cites another article": (
        "Je mag spreken.[@wet, art. 3]",
        "Je mag spreken.[@wet, art. 4]",
        "Je mag spreken. (noot: de wet, art. [-3-] {+4+})",
    ),
    "a note that cites the same paragraph of another article": (
        "Je mag spreken.[@wet, § 12, 3°]",
        "Je mag spreken.[@wet, art. 460, § 12]",
        "Je mag spreken. (noot: de wet, [-§ 12, 3°-] {+art. 460, § 12+})",
    ),
    "a mark": (
        "Dat mag.[@wet, art. 3] {na-te-gaan: artikel 3}",
        "Dat mag.[@wet, art. 3]",
        "Dat mag. (noot: de wet, art. 3) [-na te gaan: artikel 3-]",
    ),
    "an item in a list": ("- Een\n- Twee", "- Een\n- Drie en vier\n- Twee", "  Een\n  {+Drie en vier+}\n  Twee"),
    "a deeper item": ("- Een\n\n    - Diep", "- Een\n\n    - Diep\n    - Dieper", "  Een\n    Diep\n    {+Dieper+}"),
    "a cell": (TABLE, TABLE.replace("| nee |", "| nooit |"), "Gegeven | Delen?\nNaam | ja\nAdres | [-nee-] {+nooit+}"),
    "a row": (
        TABLE,
        TABLE.replace("| Adres", "| Kleur | ja |\n| Adres"),
        "Gegeven | Delen?\nNaam | ja\n{+Kleur+} | {+ja+}\nAdres | nee",
    ),
    "a column": (
        TABLE,
        "| Gegeven | Waarom | Delen? |\n|---|---|---|\n| Naam | daarom | ja |\n| Adres |  | nee |\n",
        "Gegeven | {+Waarom+} | Delen?\nNaam | {+daarom+} | ja\nAdres |  | nee",
    ),
    "a paragraph that goes": ("Eerst dit.\n\nDan dat.", "Eerst dit.", "Eerst dit.\n[-Dan dat.-]"),
    "a warning": (
        '!!! warning "Let op"\n    Bel 112.',
        '!!! warning "Let goed op"\n    Bel 112.',
        "Let {+goed+} op\nBel 112.",
    ),
    "a quotation over two lines": (
        "> Zwijgen is\n> goud.",
        "> Zwijgen\n> is zilver.",
        "Zwijgen is [-goud-] {+zilver+}.",
    ),
}


def one(old: str, new: str) -> Section:
    (section,) = compare([entry(old)], [entry(new)]).sections
    return section


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_words(old: str, new: str, expected: str) -> None:
    section = one(old, new)
    assert shown(section) == expected
    assert_whole(section)


@pytest.mark.parametrize(
    ("old", "new"), [("Je **moet** niets.", "Je moet niets."), ("- Een\n- Twee", "1. Een\n2. Twee")]
)
def test_a_change_of_look_alone_is_said_to_be_that(old: str, new: str) -> None:
    section = one(old, new)
    assert (section.kind, section.dressed) == (Kind.CHANGED, True)


def test_the_words_of_a_sector() -> None:
    old, new = ([of_sector(f"Praat met de {who}.")] for who in ("leraar", "directeur"))
    (section,) = compare([entry(old)], [entry(new)]).sections
    assert shown(section) == "Specifiek voor onderwijs\nPraat met de [-leraar-] {+directeur+}."


# the old text, and the new text that looks the same
UNSEEN = {
    "lines broken elsewhere": (
        paragraph(Text("Een zin\nover twee regels.")),
        paragraph(Text("Een zin over\ntwee regels.")),
    ),
    "a glossary link is the program's": (
        paragraph(Text("De LIVC-R helpt.")),
        paragraph(Text("De "), TermLink("livc-r", "LIVC-R", "Een (lokale) cel."), Text(" helpt.")),
    ),
    "a note with another number": (
        paragraph(Text("Dat mag."), Note(1, 1, "de wet, art. 3")),
        paragraph(Text("Dat mag."), Note(7, 2, "de wet, art. 3")),
    ),
    "a number that a phone can call": (paragraph(Text("Bel 112.")), paragraph(Text("Bel "), Call("112"), Text("."))),
}


@pytest.mark.parametrize(("old", "new"), UNSEEN.values(), ids=UNSEEN)
def test_what_a_reader_cannot_see_is_no_change(old: Paragraph, new: Paragraph) -> None:
    (section,) = compare([entry([old])], [entry([new])]).sections
    assert section.kind is Kind.SAME


def test_a_box_without_a_title_is_only_another_look() -> None:
    section = one("Wacht af.", '!!! note ""\n    Wacht af.')
    assert (section.kind, section.dressed) == (Kind.CHANGED, True)


# --- matching sections ------------------------------------------------------------------------------------------------


def moved(redline: Redline) -> tuple[str, str] | None:
    return next(section.moved for section in redline.sections if section.moved)


def test_a_section_that_came_and_one_that_went() -> None:
    old = page_of(
        "delen.md", "Delen", entry("Een.", name="een"), entry("Weg.", name="weg"), entry("Drie.", name="drie")
    )
    new = page_of(
        "delen.md", "Delen", entry("Een.", name="een"), entry("Drie.", name="drie"), entry("Nieuw.", name="nieuw")
    )
    assert list(kinds(compare(old, new)).items()) == [
        ("delen#", "ongewijzigd"),
        ("delen#een", "ongewijzigd"),
        ("delen#weg", "vervallen"),
        ("delen#drie", "ongewijzigd"),
        ("delen#nieuw", "nieuw"),
    ]


def test_a_section_on_another_page_is_moved() -> None:
    old = (*page_of("a.md", "Eerst", entry(LONG, page="a.md", title="Steun")), *page_of("b.md", "Later"))
    new = (*page_of("a.md", "Eerst"), *page_of("b.md", "Later", entry(LONG, page="b.md", title="Steun", name="steun")))
    found = compare(old, new)
    assert kinds(found) == {"a#": "ongewijzigd", "b#": "ongewijzigd", "b#steun": "verplaatst"}
    assert moved(found) == ("op ‘Eerst’, vooraan", "op ‘Later’, vooraan")


def test_a_section_that_moved_and_changed() -> None:
    old = page_of("a.md", "Eerst", entry(LONG, page="a.md"))
    new = page_of("b.md", "Later", entry(LONG.replace("lang genoeg", "ruim lang genoeg"), page="b.md", name="b"))
    section = next(each for each in compare(old, new).sections if each.new and each.new.id == "b")
    assert section.kind is Kind.MOVED_AND_CHANGED
    assert shown(section).startswith("Deze tekst is {+ruim+} lang genoeg")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{LONG} En wat een sector hier zei, is weg.", {"a#nieuw": "verplaatst en gewijzigd"}),
        (
            "Dit gaat over iets dat hier nooit stond, en zo lang is dat ook weer niet.",
            {"a#b": "vervallen", "a#nieuw": "nieuw"},
        ),
    ],
    ids=["half of it", "another"],
)
def test_a_section_by_another_id_in_the_same_place_needs_to_be_half_the_same(text: str, told: dict[str, str]) -> None:
    """A heading got another id and lost the text of a sector: elsewhere on the page it would not be matched."""
    first, last = (entry(f"Tekst {name}.", page="a.md", name=name, title=name) for name in "ac")
    old = entry(f"{LONG} {' '.join(f'sector{number}' for number in range(12))}", page="a.md", name="b", title="Ouders")
    new = entry(text, page="a.md", name="nieuw", title="Praten")
    found = kinds(compare([*page_of("a.md", "A", first, old, last)], [*page_of("a.md", "A", first, new, last)]))
    assert {place: kind for place, kind in found.items() if kind != "ongewijzigd"} == told
    elsewhere = kinds(compare([*page_of("a.md", "A", first, old, last)], [*page_of("a.md", "A", first, last, new)]))
    assert elsewhere["a#nieuw"] == "nieuw"


def test_a_known_move_needs_no_likeness() -> None:
    places = {(PurePosixPath("a.md"), "oud"): (PurePosixPath("a.md"), "nieuw")}
    old, new = [entry("Kort.", page="a.md", name="oud")], [entry("Heel anders.", page="a.md", name="nieuw")]
    assert kinds(compare(old, new)) == {"a#oud": "vervallen", "a#nieuw": "nieuw"}
    found = compare(old, new, moved=places)
    assert kinds(found) == {"a#nieuw": "verplaatst en gewijzigd"}
    assert moved(found) == ("op deze pagina onder een ander adres", "onder zijn nieuwe adres")


def test_a_section_that_stayed_is_not_looked_for_where_most_of_its_page_went() -> None:
    places = {(PurePosixPath("a.md"), name): (PurePosixPath("b.md"), name) for name in ("y", "z")}
    old = [entry(f"Kort {name}.", page="a.md", name=name) for name in "xyz"]
    new = [*old[:1], *(entry(f"Kort {name}.", page="b.md", name=name) for name in "xyz")]
    found = kinds(compare(old, new, moved=places))
    assert found == {"a#x": "ongewijzigd", "b#x": "nieuw", "b#y": "verplaatst", "b#z": "verplaatst"}


def test_a_short_section_goes_where_most_of_its_page_went() -> None:
    """Three sections are recognised, two on one page and one on another; the fourth has too few words by itself."""
    texts = [f"{LONG} Dit is stuk {each}, en dat gaat over {word}." for each, word in ((1, "a"), (2, "bb"), (3, "ccc"))]
    old = [entry(each, page="a.md", name=f"s{number}", title=f"S{number}") for number, each in enumerate(texts)]
    pages = ("b.md", "c.md", "b.md")
    new = [
        entry(each, page=page, name=f"s{number}", title=f"S{number}")
        for number, (each, page) in enumerate(zip(texts, pages, strict=True))
    ]
    short = [
        entry(text, page=page, name="kort", title=title)
        for text, page, title in (("Kort.", "a.md", "Oud"), ("Anders.", "b.md", "Nieuw"), ("Elders.", "c.md", "Zo"))
    ]
    found = compare([*old, short[0]], [*new, *short[1:]])
    assert kinds(found)["b#kort"] == "verplaatst en gewijzigd"
    assert kinds(found)["c#kort"] == "nieuw"


def test_a_short_section_does_not_go_where_another_one_stands() -> None:
    """Its page became one that already had a section with the same id: that section is unchanged."""
    long = [entry(LONG, page=page, name="lang", title="Lang") for page in ("a.md", "b.md")]
    short = entry("Kort.", page="a.md", name="kort", title="Van a")
    other = entry("Anders.", page="b.md", name="kort", title="Van b")
    found = compare([long[0], short, other], [long[1], other])
    assert kinds(found) == {"b#lang": "verplaatst", "b#kort": "ongewijzigd", "a#kort": "vervallen"}


def test_a_table_of_which_one_cell_changed_is_not_the_same() -> None:
    section = one("| a | b |\n|---|---|\n| c | d |\n", "| a | b |\n|---|---|\n| c | e |\n")
    assert [change.is_same for change in section.changes] == [False]


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        pytest.param(
            "| School | zwijgt altijd |", "| School | meldt het meteen aan hen |", 2, id="the same first cell"
        ),
        pytest.param("| School | zwijgt altijd |", "| Club | meldt het meteen aan hen |", 3, id="another first cell"),
        pytest.param("|  | zwijgt altijd |", "|  | meldt het meteen aan hen |", 3, id="no first cell"),
    ],
)
def test_a_row_is_known_by_its_first_cell(old: str, new: str, rows: int) -> None:
    (table,) = one(*(f"| Wie | Wat |\n|---|---|\n{row}\n" for row in (old, new))).changes
    assert isinstance(table, TableChange)
    assert len(table.rows) == rows


def test_a_short_text_elsewhere_is_chance() -> None:
    old, new = [entry("Vraag het na.", name="a", title="Hoe?")], [entry("Vraag het na.", name="b", title="Wie?")]
    assert kinds(compare(old, new)) == {"delen#a": "vervallen", "delen#b": "nieuw"}


def test_a_section_in_another_order_on_its_page_is_moved_and_the_others_are_not() -> None:
    sections = [entry(f"Tekst {name}.", name=name, title=name.upper()) for name in "abcd"]
    new = [sections[0], sections[2], sections[3], sections[1]]
    found = compare(page_of("delen.md", "Delen", *sections), page_of("delen.md", "Delen", *new))
    assert [each.entry.id for each in found.changed] == ["b"]
    assert moved(found) == ("op ‘Delen’, na ‘A’", "op ‘Delen’, na ‘D’")


def test_links_to_a_section_that_moved_are_no_change_of_words() -> None:
    old = (entry("Zie [daar](a.md#steun)."), entry(LONG, page="a.md", name="steun", title="Steun"))
    new = (entry("Zie [daar](b.md#hulp)."), entry(LONG, page="b.md", name="hulp", title="Steun"))
    found = compare(old, new)
    assert kinds(found) == {"delen#a": "gewijzigd", "b#hulp": "verplaatst"}
    assert (shown(found.sections[0]), found.sections[0].dressed) == ("Zie daar.", True)


def test_a_piece_of_no_words_takes_no_white_space_away() -> None:
    """A manifest that somebody else wrote may contain this."""
    whole = entry("Zie ")
    (title, leaf) = whole.leaves
    runs = [Run("Zie ", (), ""), Run("", (), ""), Run("dit", (), "https://a.example")]
    (section,) = compare([], [replace(whole, leaves=(title, replace(leaf, runs=tuple(runs))))]).sections
    assert_whole(section)
    assert told(new_words(section)) == ["Zie dit"]


def test_a_link_is_named_by_the_title_of_where_it_leads() -> None:
    pages = page_of("wet.md", "De wet", entry("x", page="wet.md", name="a", title="Oud"), entry("y", page="wet.md", name="b", title="Nieuw"))  # fmt: skip  # noqa: E501
    found = compare([entry("Zie [dit](wet.md#a) na."), *pages], [entry("Zie [dit](wet.md#b) na."), *pages])
    assert (
        shown(found.changed[0]) == "Zie dit [-(link naar ‘Oud’ op ‘De wet’)-] {+(link naar ‘Nieuw’ op ‘De wet’)+} na."
    )


def test_a_link_to_another_variant_is_named_by_its_place_there() -> None:
    old, new = ([entry(f"Zie [dit](variant:sport/delen.md#{name}) na.")] for name in ("a", "b"))
    assert shown(compare(old, new).changed[0]) == (
        "Zie dit [-(link naar ‘a’ op ‘delen’)-] {+(link naar ‘b’ op ‘delen’)+} na."
    )


def test_a_title_is_compared_word_by_word() -> None:
    (section,) = compare([entry("x", title="Wat deel je?")], [entry("x", title="Wat deel je niet?")]).sections
    assert section.kind is Kind.CHANGED
    assert words(section.title) == "Wat deel je {+niet+}?"


def test_a_page_that_got_another_name_takes_its_short_sections_along() -> None:
    old = page_of(
        "a.md", "Steun", *(entry(text, page="a.md", name=name) for name, text in (("b", LONG), ("c", "Kort.")))
    )
    new = page_of(
        "z.md", "Hulp", *(entry(text, page="z.md", name=name) for name, text in (("b", LONG), ("c", "Kort!")))
    )
    assert kinds(compare(old, new)) == {
        "z#": "verplaatst en gewijzigd",
        "z#b": "verplaatst",
        "z#c": "verplaatst en gewijzigd",
    }


def test_addresses_that_moved_are_places_that_moved() -> None:
    old = [replace(entry("x", page="a.md", name="oud"), permalink="sport/a/#oud")]
    new = [replace(entry("y", page="b.md", name="nieuw"), permalink="sport/b/#nieuw")]
    places = {(PurePosixPath("a.md"), "oud"): (PurePosixPath("b.md"), "nieuw")}
    assert of_addresses({"a/#oud": "b/#nieuw"}, old, new, folder="sport/") == places
    assert of_addresses({"sport/a/#oud": "sport/b/#nieuw"}, old, new, folder="sport/") == places
    assert of_addresses({"a/#oud": "b/#weg", "c/": "b/"}, old, new, folder="sport/") == {}


# --- edge cases -------------------------------------------------------------------------------------------------------


def numbered(common: int, number: int, other: str) -> str:
    """Return *number* words, of which the first *common* do not depend on *other*."""
    return " ".join(f"gelijk{at}" if at < common else f"{other}{at}" for at in range(number)) + "."


@pytest.mark.parametrize(("common", "changes"), [(6, 1), (5, 2)])
def test_a_paragraph_is_a_version_of_another_from_seven_words_in_twenty(common: int, changes: int) -> None:
    section = one(*(numbered(common, 19, each) for each in ("oud", "nieuw")))  # the full stop is one more common word
    assert len(section.changes) == changes


@pytest.mark.parametrize(("common", "rows"), [(7, 2), (6, 3)])
def test_a_row_is_a_version_of_another_from_seven_words_in_twenty(common: int, rows: int) -> None:
    old, new = (
        f"| Wie | Wat |\n|---|---|\n| {other} | {numbered(common, 19, other).removesuffix('.')} |\n"
        for other in ("oud", "nieuw")
    )
    (table,) = one(old, new).changes
    assert isinstance(table, TableChange)
    assert len(table.rows) == rows


@pytest.mark.parametrize(("common", "kind"), [(14, "verplaatst en gewijzigd"), (13, "nieuw")])
def test_a_section_elsewhere_is_the_same_from_seven_words_in_ten(common: int, kind: str) -> None:
    old = [entry(numbered(common, 20, "oud"), page="a.md", name="a", title="Een")]
    new = [entry(numbered(common, 20, "nieuw"), page="b.md", name="b", title="Twee")]
    assert kinds(compare(old, new))["b#b"] == kind


@pytest.mark.parametrize(("words_", "kind"), [(12, "verplaatst"), (11, "nieuw")])
def test_a_section_of_twelve_words_is_known_elsewhere_under_another_title(words_: int, kind: str) -> None:
    text = numbered(words_, words_, "")
    old = [entry(text, page="a.md", name="a", title="Een")]
    new = [entry(text, page="b.md", name="b", title="Twee")]
    assert kinds(compare(old, new))["b#b"].startswith(kind)


def test_a_heading_of_a_column_is_the_same_from_six_words_in_ten() -> None:
    old = "| Wie | reden van het delen hier |\n|---|---|\n| ik | daarom |\n"
    new = "| Wie | Extra | reden van het oude nu |\n|---|---|---|\n| ik | x | daarom |\n"
    assert shown(one(old, new)) == "Wie | {+Extra+} | reden van het [-delen hier-] {+oude nu+}\nik | {+x+} | daarom"
    less = new.replace("van het oude", "van een oude")
    assert "[-reden van het delen hier-]" in shown(one(old, less))


def test_a_table_that_says_something_else_is_still_one_table() -> None:
    old, new = "| a | b |\n|---|---|\n| c | d |\n", "| w | x |\n|---|---|\n| y | z |\n"
    (table,) = one(old, new).changes
    assert isinstance(table, TableChange)
    assert (table.old, table.new) == (True, True)


def test_the_table_that_stays_is_the_one_that_says_the_same() -> None:
    other = "| Wie | Wat |\n|---|---|\n| School | zwijgt |\n"
    changes = one(f"{other}\nEn dan dit.\n\n{TABLE}", TABLE).changes
    assert [(isinstance(each, TableChange), each.is_same) for each in changes] == [
        (True, False),
        (False, False),
        (True, True),
    ]


def test_a_row_that_lacks_a_cell_is_compared_as_far_as_it_goes() -> None:
    """No Markdown gives such a row, but whoever can push may put one in a manifest."""
    old, new = entry("| a | b |\n|---|---|\n| c | d |\n"), entry("| a | b | x |\n|---|---|---|\n| c | d | y |\n")
    short = (replace(old, leaves=old.leaves[:-1]), replace(new, leaves=new.leaves[:-2]))
    for before, after, said in (
        (short[0], new, "a | b | {+x+}\nc | {+d+} | {+y+}"),
        (old, short[1], "a | b | {+x+}\nc | [-d-]"),
    ):
        (section,) = compare([before], [after]).sections
        assert shown(section) == said
        assert_whole(section)


def test_words_that_went_and_came_are_named_in_a_report() -> None:
    old = entry("Je mag spreken.\n\nDit blijft.")
    new = entry("Je moet spreken.\n\nDit blijft.\n\nEn dit komt.")
    assert list(changed_words(old.leaves, new.leaves)) == [
        "Je [geschrapt: mag] [toegevoegd: moet] spreken.",
        "[toegevoegd: En dit komt.]",
    ]
    assert list(changed_words(new.leaves, old.leaves)) == [
        "Je [geschrapt: moet] [toegevoegd: mag] spreken.",
        "[geschrapt: En dit komt.]",
    ]


def test_the_last_section_by_another_id_is_known_by_its_place_too() -> None:
    first = entry("Tekst a.", page="a.md", name="a", title="a")
    old = entry(f"{LONG} {' '.join(f'sector{number}' for number in range(12))}", page="a.md", name="b", title="Ouders")
    new = entry(f"{LONG} En wat een sector hier zei, is weg.", page="a.md", name="nieuw", title="Praten")
    found = kinds(compare([*page_of("a.md", "A", first, old)], [*page_of("a.md", "A", first, new)]))
    assert found == {"a#": "ongewijzigd", "a#a": "ongewijzigd", "a#nieuw": "verplaatst en gewijzigd"}
    more = entry("Tekst c.", page="a.md", name="c", title="c")
    found = kinds(compare([*page_of("a.md", "A", first, old)], [*page_of("a.md", "A", first, new, more)]))
    assert found["a#b"] == "vervallen", "another section came behind it"


def test_a_link_to_a_page_is_named_by_the_title_of_that_page() -> None:
    pages = (*page_of("wet.md", "De wet"), *page_of("eed.md", "De eed"))
    found = compare([entry("Zie [dit](wet.md) na."), *pages], [entry("Zie [dit](eed.md) na."), *pages])
    assert shown(found.changed[0]) == "Zie dit [-(link naar ‘De wet’)-] {+(link naar ‘De eed’)+} na."
