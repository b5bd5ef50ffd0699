"""A finished site on an address of this machine, below the path that it has on the web, as an edition in force."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from lxml import html
from lxml.html import HtmlElement

from draaiboek.base.errors import ToolError


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve folder *site* while the caller looks at it; give the address of its first page.

    404.html, which answers at any depth, points at its files by their full path; so the path has to be the real one.
    Beside the site stand the two files at the root of a publication that its pages ask for, with one older edition.
    """
    first = html.document_fromstring((site / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    prefix = _prefix(first)
    root = {f"{prefix.rpartition('actueel/')[0]}{name}": text for name, text in _root(first).items()}

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in root:
                super().do_GET()
                return
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(root[self.path].encode())

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


def _prefix(page: HtmlElement) -> str:
    """Return the path of the canonical address of the first page ('/actueel/')."""
    for link in page.iter("link"):
        if link.get("rel") == "canonical":
            return str(urlsplit(link.get("href", "")).path)
    message = "de eerste pagina zegt niet waar ze op het web staat"
    raise ToolError(message, hint="Kijk naar 'link rel=canonical' in draaiboek/theme/main.html.")


def _root(page: HtmlElement) -> dict[str, str]:
    edition = next((each.get("data-edition", "") for each in page.iter("div") if "data-edition" in each.attrib), "")
    versions = [
        {"version": edition, "aliases": ["actueel"], "properties": {"geldig_van": "2020-01-01"}},
        {"version": "2019.1", "aliases": [], "properties": {"geldig_van": "2019-01-01", "geldig_tot": "2020-01-01"}},
    ]
    return {
        "versions.json": json.dumps(versions),
        "paden.json": json.dumps({"editie": edition, "paginas": [""], "verhuisd": {}}),
    }
