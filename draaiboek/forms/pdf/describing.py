"""What a finished PDF says about itself."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import pikepdf

from draaiboek.base.errors import ToolError

_YEARS = range(1980, 2108)  # that the date of a file in a zip can be in
DAMAGED: tuple[type[Exception], ...] = (
    *(
        pikepdf.PdfError,
        pikepdf.PasswordError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RuntimeError,
        SyntaxError,
        TypeError,
    ),
    ValueError,
)
"""What pikepdf raises, and the parser of XML that it stands on, for a file that is no PDF of ours."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a PDF says about itself; *identifier* is its permalink, *epoch* its date in seconds since 1970."""

    title: str
    identifier: str
    pages: int
    epoch: int


def describe(pdf: bytes) -> Description:
    """Return what *pdf*, which we made, says about itself; raises ToolError when we did not."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as file:
            _refuse_packed(file.Root.Metadata)
            words = file.open_metadata()
            created = datetime.fromisoformat(words["xmp:CreateDate"])
            _refuse_year(created.year)
            return Description(
                title=str(words.get("dc:title", "")),
                identifier=str(words.get("dc:identifier", "")),
                pages=len(file.pages),
                epoch=int(created.timestamp()),
            )
    except DAMAGED as error:
        message = "een pdf is geen pdf van het draaiboek"
        raise ToolError(message, output=str(error)) from error


def _refuse_packed(words: pikepdf.Object) -> None:
    """Raise ValueError when what a PDF says about itself is packed: ours is not, and a little can unpack to a lot."""
    if "/Filter" in words:
        message = "wat ze over zichzelf zegt, is ingepakt"
        raise ValueError(message)


def _refuse_year(year: int) -> None:
    if year not in _YEARS:
        message = f"gemaakt in het jaar {year}"
        raise ValueError(message)


def count_pages(pdf: bytes) -> int:
    """Return the number of pages of any *pdf*."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)
