"""Runs of the normal form as the words that a reader sees.

The formatting of words is kept, but texts that differ only in formatting read the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from draaiboek.compose import normal_form
from draaiboek.editions.redline.values import Look, Word

_TOKEN = re.compile(r"(?P<space>\s*)(?P<word>[^\W_]+(?:(?:[-‑'’_.:/@]|(?<=\d),(?=\d))[^\W_]+)*|\S)")
_NOTE_TOKEN = re.compile(r"(?P<space>\s*)(?P<word>\(noot:|[^\W_][^\s;,)]*|§ ?\d+|\S)")
_LOOKS = (
    (normal_form.Look.CODE, Look.CODE),
    (normal_form.Look.MARK, Look.LABEL),
    (normal_form.Look.STRONG, Look.STRONG),
    (normal_form.Look.EMPHASIS, Look.EMPHASIS),
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: *key* is equal for the same place, *shown* names it."""

    key: str
    shown: str


Name = Callable[[str], Target]
"""Names the place to which a link leads."""


def page_in_words(path: PurePosixPath) -> str:
    """Return what to call page *path* when its title is not known: readers do not know file names."""
    return path.stem.replace("-", " ")


def place_in_words(path: PurePosixPath, name: str) -> str:
    """Return what to call section *name* of page *path*, or the page when that is '', if no title is known."""
    page = f"‘{page_in_words(path)}’"
    return f"‘{name.replace('-', ' ')}’ op {page}" if name else page


_IN_BRACKETS = {normal_form.Look.IMAGE, normal_form.Look.NOTE}


def read(runs: Sequence[normal_form.Run], name: Name) -> tuple[Word, ...]:
    """Return *runs* as words; the source in a note and the target of a link become words too."""
    words: list[Word] = []
    spaced = False
    for target, group in groupby(runs, key=lambda run: run.target):
        start = len(words)
        for run in group:
            words += _words(run, spaced=spaced)
            if run.text or _IN_BRACKETS.intersection(run.looks):  # another program's manifest may hold an empty run
                spaced = run.text[-1:].isspace() and not _IN_BRACKETS.intersection(run.looks)
        if target and len(words) > start and words[start].look is not Look.NOTE:
            place = name(target)
            shown = f"(link naar {place.shown})"
            words.append(Word(shown, f"link {place.key}", spaced=True, look=Look.LINK, reach=len(words) - start))
    return tuple(words)


def _words(run: normal_form.Run, *, spaced: bool) -> Iterator[Word]:
    if normal_form.Look.IMAGE in run.looks:
        yield Word(f"(afbeelding: {run.text})", f"beeld {run.target} {run.text}", spaced=spaced, look=Look.NOTE)
    elif normal_form.Look.NOTE in run.looks:
        for number, match in enumerate(_NOTE_TOKEN.finditer(f"(noot: {run.text})")):
            yield Word(
                match["word"], f"noot {match['word']}", spaced=not number or bool(match["space"]), look=Look.NOTE
            )
    else:
        look = next((ours for theirs, ours in _LOOKS if theirs in run.looks), Look.PLAIN)
        for number, match in enumerate(_TOKEN.finditer(run.text)):
            yield Word(match["word"], match["word"], bool(match["space"]) or (spaced and not number), look)
