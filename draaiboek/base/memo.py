"""Results of pure functions, kept in memory with all their arguments, for a process that repeats its work.

A result is returned again when its function is called with equal arguments, and never because of a time, a name or a
size; so it does not matter what is kept where. Whoever does the work once passes a new Memo and loses nothing.
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
    """The last result of each function at each place, and how many had to be made (*made*).

    *values* are results that an earlier process kept.
    """

    made: int = 0
    values: KeptValues = field(default_factory=KeptValues)
    _now: dict[tuple[Hashable, ...], _Kept] = field(default_factory=dict)
    _before: dict[tuple[Hashable, ...], _Kept] = field(default_factory=dict)

    def of(self, place: Hashable, function: Callable[..., R], *arguments: object) -> R:
        """Return `function(*arguments)`, made now, or before at *place* from equal arguments; *function* is pure.

        Arguments are compared with `==`. One in which something matters that `==` ignores, such as the order of a
        mapping, must be of a type that compares by identity. A result is shared: nobody may change it.
        """
        return self._of(place, function, arguments, function)

    def kept(self, place: Hashable, function: Callable[..., R], *arguments: object) -> R:
        """Return what `of` does: made in this process, or by an earlier one that kept it."""
        return self._of(place, function, arguments, partial(self.values.of, function))

    def same(self, place: Hashable, value: R) -> R:
        """Return *value*, or the previous object when that is equal, so that results made from it are found at once."""
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
        """Begin the work again: what has not been asked for since the last `begin` is forgotten."""
        self._before, self._now, self.made = self._now, {}, 0


def _itself(value: R) -> R:
    return value
