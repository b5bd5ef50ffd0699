"""The EPUB stage: a `Book` becomes an EPUB 3 with the same words as the website.

It must pass epubcheck without a remark (tested), meet EPUB Accessibility 1.1, and have the same bytes for the same
book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from draaiboek.base.diagnostics import Diagnostic, has_errors
from draaiboek.base.model import Book
from draaiboek.base.zipping import archive
from draaiboek.forms.book_links import BookLinks
from draaiboek.forms.epub import package
from draaiboek.forms.epub.convert import Converted, convert

__all__ = ["write"]


def write(book: Book, *, cover: bytes, into: Path, epoch: int) -> tuple[Diagnostic, ...]:
    """Write *book* as EPUB to the file *into*; nothing is written when there is an error.

    *cover* is a picture (PNG), *epoch* the date of the files in it, in seconds since 1970.
    """
    links = BookLinks.of(book)
    chapters = tuple(convert(chapter, links, book.media, book.identity.unbroken) for chapter in book.chapters)
    problems = tuple(problem for chapter in chapters for problem in chapter.problems) + tuple(_dead_links(chapters))
    if not has_errors(problems):
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(archive(package.files(book, chapters, cover), epoch=epoch))
    return problems


def _dead_links(chapters: Sequence[Converted]) -> Iterator[Diagnostic]:
    ids = {chapter.file: chapter.ids for chapter in chapters}
    for chapter in chapters:
        for (file, name), problem in chapter.wanted:
            if name and name not in ids[file]:
                yield problem
