"""Our sites and books against MkDocs with mkdocs-to-pdf on the same composed text, as ratios."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from draaiboek.base.model import CORE
from draaiboek.base.project import Project
from draaiboek.forms.pdf.engine import count_pages
from draaiboek.lab.bench import guidebooks, mkdocs_to_pdf
from draaiboek.lab.bench.cost import Cost, in_fresh_process
from draaiboek.pipeline import build
from draaiboek.pipeline.outcome import Parts

ROUNDS = 3
CHAPTERS = (60, 120, 240)
ONE, ALL, RIVAL = "wij: site en boek van de kern", "wij: alle sites, boeken en fiches", "mkdocs-to-pdf: site en boek"
_HEAD = ("wat", "seconden", "processor", "MB", "bladzijden", "klok/rivaal", "proc./rivaal")
_GROWTH = ("hoofdstukken", "bladzijden", "seconden", "processor", "per bladzijde", "MB")

Row = tuple[str, ...]


def measure(project: Project) -> Iterator[str]:
    """Yield what the real guidebook and a made-up one of 60 chapters cost, in turns; then how a made-up one grows."""
    root = project.out / "bench" / "pdf"
    python = mkdocs_to_pdf.environment(project.root, project.out / "bench" / "rival")
    shutil.rmtree(root, ignore_errors=True)
    for name, what in (("echt", "Het draaiboek zelf"), ("verzonnen", f"{CHAPTERS[0]} verzonnen hoofdstukken")):
        copy = _project(project, root / name, CHAPTERS[0] if name == "verzonnen" else 0)
        yield f"{what} ({_load()})"
        yield table(_HEAD, comparison(_rounds(copy, python, root / f"{name}-rivaal")))
    yield f"\nGroei: site en boek van de kern ({_load()})"
    yield table(_GROWTH, growth([_grown(project, root / str(number), number) for number in CHAPTERS]))
    shutil.rmtree(root)


def comparison(costs: Sequence[tuple[str, Sequence[Cost], int]]) -> Iterator[Row]:
    """Yield a row for each of *costs*: its name, the median of its rounds, its pages, and its ratio to the last."""
    theirs = _median(costs[-1][1])
    for name, rounds, pages in costs:
        ours = _median(rounds)
        ratios = (_number(ours.wall / theirs.wall, 2), _number(ours.cpu / theirs.cpu, 2))
        yield (name, _number(ours.wall, 1), _number(ours.cpu, 1), _number(ours.memory, 0), str(pages), *ratios)


def growth(sizes: Sequence[tuple[int, int, Cost]]) -> Iterator[Row]:
    """Yield a row for each of *sizes* (chapters, pages, cost), with processor time a page as ratio to the first."""
    first = sizes[0][2].cpu / sizes[0][1]
    for chapters, pages, cost in sizes:
        each = _number(cost.cpu / pages / first, 2)
        yield str(chapters), str(pages), _number(cost.wall, 1), _number(cost.cpu, 1), each, _number(cost.memory, 0)


def table(head: Row, rows: Iterator[Row]) -> str:
    """Return *rows* under *head* in columns, the first to the left and the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(width) if column else cell.ljust(width) for column, (cell, width) in enumerate(cells))
        for cells in (list(zip(line, widths, strict=True)) for line in lines)
    )


def _make(root: Path, sectors: tuple[str, ...]) -> int:
    """Make sites and PDFs of the guidebook in *root*, for the core and *sectors*; return 0 when that went well."""
    return int(build.make(Project(root), Parts(sectors=sectors)).failed)


def _rounds(project: Project, python: Path, into: Path) -> list[tuple[str, Sequence[Cost], int]]:
    sectors = tuple(sorted(path.name for path in project.sectors.iterdir() if path.is_dir()))
    one, everything, theirs = list[Cost](), list[Cost](), list[Cost]()
    for _ in range(ROUNDS):
        everything.append(in_fresh_process(_make, project.root, sectors))
        total = sum(_pages(path) for path in project.site.glob("pdf/*.pdf"))
        one.append(in_fresh_process(_make, project.root, (CORE,)))
        theirs.append(in_fresh_process(mkdocs_to_pdf.build, python, mkdocs_to_pdf.configure(project, CORE, into)))
    core = sum(_pages(path) for path in project.site.glob("pdf/*.pdf"))
    return [(ONE, one, core), (ALL, everything, total), (RIVAL, theirs, _pages(into / "site" / "book.pdf"))]


def _grown(project: Project, folder: Path, chapters: int) -> tuple[int, int, Cost]:
    copy = _project(project, folder, chapters)
    cost = in_fresh_process(_make, copy.root, (CORE,))
    return chapters, sum(_pages(path) for path in copy.site.glob("pdf/*.pdf")), cost


def _project(project: Project, root: Path, chapters: int) -> Project:
    """Return a copy in *root* of *project*, or with as many made-up *chapters* instead of its text."""
    skip = shutil.ignore_patterns("__pycache__")
    for folder in (
        project.root / "draaiboek",
        *(() if chapters else (project.docs, project.sectors, project.overlays)),
    ):
        shutil.copytree(folder, root / folder.name, ignore=skip)
    shutil.copyfile(project.config, root / project.config.name)
    if chapters:
        guidebooks.write_chapters(root, chapters)
    return Project(root)


def _pages(path: Path) -> int:
    return count_pages(path.read_bytes())


def _median(rounds: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(cost, name) for cost in rounds) for name in ("wall", "cpu", "memory")))


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def _load() -> str:
    return f"belasting van de machine: {_number(os.getloadavg()[0], 1)}"
