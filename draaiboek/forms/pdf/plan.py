"""What only the finished layout can tell, found in rounds: where a note is said again, how close a chapter is set.

And which heading has to move on to the next page before Typst places the notes of what is below it, and which table
has to be higher or lower so that its last row does not stand alone.

Typst lays a book out; what it came to makes the plan of the next round, until nothing changes. A plan only grows, so
that it cannot swing: a note that was said again stays so, a chapter that closer lines did not help is moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from draaiboek.forms.pdf import typst_code
from draaiboek.forms.pdf.walk import NoteMark

SHEET = "sheet-size"
MUCH = "much-room"  # the headings below which there is to be much of it
CLOSER_ROWS, LOOSER_ROWS = "closer-rows", "looser-rows"  # the tables with such rows
_CLOSER = 1
_MOVED = 2  # what always helps: the page ends before the last words (`last-words` in parts.typ)
_GAIN = 0.085  # of a page: what closer lines save, for each full page
_HEAD = 0.1  # of a page, above its text
_FEW = 0.004


def said_at(mark: NoteMark) -> str:
    """Return what Typst calls the time at which the text of the note of *mark* is said last, at *mark* or before it."""
    return f"said-{_name(mark.name)}-{mark.time}"


def _told(mark: NoteMark) -> str:
    """Return what Typst calls the text of the note of *mark*, where it is printed for that (`named` in parts.typ)."""
    return mark.name if mark.time == 1 else f"{mark.name}:{mark.time}"


def close(chapter: str) -> str:
    """Return what Typst calls how close the *chapter* at that address is set."""
    return f"close-{_name(chapter)}"


def _name(text: str) -> str:
    """Return *text* as a name for Typst, one for each text."""
    return text.encode().hex()


@dataclass(frozen=True, slots=True)
class Found:
    """What a layout came to: the page of each mark of a note, and of the *starts*, *last_words*, *ends* of chapters.

    With each end comes how far down the page it is, from 0 to 1. *told* are the pages of the texts of notes, by the
    label of their mark, and *headings* those of headings that can ask for room. *rows* are the pages of the last row
    but one of each long table, and of the last one. *pages* counts all.
    """

    notes: Sequence[int]
    starts: Mapping[str, int]
    last_words: Mapping[str, int]
    ends: Mapping[str, tuple[int, float]]
    told: Mapping[str, int] = field(default_factory=dict)
    headings: Mapping[str, int] = field(default_factory=dict)
    rows: Sequence[Mapping[str, int]] = ({}, {})
    pages: int = 0

    def left_behind(self, marks: Sequence[NoteMark]) -> Iterator[str]:
        """Yield the headings that moved on with one of *marks*, whose note stayed behind on the page before.

        Typst moved them after it had placed the note (typst 0.15): they have to ask for more room.
        """
        for mark, page in zip(marks, self.notes, strict=True):
            if self.told.get(_told(mark), page) < page == self.headings.get(mark.heading):
                yield mark.heading

    @property
    def lonely_rows(self) -> frozenset[str]:
        """The tables whose last row stands alone on a page, below a heading that says again what it is about."""
        before, last = self.rows
        return frozenset(name for name, page in last.items() if before.get(name, page) < page)

    @property
    def lonely(self) -> list[str]:
        """The chapters whose last page holds only a few words."""
        return [name for name, (page, _) in self.ends.items() if self.last_words.get(name, page) < page]

    def step(self, name: str) -> int:
        """Return how the lonely chapter *name* is best set: as close as brings its end a page back, or else moved."""
        page, down = self.ends[name]
        full = page - self.starts.get(name, page)
        return _CLOSER if full * _GAIN > down - _HEAD else _MOVED


@dataclass(frozen=True, slots=True)
class Plan:
    """The marks at which a note is said *again*, how *close* each chapter is set, and the size of the fiche.

    Below the headings *much* there has to be much room. The tables *closer* have less space around their rows, so that
    the last one comes back; where that did not help, they are *looser*, so that the one before it goes along.
    """

    again: frozenset[NoteMark] = frozenset()
    much: frozenset[str] = frozenset()
    close: Mapping[str, int] = field(default_factory=dict)
    sheet: int = 0
    closer: frozenset[str] = frozenset()
    looser: frozenset[str] = frozenset()

    def source(self, marks: Sequence[NoteMark], chapters: Sequence[str]) -> str:
        """Return the plan for a text with these *marks* of notes and *chapters* as a file for Typst: a name for each.

        Names, and no table: what does not change from round to round is the same for Typst, and is not laid out anew.
        """
        lines = [f"#let {SHEET} = {self.sheet}"]
        for name, found in ((MUCH, self.much), (CLOSER_ROWS, self.closer), (LOOSER_ROWS, self.looser)):
            lines.append(f"#let {name} = {typst_code.array([typst_code.literal(each) for each in sorted(found)])}")
        lines += [f"#let {close(name)} = {self.close.get(name, 0)}" for name in chapters]
        said: dict[str, int] = {}
        for mark in marks:
            if mark.time == 1 or mark in self.again:
                said[mark.name] = mark.time
            else:
                lines.append(f"#let {said_at(mark)} = {said[mark.name]}")
        lines += [f"#let {said_at(mark)} = {mark.time}" for mark in self.again]
        return "\n".join([*sorted(lines), ""])

    def after(self, found: Found, marks: Sequence[NoteMark]) -> Plan:
        """Return the plan for the next round, when *found* came of this one."""
        return replace(
            self,
            again=self.again | frozenset(_elsewhere(self.again, found.notes, marks)),
            much=self.much | frozenset(found.left_behind(marks)),
            closer=self.closer | found.lonely_rows,
            looser=self.looser | (found.lonely_rows & self.closer),
            close={
                **self.close,
                **{name: _MOVED if name in self.close else found.step(name) for name in found.lonely},
            },
        )

    def __or__(self, other: Plan) -> Plan:
        """Return this plan, with that of *other* parts of the text."""
        return replace(
            self,
            again=self.again | other.again,
            much=self.much | other.much,
            close={**self.close, **other.close},
            closer=self.closer | other.closer,
            looser=self.looser | other.looser,
        )

    def is_better_than(self, other: Plan, marks: Sequence[NoteMark]) -> bool:
        """Whether a round with this plan is worth its time, after one with *other*: a note or two are not."""
        few = len(marks) * _FEW
        new = len(self.again - other.again) + len(self.much - other.much)
        rows = (self.closer, self.looser) != (other.closer, other.looser)
        return self.close != other.close or rows or new > few


def _elsewhere(again: frozenset[NoteMark], pages: Sequence[int], marks: Sequence[NoteMark]) -> Iterator[NoteMark]:
    """Yield each of *marks* that stands on another page than the text of its note; *pages* are theirs."""
    said: dict[str, int] = {}
    for mark, page in zip(marks, pages, strict=True):
        if mark.time > 1 and mark not in again and said.get(mark.name) != page:
            yield mark
        if mark.time == 1 or mark in again or said.get(mark.name) != page:
            said[mark.name] = page
