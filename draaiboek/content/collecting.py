"""Reads files, each again only when something changed, and collects what is wrong with them in one list."""

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
        """Return `read(*arguments, problems)` as `Memo.of` does; its problems are added to ours every time.

        *read* must not return an iterator, which would be empty the second time.
        """
        made: tuple[R, tuple[Diagnostic, ...]] = self.memo.of((place, read), _read, read, *arguments)
        return self._without_problems(made)

    def kept(self, place: Hashable, read: Callable[..., R], *arguments: object) -> R:
        """Return what `of` does, or what an earlier process kept, as `Memo.kept` does; *read* must not be a closure."""
        made: tuple[R, tuple[Diagnostic, ...]] = self.memo.kept((place, read), _read, read, *arguments)
        return self._without_problems(made)

    @contextmanager
    def apart(self, read: Callable[[Collector], None]) -> Iterator[None]:
        """Call *read* in a fork of this process, with its own collector, while the body runs; the result is then kept.

        Only where nothing was kept before and everything will be: that is serialised anyway, and restoring it takes a
        tenth of the time. A file with problems is not kept, so whoever reads it again reports them.
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
