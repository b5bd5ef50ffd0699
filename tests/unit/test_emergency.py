"""Which numbers in a text become links to call."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.base.model import Block, EmergencyNumbers
from draaiboek.compose.emergency import link
from draaiboek.compose.variants import compose
from draaiboek.content.source import load
from tests.guidebook import guidebook, page

NUMBERS = EmergencyNumbers(("112", "101"), ("bel", "gebeld", "noodnummer"))


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("Bel 112 of 101.", "Bel [112](tel:112) of [101](tel:101)."),
        ("**Gevaar? Bel 112 of 101**, nu.", "**Gevaar? Bel [112](tel:112) of [101](tel:101)**, nu."),
        ("| gevaar | bel 112 |", "| gevaar | bel [112](tel:112) |"),
        ("- [ ] ik heb 101 gebeld", "- [ ] ik heb [101](tel:101) gebeld"),
        ("Bel 112/101!", "Bel [112](tel:112)/[101](tel:101)!"),
        ("Bel bij gevaar: 112.", "Bel bij gevaar: [112](tel:112)."),
        ("Bel\n112\nof wacht.", "Bel\n[112](tel:112)\nof wacht."),
        ("Het noodnummer (112) helpt.", "Het noodnummer ([112](tel:112)) helpt."),
        ("Er zijn 112 scholen. Bel 101.", "Er zijn 112 scholen. Bel [101](tel:101)."),
    ],
)
def test_a_number_to_call_is_a_link(text: str, linked: str) -> None:
    assert link(text, NUMBERS) == linked


@pytest.mark.parametrize(
    "text",
    [
        "Er zijn 112 gemeenten en 101 scholen.",
        "Bel, want art. 112 zegt het.",
        "art. 112 zegt: bel.",
        "Bel volgens art. 3, 101 en 112.",
        "Bel over artikel 101 of over § 112.",
        "Bel over p. 101, blz. 112 of bladzijde 101.",
        "Bel over arrest 112/2024 van nr. 101.",
        "Bel als het € 101 kost, of 112 euro, of 101 %.",
        "Bel 02 101 20 20 of 0112.",
        "Bel 1.112 keer, of 112,5 keer.",
        "Bel [112](index.md), `101` of ``112``.",
        "![Een telefoon die 112 belt: bel](media/bel.png)",
        '!!! warning "Bel 112"',
        "Bel https://www.example.org/112 of <https://www.example.org/101>.",
    ],
)
def test_any_other_number_stays_as_it_is(text: str) -> None:
    assert link(text, NUMBERS) == text


def test_the_numbers_are_the_guidebooks(tmp_path: Path) -> None:
    files = {
        "docs/delen.md": page("## Bel 112 {#bel}\n\nBel 112 of 1722.\n"),
        "docs/_data/noodnummers.yml": 'nummers: ["1722"]\nwoorden: [bel]\n',
    }
    source, problems = load(guidebook(files, tmp_path))
    assert not problems
    assert source.edition
    variant, _ = compose(source, "onderwijs", source.edition)
    section = next(page for page in variant.pages if page.path.name == "delen.md").sections[0]
    assert section.title == "Bel 112"
    assert [part.text for part in section.body if isinstance(part, Block)] == ["Bel 112 of [1722](tel:1722)."]


@pytest.mark.parametrize(
    "wrong", ["nummers: [112]\nwoorden: [bel]\n", 'nummers: ["112"]\n', 'nummers: ["+32"]\nwoorden: [bel]\n']
)
def test_a_file_that_is_wrong_says_so(wrong: str, tmp_path: Path) -> None:
    _, problems = load(guidebook({"docs/_data/noodnummers.yml": wrong}, tmp_path))
    assert [(problem.code, str(problem.origin.path)) for problem in problems] == [
        ("PG003", "docs/_data/noodnummers.yml")
    ]
