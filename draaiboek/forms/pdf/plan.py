"""What only the finished layout can tell, found in rounds: where a note is said again, how close a chapter is set.

And which heading has to move on to the next page before Typst places the notes of what is below it, and which table
has to be higher or lower so that its last row does not stand alone.

Typst lays a book out; what it came to makes the plan of the next round, until nothing changes. A plan only grows, so
that it cannot swing: a note that was said again stays so, a chapter that closer lines did not help is moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from draaiboek.forms.pdf import typst_code
from draaiboek.forms.pdf.walk import NoteMark

SHEET = "sheet-size"
MORE, MUCH = "more-room", "much-room"  # the headings below which there is to be more room, or much of it
CLOSER_ROWS, LOOSER_ROWS = "closer-rows", "looser-rows"  # the tables with such rows
LEFT, APART = "begins-left", "begins-apart"  # the chapters that begin on a left page, or on a page of their own
_CLOSER = 1
_MOVED = 2  # what always helps: the page ends before the last words (`last-words` in parts.typ)
_MOVED_CLOSER = 6  # the same, where the chapters above it are closer too
_PARTED = 4  # and where there is more room below them
_GAIN = 0.085  # of a page: what closer lines save, for each full page
_LOOSER = {3: 0.04, 5: 0.13}  # the steps of looser lines, and what they take of a page, for each full page
_THIRD = 0.3  # of a page, with what is above its text
_HEAD = 0.1  # of a page, above its text
_QUARTER = 0.22  # of a page: what a quarter of its text takes
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

    def overflowing(self, marks: Sequence[NoteMark]) -> Iterator[str]:
        """Yield the labels of the chapters with a page on which the notes of *marks* found no room, but on the next."""
        for mark, page in zip(marks, self.notes, strict=True):
            if self.told.get(_told(mark), page) > page:
                yield (mark.heading or mark.name).partition("#")[0]

    @property
    def lonely_rows(self) -> frozenset[str]:
        """The tables whose last row stands alone on a page, below a heading that says again what it is about."""
        before, last = self.rows
        return frozenset(name for name, page in last.items() if before.get(name, page) < page)

    @property
    def lonely(self) -> list[str]:
        """The chapters whose last page holds only a few words."""
        return [name for name, (page, _) in self.ends.items() if self.last_words.get(name, page) < page]

    def is_thin(self, run: Sequence[str]) -> bool:
        """Whether the last page of *run* holds less than a quarter of what it could."""
        return self.ends[run[-1]][1] < _HEAD + _QUARTER

    def fits_closer(self, run: Sequence[str]) -> bool:
        """Whether closer lines bring the end of the chapters of *run* a page back."""
        page, down = self.ends[run[-1]]
        full = page - self.starts.get(run[0], page)
        return full * _GAIN > down - _HEAD

    def looser(self, run: Sequence[str], *, further: bool) -> int:
        """Return the first step of looser lines with which *run* fills a third of its last page, or 0 when none does.

        That is the next page when it has to go *further*. Otherwise it may not, even if they took twice as much.
        """
        page, down = self.ends[run[-1]]
        full = page - self.starts.get(run[0], page) + down
        for step, loss in _LOOSER.items():
            reached = down + full * loss
            if reached > 1 + _THIRD if further else _THIRD < reached < 1 - full * loss:
                return step
        return 0

    def is_a_spread(self, run: Sequence[str]) -> bool:
        """Whether the chapters of *run* take two pages."""
        return self.ends[run[-1]][0] == self.starts[run[0]] + 1

    def leaves_empty(self, before: Sequence[str], run: Sequence[str]) -> bool:
        """Whether a page is empty between *before* and *run* when that begins on a left page."""
        return self.starts[run[0]] % 2 == 1 or self.starts[run[0]] > self.ends[before[-1]][0] + 1

    def can_be_apart(self, run: Sequence[str]) -> bool:
        """Whether the last chapter of *run* takes no more than a part of a page below another one."""
        return len(run) > 1 and self.starts[run[-1]] == self.ends[run[-1]][0]


@dataclass(frozen=True, slots=True)
class Plan:
    """The marks at which a note is said *again*, how *close* each chapter is set, and the size of the fiche.

    Below the headings *more* there has to be more room than reckoned, and below those *much*, where that did not help,
    most of a page. The tables *closer* have less space around their rows, so that
    the last one comes back; where that did not help, they are *looser*, so that the one before it goes along.

    The chapters *left* begin on a left page. So that no empty page comes before them, the chapters *apart* begin on a
    page of their own.
    """

    again: frozenset[NoteMark] = frozenset()
    more: frozenset[str] = frozenset()
    much: frozenset[str] = frozenset()
    close: Mapping[str, int] = field(default_factory=dict)
    sheet: int = 0
    closer: frozenset[str] = frozenset()
    looser: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()

    def source(self, marks: Sequence[NoteMark], chapters: Sequence[str]) -> str:
        """Return the plan for a text with these *marks* of notes and *chapters* as a file for Typst: a name for each.

        Names, and no table: what does not change from round to round is the same for Typst, and is not laid out anew.
        """
        lines = [f"#let {SHEET} = {self.sheet}"]
        arrays = {MORE: self.more, MUCH: self.much, CLOSER_ROWS: self.closer, LOOSER_ROWS: self.looser}
        for name, found in {**arrays, LEFT: self.left, APART: self.apart}.items():
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

    def after(
        self, found: Found, marks: Sequence[NoteMark], runs: Sequence[Sequence[str]], *, facing: bool = False
    ) -> Plan:
        """Return the plan for the next round, when *found* came of this one.

        *runs* are the chapters that follow each other on the same page. In a book that lies open they are *facing*:
        where they take two pages, those are to be seen beside each other. The first that would come after an empty
        page is helped first: what is behind it moves along.
        """
        behind = frozenset(found.left_behind(marks))
        laid = [run for run in runs if run[-1] in found.ends]
        left = self.left | {run[0] for run in laid if facing and found.is_a_spread(run)}
        odd = [before for before, run in pairwise(laid) if run[0] in left and found.leaves_empty(before, run)][:1]
        short = [run for run in laid if run in odd or run[-1] in found.lonely or found.is_thin(run)]
        closer = [run for run in short if found.fits_closer(run) and not self.close.keys() >= set(run)]
        full = frozenset(found.overflowing(marks))
        looser = {run[-1]: step for run in short if run not in closer and (step := self._looser(run, found, odd))}
        helped = [*closer, *(run for run in short if run[-1] in looser)]
        apart = {run[-1] for run in odd if run not in helped and found.can_be_apart(run)} - self.apart
        parted = {run[-1] for run in odd if run not in helped} - apart
        moved = {run[-1] for run in laid if run not in helped and run[-1] in found.lonely} - apart - parted
        among = {run[-1] for run in laid if len(run) > 1 and self.close.get(run[-1]) == _CLOSER}
        return replace(
            self,
            again=self.again | frozenset(_elsewhere(self.again, found.notes, marks)),
            more=self.more | behind,
            much=self.much | (behind & self.more),
            closer=self.closer | found.lonely_rows,
            looser=self.looser | (found.lonely_rows & self.closer),
            close={
                **{name: _CLOSER for run in laid for name in run if run in closer or name.removesuffix("/") in full},
                **self.close,
                **{name: looser[run[-1]] for run in short if run[-1] in looser for name in run},
                **{name: _MOVED_CLOSER if name in among else _MOVED for name in moved},
                **dict.fromkeys(parted, _PARTED),
            },
            left=left,
            apart=self.apart | apart,
        )

    def _looser(self, run: Sequence[str], found: Found, odd: Sequence[Sequence[str]]) -> int:
        """Return the step of looser lines that helps *run*, which closer ones do not; 0 when none does, or did."""
        steps = {self.close.get(name, 0) for name in run}
        if max(steps) > _CLOSER or (run not in odd and _CLOSER in steps):
            return 0
        return found.looser(run, further=run in odd)

    def __or__(self, other: Plan) -> Plan:
        """Return this plan, with that of *other* parts of the text."""
        return replace(
            self,
            again=self.again | other.again,
            more=self.more | other.more,
            much=self.much | other.much,
            close={**self.close, **other.close},
            closer=self.closer | other.closer,
            looser=self.looser | other.looser,
        )

    def is_better_than(self, other: Plan, marks: Sequence[NoteMark]) -> bool:
        """Whether a round with this plan is worth its time, after one with *other*: a note or two are not."""
        few = len(marks) * _FEW
        new = sum(map(len, (self.again - other.again, self.more - other.more, self.much - other.much)))
        rows = (self.closer, self.looser) != (other.closer, other.looser)
        sides = (self.left, self.apart) != (other.left, other.apart)
        return self.close != other.close or rows or sides or new > few


def _elsewhere(again: frozenset[NoteMark], pages: Sequence[int], marks: Sequence[NoteMark]) -> Iterator[NoteMark]:
    """Yield each of *marks* that stands on another page than the text of its note; *pages* are theirs."""
    said: dict[str, int] = {}
    for mark, page in zip(marks, pages, strict=True):
        if mark.time > 1 and mark not in again and said.get(mark.name) != page:
            yield mark
        if mark.time == 1 or mark in again or said.get(mark.name) != page:
            said[mark.name] = page
