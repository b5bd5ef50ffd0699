"""An edition rebuilt from its commit: to compare every byte, or to give it today's theme."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from draaiboek.base import git, process, scratch
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.project import Project
from draaiboek.editions import manifest
from draaiboek.editions.publish import FolderTree, Tree, trust
from draaiboek.editions.publish.compare_bytes import CHANGED, EXTRA, MISSING, Difference
from draaiboek.pipeline.theme_only import is_theme

_LIMITS = process.Limits(seconds=3600, memory=16 * 2**30, file=2**30)
"""What an old commit may use; a build of the real text takes a minute, and a gigabyte in one process."""


def differences(project: Project, tree: Tree, edition: str, trusted: str) -> Iterator[Difference]:
    """Yield every file that comes out differently when *edition* of *tree* is rebuilt.

    For a reskinned edition only the text of its pages and the files outside the theme are compared. Raises ToolError
    when its commit is not an ancestor of commit *trusted*: nothing of it is run then.
    """
    found = _manifest(tree, edition)
    if found.withdrawn:
        return  # there is no text left to compare
    trust.refuse_foreign(found.commit, edition, trusted, project.root)
    with _built(project, found.commit) as again:
        before = dict(tree.contents(edition, [*found.files, manifest.NAME]))
        after = dict(again.contents("", again.names()))
        for name in sorted({*before, *after}):
            if found.reskinned and (is_theme(name, before, after) or name == manifest.NAME):
                continue
            if before.get(name) != after.get(name):
                what = MISSING if name not in before else EXTRA if name not in after else CHANGED
                yield Difference(f"{edition}/{name}", f"{what} (vergeleken met commit {found.commit[:12]})")


def with_todays_theme(project: Project, tree: Tree, edition: str, trusted: str) -> Mapping[str, bytes]:
    """Return all files of *edition* with the theme of the working text, and its new manifest.

    Raises ToolError, naming the file, when anything but the theme would change; also when the edition's commit is not
    an ancestor of commit *trusted*, in which case nothing of it is run.
    """
    found = _manifest(tree, edition)
    before = dict(tree.contents(edition, tuple(found.files)))
    if found.withdrawn or before.keys() != found.files.keys():
        message = f"editie {edition} is ingetrokken of beschadigd"
        raise UsageError(message, hint=f"Kijk met: python3 build.py verify {edition}")
    trust.refuse_foreign(found.commit, edition, trusted, project.root)
    with _built(project, found.commit, theme=project.theme) as again:
        after = dict(again.contents("", tuple(name for name in again.names() if name != manifest.NAME)))
    wrong = sorted(
        name for name in {*before, *after} if before.get(name) != after.get(name) and not is_theme(name, before, after)
    )
    if wrong:
        message = f"{edition}/{wrong[0]} zou veranderen, en hoort niet bij het uiterlijk"
        raise ToolError(message, hint="Alleen het uiterlijk mag anders zijn; er is niets gewijzigd.")
    text = tree.text(f"{edition}/{manifest.NAME}") or ""
    return {**after, manifest.NAME: manifest.with_files(text, after).encode()}


def _manifest(tree: Tree, edition: str) -> manifest.Manifest:
    text = tree.text(f"{edition}/{manifest.NAME}")
    if text is None:
        message = f"editie {edition} is niet gepubliceerd"
        raise UsageError(message)
    return manifest.read(text, of=edition)


@contextmanager
def _built(project: Project, commit: str, *, theme: Path | None = None) -> Iterator[FolderTree]:
    """Build *commit* in a work tree of its own, with this interpreter; *theme* replaces its own theme when given."""
    folder = project.out / "rebuild"
    _remove(project, folder)
    try:
        _check_out(project, commit, folder)
        if theme:
            shutil.rmtree(Project(folder).theme)
            shutil.copytree(theme, Project(folder).theme)
        with scratch.folder(inside=scratch.for_sockets(below=scratch.OF_FOLDER)) as home:
            launcher = [sys.executable, "build.py"]
            # It may pin packages other than ours: only those may be downloaded, each with the hash in its lock file.
            process.run_confined([*launcher, "--help"], cwd=folder, home=home, limits=_LIMITS, network=True)
            process.run_confined(launcher, cwd=folder, home=home, limits=_LIMITS)
        yield FolderTree(Project(folder).site)
    finally:
        _remove(project, folder)


def _check_out(project: Project, commit: str, folder: Path) -> None:
    try:
        git.run("worktree", "add", "--quiet", "--detach", folder, commit, cwd=project.root)
    except ToolError as error:
        message = f"de commit {commit[:12]} is niet op te halen"
        hint = "Haal de hele geschiedenis op: git fetch --unshallow origin"
        raise ToolError(message, hint=hint, output=error.output) from error


def _remove(project: Project, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    git.run("worktree", "prune", cwd=project.root)
