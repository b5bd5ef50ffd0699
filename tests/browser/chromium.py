"""Chromium with a fresh profile, what it did while a reader read, and a web server for an edition."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from draaiboek.lab.audit.browser import FLAGS

__all__ = ["CHROMIUM", "FLAGS", "NEEDED", "Quiet", "Witness", "reader", "served"]

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
PREFIX = "/livc/bekijk/"
NEEDED = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is missing (apt install chromium, or set CHROMIUM)"),
]


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site below a prefix, as a preview on a shared host does, and nothing elsewhere."""

    def translate_path(self, path: str) -> str:
        inside = path.startswith(PREFIX)
        return super().translate_path("/" + path.removeprefix(PREFIX) if inside else "/-")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        pass


@contextmanager
def served(site: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """The address of *site* on a web server of this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}"
        server.shutdown()
        thread.join()


@dataclass(frozen=True, slots=True)
class Witness:
    """What a browser did while a reader read."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def elsewhere(self, address: str) -> list[str]:
        host = urlsplit(address).netloc
        return [url for url in self.requests if urlsplit(url).netloc != host and not url.startswith("data:")]


@contextmanager
def reader(browser: Browser, **options: object) -> Iterator[tuple[Page, Witness, BrowserContext]]:
    """A fresh browser profile with one page open."""
    context = browser.new_context(locale="nl-BE", **options)  # type: ignore[arg-type]  # the caller's words are checked
    witness = Witness()
    context.on("request", lambda request: witness.requests.append(request.url))
    page = context.new_page()
    page.on("console", lambda line: witness.complaints.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: witness.complaints.append(str(error)))
    page.on("requestfailed", lambda request: witness.complaints.extend(_failure(request)))
    page.on("response", lambda answer: witness.complaints.append(answer.url) if answer.status >= 400 else None)
    try:
        yield page, witness, context
    finally:
        context.close()


def _failure(request: Request) -> list[str]:
    # Whoever goes to the next page no longer waits for this one.
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url}: {request.failure}"]
