"""The search box by keyboard and for a screen reader: a combobox with a list, following the ARIA guide.

https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser import landing
from tests.browser.chromium import NEEDED, reader
from tests.browser.landing import landed

pytestmark = NEEDED
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    with reader(browser, viewport=request.param) as (page, _, _):
        page.goto(f"{address}delen/")
        yield page


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Zoeken in dit draaiboek")


def to_the_field(page: Page) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if field(page).evaluate("each => each === document.activeElement"):
            return
    pytest.fail("the Tab key never comes to the search field")


def asked(page: Page, words: str = "overleg") -> list[str]:
    """Type *words* in the field; return the names of the options."""
    to_the_field(page)
    page.keyboard.insert_text(words)  # at once: what was found for its first letters is never drawn
    page.get_by_role("option").first.wait_for()
    page.wait_for_function(
        "() => document.querySelector('[role=search] [role=status]').textContent.includes('gevonden')"
    )
    return [" ".join(each.inner_text().split()) for each in page.get_by_role("option").all()]


def chosen(page: Page) -> str:
    """The option that the arrow keys selected, as a screen reader is told while the focus is in the field."""
    named = page.get_by_role("option", selected=True)
    assert named.count() <= 1
    if not named.count():
        assert field(page).get_attribute("aria-activedescendant") is None
        return ""
    assert field(page).get_attribute("aria-activedescendant") == named.get_attribute("id")
    return " ".join(named.inner_text().split())


def focused(page: Page) -> str:
    return " ".join(str(page.evaluate("document.activeElement.innerText")).split())


def test_the_field_says_whether_its_list_is_open(page: Page) -> None:
    assert field(page).get_attribute("aria-expanded") == "false"
    names = asked(page)
    assert len(names) > 2
    assert field(page).get_attribute("aria-expanded") == "true"
    listed = page.locator(f"[id='{field(page).get_attribute('aria-controls')}']")
    assert listed.get_attribute("role") == "listbox"
    assert listed.get_attribute("aria-label")
    assert listed.get_by_role("option").count() == len(names)
    page.keyboard.press("Escape")
    assert field(page).get_attribute("aria-expanded") == "false"
    page.get_by_role("listbox").wait_for(state="hidden")


def test_the_arrows_choose_and_enter_goes_there(page: Page) -> None:
    names = asked(page)
    assert chosen(page) == ""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == names[1]
    assert field(page).evaluate("each => each === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert chosen(page) == names[0]
    page.keyboard.press("ArrowUp")
    assert chosen(page) == ""
    for _ in names:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == names[-1]
    seen = (
        "each => { const { top, bottom } = each.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight + 1 }"
    )
    assert page.get_by_role("option").last.evaluate(seen)
    target = str(page.get_by_role("option").last.evaluate("each => each.href"))
    page.keyboard.press("Enter")
    page.wait_for_url(target)
    page.get_by_role("listbox").wait_for(state="hidden")


def test_enter_goes_to_the_best_even_before_it_is_there(page: Page, address: str) -> None:
    to_the_field(page)
    page.keyboard.type("klachten")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}delen/#klachten")
    landed(page, "klachten")
    assert "?" not in page.url


def test_who_types_fast_on_a_slow_phone_waits_for_the_last_question_only(browser: Browser, address: str) -> None:
    slow = """{
      const post = Worker.prototype.postMessage;
      window.questions = [];
      Worker.prototype.postMessage = function (message) {
        questions.push(message.data);
        setTimeout(() => post.call(this, message), 500);
      };
    }"""
    with reader(browser, viewport=PHONE) as (page, _, _):
        page.add_init_script(slow)
        page.goto(f"{address}delen/")
        field(page).focus()
        page.wait_for_function("() => questions.length === 1")
        page.keyboard.type("overleg")
        page.keyboard.press("Enter")
        page.wait_for_url("**/#*")
        landed(page, page.url.split("#")[1])
    with reader(browser, viewport=PHONE) as (page, _, _):
        page.add_init_script(slow)
        page.goto(f"{address}delen/")
        assert "overleg" in " ".join(asked(page, "overleg")).lower()
        questions = page.evaluate("questions")
        assert questions[-1] == "overleg"
        assert len(questions) <= 4, questions


def test_tab_goes_through_the_results_and_out(page: Page) -> None:
    names = asked(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Leegmaken"
    for name in names:
        page.keyboard.press("Tab")
        assert focused(page) == name
    page.keyboard.press("Shift+Tab")
    assert focused(page) == names[-2]
    page.keyboard.press("ArrowDown")
    assert focused(page) == names[-1]
    for _ in names:
        page.keyboard.press("ArrowUp")
    assert field(page).evaluate("each => each === document.activeElement")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert focused(page) == names[1]
    assert page.get_by_role("option", selected=True).count() == 0
    page.keyboard.type("x")  # a letter is typed into the field
    assert field(page).input_value() == "overlegx"
    while page.evaluate("document.activeElement.closest('.md-search') !== null"):
        page.keyboard.press("Tab")
    page.get_by_role("listbox").wait_for(state="hidden")
    assert not page.locator("#__search").is_checked()


def test_space_and_enter_open_a_result_that_has_the_focus(page: Page) -> None:
    for key in ("Enter", " "):
        page.goto(page.url.partition("#")[0])
        asked(page, "klachten")
        while not (target := str(page.evaluate("document.activeElement.href ?? ''"))).endswith("#klachten"):
            page.keyboard.press("Tab")
        page.keyboard.press(key)
        page.wait_for_url(target)


def test_what_was_found_less_surely_opens_in_its_place(page: Page) -> None:
    asked(page)
    more = page.get_by_role("option", name="op deze pagina").first
    more.wait_for()
    before = page.get_by_role("option").count()
    while "op deze pagina" not in chosen(page):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.get_by_role("option").count() >= before
    assert chosen(page)
    assert field(page).evaluate("each => each === document.activeElement")


def test_the_first_page_names_more_sections_by_their_titles_and_leads_there(page: Page) -> None:
    asked(page, "mag ik delen")
    first, *others = page.locator(".md-search-result__item").all()
    also = first.locator(".lr-search__option:visible:has(> .lr-search__also)")
    assert 1 <= also.count() <= 2
    assert not also.locator(".lr-search__teaser").count()
    assert all(not each.locator(".lr-search__also").count() for each in others)
    below = first.locator(".lr-search__teaser").first.bounding_box()
    title = also.first.bounding_box()
    assert below
    assert title
    assert title["y"] > below["y"]
    assert title["height"] >= 44
    target = str(also.first.get_attribute("href"))
    also.first.click()
    page.wait_for_url(target)
    assert "#" in target


def test_a_magnifying_glass_and_a_cross_for_who_points(page: Page) -> None:
    glass = page.locator("label.lr-header__search")
    if glass.is_visible():
        glass.click()
    else:
        field(page).click()
    page.keyboard.type("klachten")
    page.get_by_role("option").first.wait_for()
    page.get_by_role("button", name="Leegmaken").click()
    assert field(page).input_value() == ""
    page.get_by_text("Typ een woord om te zoeken").wait_for()
    assert page.get_by_role("option").count() == 0
    assert field(page).evaluate("each => each === document.activeElement")


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_results_are_as_wide_as_the_screen(browser: Browser, address: str, width: int) -> None:
    """A phone lays a page out as wide as its widest part, and then shows only a part of it."""
    with reader(browser, viewport={"width": width, "height": 844}, is_mobile=True, has_touch=True) as (page, _, _):
        page.goto(f"{address}delen/")
        page.locator(".lr-header__search").tap()
        page.keyboard.type("overleg")
        page.locator("[role=search] [role=status]", has_text="gevonden").wait_for()
        landing.settle([page])
        view = page.evaluate("({left: visualViewport.offsetLeft, wide: document.documentElement.scrollWidth})")
        assert view == {"left": 0, "wide": width}
        box = page.locator(".md-search__output").bounding_box()
        assert box is not None
        assert (box["x"], box["width"]) == (0, width)
