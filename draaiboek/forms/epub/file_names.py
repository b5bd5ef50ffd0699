"""The paths and ids in an EPUB, and how its files link to each other."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePosixPath
from urllib.parse import quote

_NOT_IN_A_NAME = re.compile(r"[^\w.-]")


def file_of(path: PurePosixPath) -> str:
    """Return the path in the book of the page *path*."""
    return f"tekst/{path.with_suffix('.xhtml')}"


def file_of_picture(path: str) -> str:
    """Return the path in the book of the picture that has *path* in the variant."""
    return f"beeld/{path}"


def way(file: str, name: str, start: str) -> str:
    """Return the link from the file *start* to the id *name* in *file*, or to the start of *file* when that is ''."""
    if file == start and name:
        return f"#{name}"
    path = quote(posixpath.relpath(file, posixpath.dirname(start) or "."))
    return f"{path}#{name}" if name else path


def typed_well(url: str) -> str:
    """Return the address *url* with percent-encoding where an address needs it (RFC 3986, § 2)."""
    return quote(url, safe="%:/?#[]@!$&'()*+,;=")


def id_of(name: str) -> str:
    """Return the id *name* as XML allows it: without colons, and not starting with a digit."""
    clean = _NOT_IN_A_NAME.sub("-", name)
    return f"_{clean}" if clean[:1].isdigit() or clean[:1] in {"-", "."} else clean


def note_id(number: int) -> str:
    """Return the id of note *number*; an editor's ids contain no dot."""
    return f"noot.{number}"


def mark_id(number: int, time: int) -> str:
    """Return the id of the *time*th reference in the text to note *number*."""
    return f"noot.{number}.{time}"
