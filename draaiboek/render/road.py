"""Numbered pages in a menu ('Stap 1. …', 'Stap 2. …') as a road: where a reader is, and what comes next.

Only the menu says which pages those are and what they are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from draaiboek.base.model import MenuItem
from draaiboek.render.html import typeset
from draaiboek.render.layout import page_url

_COUNTED = re.compile(r"^(?P<word>[^\W\d_]+) (?P<number>\d+)\. (?P<name>.+)$")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of a road: its *number*, its *name* without that, and its path."""

    number: int
    name: str
    path: PurePosixPath


@dataclass(frozen=True, slots=True)
class Road:
    """Pages numbered consecutively from 1; *word* is what each of them is called ('Stap')."""

    word: str
    stops: tuple[Stop, ...]

    def as_data(self, path: PurePosixPath, whole: Sequence[str]) -> Mapping[str, object] | None:
        """Return what the theme needs on the page *path*; None for a page that is not on the road.

        *whole* are names that must not break at their hyphens in any title.
        """
        here = next((stop for stop in self.stops if stop.path == path), None)
        if here is None:
            return None
        stops = [
            {
                "nummer": each.number,
                "naam": each.name,
                "titel": str(typeset(each.name, whole)),
                "adres": page_url(each.path),
            }
            for each in self.stops
        ]
        return {"woord": self.word, "nummer": here.number, "aantal": len(stops), "stappen": stops}


def roads(menu: Sequence[MenuItem]) -> Iterator[Road]:
    """Yield every road in *menu*: at least three pages of one group whose titles are numbered from 1."""
    for item in menu:
        counted = [(child, match) for child in item.children if (match := _COUNTED.match(child.title))]
        words = dict.fromkeys(match["word"] for _, match in counted)
        for word in words:
            stops = tuple(
                Stop(int(match["number"]), match["name"], child.page)
                for child, match in counted
                if match["word"] == word and child.page is not None
            )
            if len(stops) >= _SHORTEST and [stop.number for stop in stops] == list(range(1, len(stops) + 1)):
                yield Road(word, stops)
