"""The bytes of a PDF: objects of one kind next to each other in one compressed stream, and numbered in that order.

Repetitions are then close together, and the cross-reference table takes almost nothing. libdeflate compresses a tenth
better than zlib, and identically on each machine (decisions/0069).
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Mapping, Sequence

import deflate
import pikepdf

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_TOGETHER = 20_000  # objects per stream: all of a book; a cross-reference row can distinguish 65,536
_LEVEL = 11  # of libdeflate: the highest, 12, takes half as long again to gain one two-thousandth
_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|(\d+) 0 R", re.DOTALL)  # or a string, which may look like one
_KIND = re.compile(rb"/(?:S|Subtype|Type) /\w+")
_LENGTH = re.compile(rb" /Length \d+")
_OBVIOUS = (b" /Type /StructElem >>", b" /Type /Annot >>")  # endings of objects whose kind is clear without /Type
_APART, _IN_STREAM = 1, 2  # the types of cross-reference entries
_ROW = struct.Struct(">BIH")  # a cross-reference entry: its type, the place, and the generation or index
_Place = tuple[int, int, int]


def compressed(content: bytes) -> bytes:
    """Return *content* as it is stored in a stream."""
    return bytes(deflate.zlib_compress(content, _LEVEL))


def written(file: pikepdf.Pdf, objects: Sequence[pikepdf.Object]) -> bytes:
    """Return the bytes of *file*, deterministically, with those of its *objects* that can be reached from its root."""
    streams = {each.objgen[0]: each for each in objects if isinstance(each, pikepdf.Stream)}
    texts = {each.objgen[0]: each.unparse(resolved=True) for each in objects if not isinstance(each, pikepdf.Stream)}
    texts |= {number: each.stream_dict.unparse() for number, each in streams.items()}
    root, info = file.trailer.Root.objgen[0], file.trailer.Info.objgen[0]
    used = _reached((root, info), texts)
    others = sorted(used - streams.keys(), key=lambda number: (_KIND.findall(texts[number]), number))
    numbers = {each: number for number, each in enumerate([*others, *sorted(used & streams.keys())], start=1)}
    body, places = bytearray(_HEAD), dict[int, _Place]()
    for each in sorted(used & streams.keys()):
        places[numbers[each]] = _APART, len(body), 0
        body += _stream(numbers[each], _renumbered(texts[each], numbers), streams[each].read_raw_bytes())
    last = len(numbers)
    for start in range(0, len(others), _TOGETHER):
        last += 1
        group = {numbers[each]: _renumbered(texts[each], numbers) for each in others[start : start + _TOGETHER]}
        places |= {number: (_IN_STREAM, last, at) for at, number in enumerate(group)} | {last: (_APART, len(body), 0)}
        body += _together(last, group)
    identifier = hashlib.sha256(body).hexdigest()[:32].encode()
    return bytes(body + _end(numbers[root], numbers[info], places, len(body), identifier))


def _reached(roots: Iterable[int], texts: Mapping[int, bytes]) -> set[int]:
    """Return the numbers of the objects that *roots* refer to, directly or indirectly, and of *roots*."""
    reached = waiting = set(roots)
    while waiting:
        found = _REFERENCE.findall(b"\n".join([texts[each] for each in waiting]))
        waiting = {int(number) for number in found if number} - reached
        reached = reached | waiting
    return reached


def _renumbered(text: bytes, numbers: Mapping[int, int]) -> bytes:
    """Return *text* with the new *numbers* of the objects to which it refers."""
    return _REFERENCE.sub(lambda found: b"%d 0 R" % numbers[int(found[1])] if found[1] else found[0], text)


def _together(number: int, texts: Mapping[int, bytes]) -> bytes:
    """Return the object stream *number* that contains the objects *texts*."""
    heads, held, at = [], [], 0
    for each, text in texts.items():
        short = text[: text.rindex(b" /Type ")] + b" >>" if text.endswith(_OBVIOUS) else text
        heads.append(b"%d %d" % (each, at))
        held.append(short)
        at += len(short) + 1
    head = b" ".join(heads) + b"\n"
    said = b"<< /Filter /FlateDecode /First %d /N %d /Type /ObjStm >>" % (len(head), len(texts))
    return _stream(number, said, compressed(head + b"\n".join(held)))


def _end(root: int, info: int, places: Mapping[int, _Place], start: int, identifier: bytes) -> bytes:
    """Return the cross-reference stream of *places* at offset *start*, with *root* and *info*, and the trailer."""
    number = max(places) + 1
    rows = b"".join(_ROW.pack(*places.get(each, (0, 0, 0))) for each in range(number)) + _ROW.pack(_APART, start, 0)
    differences = bytes((now - above) % 256 for now, above in zip(rows, bytes(_ROW.size) + rows, strict=False))
    lines = (b"\2" + differences[at : at + _ROW.size] for at in range(0, len(rows), _ROW.size))
    said = b"<< /Filter /FlateDecode /ID [ <%b> <%b> ] /Info %d 0 R /Root %d 0 R /Size %d /Type /XRef %b >>" % (
        identifier,
        identifier,
        info,
        root,
        number + 1,
        b"/DecodeParms << /Columns %d /Predictor 12 >> /W [ 1 4 2 ]" % _ROW.size,
    )
    return _stream(number, said, compressed(b"".join(lines))) + b"startxref\n%d\n%%%%EOF\n" % start


def _stream(number: int, said: bytes, content: bytes) -> bytes:
    """Return the stream *number* with *content*; *said* is its dictionary."""
    said = _LENGTH.sub(b"", said).removesuffix(b" >>")
    return b"%d 0 obj\n%b /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (number, said, len(content), content)
