"""Which numbers in a text become links to call."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.model import (
    Box,
    Call,
    EmergencyNumbers,
    Emphasis,
    Inline,
    Line,
    Link,
    Origin,
    Paragraph,
    SectorText,
    Slot,
    Strong,
    Text,
    runs,
    words,
)
from draaiboek.compose.emergency import called
from draaiboek.compose.variants import core
from draaiboek.content.markdown import parse
from draaiboek.content.source import load
from tests.guidebook import guidebook, page

HERE = PurePosixPath("delen.md")
NUMBERS = EmergencyNumbers(("112", "101"), ("bel", "gebeld", "noodnummer"))


def _called(markdown: str) -> list[str]:
    """Return the runs of words of *markdown*, with the numbers that can be called in brackets."""
    parsed = parse([Line(line, Origin(HERE, number)) for number, line in enumerate(markdown.split("\n"), 1)])
    assert parsed.problems == ()
    texts = [run for part in parsed.lead if not isinstance(part, SectorText | Slot) for run in runs(part)]
    return ["".join(map(_shown, called(text, NUMBERS))) for text in texts]


def _shown(inline: Inline) -> str:
    match inline:
        case Call(number=number):
            return f"[{number}]"
        case Strong(content=content):
            return f"**{''.join(map(_shown, content))}**"
        case Emphasis(content=content):
            return f"*{''.join(map(_shown, content))}*"
        case Link(content=content):
            return f"<{''.join(map(_shown, content))}>"
    return words((inline,))


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Bel 112 of 101.", ["Bel [112] of [101]."]),
        ("**Gevaar? Bel 112 of 101**, nu.", ["**Gevaar? Bel [112] of [101]**, nu."]),
        ("Bel **112** of *101*.", ["Bel **[112]** of *[101]*."]),
        ("| gevaar | bel 112 |\n|---|---|\n| ernst | bel 101 |", ["gevaar", "bel [112]", "ernst", "bel [101]"]),
        ("- [ ] ik heb 101 gebeld", ["ik heb [101] gebeld"]),
        ("Bel 112/101!", ["Bel [112]/[101]!"]),
        ("Bel bij gevaar: 112.", ["Bel bij gevaar: [112]."]),
        ("Bel\n112\nof wacht.", ["Bel [112] of wacht."]),
        ("Het noodnummer (112) helpt.", ["Het noodnummer ([112]) helpt."]),
        ("Er zijn 112 scholen. Bel 101.", ["Er zijn 112 scholen. Bel [101]."]),
    ],
)
def test_a_number_to_call_can_be_called(markdown: str, shown: list[str]) -> None:
    assert [" ".join(each.split()) for each in _called(markdown)] == shown


@pytest.mark.parametrize(
    "markdown",
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
        "Bel **02** 101 20 20.",
        "Bel [112](index.md), `101` of ``112``.",
        "![Een telefoon die 112 belt: bel](media/bel.png)",
        "Bel https://www.example.org/112 of <https://www.example.org/101>.",
    ],
)
def test_any_other_number_stays_as_it_is(markdown: str) -> None:
    (shown,) = _called(markdown)
    assert "[" not in shown


def test_the_numbers_are_the_guidebooks_and_titles_have_none(tmp_path: Path) -> None:
    files = {
        "docs/delen.md": page('## Bel 112 {#bel}\n\nBel 112 of 1722.\n\n!!! warning "Bel 1722"\n\n    Bel 1722.\n'),
        "docs/_data/noodnummers.yml": 'nummers: ["1722"]\nwoorden: [bel]\n',
    }
    source, problems = load(guidebook(files, tmp_path))
    assert not problems
    section = next(page for page in core(source).filled if page.path == HERE).sections[0]
    assert section.heading == (Text("Bel 112"),)
    paragraph, box = section.body
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (Text("Bel 112 of "), Call("1722"), Text("."))
    assert isinstance(box, Box)
    assert box.title == (Text("Bel 1722"),)
    assert [run for each in box.blocks for run in runs(each)] == [(Text("Bel "), Call("1722"), Text("."))]


@pytest.mark.parametrize(
    "wrong", ["nummers: [112]\nwoorden: [bel]\n", 'nummers: ["112"]\n', 'nummers: ["+32"]\nwoorden: [bel]\n']
)
def test_a_file_that_is_wrong_says_so(wrong: str, tmp_path: Path) -> None:
    _, problems = load(guidebook({"docs/_data/noodnummers.yml": wrong}, tmp_path))
    assert [(problem.code, str(problem.origin.path)) for problem in problems] == [
        ("PG003", "docs/_data/noodnummers.yml")
    ]
