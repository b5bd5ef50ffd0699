"""A page that is one long list has a field to filter it; a list that a thumb scrolls through has none."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from draaiboek.base.model import Origin, Page, PageMeta, Row, Section, Table, Text
from draaiboek.render.long_list import long_list

PLACE = Origin(PurePosixPath("lijst.md"))
NAMES = ("Kok", "Bakker", *(f"Werker {number}" for number in range(38)))
ASKED = (("", ("welke lijst",)), ("werk", ("wie bakt", "Kok", "chef", "keukenhulp", "Bakker", "brood bakken")))


def _section(name: str, level: int, *below: Section, rows: tuple[str, ...] = ()) -> Section:
    table = Table(_row("Wie", "Wat"), tuple(_row(each, "werkt") for each in rows), ("", ""), PLACE)
    body = (table,) if rows else ()
    return Section(name, level, (Text(name),), locked=False, origin=PLACE, body=body, subsections=below)


def _row(*cells: str) -> Row:
    return Row(tuple((Text(cell),) for cell in cells), PLACE)


def _page(*sections: Section, questions: tuple[tuple[str, tuple[str, ...]], ...] = ()) -> Page:
    return Page(PLACE.path, PageMeta("Lijst", "", questions=questions), (), sections, PLACE)


def test_a_list_of_rows_is_found_by_what_readers_call_them_too() -> None:
    found = long_list(_page(_section("werk", 2, rows=NAMES), questions=ASKED))
    assert found["soort"] == "tbody tr"
    assert json.loads(found["woorden"]) == {"Kok": "chef keukenhulp", "Bakker": "brood bakken"}


def test_a_list_of_sections_is_of_the_level_that_has_the_most() -> None:
    below = [_section(f"bron-{number}", 4) for number in range(40)]
    assert long_list(_page(_section("bronnen", 2, _section("wetten", 3, *below)))) == {"soort": "h4", "woorden": "{}"}


@pytest.mark.parametrize("rows", [NAMES[:39], ()])
def test_what_is_shorter_has_no_field(rows: tuple[str, ...]) -> None:
    assert long_list(_page(_section("werk", 2, rows=rows))) == {}
