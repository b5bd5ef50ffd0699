"""Fingerprints of core text: they record in a sector's reading which text was read (decisions/0012).

`f2:` + 12 hex of SHA-256 over the normal form of the filled-in core text, subsections included. Reflowing a paragraph
changes nothing; a changed word, cited article or value of a variable does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from draaiboek.base.model import Page, Section
from draaiboek.compose import normal_form
from draaiboek.compose.normal_form import Leaf

VERSION = "f2"
LENGTH = 12
LEAD = "#"
"""The name of the text before the first heading of a page, which has no id; '' is the whole page."""

Fingerprints = Mapping[tuple[PurePosixPath, str], str]
"""The fingerprint of every core page (''), section (its id) and text before the first heading (LEAD)."""


def of_page(page: Page) -> Mapping[str, str]:
    """Return the fingerprints of core *page*, which is filled in, by name: '' (the whole), LEAD, or a section id."""
    lead = [_as_json(leaf) for leaf in normal_form.of_lead(page)]
    # A section is part of those around it: its body is serialised once.
    bodies = {
        id(section): [_as_json(leaf) for leaf in normal_form.of_body(section, page.path)] for section in page.walk()
    }
    whole = [text for section in page.sections for text in _texts(section, page.path, bodies, 0)]
    digests = {"": _digest([*lead, *whole]), LEAD: _digest(lead)}
    for section in page.walk():
        digests.setdefault(section.id, _digest(_texts(section, page.path, bodies, 0)))
    return digests


def _texts(section: Section, page: PurePosixPath, bodies: Mapping[int, Sequence[str]], depth: int) -> Iterator[str]:
    yield _as_json(normal_form.of_heading(section, page, depth))
    yield from bodies[id(section)]
    for below in section.subsections:
        yield from _texts(below, page, bodies, depth + 1)


def of_section(section: Section, page: PurePosixPath) -> str:
    """Return the fingerprint of *section* of *page*, which is filled in, with the sections below it."""
    return of(normal_form.of_section(section, page))


def of(leaves: Sequence[Leaf]) -> str:
    """Return the fingerprint of text in its normal form."""
    return _digest(map(_as_json, leaves))


def _as_json(leaf: Leaf) -> str:
    (value,) = normal_form.as_json((leaf,))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest(texts: Iterable[str]) -> str:
    whole = f"[{','.join(texts)}]"
    return f"{VERSION}:{hashlib.sha256(whole.encode()).hexdigest()[:LENGTH]}"
