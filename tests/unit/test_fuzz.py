"""A few seconds of the fuzzer, always the same, and every guidebook that was ever worth keeping (`tests.fuzz`)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests import fuzz, oracle
from tests.fuzz import Files

KEPT = fuzz.kept()
SHORT = settings(
    max_examples=max(25, settings().max_examples),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("entry", KEPT, ids=lambda entry: entry.name)
def test_what_was_kept_is_read_or_refused(entry: fuzz.Kept) -> None:
    checked = oracle.judge(fuzz.numbered(entry.files))
    assert tuple(sorted({each.code for each in checked.problems})) == entry.refused, entry.what


@SHORT
@given(fuzz.grammar())
def test_what_is_right_is_shown_everywhere(files: Files) -> None:
    assert not oracle.judge(files).failed


@SHORT
@given(fuzz.rough())
def test_what_may_be_wrong_is_shown_everywhere_or_refused(files: Files) -> None:
    oracle.judge(files)


@SHORT
@given(fuzz.mutated([each.files for each in KEPT]))
def test_what_was_changed_here_and_there_is_shown_everywhere_or_refused(files: Files) -> None:
    oracle.judge(files)


def test_the_judge_sees_what_is_lost() -> None:
    checked = oracle.judge({"docs/delen.md": "---\ntitle: Delen\ndescription: Kort.\n---\nw1q\n"})
    given_ = {"docs/delen.md": "w1q <!-- opmerking: w2q --> w3q <!-- lijst: begrippen -->"}
    assert oracle.lost(given_, checked, "") == ["w3q"]
    given_ |= {"docs/_data/begrippen.yml": "tafel: {term: w4q, definitie: w5q, bron: w6q} # w7q"}
    assert oracle.lost(given_, checked, "<p>w3q w5q</p>") == ["w4q"]
    with pytest.raises(TimeoutError), oracle.limited(0.05):
        sum(number for number in range(10**9))
