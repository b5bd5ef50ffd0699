"""The notes of a printed comparison: what is in brackets on screen becomes a footnote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from draaiboek.base.model import (
    Changed,
    Footnote,
    Inline,
    Note,
    Script,
    Section,
    SectorText,
    Slot,
    Text,
    with_runs,
    words,
)

NOTE = "(noot:"
_Side = bool | None  # inserted, deleted, or in both
_Item = tuple[_Side, Inline]


def fragment(text: str) -> Inline:
    """Return *text*, (part of) a note in the words of a comparison, marked so that `at_the_foot` finds it.

    The mark is superscript, which a comparison does not use otherwise.
    """
    return Script((Text(text),), raised=True)


def at_the_foot(section: Section, made: list[Footnote]) -> Section:
    """Return *section* with each of its notes replaced by a reference; the notes are appended to *made*."""

    def footed(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(_grouped(_Run(made).placed(_flat(run))))

    body = tuple(part if isinstance(part, SectorText | Slot) else with_runs(part, footed) for part in section.body)
    return replace(section, body=body, subsections=tuple(at_the_foot(each, made) for each in section.subsections))


@dataclass(slots=True)
class _Run:
    """The state while reading a run of words: the present note, its bracket depth on each side, and what waits for it.

    A change is written as the deletion and then the insertion, so the end of an old note precedes that of the new one.
    """

    made: list[Footnote]
    out: list[_Item] = field(default_factory=list)
    note: list[tuple[_Side, str]] = field(default_factory=list)
    waiting: list[_Item] = field(default_factory=list)
    depth: dict[bool, int] = field(default_factory=lambda: {False: 0, True: 0})

    def placed(self, items: Iterator[_Item]) -> list[_Item]:
        for side, inline in items:
            if isinstance(inline, Script):
                for chunk in self.chunks(words(inline.content), side):
                    self.take(side, chunk)
            elif self.note and isinstance(inline, Text) and not inline.text.strip():
                self.space(side)
            elif self.note and side is not None:
                first = not any(each is side for each, _ in self.waiting)
                self.waiting.append(
                    (side, Text(inline.text.lstrip()) if first and isinstance(inline, Text) else inline)
                )
            else:
                self.finish()
                if isinstance(inline, Text) and self.apart():
                    inline = Text(inline.text.lstrip())  # noqa: PLW2901  # the same words
                self.out.append((side, inline))
        self.finish()
        return self.out

    def apart(self) -> bool:
        """Return whether what comes next is preceded by white space."""
        return bool(self.out) and isinstance(last := self.out[-1][1], Text) and last.text.endswith(" ")

    def space(self, side: _Side) -> None:
        """Take white space between two pieces: of the note, or of what waits for its end."""
        if self.waiting:
            self.waiting.append((side, Text(" ")))
        else:
            self.note.append((side, " "))

    def chunks(self, text: str, side: _Side) -> Iterator[str]:
        """Yield *text* in pieces that end where an outermost bracket closes."""
        deep, start = self.depth[side is not False], 0
        for index, letter in enumerate(text, start=1):
            deep += (letter == "(") - (letter == ")")
            if letter == ")" and not deep:
                yield text[start:index]
                start = index
        if text[start:]:
            yield text[start:]

    def take(self, side: _Side, chunk: str) -> None:
        if not self.note and not chunk.lstrip().startswith(NOTE):
            self.out.append((side, Text(chunk)))  # a picture, or the remainder of a note that was finished already
            return
        self.note.append((side, chunk))
        for each in (False, True) if side is None else (side,):
            self.depth[each] += chunk.count("(") - chunk.count(")")
        if not any(self.depth.values()):
            self.finish()

    def finish(self) -> None:
        if self.note:
            sides = {side for side, chunk in self.note if chunk.strip()}
            content = tuple(_said(self.note))
            self.made.append(Footnote(len(self.made) + 1, content, words(content)))
            mark = Note(len(self.made), 1, words(content))
            if self.out and isinstance(before := self.out[-1][1], Text):
                self.out[-1] = (self.out[-1][0], Text(before.text.rstrip()))
            self.out.append((sides.pop() if len(sides) == 1 else None, mark))
            if self.waiting or not self.note[-1][1].strip():
                self.out.append((None, Text(" ")))
        self.out += self.waiting
        self.note, self.waiting, self.depth = [], [], {False: 0, True: 0}


def _said(note: Sequence[tuple[_Side, str]]) -> Iterator[Inline]:
    """Yield the words of *note* without the words that mark it as one, and without its closing bracket.

    Where the old and the new note begin alike but end differently, both endings are in the same note.
    """
    one = len({side for side, chunk in note if chunk.strip()}) == 1
    added: _Side = None
    begun: set[bool] = set()
    for side, chunk in note:
        text = chunk
        if NOTE in chunk:
            text = chunk.replace(NOTE, "", 1).lstrip()
            sides = {False, True} if side is None else {side}
            text = f"; {text}" if sides & begun else text
            begun |= sides
        text = text.removesuffix(")") if text.count(")") > text.count("(") else text
        if side is None or one:
            yield from [Text(text)] if text else []
        elif text.strip():  # put a space between a deletion and the insertion after it
            yield from [Text(" ")] if added is False and side else []
            yield Changed((Text(text.strip()),), added=side)
        added = side if text else None


def _flat(run: Sequence[Inline]) -> Iterator[_Item]:
    for each in run:
        yield from ((each.added, part) for part in each.content) if isinstance(each, Changed) else ((None, each),)


def _grouped(items: Sequence[_Item]) -> Iterator[Inline]:
    for side, group in groupby(items, key=lambda item: item[0]):
        content = tuple(inline for _, inline in group)
        yield from content if side is None else (Changed(content, added=side),)
