"""The files of an EPUB: container, package document, navigation, title page, colophon, chapters and pictures."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from draaiboek.base import templating
from draaiboek.base.model import Book
from draaiboek.forms import imprint
from draaiboek.forms.epub.convert import Converted, Heading
from draaiboek.forms.epub.file_names import file_of_picture, way
from draaiboek.render.html import typeset

_FOLDER = "EPUB"
_NAVIGATION = "inhoud.xhtml"
_SHEET = "boek.css"
_COVER = "kaft.png"
_MANY_SECTIONS = 24  # a chapter with more is a list, of terms for instance, and the contents do not list its sections
_SECTION = 2
_TYPES = {".svg": "image/svg+xml", ".webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the table of contents; *href* is '' for a group of chapters."""

    text: str
    href: str
    below: tuple[_Line, ...] = ()


def files(book: Book, chapters: Sequence[Converted], cover: bytes) -> Mapping[str, bytes]:
    """Return the files of the EPUB of *book* in order; `mimetype` has to be the first (OCF 3.3, § 4.2.4)."""
    pictures = sorted({path for chapter in chapters for path in chapter.pictures})
    words = {
        "book": book,
        "cover": _COVER,
        "chapters": chapters,
        "pictures": [(file_of_picture(path), _media_type(path)) for path in pictures],
        "full_title": imprint.full_title(book),
        "this": book.identity,
        "licence": imprint.licence(book),
        "facts": imprint.facts(book),
        "colophon": imprint.colophon(book),
        "contents": tuple(_contents(chapters)),
        "together": lambda said: typeset(said, book.identity.unbroken),
    }

    def fill(name: str, **more: object) -> bytes:
        return templating.render("draaiboek.forms.epub", name, {**words, **more}).encode()

    pages = {
        chapter.file: fill("chapter.xhtml", chapter=chapter, sheet=way(_SHEET, "", chapter.file))
        for chapter in chapters
    }
    content = {
        "boek.opf": fill("package.opf"),
        _NAVIGATION: fill("nav.xhtml"),
        "titel.xhtml": fill("title.xhtml"),
        "colofon.xhtml": fill("colophon.xhtml"),
        _COVER: cover,
        _SHEET: (Path(__file__).parent / "templates" / "book.css").read_bytes(),
        **pages,
        **{file_of_picture(path): book.media[path] for path in pictures},
    }
    container = {"mimetype": b"application/epub+zip", "META-INF/container.xml": fill("container.xml")}
    return {**container, **{f"{_FOLDER}/{name}": text for name, text in content.items()}}


def _contents(chapters: Sequence[Converted]) -> Iterator[_Line]:
    for group, members in groupby(chapters, key=lambda chapter: chapter.group):
        lines = tuple(_Line(each.title, each.file, tuple(_sections(each))) for each in members)
        yield from (_Line(group, "", lines),) if group else lines


def _sections(chapter: Converted) -> Iterator[_Line]:
    sections: list[Heading] = [each for each in chapter.headings if each.level == _SECTION and each.id]
    if len(sections) <= _MANY_SECTIONS:
        yield from (_Line(each.text, f"{chapter.file}#{each.id}") for each in sections)


def _media_type(path: str) -> str:
    suffix = PurePosixPath(path).suffix
    return _TYPES.get(suffix) or mimetypes.types_map[suffix]
