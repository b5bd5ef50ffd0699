"""Where things stand in an EPUB, and how its files link to each other."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote

from draaiboek.base.model import Book, Chapter
from draaiboek.forms.link_targets import page_of

_NOT_IN_A_NAME = re.compile(r"[^\w.-]")


def files_of(book: Book) -> Mapping[str, str]:
    """Return the file in the book of each page of *book*, by the page's address in its one spelling."""
    return {page_of(chapter.url): file_of(chapter) for chapter in book.chapters}


def file_of(chapter: Chapter) -> str:
    """Return the place of *chapter* in the book."""
    return f"tekst/{chapter.path.with_suffix('.xhtml')}"


def file_of_picture(path: str) -> str:
    """Return the place in the book of the picture at *path* in the site."""
    return f"beeld/{path}"


def way(file: str, name: str = "", *, start: str) -> str:
    """Return the link from the file *start* to the id *name* in *file*, or to its start."""
    if file == start and name:
        return f"#{name}"
    path = quote(posixpath.relpath(file, posixpath.dirname(start) or "."))
    return f"{path}#{name}" if name else path


def id_of(name: str) -> str:
    """Return the id *name* as XML allows it: without colons, not starting with a digit."""
    clean = _NOT_IN_A_NAME.sub("-", name)
    return f"n{clean}" if clean[:1].isdigit() or clean[:1] in {"-", "."} else clean
