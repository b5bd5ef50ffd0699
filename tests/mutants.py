"""Does a test fail when a line of the program says something else? `python -m tests.mutants --sample 100`.

The program is changed at one place in a copy of the tree (a mutant), and the tests that run through that place are run
there. A mutant for which none of them fails has survived: nobody would notice that change. Prints each survivor with
its place and its difference, and the score: how many were killed (decisions/0036-fuzzing-and-mutants.md).

Which test runs through which line is measured once for a state of the program, and kept in out/mutants/; of tests that
change, only what those run through is measured again.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET  # parses a file that pytest itself wrote
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from queue import SimpleQueue
from typing import TextIO

import coverage
import yaml

from tests.mutant_kinds import changes
from tests.mutating import PIPES, PYTEST, Trial

ROOT = Path(__file__).parent.parent
EQUIVALENT = Path(__file__).parent / "equivalent_mutants.yml"
ENOUGH = 95.0
"""The percentage of the non-equivalent mutants that must be killed."""
SECONDS = 120.0
"""Limit for the tests of one mutant, counted by how long they took on the unchanged program."""
PATIENCE = 4  # times that, for a machine under load; a mutant that takes longer hangs, and counts as noticed

ROOMS: Mapping[str, Sequence[str]] = {
    "composition": (
        *("compose/overlays.py", "compose/overlay_rules.py", "compose/rewriting.py", "compose/targets.py"),
        *("compose/variants.py", "compose/fill_in.py"),
    ),
    "normal-form": ("compose/normal_form.py", "compose/fingerprint.py", "compose/readings.py"),
    "gate": ("editions/gate.py", "editions/release_note.py"),
    "changes": ("editions/changes.py",),
    "ledger": ("editions/ledger.py", "editions/version_list.py", "base/published_json.py"),
    "signatures": (
        *("editions/signatures.py", "editions/publish/vouching.py", "editions/publish/trust.py"),
        *("editions/publish/witnesses.py", "editions/publish/witness_tags.py", "editions/publish/refs.py"),
    ),
    "safety": (
        *("content/safety.py", "base/characters.py", "content/drawings.py", "content/drawing_paths.py"),
        *("content/web_address.py", "content/addresses.py"),
    ),
    "manifest": ("editions/manifest/*.py",),
    "redline": ("editions/redline/*.py",),
}
"""What may not break unnoticed: a wrong word there reaches a reader, or lets a forgery through."""
TESTS = (
    *("tests/unit", "tests/test_cases.py", "tests/test_projects.py"),
    *("tests/integration/test_signatures.py", "tests/integration/test_witnesses.py"),
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of *path*: the bytes from *start* to *end* become *text*; they are on the lines *first* to *last*."""

    path: str
    first: int
    last: int
    start: int
    end: int
    text: str
    through: tuple[int, int] | None
    """The lines of which a test that reaches this runs at least one; None outside functions: any line of the module."""

    def applied(self, source: bytes) -> bytes:
        """Return *source* with this change."""
        return source[: self.start] + self.text.encode() + source[self.end :]

    def lines(self, source: bytes) -> tuple[str, str]:
        """Return the lines that disappear and the lines that replace them, without those that stay."""
        gone, come = [], []
        for line in self.difference(source):
            if line.startswith("-"):
                gone.append(line[1:].strip())
            elif line.startswith("+"):
                come.append(line[1:].strip())
        return "\n".join(gone), "\n".join(come)

    def difference(self, source: bytes) -> list[str]:
        """Return the lines that differ, prefixed with - and +."""
        before, after = (text.decode().splitlines() for text in (source, self.applied(source)))
        return [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if not _HEAD.match(line)]


_HEAD = re.compile(r"(?:--- |\+\+\+ |@@ )")


def mutants(path: str, source: bytes) -> list[Mutant]:
    """Return every mutant of *source*, the text of *path*, in the order of the text and without duplicates."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found: dict[tuple[int, int, str], Mutant] = {}
    for node, text, through in changes(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        if source[start:end].decode() != text:
            lines = through.of(node) if through else None
            mutant = Mutant(path, node.lineno, node.end_lineno or node.lineno, start, end, text, lines)
            found.setdefault((start, end, text), mutant)
    return sorted(found.values(), key=lambda each: (each.start, each.end, each.text))


# --- which tests run through it ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """Which tests run each line of each file of the program, and how long each test takes."""

    lines: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]
    breadth: Mapping[str, int]
    """How many of those lines each test runs."""

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Return tests that run through *mutant*, at most SECONDS, the most specific and the fastest alternately."""
        lines = self.lines.get(mutant.path, {})
        wanted = range(mutant.through[0], mutant.through[1] + 1) if mutant.through else lines
        through = {test for line in wanted for test in lines.get(line, ())}
        precise = sorted(through, key=lambda each: (self.breadth[each], self.seconds[each], each))
        quick = sorted(through, key=lambda each: (self.seconds[each], each))
        chosen: list[str] = []
        spent = 0.0
        for test in dict.fromkeys(chain.from_iterable(zip(precise, quick, strict=True))):
            spent += self.seconds[test]
            if chosen and spent > SECONDS:
                break
            chosen.append(test)
        return chosen


def measured(root: Path, paths: Sequence[str], tests: Sequence[str], processes: int) -> Measured:
    """Return which of *tests* run through *paths*, measuring again after a change of the program or of a test file.

    Only test files that are not measured yet are run, so whoever writes a test soon knows what it kills.
    """
    folder = root / "out" / "mutants" / _digest(root, _program(root))
    for old in (root / "out" / "mutants").glob("*"):
        if old != folder and old.is_dir():
            shutil.rmtree(old)
    now = {name: _digest(root, [root / name, *_cases_of(root / name)]) for name in _files_of(root, tests)}
    runs = _runs(folder, now)
    waiting = sorted(now.keys() - {name for names in runs.values() for name in names})
    if waiting:
        run = Path(tempfile.mkdtemp(dir=_made(folder)))
        _measure(root, run, waiting, processes)
        (run / _FILES).write_text(json.dumps({name: now[name] for name in waiting}), encoding="utf-8")
        runs[run] = frozenset(waiting)
    return _read(runs, paths)


_FILES = "files.json"  # the test files of a run with their digests; written last


def _runs(folder: Path, now: Mapping[str, str]) -> dict[Path, frozenset[str]]:
    """Return each run in *folder*, with those of its test files that are unchanged *now*."""
    found = {}
    for list_ in folder.glob(f"*/{_FILES}"):
        then = json.loads(list_.read_text(encoding="utf-8"))
        found[list_.parent] = frozenset(name for name, digest in then.items() if now.get(name) == digest)
    return found


def _files_of(root: Path, tests: Sequence[str]) -> list[str]:
    found = [path for each in tests for path in ((root / each).rglob("test_*.py") if (root / each).is_dir() else ())]
    found += [root / each for each in tests if (root / each).is_file()]
    return sorted({path.relative_to(root).as_posix() for path in found})


def _program(root: Path) -> list[Path]:
    """Return the program and what tests share: a change in any of these can affect every test."""
    shared = [each for each in (root / "tests").rglob("*.py") if not each.name.startswith("test_")]
    return sorted([*(root / "draaiboek").rglob("*.py"), *shared])


def _cases_of(test: Path) -> list[Path]:
    """Return the case files of *test*, if it has any."""
    folder = test.parent / test.stem.removeprefix("test_")
    return sorted(each for each in folder.rglob("*") if each.is_file())


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _digest(root: Path, paths: Sequence[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        if path.name not in {"mutants.py", "mutant_kinds.py", "mutant_patterns.py", "mutating.py"}:
            found.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _measure(root: Path, folder: Path, tests: Sequence[str], processes: int) -> None:
    rules = folder / "rules.ini"  # not named coverage.*, because those files are swept
    data = f"data_file = {folder / 'coverage'}"
    # Only the rooms that are mutated: what is not traced costs no time.
    rules.write_text(f"[run]\n{data}\ninclude = {','.join(paths_of(root, list(ROOMS)))}\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        tree = _copy(root, Path(scratch) / "tree")
        words = ["--cov", f"--cov-config={rules}", "--cov-context=test", "--cov-report="]
        words += [f"--numprocesses={processes}", f"--junitxml={folder / 'tests.xml'}", f"--basetemp={scratch}/tests"]
        print(f"measuring which test of {len(tests)} files runs through which line", flush=True)
        subprocess.run([*PYTEST, *words, *tests], cwd=tree, check=False)  # a failing test is not chosen


def _read(runs: Mapping[Path, frozenset[str]], paths: Sequence[str]) -> Measured:
    seconds: dict[str, float] = {}
    lines: dict[str, dict[int, frozenset[str]]] = {path: {} for path in paths}
    for folder, files in runs.items():
        mine = {name: time for name, time in _seconds(folder) if name.partition("::")[0] in files}
        seconds |= mine
        data = coverage.CoverageData(str(folder / "coverage"))
        data.read()
        for file in data.measured_files():
            path = next((each for each in paths if file.endswith(f"/{each}")), None)
            if path:
                for line, contexts in data.contexts_by_lineno(file).items():
                    through = {name for context in contexts if (name := context.rpartition("|")[0]) in mine}
                    lines[path][line] = lines[path].get(line, frozenset()) | through
    breadth = Counter(test for of_file in lines.values() for tests in of_file.values() for test in tests)
    return Measured(lines, seconds, breadth)


def _seconds(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield each test that passed in the run in *folder*, with its duration."""
    for case in ET.parse(folder / "tests.xml").iter("testcase"):  # noqa: S314  # pytest wrote it, here
        if not len(case):  # neither failed nor skipped
            name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"
            yield name, float(case.get("time", 0))


# --- the trial --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tried:
    """The outcome of a mutant: *fate* is killed, hangs, survived, or untested (no test runs through it)."""

    mutant: Mutant
    fate: str
    tests: int

    @property
    def killed(self) -> bool:
        """Return whether a test would notice it."""
        return self.fate in {"killed", "hangs"}


def tried(
    root: Path, chosen: Sequence[Mutant], known: Measured, *, processes: int, end: float = float("inf")
) -> Iterator[Tried]:
    """Try *chosen* in as many copies of the tree as there are *processes*; none is started after *end*."""
    tests = {mutant: known.tests_of(mutant) for mutant in chosen}
    files = sorted({name.partition("::")[0] for names in tests.values() for name in names})
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        trees = [_copy(root, scratch / f"tree{number}") for number in range(processes)]
        waiting: SimpleQueue[_Worker] = SimpleQueue()
        for tree in trees if files else ():
            waiting.put(stack.enter_context(_worker(tree, files)))
        pool = stack.enter_context(ThreadPoolExecutor(processes))

        def one(mutant: Mutant) -> Tried | None:
            if time.monotonic() > end:
                return None
            mine = tests[mutant]
            if not mine:
                return Tried(mutant, "untested", 0)
            worker = waiting.get()
            try:
                text = mutant.applied((root / mutant.path).read_bytes()).decode()
                limit = 30 + PATIENCE * sum(known.seconds[test] for test in mine)
                return Tried(mutant, worker.fate(Trial(mutant.path, text, mine, limit)), len(mine))
            finally:
                waiting.put(worker)

        yield from (each for each in pool.map(one, chosen) if each)


@dataclass(frozen=True, slots=True)
class _Worker:
    """A copy of the tree in which mutants are tried one after another (`tests/mutating.py`)."""

    run: subprocess.Popen[bytes]
    trials: TextIO
    fates: TextIO
    log: Path

    def fate(self, trial: Trial) -> str:
        with suppress(BrokenPipeError):
            self.trials.write(trial.as_line())
            self.trials.flush()
        if not (fate := self.fates.readline().strip()):
            self.run.wait()  # until it has said why
            message = f"the tests cannot be run:\n{self.log.read_text(encoding='utf-8')}"
            raise RuntimeError(message)
        return fate


@contextmanager
def _worker(tree: Path, files: Sequence[str]) -> Iterator[_Worker]:
    (its_trials, trials), (fates, its_fates) = os.pipe(), os.pipe()
    log = tree.with_suffix(".log")
    words = [*PYTEST, "-p", "tests.mutating", "--numprocesses=0", f"--basetemp={tree}.tests", *files]
    with log.open("wb") as said:
        run = subprocess.Popen(
            words,
            cwd=tree,
            env={**os.environ, "HYPOTHESIS_PROFILE": "haast", PIPES: f"{its_trials} {its_fates}"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            pass_fds=[its_trials, its_fates],
        )
    os.close(its_trials)
    os.close(its_fates)
    come, go = os.fdopen(trials, "w", encoding="utf-8"), os.fdopen(fates, encoding="utf-8")
    try:
        yield _Worker(run, come, go, log)
    finally:
        with suppress(BrokenPipeError):  # it ended before reading everything
            come.close()
        go.close()
        run.kill()
        run.wait()


def _copy(root: Path, to: Path) -> Path:
    """Copy the tree as git sees it: every file that is not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (root / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, to / name)
    return to


# --- which of them ----------------------------------------------------------------------------------------------------


def paths_of(root: Path, rooms: Sequence[str]) -> list[str]:
    """Return the files of *rooms*, below *root*."""
    found = [path for room in rooms for pattern in ROOMS[room] for path in (root / "draaiboek").glob(pattern)]
    return sorted({path.relative_to(root).as_posix() for path in found})


def changed_lines(root: Path, base: str, paths: Sequence[str]) -> Mapping[str, set[int]]:
    """Return the lines of *paths* that were added or changed since *base*."""
    told = subprocess.run(
        ["git", "diff", "--unified=0", "--no-color", "--no-ext-diff", base, "--", *paths],
        cwd=root,
        check=True,
        capture_output=True,
    ).stdout.decode()
    found: dict[str, set[int]] = {}
    path = ""
    for line in told.splitlines():
        if line.startswith("+++ "):
            path = line.removeprefix("+++ ").removeprefix("b/")
        elif match := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line):
            first, count = int(match[1]), int(match[2] or 1)
            found.setdefault(path, set()).update(range(first, first + count))
    return found


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A mutant that behaves as the program does: no test can distinguish it, and *why* explains this."""

    file: str
    was: str
    becomes: str
    why: str


def equivalents(path: Path = EQUIVALENT) -> list[Equivalent]:
    """Return the mutants that a person examined and found equivalent."""
    return [Equivalent(**each) for each in yaml.safe_load(path.read_text(encoding="utf-8"))]


def main(words: Sequence[str], root: Path = ROOT, tests: Sequence[str] = TESTS) -> int:
    """Try mutants; return 1 when fewer than ENOUGH percent were killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--room", choices=sorted(ROOMS), action="append", help="only these (otherwise all)")
    parser.add_argument("--changed", metavar="BASE", help="only lines that are other than in this commit")
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, by chance (otherwise all)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="to repeat a sample (otherwise the clock)")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no mutant after so many")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="side by side (otherwise all cores)")
    options = parser.parse_args(words)
    paths = paths_of(root, options.room or list(ROOMS))
    sources = {path: (root / path).read_bytes() for path in paths}
    chosen = _chosen(root, sources, options)
    if not chosen:
        print("no mutants: nothing of these rooms is other")
        return 0
    known = measured(root, paths, tests, options.processes)
    end = time.monotonic() + options.minutes * 60
    results = []
    for each in tried(root, chosen, known, processes=options.processes, end=end):
        results.append(each)
        if not each.killed:
            place = f"{each.mutant.path}:{each.mutant.first}"
            print(f"\n{place}: {each.fate}, with {each.tests} tests", flush=True)
            print("\n".join(each.mutant.difference(sources[each.mutant.path])), flush=True)
    return _told(results, options.seed)


def _room_of(root: Path, path: str) -> str:
    return next(room for room in ROOMS if path in paths_of(root, [room]))


def _chosen(root: Path, sources: Mapping[str, bytes], options: argparse.Namespace) -> list[Mutant]:
    same = {(each.file, each.was, each.becomes) for each in equivalents()}
    found = [mutant for path, source in sources.items() for mutant in mutants(path, source)]
    if options.changed:
        other = changed_lines(root, options.changed, list(sources))
        found = [each for each in found if other.get(each.path, set()) & {*range(each.first, each.last + 1)}]
    found = [each for each in found if (each.path, *each.lines(sources[each.path])) not in same]
    if options.sample is not None and options.sample < len(found):
        found = random.Random(options.seed).sample(found, options.sample)
    return found


def _told(results: Sequence[Tried], seed: int) -> int:
    fates = Counter(each.fate for each in results)
    killed = sum(each.killed for each in results)
    score = 100 * killed / max(len(results), 1)
    told = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items()))
    rooms = Counter(_room_of(ROOT, each.mutant.path) for each in results)
    seen = Counter(_room_of(ROOT, each.mutant.path) for each in results if each.killed)
    print("\n" + "\n".join(f"{room}: {seen[room]} of {rooms[room]} killed" for room in ROOMS if rooms[room]))
    print(f"\n{len(results)} mutants: {told}; score {score:.1f} % (at least {ENOUGH:.0f} %; seed {seed})")
    return int(score < ENOUGH)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
