"""The page about what a sector has to read again, opened from a folder in Chromium, on a desktop screen and a phone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from draaiboek.editions.redline import Said, Waiting, reading_page
from tests.browser.chromium import NEEDED, reader
from tests.unit.redlines import THIS, entry

pytestmark = NEEDED
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LONG = "\n\n".join(f"Alinea {number}, die blijft zoals ze was." for number in range(30))
SIGN = "doel: delen.md#recht\ntekst: f2:0\nop: JJJJ-MM-DD\ndoor: je functie\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    then, now = (entry(f"Je {word} spreken.\n\n{LONG}", name="recht", title="Recht").leaves for word in ("mag", "moet"))
    said = Said("overlays/sport/delen--recht.md", "einde", entry("Bel eerst je club.").leaves[1:])
    day = date(2026, 11, 22)
    waiting = [
        Waiting(sector, "delen.md#recht", own, day, then, now, f"sectors/{sector}/nagelezen/a.yml", SIGN, "")
        for sector, own in (("sport", said), ("jeugd", None))
    ]
    folder = tmp_path_factory.mktemp("nalezen")
    for name, data in reading_page(waiting, THIS).items():
        (folder / name).write_bytes(data)
    return Path(folder, "index.html").as_uri()


def edges(page: Page, selector: str) -> tuple[float, float, float]:
    """Return the left edge, the top and the right edge of the last element that matches *selector*."""
    box = page.locator(selector).last.bounding_box()
    assert box
    return box["x"], box["y"], box["x"] + box["width"]


def test_on_a_desk_the_sector_stands_beside_the_change_and_stays_in_view(browser: Browser, address: str) -> None:
    with reader(browser, viewport=WIDE) as (page, witness, _):
        page.goto(address)
        assert page.locator("h2").all_inner_texts() == ["Jeugd", "Sport"]
        _, change_top, change_right = edges(page, ".changes")
        own_left, own_top, _ = edges(page, ".own")
        assert own_left >= change_right
        assert own_top == change_top
        page.get_by_text("De hele kerntekst, toen en nu").last.click()
        then, now = page.locator(".columns").last.locator("> div").all()
        assert "Je mag spreken." in then.inner_text()
        assert "Je moet spreken." in now.inner_text()
        page.get_by_text("Alinea 29").last.scroll_into_view_if_needed()
        assert page.get_by_text("Bel eerst je club.").is_visible()
        assert 0 <= edges(page, ".own")[1] < WIDE["height"] / 2, "it came along"
        assert witness.complaints == []


def test_on_a_phone_all_stands_below_each_other_and_fits(browser: Browser, address: str) -> None:
    with reader(browser, viewport=PHONE) as (page, witness, _):
        page.goto(address)
        assert edges(page, ".own")[1] > edges(page, ".changes")[1]
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        page.focus("[data-volgende]")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        assert page.inner_text("[data-stand]") == "2 van 2: Recht"
        assert SIGN.strip() in page.locator("pre").first.inner_text()
        assert witness.complaints == []
