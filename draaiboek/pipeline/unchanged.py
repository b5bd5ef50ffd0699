"""Whether there is anything to build: whether out/site holds a build of the same text by the same program.

The inputs are hashed, and so is every byte of out/site; nothing of the text is loaded. So it takes a tenth of a second
to find that there is nothing to do.
"""

from __future__ import annotations

import json
import platform
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from draaiboek.base import diagnostics
from draaiboek.base.cache import Cache, digest, key, of_tree, put, read
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.lock import held
from draaiboek.base.project import Project
from draaiboek.editions.revision import Revision, revision, wanted_epoch
from draaiboek.pipeline.outcome import Built, Parts, Timer, count, report

BUILDING = "er wordt hier al gebouwd"
_PROGRAM = ("build.py", "draaiboek", "mkdocs.yml", "requirements")
_NOT_READ = ("__pycache__", "decisions")
_NO_INPUT = {"out", "tests", "venv", *_PROGRAM}
_LISTING, _PROBLEMS = "site.json", "meldingen.json"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that a build depends on: the digests of *text* and *program*, and where git says that the text is."""

    text: str
    program: str
    stand: Revision

    def cache(self, project: Project) -> Cache:
        """Return the cache of results made by this very program."""
        return Cache(project.cache, self.program)


def inputs(project: Project) -> Inputs:
    """Return what a build of *project* would be made of now.

    Every file that is not part of the program counts as text, even if no step reads it today: a change to a file left
    out here would never be noticed.
    """
    names = {path.name for path in project.root.iterdir() if not path.name.startswith(".")}
    text = digest(of_tree(project.root, sorted(names - _NO_INPUT)))
    return Inputs(text, digest(_program(project)), revision(project))


def _program(project: Project) -> dict[str, object]:
    """Return what every result depends on: our own files, the pins of all packages, Python, and the machine."""
    return {
        "files": of_tree(project.root, _PROGRAM, but=_NOT_READ, through=True),
        "python": sys.version,
        "machine": platform.machine(),
        "system": sys.platform,
    }


def site_parts(parts: Parts, found: Inputs) -> dict[str, object]:
    """Return what out/site as a whole depends on."""
    return {"parts": parts, "text": found.text, "stand": found.stand, "date": wanted_epoch()}


def standing(project: Project, parts: Parts, found: Inputs) -> Built | None:
    """Return the build in out/site when it is, to the last byte, what *parts* asks of *found*; else None.

    Raises ToolError when another build is running.
    """
    timer = Timer()
    project.out.mkdir(exist_ok=True)
    with held(project.out, BUILDING), timer.stage("controle"):
        keep = found.cache(project)
        kept = read(keep, key(keep, "site", site_parts(parts, found)))
        if kept is None or json.loads(kept[_LISTING]) != _listing(project):
            return None
        problems = diagnostics.from_objects(json.loads(kept[_PROBLEMS]))
    report(project, problems, timer, Counter())
    return replace(count(project, problems, timer, Counter()), stood=True)


def remember(project: Project, parts: Parts, found: Inputs, problems: Sequence[Diagnostic]) -> None:
    """Record that out/site is what *parts* asks of the inputs *found*, with the *problems* to report about the text."""
    keep = found.cache(project)
    listing, said = json.dumps(_listing(project)), json.dumps(diagnostics.as_objects(problems))
    put(keep, key(keep, "site", site_parts(parts, found)), {_LISTING: listing.encode(), _PROBLEMS: said.encode()})


def _listing(project: Project) -> list[list[str]]:
    return [list(each) for each in of_tree(project.out, [project.site.name])]
