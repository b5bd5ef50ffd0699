"""Where the links of a rendered page lead: to a page of the same book, or to an address on the web."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from draaiboek.base.model import Book

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class Inside:
    """A place in the book: the address of a *page* in its one spelling, and the id *name* on it, '' for its start."""

    page: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """An address on the web."""

    url: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one book: *base* is where its site stands, *pages* the addresses of its chapters below that."""

    base: str
    pages: frozenset[str]

    @classmethod
    def of(cls, book: Book) -> Addresses:
        """Return the addresses of *book*."""
        base = book.permalink if book.permalink.endswith("/") else f"{book.permalink}/"
        return cls(base, frozenset(page_of(chapter.url) for chapter in book.chapters))

    def resolve(self, href: str, url: str) -> Inside | Outside | None:
        """Return where *href* on the page at *url* leads; None for a kind of address that only a browser can follow."""
        try:
            address = urljoin(urljoin(self.base, url), href)
            scheme = urlsplit(address).scheme
        except ValueError:
            return None
        page, fragment = urldefrag(address)
        if page.startswith(self.base) and page_of(page.removeprefix(self.base)) in self.pages:
            return Inside(page_of(page.removeprefix(self.base)), unquote(fragment))
        return Outside(address) if scheme in _SCHEMES else None

    def file(self, source: str, url: str) -> str:
        """Return the place in the site of the file that the page at *url* calls *source*."""
        address = urldefrag(urljoin(urljoin(self.base, url), source)).url
        return unquote(address.removeprefix(self.base)) if address.startswith(self.base) else address


def page_of(url: str) -> str:
    """Return the one spelling of the address *url* of a page."""
    return unquote(url).removesuffix("index.html").strip("/")
