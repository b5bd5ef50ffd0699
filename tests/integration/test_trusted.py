"""An untrusted editie.json names a commit, which is run or read as ours only when it is part of what we trust."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.integration import program
from tests.integration.program import EDITION, Place

pytestmark = pytest.mark.slow

BRANCH = "gh-pages"
MARK = "hier-was-een-vreemde"
BUILD = "import sys\nprint('{mark}', file=sys.stderr)\nsys.exit('{mark}')\n"


@pytest.fixture
def hostile(published: Place, tmp_path: Path) -> Place:
    """A clone whose branch has an editie.json that names a commit whose build.py prints a mark; all lists agree."""
    place = published.copy(tmp_path / "main")
    place.git("checkout", "--quiet", "-b", "van-buiten")
    place.write("build.py", BUILD.format(mark=MARK))
    commit = place.commit()
    place.git("checkout", "--quiet", "main")
    rename(place, commit)
    assert "getuigt van een handeling die de tak niet (meer) kent" in place.build("verify").stdout
    place.git("tag", "--delete", *place.git("tag", "--list").split())
    assert "zegt niet meer alles wat er in commit" in place.build("verify").stdout, "the branch remembers too"
    who = ("-c", "user.name=Vreemd", "-c", "user.email=vreemd@voorbeeld.be")
    alone = place.git(*who, "commit-tree", f"{BRANCH}^{{tree}}", "-m", "Alles opnieuw")
    place.git("update-ref", f"refs/heads/{BRANCH}", alone)
    assert place.build("verify").code == 0, "whoever may push can make all lists agree"
    return place


def rename(place: Place, commit: str) -> None:
    """Make the edition on the branch claim to come from *commit*, with every list and seal recomputed."""
    place.git("worktree", "add", "--quiet", "../branch", BRANCH)
    branch = Place(place.root.parent / "branch")
    for folder in (EDITION, "actueel"):
        manifest = json.loads(branch.read(f"{folder}/editie.json"))
        branch.write(f"{folder}/editie.json", json.dumps({**manifest, "commit": commit}, ensure_ascii=False, indent=1))
    (entry,) = json.loads(branch.read("grootboek.json"))
    entry["manifest"] = hashlib.sha256(branch.read(f"{EDITION}/editie.json").encode()).hexdigest()
    words = json.dumps({**entry, "zegel": "", "vorige": ""}, ensure_ascii=False, sort_keys=True)
    entry["zegel"] = hashlib.sha256(words.encode()).hexdigest()
    branch.write("grootboek.json", json.dumps([entry], ensure_ascii=False, indent=1) + "\n")
    branch.commit()
    place.git("worktree", "remove", "../branch")


@pytest.mark.parametrize(
    "words",
    [
        ["verify", "--rebuild"],
        ["verify", EDITION, "--rebuild", "--trusted", "main"],
        ["verify", "--rebuild", "--trusted", BRANCH],
        ["verify", "--rebuild", "--trusted", f"refs/heads/{BRANCH}"],
        ["verify", "--rebuild", "--trusted", "--upload-pack=x"],
        ["reskin", EDITION],
        ["reskin", EDITION, "--to", "../www"],
    ],
    ids=" ".join,
)
def test_nothing_runs_from_a_commit_that_we_do_not_trust(hostile: Place, words: list[str]) -> None:
    if "--to" in words:
        hostile.git("worktree", "add", "--quiet", "--detach", "../www", BRANCH)
        (hostile.root.parent / "www" / ".git").unlink()
    tip = hostile.git("rev-parse", BRANCH)
    run = hostile.build(*words)
    assert run.code in {2, 3}, run.said
    assert "Traceback" not in run.said
    assert MARK not in run.said
    assert not (hostile.root / "out" / "rebuild").exists()
    assert hostile.git("rev-parse", BRANCH) == tip
    assert "--trusted" in run.stderr
    if run.code == 3:
        assert "die hoort niet bij wat je vertrouwt" in run.stderr
        assert "git fetch" in run.stderr


def test_what_is_published_vouches_for_nothing(hostile: Place) -> None:
    who = ("-c", "user.name=Vreemd", "-c", "user.email=vreemd@voorbeeld.be")
    tip = hostile.git(*who, "commit-tree", f"{BRANCH}^{{tree}}", "-p", "van-buiten", "-m", "De vreemde hoort erbij")
    hostile.git("update-ref", f"refs/heads/{BRANCH}", tip)
    hostile.git("update-ref", f"refs/remotes/server/{BRANCH}", tip)
    hostile.git("branch", "--delete", "--force", "van-buiten")
    hostile.git("tag", "editie", tip)
    for name in (f"{BRANCH}~0", f"refs/heads/{BRANCH}^{{commit}}", f"server/{BRANCH}^0", "editie", tip, "main@{0}~0"):
        run = hostile.build("verify", "--rebuild", "--trusted", name)
        assert run.code == 2, f"{name}: {run.said}"
        assert MARK not in run.said
        assert "--trusted main" in run.stderr
    hostile.git("update-ref", "--no-deref", "HEAD", tip)
    run = hostile.build("verify", "--rebuild")
    assert (run.code, MARK in run.said) == (2, False), "not even when the branch is what is checked out"


def test_who_trusts_the_commit_can_say_so(hostile: Place) -> None:
    hostile.git("tag", "main", "van-buiten")
    by_tag = hostile.build("verify", "--rebuild", "--trusted", "main")
    assert by_tag.code == 3, "a tag does not take a branch's place"
    assert MARK not in by_tag.said
    run = hostile.build("verify", "--rebuild", "--trusted", "van-buiten")
    assert MARK in run.said, "the mark that the other tests look for is real"


@pytest.mark.parametrize("commit", ["", "HEAD", "--orphan", "0" * 40, "van-buiten", "a\nb", "f" * 400], ids=repr)
def test_what_is_no_commit_is_refused(published: Place, tmp_path: Path, commit: str) -> None:
    place = published.copy(tmp_path / "main")
    rename(place, commit)
    run = place.build("verify", "--rebuild")
    assert run.code == 3, run.said
    assert "die hoort niet bij wat je vertrouwt" in run.stderr
    assert "Traceback" not in run.said


def test_before_a_first_edition_nothing_is_published(place: Place) -> None:
    for words in (["verify"], ["verify", "--rebuild"], ["verify", EDITION], ["pack", EDITION]):
        run = place.build(*words)
        assert (run.code, run.stdout) == (2, ""), run.said
        assert run.stderr.startswith(f"build.py: er is nog niets gepubliceerd: er is geen tak {BRANCH}\n")
        assert "--in MAP" in run.stderr


def test_a_reason_with_a_character_that_nobody_sees_is_refused(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    tip = place.git("rev-parse", BRANCH)
    for reason in ("Fout\x07.", "Fout \u202eomgekeerd", "Fo\u200but", "Fout &#x202e;", "Fout \U000e0041", b"Fout \xff"):
        run = place.build("withdraw", EDITION, "--reason", reason)  # type: ignore[arg-type]  # bytes are no UTF-8
        assert run.code == 2, run.said
        assert "--reason: op plaats " in run.stderr
    assert place.git("rev-parse", BRANCH) == tip


def test_the_program_obeys_no_git_variables(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    other = program.program(tmp_path / "elders")
    other.commit()
    env = {"GIT_DIR": str(other.root / ".git"), "GIT_WORK_TREE": str(other.root)}
    run = place.build("withdraw", EDITION, "--reason", "Fout.", env=env)
    assert run.code == 0, run.said
    assert place.build("verify", env=env).code == 0
    assert other.git("branch", "--list", BRANCH) == ""
