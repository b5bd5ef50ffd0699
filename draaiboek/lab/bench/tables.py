"""What was measured, in columns: medians of rounds, and ratios to one of the rows.

In English, like the README that it ends up in: those who measure are programmers.
"""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from draaiboek.lab.bench.cost import Cost

Row = tuple[str, ...]
HEAD = ("what", "clock s", "processor s", "MB", "clock ×", "processor ×")


@dataclass(frozen=True, slots=True)
class Measured:
    """What each round of *name* cost; *ours* says whether the program is ours."""

    name: str
    rounds: Sequence[Cost]
    ours: bool = False

    @property
    def cost(self) -> Cost:
        """The medians of the rounds."""
        return Cost(*(statistics.median(getattr(each, name) for each in self.rounds) for name in Cost.__slots__))


def comparison(measured: Sequence[Measured], reference: str) -> Iterator[Row]:
    """Yield a row for each of *measured*, with its ratios to the row *reference*: 0.50 is half as much."""
    base = next(each.cost for each in measured if each.name == reference)
    for each in measured:
        cost = each.cost
        ratios = (number(cost.wall / base.wall, 2), number(cost.cpu / base.cpu, 2))
        yield (each.name, number(cost.wall, 1), number(cost.cpu, 1), number(cost.memory, 0), *ratios)


def faster(measured: Sequence[Measured], ours: str) -> str:
    """Return a sentence with the other programs that needed less processor time than the row *ours*."""
    mine = next(each.cost for each in measured if each.name == ours)
    names = [
        f"{each.name} ({number(each.cost.cpu / mine.cpu, 2)} ×)"
        for each in measured
        if not each.ours and each.cost.cpu < mine.cpu
    ]
    return f"Faster than '{ours}': {', '.join(names) or 'nothing'}."


def progress(name: str, cost: Cost) -> str:
    """Return the line that says that one round of *name* is done."""
    return f"  … {name}: {number(cost.wall, 1)} s, processor {number(cost.cpu, 1)} s, {number(cost.memory, 0)} MB"


def table(head: Row, rows: Iterable[Row]) -> str:
    """Return *rows* under *head* in columns, the first aligned left and the others right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(cells))
        for cells in (list(zip(line, widths, strict=True)) for line in lines)
    )


def number(value: float, decimals: int) -> str:
    """Return *value* with that many *decimals*."""
    return f"{value:.{decimals}f}"


def machine() -> str:
    """Return where this was measured, and how busy it was."""
    load = number(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else "unknown"
    where = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{where}, {os.cpu_count()} cores, load {load}"
