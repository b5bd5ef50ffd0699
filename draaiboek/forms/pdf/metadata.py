"""What a PDF says about itself to machines (XMP), beside the title, the language and the dates that Typst writes.

Only properties that PDF/A knows beforehand: any other would need a description of its own in the file.
"""

from __future__ import annotations

from collections.abc import Mapping

import pikepdf

from draaiboek.base.model import Book

Metadata = Mapping[str, str | set[str]]


def metadata(book: Book, *, identifier: str) -> Metadata:
    """Return what a PDF of *book* says about itself; *identifier* is its permalink.

    A set is XMP's list without order; it has one item, because the order of more would differ from run to run.
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
    """Add *words* to what *file* says about itself."""
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as found:
        for name, value in words.items():
            found[name] = value
