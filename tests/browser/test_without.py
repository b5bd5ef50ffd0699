"""A browser that blocks something: a message in Dutch says what does not work, and the rest works.

Site data is blocked in the settings of a real profile, so that even naming localStorage throws; each script in turn
fails to load; workers are blocked.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.aids import ACTUAL, EDITION, host_of
from tests.browser.chromium import CHROMIUM, FLAGS, NEEDED, reader
from tests.browser.landing import landed

pytestmark = NEEDED
DESK: ViewportSize = {"width": 1280, "height": 800}
BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}
NOT_WORKING = {
    "first.js": "De knop voor lichte of donkere weergave werkt nu niet.",
    "search-box.js": "Zoeken werkt nu niet.",
    "draaiboek.js": "De hulpmiddelen werken nu niet:",
}


@pytest.fixture(scope="module")
def browser(aids_browser: Browser) -> Browser:
    return aids_browser


# --- what a reader does -----------------------------------------------------------------------------------------------


def search(page: Page) -> None:
    field = page.get_by_role("combobox", name="Zoeken in dit draaiboek")
    field.fill("klacht")
    page.get_by_role("option", name="Klachten").first.wait_for()
    page.keyboard.press("Escape")


def darken(page: Page) -> None:
    page.get_by_role("button", name="Donkere weergave").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.get_by_role("button", name="Donkere weergave", pressed=True).click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def use_the_aids(page: Page) -> None:
    page.get_by_role("button", name="Noot 1").press("Enter")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("checkbox").first.check()
    page.goto(page.url.replace("delen/", "wat-nu/"))
    page.get_by_role("link", name="Nee", exact=True).click()
    landed(page, "gevraagd", focused=True)


def hurried(page: Page) -> None:
    """Let the five seconds that a script has to run last a quarter of a second: they are an animation of the style."""
    clock = page.context.new_cdp_session(page)
    clock.send("Animation.enable")
    clock.send("Animation.setPlaybackRate", {"playbackRate": 20})


def said(page: Page) -> Sequence[str]:
    return [line.inner_text() for line in page.locator(".lr-broken__line:visible").all() if line.bounding_box()]


# --- site data --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def locked(browser: Browser, aids_port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page in a profile whose owner blocks all site data."""
    folder = tmp_path_factory.mktemp("profile")
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(json.dumps(BLOCKED), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        folder,
        executable_path=shutil.which("chromium") or CHROMIUM,  # what runs without windows has no settings
        args=[*FLAGS, host_of(aids_port)],
        headless=True,
        viewport=DESK,
        locale="nl-BE",
    )
    yield context.pages[0]
    context.close()


@pytest.mark.parametrize("address", [ACTUAL, EDITION])
def test_with_site_data_blocked_all_works_and_nothing_is_promised(locked: Page, address: str) -> None:
    errors: list[str] = []
    locked.on("pageerror", lambda error: errors.append(error.message))
    locked.goto(f"{address}delen/")
    refused = "(() => { try { return !localStorage; } catch (error) { return error.name; } })()"
    assert locked.evaluate(refused) == "SecurityError"
    search(locked)
    darken(locked)
    button = locked.get_by_role("button", name="Donkere weergave")
    assert "onthoudt" in str(button.get_attribute("title"))
    locked.get_by_text("Wat dit toestel onthoudt").click()
    assert locked.get_by_text("Niets: je browser laat niet toe dat deze website iets onthoudt.").is_visible()
    assert locked.get_by_text("Blijft alleen op dit toestel.").count() == 0
    use_the_aids(locked)
    locked.goto(f"{address}downloads/")
    locked.locator("[data-offline-state]", has_text="onthoudt").or_(
        locked.locator("[data-offline-state]", has_text="Bewaren kan alleen")
    ).wait_for()
    assert said(locked) == []
    assert errors == []


# --- scripts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", NOT_WORKING)
def test_a_script_that_does_not_come_is_said_and_the_rest_works(browser: Browser, script: str) -> None:
    with reader(browser, viewport=DESK) as (page, witness, _):
        page.route(f"**/*{script}*", lambda route: route.abort())
        hurried(page)
        page.goto(f"{ACTUAL}delen/")
        line = page.locator(".lr-broken__line", has_text=NOT_WORKING[script])
        page.wait_for_function("each => each.getBoundingClientRect().height > 10", arg=line.element_handle())
        assert len(said(page)) == 1
        if script == "first.js":
            assert not page.get_by_role("button", name="Donkere weergave").is_visible()
        else:
            darken(page)
        if script != "search-box.js":
            search(page)
        if script == "draaiboek.js":
            assert page.get_by_role("button", name="Noot 1").count() == 0
            page.locator(".footnote-ref").first.click()
            landed(page, "fn:bron-1")
        else:
            use_the_aids(page)
        assert [line for line in witness.complaints if "rror" in line and "ERR_FAILED" not in line] == []


def test_nothing_is_said_where_everything_works(browser: Browser) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.goto(f"{ACTUAL}delen/", wait_until="networkidle")
        assert page.locator(".lr-broken__line").count() == len(NOT_WORKING)
        shown = "[...document.querySelectorAll('.lr-broken__line')].map(each => getComputedStyle(each).display)"
        assert page.evaluate(shown) == ["none"] * len(NOT_WORKING)


def test_without_javascript_nothing_is_said_twice(browser: Browser) -> None:
    with reader(browser, java_script_enabled=False) as (page, _, _):
        page.goto(f"{ACTUAL}delen/")
        shown = "[...document.querySelectorAll('.lr-broken__line')].map(each => getComputedStyle(each).display)"
        assert page.evaluate(shown) == ["none"] * len(NOT_WORKING)


# --- the worker of the search -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "refusal",
    [
        "window.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };",
        (
            "window.Worker = class extends EventTarget { constructor() { super(); "
            "setTimeout(() => this.dispatchEvent(new Event('error', { cancelable: true }))); } terminate() {} };"
        ),
        "delete window.Worker;",
    ],
    ids=["throws", "fails later", "is not there"],
)
def test_where_a_worker_is_refused_the_page_itself_searches(browser: Browser, refusal: str) -> None:
    with reader(browser, viewport=DESK) as (page, witness, context):
        context.add_init_script(refusal)
        page.goto(f"{ACTUAL}delen/")
        search(page)
        assert witness.complaints == []


@pytest.mark.parametrize("file", ["texts.js", "search.js"])
def test_where_the_search_cannot_be_loaded_it_says_so_and_tries_again(browser: Browser, file: str) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.route(f"**/search/{file}", lambda route: route.abort())
        page.goto(f"{ACTUAL}delen/")
        page.get_by_role("combobox").fill("klacht")
        page.get_by_role("status").get_by_text("Het zoeken lukt nu niet. Kies een pagina in het menu.").wait_for()
        assert page.get_by_role("link", name="de lijst van begrippen en afkortingen").is_visible()
        page.unroute(f"**/search/{file}")
        page.get_by_role("combobox").fill("klachten")
        page.get_by_role("option", name="Klachten").first.wait_for()
