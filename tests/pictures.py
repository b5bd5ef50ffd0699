"""The pictures in CONTRIBUTING.md: what a first change looks like, taken of the program's own pages.

`python -m tests.pictures` writes them in .github/images, with Chromium. No part of CI.
Only the Git host cannot be photographed: CONTRIBUTING.md says in words what to click there.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, FLAGS
from tests.integration import program
from tests.integration.program import ROOT, Place

IMAGES = ROOT / ".github" / "images"
PAGE = "docs/delen.md"
OLD, NEW = "Neem geen papieren mee in de trein.", "Neem geen papieren mee in de tram."
COLOURS = 48
WIDTH, HEIGHT = 1000, 600


def main() -> int:
    """Take every picture of the small guidebook of the tests."""
    with tempfile.TemporaryDirectory(prefix="draaiboek-") as folder, sync_playwright() as playwright:
        place = program.guidebook(Path(folder, "main"))
        place.replace("draaiboek.yml", "\nadres:", "\nbewerken: https://git.voorbeeld.be/ons/draaiboek\nadres:")
        place.git("init", "--quiet", "--initial-branch=main")
        place.commit()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS), headless=True)
        try:
            _serve(browser, place)
            _proposal(browser, place)
        finally:
            browser.close()
    return 0


def _serve(browser: Browser, place: Place) -> None:
    """Take the page with the link that starts a change, and the same page while the text has an error."""
    with _served(place) as address, _page(browser) as page:
        page.goto(f"{address}delen/")
        link = page.locator("#voor-je-vertrek").locator("xpath=preceding::a[.='Verbeter dit stuk'][1]")
        link.evaluate("each => { each.style.outline = '3px solid #b3261e'; each.style.outlineOffset = '4px'; }")
        link.evaluate("each => { each.id = 'omkaderd'; }")
        _take(page, "wijziging-1-verbeter", "#omkaderd")
        place.replace(PAGE, OLD, f"{NEW} Zie [de regels](regel.md).")
        page.get_by_role("alert").wait_for()
        _take(page, "wijziging-5-fout")
        place.replace(PAGE, f"{NEW} Zie [de regels](regel.md).", OLD)


def _proposal(browser: Browser, place: Place) -> None:
    """Take what the program says of a proposal: the report, every changed word, and what a sector reads again."""
    place.git("checkout", "--quiet", "-b", "voorstel")
    place.replace(PAGE, OLD, NEW)
    place.commit()
    words = ("--fast", "--at", "https://git.voorbeeld.be/ons/draaiboek", "--branch", "voorstel")
    told = place.build("pr-report", "main", "voorstel", "--format", "html", *words).stdout
    place.write("out/verslag.html", told)
    place.build("review")
    with _page(browser) as page:
        for name, file, anchor in (
            ("wijziging-2-bericht", "verslag.html", "h1"),
            ("wijziging-3-woorden", "voorstel/index.html", "#p1"),
            ("wijziging-4-nalezen", "nalezen/index.html", "#voor-sport"),
        ):
            page.goto((place.root / "out" / file).as_uri())
            _take(page, name, anchor)


@contextmanager
def _served(place: Place) -> Iterator[str]:
    command = [sys.executable, "build.py", "serve", "--port", "0"]
    environment = program.environment(place.root)
    with subprocess.Popen(
        command, cwd=place.root, env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    ) as server:
        try:
            assert server.stderr is not None
            yield next(line for line in server.stderr if "volgt wat je bewaart" in line).split()[0]
        finally:
            server.kill()


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="nl-BE", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _take(page: Page, name: str, anchor: str = "") -> None:
    """Write what is in the window, with *anchor* near its top, in few colours."""
    if anchor:
        page.locator(anchor).first.evaluate("each => scrollBy(0, each.getBoundingClientRect().top - 90)")
    page.evaluate("document.fonts.ready")
    image = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
