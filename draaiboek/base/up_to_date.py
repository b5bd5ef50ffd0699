"""Brings a folder up to date: what it already holds is not written again, and what it should not hold is removed.

Creating a file costs several times as much as reading one, and creating a folder even more.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO


def bring(folder: Path, files: Mapping[str, bytes], *, but: Collection[str] = ()) -> None:
    """Make *folder* hold *files*, by relative path, and nothing else; paths in *but* are left alone.

    A file that differs is replaced, not overwritten: a hard link to it elsewhere keeps the old contents.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folders = {place for name in files for place in accumulate(name.split("/")[:-1], "{}/{}".format)}
    _clear(str(folder), "", files, folders, frozenset(but))
    for name, data in files.items():
        path = f"{folder}/{name}"
        if not _holds(path, data):
            try:
                new(path, data)
            except FileExistsError:
                Path(path).unlink()
                new(path, data)


def new(path: str, data: bytes) -> None:
    """Create the file *path* with *data*, and its folder if need be. Raises FileExistsError when the file exists."""
    try:
        file = _opened(path)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        file = _opened(path)
    with file:
        file.write(data)


def _clear(folder: str, above: str, files: Mapping[str, bytes], folders: Collection[str], but: Collection[str]) -> None:
    """Remove what is neither one of *files* nor one of *folders*, or a file where a folder should be or vice versa."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{above}{entry.name}"
            if name in but:
                continue
            if not entry.is_dir(follow_symlinks=False):
                if name not in files or not entry.is_file(follow_symlinks=False):
                    Path(entry.path).unlink()
            elif name in folders:
                _clear(entry.path, f"{name}/", files, folders, but)
            else:
                shutil.rmtree(entry.path)


def _holds(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path for each would cost as much again
            return file.read() == data
    except OSError:
        return False


def _opened(path: str) -> BinaryIO:
    return open(path, "xb")  # noqa: PTH123  # a Path for each would cost as much again
