"""Ctrl-C, `kill` and a crash, whatever the program is doing: an exit code that says which of them it was.

Standard library only, because the set-up can be interrupted too.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType, TracebackType
from typing import NoReturn

from draaiboek.base import characters
from draaiboek.base.errors import refused

CRASHED = 3


class Terminated(KeyboardInterrupt):
    """Somebody asked this process to end, with `kill`; whatever cleans up after Ctrl-C cleans up after this too."""


@contextmanager
def told() -> Iterator[None]:
    """End the program with one line and exit code 130 (Ctrl-C) or 143 (`kill`) when the body is interrupted.

    An unforeseen error ends it with 3: Python's own 1 would say that the text has errors.
    """
    signal.signal(signal.SIGTERM, _end)
    try:
        with _Shown():
            yield
    except KeyboardInterrupt as stop:
        for each in (signal.SIGINT, signal.SIGTERM):  # a second Ctrl-C while the program ends would print a traceback
            signal.signal(each, signal.SIG_IGN)
        print("build.py: onderbroken", file=sys.stderr)
        sys.exit(128 + (signal.SIGTERM if isinstance(stop, Terminated) else signal.SIGINT))


@contextmanager
def later() -> Iterator[Callable[[], None]]:
    """Let Ctrl-C and `kill` wait until the body ends, or calls what is yielded; nothing else than the body waits.

    Python drops what is raised in its own hooks around a fork, and with that the wish to stop: the program went on.
    """
    heard: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM) if current_thread() is main_thread() else ()
    usual = {number: handler for number in numbers if callable(handler := signal.getsignal(number))}
    for number in usual:
        signal.signal(number, lambda number, _frame: heard.append(number))

    def now() -> None:
        for number in tuple(usual):
            signal.signal(number, usual.pop(number))
        while heard:
            signal.raise_signal(heard.pop())

    try:
        yield now
    finally:
        now()


class _Shown:
    """Shows what the body raises, as Python would, or in words when the machine is to blame; then ends the program."""

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            refusal = refused(error)
            text = f"build.py: {refusal}\n" if refusal else "".join(traceback.format_exception(error))
            sys.stderr.write(characters.told(text))
            sys.exit(CRASHED)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated
