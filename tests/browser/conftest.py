from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, sync_playwright

from tests.browser.aids import aids_browser, aids_port, aids_site
from tests.browser.chromium import CHROMIUM, FLAGS, served
from tests.integration.fixtures import built, followed, place, published, rich
from tests.integration.program import Place

__all__ = ["aids_browser", "aids_port", "aids_site", "built", "followed", "place", "published", "rich"]


@pytest.fixture(scope="module")
def address(built: Place) -> Iterator[str]:
    with served(built.site) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    """The launcher of Chromium, one for each worker: Playwright refuses a second one in the same thread."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    """One Chromium for all tests of a worker; each reader gets a fresh profile in it."""
    browser = chromium.launch(executable_path=CHROMIUM, args=list(FLAGS), headless=True)
    yield browser
    browser.close()
