"""Runs that are stopped: `python -m tests.faults --kills 200 [--seed N] [--act NAME]`.

A small guidebook with a signed edition is built, published anew, published in a folder, signed, withdrawn, put back,
given another theme and packed; each time somebody stops it at a moment of chance: with `kill -9` of all its processes,
with `kill`, or with Ctrl-C. Then it is looked at:

- what is published, `out/site` and the package are byte for byte as they were, or as they become;
- no file of an editor is touched, and the repository is sound;
- who was asked to stop says so in one line, ends with 143 or 130, and leaves nothing behind;
- the same act again, unhindered, works and comes to the very bytes it should; then nothing is left behind of either.

What goes wrong is printed with the number and the seed of its round, and repeats with `--seed N --only NUMBER`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.integration import program
from tests.integration.program import EDITION, NEXT, Place, environment, tree

BRANCH = "refs/heads/gh-pages"
TAGS = "refs/tags/grootboek"
LAST = {"cache", "pack", "report.json", "site", "stage", "wijzigingen", "work"}
"""What may remain in out/ after a run that finished."""
STYLE = "draaiboek/theme/assets/css/parts/tokens.css"
STOPPED = "build.py: onderbroken"
PATIENCE = 60.0  # seconds that a run may take to stop once it was asked to
CODES = {signal.SIGTERM: 143, signal.SIGINT: 130}

Found = Mapping[str, str]
"""The visible state of a guidebook: the digest of each thing that an act may change."""


@dataclass(frozen=True, slots=True)
class Act:
    """A command, and the state of the guidebook it is given in; with *edits*, a word of the text changes first."""

    words: Sequence[str]
    start: str
    edits: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A state to start from: the branch, the tags of acts, and copies of out/ and of the folder to publish in."""

    refs: Mapping[str, str]
    copies: Path


@dataclass(frozen=True, slots=True)
class Desk:
    """A guidebook with one edition published and a second one ready, a key, and a folder for temporary files."""

    place: Place
    key: Path
    scratch: Path
    states: dict[str, State] = field(default_factory=dict)

    @property
    def web(self) -> Path:
        """The folder to publish in, beside the branch."""
        return self.place.root.parent / "www"

    @property
    def acts(self) -> Mapping[str, Act]:
        """The commands, by what they do."""
        sign = ("--sign", "--key", str(self.key))
        why = ("--reason", "Er staat een fout in.")
        return {
            "build": Act(("build",), "one", edits=True),  # writes the whole cache
            "build again": Act(("build",), "built", edits=True),  # reads most of it
            "publish": Act(("publish", NEXT, *sign), "one"),
            "publish in a folder": Act(("publish", NEXT, "--to", str(self.web)), "one"),
            "sign": Act(("sign", EDITION, "--key", str(self.key)), "one"),
            "withdraw": Act(("withdraw", EDITION, *why, *sign), "one"),
            "rollback": Act(("rollback", EDITION, *why, *sign), "two"),
            "reskin": Act(("reskin", EDITION, *sign), "one"),
            "pack": Act(("pack", EDITION), "one"),
        }

    def env(self) -> dict[str, str]:
        """The environment in which every run starts."""
        return environment(self.place.root, {"TMPDIR": str(self.scratch)})

    def run(self, *words: str) -> program.Run:
        run = self.place.build(*words, env=self.env())
        assert run.code == 0, run.said
        return run

    def refs(self) -> dict[str, str]:
        """The branch and the tags of acts, each with the commit it points to."""
        lines = self.place.git("for-each-ref", "--format=%(refname) %(objectname)", BRANCH, TAGS).splitlines()
        return dict(line.split(" ", 1) for line in lines)

    def keep(self, name: str) -> None:
        """Save the current state under *name*."""
        copies = self.place.root.parent / "staten" / name
        for folder in (self.place.root / "out", self.web):
            shutil.copytree(folder, copies / folder.name)
        self.states[name] = State(self.refs(), copies)

    def put_back(self, name: str) -> None:
        """Restore everything to state *name*."""
        state, git = self.states[name], self.place.root / ".git"
        for lock in git.rglob("*.lock"):
            lock.unlink()
        for ref in self.refs().keys() - state.refs.keys():
            self.place.git("update-ref", "-d", ref)
        for ref, commit in state.refs.items():
            self.place.git("update-ref", ref, commit)
        shutil.rmtree(self.scratch)
        self.scratch.mkdir()
        for folder in (self.place.root / "out", self.web):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(state.copies / folder.name, folder)
        self.place.git("worktree", "prune")
        self.place.git("checkout", "--quiet", "--", "docs")

    def begin(self, act: Act) -> None:
        """Restore the state in which *act* starts."""
        self.put_back(act.start)
        if act.edits:
            self.place.replace("docs/delen.md", "in de trein", "in de tram")


def desk(folder: Path) -> Desk:
    """Create the guidebook in *folder*, and return it."""
    place = program.leaflet(folder / "main")
    place.commit()
    found = Desk(place, folder / "sleutel", folder / "tijdelijk")
    found.scratch.mkdir()
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "redactie", "-f", str(found.key)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    sign = ("--sign", "--key", str(found.key))
    found.run("publish", EDITION, *sign)
    found.run("publish", EDITION, "--to", str(found.web))
    place.write(STYLE, place.read(STYLE) + "\n.lr-nieuw { color: #000; }\n")
    program.next_edition(place)
    found.keep("one")
    found.run("build")
    found.keep("built")
    found.put_back("one")
    found.run("publish", NEXT, *sign)
    found.keep("two")
    return found


def look(desk: Desk) -> Found:
    """Return the state that is found now."""
    out = desk.place.root / "out"
    folders = {"the site": desk.place.site, "the package": out / "pack", "the comparison": out / "wijzigingen"}
    found = {name: _digest(folder) for name, folder in folders.items()}
    return found | {"the folder": _digest(desk.web), "the branch and its tags": repr(sorted(desk.refs().items()))}


def _digest(folder: Path) -> str:
    files = {name: hashlib.sha256(content).hexdigest() for name, content in tree(folder).items()}
    return hashlib.sha256(repr(files).encode()).hexdigest() if folder.exists() else "nothing"


@dataclass(frozen=True, slots=True)
class Stop:
    """How *act* is stopped in a round: the *number* of the signal, and *after* how many seconds it is sent."""

    act: str
    number: signal.Signals
    after: float


def stopped(desk: Desk, stop: Stop) -> tuple[int, str]:
    """Start the act and stop it; return its exit code and what it said."""
    with subprocess.Popen(
        [sys.executable, "build.py", *desk.acts[stop.act].words],
        cwd=desk.place.root,
        env=desk.env(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            said = process.communicate(timeout=stop.after)[1]
        except subprocess.TimeoutExpired:
            # A terminal sends Ctrl-C to the whole process group, `kill` reaches one process; and a crash warns nobody.
            (os.kill if stop.number is signal.SIGTERM else os.killpg)(process.pid, stop.number)
            try:
                said = process.communicate(timeout=PATIENCE)[1]
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                said = f"{process.communicate()[1]}\n(it did not stop)"
    return process.returncode, said


def wrong(desk: Desk, stop: Stop, before: Found, after: Found) -> Iterator[str]:
    """Stop an act, and yield everything that is not as it should be."""
    act = desk.acts[stop.act]
    desk.begin(act)
    text = desk.place.content()
    code, said = stopped(desk, stop)
    found = look(desk)
    halves = [name for name, digest in found.items() if digest not in {before[name], after[name]}]
    yield from (f"{name}: neither as it was nor as it becomes" for name in halves)
    if desk.place.content() != text:
        yield "the work tree was touched"
    if desk.place.run("git", "fsck", "--strict", "--no-dangling").code:
        yield "git fsck complains"
    yield from _ended(stop, code, said, done=found == after)
    if stop.number is not signal.SIGKILL and code >= 0:
        yield from _left(desk)
    yield from _again(desk, act, found, before, after)
    if any(_left(desk)):
        desk.place.build("pdf", env=desk.env())  # the next run cleans up, whichever command it is
    yield from _left(desk)


def _again(desk: Desk, act: Act, found: Found, before: Found, after: Found) -> Iterator[str]:
    """Repeat *act* unless *found* shows that it was done, and yield everything that is not as it should be."""
    done = {"the branch and its tags", "the folder"}
    if all(found[each] == before[each] for each in done) or act.start == "built":
        again = desk.place.build(*act.words, env=desk.env())
        if again.code:
            yield f"again gives {again.code}: {again.said[-500:]}"
        yield from (f"{name}: not as it becomes, after again" for name, it in look(desk).items() if it != after[name])
    else:
        yield from (f"{name}: half done" for name in done if found[name] != after[name])


def _ended(stop: Stop, code: int, said: str, *, done: bool) -> Iterator[str]:
    """Yield what is wrong with the way it ended; *done* says that the act took effect completely."""
    # Before the program starts and after it ends, the signal ends Python itself.
    expected = {0, -stop.number, CODES.get(stop.number, 0)}
    if code not in expected:
        yield f"it ended with {code}: {said[-500:]}"
    elif code == CODES.get(stop.number) and (said.splitlines()[-1:] != [STOPPED] or "Traceback" in said):
        yield f"it said: {said[-500:]}"
    elif code == -stop.number and stop.number in CODES and not done and "build.py" in said.replace("/build.py", ""):
        yield f"it did not hear the signal: {said[-500:]}"


def _left(desk: Desk) -> Iterator[str]:
    # The socket folder of Python's own multiprocessing does not carry our name, so nobody can tell whose it was.
    root = desk.place.root
    left = sorted(path.name for path in desk.scratch.iterdir() if not path.name.startswith("pymp-"))
    left += sorted({path.name for path in (root / "out").iterdir()} - LAST)
    left += sorted(str(path.relative_to(root)) for path in (root / ".git").rglob("*.lock"))
    left += sorted(path.name for path in root.parent.iterdir() if path.name.startswith("."))
    left += sorted(path.name for path in root.iterdir() if path.name.startswith(".draaiboek"))
    left += desk.place.git("worktree", "list", "--porcelain").splitlines()[4:]
    if left:
        yield f"left behind: {', '.join(left)}"


def rounds(made: Desk, kills: int, seed: int, *, only: int | None = None, act: str = "") -> int:
    """Stop *kills* runs at random moments and print what goes wrong; return the exit code."""
    chance = random.Random(seed)  # not for secrets
    names = [act] if act else list(made.acts)
    plan = [
        (names[number % len(names)], chance.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT)), chance.random())
        for number in range(kills)
    ]
    known: dict[str, tuple[float, Found, Found]] = {}
    failed: Counter[str] = Counter()
    for number, (name, how, part) in enumerate(plan):
        if only in {None, number}:
            if name not in known:
                known[name] = _unhindered(made, name)
            lasts, before, after = known[name]
            stop = Stop(name, how, part * lasts * 1.1)
            for problem in wrong(made, stop, before, after):
                failed[name] += 1
                _say(f"{number} (seed {seed}): {name}, {how.name} after {stop.after:.2f} s: {problem}")
    made.put_back("one")
    _say(f"{kills} times stopped, {failed.total()} wrong {dict(failed) or ''}".rstrip())
    return 1 if failed else 0


def _unhindered(made: Desk, name: str) -> tuple[float, Found, Found]:
    """Return how many seconds act *name* takes here, and the states before and after it."""
    act = made.acts[name]
    made.begin(act)
    before, start = look(made), time.monotonic()
    made.run(*act.words)
    lasted, after = time.monotonic() - start, look(made)
    made.run("verify")
    return lasted, before, after


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=int, help="the number of the one round to do")
    parser.add_argument("--act", default="", help="the one act to stop")
    options = parser.parse_args(words)
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    try:
        return rounds(desk(folder), options.kills, options.seed, only=options.only, act=options.act)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
