"""`build.py serve`: what an editor sees in the browser after each save, until Ctrl-C."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser import landing
from tests.browser.chromium import NEEDED, reader
from tests.integration import program
from tests.integration.program import VARIANTS, Place

pytestmark = NEEDED

LONGEST = 60_000.0  # milliseconds, for a machine under heavy load; not an expectation
PAGE = "docs/delen.md"
OURS = re.compile(rb'<link rel="stylesheet" href="/_/preview\.css"><script defer [^>]*></script>')


@dataclass(frozen=True, slots=True)
class Desk:
    """A guidebook that is being written, and the address where it is shown."""

    place: Place
    address: str
    process: subprocess.Popen[str]

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        with closing(HTTPConnection(urlsplit(self.address).netloc, timeout=60)) as connection:
            connection.request("GET", f"/{path}", headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()


@pytest.fixture
def desk(built: Place, tmp_path: Path) -> Iterator[Desk]:
    place = built.copy(tmp_path / "main")
    with subprocess.Popen(
        [sys.executable, "build.py", "serve", "--port", "0"],
        cwd=place.root,
        env=program.environment(place.root),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            assert process.stderr is not None
            said = next(line for line in process.stderr if "volgt wat je bewaart" in line)
            yield Desk(place, said.split()[0], process)
        finally:
            process.kill()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with reader(browser, viewport={"width": 390, "height": 844}) as (page, _, _):
        page.set_default_timeout(LONGEST)
        yield page


def test_the_preview_shows_what_a_build_makes(built: Place, desk: Desk) -> None:
    sectors = tuple(folder for folder in VARIANTS.values() if folder)
    for path in built.site.rglob("*"):
        name = path.relative_to(built.site).as_posix()
        if (
            path.is_dir()
            or name.startswith(
                ("pdf/", "epub/", "kit/", "offline/", "editie.json", "sbom.cdx.json", "herkomst.intoto.json")
            )
            or name.endswith(".gz")
        ):
            continue
        url = name.removesuffix("index.html")
        status, body = desk.get(url)
        made = path.read_bytes()
        if url.endswith("downloads/"):  # the sizes of files are known only once they exist
            made = re.sub(rb'(data-grootte="[^"]+">)[^<]*', rb"\1", made)
        assert status == 200, name
        assert OURS.sub(b"", body) == made, name
    assert desk.get("pdf/draaiboek-livc-r-2026.1-sport.pdf")[1].startswith(b"%PDF-")
    assert all(desk.get(f"{folder}bestaat-niet/")[0] == 404 for folder in ("", *sectors))


def test_a_saved_word_is_seen_where_the_editor_was(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.address}sport/delen/")
    page.evaluate("document.querySelector('details').open = true")
    heading = page.locator("[data-artikel] h2").last
    heading.evaluate("each => scrollBy({top: each.getBoundingClientRect().top - 200, behavior: 'instant'})")
    before = top(heading)
    assert page.evaluate("scrollY") > 0
    desk.place.replace(PAGE, "\n---\n", "\n---\nDit is pas bijgeschreven.\n\n")
    page.get_by_text("Dit is pas bijgeschreven.").first.wait_for(state="attached")
    landing.settle([page])
    assert abs(top(heading) - before) <= 2
    assert page.evaluate("document.querySelector('details').open")
    assert page.get_by_role("alert").count() == 0


def top(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"]


def test_an_error_stands_on_the_old_page_until_it_is_repaired(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.address}delen/")
    good = desk.place.read(PAGE)
    old = page.locator("[data-artikel]").inner_text()
    desk.place.write(PAGE, f"{good}\nZie [weg](weg.md).\n")
    alert = page.get_by_role("alert")
    alert.wait_for()
    line = good.count("\n") + 2
    assert f"{PAGE}:{line}:11 LK001" in alert.inner_text()
    box = alert.bounding_box()
    assert box is not None
    assert box["y"] == 0
    assert page.locator("[data-artikel]").inner_text() == old
    status, body = desk.get("delen/")
    assert status == 200
    assert b"weg.md" not in body
    desk.place.write(PAGE, good)
    alert.wait_for(state="detached")
    assert page.locator("[data-artikel]").inner_text() == old


def test_a_page_comes_and_goes_and_the_menu_follows(desk: Desk, page: Page) -> None:
    page.goto(desk.address)
    menu = desk.place.read("docs/_data/inhoud.yml")
    desk.place.write("docs/nieuw.md", "---\ntitle: Gloednieuw\ndescription: Over nieuw.\n---\nNieuwe tekst.\n")
    desk.place.write("docs/_data/inhoud.yml", f"{menu}- pagina: nieuw.md\n")
    page.locator("nav a", has_text="Gloednieuw").first.wait_for(state="attached")
    assert b"Nieuwe tekst." in desk.get("sport/nieuw/")[1]
    page.goto(f"{desk.address}nieuw/")
    (desk.place.root / "docs/nieuw.md").unlink()
    desk.place.write("docs/_data/inhoud.yml", menu)
    page.get_by_text("Nieuwe tekst.").wait_for(state="detached")
    assert desk.get("nieuw/")[0] == 404


def test_a_new_name_of_the_guidebook_is_seen_everywhere(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.address}sport/delen/")
    desk.place.replace("draaiboek.yml", 'korte_naam: "LIVC-R"', "korte_naam: Tafel")
    page.locator(".lr-brand__name", has_text="Tafel").wait_for(state="attached")
    desk.place.replace("draaiboek.yml", "\nadres:", "\nbewerken: https://git.example/draaiboek\nadres:")
    page.get_by_text("Verbeter dit stuk").first.wait_for(state="attached")
    for path in ("", "sport/delen/"):
        assert b"https://git.example/draaiboek/edit/main/" in desk.get(path)[1]


def test_a_checkout_of_everything_and_what_editors_write_beside_files_are_survived(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.address}sport/delen/")
    place = desk.place
    place.git("checkout", "--quiet", "-b", "anders")
    for path in (place.root / "docs").rglob("*.md"):
        place.replace(path.relative_to(place.root).as_posix(), "\n---\n", "\n---\nOveral bijgeschreven.\n")
    place.commit()
    page.get_by_text("Overal bijgeschreven.").first.wait_for(state="attached")
    place.git("checkout", "--quiet", "main")
    page.get_by_text("Overal bijgeschreven.").first.wait_for(state="detached")
    for name in ("docs/.delen.md.swp", "docs/delen.md~", "docs/4913", "docs/#delen.md#"):
        place.write(name, "x")
        (place.root / name).unlink()
    place.replace(PAGE, "\n---\n", "\n---\nNog één keer.\n")
    page.get_by_text("Nog één keer.").wait_for(state="attached")


def test_a_template_that_is_wrong_is_told_and_repaired(desk: Desk, page: Page) -> None:
    page.goto(f"{desk.address}delen/")
    footer = "draaiboek/theme/partials/footer.html"
    good = desk.place.read(footer)
    desk.place.write(footer, f"{good}{{% onzin %}}")
    page.get_by_role("heading", name="Deze pagina is niet te tonen").wait_for()
    assert "Encountered unknown tag 'onzin'" in page.locator("body").inner_text()
    desk.place.write(footer, good)
    page.get_by_role("heading", name="Informatie delen", level=1).wait_for()


def test_it_is_for_this_machine_and_ends_with_ctrl_c(desk: Desk, page: Page) -> None:
    port = desk.address.rstrip("/").rpartition(":")[2]
    for host, expected in ((f"kwaad.example:{port}", 403), ("kwaad.example", 403), (f"localhost:{port}", 200)):
        assert desk.get("", Host=host)[0] == expected
    page.goto(desk.address)  # so that a client is connected
    desk.process.send_signal(signal.SIGINT)
    assert desk.process.wait(60) == 0
