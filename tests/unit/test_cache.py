"""The cache: different things never share a key, a damaged entry counts as absent, and its size stays limited."""

from __future__ import annotations

import datetime as dt
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base import cache
from draaiboek.base.cache import NONE, Cache, Work, digest, kept, key, of_tree, put, read, settle, shared_digest
from draaiboek.base.model import Code, Origin, Paragraph, Text

PLACE = Origin(PurePosixPath("docs/a.md"))


class Kind(StrEnum):
    A = "a"


@dataclass(frozen=True)
class Pair:
    first: object
    second: object = None


DIFFERENT: list[object] = [
    "a", b"a", PurePosixPath("a"), Kind.A, ["a"], ["a", "a"], [["a"], "a"], {"a": "a"}, {"a": None}, frozenset({"a"}),
    None, "", [], {}, 0, 1, 1.5, True, False, "1", "None", dt.date(2026, 1, 2), "2026-01-02",
    Pair("a"), Pair("a", "a"), Pair(("a", "a")), Text("a"), Code("a"), Paragraph((Text("a"),), PLACE),
    Paragraph((Text("a"),), Origin(PLACE.path, 2)), Paragraph((), PLACE), {"a": 1, "b": 2}, {"b": 2, "a": 1},
]  # fmt: skip


def test_different_values_have_different_digests() -> None:
    found = [digest(each) for each in DIFFERENT]
    assert len(set(found)) == len(DIFFERENT)
    assert found == [digest(each) for each in DIFFERENT]


def test_what_has_no_fixed_form_is_refused() -> None:
    for value in (object(), Pair(lambda: 1), iter("a")):
        with pytest.raises(TypeError, match="a key cannot hold"):
            digest(value)


def test_an_object_of_long_ago_is_not_taken_for_a_new_one() -> None:
    known = cache.Digests()
    found = {shared_digest(Paragraph((Text(str(number)),), PLACE), known) for number in range(500)}
    assert len(found) == 500


def test_digests_of_another_process_are_of_nothing_here() -> None:
    known = cache.Digests()
    shared_digest(Pair("a"), known)
    assert known
    assert pickle.loads(pickle.dumps(known)) == cache.Digests()  # noqa: S301


def test_a_key_holds_the_step_its_parts_and_the_program(tmp_path: Path) -> None:
    one = Cache(tmp_path, "program")
    keys = {
        key(one, "pagina", {"text": "a"}),
        key(one, "pagina", {"text": "b"}),
        key(one, "pagina", {"config": "a"}),
        key(one, "artikel", {"text": "a"}),
        key(Cache(tmp_path, "another"), "pagina", {"text": "a"}),
    }
    assert len(keys) == 5


# --- keeping ----------------------------------------------------------------------------------------------------------


def made(keep: Cache, text: str, files: Mapping[str, bytes]) -> Work:
    """Do a step that makes *files* of *text*, in a build that succeeds."""
    work = Work(keep)
    assert kept(work, "stap", lambda: {"text": text}, lambda: files) == files
    settle(keep)
    return work


def test_a_result_is_made_once(tmp_path: Path) -> None:
    keep, files = Cache(tmp_path / "cache"), {"a/b.html": b"een\n\n", "": b"", "c": b"\x00\n{}"}
    assert made(keep, "een", files).made["stap"] == 1
    again = made(keep, "een", files)
    assert (again.made["stap"], [read(keep, hit.key) for hit in again.hits]) == (0, [files])
    assert made(keep, "twee", {}).made["stap"] == 1


def test_nothing_is_kept_before_the_build_has_ended_well(tmp_path: Path) -> None:
    keep = Cache(tmp_path)
    put(keep, "a" * 64, {"": b"een"})
    assert read(keep, "a" * 64) is None
    cache.begin(keep)
    settle(keep)
    assert read(keep, "a" * 64) is None


def test_what_two_sites_make_is_written_once(tmp_path: Path) -> None:
    keep, files = Cache(tmp_path), {"": b"een"}
    put(keep, "a" * 64, files)
    before = [path.stat().st_mtime_ns for path in tmp_path.rglob("a*")]
    put(keep, "a" * 64, files)
    assert [path.stat().st_mtime_ns for path in tmp_path.rglob("a*")] == before
    settle(keep)
    assert read(keep, "a" * 64) == files


def test_without_a_cache_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert [made(NONE, "een", {"": b"een"}).made["stap"] for _ in range(2)] == [1, 1]
    assert list(tmp_path.iterdir()) == []


def test_every_bit_counts(tmp_path: Path) -> None:
    keep = Cache(tmp_path)
    made(keep, "een", {"naam": b"een"})
    (file,) = tmp_path.glob("??/*")
    whole = file.read_bytes()
    for place in range(len(whole) * 8):
        data = bytearray(whole)
        data[place // 8] ^= 1 << place % 8
        file.write_bytes(data)
        assert read(keep, file.name) is None, place
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert read(keep, file.name) is None, length
    file.write_bytes(whole)
    assert read(keep, file.name) == {"naam": b"een"}


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    keep = Cache(tmp_path)
    for number in range(9):
        made(keep, str(number), {"": bytes(1000)})
    by_use = [key(keep, "stap", {"text": str(number)}) for number in (3, 1, 4, 0, 5, 8, 2, 6, 7)]
    for moment, name in enumerate(by_use):
        os.utime(tmp_path / name[:2] / name, (moment, moment))
    assert read(keep, by_use[0])
    settle(keep, limit=3500)
    assert [name for name in by_use if read(keep, name)] == [by_use[0], *by_use[-2:]]


# --- what stands on disk ----------------------------------------------------------------------------------------------


def test_a_tree_is_all_that_can_be_seen_of_it(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    seen = [of_tree(tmp_path, ["docs"])]

    def changed() -> bool:
        seen.append(of_tree(tmp_path, ["docs"]))
        return seen[-1] not in seen[:-1]

    file = tmp_path / "docs/a.md"
    file.write_bytes(b"een")
    assert changed()
    os.utime(file, (1, 1))
    assert not changed()
    file.write_bytes(b"twee")
    assert changed()
    file.rename(tmp_path / "docs/b.md")
    assert changed()
    (tmp_path / "docs/leeg").mkdir()
    assert changed()
    (tmp_path / "docs/c.md").symlink_to("b.md")
    assert changed()
    (tmp_path / "docs/rond").symlink_to(tmp_path / "docs", target_is_directory=True)
    assert changed()
    (tmp_path / "docs/weg.md").symlink_to("nergens")
    assert changed()
    (tmp_path / "docs/__pycache__").mkdir()
    assert of_tree(tmp_path, ["docs"], but=["__pycache__"]) == seen[-1]
    assert of_tree(tmp_path, ["nergens"]) == [("nergens", "?")]


def test_what_a_link_of_a_stranger_leads_to_is_not_looked_at(tmp_path: Path) -> None:
    outside = tmp_path / "elders"
    outside.mkdir()
    (outside / "a.md").write_bytes(b"een")
    root = tmp_path / "gids"
    root.mkdir()
    (root / "weg").symlink_to(outside, target_is_directory=True)
    (root / "b").symlink_to(outside / "a.md")
    assert of_tree(root, ["weg", "b"]) == [("b", f"-> {outside}/a.md"), ("weg", f"-> {outside}")]
    through = of_tree(root, ["weg", "b"], through=True)
    (outside / "a.md").write_bytes(b"twee")
    assert [name for name, _ in through] == ["b", "b", "weg", "weg", "weg/a.md"]
    assert of_tree(root, ["weg", "b"], through=True) != through


def test_a_file_that_no_step_can_read_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "groot.bin"
    file.touch()
    os.truncate(file, 1 << 40)
    ((name, what),) = of_tree(tmp_path, ["groot.bin"])
    assert (name, what.split(" ")[0]) == ("groot.bin", str(1 << 40))
