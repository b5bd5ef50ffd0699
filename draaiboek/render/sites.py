"""Variant → Site: the only place that knows MkDocs and Material.

A variant is written out as articles of HTML with a small configuration that inherits mkdocs.yml (`stage`), and MkDocs's
own command puts the theme around them in a process of its own (`engine`): it is the page shell, and can be another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from draaiboek.base.model import Variant
from draaiboek.base.project import Project
from draaiboek.base.workers import fresh
from draaiboek.render import engine, search_texts, stage
from draaiboek.render.article import Provenance
from draaiboek.render.layout import folder_of

ENGINE = engine.MODULES

# Source maps, the search engine that ours replaces (two of the four megabytes that Material writes), and what two files
# of ours are made of.
_UNUSED = (
    *("assets/**/*.map", "assets/javascripts/lunr", "assets/javascripts/workers"),
    *("assets/css/parts", "assets/js/parts"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for every variant of a build.

    *epoch* is the date of the build in seconds, *provenance* how pages show where their text came from, *alike* groups
    of words that mean the same to who searches.
    """

    epoch: int
    provenance: Provenance
    alike: Sequence[Sequence[str]]


def render(
    variants: Sequence[Variant],
    project: Project,
    settings: Settings,
    *,
    into: Path,
    done: Callable[[Variant], None],
) -> None:
    """Build the website of each of *variants*, as many at a time as there are cores, and put them together in *into*.

    The core comes at the root of *into*, every sector in its folder. Calls *done* after each site. Raises
    ToolError with MkDocs's own words when it warns about anything.
    """
    apart = into.with_name(f"{into.name}-apart")

    def build(variant: Variant) -> None:
        folder = stage.write(variant, variants, project, provenance=settings.provenance)
        site = apart / variant.slug
        config = folder / "mkdocs.yml"
        engine.finish(processes.submit(engine.build, config, project.root, into=site, epoch=settings.epoch))
        _leave_out_unused(site)
        search_texts.write(variant, settings.alike, project.search, site=site)
        done(variant)

    at_a_time = os.cpu_count() or 1
    with fresh(at_a_time) as processes, ThreadPoolExecutor(at_a_time) as threads:
        list(threads.map(build, variants))
    # MkDocs empties the folder that it builds in, so the sites get their places only now.
    for variant in sorted(variants, key=folder_of):
        (apart / variant.slug).rename(into / folder_of(variant))
    apart.rmdir()


def _leave_out_unused(site: Path) -> None:
    for path in [path for pattern in _UNUSED for path in site.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
