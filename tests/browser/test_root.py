"""The pages at the root of a publication in Chromium: a wrong address, with and without JavaScript."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from draaiboek.base import web_server
from draaiboek.editions import publish
from tests.browser.chromium import NEEDED
from tests.integration import small_editions
from tests.integration.small_editions import FIRST, SECOND

PREFIX = "/livc/"
pytestmark = NEEDED


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two editions; in the second `delen/` became `geven/`, in the sector's site too."""
    base = tmp_path_factory.mktemp("root")
    (base / "main").mkdir()
    subprocess.run(["git", "init", "--quiet", str(base / "main")], check=True)
    place = publish.Place(base / "main", base / "scratch", base / "web" / "livc")
    small_editions.put(place, small_editions.site(base / "ready", FIRST))
    pages = {"geven/index.html": b"<p>Geven</p>", "onderwijs/geven/index.html": b"<p>Geven</p>"}
    small_editions.put(place, small_editions.site(base / "ready", SECOND, pages, {"kwijt/": "geven/"}))
    with web_server.serving(base / "web" / "livc", PREFIX.removesuffix("/")) as address:
        yield f"{address}/"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("2025.9/delen/#achteraf", "actueel/delen/#achteraf"),
        ("geven", "actueel/geven/"),
        (f"{FIRST}/geven/index.html", "actueel/geven/"),
        (f"{FIRST}/kwijt/#plicht", "actueel/geven/#plicht"),
        ("onderwijs/kwijt/", "actueel/onderwijs/geven/"),
        ("actueel/nooit/", None),
        (f"{FIRST}/pdf/weg.pdf", None),
    ],
)
def test_a_wrong_address_leads_to_the_page_in_force_if_there_is_one(
    browser: Browser, address: str, wrong: str, right: str | None
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/paden.json"):
        page.goto(f"{address}{wrong}")
    if right:
        page.wait_for_selector("#zelfde a", state="visible")
        assert page.eval_on_selector("#zelfde a", "link => link.href") == f"{address}{right}"
    page.wait_for_load_state("networkidle")
    assert page.is_visible("#zelfde") == (right is not None)
    assert [url for url in asked if not url.startswith(address)] == []
    page.close()


def test_without_javascript_the_plain_links_remain(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}2025.9/delen/")
    assert not page.is_visible("#zelfde")
    page.get_by_role("link", name="Naar het draaiboek").click()
    assert page.url == f"{address}actueel/"
    context.close()


def test_no_page_at_the_root_says_what_only_a_clock_knows(browser: Browser, address: str) -> None:
    page = browser.new_page()
    for url in ("", "edities/", "nergens/"):
        said = page.request.get(f"{address}{url}").text()
        assert "nu geldt" not in said, url
        assert "Geldt nu" not in said, url
        assert "gold" not in said, url
    page.goto(f"{address}edities/")
    titles = page.locator("h2:has-text('Editie')").all_inner_texts()
    assert titles == ["Editie 2026.2 Geldt vanaf 1 maart 2027", "Editie 2026.1"]
    periods = page.locator("dt:text-is('Geldig') + dd").all_inner_texts()
    assert periods == ["Vanaf 1 maart 2027", "Van 1 december 2026 tot 1 maart 2027"]
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_list_of_editions_fits(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}edities/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("getComputedStyle(document.querySelector('.kop')).backgroundColor") == "rgb(11, 79, 92)"
    page.close()
