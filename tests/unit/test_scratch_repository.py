"""The repository in which an edition is written before the branch points to it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from draaiboek.editions.publish import scratch_repository


def test_what_mike_writes_is_packed_by_git_itself(tmp_path: Path) -> None:
    """Nothing repacks what git fast-import packs: pages would take four times as much on the branch."""
    subprocess.run(["git", "init", "--quiet", tmp_path / "boek"], check=True)
    desk = scratch_repository.beside(tmp_path / "boek", "", scratch=tmp_path / "kladblok")
    blobs = b"".join(b"blob\ndata 5\n%05d\n" % number for number in range(200))
    desk.git("fast-import", "--quiet", "--done", stdin=blobs + b"done\n")
    found = dict(line.split(": ") for line in desk.git("count-objects", "-v").splitlines())
    assert (found["count"], found["packs"]) == ("200", "0")
