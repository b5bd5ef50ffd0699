"""Reproducible zip files: files in the given order, one date, one set of permissions.

Nothing is compressed: zlib's output differs from machine to machine, and git, which keeps every edition, can find what
two zips have in common only when they are not compressed (decisions/0010).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

_FILE = 0o100644
_UNIX = 3


def archive(files: Mapping[str, bytes], *, epoch: int) -> bytes:
    """Return *files*, by name and in their order, as a zip; every file has the date *epoch*, in seconds since 1970."""
    moment = datetime.fromtimestamp(epoch, UTC).timetuple()[:6]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.external_attr, entry.create_system = _FILE << 16, _UNIX
            file.writestr(entry, content)
    return target.getvalue()
