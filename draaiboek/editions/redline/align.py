"""Align two sequences: like with like, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from draaiboek.editions.redline.values import Word

_T = TypeVar("_T")


def pairs(
    old: Sequence[_T],
    new: Sequence[_T],
    key: Callable[[_T], object],
    likeness: Callable[[_T, _T], float],
) -> Iterator[tuple[_T | None, _T | None]]:
    """Yield which of *old* corresponds to which of *new*, in order; None for one that was removed or added.

    Equal *key*s are the same thing. What is left between those is paired so that the sum of *likeness* is largest; a
    pair with a likeness of 0 is never made.
    """
    matcher = SequenceMatcher(None, [key(each) for each in old], [key(each) for each in new], autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(old[start:end], new[begin:stop], strict=True)
        else:
            yield from _in_time(old[start:end], new[begin:stop], likeness)


def likeness(old: Sequence[Word], new: Sequence[Word]) -> float:
    """Return the share of their words that *old* and *new* have in common, from 0 to 1."""
    return share([word.key for word in old], [word.key for word in new])


def share(old: Sequence[str], new: Sequence[str]) -> float:
    """Return the share of *old* and *new* together that is the same, from 0 to 1, regardless of order."""
    total = len(old) + len(new)
    return 2 * (Counter(old) & Counter(new)).total() / total if total else 1.0


def _in_time(
    old: Sequence[_T], new: Sequence[_T], likeness: Callable[[_T, _T], float]
) -> Iterator[tuple[_T | None, _T | None]]:
    """Yield the best pairing of *old* and *new*; of very many, only with those at about the same place."""
    pieces = 1 + len(old) * len(new) // _MOST
    for piece in range(pieces):
        here, there = (each[len(each) * piece // pieces : len(each) * (piece + 1) // pieces] for each in (old, new))
        yield from _best(here, there, likeness)


_MOST = 100_000
"""Likenesses to compute at a stretch, which takes a second: a page rewritten as a whole has some thousands."""


def _best(
    old: Sequence[_T], new: Sequence[_T], likeness: Callable[[_T, _T], float]
) -> Iterator[tuple[_T | None, _T | None]]:
    """Yield the pairing of *old* and *new* with the largest likeness (Needleman and Wunsch, gaps cost nothing)."""
    score = [[likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = score[i][j] + best[i + 1][j + 1] if score[i][j] > 0 else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) and j < len(new):
        if score[i][j] > 0 and best[i][j] == score[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
    yield from ((each, None) for each in old[i:])
    yield from ((None, each) for each in new[j:])
