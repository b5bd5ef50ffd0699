"""The Content-Security-Policy: everything works under it, and it stops whatever is injected into a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from draaiboek.lab.audit.served_site import served
from tests.browser.chromium import NEEDED, Witness, reader
from tests.integration.program import Place

pytestmark = NEEDED
DESK = {"width": 1280, "height": 800}
# Records both what the browser blocks and what gets through.
LISTEN = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    window.refused.push(`${violatedDirective} ${blockedURI}`));
"""


@pytest.fixture(scope="module")
def address(built: Place) -> Iterator[str]:
    with served(built.site) as address:
        yield address


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


# --- what is injected -------------------------------------------------------------------------------------------------


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
    # Playwright reports a request before the policy blocks it.
    assert [url for url in witness.elsewhere(address) if f"{url}: csp" not in witness.complaints] == []
