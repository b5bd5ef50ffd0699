"""A page that is one long list from A to Z: where each letter begins."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from draaiboek.base.model import Page

FEWEST = 20
"""With fewer sections the table of contents is short enough."""
_NO_LETTER = "0-9"


def letters(page: Page) -> list[Mapping[str, str]]:
    """Return, for the theme, each letter of *page* with the id of its first section; nothing if it is no such list."""
    found = [(_letter(section.title), section.id) for section in page.sections]
    in_order = [letter for letter, _ in found]
    if len(found) < FEWEST or in_order != sorted(in_order):
        return []
    first = dict(reversed(found))
    return [{"letter": letter, "id": first[letter]} for letter in dict.fromkeys(in_order)]


def _letter(title: str) -> str:
    """Return the letter with which *title* begins, without its accent."""
    sign = unicodedata.normalize("NFD", title.strip())[:1].upper()
    return sign if sign.isalpha() else _NO_LETTER
