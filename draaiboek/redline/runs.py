"""Two rows of words compared: what stayed, what went and what came, so that a person can read it.

difflib finds the longest stretch that both have, as a person would. A stretch that weighs less than the changes on both
sides of it is then given up: a sentence that was written anew reads as one deletion and one insertion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from draaiboek.redline.values import Look, Run, Word

_LEAST_SHARE = 0.25  # of the weight; a text that keeps less was written anew
_SMALL_WORDS = "de het een en of in op van te is dat die met voor aan er je als om door bij naar niet wat zijn ook"
_LIGHT = frozenset(_SMALL_WORDS.split())


def runs(old: Sequence[Word], new: Sequence[Word]) -> tuple[Run, ...]:
    """Return how *old* became *new*; the words of the runs in order are exactly *old*, and exactly *new*."""
    matcher = SequenceMatcher(None, [word.key for word in old], [word.key for word in new], autojunk=False)
    found: list[Run] = []
    for kind, start, end, begin, stop in matcher.get_opcodes():
        run = Run(tuple(old[start:end]), tuple(new[begin:stop]))
        found += _spaced(run) if kind == "equal" else [run]
    kept = sum(_weight(run.old) for run in found if _is_same(run))
    if kept < _LEAST_SHARE * max(_weight(old), _weight(new)):
        found = [Run(tuple(old), tuple(new))]
    return tuple(_slid(list(_parted(_merged(found)))))


def whole(old: Sequence[Word], new: Sequence[Word]) -> tuple[Run, ...]:
    """Return *old* as gone and *new* as come."""
    return tuple(run for run in (Run(tuple(old), ()), Run((), tuple(new))) if run.old or run.new)


def _is_same(run: Run) -> bool:
    return [word.key for word in run.old] == [word.key for word in run.new]


def _spaced(run: Run) -> Iterator[Run]:
    """Part a run of the same words where white space came or went between two of them: '10 %' is not '10%'."""
    start = 0
    for index in range(1, len(run.old)):
        if run.old[index].spaced != run.new[index].spaced:
            yield Run(run.old[start:index], run.new[start:index])
            # As a change: the word with what stands before it.
            yield Run(run.old[index : index + 1], ())
            yield Run((), run.new[index : index + 1])
            start = index + 1
    yield Run(run.old[start:], run.new[start:])


def _merged(found: Sequence[Run]) -> list[Run]:
    """Return *found* with one change wherever changes stand side by side, or only a little text stands between them."""
    result = _joined(found)
    index = 1
    while index < len(result) - 1:
        before, same, after = result[index - 1 : index + 2]
        if _is_same(same) and _gives_way(before, same, after):
            joined = Run(before.old + same.old + after.old, before.new + same.new + after.new)
            result[index - 1 : index + 2] = [joined]
            index = max(1, index - 2)
        else:
            index += 1
    return result


def _joined(found: Sequence[Run]) -> list[Run]:
    result: list[Run] = []
    for run in found:
        if not run.old and not run.new:
            continue
        if result and not _is_same(run) and not _is_same(result[-1]):
            result[-1] = Run(result[-1].old + run.old, result[-1].new + run.new)
        else:
            result.append(run)
    return result


def _gives_way(before: Run, same: Run, after: Run) -> bool:
    weight = _weight(same.old)
    least = min(max(_weight(run.old), _weight(run.new)) for run in (before, after))
    return weight <= least


def _weight(words: Sequence[Word]) -> float:
    """Return how much *words* hold a text together: their letters, small words and signs for next to nothing."""
    return sum(_weight_of(word) for word in words)


def _weight_of(word: Word) -> float:
    if word.look is Look.LINK:
        return 0.0
    is_light = word.shown.lower() in _LIGHT or not word.shown[0].isalnum()
    return 1.0 if is_light else 2.0 + len(word.shown)


def _parted(found: Sequence[Run]) -> Iterator[Run]:
    """Yield each change as what went, then what came."""
    for run in found:
        yield from [run] if _is_same(run) else whole(run.old, run.new)


def _slid(found: list[Run]) -> list[Run]:
    """Return *found* with changes that begin with a sign moved on past it where the text allows it.

    'de school[, de club], de bond' then reads as 'de school, [de club,] de bond', which says the same.
    """
    for index in range(1, len(found) - 1):
        before, change, after = found[index - 1 : index + 2]
        while _is_same(before) and _is_same(after) and after.old and _begins_with_sign(change, after):
            first, *rest = change.old or change.new
            old, new = (first, after.new[0]) if change.old else (after.old[0], first)
            before = Run((*before.old, old), (*before.new, new))
            moved = (*rest, after.old[0] if change.old else after.new[0])
            change = Run(moved, ()) if change.old else Run((), moved)
            after = Run(after.old[1:], after.new[1:])
        found[index - 1 : index + 2] = [before, change, after]
    return [run for run in found if run.old or run.new]


def _begins_with_sign(change: Run, after: Run) -> bool:
    words = change.old or change.new
    first = words[0]
    is_sign = not first.spaced and not first.shown[0].isalnum()
    return is_sign and len(words) > 1 and first.key == after.old[0].key and not after.old[0].spaced
