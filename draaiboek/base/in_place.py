"""Puts a file or folder in the place of another atomically, so that no reader and no crash finds half of it.

Whatever fails before that step leaves the old one as it was.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from draaiboek.base import scratch

# linux/fcntl.h and linux/fs.h; renameat2(2) came with Linux 3.15 and glibc 2.28.
AT_FDCWD = -100
RENAME_EXCHANGE = 2
_UNKNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}  # the system, or this disk, has no such call


def put_in_place(new: Path, place: Path) -> None:
    """Exchange folder *new* with what is at *place*; when nothing is there, *new* is just moved to it.

    Raises OSError when the system refuses, for instance because *place* is read-only; nothing has changed then.
    """
    if not place.exists():
        new.rename(place)
        return
    if not _exchange(new, place):
        # Other systems than Linux have no such call: two renames, and `recover` if it stops between them.
        old = _aside(place)
        shutil.rmtree(old, ignore_errors=True)
        place.rename(old)
        new.rename(place)
        old.rename(new)


def recover(place: Path) -> None:
    """Put the old folder back when `put_in_place` was killed between its two renames."""
    if _aside(place).exists() and not place.exists():
        _aside(place).rename(place)


def write(files: Mapping[Path, bytes], *, around: Path) -> None:
    """Write *files*, all below the folder *around*, each atomically; none is touched when one cannot be made."""
    with scratch.folder(beside=around / "new") as folder:
        made = {path: folder / str(number) for number, path in enumerate(files)}
        for path, new in made.items():
            new.write_bytes(files[path])
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists():
                shutil.copymode(path, new)
        for path, new in made.items():
            new.replace(path)


def _aside(place: Path) -> Path:
    return place.with_name(f".{place.name}.oud")


def _exchange(one: Path, other: Path) -> bool:
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    if (number := ctypes.get_errno()) in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(other))
