"""A page that is one long list of rows or sections: how a reader finds an entry without going through all of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from draaiboek.base.model import Page, Section, Table, words
from draaiboek.compose.reading_order import all_sections
from draaiboek.render.typography import printed_text

FEWEST = 40
"""A reader can scroll through fewer entries than this on a phone."""
ROWS = "tbody tr"


def long_list(page: Page) -> Mapping[str, str]:
    """Return, for the theme, what the entries of *page* are and other words for them; nothing if it is no such list.

    Entries are the rows of its tables, or the sections of the most frequent level.
    """
    sections = list(all_sections(page.lead, page.sections))
    count = Counter(f"h{section.level}" for section in sections)
    count[ROWS] = sum(1 for section in sections for _ in _names(section))
    kind, most = max(count.items(), key=lambda each: each[1])
    if most < FEWEST:
        return {}
    return {"soort": kind, "woorden": json.dumps(_other_words(page, sections), ensure_ascii=False)}


def _names(section: Section) -> Iterator[str]:
    """Yield the first cell of each row of the tables of *section*: what the row is about."""
    return (words(row.cells[0]) for part in section.body if isinstance(part, Table) for row in part.rows)


def _other_words(page: Page, sections: list[Section]) -> Mapping[str, str]:
    """Return other words for the rows of *page*: the phrases that follow a row's name in `vragen:` belong to it."""
    asked = dict(page.meta.questions)
    found: dict[str, str] = {}
    for section in sections:
        names, name = set(_names(section)), ""
        for phrase in asked.get(section.id, ()):
            name = phrase if phrase in names else name
            if name and phrase != name:
                shown = printed_text(name)
                found[shown] = f"{found.get(shown, '')} {phrase}".strip()
    return found
