"""Advice about language: it is counted for people, shown on request, told to programs, and stops nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from draaiboek.cli import main
from tests.guidebook import guidebook, page

FILES = {
    "docs/_data/voorkeurswoorden.yml": "- woord: leidinggevende\n  niet: [chef]\n  reden: Zo heet die overal.\n",
    "docs/delen.md": page("Vraag het\nje chef.\n"),
}


COUNTED = """\
0 fouten, 0 waarschuwingen
en 1 advies over de taal (dat houdt niets tegen): python3 build.py check --advice
"""
SHOWN = """\
docs/delen.md:6:1: TX001 advies: 'chef': schrijf 'leidinggevende'
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


def test_programs_are_told_of_advice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook(FILES, tmp_path)
    assert main(["check", "--format", "json"], tmp_path) == 0
    told = json.loads(capsys.readouterr().out)["meldingen"]
    assert {(each["code"], each["ernst"], each["regel"]) for each in told} == {("TX001", "note", 6)}
    assert main(["check", "--format", "github"], tmp_path) == 0
    assert capsys.readouterr().out.startswith("::notice file=docs/delen.md,line=6,col=1,title=TX001::")
