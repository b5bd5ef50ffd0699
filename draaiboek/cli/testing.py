"""`build.py test`: the test suite."""

from __future__ import annotations

import argparse

from draaiboek.project import Project


def test(project: Project, options: argparse.Namespace) -> int:
    """Run pytest on tests/ with the words that came after `test`; return its exit code."""
    import pytest  # noqa: PLC0415  # only here: a machine that builds does not need it

    fixed = ["--rootdir", str(project.root), "-c", str(project.root / "pyproject.toml"), str(project.root / "tests")]
    return int(pytest.main([*fixed, *options.words_for_pytest]))


test.__test__ = False  # type: ignore[attr-defined]  # it is a command, not a test
