"""Fingerprints of core sections: how an overlay knows which text it was written against (design.md §3).

`f1:` + 12 hex of SHA-256 over block types and text (NFC, white space collapsed), subsections included; ids, classes
and comments are left out. Reflowing a paragraph changes nothing, changing a word does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from draaiboek.base.model import Block, Page, Part, Section
from draaiboek.content.markdown import collapse

VERSION = "f1"
LENGTH = 12


def of_section(section: Section) -> str:
    """Return the fingerprint of *section* as it stands in the core."""
    return _digest(_section(section, depth=0))


def of_lead(page: Page) -> str:
    """Return the fingerprint of the text before the first heading of *page*."""
    return of_parts(page.lead)


def of_parts(parts: Sequence[Part]) -> str:
    """Return the fingerprint of *parts* without a heading."""
    return _digest(_parts(parts))


def of_page(page: Page) -> str:
    """Return the fingerprint of all the text of *page*."""
    return _digest(piece for pieces in _page(page) for piece in pieces)


def _page(page: Page) -> Iterator[Iterator[str]]:
    yield _parts(page.lead)
    for section in page.sections:
        yield _section(section, depth=0)


def _section(section: Section, depth: int) -> Iterator[str]:
    yield f"heading {depth} {collapse(section.title)}"
    yield from _parts(section.body)
    for below in section.subsections:
        yield from _section(below, depth + 1)


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Block):
            yield from part.content


def _digest(pieces: Iterator[str]) -> str:
    digest = hashlib.sha256("\n".join(pieces).encode()).hexdigest()
    return f"{VERSION}:{digest[:LENGTH]}"
