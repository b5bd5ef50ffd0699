"""The small guidebook for readers who use a keyboard, a screen reader, large text, a small screen or other colours."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page, ViewportSize

from draaiboek.lab.audit import audit, figures, keyboard_and_reflow, pages, shared_browsers, states
from draaiboek.lab.audit import browser as browsers
from draaiboek.lab.audit.browser import NotPaintedError, painted
from draaiboek.lab.audit.served_site import served
from tests.browser.chromium import CHROMIUM, FLAGS, NEEDED, reader
from tests.integration.program import EDITION, Place

pytestmark = NEEDED
PHONE = ViewportSize(width=320, height=640)
DESK = ViewportSize(width=1280, height=800)
SECTORS = ("onderwijs", "sport")
TEXTS = ("", "onderwijs/delen/", "begrippen/")  # what the other pages have is on these too
# English words of Material, MkDocs and Markdown that a reader could meet; not those that are Dutch too (type, top).
ENGLISH = re.compile(
    r"\b(back|clear|close|contents|copy|dark|footer|footnote|header|initializing|jump|light mode|loading|matching|mode"
    r"|navigation|next|page|permanent|previous|results?|search|searching|share|skip|switch|system|table|the|title"
    r"|toggle|your)\b",
    re.IGNORECASE,
)
_LABELS = """() => [...document.querySelectorAll("*")].flatMap(each =>
  ["title", "aria-label", "placeholder", "alt", "aria-roledescription"].map(name => each.getAttribute(name) ?? ""))
  .concat(document.title, [...document.querySelectorAll("body :not(script, style)")]
    .filter(each => !each.closest("[data-artikel], [data-titel]"))
    .flatMap(each => [...each.childNodes].filter(node => node.nodeType === 3).map(node => node.data)))
  .map(text => text.trim()).filter(Boolean)"""


@pytest.fixture(scope="module")
def address(built: Place) -> Iterator[str]:
    """The address of the edition on a web server: 404.html only finds its files there."""
    with served(built.site) as address:
        yield address


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with reader(browser, viewport=PHONE) as (page, _, _):
        yield page


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    with reader(browser, viewport=DESK) as (page, _, _):
        yield page


def focused(page: Page) -> str:
    return str(
        page.evaluate("document.activeElement === document.body ? '' : document.activeElement.textContent.trim()")
    )


def tab_to(page: Page, text: str) -> None:
    """Press Tab until the focus is on an element with *text*."""
    for _ in range(300):
        page.keyboard.press("Tab")
        if focused(page) == text:
            return
    pytest.fail(f"the Tab key never comes to '{text}'")


# --- axe-core ---------------------------------------------------------------------------------------------------------


def test_axe_finds_nothing_on_any_page_in_any_setting_or_state(built: Place, tmp_path: Path) -> None:
    looked: list[str] = []
    result = audit(built.site, SECTORS, done=looked.append)
    assert result.findings == ()
    assert sorted(looked) == sorted(pages(built.site))
    assert result.pages == len(looked)
    assert {"lr-menu__summary", "lr-switch__summary", states.FOUND, states.NOT_FOUND} <= set(result.states)
    assert result.looks > 4 * result.pages
    assert {"color-contrast", "target-size", "label", "html-has-lang"} <= set(result.passed) | set(result.unsure)
    values = figures.as_values(result, {"nummer": EDITION, "datum": "2026-11-20"})
    kept = tmp_path / "toegankelijkheid.yml"
    figures.write(values, kept)
    assert figures.is_current(values, kept)
    assert not figures.is_current({**values, "paginas": result.pages + 1}, kept)


WRONG = (
    '<img src="assets/images/favicon.svg">'
    '<p style="color:#999">Te licht.</p><div style="width:2000px">Te breed.</div>'
    '<button type="button" style="padding:0;border:0;width:9px;height:9px" aria-label="Te klein"></button>'
    '<div style="position:relative;left:-999px"><a href="#">Onzichtbaar</a></div>'
    '<button type="button" id="zonder-rand" style="outline:0 !important;box-shadow:none !important">Vaag</button>'
)


def test_the_command_says_what_it_looked_at_and_what_is_wrong(built: Place, tmp_path: Path) -> None:
    place = built.copy(tmp_path / "main")
    for path in place.site.iterdir():
        if path.is_dir() and path.name not in {"assets", "search"}:
            shutil.rmtree(path)
    run = place.build("audit", "--accept")
    assert (run.code, run.stdout) == (0, ""), run.said
    assert "0 overtredingen" in run.stderr
    assert "paginas: 2\n" in place.read("docs/_data/toegankelijkheid.yml")
    page = place.read("out/site/index.html")
    # Disable the policy, which refuses inline styles.
    page = page.replace('http-equiv="Content-Security-Policy"', 'name="nee"')
    style = "<style>#zonder-rand:focus-visible{outline:0 !important;box-shadow:none !important}</style>"
    start = '<div class="lr-tekst" data-artikel="">'
    assert start in page
    place.write("out/site/index.html", page.replace(start, f"{start}{style}{WRONG}"))
    place.write("out/site/404.html", "<!doctype html><title>Weg</title><p>Weg")
    run = place.build("audit")
    assert run.code == 1
    assert "overtreding 'html-has-lang' bij html\n" in run.stdout
    rules = set(re.findall(r"overtreding '([a-z-]+)' bij ", run.stdout))
    assert rules >= {
        "image-alt",
        "color-contrast",
        keyboard_and_reflow.SIDEWAYS,
        keyboard_and_reflow.TARGET,
        keyboard_and_reflow.STOPS,
        keyboard_and_reflow.OUTLINE,
    }
    assert "verouderd" in run.stderr


def test_the_command_wants_a_site(place: Place) -> None:
    run = place.build("audit")
    assert run.code == 2
    assert "er is nog geen website" in run.stderr


# --- by keyboard ------------------------------------------------------------------------------------------------------


def test_the_menu_of_a_small_screen_works_by_keyboard(phone: Page, address: str) -> None:
    phone.goto(f"{address}delen/")
    tab_to(phone, "Menu")
    assert not phone.locator(".lr-menu").evaluate("menu => menu.open")
    phone.keyboard.press("Enter")
    assert phone.locator(".lr-menu").evaluate("menu => menu.open")
    phone.keyboard.press("Tab")
    assert phone.evaluate("document.activeElement.closest('.lr-menu__panel') !== null")
    tab_to(phone, "Meer weten")
    phone.keyboard.press("Enter")
    tab_to(phone, "Begrippen")
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"{address}begrippen/")


@pytest.mark.parametrize(("menu", "opener"), [(".lr-menu", "Menu"), (".lr-switch__menu", "sector")])
def test_escape_closes_a_menu_and_gives_the_focus_back(phone: Page, address: str, menu: str, opener: str) -> None:
    phone.goto(f"{address}delen/")
    summary = phone.locator(f"{menu} > summary")
    summary.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    assert not summary.evaluate("each => each === document.activeElement")
    phone.keyboard.press("Escape")
    assert not phone.locator(menu).evaluate("each => each.open")
    assert opener in focused(phone)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_escape_closes_the_search_and_gives_the_focus_back(
    browser: Browser, address: str, size: dict[str, int]
) -> None:
    with reader(browser, viewport=size) as (page, _, _):
        page.goto(f"{address}delen/")
        field = page.get_by_role("combobox", name="Zoeken in dit draaiboek")
        while not field.evaluate("each => each === document.activeElement"):
            before = page.evaluate_handle("document.activeElement")
            page.keyboard.press("Tab")
        page.keyboard.type("delen")
        page.locator(".md-search-result__item").first.wait_for(state="visible")
        page.keyboard.press("Escape")
        page.locator(".md-search-result__item").first.wait_for(state="hidden")
        page.wait_for_function("before => document.activeElement === before", arg=before)


def test_closed_menus_close_without_a_key(phone: Page, address: str) -> None:
    phone.goto(f"{address}delen/")
    phone.locator(".lr-switch__summary").click()
    phone.locator(".lr-menu__summary").click()
    assert phone.evaluate(
        "[...document.querySelectorAll('.lr-menu[open], .lr-switch__menu[open]')].map(each => each.className)"
    ) == ["lr-menu"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("text", TEXTS)
def test_every_stop_of_the_keyboard_is_seen(browser: Browser, address: str, text: str, size: dict[str, int]) -> None:
    for scheme in ("light", "dark"):
        with reader(browser, viewport=size, color_scheme=scheme, reduced_motion="reduce") as (page, _, _):
            page.goto(address + text)
            stops = keyboard_and_reflow.stops(page)
            assert "md-skip" in stops[0].selector
            assert len(stops) > 15
            assert [stop for stop in stops if not stop.seen] == []
            assert [stop for stop in stops if not stop.outlined] == []


def test_the_way_back_up_is_seen_too(desk: Page, address: str) -> None:
    desk.goto(f"{address}delen/")
    desk.keyboard.press("End")
    for _ in range(60):
        desk.keyboard.press("Shift+Tab")
        painted(desk)  # the page scrolls to what has the focus before it paints
        covered = desk.evaluate(
            """() => {
              const focus = document.activeElement, header = document.querySelector(".lr-header");
              if (focus === document.body || header.contains(focus)) return false;
              return focus.getBoundingClientRect().bottom <= header.getBoundingClientRect().bottom;
            }"""
        )
        assert not covered, focused(desk)


def test_the_way_to_the_text_works(desk: Page, address: str) -> None:
    desk.goto(f"{address}delen/")
    desk.keyboard.press("Tab")
    assert focused(desk) == "Ga naar de tekst"
    desk.keyboard.press("Enter")
    desk.wait_for_function("() => location.hash !== ''")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.closest('main') !== null")


def test_an_anchor_is_not_behind_the_header(phone: Page, address: str) -> None:
    phone.goto(f"{address}delen/#wat-deel-je")
    painted(phone)
    top = phone.locator("#wat-deel-je").evaluate("each => each.getBoundingClientRect().top")
    bottom = phone.locator(".lr-header").evaluate("each => each.getBoundingClientRect().bottom")
    assert top >= bottom


def test_bare_keys_do_nothing(desk: Page, address: str) -> None:
    desk.goto(f"{address}delen/")
    for key in ("/", "s", "f", "p", "n", ",", "."):
        desk.keyboard.press(key)
        painted(desk)
        assert desk.url == f"{address}delen/", key
        assert focused(desk) == "", key
        assert not desk.locator("#__search").is_checked(), key


def test_the_colours_have_a_button_that_says_whether_it_is_on(desk: Page, address: str) -> None:
    desk.goto(address)
    button = desk.get_by_role("button", name="Donkere weergave")
    assert button.get_attribute("aria-pressed") == "false"
    button.focus()
    desk.keyboard.press("Space")
    assert button.get_attribute("aria-pressed") == "true"
    assert desk.locator("body").get_attribute("data-md-color-scheme") == "slate"
    desk.goto(f"{address}delen/")
    assert button.get_attribute("aria-pressed") == "true"
    desk.keyboard.press("Tab")
    button.focus()
    desk.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "false"
    assert desk.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_a_dark_device_starts_dark_and_the_button_says_so(browser: Browser, address: str) -> None:
    with reader(browser, color_scheme="dark") as (page, _, _):
        page.goto(address)
        page.get_by_role("button", name="Donkere weergave", pressed=True).wait_for()


# --- for a screen reader ----------------------------------------------------------------------------------------------


def test_the_number_of_results_is_told(desk: Page, address: str) -> None:
    desk.goto(address)
    for state, said in (
        (states.FOUND, r"^(1 pagina|\d+ pagina’s) gevonden"),
        (states.NOT_FOUND, "^Geen antwoord in dit draaiboek"),
    ):
        desk.goto(address)
        assert states.reach(desk, state)
        status = desk.locator("[role=search] [role=status]").first
        assert re.search(said, status.inner_text().strip())


def test_all_titles_and_labels_are_dutch(built: Place, desk: Page, address: str) -> None:
    for name in pages(built.site):
        desk.goto(address + name)
        assert desk.locator("html").get_attribute("lang") == "nl-BE"
        labels = desk.evaluate(_LABELS)
        assert labels
        assert [text for text in labels if ENGLISH.search(text)] == [], name


def test_the_title_comes_before_what_the_theme_adds(phone: Page, address: str) -> None:
    phone.goto(f"{address}delen/")
    order = phone.evaluate(
        """[...document.querySelectorAll("h1, .lr-contents__summary, [data-artikel] p")].map(each =>
          [each.localName, each.getBoundingClientRect().top])"""
    )
    assert [name for name, _ in order[:3]] == ["h1", "summary", "p"]
    assert [top for _, top in order] == sorted(top for _, top in order)


def test_a_table_that_scrolls_is_a_stop_with_a_name(phone: Page, address: str) -> None:
    phone.goto(f"{address}edities/")
    table = phone.get_by_role("region", name=re.compile("^Tabel: "))
    assert table.count() == 0  # on a phone its rows are cards
    phone.evaluate(keyboard_and_reflow.ADD_STYLE, "thead th { min-width: 14rem !important }")
    phone.set_viewport_size({"width": 760, "height": 800})
    table.first.wait_for()
    assert table.first.evaluate("each => each.scrollWidth > each.clientWidth && each.tabIndex === 0")
    phone.evaluate(keyboard_and_reflow.DROP_STYLE)
    phone.set_viewport_size({"width": 1920, "height": 800})
    phone.wait_for_function("() => document.querySelector('main [role=region]') === null")


# --- large text, small screens, other colours -------------------------------------------------------------------------


def test_nothing_scrolls_sideways(browser: Browser, built: Place, address: str) -> None:
    with reader(browser, viewport={"width": 320, "height": 400}) as (page, _, _):
        for name in pages(built.site):
            page.goto(address + name)
            for spaced in (False, True):
                if spaced:
                    page.evaluate(keyboard_and_reflow.ADD_STYLE, keyboard_and_reflow.TEXT_SPACING)
                for width in (320, 640):  # 400 % and 200 % of 1280 px
                    page.set_viewport_size({"width": width, "height": 400})
                    painted(page)
                    assert page.evaluate("document.documentElement.scrollWidth") == width, (name, spaced)


def test_letters_twice_as_large_keep_the_header_on_a_phone(chromium: BrowserType, built: Place, address: str) -> None:
    twice = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    browser = chromium.launch(executable_path=CHROMIUM, args=twice, headless=True)
    try:
        with reader(browser, viewport={"width": 360, "height": 740}) as (page, _, _):
            for name in pages(built.site):
                page.goto(address + name)
                assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
                edges = page.locator(".lr-header :is(a, button, label, summary):visible").evaluate_all(
                    "all => all.map(each => each.getBoundingClientRect().right)"
                )
                assert edges
                assert max(edges) <= 360, name
    finally:
        browser.close()


def test_wide_spacing_cuts_nothing_off(phone: Page, address: str) -> None:
    phone.goto(f"{address}delen/")
    phone.evaluate(keyboard_and_reflow.ADD_STYLE, keyboard_and_reflow.TEXT_SPACING)
    painted(phone)
    cut = phone.evaluate(
        """[...document.querySelectorAll("body *")].filter(each => {
          const style = getComputedStyle(each);
          return each.checkVisibility() && style.overflowY === "hidden" && style.position !== "absolute"
            && each.clientHeight > 0 && each.scrollHeight > each.clientHeight + 1 && each.textContent.trim();
        }).map(each => each.className)"""
    )
    assert cut == []


def test_everything_to_press_is_large_enough(browser: Browser, built: Place, address: str) -> None:
    with reader(browser, viewport=PHONE) as (page, _, _):
        for name in pages(built.site):
            page.goto(address + name)
            for size in (PHONE, DESK):
                page.set_viewport_size({"width": size["width"], "height": size["height"]})
                painted(page)
                assert keyboard_and_reflow.small_targets(page, name, "") == (), (name, size)
        page.goto(f"{address}delen/")
        assert page.locator(".footnote-ref").count() > 0
        assert page.locator("h2 .headerlink").count() > 0


def test_nothing_moves_for_who_wants_no_motion(browser: Browser, address: str) -> None:
    moving = """[...document.querySelectorAll("*")].flatMap(each => ["", "::before", "::after"].map(part =>
        [getComputedStyle(each, part || null), each.className + part])).filter(([style]) =>
        [style.transitionDuration, style.animationDuration].some(times => times.split(",").some(time =>
          parseFloat(time) > 0)) || style.scrollBehavior === "smooth").map(([, name]) => name)"""
    with reader(browser, reduced_motion="no-preference") as (page, _, _):
        page.goto(f"{address}delen/")
        assert page.evaluate(moving) != []
    with reader(browser, reduced_motion="reduce") as (page, _, _):
        page.goto(f"{address}delen/")
        assert page.evaluate(moving) == []


def test_the_reader_s_own_colours_keep_everything_visible(browser: Browser, address: str) -> None:
    with reader(browser, viewport=PHONE, forced_colors="active") as (page, _, _):
        page.goto(f"{address}onderwijs/delen/")
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        edges = page.evaluate(
            """[".lr-header", ".lr-sector"].map(name => document.querySelector(name))
            .map(each => parseFloat(getComputedStyle(each).borderTopWidth))"""
        )
        assert all(width > 0 for width in edges), edges
        icons = page.evaluate(
            """[...document.querySelectorAll(".lr-header svg")].filter(each => each.checkVisibility()).map(each =>
              [getComputedStyle(each).fill, getComputedStyle(each.parentElement).color])"""
        )
        assert icons
        assert all(fill == color for fill, color in icons)


@pytest.mark.parametrize("tabs", [1, 2])
def test_a_tab_that_is_never_painted_gets_a_second_and_no_third(
    monkeypatch: pytest.MonkeyPatch, address: str, tabs: int
) -> None:
    """Chromium stopped painting one tab in the middle of an audit, and nothing said so for ever."""
    monkeypatch.setattr(browsers, "_PATIENCE", 500.0)
    seen: list[Page] = []

    def visit(page: Page, name: str) -> str:
        seen.append(page)
        page.goto(address + name)
        if len(seen) <= tabs:
            page.evaluate("() => { requestAnimationFrame = () => 0; }")
        painted(page)
        return name

    if tabs == 1:
        assert shared_browsers.share(["begrippen/"], visit) == ("begrippen/",)
    else:
        with pytest.raises(NotPaintedError):
            shared_browsers.share(["begrippen/"], visit)
    assert len(seen) == 2
    assert seen[0] is not seen[1]
