"""Where a link leads: to a place in the book, or to an address on the web."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from draaiboek.model import Book

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class Inside:
    """A place in the book, by its Typst label."""

    label: str


@dataclass(frozen=True, slots=True)
class Outside:
    """An address on the web."""

    url: str

    @property
    def shown(self) -> str:
        """The address as a reader types it."""
        return self.url.removeprefix("mailto:").removeprefix("tel:")

    def is_said_by(self, text: str) -> bool:
        """Whether *text* already is the address."""
        return _bare(text) in (_bare(self.url), _bare(unquote(self.url)))


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of one book: *base* is where its site stands, *pages* the addresses of its chapters below that."""

    base: str
    pages: frozenset[str]

    @classmethod
    def of(cls, book: Book) -> Links:
        """Return the addresses of *book*."""
        base = book.permalink if book.permalink.endswith("/") else f"{book.permalink}/"
        return cls(base, frozenset(_page(chapter.url) for chapter in book.chapters))

    def resolve(self, href: str, url: str) -> Inside | Outside | None:
        """Return where *href* on the page at *url* leads; None for a kind of address that a PDF cannot hold."""
        try:
            address = urljoin(urljoin(self.base, url), href)
            scheme = urlsplit(address).scheme
        except ValueError:
            return None
        page, fragment = urldefrag(address)
        if page.startswith(self.base) and _page(page.removeprefix(self.base)) in self.pages:
            return Inside(label(page.removeprefix(self.base), unquote(fragment)))
        return Outside(address) if scheme in _SCHEMES else None

    def is_ours(self, outside: Outside) -> bool:
        """Whether *outside* is a page of the same site."""
        return outside.url.startswith(self.base)

    def file(self, source: str, url: str) -> str:
        """Return the place in the site of the file that the page at *url* calls *source*."""
        address = urldefrag(urljoin(urljoin(self.base, url), source)).url
        return unquote(address.removeprefix(self.base)) if address.startswith(self.base) else address


def label(url: str, name: str) -> str:
    """Return the label of the element with id *name* on the page at *url*; without *name*, of the chapter."""
    return f"{_page(url)}#{name}"


def _page(url: str) -> str:
    """Return the one spelling of a page's address."""
    return unquote(url).removesuffix("index.html").strip("/")


def _bare(address: str) -> str:
    text = address.strip().lower()
    for prefix in ("mailto:", "tel:", "https://", "http://", "www."):
        text = text.removeprefix(prefix)
    return text.removesuffix("/")
