"""The reading aids in Chromium: by keyboard, mouse and touch, without JavaScript, on paper, without storage."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.aids import ACTUAL, ADDRESS, EDITION
from tests.browser.chromium import NEEDED, heading, reader
from tests.browser.landing import landed

pytestmark = NEEDED
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
VISIT = "draaiboek.livc-r.bezoek"
TICKS = "draaiboek.livc-r.vinkjes.2026.1/kern/delen/"
NO_STORAGE = """for (const name of ["getItem", "setItem", "removeItem"]) {
  Storage.prototype[name] = () => { throw new DOMException("refused", "SecurityError"); };
}"""


@pytest.fixture(scope="module")
def site(aids_site: Path) -> Path:
    return aids_site


@pytest.fixture(scope="module")
def port(aids_port: int) -> int:
    return aids_port


@pytest.fixture(scope="module")
def browser(aids_browser: Browser) -> Browser:
    return aids_browser


def window(page: Page) -> Locator:
    """The dialog with an explanation on the page itself, when it is open."""
    return page.get_by_role("dialog")


def focused(page: Page) -> str:
    """The words of the focused element, without ¶."""
    return " ".join(str(page.evaluate("document.activeElement.innerText")).replace("¶", "").split())


def stored(page: Page) -> dict[str, Any]:
    """What the page stores on the device."""
    kept = "Object.entries(localStorage).map(([k, v]) => [k, /^[[{]/.test(v) ? JSON.parse(v) : v])"
    return dict(page.evaluate(f"Object.fromEntries({kept})"))


def ticked(page: Page) -> list[bool]:
    return [box.is_checked() for box in page.get_by_role("checkbox").all()]


# --- terms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_term_opens_by_keyboard_and_gives_the_focus_back(browser: Browser, key: str) -> None:
    with reader(browser) as (page, witness, _):
        page.goto(ACTUAL)
        term = page.get_by_role("button", name="overleg", exact=True)
        assert term.get_attribute("title") is None
        term.focus()
        page.keyboard.press(key)
        assert window(page).get_by_text("Een gesprek met een agenda, een verslag en een voorzitter.").is_visible()
        assert window(page).get_attribute("aria-labelledby") == window(page).locator("p").first.get_attribute("id")
        assert term.get_attribute("aria-expanded") == "true"
        page.keyboard.press("Tab")
        assert focused(page) == "Meer bij Begrippen"
        page.keyboard.press("Escape")
        window(page).wait_for(state="detached")
        assert term.get_attribute("aria-expanded") == "false"
        assert focused(page) == "overleg"
        assert witness.complaints == []


def test_the_window_leads_on_to_the_page_with_terms(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(ACTUAL)
        page.get_by_role("button", name="overleg", exact=True).click()
        window(page).get_by_role("link", name="Meer bij Begrippen").click()
        page.wait_for_url(f"{ACTUAL}begrippen/#overleg")


def test_who_tabs_past_the_window_closes_it_and_goes_on(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(ACTUAL)
        page.get_by_role("button", name="overleg", exact=True).press("Enter")
        for _ in range(3):
            page.keyboard.press("Tab")
        window(page).wait_for(state="detached")
        assert focused(page) == "1"


def test_a_resting_mouse_previews_a_term_and_may_go_to_the_window(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(ACTUAL)
        page.get_by_role("button", name="overleg", exact=True).hover()
        window(page).wait_for()
        assert focused(page) != "overleg"
        window(page).hover()
        page.wait_for_timeout(600)  # longer than the dialog waits before it closes
        assert window(page).is_visible()
        page.keyboard.press("Escape")
        window(page).wait_for(state="detached")
        page.get_by_role("button", name="overleg", exact=True).hover()
        window(page).wait_for()
        page.mouse.move(1, 1)
        window(page).wait_for(state="detached")


def test_a_click_keeps_the_window_until_the_next(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(ACTUAL)
        term = page.get_by_role("button", name="overleg", exact=True)
        term.hover()
        window(page).wait_for()
        term.click()
        page.mouse.move(1, 1)
        page.wait_for_timeout(600)  # longer than a preview stays
        assert window(page).is_visible()
        term.click()
        window(page).wait_for(state="detached")
        term.click()
        page.mouse.click(1, 300)
        window(page).wait_for(state="detached")


def test_a_finger_opens_and_closes_a_term_within_a_small_screen(browser: Browser) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(ACTUAL)
        term = page.get_by_role("button", name="overleg", exact=True)
        term.tap()
        box = window(page).bounding_box()
        assert box
        assert 0 <= box["x"] < box["x"] + box["width"] <= 320
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        window(page).get_by_role("button", name="Sluit").tap()
        window(page).wait_for(state="detached")
        assert focused(page) == "overleg"
        for state in ("visible", "detached"):
            term.tap()
            window(page).wait_for(state=state)


def test_on_a_phone_the_window_leaves_what_it_explains_in_view(browser: Browser) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{ACTUAL}delen/")
        mark = page.get_by_role("button", name="Noot 1")
        mark.evaluate("mark => scrollBy(0, mark.getBoundingClientRect().bottom - innerHeight + 4)")
        mark.tap()
        box = window(page).bounding_box()
        line = mark.bounding_box()
        assert box
        assert line
        assert box["x"] == 0
        assert box["y"] + box["height"] == page.evaluate("innerHeight")
        assert line["y"] + line["height"] <= box["y"] + 10, "the finger's square of a mark is larger than its line"
        assert (
            window(page)
            .get_by_role("button", name="Sluit")
            .evaluate("button => button.getBoundingClientRect().bottom <= innerHeight")
        )


# --- footnotes --------------------------------------------------------------------------------------------------------


def test_a_note_is_read_where_its_mark_stands(browser: Browser) -> None:
    with reader(browser) as (page, witness, _):
        page.goto(f"{ACTUAL}delen/")
        mark = page.get_by_role("button", name="Noot 1")
        box = mark.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        mark.press("Enter")
        text = window(page).inner_text()
        assert "Voorbeeldwet, art.\u00a03, §\u00a01." in text
        assert "terug" not in text
        assert window(page).locator(".lr-controle").inner_text() == "Te controleren"
        assert window(page).get_by_role("link", name="Lees de tekst").get_attribute("href")
        page.keyboard.press("Escape")
        window(page).wait_for(state="detached")
        assert focused(page) == "1"
        mark.click()
        window(page).get_by_role("link", name="Naar de noten").click()
        assert page.url.endswith("#fn:bron-1")
        assert page.locator(".footnote").is_visible()
        assert witness.complaints == []


# --- checklists -------------------------------------------------------------------------------------------------------


def test_ticks_stay_on_this_device_and_can_be_wiped(browser: Browser) -> None:
    with reader(browser) as (page, witness, context):
        page.goto(f"{ACTUAL}delen/")
        first = page.get_by_role("checkbox", name="Ik heb gelezen wat ik mag delen.")
        assert ticked(page) == [False, True]
        assert TICKS not in stored(page)
        first.focus()
        page.keyboard.press(" ")
        status = page.get_by_role("status").filter(has_text="afgevinkt")
        assert status.inner_text() == "2 van 2 afgevinkt"
        assert len(stored(page)[TICKS]) == 2
        page.get_by_text("Mijn leidinggevende weet waar ik ben.").click()
        assert ticked(page) == [True, False]
        page.reload()
        assert ticked(page) == [True, False]
        assert page.get_by_text("Blijft alleen op dit toestel.").is_visible()
        page.goto(f"{ACTUAL}onderwijs/delen/")
        assert ticked(page) == [False, True]
        page.goto(f"{EDITION}delen/")
        assert ticked(page) == [True, False]
        page.get_by_role("button", name="Wis de vinkjes").click()
        assert ticked(page) == [False, False]
        assert TICKS not in stored(page)
        assert focused(page) == ""
        assert page.evaluate("document.activeElement.type") == "checkbox"
        assert context.cookies() == []
        assert witness.complaints == []


def test_where_storage_is_refused_ticks_hold_for_the_page_and_say_so(browser: Browser) -> None:
    with reader(browser) as (page, witness, context):
        context.add_init_script(NO_STORAGE)
        page.goto(f"{ACTUAL}delen/")
        page.get_by_role("checkbox").first.check()
        assert ticked(page) == [True, True]
        assert page.get_by_text("Blijft alleen zolang deze pagina open is.").is_visible()
        assert witness.complaints == []


BOXES = """[...document.querySelectorAll('.task-list-item')].map(item => [
  getComputedStyle(item.querySelector('input')).display, getComputedStyle(item, '::before').display,
  getComputedStyle(item, '::before').content, getComputedStyle(item, '::before').borderTopStyle])"""


def test_boxes_are_printed_empty_whatever_is_ticked(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{ACTUAL}delen/")
        page.get_by_role("checkbox").first.check()
        page.emulate_media(media="print")
        boxes = page.evaluate(BOXES)
        assert len(boxes) >= 2
        for shown, drawn, content, line in boxes:
            assert (shown, content, line) == ("none", '""', "solid")
            assert drawn != "none"
        assert not page.locator(".lr-ticks").is_visible()
        assert page.locator(".lr-cite__text").is_visible()


def test_only_the_address_of_another_website_is_printed(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{ACTUAL}delen/")
        page.emulate_media(media="print")
        printed = "link => getComputedStyle(link, '::after').content !== 'none'"
        assert page.get_by_role("link", name="Lees de tekst").first.evaluate(printed)
        assert not page.locator(".footnote-ref").first.evaluate(printed)


def test_without_javascript_the_boxes_are_drawn(browser: Browser) -> None:
    with reader(browser, java_script_enabled=False) as (page, _, _):
        page.goto(f"{ACTUAL}delen/")
        # evaluate() works in a page whose own scripts do not run
        assert [(shown, line) for shown, _, _, line in page.evaluate(BOXES)] == [("none", "solid")] * 2


# --- the decision aid -------------------------------------------------------------------------------------------------


def steps(page: Page) -> list[str]:
    """The questions and outcomes that are visible."""
    return [" ".join(each.inner_text().replace("¶", "").split()) for each in page.locator("h3:visible").all()]


def test_one_question_at_a_time_by_keyboard(browser: Browser) -> None:
    with reader(browser) as (page, witness, _):
        page.goto(f"{ACTUAL}mag-dat/")
        assert steps(page) == ["Vraag 1 Is het nodig?"]
        page.get_by_role("link", name="Ja, voor een actie").press("Enter")
        page.wait_for_url("**/mag-dat/#minder")
        page.locator("h3:visible", has_text="Kan het met minder?").wait_for()
        assert steps(page) == ["Vraag 2 Kan het met minder?"]
        assert focused(page) == "Vraag 2 Kan het met minder?"
        assert page.get_by_text("Een feit is genoeg.").is_visible()
        page.get_by_role("link", name="Nee", exact=True).press("Enter")
        page.wait_for_url("**/mag-dat/#deel")
        page.locator("h3:visible", has_text="Deel dit stuk").wait_for()
        assert steps(page) == ["Uitkomst Deel dit stuk"]
        assert focused(page) == "Uitkomst Deel dit stuk"
        answers = page.locator(".lr-aid__foot li")
        assert [each.locator("strong").inner_text() for each in answers.all()] == ["Ja, voor een actie", "Nee"]
        foot = page.locator(".lr-aid__foot").inner_text()
        assert re.match(r"Begin opnieuw\s+Toon alle vragen\s+Jouw antwoorden", foot)  # the way on, then how one came
        danger = page.locator(".lr-aid__danger")
        assert danger.inner_text() == "Acuut gevaar? Bel 112 of 101."
        assert [each.get_attribute("href") for each in danger.get_by_role("link").all()] == ["tel:112", "tel:101"]
        page.emulate_media(media="print")
        sizes = page.locator("h3:visible").evaluate_all("all => all.map(each => getComputedStyle(each).fontSize)")
        assert (len(sizes) > 2, len(set(sizes))) == (True, 1), "on paper all questions and outcomes are equal"
        page.emulate_media(media="screen")
        page.get_by_role("link", name="Wijzig je antwoord op: Is het nodig?").press("Enter")
        page.wait_for_url("**/mag-dat/#nodig")
        page.locator("h3:visible", has_text="Is het nodig?").wait_for()
        assert steps(page) == ["Vraag 1 Is het nodig?"]
        page.get_by_role("link", name="Nee", exact=True).press("Enter")
        page.locator("h3:visible", has_text="Zwijg").wait_for()
        assert steps(page) == ["Uitkomst Zwijg"]
        page.get_by_role("link", name="Begin opnieuw").press("Enter")
        page.locator("h3:visible", has_text="Is het nodig?").wait_for()
        assert steps(page) == ["Vraag 1 Is het nodig?"]
        assert stored(page).keys() == {VISIT}
        assert witness.complaints == []


def test_the_browser_goes_back_through_the_questions(browser: Browser) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{ACTUAL}mag-dat/")
        page.get_by_role("link", name="Ja, voor een actie").tap()
        page.get_by_role("link", name="Nee", exact=True).tap()
        page.locator("h3", has_text="Deel dit stuk").wait_for()
        page.go_back()
        page.locator("h3", has_text="Kan het met minder?").wait_for()
        assert page.locator(".lr-aid__foot li").count() == 1
        page.go_back()
        page.locator("h3", has_text="Is het nodig?").wait_for()
        assert steps(page) == ["Vraag 1 Is het nodig?"]


def test_a_page_that_is_loaded_again_still_tells_how_the_reader_came_there(browser: Browser) -> None:
    answered = "all => all.map(each => each.textContent)"
    with reader(browser, **PHONE) as (page, witness, _):
        page.goto(f"{ACTUAL}mag-dat/")
        page.get_by_role("link", name="Ja, voor een actie").tap()
        page.get_by_role("link", name="Nee", exact=True).tap()
        page.locator("h3", has_text="Deel dit stuk").wait_for()
        page.reload()
        answers = page.locator(".lr-aid__foot li strong")
        answers.first.wait_for()
        assert answers.evaluate_all(answered) == ["Ja, voor een actie", "Nee"]
        landed(page, "deel")
        page.go_back()
        page.locator("h3", has_text="Kan het met minder?").wait_for()
        page.reload()
        assert steps(page) == ["Vraag 2 Kan het met minder?"]
        page.get_by_text("Wat dit toestel onthoudt", exact=True).tap()
        page.get_by_role("button", name="Wis wat dit toestel onthoudt").tap()
        assert answers.count() == 0
        assert page.evaluate("history.state") is None
        page.go_forward()
        page.locator("h3", has_text="Deel dit stuk").wait_for()
        page.reload()
        assert steps(page) == ["Uitkomst Deel dit stuk"]
        assert answers.count() == 0
        assert witness.complaints == []
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{ACTUAL}mag-dat/#minder")
        page.reload()
        assert steps(page) == ["Vraag Kan het met minder?"]  # no answer was given yet


def test_an_aid_that_names_no_number_to_call_has_no_line_about_danger(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{ACTUAL}onderwijs/wie-gaat/")
        assert steps(page) == ["Vraag 1 Gaat het over een leerling?"]
        assert page.locator(".lr-aid__danger").count() == 0


def test_an_address_opens_its_own_step(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{ACTUAL}mag-dat/#zwijg")
        assert steps(page) == ["Uitkomst Zwijg"]
        page.goto(f"{ACTUAL}delen/")
        page.goto(f"{ACTUAL}mag-dat/#fnref:bron-1")
        assert steps(page) == ["Vraag Kan het met minder?"]


def test_all_questions_at_once_on_paper_and_on_request(browser: Browser) -> None:
    every = ["Is het nodig?", "Kan het met minder?", "Zwijg", "Deel dit stuk"]
    with reader(browser) as (page, _, _):
        page.goto(f"{ACTUAL}mag-dat/")
        page.emulate_media(media="print")
        assert steps(page) == every
        assert page.get_by_text("Ja, voor een actie", exact=True).count() == 2
        assert not page.locator(".lr-aid__answers").is_visible()
        page.emulate_media(media="screen")
        page.get_by_role("button", name="Toon alle vragen").click()
        assert steps(page) == every
        assert focused(page) == "Is het nodig?"
        page.get_by_role("button", name="Toon één vraag tegelijk").click()
        assert steps(page) == ["Vraag 1 Is het nodig?"]


def test_without_javascript_everything_is_there_and_leads_on(browser: Browser) -> None:
    with reader(browser, java_script_enabled=False) as (page, _, _):
        page.goto(f"{ACTUAL}mag-dat/")
        assert len(steps(page)) == 4
        page.get_by_role("link", name="Kan het met minder?").locator("visible=true").last.click()
        assert page.url.endswith("#minder")
        page.goto(ACTUAL)
        page.get_by_role("link", name="overleg", exact=True).click()
        page.wait_for_url(f"{ACTUAL}begrippen/#overleg")
        page.goto(f"{ACTUAL}delen/")
        page.locator(".footnote-ref").first.click()
        assert page.url.endswith("#fn:bron-1")
        page.get_by_text("Citeer deze pagina").click()
        assert page.locator("[data-adres]").inner_text() == f"{EDITION}delen/"


# --- referring to a page ----------------------------------------------------------------------------------------------


COPIED = """async () => {  // not with wait_for_function, which would take the promise itself for an answer
  while (!(await navigator.clipboard.readText()).startsWith("http")) await new Promise((go) => setTimeout(go, 20));
}"""
REFERENCE = (
    "“Informatie delen”{} in Draaiboek LIVC-R: onderwijs, editie 2026.1 van 20 november 2026 "
    f"(niet-officiële werkversie), {EDITION}onderwijs/delen/{{}}"
)


def test_a_reference_names_the_edition_and_is_copied(browser: Browser, port: int) -> None:
    with reader(browser, permissions=["clipboard-read", "clipboard-write"]) as (page, witness, _):
        page.goto(f"http://127.0.0.1:{port}/livc/2026.1/onderwijs/delen/")
        page.get_by_text("Citeer deze pagina").press("Enter")
        assert page.locator(".lr-cite__text").inner_text() == REFERENCE.format("", "")
        page.get_by_role("button", name="Kopieer bronvermelding").press("Enter")
        page.get_by_role("status").filter(has_text="Gekopieerd").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == REFERENCE.format("", "")
        assert page.get_by_role("heading", name="Spreekrecht", exact=True).is_visible()
        page.get_by_role("button", name="Citeer of deel “Spreekrecht”").press("Enter")
        window(page).get_by_role("button", name="Kopieer bronvermelding").press("Enter")
        window(page).get_by_role("status").filter(has_text="Gekopieerd").wait_for()
        section = REFERENCE.format(", onder “Spreekrecht”,", "#spreekrecht")
        assert page.evaluate("navigator.clipboard.readText()") == section
        window(page).get_by_role("button", name="Kopieer link").press("Enter")
        page.evaluate(COPIED)
        assert page.evaluate("navigator.clipboard.readText()") == f"{EDITION}onderwijs/delen/#spreekrecht"
        page.keyboard.press("Escape")
        window(page).wait_for(state="detached")
        assert page.evaluate("document.activeElement.className").startswith("headerlink")
        assert witness.complaints == []


def test_where_the_clipboard_is_refused_the_text_is_selected(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{ACTUAL}onderwijs/delen/")  # over http the browser gives us no clipboard
        page.get_by_role("button", name="Citeer of deel “Spreekrecht”").press("Enter")
        window(page).get_by_role("button", name="Kopieer link").click()
        window(page).get_by_text("Kopieer de geselecteerde tekst zelf.").wait_for()
        field = window(page).get_by_role("textbox")
        assert field.input_value() == f"{EDITION}onderwijs/delen/#spreekrecht"
        assert field.evaluate("field => field.selectionEnd - field.selectionStart") == len(field.input_value())


# --- since the last visit ---------------------------------------------------------------------------------------------


def visited(page: Page, edition: str, day: str) -> None:
    """Simulate an earlier visit to *edition*."""
    page.goto(f"{ACTUAL}404.html")
    page.evaluate(
        "([key, value]) => localStorage.setItem(key, value)", [VISIT, json.dumps({"editie": edition, "datum": day})]
    )


def test_only_the_edition_is_kept_and_nobody_is_asked(browser: Browser) -> None:
    with reader(browser) as (page, witness, _):
        page.goto(f"{ADDRESS}/voorbeeld/delen/")  # a preview does not count as a visit
        assert stored(page) == {}
        for url in (f"{ACTUAL}delen/", f"{EDITION}onderwijs/", ACTUAL):
            page.goto(url, wait_until="networkidle")
            assert stored(page) == {VISIT: {"editie": "2026.1", "datum": "2026-11-20"}}
            assert not page.locator(".lr-since").is_visible()
        assert not [url for url in witness.requests if "wijzigingen" in url]


def test_what_changed_since_the_last_visit_is_said_once(browser: Browser) -> None:
    with reader(browser) as (page, witness, _):
        visited(page, "2025.1", "2025-01-10")
        page.goto(f"{ACTUAL}delen/")
        news = page.get_by_role("region", name="Sinds je laatste bezoek")
        news.wait_for()
        assert [item.inner_text() for item in news.locator("li").all()] == [
            "Spreekrecht: gewijzigd. Zwijgen mag nu ook.",
            "Wat weg is: vervallen.",
            "Achteraf: nieuw.",
        ]
        assert page.get_by_role("heading", name="Spreekrecht gewijzigd", exact=True).is_visible()
        assert page.get_by_role("heading", name="Achteraf nieuw").is_visible()
        news.get_by_role("link", name="Spreekrecht").click()
        page.wait_for_url("**/delen/#spreekrecht")
        page.goto(f"{ACTUAL}onderwijs/delen/")
        page.get_by_text("Op deze pagina is niets gewijzigd.").wait_for()
        page.get_by_role("button", name="Gezien").press("Enter")
        assert page.locator(".lr-since, .lr-changed").count() == 0
        assert stored(page) == {VISIT: {"editie": "2026.1", "datum": "2026-11-20"}}
        page.goto(f"{ACTUAL}delen/", wait_until="networkidle")
        assert page.locator(".lr-since").count() == 0
        assert witness.complaints == []


@pytest.mark.parametrize(("last", "count"), [("2025.2", 2), ("2024.1", 3)])
def test_editions_that_were_missed_count_as_far_as_is_known(browser: Browser, last: str, count: int) -> None:
    with reader(browser) as (page, _, _):
        visited(page, last, "2025-01-10")
        page.goto(f"{ACTUAL}delen/")
        page.locator(".lr-since").wait_for()
        assert page.locator(".lr-since li").count() == count


@pytest.mark.parametrize(
    ("name", "lines", "folder"),
    [
        (
            "delen/",
            [
                "Spreekrecht: gewijzigd. Zwijgen mag nu ook.",
                "Wat weg is: vervallen.",
                "Onderweg: gewijzigd voor sport.",
                "Achteraf: nieuw.",
            ],
            "",
        ),
        ("over-dit-draaiboek/", ["Begin van de pagina: gewijzigd voor onderwijs, sport."], ""),
        ("onderwijs/op-school/", ["Begin van de pagina: nieuw."], "onderwijs/"),
    ],
)
def test_among_all_sectors_a_change_says_whose_it_is(
    browser: Browser, name: str, lines: list[str], folder: str
) -> None:
    with reader(browser) as (page, witness, _):
        visited(page, "2025.1", "2025-01-10")
        page.goto(f"{ACTUAL}alle/{name}")
        news = page.get_by_role("region", name="Sinds je laatste bezoek")
        news.wait_for()
        assert [item.inner_text() for item in news.locator("li").all()] == lines
        everything = news.get_by_role("link", name="Bekijk alle wijzigingen")
        assert everything.evaluate("link => link.href") == f"{ADDRESS}/wijzigingen/2026.1/{folder}"
        assert witness.complaints == []


def test_an_older_edition_brings_no_news(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        visited(page, "2027.1", "2027-03-01")
        page.goto(f"{EDITION}delen/", wait_until="networkidle")
        assert page.locator(".lr-since").count() == 0
        assert stored(page)[VISIT]["editie"] == "2027.1"


def test_a_reader_wipes_what_the_device_remembers(browser: Browser) -> None:
    with reader(browser) as (page, _, _):
        visited(page, "2025.1", "2025-01-10")
        page.goto(f"{ACTUAL}delen/")
        page.get_by_role("button", name="Donkere weergave").click()
        page.evaluate("localStorage.setItem('elders', '1')")  # belongs to another website on the same host
        page.locator(".lr-since").wait_for()
        page.get_by_role("checkbox").first.check()
        assert stored(page).keys() == {VISIT, TICKS, "draaiboek.livc-r.kleuren", "elders"}
        page.get_by_text("Wat dit toestel onthoudt").first.press("Enter")
        page.get_by_role("button", name="Wis wat dit toestel onthoudt").press("Enter")
        page.get_by_role("status").filter(has_text="Gewist.").wait_for()
        assert stored(page).keys() == {"elders"}
        assert ticked(page) == [False, False]
        assert page.locator(".lr-since, .lr-changed").count() == 0
        page.goto(f"{ACTUAL}begrippen/")
        assert stored(page).keys() == {"elders"}


def test_who_wipes_on_a_phone_reads_that_it_is_done(browser: Browser) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        page.goto(f"{ACTUAL}delen/")
        page.get_by_text("Wat dit toestel onthoudt").first.tap()
        wipe = page.get_by_role("button", name="Wis wat dit toestel onthoudt")
        wipe.evaluate("each => each.scrollIntoView({ block: 'end' })")
        wipe.tap()
        said = page.get_by_role("status").filter(has_text="Gewist.")
        said.wait_for()
        assert said.evaluate("each => each.getBoundingClientRect().bottom <= innerHeight")


def test_notes_below_one_heading_are_one_stop_and_the_arrows_go_on(browser: Browser) -> None:
    with reader(browser, viewport={"width": 1280, "height": 800}) as (page, _, _):
        page.goto(f"{ACTUAL}delen/")
        page.get_by_role("button", name="Noot 1").wait_for()
        kinds = (".footnote-ref", ".lr-tekst :is(h2, h3) > .headerlink", ".footnote-backref")
        groups = [page.locator(kind).evaluate_all("all => all.map((each) => each.tabIndex)") for kind in kinds]
        assert [stops.count(0) for stops in groups] == [1, 1, 1]
        marks = page.locator(".lr-tekst h2 > .headerlink")
        marks.first.focus()
        page.keyboard.press("ArrowRight")
        assert marks.nth(1).evaluate("each => each === document.activeElement && each.tabIndex === 0")
        page.keyboard.press("ArrowLeft")
        assert marks.first.evaluate("each => each === document.activeElement")
        assert marks.nth(1).evaluate("each => each.tabIndex") == -1


def test_the_menu_closes_when_the_focus_goes_on(browser: Browser) -> None:
    with reader(browser, viewport={"width": 320, "height": 640}) as (page, _, _):
        page.goto(f"{ACTUAL}delen/")
        menu = page.locator(".lr-menu")
        menu.locator("summary").first.press("Enter")
        assert menu.evaluate("each => each.open")
        page.locator(".lr-tekst a:visible").first.focus()
        assert not menu.evaluate("each => each.open")


# --- all of them ------------------------------------------------------------------------------------------------------


def test_they_work_on_every_page(browser: Browser) -> None:
    with reader(browser, viewport={"width": 1280, "height": 800}) as (page, witness, _):
        page.goto(ACTUAL, wait_until="networkidle")
        page.locator(".lr-step__link--next").click()
        page.wait_for_url(f"{ACTUAL}delen/")
        page.locator("h1", has_text="Informatie delen").wait_for()
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Noot 1").press("Enter")
        assert window(page).is_visible()
        page.keyboard.press("Escape")
        page.locator(".lr-step__link--next").click()
        page.locator("h1", has_text="Mag dat?").wait_for()
        page.get_by_role("link", name="Ja, voor een actie").click()
        page.locator("h3", has_text="Kan het met minder?").wait_for()
        assert page.locator(".lr-cite .lr-copy").count() == 1
        assert page.locator(".lr-memory").count() == 1
        assert witness.complaints == []


def test_they_work_from_a_folder(browser: Browser, site: Path) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{(site / 'delen' / 'index.html').as_uri()}")
        page.get_by_role("button", name="Noot 1").press("Enter")
        assert window(page).is_visible()
        page.keyboard.press("Escape")
        page.get_by_role("checkbox").first.check()
        page.goto(f"{(site / 'mag-dat' / 'index.html').as_uri()}")
        page.get_by_role("link", name="Ja, voor een actie").click()
        page.locator("h3", has_text="Kan het met minder?").wait_for()
        assert VISIT not in stored(page)


def test_nothing_of_them_is_wider_than_a_small_screen(browser: Browser) -> None:
    with reader(browser, **PHONE) as (page, _, _):
        visited(page, "2025.1", "2025-01-10")
        for name in ("delen/", "mag-dat/#deel"):
            page.goto(ACTUAL + name)
            page.locator(".lr-since").wait_for()
            for summary in page.locator(".lr-cite__summary").all():
                summary.tap()
            page.locator(".footnote-ref:visible").first.tap()
            assert window(page).is_visible()
            assert page.evaluate("document.documentElement.scrollWidth") == 320
            assert heading(page)
