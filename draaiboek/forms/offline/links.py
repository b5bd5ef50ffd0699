"""Where the links of a page lead when it is opened from a folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit

_HERE = "https://hier.invalid/"
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')\s]+)""")


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of one site: *permalink* is its address on the web, *names* are its files."""

    permalink: str
    names: frozenset[str]

    def rewrite(self, href: str, page: str) -> str:
        """Return the replacement for *href* in the file *page*: a file in the folder, or an address on the web."""
        if href.startswith(("#", "//")) or urlsplit(href).scheme:
            return href
        name = self.file(href, page)
        fragment = urlsplit(href).fragment
        ending = f"#{fragment}" if fragment else ""
        if name is None:
            # Also for what is above the site: the permalink of a sector is below that of the core.
            return urljoin(urljoin(self.permalink, page), href)
        return quote(posixpath.relpath(name, posixpath.dirname(page) or ".")) + ending

    def file(self, href: str, page: str) -> str | None:
        """Return the file to which *href* in the file *page* leads; None when it is not one of this site."""
        parts = urlsplit(urljoin(_HERE + _DEEP + page, href))
        if f"{parts.scheme}://{parts.netloc}/" != _HERE or not parts.path.startswith(f"/{_DEEP}"):
            return None
        name = unquote(parts.path.removeprefix(f"/{_DEEP}"))
        name = f"{name}index.html" if not name or name.endswith("/") else name
        return next((each for each in (name, f"{name}/index.html") if each in self.names), None)

    def files(self, addresses: Iterable[str], page: str) -> Iterator[str]:
        """Yield the files of this site among *addresses* in the file *page*."""
        for address in addresses:
            if (name := self.file(address, page)) is not None:
                yield name


# The site is placed this deep in a made-up address, so that a link to above it is recognised as one.
_DEEP = "a/b/c/d/"


def css_addresses(text: str) -> list[str]:
    """Return the addresses in a style sheet."""
    return _CSS_ADDRESS.findall(text)
