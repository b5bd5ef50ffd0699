"""Compare two texts block by block, tables cell by cell, and then word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from draaiboek.editions.redline import align
from draaiboek.editions.redline.runs import runs, whole
from draaiboek.editions.redline.values import Box, Change, Leaf, LeafChange, Table, TableChange, Text

_LEAST_LIKE = 0.35  # blocks that have less in common are not versions of each other
_SAME_HEADING = 0.6
_FIRST_CELL = 0.5

Row = tuple[Leaf, ...]
_Boxes = dict[int, Box]
_Block = Leaf | Table
_Pair = tuple[_Block | None, _Block | None]


def compare(old: Text, new: Text) -> tuple[Change, ...]:
    """Return how *old* became *new*: every block of both exactly once, each side in its own order."""
    paired = align.pairs(old, new, _key, _likeness)
    found: list[_Pair] = list(paired)
    boxes = _boxes(found)
    return tuple(_change(before, after, boxes) for before, after in found)


def _key(block: _Block) -> object:
    if isinstance(block, Table):
        return tuple(_row_key(row) for row in block.rows)
    return block.kind, tuple(word.key for word in block.words)


def _likeness(old: _Block, new: _Block) -> float:
    if isinstance(old, Table) and isinstance(new, Table):
        return 0.1 + _share([cell for row in old.rows for cell in row], [cell for row in new.rows for cell in row])
    if isinstance(old, Leaf) and isinstance(new, Leaf) and old.kind == new.kind:
        like = align.likeness(old.words, new.words)
        return like if like >= _LEAST_LIKE else 0.0
    return 0.0


def _share(old: Sequence[Leaf], new: Sequence[Leaf]) -> float:
    one, other = ([word for cell in cells for word in cell.words] for cells in (old, new))
    return align.likeness(one, other)


def _boxes(found: Sequence[_Pair]) -> _Boxes:
    """Return, for each box of the old text by serial, the box of the new text that holds the same blocks."""
    return {
        was.serial: now
        for old, new in found
        if old and new and [box.kind for box in old.place] == [box.kind for box in new.place]
        for was, now in zip(old.place, new.place, strict=True)
    }


def _place(place: tuple[Box, ...], boxes: _Boxes) -> tuple[Box, ...]:
    """Return *place* in the old text as one in the new; a box that no longer exists gets a serial of its own."""
    return tuple(boxes.get(box.serial) or replace(box, serial=-box.serial) for box in place)


def _change(old: _Block | None, new: _Block | None, boxes: _Boxes) -> Change:
    place = new.place if new else _place(old.place, boxes) if old else ()
    if isinstance(old, Table) or isinstance(new, Table):
        rows = _rows(old if isinstance(old, Table) else None, new if isinstance(new, Table) else None)
        return TableChange(old is not None, new is not None, place, tuple(rows))
    return _leaf(old, new, place)


def _leaf(old: Leaf | None, new: Leaf | None, place: tuple[Box, ...] = ()) -> LeafChange:
    if old is None or new is None:
        return LeafChange(old, new, place, whole(old.words if old else (), new.words if new else ()))
    return LeafChange(old, new, place, runs(old.words, new.words))


def _rows(old: Table | None, new: Table | None) -> Iterator[tuple[LeafChange, ...]]:
    if old is None or new is None:
        for row in (old or new or Table((), ())).rows:
            yield tuple(_leaf(cell, None) if old else _leaf(None, cell) for cell in row)
        return
    columns = _columns(old.rows[0], new.rows[0])
    yield tuple(_cells(old.rows[0], new.rows[0], columns))
    for before, after in align.pairs(old.rows[1:], new.rows[1:], _row_key, _row_likeness):
        yield tuple(_cells(before, after, columns))


def _row_key(row: Row) -> object:
    return tuple(tuple(word.key for word in cell.words) for cell in row)


def _row_likeness(old: Row, new: Row) -> float:
    first = {tuple(word.key for cell in row[:1] for word in cell.words) for row in (old, new)}
    like = _share(old, new) + (_FIRST_CELL if len(first) == 1 and first != {()} else 0.0)
    return like if like >= _LEAST_LIKE else 0.0


def _columns(old: Row, new: Row) -> list[tuple[int | None, int | None]]:
    """Return which column corresponds to which; tables with equal numbers of columns keep them in place."""
    if len(old) == len(new):
        return [(index, index) for index in range(len(old))]

    def like(one: int, other: int) -> float:
        found = align.likeness(old[one].words, new[other].words)
        return found if found >= _SAME_HEADING else 0.0

    def key(index: tuple[Row, int]) -> object:
        return tuple(word.key for word in index[0][index[1]].words)

    sides = [[(row, index) for index in range(len(row))] for row in (old, new)]
    found = align.pairs(sides[0], sides[1], key, lambda one, other: like(one[1], other[1]))
    return [(one[1] if one else None, other[1] if other else None) for one, other in found]


def _cells(old: Row | None, new: Row | None, columns: Sequence[tuple[int | None, int | None]]) -> Iterator[LeafChange]:
    """Yield the cells of a row; any beyond the last heading come last."""
    for one, other in columns:
        before = old[one] if old and one is not None and one < len(old) else None
        after = new[other] if new and other is not None and other < len(new) else None
        if before or after:
            yield _leaf(before, after)
    ends = [sum(pair[side] is not None for pair in columns) for side in (0, 1)]
    for before, after in zip_longest((old or ())[ends[0] :], (new or ())[ends[1] :]):
        yield _leaf(before, after)
