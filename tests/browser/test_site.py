"""The small guidebook in Chromium, as a reader has it: with and without JavaScript, on a small screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import NEEDED, heading, reader
from tests.integration.program import PRINTED, VARIANTS, Place

pytestmark = NEEDED


def urls(built: Place) -> list[str]:
    return sorted(
        path.relative_to(built.site).as_posix().removesuffix("index.html") for path in built.site.rglob("index.html")
    )


# --- without JavaScript -----------------------------------------------------------------------------------------------


# What nobody can see without scripts; what is folded unfolds without them.
HIDDEN = """articles => articles.flatMap(article => [...article.querySelectorAll('p, li, td, .lr-sector__label')])
  .filter(each => !each.closest('details:not([open])'))
  .filter(each => !each.checkVisibility({ visibilityProperty: true }) || !each.getClientRects().length)
  .map(each => each.textContent)"""


def test_every_page_is_readable_without_javascript(browser: Browser, built: Place, address: str) -> None:
    with reader(browser, java_script_enabled=False) as (page, witness, _):
        for url in urls(built):
            page.goto(address + url)
            assert page.locator("h1").is_visible(), url
            assert page.locator("[data-artikel]").inner_text().strip(), url
            assert page.locator("[data-artikel]").evaluate_all(HIDDEN) == [], url
        assert witness.elsewhere(address) == []
        assert witness.complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_switch_stays_on_the_page(browser: Browser, address: str, width: int) -> None:
    with reader(browser, java_script_enabled=False, viewport={"width": width, "height": 800}) as (page, _, _):
        page.goto(f"{address}delen/")
        for title, folder in (("Onderwijs", "onderwijs/"), ("Sport", "sport/"), ("Kern", "")):
            opened = page.locator("summary", has_text="sector")
            if opened.is_visible():
                opened.click()
            page.locator("nav[aria-label='Sectoren'] a:visible", has_text=re.compile(rf"^\s*{title}\b")).click()
            page.wait_for_url(f"{address}{folder}delen/", wait_until="load")
            assert heading(page) == "Informatie delen"
            assert page.get_by_text("Specifiek voor onderwijs").count() == (3 if folder == "onderwijs/" else 0)


def test_a_page_of_one_sector_leads_to_the_first_page_of_another(browser: Browser, address: str) -> None:
    with reader(browser, java_script_enabled=False, viewport={"width": 1280, "height": 800}) as (page, _, _):
        page.goto(f"{address}onderwijs/op-school/")
        page.locator("nav[aria-label='Sectoren'] a:visible", has_text="Sport").click()
        page.wait_for_url(f"{address}sport/", wait_until="load")


@pytest.mark.parametrize("size", [(360, 740), (740, 360), (180, 370)], ids=["upright", "sideways", "large-letters"])
def test_the_menu_unfolds_where_it_was_tapped(browser: Browser, address: str, size: tuple[int, int]) -> None:
    width, height = size
    with reader(browser, viewport={"width": width, "height": height}, has_touch=True, is_mobile=True) as (page, _, _):
        page.goto(f"{address}delen/")
        page.locator(".lr-menu__summary").tap()
        below = page.locator(".lr-menu__summary").evaluate("each => each.getBoundingClientRect().bottom")
        top = page.locator(".lr-menu__panel").evaluate("each => each.getBoundingClientRect().top")
        assert below <= top < min(below + 30, height)
        assert page.locator(".lr-menu__panel a").first.is_visible()


def test_the_menu_opens_without_javascript(browser: Browser, address: str) -> None:
    with reader(browser, java_script_enabled=False, viewport={"width": 320, "height": 640}) as (page, _, _):
        page.goto(f"{address}onderwijs/")
        page.locator("summary", has_text="Menu").click()
        page.locator("summary:visible", has_text="Meedoen").click()
        page.locator("nav[aria-label='Alle pagina’s'] a:visible", has_text="Op school").click()
        page.wait_for_url(f"{address}onderwijs/op-school/", wait_until="load")


# --- with JavaScript --------------------------------------------------------------------------------------------------


def test_nobody_else_is_asked_and_nothing_is_remembered(browser: Browser, built: Place, address: str) -> None:
    with reader(browser) as (page, witness, context):
        for url in urls(built):
            page.goto(address + url, wait_until="networkidle" if not url else "load")
        page.reload(wait_until="networkidle")
        assert witness.requests
        assert witness.elsewhere(address) == []
        assert witness.complaints == []
        assert context.cookies() == []
        assert page.evaluate("document.cookie") == ""


def search(page: Page, word: str) -> None:
    box = page.get_by_role("combobox", name="Zoeken in dit draaiboek")
    box.focus()
    page.get_by_text("Typ een woord om te zoeken").wait_for(state="visible")
    box.press_sequentially(word)


def test_the_search_finds_a_word_of_this_variant(browser: Browser, address: str) -> None:
    with reader(browser, viewport={"width": 1280, "height": 800}) as (page, witness, _):
        page.goto(f"{address}onderwijs/")
        search(page, "leerlingendossier")
        result = page.locator(".md-search-result__item a").first
        result.wait_for(state="visible")
        assert "Informatie delen" in result.inner_text()
        result.click()
        page.wait_for_url(f"{address}onderwijs/delen/**")
        assert "?" not in page.url
        assert witness.elsewhere(address) == []
        assert witness.complaints == []


def test_the_search_says_it_when_nothing_is_found(browser: Browser, address: str) -> None:
    with reader(browser) as (page, _, _):
        page.goto(address)
        search(page, "leerlingendossier")
        page.get_by_text("Geen antwoord in dit draaiboek").wait_for(state="visible")


# --- on any screen ----------------------------------------------------------------------------------------------------


def test_nothing_is_wider_than_a_small_screen(browser: Browser, built: Place, address: str) -> None:
    with reader(browser, viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True) as (page, _, _):
        for url in urls(built):
            page.goto(address + url)
            widths = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]")
            assert max(widths) == 320, url
            outside = page.evaluate(
                """[...document.querySelectorAll('[data-artikel] :is(p, li, h1, h2, h3, img, pre, blockquote)')]
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"""
            )
            assert outside == [], url


@pytest.mark.parametrize("slug", PRINTED)
def test_the_link_to_the_pdf_gives_the_pdf(browser: Browser, built: Place, address: str, slug: str) -> None:
    with reader(browser) as (page, _, context):
        page.goto(f"{address}{VARIANTS[slug]}delen/")
        page.get_by_role("contentinfo").get_by_role("link", name="Downloads: pdf").click()
        page.wait_for_url(f"{address}{VARIANTS[slug]}downloads/")
        link = page.get_by_role("link", name="Het hele draaiboek als pdf")
        url = str(link.evaluate("link => link.href"))
        answer = context.request.get(url)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        name = f"draaiboek-livc-r-2026.1{'' if slug == 'kern' else f'-{slug}'}.pdf"
        assert answer.body() == (built.site / "pdf" / name).read_bytes()


def test_the_keyboard_comes_first_at_the_way_to_the_text(browser: Browser, address: str) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{address}delen/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == "Ga naar de tekst"
