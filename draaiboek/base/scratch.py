"""Temporary folders; those of a run that was killed are removed by the next one."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nothing tells there whether a folder is in use, so nothing is swept
    fcntl = None  # type: ignore[assignment]

_OURS = "draaiboek"
_SHORT = Path("/tmp")  # noqa: S108  # our folder in it has a name that nobody knows, and is ours alone
_LONGEST = 71
"""Bytes of a name to which Python can still add its folder and a socket: 103 in all on macOS."""
OF_FOLDER = 27
"""How many bytes the name of a `folder` of ours has at most."""


def for_sockets(*, below: int = 0) -> Path:
    """Return where the system keeps folders for a moment, or /tmp when no socket could bear the name of that place.

    The socket stands in a folder of which the name has *below* more bytes.
    """
    usual = Path(tempfile.gettempdir())
    is_long = len(os.fsencode(usual)) + below > _LONGEST
    return _SHORT if is_long and os.access(_SHORT, os.W_OK) else usual


@contextmanager
def folder(*, beside: Path | None = None, inside: Path | None = None) -> Iterator[Path]:
    """Yield an empty folder of our own: where the system keeps such folders, or *beside* a path, on the same disk.

    Or *inside* a folder. It is gone when the body ends. As long as it is in use the system holds a lock on it, which
    ends with the process.
    """
    around = beside.parent if beside else inside or Path(tempfile.gettempdir())
    start = f".{_OURS}-" if beside else f"{_OURS}-"
    _sweep(around, start)
    made = Path(tempfile.mkdtemp(prefix=f"{start}{os.getpid()}-", dir=around))
    handle = os.open(made, os.O_RDONLY) if fcntl else -1
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_SH)
        yield made
    finally:
        if fcntl:
            os.close(handle)
        shutil.rmtree(made, ignore_errors=True)


def _sweep(around: Path, start: str) -> None:
    """Remove the folders of processes of this user that have ended.

    A folder is in use while its process lives, also in another container, where only the lock tells.
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
    except OSError:  # somebody else's, no folder, or swept meanwhile
        return
    try:
        if os.fstat(handle).st_uid == os.getuid():
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
    except BlockingIOError:
        pass
    finally:
        os.close(handle)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
