"""Fresh processes for heavy work: they start from one process that has our modules already, where the system can."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext


def prepare(modules: Sequence[str]) -> None:
    """Load *modules* in the background, for the processes of `fresh`; to be called once, as early as possible."""
    if "forkserver" in get_all_start_methods():
        from multiprocessing import forkserver  # noqa: PLC0415  # Windows has none

        _context().set_forkserver_preload(list(modules))
        forkserver.ensure_running()


def fresh(workers: int) -> ProcessPoolExecutor:
    """Return a pool that does each task in a process of its own, *workers* at a time."""
    return ProcessPoolExecutor(workers, mp_context=_context(), max_tasks_per_child=1)


def _context() -> BaseContext:
    return get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
