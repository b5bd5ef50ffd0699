"""How tightly the lines of a run of chapters are set, so that little of a page stays white: tried, and the best taken.

A run begins on a new page, so that its layout does not affect another's; and it is laid out quickly. Trying is better
than calculating: one line more can move a table, and its notes, to the next page.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from draaiboek.forms.pdf.document import Part
from draaiboek.forms.pdf.plan import Found, Plan

_PARTED = 2  # the last words take most of a page along with them


class Fit(NamedTuple):
    """A *step* of tighter or looser lines (`fitted` in book.typ), and how much the last words take *along*.

    The last chapter may begin *apart*, on a page of its own, and figures may be *smaller*.
    """

    step: int = 0
    along: int = 0
    apart: bool = False
    smaller: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """The layout of a run of chapters with *fit*: its *plan*, its *pages*, and how far *down* the last page it ends.

    *faults* is what a reader would hold against it, expressed in white pages; 0 means nothing. *holes* is how much of
    that is white within it. *white* is the share of its last page that may stay white.
    """

    fit: Fit
    plan: Plan
    pages: int
    down: float
    white: float
    faults: float
    holes: float = 0.0

    @property
    def cost(self) -> float:
        """Its weight in a comparison: its faults, lines set differently from elsewhere, and paper."""
        return self.faults + _DISLIKED[self.fit] + _PAPER * self.pages


Run = tuple[str, ...]
"""The addresses of the chapters of a run, which follow each other."""

Lay = Callable[[Fit], Laid]
"""Lays out a run of chapters."""

_GROWTH: Mapping[int, float] = MappingProxyType({2: -0.04, 3: 0.03, 1: -0.085, 4: 0.075, 5: 0.115})  # about, of a page
_LEAST, _MOST = 0.4, 1.7  # times that growth: line breaks decide how much it really is
_LINES = {Fit(step): disliked for step, disliked in ((0, 0.0), (2, 0.02), (1, 0.06), (3, 0.02), (4, 0.08), (5, 0.14))}
_ALONG = {Fit(along=1): 0.1, Fit(1, along=1): 0.16}
_SMALLER = {Fit(step, smaller=True): disliked + 0.04 for (step, *_), disliked in _LINES.items()}
_APART = {Fit(apart=True): 0.4, Fit(along=_PARTED): 0.6}
_DISLIKED: Mapping[Fit, float] = MappingProxyType({**_LINES, **_SMALLER, **_ALONG, **_APART})
_PAPER = 0.1
_ELSEWHERE, _LONELY, _ROWS, _BROKEN = 0.5, 0.5, 0.3, 0.15
_HOLE = 0.25  # of the height of a page: what may stay white above what moved to the next as a whole
_WITHIN, _AT_END = 2.0, 1.5  # how bad white is that is too much: at the end of a run it says that something ends


def faults(found: Found, part: Part) -> float:
    """Return what a reader would hold against *found*, the layout of *part*; a single page may be as empty as it is."""
    last = part.chapters[-1]
    white = max(0.0, found.white_below(last) - part.white) if found.ends[last][0] > 1 else 0.0
    lonely = _LONELY * len(found.lonely) + _ROWS * len(found.lonely_rows | found.lonely_items)
    broken = _BROKEN * len(found.broken)
    return _AT_END * white + lonely + broken + holes(found) + _ELSEWHERE * found.elsewhere(part.marks)


def holes(found: Found) -> float:
    """Return what a reader would hold against pages of *found* that stay white though the text goes on."""
    return _WITHIN * sum(max(0.0, white - _HOLE) for white in found.holes())


def best(lay: Lay, *, drawn: bool = False) -> Laid:
    """Return the layout by *lay* with the fit that a reader likes best; the first that is good enough.

    Figures may be smaller where some are *drawn*. A fit that would cost more than the best so far even without any
    fault is not tried.
    """
    first = lay(Fit())
    tried = [first]
    for fit in _worth_trying(first, drawn=drawn):
        if min(each.faults for each in tried) == 0.0:
            break
        if _price(fit, _pages(fit, first)[0]) < min(each.cost for each in tried):
            tried.append(lay(fit))
    return min(tried, key=lambda laid: laid.cost)


def other(runs: Mapping[Run, tuple[Lay, Laid]]) -> tuple[Run, Laid] | None:
    """Return which of *runs* is made a page longer or shorter at the lowest cost, and its layout; None if none can be.

    *runs* maps each to what lays it out, and its present layout. The cheapest candidates are tried first, until no
    other can be cheaper; the last chapter is only set apart where no line setting is good enough.
    """
    waiting = sorted(
        (_price(fit, pages) - now.cost, run, fit)
        for run, (_, now) in runs.items()
        for fit in (*_LINES, *_APART)
        if fit != now.fit and (pages := _fewest_turned(fit, now))
    )
    found: list[tuple[float, Run, Laid]] = []
    for least, run, fit in waiting:
        if found and least >= min(dearer for dearer, *_ in found):
            break
        lay, now = runs[run]
        if fit in _APART and any(each == run and laid.faults < _LONELY for _, each, laid in found):
            continue
        laid = lay(fit)
        if (laid.pages - now.pages) % 2:
            found.append((laid.cost - now.cost, run, laid))
    return min(found, key=lambda each: each[:2])[1:] if found else None


def _worth_trying(first: Laid, *, drawn: bool) -> Iterator[Fit]:
    """Yield the fits that may be better than the *first*: only those that may fill its last page, or remove it."""
    for fit in _LINES:
        if fit.step and (first.holes or first.faults >= _BROKEN or _may_fill(fit, first)):
            yield fit
    if first.holes and drawn:
        yield from _SMALLER
    if first.faults >= _LONELY:
        yield from _ALONG


def _reached(fit: Fit, laid: Laid) -> tuple[float, float]:
    """Return the range of lengths, in pages, that the run laid out as *laid* may have with *fit*."""
    length = laid.pages - 1 + laid.down
    change = length * (_GROWTH.get(fit.step, 0.0) - _GROWTH.get(laid.fit.step, 0.0))
    low, high = sorted((length + _LEAST * change, length + _MOST * change))
    return low, high


def _price(fit: Fit, pages: int) -> float:
    """Return what *fit* costs in *pages* pages if it has no faults."""
    return _DISLIKED[fit] + _PAPER * pages


def _pages(fit: Fit, laid: Laid) -> tuple[int, int]:
    """Return the range of page counts that the run laid out as *laid* may have with *fit*."""
    low, high = _reached(fit, laid)
    return max(1, math.floor(low - _TOP) + 1), math.floor(high + _BOTTOM) + 1


def _fewest_turned(fit: Fit, laid: Laid) -> int:
    """Return the fewest pages that *fit* may lead to with another parity than those of *laid*.

    0 when there are none. Setting the last chapter apart may take an extra page.
    """
    fewest, most = _pages(fit, laid)
    numbers = range(fewest, most + 1 + (fit in _APART))
    return next((pages for pages in numbers if (pages - laid.pages) % 2), 0)


def _may_turn(fit: Fit, laid: Laid) -> bool:
    fewest, most = _pages(fit, laid)
    return fewest < laid.pages or most > laid.pages


_TOP, _BOTTOM = 0.12, 0.15  # shares of a page: above the text, and below it


def _may_fill(fit: Fit, laid: Laid) -> bool:
    return _may_turn(fit, laid) or _reached(fit, laid)[1] - (laid.pages - 1) > 1 - _BOTTOM - laid.white
