"""A failing machine: programs killed at random moments, a full disk, a folder in which nobody may write."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import faults
from tests.integration import program
from tests.integration.program import Place

pytestmark = pytest.mark.slow
KILLS = 20


def _may_mount() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"):
        return False
    words = ["unshare", "--mount", "mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", "/mnt"]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


needs_root = pytest.mark.skipif(not _may_mount(), reason="only root may mount a small disk")


@contextmanager
def disk(at: Path, options: str) -> Iterator[None]:
    """Mount a disk of its own at *at* while the body runs."""
    at.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups to kill")
@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not on this machine")
def test_killed_at_moments_of_chance(capsys: pytest.CaptureFixture[str]) -> None:
    # In a folder with a short name: a socket's path, which includes the temporary folder, is limited to 108 bytes.
    with TemporaryDirectory() as place:
        assert faults.rounds(faults.desk(Path(place)), KILLS, seed=19) == 0, capsys.readouterr().out


@needs_root
@pytest.mark.parametrize(
    ("where", "options"),
    [
        pytest.param("main/out", "size=256k", id="full-at-once"),
        pytest.param("main/out", "size=3m", id="full-later"),
        pytest.param("main/out", "ro", id="read-only"),
        pytest.param("tijdelijk", "size=64k", id="full-for-a-moment"),
    ],
)
def test_a_disk_that_takes_nothing_more(where: str, options: str, place: Place, tmp_path: Path) -> None:
    (tmp_path / "tijdelijk").mkdir()
    env = {"TMPDIR": str(tmp_path / "tijdelijk")}
    before = place.content()
    with disk(tmp_path / where, options):
        run = place.build(env=env)
        assert run.code == 3, run.said
        assert "Traceback" not in run.stderr
        assert re.search(r"^build\.py: (de schijf is vol|op deze schijf kan niets)", run.stderr, re.MULTILINE), run.said
        assert not place.site.exists()
        left = [path.name for path in (tmp_path / "tijdelijk").iterdir() if not path.name.startswith("pymp-")]
    assert left == []
    assert place.content() == before
    assert place.git("status", "--porcelain") == ""
    run = place.build("site", env=env)
    assert run.code == 0, run.said


@needs_root
@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_a_disk_that_fills_up_keeps_what_was_made_before(fault: str, place: Place) -> None:
    out = place.root / "out"
    with disk(out, "size=64m"):
        assert place.build("site").code == 0
        before = program.tree(place.site)
        if fault == "full":
            free = shutil.disk_usage(out).free
            (out / "vol").write_bytes(bytes(free - 200_000))
        else:
            subprocess.run(["mount", "-o", "remount,ro", str(out)], check=True)
        place.replace("docs/delen.md", "in de trein", "in de tram")
        run = place.build("site")
        assert run.code == 3, run.said
        assert "In out/site staat nog " in run.stderr
        assert "Traceback" not in run.stderr
        assert program.tree(place.site) == before
        assert fault == "read-only" or not {path.name for path in out.iterdir()} - {"cache", "site", "stage", "vol"}
