"""What was published, read back: the editions there are, and the manifest of each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from draaiboek import manifest, process
from draaiboek.errors import ToolError
from draaiboek.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Editions:
    """The published editions in one place, oldest first; *read* gives the manifest of one."""

    names: tuple[str, ...]
    read: Callable[[str], Manifest]


def on_branch(repository: Path, tip: str) -> Editions:
    """Return the editions in commit *tip* of the publication branch of *repository*."""
    listed = process.run(["git", "show", f"{tip}:versions.json"], cwd=repository)
    return Editions(_names(listed), partial(_from_branch, repository, tip))


def in_folder(folder: Path) -> Editions:
    """Return the editions in *folder*, which holds a publication."""
    return Editions(_names(_text(folder / "versions.json")), partial(_from_folder, folder))


def _from_branch(repository: Path, tip: str, name: str) -> Manifest:
    return manifest.read(process.run(["git", "show", f"{tip}:{name}/{manifest.NAME}"], cwd=repository))


def _from_folder(folder: Path, name: str) -> Manifest:
    return manifest.read(_text(folder / name / manifest.NAME))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        message = f"het bestand '{path.name}' is niet te lezen"
        raise ToolError(message, hint="Geef een map met gepubliceerde edities op.", output=str(error)) from error


def _names(text: str) -> tuple[str, ...]:
    try:
        versions: list[Mapping[str, str]] = json.loads(text)
        return tuple(sorted((str(each["version"]) for each in versions), key=_numbers))
    except (ValueError, TypeError, KeyError) as error:
        message = "versions.json is beschadigd"
        raise ToolError(message, hint="Herstel het bestand uit de geschiedenis van de tak.") from error


def _numbers(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split("."))
