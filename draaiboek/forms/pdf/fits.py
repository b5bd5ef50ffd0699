"""How the lines of a run of chapters are set, so that little of a page stays white: tried, and the best one taken.

A run begins on a new page, so that what one comes to says nothing about another; and it is soon laid out. That is
better than to reckon: one line more can move a table, and its notes, to the next page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from draaiboek.forms.pdf.document import Part
from draaiboek.forms.pdf.plan import Found, Plan

_PARTED = 2  # the last words take most of a page along


class Fit(NamedTuple):
    """Which *step* of closer or looser lines (`fitted` in book.typ), and what the last words take *along*.

    The last chapter may begin *apart*, on a page of its own.
    """

    step: int = 0
    along: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """What a run of chapters came to with *fit*: its *plan*, its *pages*, and how far *down* the last one it ends.

    *faults* is what a reader would have against it, in pages that stay white; of 0 nothing. *white* is which share of
    its last page may stay so.
    """

    fit: Fit
    plan: Plan
    pages: int
    down: float
    white: float
    faults: float

    @property
    def cost(self) -> float:
        """What it is to be weighed by: its faults, lines that stand otherwise than elsewhere, and paper."""
        return self.faults + _DISLIKED[self.fit] + _PAPER * self.pages


Lay = Callable[[Fit], Laid]
"""Lays a run of chapters out."""

_GROWTH: Mapping[int, float] = MappingProxyType({2: -0.04, 3: 0.03, 1: -0.085, 4: 0.075, 5: 0.115})  # about, of a page
_LEAST, _MOST = 0.4, 1.7  # of that growth: where lines break decides
_LINES = {Fit(step): disliked for step, disliked in ((0, 0.0), (2, 0.02), (1, 0.06), (3, 0.02), (4, 0.08), (5, 0.14))}
_ALONG = {Fit(along=1): 0.1, Fit(1, along=1): 0.16}
_APART = {Fit(apart=True): 0.4, Fit(along=_PARTED): 0.6}
_DISLIKED: Mapping[Fit, float] = MappingProxyType({**_LINES, **_ALONG, **_APART})
_PAPER = 0.1
_ELSEWHERE, _LONELY, _ROWS = 0.5, 0.5, 0.3


def faults(found: Found, part: Part) -> float:
    """Return what a reader would have against *found*, the layout of *part*; a single page may be as empty as it is."""
    last = part.chapters[-1]
    white = max(0.0, found.white_below(last) - part.white) if found.ends[last][0] > 1 else 0.0
    lonely = _LONELY * len(found.lonely) + _ROWS * len(found.lonely_rows)
    return white + lonely + _ELSEWHERE * found.elsewhere(part.marks)


def best(lay: Lay) -> Laid:
    """Return what *lay* makes of its run with the fit that a reader likes best; the first that is good enough."""
    first = lay(Fit())
    tried = [first]
    for fit in _worth_trying(first):
        if min(each.faults for each in tried) == 0.0:
            break
        tried.append(lay(fit))
    return min(tried, key=_cost)


def other(lay: Lay, chosen: Laid) -> Laid | None:
    """Return the best that *lay* makes of its run, *chosen* until now, in a page more or a page less; if any."""
    lines = [fit for fit in _LINES if fit != chosen.fit and _may_turn(fit, chosen)]
    turned: list[Laid] = []
    for fits in (lines, _APART):
        if min((each.faults for each in turned), default=_LONELY) >= _LONELY:
            turned += [laid for fit in fits if ((laid := lay(fit)).pages - chosen.pages) % 2]
    return min(turned, key=_cost, default=None)


def _cost(laid: Laid) -> float:
    return laid.cost


def _worth_trying(first: Laid) -> Iterator[Fit]:
    """Yield the fits that may be better than the *first*: not those that cannot fill its last page, or take it away."""
    for fit in _LINES:
        if fit.step and (first.faults >= _ELSEWHERE or _may_fill(fit, first)):
            yield fit
    if first.faults >= _LONELY:
        yield from _ALONG


def _reached(fit: Fit, laid: Laid) -> tuple[float, float]:
    """Return between which lengths, in pages, the run that *laid* shows may come with *fit*."""
    length = laid.pages - 1 + laid.down
    change = length * (_GROWTH.get(fit.step, 0.0) - _GROWTH.get(laid.fit.step, 0.0))
    low, high = sorted((length + _LEAST * change, length + _MOST * change))
    return low, high


def _may_turn(fit: Fit, laid: Laid) -> bool:
    low, high = _reached(fit, laid)
    return low < laid.pages - 1 + _TOP or high > laid.pages - _BOTTOM


_TOP, _BOTTOM = 0.12, 0.15  # of a page: above the text, and below it


def _may_fill(fit: Fit, laid: Laid) -> bool:
    return _may_turn(fit, laid) or _reached(fit, laid)[1] - (laid.pages - 1) > 1 - _BOTTOM - laid.white
