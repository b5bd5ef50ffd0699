"""The made editions in order, read from the data files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files as resources
from pathlib import PurePosixPath
from typing import Any

from draaiboek import strict_yaml
from draaiboek.model import Origin

NAME = "geschiedenis.yml"


@dataclass(frozen=True, slots=True)
class Step:
    """A made edition: the text of its page, the changes that make its text out of that of now, and days to ask about.

    *day* is that of its commit, *asked* one on which it applies.
    """

    edition: str
    what: str
    day: date
    asked: date
    page: str
    edits: tuple[Mapping[str, str], ...]


def history() -> tuple[Step, ...]:
    """Return the made editions, oldest first."""
    return tuple(_step(each) for each in _yaml(NAME))


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(
        edition=entry["editie"],
        what=entry["wat"],
        day=entry["dag"],
        asked=entry["gevraagd"],
        page=_text(f"{entry['editie']}.md"),
        edits=tuple(edit for name in entry["wijzigingen"] for edit in _yaml(f"{name}.yml")),
    )


def _yaml(name: str) -> Any:
    return strict_yaml.parse(_text(name), Origin(PurePosixPath("draaiboek", "demo", name))).value


def _text(name: str) -> str:
    return resources("draaiboek.demo").joinpath(name).read_text(encoding="utf-8")
