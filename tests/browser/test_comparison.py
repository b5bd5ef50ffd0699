"""The page of changes in Chromium: it opens at the first change, and buttons go from change to change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from draaiboek.editions.redline import publication
from tests.browser.chromium import CHROMIUM, FLAGS, NEEDED, served
from tests.unit.redlines import NEW, OLD, THIS, comparison, entry, page_of

pytestmark = NEEDED
NUMBER = 6
LONG = "\n\n".join(f"Alinea {number} die blijft zoals ze was, zodat er iets te lezen is." for number in range(2))

OPEN = "{na-te-gaan: wat een nieuwe regel over het bewaren van zulke gegevens vanaf volgend jaar van ons vraagt}"


def _text(word: str) -> str:
    return f"{LONG}\n\nJe {word} spreken. {OPEN}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    old, new = (
        page_of("delen.md", "Delen", *(entry(_text(word), name=f"s{n}", title=f"Stuk {n}") for n in range(NUMBER)))
        for word in ("mag", "moet")
    )
    folder = tmp_path_factory.mktemp("comparison")
    for name, content in publication(
        [comparison(old, new), comparison(old, new, "sport")], OLD, NEW, this=THIS
    ).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(params=["web", "folder"])
def address(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if request.param == "folder":
        yield (folder / "index.html").as_uri()
    else:
        with served(folder) as address:
            yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    yield page
    page.close()


def first_in_sight(page: Page) -> str:
    """The title of the first change whose heading is in the window."""
    script = """() => [...document.querySelectorAll("[data-wijziging]")]
        .find((each) => each.getBoundingClientRect().top >= 0).textContent"""
    return str(page.evaluate(script))


def test_it_opens_on_the_first_change(page: Page) -> None:
    heading = page.locator("[data-wijziging]").first
    assert heading.inner_text() == "Stuk 0"
    assert page.evaluate("window.scrollY") == 0
    box = heading.bounding_box()
    assert box
    assert box["y"] + box["height"] < 844  # on the first screen of a phone


def test_one_key_goes_on_from_change_to_change_and_back(page: Page) -> None:
    assert page.inner_text("[data-stand]") == f"{NUMBER} wijzigingen"
    page.focus("[data-volgende]")
    seen = []
    for _ in range(NUMBER + 1):
        page.keyboard.press("Enter")
        seen.append(page.inner_text("[data-stand]"))
    assert seen == [
        *(f"{n + 1} van {NUMBER}: Stuk {n}" for n in range(NUMBER)),
        f"{NUMBER} van {NUMBER}: Stuk {NUMBER - 1}",
    ]
    assert page.evaluate("document.activeElement.hasAttribute('data-volgende')")
    page.focus("[data-vorige]")
    for _ in range(NUMBER - 2):
        page.keyboard.press("Enter")
    assert page.inner_text("[data-stand]") == f"2 van {NUMBER}: Stuk 1"
    assert first_in_sight(page) == "Stuk 1"


def test_who_scrolled_goes_on_from_there(page: Page) -> None:
    page.evaluate("document.getElementById('w3').scrollIntoView()")
    page.click("[data-volgende]")
    assert page.inner_text("[data-stand]") == f"4 van {NUMBER}: Stuk 3"


def test_the_bar_hides_no_end_of_the_text_and_the_words_lead_to_it(page: Page) -> None:
    page.click("[data-volgende]")
    assert page.get_attribute("[data-stand] a", "href") == "#w1"
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    last, bar = page.locator("main > :last-child").bounding_box(), page.locator("[data-sprong]").bounding_box()
    assert last
    assert bar
    assert last["y"] + last["height"] <= bar["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_it_leads_back_to_the_guidebook(page: Page) -> None:
    assert page.get_attribute("text=Terug naar het draaiboek", "href") == "https://example.org/2026.2/"


def test_without_javascript_there_is_no_bar_and_the_overview_has_the_links(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    assert not page.is_visible("[data-sprong]")
    page.click("text=Overzicht van de wijzigingen")
    page.click(".overview a:has-text('Stuk 2')")
    assert page.evaluate("location.hash") == "#w3"
    context.close()


def test_on_paper_nothing_is_folded(page: Page) -> None:
    """Whoever prints the page has no other way to see how it is read, and what changed where."""
    folded = page.get_by_text("Al de rest staat in beide.")
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()


def test_what_is_still_to_be_found_out_makes_no_phone_scroll_sideways(page: Page) -> None:
    assert page.get_by_text("vanaf volgend jaar").count() == NUMBER
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_letters_twice_as_large_cut_no_button_and_hide_no_end(chromium: BrowserType, folder: Path) -> None:
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    browser = chromium.launch(executable_path=CHROMIUM, args=flags, headless=True)
    try:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.goto((folder / "index.html").as_uri())
        page.click("[data-volgende]")
        edges = page.locator("[data-sprong] button").evaluate_all(
            "all => all.flatMap(each => [each.getBoundingClientRect().left, each.getBoundingClientRect().right])"
        )
        assert (min(edges) >= 0, max(edges) <= 360) == (True, True), edges
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        last, bar = page.locator("main > :last-child").bounding_box(), page.locator("[data-sprong]").bounding_box()
        assert last
        assert bar
        assert last["y"] + last["height"] <= bar["y"]
    finally:
        browser.close()
