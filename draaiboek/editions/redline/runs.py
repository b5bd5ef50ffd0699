"""Two sequences of words compared, as what stayed, what was deleted and what was inserted, in a readable way.

difflib finds the longest common stretch, as a person would. A stretch that weighs less than the changes on both sides
of it is then given up: a sentence that was rewritten reads as one deletion and one insertion.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from draaiboek.editions.redline.values import Look, Run, Word

_LEAST_SHARE = 0.25  # of the weight; a text that keeps less was rewritten
_SMALL_WORDS = "de het een en of in op van te is dat die met voor aan er je als om door bij naar niet wat zijn ook"
_LIGHT = frozenset(_SMALL_WORDS.split())

Words = tuple[Word, ...]


def runs(old: Sequence[Word], new: Sequence[Word]) -> tuple[Run, ...]:
    """Return how *old* became *new*; the words of the runs in order are exactly *old*, and exactly *new*."""
    matcher = SequenceMatcher(None, [word.key for word in old], [word.key for word in new], autojunk=False)
    found: list[_Part] = []
    for kind, start, end, begin, stop in matcher.get_opcodes():
        part = _Part(tuple(old[start:end]), tuple(new[begin:stop]), stays=kind == "equal")
        found += _spaced(part) if part.stays else [part]
    kept = sum(_weight(part.old) for part in found if part.stays)
    if kept < _LEAST_SHARE * max(_weight(old), _weight(new)):
        return whole(old, new)
    return tuple(_slid([part for each in _merged(found) for part in _parted(each)]))


def whole(old: Sequence[Word], new: Sequence[Word]) -> tuple[Run, ...]:
    """Return *old* as deleted and *new* as inserted."""
    return tuple(run for run in (Run(tuple(old), ()), Run((), tuple(new))) if run.old or run.new)


@dataclass(frozen=True, slots=True)
class _Part:
    """Words that stay, or a deletion with the insertion that replaces it."""

    old: Words
    new: Words
    stays: bool = False

    def __add__(self, other: _Part) -> _Part:
        return _Part(self.old + other.old, self.new + other.new)  # of two, the first never stays

    @property
    def weight(self) -> float:
        return max(_weight(self.old), _weight(self.new))


def _weight(words: Sequence[Word]) -> float:
    """Return how strongly *words* hold a text together: by their letters; small words and punctuation weigh little."""
    return sum(_weight_of(word) for word in words)


def _weight_of(word: Word) -> float:
    if word.look is Look.LINK:
        return 0.0
    is_light = word.shown.lower() in _LIGHT or not word.shown[0].isalnum()
    return 1.0 if is_light else 2.0 + len(word.shown)


def _spaced(part: _Part) -> Iterator[_Part]:
    """Yield the words that stay, split where white space was added or removed between two: '10 %' is not '10%'."""
    start = 0
    for index in range(1, len(part.old)):
        if part.old[index].spaced != part.new[index].spaced:
            yield _Part(part.old[start:index], part.new[start:index], stays=True)
            yield _Part(part.old[index : index + 1], part.new[index : index + 1])
            start = index + 1
    yield _Part(part.old[start:], part.new[start:], stays=True)


def _merged(found: Sequence[_Part]) -> list[_Part]:
    """Return *found* with adjacent changes merged, also those with too little unchanged text between them."""
    result: list[_Part] = []
    for part in found:
        if not part.old and not part.new:
            continue
        if result and not part.stays and not result[-1].stays:
            result[-1] += part
        else:
            result.append(part)
        while _gives_way(result[-3:]):
            result[-3:] = [result[-3] + result[-2] + result[-1]]
    return result


def _gives_way(found: Sequence[_Part]) -> bool:
    """Return whether *found* is a change, words that stay, and a change, and the words that stay weigh least."""
    match found:
        case [before, stays, after] if stays.stays and not before.stays and not after.stays:
            return stays.weight <= min(before.weight, after.weight)
    return False


def _parted(part: _Part) -> Iterator[Run]:
    """Yield a change as the deletion, then the insertion."""
    yield from [Run(part.old, part.new)] if part.stays else whole(part.old, part.new)


def _slid(found: list[Run]) -> list[Run]:
    """Return *found* with each change that begins with a punctuation mark moved past it where the text allows.

    'de school[, de club], de bond' then reads as 'de school, [de club,] de bond', which says the same.
    """
    for index in range(1, len(found) - 1):
        before, change, after = found[index - 1 : index + 2]
        while before.is_same and after.is_same and _begins_with_sign(change, after):
            words = (*(change.old or change.new), after.old[0] if change.old else after.new[0])
            stays = (words[0], after.new[0]) if change.old else (after.old[0], words[0])
            before = Run((*before.old, stays[0]), (*before.new, stays[1]))
            change = Run(words[1:], ()) if change.old else Run((), words[1:])
            after = Run(after.old[1:], after.new[1:])
        found[index - 1 : index + 2] = [before, change, after]
    return [run for run in found if run.old or run.new]


def _begins_with_sign(change: Run, after: Run) -> bool:
    """Return whether *change* begins with a mark attached to the word before it and the next run begins with it too."""
    words, following = change.old or change.new, after.old[0]
    return len(words) > 1 and words[0].key == following.key and not words[0].spaced and not following.spaced
