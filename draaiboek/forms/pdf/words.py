"""The words of a text as printed: with the numbers of notes, and with labels and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from draaiboek.base.model import (
    Blank,
    Block,
    Call,
    Changed,
    Code,
    Foreign,
    Inline,
    Mark,
    Note,
    SectorText,
    TermLink,
    Text,
    deep,
    runs,
)
from draaiboek.compose import sector_mark
from draaiboek.compose.reading_order import all_runs
from draaiboek.render.phrasing import UNCHECKED, mark_words

ADDED, STRUCK = "[toegevoegd:", "[geschrapt:"
_SPACE = re.compile(r"[ \t\n\r\f]+")


def said(*runs: Sequence[Inline]) -> str:
    """Return the words of *runs* on one line."""
    return one_line("".join(words for run in runs for _, words in pieces(run)))


def runs_in(unit: Sequence[Block] | SectorText) -> Iterator[Sequence[Inline]]:
    """Yield every run of words in *unit*, in reading order; sector text begins with the words that mark it."""
    if isinstance(unit, SectorText):
        yield from ((Text(line),) for line in sector_lines(unit))
        yield from all_runs(unit.body, unit.sections)
    else:
        yield from (run for block in unit for run in runs(block))


def sector_lines(part: SectorText) -> tuple[str, ...]:
    """Return the lines that mark *part*; the first says whose it is."""
    stale = sector_mark.STALE if part.stale else ""
    return (sector_mark.label(part), *filter(None, (sector_mark.why(part), stale)))


def pieces(run: Sequence[Inline]) -> Iterator[tuple[Inline, str]]:
    """Yield every inline in *run*, including nested ones, with its own words."""
    return ((each, _own_words(each)) for each in deep(run))


def one_line(text: str) -> str:
    """Return *text* on one line, with white space collapsed to single spaces."""
    return _SPACE.sub(" ", text).strip(" ")


def _own_words(inline: Inline) -> str:
    match inline:
        case Text(text=said) | Foreign(text=said) | Code(text=said) | TermLink(text=said) | Call(number=said):
            return said
        case Blank(about=about):
            return f"({about})"
        case Note(number=number, unchecked=unchecked):
            return f"{number} {UNCHECKED}" if unchecked else f"{number}"
        case Mark():
            return mark_words(inline)
        case Changed(added=added):
            return f"{ADDED if added else STRUCK} ]"
    return ""
