"""A small web server: serves a folder below a prefix on this machine, with its 404.html, as a real host does."""

from __future__ import annotations

import io
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import SplitResult

from draaiboek.base.errors import ToolError, why

POLL = 0.02
"""Seconds between two looks at whether to stop; with the half second of Python, each stop takes that long."""


class Handler(SimpleHTTPRequestHandler):
    """Serves *directory* below *prefix* ('/draaiboek', or '' for the root), and nothing elsewhere."""

    def __init__(self, *words: object, prefix: str, directory: str) -> None:
        self._prefix = f"{prefix}/"
        super().__init__(*words, directory=directory)  # type: ignore[arg-type]  # passed on as they came

    def translate_path(self, path: str) -> str:
        """Return the file for *path*; for a path that is not below the prefix, a file that does not exist."""
        inside = path.startswith(self._prefix)
        return super().translate_path(f"/{path.removeprefix(self._prefix)}" if inside else "/-")

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Open the file, and always send it whole: one that is rewritten within a second keeps the same date."""
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the folder's own 404.html when it has one."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Log nothing: individual requests are of no use to whoever looks at the result."""


def host(folder: Path, address: SplitResult, *, told: Callable[[str], None]) -> None:
    """Serve *folder* at *address*, which is on this machine, until Ctrl-C; call *told* once it is open."""
    try:
        web = server(folder, address.path, address.port or 80)
    except OSError as error:
        message = f"de poort {address.port} is niet vrij: {why(error)}"
        raise ToolError(message, hint="Stop wat er draait, of maak de demonstratie met een ander --address.") from error
    # A shell ignores Ctrl-C for what a script starts in the background; that has to be stoppable too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    told(f"{address.geturl()}/ staat open; stop met Ctrl-C")
    with web:
        try:
            web.serve_forever()
        except KeyboardInterrupt:
            return


@contextmanager
def serving(folder: Path, prefix: str = "", *, handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve *folder* below the path *prefix* while the body runs; yield its address, without a trailing slash."""
    with server(folder, prefix, 0, handler=handler) as web:
        thread = threading.Thread(target=web.serve_forever, args=(POLL,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{web.server_port}{prefix}"
        finally:
            web.shutdown()
            thread.join()


def server(folder: Path, prefix: str, port: int, *, handler: type[Handler] = Handler) -> ThreadingHTTPServer:
    """Return a server of *folder* below the path *prefix*, on this machine alone; it does not run yet."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(handler, prefix=prefix, directory=str(folder)))
