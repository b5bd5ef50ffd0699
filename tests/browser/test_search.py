"""The search box in Chromium, over the rich guidebook: does a reader find the page with the answer?

The quality of the search on the real text is measured with that text: `build.py audit search`.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

from draaiboek.base import web_server
from tests.browser.chromium import NEEDED, PREFIX, reader, served
from tests.integration.program import Place

pytestmark = NEEDED
HEAVIEST_PAGE = 200_000  # bytes over the network, with gzip: issue 5, point 8
HEAVIEST_SEARCH = 100_000
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def site(rich: Place) -> Path:
    return rich.site


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


def ask(page: Page, query: str) -> None:
    """Type *query* and wait for its own results, not those of the previous query."""
    box = page.get_by_role("combobox", name="Zoeken in dit draaiboek")
    box.focus()
    for text, shown in (("", "Typ een woord"), (query, re.compile("gevonden|Geen antwoord|Misschien"))):
        box.fill(text)
        page.locator(".md-search-result__meta", has_text=shown).wait_for(state="attached")


def links(page: Page) -> list[str]:
    """The address of each page that was found, best match first."""
    found = page.locator(".md-search-result__item").evaluate_all("all => all.map(item => item.querySelector('a').href)")
    return [str(link) for link in found]


# --- what it finds ----------------------------------------------------------------------------------------------------


def test_readers_find_the_page_that_answers(rich: Place) -> None:
    run = rich.build("audit", "search")
    assert run.code == 0, run.said
    figures = r"^soorten: 40 vragen, \d+ % bovenaan .*, 100 % bij de eerste drie .*, 100 % met een antwoord .*"
    assert re.search(f"{figures}, 100 % terecht zonder zeker antwoord ", run.stderr, re.MULTILINE), run.said
    assert re.search(r"^De zoekfunctie weegt \d+ kB$", run.stderr, re.MULTILINE)
    assert all(
        re.match(r"docs/_data/zoekvragen/soorten\.yml:\d+:7: ‘.*’ \(\w+\): ", line) for line in run.stdout.splitlines()
    )


def test_the_command_names_what_is_not_found_and_fails_when_that_is_too_much(rich: Place, tmp_path: Path) -> None:
    place = rich.copy(tmp_path / "main")
    right = '{vraag: "datalek", paginas: [gegevens.md]}'
    entries = [right, '{vraag: "datalek", paginas: [bronnen.md]}', '{vraag: "xqzwkjh", paginas: [geheim.md]}']

    def ask_about(*asked: str) -> tuple[int, str]:
        lines = "".join(f"    - {each}\n" for each in asked)
        limits = "bovenaan: 34\neerste_drie: 33\niets: 66\n"
        place.write("docs/_data/zoekvragen/proef.yml", f"{limits}vragen:\n  kern:\n{lines}")
        run = place.build("audit", "search")
        return run.code, run.said

    code, said = ask_about(*entries)
    assert code == 1
    assert "zoekvragen/proef.yml:7:7: ‘datalek’ (kern): bronnen.md staat niet bij de 1 gevonden pagina's\n" in said
    assert "zoekvragen/proef.yml:8:7: ‘xqzwkjh’ (kern): geheim.md staat niet bij de 0 gevonden pagina's\n" in said
    assert "proef: 3 vragen, 33 % bovenaan (minstens 34), 33 % bij de eerste drie" in said
    code, said = ask_about(right)
    assert (code, said.count("datalek")) == (0, 0), said


def test_the_command_wants_questions_and_a_site(place: Place) -> None:
    assert "er zijn geen vragen" in place.build("audit", "search").stderr
    name = "docs/_data/zoekvragen/proef.yml"
    place.write(name, "bovenaan: 1\neerste_drie: 1\niets: 1\nvragen:\n  kern:\n")
    wrong = place.build("audit", "search")
    assert (wrong.code, wrong.stderr.count("PG003")) == (1, 1), wrong.said
    place.replace(name, "kern:", 'kern: [{vraag: "delen", paginas: [delen.md]}]')
    run = place.build("audit", "search")
    assert run.code == 2, run.said
    assert "Maak ze eerst: python3 build.py" in run.stderr


# --- what it costs, and what it tells ---------------------------------------------------------------------------------


def test_a_page_is_light_and_the_index_waits_for_the_search_field(browser: Browser, address: str, site: Path) -> None:
    with reader(browser) as (page, _, _):
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  # Playwright marks the function
        page.goto(f"{address}onderwijs/geheim/")
        page.wait_for_load_state("networkidle")  # after `load`: a slow machine is idle before the scripts arrive
        first = [urlsplit(answer.url).path for answer in answers]
        assert not [path for path in first if path.endswith(("texts.js", "search/search.js"))]
        assert sum(_weight(site, path) for path in first) <= HEAVIEST_PAGE
        answers.clear()
        ask(page, "beroepsgeheim")
        later = [urlsplit(answer.url).path for answer in answers]
        assert sorted(path.rpartition("/")[2] for path in later) == ["search.js", "texts.js"]
        assert sum(_weight(site, path) for path in later) <= HEAVIEST_SEARCH


def _weight(site: Path, path: str) -> int:
    """The size in bytes of a file as a web server sends it: with gzip when that is smaller."""
    file = site / path.removeprefix(PREFIX)
    text = (file / "index.html" if file.is_dir() else file).read_bytes()
    return min(len(text), len(gzip.compress(text, mtime=0)))


def test_what_is_asked_stays_on_the_device(browser: Browser, address: str) -> None:
    with reader(browser) as (page, witness, context):
        page.goto(f"{address}sport/")
        ask(page, "coach kleedkamer")
        page.locator(".md-search-result__item a").first.click()
        page.wait_for_load_state("networkidle")
        sent = [url.partition("#")[0] for url in [*witness.requests, page.url]]  # what follows is the id of a section
        assert not [url for url in sent if "?" in url or "kleedkamer" in url]
        stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
        assert "kleedkamer" not in stored
        assert context.cookies() == []


def test_a_variant_finds_only_its_own_text(browser: Browser, address: str) -> None:
    with reader(browser) as (page, _, _):
        page.goto(f"{address}sport/")
        ask(page, "leerlingvolgsysteem")
        assert all(link.startswith(f"{address}sport/") for link in links(page))
        assert "leerlingvolgsysteem" not in page.locator(".md-search-result__list").inner_text()


# --- where it runs ----------------------------------------------------------------------------------------------------


def test_it_works_in_a_copy_that_is_opened_from_a_file(browser: Browser, site: Path) -> None:
    with reader(browser) as (page, _, _):
        page.goto((site / "onderwijs" / "delen" / "index.html").as_uri())
        ask(page, "ambtsgeheim")
        first = links(page)[0]
        assert first.startswith((site / "onderwijs").as_uri())
        assert first.partition("#")[0].endswith("/index.html")
        page.locator(".md-search-result__item a").first.click()
        page.locator("h1").wait_for()
        assert "ambtsgeheim" in page.locator("[data-artikel]").inner_text()


class Strict(web_server.Handler):
    """Sends a policy that only allows scripts that are files of the site, and each page's own inline scripts."""

    def end_headers(self) -> None:
        hashes = " ".join(sorted(self.hashes()))
        policy = f"default-src 'none'; script-src 'self' {hashes}; worker-src 'self'; connect-src 'self'"
        self.send_header(
            "Content-Security-Policy", f"{policy}; style-src 'self'; img-src 'self' data:; font-src 'self'"
        )
        super().end_headers()

    def hashes(self) -> Iterator[str]:
        file = Path(self.translate_path(self.path))
        html = file / "index.html"
        text = html.read_text(encoding="utf-8") if html.exists() else ""
        for script in re.findall(r"<script>(.*?)</script>", text, flags=re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
            yield f"'sha256-{digest}'"


def test_it_works_under_a_strict_content_security_policy(browser: Browser, site: Path) -> None:
    with served(site, Strict) as address, reader(browser) as (page, witness, _):
        page.goto(f"{address}onderwijs/")
        ask(page, "beroepsgeheim")
        assert links(page)
        assert witness.complaints == []


@pytest.mark.parametrize("variant", ["", "sport/"])
def test_without_javascript_there_is_no_dead_search_field(browser: Browser, address: str, variant: str) -> None:
    with reader(browser, java_script_enabled=False) as (page, _, _):
        page.goto(f"{address}{variant}delen/")
        assert not page.get_by_role("combobox", name="Zoeken in dit draaiboek").is_visible()
        page.get_by_role("link", name="Begrippen").click()
        page.wait_for_url(f"{address}{variant}begrippen/")


# --- how it is used ---------------------------------------------------------------------------------------------------


def test_it_is_used_by_keyboard(browser: Browser, address: str) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.goto(f"{address}delen/")
        ask(page, "datalek")
        page.keyboard.press("ArrowDown")
        assert "gegevens/" in str(page.get_by_role("option", selected=True).get_attribute("href"))
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}gegevens/#datalek")
        ask(page, "ouders")
        page.keyboard.press("Escape")
        page.locator(".md-search__output").wait_for(state="hidden")


def test_it_says_how_much_it_found_and_marks_the_words(browser: Browser, address: str) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.goto(f"{address}delen/")
        ask(page, "datalek")
        status = page.locator("[role=search] [role=status]").first
        assert re.fullmatch(r"\d+ pagina’s gevonden|1 pagina gevonden", status.inner_text())
        assert page.locator(".md-search-result__item mark").first.inner_text().lower() == "datalek"


def test_it_tells_how_it_read_a_misspelled_word(browser: Browser, address: str) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.goto(address)
        ask(page, "beroepsgehiem")
        told = page.get_by_text("‘beroepsgehiem’ komt niet voor. Je ziet de resultaten voor ‘beroepsgeheim’.")
        told.wait_for()
        ask(page, "beroepsgeheim")
        told.wait_for(state="hidden")
        assert "komt niet voor" not in page.locator("body").inner_text()


def test_it_finds_while_the_reader_types(browser: Browser, address: str) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.goto(f"{address}onderwijs/")
        for typed, found in (("teru", "stap-03"), ("terugkoppe", "stap-03"), ("leerlingv", "hoofdstuk")):
            ask(page, typed)
            assert any(found in link for link in links(page)[:3]), typed


def test_what_may_be_no_answer_is_said_to_come_near(browser: Browser, address: str) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.goto(f"{address}sport/delen/")
        ask(page, "hoe schrijf ik de burgemeester in voor zwerkbal ")
        page.get_by_text("Misschien geen antwoord in dit draaiboek. Gevonden in de buurt:").wait_for()
        assert page.locator(".md-search .md-search-result__item").count() == 3
        ask(page, "burgemeester")
        assert page.get_by_text("Misschien geen antwoord").count() == 0


def test_it_helps_when_nothing_is_found(browser: Browser, address: str) -> None:
    with reader(browser, viewport=DESK) as (page, _, _):
        page.goto(f"{address}sport/delen/")
        ask(page, "xqzwkjh")
        page.get_by_text("Geen antwoord in dit draaiboek").wait_for()
        # As before the results, the first stop is the button beside the field, which clears it.
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Leegmaken"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "de lijst van begrippen en afkortingen"
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}sport/begrippen/")
