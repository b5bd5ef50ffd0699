"""What an old commit may use when it is built again: nothing of our environment, no network, and limited resources."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest

from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.base.process import Limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of these limits")

MUCH = Limits(seconds=60, memory=2**33, file=2**20)
SHOW = """
import json, os, socket
try:
    socket.create_connection(("127.0.0.1", PORT), 1)
    reached = True
except OSError:
    reached = False
print(json.dumps({"names": sorted(os.environ), "home": os.environ["HOME"], "reached": reached}))
"""


def run(code: str, home: Path, limits: Limits = MUCH, *, network: bool = False) -> str:
    command = [sys.executable, "-I", "-c", code]
    return process.run_confined(command, cwd=home, home=home, limits=limits, network=network)


def test_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEHEIM", "x")
    monkeypatch.setenv("GIT_DIR", "/x")
    monkeypatch.setenv("PIP_INDEX_URL", "https://pakketten.voorbeeld.be")
    seen = json.loads(run(SHOW.replace("PORT", "9"), tmp_path))
    assert seen["home"] == str(tmp_path)
    assert {*seen["names"]} <= {"HOME", "TMPDIR", "LANG", "PATH", "LC_CTYPE"}
    assert "PIP_INDEX_URL" in json.loads(run(SHOW.replace("PORT", "9"), tmp_path, network=True))["names"]


def test_no_network(tmp_path: Path) -> None:
    if not process._apart(network=False):
        pytest.skip("this system lets nobody take the network away")
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = SHOW.replace("PORT", str(server.getsockname()[1]))
        assert json.loads(run(code, tmp_path, network=True))["reached"] is True
        assert json.loads(run(code, tmp_path))["reached"] is False


@pytest.mark.parametrize("network", [True, False])
def test_nothing_is_written_elsewhere(tmp_path: Path, network: bool) -> None:  # noqa: FBT001  # a parameter
    if not _can_hold(tmp_path):
        pytest.skip("this system holds nobody to a folder")
    home, elsewhere = tmp_path / "home", tmp_path / "elders"
    for folder in (home, elsewhere):
        folder.mkdir()
    (elsewhere / "er").write_text("al", encoding="ascii")
    code = f"""
import os, pathlib, tempfile
home, there = map(pathlib.Path, ({str(home)!r}, {str(elsewhere)!r}))
tries = {{
    "new": lambda: (there / "nieuw").write_text("x"), "changed": lambda: (there / "er").write_text("x"),
    "emptied": lambda: os.truncate(there / "er", 0), "gone": lambda: (there / "er").unlink(),
    "moved": lambda: (home / "a").rename(there / "a"), "linked": lambda: (there / "b").symlink_to("er"),
}}
(home / "a").write_text("mag")
pathlib.Path("c").write_text("mag")
tempfile.mkdtemp()
for name, attempt in tries.items():
    try:
        attempt()
        print(name)
    except OSError:
        pass
"""
    assert run(code, home, network=network) == ""
    assert {path.name: path.read_text(encoding="ascii") for path in elsewhere.iterdir()} == {"er": "al"}


def _can_hold(folder: Path) -> bool:
    code = (
        f"import pathlib; from draaiboek.base import writing; print(writing.hold_to([pathlib.Path({str(folder)!r})]))"
    )
    return process.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2]) == "True"


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    if not process._apart(network=False):
        pytest.skip("this system sets nobody apart")
    mark = str(tmp_path / "sleeper")
    sleeper = f"import time; {mark!r}; time.sleep(60)"
    begin = f"""
import subprocess, sys
nothing = subprocess.DEVNULL
subprocess.Popen([sys.executable, "-c", {sleeper!r}], stdout=nothing, stderr=nothing, start_new_session=True)
"""
    process.run([sys.executable, "-c", begin], cwd=tmp_path)
    (unconfined,) = _running(mark)
    os.kill(unconfined, signal.SIGKILL)
    run(begin, tmp_path)
    assert _running(mark) in ([], [unconfined])  # the system may not have reaped it yet


def _running(mark: str) -> list[int]:
    """Return the ids of the processes with *mark* in their command line."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # the process ended meanwhile
            found += [int(each.parent.name)] if mark in each.read_bytes().decode(errors="replace") else []
    return found


def test_time(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="was na 1 seconden niet klaar"):
        run("import time; time.sleep(60)", tmp_path, Limits(seconds=1, memory=2**33, file=2**20))


def test_of_what_it_prints_only_the_end_is_kept(tmp_path: Path) -> None:
    code = "import sys\nfor each in (sys.stdout, sys.stderr):\n    print('x' * 30_000_000, 'slot', file=each)\n"
    tracemalloc.start()
    try:
        said = run(code, tmp_path)
        with pytest.raises(ToolError) as caught:
            run(f"{code}sys.exit(1)", tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    assert said.endswith("x slot")
    assert len(said) == process.MOST_KEPT - 1
    assert len(caught.value.output) < 2 * process.MOST_KEPT


@pytest.mark.parametrize("code", ["bytearray(2 * 2**30)", "open('groot', 'wb').write(bytes(2**21))"])
def test_memory_and_files(code: str, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="stopte met code"):
        run(code, tmp_path, Limits(seconds=60, memory=2**30, file=2**20))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2**20
