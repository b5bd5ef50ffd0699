"""Pictures of editors as they are published: rewritten, with what is seen and nothing else.

A photo can hold where and by whom it was taken, a thumbnail of what was cropped, and anything after its end. Its pixels
are not re-encoded: only the chunks around them are left out.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin
from draaiboek.content import budgets

_AGAIN = "Open het in een tekenprogramma en bewaar het opnieuw als gewone png of jpg."
_PNG = b"\x89PNG\r\n\x1a\n"
# The chunks that a program needs to show the pixels as intended; not names, places, times and profiles.
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
# How many bytes those have, except the pixels: programs do not read one with more or fewer, or a second one.
_LENGTHS = {b"gAMA": {4}, b"cHRM": {32}, b"sRGB": {1}, b"pHYs": {9}, b"sBIT": {1, 2, 3, 4}, b"IEND": {0}}
_HEADER = 13
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_INDEXED = 3
_LARGEST_PALETTE = 3 * 256
_LAST_FILTER = 4
# Left, top, and the steps across and down: the one pass of most pictures, and the seven of an interlaced one (Adam7).
_PASSES: dict[int, Sequence[tuple[int, int, int, int]]] = {
    0: [(0, 0, 1, 1)],
    1: [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)],
}
_ADOBE = b"Adobe"  # its segment says how the colours are stored; without it they are wrong
_BITS, _COLOURS = 8, {1, 3}  # bits of each sample; components: grey, or three
_FRAMES = {0xC0, 0xC1, 0xC2}
_TABLES = {0xDB, 0xC4, 0xDD}  # quantisation, Huffman, restart interval
_SCAN, _END, _EXIF, _APP14 = 0xDA, 0xD9, 0xE1, 0xEE
_ORIENTATION, _SHORT = 0x0112, 3


_DAMAGED = "dit beeld is beschadigd"
_CUT_SHORT = "dit beeld is niet volledig"
_ODD_PNG = "dit is geen gewone png"
_ODD_JPEG = "dit is geen gewone jpg"


class _UnreadableError(ValueError):
    """The bytes are not a picture of that type; the message is Dutch."""


def read(content: bytes, origin: Origin) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """Return the picture *content* as it may be published, and what is wrong with it; b'' when something is."""
    suffix = origin.path.suffix
    if suffix == ".svg":
        from draaiboek.content import drawings  # noqa: PLC0415  # XML, which imports a web client: few have any SVG

        return drawings.read(content, origin)
    try:
        made, width, height = _png(content) if suffix == ".png" else _jpeg(content)
    except _UnreadableError as error:
        return b"", (Diagnostic("PG011", origin, str(error), _AGAIN, lost=origin.path),)
    except (struct.error, IndexError):
        return b"", (Diagnostic("PG011", origin, _CUT_SHORT, _AGAIN, lost=origin.path),)
    except budgets.OverBudgetError as error:
        return b"", (budgets.over(error.what, origin, _AGAIN),)
    if _is_too_large(width, height):
        what = f"een beeld van {width} op {height} pixels"
        hint = f"Verklein het: hoogstens {budgets.SIDE} breed en hoog, {budgets.PIXELS // 10**6} miljoen in het geheel."
        return b"", (budgets.over(what, origin, hint),)
    return made, ()


def shown_bytes(content: bytes, suffix: str) -> int:
    """Return how many bytes the decoded pixels of a photo have, by its header; 0 for a drawing and what is refused."""
    try:
        if suffix == ".png":
            width, height, depth, colour = struct.unpack_from(">IIBB", content, len(_PNG) + 8)
            bits = depth * _CHANNELS.get(colour, 0)
        else:
            frame = next((each for marker, each in _segments(content) if marker in _FRAMES), b"")
            bits, height, width, colours = struct.unpack_from(">BHHB", frame, 4)
            bits *= colours
    except (struct.error, IndexError, _UnreadableError):
        return 0
    return 0 if _is_too_large(width, height) else width * height * bits // 8


def _is_too_large(width: int, height: int) -> bool:
    return max(width, height) > budgets.SIDE or width * height > budgets.PIXELS


def _png(content: bytes) -> tuple[bytes, int, int]:
    """Return the PNG *content* without what nobody sees, and its width and height."""
    if not content.startswith(_PNG):
        message = "dit is geen png"
        raise _UnreadableError(message)
    pieces = [*_pieces(content)]
    kinds = [kind for kind, _ in pieces]
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds or len(pieces[0][1]) != _HEADER + 12:
        raise _UnreadableError(_ODD_PNG)
    kept = [*_read_by_programs(pieces)]
    width, height = _refuse_other_pixels([(kind, whole[8:-4]) for kind, whole in kept])
    return b"".join((_PNG, *(whole for _, whole in kept))), width, height


def _read_by_programs(pieces: Sequence[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Yield those of *pieces* (chunks) that programs read; raises _UnreadableError for a duplicate or wrong length."""
    told = set()
    for kind, whole in pieces:
        if kind not in _CHUNKS:
            continue
        if kind != b"IDAT" and (kind in told or len(whole) - 12 not in _LENGTHS.get(kind, {len(whole) - 12})):
            raise _UnreadableError(_ODD_PNG)
        told.add(kind)
        yield kind, whole


def _pieces(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the type and the bytes of each chunk of a PNG up to IEND."""
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        whole = content[at : at + length + 12]
        (check,) = struct.unpack_from(">I", content, at + 8 + length)
        if zlib.crc32(whole[4:-4]) != check:
            raise _UnreadableError(_DAMAGED)
        if kind not in _CHUNKS and kind[:1].isupper():  # a critical chunk that is not in the standard
            raise _UnreadableError(_ODD_PNG)
        yield kind, whole
        at += len(whole)


def _refuse_other_pixels(pieces: Sequence[tuple[bytes, bytes]]) -> tuple[int, int]:
    """Return the width and height of the PNG of *pieces*; raises _UnreadableError when its pixels do not match them."""
    width, height, depth, colour, packed, filtered, woven = struct.unpack(">IIBBBBB", pieces[0][1])
    _positive(width, height)
    palette = next((len(data) for kind, data in pieces if kind == b"PLTE"), 0)
    clear = next((len(data) for kind, data in pieces if kind == b"tRNS"), 0)
    if depth not in _DEPTHS.get(colour, ()) or (packed, filtered) != (0, 0) or woven not in _PASSES:
        raise _UnreadableError(_ODD_PNG)
    if palette % 3 or palette > _LARGEST_PALETTE or (colour == _INDEXED and not palette):
        raise _UnreadableError(_ODD_PNG)
    if clear > {_INDEXED: palette // 3}.get(colour, 2 * _CHANNELS[colour]):
        raise _UnreadableError(_ODD_PNG)
    if not _is_too_large(width, height):
        pixels = b"".join(data for kind, data in pieces if kind == b"IDAT")
        _unpack(pixels, _rows(width, height, depth * _CHANNELS[colour], _PASSES[woven]))
    return width, height


def _rows(width: int, height: int, bits: int, passes: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int]]:
    """Return for each pass the number of its rows and the bytes of a row, of which the first is the filter type."""
    found = []
    for left, top, across, down in passes:
        columns, rows = -((left - width) // across), -((top - height) // down)
        if columns > 0 and rows > 0:
            found.append((rows, (columns * bits + 7) // 8 + 1))
    return found


def _unpack(packed: bytes, rows: Sequence[tuple[int, int]]) -> None:
    """Raise _UnreadableError unless *packed* decompresses to exactly *rows*; none of them is kept in memory."""
    unpacking, rest = zlib.decompressobj(), packed
    try:
        for length in (length for number, length in rows for _ in range(number)):
            row = b""
            while len(row) < length and (more := unpacking.decompress(rest, length - len(row))):
                row, rest = row + more, unpacking.unconsumed_tail
            if len(row) < length or row[0] > _LAST_FILTER:
                raise _UnreadableError(_DAMAGED)
        if unpacking.decompress(rest, 1):
            raise _UnreadableError(_DAMAGED)
    except zlib.error as error:
        raise _UnreadableError(_DAMAGED) from error


def _jpeg(content: bytes) -> tuple[bytes, int, int]:
    """Return the JPEG *content* without what nobody sees, and its width and height."""
    if not content.startswith(b"\xff\xd8\xff"):
        message = "dit is geen jpg"
        raise _UnreadableError(message)
    kept, size, segments = [b"\xff\xd8"], (0, 0), [*_segments(content)]
    _refuse_layers([marker for marker, _ in segments])
    for marker, segment in segments:
        if marker in _FRAMES:
            if size != (0, 0):
                raise _UnreadableError(_ODD_JPEG)
            size = _jpeg_size(segment)
        elif marker == _EXIF and _turned(segment[4:]):
            message = "dit beeld staat gedraaid, en alleen in zijn verborgen gegevens staat hoe"
            raise _UnreadableError(message)
        if marker in _FRAMES | _TABLES | {_SCAN} or (marker == _APP14 and segment[4:].startswith(_ADOBE)):
            kept.append(segment)
    if size == (0, 0):
        raise _UnreadableError(_ODD_JPEG)
    return b"".join((*kept, b"\xff\xd9")), *size


def _refuse_layers(markers: Sequence[int]) -> None:
    if markers.count(_SCAN) > budgets.SCANS:
        what = f"een jpg van meer dan {budgets.SCANS} lagen"
        raise budgets.OverBudgetError(what, 0)


def _jpeg_size(frame: bytes) -> tuple[int, int]:
    """Return the width and height from *frame*; raises _UnreadableError for a JPEG that no browser or PDF shows."""
    length, bits, height, width, colours = struct.unpack_from(">HBHHB", frame, 2)
    if bits != _BITS or length != 8 + 3 * colours:
        raise _UnreadableError(_ODD_JPEG)
    if colours not in _COLOURS:
        message = "dit beeld heeft de kleuren van een drukkerij (CMYK), en niet die van een scherm (RGB)"
        raise _UnreadableError(message)
    return _positive(width, height)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and the bytes of each segment up to the end of the picture; a scan includes its pixels."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":  # fill bytes
            at += 1
        sign, marker = content[at], content[at + 1]
        if sign != 0xFF:  # noqa: PLR2004  # the first byte of every marker
            raise _UnreadableError(_DAMAGED)
        if marker == _END:
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == _SCAN:
            end = _after_pixels(content, end)
        if end > len(content) or length < 2:  # noqa: PLR2004  # the length counts its own two bytes
            raise _UnreadableError(_CUT_SHORT)
        yield marker, content[at:end]
        at = end


def _after_pixels(content: bytes, at: int) -> int:
    """Return the index of the marker that ends the pixels from *at*: not a stuffed zero, nor a restart marker."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise _UnreadableError(_CUT_SHORT)
        following = content[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:  # noqa: PLR2004  # restarts
            return at
        at += 2


def _turned(exif: bytes) -> bool:
    """Return whether *exif* says that the picture has to be rotated or mirrored before it is shown."""
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
