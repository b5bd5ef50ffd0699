"""The names at the root of a publication, and the file names that a publication may contain."""

from __future__ import annotations

import re
from pathlib import Path

from draaiboek.base import model
from draaiboek.base.errors import ToolError
from draaiboek.content import schema
from draaiboek.editions.manifest import SAFE_NAME

BRANCH = "gh-pages"
REMOTE = "origin"
ALIAS = model.ALIAS
PATHS = "paden.json"
"""The file with the addresses of the edition in force, and the new addresses of pages that moved."""

SUMS = "bestanden.json"
"""The file with the SHA-256 of every downloadable file that was ever published."""

EDITION = re.compile(rf"{schema.EDITION_NUMBER}\Z")


def shown(name: str) -> str:
    """Return *name*, which somebody else may have chosen, in a form that is safe to print."""
    return name if SAFE_NAME.fullmatch(name) or name.isprintable() else ascii(name)


def check(folder: Path) -> None:
    """Raise ToolError when a name or a kind of file in *folder* would harm mike or a web server."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            message = f"{name!r} is geen gewoon bestand"
        elif not SAFE_NAME.fullmatch(name):
            # mike passes names to git fast-import unescaped: a newline starts a command, `.git` breaks every clone.
            message = f"de bestandsnaam {name!r} kan niet in een editie"
        else:
            continue
        raise ToolError(message, hint="Gebruik letters, cijfers, punten en streepjes; er is niets gepubliceerd.")
