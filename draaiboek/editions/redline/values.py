"""The frozen values of a redline: what differs between two editions, down to the word.

Keeping the insertions and dropping the deletions yields every word of the new text, and vice versa for the old.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from draaiboek.editions.manifest import Entry


class Kind(StrEnum):
    """What happened to a section; the values are the reader's words."""

    SAME = "ongewijzigd"
    CHANGED = "gewijzigd"
    NEW = "nieuw"
    GONE = "vervallen"
    MOVED = "verplaatst"
    MOVED_AND_CHANGED = "verplaatst en gewijzigd"


class Look(StrEnum):
    """How a word is shown."""

    PLAIN = ""
    STRONG = "strong"
    EMPHASIS = "em"
    CODE = "code"
    LABEL = "label"
    NOTE = "note"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Word:
    """A word or punctuation mark as a reader sees it (*shown*).

    Words with the same *key* are the same word to a reader. *spaced* says that white space precedes it. A LINK says
    where the *reach* words before it lead; it is only shown when that changed.
    """

    shown: str
    key: str
    spaced: bool
    look: Look = Look.PLAIN
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """What contains a block: a list, an item of it, a quotation, a box, or a sector's text.

    *serial* tells boxes of one text apart; *number* is that of an item in a numbered list, else 0.
    """

    kind: str
    serial: int
    number: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block of words: a paragraph, a heading, a title, a label, or a cell."""

    kind: str
    place: tuple[Box, ...]
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the cells of its first row are its headings."""

    place: tuple[Box, ...]
    rows: tuple[tuple[Leaf, ...], ...]


Text = tuple[Leaf | Table, ...]
"""The blocks of a section."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stayed (*old* and *new* read the same), were deleted (only *old*) or inserted (only *new*)."""

    old: tuple[Word, ...]
    new: tuple[Word, ...]

    @property
    def is_same(self) -> bool:
        """Return whether a reader sees no difference."""
        return bool(self.old and self.new)


@dataclass(frozen=True, slots=True)
class LeafChange:
    """A block that stayed, was removed (*new* is None) or added (*old* is None), with what happened to its words.

    A block without words, such as the missing title of a box, is added and removed without being shown.
    """

    old: Leaf | None
    new: Leaf | None
    place: tuple[Box, ...]
    runs: tuple[Run, ...]

    @property
    def is_same(self) -> bool:
        """Return whether a reader sees the same words in it."""
        return all(run.is_same for run in self.runs)


@dataclass(frozen=True, slots=True)
class TableChange:
    """A table that stayed, was removed or was added, cell by cell; *old* and *new* say in which texts it is."""

    old: bool
    new: bool
    place: tuple[Box, ...]
    rows: tuple[tuple[LeafChange, ...], ...]

    @property
    def is_same(self) -> bool:
        """Return whether a reader sees the same words in it."""
        return all(cell.is_same for row in self.rows for cell in row)


Change = LeafChange | TableChange


@dataclass(frozen=True, slots=True)
class Section:
    """A section of either edition: *title* and *changes* say what happened to its words.

    *moved* holds, in words, its old and its new position. *dressed* says that only formatting changed, such as bold or
    a list, and no word. A section in which nothing changed has no *changes*.
    """

    kind: Kind
    old: Entry | None
    new: Entry | None
    title: tuple[Run, ...]
    changes: tuple[Change, ...]
    moved: tuple[str, str] | None = None
    dressed: bool = False

    @property
    def entry(self) -> Entry:
        """The section as it is now, or as it last was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101  # a section is in one of the editions
        return found


@dataclass(frozen=True, slots=True)
class Redline:
    """Every section of both editions, in the order of the new one; removed ones stay in their old position."""

    sections: tuple[Section, ...]

    @property
    def changed(self) -> tuple[Section, ...]:
        """The sections in which something changed."""
        return tuple(section for section in self.sections if section.kind is not Kind.SAME)


def leaves(changes: tuple[Change, ...]) -> Iterator[LeafChange]:
    """Yield every block of words and every cell in reading order."""
    for change in changes:
        if isinstance(change, LeafChange):
            yield change
        else:
            for row in change.rows:
                yield from row
