"""Distributes work on pages among browsers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from draaiboek.lab.audit import axe, browser
from draaiboek.lab.audit.browser import NotPaintedError

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


def share(work: Iterable[T], do: Callable[[Page, T], R]) -> tuple[R, ...]:
    """Return `do(page, each)` for each of *work*, in order, using as many browsers as there are cores.

    A tab that its browser stops painting makes place for another, and `do` begins again, once.
    """

    def in_the_tab(profile: BrowserContext, each: T) -> R:
        try:
            return do(profile.pages[-1], each)
        except NotPaintedError:
            profile.pages[-1].close()
            return do(profile.new_page(), each)

    return share_among(os.cpu_count() or 1, _profile, work, in_the_tab)


def share_among(
    most: int, opened: Callable[[], AbstractContextManager[S]], work: Iterable[T], do: Callable[[S, T], R]
) -> tuple[R, ...]:
    """Return `do(it, each)` for each of *work*, in order; at most *most* workers each open their *it* by `opened()`.

    Each worker takes the next piece when it is ready.
    """
    pieces = tuple(enumerate(work))
    todo: SimpleQueue[tuple[int, T]] = SimpleQueue()
    for numbered in pieces:
        todo.put(numbered)
    results: dict[int, R] = {}

    def worker() -> None:
        with opened() as it:
            try:
                while True:
                    number, each = todo.get_nowait()
                    results[number] = do(it, each)
            except Empty:
                return

    threads = min(most, max(len(pieces), 1))
    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(worker) for _ in range(threads)]
        try:
            for future in futures:
                future.result()
        finally:
            _drop(todo)  # after an interrupt or a failure, the rest is not waited for
    return tuple(results[number] for number in sorted(results))


def _drop(todo: SimpleQueue[tuple[int, T]]) -> None:
    with suppress(Empty):
        while True:
            todo.get_nowait()


@contextmanager
def _profile() -> Iterator[BrowserContext]:
    """Yield a profile in a new browser, with one tab, with axe-core and without animations."""
    with browser.started() as one:
        profile = one.new_context(locale="nl-BE", reduced_motion="reduce")
        profile.add_init_script(axe.script())
        profile.new_page()
        yield profile
