"""The Content-Security-Policy holds while everything works, and stops what somebody smuggles into a page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from draaiboek.lab.audit.served_site import served
from tests.browser.chromium import CHROMIUM, FLAGS, NEEDED, Witness, reader
from tests.integration.program import ADDRESS, Place

pytestmark = NEEDED
DESK = {"width": 1280, "height": 800}
# Both what the browser refuses and where it got to.
LISTEN = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    window.refused.push(`${violatedDirective} ${blockedURI}`));
"""
WEB = urlsplit(ADDRESS)
HOME = f"http://{WEB.netloc}{WEB.path}/actueel/"


@pytest.fixture(scope="module")
def address(built: Place) -> Iterator[str]:
    with served(built.site) as address:
        yield address


@pytest.fixture(scope="module")
def online(browser: Browser, address: str) -> Iterator[Browser]:
    """A browser for which the edition stands at its own name on the web: sitemap.xml names it, so pages are instant."""
    port = urlsplit(address).port
    rule = f"--host-resolver-rules=MAP {WEB.netloc}:80 127.0.0.1:{port}"
    second = browser.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, rule])
    yield second
    second.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[tuple[Page, Witness]]:
    with reader(browser, viewport=DESK) as (page, witness, context):
        context.add_init_script(LISTEN)
        yield page, witness


def refused(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.refused")
    return found


# --- everything works under it ----------------------------------------------------------------------------------------


def test_nothing_that_a_reader_does_is_refused(desk: tuple[Page, Witness], address: str) -> None:
    page, witness = desk
    page.goto(f"{address}onderwijs/delen/")
    page.get_by_role("button", name="Donkere weergave").click()
    page.get_by_role("combobox", name="Zoeken in dit draaiboek").press_sequentially("verslag")
    page.locator(".md-search-result__item").first.wait_for(state="visible")
    page.keyboard.press("Escape")
    page.locator(".lr-nav__summary:visible").last.click()
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator(".lr-menu__summary").click()
    page.keyboard.press("Escape")
    page.locator(".lr-switch__summary").click()
    assert refused(page) == []
    page.reload()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert refused(page) == []
    assert witness.complaints == []
    assert witness.elsewhere(address) == []


def test_every_page_has_the_policy_before_anything_else_loads(built: Place) -> None:
    for path in built.site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        policy = text.index('<meta http-equiv="Content-Security-Policy"')
        assert policy < min(text.index(f"<{name} ") for name in ("script", "link")), path
        assert "unsafe" not in text[policy : text.index(">", policy)]


# --- what somebody smuggles in ----------------------------------------------------------------------------------------


SMUGGLED = """
  <p>Tekst</p>
  <script>window.ran = "inline script"</script>
  <script src="https://elders.voorbeeld.be/x.js"></script>
  <img src="weg.png" onerror="window.ran = 'onerror'" alt="">
  <img src="https://elders.voorbeeld.be/pixel.png" alt="">
  <a id="val" href="javascript:window.ran = 'javascript-link'">Klik</a>
  <iframe src="https://elders.voorbeeld.be/"></iframe>
  <form id="lek" action="https://elders.voorbeeld.be/"><button>Stuur</button></form>
  <style>h1 { display: none }</style>
"""


def test_what_is_smuggled_in_does_not_run_or_load(desk: tuple[Page, Witness], built: Place, address: str) -> None:
    page, witness = desk
    text = (built.site / "delen" / "index.html").read_text(encoding="utf-8")

    def poisoned(route: Route) -> None:
        route.fulfill(body=text.replace("</article>", f"{SMUGGLED}</article>"), content_type="text/html")

    page.route("**/delen/", poisoned)
    page.goto(f"{address}delen/")
    for smuggled in ("#val", "#lek button"):
        page.locator(smuggled).evaluate("each => each.click()")
    page.evaluate("fetch('https://elders.voorbeeld.be/').catch(() => {})")
    page.wait_for_function("() => window.refused.some(each => each.startsWith('connect-src'))")
    assert page.evaluate("window.ran") is None
    assert page.url == f"{address}delen/"
    assert page.locator("h1").is_visible()
    directives = {each.split()[0] for each in refused(page)}
    assert directives >= {
        "script-src-elem", "script-src-attr", "img-src", "connect-src", "form-action", "style-src-elem"
    }  # fmt: skip
    # Playwright tells of a request before the policy stops it.
    assert [url for url in witness.elsewhere(address) if f"{url}: csp" not in witness.complaints] == []


# --- instant navigation -----------------------------------------------------------------------------------------------


@pytest.fixture
def surfing(online: Browser) -> Iterator[tuple[Page, Witness, list[tuple[str, str]]]]:
    with reader(online, viewport=DESK) as (page, witness, context):
        context.add_init_script(LISTEN)
        asked: list[tuple[str, str]] = []
        page.on("request", lambda request: asked.append((request.resource_type, request.url)))
        page.goto(f"{HOME}delen/", wait_until="networkidle")
        asked.clear()
        yield page, witness, asked


def _click(page: Page, title: str) -> None:
    closed = page.locator(".lr-sidebar .lr-nav__section:not([open]) > summary", has_text="Meer weten")
    if closed.count():
        closed.click()
    page.locator(".lr-sidebar .lr-nav a", has_text=title).click()


def test_a_click_brings_the_page_without_loading_a_document(
    surfing: tuple[Page, Witness, list[tuple[str, str]]],
) -> None:
    page, witness, asked = surfing
    _click(page, "Begrippen")
    page.wait_for_url(f"{HOME}begrippen/")
    page.wait_for_function("() => document.querySelector('h1').textContent.includes('Begrippen')")
    kinds = {kind for kind, url in asked if url == f"{HOME}begrippen/"}
    assert kinds
    assert kinds <= {"xhr", "fetch"}
    assert page.title().startswith("Begrippen")
    page.wait_for_function("() => document.activeElement.localName === 'h1'")
    assert refused(page) == []
    assert witness.complaints == []


def test_the_menu_says_where_the_reader_is_after_instant_navigation(
    surfing: tuple[Page, Witness, list[tuple[str, str]]],
) -> None:
    page, _, _ = surfing
    here = "[...document.querySelectorAll('.lr-sidebar [aria-current=page]')].map(each => each.textContent.trim())"
    assert page.evaluate(here) == ["Informatie delen"]
    _click(page, "Begrippen")
    page.wait_for_function(f"() => {here}.join() === 'Begrippen'")
    in_menu = here.replace(".lr-sidebar", ".lr-menu")
    assert page.evaluate(in_menu) == ["Begrippen"]
    switch = page.locator("nav[aria-label='Sectoren'] a:visible", has_text="Onderwijs")
    assert switch.evaluate("each => each.href") == f"{HOME}onderwijs/begrippen/"
    page.go_back()
    page.wait_for_function(f"() => {here}.join() === 'Informatie delen'")


def test_back_brings_the_page_and_its_title(surfing: tuple[Page, Witness, list[tuple[str, str]]]) -> None:
    page, _, _ = surfing
    _click(page, "Begrippen")
    page.wait_for_function("() => document.title.startsWith('Begrippen')")
    page.go_back()
    page.wait_for_url(f"{HOME}delen/")
    page.wait_for_function("() => document.title.startsWith('Informatie delen')")
    assert page.locator("h1").inner_text().startswith("Informatie delen")


def test_our_scripts_work_on_a_page_that_came_instantly(
    surfing: tuple[Page, Witness, list[tuple[str, str]]],
) -> None:
    page, witness, _ = surfing
    page.set_viewport_size({"width": 320, "height": 800})
    page.locator(".lr-menu__summary").click()
    page.locator(".lr-menu .lr-nav__section:not([open]) > summary", has_text="Meer weten").click()
    page.locator(".lr-menu .lr-nav a", has_text="Edities").click()
    page.wait_for_url(f"{HOME}edities/")
    page.locator("main a.lr-inside").first.wait_for(state="attached")  # as print.js marks them
    page.locator(".lr-menu__summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".lr-menu").evaluate("menu => menu.open")
    page.keyboard.press("Escape")
    assert not page.locator(".lr-menu").evaluate("menu => menu.open")
    page.get_by_role("button", name="Donkere weergave").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert refused(page) == []
    assert witness.complaints == []


def test_an_anchor_on_another_page_gets_the_focus(surfing: tuple[Page, Witness, list[tuple[str, str]]]) -> None:
    page, _, _ = surfing
    link = "document.querySelector('.lr-sidebar .lr-nav a[href*=begrippen]')"
    page.evaluate(f"{link}.href += '#' + 'regels-die-er-niet-zijn'")
    _click(page, "Begrippen")
    page.wait_for_function("() => document.title.startsWith('Begrippen')")
    page.wait_for_function("() => document.activeElement.localName === 'h1'")
