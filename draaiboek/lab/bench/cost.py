"""How long a piece of work took, and the peak memory of it and everything that it started."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from draaiboek.base.workers import fresh

LINGER = 2.0  # seconds to wait for what is left running when a program ends; what still runs then is counted so far
EVERY = 0.1  # seconds between two samples of the memory
_PROCESSES = Path("/proc")
_PR_SET_CHILD_SUBREAPER = 36  # prctl(2)


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processor, and peak memory in megabytes (0 where the system does not tell)."""

    wall: float
    cpu: float
    memory: float = 0.0


def in_fresh_process(work: Callable[..., int], *arguments: object) -> Cost:
    """Return what *work* costs in a new process, including the programs that it starts.

    Raises RuntimeError when *work* does not return 0.
    """
    with fresh(1, bare=True) as processes:
        task = processes.submit(_measured, work, *arguments)
        peak = 0.0
        while not task.done():
            peak = max(peak, sum(map(_memory, _descendants(os.getpid()))))
            time.sleep(EVERY)
        wall, cpu, code = task.result()
    if code:
        message = f"{work.__name__} ended with {code}"
        raise RuntimeError(message)
    return Cost(wall, cpu, peak)


def _measured(work: Callable[..., int], *arguments: object) -> tuple[float, float, int]:
    _adopt()
    start, spent = time.perf_counter(), _spent()
    code = work(*arguments)
    wall = time.perf_counter() - start
    _reap()
    return wall, _spent() - spent, code


def _adopt() -> None:
    """Become the parent of orphans: what programs leave running when they end, like multiprocessing's fork server.

    Its processor time, and that of all that it started, would otherwise be counted nowhere.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _reap() -> None:
    """Wait a moment for orphans to end."""
    end = time.monotonic() + LINGER
    while time.monotonic() < end:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            time.sleep(0.02)


def _spent() -> float:
    """Return the processor seconds of this process and of everything that it started, still running or not."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ended = sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, who))
    return ended + sum(map(_running, _descendants(os.getpid())))


def _running(process: int) -> float:
    """Return the processor seconds of *process*, which runs, and of its children that have ended (proc(5), stat)."""
    fields = _read(_PROCESSES / str(process) / "stat").rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _descendants(process: int) -> Iterator[int]:
    for children in _PROCESSES.glob(f"{process}/task/*/children"):
        for child in map(int, _read(children).split()):
            yield child
            yield from _descendants(child)


def _memory(process: int) -> float:
    """Return the megabytes of *process*; memory that it shares with others counts proportionally (PSS)."""
    lines = _read(_PROCESSES / str(process) / "smaps_rollup").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except OSError:  # the process has just ended
        return ""
