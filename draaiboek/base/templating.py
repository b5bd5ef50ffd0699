"""Templates of a package of ours: every word in them is escaped, and a word that is missing is an error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def render(package: str, name: str, words: Mapping[str, Any]) -> str:
    """Return template *name* of *package* ('draaiboek.editions.publish') with *words* filled in."""
    return _environment(package).get_template(name).render(words)


@cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
