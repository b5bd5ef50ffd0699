"""Temporary folders; those of a run that was killed are removed by the next one."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from draaiboek.base import interrupts

try:
    import fcntl
except ImportError:  # Windows: nothing there says whether a folder is in use, so nothing is swept
    fcntl = None  # type: ignore[assignment]

_OURS = "draaiboek"
_SHORT = Path("/tmp")  # noqa: S108  # our folder in it has an unpredictable name and is private
_LONGEST = 71
"""Bytes of the longest path to which Python can still add its folder and a socket: 103 bytes in all on macOS."""
OF_FOLDER = 27
"""The most bytes that the name of a `folder` of ours has."""


def for_sockets(*, below: int = 0) -> Path:
    """Return the system's temporary folder, or /tmp when its path is too long for that of a socket in it.

    The socket is in a folder whose name adds *below* bytes to that path.
    """
    usual = Path(tempfile.gettempdir())
    is_long = len(os.fsencode(usual)) + below > _LONGEST
    return _SHORT if is_long and os.access(_SHORT, os.W_OK) else usual


@contextmanager
def folder(*, beside: Path | None = None, inside: Path | None = None) -> Iterator[Path]:
    """Yield an empty folder of our own: in the system's temporary folder, or *beside* a path, on the same disk.

    Or *inside* a folder. It is removed when the body ends, and whoever wants to stop meanwhile waits for that: it may
    hold a whole publication. While it is in use the system holds a lock on it, which ends with the process.
    """
    around = beside.parent if beside else inside or Path(tempfile.gettempdir())
    start = f".{_OURS}-" if beside else f"{_OURS}-"
    _sweep(around, start)
    with interrupts.later() as now:
        made = Path(tempfile.mkdtemp(prefix=f"{start}{os.getpid()}-", dir=around))
        handle = os.open(made, os.O_RDONLY) if fcntl else -1
        try:
            now()
            if fcntl:
                fcntl.flock(handle, fcntl.LOCK_SH)
            yield made
        finally:
            with interrupts.later():
                if fcntl:
                    os.close(handle)
                _remove(made)


def sweep(*, beside: Path) -> None:
    """Remove what folders *beside* a path were left by runs that were killed, as `folder` does before it makes one."""
    if beside.parent.is_dir():
        _sweep(beside.parent, f".{_OURS}-")


def _sweep(around: Path, start: str) -> None:
    """Remove the folders of this user's processes that have ended.

    A folder is in use as long as its process lives, even in another container, where only the lock shows that.
    """
    if not fcntl:
        return
    name = re.compile(rf"{re.escape(start)}(?P<process>[0-9]+)-\w+")
    for each in around.iterdir():
        if (match := name.fullmatch(each.name)) and not _lives(int(match["process"])):
            _remove_unused(each)


def _remove_unused(left: Path) -> None:
    try:
        handle = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    except OSError:  # somebody else's, not a folder, or swept meanwhile
        return
    try:
        if os.fstat(handle).st_uid == os.getuid():
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(left)
    except BlockingIOError:
        pass
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    """Remove *folder* with what is in it, also what was copied with the rights of a folder that is read-only."""
    for path, _, _ in os.walk(folder):
        with suppress(OSError):
            Path(path).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
