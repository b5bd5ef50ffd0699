"""How the time of a publication and the size of the repository grow with the number of editions."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import statistics
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from draaiboek.base import git
from draaiboek.base.model import CORE, Edition, EditionStatus, Identity, Origin
from draaiboek.base.project import Project
from draaiboek.content import content_paths
from draaiboek.editions import publish
from draaiboek.editions.manifest import NAME
from draaiboek.lab.bench.guidebooks import SECTORS, WORDS
from draaiboek.pipeline.published import history_of
from draaiboek.render.layout import site_folder

EDITIONS = 52
PAGES = 30
SECTIONS = 8
WORDS_A_SECTION = 60
BINARY = 60_000
THIS = Identity("Draaiboek Meting", "Meting", "meting", "https://draaiboek-meting.example")
FIRST = date(2026, 12, 1)


def measure(project: Project) -> Iterator[str]:
    """Yield what it costs to publish made-up editions of seven variants one after the other: the ratio matters."""
    root = project.out / "bench" / "publish"
    shutil.rmtree(root, ignore_errors=True)
    repository = root / "repository"
    repository.mkdir(parents=True)
    git.run("init", "--quiet", ".", cwd=repository)
    place = publish.Place(repository, root / "publish.git")
    seconds, sizes = [], [_size(repository)]
    for number in range(1, EDITIONS + 1):
        site, edition = _write(root / "site", number), _edition(number)
        start = _spent()
        seen = publish.look(place)
        history_of(seen)  # the gate reads every manifest
        operation = publish.publish(publish.Publication(site, edition), this=THIS)
        publish.change(place, operation, message=edition.id, seen=seen, approve=lambda _tree: False)
        seconds.append(_spent() - start)
        sizes.append(_size(repository))
    first, last = statistics.median(seconds[1:4]), statistics.median(seconds[-3:])
    growth = (sizes[-1] - sizes[2]) / (EDITIONS - 2)
    yield f"processor: second {first:.2f} s, last {last:.2f} s, ratio {last / first:.2f}"
    yield f"{EDITIONS} editions of 7 variants; growth {growth / 1024:.2f} MB an edition"
    shutil.rmtree(root)


def _write(site: Path, number: int) -> Path:
    """Write the site of edition *number*: as in a real one, every page names it, and a few sections have new words."""
    shutil.rmtree(site, ignore_errors=True)
    name = _edition(number).id
    files: dict[str, bytes] = {}
    for slug in (CORE, *SECTORS):
        folder = site_folder(slug)
        files |= {f"{folder}{page}": text.encode() for page, text in _pages(name, slug, number)}
        # A PDF has different bytes each time, whatever changed in its text.
        files[f"pdf/draaiboek-meting-{name}-{slug}.pdf"] = random.Random(f"{slug}{number}").randbytes(BINARY)  # noqa: S311
    files |= {"sitemap.xml": b"<urlset/>"}
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    (site / NAME).write_text(json.dumps(_manifest(name, files)), encoding="utf-8")
    return site


def _pages(name: str, slug: str, number: int) -> Iterator[tuple[str, str]]:
    for page in range(PAGES):
        sections = "".join(_section(slug, page, each, number) for each in range(SECTIONS))
        yield (
            f"pagina-{page}/index.html",
            f"<!doctype html><title>{page}</title>{sections}<footer>Editie {name}</footer>",
        )
    yield "index.html", f"<!doctype html><title>{slug}</title><footer>Editie {name}</footer>"


def _section(slug: str, page: int, section: int, number: int) -> str:
    edited = number if (page + section) % 40 == number % 40 else 0
    chance = random.Random(f"{slug}{page}{section}{edited}")  # noqa: S311  # text to measure, not a secret
    words = " ".join(chance.choices(WORDS, k=WORDS_A_SECTION))
    return f'<h2 id="stuk-{section}">Stuk {section}</h2><p>{words}</p>'


def _manifest(name: str, files: Mapping[str, bytes]) -> Mapping[str, object]:
    sections = [
        {
            "pagina": f"pagina-{page}.md",
            "id": f"stuk-{section}",
            "niveau": "2",
            "titel": f"Stuk {section}",
            "vingerafdruk": "f2:000000000000",
            "tekst": [["alinea", [], [["Tekst. " * WORDS_A_SECTION, [], ""]]]],
            "permalink": f"pagina-{page}/#stuk-{section}",
        }
        for page in range(PAGES)
        for section in range(SECTIONS)
    ]
    return {
        "editie": {"nummer": name, "status": "goedgekeurd"},
        "commit": "",
        "werkmap_gewijzigd": False,
        "gereedschap": {},
        "secties": {CORE: sections, **{slug: [] for slug in SECTORS}},
        "weggelaten": {},
        "verhuisd": {},
        "bestanden": {path: hashlib.sha256(data).hexdigest() for path, data in files.items()},
    }


def _edition(number: int) -> Edition:
    day = FIRST + timedelta(days=30 * number)
    name = f"{2026 + (number - 1) // 90}.{(number - 1) % 90 + 1}"
    path = content_paths.edition_page(name)
    return Edition(
        id=name,
        date=day,
        valid_from=day,
        law_state=day,
        reasons=("praktijk",),
        summary="Een editie om te meten.",
        editor="",
        status=EditionStatus.APPROVED,
        page=path,
        origin=Origin(path),
    )


def _spent() -> float:
    """Return the processor seconds of this program and those that it started, which do not depend on other work."""
    return sum(os.times()[:4])


def _size(repository: Path) -> float:
    """Return how many kibibytes the objects of *repository* take."""
    found = dict(line.split(": ") for line in git.run("count-objects", "-v", cwd=repository).splitlines())
    return float(found["size"]) + float(found["size-pack"])
