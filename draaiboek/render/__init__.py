"""Variant → Site: the only place that knows MkDocs and Material.

A variant is written out as plain Markdown with a small configuration that inherits mkdocs.yml (`stage`), and MkDocs
is started on that as a program; so another engine is a change here and nowhere else.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from draaiboek import process
from draaiboek.diagnostics import Diagnostic
from draaiboek.model import Term, Variant
from draaiboek.project import Project
from draaiboek.render import article, search, stage
from draaiboek.render.article import article_in, chapters
from draaiboek.render.downloads import tell_sizes
from draaiboek.render.page import Provenance
from draaiboek.render.places import FICHE, NOT_SITES, epub_name, fiche_name, folder_of, page_url, pdf_name, zip_name

__all__ = [
    "FICHE",
    "NOT_SITES",
    "Provenance",
    "Settings",
    "article_in",
    "chapters",
    "epub_name",
    "fiche_name",
    "folder_of",
    "page_url",
    "pdf_name",
    "render",
    "tell_sizes",
    "zip_name",
]

# Source maps, the search engine that ours replaces (two of the four megabytes that Material writes), and what two files
# of ours are made of.
_UNUSED = (
    *("assets/**/*.map", "assets/javascripts/lunr", "assets/javascripts/workers"),
    *("assets/css/parts", "assets/js/parts"),
)

# -I: nothing in the root of the project can stand in for a library.
MKDOCS = (sys.executable, "-I", "-X", "utf8", "-m", "mkdocs")


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for every variant of a build.

    *address* is where the editions stand on the web, *epoch* the date of the build in seconds, *provenance* how pages
    show where their text came from, *terms* the glossary, for who searches by an abbreviation.
    """

    address: str
    epoch: int
    provenance: Provenance
    terms: tuple[Term, ...]


def render(
    variants: Sequence[Variant],
    project: Project,
    settings: Settings,
    *,
    into: Path,
    done: Callable[[Variant], None],
) -> tuple[Diagnostic, ...]:
    """Build the website of each of *variants*, as many at a time as there are cores, and put them together in *into*.

    The core comes at the root of *into*, every sector in its folder. Calls *done* after each site. Returns what the
    rendered text may not hold; raises ToolError with MkDocs's own words when it warns about anything.
    """
    apart = into.with_name(f"{into.name}-apart")

    def build(variant: Variant) -> tuple[Diagnostic, ...]:
        folder = stage.write(variant, variants, project, address=settings.address, provenance=settings.provenance)
        _mkdocs(folder, project, into=apart / variant.slug, epoch=settings.epoch)
        search.write(variant, settings.terms, project.search, site=apart / variant.slug)
        done(variant)
        return article.problems(variant, apart / variant.slug)

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        problems = tuple(problem for found in pool.map(build, variants) for problem in found)
    # MkDocs empties the folder that it builds in, so the sites get their places only now.
    for variant in sorted(variants, key=folder_of):
        (apart / variant.slug).rename(into / folder_of(variant))
    apart.rmdir()
    return problems


def _mkdocs(folder: Path, project: Project, *, into: Path, epoch: int) -> None:
    # Not -q: it hides the warnings from --strict.
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    environment |= {"SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}
    process.run(
        [*MKDOCS, "build", "--strict", "--config-file", folder / "mkdocs.yml", "--site-dir", into],
        cwd=project.root,
        env=environment,
    )
    for path in [path for pattern in _UNUSED for path in into.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
