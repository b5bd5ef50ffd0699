"""Started by test_publish.py: publish a prepared site repeatedly, killed with `kill -9` at each moment in turn.

A moment is the start of a program, or a rename on disk; all processes of the attempt are killed together. After each
kill the place of publication is inspected, and the edition is published again, undisturbed. Prints one JSON object per
moment; `as_it_was` and `complete` say what was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from draaiboek.editions import publish
from tests.integration import small_editions
from tests.integration.small_editions import FIRST, SECOND

# What only fills git's object store makes no difference to a reader and is skipped: every second of these is a moment.
RENAMES = ("rename", "replace")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("into", choices=["branch", "folder", "server"])
    parser.add_argument("place", type=Path)
    parser.add_argument("site", type=Path)
    parser.add_argument("first", type=int, help="the first moment")
    parser.add_argument("step", type=int, help="how many moments further the next one is")
    words = parser.parse_args()
    look = digest if words.into == "folder" else tip
    clone = words.site.parent / "clone" if words.into == "server" else None
    reset = partial(reset_folder, words.place) if words.into == "folder" else partial(reset_branch, words.place, clone)
    job = partial(put, words.into, words.site, words.place)
    assert attempt(partial(job, FIRST))
    before = keep(words.place, words.into)
    assert attempt(partial(job, SECOND))
    after = look(words.place)
    moment, ended = words.first, False
    while not ended:
        reset(before)
        was = look(words.place)
        ended = attempt(partial(job, SECOND), killed_at=moment)
        found = look(words.place)
        sound = words.into == "folder" or git(words.place, "fsck", "--strict", "--no-dangling") is not None
        again = found == after or attempt(partial(job, SECOND))
        facts = {"moment": moment, "as_it_was": found == was, "complete": found == after, "sound": sound}
        facts["again"] = again and look(words.place) == after
        sys.stdout.write(json.dumps(facts) + "\n")
        moment += words.step


# --- publishing -------------------------------------------------------------------------------------------------------


def put(into: str, site: Path, place: Path, name: str) -> None:
    folder = place if into == "folder" else None
    repository = site.parent / "clone" if into == "server" else place
    where = publish.Place(repository, site.parent / "publish.git", folder, push=into == "server")
    small_editions.put(where, site / name)


def attempt(job: Callable[[], None], killed_at: int | None = None) -> bool:
    """Do *job* in a process group of its own; return whether it finished successfully."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        if killed_at is not None:
            watch(killed_at)
        job()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def watch(killed_at: int) -> None:
    """Kill this process group at moment number *killed_at*: just after a program started, or around a rename."""
    left = [killed_at]

    def moment() -> None:
        if left[0] == 0:
            os.killpg(0, signal.SIGKILL)
        left[0] -= 1

    start = subprocess.Popen.__init__

    def started(popen: Any, *words: Any, **options: Any) -> None:
        start(popen, *words, **options)
        moment()

    subprocess.Popen.__init__ = started  # type: ignore[assignment,method-assign]  # it is replaced for the test
    for name in RENAMES:
        setattr(os, name, partial(_around, getattr(os, name), moment))
    shutil.rmtree = partial(_around, shutil.rmtree, moment)  # type: ignore[assignment]


def _around(function: Callable[..., Any], moment: Callable[[], None], *words: Any, **options: Any) -> Any:
    moment()
    result = function(*words, **options)
    moment()
    return result


# --- inspecting and restoring -----------------------------------------------------------------------------------------


def git(place: Path, *words: str) -> str | None:
    """Return the output of git, or None when it fails."""
    result = subprocess.run(["git", *words], cwd=place, capture_output=True, encoding="utf-8", check=False)
    return result.stdout.strip() if result.returncode == 0 else None


def tip(place: Path) -> str | None:
    return git(place, "rev-parse", "--verify", f"{publish.BRANCH}^{{tree}}")


def digest(place: Path) -> str:
    files = {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


def keep(place: Path, into: str) -> str:
    if into != "folder":
        return git(place, "rev-parse", publish.BRANCH) or ""
    kept = place.with_name("kept")
    shutil.copytree(place, kept)
    return str(kept)


def reset_branch(place: Path, clone: Path | None, before: str) -> None:
    """Restore the branch and the clone's refs to it: otherwise the clone would say that the server lost an edition."""
    git(place, "update-ref", f"refs/heads/{publish.BRANCH}", before)
    if clone:
        for ref in (f"refs/heads/{publish.BRANCH}", f"refs/remotes/origin/{publish.BRANCH}"):
            git(clone, "update-ref", ref, before)


def reset_folder(place: Path, before: str) -> None:
    for path in place.parent.glob(f"*{place.name}*"):
        shutil.rmtree(path)
    shutil.copytree(before, place)


if __name__ == "__main__":
    main()
