"""Small web servers on 127.0.0.1, in which a test plays the other side."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from draaiboek.base.web_server import POLL


@dataclass(frozen=True)
class Request:
    """A request; *data* is its JSON body, None when it has none."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    data: Any
    authorization: str


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Yield the address at which *handler* answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def served(answer: Callable[[Request], object]) -> Iterator[str]:
    """Yield the address at which *answer* gives the JSON reply to each request; its errors fail that request."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            data = json.loads(self.rfile.read(size)) if size else None
            asked, key = urlsplit(self.path), self.headers.get("Authorization", "")
            body = json.dumps(answer(Request(self.command, asked.path, parse_qs(asked.query), data, key))).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = _do  # noqa: N815  # the names that http.server asks for

        def log_message(self, *_words: object) -> None:
            return

    with listening(Handler) as address:
        yield address
