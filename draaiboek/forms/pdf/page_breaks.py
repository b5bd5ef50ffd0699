"""How much room a heading needs below it, so that it does not stay behind at the foot of a page.

Typst keeps a heading with the block after it, but not when that block moves on because its *footnotes* do not fit
(typst 0.15, layout/flow/distribute.rs: the sticky state is dropped before footnotes are placed). So a heading that is
soon followed by footnotes asks for room for the first lines and their notes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml.html import HtmlElement

from draaiboek.forms.pdf import tree

SHORT_TEXT = 220  # characters: three lines, which stay together when they have a footnote
LONGER_TEXT = 520  # characters: seven lines, which stay together when the footnote is in the first two
SHORT_BOX = 600  # characters: a box that is not broken over two pages
_BOXES = frozenset({"admonition", "lr-sector"})
_LINE, _LINE_LETTERS = 5.2, 70
_TWO_LINES = 2 * _LINE_LETTERS
_NOTE_LINE, _NOTE_LETTERS = 4.2, 88
_HEADING, _BOX = 16.0, 14.0  # mm, with their space
_MOST = 150.0


def room(heading: HtmlElement, notes: Mapping[str, HtmlElement]) -> float:
    """Return the room in mm that the text after *heading* takes until it may break; 0 if it has no footnotes."""
    height, letters, names = 0.0, 0, set[str]()
    for unit in heading.itersiblings():
        if letters >= SHORT_TEXT:
            break
        if not isinstance(unit.tag, str):
            continue
        if unit.tag in tree.HEADINGS:
            if letters:
                break
            height += _HEADING
            continue
        limit = SHORT_BOX if is_box(unit) else SHORT_TEXT
        text = tree.words(unit)
        seen = len(text) if len(text) <= limit else SHORT_TEXT
        height += math.ceil(seen / _LINE_LETTERS) * _LINE + (_BOX if is_box(unit) else _LINE / 2)
        letters += seen
        names.update(_names(unit, limit))
    for name in names & notes.keys():
        height += math.ceil(len(tree.words(notes[name])) / _NOTE_LETTERS) * _NOTE_LINE
    return min(height, _MOST) if names else 0.0


def is_box(element: HtmlElement) -> bool:
    """Whether *element* is drawn as a box."""
    return element.tag == "details" or bool(tree.classes(element) & _BOXES)


def is_kept_whole(element: HtmlElement) -> bool:
    """Whether *element*, a box, is too short to be broken over two pages."""
    return len(tree.words(element)) <= SHORT_BOX


def is_kept_for_notes(element: HtmlElement) -> bool:
    """Whether *element*, a paragraph or list item, stays on one page because of its footnotes.

    Typst leaves the first line of a paragraph behind when the note of its second line does not fit on the page.
    """
    letters = len(tree.words(element))
    within = math.inf if letters <= SHORT_TEXT else _TWO_LINES
    return letters <= LONGER_TEXT and any(_names(element, within))


def note_names(element: HtmlElement) -> frozenset[str]:
    """Return the ids of the footnotes that are referred to in *element*."""
    return frozenset(_names(element, math.inf))


def _names(element: HtmlElement, limit: float) -> Iterator[str]:
    """Yield the ids of the footnotes in about the first *limit* characters of *element*."""
    letters = len(element.text or "")
    for part in tree.elements(element):
        letters += len(part.text or "")
        if letters > limit:
            return
        reference = part.find("a") if part.tag == "sup" else None
        if reference is not None and "footnote-ref" in tree.classes(reference):
            yield unquote(reference.get("href", "")).removeprefix("#")
        letters += len(part.tail or "")
