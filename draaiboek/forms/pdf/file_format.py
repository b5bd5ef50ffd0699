"""The bytes of a PDF, with three thousand objects in each compressed stream.

pikepdf puts a hundred together, which takes a tenth more, and a thousand a fiftieth: what repeats is farther away.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence

import pikepdf

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_TOGETHER = 3000
_CONTENT = 8, zlib.Z_DEFAULT_STRATEGY  # the highest level of zlib takes half as long again, for a thousandth
_OBJECTS = 7, zlib.Z_FILTERED  # a hundredth more than the level 8, in half the time
_REFERENCE = re.compile(rb"(\d+) 0 R")
_LENGTH = re.compile(rb" /Length \d+")
_OBVIOUS = (b" /Type /StructElem >>", b" /Type /Annot >>")  # how objects end of which the kind can be seen
_APART, _IN_STREAM = 1, 2  # what kind of place an object has
_ROW = struct.Struct(">BIH")  # the kind of a place, the place, and what is more
_Place = tuple[int, int, int]


def compressed(content: bytes, how: tuple[int, int] = _CONTENT) -> bytes:
    """Return *content* as it is kept in a stream."""
    level, strategy = how
    work = zlib.compressobj(level, strategy=strategy)
    return work.compress(content) + work.flush()


def written(file: pikepdf.Pdf, objects: Sequence[pikepdf.Object]) -> bytes:
    """Return the bytes of *file*, the same each time, with those of its *objects* that can be reached from its root."""
    streams = {each.objgen[0]: each for each in objects if isinstance(each, pikepdf.Stream)}
    texts = {each.objgen[0]: each.unparse(resolved=True) for each in objects if not isinstance(each, pikepdf.Stream)}
    heads = {number: each.stream_dict.unparse() for number, each in streams.items()}
    used = _reached((file.trailer.Root.objgen[0], file.trailer.Info.objgen[0]), {**texts, **heads})
    body, places = bytearray(_HEAD), dict[int, _Place]()
    for number in sorted(used & streams.keys()):
        places[number] = _APART, len(body), 0
        body += _stream(number, heads[number], streams[number].read_raw_bytes())
    last = max(*texts, *streams)
    others = sorted(used & texts.keys())
    for start in range(0, len(others), _TOGETHER):
        group, last = others[start : start + _TOGETHER], last + 1
        places |= {number: (_IN_STREAM, last, at) for at, number in enumerate(group)} | {last: (_APART, len(body), 0)}
        body += _together(last, {number: texts[number] for number in group})
    identifier = hashlib.sha256(body).hexdigest()[:32].encode()
    return bytes(body + _end(file, places, len(body), identifier))


def _reached(roots: Iterable[int], texts: Mapping[int, bytes]) -> set[int]:
    """Return the numbers of the objects that *roots* refer to, and these again."""
    reached = waiting = set(roots)
    while waiting:
        waiting = set(map(int, _REFERENCE.findall(b"\n".join([texts[each] for each in waiting])))) - reached
        reached = reached | waiting
    return reached


def _together(number: int, texts: Mapping[int, bytes]) -> bytes:
    """Return the stream *number* that holds the objects *texts*."""
    heads, held, at = [], [], 0
    for each, text in texts.items():
        short = text[: text.rindex(b" /Type ")] + b" >>" if text.endswith(_OBVIOUS) else text
        heads.append(b"%d %d" % (each, at))
        held.append(short)
        at += len(short) + 1
    head = b" ".join(heads) + b"\n"
    said = b"<< /Filter /FlateDecode /First %d /N %d /Type /ObjStm >>" % (len(head), len(texts))
    return _stream(number, said, compressed(head + b"\n".join(held), _OBJECTS))


def _end(file: pikepdf.Pdf, places: Mapping[int, _Place], start: int, identifier: bytes) -> bytes:
    """Return the list of *places*, which begins at *start*, and where to find it; what is not in it is free."""
    number = max(places) + 1
    rows = b"".join(_ROW.pack(*places.get(each, (0, 0, 0))) for each in range(number)) + _ROW.pack(_APART, start, 0)
    differences = bytes((now - above) % 256 for now, above in zip(rows, bytes(_ROW.size) + rows, strict=False))
    lines = (b"\2" + differences[at : at + _ROW.size] for at in range(0, len(rows), _ROW.size))
    said = b"<< /Filter /FlateDecode /ID [ <%b> <%b> ] /Info %b /Root %b /Size %d /Type /XRef %b >>" % (
        identifier,
        identifier,
        file.trailer.Info.unparse(),
        file.trailer.Root.unparse(),
        number + 1,
        b"/DecodeParms << /Columns %d /Predictor 12 >> /W [ 1 4 2 ]" % _ROW.size,
    )
    return _stream(number, said, compressed(b"".join(lines))) + b"startxref\n%d\n%%%%EOF\n" % start


def _stream(number: int, said: bytes, content: bytes) -> bytes:
    """Return the stream *number* with *content*; *said* is its dictionary."""
    said = _LENGTH.sub(b"", said).removesuffix(b" >>")
    return b"%d 0 obj\n%b /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (number, said, len(content), content)
