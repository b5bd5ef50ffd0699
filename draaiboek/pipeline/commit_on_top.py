"""A commit on top of another, made in a separate index: no work tree, filter, attribute or hook can influence it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from draaiboek.base import git
from draaiboek.base.project import Project

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "draaiboek"), ("EMAIL", "draaiboek@localhost"))
}


def commit_on_top(project: Project, commit: str, files: Mapping[str, bytes], message: str) -> str:
    """Return a new commit with *files* on top of *commit*; every other file stays as it is in *commit*."""
    root, index = project.root, {"GIT_INDEX_FILE": str(project.out / "voorstel.index")}
    project.out.mkdir(exist_ok=True)
    try:
        git.run("read-tree", commit, cwd=root, env=index)
        for name, data in files.items():
            blob = git.run("hash-object", "-w", "--stdin", cwd=root, stdin=data)
            git.run("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}", cwd=root, env=index)
        tree = git.run("write-tree", cwd=root, env=index)
        return git.run("commit-tree", tree, "-p", commit, "-m", message, cwd=root, env=_WHO)
    finally:
        Path(index["GIT_INDEX_FILE"]).unlink(missing_ok=True)
