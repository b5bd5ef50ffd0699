"""Which commits are run or read as our own: the ancestors of a commit that the user trusts.

Whoever can write to the publication branch can name any commit in editie.json, including one that was pushed only in
order to be run.
"""

from __future__ import annotations

import re
from pathlib import Path

from draaiboek.base import git
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.editions.publish.allowed_names import BRANCH
from draaiboek.editions.publish.refs import HERE, is_ancestor

HEAD = "HEAD"
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def commit_of(name: str, repository: Path) -> str:
    """Return the commit to which *name*, a branch, a tag or a commit of *repository*, resolves.

    Raises UsageError when there is none, or when it is the publication branch: what is being verified cannot vouch for
    itself.
    """
    refs = [name] if name == HEAD or _COMMIT.fullmatch(name) else _full_names(name, repository)
    commits = (git.answer("rev-parse", "--verify", f"{each}^{{commit}}", cwd=repository) for each in refs)
    found = next(filter(None, commits), "")
    if not found:
        message = f"er is hier geen tak, label of commit '{name}' om te vertrouwen"
        raise UsageError(message, hint="Noem er een die je hebt (git branch --all; git tag): --trusted main")
    if any(is_ancestor(found, tip, repository) for tip in _published(repository)):
        message = f"'{name}' is waar de edities staan, niet de tekst waaruit ze komen"
        raise UsageError(message, hint="Noem de tak of het label dat je vertrouwt: --trusted main")
    return found


def refuse_foreign(commit: str, edition: str, trusted: str, repository: Path) -> None:
    """Raise ToolError when *commit*, named by editie.json of *edition*, is not an ancestor of commit *trusted*."""
    if _COMMIT.fullmatch(commit) and is_ancestor(commit, trusted, repository):
        return
    named = commit[:12] if _COMMIT.fullmatch(commit) else ascii(commit[:40])
    message = f"editie {edition} zegt dat ze uit commit {named} komt, en die hoort niet bij wat je vertrouwt"
    hint = (
        "Er is niets van uitgevoerd: wie op de tak met edities mag schrijven, kan er elke commit invullen.\n"
        f"Je vertrouwt nu commit {trusted[:12]} en wat ervoor kwam. Staat de commit in een andere tak of een label,\n"
        "en vertrouw je die? Haal ze op (git fetch origin) en noem ze: --trusted origin/main\n"
        "Is je kopie onvolledig? Haal dan eerst de hele geschiedenis op: git fetch --unshallow origin"
    )
    raise ToolError(message, hint=hint)


def _full_names(name: str, repository: Path) -> list[str]:
    """Return the refs that *name* is, the local branch first, so that no tag or remote branch can replace it.

    What git would still have to calculate, as in `main~3`, is no ref: it can lead anywhere.
    """
    kinds = [""] if name.startswith("refs/") else ["refs/heads/", "refs/tags/", "refs/remotes/"]
    names = [f"{kind}{name}" for kind in kinds]
    return [each for each in names if git.answer("show-ref", "--verify", "--", each, cwd=repository)]


def _published(repository: Path) -> list[str]:
    """Return the commits of every publication branch that *repository* knows: its own, and that of each server.

    Raises ToolError when git cannot say: no branch would be an answer that trusts everything.
    """
    tips = git.run("for-each-ref", "--format=%(objectname)", HERE, f"refs/remotes/*/{BRANCH}", cwd=repository)
    return tips.split()
