"""A publication as a web host serves it: editions, the copy of the one in force, and the files of the root."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from draaiboek.base import web_server
from tests.integration import program
from tests.integration.program import EDITION, NEXT, Place

PREFIX = "/livc/"


@dataclass(slots=True)
class Host:
    """A web server that can be stopped; an address that ends in *slow* is not answered before *gate* opens."""

    folder: Path
    asked: list[str] = field(default_factory=list)
    slow: str = ""
    gate: threading.Event = field(default_factory=threading.Event)
    server: ThreadingHTTPServer | None = None

    @property
    def port(self) -> int:
        assert self.server is not None
        return self.server.server_port

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    def stop(self) -> None:
        """Go offline: from now on nothing answers at the address."""
        self.gate.set()
        if self.server is not None:
            server, self.server = self.server, None
            server.shutdown()
            server.server_close()

    def publish(self, folder: Path) -> None:
        """Replace this publication by another one; its files get new times, so no browser takes them for unmodified."""
        shutil.rmtree(self.folder)
        shutil.copytree(folder, self.folder, copy_function=shutil.copy)


@contextmanager
def hosted(publication: Path, into: Path) -> Iterator[Host]:
    """Yield a host with a copy of *publication* in the folder *into*; it is stopped at the end."""
    shutil.copytree(publication, into)
    host = Host(into)

    class Handler(web_server.Handler):
        def do_GET(self) -> None:  # noqa: N802  # the name is the base class's
            host.asked.append(self.path)
            if host.slow and self.path.endswith(host.slow):
                host.gate.wait(60)
            super().do_GET()

    host.server = web_server.server(host.folder, PREFIX.removesuffix("/"), 0, handler=Handler)
    threading.Thread(target=host.server.serve_forever, args=(web_server.POLL,), daemon=True).start()
    try:
        yield host
    finally:
        host.stop()


@pytest.fixture(scope="session")
def publications(published: Place, followed: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What is published after the first edition of the small guidebook, and after the second. Must not be changed."""

    def export(into: Path) -> None:
        for place, name in ((published, EDITION), (followed, NEXT)):
            folder = into / name
            folder.mkdir(parents=True)
            index = {"GIT_INDEX_FILE": str(into / f"{name}.index")}
            words = ("git", "--work-tree", str(folder), "checkout", "--force", "gh-pages", "--", ".")
            run = place.run(*words, env=index)
            assert run.code == 0, run.said

    root = program.once(tmp_path_factory, "publications", export)
    return {EDITION: root / EDITION, NEXT: root / NEXT}
