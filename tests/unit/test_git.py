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


def test_outside_git_that_is_said_with_what_to_do(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    git.refuse_outside(repository)
    with pytest.raises(ToolError, match="deze map is geen opslagplaats van git") as caught:
        git.refuse_outside(tmp_path_factory.mktemp("zip"))
    assert "git clone" in caught.value.hint


def test_without_git_the_program_to_install_is_named(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(ToolError, match="'git' kan niet starten") as caught:
        git.refuse_outside(repository)
    assert caught.value.hint == "Installeer 'git' of zet het op het zoekpad."


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
