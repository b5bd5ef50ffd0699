"""Names that the program and the scripts share are in one list, and nowhere else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from draaiboek.content import schema
from draaiboek.editions.publish import shared_constants
from draaiboek.editions.publish.allowed_names import EDITION
from tests.integration.program import ROOT

PACKAGE = ROOT / "draaiboek"
SHARED = PACKAGE / "theme" / "assets" / "js" / "parts" / "shared.js"
SCRIPTS = sorted(
    path
    for folder in ("theme/assets/js", "search", "editions/publish/static")
    for path in (PACKAGE / folder).rglob("*.js")
    if path != SHARED and "vendor" not in path.parts
)


def test_the_scripts_have_the_list_of_the_program(update: bool) -> None:  # noqa: FBT001  # a fixture
    if update:
        SHARED.write_text(shared_constants.as_script(), encoding="utf-8", newline="\n")
    assert SHARED.read_text(encoding="utf-8") == shared_constants.as_script()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_says_it_a_second_time(path: Path) -> None:
    found = re.findall(r'^  \w+: (".*?"),$', SHARED.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(found) > 5
    once = {json.loads(value) for value in found} | {"januari", "december"}
    said = set(re.findall(r"[\"'`]([^\"'`\n]+)[\"'`]", re.sub(r"//.*", "", path.read_text(encoding="utf-8"))))
    assert said & once == set()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("2026.1", True),
        ("2026.12.3", True),
        ("2026.0", False),
        ("2026.1\n", False),
        ("x2026.1", False),
        ("２026.1", False),
    ],
)
def test_the_pattern_of_an_edition_is_one_pattern(name: str, known: bool) -> None:  # noqa: FBT001
    assert bool(EDITION.match(name)) is known
    assert bool(re.fullmatch(schema.EDITION_NUMBER, name)) is known
