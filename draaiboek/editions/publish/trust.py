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
from draaiboek.editions.publish.refs import is_ancestor

HEAD = "HEAD"
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def commit_of(name: str, repository: Path) -> str:
    """Return the commit to which *name*, a branch, a tag or a commit of *repository*, resolves.

    Raises UsageError when there is none, or when it is the publication branch: what is being verified cannot vouch for
    itself.
    """
    full = git.answer("rev-parse", "--symbolic-full-name", HEAD, cwd=repository) if name == HEAD else name
    if full.rpartition("/")[2] == BRANCH:
        message = f"'{name}' is waar de edities staan, niet de tekst waaruit ze komen"
        raise UsageError(message, hint="Noem de tak of het label dat je vertrouwt: --trusted main")
    for each in _full_names(name):
        if found := git.answer("rev-parse", "--verify", f"{each}^{{commit}}", cwd=repository):
            return found
    message = f"er is hier geen tak, label of commit '{name}' om te vertrouwen"
    raise UsageError(message, hint="Noem er een die je hebt (git branch --all; git tag): --trusted main")


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


def _full_names(name: str) -> list[str]:
    """Return the refs that *name* can mean, the local branch first, so that no tag or remote branch can replace it."""
    if name == HEAD or name.startswith("refs/") or _COMMIT.fullmatch(name):
        return [name]
    return [f"refs/{kind}/{name}" for kind in ("heads", "tags", "remotes")]
