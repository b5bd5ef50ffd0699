"""Repairs, tried on a copy of the text until nothing is left to do, and shown before any file is touched."""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path, PurePosixPath

from draaiboek.base import characters, in_place, scratch
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Source
from draaiboek.base.project import Project
from draaiboek.content import budgets, content_paths, files
from draaiboek.pipeline.examine import UNREAD, Checked, examine
from draaiboek.pipeline.repair import heading_ids, moves, readings, references, word_remnants
from draaiboek.pipeline.repair.edits import Change, apply, reader

_FOLDERS = (content_paths.DOCS, content_paths.SECTORS, content_paths.OVERLAYS)
_MOST = 20  # every pass repairs something for good; needing more would be a bug


@dataclass(frozen=True, slots=True)
class Signing:
    """A sector's request to record that it read the core text under its overlays; *by* is the reader's function."""

    sector: str
    by: str
    day: date


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file *before* and *after* the repairs; None where it does not exist."""

    path: PurePosixPath
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Repaired:
    """What repairs would change, and the *problems* that remain."""

    changes: tuple[FileChange, ...]
    problems: tuple[Diagnostic, ...]


def repair(project: Project, signing: Signing | None = None, before: Source | None = None) -> Repaired:
    """Return what can be repaired in the text of *project* without guessing; nothing is written.

    *before* is the text from which it was made, when that is known.
    """
    with scratch.folder() as root:
        copy = Project(root)
        was = _copied(project, copy)
        for _ in range(_MOST):
            checked = examine(copy)
            if not apply(_changes(copy, checked, signing, before), copy.root):
                break
        else:  # pragma: no cover  # repairs that keep causing new ones
            message = "the repairs do not end"
            raise AssertionError(message)
        after = _contents(copy)
        changes = tuple(
            FileChange(path, was.get(path), after.get(path))
            for path in sorted({*was, *after})
            if was.get(path) != after.get(path)
        )
        return Repaired(changes, checked.problems)


def is_possible(project: Project, checked: Checked) -> bool:
    """Return whether `repair` would change anything in *project*, whose text is *checked*."""
    return bool(_changes(project, checked, None, None))


def write(project: Project, repaired: Repaired) -> None:
    """Write the changes to the text of *project*."""
    found = {project.root / change.path: change.after for change in repaired.changes}
    in_place.write({path: text for path, text in found.items() if text is not None}, around=project.root)
    for path, text in found.items():
        if text is None:
            path.unlink(missing_ok=True)


def _changes(copy: Project, checked: Checked, signing: Signing | None, before: Source | None) -> list[Change]:
    """Return one pass of repairs: characters first, because they can hide everything else."""
    read = reader(copy.root)
    found = list(_texts(copy))
    first: list[Change] = [edit for path in found if (text := read(path)) for edit in word_remnants.in_text(text)]
    first = first or [edit for problem in checked.problems for edit in word_remnants.at_message(problem, read)]
    if first or _is_unread(checked):
        return first
    return next((made for step in _steps(copy, checked, signing, before) if (made := list(step))), [])


def _steps(
    copy: Project, checked: Checked, signing: Signing | None, before: Source | None
) -> Iterator[Iterator[Change]]:
    """Yield the repairs of whole files in order: what one step changes, the next may need."""
    source, stand, read = checked.source, checked.read, reader(copy.root)
    yield heading_ids.given(checked.problems, source, read, before)
    yield from (moves.formerly(source, stand, read), moves.followed(source, read, copy))
    yield from (references.changes(source, read), readings.swept(source, stand, checked.problems))
    if signing and not checked.failed:
        yield readings.signed(source, stand, signing.sector, day=signing.day, by=signing.by)


def _is_unread(checked: Checked) -> bool:
    """Return whether part of the text cannot be read: what seems to be gone may be in that part."""
    return any(problem.code in UNREAD or problem.lost for problem in checked.problems)


def _texts(project: Project) -> Iterator[PurePosixPath]:
    used = budgets.Used()
    for folder in (project.docs, project.sectors, project.overlays):
        for file in files.find(folder, project.root, [], used):
            if file.suffix in files.TEXTS:
                yield file.origin.path
    yield content_paths.IDENTITY


def _copied(project: Project, copy: Project) -> dict[PurePosixPath, bytes]:
    """Copy the text of *project* and return its files."""
    for folder in _FOLDERS:
        if (project.root / folder).is_dir():
            shutil.copytree(project.root / folder, copy.root / folder, symlinks=True, copy_function=_copy)
    if project.identity.is_file():
        _copy(str(project.identity), str(copy.identity))
    return _contents(copy)


def _copy(source: str, target: str) -> None:
    """Copy a file; one that is refused anyway gets a stand-in: a pipe never ends, and a file can fill the disk."""
    path = Path(source)
    if not path.is_file():
        Path(target).symlink_to(path)
    elif path.stat().st_size > budgets.PICTURE:
        Path(target).touch()
        os.truncate(target, budgets.PICTURE + 1)
    else:
        shutil.copyfile(source, target)


def _contents(project: Project) -> dict[PurePosixPath, bytes]:
    found = (path for folder in _FOLDERS for path in (project.root / folder).rglob("*"))
    return {
        PurePosixPath(path.relative_to(project.root).as_posix()): path.read_bytes()
        for path in chain(found, (project.identity,))
        if path.is_file() and not path.is_symlink() and path.suffix in files.TEXTS
    }


# --- shown ------------------------------------------------------------------------------------------------------------


def diff(change: FileChange) -> str:
    """Return *change* as a unified diff, with the name of each character that nobody would see."""
    before, after = _lines(change.before), _lines(change.after)
    old = str(change.path) if change.before is not None else "(nieuw)"
    new = str(change.path) if change.after is not None else "(weg)"
    return "\n".join(difflib.unified_diff(before, after, old, new, lineterm="", n=1))


def _lines(content: bytes | None) -> list[str]:
    text = (content or b"").decode(errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return [_visible(line) for line in text.removesuffix("\n").split("\n")] if text else []


def _visible(line: str) -> str:
    return "".join(each if each in _PLAIN or each.isalnum() else _named(each) for each in line)


def _named(character: str) -> str:
    hidden = character.isspace() or not character.isprintable()
    return f"⟨{characters.name_of(character)}⟩" if hidden else character


_PLAIN = "\t "
