"""Bringing a folder up to date: only differing files are written, and what does not belong there is removed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from draaiboek.base import up_to_date

FILES = {"index.html": b"begin", "delen/index.html": b"delen", "a/b/c.txt": b"c"}


def found(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def folders(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir())


def test_a_folder_holds_what_it_should_and_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "nieuw" / "site"
    for files in (FILES, {"delen/index.html": b"anders"}, {"delen": b"een bestand"}, FILES, {}):
        up_to_date.bring(place, files)
        assert found(place) == files
    assert folders(place) == []


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    up_to_date.bring(tmp_path, FILES)
    before = {name: (tmp_path / name).stat().st_ino for name in FILES}
    os.utime(tmp_path / "index.html", (1, 1))
    up_to_date.bring(tmp_path, {**FILES, "a/b/c.txt": b"d"})
    assert (tmp_path / "index.html").stat().st_mtime == 1
    assert (tmp_path / "delen/index.html").stat().st_ino == before["delen/index.html"]


def test_who_linked_to_a_file_keeps_what_it_was(tmp_path: Path) -> None:
    place, copy = tmp_path / "site", tmp_path / "kopie.html"
    up_to_date.bring(place, FILES)
    copy.hardlink_to(place / "index.html")
    up_to_date.bring(place, {"index.html": b"nieuw"})
    assert copy.read_bytes() == b"begin"


def test_a_link_in_the_place_of_a_file_or_folder_is_not_followed(tmp_path: Path) -> None:
    place, outside = tmp_path / "site", tmp_path / "elders"
    up_to_date.bring(outside, FILES)
    up_to_date.bring(place, {})
    (place / "index.html").symlink_to(outside / "index.html")
    (place / "delen").symlink_to(outside / "delen")
    os.mkfifo(place / "a")
    up_to_date.bring(place, {**FILES, "index.html": b"nieuw", "delen/index.html": b"ook"})
    assert found(place) == {**FILES, "index.html": b"nieuw", "delen/index.html": b"ook"}
    assert found(outside) == FILES


@pytest.mark.parametrize("name", ["oud", "oud.txt"])
def test_what_is_named_stays(name: str, tmp_path: Path) -> None:
    up_to_date.bring(tmp_path, {**FILES, f"{name}/x": b"x", "delen/oud/x": b"x"})
    up_to_date.bring(tmp_path, FILES, but=[name])
    assert found(tmp_path) == {**FILES, f"{name}/x": b"x"}
