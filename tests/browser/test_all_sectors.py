"""The texts of all sectors beside each other: folded, selected with checkboxes, found by the search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.chromium import NEEDED, reader
from tests.integration.program import Place

pytestmark = NEEDED

PIECES = "[data-artikel] [data-sector]"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with reader(browser, viewport={"width": 390, "height": 844}) as (page, witness, _):
        page.goto(f"{address}alle/delen/")
        yield page
        assert witness.complaints == []


def shown(page: Page) -> dict[str, bool]:
    """The pieces that are visible, and whether each is open."""
    visible = page.locator(f"{PIECES}:visible").all()
    return {str(piece.get_attribute("id")): bool(piece.evaluate("each => each.open !== false")) for piece in visible}


def box(page: Page, name: str) -> Locator:
    """The checkbox of a sector, folded away on a phone."""
    if page.locator(".lr-sectors__fold").get_attribute("open") is None:
        page.locator(".lr-sectors__summary").click()
    return page.get_by_role("checkbox", name=name)


def test_each_sector_says_how_many_pieces_it_has_here(page: Page) -> None:
    assert not page.locator(".lr-sectors__one").first.is_visible()  # on a phone the answer of the page comes first
    box(page, "Sport")
    names = page.locator(".lr-sectors__one").all_inner_texts()
    assert [" ".join(name.split()) for name in names] == ["Onderwijs (4)", "Sport (1)"]
    assert page.locator(".lr-sectors__shown").inner_text() == ""


def test_on_a_phone_the_choice_is_one_line_between_the_title_and_the_answer(page: Page) -> None:
    high = "each => each.getBoundingClientRect().height"
    assert page.locator(".lr-sectors").evaluate(high) <= 44
    sides = "each => [each.getBoundingClientRect().top, each.getBoundingClientRect().bottom]"
    title, answer = (page.locator(each).first.evaluate(sides) for each in ("h1", "[data-artikel]"))
    lines = 1 + page.locator(".lr-contents").count()
    assert answer[0] - title[1] <= 60 * lines


def test_on_a_desk_the_sectors_stand_open(browser: Browser, address: str) -> None:
    with reader(browser, viewport={"width": 1280, "height": 900}) as (page, _, _):
        page.goto(f"{address}alle/delen/")
        assert page.get_by_role("checkbox", name="Sport").is_visible()


def test_everything_is_there_folded_until_a_reader_ticks(page: Page) -> None:
    assert shown(page) == {
        "onderwijs--spreekrecht": False,
        "sport--onderweg": False,
        "onderwijs--wat-deel-je": False,
        "onderwijs--achteraf": False,
        "onderwijs--klachten": True,  # a single line, which is not folded
    }
    assert page.evaluate("Object.keys(localStorage).filter(key => key.endsWith('.sectoren'))") == []
    box(page, "Sport").check()
    assert shown(page) == {"sport--onderweg": True}
    assert "1 stuk van sport. Verborgen: 4 stukken van anderen." in page.locator(".lr-sectors__shown").inner_text()
    page.reload()
    assert shown(page) == {"sport--onderweg": True}
    box(page, "Sport").uncheck()
    assert len(shown(page)) == 5
    assert page.evaluate("Object.keys(localStorage).filter(key => key.endsWith('.sectoren'))") == []


def test_a_link_to_a_hidden_piece_shows_it(page: Page) -> None:
    box(page, "Sport").check()
    page.evaluate("location.hash = 'onderwijs-dossier'")
    page.locator("#onderwijs-dossier").wait_for()
    assert shown(page) == {"sport--onderweg": True, "onderwijs--wat-deel-je": True}


def test_with_storage_refused_a_tick_works_until_the_page_is_left(browser: Browser, address: str) -> None:
    with reader(browser) as (page, _, context):
        context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('nee'); } })")
        page.goto(f"{address}alle/delen/")
        box(page, "Sport").check()
        assert shown(page) == {"sport--onderweg": True}


def test_without_a_script_every_piece_can_be_unfolded(browser: Browser, address: str) -> None:
    with reader(browser, java_script_enabled=False) as (page, _, _context):
        page.goto(f"{address}alle/delen/")
        assert page.get_by_role("checkbox", name="Sport").count() == 0
        page.locator("#sport--onderweg summary").click()
        assert page.get_by_text("Praat er ook niet over in de kleedkamer.").is_visible()


def test_an_answer_of_the_search_says_whose_text_it_is(page: Page, built: Place) -> None:
    assert (built.site / "alle" / "search" / "texts.js").exists()
    page.locator(".md-search__input").focus()
    page.keyboard.type("kleedkamer")
    found = page.locator("#lr-found [role=option]", has_text="kleedkamer").first
    found.wait_for()
    assert found.locator(".lr-badge").inner_text() == "Sport"
    assert "Onderweg" in found.inner_text()
    found.click()
    page.locator("#sport--onderweg").get_by_text("Praat er ook niet over in de kleedkamer.").wait_for()
    assert page.url.endswith("alle/delen/#sport--onderweg")
