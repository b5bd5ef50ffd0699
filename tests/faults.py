"""Runs that are killed: `python -m tests.faults --kills 200 [--seed N]`.

A small guidebook with a signed edition is built, published anew, signed, withdrawn and put back, each time killed with
`kill -9` at a moment of chance. Then it is looked at: the publication is as it was or as it becomes, `verify` is clean,
`out/site` is complete or absent, and no file of an editor is touched. The same act is done again, unhindered: it must
work, and leave nothing behind. A kill that goes wrong is printed with its number and seed, and repeats with these.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.integration import program
from tests.integration.program import EDITION, NEXT, Place, environment, tree

BRANCH = "refs/heads/gh-pages"
TAGS = "refs/tags/grootboek"
KNOWN = {"report.json", "site", "stage", "wijzigingen"}
"""What may stand in out/ after a run that came to its end."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A guidebook with one edition published and a second one ready, a key, and a folder for temporary files."""

    place: Place
    key: Path
    signers: Path
    scratch: Path

    @property
    def acts(self) -> Mapping[str, Sequence[str]]:
        """The commands, by what they do."""
        sign = ("--sign", "--key", str(self.key))
        return {
            "build": ("build",),
            "publish": ("publish", NEXT, *sign),
            "sign": ("sign", EDITION, "--key", str(self.key)),
            "withdraw": ("withdraw", EDITION, "--reason", "Er staat een fout in.", *sign),
        }

    def env(self) -> dict[str, str]:
        """The environment of every run."""
        return environment(self.place.root, {"TMPDIR": str(self.scratch)})

    def run(self, *words: str) -> program.Run:
        return self.place.build(*words, env=self.env())

    def refs(self) -> dict[str, str]:
        """The branch and the tags of acts."""
        lines = self.place.git("for-each-ref", "--format=%(refname) %(objectname)", BRANCH, TAGS).splitlines()
        return dict(line.split(" ", 1) for line in lines)

    def put_back(self, refs: Mapping[str, str]) -> None:
        """Let the branch and the tags be *refs* again."""
        for name in self.refs().keys() - refs.keys():
            self.place.git("update-ref", "-d", name)
        for name, commit in refs.items():
            self.place.git("update-ref", name, commit)


def desk(folder: Path) -> Desk:
    """Make the guidebook in *folder*."""
    place = program.leaflet(folder / "main")
    place.commit()
    found = Desk(place, folder / "sleutel", folder / "ondertekenaars", folder / "tijdelijk")
    found.scratch.mkdir()
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "redactie", "-f", str(found.key)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    public = found.key.with_suffix(".pub").read_text(encoding="ascii")
    found.signers.write_text(f"redactie {public}", encoding="ascii")
    run = found.run("publish", EDITION, "--sign", "--key", str(found.key))
    assert run.code == 0, run.said
    program.next_edition(place)
    return found


def killed(desk: Desk, words: Sequence[str], after: float) -> bool:
    """Start the command, kill it and all its processes *after* so many seconds; tell whether it was still there."""
    process = subprocess.Popen(
        [sys.executable, "build.py", *words],
        cwd=desk.place.root,
        env=desk.env(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def wrong(desk: Desk, name: str, after: float) -> Iterator[str]:
    """Kill act *name* *after* so many seconds, and yield what is not as it should be; all is put back at the end."""
    before, text = desk.refs(), desk.place.content()
    was_killed = killed(desk, desk.acts[name], after)
    if name == "build" and desk.refs() != before:
        yield "a build moved the branch"
    yield from _not_sound(desk, "after the kill")
    yield from _not_whole(desk)
    if desk.place.content() != text or desk.place.git("status", "--porcelain"):
        yield "the work tree was touched"
    if was_killed and (desk.refs().get(BRANCH) == before.get(BRANCH) or name == "build"):
        again = desk.run(*desk.acts[name])
        if again.code:
            yield f"again gives {again.code}: {again.said[-500:]}"
        yield from _not_sound(desk, "after again")
    elif name != "build":
        desk.run("verify", "--signers", str(desk.signers))  # the next run, whichever it is
    yield from _left(desk)
    desk.put_back(before)


def _not_sound(desk: Desk, when: str) -> Iterator[str]:
    run = desk.run("verify")
    if run.code:
        yield f"verify {when} gives {run.code}: {run.said[-500:]}"
    if desk.place.run("git", "fsck", "--strict", "--no-dangling").code:
        yield f"git fsck {when} complains"


def _not_whole(desk: Desk) -> Iterator[str]:
    """Yield that out/site is there and is not what its manifest says: it is complete or absent."""
    site = desk.place.site
    if not site.exists():
        return
    files = {name: hashlib.sha256(content).hexdigest() for name, content in tree(site).items()}
    with suppress(KeyError):
        del files["editie.json"]
        manifest = json.loads((site / "editie.json").read_text(encoding="utf-8"))
        if files == manifest["bestanden"]:
            return
    yield "out/site is half"


def _left(desk: Desk) -> Iterator[str]:
    # Python's own folder of sockets (multiprocessing) bears no name of ours; nobody can tell whose it was.
    left = sorted(path.name for path in desk.scratch.iterdir() if not path.name.startswith("pymp-"))
    left += sorted({path.name for path in (desk.place.root / "out").iterdir()} - KNOWN)
    left += desk.place.git("worktree", "list", "--porcelain").splitlines()[4:]
    if left:
        yield f"left behind: {', '.join(left)}"


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(words)
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    try:
        return rounds(desk(folder), options.kills, options.seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rounds(made: Desk, kills: int, seed: int) -> int:
    """Kill so many times and print what goes wrong; return the exit code."""
    chance = random.Random(seed)  # no secret
    lasted = {name: _lasts(made, words) for name, words in made.acts.items()}
    failed = 0
    for number in range(kills):
        name = list(made.acts)[number % len(made.acts)]
        after = chance.uniform(0, lasted[name] * 1.1)
        for problem in wrong(made, name, after):
            failed += 1
            _say(f"kill {number} (seed {seed}): {name} after {after:.2f} s: {problem}")
    _say(f"{kills} kills, {failed} wrong")
    return 1 if failed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _lasts(made: Desk, words: Sequence[str]) -> float:
    """Return how many seconds the command takes here, and put back what it did."""
    before, start = made.refs(), time.monotonic()
    run = made.run(*words)
    assert run.code == 0, run.said
    made.put_back(before)
    return time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
