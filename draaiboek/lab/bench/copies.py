"""A copy of the program with a text to measure, and the commands to run in it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from draaiboek.base import process
from draaiboek.base.project import Project
from draaiboek.lab.bench import guidebooks

_PROGRAM = ("build.py", "mkdocs.yml", "requirements")
_MANY = 120
TEXTS = (("The guidebook itself", 0), (f"{_MANY} made-up chapters", _MANY))
"""The texts with which websites are measured, and how many made-up chapters `copy` puts in each."""


def copy(project: Project, root: Path, chapters: int = 0) -> Project:
    """Copy *project* to *root*, with its text or, if *chapters* is not 0, that many made-up ones; return the copy."""
    shutil.rmtree(root, ignore_errors=True)
    skip = shutil.ignore_patterns("__pycache__")
    text = () if chapters else ("docs", "sectors", "overlays", "draaiboek.yml")
    for name in (*_PROGRAM, project.package.name, *text):
        path = project.root / name
        if path.is_dir():
            shutil.copytree(path, root / name, ignore=skip)
        else:
            root.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, root / name)
    if chapters:
        guidebooks.write_chapters(root, chapters)
    return Project(root)


def ours(*words: str) -> tuple[str, ...]:
    """Return the command line of `build.py` with *words* in a copy."""
    return (sys.executable, "build.py", *words)


def run(commands: tuple[tuple[str, ...], ...], folder: Path) -> int:
    """Run *commands* in *folder*, one after the other; return 0. Raises ToolError when one of them fails."""
    for command in commands:
        process.run(command, cwd=folder)
    return 0
