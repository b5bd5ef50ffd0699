"""How time and memory of load, compose and check grow with the text. Ratios hold, seconds do not."""

from __future__ import annotations

import resource
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project
from draaiboek.base.workers import fresh
from draaiboek.lab.bench import guidebooks
from draaiboek.pipeline.examine import examine

SIZES = (500, 1000, 2000)


def measure(project: Project) -> Iterator[str]:
    """Yield a line for each of the made-up guidebooks of growing size, each examined in a fresh process."""
    yield f"{'secties':>8} {'overlays':>9} {'seconden':>9} {'verhouding':>11} {'per sectie':>11} {'MB':>6}"
    first = 0.0
    for size in SIZES:
        folder = project.out / "bench" / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        guidebooks.write_sections(folder, size)
        with fresh(1, bare=True) as processes:
            seconds, memory = processes.submit(_examined, folder).result()
        first = first or seconds
        growth = seconds / first
        each = growth / (size / SIZES[0])
        overlays = size // guidebooks.OVERLAYS_A_SECTION
        columns = f"{size:>8} {overlays:>9} {seconds:>9.2f} {growth:>11.2f} {each:>11.2f} {memory:>6.0f}"
        yield columns.replace(".", ",")
        shutil.rmtree(folder)


def _examined(folder: Path) -> tuple[float, float]:
    """Return the seconds that it takes to examine the guidebook in *folder*, and the megabytes at the peak."""
    start = time.perf_counter()
    checked = examine(Project(folder))
    seconds = time.perf_counter() - start
    if checked.failed:
        message = f"het verzonnen draaiboek heeft een fout: {checked.problems[0]}"
        raise ToolError(message)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
