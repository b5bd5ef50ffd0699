"""Where things stand in an EPUB, and where a link of the website leads from there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from draaiboek.model import Book, Chapter

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_NOT_IN_A_NAME = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class Inside:
    """A place in the book: the *file* of a chapter and the id *name* in it, '' for its start."""

    file: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of one book: *base* is where its site stands, *files* the file of each chapter by its address."""

    base: str
    files: Mapping[str, str]

    @classmethod
    def of(cls, book: Book) -> Places:
        """Return the addresses of *book*."""
        base = book.permalink if book.permalink.endswith("/") else f"{book.permalink}/"
        return cls(base, {_page(chapter.url): file_of(chapter) for chapter in book.chapters})

    def resolve(self, href: str, url: str) -> Inside | str | None:
        """Return where *href* on the page at *url* leads: in the book, or an address; None for another kind of link."""
        try:
            address = urljoin(urljoin(self.base, url), href)
            scheme = urlsplit(address).scheme
        except ValueError:
            return None
        page, fragment = urldefrag(address)
        file = self.files.get(_page(page.removeprefix(self.base))) if page.startswith(self.base) else None
        if file is not None:
            return Inside(file, id_of(unquote(fragment)))
        return address if scheme in _SCHEMES else None

    def picture(self, source: str, url: str) -> str:
        """Return the place in the site of the picture that the page at *url* calls *source*."""
        address = urldefrag(urljoin(urljoin(self.base, url), source)).url
        return unquote(address.removeprefix(self.base)) if address.startswith(self.base) else address


def file_of(chapter: Chapter) -> str:
    """Return the place of *chapter* in the book."""
    return f"tekst/{chapter.path.with_suffix('.xhtml')}"


def file_of_picture(path: str) -> str:
    """Return the place in the book of the picture at *path* in the site."""
    return f"beeld/{path}"


def way(target: Inside, *, start: str) -> str:
    """Return the link to *target* from the file *start*."""
    if target.file == start and target.name:
        return f"#{target.name}"
    path = quote(posixpath.relpath(target.file, posixpath.dirname(start) or "."))
    return f"{path}#{target.name}" if target.name else path


def id_of(name: str) -> str:
    """Return the id *name* as XML allows it: without colons, not starting with a digit."""
    clean = _NOT_IN_A_NAME.sub("-", name)
    return f"n{clean}" if clean[:1].isdigit() or clean[:1] in {"-", "."} else clean


def _page(url: str) -> str:
    return unquote(url).removesuffix("index.html").strip("/")
