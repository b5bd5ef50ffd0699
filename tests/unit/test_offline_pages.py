"""A page of the website in a local folder: its links, policy and settings; and the sizes on the downloads page."""

from __future__ import annotations

import base64
import bz2
import io
import zipfile
from pathlib import Path

import lxml.html
import pytest

from draaiboek.base.model import CORE, Identity, Variant
from draaiboek.forms import offline
from draaiboek.forms.offline.links import Links
from draaiboek.render.downloads import tell_sizes
from tests.unit.pdf_books import EDITION, EPOCH

PERMALINK = "https://example.org/2026.1/onderwijs/"
NAMES = frozenset({"index.html", "delen/index.html", "wet/art/index.html", "media/a b.svg", "assets/a.css"})
PAGE = """<!doctype html><html lang="nl-BE"><head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">
<link rel="canonical" href="https://example.org/actueel/onderwijs/delen/">
<link rel="preload" as="font" crossorigin href="../assets/f.woff2"><link rel="stylesheet" href="../assets/a.css">
</head><body><h1>Delen</h1><p><a href="../wet/art/#x">wet</a></p>
</body></html>"""


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("../", "../index.html"),
        ("./", "index.html"),
        ("..", "../index.html"),
        (".", "index.html"),
        ("#hier", "#hier"),
        ("../wet/art/#lid-2", "../wet/art/index.html#lid-2"),
        ("../wet/art", "../wet/art/index.html"),
        ("../delen/?a=b#c", "index.html#c"),
        ("../media/a%20b.svg", "../media/a%20b.svg"),
        ("../../sport/delen/", "https://example.org/2026.1/sport/delen/"),
        ("../../pdf/boek.pdf", "https://example.org/2026.1/pdf/boek.pdf"),
        ("../bestaat-niet/", "https://example.org/2026.1/onderwijs/bestaat-niet/"),
        ("https://a.be/x#y", "https://a.be/x#y"),
        ("mailto:redactie@voorbeeld.be", "mailto:redactie@voorbeeld.be"),
        ("//a.be/x", "//a.be/x"),
    ],
)
def test_a_link_leads_to_a_file_or_to_the_web(href: str, expected: str) -> None:
    assert Links(PERMALINK, NAMES).rewrite(href, "delen/index.html") == expected


PACKED = base64.b64encode(bz2.compress('{"pages": ["één"]}'.encode())).decode()


def unpacked(tmp_path: Path) -> dict[str, bytes]:
    site = tmp_path / "site"
    for name, text in {
        "index.html": PAGE.replace("../", ""),
        "delen/index.html": PAGE,
        "wet/art/index.html": PAGE.replace("../", "../../"),
        "404.html": PAGE,
        "assets/a.css": "@font-face { src: url('f.woff2') }",
        "assets/f.woff2": "letters",
        "assets/unused.js": "",
        "search/search.js": "",
        "search/texts.js": f'self.draaiboekTexts = JSON.parse(self.draaiboekSearch.unpack("{PACKED}"));\n',
        "sport/index.html": PAGE,
    }.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    copy = offline.Copy("boek", Identity(), "Onderwijs", "2026.1", site, ("sport/",), PERMALINK)
    offline.write(copy, into=tmp_path / "een.zip", epoch=EPOCH)
    offline.write(copy, into=tmp_path / "twee.zip", epoch=EPOCH)
    assert (tmp_path / "een.zip").read_bytes() == (tmp_path / "twee.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO((tmp_path / "een.zip").read_bytes())) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_folder_holds_the_pages_and_what_they_use(tmp_path: Path) -> None:
    files = unpacked(tmp_path)
    pages = {"index.html", "delen/index.html", "wet/art/index.html"}
    used = {"assets/a.css", "assets/f.woff2", "search/search.js", "search/texts.js", "LEESMIJ.txt"}
    assert set(files) == {f"boek/{name}" for name in pages | used}


def test_what_is_searched_is_not_packed_where_nobody_fetches_it(tmp_path: Path) -> None:
    assert unpacked(tmp_path)["boek/search/texts.js"].decode() == 'self.draaiboekTexts = {"pages": ["één"]};\n'


def test_the_policy_stays_and_what_needs_a_server_goes(tmp_path: Path) -> None:
    page = lxml.html.fromstring(unpacked(tmp_path)["boek/delen/index.html"])
    assert page.xpath("//meta/@content") == ["default-src 'none'; script-src 'self'"]
    assert page.xpath("//link/@href") == ["https://example.org/actueel/onderwijs/delen/", "../assets/a.css"]
    assert page.xpath("//a/@href") == ["../wet/art/index.html#x"]


def test_sizes_are_told_in_words_that_readers_know(tmp_path: Path) -> None:
    files = {"pdf/een.pdf": 1_349_000, "pdf/twee.pdf": 35_600, "pdf/drie.pdf": 12}
    (tmp_path / "pdf").mkdir()
    for name, size in files.items():
        (tmp_path / name).write_bytes(b"x" * size)
    page = tmp_path / "downloads" / "index.html"
    page.parent.mkdir()
    empty = "".join(f'<p>pdf<span class="x" data-grootte="{name}"></span></p>' for name in [*files, "pdf/weg.pdf"])
    page.write_text(empty, encoding="utf-8")
    core = Variant(CORE, None, (), (), (), EDITION)
    tell_sizes(core, tmp_path)
    found = page.read_text(encoding="utf-8")
    told = lxml.html.fragment_fromstring(found, create_parent="div").xpath("//p")
    assert isinstance(told, list)
    assert [lxml.html.tostring(each, method="text", encoding="unicode") for each in told] == [
        "pdf, 1,3 MB",
        "pdf, 36 kB",
        "pdf, 0 kB",
        "pdf",
    ]
    tell_sizes(core, tmp_path)
    assert page.read_text(encoding="utf-8") == found
