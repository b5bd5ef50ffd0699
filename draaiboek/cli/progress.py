"""Progress of long-running work on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from draaiboek.base.steps import Step
from draaiboek.cli.printing import say


@contextmanager
def steps(name: str, total: int) -> Iterator[Step]:
    """Count the steps of work called *name* up to *total*, from any thread (`base.steps.Steps`)."""
    with _bar(name, total) if sys.stderr.isatty() else _lines(name, total) as step:
        yield step


@contextmanager
def _bar(name: str, total: int) -> Iterator[Step]:
    from rich.console import Console  # noqa: PLC0415  # imported only when a bar is shown
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=total)
        yield lambda _what: bar.advance(task)


@contextmanager
def _lines(name: str, total: int) -> Iterator[Step]:
    numbers = iter(range(1, total + 1))

    def step(what: str) -> None:
        say(f"{name} {next(numbers, total)}/{total}: {what}")

    yield step
