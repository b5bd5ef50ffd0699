"""What files come to, each read anew only when something changed, and what is wrong with them in one list."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from draaiboek.base import workers
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.kept_values import KeptValues
from draaiboek.base.memo import Memo
from draaiboek.content.markdown import sections

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Collector:
    """What was read before (*memo*), and where the *problems* of everything that is read go."""

    memo: Memo
    problems: list[Diagnostic]

    def of(self, place: Hashable, read: Callable[..., R], *arguments: object) -> R:
        """Return `read(*arguments, problems)` as `Memo.of` does; what it adds to its list is added to ours every time.

        What *read* returns has to be whole: an iterator would be empty the second time.
        """
        made: tuple[R, tuple[Diagnostic, ...]] = self.memo.of((place, read), _read, read, *arguments)
        return self._without_problems(made)

    def kept(self, place: Hashable, read: Callable[..., R], *arguments: object) -> R:
        """Return what `of` does, and what an earlier process kept as `Memo.kept` does; *read* is no closure."""
        made: tuple[R, tuple[Diagnostic, ...]] = self.memo.kept((place, read), _read, read, *arguments)
        return self._without_problems(made)

    @contextmanager
    def apart(self, read: Callable[[Collector], None]) -> Iterator[None]:
        """Let a copy of this process *read*, with a collector of its own, while the body runs; then it counts as kept.

        Only where nothing was kept and all will be: what is kept is written down anyway, and from there it comes back
        in a tenth of the time. What is wrong is not kept, and so told by whoever reads it again.
        """
        values = self.memo.values
        if not (values.are_new and workers.have_room()):
            yield
            return

        def work() -> tuple[Mapping[str, bytes], int]:
            before = sections.read.cache_info().misses
            theirs = KeptValues(values.keep, values.kinds)
            read(Collector(Memo(values=theirs), []))
            return theirs.now, sections.read.cache_info().misses - before

        with workers.beside(work) as made:
            yield
            values.before, values.elsewhere = made()

    def _without_problems(self, made: tuple[R, tuple[Diagnostic, ...]]) -> R:
        result, wrong = made
        self.problems.extend(wrong)
        return result


def _read(read: Callable[..., R], *arguments: object) -> tuple[R, tuple[Diagnostic, ...]]:
    problems: list[Diagnostic] = []
    return read(*arguments, problems), tuple(problems)
