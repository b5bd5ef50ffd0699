"""Ctrl-C and `kill`, wherever the program is: one line, and an exit code that tells which of the two it was.

Standard library only, because the set-up can be interrupted too.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn


class Terminated(KeyboardInterrupt):
    """Somebody asked this process to end, with `kill`; whatever cleans up after Ctrl-C does so after this too."""


@contextmanager
def told() -> Iterator[None]:
    """Let an interrupt of the body end the program with one line and exit code 130 (Ctrl-C) or 143 (`kill`)."""
    signal.signal(signal.SIGTERM, _end)
    try:
        yield
    except KeyboardInterrupt as stop:
        for each in (signal.SIGINT, signal.SIGTERM):  # who presses twice must not see our insides while we end
            signal.signal(each, signal.SIG_IGN)
        print("build.py: onderbroken", file=sys.stderr)
        sys.exit(128 + (signal.SIGTERM if isinstance(stop, Terminated) else signal.SIGINT))


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated
