"""Where the reader lands: after every answer of every decision aid, and after everything else that moves a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import product
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserType, Page, Route

from tests.browser.aids import ACTUAL, EDITION, QUESTIONS, host_of
from tests.browser.chromium import CHROMIUM, FLAGS, NEEDED, reader
from tests.browser.landing import SETTLED, amiss, landed, settle

pytestmark = NEEDED
SIZES = {320: 640, 390: 844, 1280: 800}
DESK = {"width": 1280, "height": 800}
# The page of each aid, relative to an edition.
AIDS = {"wat-nu": "wat-nu/", "wie-gaat": "onderwijs/wie-gaat/"}
# At the address of the edition in force, and at the edition's own address.
EDITIONS = (ACTUAL, EDITION)


@pytest.fixture(scope="module")
def browser(aids_browser: Browser) -> Browser:
    return aids_browser


# --- the decision aids ------------------------------------------------------------------------------------------------


def paths(aid: Mapping[str, Any], at: str | None = None) -> Iterator[Sequence[tuple[int, str]]]:
    """Yield every path through *aid* from the question *at*: for each step, the answer's number and where it leads."""
    at = at or str(aid["start"])
    if at not in aid["vragen"]:
        yield []
        return
    for number, answer in enumerate(aid["vragen"][at]["antwoorden"]):
        for rest in paths(aid, answer["naar"]):
            yield [(number, answer["naar"]), *rest]


@contextmanager
def readers(browser: Browser, width: int) -> Iterator[Mapping[tuple[str, bool, str], Page]]:
    """Yield a page for each way to read: its address, opened with a hash or not, and by mouse or keyboard."""
    with ExitStack() as stack:
        yield {
            way: stack.enter_context(reader(browser, viewport={"width": width, "height": SIZES[width]}))[0]
            for way in product(EDITIONS, (False, True), ("mouse", "keyboard"))
        }


def press(page: Page, how: str, number: int) -> None:
    answer = page.locator(".lr-aid__answer").nth(number)
    if how == "mouse":
        answer.click()
    else:
        answer.press("Enter")


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", AIDS)
def test_every_answer_of_every_path_brings_the_reader_to_the_next_step(browser: Browser, name: str, width: int) -> None:
    aid = yaml.safe_load(QUESTIONS)[name]
    lost = []
    looks = 0
    with readers(browser, width) as pages:
        for path in paths(aid):
            for (address, hashed, _), page in pages.items():
                page.goto("about:blank")
                page.goto(f"{address}{AIDS[name]}{'#' + aid['start'] if hashed else ''}")
            for number, target in path:
                for (_, _, how), page in pages.items():
                    press(page, how, number)
                settle(list(pages.values()))
                for way, page in pages.items():
                    looks += 1
                    lost += [(way, path, target, why) for why in amiss(page, target, focused=True)]
    assert lost == []
    assert looks >= 8 * 5


@pytest.mark.parametrize("address", EDITIONS)
def test_back_and_forward_keep_the_step_in_view(browser: Browser, address: str) -> None:
    with reader(browser, viewport={"width": 390, "height": 844}) as (page, _, _):
        page.goto(f"{address}delen/")
        page.locator(".lr-step__link--next").click()
        page.locator(".lr-step__link--next").click()
        page.locator("h1", has_text="Wat nu?").wait_for()
        for number, target in ((1, "gevraagd"), (0, "mandaat"), (0, "ga")):
            page.locator(".lr-aid__answer").nth(number).click()
            landed(page, target, focused=True)
        for move, target in ((page.go_back, "mandaat"), (page.go_back, "gevraagd"), (page.go_forward, "mandaat")):
            move()
            landed(page, target, focused=True)
        page.get_by_role("link", name="Begin opnieuw").click()
        landed(page, "gevaar", focused=True)
        page.get_by_role("button", name="Toon alle vragen").click()
        landed(page, "gevaar", focused=True)
        page.get_by_role("button", name="Toon één vraag tegelijk").click()
        landed(page, "gevaar", focused=True)


@pytest.mark.parametrize("address", EDITIONS)
def test_an_address_of_a_step_brings_the_reader_there(browser: Browser, address: str) -> None:
    with reader(browser, viewport={"width": 390, "height": 844}) as (page, _, _):
        page.goto(f"{address}wat-nu/#vraag")
        landed(page, "vraag")
        assert page.get_by_text("Acuut gevaar?").evaluate("each => each.getBoundingClientRect().top") > 0


_WHOLE = """each => {
  const { top, bottom } = each.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


def test_with_letters_twice_as_large_no_way_to_a_step_cuts_the_line_about_danger(
    chromium: BrowserType, aids_port: int
) -> None:
    twice = [*FLAGS, host_of(aids_port), "--blink-settings=defaultFontSize=32"]
    browser = chromium.launch(executable_path=CHROMIUM, args=twice, headless=True)
    try:
        with reader(browser, viewport={"width": 360, "height": 740}) as (page, _, _):
            danger = page.get_by_text("Acuut gevaar?").locator("..")
            page.goto(f"{ACTUAL}wat-nu/#vraag")
            landed(page, "vraag")
            assert danger.evaluate(_WHOLE)
            page.get_by_role("link", name="Begin opnieuw").click()
            landed(page, "gevaar", focused=True)
            assert danger.evaluate(_WHOLE)
            page.locator(".lr-aid__answer").first.click()
            landed(page, "bel", focused=True)
            assert danger.evaluate(_WHOLE)
            page.go_back()
            landed(page, "gevaar", focused=True)
            assert danger.evaluate(_WHOLE)
    finally:
        browser.close()


def test_an_answer_does_not_load_the_page_again(browser: Browser) -> None:
    for address in EDITIONS:
        with reader(browser, viewport=DESK) as (page, witness, _):
            page.goto(f"{address}wat-nu/", wait_until="networkidle")
            page.get_by_text("Citeer deze pagina").click()
            witness.requests.clear()
            page.locator(".lr-aid__answer").first.click()
            landed(page, "bel", focused=True)
            assert [url for url in witness.requests if url.endswith("/wat-nu/")] == []
            assert page.locator("details.lr-cite").evaluate("each => each.open")  # what the reader opened stays open


# --- everything else --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", EDITIONS)
def test_the_list_of_contents_leads_to_each_heading(browser: Browser, address: str) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.goto(f"{address}delen/")
        links = page.locator(".lr-toc a:visible")
        targets = links.evaluate_all("all => all.map(each => decodeURIComponent(each.hash.slice(1)))")
        assert {"spreekrecht", "wat-deel-je", "achteraf", "klachten"} <= set(targets)
        for number in (*range(len(targets)), 1, 1):  # then again to where the reader already is
            links.nth(number).click()
            settle([page])
            assert amiss(page, targets[number], focused=False) == [], targets[number]


@pytest.mark.parametrize("address", EDITIONS)
def test_a_note_and_the_way_back(browser: Browser, address: str) -> None:
    with reader(browser, viewport={"width": 390, "height": 640}) as (page, _, _):
        page.goto(f"{address}wat-nu/#gevraagd")
        mark = page.locator(".footnote-ref:visible").first
        back = mark.evaluate("each => each.closest('[id]').id")
        note = mark.evaluate("each => decodeURIComponent(each.hash.slice(1))")
        mark.click()
        page.get_by_role("dialog").get_by_role("link", name="Naar de noten").click()
        landed(page, note)
        page.locator(f"[id='{note}'] .footnote-backref").first.click()
        landed(page, back)


@pytest.mark.parametrize("size", [DESK, {"width": 320, "height": 640}])
def test_another_sector_opens_at_the_same_section(browser: Browser, size: dict[str, int]) -> None:
    for address in EDITIONS:
        with reader(browser, viewport=size) as (page, _, _):
            page.goto(f"{address}delen/#achteraf")
            settle([page])
            opener = page.locator("summary", has_text="sector")
            if opener.is_visible():
                opener.click()
            page.locator("nav[aria-label='Sectoren'] a:visible", has_text="Onderwijs").click()
            page.wait_for_url(f"{address}onderwijs/delen/#achteraf")
            landed(page, "achteraf")


@pytest.mark.parametrize("size", [DESK, {"width": 390, "height": 844}], ids=["desk", "phone"])
@pytest.mark.parametrize("address", EDITIONS)
def test_a_result_of_the_search_opens_at_its_place(browser: Browser, address: str, size: dict[str, int]) -> None:
    with reader(browser, viewport=size) as (page, _, _):
        for start, words, target in (
            ("", "trein", "onderweg"),
            ("delen/", "trein", "onderweg"),
            ("wat-nu/", "uitnodiging", "wacht"),
            ("", "112", "bel"),
        ):
            page.goto(address + start)
            page.evaluate("scrollTo(0, 300)")
            field = page.get_by_role("combobox", name="Zoeken in dit draaiboek")
            field.focus()
            page.keyboard.type(words)
            page.locator(f"[role=option][href$='#{target}']").first.click()
            page.wait_for_url(f"**/*#{target}")
            landed(page, target)


# Mark the words with the largest type in the first page that was found: they look most like a link.
_MARK_LARGEST = """() => {
  const words = document.querySelectorAll(".md-search-result__item:first-child [role=option]:not([hidden]) > span");
  const size = each => parseFloat(getComputedStyle(each).fontSize);
  const largest = [...words].reduce((one, other) => (size(other) > size(one) ? other : one));
  largest.setAttribute("data-largest", "");
}"""


@pytest.mark.parametrize("words", ["[data-largest]", ".lr-search__where"], ids=["largest", "page"])
@pytest.mark.parametrize("size", [DESK, {"width": 390, "height": 844}], ids=["desk", "phone"])
def test_the_largest_words_of_a_result_and_its_page_lead_to_the_answer(
    browser: Browser, size: dict[str, int], words: str
) -> None:
    with reader(browser, viewport=size) as (page, _, _):
        page.goto(ACTUAL)
        page.get_by_role("combobox", name="Zoeken in dit draaiboek").focus()
        page.keyboard.type("trein")
        page.locator("[role=option][href$='#onderweg']").first.wait_for()
        page.evaluate(_MARK_LARGEST)
        page.locator(words).first.click()
        page.wait_for_url("**/*#onderweg")
        landed(page, "onderweg")


def test_a_link_to_another_page_starts_at_its_top_whatever_was_scrolled(browser: Browser) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):

        def slowly(route: Route) -> None:
            page.wait_for_timeout(SETTLED / 2)
            route.continue_()

        page.goto(f"{ACTUAL}wat-nu/", wait_until="networkidle")
        page.route("**/actueel/delen/", slowly)
        page.evaluate("scrollTo(0, 900)")
        page.locator(".lr-tekst a", has_text="het delen").first.evaluate("each => each.click()")
        page.locator("h1", has_text="Informatie delen").wait_for()
        settle([page])
        assert page.evaluate("scrollY") == 0
        page.go_back()
        page.locator("h1", has_text="Wat nu?").wait_for()
        settle([page])
        assert page.evaluate("scrollY") == 900
