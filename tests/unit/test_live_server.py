"""What the preview server answers, also to requests that no browser makes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from draaiboek.base.live_server import Answer, News, live_server
from draaiboek.base.web_server import POLL


@pytest.fixture
def port() -> Iterator[int]:
    """Yield the port of a running server that answers each request with its path."""
    with live_server(lambda path: Answer(path.encode(), "text/plain"), News(), 0) as server:
        thread = Thread(target=server.serve_forever, args=(POLL,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("asked", "host", "status", "body"),
    [
        ("/delen/?q=1", "127.0.0.1:{}", b"200", b"/delen/"),
        ("/%2e%2e/%C3%A9", "localhost:{}", b"200", "/../é".encode()),
        ("http://[/", "localhost:{}", b"200", b"http://[/"),
        ("/", "kwaad.example:{}", b"403", b"Dit adres is alleen voor deze computer.\n"),
        ("/", "127.0.0.1", b"403", b"Dit adres is alleen voor deze computer.\n"),
    ],
    ids=["query", "encoded", "no-address", "another-host", "another-port"],
)
def test_whatever_is_asked_gets_an_answer(
    asked: str, host: str, status: bytes, body: bytes, port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(f"GET {asked} HTTP/1.1\r\nHost: {host.format(port)}\r\nConnection: close\r\n\r\n".encode())
        head, _, found = line.makefile("rb").read().partition(b"\r\n\r\n")
    assert (head.split()[1], found) == (status, body)
    assert capfd.readouterr().err == ""
