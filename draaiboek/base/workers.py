"""Processes for heavy work: none outlives this process, or the body that asked for it, and Ctrl-C does not reach them.

Where the system allows it they are forked from one process that has already loaded our modules.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from multiprocessing import Pipe, get_all_start_methods, get_context, parent_process, util
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock, Thread
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, cast

from draaiboek.base import scratch
from draaiboek.base.errors import DraaiboekError, ToolError, refused

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")
TASKS = 20  # before a process that stays is replaced
MEMORY = 1_000_000_000  # bytes that it may use before it is replaced


_THREADS = Path("/proc/self/task")
_NUMBER = 4  # bytes in which the number of a task is written


class ProcessError(Exception):
    """Something unforeseen went wrong in another process; the message is the traceback of that process."""


def prepare(modules: Sequence[str]) -> None:
    """Load *modules* in the background, for the processes of `fresh`; to be called once, as early as possible."""
    if "forkserver" in get_all_start_methods():
        from multiprocessing import forkserver, resource_tracker  # noqa: PLC0415  # Windows has none

        # First, and separately: starting it unblocks Ctrl-C again, which would then reach the server started after it.
        resource_tracker.ensure_running()
        _room_for_sockets()
        get_context("forkserver").set_forkserver_preload(list(modules))
        before = _deafen()
        forkserver.ensure_running()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _room_for_sockets() -> None:
    """Make the process that forks the others listen on a socket whose path is not too long."""
    usual = tempfile.tempdir
    tempfile.tempdir = str(scratch.for_sockets())
    try:
        util.get_temp_dir()  # made once, and removed when we end
    finally:
        tempfile.tempdir = usual


@contextmanager
def fresh(workers: int, *, bare: bool = False) -> Iterator[Pool]:
    """Yield a pool that does each task in a new process, *workers* at a time; *bare* ones have no modules loaded yet.

    What still runs when the body ends, by Ctrl-C too, is killed.
    """
    with scratch.folder() as aside:
        pool = Pool(workers, str(aside), bare=bare)
        try:
            yield pool
        finally:
            pool.end()


@contextmanager
def split(function: Callable[[S], R], tasks: Sequence[S]) -> Iterator[Iterator[tuple[S, R]]]:
    """Yield an iterator over *tasks* and the result of *function* for each, as they finish, computed on all cores.

    Where the system can, these are forks of this process: nothing is loaded again or sent, and each takes the next task
    when it is ready. What still runs when the body ends, by Ctrl-C too, is killed. Errors are raised as by a Pool.
    """
    workers = min(os.cpu_count() or 1, len(tasks)) or 1
    with _copies(workers, function, tasks) if _can_be_copied() else _strangers(workers, function, tasks) as results:
        yield results


@contextmanager
def beside(function: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Run *function* in a fork of this process while the body runs; yield a function that waits for its result.

    Where this process cannot be forked, or there is no core for it, *function* runs before the body begins. What still
    runs when the body ends is killed. Errors are raised as by a Pool, by the function that waits.
    """
    if have_room():
        with _copies(1, lambda _task: function(), (None,)) as results:
            yield lambda: next(results)[1]
    else:
        result = function()
        yield lambda: result


def have_room() -> bool:
    """Return whether `beside` runs its function in a fork of this process, on a core of its own."""
    return (os.cpu_count() or 1) > 1 and _can_be_copied()


def _can_be_copied() -> bool:
    """Return whether this process can safely be forked.

    In the fork of a process with threads, a lock that another thread held stays locked for ever; on macOS the system's
    libraries do not survive a fork at all.
    """
    return sys.platform == "linux" and len(list(_THREADS.iterdir())) == 1


@contextmanager
def _strangers(workers: int, function: Callable[[S], R], tasks: Sequence[S]) -> Iterator[Iterator[tuple[S, R]]]:
    shares = [share for number in range(workers) if (share := tasks[number::workers])]
    with fresh(workers) as pool:
        made = {pool.submit(_all_of, function, share): share for share in shares}
        yield (each for future in as_completed(made) for each in zip(made[future], future.result(), strict=True))


def _all_of(function: Callable[[S], R], tasks: Sequence[S]) -> list[R]:
    return [function(task) for task in tasks]


@contextmanager
def _copies(workers: int, function: Callable[[S], R], tasks: Sequence[S]) -> Iterator[Iterator[tuple[S, R]]]:
    copied: Callable[..., BaseProcess] = get_context("fork").Process
    queue, end = os.pipe()
    os.write(end, b"".join(number.to_bytes(_NUMBER) for number in range(len(tasks))))
    os.close(end)
    running: dict[Connection, BaseProcess] = {}
    with scratch.folder() as aside:
        before = _deafen()
        gc.freeze()  # else the collector of a fork would touch all our objects, and so copy their memory
        try:
            for _ in range(workers):
                ours, theirs = Pipe(duplex=False)
                running[ours] = copied(target=_take, args=(theirs, str(aside), queue, function, tasks))
                running[ours].start()
                theirs.close()
        finally:
            os.close(queue)
            gc.unfreeze()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        try:
            yield _as_they_come(running, tasks)
        finally:
            for process in running.values():
                process.kill()
                process.join()


def _as_they_come(running: dict[Connection, BaseProcess], tasks: Sequence[S]) -> Iterator[tuple[S, Any]]:
    while running:
        for line in cast("list[Connection]", wait(list(running))):
            try:
                number, said = pickle.loads(line.recv_bytes())  # noqa: S301  # of our own process
            except EOFError as error:
                process = running.pop(line)
                process.join()
                if process.exitcode:
                    raise _killed() from error
            else:
                yield tasks[number], _result(*said)


class Pool:
    """Runs each task in a new process (see `fresh`); the processes put temporary files in *scratch*."""

    def __init__(self, workers: int, scratch: str, *, bare: bool) -> None:
        forks = "forkserver" in get_all_start_methods() and not bare
        contexts = get_context("forkserver") if forks else get_context("spawn")
        _room_for_sockets()
        self._process: Callable[..., BaseProcess] = contexts.Process
        self._scratch = scratch
        self._threads = ThreadPoolExecutor(workers, initializer=_deafen)  # each waits for one process
        self._lock = Lock()
        self._running: set[BaseProcess] = set()
        self._open = True

    def submit(self, function: Callable[P, R], /, *words: P.args, **named: P.kwargs) -> Future[R]:
        """Call *function* in another process; the future gets what it returns.

        It also gets a DraaiboekError that *function* raises; any other error becomes a ProcessError.
        """
        return self._threads.submit(self._do, function, words, named)

    def end(self) -> None:
        """Kill what still runs, and do not begin what waits."""
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
            return _result(*pickle.loads(ours.recv_bytes()))  # type: ignore[no-any-return]  # noqa: S301  # of our own
        except EOFError as error:
            raise _killed() from error
        finally:
            process.join()
            with self._lock:
                self._running.remove(process)


def _result(result: object, known: DraaiboekError | None, said: str) -> Any:
    """Return the *result* of another process; raise *known*, or a ProcessError with what it *said*, if it failed."""
    if known:
        raise known
    if said:
        raise ProcessError(said)
    return result


class Warm:
    """Runs one task after the other in a process that stays: what it has loaded and remembers is used again.

    A new process takes its place after TASKS tasks, or when it has used more than MEMORY.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._done = 0

    def do(self, function: Callable[P, R], /, *words: P.args, **named: P.kwargs) -> R:
        """Call *function* in the other process and return its result; raises as the tasks of a Pool do."""
        with self._lock:
            line = self._line or self._start()
            try:
                line.send_bytes(pickle.dumps((function, words, named)))
                said, memory = pickle.loads(line.recv_bytes())  # noqa: S301  # of our own process
            except (EOFError, OSError) as error:
                self._stop()
                raise _killed() from error
            self._done += 1
            if self._done >= TASKS or memory > MEMORY:
                self._stop()
        return _result(*said)  # type: ignore[no-any-return]  # it is what *function* returned

    def end(self) -> None:
        """End the process; the next task starts another."""
        with self._lock:
            self._stop()

    def _start(self) -> Connection:
        context = get_context("forkserver") if "forkserver" in get_all_start_methods() else get_context("spawn")
        _room_for_sockets()
        ours, theirs = Pipe()
        make: Callable[..., BaseProcess] = context.Process
        self._process = make(target=_stay, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._line, self._done = ours, 0
        return ours

    def _stop(self) -> None:
        if self._process and self._line:
            self._process.kill()
            self._process.join()
            self._line.close()
        self._process = self._line = None


def _killed() -> ToolError:
    message = "een proces van het programma is van buitenaf gestopt"
    return ToolError(message, hint="Misschien was er te weinig geheugen.")


def _deafen() -> set[int]:
    """Block Ctrl-C in this thread and in all processes that it starts; return the signal mask that it had."""
    if not hasattr(signal, "pthread_sigmask"):
        return set()
    return signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


# --- in the other process ---------------------------------------------------------------------------------------------


def _work(
    answers: Connection, scratch: str, function: Callable[..., object], words: Sequence[Any], named: Mapping[str, Any]
) -> None:
    tempfile.tempdir = scratch
    _serve_our_parent()
    with _Answer(lambda said: answers.send_bytes(pickle.dumps(said))) as answer:
        answer.result = function(*words, **named)


def _take(answers: Connection, scratch: str, queue: int, function: Callable[[S], object], tasks: Sequence[S]) -> None:
    """Do the next of *tasks*, whose numbers are read from the pipe *queue*, until there are no more."""
    tempfile.tempdir = scratch
    _serve_our_parent()
    while number := os.read(queue, _NUMBER):
        task = int.from_bytes(number)
        with _Answer(partial(_send, answers, task)) as answer:
            answer.result = function(tasks[task])


def _send(answers: Connection, task: int, said: object) -> None:
    answers.send_bytes(pickle.dumps((task, said)))


def _stay(line: Connection) -> None:
    _serve_our_parent()
    while True:
        try:
            function, words, named = pickle.loads(line.recv_bytes())  # noqa: S301  # of our own process
        except EOFError:
            return
        with _Answer(lambda said: line.send_bytes(pickle.dumps((said, _taken())))) as answer:
            answer.result = function(*words, **named)


def _taken() -> int:
    """Return the peak memory of this process in bytes, 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415  # Windows has none

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class _Answer:
    """Sends the outcome of the body: its result, or what it raised."""

    def __init__(self, send: Callable[[tuple[object, DraaiboekError | None, str]], None]) -> None:
        self._send = send
        self.result: object = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        known = error if isinstance(error, DraaiboekError) else refused(error) if error else None
        said = "".join(traceback.format_exception(error)) if error else ""
        self._send((self.result, known, said))
        return True


def _serve_our_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
