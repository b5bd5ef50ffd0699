"""What differs on Windows and macOS, as far as Linux can test it: line endings, and the encoding of output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from draaiboek.base.project import Project
from draaiboek.pipeline.examine import Checked, examine
from tests.guidebook import guidebook, page
from tests.integration.program import rich

ROOT = Path(__file__).parents[2]
WRONG = ROOT / "tests" / "projects" / "everything-wrong"
TEXT = {".md", ".yml", ".svg"}


def with_endings_of_windows(folder: Path) -> Path:
    """Give every text file in *folder* the line endings of an editor on Windows."""
    changed = [path for path in folder.rglob("*") if path.suffix in TEXT and b"\n" in path.read_bytes()]
    assert len(changed) > 10
    for path in changed:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return folder


def said(checked: Checked) -> list[tuple[object, ...]]:
    # In a file with two-byte line endings the offset of an invalid UTF-8 byte is different.
    return [(each.code, each.origin, each.message) for each in checked.problems if each.code != "PG001"]


def test_a_guidebook_with_endings_of_windows_is_the_same_guidebook(tmp_path: Path) -> None:
    place = rich(tmp_path / "boek")
    unix = examine(Project(place.root))
    windows = examine(Project(with_endings_of_windows(place.root)))
    assert not unix.failed
    assert windows.variants == unix.variants
    assert said(windows) == said(unix)


def test_mistakes_stand_at_the_same_place_in_lines_of_windows(tmp_path: Path) -> None:
    copy = shutil.copytree(WRONG, tmp_path / "boek")
    unix = examine(Project(copy))
    windows = examine(Project(with_endings_of_windows(copy)))
    assert said(windows) == said(unix)
    assert len(unix.problems) > 50


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
def test_what_a_pipe_of_windows_gets_is_utf_8(encoding: str, tmp_path: Path) -> None:
    """There a file or pipe gets the country's code page, which does not have every character."""
    guidebook({"docs/delen.md": page("## Één ≥ twee\n")}, tmp_path)
    script = f"import sys, pathlib, draaiboek.cli as cli; cli.main(sys.argv[1:], pathlib.Path({str(tmp_path)!r}))"
    result = subprocess.run(
        [sys.executable, "-c", script, "check", "--format", "json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert result.stderr == b""
    assert "de kop 'Één ≥ twee' heeft geen vast id" in {
        each["melding"] for each in json.loads(result.stdout.decode("utf-8"))["meldingen"]
    }
