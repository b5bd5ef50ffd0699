"""Leaves of the normal form as blocks of words, each with its place; the cells of a table are kept together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from draaiboek.compose import normal_form
from draaiboek.editions.redline import words
from draaiboek.editions.redline.values import Box, Leaf, Table, Text
from draaiboek.editions.redline.words import Name

_ROW = "rij"
_ITEMS = frozenset(normal_form.ITEMS.values())
_BOXES = {"ul": "ul", "ol": "ol", "citaat": "blockquote", "sector": "sector", **dict.fromkeys(_ITEMS, "li")}
_KINDS = {"alinea": "paragraph", "titel": "title", "label": "label", "cel": "cell", "hoofdcel": "cell"}

_Inside = tuple[tuple[str, int], ...]


def read(leaves: Sequence[normal_form.Leaf], name: Name) -> Text:
    """Return *leaves* as blocks; *name* names the places to which links lead."""
    serials: dict[_Inside, int] = {}
    return tuple(_blocks(leaves, name, serials))


def _blocks(leaves: Sequence[normal_form.Leaf], name: Name, serials: dict[_Inside, int]) -> Iterator[Leaf | Table]:
    for table, group in groupby(leaves, key=_table):
        if table is None:
            for leaf in group:
                yield Leaf(_kind(leaf), _place(leaf.inside, serials), words.read(leaf.runs, name))
        else:
            rows = groupby(group, key=lambda leaf: leaf.inside)
            cells = (tuple(Leaf("cell", (), words.read(leaf.runs, name)) for leaf in row) for _, row in rows)
            yield Table(_place(table[:-1], serials), tuple(cells))


def _table(leaf: normal_form.Leaf) -> _Inside | None:
    return leaf.inside[:-1] if leaf.inside and leaf.inside[-1][0] == _ROW else None


def _kind(leaf: normal_form.Leaf) -> str:
    return "heading" if leaf.kind.startswith("kop") else _KINDS[leaf.kind]


def _place(inside: _Inside, serials: dict[_Inside, int]) -> tuple[Box, ...]:
    boxes = []
    for depth, (kind, number) in enumerate(inside, start=1):
        serial = serials.setdefault(inside[:depth], len(serials) + 1)
        counted = number if kind in _ITEMS and inside[depth - 2][0] == "ol" else 0
        boxes.append(Box(_BOXES.get(kind, "admonition"), serial, counted))
    return tuple(boxes)
