"""Progress of long work: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


class Progress:
    """Counts steps of *name* up to *total* on standard error; used as a context manager, from any thread."""

    def __init__(self, name: str, total: int) -> None:
        self._name, self._total, self._made = name, total, 0
        console = Console(stderr=True)
        self._bar = Bar(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
        )
        self._plain = not console.is_terminal
        self._task = self._bar.add_task(name, total=total)

    def __enter__(self) -> Self:
        if not self._plain:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._plain:
            self._bar.stop()

    def step(self, what: str) -> None:
        """Count one more, called *what*."""
        self._made += 1
        self._bar.advance(self._task)
        if self._plain:
            print(f"{self._name} {self._made}/{self._total}: {what}", file=sys.stderr, flush=True)
