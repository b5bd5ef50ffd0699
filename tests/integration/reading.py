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

from draaiboek.base import model
from draaiboek.base.model import (
    Action,
    Blank,
    Break,
    Call,
    Code,
    Emphasis,
    Foreign,
    Image,
    Inline,
    Link,
    Mark,
    Note,
    Page,
    Part,
    Script,
    Section,
    SectorText,
    Slot,
    Strong,
    TermLink,
    Text,
)

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
# Not a resource: a canonical link says where the page belongs, and no browser fetches it.
_LINKS = "//link[not(@rel='canonical')]/@href"


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page in the folder *site*; *name* is its path below it."""

    site: Path
    name: str
    root: HtmlElement

    @property
    def url(self) -> str:
        return self.name.removesuffix("index.html")

    @property
    def article(self) -> HtmlElement:
        """What an editor wrote: the title and the text, without what the theme puts between them."""
        (title,), (text,) = self.find("//div[@data-titel]"), self.find("//div[@data-artikel]")
        whole: HtmlElement = lxml.html.Element("div")
        whole.extend([deepcopy(title), deepcopy(text)])
        return whole

    def find(self, path: str) -> list[Any]:
        return list(self.root.xpath(path))

    def text(self, path: str) -> str:
        return " ".join(" ".join(element.text_content() for element in self.find(path)).split())

    def resources(self) -> list[str]:
        """The addresses that a browser fetches without being asked."""
        found = [str(value) for path in _RESOURCES for value in self.find(f"//{path}")]
        found += [str(value) for value in self.find(_LINKS)]
        styles = [element.text_content() for element in self.find("//style")] + self.find("//@style")
        return found + [address for style in styles for address in css_addresses(style)]

    def follow(self, href: str) -> WebPage | Path:
        """Open the target of a link on disk; assert that it exists, with the anchor in the link."""
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
    """Return whether a browser has to contact a host for *address*."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in {"", "data"}


def css_addresses(text: str) -> Iterator[str]:
    return (match[1] for match in _CSS_ADDRESS.finditer(text))


def words_of_page(page: Page, *, pictures: bool) -> list[str]:
    """The words of a composed page in reading order; *pictures* says whether text alternatives of pictures count."""
    runs = [page.meta.title, *_parts(page.lead, pictures=pictures)]
    runs += [run for section in page.sections for run in _section(section, pictures=pictures)]
    runs += [_run(note.content, pictures=pictures) for note in page.footnotes]
    return [word for run in runs for word in _WORD.findall(run)]


def _section(section: Section, *, pictures: bool) -> Iterator[str]:
    yield _run(section.heading, pictures=pictures)
    yield from _parts(section.body, pictures=pictures)
    for below in section.subsections:
        yield from _section(below, pictures=pictures)
    yield from _parts(section.tail, pictures=pictures)


def _parts(parts: Sequence[Part], *, pictures: bool) -> Iterator[str]:
    for part in parts:
        assert not isinstance(part, Slot), part
        if isinstance(part, SectorText):
            label = "Niet van toepassing" if part.action is Action.OMIT else "Specifiek"
            beside = part.action is Action.REPLACE and part.anchor  # in the reading of all sectors
            yield f"In de plaats van dit stuk, voor {part.name}" if beside else f"{label} voor {part.name}"
            yield part.reason
            yield from _parts(part.body, pictures=pictures)
            for section in part.sections:
                yield from _section(section, pictures=pictures)
        else:
            yield from (_run(run, pictures=pictures) for run in model.runs(part))


def _run(content: Sequence[Inline], *, pictures: bool) -> str:
    """What a reader sees of a run of words, without the numbers of notes and the labels of marks."""
    words = ""
    for inline in content:
        match inline:
            case Text(text=text) | Foreign(text=text) | Code(text=text) | TermLink(text=text) | Call(number=text):
                words += text
            case Blank(about=text):
                words += f"({text})"
            case Emphasis() | Strong() | Script() | Link():
                words += _run(inline.content, pictures=pictures)
            case Image(text=text) if pictures:
                words += f" {text} "
            case Break() | Note() | Mark() | Image():
                words += " "
            case _:
                raise AssertionError(inline)
    return words


def words_of_article(article: HtmlElement) -> list[str]:
    copy: Any = lxml.html.fromstring(lxml.html.tostring(article, encoding="unicode"))
    for link in copy.xpath(
        "//a[@class='headerlink' or @class='footnote-ref' or @class='footnote-backref'] | //p[@class='lr-kit']"
    ):
        link.drop_tree()
    for picture in copy.xpath("//img"):
        picture.tail = f" {picture.get('alt', '')} {picture.tail or ''}"
    return _WORD.findall(str(copy.text_content()))


def lost_word(wanted: Sequence[str], found: Sequence[str]) -> str:
    """Return the first of *wanted* that does not occur in *found* in the same order, or ''."""
    rest = iter(found)
    return next((word for word in wanted if word not in rest), "")


def text_of_pdf(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def words_of_pdf(path: Path) -> Counter[str]:
    """Count the words of a PDF.

    A word that was hyphenated at the end of a line counts both whole and in pieces; one directly before the number of a
    note counts both with and without that number.
    """
    text = text_of_pdf(path).replace("\u2060", "")
    whole, pieces = re.sub(r"[-\u00ad]\s*\n", "", text), text.replace("\u00ad", "")
    without = re.sub(r"(?<=[^\W\d_])\d+", "", whole)
    return Counter(_WORD.findall(whole)) | Counter(_WORD.findall(pieces)) | Counter(_WORD.findall(without))
