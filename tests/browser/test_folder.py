"""The website as a zip: unpacked, and opened from the file system by a browser without a server."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import NEEDED, Witness, reader
from tests.integration.program import ADDRESS, EDITION, PRINTED, VARIANTS, Place
from tests.integration.reading import web_page, words_of_article

pytestmark = NEEDED


def name_of(slug: str) -> str:
    return f"draaiboek-livc-r-{EDITION}{'' if slug == 'kern' else f'-{slug}'}"


@pytest.fixture(params=VARIANTS)
def folder(request: pytest.FixtureRequest, built: Place, tmp_path: Path) -> Path:
    """The unpacked zip of each variant."""
    content = (built.site / "offline" / f"{name_of(request.param)}.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        file.extractall(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name_of(request.param)]
    return tmp_path / name_of(request.param)


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def variant_of(folder: Path) -> str:
    return next(slug for slug in VARIANTS if folder.name == name_of(slug))


def links(page: Page) -> Iterator[str]:
    """The addresses of a page's links, as the browser resolves them."""
    found: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.href)")
    return iter(dict.fromkeys(found))


def is_clean(witness: Witness) -> bool:
    assert witness.complaints == []
    assert [url for url in witness.requests if not url.startswith(("file:", "data:"))] == []
    return bool(witness.requests)


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "without"])
def test_every_link_of_every_page_leads_somewhere(browser: Browser, folder: Path, *, scripts: bool) -> None:
    permalink = f"{ADDRESS}/{EDITION}/"
    with reader(browser, java_script_enabled=scripts) as (page, witness, _):
        for path in pages(folder):
            page.goto(path.as_uri())
            assert page.locator("h1").is_visible(), path
            tree = web_page(folder, path)
            for link in tree.find("//a/@href"):
                target, name = urldefrag(urljoin(path.as_uri(), link))
                if target.startswith("file:"):
                    other = Path(unquote(target.removeprefix("file://")))
                    assert other.is_file(), f"{path}: {link}"
                    assert not name or web_page(folder, other).root.get_element_by_id(unquote(name), None) is not None
                else:
                    assert target.startswith((permalink, "https://", "mailto:")), f"{path}: {link}"
        assert is_clean(witness)


def test_a_reader_goes_from_page_to_page(browser: Browser, folder: Path) -> None:
    with reader(browser, viewport={"width": 1280, "height": 800}) as (page, witness, _):
        page.goto((folder / "index.html").as_uri())
        page.locator("nav[aria-label='Alle pagina’s'] summary:visible", has_text="Meedoen").click()
        page.locator("nav[aria-label='Alle pagina’s'] a:visible", has_text="Informatie delen").click()
        page.wait_for_url((folder / "delen" / "index.html").as_uri())
        page.get_by_role("link", name="Volgende").click()
        page.wait_for_load_state()
        assert page.url.startswith(folder.as_uri())
        assert page.evaluate("document.fonts.ready.then(fonts => [...fonts].some(font => font.status === 'loaded'))")
        assert is_clean(witness)


def test_another_sector_and_the_files_are_on_the_web(browser: Browser, folder: Path) -> None:
    slug = variant_of(folder)
    with reader(browser, viewport={"width": 1280, "height": 800}) as (page, _, _):
        page.goto((folder / "delen" / "index.html").as_uri())
        other = "sport" if slug != "sport" else "onderwijs"
        assert f"{ADDRESS}/{EDITION}/{other}/delen/" in set(links(page))
        page.goto((folder / "downloads" / "index.html").as_uri())
        assert (f"{ADDRESS}/{EDITION}/pdf/{name_of(slug)}.pdf" in set(links(page))) == (slug in PRINTED)
        page.get_by_text("Je leest al een kopie op je toestel.").wait_for(state="visible")


def test_searching_works_from_a_folder(browser: Browser, folder: Path) -> None:
    if not (folder / "search" / "texts.js").exists():
        pytest.skip("the search that works without a worker is not in this site")
    with reader(browser, viewport={"width": 1280, "height": 800}) as (page, witness, _):
        page.goto((folder / "delen" / "index.html").as_uri())
        box = page.get_by_role("combobox", name="Zoeken in dit draaiboek")
        box.focus()
        page.get_by_text("Typ een woord om te zoeken").wait_for(state="visible")
        box.press_sequentially("redactie")
        result = page.locator(".md-search-result__item a", has_text="Over dit draaiboek").first
        result.wait_for(state="visible")
        result.click()
        page.wait_for_url(lambda url: urldefrag(url)[0].endswith("/over-dit-draaiboek/index.html"))
        assert is_clean(witness)


def test_the_words_are_those_of_the_website(built: Place, folder: Path) -> None:
    site = built.site / VARIANTS[variant_of(folder)]
    assert len(pages(folder)) >= 8
    for path in pages(folder):
        there = web_page(site, site / path.relative_to(folder))
        assert words_of_article(web_page(folder, path).article) == words_of_article(there.article), path


def test_only_what_is_used_is_in_the_folder(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    kinds = {name.rpartition(".")[2] for name in files}
    assert kinds <= {"css", "html", "js", "svg", "txt", "woff2"}
    assert not {name for name in files if name.startswith(("pdf/", "epub/", "kit/", "offline/", "404", "sitemap"))}
    assert not {name for name in files if "lunr" in name}
    # In the reading of all sectors, the pages of each sector are in a folder of its name.
    others = {each for each in VARIANTS if variant_of(folder) not in {each, "alle"}}
    assert not {name for name in files if name.partition("/")[0] in others}


def test_the_reader_is_told_what_it_is(folder: Path) -> None:
    text = (folder / "LEESMIJ.txt").read_bytes()
    assert text.count(b"\r\n") == text.count(b"\n") > 10
    for words in (f"editie {EDITION}", "index.html", "werkt zichzelf niet bij", "op je toestel", ADDRESS):
        assert words in text.decode()
