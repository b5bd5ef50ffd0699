"""What the first visit to a page costs a reader on a phone: everything that comes over the line, with gzip."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from draaiboek.audit.serving import served
from tests.browser.chromium import NEEDED, reader
from tests.integration.program import Place

pytestmark = NEEDED
MOST = 200_000
HEADERS = 300  # bytes of an answer before its body
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml"}


@pytest.fixture(scope="module")
def address(built: Place) -> Iterator[str]:
    with served(built.site) as address:
        yield address


@pytest.mark.parametrize("name", ["", "delen/", "onderwijs/delen/"])
def test_a_first_visit_is_light(browser: Browser, built: Place, address: str, name: str) -> None:
    phone = {"width": 360, "height": 740}
    with reader(browser, viewport=phone, is_mobile=True, device_scale_factor=3) as (page, witness, _):
        page.goto(address + name, wait_until="networkidle")
        sizes = {url: _size(built.site, url.removeprefix(address)) for url in set(witness.requests)}
    assert any(url.endswith(".woff2") for url in sizes)
    assert any(url.endswith(".js") for url in sizes)
    assert sum(sizes.values()) < MOST, sorted((size, url) for url, size in sizes.items())


def _size(site: Path, name: str) -> int:
    path = site / urlsplit(name).path
    path = path / "index.html" if path.is_dir() else path
    body = path.read_bytes()
    return HEADERS + len(gzip.compress(body, 6) if path.suffix in COMPRESSED else body)
