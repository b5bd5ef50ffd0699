"""Processes for heavy work: none outlives this process, or the body that asked for it, and none hears of Ctrl-C.

They start from one process that has our modules already, where the system can.
"""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import Pipe, get_all_start_methods, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock, Thread
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from draaiboek.base import scratch
from draaiboek.base.errors import DraaiboekError, ToolError, refused

P = ParamSpec("P")
R = TypeVar("R")


class ProcessError(Exception):
    """Something unforeseen went wrong in another process; its words are all that Python said of it there."""


def prepare(modules: Sequence[str]) -> None:
    """Load *modules* in the background, for the processes of `fresh`; to be called once, as early as possible."""
    if "forkserver" in get_all_start_methods():
        from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415  # Windows has none

        # First, and apart: when it is started it lets Ctrl-C through again, and the server after it would hear that.
        resource_tracker.ensure_running()
        get_context("forkserver").set_forkserver_preload(list(modules))
        before = _deafen()
        forkserver.ensure_running()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def fresh(workers: int, *, bare: bool = False) -> Iterator[Pool]:
    """Give a pool that does each task in a process of its own, *workers* at a time; *bare* ones have no modules yet.

    What still runs when the body ends, also by Ctrl-C, ends where it is.
    """
    with scratch.folder() as aside:
        pool = Pool(workers, str(aside), bare=bare)
        try:
            yield pool
        finally:
            pool.end()


class Pool:
    """Does each task in a process of its own, as `fresh` says; the processes put temporary files in *scratch*."""

    def __init__(self, workers: int, scratch: str, *, bare: bool) -> None:
        forks = "forkserver" in get_all_start_methods() and not bare
        contexts = get_context("forkserver") if forks else get_context("spawn")
        self._process: Callable[..., BaseProcess] = contexts.Process
        self._scratch = scratch
        self._threads = ThreadPoolExecutor(workers, initializer=_deafen)  # each waits for one process
        self._lock = Lock()
        self._running: set[BaseProcess] = set()
        self._open = True

    def submit(self, function: Callable[P, R], /, *words: P.args, **named: P.kwargs) -> Future[R]:
        """Call *function* in another process; what it returns comes in the future.

        So does a DraaiboekError that it raises; any other error comes as a ProcessError.
        """
        return self._threads.submit(self._do, function, words, named)

    def end(self) -> None:
        """End all that still runs, and do not begin what waits."""
        with self._lock:
            self._open = False
            for process in self._running:
                process.kill()
        self._threads.shutdown(cancel_futures=True)

    def _do(self, function: Callable[..., R], words: Sequence[object], named: Mapping[str, object]) -> R:
        ours, theirs = Pipe(duplex=False)
        process = self._process(target=_work, args=(theirs, self._scratch, function, words, named))
        with self._lock:
            if not self._open:
                raise CancelledError
            process.start()
            self._running.add(process)
        theirs.close()
        try:
            result, known, said = pickle.loads(ours.recv_bytes())  # noqa: S301  # of our own process
        except EOFError as error:
            message = "een proces van het programma is van buitenaf gestopt"
            raise ToolError(message, hint="Misschien was er te weinig geheugen.") from error
        finally:
            process.join()
            with self._lock:
                self._running.remove(process)
        if known:
            raise known
        if said:
            raise ProcessError(said)
        return result  # type: ignore[no-any-return]  # it is what *function* returned


def _deafen() -> set[int]:
    """Keep Ctrl-C from this thread and from all processes that it starts; return what was kept from it before."""
    if not hasattr(signal, "pthread_sigmask"):
        return set()
    return signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


# --- in the other process ---------------------------------------------------------------------------------------------


def _work(
    answers: Connection, scratch: str, function: Callable[..., object], words: Sequence[Any], named: Mapping[str, Any]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch
    Thread(target=_end_with_parent, daemon=True).start()
    with _Answer(answers) as answer:
        answer.result = function(*words, **named)


class _Answer:
    """Sends what came of the body: its result, or what it raised."""

    def __init__(self, answers: Connection) -> None:
        self._answers = answers
        self.result: object = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        known = error if isinstance(error, DraaiboekError) else None
        if isinstance(error, OSError):
            known = refused(error)
        said = "".join(traceback.format_exception(error)) if error else ""
        self._answers.send_bytes(pickle.dumps((self.result, known, said)))
        return True


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
