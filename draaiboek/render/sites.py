"""Variant → Site: the only place that knows MkDocs and Material.

A variant is written out as articles of HTML with a small configuration that inherits mkdocs.yml (`stage`), and MkDocs
puts the theme around them (`engine`): it is the page shell, and can be another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

from draaiboek.base.model import Variant
from draaiboek.base.project import Project
from draaiboek.base.workers import fresh
from draaiboek.render import engine, search_texts, stage
from draaiboek.render.article import Provenance
from draaiboek.render.layout import folder_of
from draaiboek.render.stage import Stage

ENGINE = (*engine.MODULES, __name__)


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
    """Build the website of each of *variants*, in as many processes as there are cores, together in *into*.

    The core comes at the root of *into*, every sector in its folder. Calls *done* for each site. Raises
    ToolError with MkDocs's own words when it warns about anything.
    """
    choices = tuple(stage.choice(variant) for variant in variants)
    staged = Stage(project, project.stage, choices, settings.provenance)
    cores = os.cpu_count() or 1
    shares = [share for number in range(cores) if (share := variants[number::cores])]
    with fresh(cores) as processes:
        tasks = {processes.submit(_build, share, staged, settings, into=into): share for share in shares}
        for task in as_completed(tasks):
            task.result()
            for variant in tasks[task]:
                done(variant)


def _build(variants: Sequence[Variant], staged: Stage, settings: Settings, *, into: Path) -> None:
    sites = {variant: into / folder_of(variant) for variant in variants}
    configs = {stage.write(variant, staged): site for variant, site in sites.items()}
    engine.build(configs, staged.project.root, epoch=settings.epoch)
    for variant, site in sites.items():
        for name, text in search_texts.files(variant, settings.alike, staged.project.search).items():
            (site / name).parent.mkdir(exist_ok=True)
            (site / name).write_text(text, encoding="utf-8", newline="\n")
