"""`build.py bench`: how time and memory of load, compose and check grow with the text. Ratios hold, seconds do not."""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from draaiboek.cli.checking import examine
from draaiboek.project import Project

SIZES = (500, 1000, 2000)
SECTIONS_A_PAGE = 20
OVERLAYS_A_SECTION = 4
SECTORS = ("welzijn", "jeugd", "onderwijs", "sport", "cultuur", "werk")
WORDS = [
    "de",
    "burgemeester",
    "nodigt",
    "een",
    "dienst",
    "uit",
    "voor",
    "overleg",
    "over",
    "casus",
    "en",
    "beslist",
    "wie",
    "deelneemt",
    "aan",
    "tafel",
    "volgens",
]
DATE = "2026-11-22"


def bench(project: Project, _options: argparse.Namespace) -> int:
    """Measure made-up guidebooks of growing size, each in a fresh process."""
    print(f"{'secties':>8} {'overlays':>9} {'seconden':>9} {'verhouding':>11} {'per sectie':>11} {'MB':>6}")
    first = 0.0
    for size in SIZES:
        folder = project.out / "bench" / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        _write(folder, size)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            seconds, memory = fresh.submit(_measure, folder).result()
        first = first or seconds
        growth = seconds / first
        each = growth / (size / SIZES[0])
        columns = (
            f"{size:>8} {size // OVERLAYS_A_SECTION:>9} {seconds:>9.2f} {growth:>11.2f} {each:>11.2f} {memory:>6.0f}"
        )
        print(columns.replace(".", ","))
        shutil.rmtree(folder)
    return 0


def _measure(folder: Path) -> tuple[float, float]:
    start = time.perf_counter()
    checked = examine(Project(folder))
    seconds = time.perf_counter() - start
    if checked.failed:
        print(checked.problems[0], file=sys.stderr)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write(root: Path, sections: int) -> None:
    chance = random.Random(sections)  # noqa: S311  # text to measure, no secret
    pages = sections // SECTIONS_A_PAGE
    for name, text in _files(pages, sections // OVERLAYS_A_SECTION, chance):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _files(pages: int, overlays: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    def sentence() -> str:
        words = " ".join(chance.choices(WORDS, k=12)).capitalize()
        return f"{words}. [@livc-wet, {{{{ livc.lijst }}}}]"

    for page in range(pages):
        front = f"---\ntitle: Pagina {page}\ndescription: Tekst om te meten.\nbronnen: [livc-wet]\n---\n"
        link = f"[twee](p{(page + 1) % pages}.md"
        body = "".join(
            f"\n## Kop {each} {{#k{each}}}\n\n{sentence()}\n\n- een\n- {link}#k{each})\n\n{sentence()}\n"
            for each in range(SECTIONS_A_PAGE)
        )
        yield f"docs/p{page}.md", front + body
    dates = f"datum: {DATE}\ngeldig_van: {DATE}\nstand_wetgeving: {DATE}"
    about = "aanleiding: [inzicht]\nsamenvatting: Meten.\neindredactie: niemand\nstatus: concept"
    front = f'title: Editie\ndescription: Meten.\neditie: "2026.1"\n{dates}\n{about}'
    bare = "---\ntitle: Begin\ndescription: Meten.\n---\nTekst.\n"
    yield "docs/index.md", bare
    yield "docs/edities/index.md", bare
    yield "docs/edities/2026.1.md", f"---\n{front}\n---\nTekst.\n"
    yield "docs/_data/variabelen.yml", "livc:\n  lijst: art. 3\n"
    entry = 'titel: Wet\n  kort: LIVC-wet\n  soort: wet\n  status: geverifieerd\n  gecontroleerd_op: "2026"\n'
    yield "docs/_data/bronnen.yml", f"livc-wet:\n  {entry}"
    terms = "".join(f"b{each}:\n  term: begrip{each}\n  definitie: Uitleg.\n" for each in range(60))
    yield "docs/_data/begrippen.yml", terms
    for sector in SECTORS:
        rest = 'volgorde: 1\nomschrijving: Voor wie.\ngeheimhouding: Geen.\neindredactie: ""\nactoren: []\n'
        yield f"sectors/{sector}/sector.yml", f"naam: {sector}\ntitel: {sector}\n{rest}"
    for number in range(overlays):
        target = f"p{number % pages}.md#k{number // len(SECTORS) % SECTIONS_A_PAGE}"
        front = f"doel: {target}\nbewerking: einde\nbasis: f1:000000000000"
        yield f"overlays/{SECTORS[number % len(SECTORS)]}/o{number}.md", f"---\n{front}\n---\n{sentence()}\n"
