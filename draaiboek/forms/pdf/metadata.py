"""The machine-readable metadata of a PDF (XMP), in addition to the title, language and dates that Typst writes.

Only properties predefined by PDF/A: any other would need a description (extension schema) of its own in the file.
"""

from __future__ import annotations

from collections.abc import Mapping

import pikepdf

from draaiboek.base.model import Book

Metadata = Mapping[str, str | set[str]]


def metadata(book: Book, *, identifier: str) -> Metadata:
    """Return the metadata of a PDF of *book*; *identifier* is its permalink.

    A set becomes an unordered XMP list; it has one item, because the order of several would differ from run to run.
    """
    licence = book.identity.licence
    return {
        "dc:identifier": identifier,
        "dc:publisher": {book.identity.publisher},
        "dc:coverage": book.subtitle,
        "dc:rights": licence.name,
        "xmpRights:Marked": "True",
        "xmpRights:UsageTerms": licence.name,
        "xmpRights:WebStatement": licence.address,
        "xmpMM:VersionID": book.edition.id,
    }


def write(words: Metadata, file: pikepdf.Pdf) -> None:
    """Add *words* to the metadata of *file*."""
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as found:
        for name, value in words.items():
            found[name] = value
