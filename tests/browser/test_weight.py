"""What the first visit to a page costs a reader on a phone: everything that is transferred, with gzip."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIResponse, Browser

from draaiboek.lab.audit.served_site import served
from tests.browser.chromium import NEEDED, reader
from tests.integration.program import Place

pytestmark = NEEDED
MOST = 100_000
REQUESTS = 10
HEADERS = 300  # bytes of a response before its body
COMPRESSED = {"", ".html", ".css", ".js", ".json", ".svg", ".xml"}


@pytest.fixture(scope="module")
def address(built: Place) -> Iterator[str]:
    with served(built.site) as address:
        yield address


@pytest.mark.parametrize("name", ["", "delen/", "onderwijs/delen/"])
def test_a_first_visit_is_light(browser: Browser, address: str, name: str) -> None:
    phone = {"width": 360, "height": 740}
    with reader(browser, viewport=phone, is_mobile=True, device_scale_factor=3) as (page, witness, _):
        page.goto(address + name, wait_until="networkidle")
        sizes = {url: _size(page.request.get(url)) for url in set(witness.requests)}
    assert any(url.endswith(".woff2") for url in sizes)
    assert any(url.endswith(".js") for url in sizes)
    assert sum(sizes.values()) <= MOST, sorted((size, url) for url, size in sizes.items())
    frame = [url for url in sizes if "/media/" not in url]  # the pictures of a text are its own cost
    assert len(frame) <= REQUESTS, sorted(frame)


def _size(answer: APIResponse) -> int:
    compressed = PurePosixPath(urlsplit(answer.url).path).suffix in COMPRESSED
    return HEADERS + len(gzip.compress(answer.body(), 6) if compressed else answer.body())
