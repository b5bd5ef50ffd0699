"""The two texts of a proposal: that of its commit, and that of the commit at which it left its target branch.

Both are read as data: no filter, attribute, hook or symbolic link of git counts, and nothing is checked out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from draaiboek.base import git
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.content import content_paths
from draaiboek.editions import publish

TEXT = ("docs", "sectors", "overlays", "demonstratie")
"""The folders of the text; everything that editors change is in one of them, or in draaiboek.yml."""


def commits(root: Path, base: str, head: str) -> tuple[str, str]:
    """Return the merge base of *base* and *head*, and the commit of *head*: later commits of *base* are not proposed.

    Raises UsageError for a name that is no commit, when the two have no history in common, and when *root* is only a
    folder in a repository; ToolError without git, or outside it.
    """
    git.refuse_outside(root)
    publish.refuse_below(root)
    after = commit_of(root, head)
    came_to = commit_of(root, base)
    if before := git.answer("merge-base", came_to, after, cwd=root):
        return before, after
    message = "de twee commits hebben geen gemeenschappelijke geschiedenis"
    raise UsageError(message, hint="Haal de hele geschiedenis op: git fetch --unshallow origin")


def commit_of(root: Path, name: str) -> str:
    """Return the commit to which *name* points; raises UsageError when there is none."""
    if found := git.answer("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", cwd=root):
        return found
    message = f"er is hier geen commit '{name}'"
    raise UsageError(message, hint="Haal ze eerst op: git fetch origin")


def changed_files(root: Path, before: str, after: str) -> tuple[str, ...]:
    """Return the names of the files that differ between commits *before* and *after*; a rename counts as two."""
    said = git.run("diff", "--name-only", "--no-renames", "-z", before, after, cwd=root)
    return tuple(filter(None, said.split("\0")))


def is_text(name: str) -> bool:
    """Return whether the file called *name* is text, which editors change, rather than part of the program."""
    return name.partition("/")[0] in TEXT or PurePosixPath(name) == content_paths.IDENTITY


@contextmanager
def both(project: Project, before: str, after: str) -> Iterator[tuple[Project, Project]]:
    """Yield a project with the text of each of two commits, as `text_of` does."""
    with text_of(project, before) as then, text_of(project, after) as now:
        yield then, now


@contextmanager
def text_of(project: Project, commit: str) -> Iterator[Project]:
    """Yield a project with the text of *commit*, byte for byte; raises UsageError when it is too large."""
    with publish.text_at(commit, [*TEXT, str(content_paths.IDENTITY)], project.root) as folder:
        shutil.copyfile(project.config, folder / project.config.name)
        yield Project(folder)
