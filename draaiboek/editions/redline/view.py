"""What happened to a section, as a tree of what a reader sees, for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile
from typing import Literal, Protocol, TypeVar

from draaiboek.editions.redline.values import Box, Change, LeafChange, Look, Run, TableChange, Word
from draaiboek.render.phrasing import MARKS

State = Literal["same", "del", "ins"]
_T = TypeVar("_T")


class _Cut(Protocol):
    """Yields each item that is shown alone, with True, and those left out together, with False."""

    def __call__(
        self, items: Sequence[_T], is_same: Sequence[bool], kept: AbstractSet[int], /
    ) -> Iterator[tuple[Sequence[_T], bool]]: ...


_AROUND = 2  # unchanged blocks that stay visible beside a change
_LEAST_HIDDEN = 3
_LABELS = frozenset({"label", "title"})  # they are inside the box that they name


@dataclass(frozen=True, slots=True)
class Span:
    """Words with one *state*: *spaced* says that white space precedes them, *parts* are pairs of look and text."""

    state: State
    spaced: bool
    parts: tuple[tuple[Look, str], ...]


@dataclass(slots=True)
class Node:
    """A block: *spans* are its words, *nodes* the blocks in it, *rows* the rows of a table.

    *hidden* is how many unchanged blocks or rows were left out in its place.
    """

    kind: str
    number: int = 0
    hidden: int = 0
    spans: tuple[Span, ...] = ()
    nodes: list[Node] = field(default_factory=list)
    rows: tuple[Node, ...] = ()


def tree(changes: Sequence[Change]) -> list[Node]:
    """Return *changes* as nested blocks; a long stretch without changes is replaced by a node that says so."""
    return _tree(changes, _shortened)


def whole_tree(changes: Sequence[Change]) -> list[Node]:
    """Return *changes* as nested blocks, with nothing left out."""
    return _tree(changes, _whole)


def plain(nodes: Sequence[Node]) -> list[Node]:
    """Return *nodes*, whose words are all inserted or all deleted, without those marks: they are told once, above."""
    return [
        replace(
            node,
            spans=tuple(replace(span, state="same") for span in node.spans),
            nodes=plain(node.nodes),
            rows=tuple(plain(node.rows)),
        )
        for node in nodes
    ]


def _tree(changes: Sequence[Change], cut: _Cut) -> list[Node]:
    top: list[Node] = []
    opened: list[tuple[Box, Node]] = []
    for group, is_shown in cut(changes, [change.is_same for change in changes], _labels(changes)):
        place = group[0].place if is_shown else _around([change.place for change in group])
        depth = len(_common(place, [box for box, _ in opened]))
        del opened[depth:]
        for box in place[depth:]:
            node = Node(box.kind, box.number)
            (opened[-1][1].nodes if opened else top).append(node)
            opened.append((box, node))
        nodes = opened[-1][1].nodes if opened else top
        nodes.append(_node(group[0], cut) if is_shown else Node("gap", hidden=len(group)))
    return top


def spans(runs: Sequence[Run]) -> tuple[Span, ...]:
    """Return *runs* as spans that a reader sees."""
    found: list[Span] = []
    for run in runs:
        state: State = "same" if run.is_same else "del" if run.old else "ins"
        words = run.old if state == "del" else run.new
        seen = [word for index, word in enumerate(words) if _is_seen(word, index, state)]
        if seen:
            after_change = bool(found) and found[-1].state == "del" and state == "ins"
            found.append(Span(state, seen[0].spaced or after_change, _parts(seen)))
    return tuple(found)


def _is_seen(word: Word, index: int, state: State) -> bool:
    """Return whether a reader sees *word*: a link's target only when that changed, not when the whole link did."""
    return word.look is not Look.LINK or (state != "same" and index < word.reach)


def _parts(words: Sequence[Word]) -> tuple[tuple[Look, str], ...]:
    pieces = [(word.look, (" " if word.spaced and index else "") + _seen(word)) for index, word in enumerate(words)]
    return tuple(
        (look, "".join(text for _, text in group)) for look, group in groupby(pieces, key=lambda each: each[0])
    )


def _seen(word: Word) -> str:
    """Return *word* as readers see it: the kind of a mark not as editors type it."""
    return MARKS.get(word.shown, word.shown) if word.look is Look.LABEL else word.shown


def _node(change: Change, cut: _Cut) -> Node:
    if isinstance(change, LeafChange):
        leaf = change.new or change.old
        return Node(leaf.kind if leaf else "paragraph", spans=spans(change.runs))
    return Node("table", rows=tuple(_rows(change, cut)))


def _rows(table: TableChange, cut: _Cut) -> Iterator[Node]:
    is_same = [all(cell.is_same for cell in row) for row in table.rows]
    width = max((len(row) for row in table.rows), default=0)
    for group, is_shown in cut(table.rows, is_same, {0}):
        if is_shown:
            yield Node("row", nodes=[Node("cell", spans=spans(cell.runs)) for cell in group[0]])
        else:
            yield Node("gap", number=width, hidden=len(group))


def _labels(changes: Sequence[Change]) -> set[int]:
    """Return which of *changes* name a box that contains a change."""
    touched = {box.serial for change in changes if not change.is_same for box in change.place}
    return {
        index
        for index, change in enumerate(changes)
        # A deletion is shown because it changed, whatever it is.
        if isinstance(change, LeafChange) and change.new and change.new.kind in _LABELS
        if change.place[-1].serial in touched
    }


def _shortened(
    items: Sequence[_T], is_same: Sequence[bool], kept: AbstractSet[int]
) -> Iterator[tuple[Sequence[_T], bool]]:
    """Yield each of *items* that is shown alone, with True, and each long stretch that is not shown together."""
    near = [
        index in kept
        or any(not is_same[other] for other in range(max(0, index - _AROUND), min(len(items), index + _AROUND + 1)))
        for index in range(len(items))
    ]
    for is_shown, group in groupby(range(len(items)), key=near.__getitem__):
        found = [items[index] for index in group]
        if is_shown or len(found) < _LEAST_HIDDEN:
            yield from (([item], True) for item in found)
        else:
            yield found, False


def _whole(
    items: Sequence[_T], _is_same: Sequence[bool], _kept: AbstractSet[int]
) -> Iterator[tuple[Sequence[_T], bool]]:
    yield from (([item], True) for item in items)


def _around(places: Sequence[tuple[Box, ...]]) -> tuple[Box, ...]:
    """Return the innermost boxes around all of *places* in which something other than an item may stand."""
    common = places[0]
    for place in places[1:]:
        common = _common(common, place)
    return tuple(takewhile(lambda box: box.kind not in {"ul", "ol"}, common))


def _common(one: Sequence[Box], other: Sequence[Box]) -> tuple[Box, ...]:
    """Return the boxes that *one* and *other* both begin with."""
    pairs = takewhile(lambda pair: _serial(pair[0]) == _serial(pair[1]), zip(one, other, strict=False))
    return tuple(box for box, _ in pairs)


def _serial(box: Box) -> tuple[str, int]:
    return box.kind, box.serial
