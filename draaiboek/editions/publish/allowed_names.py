"""The names at the root of a publication, and which names of files may come in it."""

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
"""The file with the addresses of the edition in force, and where others moved to."""

SUMS = "bestanden.json"
"""The file with the SHA-256 of every file to take along that was ever published."""

EDITION = re.compile(rf"{schema.EDITION_NUMBER}\Z")


def shown(name: str) -> str:
    """Return *name*, which somebody else may have chosen, so that it can be printed."""
    return name if SAFE_NAME.fullmatch(name) or name.isprintable() else ascii(name)


def check(folder: Path) -> None:
    """Refuse to publish *folder* when a name or a kind of file in it would hurt mike or a web server."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            message = f"{name!r} is geen gewoon bestand"
        elif not SAFE_NAME.fullmatch(name):
            # mike passes names to git fast-import as they are: a newline is a command, `.git` ends every clone.
            message = f"de bestandsnaam {name!r} kan niet in een editie"
        else:
            continue
        raise ToolError(message, hint="Gebruik letters, cijfers, punten en streepjes; er is niets gepubliceerd.")
