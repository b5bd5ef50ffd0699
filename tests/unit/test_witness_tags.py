"""Tags that remember acts, and which commits are trusted: what a clone itself can tell, in a repository of git."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from draaiboek.base import process
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.editions import ledger
from draaiboek.editions.publish import refs, trust, witness_tags

SEAL = "5d1c9a3e" + "0" * 56
ENTRY = ledger.Entry(ledger.Act.PUBLISH, date(2026, 12, 1), "2026.1", "Eerste.", seal=SEAL)
HEX = 40
TRUST_MAIN = "Noem de tak of het label dat je vertrouwt: --trusted main"


@dataclass(frozen=True, slots=True)
class Clone:
    """A repository with a text on main and a branch with editions, and `git` in it."""

    place: Path

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be")
        return process.run(["git", *who, *words], cwd=self.place)

    def commit(self, branch: str) -> str:
        """Make a commit on *branch*, which begins at main when it is new, and return to main."""
        self.git("checkout", "--quiet", "-B", branch)
        self.git("commit", "--quiet", "--allow-empty", "-m", "x")
        made = self.git("rev-parse", "HEAD")
        self.git("checkout", "--quiet", "main")
        return made

    def witness(self, name: str, number: int, commit: str) -> str:
        """Tag *commit* as the witness *name* of act *number*, and return the object."""
        said = witness_tags.words(number, ENTRY, "", commit)
        self.git("tag", "--annotate", "--cleanup=verbatim", "--message", said, name, commit)
        return self.git("rev-parse", f"refs/tags/{name}")


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    made = Clone(tmp_path / "kopie")
    made.place.mkdir()
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("commit", "--quiet", "--allow-empty", "-m", "Tekst")
    made.git("checkout", "--quiet", "--orphan", "gh-pages")
    made.git("commit", "--quiet", "--allow-empty", "-m", "Edities")
    made.git("checkout", "--quiet", "main")
    return made


# --- tags of acts -----------------------------------------------------------------------------------------------------


def test_a_tag_is_named_after_the_act_and_its_seal(clone: Clone) -> None:
    assert witness_tags.free_name(3, ENTRY, clone.place) == "grootboek/0003-5d1c9a3e"
    commit = refs.commit_at(refs.HERE, clone.place)
    clone.witness("grootboek/0003-5d1c9a3e", 3, commit)
    assert witness_tags.free_name(3, ENTRY, clone.place) == "grootboek/0003-5d1c9a3e-2"
    clone.witness("grootboek/0003-5d1c9a3e-2", 3, commit)
    assert witness_tags.free_name(3, ENTRY, clone.place) == "grootboek/0003-5d1c9a3e-3"
    assert witness_tags.free_name(12345, ENTRY, clone.place) == "grootboek/12345-5d1c9a3e"
    assert not any(witness_tags.is_moved(each) for each in witness_tags.left_in(clone.place))


def test_what_a_tag_says_is_read_and_any_other_tag_is_no_witness(clone: Clone) -> None:
    commit = refs.commit_at(refs.HERE, clone.place)
    clone.witness("grootboek/0003-5d1c9a3e", 3, commit)
    clone.git("tag", "grootboek/0004-00000000")
    clone.git("tag", "--annotate", "--message", "Niets", "grootboek/0005-00000000")
    clone.git("tag", "grootboek/anders")
    clone.git("tag", "v1")
    (found,) = witness_tags.left_in(clone.place)
    assert (found.name, found.act, found.day) == ("grootboek/0003-5d1c9a3e", "3 publiceren 2026.1", "2026-12-01")
    assert (found.seal, found.commit, found.armored) == (SEAL, commit, "")
    assert list(witness_tags.silent_in(clone.place)) == ["grootboek/0004-00000000", "grootboek/0005-00000000"]


@pytest.mark.parametrize("name", ["handeling", "datum", "zegel", "commit"])
def test_what_only_ends_a_line_of_a_tag_is_not_what_it_says(clone: Clone, name: str) -> None:
    commit = refs.commit_at(refs.HERE, clone.place)
    said = witness_tags.words(3, ENTRY, "", commit)
    assert f"{name}: " in said
    for other in (f"geen {name}: ", f"{name}:", f"{name.upper()}: "):
        message = said.replace(f"{name}: ", other, 1)
        clone.git("tag", "--force", "--annotate", "--cleanup=verbatim", "--message", message, "grootboek/0003-5d1c9a3e")
        assert list(witness_tags.left_in(clone.place)) == [], other


def test_no_other_ref_of_that_name_comes_before_a_tag(clone: Clone) -> None:
    name = "grootboek/0003-5d1c9a3e"
    clone.witness(name, 3, refs.commit_at(refs.HERE, clone.place))
    clone.git("update-ref", f"refs/{name}", "main")
    assert [each.name for each in witness_tags.left_in(clone.place)] == [name]


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        *(("grootboek/0003-5d1c9a3e", False), ("grootboek/0003-5d1c9a3e-2", False)),
        *(("grootboek/0004-5d1c9a3e", True), ("grootboek/0003-00000000", True)),
    ],
)
def test_a_tag_with_the_name_of_another_act_was_moved(name: str, moved: object, clone: Clone) -> None:
    clone.witness(name, 3, refs.commit_at(refs.HERE, clone.place))
    (found,) = witness_tags.left_in(clone.place)
    assert witness_tags.is_moved(found) == moved


def test_tags_that_a_killed_git_left_locked_are_found_in_order_and_set(clone: Clone) -> None:
    commit, names = refs.commit_at(refs.HERE, clone.place), [f"{number:04}-5d1c9a3e" for number in range(1, 13)]
    folder = clone.place / ".git" / "refs" / "tags" / "grootboek"
    for number, name in enumerate(names, 1):
        clone.witness(f"grootboek/{name}", number, commit)
        (folder / name).rename(folder / f"{name}.lock")
    assert [each.name for each in witness_tags.left_locked_in(clone.place)] == [f"{name}.lock" for name in names]
    witness_tags.finish(clone.place)
    assert clone.git("tag", "--list").split() == [f"grootboek/{name}" for name in names]


@pytest.mark.parametrize("kind", ["bytes", "another act", "later than the branch", "set meanwhile"])
def test_a_lock_that_records_nothing_new_of_the_branch_is_left_alone(kind: str, clone: Clone) -> None:
    folder = clone.place / ".git" / "refs" / "tags" / "grootboek"
    commit = clone.commit("gh-pages")
    made = clone.witness("grootboek/0003-5d1c9a3e", 3, commit)
    lock = (folder / "0003-5d1c9a3e").rename(folder / "0003-5d1c9a3e.lock")
    assert list(witness_tags.left_locked_in(clone.place)) == [lock]
    match kind:
        case "bytes":
            lock.write_bytes(b"\xff" * 40)
        case "another act":
            lock.rename(folder / "0004-5d1c9a3e.lock")
        case "later than the branch":
            clone.git("update-ref", refs.HERE, "main")
        case _:
            clone.git("update-ref", "refs/tags/grootboek/0003-5d1c9a3e-2", made)
            (folder / "0003-5d1c9a3e-2").rename(folder / "0003-5d1c9a3e")
    assert list(witness_tags.left_locked_in(clone.place)) == []


def test_no_tag_is_set_while_there_is_no_branch_or_no_git(clone: Clone, tmp_path: Path) -> None:
    folder = clone.place / ".git" / "refs" / "tags" / "grootboek"
    clone.witness("grootboek/0003-5d1c9a3e", 3, refs.commit_at(refs.HERE, clone.place))
    (folder / "0003-5d1c9a3e").rename(folder / "0003-5d1c9a3e.lock")
    clone.git("update-ref", "-d", refs.HERE)
    assert list(witness_tags.left_locked_in(clone.place)) == []
    (tmp_path / "geen").mkdir()
    assert list(witness_tags.left_locked_in(tmp_path / "geen")) == []
    assert list(witness_tags.left_in(tmp_path / "geen")) == []


# --- commits that are trusted -----------------------------------------------------------------------------------------


def test_the_branch_of_the_user_comes_before_a_tag_or_a_remote_branch_of_that_name(clone: Clone) -> None:
    other = clone.commit("anders")
    clone.git("update-ref", "refs/remotes/origin/main", other)
    clone.git("update-ref", "refs/tags/main", other)
    main = clone.git("rev-parse", "refs/heads/main")
    assert trust.commit_of("main", clone.place) == trust.commit_of("HEAD", clone.place) == main
    assert trust.commit_of("refs/tags/main", clone.place) == trust.commit_of("origin/main", clone.place) == other
    assert trust.commit_of(main, clone.place) == main
    clone.git("tag", "--annotate", "--message", "x", "v1", other)
    assert trust.commit_of("v1", clone.place) == other
    longer = "a" * (HEX + 1)
    clone.git("update-ref", f"refs/tags/{longer}", other)
    clone.git("update-ref", f"refs/heads/{longer}", main)
    assert trust.commit_of(longer, clone.place) == main


@pytest.mark.parametrize("name", ["gh-pages", "origin/gh-pages", "refs/heads/gh-pages", "HEAD"])
def test_the_branch_of_the_editions_cannot_vouch_for_itself(name: str, clone: Clone) -> None:
    clone.git("update-ref", "refs/remotes/origin/gh-pages", "gh-pages")
    if name == "HEAD":
        clone.git("checkout", "--quiet", "gh-pages")
    with pytest.raises(UsageError, match=f"'{name}' is waar de edities staan, niet de tekst") as caught:
        trust.commit_of(name, clone.place)
    assert caught.value.hint == TRUST_MAIN


@pytest.mark.parametrize("name", ["weg", "--all", "0" * HEX, "main^{tree}", "refs/heads/weg", ""])
def test_what_is_no_branch_tag_or_commit_is_not_trusted(name: str, clone: Clone) -> None:
    with pytest.raises(UsageError, match="er is hier geen tak, label of commit") as caught:
        trust.commit_of(name, clone.place)
    assert (f"'{name}'" in str(caught.value), "git branch --all; git tag" in caught.value.hint) == (True, True)


def test_only_an_ancestor_of_what_is_trusted_is_run(clone: Clone) -> None:
    first = clone.git("rev-parse", "main")
    trusted, other = clone.commit("main"), clone.commit("anders")
    trust.refuse_foreign(first, "2026.1", trusted, clone.place)
    trust.refuse_foreign(trusted, "2026.1", trusted, clone.place)
    for commit, named in (
        (other, other[:12]),
        ("main", "'main'"),
        ("\x1b[2J" + "a" * 99, "'\\x1b[2J" + "a" * 36 + "'"),
    ):
        with pytest.raises(ToolError) as caught:
            trust.refuse_foreign(commit, "2026.1", trusted, clone.place)
        said = f"editie 2026.1 zegt dat ze uit commit {named} komt, en die hoort niet bij wat je vertrouwt"
        assert str(caught.value) == said
        assert f"Je vertrouwt nu commit {trusted[:12]} en wat ervoor kwam." in caught.value.hint


# --- what git remembers -----------------------------------------------------------------------------------------------


def test_what_a_clone_knows_of_its_commits(clone: Clone, tmp_path: Path) -> None:
    first = refs.commit_at(refs.HERE, clone.place)
    clone.git("checkout", "--quiet", "gh-pages")
    clone.git("commit", "--quiet", "--allow-empty", "-m", "Editie")
    second = clone.git("rev-parse", "HEAD")
    assert refs.commits_before(refs.HERE, clone.place)[:2] == [second, first]
    assert refs.is_ancestor(first, second, clone.place)
    assert refs.is_ancestor(second, second, clone.place)
    assert not refs.is_ancestor(second, first, clone.place)
    assert not refs.is_ancestor("geen", first, clone.place)
    assert refs.commit_at(refs.FETCHED, clone.place) == refs.commit_at("--all", clone.place) == ""
    clone.git("update-ref", "refs/remotes/origin/gh-pages", first)
    assert refs.commit_at(refs.FETCHED, clone.place) == first
    assert refs.commits_before("refs/heads/weg", clone.place) == []
    assert not refs.is_shallow(clone.place)
    clone.git("clone", "--quiet", "--depth=1", f"file://{clone.place}", str(tmp_path / "ondiep"))
    assert refs.is_shallow(tmp_path / "ondiep")
