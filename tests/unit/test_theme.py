"""The theme's joined files: every part is in one of them, once."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.integration.program import ROOT

THEME = ROOT / "draaiboek" / "theme"


@pytest.mark.parametrize("kind", ["css", "js"])
def test_every_part_is_joined_as_it_is(kind: str) -> None:
    folder = THEME / "assets" / kind
    named = []
    for path in folder.glob(f"*.{kind}"):
        whole = path.read_text(encoding="utf-8")
        parts = re.findall(r'include "assets/\w+/parts/([^"]+)"', whole)
        joined = Environment(loader=FileSystemLoader(THEME)).from_string(whole).render()  # noqa: S701  # no HTML
        for name in parts:
            assert (folder / "parts" / name).read_text(encoding="utf-8").strip() in joined, name
        named += parts
    assert sorted(named) == sorted(path.name for path in (folder / "parts").iterdir())
