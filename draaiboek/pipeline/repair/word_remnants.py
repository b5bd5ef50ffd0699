"""What Word and websites leave in pasted text: invisible characters, bullets, and spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from draaiboek.base import characters
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin
from draaiboek.content.markdown import IN_TABLE, LATE_ITEM, TABBED, WORD_BULLET, from_tabs
from draaiboek.content.yaml_slips import CURLY_QUOTES
from draaiboek.pipeline.repair.edits import Edit, Read, Text

_PARAGRAPH = re.compile(r"(?:</?o:p\s*/?>)+")  # only Word writes it; Markdown treats it as text, and would print it
_QUOTED = rf'(?P<open>[{characters.CURLY}])(?P<words>[^{characters.CURLY}"\\\n]*)(?P<close>[{characters.CURLY}])'
_VALUE = re.compile(rf"{_QUOTED}(?=[ \t]*(?:[\r\n,:\]]|$))")
_TITLE = re.compile(rf"\]\([^\s()]+[ \t]+{_QUOTED}\)")
_BOX = re.compile(rf"(?:!!!|\?\?\?\+?)[ \t]+[\w-]+[ \t]+{_QUOTED}(?=[ \t]*(?:[\r\n]|$))")
_TAG = re.compile(r"</?(?:span|font)(?:\s[^<>]*)?/?>", re.IGNORECASE)


def in_text(text: Text) -> Iterator[Edit]:
    """Yield the removal of each invisible character of *text* without meaning, and a plain space for each other one."""
    for start, end, new in characters.remnants(text.raw):
        if start or not text.raw.startswith("\ufeff"):  # the byte-order mark at the start of a file is not a remnant
            yield text.replaced(start, end, new)


def at_message(problem: Diagnostic, read: Read) -> Iterator[Edit]:
    """Yield the repair of *problem* when it is about a bullet, a curly quote, a tag or a pasted list or table.

    Only there, because the same characters in code are what an editor wants to show.
    """
    text = read(problem.origin.path)
    if text is None or problem.origin.path.suffix not in {".md", ".yml"}:
        return
    start = text.offset(problem.origin.line, problem.origin.column)
    yield from _quotes(problem, text, start)
    yield from _tags(problem, text, start)
    if problem.code == "PG007" and problem.origin.path.suffix == ".md":
        yield from _lists(problem.origin, text, start)


def _quotes(problem: Diagnostic, text: Text, start: int) -> Iterator[Edit]:
    quoted = (_TITLE, _BOX) if problem.code == "PG007" else (_VALUE,) if problem.text == CURLY_QUOTES else ()
    if match := next((found for each in quoted if (found := each.match(text.raw, start))), None):
        yield text.replaced(match.start("open"), match.end("close"), f'"{match["words"]}"')


def _tags(problem: Diagnostic, text: Text, start: int) -> Iterator[Edit]:
    """Yield the removal of the tag at offset *start*; of a message about a value, of all tags of Word on its line."""
    tag = {"PG007": _PARAGRAPH, "HT001": _TAG}.get(problem.code)
    if tag:
        found = [match] if (match := tag.match(text.raw, start)) else []
    elif _PARAGRAPH.search(problem.text):  # in a value there is no code
        first = text.offset(problem.origin.line)
        found = [*_PARAGRAPH.finditer(text.raw, first, first + len(text.line(problem.origin.line)))]
    else:
        found = []
    yield from (text.replaced(match.start(), match.end(), "") for match in found)


def _lists(place: Origin, text: Text, start: int) -> Iterator[Edit]:
    line = text.line(place.line)
    if match := WORD_BULLET.match(text.raw, start):
        yield _bulleted(place.line, match, text)
    elif _is_at_bullet(place, text):
        yield _listed(place.line, start, text)
    elif place.column == 1 and TABBED.match(line):
        yield _tabled(place.line, text)


def _bulleted(number: int, match: re.Match[str], text: Text) -> Edit:
    """Return the edit that makes the bullet *match* on line *number* one of ours, below the item that it belongs to.

    A tab in front of it, as Notepad leaves, is an indent of four; the first item of a list has none.
    """
    above = _is_item(text.line(number - 1))
    first = text.offset(number)
    blank = text.raw[first : match.start()]
    if blank.strip(" \t") or "\t" not in blank:  # in a quotation, or indented with spaces
        nested = match["small"] and above and not blank.isspace()
        return text.replaced(match.start(), match.end(), "    - " if nested else "- ")
    indent = len(blank.expandtabs(4)) - _indent_of_first(number, text)
    return text.replaced(first, match.end(), f"{' ' * indent}- ")


def _indent_of_first(number: int, text: Text) -> int:
    """Return how far the first item of the list that line *number* is in stands from the margin."""
    while _is_item(text.line(number - 1)):
        number -= 1
    line = text.line(number).expandtabs(4)
    return len(line) - len(line.lstrip(" "))


def _is_at_bullet(origin: Origin, text: Text) -> bool:
    """Return whether *origin* is the bullet of an item that is indented too far, and not only somewhere in its line."""
    line = text.line(origin.line)
    return bool(LATE_ITEM.match(line)) and origin.column == len(line) - len(line.lstrip()) + 1


def _listed(number: int, start: int, text: Text) -> Edit:
    """Return the edit that makes a list item of line *number*, whose bullet is at offset *start*.

    The first item of the list gets an empty line above it and no indent; the others keep their indent relative to it.
    """
    first = number
    while LATE_ITEM.match(text.line(first - 1)):
        first -= 1
    indent, base = (len(line) - len(line.lstrip()) for line in (text.line(number), text.line(first)))
    return text.replaced(start - indent, start, ("\n" if number == first else "") + " " * max(indent - base, 0))


def _tabled(first: int, text: Text) -> Edit:
    """Return the edit that makes a table of the tab-separated rows from line *first*, set apart by empty lines."""
    last = first
    while TABBED.match(text.line(last + 1)) or IN_TABLE.match(text.line(last + 1)):
        last += 1
    rows = from_tabs([text.line(number) for number in range(first, last + 1)])
    above = [""] if first > 1 and text.line(first - 1).strip() else []
    below = [""] if text.line(last + 1).strip() else []
    end = text.offset(last) + len(text.line(last))
    return text.replaced(text.offset(first), end, text.line_end.join((*above, *rows, *below)))


def _is_item(line: str) -> bool:
    return bool(WORD_BULLET.match(line.lstrip(" \t>")) or re.match(r"[\s>]*[-*+]\s", line))
