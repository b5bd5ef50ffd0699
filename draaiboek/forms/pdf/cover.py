"""The cover of a book as a picture, for readers that show books on a shelf."""

from __future__ import annotations

from pathlib import Path

from draaiboek.base.dutch import long_date
from draaiboek.base.model import Book
from draaiboek.forms.pdf import typst_code
from draaiboek.forms.pdf.engine import compile_picture

_TEMPLATE = "cover.typ"
_UNBROKEN = "\u2011"  # a hyphen at which no line ends


def cover(book: Book, *, fonts: Path) -> bytes:
    """Return the cover of *book* as PNG, 900 by 1200 pixels, the same bytes each time; only *fonts* are used."""
    title = book.title
    for name in book.identity.unbroken:
        title = title.replace(name, name.replace("-", _UNBROKEN))
    words = {
        "title": typst_code.literal(title),
        "subtitle": typst_code.literal(book.subtitle),
        "status": typst_code.literal(book.identity.status),
        "edition": typst_code.literal(f"Editie {book.edition.id}"),
        "day": typst_code.literal(long_date(book.edition.date)),
        "publisher": typst_code.literal(book.identity.publisher),
        "language": typst_code.literal(book.identity.language.partition("-")[0]),
    }
    source = f'#import "{_TEMPLATE}": cover\n#cover({typst_code.dictionary(words)})\n'
    return compile_picture(source, _TEMPLATE, fonts=fonts)
