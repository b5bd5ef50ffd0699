"""Hand-made photos for tests, with the metadata that a camera or a program hides in them added piece by piece."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, *, hidden: Sequence[bytes] = (), behind: bytes = b"") -> bytes:
    """Return a PNG that claims to be *width* by *height* pixels, with *hidden* chunks, and bytes *behind* its end."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes((row * 7 + x) % 256 for x in range(min(width, 50))) for row in range(min(height, 50)))
    pixels = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(hidden) + pixels + chunk(b"IEND", b"") + behind


def segment(marker: int, content: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def exif(*, orientation: int, text: bytes) -> bytes:
    """Return the Exif data of a camera: the orientation in which it was held, and *text*."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return b"Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + text
