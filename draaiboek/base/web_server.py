"""A web server for a publication in a folder: below its own prefix, with its 404.html, as a real host does."""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import SplitResult

from draaiboek.base.errors import ToolError


def host(folder: Path, address: SplitResult, *, told: Callable[[str], None]) -> None:
    """Serve *folder* at *address*, which is on this machine, until Ctrl-C; *told* hears that it is open."""
    try:
        web = server(folder, address.path, address.port or 80)
    except OSError as error:
        message = f"de poort {address.port} is niet vrij: {error.strerror}"
        raise ToolError(message, hint="Stop wat er draait, of maak de demonstratie met een ander --address.") from error
    # Whoever starts it in the background of a script wants to stop it too: there a shell switches Ctrl-C off.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    told(f"{address.geturl()}/ staat open; stop met Ctrl-C")
    with web:
        try:
            web.serve_forever()
        except KeyboardInterrupt:
            return


def server(folder: Path, prefix: str, port: int) -> ThreadingHTTPServer:
    """Return a server of *folder* below the path *prefix*, on this machine alone; it does not run yet."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, prefix=prefix, directory=str(folder)))


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *words: object, prefix: str, directory: str) -> None:
        self._prefix = f"{prefix}/"
        super().__init__(*words, directory=directory)  # type: ignore[arg-type]  # passed on as they came

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self._prefix)
        return super().translate_path(f"/{path.removeprefix(self._prefix)}" if inside else "/-")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing: a reader's every request is of no use to whoever looks at the demonstration."""
