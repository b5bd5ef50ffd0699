"""The EPUB: the words of the website in a file that reading systems accept, or a message with a place.

`test_words` tests that it has every word, and no others.
"""

from __future__ import annotations

import io
import posixpath
import shutil
import subprocess
import sys
import zipfile
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import etree
from PIL import Image

from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import Book
from draaiboek.base.project import Project
from draaiboek.cli import epub_audit
from draaiboek.forms import epub
from draaiboek.forms.pdf.cover import cover
from draaiboek.forms.pdf.engine import compile_picture
from draaiboek.lab.audit import epub_check
from tests.guidebook import overlay, page, sector
from tests.photos import png
from tests.unit.pdf_books import EPOCH, FONTS, book_of

needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="java is missing (apt install default-jre-headless)"
)
LIGHT = 128  # brightness, of 255
EDGE = 80  # pixels
PERMALINK = "https://draaiboek.voorbeeld.be/2026.1/onderwijs/"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20">'
    '<title>Melden</title><text x="2" y="15">Melden</text></svg>'
)

TEXT = """\
*Nadruk*, **sterk** [@wet] en een ronde tafel [@wet, art. 2], [de wet](map/wet.md#2018-art),
[net](https://a.be/x), [raar](<https://a.be/een "pad"/é?a=1> "ja"), [een andere sector](variant:sport/delen.md#wat),
[onze eigen](variant:onderwijs/map/wet.md) of [hier](#wat "Wat & hoe").

- een
- twee
  - diep [@wet]

## Wat mag *wel*? {#wat .wet}

3. Loopt

   door

| | Wie |
|---|:-:|
| Rij | x [@wet, art. 2] |

![Melden](media/schema.svg)

!!! warning "Let op"

    Bel 112. `a < b`\\
    Nu. {afleiding}

> Zwijgen mag.

***

- [ ] af
- [x] klaar

## Noot {#noot-1}

H<sub>2</sub>O & meer, met {en: sense of urgency}. <mailto:wie@a.be>

### Delen {#delen}

#### Deel 2 {#2}

## Gegevensbeschermingseffectbeoordeling {#geb}
"""
COMPOUND = "Gegevensbeschermingseffectbeoordeling"  # set so that it can break: even then epubcheck has no remark
FILES: Mapping[str, str | bytes] = {
    **sector("sport"),
    "docs/_data/inhoud.yml": """\
- pagina: index.md
- titel: Meedoen
  paginas: [delen.md, map/wet.md]
- pagina: begrippen.md
- pagina: edities/index.md
""",
    "docs/delen.md": page(TEXT, more="voorheen: [oud]\n"),
    "docs/map/wet.md": page(
        "## Artikel {#2018-art}\n\n[terug](../delen.md#oud) [begin](../index.md)\n\n![Melden](../media/schema.svg)\n",
        title="Wet",
    ),
    "docs/_data/noodnummers.yml": 'nummers: ["112"]\nwoorden: [bel]\n',
    "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
    "docs/media/schema.svg": SVG,
    "docs/media/ongebruikt.svg": SVG,
    "overlays/onderwijs/a.md": overlay("Tekst & meer.\n\n### CLB {#clb}\n\nBel.\n", target="delen.md#wat"),
}


def made(value: Book, path: Path) -> dict[str, bytes]:
    """Write *value* as an EPUB to *path* and return the files in it."""
    assert epub.write(value, cover=cover(value, fonts=FONTS), into=path, epoch=EPOCH) == ()
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_of(FILES, tmp_path_factory.mktemp("guidebook"))


@pytest.fixture(scope="module")
def path(small: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("epub") / "boek.epub"
    made(small, found)
    return found


@pytest.fixture
def files(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def tree(files: Mapping[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(files[f"EPUB/{name}"])


def words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


@needs_java
def test_epubcheck_has_no_remark(path: Path) -> None:
    command = [sys.executable, "-m", "epubcheck", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.strip(), run.stderr.strip()) == (0, "", "")


@pytest.mark.nightly
@needs_java
def test_the_audit_names_what_epubcheck_holds_against_a_book(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("draaiboek.pipeline.earlier.refuse", lambda _: None)  # nothing was built here
    project = Project(tmp_path)
    books = project.site / "epub"
    books.mkdir(parents=True)
    shutil.copy(path, books / "goed.epub")
    assert epub_audit.check_epubs(project, Namespace()) == 0
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(books / "slecht.epub", "w") as part:
        for entry in whole.infolist():
            if entry.filename != "EPUB/tekst/map/wet.xhtml":
                part.writestr(entry, whole.read(entry))
    assert epub_audit.check_epubs(project, Namespace()) == 1
    said = capsys.readouterr().out.splitlines()
    assert {line.partition(":")[0] for line in said if ".epub: " in line} == {"slecht.epub"}


def test_the_audit_asks_for_a_book_and_for_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(tmp_path)
    with pytest.raises(UsageError, match="nog geen e-boeken"):
        epub_audit.check_epubs(project, Namespace())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolError, match="Java"):
        next(epub_check.remarks([tmp_path / "boek.epub"]))


def test_the_first_file_says_what_it_is(path: Path) -> None:
    assert path.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"


def test_the_same_book_gives_the_same_bytes(small: Book, path: Path, tmp_path: Path) -> None:
    made(small, tmp_path / "nog eens")
    assert (tmp_path / "nog eens").read_bytes() == path.read_bytes()


def test_every_link_leads_to_an_id_or_to_the_web(files: Mapping[str, bytes]) -> None:
    names = [name.removeprefix("EPUB/") for name in files if name.endswith(".xhtml")]
    ids = {name: Counter(each.get("id") for each in tree(files, name).iter() if each.get("id")) for name in names}
    assert [(name, found) for name in names for found, count in ids[name].items() if count > 1] == []
    seen = set()
    for name in names:
        for link in tree(files, name).iter(f"{XHTML}a"):
            target, anchor = urldefrag(unquote(str(link.get("href"))))
            if target.startswith(("https:", "mailto:", "tel:")):
                seen.add(str(link.get("href")))
                continue
            other = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
            assert other in ids, link.get("href")
            assert not anchor or anchor in ids[other], link.get("href")
    assert {
        "https://a.be/x",
        "https://a.be/een%20%22pad%22/%C3%A9?a=1",
        "mailto:wie@a.be",
        "tel:112",
        f"{PERMALINK.removesuffix('onderwijs/')}sport/delen/#wat",
    } <= seen


def test_what_a_link_says_and_where_it_leads(files: Mapping[str, bytes]) -> None:
    links = {words(each): each for each in tree(files, "tekst/delen.xhtml").iter(f"{XHTML}a")}
    assert links["de wet"].get("href") == "map/wet.xhtml#_2018-art"
    assert links["112"].get("href") == "tel:112"
    assert links["onze eigen"].get("href") == "map/wet.xhtml"
    assert (links["hier"].get("href"), links["hier"].get("title")) == ("#wat", "Wat & hoe")
    term = links["ronde tafel"]
    assert (term.get("href"), term.get("class"), term.get("title")) == ("begrippen.xhtml#tafel", "lr-begrip", None)
    (foreign,) = (each for each in tree(files, "tekst/delen.xhtml").iter(f"{XHTML}span") if each.get("lang"))
    said = (words(foreign), foreign.get("lang"), foreign.get("{http://www.w3.org/XML/1998/namespace}lang"))
    assert said == ("sense of urgency", "en", "en")
    back = {words(each): each.get("href") for each in tree(files, "tekst/map/wet.xhtml").iter(f"{XHTML}a")}
    assert back == {"terug": "../delen.xhtml#oud", "begin": "../index.xhtml"}


def test_the_contents_follow_the_menu_and_the_headings(files: Mapping[str, bytes]) -> None:
    contents = next(each for each in tree(files, "inhoud.xhtml").iter(f"{XHTML}nav") if each.get(TYPE) == "toc")
    lines = [words(item[0]) for item in contents.iter(f"{XHTML}li")]
    own = ["Meedoen", "Delen", "Wat mag wel?", "Noot", COMPOUND, "Wet", "Artikel", "Begrippen", "ronde tafel"]
    assert lines == ["Titelpagina", "Colofon", "Welkom", *own, "Edities", "Editie 2026.1"]


def test_notes_are_notes_for_a_reading_system(files: Mapping[str, bytes]) -> None:
    chapter = tree(files, "tekst/delen.xhtml")
    references = [each for each in chapter.iter(f"{XHTML}a") if each.get(TYPE) == "noteref"]
    notes = {each.get("id"): each for each in chapter.iter(f"{XHTML}aside") if each.get(TYPE) == "footnote"}
    assert [each.text for each in references] == ["1", "2", "1", "2"]
    assert {str(each.get("href")).removeprefix("#") for each in references} == set(notes)
    firsts = [references[0], references[1]]
    for note, first in zip(notes.values(), firsts, strict=True):
        (back,) = [each for each in note.iter(f"{XHTML}a") if each.get("role") == "doc-backlink"]
        assert back.text == first.text
        mark = first.getparent()
        assert mark is not None
        assert str(back.get("href")).removeprefix("#") == mark.get("id")
    assert [words(note) for note in notes.values()] == ["1 de wet. Wet over iets.", "2 de wet, art. 2."]


def test_tasks_and_tables_can_be_understood_without_colour_or_a_mouse(files: Mapping[str, bytes]) -> None:
    chapter = tree(files, "tekst/delen.xhtml")
    boxes = [(each.text, each.get("aria-label")) for each in chapter.iter(f"{XHTML}span") if each.get("role") == "img"]
    assert boxes == [("☐", "Nog te doen"), ("☑", "Gedaan")]
    assert [each.get("scope") for each in chapter.iter(f"{XHTML}th")] == ["col", "col"]
    assert [each.get("class") for each in chapter.iter(f"{XHTML}td")] == [None, "center"]
    sector_text = next(each for each in chapter.iter(f"{XHTML}div") if each.get("class") == "lr-sector")
    assert words(sector_text) == "Specifiek voor onderwijs Tekst & meer. CLB Bel."
    marks = [words(each) for each in chapter.iter(f"{XHTML}span") if str(each.get("class")).startswith("lr-merk")]
    assert marks == ["wet", "afleiding"]


def test_only_pictures_that_are_shown_are_in_the_book(files: Mapping[str, bytes]) -> None:
    assert [name for name in files if name.endswith(".svg")] == ["EPUB/beeld/media/schema.svg"]
    shown = [each.get("src") for each in tree(files, "tekst/map/wet.xhtml").iter(f"{XHTML}img")]
    assert shown == ["../../beeld/media/schema.svg"]


def test_it_says_how_accessible_it_is_and_which_edition(files: Mapping[str, bytes]) -> None:
    package = files["EPUB/boek.opf"].decode()
    for said in (
        f'<dc:identifier id="adres">{PERMALINK}</dc:identifier>',
        "<dc:language>nl-BE</dc:language>",
        "<dc:date>2026-12-01</dc:date>",
        '<meta property="dcterms:modified">2026-12-01T00:00:00Z</meta>',
        "<dc:rights>Vrije licentie, https://www.example.org/licentie</dc:rights>",
        "<dc:publisher>De redactie</dc:publisher>",
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessModeSufficient">textual</meta>',
        '<meta property="schema:accessibilityFeature">structuralNavigation</meta>',
        '<meta property="schema:accessibilityHazard">none</meta>',
        '<meta property="schema:accessibilitySummary">',
        "mensen met een schermlezer deden dat nog niet",
    ):
        assert said in package
    # A program's verdict alone does not justify claiming a conformance level.
    assert "conformsTo" not in package


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("Eerst [x](map/wet.md#niet).", "de link 'map/wet.md#niet' heeft geen doel in de epub", 11),
        ("Eerst [x](ftp://a.be/x).", "de link 'ftp://a.be/x' kan niet in de epub", 11),
        ("Eerst ![x](media/weg.svg).", "het beeld 'media/weg.svg' is er niet", 12),
    ],
)
def test_what_cannot_be_in_a_book_is_refused(tmp_path: Path, text: str, said: str, column: int) -> None:
    wrong = book_of({**FILES, "docs/delen.md": page(f"{text}\n\n## Wat {{#wat}}\n")}, tmp_path / "guidebook")
    problem, *more = epub.write(wrong, cover=b"", into=tmp_path / "boek.epub", epoch=EPOCH)
    assert (problem.code, str(problem.origin), problem.text) == ("LK005", f"docs/delen.md:5:{column}", said)
    assert all("#oud" in each.text for each in more)
    assert not (tmp_path / "boek.epub").exists()


def test_a_picture_of_another_kind_is_declared(tmp_path: Path) -> None:
    photo = png(3, 2)
    shown: dict[str, str | bytes] = {"docs/media/foto.png": photo, "docs/delen.md": page("![Foto](media/foto.png)\n")}
    files = made(book_of(shown, tmp_path / "guidebook"), tmp_path / "boek.epub")
    assert 'href="beeld/media/foto.png" media-type="image/png"' in files["EPUB/boek.opf"].decode()
    assert files["EPUB/beeld/media/foto.png"] == photo


def test_the_cover_is_drawn_in_few_bytes(small: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[bytes] = []

    def told(source: str, template: str, *, fonts: Path) -> bytes:
        drawn.append(compile_picture(source, template, fonts=fonts))
        return drawn[0]

    monkeypatch.setattr("draaiboek.forms.pdf.cover.compile_picture", told)
    made = cover(small, fonts=FONTS)
    one, other = (Image.open(io.BytesIO(each)).convert("RGB") for each in (drawn[0], made))
    assert one.tobytes() == other.tobytes()
    assert len(made) < len(drawn[0]) / 2


def test_the_cover_is_a_picture_that_reading_systems_know(small: Book, files: dict[str, bytes]) -> None:
    package = etree.fromstring(files["EPUB/boek.opf"])
    (item,) = package.iterfind(".//{http://www.idpf.org/2007/opf}item[@properties='cover-image']")
    picture = files[f"EPUB/{item.get('href')}"]
    assert item.get("media-type") == "image/png"
    assert picture.startswith(b"\x89PNG\r\n")
    assert [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)] == [900, 1200]
    assert len(picture) < 80_000
    assert cover(small, fonts=FONTS) == picture
    assert cover(replace(small, subtitle="Sport"), fonts=FONTS) != picture


def letters_on(picture: bytes) -> tuple[int, int, int, int]:
    """Return the bounding box of what is painted on the cover *picture*: left, top, right and bottom, in pixels."""
    with Image.open(io.BytesIO(picture)) as shown:
        assert shown.size == (900, 1200)
        found = shown.convert("L").point([255 if grey > LIGHT else 0 for grey in range(256)]).getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize(
    "name",
    ["Lokaal overleg", "Lokaal overleg voor alle gemeenten samen " * 5, "Persoonsgegevensverwerkingsovereenkomstmodel"],
    ids=["short", "long", "one long word"],
)
def test_a_cover_holds_any_name_and_publisher(small: Book, name: str) -> None:
    identity = replace(small.identity, name=name.strip(), publisher=name.strip())
    left, top, right, bottom = letters_on(cover(replace(small, identity=identity), fonts=FONTS))
    assert min(left, top, 900 - right, 1200 - bottom) >= EDGE


def test_no_word_of_the_title_on_a_cover_breaks_at_its_hyphen(small: Book) -> None:
    """The first line has room for "Draaiboek LIVC-", but not for all of it."""
    identity = replace(small.identity, name="Draaiboek LIVC-R", short="LIVC-R", status="", publisher="")
    *_, right, _ = letters_on(cover(replace(small, identity=identity), fonts=FONTS))
    assert right < 560  # the right edge of "Draaiboek"


def test_the_short_name_never_breaks_at_its_hyphen(tmp_path: Path) -> None:
    text = "## Over AB-C {#over}\n\nHet AB-C-boek van het AB-C.\n"
    value = book_of({"docs/delen.md": page(text, title="AB-C delen")}, tmp_path / "guidebook")
    named = replace(value, identity=replace(value.identity, name="Draaiboek AB-C", short="AB-C"))
    files = made(named, tmp_path / "boek.epub")
    assert b".lr-heel { white-space: nowrap; }" in files["EPUB/boek.css"]
    seen = 0
    for name in ("tekst/delen.xhtml", "inhoud.xhtml", "titel.xhtml"):
        for element in tree(files, name).iterfind(f"{XHTML}body//*"):
            said = f"{element.text or ''}" if element.get("class") != "lr-heel" else ""
            assert "AB-C" not in said + (element.tail or ""), name
            seen += element.get("class") == "lr-heel"
    assert seen >= 6
    (text,) = (words(each) for each in tree(files, "tekst/delen.xhtml").iterfind(f".//{XHTML}p"))
    assert text == "Het AB-C-boek van het AB-C."
