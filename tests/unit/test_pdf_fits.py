"""Which spacings are tried for a run of chapters: as few layouts as needed to know which one readers like best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from draaiboek.forms.pdf.fits import Fit, Laid, Lay, best, other
from draaiboek.forms.pdf.plan import Plan

CLOSER, CLOSEST, LOOSER = Fit(2), Fit(1), Fit(3)
SMALLER = Fit(smaller=True)
Ended = tuple[int, float, float]
"""The number of pages, how far down the last one the run ends (a fraction of its height), and its faults."""


def laid(fit: Fit, ended: Ended) -> Laid:
    pages, down, faults = ended
    return Laid(fit, Plan(), pages, down, 0.6, faults)


class Tried:
    """Returns layouts of a run from *outcomes*, and records which fits were tried."""

    def __init__(self, outcomes: Mapping[Fit, Ended]) -> None:
        self.outcomes = outcomes
        self.fits: list[Fit] = []

    def lay(self, fit: Fit) -> Laid:
        self.fits.append(fit)
        return laid(fit, self.outcomes[fit])


@pytest.mark.parametrize(
    ("outcomes", "tried", "chosen"),
    [
        pytest.param({Fit(): (2, 0.7, 0.0)}, [Fit()], Fit(), id="nothing is wrong"),
        pytest.param(
            {Fit(): (3, 0.2, 0.6), CLOSER: (3, 0.15, 0.65), CLOSEST: (2, 0.6, 0.0)},
            [Fit(), CLOSER, CLOSEST],
            CLOSEST,
            id="until nothing is wrong",
        ),
        pytest.param(
            # Little is wrong: only a fit that could be as good in two pages (0.26, 0.22) or in one is worth trying.
            {Fit(): (2, 0.28, 0.03), CLOSER: (2, 0.2, 0.1), CLOSEST: (2, 0.15, 0.15), LOOSER: (2, 0.3, 0.02)},
            [Fit(), CLOSER, CLOSEST, LOOSER],
            Fit(),
            id="not what costs more even if nothing is wrong with it",
        ),
        pytest.param({Fit(): (2, 0.5, 0.01)}, [Fit()], Fit(), id="not what cannot fill the page"),
    ],
)
def test_only_what_may_be_better_is_tried(outcomes: Mapping[Fit, Ended], tried: list[Fit], chosen: Fit) -> None:
    run = Tried(outcomes)
    assert best(run.lay).fit == chosen
    assert run.fits == tried


class Holed(Tried):
    """Has no faults but white above what moved on."""

    def lay(self, fit: Fit) -> Laid:
        return replace(super().lay(fit), holes=self.outcomes[fit][2])


def test_figures_are_smaller_where_no_lines_fill_a_page_above_one() -> None:
    stuck: dict[Fit, Ended] = {Fit(step): (5, 0.6, 0.4) for step in range(6)}
    run = Holed({**stuck, SMALLER: (4, 0.8, 0.0)})
    assert best(run.lay, drawn=True).fit == SMALLER
    assert run.fits[-1] == SMALLER, "then nothing else is tried"
    assert best(Holed(stuck).lay).fit == Fit(), "without figures none is smaller"
    full = Holed({**stuck, CLOSER: (4, 0.8, 0.0)})
    assert best(full.lay, drawn=True).fit == CLOSER
    assert SMALLER not in full.fits


def runs(*, first: Tried, second: Tried) -> Mapping[tuple[str, ...], tuple[Lay, Laid]]:
    return {(name,): (each.lay, laid(Fit(), each.outcomes[Fit()])) for name, each in (("a", first), ("b", second))}


def test_the_cheapest_run_to_turn_is_found_without_trying_the_others() -> None:
    """The second run saves a page with slightly tighter spacing; nothing in the first can be as cheap."""
    first = Tried({Fit(): (9, 0.9, 0.0)})
    second = Tried({Fit(): (6, 0.16, 0.0), CLOSER: (5, 0.9, 0.0), CLOSEST: (5, 0.8, 0.0)})
    turned = other(runs(first=first, second=second))
    assert turned
    assert (turned[0], turned[1].fit) == (("b",), CLOSER)
    assert (first.fits, second.fits) == ([], [CLOSER])


def test_the_next_run_is_tried_where_the_first_is_not_turned_as_hoped() -> None:
    first = Tried({Fit(): (9, 0.9, 0.0), CLOSEST: (9, 0.2, 0.0), LOOSER: (10, 0.2, 0.0)})
    second = Tried({Fit(): (6, 0.16, 0.0), CLOSER: (6, 0.13, 0.7), CLOSEST: (6, 0.13, 0.7)})
    turned = other(runs(first=first, second=second))
    assert turned
    assert (turned[0], turned[1].fit) == (("a",), LOOSER)
    assert first.fits == [CLOSEST, LOOSER], "what is left costs more even if nothing is wrong with it"
    assert set(second.fits) == {CLOSER, CLOSEST}


def test_the_last_chapter_is_parted_only_where_no_lines_turn_a_run() -> None:
    apart = Fit(apart=True)
    stuck = {Fit(step): (6, 0.5, 0.0) for step in range(6)}
    run = Tried({**stuck, apart: (7, 0.3, 0.3), Fit(along=2): (7, 0.2, 0.4)})
    turned = other({("a",): (run.lay, laid(Fit(), (6, 0.5, 0.0)))})
    assert turned
    assert turned[1].fit == apart
    good = Tried({**stuck, CLOSER: (5, 0.9, 0.4), CLOSEST: (5, 0.8, 0.4)})
    turned = other({("a",): (good.lay, laid(Fit(), (6, 0.16, 0.0)))})
    assert turned
    assert turned[1].fit == CLOSER
    assert apart not in good.fits


def test_a_run_that_nothing_turns_stays() -> None:
    run = Tried({**{Fit(step): (1, 0.5, 0.0) for step in range(6)}, Fit(apart=True): (1, 0.5, 0.0)})
    run.outcomes = {**run.outcomes, Fit(along=2): (1, 0.5, 0.0)}
    assert other({("a",): (run.lay, laid(Fit(), (1, 0.5, 0.0)))}) is None
