"""What differs on Windows and macOS, as far as Linux can test it: line endings, and the encoding of output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from draaiboek.base.project import Project
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.pipeline.repair import repairing
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


def with_letters_of_a_mac(folder: Path) -> Path:
    """Write every letter with an accent in *folder* as two characters, as what is pasted on a Mac may have them."""
    changed = 0
    for path in (each for each in folder.rglob("*") if each.suffix in TEXT - {".svg"}):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        path.write_bytes(unicodedata.normalize("NFD", text).encode())
        changed += not unicodedata.is_normalized("NFD", text)
    assert changed > 3
    return folder


def test_letters_of_a_mac_are_the_same_letters(tmp_path: Path) -> None:
    """A dictionary and the search saw 'co' and 'ordinator'."""
    place = rich(tmp_path / "boek")
    place.write(
        "docs/delen.md",
        place.read("docs/delen.md") + "\nDe coördinator en een beïnvloedde cliënt zonder bron moet [dit](weg.md).\n",
    )
    usual = examine(Project(place.root))
    mac = examine(Project(with_letters_of_a_mac(place.root)))
    assert mac.source.pages == usual.source.pages
    assert mac.variants == usual.variants
    assert said(mac) == said(usual)
    assert {"TX005", "LK001"} <= {each.code for each in mac.problems}


def test_what_is_repaired_stands_at_its_place_behind_letters_of_a_mac(tmp_path: Path) -> None:
    text = page("## Eén kop\n\nDe cliënt en de ideeën.<o:p></o:p> Tot ziens.\n")
    guidebook({"docs/delen.md": unicodedata.normalize("NFD", text)}, tmp_path)
    repairing.write(Project(tmp_path), repairing.repair(Project(tmp_path)))
    repaired = page("## Eén kop {#een-kop}\n\nDe cliënt en de ideeën. Tot ziens.\n")
    assert (tmp_path / "docs/delen.md").read_bytes() == unicodedata.normalize("NFD", repaired).encode()


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
