"""The commit of the working text."""

from __future__ import annotations

import os
from dataclasses import dataclass

from draaiboek.base import git
from draaiboek.base.epoch import borne
from draaiboek.base.project import Project

_HEAD = "# branch.oid "
_UNTRACKED, _CHANGED, _UNMERGED = "?", "1", "u"
_WORDS = {
    _UNTRACKED: 1,
    _CHANGED: 8,
    _UNMERGED: 10,
}  # number of fields before the name, by how its line begins (git-status(1), version 2)


@dataclass(frozen=True, slots=True)
class Revision:
    """*commit* is '' outside git and before the first commit; *changed* are the files that differ from it."""

    commit: str
    changed: tuple[str, ...]


def revision(project: Project) -> Revision:
    """Return the commit at which *project* is."""
    # One command answers both questions: starting git takes as long as its answer.
    words = ("status", "--porcelain=v2", "--branch", "-z", "--no-renames", "--untracked-files=all")
    said = git.answer(*words, cwd=project.root).split("\0")
    commit = next((line.removeprefix(_HEAD) for line in said if line.startswith(_HEAD)), "")
    if commit in {"", "(initial)"}:
        return Revision("", ())
    changed = (line.split(" ", _WORDS[line[0]])[-1] for line in said if line[:1] in _WORDS)
    return Revision(commit, tuple(changed))


def epoch(project: Project, *, default: int) -> int:
    """Return the date of the commit at which *project* is, in seconds since 1970; without one, *default*.

    SOURCE_DATE_EPOCH, when set, wins (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    if (wanted := wanted_epoch()) is not None:
        return wanted
    moment = git.answer("log", "-1", "--format=%ct", cwd=project.root)
    return borne(int(moment)) if moment else default


def wanted_epoch() -> int | None:
    """Return the date, in seconds since 1970, that the environment asks everything to have; None when it asks none."""
    wanted = os.environ.get("SOURCE_DATE_EPOCH", "")
    return borne(int(wanted)) if wanted.isdecimal() else None
