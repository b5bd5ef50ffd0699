"""What git says, and the difference between "no" and no answer."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from draaiboek.base import git
from draaiboek.base.errors import StoppedError, ToolError


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for words in (
        ("init", "--quiet"),
        ("-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "--allow-empty", "--message=x"),
    ):
        subprocess.run(("git", *words), cwd=tmp_path, check=True)
    return tmp_path


def test_what_git_has_is_answered(repository: Path) -> None:
    assert git.answer("rev-parse", "--is-inside-work-tree", cwd=repository) == "true"
    assert git.agrees("cat-file", "-e", "HEAD", cwd=repository)


def test_what_git_does_not_have_is_no(repository: Path) -> None:
    assert git.answer("rev-parse", "--verify", "--quiet", "nowhere", cwd=repository) == ""
    assert not git.agrees("cat-file", "-e", "nowhere", cwd=repository)
    with pytest.raises(ToolError, match="git cat-file -e"):
        git.run("cat-file", "-e", "nowhere", cwd=repository)


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_a_git_that_is_killed_has_not_said_no(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = tmp_path / "bin" / "git"
    killed.parent.mkdir()
    killed.write_text("#!/bin/sh\nkill -KILL $$\n", encoding="utf-8")
    killed.chmod(killed.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(killed.parent), prepend=":")
    for ask in (git.answer, git.agrees):
        with pytest.raises(StoppedError, match="stopte met code -9"):
            ask("status", cwd=repository)
