"""A web server on this machine only, which makes files when they are requested and pushes news to open pages.

A page that opens EVENTS gets the news at once and whenever it changes (Server-Sent Events, WHATWG HTML § 9.2). Requests
that were meant for another host are refused: a website could otherwise read the preview through the reader's browser
(DNS rebinding).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition
from urllib.parse import unquote

EVENTS = "/_/nieuws"
_HEARTBEAT = 15.0  # seconds: how long the connection of a killed browser may stay open


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request: the *body*, and its *kind* (a media type).

    Its *version* is the ETag, so that a browser fetches only what it does not have yet; a page knows its own.
    """

    body: bytes
    kind: str
    version: str = ""
    status: HTTPStatus = HTTPStatus.OK


@dataclass(slots=True)
class News:
    """The latest news, and the connections that wait for more."""

    value: Mapping[str, object] = field(default_factory=dict)
    number: int = 0
    changed: Condition = field(default_factory=Condition)

    def tell(self, value: Mapping[str, object]) -> None:
        """Push *value* to every reader."""
        with self.changed:
            self.value, self.number = value, self.number + 1
            self.changed.notify_all()


def live_server(answer: Callable[[str], Answer], news: News, port: int) -> ThreadingHTTPServer:
    """Return a server on 127.0.0.1 and *port* (0: any); it does not run yet.

    *answer* is called with each path that is requested, decoded and without its query, from several threads.
    """

    class Handler(_Handler):
        pass

    Handler.answer, Handler.news = staticmethod(answer), news
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    Handler.hosts = frozenset(f"{name}:{server.server_port}" for name in ("127.0.0.1", "localhost"))
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    answer: Callable[[str], Answer]
    news: News
    hosts: frozenset[str]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.headers.get("Host", "") not in self.hosts:
            self._send(Answer(b"Dit adres is alleen voor deze computer.\n", "text/plain", status=HTTPStatus.FORBIDDEN))
        elif self.path == EVENTS:
            self._tell_news()
        else:
            self._send(self.answer(unquote(self.path.partition("?")[0])))

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send(self, answer: Answer) -> None:
        if (
            answer.version
            and self.headers.get("If-None-Match") == f'"{answer.version}"'
            and answer.status == HTTPStatus.OK
        ):
            answer = Answer(b"", answer.kind, answer.version, HTTPStatus.NOT_MODIFIED)
        self.send_response(answer.status)
        self.send_header("Content-Type", f"{answer.kind}; charset=utf-8" if "text" in answer.kind else answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-cache" if answer.version else "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if answer.version:
            self.send_header("ETag", f'"{answer.version}"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _tell_news(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        known = -1
        while self.command != "HEAD":
            with self.news.changed:
                if self.news.number == known:
                    self.news.changed.wait(_HEARTBEAT)
                value, number = self.news.value, self.news.number
            said = ":\n\n" if number == known else f"data: {json.dumps(value)}\n\n"
            known = number
            self.wfile.write(said.encode())

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True  # the browser went away

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Log nothing: an editor wants to see only messages about the text."""
