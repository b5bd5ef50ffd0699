"""The exact normal form: fingerprints that sectors signed, and every manifest, are made from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base import characters
from draaiboek.base.model import Action, Line, Origin, Overlay, Page, PageMeta, Section, Text
from draaiboek.compose import normal_form
from draaiboek.content.markdown import parse
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page
from tests.unit.redlines import entry, of_sector, parts

HERE = Origin(PurePosixPath("docs/map/delen.md"))
TEXT = """\
Een  **vette *en
schuine* zin**,\u00a0`code  x`, H<sub>2</sub>O en m<sup>2</sup>. [@wet, art. 3; @decreet] {wet} {na-te-gaan: hoe}

## Kop *een* {#een}

- [ ] Doen
- [x] Klaar [hier](#twee)

    1. Eerst [daar](../wet.md#a)
    2. Dan

### Kop twee {#twee .advies}

| a | b |
| - | - |
| c | ![Beeld](beeld.svg) |

> Citaat <br> nu

!!! warning "Let op"
    [Weg](https://voorbeeld.be/a) e\u0301n.

<!-- slot: steun -->

Eind {invullen: dag} `x `
"""
# As a person derives it from the text above: kind, place, and each run with its looks and its target.
LEAVES = [
    [
        "alinea",
        [],
        [
            ["Een ", [], ""],
            ["vette ", ["strong"], ""],
            ["en schuine", ["strong", "em"], ""],
            [" zin", ["strong"], ""],
            [", ", [], ""],
            ["code x", ["code"], ""],
            [", H", [], ""],
            ["2", ["sub"], ""],
            ["O en m", [], ""],
            ["2", ["sup"], ""],
            [".", [], ""],
            ["wet; decreet", ["noot"], ""],
            [" ", [], ""],
            ["wet", ["merk"], ""],
            [" ", [], ""],
            ["na-te-gaan: hoe", ["merk"], ""],
        ],
    ],
    ["kop0", [], [["Kop ", [], ""], ["een", ["em"], ""]]],
    ["alinea", [["ul", 0], ["vink", 1]], [["Doen", [], ""]]],
    ["alinea", [["ul", 0], ["gevinkt", 2]], [["Klaar ", [], ""], ["hier", [], "map/delen.md#twee"]]],
    [
        "alinea",
        [["ul", 0], ["gevinkt", 2], ["ol", 1], ["li", 1]],
        [["Eerst ", [], ""], ["daar", [], "wet.md#a"]],
    ],
    ["alinea", [["ul", 0], ["gevinkt", 2], ["ol", 1], ["li", 2]], [["Dan", [], ""]]],
    ["kop1", [], [["Kop twee", [], ""], ["advies", ["merk"], ""]]],
    ["hoofdcel", [["tabel", 0], ["rij", 0]], [["a", [], ""]]],
    ["hoofdcel", [["tabel", 0], ["rij", 0]], [["b", [], ""]]],
    ["cel", [["tabel", 0], ["rij", 1]], [["c", [], ""]]],
    ["cel", [["tabel", 0], ["rij", 1]], [["Beeld", ["beeld"], "map/beeld.svg"]]],
    ["alinea", [["citaat", 1]], [["Citaat nu", [], ""]]],
    ["titel", [["kader-warning", 2]], [["Let op", [], ""]]],
    ["alinea", [["kader-warning", 2]], [["Weg", [], "https://voorbeeld.be/a"], [" \u00e9n.", [], ""]]],
    ["alinea", [], [["Eind (dag) ", [], ""], ["x", ["code"], ""]]],
]


def test_a_page_to_the_letter() -> None:
    lines = [Line(line, HERE) for line in TEXT.split("\n")]
    parsed = parse(lines)
    assert [each.code for each in parsed.problems] == ["HT003"], "two marks at one sentence, to see both"
    found = Page(PurePosixPath("map/delen.md"), PageMeta("Delen", "Kort"), parsed.lead, parsed.sections, HERE)
    assert normal_form.as_json(normal_form.of_page(found)) == LEAVES


FIGURE = """\
ladder:
  vorm: ladder
  titel: Wat doe je?
  delen:
    - {kop: Gevaar, naar: delen.md#meer, label: meteen, regels: [Bel 112., Zeg waar.]}
    - {kop: Een zorg}
  onderschrift: Zo [hoort](index.md) het. [@wet]
"""


def test_a_figure_is_read_by_its_words_and_what_stands_below_it(tmp_path: Path) -> None:
    text = page("<!-- figuur: ladder -->\n\n## Meer {#meer}\n\nMeer.\n", more="bronnen: [wet]\n")
    files = {"docs/delen.md": text, "docs/_data/figuren.yml": FIGURE}
    pages = examine(guidebook(files, tmp_path)).variants[0].pages
    (found,) = (each for each in pages if each.path == PurePosixPath("delen.md"))
    assert normal_form.as_json(normal_form.of_page(found)) == [
        ["alinea", [], [["Wat doe je?", ["strong"], ""]]],
        [
            "alinea",
            [["ul", 0], ["li", 1]],
            [["Gevaar", ["strong"], "delen.md#meer"], [" (meteen): Bel 112. Zeg waar.", [], ""]],
        ],
        ["alinea", [["ul", 0], ["li", 2]], [["Een zorg", ["strong"], ""]]],
        [
            "alinea",
            [],
            [["Zo ", [], ""], ["hoort", [], "index.md"], [" het.", [], ""], ["de wet", ["noot"], ""]],
        ],
        ["kop0", [], [["Meer", [], ""]]],
        ["alinea", [], [["Meer.", [], ""]]],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u00adb", [(1, 2, "")]),
        ("a\u200b\u200c\u200d\u2060\ufeffb", [(index, index + 1, "") for index in range(1, 6)]),
        ("a\u00a0b\u3000", [(1, 2, " "), (3, 4, " ")]),
        ("a&shy;b&#8203;&#x200D;", [(1, 6, ""), (7, 14, ""), (14, 22, "")]),
        ("&#0000000000173;", [(0, 16, "")]),
        ("a&amp;&#65;&#0;&#99999999999;", []),
        ("a\u202eb", []),
    ],
)
def test_what_another_program_left_can_go(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert list(characters.remnants(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb\x00", [(1, "U+202E"), (3, "U+0000")]),
        ("&#x202e; &#8238;", [(0, "U+202E, geschreven als &#x202e;"), (9, "U+202E, geschreven als &#8238;")]),
        ("&shy;", [(0, "U+00AD, geschreven als &shy;")]),
        ("&#x10FFFF;", [(0, "U+10FFFF, geschreven als &#x10FFFF;")]),
        ("&#x110000;", [(0, "geen teken, geschreven als &#x110000;")]),
        ("&#1114109;", []),
        ("&#0;", [(0, "U+0000, geschreven als &#0;")]),
        ("&#x000;", [(0, "U+0000, geschreven als &#x000;")]),
        ("&#000000000000000000000065;", []),
        ("&#99999999999999999999;", [(0, "geen teken, geschreven als &#999999999999999999")]),
        ("\U000e0041", [(0, "U+E0041")]),
        ("&eacute; é &nietseens;", []),
    ],
)
def test_a_character_that_nobody_sees_has_a_place_and_a_name(text: str, expected: list[tuple[int, str]]) -> None:
    assert list(characters.hidden(text)) == expected


# --- what only a sector's text, or a manifest by someone else, has ----------------------------------------------------


def test_the_text_of_a_sector_to_the_letter() -> None:
    own = replace(of_sector("Op school.\n\n### Klas {#klas}\n\nHier.\n\n#### Nu {#nu}\n\nZo."), reason="Anders hier.")
    instead = replace(own, action=Action.REPLACE, sections=())
    (before,) = parts("Eerst.")
    section = Section("a", 2, (Text("Kop"),), locked=False, origin=HERE, body=(before, own), tail=(instead,))
    here, last = [["sector", 1]], [["sector", 2]]
    assert normal_form.as_json(normal_form.of_own(section, PurePosixPath("delen.md"))) == [
        ["kop0", [], [["Kop", [], ""]]],
        ["alinea", [], [["Eerst.", [], ""]]],
        ["label", here, [["Specifiek voor onderwijs", [], ""]]],
        ["alinea", here, [["Op school.", [], ""]]],
        ["kop0", here, [["Klas", [], ""]]],
        ["alinea", here, [["Hier.", [], ""]]],
        ["kop1", here, [["Nu", [], ""]]],
        ["alinea", here, [["Zo.", [], ""]]],
        ["label", last, [["Specifiek voor onderwijs", [], ""]]],
        ["label", last, [["Deze tekst vervangt de kerntekst. Reden: Anders hier.", [], ""]]],
        ["alinea", last, [["Op school.", [], ""]]],
    ]
    below = replace(section, subsections=(replace(section, id="b", body=(before,), tail=()),))
    said = normal_form.as_json(normal_form.of_section(below, PurePosixPath("delen.md")))
    assert [kind for kind, _, _ in said if str(kind).startswith("kop")] == ["kop0", "kop0", "kop1", "kop1"]
    assert not any(["sector", 2] in inside for _, inside, _ in said if isinstance(inside, list)), "no tail"
    assert [kind for kind, _, _ in normal_form.as_json(normal_form.of_body(below, PurePosixPath("delen.md")))] == [
        *("alinea", "label", "alinea", "kop0", "alinea", "kop1", "alinea"),
    ]
    assert normal_form.of_heading(section, PurePosixPath("delen.md"), 3).kind == "kop3"


def test_an_overlay_is_its_text_and_then_its_headings() -> None:
    own = of_sector("Op school.\n\n### Klas {#klas}\n\nHier.")
    origin = Origin(PurePosixPath("overlays/onderwijs/a.md"))
    overlay = Overlay("onderwijs", PurePosixPath("delen.md"), "wat", Action.END, "", 0, own.body, own.sections, origin)
    assert [leaf.kind for leaf in normal_form.of_overlay(overlay)] == ["alinea", "kop0", "alinea"]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("  een \n twee  ", [("een twee", ())]),
        ("een **twee** ", [("een ", ()), ("twee", ("strong",))]),
        ("een `  x  ` twee", [("een ", ()), ("x ", ("code",)), ("twee", ())]),
        ("*een* *twee*", [("een", ("em",)), (" ", ()), ("twee", ("em",))]),
        ("e\u0301\u00e9n", [("\u00e9\u00e9n", ())]),
        ("een[@wet][@wet]", [("een", ()), ("de wet", ("noot",)), ("de wet", ("noot",))]),
    ],
)
def test_white_space_is_one_space_and_none_at_either_end(text: str, runs: list[tuple[str, tuple[str, ...]]]) -> None:
    (leaf,) = entry(text).leaves[1:]
    assert [(each.text, tuple(map(str, each.looks))) for each in leaf.runs] == runs


def test_text_without_its_notes_for_a_person() -> None:
    leaves = entry("Een **zin**.[@wet] Nog een.\n\n- Twee").leaves
    assert normal_form.as_text(leaves) == "Titel\nEen zin. Nog een.\nTwee"
    assert normal_form.words(leaves[1].runs) == "Een zin. Nog een."
    assert normal_form.collapse(" e\u0301 n\n\tx ") == "\u00e9 n x"


@pytest.mark.parametrize("kind", ["kop0", "kop12", "alinea", "titel", "label", "hoofdcel", "cel"])
def test_a_kind_of_text_is_read_back(kind: str) -> None:
    around = [["sector", 0], ["ol", 1], ["vink", 10**9], ["citaat", 0], ["kader-tip", 2], ["ul", 0], ["li", 2]]
    value = [[kind, [*around, ["tabel", 0], ["rij", 3]], [["een", ["em", "noot"], "a.md#b"], ["twee", [], ""]]]]
    assert normal_form.as_json(normal_form.from_json(value)) == value


ROW = [["hoofdcel", [["tabel", 0], ["rij", 0]], []]]


def test_two_tables_that_follow_each_other_may_differ_in_width() -> None:
    below = [["cel", [["tabel", 0], ["rij", 1]], []]]
    value = [*ROW, *below, *ROW * 2, *below * 2, *ROW * 3]
    assert len(normal_form.from_json(value)) == len(value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([["kop", [], []]], "'kop' is geen soort tekst"),
        ([["kop1x", [], []]], "'kop1x' is geen soort tekst"),
        ([["", [], []]], "'' is geen soort tekst"),
        ([[1, [], []]], "1 is geen soort tekst"),
        ([[None, [], []]], "None is geen soort tekst"),
        ([["cel", [], [["een", ["vet"], ""]]]], "'vet' is not a valid Look"),
        ([["kop100", [], []]], "'kop100' is geen soort tekst"),
        ([["cel", [["rij", 1]], []]], "staat nergens om een tekst"),
        ([["cel", [["tabel", 0]], []]], "staat nergens om een tekst"),
        ([["alinea", [["ul", 0], ["onzin", 1]], []]], "staat nergens om een tekst"),
        ([["alinea", [["ul", 0]], []]], "staat nergens om een tekst"),
        ([["alinea", [["kader-'", 0]], []]], "staat nergens om een tekst"),
        ([["alinea", [["citaat", 0]] * 41, []]], "staat nergens om een tekst"),
        ([["alinea", [["citaat", "0"]], []]], "staat nergens om een tekst"),
        ([["alinea", [["citaat", -1]], []]], "staat nergens om een tekst"),
        ([["alinea", [["ol", 0], ["li", 10**10]], []]], "staat nergens om een tekst"),
        ([["cel", [], [["een", []]]]], "not enough values"),
        ([*ROW, *ROW, ["cel", [["tabel", 0], ["rij", 1]], []]], "een tabel heeft een rij van 1 cellen"),
        (ROW * 51, "een tabel heeft een rij van 51 cellen"),
        ([["alinea", [], []], ["alinea", [["citaat", 0]], []], *ROW * 51], "een tabel heeft een rij van 51 cellen"),
    ],
)
def test_what_is_no_text_of_ours_is_not_read(value: list[list[object]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        normal_form.from_json(value)
