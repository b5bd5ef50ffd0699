"""The copy that a reader's browser keeps: only on request, complete or not at all, and removed when it has to be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import CHROMIUM, FLAGS, NEEDED, reader
from tests.browser.publication import PREFIX, Host, hosted, publications
from tests.integration.program import EDITION, NEXT

__all__ = ["publications"]
pytestmark = NEEDED

DOWNLOADS = f"{EDITION}/onderwijs/downloads/"
LEFT = """async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]"""
PAUSE = "new Promise((resolve) => setTimeout(resolve, 20))"


@pytest.fixture
def host(publications: dict[str, Path], tmp_path: Path) -> Iterator[Host]:  # pytest requests it by this name
    with hosted(publications[EDITION], tmp_path / "public") as host:
        yield host


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with reader(browser) as (page, _, _):
        yield page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def says(page: Page, text: str) -> None:
    """Wait until the page says *text* in the place that shows the state of the copy."""
    page.locator("[data-offline-state]", has_text=text).wait_for(state="visible", timeout=20_000)


def save(page: Page, host: Host, path: str = DOWNLOADS) -> None:
    page.goto(host.address + path)
    press(page, "offline")
    says(page, "Klaar. Je offline kopie is editie")


def left(page: Page) -> list[int]:
    """The numbers of service workers and of caches."""
    found: list[int] = page.evaluate(LEFT)
    return found


def until_gone(page: Page) -> None:
    """Wait until there are no workers and no caches; `wait_for_function` would take the pending promise for true."""
    page.evaluate(f"async () => {{ while (String(await ({LEFT})()) !== '0,0') await {PAUSE}; }}")


def pages_of(host: Host, folder: str) -> list[str]:
    root = host.folder / EDITION
    found = (path.relative_to(host.folder).as_posix() for path in (root / folder).rglob("index.html"))
    return sorted(path.removesuffix("index.html") for path in found)


def status_of(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


# --- before the button ------------------------------------------------------------------------------------------------


def test_nothing_is_asked_or_kept_before_the_button_is_pressed(page: Page, host: Host) -> None:
    for path in ("actueel/onderwijs/", DOWNLOADS):
        page.goto(host.address + path, wait_until="networkidle")
    says(page, "Er is geen offline kopie op dit toestel.")
    assert left(page) == [0, 0]
    assert not [path for path in host.asked if path.endswith(("sw.js", "offline.json", "editie.json"))]


def test_a_preview_says_that_it_cannot_keep_a_copy(
    page: Page,
    publications: dict[str, Path],  # pytest requests it by this name
    tmp_path: Path,
) -> None:
    with hosted(publications[EDITION] / EDITION, tmp_path / "preview") as host:  # served as the folder out/site is
        page.goto(f"{host.address}downloads/")
        says(page, "Dit is een voorvertoning")
        assert page.get_by_role("button", name="Bewaar offline").count() == 0


def test_without_javascript_the_files_are_there(browser: Browser, host: Host) -> None:
    with reader(browser, java_script_enabled=False) as (page, witness, context):
        page.goto(host.address + DOWNLOADS)
        assert page.get_by_text("Hiervoor moet JavaScript aan staan.").is_visible()
        assert page.get_by_role("button", name="Bewaar offline").count() == 0
        places = [str(link.evaluate("link => link.href")) for link in page.locator(".lr-downloads__item a").all()]
        kinds = {place.rpartition(".")[2] for place in places}
        assert kinds == {"pdf", "epub", "zip"}
        for place in places:
            path = host.folder / place.removeprefix(host.address)
            assert context.request.get(place).body() == path.read_bytes()
        assert witness.complaints == []


def test_an_address_without_https_says_why_not(browser: Browser, host: Host) -> None:
    flags = [*FLAGS, "--host-resolver-rules=MAP draaiboek.test 127.0.0.1"]
    other = browser.browser_type.launch(executable_path=CHROMIUM, args=flags, headless=True)
    with reader(other) as (page, _, _):
        page.goto(f"http://draaiboek.test:{host.port}{PREFIX}{DOWNLOADS}")
        says(page, "Bewaren kan alleen op een adres dat met https begint.")
    other.close()


# --- a copy -----------------------------------------------------------------------------------------------------------


def test_a_saved_variant_works_without_a_server(page: Page, host: Host) -> None:
    save(page, host)
    pages = pages_of(host, "onderwijs")
    book = host.folder / EDITION / "pdf" / f"draaiboek-livc-r-{EDITION}-onderwijs.pdf"
    address = host.address
    host.stop()
    assert len(pages) > 5
    for path in pages:
        assert status_of(page, address + path) == 200
        assert page.locator("h1").is_visible(), path
        assert page.evaluate("document.fonts.ready.then(fonts => fonts.size)")
    length = page.evaluate(
        "url => fetch(url).then(answer => answer.blob()).then(blob => blob.size)", _url(address, book)
    )
    assert length == book.stat().st_size


def _url(address: str, path: Path) -> str:
    return f"{address}{EDITION}/pdf/{path.name}"


def test_searching_works_without_a_server(page: Page, host: Host) -> None:
    save(page, host)
    address = host.address
    host.stop()
    page.goto(f"{address}{EDITION}/onderwijs/")
    box = page.get_by_role("combobox", name="Zoeken in dit draaiboek")
    box.focus()
    page.get_by_text("Typ een woord om te zoeken").wait_for(state="visible")
    box.press_sequentially("leerlingendossier")
    page.locator(".md-search-result__item a", has_text="Informatie delen").first.wait_for(state="visible")


def test_without_a_network_the_edition_in_force_is_the_copy(page: Page, host: Host) -> None:
    save(page, host)
    address = host.address
    host.stop()
    page.goto(f"{address}actueel/onderwijs/delen/")
    assert page.url == f"{address}{EDITION}/onderwijs/delen/"
    assert page.locator("h1").inner_text().startswith("Informatie delen")


def test_what_is_not_in_the_copy_says_so(page: Page, host: Host) -> None:
    save(page, host)
    address = host.address
    host.stop()
    for path in (f"{EDITION}/delen/", "actueel/bestaat-niet/", "2031.1/onderwijs/", ""):
        assert status_of(page, address + path) == 503, path
        assert page.locator("h1").inner_text() == "Deze pagina zit niet in je offline kopie"
    page.get_by_role("link", name="Ga naar het begin van je offline kopie").click()
    page.wait_for_url(f"{address}{EDITION}/onderwijs/")


def test_a_device_that_is_full_keeps_nothing(browser: Browser, host: Host) -> None:
    with reader(browser) as (page, _, context):
        page.goto(host.address + DOWNLOADS)
        origin = host.address.removesuffix(PREFIX)
        limit = {"origin": origin, "quotaSize": 60_000}
        context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", limit)
        press(page, "Bewaar offline")
        says(page, "Niet bewaard: er is te weinig plaats op dit toestel.")
        assert left(page) == [0, 0]


def test_a_file_that_is_missing_keeps_nothing(page: Page, host: Host) -> None:
    (host.folder / EDITION / "onderwijs" / "search" / "texts.js").unlink()
    page.goto(host.address + DOWNLOADS)
    press(page, "Bewaar offline")
    says(page, "Niet bewaard: de website gaf niet alle bestanden.")
    assert left(page) == [0, 0]


def test_saving_can_be_stopped(page: Page, host: Host) -> None:
    host.slow = "delen/"
    page.goto(host.address + DOWNLOADS)
    press(page, "Bewaar offline")
    page.locator("[data-offline-state]", has_text="bestanden bewaard").wait_for(state="visible")
    press(page, "Stop met bewaren")
    says(page, "Gestopt. Er is niets nieuws bewaard. Er is geen offline kopie")
    host.gate.set()
    assert left(page) == [0, 0]


# --- another edition --------------------------------------------------------------------------------------------------


def test_a_new_edition_is_announced_and_never_mixed(
    page: Page,
    host: Host,
    publications: dict[str, Path],  # pytest requests it by this name
) -> None:
    save(page, host)
    host.publish(publications[NEXT])
    page.goto(f"{host.address}{EDITION}/onderwijs/delen/")
    assert "Deel alleen wat de anderen nodig hebben." in page.locator("[data-artikel]").inner_text()
    news = page.get_by_role("complementary", name="Nieuwe editie")
    news.wait_for(state="visible")
    assert f"Er is een nieuwe editie: {NEXT}. Je offline kopie is editie {EDITION}." in news.inner_text()
    page.goto(f"{host.address}actueel/onderwijs/delen/")
    assert "Deel niets dat de anderen niet helpt." in page.locator("[data-artikel]").inner_text()
    page.get_by_role("link", name="Bewaar de nieuwe").click()
    says(page, f"Je offline kopie is editie {EDITION}, onderwijs. Nu geldt editie {NEXT}.")
    press(page, f"Bewaar editie {NEXT} offline")
    says(page, f"Klaar. Je offline kopie is editie {NEXT}, onderwijs.")
    assert left(page) == [1, 2]
    page.reload(wait_until="networkidle")
    assert page.locator(".lr-news").count() == 0
    address = host.address
    host.stop()
    page.goto(f"{address}actueel/onderwijs/delen/")
    assert "Deel niets dat de anderen niet helpt." in page.locator("[data-artikel]").inner_text()
    assert status_of(page, f"{address}{EDITION}/onderwijs/bronnen/") == 503


def test_a_changed_file_is_refused_and_the_old_copy_stays(
    page: Page,
    host: Host,
    publications: dict[str, Path],  # pytest requests it by this name
) -> None:
    save(page, host)
    host.publish(publications[NEXT])
    changed = host.folder / NEXT / "onderwijs" / "bronnen" / "index.html"
    changed.write_bytes(changed.read_bytes().replace(b"Voorbeeldwet", b"Voorbeeldw3t"))
    page.goto(f"{host.address}{NEXT}/onderwijs/downloads/")
    press(page, f"Bewaar editie {NEXT} offline")
    says(page, "Niet bewaard: een bestand is anders dan het hoort te zijn.")
    says(page, f"Je offline kopie is editie {EDITION}")
    assert left(page) == [1, 2]
    address = host.address
    host.stop()
    for path in (DOWNLOADS, f"{EDITION}/onderwijs/bronnen/"):
        assert status_of(page, address + path) == 200


# --- the end of a copy ------------------------------------------------------------------------------------------------


def test_a_reader_wipes_the_copy(page: Page, host: Host) -> None:
    save(page, host)
    assert left(page) == [1, 2]
    press(page, "Wis offline kopie")
    says(page, "Gewist. Er is geen offline kopie op dit toestel.")
    assert left(page) == [0, 0]
    page.reload(wait_until="networkidle")
    assert left(page) == [0, 0]


@pytest.mark.parametrize("where", [DOWNLOADS, f"{EDITION}/onderwijs/delen/"])
def test_the_button_that_wipes_all_wipes_the_copy_too(page: Page, host: Host, where: str) -> None:
    save(page, host)
    page.evaluate("caches.open('elders')")  # belongs to another website on the same host
    page.goto(host.address + where, wait_until="networkidle")
    page.get_by_text("Wat dit toestel onthoudt").first.press("Enter")
    assert "offline kopie" in page.locator(".lr-memory p").first.inner_text()
    press(page, "Wis wat dit toestel onthoudt")
    page.evaluate(f"async () => {{ while (String(await ({LEFT})()) !== '0,1') await {PAUSE}; }}")
    assert page.evaluate("caches.keys()") == ["elders"]
    if where == DOWNLOADS:
        says(page, "Er is geen offline kopie op dit toestel.")


def test_the_publisher_withdraws_every_copy(page: Page, host: Host) -> None:
    save(page, host)
    (host.folder / "offline.json").write_text(json.dumps({"aan": False, "versie": 1}), encoding="utf-8")
    page.goto(f"{host.address}{EDITION}/onderwijs/")
    until_gone(page)
    page.goto(host.address + DOWNLOADS, wait_until="networkidle")
    assert left(page) == [0, 0]
    press(page, "Bewaar offline")
    says(page, "de beheerder van de website zette het af")
    assert left(page) == [0, 0]


def test_a_page_that_is_being_read_leaves_nothing_of_a_wiped_copy(page: Page, host: Host) -> None:
    save(page, host)
    asked = [f"{host.address}{name}" for name in ("versions.json", f"{EDITION}/onderwijs/", f"{EDITION}/editie.json")]
    page.evaluate(
        """async (addresses) => {
          const wipe = document.querySelector("[data-offline-wipe]");
          const answers = [];
          for (let round = 0; round < 40; round++) {
            answers.push(...addresses.map((address) => fetch(`${address}?${round}`).catch(() => null)));
            if (round === 20) wipe.click();
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
          await Promise.all(answers);
        }""",
        asked,
    )
    says(page, "Gewist.")
    assert left(page) == [0, 0]


def test_a_copy_that_is_being_saved_when_the_publisher_withdraws_is_not_kept(page: Page, host: Host) -> None:
    host.slow = "paden.json"  # the last file that is fetched
    page.goto(host.address + DOWNLOADS)
    press(page, "Bewaar offline")
    page.locator("[data-offline-state]", has_text="bestanden bewaard").wait_for(state="visible")
    other = page.context.new_page()
    (host.folder / "offline.json").write_text(json.dumps({"aan": False, "versie": 1}), encoding="utf-8")
    other.goto(f"{host.address}{EDITION}/onderwijs/")
    says(page, "de beheerder van de website zette het af")
    host.gate.set()
    assert left(page) == [0, 0]


def test_a_page_that_asks_in_an_old_way_says_so(page: Page, host: Host) -> None:
    (host.folder / "offline.json").write_text(json.dumps({"aan": True, "versie": 2}), encoding="utf-8")
    page.goto(host.address + DOWNLOADS)
    press(page, "Bewaar offline")
    says(page, "Deze editie is te oud om nog te bewaren.")
    assert left(page) == [0, 0]


def test_a_worker_that_takes_itself_away_is_obeyed(page: Page, host: Host) -> None:
    save(page, host)
    end = """addEventListener("install", () => skipWaiting());
    addEventListener("activate", (event) => event.waitUntil((async () => {
      for (const name of await caches.keys()) await caches.delete(name);
      await registration.unregister();
    })()));"""
    (host.folder / "sw.js").write_text(end, encoding="utf-8")
    page.goto(f"{host.address}{EDITION}/onderwijs/")
    until_gone(page)
