from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.aids import aids_browser, aids_port, aids_site
from tests.browser.chromium import CHROMIUM, FLAGS, served
from tests.integration.fixtures import built, place
from tests.integration.program import Place

__all__ = ["aids_browser", "aids_port", "aids_site", "built", "place"]


@pytest.fixture(scope="module")
def address(built: Place) -> Iterator[str]:
    with served(built.site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS), headless=True)
        yield browser
        browser.close()
