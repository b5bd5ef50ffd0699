"""`build.py test`: the test suite."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project

if TYPE_CHECKING:
    import pytest


class _Interrupts:
    """Keeps the Ctrl-C that pytest catches; pytest's own interruption, when tests cannot be loaded, is not one."""

    def __init__(self) -> None:
        self.kept: list[BaseException] = []

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        import pytest  # noqa: PLC0415  # pytest is running

        if not isinstance(excinfo.value, pytest.Session.Interrupted):
            self.kept.append(excinfo.value)


def test(project: Project, options: argparse.Namespace) -> int:
    """Run pytest on tests/, or on the files that are named, with the arguments after `test`; return its exit code."""
    import pytest  # noqa: PLC0415  # only here: a machine that builds does not need it

    tests = project.root / "tests"
    if not tests.is_dir():
        message = "hier staan geen tests: die horen bij het programma, niet bij dit draaiboek"
        raise UsageError(message, hint="Kijk de tekst na met: python3 build.py check")
    words = list(options.words_for_pytest)
    if not any(_is_inside(word.partition("::")[0], tests) for word in words):
        words.append(str(tests))
    interrupts = _Interrupts()
    fixed = ["--rootdir", str(project.root), "-c", str(project.root / "pyproject.toml")]
    code = pytest.main([*fixed, *words], plugins=[interrupts])
    for interrupt in interrupts.kept:
        raise interrupt
    return int(code)


def _is_inside(word: str, folder: Path) -> bool:
    path = Path(word).resolve()
    return path.is_relative_to(folder) and path.exists()


test.__test__ = False  # type: ignore[attr-defined]  # it is a command, not a test
