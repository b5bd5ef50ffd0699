"""A private repository in which a publication is assembled before anybody sees it.

It borrows the objects of the real one (git's alternates), so that nothing is copied, however long the history is.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from draaiboek.base import git
from draaiboek.editions.publish.allowed_names import BRANCH
from draaiboek.editions.publish.tree import CommitTree

FILE, FOLDER = "100644 blob", "040000 tree"


@dataclass(frozen=True, slots=True)
class Desk:
    """The repository in *folder*, with commit *parent* on its branch ('' when nothing was published yet)."""

    folder: Path
    parent: str

    @property
    def before(self) -> CommitTree:
        """What has been published so far."""
        return CommitTree(self.folder, self.parent)

    def git(self, *words: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> str:
        """Run git in the repository, with *env* on top of our environment."""
        return git.run(*words, cwd=self.folder, stdin=stdin, env=env)


def beside(repository: Path, parent: str, *, scratch: Path) -> Desk:
    """Return a desk in folder *scratch*, which is emptied, on commit *parent* of *repository*."""
    desk = _new(scratch, parent)
    inside = Path(git.run("rev-parse", "--git-common-dir", cwd=repository))
    inside = (repository / inside).resolve()
    (scratch / _GIT / "objects" / "info" / "alternates").write_text(f"{inside / 'objects'}\n", encoding="utf-8")
    if (inside / "shallow").exists():
        # Where the history of a shallow clone ends must be known here too.
        shutil.copyfile(inside / "shallow", scratch / _GIT / "shallow")
    if parent:
        desk.git("update-ref", f"refs/heads/{BRANCH}", parent)
    return desk


def of_folder(folder: Path, *, scratch: Path) -> Desk:
    """Return a desk in folder *scratch*, which is emptied, on a commit with the files of *folder*."""
    desk = _new(scratch, "")
    if not folder.exists() or not any(folder.iterdir()):
        return desk
    desk.git(f"--work-tree={folder}", "add", "--all", "--force", ".")
    parent = desk.git("commit-tree", desk.git("write-tree"), "-m", "wat er stond")
    desk.git("update-ref", f"refs/heads/{BRANCH}", parent)
    return Desk(scratch, parent)


def commit(desk: Desk, tree: str, message: str, *, day: date) -> str:
    """Return a commit of *tree* on the parent of *desk*; it has the date of *day* and a fixed hour."""
    parents = ["-p", desk.parent] if desk.parent else []
    return desk.git("commit-tree", tree, *parents, "-m", message, env=dated(day))


def dated(day: date) -> Mapping[str, str]:
    """Return the environment variables that make git record *day* in a commit or a tag."""
    return dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day.isoformat()}T12:00:00+00:00")


def entries(desk: Desk, tree: str) -> dict[str, str]:
    """Return the entries of *tree*, one level deep: mode, kind and object, by name."""
    found = desk.git("ls-tree", "-z", tree).split("\0") if tree else []
    return {name: about for about, _, name in (each.partition("\t") for each in found if each)}


def tree_of(desk: Desk, listed: Mapping[str, str]) -> str:
    """Return the tree with the entries *listed*, one level deep, as `entries` returns them."""
    lines = "".join(f"{about}\t{name}\0" for name, about in listed.items())
    return desk.git("mktree", "-z", stdin=lines.encode())


def with_files(desk: Desk, listed: Mapping[str, str], files: Mapping[str, bytes]) -> str:
    """Return the tree with the entries *listed*, as `entries` returns them, plus *files*, replacing equal names."""
    return tree_of(desk, {**listed, **entries(desk, folder_of(desk, files))})


def folder_of(desk: Desk, files: Mapping[str, bytes]) -> str:
    """Return a tree with *files*, whose names may contain folders."""
    below: dict[str, dict[str, str]] = {"": {}}
    for name, blob in _blobs(desk, files).items():
        folder, _, last = name.rpartition("/")
        for around in (folder, *(str(each) for each in PurePosixPath(folder).parents)):
            below.setdefault(around.removeprefix("."), {})
        below[folder][last] = f"{FILE} {blob}"
    for folder in sorted(filter(None, below), key=lambda name: (-name.count("/"), name)):
        around, _, last = folder.rpartition("/")
        below[around][last] = f"{FOLDER} {tree_of(desk, below[folder])}"
    return tree_of(desk, below[""])


def _blobs(desk: Desk, files: Mapping[str, bytes]) -> Mapping[str, str]:
    """Write *files* as objects, all in one process: one process each would take longer than everything else."""
    apart = desk.folder / "apart"
    apart.mkdir()
    for number, data in enumerate(files.values()):
        (apart / str(number)).write_bytes(data)
    paths = "".join(f"{apart / str(number)}\n" for number in range(len(files)))
    blobs = desk.git("hash-object", "-w", "--no-filters", "--stdin-paths", stdin=paths.encode()).split()
    shutil.rmtree(apart)
    return dict(zip(files, blobs, strict=True))


_NEVER_PACKED = 2**31 - 1  # objects
# A folder of this name is found also where git looks into no bare repository that is not named (safe.bareRepository).
_GIT = ".git"


def _new(scratch: Path, parent: str) -> Desk:
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    git.run("init", "--quiet", "--bare", _GIT, cwd=scratch)
    # It must work on a machine without user.name too; nothing in the user's own settings may change the bytes.
    with (scratch / _GIT / "config").open("a", encoding="utf-8") as file:
        file.write("[user]\n\tname = draaiboek\n\temail = draaiboek@localhost\n")
        file.write("[gc]\n\tauto = 0\n")
        # git fast-import packs badly, and its packs are kept: pages took four times as much space on the branch.
        file.write(f"[fastimport]\n\tunpackLimit = {_NEVER_PACKED}\n")
    attributes = scratch / _GIT / "info" / "attributes"
    attributes.parent.mkdir(exist_ok=True)  # a template of git's may have left it out
    attributes.write_text("* -text -ident -filter -working-tree-encoding\n", encoding="ascii")
    return Desk(scratch, parent)
