"""What a clone knows of its own commits and of the publication branch; no server is asked."""

from __future__ import annotations

from pathlib import Path

from draaiboek.base import git
from draaiboek.base.errors import UsageError
from draaiboek.editions.publish.allowed_names import BRANCH, REMOTE

HERE = f"refs/heads/{BRANCH}"
TAGS = "refs/tags/"
FETCHED = f"refs/remotes/{REMOTE}/{BRANCH}"


def commit_at(name: str, repository: Path) -> str:
    """Return the object to which *name* resolves in *repository*, '' when it has no such ref."""
    return git.answer("rev-parse", "--verify", "--quiet", name, cwd=repository)


def commits_before(name: str, repository: Path) -> list[str]:
    """Return the commits at which ref *name* ever was in *repository*, newest first, as far as git's log of it goes."""
    return git.answer("log", "--walk-reflogs", "--format=%H", name, "--", cwd=repository).splitlines()


def tags(repository: Path, folder: str = "") -> list[str]:
    """Return the names of the tags in *repository*, or of those below *folder*; raises ToolError outside git."""
    # Not `git tag --list`, which also puts them in columns for who set column.ui.
    words = ("for-each-ref", "--format=%(refname:lstrip=2)", f"{TAGS}{folder}")
    return git.run(*words, cwd=repository).splitlines()


def is_ancestor(one: str, other: str, repository: Path) -> bool:
    """Return whether commit *one* is an ancestor of commit *other*, or the same commit."""
    return git.agrees("merge-base", "--is-ancestor", one, other, cwd=repository)


def is_shallow(repository: Path) -> bool:
    """Return whether *repository* is a shallow clone."""
    return git.run("rev-parse", "--is-shallow-repository", cwd=repository) == "true"


def refuse_below(repository: Path) -> None:
    """Raise UsageError when the folder *repository* is not the top of its git repository, where git's names start."""
    if around := git.answer("rev-parse", "--show-prefix", cwd=repository):  # outside git, whoever needs it says so
        message = f"het draaiboek staat in de map '{around.rstrip('/')}' van een opslagplaats van git, en niet bovenaan"
        hint = "Publiceren en voorstellen vergelijken kan alleen als het een eigen opslagplaats heeft."
        raise UsageError(message, hint=hint)
