"""A small guidebook that breaks every rule once; its report is pinned as a whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from draaiboek.base.diagnostics import as_text, has_errors
from draaiboek.base.project import Project
from draaiboek.pipeline.examine import Checked, examine
from tests.rules import BY_OTHER_STAGES, codes_of_check

PROJECT = Path(__file__).parent / "projects" / "everything-wrong"
REPORT = PROJECT.with_suffix(".txt")
WITHOUT_EDITION = {"ED001"}  # then nothing is composed, so most of the other rules could not be broken


@pytest.fixture(scope="module")
def checked() -> Checked:
    return examine(Project(PROJECT))


def test_the_whole_report_is_as_expected(checked: Checked, update: bool) -> None:  # noqa: FBT001  # a fixture
    report = f"{as_text(checked.problems)}\n"
    if update:
        REPORT.write_text(report, encoding="utf-8")
    assert report == REPORT.read_text(encoding="utf-8")


def test_every_rule_is_broken(checked: Checked) -> None:
    broken = {problem.code for problem in checked.problems}
    assert codes_of_check() - broken == WITHOUT_EDITION
    assert broken & BY_OTHER_STAGES == set()


def test_a_broken_guidebook_gives_no_output(checked: Checked) -> None:
    assert checked.failed
    assert has_errors(checked.problems)


def test_the_report_is_the_same_wherever_the_guidebook_stands(checked: Checked, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(PROJECT, tmp_path / "elders")
    assert examine(Project(elsewhere)).problems == checked.problems


def test_examining_writes_nothing(tmp_path: Path) -> None:
    copy = shutil.copytree(PROJECT, tmp_path / "boek")
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    examine(Project(copy))
    assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == before
