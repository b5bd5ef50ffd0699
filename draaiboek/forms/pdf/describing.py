"""The metadata of a finished PDF."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import pikepdf

from draaiboek.base.epoch import YEARS
from draaiboek.base.errors import ToolError

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
"""What pikepdf and its XML parser raise for a file that is not a PDF of ours."""


@dataclass(frozen=True, slots=True)
class Description:
    """The metadata of a PDF; *identifier* is its permalink, *epoch* its date in seconds since 1970."""

    title: str
    identifier: str
    pages: int
    epoch: int


def describe(pdf: bytes) -> Description:
    """Return the metadata of *pdf*, which we made; raises ToolError when we did not."""
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
    """Raise ValueError if the metadata stream *words* is compressed: ours is not, and it could unpack to gigabytes."""
    if "/Filter" in words:
        message = "wat ze over zichzelf zegt, is ingepakt"
        raise ValueError(message)


def _refuse_year(year: int) -> None:
    if year not in YEARS:
        message = f"gemaakt in het jaar {year}"
        raise ValueError(message)


def count_pages(pdf: bytes) -> int:
    """Return the number of pages of any *pdf*."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)
