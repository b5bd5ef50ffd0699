"""A lock on a folder, which the operating system releases when the program ends or is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from draaiboek.base.errors import ToolError

try:
    import fcntl
except ImportError:  # Windows: there only the compare-and-swap keeps two publishers apart
    fcntl = None  # type: ignore[assignment]

PUBLISHING = "er loopt hier al een publicatie"


@contextmanager
def held(folder: Path, message: str = PUBLISHING) -> Iterator[None]:
    """Hold the lock while the body runs; raises ToolError with *message* when another process holds it."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ToolError(message, hint="Wacht tot die klaar is en begin opnieuw; er is niets gewijzigd.") from error
        yield
    finally:
        os.close(handle)
