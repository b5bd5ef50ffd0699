"""The templates of what stands at the root of the publication; every word in them is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(name: str, words: Mapping[str, Any]) -> str:
    """Return template *name* with *words* filled in; a word that is missing is an error."""
    return _environment().get_template(name).render(words)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("draaiboek.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
