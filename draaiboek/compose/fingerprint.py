"""Fingerprints of core text: how a sector's reading knows which text was read (decisions/0012).

`f2:` + 12 hex of SHA-256 over the normal form of the filled-in core text, subsections included. Reflowing a paragraph
changes nothing; a changed word, cited article or value of a variable does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
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


def of_pages(pages: Sequence[Page]) -> Fingerprints:
    """Return the fingerprints of core *pages*, which are filled in."""
    digests: dict[tuple[PurePosixPath, str], str] = {}
    for page in pages:
        digests[page.path, ""] = of(normal_form.of_page(page))
        digests[page.path, LEAD] = of(normal_form.of_lead(page))
        for section in page.walk():
            digests.setdefault((page.path, section.id), of_section(section, page.path))
    return digests


def of_section(section: Section, page: PurePosixPath) -> str:
    """Return the fingerprint of *section* of *page*, which is filled in, with the sections below it."""
    return of(normal_form.of_section(section, page))


def of(leaves: Sequence[Leaf]) -> str:
    """Return the fingerprint of text in its normal form."""
    text = json.dumps(normal_form.as_json(leaves), ensure_ascii=False, separators=(",", ":"))
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()[:LENGTH]}"
