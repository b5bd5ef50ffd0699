"""The layouts of the parts of books, each in a file of a folder that books share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import cast

from draaiboek.base.kept_values import kinds_of
from draaiboek.forms.pdf import fits, plan, walk

_KINDS = kinds_of((fits, plan, walk))


def read(file: Path) -> fits.Laid | None:
    """Return the layout in *file*, None when it does not exist; updates its modification time to mark it as used."""
    try:
        line = file.read_bytes()
    except FileNotFoundError:
        return None
    os.utime(file)
    return cast("fits.Laid", _KINDS.value(line))


def write(laid: fits.Laid, file: Path) -> None:
    """Write *laid* to *file* atomically."""
    whole = file.with_suffix(f".{os.getpid()}")
    whole.write_bytes(_KINDS.line(laid))
    whole.replace(file)
