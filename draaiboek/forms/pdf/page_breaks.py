"""What is kept together on a page, and how much room a heading needs below it so as not to be left behind.

Typst keeps a heading with the block after it, but not when that block moves on because its *footnotes* do not fit
(typst 0.15, layout/flow/distribute.rs: the sticky state is dropped before footnotes are placed). So a heading that is
soon followed by footnotes asks for room for the first lines and their notes. Others ask for room for those lines: a
single list item is too little below a heading.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from draaiboek.base.model import Block, Footnote, Inline, Note, Section, SectorText
from draaiboek.forms.pdf.units import Unit
from draaiboek.forms.pdf.walk import REFERENCE, Look, Walk
from draaiboek.forms.pdf.words import pieces, runs_in, said

SHORT_TEXT = 220  # characters: three lines, which are kept together when they have a footnote
LONGER_TEXT = 520  # characters: seven lines, which are kept together when the footnote is in the first two
_SHORT_BOX = 600  # characters: a box that is not broken over two pages
_TWO_LINES = 140  # characters
_HEADING, _BOX = 16.0, 14.0  # mm, including the space around them
_CLEAR = 12.0  # mm above the first note, and as a margin for underestimates
_LINE_ABOVE_NOTES = 5.5  # mm, including the space around it
_MOST = 150.0
_CONTENTS, _GROUP, _CHAPTER, _SECTION, _NEXT_LINE = 43.0, 31.0, 14.2, 11.1, 9.7  # points, including their space


def room(after: Iterable[Unit], notes: Sequence[Footnote], look: Look, *, few: bool = False) -> float:
    """Return the room in mm that *after*, what follows a heading, takes until it may break: lines and their notes.

    With *few*, when a few words may be all that follows a heading, it is 0 without notes.
    """
    height, letters, numbers = 0.0, 0, set[int]()
    for unit in after:
        if letters >= SHORT_TEXT or (letters and isinstance(unit, Section)):
            break
        if isinstance(unit, Section):
            height += _HEADING
            continue
        limit, space = (_SHORT_BOX, _BOX) if isinstance(unit, SectorText) else (SHORT_TEXT, look.height / 2)
        length = len(said(*runs_in(unit)))
        seen = length if length <= limit else SHORT_TEXT
        height += math.ceil(seen / look.letters) * look.height + space
        letters += seen
        numbers.update(note_numbers(runs_in(unit), within=limit))
    height += sum(note_lines(notes[number - 1], look) for number in numbers) * look.note_height
    if not numbers:
        return height if letters >= _TWO_LINES and not few else 0.0
    return min(height + _CLEAR, _MOST * look.line / REFERENCE.line)


def height_of(run: Sequence[Inline], notes: Sequence[Footnote], look: Look) -> float:
    """Return the approximate height in mm of an item with the words *run*, with its notes and the space above it."""
    letters = min(len(said(run)), SHORT_TEXT)
    numbers = set(note_numbers([run], within=letters))
    below = sum(note_lines(notes[number - 1], look) for number in numbers) * look.note_height
    above = _LINE_ABOVE_NOTES if numbers else 0.0
    return math.ceil(letters / look.letters) * look.height + look.height / 2 + above + below


def contents_pages(walks: Sequence[Walk], groups: int) -> int:
    """Return the approximate number of pages of contents for the chapters of *walks*, in *groups* groups.

    Only Typst's first round uses it, when headings are not known yet: if it is wrong, a book takes longer to make, but
    comes out the same.
    """
    if not walks:
        return 1
    look = walks[0].binding.look
    sections = [each for walk in walks if look.columns > 1 for each in walk.top_sections()]
    wrapped = sum(len(each.title) * look.columns // look.letters for each in sections)
    height = _CONTENTS + _GROUP * groups + _CHAPTER * len(walks) + _SECTION * len(sections) + _NEXT_LINE * wrapped
    return math.ceil(height / (look.columns * look.column))


def is_kept_whole(unit: Sequence[Block] | SectorText, title: Sequence[Inline] = ()) -> bool:
    """Return whether *unit*, in a box with a *title*, is too short to be broken over two pages."""
    return len(said(title, *runs_in(unit))) <= _SHORT_BOX


def asks_to_be_kept(run: Sequence[Inline]) -> bool:
    """Return whether the paragraph or list item *run* has to be on one page, because of its footnotes.

    Typst leaves the first line of a paragraph behind when the note of its second line does not fit on the page.
    """
    letters = len(said(run))
    within = math.inf if letters <= SHORT_TEXT else _TWO_LINES
    return letters <= LONGER_TEXT and any(note_numbers([run], within=within))


def note_lines(note: Footnote, look: Look) -> int:
    """Return the approximate number of lines that *note* takes."""
    return math.ceil(len(said(note.content)) / look.note_letters)


def note_numbers(runs: Iterable[Sequence[Inline]], *, within: float = math.inf) -> Iterator[int]:
    """Yield the numbers of the footnotes in about the first *within* characters of *runs*."""
    letters = 0
    for each, words in (piece for run in runs for piece in pieces(run)):
        if isinstance(each, Note) and letters <= within:
            yield each.number
        letters += len(words)
