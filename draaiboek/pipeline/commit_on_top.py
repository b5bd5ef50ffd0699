"""A commit on top of another, made in a separate index: no work tree, filter, attribute or hook can influence it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from draaiboek.base import process
from draaiboek.base.project import Project

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "draaiboek"), ("EMAIL", "draaiboek@localhost"))
}


def commit_on_top(project: Project, commit: str, files: Mapping[str, bytes], message: str) -> str:
    """Return a new commit with *files* on top of *commit*; every other file stays as it is in *commit*."""
    index = {"GIT_INDEX_FILE": str(project.out / "voorstel.index")}
    project.out.mkdir(exist_ok=True)
    try:
        _git(project.root, index, "read-tree", commit)
        for name, data in files.items():
            blob = _git(project.root, index, "hash-object", "-w", "--stdin", stdin=data)
            _git(project.root, index, "update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
        tree = _git(project.root, index, "write-tree")
        return _git(project.root, {**index, **_WHO}, "commit-tree", tree, "-p", commit, "-m", message)
    finally:
        Path(index["GIT_INDEX_FILE"]).unlink(missing_ok=True)


def _git(root: Path, env: Mapping[str, str], *words: str, stdin: bytes = b"") -> str:
    return process.run(["git", *words], cwd=root, env=env, stdin=stdin)
