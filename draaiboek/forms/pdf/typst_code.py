"""Typst source, written so that no text can be read as markup: everything is a call, and text is a string literal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from draaiboek.base.model import Origin

EMPTY = "[]"
OWN_SITE, LISTED = "own-site", "listed"
"""What a book tells its parts, whose text is the same in each book that has them: the address of its site, and the
titles of the chapters that the opener of each part lists."""

_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "",
        "\t": "\\t",
        "\ufeff": "",
        "\u2011": "-",  # the fonts have no non-breaking hyphen: see `still`
    }
)
_MARK, _NEXT = "//§ ", "//+"
_LONG = re.compile(r"(?<![\w\u2011-])([^\W\d_]{13,})(?![\w\u2011-])")
# A word with a hyphen beside a single letter, or with a non-breaking one.
_BOUND = re.compile(r"(?<![\w\u2011-])((?=[\w-]*\u2011|\w-\w|[\w-]*\w-\w(?!\w))[\w\u2011-]{3,24})(?![\w\u2011-])")
_EDITION = re.compile(r"(?<!\w)([Ee]ditie \d[\d.]*\d)")


def literal(text: str) -> str:
    """Return *text* as a string literal on one line."""
    return f'"{text.translate(_ESCAPES)}"'


def text(words: str) -> str:
    """Return *words* as an expression: long ones may be hyphenated (`long` in parts.typ), others are as in `still`.

    A line ending of the editor's text becomes a space.
    """
    *lines, last = words.split("\n")
    first, *others = [_line(words) for words in (*(f"{line} " for line in lines), last)]
    return join([first, *map(next_line, others)])


def _line(words: str) -> str:
    return join([call("long", literal(part)) if _LONG.fullmatch(part) else still(part) for part in _LONG.split(words)])


def still(words: str) -> str:
    """Return *words* as an expression in which a word like e-mail, and an edition with its number, are not broken."""
    parts = [part for piece in _EDITION.split(words) for part in _still_words(piece)]
    return join([call("box", literal(part)) if is_still else literal(part) for part, is_still in parts if part])


def _still_words(piece: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of *piece*, and whether each is not broken."""
    if _EDITION.fullmatch(piece):
        yield piece, True
        return
    for part in _BOUND.split(piece):
        yield part, bool(_BOUND.fullmatch(part))


def join(parts: Sequence[str]) -> str:
    """Return one expression that shows *parts* one after the other within a line."""
    return _join(parts, "; ")


def stack(parts: Sequence[str]) -> str:
    """Return one expression that shows *parts* as paragraphs, each on a source line of its own."""
    return _join(parts, "\nparbreak()\n")


def call(name: str, *arguments: str, **options: str) -> str:
    """Return a call of the function *name*; arguments and options are expressions."""
    named = (f"{key}: {value}" for key, value in options.items())
    return f"{name}({', '.join((*named, *arguments))})"


def array(items: Sequence[str]) -> str:
    """Return an array of expressions."""
    return f"({''.join(f'{item}, ' for item in items)})" if items else "()"


def dictionary(items: Mapping[str, str]) -> str:
    """Return a Typst dictionary of expressions."""
    return f"({', '.join(f'{key}: {value}' for key, value in items.items())})"


def pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Return an array of pairs of a name and its text; those without text are left out."""
    return array([array([literal(name), literal(value)]) for name, value in rows if value])


def flag(*, on: bool) -> str:
    """Return a Typst boolean."""
    return "true" if on else "false"


def mark(origin: Origin) -> str:
    """Return a comment, on a line of its own, that records the origin of the lines below it."""
    return f"\n{_MARK}{origin.line} {' '.join(str(origin.path).split())}"


def next_line(expression: str) -> str:
    """Return *expression*, whose origin is the next line of the same file, with a comment that says so."""
    return f"\n{_NEXT}\n{expression}"


def marked(source: str, line: int) -> Origin:
    """Return the origin of *line* (from 1) in *source*; above the first such comment, the folder of the text."""
    below = 0
    for text in reversed(source.split("\n")[:line]):
        below += text == _NEXT
        if text.startswith(_MARK):
            number, _, path = text.removeprefix(_MARK).partition(" ")
            return Origin(PurePosixPath(path), int(number) + below)
    return Origin(PurePosixPath("docs"))


def _join(parts: Sequence[str], separator: str) -> str:
    shown = [part for part in parts if part not in (EMPTY, '""')]
    match shown:
        case []:
            return EMPTY
        case [part]:
            return part
    opening, closing = ("{\n", "\n}") if "\n" in separator else ("{", "}")
    return opening + separator.join(shown) + closing
