"""How time and memory grow with the text: a made-up guidebook with more and more chapters, for seven variants.

The table and its graph are written to README.md and growth.svg beside this file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log10
from pathlib import Path

from draaiboek.base.model import Book
from draaiboek.base.project import Project
from draaiboek.base.steps import silent
from draaiboek.forms import epub
from draaiboek.forms.pdf.cover import cover
from draaiboek.lab.bench.copies import copy, ours, run
from draaiboek.lab.bench.cost import Cost, in_fresh_process
from draaiboek.lab.bench.tables import machine, number, table
from draaiboek.pipeline import make_forms
from draaiboek.pipeline.examine import examine

SIZES = (30, 120, 480, 1920)
A_CHAPTER = 10_000_000  # bytes for each book being made: five pages, each of which takes Typst two megabytes
EPOCH = 1_800_000_000  # the date of what is made, in seconds since 1970
_HEAD = ("chapters × 7", "step", "clock s", "processor s", "s a chapter", "MB")
CHECK, SITES, PDFS, EPUBS = "check", "websites", "PDFs", "EPUBs"
_README = "README.md"
_PLOT = "growth.svg"
_BEGIN, _END = "<!-- growth -->\n", "<!-- end of growth -->"


@dataclass(frozen=True, slots=True)
class Grown:
    """What one *step* costs for a text of so many *chapters*."""

    chapters: int
    step: str
    cost: Cost


def measure(project: Project, sizes: Sequence[int] = SIZES) -> Iterator[str]:
    """Yield what each step costs at each of *sizes*, and write the table and its graph beside this file."""
    found: list[Grown] = []
    left_out: list[str] = []
    folder = project.package / "lab" / "bench"
    yield f"\nGrowth. {machine()}."
    for chapters in sizes:
        place = copy(project, project.out / "bench" / "scale", chapters)
        for step, work in _steps(place).items():
            if step == PDFS and (need := memory_of_pdfs(chapters)) > _memory():
                left_out.append(f" Not made: PDFs of {chapters} chapters, which need about {need / 10**9:.0f} GB.")
                yield left_out[-1]
                continue
            found.append(Grown(chapters, step, work()))
            yield "  ".join(_row(found[-1]))
        shutil.rmtree(place.root)
        write(found, folder, f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}.{''.join(left_out)}")
    yield table(_HEAD, map(_row, found))
    yield f"{folder / _README} and {folder / _PLOT} are up to date."


def _steps(place: Project) -> Mapping[str, Callable[[], Cost]]:
    return {
        CHECK: lambda: in_fresh_process(run, (ours("check"),), place.root),
        SITES: lambda: in_fresh_process(run, (ours("site"),), place.root),
        PDFS: lambda: in_fresh_process(_pdfs, place.root),
        EPUBS: lambda: in_fresh_process(_epubs, place.root),
    }


def memory_of_pdfs(chapters: int) -> int:
    """Return about how many bytes of memory the books of so many *chapters* take, made on all cores at once.

    A machine with less memory would kill other programs.
    """
    return chapters * A_CHAPTER * (os.cpu_count() or 1)


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _books(root: Path) -> tuple[make_forms.Order, tuple[Book, ...]]:
    project = Project(root)
    order = make_forms.Order(project, examine(project).variants, project.out / "forms", (), lambda *_: EPOCH, silent)
    order.site.mkdir(parents=True, exist_ok=True)
    return order, make_forms.books(order)


def _pdfs(root: Path) -> int:
    """Make the PDFs of the guidebook in *root*, and return the number of diagnostics."""
    return len(make_forms.pdfs(*_books(root)))


def _epubs(root: Path) -> int:
    """Make the EPUBs of the guidebook in *root*, and return 0; an error is raised."""
    order, books = _books(root)
    fonts = order.project.fonts
    for book in books:
        epub.write(book, cover=cover(book, fonts=fonts), into=order.site / f"{book.slug}.epub", epoch=EPOCH)
    return 0


def _row(grown: Grown) -> tuple[str, ...]:
    cost, chapters = grown.cost, grown.chapters
    seconds = (number(cost.wall, 1), number(cost.cpu, 1), number(cost.cpu / chapters, 3))
    return (str(chapters), grown.step, *seconds, number(cost.memory, 0))


def write(found: Sequence[Grown], folder: Path, about: str) -> None:
    """Write *found* to the README in *folder*, between its two markers, and its graph beside it."""
    rows = [_HEAD, ("---:", "---", *["---:"] * 4), *map(_row, found)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    path = folder / _README
    before, _, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    text = f"{before}{_BEGIN}\n{about}\n\n" + "\n".join(lines) + f"\n\n{_END}{after}"
    path.write_text(text, encoding="utf-8", newline="\n")
    (folder / _PLOT).write_text(plot(found), encoding="utf-8", newline="\n")


# --- the graph --------------------------------------------------------------------------------------------------------

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 420, 64, 110, 24, 48
_COLOURS = ("#0b4f5c", "#8a4b00", "#96201c", "#0a5a2a")


def plot(found: Sequence[Grown]) -> str:
    """Return a graph (SVG) of processor seconds by chapters, with logarithmic axes: a power law is a straight line."""
    steps = list(dict.fromkeys(each.step for each in found))
    sizes = sorted({each.chapters for each in found})
    most = max(each.cost.cpu for each in found)
    least = min(each.cost.cpu for each in found)
    powers = range(int(log10(least) // 1), int(-(-log10(most) // 1)) + 1)

    def x(chapters: float) -> float:
        span = log10(sizes[-1] / sizes[0]) or 1.0
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * log10(chapters / sizes[0]) / span, 1)

    def y(seconds: float) -> float:
        share = (log10(seconds) - powers[0]) / (powers[-1] - powers[0])
        return round(_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * share, 1)

    words = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-size="13">',
        "<style>text { font-family: sans-serif }</style>",
        "<title>Processor seconds by number of chapters, for seven variants</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]
    for power in powers:
        height = y(10.0**power)
        words.append(f'<path d="M{_LEFT} {height}H{_WIDTH - _RIGHT}" stroke="#b9c6ca"/>')
        label = f"{10.0**power:g} s"
        words.append(f'<text x="{_LEFT - 8}" y="{height + 4}" text-anchor="end">{label}</text>')
    words += [f'<text x="{x(size)}" y="{_HEIGHT - 26}" text-anchor="middle">{size}</text>' for size in sizes]
    words.append(f'<text x="{(_WIDTH - _RIGHT + _LEFT) / 2}" y="{_HEIGHT - 8}" text-anchor="middle">chapters</text>')
    for step, colour in zip(steps, _COLOURS, strict=False):
        points = [(x(each.chapters), y(each.cost.cpu)) for each in found if each.step == step]
        line = " ".join(f"{across},{down}" for across, down in points)
        words.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        words += [f'<circle cx="{across}" cy="{down}" r="3.5" fill="{colour}"/>' for across, down in points]
        across, down = points[-1]
        words.append(f'<text x="{across + 9}" y="{down + 4}" fill="{colour}">{step}</text>')
    return "\n".join([*words, "</svg>", ""])
