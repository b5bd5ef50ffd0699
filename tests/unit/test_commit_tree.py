"""A commit of the publication branch is read file by file: somebody else may have put very much in it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.editions.publish import tree
from draaiboek.editions.publish.tree import CommitTree

LARGE = 8_000_000
NAMES = tuple(f"{number}.bin" for number in range(6))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> CommitTree:
    root = tmp_path_factory.mktemp("tak")
    git("init", "--quiet", root=root)
    for name in NAMES:
        (root / name).write_bytes(name.encode() * (LARGE // len(name)))
    git("add", ".", root=root)
    who = ("-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be")
    git(*who, "commit", "--quiet", "--message=x", root=root)
    return CommitTree(root, git("rev-parse", "HEAD", root=root))


def git(*words: str, root: Path) -> str:
    return process.run(["git", *words], cwd=root)


def test_one_file_at_a_time_is_in_memory(published: CommitTree) -> None:
    tracemalloc.start()
    try:
        assert len(set(published.digests("", NAMES).values())) == len(NAMES)
        assert tracemalloc.get_traced_memory()[1] < 4 * LARGE
    finally:
        tracemalloc.stop()


def test_a_file_that_is_too_large_for_a_publication_is_not_read(
    published: CommitTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "LARGEST", LARGE - 9)
    with pytest.raises(ToolError, match="bytes, en zo groot is er geen van ons") as caught:
        published.digests("", NAMES)
    assert "Het is niet gelezen" in caught.value.hint
    monkeypatch.setattr(tree, "LARGEST", LARGE)
    assert len(published.digests("", NAMES)) == len(NAMES)


def test_what_is_not_there_has_no_bytes_and_the_rest_has(published: CommitTree) -> None:
    found = dict(published.contents("", ["weg", NAMES[0], "", NAMES[1]]))
    assert {name: len(data) // len(NAMES[0]) for name, data in found.items()} == dict.fromkeys(
        NAMES[:2], LARGE // len(NAMES[0])
    )


def test_what_git_says_is_told_when_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: nergens\n", encoding="utf-8")
    with pytest.raises(ToolError, match="'git cat-file --batch' stopte met code 128") as caught:
        CommitTree(tmp_path, "0" * 40).digests("", NAMES)
    assert "nergens" in caught.value.output
