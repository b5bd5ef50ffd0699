"""The menu of editions, and the notice on an edition that is not in force, read from the root of a publication."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from draaiboek.base import web_server
from tests.browser.chromium import NEEDED, reader
from tests.integration.program import Place

pytestmark = NEEDED
Entry = dict[str, object]
FIRST: Entry = {"version": "2025.1", "title": "2025.1", "aliases": [], "properties": {"geldig_van": "2020-01-01"}}
PAGES = ["", "delen/", "onderwijs/", "onderwijs/delen/", "sport/", "sport/delen/"]


def edition(name: str, valid_from: str, *, alias: bool = False, **more: str) -> Entry:
    aliases = ["actueel"] if alias else []
    properties = {"geldig_van": valid_from, "geldig_tot": None, "status": "geldig", **more}
    return {"version": name, "title": name, "aliases": aliases, "properties": properties}


class Handler(web_server.Handler):
    """Serves the built site as every edition, and beside them the files of the root.

    The oldest edition dates from before there was a reading of all sectors.
    """

    site = Path()
    asked: list[str]

    def translate_path(self, path: str) -> str:
        self.asked.append(path)
        folder, _, inside = path.lstrip("/").partition("/")
        if inside.startswith("alle/") and folder == "2025.1":
            return str(self.site / "nergens")
        if folder in {"2025.1", "2026.1", "2026.2", "actueel"}:
            return str(self.site / urlsplit(inside).path)
        return super().translate_path(path)


@contextmanager
def published(built: Place, root: Path, versions: list[Entry], **paths: object) -> Iterator[str]:
    """Yield the address of the built site, which is edition 2026.1, among *versions*; *paths* override paden.json."""
    in_force = next((str(each["version"]) for each in versions if each["aliases"]), "")
    known = {"editie": in_force, "paginas": PAGES, "verhuisd": {}, **paths}
    (root / "versions.json").write_text(json.dumps(versions), encoding="utf-8")
    (root / "paden.json").write_text(json.dumps(known), encoding="utf-8")
    handler = type("Root", (Handler,), {"site": built.site, "asked": []})
    with web_server.serving(root, handler=handler) as address:
        yield address


def notice(page: Page) -> str:
    place = page.locator("[data-edition-notice] p")
    place.wait_for(state="visible")
    return place.inner_text()


OLD: list[Entry] = [
    edition("2026.2", "2021-03-01", alias=True),
    edition("2026.1", "2020-06-01", geldig_tot="2021-03-01"),
    FIRST,
]


def test_an_old_edition_says_so_and_leads_to_the_same_text(browser: Browser, built: Place, tmp_path: Path) -> None:
    with published(built, tmp_path, OLD) as address, reader(browser) as (page, witness, _):
        page.goto(f"{address}/2026.1/onderwijs/delen/#achteraf")
        assert notice(page).startswith("Let op: editie 2026.1 gold van 1 juni 2020 tot 1 maart 2021.")
        page.get_by_role("link", name="Lees deze tekst in editie 2026.2").click()
        page.wait_for_url(f"{address}/actueel/onderwijs/delen/#achteraf")
        assert witness.complaints == []


def test_a_moved_section_is_followed(browser: Browser, built: Place, tmp_path: Path) -> None:
    moved = {"delen/#achteraf": "sport/#nieuw", "delen/": "onderwijs/delen/"}
    with published(built, tmp_path, OLD, verhuisd=moved) as address, reader(browser) as (page, _, _):
        page.goto(f"{address}/2026.1/delen/#achteraf")
        notice(page)
        page.get_by_role("link", name="Lees deze tekst in editie 2026.2").click()
        page.wait_for_url(f"{address}/actueel/sport/#nieuw")


def test_a_page_that_is_gone_leads_to_the_start_of_the_same_sector(
    browser: Browser, built: Place, tmp_path: Path
) -> None:
    with published(built, tmp_path, OLD, paginas=["", "onderwijs/"]) as address, reader(browser) as (page, _, _):
        page.goto(f"{address}/2026.1/onderwijs/delen/")
        notice(page)
        page.get_by_role("link", name="Lees deze tekst in editie 2026.2").click()
        page.wait_for_url(f"{address}/actueel/onderwijs/")


def test_a_page_of_all_sectors_leads_to_the_core_where_an_edition_has_none(
    browser: Browser, built: Place, tmp_path: Path
) -> None:
    versions: list[Entry] = [edition("2026.1", "2020-06-01", alias=True), FIRST]
    for name, instead in (("delen/", "delen/"), ("onderwijs/op-school/", "onderwijs/op-school/")):
        with published(built, tmp_path, versions) as address, reader(browser) as (page, _, _):
            for there, expected in (("2025.1", instead), ("2026.1", f"alle/{name}")):
                page.goto(f"{address}/2026.1/alle/{name}")
                page.locator("summary", has_text="Andere editie").click()
                page.locator(".lr-editions__panel li a", has_text=there).click()
                page.wait_for_url(f"{address}/{'actueel' if there == '2026.1' else there}/{expected}")


def test_an_edition_in_force_without_all_sectors_is_read_at_the_core(
    browser: Browser, built: Place, tmp_path: Path
) -> None:
    with published(built, tmp_path, OLD) as address, reader(browser) as (page, _, _):
        page.goto(f"{address}/2026.1/alle/delen/#achteraf")
        notice(page)
        page.get_by_role("link", name="Lees deze tekst in editie 2026.2").click()
        page.wait_for_url(f"{address}/actueel/delen/#achteraf")


def test_a_future_edition_says_from_when_it_holds(browser: Browser, built: Place, tmp_path: Path) -> None:
    versions: list[Entry] = [edition("2026.1", "2999-01-01", alias=True), FIRST]
    with published(built, tmp_path, versions) as address, reader(browser) as (page, _, _):
        page.goto(f"{address}/2026.1/delen/")
        assert notice(page).startswith("Let op: editie 2026.1 geldt vanaf 1 januari 2999.")
        page.get_by_role("link", name="Lees deze tekst in editie 2025.1, die nu geldt").click()
        page.wait_for_url(f"{address}/2025.1/delen/")


@pytest.mark.parametrize(
    ("day", "menu", "notes"),
    [
        ("2026-11-28", "geldt vanaf 1 december 2026", ["Let op: editie 2026.1 geldt vanaf 1 december 2026."]),
        ("2026-11-30", "geldt vanaf 1 december 2026", ["Let op: editie 2026.1 geldt vanaf 1 december 2026."]),
        ("2026-12-01", "geldt nu, sinds 1 december 2026", []),
    ],
)
def test_the_first_edition_is_told_of_by_the_clock_of_the_reader(
    browser: Browser, built: Place, tmp_path: Path, day: str, menu: str, notes: list[str]
) -> None:
    with (
        published(built, tmp_path, [edition("2026.1", "2026-12-01", alias=True)]) as address,
        reader(browser) as (page, witness, _),
    ):
        page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00:00"))
        page.goto(f"{address}/2026.1/delen/")
        page.locator("summary", has_text="Andere editie").click()
        links = page.locator(".lr-editions__panel li a")
        assert links.all_inner_texts() == [f"Editie 2026.1 {menu} (die lees je nu)"]
        assert page.locator("[data-edition-notice]:visible p").all_inner_texts() == notes
        assert "gold" not in page.locator("body").inner_text()
        assert witness.complaints == []


def test_an_edition_that_was_replaced_before_its_day_never_applied(
    browser: Browser, built: Place, tmp_path: Path
) -> None:
    replaced = edition("2026.1", "2026-12-01", geldig_tot="2026-12-01")
    versions: list[Entry] = [edition("2026.2", "2026-12-01", alias=True), replaced, FIRST]
    with published(built, tmp_path, versions) as address, reader(browser) as (page, _, _):
        page.clock.set_fixed_time(datetime.fromisoformat("2027-01-01T12:00:00"))
        page.goto(f"{address}/2026.1/delen/")
        assert notice(page).startswith("Let op: editie 2026.1 heeft nooit gegolden.")


def test_a_withdrawn_edition_says_why(browser: Browser, built: Place, tmp_path: Path) -> None:
    withdrawn = edition("2026.1", "2020-06-01", status="ingetrokken", reden="een artikel klopte niet.")
    with published(built, tmp_path, [withdrawn, FIRST]) as address, reader(browser) as (page, _, _):
        page.goto(f"{address}/2026.1/")
        assert notice(page).startswith("Editie 2026.1 is ingetrokken: een artikel klopte niet.")


def test_the_edition_in_force_has_no_notice_but_a_menu(browser: Browser, built: Place, tmp_path: Path) -> None:
    versions: list[Entry] = [
        edition("2026.1", "2020-06-01", alias=True),
        {**FIRST, "properties": {"geldig_van": "2020-01-01"}},
    ]
    for width in (320, 1280):
        with (
            published(built, tmp_path, versions) as address,
            reader(browser, viewport={"width": width, "height": 800}) as (page, _, _),
        ):
            page.goto(f"{address}/actueel/sport/delen/#achteraf")
            page.locator("summary", has_text="Andere editie").click()
            links = page.locator(".lr-editions__panel li a")
            assert links.all_inner_texts() == [
                "Editie 2026.1 geldt nu, sinds 1 juni 2020 (die lees je nu)",
                "Editie 2025.1 gold vanaf 1 januari 2020",
            ]
            assert page.locator("[data-edition-notice]").is_hidden()
            page.keyboard.press("Escape")
            assert page.locator(".lr-editions__panel").is_hidden()
            page.keyboard.press("Enter")
            links.nth(1).click()
            page.wait_for_url(f"{address}/2025.1/sport/delen/#achteraf")


def test_a_preview_asks_for_no_editions(browser: Browser, built: Place, tmp_path: Path) -> None:
    (tmp_path / "site").symlink_to(built.site)
    with published(built, tmp_path, OLD) as address, reader(browser) as (page, witness, _):
        page.goto(f"{address}/site/delen/", wait_until="networkidle")
        assert page.get_by_text("Alle edities").is_hidden()
        assert not [url for url in witness.requests if url.endswith(".json") and "search" not in url]
        assert witness.complaints == []


def test_without_javascript_all_editions_are_a_link_away(browser: Browser, built: Place, tmp_path: Path) -> None:
    with published(built, tmp_path, OLD) as address, reader(browser, java_script_enabled=False) as (page, _, _):
        page.goto(f"{address}/2026.1/onderwijs/delen/")
        link = page.get_by_role("link", name="Alle edities")
        assert link.is_visible()
        assert link.evaluate("link => link.href") == f"{address}/edities/"


def test_a_damaged_list_of_editions_does_no_harm(browser: Browser, built: Place, tmp_path: Path) -> None:
    with published(built, tmp_path, OLD) as address, reader(browser) as (page, witness, _):
        (tmp_path / "versions.json").write_text("{", encoding="utf-8")
        page.goto(f"{address}/2026.1/delen/", wait_until="networkidle")
        assert page.get_by_role("link", name="Alle edities").is_visible()
        assert witness.complaints == []


@pytest.mark.parametrize("slug", ["sport", "kern"])
def test_the_switch_stays_at_the_section(browser: Browser, built: Place, tmp_path: Path, slug: str) -> None:
    folder = "" if slug == "kern" else f"{slug}/"
    with (
        published(built, tmp_path, OLD) as address,
        reader(browser, viewport={"width": 1280, "height": 400}) as (page, _, _),
    ):
        page.goto(f"{address}/2026.1/onderwijs/delen/")
        page.evaluate("document.getElementById('achteraf').scrollIntoView()")
        page.wait_for_timeout(1000)  # the reader pauses, which page.js counts as reading
        page.locator("nav[aria-label='Sectoren'] a:visible", has_text=slug.capitalize()).click()
        page.wait_for_url(f"{address}/2026.1/{folder}delen/#achteraf")
