"""Pages numbered consecutively in the menu: which of them are a road of steps, and what the theme gets of it."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from draaiboek.base.model import MenuItem
from draaiboek.render.road import roads


def _group(*titles: str) -> MenuItem:
    return MenuItem("Groep", None, tuple(MenuItem(title, PurePosixPath(f"{title[-1]}.md")) for title in titles))


@pytest.mark.parametrize(
    ("titles", "found"),
    [
        (("Overzicht", "Stap 1. A", "Stap 2. B", "Stap 3. C", "Opstarten"), {"Stap": "A B C"}),
        (("Stap 1. A", "Van de school", "Stap 2. B", "Stap 3. C"), {"Stap": "A B C"}),
        (
            ("Deel 1. A", "Deel 2. B", "Deel 3. C", "Les 1. D", "Les 2. E", "Les 3. F"),
            {"Deel": "A B C", "Les": "D E F"},
        ),
        (("Stap 1. A", "Stap 2. B"), {}),  # two pages are not a road
        (("Stap 1. A", "Stap 3. B", "Stap 4. C"), {}),
        (("Stap 2. A", "Stap 1. B", "Stap 3. C"), {}),
        (("Stap een. A", "Stap 2 B", "1. C"), {}),
    ],
)
def test_pages_that_count_on_in_one_group_are_a_road(titles: tuple[str, ...], found: dict[str, str]) -> None:
    seen = {road.word: " ".join(stop.name for stop in road.stops) for road in roads((_group(*titles),))}
    assert seen == found


def test_pages_of_two_groups_are_no_road() -> None:
    assert [*roads((_group("Stap 1. A", "Stap 2. B"), _group("Stap 3. C")))] == []


def test_a_page_is_told_where_it_stands_and_where_the_others_are() -> None:
    (road,) = roads((_group("Stap 1. A", "Stap 2. B", "Stap 3. C-D"),))
    assert road.as_data(PurePosixPath("B.md"), ("C-D",)) == {
        "woord": "Stap",
        "nummer": 2,
        "aantal": 3,
        "stappen": [
            {"nummer": 1, "naam": "A", "titel": "A", "adres": "A/"},
            {"nummer": 2, "naam": "B", "titel": "B", "adres": "B/"},
            {"nummer": 3, "naam": "C-D", "titel": '<span class="lr-heel">C-D</span>', "adres": "D/"},
        ],
    }
    assert road.as_data(PurePosixPath("elders.md"), ()) is None
