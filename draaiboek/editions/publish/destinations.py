"""Where a publication stands, and how a change of it comes there: all of it in one step, or nothing.

On the branch the step is one compare-and-swap of the ref, on the server one plain push that is read back, in a folder
one exchange of folders. What moved meanwhile is looked at again, never overwritten.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from draaiboek.base import process
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.lock import held
from draaiboek.editions import ledger, version_list
from draaiboek.editions.publish import remote, replace_folder, witnesses
from draaiboek.editions.publish import scratch_repository as desks
from draaiboek.editions.publish.allowed_names import BRANCH, REMOTE
from draaiboek.editions.publish.scratch_repository import Desk
from draaiboek.editions.publish.standing import standing
from draaiboek.editions.publish.tree import CommitTree, FolderTree, Tree

NOTHING = "0" * 40
REF = f"refs/heads/{BRANCH}"
ATTEMPTS = 6
PAUSE = 0.3

Operation = Callable[[Desk], str]
"""Makes a change on a desk and returns the tree that comes out; it may be asked again, on another desk."""


@dataclass(frozen=True, slots=True)
class Place:
    """The branch of *repository* here, with *push* on the server, or else *folder*; *scratch* may be emptied.

    *coming* is the edition that the change is about.
    """

    repository: Path
    scratch: Path
    folder: Path | None = None
    push: bool = False
    coming: str = ""


def look(place: Place) -> Tree:
    """Return what is published in *place* now.

    Raises UsageError when its folder holds anything but a publication: that would be lost.
    """
    if place.folder:
        return _folder(place.folder)
    name = f"de tak {BRANCH}{' op de server' if place.push else ''}"
    tip = remote.tip(place.repository) if place.push else tip_of(place.repository)
    return CommitTree(place.repository, tip, name)


def ready(place: Place) -> Tree:
    """Return what is published in *place* now, when a change may come on top of it.

    Raises ToolError when its lists are damaged, or when the server knows less than what is remembered here.
    """
    tree = look(place)
    found = standing(tree)
    if place.push and isinstance(tree, CommitTree):
        witnesses.refuse_less(tree, found, coming=place.coming)
    return tree


def change(
    place: Place, operation: Operation, *, message: str, seen: Tree, approve: Callable[[Tree], bool]
) -> str | None:
    """Make the change of *operation* in *place*; return the new commit ('' in a folder), or None when not approved.

    *seen* is what was looked at when it was decided; what differs from that is shown to *approve* first. Raises
    ToolError when it fails; nothing has changed then.
    """
    if place.folder:
        return _in_folder(place, place.folder, operation, message, seen, approve)
    if place.push:
        return _on_server(place, operation, message, seen, approve)
    _not_checked_out(place.repository)
    mine = _commit_at(REF, place.repository)
    tree = ready(place)
    if tree.commit != seen.commit and not approve(tree):
        return None
    commit = _built(place, operation, message, tree.commit)
    # First the objects, then the name: until the last command nobody sees anything of it.
    process.run(["git", "update-ref", "-m", message, REF, commit, mine or NOTHING], cwd=place.repository)
    shutil.rmtree(place.scratch, ignore_errors=True)
    return commit


def tip_of(repository: Path) -> str:
    """Return the commit that holds all editions: the branch's, or the remote's when that is further; '' for none.

    Raises ToolError when the two have grown apart.
    """
    mine = _commit_at(REF, repository)
    theirs = _commit_at(f"refs/remotes/{REMOTE}/{BRANCH}", repository)
    if not mine or not theirs or mine == theirs:
        return mine or theirs
    if remote.is_ancestor(mine, theirs, repository):
        return theirs
    if remote.is_ancestor(theirs, mine, repository):
        return mine
    message = f"de tak {BRANCH} en die op de server zijn uit elkaar gegroeid"
    raise ToolError(message, hint="Zet de tak gelijk met de server; er is niets gepubliceerd.")


def _on_server(
    place: Place, operation: Operation, message: str, seen: Tree, approve: Callable[[Tree], bool]
) -> str | None:
    for attempt in range(ATTEMPTS):
        tree = ready(place)
        if tree.commit != seen.commit and not approve(tree):
            return None
        seen = tree
        commit = _built(place, operation, message, tree.commit)
        if _pushed(commit, tree.commit, place.repository, last=attempt == ATTEMPTS - 1):
            if not remote.holds(commit, place.repository):
                text = "de server zegt dat hij de editie heeft, maar toont ze niet"
                raise ToolError(text, hint=f"Kijk met: git ls-remote {REMOTE} {BRANCH}")
            _follow(commit, place.repository, message)
            shutil.rmtree(place.scratch, ignore_errors=True)
            return commit
        time.sleep(PAUSE * (attempt + 1))
    return None


def _pushed(commit: str, before: str, repository: Path, *, last: bool) -> bool:
    """Push *commit*; False when somebody else was first, so that it makes sense to begin again."""
    try:
        remote.push(commit, repository)
    except ToolError as error:
        now = remote.tip(repository)
        if now == commit:
            return True  # the answer got lost, not the commit
        busy = now != before or "cannot lock ref" in error.output
        if last or not busy:
            raise
        return False
    return True


def _follow(commit: str, repository: Path, message: str) -> None:
    """Let the branch here follow the one on the server, when nothing of its own is lost by it."""
    mine = _commit_at(REF, repository)
    if _worktree(repository) or (mine and not remote.is_ancestor(mine, commit, repository)):
        return
    try:
        process.run(["git", "update-ref", "-m", message, REF, commit, mine or NOTHING], cwd=repository)
    except ToolError:
        return  # it moved meanwhile; the server has the edition, and that is what counts


def _built(place: Place, operation: Operation, message: str, parent: str) -> str:
    desk = desks.beside(place.repository, parent, scratch=place.scratch)
    commit = desks.commit(desk, operation(desk), message)
    words = ["git", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", str(place.scratch), commit]
    process.run(words, cwd=place.repository)
    return commit


def _in_folder(
    place: Place, folder: Path, operation: Operation, message: str, seen: Tree, approve: Callable[[Tree], bool]
) -> str | None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with held(folder.parent):
        tree = ready(place)
        if tree.text(version_list.NAME) != seen.text(version_list.NAME) and not approve(tree):
            return None
        desk = desks.of_folder(folder, scratch=place.scratch)
        commit = desks.commit(desk, operation(desk), message)
        new = folder.with_name(f".{folder.name}.nieuw")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        desk.git(f"--work-tree={new}", "checkout", "--force", commit, "--", ".")
        replace_folder.put_in_place(new, folder)
    shutil.rmtree(place.scratch, ignore_errors=True)
    return ""


def _folder(folder: Path) -> FolderTree:
    replace_folder.recover(folder)
    if folder.is_file():
        message = f"'{folder.name}' is een bestand"
        raise UsageError(message, hint="Kies een map die nog niet bestaat, of een map met edities.")
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if names and (".git" in names or not names & {version_list.NAME, ledger.NAME, ledger.ROOT}):
        message = f"in de map '{folder.name}' staat iets anders dan edities; publiceren zou dat wissen"
        raise UsageError(message, hint="Kies een lege map, een map die nog niet bestaat, of een map met edities.")
    return FolderTree(folder)


def _not_checked_out(repository: Path) -> None:
    if folder := _worktree(repository):
        message = f"de tak {BRANCH} staat open in de werkmap '{Path(folder).name}'"
        raise ToolError(message, hint="Zet die werkmap op een andere tak; er is niets gepubliceerd.")


def _worktree(repository: Path) -> str:
    """Return the work tree in which the branch is checked out, or ''."""
    found = process.run(["git", "worktree", "list", "--porcelain"], cwd=repository).split("\n\n")
    return next((each.split("\n")[0].partition(" ")[2] for each in found if f"branch {REF}" in each.split("\n")), "")


def _commit_at(name: str, repository: Path) -> str:
    try:
        return process.run(["git", "rev-parse", "--verify", "--quiet", name], cwd=repository)
    except ToolError:
        return ""
