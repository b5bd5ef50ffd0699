"""A machine that is not as it should be: without network, with little memory, with a clock that is wrong.

Slow tests, and those that need a disk of their own, are in test_faults.py.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.editions.publish import remote
from tests.integration import program
from tests.integration.program import EDITION, Place

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the tools that do it are Linux's")]

LONG_AGO, FAR_AHEAD = datetime(1970, 1, 2, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


def _alone() -> list[str]:
    """Return the command words that take the network away; none where the system does not allow it."""
    words = ["unshare", "--user", "--map-root-user", "--net"]
    known = shutil.which("unshare") and subprocess.run([*words, "true"], capture_output=True, check=False)
    return words if known and known.returncode == 0 else []


needs_unshare = pytest.mark.skipif(not _alone(), reason="this system takes no network away")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Place:
    place = program.leaflet(tmp_path_factory.mktemp("machine") / "main")
    place.commit()
    run = place.build("publish", EDITION)
    assert run.code == 0, run.said
    return place


@pytest.fixture
def place(shelf: Place, tmp_path: Path) -> Place:
    return shelf.copy(tmp_path / "main")


@needs_unshare
def test_without_a_network_all_is_as_with_one(place: Place) -> None:
    before = program.tree(place.site)
    shutil.rmtree(place.root / "out")
    for words in (["build"], ["verify"], ["pack", EDITION], ["withdraw", EDITION, "--reason", "Er staat een fout in."]):
        run = place.run(*_alone(), sys.executable, "build.py", *words)
        assert run.code == 0, run.said
    assert program.tree(place.site) == before


@pytest.fixture
def deaf() -> Iterator[str]:
    """Yield the address of a proxy that accepts every connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []

        def take() -> None:
            while True:
                try:
                    held.append(server.accept()[0])
                except OSError:
                    return

        Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for each in held:
            each.close()


def test_a_proxy_that_says_nothing_stops_a_publication_and_nothing_else(
    place: Place, deaf: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = {"http_proxy": deaf, "https_proxy": deaf, "HTTP_PROXY": deaf, "HTTPS_PROXY": deaf}
    for words in (["build", "--fresh"], ["verify"]):
        run = place.build(*words, env=proxy)
        assert run.code == 0, run.said
    place.git("remote", "add", "origin", "https://git.voorbeeld.be/ons/draaiboek.git")
    before = place.git("rev-parse", "refs/heads/gh-pages")
    program.as_nobody(monkeypatch, place.root, proxy)
    monkeypatch.setattr(remote, "QUESTION", 3)
    start = time.monotonic()
    with pytest.raises(ToolError, match="weigert of antwoordt niet") as caught:
        remote.tip(place.root)
    assert time.monotonic() - start < 30
    assert "was na 3 seconden niet klaar" in caught.value.output
    assert place.git("rev-parse", "refs/heads/gh-pages") == before


@pytest.mark.skipif(not shutil.which("prlimit"), reason="prlimit is not on this machine")
def test_too_little_memory_is_said_and_costs_nothing(place: Place) -> None:
    """What fails first depends on the machine: a library, a thread, or a process of our own."""
    before = program.tree(place.site)
    codes = []
    for megabytes in (100, 160, 190):
        limit = f"--as={megabytes * 1_000_000}"
        run = place.run("prlimit", limit, sys.executable, "build.py", "build", "--fresh")
        codes.append(run.code)
        assert "Traceback" not in run.stderr
        assert run.code in {0, 3}, run.said
        assert run.code == 0 or "te weinig geheugen" in run.stderr
        assert program.tree(place.site) == before
    assert codes[0] == 3
    assert place.build("build", "--fresh").code == 0


@pytest.mark.parametrize("day", [LONG_AGO, FAR_AHEAD], ids=["long-ago", "far-ahead"])
def test_a_clock_that_was_wrong_changes_no_byte(place: Place, day: datetime) -> None:
    """What was written on a wrong day, the cache included, stays valid: no file's time is ever looked at."""
    before = program.tree(place.site)
    assert place.build().code == 0
    for folder in ("docs", "overlays", "draaiboek", "out"):
        for path in (place.root / folder).rglob("*"):
            os.utime(path, (day.timestamp(), day.timestamp()), follow_symlinks=False)
    again = place.build()
    assert (again.code, "niets gewijzigd" in again.stderr) == (0, True), again.said
    place.replace("docs/delen.md", "in de trein", "in de tram")
    os.utime(place.root / "docs/delen.md", (day.timestamp(), day.timestamp()))
    run = place.build()
    assert (run.code, "niets gewijzigd" in run.stderr) == (0, False), run.said
    assert program.tree(place.site) != before
    place.git("checkout", "--quiet", "docs")
    assert place.build("build", "--fresh").code == 0
    assert program.tree(place.site) == before
