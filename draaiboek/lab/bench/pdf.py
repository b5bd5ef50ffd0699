"""Our sites and books against MkDocs with mkdocs-to-pdf on the same text, in alternation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from draaiboek.base.model import CORE
from draaiboek.base.project import Project
from draaiboek.forms.pdf.describing import count_pages
from draaiboek.lab.bench import peers
from draaiboek.lab.bench.copies import copy, run
from draaiboek.lab.bench.cost import Cost, in_fresh_process
from draaiboek.lab.bench.tables import HEAD, Measured, comparison, faster, machine, number, progress, table
from draaiboek.pipeline import build
from draaiboek.pipeline.examine import examine
from draaiboek.pipeline.outcome import Parts

ONE, SEVEN = "ours: site, book, pocket guide and fiche of the core", "ours: all sites, books, pocket guides and fiches"
THEIRS = f"{peers.TO_PDF.name}: site and book of the core"


def measure(project: Project, rounds: int) -> Iterator[str]:
    """Yield what books of the real text cost, in alternation."""
    programs = peers.environment(project, pdf=True)
    root = project.out / "bench" / "pdf"
    place = copy(project, root / "wij")
    variants = examine(place).variants
    folder = peers.write([variants[0]], place, root / "zij")[CORE]
    theirs = peers.TO_PDF.building(programs, folder)
    yield f"\nPDFs. The guidebook itself. {machine()}. Median of {rounds} rounds."
    yield "  ours: what 'build.py' makes, without EPUBs and zips; of the core without the other variants"
    yield f"  {THEIRS}: {' '.join(peers.TO_PDF.building(Path(), folder))}"
    costs: dict[str, list[Cost]] = {SEVEN: [], ONE: [], THEIRS: []}
    pages: dict[str, int] = {}
    for _ in range(rounds):
        shutil.rmtree(place.out, ignore_errors=True)
        costs[SEVEN].append(in_fresh_process(everything, place.root, [each.slug for each in variants]))
        yield progress(SEVEN, costs[SEVEN][-1])
        pages[SEVEN] = _pages(place.site / "pdf")
        shutil.rmtree(place.out, ignore_errors=True)
        costs[ONE].append(in_fresh_process(everything, place.root, [CORE]))
        yield progress(ONE, costs[ONE][-1])
        pages[ONE] = _pages(place.site / "pdf")
        costs[THEIRS].append(in_fresh_process(run, (theirs,), folder))
        yield progress(THEIRS, costs[THEIRS][-1])
        pages[THEIRS] = _pages(folder / "site-pdf")
    measured = [Measured(name, each, ours=name != THEIRS) for name, each in costs.items()]
    yield table(HEAD, comparison(measured, THEIRS))
    each = "; ".join(f"{name}: {number(pages[name], 0)}" for name in costs)
    yield f"Pages: {each}. {faster(measured, ONE)}"
    shutil.rmtree(root)


def everything(root: Path, slugs: list[str]) -> int:
    """Make sites and PDFs of the guidebook in *root*, without EPUBs and zips; return 0 when that succeeded, else 1."""
    with build.alone(Project(root)):
        return int(build.make(Project(root), Parts(sectors=tuple(slugs))).failed)


def _pages(folder: Path) -> int:
    return sum(count_pages(path.read_bytes()) for path in folder.glob("*.pdf"))
