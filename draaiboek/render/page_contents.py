"""What the theme is told about the sections of a page: its table of contents, and the id of its title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from draaiboek.base.model import Page, Part, Section, SectorText
from draaiboek.compose.reading_order import all_sections
from draaiboek.content import content_paths, former_places
from draaiboek.content.markdown.sections import slug
from draaiboek.render.html import typeset

MOST_BELOW = 40
"""The number of questions that a reader can still skim on a phone."""


def contents(page: Page, whole: Sequence[str]) -> list[Mapping[str, object]]:
    """Return the contents of *page* for the theme: for each section its title as HTML, its id and its subsections.

    *whole* are names that must not break at their hyphens in any title.
    """
    return [_entry(section, whole) for section in _with_sector_sections(page.lead, page.sections)]


def names_below(page: Page) -> bool:
    """Return whether the contents on a phone also name the subsections of *page*.

    They do not name single sources, nor the questions of a decision aid, which depend on the answers.
    """
    below = [each for section in _with_sector_sections(page.lead, page.sections) for each in _below(section)]
    return 0 < len(below) <= MOST_BELOW and all(each.origin.path != content_paths.AIDS for each in below)


def title_id(page: Page) -> str:
    """Return the id of the title of *page*, which is unique on the page."""
    name = slug(page.meta.title)
    taken = {section.id for section in all_sections(page.lead, page.sections)} | {*former_places.former_ids(page)}
    return f"{name}_1" if name in taken else name


def _entry(section: Section, whole: Sequence[str]) -> Mapping[str, object]:
    title = str(typeset(section.title, whole))
    return {"titel": title, "id": section.id, "onder": [_entry(each, whole) for each in _below(section)]}


def _below(section: Section) -> list[Section]:
    after = [each for part in section.tail for each in _sections_of(part)]
    return [*_with_sector_sections(section.body, section.subsections), *after]


def _with_sector_sections(parts: Sequence[Part], sections: Sequence[Section]) -> list[Section]:
    """Return *sections*, preceded by those that sectors added in *parts* unless they are folded."""
    return [*(each for part in parts for each in _sections_of(part)), *sections]


def _sections_of(part: Part) -> Sequence[Section]:
    return part.sections if isinstance(part, SectorText) and not part.anchor else ()
