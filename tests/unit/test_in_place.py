"""A file or folder replaces another in one step, or the old one stays."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from draaiboek.base import in_place

ROOT = Path(__file__).parents[2]


def two(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("new", "place"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, encoding="utf-8")
    return tmp_path / "new", tmp_path / "place"


def without_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_place, "_exchange", lambda *_: False)


@pytest.mark.parametrize("system", [without_the_call, lambda _: None], ids=["elsewhere", "linux"])
def test_a_folder_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: Callable[[pytest.MonkeyPatch], None]
) -> None:
    system(monkeypatch)
    new, place = two(tmp_path)
    in_place.put_in_place(new, place)
    assert (place / "file").read_text(encoding="utf-8") == "new"
    assert (new / "file").read_text(encoding="utf-8") == "place"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv, which takes root's rights away, is of Linux")
def test_a_folder_that_may_not_be_moved_stays_where_it_is(tmp_path: Path) -> None:
    """Two renames instead would do half of it: the new one in its place, and the old one neither there nor away."""
    new, place = two(tmp_path)
    (tmp_path / "work").mkdir()
    new = new.rename(tmp_path / "work" / "new")
    place.chmod(0o555)
    code = (
        "import sys; from pathlib import Path; from draaiboek.base import in_place\n"
        "in_place.put_in_place(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    words = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    command = [*words, sys.executable, "-c", code, str(new), str(place)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    place.chmod(0o755)
    assert f"PermissionError: [Errno {errno.EACCES}]" in run.stderr
    assert str(place) in run.stderr
    assert (place / "file").read_text(encoding="utf-8") == "place"
    assert (new / "file").read_text(encoding="utf-8") == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["place", "work"]


def test_stopped_between_two_renames_what_stood_there_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_the_call(monkeypatch)
    new, place = two(tmp_path)
    real = Path.rename

    def stops(self: Path, target: Path) -> Path:
        if self == new:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "rename", stops)
    with pytest.raises(KeyboardInterrupt):
        in_place.put_in_place(new, place)
    monkeypatch.undo()
    assert not place.exists()
    in_place.recover(place)
    assert (place / "file").read_text(encoding="utf-8") == "place"


def test_no_file_is_touched_when_one_of_them_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / "one.md", tmp_path / "below" / "other.md"
    one.write_text("was", encoding="utf-8")
    one.chmod(0o640)
    in_place.write({one: b"is", other: b"new"}, around=tmp_path)
    assert (one.read_bytes(), other.read_bytes(), one.stat().st_mode & 0o777) == (b"is", b"new", 0o640)
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if data == b"too much":
            raise OSError(errno.ENOSPC, "full")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="full"):
        in_place.write({one: b"again", other: b"too much"}, around=tmp_path)
    assert (one.read_bytes(), other.read_bytes()) == (b"is", b"new")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["below", "one.md"]
