"""A text that lost its whole front matter gets it back as it was, because nothing else can stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from draaiboek.pipeline.repair.edits import BOM, LINE_END, Edit, Read, Text

_END = r"(?:\r\n|\n|\r)"
_FRONT = re.compile(rf"{BOM}?---[ \t]*{_END}(?P<keys>(?:[^\r\n]*{_END})*?)---[ \t]*(?:{_END}|\Z)")
"""What stands above a text: two lines of dashes with keys between them."""


def given_back(paths: Iterable[PurePosixPath], then: Read, now: Read) -> Iterator[Edit]:
    """Yield the edit that restores front matter, for each of *paths* that had keys in *then* and has none in *now*.

    Only where the text below it still begins with the same line: otherwise somebody wrote another page.
    """
    for path in paths:
        before, after = then(path), now(path)
        edit = _given_back(before, after) if before and after else None
        if edit:
            yield edit


def _given_back(before: Text, after: Text) -> Edit | None:
    had, has = _FRONT.match(before.raw), _FRONT.match(after.raw)
    if not had or not had["keys"].strip() or (has and has["keys"].strip()):
        return None
    start = len(BOM) if after.raw.startswith(BOM) else 0
    end = has.end() if has else start
    if _first(before.raw[had.end() :]) != _first(after.raw[end:]):
        return None
    lines = LINE_END.split(had[0].removeprefix(BOM).rstrip("\r\n"))
    return after.replaced(start, end, "".join(f"{line}{after.line_end}" for line in lines))


def _first(text: str) -> str:
    return next((line.strip() for line in LINE_END.split(text) if line.strip()), "")
