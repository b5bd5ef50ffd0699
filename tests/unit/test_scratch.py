"""Temporary folders: removed at the end, and when the program was killed, removed by the next run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import pytest

from draaiboek.base import scratch

pytestmark = pytest.mark.skipif(os.name == "nt", reason="on Windows nothing is swept")

WAITS = """
import time
from draaiboek.base import scratch
with scratch.folder() as made:
    print(made, flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def another(around: Path) -> subprocess.Popen[str]:
    """Start a process that has such a folder."""
    env = {**os.environ, "TMPDIR": str(around), "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen([sys.executable, "-c", WAITS], env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert Path(process.stdout.readline().strip()).is_dir()
    return process


def test_it_is_gone_at_the_end_also_after_an_error(around: Path) -> None:
    with pytest.raises(FileExistsError), scratch.folder() as made:
        made.mkdir()
    assert list(around.iterdir()) == []


def test_what_a_killed_program_left_is_swept_and_what_is_in_use_stays(around: Path) -> None:
    for name in ("draaiboek-notities", "draaiboek-1-x.txt", "iets"):
        (around / name).mkdir()
    (around / f"draaiboek-{2**22 + 1}-bestand").write_text("geen map", encoding="utf-8")
    (around / f"draaiboek-{2**22 + 1}-elders").symlink_to(around / "iets")
    theirs = {path.name for path in around.iterdir()}
    killed, alive = another(around), another(around)
    try:
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        assert len(list(around.glob(f"draaiboek-{killed.pid}-*"))) == 1
        with scratch.folder() as made:
            left = {path.name for path in around.iterdir()} - theirs - {made.name}
        assert [name.split("-")[1] for name in left] == [str(alive.pid)]
    finally:
        for process in (killed, alive):
            process.kill()
            process.wait()
            assert process.stdout
            process.stdout.close()
    assert theirs <= {path.name for path in around.iterdir()}


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv, which takes root's rights away, is of Linux")
def test_a_copy_of_what_is_read_only_is_removed_too(around: Path) -> None:
    """`check --fix` copies docs/, with the rights that its folders have."""
    code = (
        "from draaiboek.base import scratch\n"
        "with scratch.folder() as made:\n"
        "    (made / 'a' / 'b').mkdir(parents=True)\n"
        "    (made / 'a' / 'b' / 'x.md').touch()\n"
        "    (made / 'a' / 'b').chmod(0o555)\n"
        "    (made / 'a').chmod(0o555)\n"
    )
    barred = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    env = {**os.environ, "TMPDIR": str(around)}
    subprocess.run([*barred, sys.executable, "-c", code], cwd=Path(__file__).parents[2], env=env, check=True)
    assert list(around.iterdir()) == []


def test_beside_a_path_it_is_on_the_same_disk_and_hidden(tmp_path: Path) -> None:
    with scratch.folder(beside=tmp_path / "kaart") as made:
        assert (made.parent, made.name[0]) == (tmp_path, ".")


@pytest.mark.parametrize(("length", "below", "usual"), [(71, 0, True), (72, 0, False), (44, 27, True), (45, 27, False)])
def test_sockets_stand_in_the_usual_folder_while_their_names_fit(
    length: int, below: int, monkeypatch: pytest.MonkeyPatch, *, usual: bool
) -> None:
    place = "/" + "m" * (length - 1)
    monkeypatch.setattr(tempfile, "tempdir", place)
    assert (scratch.for_sockets(below=below) == Path(place)) is usual


@pytest.mark.parametrize(("module", "name"), [(tempfile, "mkdtemp"), (shutil, "rmtree")])
def test_who_stops_us_while_a_folder_is_made_or_removed_leaves_nothing(
    module: ModuleType, name: str, around: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = getattr(module, name)

    def stopped(*words: object, **options: object) -> object:
        made = usual(*words, **options) if name == "mkdtemp" else None
        signal.raise_signal(signal.SIGINT)
        return made or usual(*words, **options)

    monkeypatch.setattr(module, name, stopped)
    with pytest.raises(KeyboardInterrupt), scratch.folder() as made:
        (made / "woorden.txt").write_text("Een hele publicatie.", encoding="utf-8")
    assert list(around.iterdir()) == []
