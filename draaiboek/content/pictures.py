"""Pictures of editors as they are published: written anew, with what is seen and nothing else.

A photo can hold where and by whom it was taken, a thumbnail of what was cut off, and anything behind its end. Its
pixels stay as they are: only the pieces around them are left out.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin
from draaiboek.content import budgets, drawings

_AGAIN = "Open het in een tekenprogramma en bewaar het opnieuw als gewone png of jpg."
_PNG = b"\x89PNG\r\n\x1a\n"
# What a program needs to show the pixels as they were meant; names, places, times and profiles are not among it.
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
_HEADER = 13
_ADOBE = b"Adobe"  # says how the colours are stored; without it they are wrong
_FRAMES = {0xC0, 0xC1, 0xC2}
_TABLES = {0xDB, 0xC4, 0xDD}  # quantisation, Huffman, restart interval
_SCAN, _END, _EXIF, _APP14 = 0xDA, 0xD9, 0xE1, 0xEE
_ORIENTATION, _SHORT = 0x0112, 3


class _UnreadableError(ValueError):
    """The bytes are no picture of that kind; the message is Dutch."""


def read(content: bytes, origin: Origin) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the picture *content* as it may be published, and what is wrong with it; b'' when something is."""
    suffix = origin.path.suffix
    if suffix == ".svg":
        return drawings.read(content, origin)
    try:
        made, width, height = _png(content) if suffix == ".png" else _jpeg(content)
    except _UnreadableError as error:
        return b"", (Diagnostic("PG011", origin, str(error), _AGAIN, lost=origin.path),)
    except (struct.error, IndexError):
        found = "dit beeld is niet volledig"
        return b"", (Diagnostic("PG011", origin, found, _AGAIN, lost=origin.path),)
    if max(width, height) > budgets.SIDE or width * height > budgets.PIXELS:
        what = f"een beeld van {width} op {height} pixels"
        hint = f"Verklein het: hoogstens {budgets.SIDE} breed en hoog, {budgets.PIXELS // 10**6} miljoen in het geheel."
        return b"", (budgets.over(what, origin, hint),)
    return made, ()


def _png(content: bytes) -> tuple[bytes, int, int]:
    """Return the PNG *content* without what nobody sees, and how wide and high it is."""
    if not content.startswith(_PNG):
        message = "dit is geen png"
        raise _UnreadableError(message)
    kept, kinds, at = [_PNG], [], len(_PNG)
    while b"IEND" not in kinds:
        length, kind = struct.unpack_from(">I4s", content, at)
        whole = content[at : at + length + 12]
        (check,) = struct.unpack_from(">I", content, at + 8 + length)
        if zlib.crc32(whole[4:-4]) != check:
            message = "dit beeld is beschadigd"
            raise _UnreadableError(message)
        if kind in _CHUNKS:
            kept.append(whole)
        elif kind[:1].isupper():  # a critical chunk that is not in the standard
            message = "dit is geen gewone png"
            raise _UnreadableError(message)
        kinds.append(kind)
        at += len(whole)
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds or len(kept[1]) != _HEADER + 12:
        message = "dit is geen gewone png"
        raise _UnreadableError(message)
    width, height = struct.unpack_from(">II", content, len(_PNG) + 8)
    return b"".join(kept), *_positive(width, height)


def _jpeg(content: bytes) -> tuple[bytes, int, int]:
    """Return the JPEG *content* without what nobody sees, and how wide and high it is."""
    if not content.startswith(b"\xff\xd8\xff"):
        message = "dit is geen jpg"
        raise _UnreadableError(message)
    kept, size = [b"\xff\xd8"], (0, 0)
    for marker, segment in _segments(content):
        if marker in _FRAMES:
            if size != (0, 0):
                message = "dit is geen gewone jpg"
                raise _UnreadableError(message)
            size = _positive(*reversed(struct.unpack_from(">HH", segment, 5)))
        elif marker == _EXIF and _turned(segment[4:]):
            message = "dit beeld staat gedraaid, en alleen in zijn verborgen gegevens staat hoe"
            raise _UnreadableError(message)
        if marker in _FRAMES | _TABLES | {_SCAN} or (marker == _APP14 and segment[4:].startswith(_ADOBE)):
            kept.append(segment)
    if size == (0, 0):
        message = "dit is geen gewone jpg"
        raise _UnreadableError(message)
    return b"".join((*kept, b"\xff\xd9")), *size


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and the bytes of each segment up to the end of the picture; a scan has its pixels with it."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":  # filling
            at += 1
        sign, marker = content[at], content[at + 1]
        if sign != 0xFF:  # noqa: PLR2004  # with which every marker begins
            message = "dit beeld is beschadigd"
            raise _UnreadableError(message)
        if marker == _END:
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == _SCAN:
            end = _after_pixels(content, end)
        if end > len(content) or length < 2:  # noqa: PLR2004  # its own two bytes
            message = "dit beeld is niet volledig"
            raise _UnreadableError(message)
        yield marker, content[at:end]
        at = end


def _after_pixels(content: bytes, at: int) -> int:
    """Return where the marker stands that ends the pixels from *at*: no stuffed zero, no restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            message = "dit beeld is niet volledig"
            raise _UnreadableError(message)
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004  # restarts
            return at
        at += 2


def _turned(exif: bytes) -> bool:
    """Tell whether *exif* says that the picture is to be turned before it is shown."""
    if not exif.startswith(b"Exif\0\0"):
        return False
    tiff = exif[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not order:
        return False
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(count):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
        if tag == _ORIENTATION and kind == _SHORT:
            return bool(value > 1)
    return False


def _positive(width: int, height: int) -> tuple[int, int]:
    if not width or not height:
        message = "dit beeld heeft geen breedte of hoogte"
        raise _UnreadableError(message)
    return width, height
