"""A list from A to Z has a link to each of its letters; a short list, or one in another order, has none."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from draaiboek.base.model import Origin, Page, PageMeta, Section, Text
from draaiboek.render.letters import letters

PLACE = PurePosixPath("lijst.md")
NAMES = ("112", "9 lessen", "aap", "Éclair", "eend", "Egel", *(f"fluit {number}" for number in range(14)), "Zebra")


def _page(*titles: str) -> Page:
    sections = tuple(
        Section(f"id-{number}", 2, (Text(title),), locked=False, origin=Origin(PLACE))
        for number, title in enumerate(titles)
    )
    return Page(PLACE, PageMeta("Lijst", ""), (), sections, Origin(PLACE))


def test_each_letter_leads_to_its_first_entry() -> None:
    found = {each["letter"]: each["id"] for each in letters(_page(*NAMES))}
    assert found == {"0-9": "id-0", "A": "id-2", "E": "id-3", "F": "id-6", "Z": "id-20"}


@pytest.mark.parametrize("titles", [NAMES[:19], (*NAMES, "aap"), ()])
def test_what_is_short_or_in_another_order_is_no_such_list(titles: tuple[str, ...]) -> None:
    assert letters(_page(*titles)) == []
