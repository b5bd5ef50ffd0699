"""Programs and processes that we start end when we do, however we end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from draaiboek.base import process, workers
from draaiboek.base.errors import StoppedError, ToolError
from draaiboek.base.project import Project
from draaiboek.base.workers import ProcessError, Warm, fresh
from draaiboek.editions.revision import revision

ROOT = Path(__file__).parents[2]
# Each program starts something that would run for ten minutes, and prints its process id.
PROGRAM = """
import sys
from pathlib import Path
from draaiboek.base import process
child = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
process.run_line_by_line([sys.executable, "-c", child], cwd=Path(), env={}, said=lambda line: print(line, flush=True))
"""
INTERRUPTED_IN_A_FORK = """
import os, signal
from pathlib import Path
from draaiboek.base import process
# As when the signal arrives during the fork itself: Python notices it at its first step after that, in a hook.
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    process.run(["sleep", "600"], cwd=Path())
except KeyboardInterrupt:
    print("stopped")
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""
TASK = """
import multiprocessing, time
from draaiboek.base.workers import fresh
with fresh(1) as pool:
    task = pool.submit(time.sleep, 600)
    while not multiprocessing.active_children():
        time.sleep(0.01)
    print(multiprocessing.active_children()[0].pid, flush=True)
    task.result()
"""
WARM = """
import os, time
from draaiboek.base.workers import Warm
warm = Warm()
print(warm.do(os.getpid), flush=True)
warm.do(time.sleep, 600)
"""
SPLIT = """
import os, time
from draaiboek.base import workers
def work(task):
    print(os.getpid(), flush=True)
    time.sleep(600)
with workers.split(work, [1]) as results:
    list(results)
"""
COPIES = """
import os
from draaiboek.base import workers
known = {}
def work(task):
    return known[task], os.getpid()
known.update({1: "een", 2: "twee", 3: "drie"})
with workers.split(work, list(known)) as results:
    found = [result for _, result in results]
print(sorted(word for word, _ in found), os.getpid() not in dict(map(reversed, found)))
"""
LONG = """
import os, tempfile
from draaiboek.base import workers
workers.prepare(["json"])
warm = workers.Warm()
with workers.fresh(1) as pool:
    print(pool.submit(len, "abc").result(), warm.do(len, "abcd"), tempfile.gettempdir() == os.environ["TMPDIR"])
warm.end()
"""
BESIDE = """
import os, time
from draaiboek.base import workers
os.cpu_count = lambda: 2
def work():
    print(os.getpid(), flush=True)
    time.sleep(600)
with workers.beside(work) as result:
    result()
"""
TWO = """
import math, os
from draaiboek.base import workers
os.cpu_count = lambda: 2
known = []
with workers.beside(lambda: (known, os.getpid())) as result:
    known.append("later")
    found, number = result()
print(found, number == os.getpid())
try:
    with workers.beside(lambda: math.sqrt(-1)) as result:
        result()
except Exception as error:
    print("went wrong:", (type(error).__name__ + ": " + str(error)).splitlines()[-1])
"""
THREAD = "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()"
WRONG = """
import math, signal
from functools import partial
from pathlib import Path
from draaiboek.base import process, workers
absent = partial(process.run, cwd=Path())
for work, task in ((signal.raise_signal, signal.SIGKILL), (math.sqrt, -1), (absent, ["geen-programma"])):
    try:
        with workers.split(work, [task]) as results:
            list(results)
    except Exception as error:
        print(type(error).__name__, str(error).splitlines()[-1])
"""
SIGNALS = pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a program that its parent was killed")
@SIGNALS
def test_a_program_ends_with_us(number: signal.Signals) -> None:
    ends_with(PROGRAM, number)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no forks")
def test_ctrl_c_while_a_program_is_being_started_is_not_lost() -> None:
    """Python drops what is raised in a hook around a fork: the publication went on, as if nobody had said anything."""
    words = [sys.executable, "-c", INTERRUPTED_IN_A_FORK]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert (run.stdout.split(), run.stderr) == (["stopped", "True"], "")


@pytest.mark.skipif(not Path("/proc").exists(), reason="what still runs is read from /proc")
@SIGNALS
def test_a_task_in_another_process_ends_with_us(number: signal.Signals) -> None:
    ends_with(TASK, number)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process is not copied")
@SIGNALS
def test_a_copy_of_us_ends_with_us(number: signal.Signals) -> None:
    ends_with(SPLIT, number)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process is not copied")
@SIGNALS
def test_what_works_beside_us_ends_with_us(number: signal.Signals) -> None:
    ends_with(BESIDE, number)


@pytest.mark.skipif(not Path("/proc").exists(), reason="what still runs is read from /proc")
@SIGNALS
def test_a_process_that_stays_ends_with_us(number: signal.Signals) -> None:
    ends_with(WARM, number)


def ends_with(code: str, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as us:
        assert us.stdout
        child = int(us.stdout.readline())
        us.send_signal(number)
        us.wait()
    while runs(child):
        time.sleep(0.01)


def runs(process: int) -> bool:
    """Return whether *process* runs; a zombie, which ended but was not waited for, does not."""
    try:
        return not Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2].startswith("Z")
    except FileNotFoundError:
        return False


def test_words_of_a_program_come_line_by_line(tmp_path: Path) -> None:
    lines: list[str] = []
    code = "import sys; print('een'); sys.stdout.flush(); sys.stderr.write('twee\\n'); sys.exit(7)"
    assert process.run_line_by_line([sys.executable, "-c", code], cwd=tmp_path, env={}, said=lines.append) == 7
    assert lines == ["een", "twee"]


def test_what_is_no_program_is_a_tool_error(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="'geen-programma' kan niet starten"):
        process.run(["geen-programma"], cwd=tmp_path)
    with pytest.raises(ToolError, match="stopte met code 3") as raised:
        process.run([sys.executable, "-c", "import sys; sys.exit(print('daarom') or 3)"], cwd=tmp_path)
    assert (raised.value.output, raised.value.hint) == ("daarom", "")


def test_a_program_that_says_that_the_disk_is_full_has_a_hint(tmp_path: Path) -> None:
    code = "import errno, os, sys; sys.exit(f'fatal: {os.strerror(errno.ENOSPC)}')"
    with pytest.raises(ToolError, match="stopte met code 1") as raised:
        process.run([sys.executable, "-c", code], cwd=tmp_path)
    assert raised.value.hint.startswith("De schijf is vol")


def test_what_a_task_returns_or_raises_comes_back(tmp_path: Path) -> None:
    with fresh(2) as pool:
        assert pool.submit(divmod, 7, 2).result() == (3, 1)
        with pytest.raises(ToolError, match="'geen-programma' kan niet starten"):
            pool.submit(process.run, ["geen-programma"], cwd=tmp_path).result()
        with pytest.raises(ProcessError, match=r"(?s)Traceback .*\nZeroDivisionError: "):
            pool.submit(divmod, 7, 0).result()
        with pytest.raises(ToolError, match="van buitenaf gestopt"):
            pool.submit(signal.raise_signal, signal.SIGKILL).result()
        assert pool.submit(divmod, 7, 2).result() == (3, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process is not copied")
def test_copies_know_what_we_know_and_do_all_tasks() -> None:
    assert _said_by(COPIES) == "['drie', 'een', 'twee'] True"


@pytest.mark.parametrize(
    ("threads", "known", "here"),
    [
        pytest.param(0, [], False, marks=pytest.mark.skipif(sys.platform != "linux", reason="nowhere else")),
        (1, ["later"], True),
    ],
    ids=["a copy", "this process"],
)
def test_what_is_done_beside_us_knows_what_we_knew(threads: int, known: list[str], here: bool) -> None:  # noqa: FBT001
    said = _said_by(f"import threading, time\nfor _ in range({threads}):\n    {THREAD}\n{TWO}")
    assert said.splitlines() == [f"{known} {here}", "went wrong: ValueError: math domain error"]


@pytest.mark.parametrize("threads", [0, 1], ids=["copies", "processes of a pool"])
def test_what_goes_wrong_in_a_part_of_the_work_comes_back(threads: int) -> None:
    said = _said_by(f"import threading, time\nfor _ in range({threads}):\n    {THREAD}\n{WRONG}")
    assert said.splitlines() == [
        "ToolError een proces van het programma is van buitenaf gestopt",
        "ProcessError ValueError: math domain error",
        "ToolError het programma 'geen-programma' kan niet starten: dat bestaat niet",
    ]


def _said_by(program: str) -> str:
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def test_what_waits_when_the_body_ends_is_not_begun() -> None:
    with fresh(1) as pool:
        tasks = [pool.submit(time.sleep, 600) for _ in range(3)]
        while not multiprocessing.active_children():
            time.sleep(0.01)
    assert all(task.done() for task in tasks)
    assert [task.cancelled() for task in tasks[1:]] == [True, True]
    assert multiprocessing.active_children() == []


def test_temporary_files_of_tasks_are_gone_at_the_end() -> None:
    with fresh(1) as pool:
        left = Path(pool.submit(tempfile.mkdtemp).result())
        assert left.is_dir()
    assert not left.exists()


def test_a_process_that_stays_does_one_task_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    warm = Warm()
    first = warm.do(os.getpid)
    assert first != os.getpid()
    with pytest.raises(ToolError, match="'geen-programma' kan niet starten"):
        warm.do(process.run, ["geen-programma"], cwd=Path())
    with pytest.raises(ProcessError, match=r"(?s)Traceback .*\nZeroDivisionError: "):
        warm.do(divmod, 7, 0)
    assert warm.do(os.getpid) == first
    with pytest.raises(ToolError, match="van buitenaf gestopt"):
        warm.do(signal.raise_signal, signal.SIGKILL)
    second = warm.do(os.getpid)
    assert second != first
    monkeypatch.setattr(workers, "MEMORY", 1)
    assert warm.do(os.getpid) == second
    assert warm.do(os.getpid) != second  # the previous process used too much memory
    monkeypatch.setattr(workers, "TASKS", 1)
    monkeypatch.setattr(workers, "MEMORY", 1 << 40)
    assert len({warm.do(os.getpid) for _ in range(3)}) == 3
    warm.end()
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such sockets")
def test_a_folder_for_the_moment_of_which_no_socket_can_bear_the_name(tmp_path: Path) -> None:
    """The path of a socket, which includes that of its folder, is limited to about a hundred bytes."""
    place = tmp_path / ("l" * 120)
    place.mkdir()
    here = {**os.environ, "TMPDIR": str(place)}
    run = subprocess.run([sys.executable, "-c", LONG], cwd=ROOT, env=here, check=True, capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("3 4 True\n", "")
    assert list(place.iterdir()) == []


def test_what_git_says_is_about_what_went_wrong(tmp_path: Path) -> None:
    """It read eight lines of advice against grafts before that, because it is told to read none."""
    process.run(["git", "init", "--quiet"], cwd=tmp_path)
    with pytest.raises(ToolError) as caught:
        process.run(["git", "log", "0" * 40], cwd=tmp_path)
    assert caught.value.output == f"fatal: bad object {'0' * 40}"


def test_a_git_that_does_not_trust_a_folder_has_not_said_no(tmp_path: Path) -> None:
    process.run(["git", "init", "--quiet"], cwd=tmp_path)
    of_another = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}  # for git's own tests
    with pytest.raises(StoppedError, match="van een andere gebruiker") as caught:
        process.run(["git", "status"], cwd=tmp_path, env=of_another)
    assert f"git config --global --add safe.directory {tmp_path}" in caught.value.output
    assert "Vertrouw je" in caught.value.hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_text_in_the_folder_of_another_user_is_not_a_text_without_git(tmp_path: Path) -> None:
    assert revision(Project(tmp_path)).commit == ""
    process.run(["git", "init", "--quiet"], cwd=tmp_path)
    for path in (tmp_path, tmp_path / ".git"):
        os.chown(path, 1234, 1234)
    with pytest.raises(StoppedError, match="van een andere gebruiker"):
        revision(Project(tmp_path))
