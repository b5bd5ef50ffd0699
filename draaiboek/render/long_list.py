"""A page that is one long list of rows or sections: what a reader finds an entry by, without going through it all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from draaiboek.base.model import Page, Section, Table, words
from draaiboek.compose.reading_order import all_sections
from draaiboek.render.typography import printed_text

FEWEST = 40
"""Fewer entries than this a reader goes through with a thumb."""
ROWS = "tbody tr"


def long_list(page: Page) -> Mapping[str, str]:
    """Return for the theme what the entries of *page* are, and other words for them; nothing for what is no such list.

    Entries are the rows of its tables, or the sections of the level that has the most of them.
    """
    sections = list(all_sections(page.lead, page.sections))
    count = Counter(f"h{section.level}" for section in sections)
    count[ROWS] = sum(1 for section in sections for _ in _names(section))
    kind, most = max(count.items(), key=lambda each: each[1])
    if most < FEWEST:
        return {}
    return {"soort": kind, "woorden": json.dumps(_other_words(page, sections), ensure_ascii=False)}


def _names(section: Section) -> Iterator[str]:
    """Yield what each row of the tables of *section* is about."""
    return (words(row.cells[0]) for part in section.body if isinstance(part, Table) for row in part.rows)


def _other_words(page: Page, sections: list[Section]) -> Mapping[str, str]:
    """Return what else readers call the rows of *page*: what they ask after the name of a row is of that row."""
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
