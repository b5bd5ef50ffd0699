"""Layouts of runs of chapters, kept from build to build."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from draaiboek.base import cache
from draaiboek.base.cache import RUN, Cache, key, read
from draaiboek.base.errors import ToolError
from draaiboek.forms.pdf import settled as files
from draaiboek.forms.pdf.fits import Fit, Laid
from draaiboek.forms.pdf.plan import Plan
from draaiboek.forms.pdf.walk import NoteMark
from draaiboek.pipeline import kept_runs


def laid(pages: int) -> Laid:
    """Return the layout of a run of *pages* pages."""
    mark = NoteMark("delen#fn:1", 2, "delen#kop")
    plan = Plan(again=frozenset({mark}), close={"delen/": 3}, left=frozenset({"delen/"}))
    return Laid(Fit(3), plan, pages, 0.25, 0.6, 0.0)


def build(keep: Cache, wanted: Sequence[str], *, pages: int = 2) -> tuple[bool, list[str]]:
    """Build something that needs the runs *wanted*; return whether any were kept, and which had to be laid out."""
    made: list[str] = []
    with kept_runs.settled(keep) as (folder, is_begun):
        for run in wanted:
            if files.read(folder / run) is None:
                made.append(run)
                files.write(laid(pages), folder / run)
    cache.settle(keep)
    return is_begun, made


def runs(keep: Cache) -> list[str]:
    """Return which runs are kept, the most recently used first."""
    return list(read(keep, key(keep, RUN, {})) or {})


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """An empty cache, of which nothing is rechecked."""
    monkeypatch.setattr(kept_runs, "CHECKED_AGAIN", 0)
    return Cache(tmp_path / "cache", "zout")


def test_what_came_of_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    files.write(laid(4), tmp_path / "een")
    assert files.read(tmp_path / "een") == laid(4)
    assert files.read(tmp_path / "twee") is None
    assert [path.name for path in tmp_path.iterdir()] == ["een"]


def test_a_run_is_laid_out_in_one_build_and_known_in_the_next(keep: Cache) -> None:
    assert build(keep, ["een", "twee"]) == (False, ["een", "twee"])
    assert build(keep, ["een", "drie"]) == (True, ["drie"])
    assert build(keep, ["een", "twee", "drie"]) == (True, [])


def test_what_was_not_used_for_longest_goes_first(keep: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_runs, "_MOST", 3)
    build(keep, ["a", "b", "c"])
    build(keep, ["c", "d"])
    assert runs(keep) == ["c", "d", "a"]


def test_other_programs_do_not_know_it(keep: Cache) -> None:
    build(keep, ["een"])
    assert build(Cache(keep.folder, "peper"), ["een"]) == (False, ["een"])


def test_a_run_that_is_kept_is_made_again_and_compared(keep: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    build(keep, ["een", "twee"])
    monkeypatch.setattr(kept_runs, "CHECKED_AGAIN", 2)
    assert build(keep, ["een", "twee"]) == (True, ["een", "twee"])
    with pytest.raises(ToolError, match="bewaard resultaat"):
        build(keep, ["een"], pages=3)
    assert runs(keep) == []


def test_a_build_that_fails_keeps_nothing(keep: Cache) -> None:
    def failing() -> None:
        with kept_runs.settled(keep) as (folder, _):
            files.write(laid(2), folder / "een")
            message = "geen papier"
            raise ToolError(message)

    build(keep, ["twee"])
    with pytest.raises(ToolError):
        failing()
    cache.settle(keep)
    assert runs(keep) == ["twee"]
