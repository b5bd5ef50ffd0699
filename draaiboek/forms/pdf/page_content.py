"""Content streams of pages, in fewer bytes: the same words in the same places.

Typst (0.15) draws each piece of a line independently of the previous one, with coordinates to five decimals, and marks
each separately. Whatever it writes in another form than that is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, count
from typing import NamedTuple

_STRING = rb"\((?:[^\\()]|\\.)*\)"
_PIECE = re.compile(
    rb"q 1 0 0 -1 (\S+) (\S+) cm(/\w+ cs [\d. ]+ scn)\nBT 0 Tr(/\w+ \S+ Tf) 1 0 0 -1 0 0 Tm"
    rb"(\[(?:[^\[\]()]|" + _STRING + rb")*\]TJ|" + _STRING + rb"Tj)\nET\nQ\n",
    re.DOTALL,
)  # a piece of a line: its place, colour, font with size, and the operands and operator that show its words
_AROUND = len(b"q 1 0 0 -1   cm\nBT 0 Tr 1 0 0 -1 0 0 Tm\nET\nQ\n")  # the fixed bytes of each piece
_LINE = re.compile(rb"/Artifact[^\n]*\nq 1 0 0 -1 [^qQ(]*\nQ\nEMC")  # a drawn line, such as the one below a link
_END = re.compile(rb"(?<=EMC)(?=/|\Z)")  # the end of marked content that is not nested
_MARKED = re.compile(rb"/Span<</MCID (\d+)(?:/Lang\(([^)]*)\))?(.*?)>>BDC\n", re.DOTALL)
_DECIMALS = re.compile(rb"-?\d+\.\d+")
_ALONE = re.compile(_STRING, re.DOTALL)
_SHOWN = re.compile(rb"\(((?:[^\\()]|\\.)*)\)|(-?[\d.]+)", re.DOTALL)  # a string, or how far the next is moved back
_KEPT = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPED = re.compile(rb"(\\(?:[0-7]{3}|.))", re.DOTALL)
_SECOND = rb"\\000(\\[0-7]{3}|\\.|[^\\])"  # the second byte of a letter, after a zero byte
_SET_OR_SHOWN = re.compile(rb"/(\w+) \S+ Tf|\(((?:" + _SECOND.replace(b"(", b"(?:", 1) + rb")+)\)", re.DOTALL)
_LETTER = re.compile(_SECOND, re.DOTALL)
_FURNITURE = b"/Artifact<</Attached["  # attached to the top or the bottom of the page
_FOOT = re.compile(
    re.escape(_FURNITURE) + rb"/Bottom\][^\n]*BDC\n((?:BT/\w+ cs [^\n]* scn/\w+ \S+ Tf [^\n]* ET\n)+)EMC\Z"
)  # each line of it sets its own colour and font, so that they may be reordered
_PARTS = 10  # per point: a printer's dot is 0.12, and each coordinate is rounded independently
_PRECISE = 0.5 / _PARTS


@dataclass(frozen=True, slots=True)
class Marks:
    """What the structure says about the marked content on a page, by number.

    *follows* maps content to the content before it in the same element. *foreign* content is in an element that
    declares a language.
    """

    follows: dict[int, int] = field(default_factory=dict)
    foreign: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Mark:
    """Marked content with its former *numbers*, and its other properties (*says*).

    It consists of *pieces* of lines, or else of bytes *drawn* in another form.
    """

    numbers: list[int]
    says: bytes
    drawn: bytes
    pieces: list[tuple[bytes, ...]]


@dataclass(slots=True)
class _Pen:
    """The graphics state while a page is drawn; *place*, in parts of a point, is None outside a text object.

    *reached* is how far right of the edge of the page, in points, the last words end; None when that is not known.
    """

    colour: bytes = b""
    font: bytes = b""
    place: tuple[int, int] | None = None
    reached: float | None = None


Alphabet = Mapping[bytes, bytes]
"""The byte of each letter of a font, as written in a string, by the second of the two bytes that Typst writes."""
Widths = Mapping[int, float]
"""The width of each letter of a font, in thousandths of its size, by its byte."""


class Face(NamedTuple):
    """A font in which each letter is one byte; no *widths* means that they are not known."""

    letters: Alphabet
    widths: Widths


Faces = Mapping[bytes, Face]
"""The fonts of a page, by name."""


def alphabet(letters: Mapping[int, int]) -> Alphabet:
    """Return the alphabet in which each of *letters*, a byte by glyph number, has that byte."""
    return {way: _as_it_is(byte) for letter, byte in letters.items() for way in (_octal(letter), *_short_ways(letter))}


def shortened(content: bytes, marks: Marks, language: str, faces: Faces) -> tuple[bytes, dict[int, int]]:
    """Return *content*, of a document in *language*, in fewer bytes, and the new numbers of the marked content.

    Consecutive marked content is merged. Where there are *faces*, each letter becomes one byte instead of two, and what
    begins where the words before it end says no place.
    """
    pen, numbers, new = _Pen(), dict[int, int](), count()
    lines: list[bytes] = []
    read = _in_one_byte(content, faces) if faces else _unescaped(content)
    for mark in _joined(read, marks, language.encode()):
        if isinstance(mark, bytes):
            lines += [*_stop(pen), _shorter(mark, pen)]
            continue
        number = next(new)
        numbers |= dict.fromkeys(mark.numbers, number)
        begin = b"/P<</MCID %d%b>>BDC" % (number, mark.says)
        if mark.pieces:
            lines += [*_start(pen), begin, *_shown(mark.pieces, pen, faces), b" EMC"]
        else:
            lines += [*_stop(pen), begin, b"\n", mark.drawn, b"EMC"]
            pen.colour = pen.font = b""
    return b"".join([*lines, *_stop(pen)]), numbers


def parts(content: bytes) -> tuple[bytes, bytes]:
    """Return what only this page has in *content*, and the longest line of its footer; b"" when there is none.

    Many pages share that line, and it names the edition: in the next edition the rest keeps its bytes.
    """
    found = _FOOT.search(content, max(0, content.rfind(_FURNITURE)))
    if not found:
        return content, b""
    *others, line = sorted(found[1].splitlines(keepends=True), key=len)
    return content[: found.start(1)] + b"".join(others), line + content[found.end(1) :]


def _joined(content: bytes, marks: Marks, language: bytes) -> Iterator[_Mark | bytes]:
    """Yield the marked content in *content*, merging what is consecutive, and the bytes between."""
    last: _Mark | None = None
    for text in _END.split(content):
        mark = _mark(text, marks, language)
        if last and isinstance(mark, _Mark) and _continues(mark, last, marks):
            last.numbers.extend(mark.numbers)
            last.pieces.extend(mark.pieces)
            continue
        if last:
            yield last
        last = mark if isinstance(mark, _Mark) else None
        if isinstance(mark, bytes):
            yield mark
    if last:
        yield last


def _mark(text: bytes, marks: Marks, language: bytes) -> _Mark | bytes:
    found = _MARKED.match(text)
    if not found:
        return text
    number, said, says = int(found[1]), found[2], found[3]
    if said and (said != language or number in marks.foreign):
        says = b"/Lang(%b)%b" % (said, says)
    drawn = text[found.end() : -len(b"EMC")]
    pieces = _PIECE.findall(drawn)
    is_all = len(drawn) == sum(map(len, chain.from_iterable(pieces))) + len(pieces) * _AROUND
    return _Mark([number], says, drawn, pieces if is_all else [])


def _continues(mark: _Mark, last: _Mark, marks: Marks) -> bool:
    both = mark.pieces and last.pieces and mark.says == last.says
    return bool(both) and marks.follows.get(mark.numbers[0]) == last.numbers[-1]


def _shown(pieces: list[tuple[bytes, ...]], pen: _Pen, faces: Faces) -> Iterator[bytes]:
    """Yield the operators that show *pieces* of lines with *pen*: each is placed relative to the beginning of another.

    A piece without a place of its own follows on the one before it; if that looks the same, they are one.
    """
    before = b""
    for across, up, colour, font, words in pieces:
        begin = _in_parts(across), _in_parts(up)
        follows = _follows(float(across), begin[1], pen)
        if before and not (follows and (colour, font) == (pen.colour, pen.font)):
            yield before
            before = b""
        if colour != pen.colour:
            yield _rounded(colour)
            pen.colour = colour
        if font != pen.font:
            yield _rounded(font)
            pen.font = font
        if not follows:
            x, y = pen.place or (0, 0)
            yield b" %b %b Td" % (_in_points(begin[0] - x), _in_points(begin[1] - y))
            pen.place, pen.reached = begin, begin[0] / _PARTS
        before = _together(before, words) if before else words
        pen.reached = _end(pen.reached, font, words, faces)
    yield before


def _follows(across: float, up: int, pen: _Pen) -> bool:
    """Return whether what is placed at *across* and *up* would be there without saying so, as precisely."""
    return (
        pen.place is not None
        and up == pen.place[1]
        and pen.reached is not None
        and (abs(across - pen.reached) <= _PRECISE)
    )


def _together(words: bytes, more: bytes) -> bytes:
    """Return one operand and operator for *words* and *more*, which follow each other."""
    first, second = (each[1:-3] if each.endswith(b"]TJ") else each[:-2] for each in (words, more))
    joined = first[:-1] + second[1:] if first.endswith(b")") and second.startswith(b"(") else first + b" " + second
    return joined + b"Tj" if _ALONE.fullmatch(joined) else b"[%b]TJ" % joined


def _end(start: float | None, font: bytes, words: bytes, faces: Faces) -> float | None:
    """Return where *words* in *font* end that begin at *start*; None when a width is not known."""
    name, size = font[1:].split()[:2]
    widths = faces[name].widths if name in faces else {}
    if start is None or not widths:
        return None
    across = 0.0
    for text, back in _SHOWN.findall(words):
        across -= float(back or 0) - sum(widths.get(letter, 0.0) for letter in _plain(text))
    return start + across * float(size) / 1000


def _start(pen: _Pen) -> list[bytes]:
    if pen.place is not None:
        return []
    pen.place = 0, 0
    return [b" BT"]


def _stop(pen: _Pen) -> list[bytes]:
    if pen.place is None:
        return []
    pen.place = pen.reached = None
    return [b" ET"]


def _by_itself(piece: re.Match[bytes]) -> bytes:
    """Return *piece* of a line as a text object of its own, independent of what precedes it."""
    across, up, colour, font, words = piece.groups()
    place = _in_points(_in_parts(across)), _in_points(_in_parts(up))
    return b"BT%b%b %b %b Td%b ET\n" % (_rounded(colour), _rounded(font), *place, words)


def _shorter(text: bytes, pen: _Pen) -> bytes:
    """Return *text*, which draws something other than marked words; the state set in *pen* may be lost by it."""
    if _LINE.fullmatch(text):
        return _rounded(text)
    pen.colour = pen.font = b""
    return _PIECE.sub(_by_itself, text) if text.startswith(_FURNITURE) else text


@cache
def _in_parts(points: bytes) -> int:
    return round(float(points) * _PARTS)


@cache
def _in_points(parts: int) -> bytes:
    return _short(f"{parts / _PARTS:.1f}")


@cache
def _rounded(text: bytes) -> bytes:
    """Return *text* with its numbers rounded to thousandths, which is precise enough for a colour too."""
    return _DECIMALS.sub(lambda number: _short(f"{float(number[0]):.3f}"), text)


def _short(number: str) -> bytes:
    text = number.rstrip("0").rstrip(".")
    return b"0" if text == "-0" else text.encode()


def _in_one_byte(content: bytes, faces: Faces) -> bytes:
    """Return *content* with the letters of its fonts encoded by their alphabets in *faces*."""
    letters: Alphabet = {}

    def written(found: re.Match[bytes]) -> bytes:
        nonlocal letters
        name, shown = found.groups()
        if name:
            letters = faces[name].letters
            return found[0]
        return b"(" + b"".join([letters[each] for each in _LETTER.findall(shown)]) + b")"

    return _SET_OR_SHOWN.sub(written, content)


def _unescaped(content: bytes) -> bytes:
    """Return *content* with the bytes themselves in its strings; Typst writes most of them as octal escapes."""
    parts = _ESCAPED.split(content.replace(rb"\\", rb"\134"))
    parts[1::2] = [_RAW.get(code, code) for code in parts[1::2]]
    return b"".join(parts)


def _as_it_is(sign: int) -> bytes:
    """Return *sign* as written in a string, escaped only if necessary."""
    return b"\\r" if sign == ord("\r") else b"\\" * (sign in b"\\()") + bytes([sign])


def _plain(text: bytes) -> bytes:
    """Return the bytes that *text*, as `_as_it_is` writes it in a string, stands for."""
    return _KEPT.sub(lambda found: b"\r" if found[1] == b"r" else found[1], text)


def _octal(sign: int) -> bytes:
    return b"\\%03o" % sign


def _short_ways(sign: int) -> Iterator[bytes]:
    """Yield the other ways in which *sign* can be written in a string."""
    itself = bytes([sign])
    if itself in _NAMED:
        yield b"\\" + _NAMED[itself]
    yield b"\\" + itself if itself == b"\\" else itself
    if itself in b"()":
        yield b"\\" + itself


_NAMED = {b"\n": b"n", b"\r": b"r", b"\t": b"t", b"\b": b"b", b"\f": b"f"}
_RAW = {
    **{_octal(sign): _as_it_is(sign) for sign in range(256)},
    **{b"\\" + letter: _as_it_is(ord(sign)) for sign, letter in _NAMED.items()},
}
