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
    wanted = wanted_epoch()
    try:
        commit, date = process.run(["git", "log", "-1", "--format=%H %ct"], cwd=project.root).split()
        asked = ["git", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]
        status = process.run(asked, cwd=project.root)
    except ToolError:
        return Revision("", default_epoch if wanted is None else wanted, ())
    changed = tuple(line[3:] for line in status.split("\0") if line)
    return Revision(commit, int(date) if wanted is None else wanted, changed)


def wanted_epoch() -> int | None:
    """Return the date, in seconds since 1970, that whoever runs us wants everything to bear; None for no wish."""
    wanted = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(wanted) if wanted.isdigit() else None
