"""The commit that the working text stands at."""

from __future__ import annotations

import os
from dataclasses import dataclass

from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project


@dataclass(frozen=True, slots=True)
class Revision:
    """*commit* is '' outside git; *epoch* is its date in seconds; *changed* are the files that differ from it."""

    commit: str
    epoch: int
    changed: tuple[str, ...]


def revision(project: Project, *, default_epoch: int) -> Revision:
    """Return the commit that *project* stands at; outside git, or before the first commit, *default_epoch* counts.

    SOURCE_DATE_EPOCH, when set, wins (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    wanted = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        commit, date = process.run(["git", "log", "-1", "--format=%H %ct"], cwd=project.root).split()
        status = process.run(["git", "status", "--porcelain", "--untracked-files=all"], cwd=project.root)
    except ToolError:
        return Revision("", int(wanted) if wanted.isdigit() else default_epoch, ())
    changed = tuple(line[3:] for line in status.splitlines())
    return Revision(commit, int(wanted) if wanted.isdigit() else int(date), changed)
