"""Chromium with a fresh profile, a record of what it did while a reader read, and a web server for an edition."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from draaiboek.base import web_server
from draaiboek.lab.audit.browser import FLAGS

__all__ = ["CHROMIUM", "FLAGS", "NEEDED", "Witness", "reader", "served"]

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
PREFIX = "/livc/bekijk/"
NEEDED = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is missing (apt install chromium, or set CHROMIUM)"),
]


@contextmanager
def served(site: Path, handler: type[web_server.Handler] = web_server.Handler) -> Iterator[str]:
    """Yield the address of *site* on a local web server, below a prefix, as a preview on a shared host has it."""
    with web_server.serving(site, PREFIX.removesuffix("/"), handler=handler) as address:
        yield f"{address}/"


@dataclass(frozen=True, slots=True)
class Witness:
    """The requests and the complaints of a browser while a reader read."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def elsewhere(self, address: str) -> list[str]:
        host = urlsplit(address).netloc
        return [url for url in self.requests if urlsplit(url).netloc != host and not url.startswith("data:")]


@contextmanager
def reader(browser: Browser, **options: object) -> Iterator[tuple[Page, Witness, BrowserContext]]:
    """Yield a page in a fresh browser profile, its witness, and the context of both."""
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


def heading(page: Page) -> str:
    """Return the title of *page* as a reader sees it, without ¶."""
    return page.locator("h1").inner_text().removesuffix("¶").strip()


def _failure(request: Request) -> list[str]:
    # Navigating to the next page aborts the requests of this one.
    return [] if request.failure == "net::ERR_ABORTED" else [f"{request.url}: {request.failure}"]
