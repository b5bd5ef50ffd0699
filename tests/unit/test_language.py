"""Advice about language: counted for people, shown on request, passed to programs, and it blocks nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from draaiboek.base.sarif import as_sarif
from draaiboek.cli import main
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page

FILES = {
    "docs/_data/voorkeurswoorden.yml": "- woord: leidinggevende\n  niet: [chef]\n  reden: Zo heet die overal.\n",
    "docs/delen.md": page("Vraag het\nje chef.\n"),
}


COUNTED = """\
0 fouten, 0 waarschuwingen
en 1 advies (dat houdt niets tegen): python3 build.py check --advice
"""
SHOWN = """\
docs/delen.md:6:4: TX001 advies: 'chef': schrijf 'leidinggevende'
    Zo heet die overal.
0 fouten, 0 waarschuwingen
"""


@pytest.mark.parametrize(("asked", "said"), [([], COUNTED), (["--advice"], SHOWN)])
def test_people_see_advice_when_they_ask(
    asked: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook(FILES, tmp_path)
    assert main(["check", *asked], tmp_path) == 0
    assert capsys.readouterr().err.endswith(said)


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("Vraag **je chef** of zijn chef.\n", [(5, 12, 16), (5, 27, 31)]),
        ("- Vraag het.\n- Vraag het je\n  chef.\n", [(7, 3, 7)]),
        ("De chefs, of een *chef*.\n", [(5, 19, 23)]),
        ("| Wie | Wat |\n|---|---|\n| de chef | de Chef |\n", [(7, 6, 10), (7, 16, 20)]),
    ],
)
def test_advice_stands_at_its_word(body: str, places: list[tuple[int, int, int]], tmp_path: Path) -> None:
    """Editors and code hosts underline what is between the two columns (in SARIF the end column is exclusive)."""
    project = guidebook({**FILES, "docs/delen.md": page(body)}, tmp_path)
    told = [each for each in examine(project).problems if each.code == "TX001"]
    assert [(each.origin.line, each.origin.column, each.end) for each in told] == places
    results = json.loads(as_sarif(told))["runs"][0]["results"]
    regions = [each["locations"][0]["physicalLocation"]["region"] for each in results]
    assert [(each["startLine"], each["startColumn"], each["endColumn"]) for each in regions] == places


def test_programs_are_told_of_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook(FILES, tmp_path)
    assert main(["check", "--format", "json"], tmp_path) == 0
    told = json.loads(capsys.readouterr().out)["meldingen"]
    assert {(each["code"], each["ernst"], each["regel"], each["kolom"], each["woord"]) for each in told} == {
        ("TX001", "note", 6, 4, "chef")
    }
    assert main(["check", "--format", "github"], tmp_path) == 0
    assert capsys.readouterr().out.startswith("::notice file=docs/delen.md,line=6,col=4,endColumn=8,title=TX001::")
