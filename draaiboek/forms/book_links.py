"""Where the links of a page lead for a reader of a book: to a place in it, or to an address on the web."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote

from draaiboek.base.model import Book
from draaiboek.content import addresses
from draaiboek.render.layout import page_url, site_folder


@dataclass(frozen=True, slots=True)
class InBook:
    """A target inside the book: a *page*, and an id on it or ''."""

    page: PurePosixPath
    name: str = ""


@dataclass(frozen=True, slots=True)
class OnTheWeb:
    """An address outside the book; *page* is the page of the same variant at that address, if it is one."""

    url: str
    page: PurePosixPath | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class BookLinks:
    """The links in the book of the variant *slug*: *edition* is the address of its edition, *pages* are its pages."""

    slug: str
    edition: str
    pages: AbstractSet[PurePosixPath]

    @classmethod
    def of(cls, book: Book) -> BookLinks:
        """Return the links of *book*."""
        edition = book.permalink.removesuffix("/").removesuffix(f"/{book.slug}")
        return cls(book.slug, edition, {chapter.path for chapter in book.chapters})

    @property
    def home(self) -> str:
        """The address of the site of this variant in its edition, with a trailing slash."""
        return f"{self.edition}/{site_folder(self.slug)}"

    def resolve(self, href: str, page: PurePosixPath) -> InBook | OnTheWeb | None:
        """Return where *href* on *page* leads, or None when a text may not contain it.

        Whatever is not in the book is on the web, in the same edition. The address of the editions is accepted as it
        is: no editor typed it, and it may be that of a local machine.
        """
        home = self.edition.rpartition("/")[0]
        if home and f"{href}/".startswith(f"{home}/"):
            return OnTheWeb(href)
        match addresses.read(href):
            case addresses.Web(url=url):
                return OnTheWeb(url)
            case addresses.Inside(page=way, name=name):
                return self._place(self.slug, addresses.beside(page, way) if way else page, name)
            case addresses.Elsewhere(slug=slug, page=path, name=name):
                return self._place(slug, path, name)
        return None

    def _place(self, slug: str, path: PurePosixPath, name: str) -> InBook | OnTheWeb:
        if slug == self.slug and path in self.pages:
            return InBook(path, name)
        return self.on_the_web(path, name, slug)

    def on_the_web(self, path: PurePosixPath, name: str, slug: str) -> OnTheWeb:
        """Return the place *name* on page *path* of the variant *slug*, in this edition on the web."""
        url = f"{self.edition}/{site_folder(slug)}{quote(page_url(path))}{f'#{quote(name)}' if name else ''}"
        return OnTheWeb(url, path if slug == self.slug else None)
