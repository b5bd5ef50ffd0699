"""Memoisation in one process gives the same as without, after every edit, and only remakes what changed."""

from __future__ import annotations

import itertools
import os
import shutil
from pathlib import Path

import pytest

from draaiboek.base.memo import Memo
from draaiboek.base.project import Project
from draaiboek.pipeline.examine import Checked, examine
from tests.edits import edits

STEPS = int(os.environ.get("EDITS", "30"))  # the nightly job makes many more edits
GUIDEBOOK = Path(__file__).parents[1] / "integration" / "guidebook"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(GUIDEBOOK, tmp_path / "boek")
    return Project(tmp_path / "boek")


def everything(checked: Checked) -> tuple[str, ...]:
    """Return everything that was made of a text, including the order of mappings and what messages do not show."""
    return (*(repr(each) for each in (checked.source, checked.variants, checked.problems)), repr(checked.read.present))


@pytest.mark.parametrize("seed", [2])
def test_after_each_of_many_edits_a_memory_changes_nothing(project: Project, seed: int) -> None:
    memo = Memo()
    done: list[str] = []
    for name in itertools.islice(edits(project.root, seed), STEPS):
        done.append(name)
        assert everything(examine(project, memo)) == everything(examine(project)), done
    assert len(set(done)) >= 15


def test_nothing_is_made_when_nothing_changed(project: Project) -> None:
    memo = Memo()
    first = examine(project, memo)
    assert memo.made > 50
    again = examine(project, memo)
    assert memo.made == 0
    assert all(one is other for one, other in zip(first.source.pages, again.source.pages, strict=True))


def test_a_sentence_on_one_page_makes_that_page_and_no_other(project: Project) -> None:
    memo = Memo()
    before = examine(project, memo)
    page = project.docs / "delen.md"
    page.write_text(page.read_text("utf-8").replace("Deel alleen", "Deel toch alleen"), encoding="utf-8")
    after = examine(project, memo)
    pairs = [
        (o, n)
        for one, other in zip(before.variants, after.variants, strict=True)
        for o, n in zip(one.pages, other.pages, strict=True)
    ]
    assert {new.path.name for old, new in pairs if new is not old} == {"delen.md"}


def test_arguments_that_are_equal_give_what_was_made_and_others_do_not() -> None:
    made: list[tuple[object, ...]] = []

    def join(*arguments: object) -> str:
        made.append(arguments)
        return repr(arguments)

    memo = Memo()
    calls = [("a", (1, 2)), ("a", (1, 2)), ("a", (1, 3)), ("a", (1, 2)), ("b", (1, 2)), ("a", (1, 2))]
    assert [memo.of(place, join, *words) for place, words in calls] == [repr(words) for _, words in calls]
    assert made == [(1, 2), (1, 3), (1, 2), (1, 2)]


def test_what_was_not_asked_for_in_a_round_is_forgotten() -> None:
    memo = Memo()
    for expected in (1, 0, None, 1):  # None: a round in which it is not asked for
        memo.begin()
        if expected is not None:
            assert memo.of("place", str.upper, "woord") == "WOORD"
            assert memo.made == expected
