"""The cover of a book as a picture, for readers that display books on a shelf."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from draaiboek.base.dutch import long_date
from draaiboek.base.model import Book
from draaiboek.forms.pdf import typst_code
from draaiboek.forms.pdf.engine import compile_picture

_TEMPLATE = "cover.typ"
_COLOURS = 256  # the number that a byte can distinguish


def cover(book: Book, *, fonts: Path) -> bytes:
    """Return the cover of *book* as PNG, 900 by 1200 pixels, deterministically; only *fonts* are used."""
    words = {
        "title": typst_code.literal(book.title),
        "subtitle": typst_code.literal(book.subtitle),
        "status": typst_code.literal(book.identity.status),
        "edition": typst_code.literal(f"Editie {book.edition.id}"),
        "day": typst_code.literal(long_date(book.edition.date)),
        "publisher": typst_code.literal(book.identity.publisher),
        "language": typst_code.literal(book.identity.language.partition("-")[0]),
    }
    source = f'#import "{_TEMPLATE}": cover\n#cover({typst_code.dictionary(words)})\n'
    return _with_few_colours(compile_picture(source, _TEMPLATE, fonts=fonts))


def _with_few_colours(png: bytes) -> bytes:
    """Return the opaque *png* in half the bytes, as a palette image, if it has few enough colours."""
    with Image.open(io.BytesIO(png)) as opened:
        picture = opened.convert("RGB")
    if picture.getcolors(_COLOURS) is None:
        return png
    made = io.BytesIO()
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()
