"""The publication branch on the server: queried, fetched, pushed to and read back; never forced."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from draaiboek.base import git
from draaiboek.base.errors import ToolError
from draaiboek.editions.publish.allowed_names import BRANCH, REMOTE
from draaiboek.editions.publish.refs import HERE, is_ancestor

QUESTION, LONG = 120, 1800
"""How many seconds the server may take to answer a question (somebody may have to type a password), or a transfer."""
# Git waits for ever for a proxy or a server that sends no more: that is, a minute of less than a byte per second.
_STALLED = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=60")


def tip(repository: Path) -> str:
    """Return the commit of the branch on the server, with all its objects in *repository*; '' when there is no branch.

    Only the server's own answer counts: raises ToolError when it cannot be reached. No ref in *repository* is changed,
    so that two publishers in one clone do not get in each other's way.
    """
    commit = _answer(repository, HERE)
    if commit and not _known(commit, repository):
        words = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", REMOTE, HERE]
        _ask(words, repository)
        if not _known(commit, repository):
            message = f"de tak {BRANCH} op de server werd net vervangen"
            raise ToolError(message, hint="Begin opnieuw; er is niets gepubliceerd.")
    return commit


def push(refs: Mapping[str, str], repository: Path) -> None:
    """Push each of *refs* to the server, all or none; raises ToolError when the server did not accept them."""
    words = [f"{value}:{name}" for name, value in refs.items()]
    _ask(["push", "--quiet", "--no-follow-tags", "--atomic", REMOTE, *words], repository)


def holds(commit: str, repository: Path) -> bool:
    """Return whether the server says that its branch is at *commit* or at a descendant of it."""
    found = tip(repository)
    return found == commit or (bool(found) and is_ancestor(commit, found, repository))


def has_head(repository: Path) -> bool:
    """Return whether the HEAD commit of *repository* is on a branch of the server."""
    head = git.run("rev-parse", "HEAD", cwd=repository)
    if git.run("for-each-ref", "--contains", head, f"refs/remotes/{REMOTE}", cwd=repository):
        return True
    return head in _ask(["ls-remote", "--heads", REMOTE], repository, seconds=QUESTION).split()


def _answer(repository: Path, ref: str) -> str:
    lines = _ask(["ls-remote", REMOTE, ref], repository, seconds=QUESTION).splitlines()
    return next((line.split()[0] for line in lines if line.split()[1:] == [ref]), "")


def _known(commit: str, repository: Path) -> bool:
    return git.agrees("cat-file", "-e", f"{commit}^{{commit}}", cwd=repository)


def _ask(words: list[str], repository: Path, *, seconds: int = LONG) -> str:
    try:
        return git.run(*_STALLED, *words, cwd=repository, seconds=seconds)
    except ToolError as error:
        message = f"de server ('{REMOTE}') weigert of antwoordt niet"
        hint = "Er is niets gepubliceerd. Kijk naar het antwoord hieronder en begin opnieuw."
        raise ToolError(message, hint=hint, output=error.output or str(error)) from error
