"""Ctrl-C, `kill` and `kill -9`: what somebody who stops a build sees, and what keeps running after it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration import program
from tests.integration.program import Place

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="what still runs is read from /proc"),
]

LONGEST = 120.0  # seconds: a limit for a machine that hangs, not an expectation
LINE = "build.py: onderbroken\n"
# What a build prints in the middle of each stage, in which other processes run beside it.
MOMENTS = {"the sites": "websites 1/", "the books": "pdf's 1/", "the forms to take along": "epub's en zips 1/"}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return program.guidebook(tmp_path_factory.mktemp("interrupted") / "main")


@contextmanager
def running(place: Place, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Yield `build.py` started with *words* in a session of its own; whatever is left of that is killed at the end."""
    with subprocess.Popen(
        [sys.executable, "build.py", *words],
        cwd=place.root,
        env={**program.environment(place.root), "TMPDIR": str(scratch(place))},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as build:
        try:
            yield build
        finally:
            for each in session(build.pid):
                os.kill(each, signal.SIGKILL)
            shutil.rmtree(scratch(place))  # a killed process cleans nothing up


def scratch(place: Place) -> Path:
    """The folder that holds the temporary files of a build, and nothing else."""
    folder = place.root.parent / "scratch"
    folder.mkdir(exist_ok=True)
    return folder


def session(leader: int) -> list[int]:
    """The ids of the processes that run in the session of *leader*, itself included."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        except OSError:  # it ended just now
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def wait_for(build: subprocess.Popen[str], words: str) -> None:
    assert build.stderr
    for line in build.stderr:
        if line.startswith(words):
            return
    pytest.fail(f"the build ended before '{words}'")


def nothing_runs(leader: int) -> None:
    end = time.monotonic() + LONGEST
    while left := session(leader):
        assert time.monotonic() < end, left
        time.sleep(0.05)


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_ctrl_c_is_one_line_and_leaves_what_was_there(shelf: Place, moment: str, tmp_path: Path) -> None:
    shelf = shelf.copy(tmp_path / "main")
    shelf.write("out/site/index.html", "van eerder")
    with running(shelf) as build:
        wait_for(build, moment)
        assert len(session(build.pid)) > 1
        os.killpg(build.pid, signal.SIGINT)  # as a terminal does
        said = build.communicate(timeout=LONGEST)[1]
        assert [line for line in said.splitlines(keepends=True) if moment[:4] not in line] == [LINE]
        assert build.returncode == 130
        nothing_runs(build.pid)
        assert list(scratch(shelf).iterdir()) == []
    assert program.tree(shelf.site) == {"index.html": b"van eerder"}
    assert {path.name for path in (shelf.root / "out").iterdir()} <= {"cache", "site", "stage"}


def test_ctrl_c_before_anything_is_said(shelf: Place) -> None:
    with running(shelf) as build:
        while len(session(build.pid)) < 2:  # the first process that it starts, while it still reads the text
            time.sleep(0.01)
        os.killpg(build.pid, signal.SIGINT)
        assert build.communicate(timeout=LONGEST)[1] == LINE
        assert build.returncode == 130
        nothing_runs(build.pid)
        assert list(scratch(shelf).iterdir()) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_to_the_program_alone_does_the_same(shelf: Place, number: signal.Signals, code: int) -> None:
    with running(shelf) as build:
        wait_for(build, MOMENTS["the books"])
        build.send_signal(number)
        assert build.communicate(timeout=LONGEST)[1].splitlines(keepends=True)[-1] == LINE
        assert build.returncode == code
        nothing_runs(build.pid)


@pytest.mark.parametrize("moment", list(MOMENTS.values())[:2], ids=list(MOMENTS)[:2])
def test_a_killed_build_takes_its_processes_along(shelf: Place, moment: str) -> None:
    with running(shelf) as build:
        wait_for(build, moment)
        assert len(session(build.pid)) > 1
        build.kill()
        nothing_runs(build.pid)


def test_what_killed_builds_leave_is_right(shelf: Place, tmp_path: Path) -> None:
    place = shelf.copy(tmp_path / "main")
    place.write("out/site/index.html", "van eerder")
    for moment in MOMENTS.values():
        with running(place) as build:
            wait_for(build, moment)
            build.kill()
            nothing_runs(build.pid)
        assert program.tree(place.site) == {"index.html": b"van eerder"}
    assert not list((place.root / "out/cache").glob("??/*"))
    trees = []
    for words in ([], ["build", "--fresh"]):
        run = place.build(*words)
        assert run.code == 0, run.said
        trees.append(program.tree(place.site))
    assert trees[0] == trees[1]


def test_a_second_build_in_the_same_folder_is_refused(shelf: Place) -> None:
    with running(shelf) as build:
        wait_for(build, MOMENTS["the sites"])
        run = shelf.build("site")
        assert (run.code, run.stderr.splitlines()[0]) == (3, "build.py: er wordt hier al gebouwd")
        wait_for(build, MOMENTS["the books"])  # the first build goes on
        build.kill()
        nothing_runs(build.pid)


def test_ctrl_c_stops_the_tests(tmp_path: Path) -> None:
    place = program.program(tmp_path / "main")
    place.write("pyproject.toml", "[tool.pytest.ini_options]\n")
    place.write("tests/test_long.py", "import time\ndef test_long(): print(flush=True); time.sleep(600)\n")
    place.write("tests/conftest.py", "import sys\ndef pytest_runtest_logstart(): print('!', file=sys.stderr)\n")
    with running(place, "test", "-n", "0", "-p", "no:cacheprovider") as build:
        wait_for(build, "!")
        build.send_signal(signal.SIGINT)
        assert build.communicate(timeout=LONGEST)[1].endswith(LINE)
        assert build.returncode == 130


def test_tests_that_cannot_be_loaded_are_no_interruption(tmp_path: Path) -> None:
    place = program.program(tmp_path / "main")
    place.write("pyproject.toml", "[tool.pytest.ini_options]\n")
    place.write("tests/test_wrong.py", "import nothing_of_that_name\n")
    run = place.build("test", "-n", "0", "-p", "no:cacheprovider")
    assert run.code == 2, run.said
    assert run.stderr == ""
