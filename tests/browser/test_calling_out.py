"""Drawings, photos and words that are allowed, and would contact a host if anything let them: Chromium contacts none.

Each address outside the website goes through a proxy, and each address in the text is that of the proxy, which records
who connects. Each drawing is also opened on its own, where no policy of a page restrains it.
"""

from __future__ import annotations

import io
import re
import socketserver
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserType

from tests.browser.chromium import CHROMIUM, FLAGS, NEEDED, reader, served
from tests.integration import program
from tests.integration.program import EDITION, Place
from tests.photos import chunk, exif, png, segment

pytestmark = NEEDED

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60"%s><title>Tekening</title>%s</svg>'
SCRIPT = "&lt;script src='http://%s/'>&lt;/script>"
# These keep their form when they are written anew; other tricks are refused (tests/unit/test_pictures.py).
DRAWINGS = {
    "words": "<desc>@import 'http://{0}/'; &lt;img src='http://{0}/'></desc><text>&lt;image href='http://{0}/'/></text>",
    "cdata": "<text><![CDATA[</text><script>fetch('http://{0}/')</script><image href='http://{0}/'/>]]></text>",
    "heard": '<g role="img" aria-label="&quot; onload=&quot;fetch(\'http://{0}/\')"><rect width="9" height="9"/></g>',
    "named": '<rect id="location" width="9" height="9"/><g id="__proto__"/><rect id="document"/>',
    "comment": '<!-- <script>fetch(\'http://{0}/\')</script> --><rect width="9" height="9"/>',
    "spaces": '<rect xmlns:xlink="http://{0}/" xmlns:h="http://{0}/x.dtd" width="9" height="9"/>',
    "paint": '<rect fill="url(#nergens) red" stroke="url( \'#a\' )" width="9" height="9"/>',
    "itself": '<linearGradient id="g"><stop stop-color="url(#g)"/></linearGradient><rect fill="url(#g)" width="9"/>',
    "marker": '<marker id="m"><path d="M0 0L9 9"/></marker><line x2="9" y2="9" stroke="red" marker-end="url(#m)"/>',
    "font": "<text font-family=\"'http', 'src'\" y=\"9\">Letter</text>",
    "language": '<text xml:lang="en" xml:space="preserve" lang="x-http" y="9">  a  </text>',
    "symbol": '<symbol id="s"><rect width="9" height="9"/></symbol><defs><g id="d"/></defs>',
    "entity": "<text>&#60;script src=&#34;http://{0}/&#34;&#62;&#10;&amp;lt;img src=http://{0}/&amp;gt;</text>",
    "version": '<rect fill="inherit" color="currentColor" vector-effect="non-scaling-stroke" width="9" height="9"/>',
}


_OF_CHROMIUM = re.compile(rb"^[A-Z]+ (?:https?://)?[a-z0-9.-]*(?:google|googleapis|gvt1)\.com[:/]")


@dataclass(slots=True)
class Knocks:
    """A proxy, and a server for every address, that records each request and never answers."""

    port: int = 0
    asked: list[bytes] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def by_pages(self) -> list[bytes]:
        """The addresses that were requested, without those that Chromium requests from its maker by itself."""
        return [each.split()[1] for each in self.asked if not _OF_CHROMIUM.search(each)]


@pytest.fixture(scope="module")
def knocks() -> Iterator[Knocks]:
    found = Knocks()

    class Door(socketserver.StreamRequestHandler):
        timeout = 5

        def handle(self) -> None:
            found.asked.append(self.rfile.readline())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Door) as server:
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def through_a_proxy(chromium: BrowserType, knocks: Knocks) -> Iterator[Browser]:
    """A Chromium that uses the proxy for everything that is not on this machine."""
    flags = [*FLAGS, f"--proxy-server=http://{knocks.host}"]
    browser = chromium.launch(executable_path=CHROMIUM, args=flags, headless=True)
    yield browser
    browser.close()


def photos(host: str) -> Mapping[str, bytes]:
    """Photos with an address in every place where a program may look for one."""
    said = f"http://{host}/".encode()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a href="' + said + b'"/></x:xmpmeta>'
    behind = b"<script src='" + said + b"'></script>"
    pieces = [chunk(b"tEXt", b"Comment\0" + said), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)]
    stream = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(stream, "JPEG")
    jpeg = stream.getvalue()
    hidden = segment(0xE1, exif(orientation=1, text=said)) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
    return {
        "foto.png": png(9, 9, hidden=pieces, behind=behind),
        "foto.jpg": jpeg[:2] + hidden + segment(0xFE, said) + jpeg[2:] + behind,
    }


@pytest.fixture(scope="module")
def hostile(knocks: Knocks, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small guidebook with all of them on one page, after `build.py`."""
    place = program.guidebook(tmp_path_factory.mktemp("hostile") / "main")
    media = place.root / "docs/media"
    names = [f"{name}.svg" for name in DRAWINGS]
    for name, inside in DRAWINGS.items():
        script = SCRIPT % knocks.host
        drawing = SVG % (f' aria-label="{script}"', inside.replace("{0}", knocks.host))
        (media / f"{name}.svg").write_text(drawing, encoding="utf-8")
    for name, content in photos(knocks.host).items():
        (media / name).write_bytes(content)
        names.append(name)
    shown = "\n\n".join(f"![Beeld van {name}](media/{name})" for name in names)
    words = f"`<script src=http://{knocks.host}/></script>`"
    text = place.read("docs/delen.md")
    first = text.index("\n## ")
    place.write("docs/delen.md", f"{text[:first]}\n{words}\n\n{shown}\n{text[first:]}")
    place.commit()
    run = place.build()
    assert run.code == 0, run.said
    return place


def unpacked(archive: Path, into: Path) -> Path:
    with zipfile.ZipFile(archive) as file:
        file.extractall(into)
    return into


def visit(browser: Browser, addresses: Sequence[str]) -> None:
    """Open each of *addresses* in a page of its own, so that half a second of silence is waited for once."""
    with reader(browser) as (_, _, context):
        pages = [context.new_page() for _ in addresses]
        for page, address in zip(pages, addresses, strict=True):
            page.goto(address)
        for page in pages:
            page.wait_for_load_state("networkidle")


def test_the_proxy_writes_down_who_knocks(through_a_proxy: Browser, knocks: Knocks, tmp_path: Path) -> None:
    """Otherwise none of the findings here means anything."""
    page = tmp_path / "page.html"
    page.write_text(f"<img src='http://{knocks.host}/a'><img src='http://elders.voorbeeld/b'>", encoding="utf-8")
    visit(through_a_proxy, [page.as_uri()])
    assert {*knocks.by_pages} == {b"/a", b"http://elders.voorbeeld/b"}
    knocks.asked.clear()


def test_pages_and_pictures_of_the_website_call_nobody(
    through_a_proxy: Browser, knocks: Knocks, hostile: Place
) -> None:
    pictures = sorted(path.relative_to(hostile.site).as_posix() for path in (hostile.site / "media").iterdir())
    assert len(pictures) > len(DRAWINGS)
    with served(hostile.site) as address:
        visit(
            through_a_proxy, [f"{address}{name}" for name in ("delen/", "onderwijs/delen/", "alle/delen/", *pictures)]
        )
    assert knocks.by_pages == []


@pytest.mark.parametrize("kind", ["offline", "epub"])
def test_what_is_taken_along_calls_nobody(
    kind: str, through_a_proxy: Browser, knocks: Knocks, hostile: Place, tmp_path: Path
) -> None:
    """The zip and the chapters of the e-book, opened from a folder, and every picture on its own."""
    (archive,) = (hostile.site / kind).glob(f"draaiboek-livc-r-{EDITION}.*")
    folder = unpacked(archive, tmp_path)
    found = [path for path in folder.rglob("*") if path.suffix in {".html", ".xhtml", ".svg", ".png", ".jpg"}]
    assert {path.suffix for path in found} >= {".svg", ".png", ".jpg"}
    visit(through_a_proxy, [path.as_uri() for path in sorted(found)])
    assert knocks.by_pages == []
