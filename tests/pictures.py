"""Take the screenshots in CONTRIBUTING.md, of a first change, and in README.md, of the site and a printed page.

`python -m tests.pictures` writes them to .github/images with Chromium; those of README.md are taken of out/site, and
need poppler. It is not part of CI.
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

from markdown_it import MarkdownIt
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import CHROMIUM, FLAGS, served
from tests.integration import program
from tests.integration.desk import KEEPER
from tests.integration.program import ROOT, Place

IMAGES = ROOT / ".github" / "images"
PAGE = "docs/delen.md"
OLD, NEW = "Neem geen papieren mee in de trein.", "Neem geen papieren mee in de tram."
COLOURS = 48
WIDTH, HEIGHT = 1000, 600
# What README.md shows of the guidebook itself: a page with a figure and marks, as one sector reads it.
SITE, PRINT = "onderwijs/gevaar/", "pdf/draaiboek-livc-r-2026.1-onderwijs.pdf"
SHOWN, TITLE = (1100, 900), "Is er gevaar?"
DOTS = 80  # per inch of paper
# The way a Git host shows a comment: its typeface, its frame, its tables.
_LOOK = """
body { font: 14px/1.5 sans-serif; color: #1f2328; margin: 16px }
main { border: 1px solid #d1d9e0; border-radius: 6px; padding: 4px 16px }
h3 { font-size: 18px; margin: 12px 0 } p, ul, table { margin: 0 0 10px } a { color: #0969da }
table { border-collapse: collapse } td, th { border: 1px solid #d1d9e0; padding: 4px 12px; text-align: left }
blockquote { margin: 0 0 10px; padding: 0 1em; border-left: 4px solid #d1d9e0; color: #59636e }
code { background: #eff1f3; border-radius: 6px; padding: 2px 5px }
"""


def main() -> int:
    """Take every picture of the tests' small guidebook, and those of the guidebook itself."""
    with tempfile.TemporaryDirectory(prefix="draaiboek-") as folder, sync_playwright() as playwright:
        place = program.guidebook(Path(folder, "main"))
        place.replace("draaiboek.yml", "\nadres:", "\nbewerken: https://git.voorbeeld.be/ons/draaiboek\nadres:")
        place.replace("sectors/sport/sector.yml", "actoren: []", KEEPER)
        place.git("init", "--quiet", "--initial-branch=main")
        place.commit()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS), headless=True)
        try:
            _serve(browser, place)
            _proposal(browser, place)
            _readme(browser)
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
        _take(page, "wijziging-1-verbeter", "#omkaderd", above=400)
        place.replace(PAGE, OLD, f"{NEW} Zie [de regels](regel.md).")
        page.get_by_role("alert").wait_for()
        _take(page, "wijziging-5-fout")
        place.replace(PAGE, f"{NEW} Zie [de regels](regel.md).", OLD)


def _proposal(browser: Browser, place: Place) -> None:
    """Take what the program says of a proposal: the report, every changed word, and what a sector has to read again."""
    place.git("checkout", "--quiet", "-b", "voorstel")
    place.replace(PAGE, OLD, NEW)
    place.commit()
    at = "https://git.voorbeeld.be/ons/draaiboek"
    words = ("--fast", "--at", at, "--home", at, "--branch", "voorstel", "--preview", f"{at}/controle")
    told = place.build("pr-report", "main", "voorstel", "--format", "markdown", *words).stdout
    comment = MarkdownIt("commonmark", {"html": True}).enable("table").render(told)
    place.write("out/verslag.html", f"<!doctype html><meta charset=utf-8><style>{_LOOK}</style><main>{comment}</main>")
    place.build("review")
    with _page(browser) as page:
        for name, file, anchor in (
            ("wijziging-2-bericht", "verslag.html", ""),
            ("wijziging-3-woorden", "voorstel/index.html", "#p1"),
            ("wijziging-4-nalezen", "nalezen/index.html", "#voor-sport"),
        ):
            page.goto((place.root / "out" / file).as_uri())
            _take(page, name, anchor)


def _readme(browser: Browser) -> None:
    """Take a page of the guidebook from out/site, and the same page in the PDF."""
    site = ROOT / "out" / "site"
    with served(site) as address, _page(browser, *SHOWN) as page:
        page.goto(f"{address}{SITE}")
        _take(page, "site")
    pages = subprocess.run(["pdftotext", site / PRINT, "-"], capture_output=True, check=True, encoding="utf-8").stdout
    number = next(n for n, text in enumerate(pages.split("\f"), start=1) if text.lstrip().startswith(TITLE))
    some = ["-png", "-singlefile", "-r", str(DOTS), "-f", str(number)]
    drawn = subprocess.run(["pdftoppm", *some, site / PRINT], capture_output=True, check=True).stdout
    _write(Image.open(io.BytesIO(drawn)), "pdf")


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
def _page(browser: Browser, width: int = WIDTH, height: int = HEIGHT) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="nl-BE", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def _take(page: Page, name: str, anchor: str = "", *, above: int = 90) -> None:
    """Write the contents of the window as a PNG with few colours, with *anchor* *above* pixels below its top."""
    if anchor:
        scroll = "(each, above) => scrollBy(0, each.getBoundingClientRect().top - above)"
        page.locator(anchor).first.evaluate(scroll, above)
    page.evaluate("document.fonts.ready")
    _write(Image.open(io.BytesIO(page.screenshot(animations="disabled"))), name)


def _write(image: Image.Image, name: str) -> None:
    few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
