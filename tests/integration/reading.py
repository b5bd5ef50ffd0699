"""What a reader, a browser or a search engine finds in the output: pages, links, words."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from lxml.html import HtmlElement

_HERE = "http://hier/"
_WORD = re.compile(r"[^\W_]+")
_CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""")
_RESOURCES: tuple[str, ...] = (
    "script/@src",
    "img/@src",
    "img/@srcset",
    "source/@src",
    "source/@srcset",
    "video/@src",
    "audio/@src",
)
_RESOURCES += ("iframe/@src", "embed/@src", "object/@data", "input/@src", "form/@action", "use/@href", "image/@href")
# Not a resource: it says where the page belongs, and no browser fetches it.
_LINKS = "//link[not(@rel='canonical')]/@href"
# What Markdown writes and no reader sees; what is left are words.
_MARKUP = (
    re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"</?(?:div|span|br|sub|sup)\b[^>]*>"),
    re.compile(r"\{[^{}]*\}"),
    re.compile(r"(?<=\])\([^)]*\)"),
    re.compile(r"\[\^[^\]]+\]:?"),
    re.compile(r"(?m)^ *!!! \w+"),
    re.compile(r"(?m)^ *- \[[ x]\]"),
    re.compile(r"(?m)^ *\d+\. "),
)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page in the folder *site*; *name* is its place there."""

    site: Path
    name: str
    root: HtmlElement

    @property
    def url(self) -> str:
        return self.name.removesuffix("index.html")

    @property
    def article(self) -> HtmlElement:
        """What an editor wrote: the title and the text, between which the theme puts its own."""
        (title,), (text,) = self.find("//div[@data-titel]"), self.find("//div[@data-artikel]")
        whole: HtmlElement = lxml.html.Element("div")
        whole.extend([deepcopy(title), deepcopy(text)])
        return whole

    def find(self, path: str) -> list[Any]:
        return list(self.root.xpath(path))

    def text(self, path: str) -> str:
        return " ".join(" ".join(element.text_content() for element in self.find(path)).split())

    def resources(self) -> list[str]:
        """The addresses that a browser fetches by itself."""
        found = [str(value) for path in _RESOURCES for value in self.find(f"//{path}")]
        found += [str(value) for value in self.find(_LINKS)]
        styles = [element.text_content() for element in self.find("//style")] + self.find("//@style")
        return found + [address for style in styles for address in css_addresses(style)]

    def follow(self, href: str) -> WebPage | Path:
        """Open what a link leads to on disk; an anchor in it must exist."""
        parts = urlsplit(urljoin(_HERE + self.name, href))
        path = self.site / unquote(parts.path).lstrip("/")
        path = path / "index.html" if parts.path.endswith("/") else path
        assert path.is_file(), f"{self.name}: {href}"
        if path.suffix != ".html":
            return path
        page = self if path == self.site / self.name else web_page(self.site, path)
        wanted = unquote(parts.fragment)
        assert not wanted or page.root.get_element_by_id(wanted, None) is not None, f"{self.name}: {href}"
        return page


def web_page(site: Path, path: Path) -> WebPage:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return WebPage(site, path.relative_to(site).as_posix(), lxml.html.fromstring(path.read_bytes(), parser=parser))


def web_pages(site: Path) -> list[WebPage]:
    return [web_page(site, path) for path in sorted(site.rglob("index.html"))]


def elsewhere(address: str) -> bool:
    """Tell whether a browser has to ask another host for *address*."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in {"", "data"}


def css_addresses(text: str) -> Iterator[str]:
    return (match[1] for match in _CSS_ADDRESS.finditer(text))


def words_of_markdown(text: str, *, pictures: bool) -> list[str]:
    """The words of *text* in reading order; *pictures* says whether what stands for a picture counts."""
    text = text if pictures else _PICTURE.sub(" ", text)
    for pattern in _MARKUP:
        text = pattern.sub(" ", text)
    return _WORD.findall(text)


def words_of_article(article: HtmlElement) -> list[str]:
    copy: Any = lxml.html.fromstring(lxml.html.tostring(article, encoding="unicode"))
    for link in copy.xpath("//a[@class='headerlink' or @class='footnote-ref' or @class='footnote-backref']"):
        link.drop_tree()
    for picture in copy.xpath("//img"):
        picture.tail = f" {picture.get('alt', '')} {picture.tail or ''}"
    return _WORD.findall(str(copy.text_content()))


def lost_word(wanted: Sequence[str], found: Sequence[str]) -> str:
    """Return the first of *wanted* that does not stand in *found* in the same order, or ''."""
    rest = iter(found)
    return next((word for word in wanted if word not in rest), "")


def text_of_pdf(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def words_of_pdf(path: Path) -> Counter[str]:
    """Count the words of a PDF.

    A word that was broken at the end of a line counts as a whole and in pieces, one that stands against the number of a
    note with and without that number.
    """
    text = text_of_pdf(path).replace("\u2060", "")
    whole, pieces = re.sub(r"[-\u00ad]\s*\n", "", text), text.replace("\u00ad", "")
    without = re.sub(r"(?<=[^\W\d_])\d+", "", whole)
    return Counter(_WORD.findall(whole)) | Counter(_WORD.findall(pieces)) | Counter(_WORD.findall(without))
