"""What only the finished layout can tell, found in rounds: where a note is repeated, what needs more room.

Which heading has to move on to the next page before Typst places the notes of what is below it, and which table has to
be higher or lower so that its last row is not alone on a page, or a note finds room.

Typst lays a text out; the result makes the plan of the next round, until nothing changes. A plan only grows, so that it
cannot oscillate: a note that was repeated stays so. How tightly the lines of a chapter are set is no part of that: it
is tried (`fits.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from draaiboek.forms.pdf import typst_code
from draaiboek.forms.pdf.walk import NoteMark

SHEET = "sheet-size"
_MORE, _MUCH = "more-room", "much-room"  # the headings that need more room below them, or much of it
CLOSER_ROWS, LOOSER_ROWS = "closer-rows", "looser-rows"  # the tables with such rows
UNBROKEN = "unbroken"  # the tables that are on one page
LEFT, APART = "begins-left", "begins-apart"  # the chapters that begin on a left page, or on a page of their own
_FEW = 0.004
_FOOT = 0.9  # share of the page height at which the text ends when there are no notes below it


def said_at(mark: NoteMark) -> str:
    """Return the Typst name for the time at which the note of *mark* last had its text, at or before *mark*."""
    return f"said-{_name(mark.name)}-{mark.time}"


def _told(mark: NoteMark) -> str:
    """Return the Typst label of the text of the note of *mark*, if printed for that mark (`named` in parts.typ)."""
    return mark.name if mark.time == 1 else f"{mark.name}:{mark.time}"


def close(chapter: str) -> str:
    """Return the Typst name for how tightly the *chapter* at that address is set."""
    return f"close-{_name(chapter)}"


def smaller(chapter: str) -> str:
    """Return the Typst name for whether the figures of the *chapter* at that address are smaller."""
    return f"smaller-{_name(chapter)}"


def taken_along(chapter: str) -> str:
    """Return the Typst name for how much the last words of the *chapter* at that address take along to their page."""
    return f"along-{_name(chapter)}"


def more_below(name: str) -> str:
    """Return an expression for how much more room the heading or paragraph *name*, a literal, needs below it."""
    return f"if {name} in {_MUCH} {{ 2 }} else if {name} in {_MORE} {{ 1 }} else {{ 0 }}"


def _name(text: str) -> str:
    """Return *text* as a Typst name, unique for each text."""
    return text.encode().hex()


_Place = tuple[int, float]
"""A page, and how far down it, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Found:
    """The result of a layout: the pages of note references, and of the *starts*, *last_words* and *ends* of chapters.

    *told* are the places of the texts of notes, by the label of their reference, and *headings* the pages of headings
    and paragraphs that can ask for room. *items* are the pages of the last items of lists, by the label of the item
    before it. *rows* are, for each long table, the pages of its first row if it could be on one page, of its last row
    but one and of its last row. *left* are the places where a page ends above something that moved to the next as a
    whole. *pages* is the total.
    """

    notes: Sequence[int]
    starts: Mapping[str, int]
    last_words: Mapping[str, int]
    ends: Mapping[str, _Place]
    told: Mapping[str, _Place] = field(default_factory=dict)
    headings: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)
    rows: Sequence[Mapping[str, int]] = ({}, {}, {})
    left: Sequence[_Place] = ()
    pages: int = 0

    def without_their_notes(self, marks: Sequence[NoteMark]) -> Iterator[str]:
        """Yield the headings and paragraphs with one of *marks* whose note is on another page.

        They have to ask for more room. Typst moved them after it had placed the notes, or found no room for those
        (typst 0.15).
        """
        for mark, page in self._astray(marks):
            behind = self._page_of_text(mark, page) < page
            holders = (mark.heading if behind else "", mark.kept)
            yield from [each for each in holders if self.headings.get(each) == page][:1]

    def cramped(self, marks: Sequence[NoteMark]) -> Iterator[str]:
        """Yield the tables with one of *marks* whose note is on another page."""
        yield from (mark.table for mark, _ in self._astray(marks) if mark.table)

    def elsewhere(self, marks: Sequence[NoteMark]) -> int:
        """Return how many of *marks* that print their note do so on another page."""
        return sum(1 for _ in self._astray(marks))

    def _astray(self, marks: Sequence[NoteMark]) -> Iterator[tuple[NoteMark, int]]:
        """Yield each of *marks*, with its page, whose note is printed for it on another page."""
        for mark, page in zip(marks, self.notes, strict=True):
            if self._page_of_text(mark, page) != page:
                yield mark, page

    def _page_of_text(self, mark: NoteMark, page: int) -> int:
        """Return the page with the note text that is printed for *mark*; *page* when there is none."""
        return self.told.get(_told(mark), (page, 0.0))[0]

    @property
    def lonely_rows(self) -> frozenset[str]:
        """The tables whose last row is alone on a page, below a repeated heading row."""
        _, before, last = self.rows
        return frozenset(name for name, page in last.items() if before.get(name, page) < page)

    @property
    def broken(self) -> frozenset[str]:
        """The tables that are on several pages and could be on one."""
        first, _, last = self.rows
        return frozenset(name for name, page in first.items() if last[name] > page)

    @property
    def lonely_items(self) -> frozenset[str]:
        """The items after which the last item of their list is alone at the head of a page."""
        return frozenset(name for name, page in self.items.items() if self.headings.get(name, page) < page)

    @property
    def lonely(self) -> list[str]:
        """The chapters whose last page holds only a few words."""
        return [name for name, (page, _) in self.ends.items() if self.last_words.get(name, page) < page]

    def white_below(self, chapter: str) -> float:
        """Return the share of a page that stays white between the end of *chapter* and the notes of that page."""
        return self._white_below(*self.ends[chapter])

    def holes(self) -> Iterator[float]:
        """Yield the white share of each page that ends above something that moved to the next."""
        lowest = dict(sorted(self.left))
        yield from (self._white_below(page, down) for page, down in lowest.items())

    def _white_below(self, page: int, down: float) -> float:
        return min((top for at, top in self.told.values() if at == page), default=_FOOT) - down

    def leaves_empty(self, before: Sequence[str], run: Sequence[str]) -> bool:
        """Return whether a page is left empty between *before* and *run* when *run* begins on a left page."""
        return self.starts[run[0]] % 2 == 1 or self.starts[run[0]] > self.ends[before[-1]][0] + 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The marks at which a note is repeated (*again*), how *close* each chapter is set, and the size of the fiche.

    The headings and paragraphs in *more* need more room below them than estimated, and those in *much*, where that did
    not help, most of a page. The tables *closer* have less space around their rows, so that the last one moves back or
    a note finds room; where that did not help, they are *looser*, so that the row before it moves along. Those
    *unbroken* are on one page.

    *along* says how much of what is above them the last words of a chapter take along to their page. The chapters
    *left* begin on a left page, those *apart* on a page of their own, and those *smaller* have smaller figures.
    """

    again: frozenset[NoteMark] = frozenset()
    more: frozenset[str] = frozenset()
    much: frozenset[str] = frozenset()
    close: Mapping[str, int] = field(default_factory=dict)
    along: Mapping[str, int] = field(default_factory=dict)
    sheet: int = 0
    closer: frozenset[str] = frozenset()
    looser: frozenset[str] = frozenset()
    unbroken: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    smaller: frozenset[str] = frozenset()

    def source(self, marks: Sequence[NoteMark], chapters: Sequence[str]) -> str:
        """Return the plan, for a text with these *marks* and *chapters*, as a Typst file with one name per value.

        Names, not one dictionary: what does not change between rounds is the same for Typst, and is not laid out again.
        """
        lines = [f"#let {SHEET} = {self.sheet}"]
        arrays = {_MORE: self.more, _MUCH: self.much, CLOSER_ROWS: self.closer, LOOSER_ROWS: self.looser}
        for name, found in {**arrays, UNBROKEN: self.unbroken, LEFT: self.left, APART: self.apart}.items():
            lines.append(f"#let {name} = {typst_code.array([typst_code.literal(each) for each in sorted(found)])}")
        for name in chapters:
            lines.append(f"#let {close(name)} = {self.close.get(name, 0)}")
            lines.append(f"#let {taken_along(name)} = {self.along.get(name, 0)}")
            lines.append(f"#let {smaller(name)} = {typst_code.flag(on=name in self.smaller)}")
        said: dict[str, int] = {}
        for mark in marks:
            if mark.time == 1 or mark in self.again:
                said[mark.name] = mark.time
            else:
                lines.append(f"#let {said_at(mark)} = {said[mark.name]}")
        lines += [f"#let {said_at(mark)} = {mark.time}" for mark in self.again]
        return "\n".join([*sorted(lines), ""])

    def after(self, found: Found, marks: Sequence[NoteMark]) -> Plan:
        """Return the plan for the next round, given the layout *found* of this one."""
        alone = found.lonely_items | frozenset(found.without_their_notes(marks))
        cramped = found.lonely_rows | frozenset(found.cramped(marks))
        return replace(
            self,
            again=self.again | frozenset(_elsewhere(self.again, found.notes, marks)),
            more=self.more | alone,
            much=self.much | (alone & self.more),
            closer=self.closer | cramped,
            looser=self.looser | (cramped & self.closer),
        )

    def without_doubles(self, found: Found, marks: Sequence[NoteMark]) -> Plan:
        """Return this plan without the notes that it repeats on a page that, in *found*, has them already."""
        return replace(self, again=self.again - frozenset(_doubles(self.again, found.notes, marks)))

    def __or__(self, other: Plan) -> Plan:
        """Return this plan combined with *other*, a plan for other parts of the text."""
        return replace(
            self,
            again=self.again | other.again,
            more=self.more | other.more,
            much=self.much | other.much,
            close={**self.close, **other.close},
            along={**self.along, **other.along},
            closer=self.closer | other.closer,
            looser=self.looser | other.looser,
            unbroken=self.unbroken | other.unbroken,
            left=self.left | other.left,
            apart=self.apart | other.apart,
            smaller=self.smaller | other.smaller,
        )

    def is_better_than(self, other: Plan, marks: Sequence[NoteMark]) -> bool:
        """Return whether a round with this plan, after one with *other*, is worth its time: a note or two are not."""
        few = len(marks) * _FEW
        new = sum(map(len, (self.again - other.again, self.more - other.more, self.much - other.much)))
        rows = (self.closer, self.looser, self.unbroken) != (other.closer, other.looser, other.unbroken)
        sides = (self.left, self.apart, self.smaller) != (other.left, other.apart, other.smaller)
        return (self.close, self.along) != (other.close, other.along) or rows or sides or new > few


def _elsewhere(again: frozenset[NoteMark], pages: Sequence[int], marks: Sequence[NoteMark]) -> Iterator[NoteMark]:
    """Yield each of *marks* that is on another page than the text of its note; *pages* are those of *marks*."""
    said: dict[str, int] = {}
    for mark, page in zip(marks, pages, strict=True):
        if mark.time > 1 and mark not in again and said.get(mark.name) != page:
            yield mark
        if mark.time == 1 or mark in again or said.get(mark.name) != page:
            said[mark.name] = page


def _doubles(again: frozenset[NoteMark], pages: Sequence[int], marks: Sequence[NoteMark]) -> Iterator[NoteMark]:
    """Yield each of *marks* at which a note is repeated (*again*) on a page that has it; *pages* are theirs."""
    said: dict[str, int] = {}
    for mark, page in zip(marks, pages, strict=True):
        if mark in again and said.get(mark.name) == page:
            yield mark
        elif mark.time == 1 or mark in again:
            said[mark.name] = page
