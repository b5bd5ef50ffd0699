"""A finished site on an address of this machine, below the path that it has on the web."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html

from draaiboek.errors import ToolError


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve folder *site* while the caller looks at it; give the address of its first page.

    404.html, which answers at any depth, points at its files by their full path; so the path has to be the real one.
    """
    prefix = _prefix(site)

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            inside = path.startswith(prefix)
            return super().translate_path("/" + path.removeprefix(prefix) if inside else "/-")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


def _prefix(site: Path) -> str:
    """Return the path of the canonical address of the first page ('/actueel/')."""
    page = html.document_fromstring((site / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    for link in page.iter("link"):
        if link.get("rel") == "canonical":
            return urlsplit(link.get("href", "")).path
    message = "de eerste pagina zegt niet waar ze op het web staat"
    raise ToolError(message, hint="Kijk naar 'link rel=canonical' in draaiboek/theme/main.html.")
