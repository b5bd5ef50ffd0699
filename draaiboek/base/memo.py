"""What pure functions returned, kept in memory beside all that it was made of, for a process that does its work again.

A result is given again when its function is called with equal arguments, and never by a time, a name or a size; so it
does not matter what is kept where. Whoever does the work once gives a new Memo and loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast

from draaiboek.base.kept_values import KeptValues

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Kept:
    arguments: tuple[object, ...]
    result: object


@dataclass(slots=True)
class Memo:
    """The last result of each function at each place, and how many there were to make (*made*).

    *values* are results that an earlier process kept.
    """

    made: int = 0
    values: KeptValues = field(default_factory=KeptValues)
    _now: dict[tuple[Hashable, ...], _Kept] = field(default_factory=dict)
    _before: dict[tuple[Hashable, ...], _Kept] = field(default_factory=dict)

    def of(self, place: Hashable, function: Callable[..., R], *arguments: object) -> R:
        """Return `function(*arguments)`, which is pure: made now, or before at *place* of arguments that are equal.

        Arguments compare as `==` does. One in which more counts than that, as the order of a mapping, has to be of a
        type that compares by identity. A result is shared: nobody changes it.
        """
        return self._of(place, function, arguments, function)

    def kept(self, place: Hashable, function: Callable[..., R], *arguments: object) -> R:
        """Return what `of` does: made in this process, or by an earlier one that kept it."""
        return self._of(place, function, arguments, partial(self.values.of, function))

    def same(self, place: Hashable, value: R) -> R:
        """Return *value*, as the very object of last time where it is equal: what is made of it is found at once."""
        return cast("R", self.of(place, _itself, value))

    def _of(
        self, place: Hashable, function: Callable[..., R], arguments: tuple[object, ...], make: Callable[..., R]
    ) -> R:
        key = (function, place)
        kept = self._now.get(key) or self._before.get(key)
        # The very same objects compare at once, and so do trees that share most of their nodes.
        if kept is None or kept.arguments != arguments:
            self.made += 1
            kept = _Kept(arguments, make(*arguments))
            self.values.follows(kept.result, function, arguments)
        self._now[key] = kept
        return cast("R", kept.result)

    def begin(self) -> None:
        """Begin the work again: what was not asked for since the last time is forgotten."""
        self._before, self._now, self.made = self._now, {}, 0


def _itself(value: R) -> R:
    return value
