"""`build.py demo` on the rich guidebook: two editions around a change of rules, as a reader meets them in Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Page, expect

from draaiboek.base import web_server
from tests.browser.chromium import NEEDED, reader
from tests.integration import program
from tests.integration.program import Place

pytestmark = NEEDED
FIRST, SECOND = "2025.1", "2026.1"
BETWEEN, AFTER = "2025-06-01", "2026-12-01"
LAW = "regels/voorbeeldwet/"
DECREE = "regels/uitvoering/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demonstration; beside it are `said.txt`, the output of the command, and `address.txt`."""
    return program.once(tmp_path_factory, "demo", _make).parent / "made"


def _make(into: Path) -> None:
    place = program.without("onderwijs", program.rich(into))
    place.commit()
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}/livc"
    (into.parent / "address.txt").write_text(address)
    run = place.build("demo", str(into.parent / "made"), "--real", "--address", address)
    (into.parent / "said.txt").write_text(run.said, encoding="utf-8")
    assert run.code == 0, run.said


@pytest.fixture(scope="module")
def web(made: Path) -> Path:
    return made / "publicatie"


@pytest.fixture(scope="module")
def address(web: Path) -> Iterator[str]:
    with web_server.serving(web, "/livc") as address:
        yield f"{address}/"


def on(page: Page, day: str) -> None:
    """Set the reader's clock to *day*."""
    page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00:00"))


def notice(page: Page) -> str:
    place = page.locator("[data-edition-notice] p")
    place.wait_for(state="visible")
    return place.inner_text()


def test_the_menu_names_the_editions_with_their_days(browser: Browser, address: str) -> None:
    with reader(browser) as (page, witness, _):
        on(page, AFTER)
        page.goto(f"{address}actueel/{LAW}")
        page.locator("summary", has_text="Andere editie").click()
        assert page.locator(".lr-editions__panel li a").all_inner_texts() == [
            "Editie 2026.1 geldt nu, sinds 1 april 2026 (die lees je nu)",
            "Editie 2025.1 gold van 1 januari 2025 tot 1 april 2026",
        ]
        assert page.locator("[data-edition-notice]").is_hidden()
        assert witness.complaints == []


@pytest.mark.parametrize(
    ("day", "edition", "says"),
    [
        (BETWEEN, FIRST, None),
        (BETWEEN, SECOND, "Let op: editie 2026.1 geldt vanaf 1 april 2026."),
        (AFTER, FIRST, "Let op: editie 2025.1 gold van 1 januari 2025 tot 1 april 2026."),
        (AFTER, SECOND, None),
    ],
)
def test_the_notice_follows_the_calendar(
    browser: Browser, address: str, day: str, edition: str, says: str | None
) -> None:
    now = {BETWEEN: FIRST, AFTER: SECOND}[day]
    with reader(browser) as (page, witness, _):
        on(page, day)
        page.goto(f"{address}{edition}/sport/{LAW}#inhoud", wait_until="networkidle")
        if says is None:
            page.locator("summary", has_text="Andere editie").wait_for()
            assert page.locator("[data-edition-notice]").is_hidden()
            return
        assert notice(page).startswith(says)
        page.get_by_role("link", name=f"Lees deze tekst in editie {now}, die nu geldt").click()
        page.wait_for_url(f"{address}{'actueel' if now == SECOND else now}/sport/{LAW}#inhoud")
        assert witness.complaints == []


@pytest.mark.parametrize("sector", ["", "sport/"])
def test_a_section_that_moved_is_followed(browser: Browser, address: str, sector: str) -> None:
    with reader(browser) as (page, _, _):
        on(page, AFTER)
        page.goto(f"{address}{FIRST}/{sector}{LAW}#wijziging")
        notice(page)
        page.get_by_role("link", name=f"Lees deze tekst in editie {SECOND}").click()
        page.wait_for_url(f"{address}actueel/{sector}{DECREE}#wijziging")
        expect(page.locator("#wijziging")).to_be_in_viewport()


def test_a_section_that_is_called_otherwise_is_found(browser: Browser, address: str) -> None:
    with reader(browser) as (page, _, _):
        on(page, AFTER)
        page.goto(f"{address}{FIRST}/sport/{DECREE}#datum")
        notice(page)
        page.get_by_role("link", name=f"Lees deze tekst in editie {SECOND}").click()
        page.wait_for_url(f"{address}actueel/sport/{DECREE}#sinds-wanneer")
        assert page.locator("#sinds-wanneer").inner_text().startswith("Vanaf wanneer geldt het?")
        assert page.locator("#datum").count() == 1  # the old id still leads to the page


def test_the_text_of_each_edition_is_that_of_its_time(browser: Browser, address: str) -> None:
    with reader(browser) as (page, _, _):
        for edition, number, rows in ((FIRST, "art.\u00a0300", 1), (SECOND, "art.\u00a0458", 2)):
            page.goto(f"{address}{edition}/geheim/")
            assert f"Voorbeeldwet, {number}" in page.locator(".footnote").inner_text()
            page.goto(f"{address}{edition}/regels/")
            assert page.locator("[data-artikel] tbody tr").count() == rows
            page.goto(f"{address}{edition}/{LAW}")
            assert page.locator("#diensten").count() == rows - 1
            page.goto(f"{address}{edition}/")
            assert "Demonstratie: dit is geen echte editie" in page.locator("[data-artikel]").inner_text()


def test_what_changed_stands_word_by_word_with_the_line_of_the_release_note(browser: Browser, address: str) -> None:
    with reader(browser) as (page, witness, _):
        page.goto(f"{address}wijzigingen/{SECOND}/")
        text = page.locator("main").inner_text()
        assert "Wat regelt deze wet? De wet zegt nu ook wie voorzit." in text
        assert "Aangepast aan het Uitvoeringsbesluit: En de anderen?" in text
        assert "300" in " ".join(page.locator("main del").all_inner_texts())
        assert "458" in " ".join(page.locator("main ins").all_inner_texts())
        assert "De wet noemt scholen" in " ".join(page.locator("main ins").all_inner_texts())
        page.goto(f"{address}wijzigingen/{SECOND}/sport/")
        assert "de nota van je club" in " ".join(page.locator("main ins").all_inner_texts())
        assert witness.complaints == []


def test_the_list_of_editions_tells_of_all(browser: Browser, address: str) -> None:
    with reader(browser) as (page, witness, _):
        page.goto(f"{address}edities/")
        assert [each.split()[1] for each in page.locator("h2:has-text('Editie ')").all_inner_texts()] == [SECOND, FIRST]
        assert page.get_by_text("Demonstratie: ").count() == 2
        assert page.get_by_text("Van 1 januari 2025 tot 1 april 2026").is_visible()
        page.get_by_role("link", name=f"Wat is er gewijzigd in editie {SECOND}").click()
        page.wait_for_url(f"{address}wijzigingen/{SECOND}/")
        assert witness.complaints == []


def test_a_wrong_address_offers_the_page_in_force(browser: Browser, address: str) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{address}2023.9/sport/{LAW}#inhoud")
        page.locator("#zelfde a").click()
        page.wait_for_url(f"{address}actueel/sport/{LAW}#inhoud")


def test_serve_shows_it_and_every_link_of_the_feeds_answers(made: Path) -> None:
    address = (made.parent / "address.txt").read_text()
    command = [sys.executable, "build.py", "demo", str(made), "--serve"]
    environment = program.environment(made.parent / "main")
    with subprocess.Popen(
        command, cwd=made.parent / "main", env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stderr is not None
        try:
            said = server.stderr.readline()
            assert said.startswith(f"{address}/ staat open"), said + server.stderr.read()
            for name in ("feed.xml", "feed-sport.xml"):
                feed = ET.fromstring(_read(f"{address}/{name}"))  # noqa: S314  # our own
                entries = feed.findall(f"{ATOM}entry")
                titles = [each.findtext(f"{ATOM}title") for each in entries]
                assert titles == [f"Editie {SECOND}", f"Editie {FIRST}"]
                inside = [link for each in entries for link in re.findall(r'href="([^"]+)"', _content(each))]
                own = [str(link.get("href")) for link in feed.iter(f"{ATOM}link")]
                assert len(inside) >= 5
                for link in {*own, *inside}:
                    assert _read(link.partition("#")[0])
            with pytest.raises(HTTPError, match="404"):
                _read(f"{address}/bestaat-niet/")
        finally:
            server.send_signal(signal.SIGINT)
            assert server.wait(20) == 0


def test_the_command_says_which_edition_applied_and_that_nothing_differs(made: Path) -> None:
    said = (made.parent / "said.txt").read_text(encoding="utf-8")
    assert said.count("2 edities, geen verschillen\n") == 2
    for day, edition in (("1 juni 2025", FIRST), ("1 december 2026", SECOND)):
        assert f"Op {day} gold editie {edition}.\n" in said
    assert f"{SECOND} [actueel]\n{FIRST}\n" in said
    assert re.search(r"sectors/sport/nagelezen/geheim--discretie--[0-9a-f]{8}\.yml: nagelezen\n", said)
    assert f"/livc/{FIRST}/{LAW} zo was het in editie {FIRST}\n" in said


def test_a_changed_byte_is_named(made: Path, web: Path, tmp_path: Path) -> None:
    copy = tmp_path / "publicatie"
    shutil.copytree(web, copy, copy_function=os.link)
    victim = copy / SECOND / "sport" / LAW / "index.html"
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.unlink()
    victim.write_bytes(data)
    run = Place(made / "opslagplaats").build("verify", "--in", str(copy))
    assert run.code == 1
    assert run.stdout.splitlines() == [f"{SECOND}/sport/{LAW}index.html: is gewijzigd"]


def test_a_folder_that_holds_something_is_refused(made: Path, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("niet wissen")
    place = Place(made.parent / "main")
    for folder in (str(tmp_path), str(made.parent), str(made)):
        run = place.build("demo", folder)
        assert run.code == 2, run.said
    assert (tmp_path / "brief.txt").read_text() == "niet wissen"
    assert place.build("demo", str(tmp_path / "nieuw"), "--address", "https://www.voorbeeld.be").code == 2
    assert not (tmp_path / "nieuw").exists()


def test_without_more_it_is_a_small_guidebook_with_three_editions(browser: Browser, tmp_path: Path) -> None:
    run = program.guidebook(tmp_path / "main").build("demo", str(tmp_path / "klein"))
    assert run.code == 0, run.said
    assert run.said.count("3 edities, geen verschillen\n") == 2
    with web_server.serving(tmp_path / "klein/publicatie", "/klein") as address, reader(browser) as (page, witness, _):
        page.goto(f"{address}/wijzigingen/2026.1/vrijwilligers/")
        assert "Aangepast aan de nieuwe termijn: Wanneer meld je het feest?" in page.locator("main").inner_text()
        assert "zes" in page.locator("main del").all_inner_texts()
        assert "vier" in page.locator("main ins").all_inner_texts()
        page.goto(f"{address}/2024.1/geluid/")
        assert "meet elk uur" not in page.locator("[data-artikel]").inner_text()
        page.goto(f"{address}/actueel/vrijwilligers/")
        assert "Demonstratie: dit is geen echt draaiboek" in page.locator("[data-artikel]").inner_text()
        assert witness.complaints == []


def _read(address: str) -> bytes:
    with urlopen(address) as answer:  # noqa: S310  # our own server
        return bytes(answer.read())


def _content(entry: ET.Element) -> str:
    return entry.findtext(f"{ATOM}content") or ""
