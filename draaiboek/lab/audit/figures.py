"""The results of an audit as docs/_data/toegankelijkheid.yml: the figures of the accessibility page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from draaiboek.lab.audit import Result
from draaiboek.lab.audit.browser import SETTINGS

_HEAD = """\
# De cijfers van de toegankelijkheidsverklaring (toegankelijkheid.md).
# Geschreven door 'python3 build.py audit --accept'; verander dit niet met de hand.
"""


def as_values(result: Result, edition: Mapping[str, str]) -> Mapping[str, object]:
    """Return *result* under the keys of `accessibility_schema.AccessibilityFile`; *edition* is the manifest's."""
    return {
        "editie": edition["nummer"],
        "datum": edition["datum"],
        "axe": result.axe,
        "browser": result.browser,
        "paginas": result.pages,
        "breedtes": sorted({setting.width for setting in SETTINGS}),
        "metingen": result.looks,
        "haltes": result.stops,
        "toestanden": len(result.states),
        "regels": len(result.passed),
        "overtredingen": len(result.violations),
        "aanbevelingen": len(result.findings) - len(result.violations),
        "te_bekijken": list(result.unsure),
    }


def write(values: Mapping[str, object], into: Path) -> None:
    """Write *values* to the file *into*."""
    text = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=1000)
    into.write_text(_HEAD + text, encoding="utf-8", newline="\n")


def is_current(values: Mapping[str, object], path: Path) -> bool:
    """Return whether the file *path* holds *values*."""
    try:
        held = yaml.safe_load(path.read_bytes())
    except (OSError, yaml.YAMLError):
        return False  # cannot be read, so it does not hold these
    return isinstance(held, dict) and {key: str(value) for key, value in held.items()} == {
        key: str(value) for key, value in values.items()
    }
