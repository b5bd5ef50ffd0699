"""What happened to a section as a tree of what a reader sees, for the templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, TypeVar

from draaiboek.redline.values import Box, Change, LeafChange, Look, Run, TableChange, Word

State = Literal["same", "del", "ins"]
_T = TypeVar("_T")

_AROUND = 2  # unchanged blocks that stay visible beside a change
_LEAST_HIDDEN = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Words that stayed, went or came: *spaced* says that white space stands before them, *parts* are look and text."""

    state: State
    spaced: bool
    parts: tuple[tuple[Look, str], ...]


@dataclass(slots=True)
class Node:
    """A block: *spans* are its words, *nodes* the blocks in it, *rows* the cells of a table.

    *hidden* is how many blocks or rows without a change are left out in its place.
    """

    kind: str
    number: int = 0
    hidden: int = 0
    spans: tuple[Span, ...] = ()
    nodes: list[Node] = field(default_factory=list)
    rows: tuple[Node, ...] = ()


def tree(changes: Sequence[Change]) -> list[Node]:
    """Return *changes* as blocks in blocks; a long stretch in which nothing changed is left out, and said so."""
    top: list[Node] = []
    opened: list[tuple[Box, Node]] = []
    for change, hidden in _shortened(changes, [change.is_same for change in changes]):
        depth = 0
        while depth < min(len(opened), len(change.place)) and _is_same_box(opened[depth][0], change.place[depth]):
            depth += 1
        if hidden:
            depth = 0
        del opened[depth:]
        for box in () if hidden else change.place[depth:]:
            node = Node(box.kind, box.number)
            (opened[-1][1].nodes if opened else top).append(node)
            opened.append((box, node))
        (opened[-1][1].nodes if opened else top).append(Node("gap", hidden=hidden) if hidden else _node(change))
    return top


def spans(runs: Sequence[Run]) -> tuple[Span, ...]:
    """Return *runs* as a reader sees them."""
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
    """Where a link leads is said when that changed, and not when all of the link came or went."""
    return word.look is not Look.LINK or (state != "same" and index < word.reach)


def _parts(words: Sequence[Word]) -> tuple[tuple[Look, str], ...]:
    pieces = [(word.look, (" " if word.spaced and index else "") + word.shown) for index, word in enumerate(words)]
    return tuple(
        (look, "".join(text for _, text in group)) for look, group in groupby(pieces, key=lambda each: each[0])
    )


def _node(change: Change) -> Node:
    if isinstance(change, LeafChange):
        leaf = change.new or change.old
        return Node(leaf.kind if leaf else "paragraph", spans=spans(change.runs))
    return Node("table", rows=tuple(_rows(change)))


def _rows(table: TableChange) -> Iterator[Node]:
    is_same = [all(cell.is_same for cell in row) for row in table.rows]
    width = max((len(row) for row in table.rows), default=0)
    for row, hidden in _shortened(table.rows, [False, *is_same[1:]]):
        if hidden:
            yield Node("gap", number=width, hidden=hidden)
        else:
            yield Node("row", nodes=[Node("cell", spans=spans(cell.runs)) for cell in row])


def _shortened(items: Sequence[_T], is_same: Sequence[bool]) -> Iterator[tuple[_T, int]]:
    """Yield each of *items* with 0; in the place of a long stretch that is the same, its first with how many it has."""
    near = [
        any(not is_same[other] for other in range(max(0, index - _AROUND), min(len(items), index + _AROUND + 1)))
        for index in range(len(items))
    ]
    for shown, group in groupby(range(len(items)), key=near.__getitem__):
        indexes = list(group)
        if shown or len(indexes) < _LEAST_HIDDEN:
            yield from ((items[index], 0) for index in indexes)
        else:
            yield items[indexes[0]], len(indexes)


def _is_same_box(one: Box, other: Box) -> bool:
    return (one.kind, one.serial) == (other.kind, other.serial)
