"""What a build was asked for and what came of it. Imports none of the text machinery: often there is nothing to do."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from draaiboek.base import characters, diagnostics, in_place
from draaiboek.base.cache import STEPS
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.project import Project


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts of an edition to make, for which sectors (none named means all variants)."""

    site: bool = True
    pdf: bool = True
    sectors: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Return whether a whole edition is made, with its manifest."""
        return self.site and self.pdf and not self.sectors


@dataclass(frozen=True, slots=True)
class Timer:
    """How long each stage took, in seconds."""

    stages: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        start = time.perf_counter()
        yield
        self.stages[name] = time.perf_counter() - start

    def summary(self) -> str:
        """Return the times as one line."""
        parts = [f"{name} {seconds:.1f} s".replace(".", ",") for name, seconds in self.stages.items()]
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build: what is wrong (then nothing was made), how long each stage took, and what was made.

    *work* says how often each of `cache.STEPS` was done; a step whose result came from the cache is not counted.
    *stood* says that everything was in out/site already.
    """

    problems: tuple[Diagnostic, ...]
    timer: Timer
    pages: int = 0
    pdfs: int = 0
    work: Counter[str] = field(default_factory=Counter)
    stood: bool = False

    @property
    def failed(self) -> bool:
        """Return whether nothing was made."""
        return diagnostics.has_errors(self.problems)


def count(project: Project, problems: Sequence[Diagnostic], timer: Timer, work: Counter[str]) -> Built:
    """Return the contents of out/site as the outcome of a build."""
    pages = sum("index.html" in names for _, _, names in os.walk(project.site))
    return Built(tuple(problems), timer, pages, len(list(project.site.glob("pdf/*.pdf"))), work)


def report(project: Project, problems: Sequence[Diagnostic], timer: Timer, work: Counter[str]) -> None:
    """Write out/report.json: that out/site comes from this build, or the errors among *problems* that prevented it."""
    found = {
        "gemaakt": not diagnostics.has_errors(problems),
        "meldingen": diagnostics.as_objects(problems),
        "seconden": timer.stages,
        "werk": {name: work[name] for name in STEPS},
    }
    text = characters.escaped(json.dumps(found, ensure_ascii=False, indent=1)) + "\n"
    in_place.write({project.report: text.encode()}, around=project.out)
