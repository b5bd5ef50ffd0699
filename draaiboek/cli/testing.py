"""`build.py test`: the test suite."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from draaiboek.project import Project


def test(project: Project, options: argparse.Namespace) -> int:
    """Run pytest with the words that came after `test`, on tests/ if they name no test; return its exit code."""
    import pytest  # noqa: PLC0415  # only here: a machine that builds does not need it

    tests, words = project.root / "tests", options.words_for_pytest
    fixed = ["--rootdir", str(project.root), "-c", str(project.root / "pyproject.toml")]
    return int(pytest.main([*fixed, *words, *([] if _names_a_test(words, tests) else [str(tests)])]))


def _names_a_test(words: Iterable[str], tests: Path) -> bool:
    paths = (Path(word.partition("::")[0]) for word in words)
    return any(path.exists() and path.resolve().is_relative_to(tests.resolve()) for path in paths)


test.__test__ = False  # type: ignore[attr-defined]  # it is a command, not a test
