"""The page where a reader finds out whether a file is genuine: in Chromium, by keyboard and drop, and from a folder.

The files are small editions that were really published; the browser's requests show that nothing is sent.
"""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from draaiboek.base import web_server
from draaiboek.editions import publish
from tests.browser.chromium import NEEDED
from tests.integration import small_editions
from tests.integration.small_editions import FIRST, SECOND, THIRD

pytestmark = NEEDED
BOOKS = {each: f"draaiboek-livc-r-{each}.pdf" for each in (FIRST, SECOND, THIRD)}
RESULTS = ".uitslag"
DROP = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    document.querySelector("h2").dispatchEvent(new DragEvent("dragover", { dataTransfer: carried, bubbles: true }));
    document.querySelector("h2").dispatchEvent(
      new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three editions, the first of which was withdrawn, and the files that it had before that."""
    base = tmp_path_factory.mktemp("root")
    (base / "main").mkdir()
    subprocess.run(["git", "init", "--quiet", str(base / "main")], check=True)
    place = publish.Place(base / "main", base / "scratch", base / "web" / "livc")
    for name, file in BOOKS.items():
        book = {f"pdf/{file}": b"%PDF-1.7 " + name.encode()}
        changes = _changes(base / "changes" / name) if name == SECOND else None
        small_editions.put(place, small_editions.site(base / "ready", name, book), changes=changes)
    gone = publish.withdraw(FIRST, "De deeltest was fout.", date(2027, 3, 2), this=small_editions.THIS)
    publish.change(place, gone, message="x", seen=publish.look(place), approve=lambda _tree: True)
    return base


def _changes(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    (folder / "wijzigingen.pdf").write_bytes(b"%PDF-1.7 wijzigingen")
    return folder


@pytest.fixture(scope="module")
def address(web: Path) -> Iterator[str]:
    with web_server.serving(web / "web" / "livc", "/livc") as address:
        yield f"{address}/nakijken/"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(address)
    yield page
    page.close()


def chosen(page: Page, *files: Path | dict[str, object]) -> list[str]:
    """What the page says about *files* after they were chosen in its file input."""
    page.set_input_files("#bestand", list(files))  # type: ignore[arg-type]  # a mapping is a file that only exists here
    page.wait_for_selector("[data-melding]:has-text('nagekeken')")
    return [" ".join(text.split()) for text in page.locator(RESULTS).all_inner_texts()]


def book(web: Path, name: str) -> Path:
    return web / "ready" / name / "pdf" / BOOKS[name]


def test_a_real_file_is_known_under_any_name_and_one_byte_more_is_not(page: Page, web: Path, tmp_path: Path) -> None:
    other_name, changed = tmp_path / "van een collega.pdf", tmp_path / BOOKS[THIRD]
    other_name.write_bytes(book(web, THIRD).read_bytes())
    changed.write_bytes(book(web, THIRD).read_bytes().replace(b"1.7", b"1.6"))
    real, false = chosen(page, other_name, changed)
    assert real == (
        f"van een collega.pdf Dit is byte voor byte {BOOKS[THIRD]} van editie {THIRD}. Het is echt en volledig."
    )
    assert false.startswith(f"{BOOKS[THIRD]} Dit bestand kennen we niet.")
    kinds = [str(each.get_attribute("class")) for each in page.locator(RESULTS).all()]
    assert kinds == ["uitslag uitslag--echt", "uitslag uitslag--onbekend"]
    assert page.inner_text("[data-melding]") == "2 bestanden nagekeken."


def test_an_older_a_withdrawn_and_a_comparing_file_say_what_they_are(page: Page, web: Path) -> None:
    older, withdrawn, changes = chosen(
        page, book(web, SECOND), book(web, FIRST), web / "changes" / SECOND / "wijzigingen.pdf"
    )
    assert older.endswith(
        f"van editie {SECOND}. Het is echt en volledig. Wij tonen intussen een andere editie: {THIRD}."
    )
    assert withdrawn.endswith(f"van editie {FIRST}. Maar die editie is ingetrokken: De deeltest was fout.")
    assert changes.startswith(f"wijzigingen.pdf Dit is byte voor byte wijzigingen.pdf van editie {SECOND}.")


def test_nothing_of_the_file_is_sent(page: Page, web: Path, address: str) -> None:
    asked: list[tuple[str, str, object]] = []
    page.on("request", lambda request: asked.append((request.method, request.url, request.post_data)))
    chosen(page, book(web, THIRD))
    assert asked == [("GET", address.replace("nakijken/", "bestanden.json"), None)]


def test_a_file_that_is_dropped_anywhere_on_the_page_is_looked_at(page: Page, web: Path, address: str) -> None:
    content = base64.b64encode(book(web, THIRD).read_bytes()).decode()
    page.evaluate(DROP, ["x.pdf", content])
    page.wait_for_selector(".uitslag--echt")
    assert page.url == address


def test_it_works_by_keyboard_and_fits_a_phone(browser: Browser, address: str, web: Path) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 560})
    page.goto(address)
    page.bring_to_front()  # a page in the background cannot open a file chooser
    page.keyboard.press("Tab")  # the name of the guidebook
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "bestand"
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(str(book(web, THIRD)))
    page.wait_for_selector("[data-melding]:has-text('nagekeken')")
    result = page.locator(".uitslag--echt").bounding_box()
    assert result
    assert result["y"] >= 0
    assert result["y"] + result["height"] <= 560, "the answer has to be in view"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("document.querySelector('#bestand').labels[0].textContent").startswith("Kies een of meer")
    page.close()


def test_no_violation_of_the_policy_and_no_error(browser: Browser, address: str, web: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    chosen(page, book(web, THIRD))
    assert said == []
    page.close()


def test_without_a_network_it_says_so_and_looks_again_later(page: Page, web: Path) -> None:
    page.route("**/bestanden.json", lambda route: route.abort())
    page.set_input_files("#bestand", str(book(web, THIRD)))
    page.wait_for_selector("[data-melding]:has-text('Dat lukte niet')")
    page.unroute("**/bestanden.json")
    assert len(chosen(page, book(web, THIRD))) == 1


def test_from_a_folder_and_over_plain_http_it_says_where_to_go(browser: Browser, web: Path, address: str) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(globalThis, 'crypto', { value: {} })")  # as over plain http
    for url in ((web / "web" / "livc" / "nakijken" / "index.html").as_uri(), address):
        page.goto(url)
        said = page.inner_text("[data-melding]")
        assert f"Ga naar {small_editions.ADDRESS}/nakijken/" in said
        assert not page.is_visible("#bestand")
        assert page.is_visible("text=certutil -hashfile")
    page.close()


def test_without_javascript_it_says_how_to_do_it_oneself(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.inner_text("[data-melding]").startswith("Hiervoor moet JavaScript aan staan.")
    assert not page.is_visible("#bestand")
    assert page.is_visible("text=Get-FileHash")
    context.close()
