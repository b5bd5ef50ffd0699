"""The PDF as a reader and a screen reader perceive it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pikepdf
import pytest
import typst

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.errors import ToolError
from draaiboek.base.model import (
    Book,
    Changed,
    Figure,
    FigurePart,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    Text,
)
from draaiboek.base.workers import fresh
from draaiboek.forms.pdf import engine
from draaiboek.forms.pdf.books import export, export_note, export_notes, settle
from draaiboek.forms.pdf.describing import describe
from draaiboek.forms.pdf.document import Document, document, pocket
from draaiboek.forms.pdf.fits import Fit
from draaiboek.forms.pdf.last_words import last_words
from draaiboek.forms.pdf.plan import Found, Plan
from tests.unit.pdf_books import EPOCH, FONTS, PERMALINK, book, chapter, pages_of_layouts
from tests.unit.pdf_reading import bookmarks, notes_and_pages, tags

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15">Melden</text></svg>'
ROWS = "\n".join(["| x |"] * 90)
FIRST = f"""\
Kern [@wet] en [artikel](wet.md#artikel), zie [de website](https://a.be/b).

## Geheim {{#geheim}}

Ook hier. [@wet]

!!! warning "Let op"
    Bel 112. [@wet]

### Diep {{#diep}}

- [ ] Af
- [x] Klaar

| A [b](#geheim) |
|---|
{ROWS}

![Stap](media/schema.svg)

> Citaat.

***

`c` <sup>d</sup> *e*
"""
SECOND = "## Artikel [3](https://a.be) {#artikel}\n\nTerug naar [diep](delen.md#diep)."


def sample() -> Book:
    """Return a book that has every kind of element."""
    first = chapter(FIRST, group="Meedoen", sector_text="### CLB {#clb}\n\nTekst.")
    chapters = first, chapter(SECOND, "wet", group="Wettelijk kader")
    return book(*chapters, media={"media/schema.svg": SVG})


def write(value: Book, into: Path) -> tuple[Diagnostic, ...]:
    """Export *value* as a PDF to the file *into*."""
    return export(value, into=into, fonts=FONTS, epoch=EPOCH)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pikepdf.Pdf]:
    """The sample book as a PDF."""
    path = tmp_path_factory.mktemp("pdf") / "boek.pdf"
    assert write(sample(), path) == ()
    with pikepdf.open(path) as file:
        yield file


def test_is_tagged_and_says_its_language(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "nl-BE"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_claims_both_standards(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata.get("pdfuaid:part") == "1"
        assert (metadata.get("pdfaid:part"), metadata.get("pdfaid:conformance")) == ("3", "A")


def test_metadata(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo.Title) == "Draaiboek LIVC-R \u2013 Onderwijs, editie 2026.1"
    assert str(pdf.docinfo.Author) == "Niet-officiële werkversie"
    assert "LIVC-R" in str(pdf.docinfo.Keywords)
    assert str(pdf.docinfo.CreationDate).startswith("D:20261201")


def test_says_which_edition_it_is_and_what_may_be_done_with_it(pdf: pikepdf.Pdf) -> None:
    expected = {
        "dc:identifier": PERMALINK,
        "dc:publisher": {"Niet-officiële werkversie"},
        "dc:coverage": "Onderwijs",
        "dc:rights": "Creative Commons Naamsvermelding 4.0 (CC BY 4.0)",
        "dc:language": {"nl-BE"},
        "xmpRights:Marked": "True",
        "xmpRights:WebStatement": "https://creativecommons.org/licenses/by/4.0/deed.nl",
        "xmpMM:VersionID": "2026.1",
    }
    with pdf.open_metadata() as metadata:
        assert {name: metadata.get(name) for name in expected} == expected
        assert metadata.get("xmp:ModifyDate") == metadata.get("xmp:CreateDate") == "2026-12-01T00:00:00+00:00"


def test_every_heading_is_a_bookmark_of_its_level(pdf: pikepdf.Pdf) -> None:
    levels = [int(name.removeprefix("/H")) for name in tags(pdf) if name.startswith("/H")]
    assert levels == [level for level, _ in bookmarks(pdf)]


def test_every_figure_has_words(pdf: pikepdf.Pdf) -> None:
    found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
    assert [str(item.Alt) for item in found] == ["Stap"]


def test_bookmarks_are_the_headings(pdf: pikepdf.Pdf) -> None:
    assert list(bookmarks(pdf)) == [
        (1, "Colofon"),
        (1, "Inhoud"),
        (1, "Delen"),
        (2, "CLB"),
        (2, "Geheim"),
        (3, "Diep"),
        (1, "Wet"),
        (2, "Artikel 3"),
    ]


def test_many_sections_are_bookmarks_but_no_contents(tmp_path: Path) -> None:
    terms = "\n\n".join(f"## Term {number} {{#t{number}}}\n\na" for number in range(30))
    assert write(book(chapter(terms)), tmp_path / "boek.pdf") == ()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        assert (2, "Term 29") in list(bookmarks(file))
        assert list(tags(file)).count("/TOCI") == 1


def test_the_contents_leave_out_titles_of_several_chapters_and_what_stands_on_a_fiche(tmp_path: Path) -> None:
    steps = [
        chapter(f"## Wat moet? {{#a}}\n\na\n\n## Eigen {number} {{#b}}\n\nb", f"stap-{number}") for number in "123"
    ]
    sheet = chapter("## Kom ik? {#c}\n\nJa.", "fiche")
    assert write(book(*steps, sheet), tmp_path / "boek.pdf") == ()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        titles = [title for _, title in bookmarks(file)]
        listed = list(tags(file)).count("/TOCI")
    assert (titles.count("Wat moet?"), titles.count("Kom ik?")) == (3, 1)
    assert listed == 3 + 3 + 1  # chapters, their own sections, the fiche


def test_contents_list_every_chapter(tmp_path: Path) -> None:
    groups = ("", "", "Meedoen", "Wettelijk kader", "Wettelijk kader", "")
    chapters = [chapter("", f"pagina-{number}", group=group) for number, group in enumerate(groups)]
    assert write(book(*chapters), tmp_path / "boek.pdf") == ()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        assert list(tags(file)).count("/TOCI") == len(groups)


def test_heading_tags_follow_each_other(pdf: pikepdf.Pdf) -> None:
    found = [name for name in tags(pdf) if name.startswith("/H")]
    assert found == ["/H1", "/H1", "/H1", "/H2", "/H2", "/H3", "/H1", "/H2"]


def test_structure_names_what_a_reader_sees(pdf: pikepdf.Pdf) -> None:
    expected = {
        "/L",
        "/LI",
        "/LBody",
        "/Table",
        "/TR",
        "/TH",
        "/TD",
        "/Note",
        "/Link",
        "/Figure",
        "/BlockQuote",
        "/TOC",
    }
    assert expected <= set(tags(pdf))


def test_fonts_are_embedded_and_ours(pdf: pikepdf.Pdf) -> None:
    described = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]
    assert described
    for item in described:
        assert "/FontFile2" in item or "/FontFile3" in item
        assert re.match("/[A-Z]{6}[+]AtkinsonHyperlegible", str(item.FontName)), "embedded as a subset"


def test_links_within_the_book_and_out_of_it(pdf: pikepdf.Pdf) -> None:
    actions = [item.A for page in pdf.pages for item in page.get("/Annots", []) if "/A" in item]
    outside = {str(action.URI) for action in actions if "/URI" in action}
    assert outside == {"https://a.be/b", "https://a.be", "tel:112"}
    pages = {page.objgen for page in pdf.pages}
    inside = [item for page in pdf.pages for item in page.get("/Annots", []) if "/Dest" in item]
    assert inside
    assert all(item.Dest[0].objgen in pages for item in inside if isinstance(item.Dest, pikepdf.Array))


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    write(sample(), tmp_path / "een.pdf")
    write(sample(), tmp_path / "map" / "twee.pdf")
    assert (tmp_path / "een.pdf").read_bytes() == (tmp_path / "map" / "twee.pdf").read_bytes()


def test_no_path_of_this_machine_in_the_file(pdf: pikepdf.Pdf) -> None:
    target = io.BytesIO()
    pdf.save(target, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    for trace in (b"/tmp/", str(FONTS.parent).encode()):
        assert trace not in target.getvalue()


def test_a_note_has_no_cover_and_says_that_it_is_unofficial(tmp_path: Path) -> None:
    path = tmp_path / "nota.pdf"
    text = "Alles is nieuw, zie [elders](elders.md).\n\n## Wat? {#a}"
    assert export_note(book(chapter(text)), into=path, fonts=FONTS, epoch=EPOCH) == ()
    with pikepdf.open(path) as file:
        assert len(file.pages) == 1
        assert list(bookmarks(file)) == [(1, "Delen"), (2, "Wat?")]
        assert list(tags(file))[:4] == ["/Document", "/H1", "/P", "/Strong"]


def test_a_note_says_in_words_what_came_and_what_went(tmp_path: Path) -> None:
    page = chapter("x").page
    went, came = Changed((Text("oud"),), added=False), Changed((Text("nieuw "), Strong((Text("stuk"),))), added=True)
    heading = Section("a", 2, (Text("Wat"), Text(" "), came), locked=False, origin=page.origin)
    cells = Row(((went,), (Text("a "), came)), page.origin)
    lead = (Paragraph((went, Text(" en "), came), page.origin), Table(cells, (cells,), ("", ""), page.origin))
    changed = replace(chapter("x"), page=replace(page, lead=lead, sections=(heading,)))
    path = tmp_path / "nota.pdf"
    assert export_notes([(book(changed), path)], fonts=FONTS, epoch=EPOCH, workers=1) == ()
    said = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True).stdout
    assert "[geschrapt: oud] en [toegevoegd: nieuw stuk]" in said
    assert said.count("[geschrapt: oud]") == 3
    assert "Wat [toegevoegd: nieuw stuk]" in said


def test_a_long_mark_stays_in_its_column(tmp_path: Path) -> None:
    about = (
        "of een dienst al mag meeluisteren voor haar machtiging bevestigd is, en of de anderen dan vrij mogen spreken"
    )
    text = f"Dat konden we niet zeker te weten komen, hoe lang we ook zochten. {{na-te-gaan: {about}}}\n\nEn dit."
    assert write(book(chapter(text)), tmp_path / "boek.pdf") == ()
    command = ["pdftotext", "-bbox", str(tmp_path / "boek.pdf"), "-"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)<', said)
    said_words = [word for *_, word in words]
    mark = words[said_words.index("meeluisteren") : said_words.index("spreken") + 1]
    right = (210 - 28) / 25.4 * 72  # points: A4 without the right margin of book.typ
    assert max(float(end) for _, _, end, _ in mark) <= right
    lines = {round(float(top)) for _, top, _, word in words if word in {"komen,", "zochten.", "na"}}
    assert len(lines) <= 2  # the sentence is not broken up to keep the mark in one piece


def test_words_in_another_language_are_tagged_so(tmp_path: Path) -> None:
    assert write(book(chapter("Met een {en: sense of urgency} komen.")), tmp_path / "boek.pdf") == ()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        drawn = b"".join(pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)) for page in file.pages)
    assert re.findall(rb"/Lang ?\(([^)]*)\)", drawn) == [b"en"]


def test_describe_tells_what_a_pdf_says_about_itself(tmp_path: Path) -> None:
    write(sample(), tmp_path / "boek.pdf")
    described = describe((tmp_path / "boek.pdf").read_bytes())
    assert described.title == "Draaiboek LIVC-R \u2013 Onderwijs, editie 2026.1"
    assert (described.identifier, described.epoch) == (PERMALINK, EPOCH)
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        assert described.pages == len(file.pages)


@pytest.mark.parametrize("words", ["<x", "gone", "0001-01-01T00:00:00", "1979-12-31T23:59:59Z", "2100-01-01"])
def test_describe_refuses_what_is_no_pdf_of_ours(words: str, tmp_path: Path) -> None:
    write(sample(), tmp_path / "boek.pdf")
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        told = file.Root.Metadata.read_bytes()
        dated = re.sub(rb"(<xmp:CreateDate>)[^<]*", rb"\g<1>" + words.encode(), told)
        file.Root.Metadata.write(b"<x" if words == "<x" else dated)
        if words == "gone":
            del file.Root.Metadata
        target = io.BytesIO()
        file.save(target)
    with pytest.raises(ToolError, match="een pdf is geen pdf van het draaiboek"):
        describe(target.getvalue())


def test_describe_unpacks_nothing(tmp_path: Path) -> None:
    """Metadata that would be right, compressed: what they unpack to could be gigabytes."""
    write(sample(), tmp_path / "boek.pdf")
    target = io.BytesIO()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        told = file.Root.Metadata
        told.write(zlib.compress(told.read_bytes()), filter=pikepdf.Name.FlateDecode)
        del told.Type  # otherwise saving would unpack it
        file.save(target, fix_metadata_version=False)
    with pikepdf.open(io.BytesIO(target.getvalue())) as file:
        assert file.Root.Metadata.Filter == pikepdf.Name.FlateDecode
    with pytest.raises(ToolError) as raised:
        describe(target.getvalue())
    assert "ingepakt" in raised.value.output


def test_a_link_without_target(tmp_path: Path) -> None:
    (problem,) = write(book(chapter("## A {#a}\n\n[b](#nergens)")), tmp_path / "boek.pdf")
    assert (problem.code, str(problem.origin)) == ("LK005", "docs/delen.md:3:5")
    assert problem.text == "de link '#nergens' heeft geen doel in het boek"
    assert not (tmp_path / "boek.pdf").exists()


def test_a_sign_that_no_font_has(tmp_path: Path) -> None:
    value = book(chapter("goed"), chapter("## A {#pijl}\n\nIk ga\nvan → naar.", "wet"))
    (problem,) = write(value, tmp_path / "boek.pdf")
    assert (problem.code, str(problem.origin)) == ("HT008", "docs/wet.md:4:1")
    assert "→" in problem.text
    assert "lettertype" in problem.hint
    assert not (tmp_path / "boek.pdf").exists()


def test_a_mark_that_no_font_has_is_told_and_not_the_letters_under_it(tmp_path: Path) -> None:
    """The letters under it are all over the book, where they are printed correctly."""
    value = book(chapter("niet delen"), chapter("n\u0336i\u0336et delen\n\ne\u20dd", "wet"))
    found = write(value, tmp_path / "boek.pdf")
    assert [(str(each.origin), each.text) for each in found] == [
        ("docs/wet.md:1:1", "het teken '\u0336' kan niet in de pdf"),
        ("docs/wet.md:3:1", "het teken '\u20dd' kan niet in de pdf"),
    ]


def test_a_sign_in_a_drawing(tmp_path: Path) -> None:
    text = "## A {#x}\n\n![a](media/x.svg)"
    value = book(chapter("b"), chapter(text, "wet"), media={"media/x.svg": SVG.replace(b"Melden", "→".encode())})
    (problem,) = write(value, tmp_path / "boek.pdf")
    assert (problem.code, str(problem.origin)) == ("HT008", "docs/wet.md:3:1")


def test_a_sign_in_sector_text(tmp_path: Path) -> None:
    value = book(chapter("a\n\nb", sector_text="a\n\nvan → naar\n\nc"))
    (problem,) = write(value, tmp_path / "boek.pdf")
    assert (problem.code, str(problem.origin)) == ("HT008", "overlays/onderwijs/x.md:7:1")


def test_a_picture_that_typst_cannot_read(tmp_path: Path) -> None:
    value = book(chapter("b\n\n![a](media/x.png)"), media={"media/x.png": b"geen beeld"})
    (problem,) = write(value, tmp_path / "boek.pdf")
    assert (problem.code, str(problem.origin)) == ("HT008", "docs/delen.md:3:1")


def test_text_cannot_become_code(tmp_path: Path) -> None:
    evil = '"); panic("x"); // #import "/etc/passwd" \\\\" ] } )\n//+\n//§ 1 x\n\n## C"; panic() {#a}'
    assert write(book(chapter(evil, "a")), tmp_path / "boek.pdf") == ()


def test_what_notes_have_wrong_in_common_is_said_once(tmp_path: Path) -> None:
    wrong = book(chapter("[a](#nergens)"))
    jobs = [(sample(), tmp_path / "een.pdf"), (wrong, tmp_path / "fout.pdf"), (sample(), tmp_path / "twee.pdf")]
    jobs.append((wrong, tmp_path / "ook-fout.pdf"))
    problems = export_notes(jobs, fonts=FONTS, epoch=EPOCH, workers=2)
    assert [problem.code for problem in problems] == ["LK005"]
    assert (tmp_path / "een.pdf").read_bytes() == (tmp_path / "twee.pdf").read_bytes()
    assert not (tmp_path / "fout.pdf").exists()


@pytest.mark.parametrize(("paragraphs", "pages"), [(22, 1), (24, 1), (26, 2), (30, 2)])
def test_few_words_do_not_stand_alone_on_the_last_page_of_a_chapter(
    tmp_path: Path, paragraphs: int, pages: int
) -> None:
    """Twenty-two paragraphs fill a page; a few more are set closer, or pull enough others to the next page."""
    text = "De burgemeester nodigt een dienst uit en beslist wie aan het overleg deelneemt, en waarom dat zo is.\n\n"
    path = tmp_path / "boek.pdf"
    assert write(book(chapter(text * paragraphs), chapter("Slot.", "slot")), path) == ()
    said = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True, text=True).stdout
    found = said.split("\f")[3:-2]  # leave out the cover, imprint and contents, and the last chapter
    assert len(found) == pages
    assert len(found[-1].split()) > 60
    assert sum(page.count("burgemeester") for page in found) == paragraphs


def test_the_rows_of_a_table_come_closer_too(tmp_path: Path) -> None:
    """Thirty-eight rows fill the first page of a chapter."""
    text = "\n".join(["| a | b |", "|---|---|", *["| een | twee |"] * 44])
    assert write(book(chapter(text), chapter("Slot.", "slot")), tmp_path / "boek.pdf") == ()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        assert len(file.pages) == 3 + 1 + 1  # cover, imprint and contents, the table, and the other chapter


def test_a_chapter_that_cannot_be_repaired_is_told(tmp_path: Path) -> None:
    """The rows of a table stay where they are."""
    text = "\n".join(["| a | b |", "|---|---|", *["| een | twee |"] * 54])
    (problem,) = write(book(chapter(text), chapter("Slot.", "slot")), tmp_path / "boek.pdf")
    assert (problem.code, str(problem.origin), problem.severity) == ("HT011", "docs/delen.md:1:1", Severity.ADVICE)
    assert (tmp_path / "boek.pdf").exists()


def test_marks_are_words_and_a_figure_fills_a_page() -> None:
    about = "of dit zo is, " * 20
    page = chapter(f"Eerst. {'Tekst. ' * 60}\n\n## Slot {{#slot}}\n\nHet slot. {{na-te-gaan: {about}}}").page
    (slot,) = page.sections
    assert last_words(page) is slot.body[0]
    part = FigurePart((Text("Deel"),), (), (), "", "", page.origin)
    figure = Figure("reeks", (Text("Titel"),), (part,), (), (), page.origin)
    lead = (*page.lead, figure)
    assert last_words(replace(page, lead=lead, sections=(replace(slot, body=()),))) is figure


def test_a_note_stands_at_the_foot_of_every_page_that_cites_it(tmp_path: Path) -> None:
    sources = ("twee", "lang", "onzeker", "lijst", "wet")
    cited = [f"Wat de wet zegt, geldt aan tafel, en ook erna. [@{sources[number % 5]}]" for number in range(120)]
    text = "\n\n".join(f"## Stuk {number} {{#s{number}}}\n\n{said}\n\n{said}" for number, said in enumerate(cited))
    assert write(book(chapter(text), chapter(text, "nog")), tmp_path / "boek.pdf") == ()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        marks = list(notes_and_pages(file))
    assert len(marks) == 480
    assert len({page for page, _ in marks}) > 10
    assert sum(page != foot for page, foot in marks) <= len(marks) / 100


def _lines(number: int) -> str:
    return "Kijk.\n\n" * number


def test_a_note_goes_along_with_the_heading_that_moves_to_the_next_page(tmp_path: Path) -> None:
    """Typst first places the notes below a heading, and then moves the heading: the plan reserves more room."""
    said = "Wat de wet zegt, geldt aan tafel, en ook erna, in elke zin die je daar hoort of zelf zegt. " * 2
    below = f"### Wie {{#wie}}\n\n- {said}[@twee, art. 1] [@lang]\n- {said}[@onzeker]\n- {said}[@lijst] [@wet]\n"
    chapters = [
        chapter(f"{_lines(20 + number)}## Kop {{#kop}}\n\n{said}[@twee]\n\n{below}", f"deel-{number}")
        for number in range(24)
    ]
    assert write(book(*chapters), tmp_path / "boek.pdf") == ()
    with pikepdf.open(tmp_path / "boek.pdf") as file:
        marks = list(notes_and_pages(file))
    assert len(marks) > 100
    assert [(page, foot) for page, foot in marks if page != foot] == []


def test_books_that_share_chapters_are_made_as_each_alone(tmp_path: Path) -> None:
    """The layouts of the shared chapters, made for the first book, are reused in the second without changing it."""
    said = "Wat de wet zegt, geldt aan tafel, en ook erna. [@twee] Soms meer. [@lang]\n\n"
    shared = [chapter(f"## Een {{#een}}\n\n{said * 30}{'Nog iets. ' * 40}", f"deel-{number}") for number in range(3)]
    one, other = (
        book(chapter(text, name), *shared) for text, name in (("Hier.", "eigen"), (f"Ook. {said * 60}", "ander"))
    )
    settled = tmp_path / "settled"
    settled.mkdir()
    kept: list[int] = []
    for each, name in ((one, "een"), (other, "twee")):
        assert export(each, into=tmp_path / f"{name}.pdf", fonts=FONTS, epoch=EPOCH, settled=settled) == ()
        assert export(each, into=tmp_path / f"{name}-alleen.pdf", fonts=FONTS, epoch=EPOCH) == ()
        assert (tmp_path / f"{name}.pdf").read_bytes() == (tmp_path / f"{name}-alleen.pdf").read_bytes()
        kept.append(len(list(settled.iterdir())))
    assert kept == [4, 5]  # three that they share, and one of each book's own


def test_a_chapter_that_leads_to_the_site_is_the_same_in_the_books_of_all_sectors(tmp_path: Path) -> None:
    """A reader on paper cannot see link targets, so it is laid out once; each book's links lead to its own site."""
    text = "Wat nieuw is, lees je op [de website](edities.md#nieuw). [@lang]\n\n" * 30
    settled = tmp_path / "settled"
    settled.mkdir()
    for slug in ("jeugd", "sport"):
        home = f"https://example.org/2026.1/{slug}/"
        elsewhere = {PurePosixPath("edities.md"): "Edities"}
        made = replace(book(chapter(text)), slug=slug, permalink=home, elsewhere=elsewhere)
        into = tmp_path / f"{slug}.pdf"
        assert export(made, into=into, fonts=FONTS, epoch=EPOCH, settled=settled) == ()
        with pikepdf.open(into) as file:
            links = [link for page in file.pages for link in page.get("/Annots", [])]
        found = {str(link.A.URI) for link in links if "/A" in link and "edities" in str(link.A.URI)}
        assert found == {f"{home}edities/#nieuw"}
    assert len(list(settled.iterdir())) == 1


def test_what_does_not_change_between_layouts_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiler that has already read the templates and a chapter needs four fifths of the time for another layout."""
    made: list[str] = []
    compiler = engine._compiler

    def counted(main: Path, fonts: Path) -> typst.Compiler:
        made.append(main.name)
        return compiler(main, fonts)

    monkeypatch.setattr(engine, "_compiler", counted)
    said = "Wat de wet zegt, geldt aan tafel, en ook erna. [@twee] Soms meer. [@lang]\n\n"
    chapters = [chapter(f"## Een {{#een}}\n\n{said * 40}", f"deel-{number}") for number in range(4)]
    assert write(book(*chapters), tmp_path / "boek.pdf") == ()
    assert made == ["main.typ", "part.typ", "nothing.typ"]


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell")
def test_typst_forgets_the_tries_of_a_chapter() -> None:
    """These layouts took two fifths of the memory of the most demanding book (decisions/0063)."""
    with fresh(1, bare=True) as processes:
        taken = [processes.submit(memory_of_tries, pace).result() for pace in (0, engine._PACE)]
    never, ours = taken
    assert 0 < ours < 0.4 * never


def memory_of_tries(pace: int) -> int:
    """Return by how many kB this process grows while it settles chapters with the given *pace*."""
    said = "Wat de wet zegt, geldt aan tafel, en ook erna. [@twee] Soms meer. [@lang]\n\n"
    chapters = [chapter(f"## Een {{#een}}\n\n{f'{number}. {said}' * 40}", f"deel-{number}") for number in range(24)]
    text, _ = document(book(*chapters))
    with engine._desk(text, FONTS, pace=pace) as desk:
        before = memory_at_most()
        for part in text.parts:
            engine._best(part, desk)
        return memory_at_most() - before


def memory_at_most() -> int:
    """Return the peak memory of this process in kB, not counting that of its parent."""
    return int(Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2].split()[0])


def test_a_book_is_laid_out_once_when_its_chapters_are_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each layout of a whole book takes two seconds; those of its chapters are much smaller."""
    laid_out = pages_of_layouts(monkeypatch)
    said = "Wat de wet zegt, geldt aan tafel, en ook erna. [@twee] Soms meer. [@lang]\n\n"
    chapters = [chapter(f"## Een {{#een}}\n\n{said * 40}", f"deel-{number}") for number in range(4)]
    assert write(book(*chapters), tmp_path / "boek.pdf") == ()
    assert laid_out.count(max(laid_out)) == 2  # once to check that nothing is left to repair, and once to write it


WHERE = """
#context [#metadata(query(<layout>).map(it => it.location().page()))<where>]
"""


def test_what_a_layout_came_to_stands_where_little_is_laid_out_anew() -> None:
    """Typst updates this value in each round, and everything on the same pages is laid out again until it is stable."""
    made, _ = document(book(chapter(f"Lees. [@lang]\n\n{_lines(90)}"), chapter("Slot.", "slot")))
    part = next(each for each in made.parts if each.chapters == ("delen/",))
    with engine._desk(made, FONTS) as desk:
        engine._write_plan(Plan(), desk)
        main = desk.root / "main.typ"
        main.write_text(main.read_text(encoding="utf-8") + WHERE, encoding="utf-8")
        assert json.loads(desk.whole.query("<where>", field="value", one=True)) == [1]  # the cover, a page of its own
        plan = engine._laid(part, desk, Fit()).plan
        found = engine._found_of(part, plan, desk)
    assert found.pages == found.ends["delen/"][0] + 1


ROUNDS = """
#context {
  let before = query(<rounds>)
  let seen = if before.len() == 0 { () } else { before.first().value }
  let where(it) = it.location().page()
  let down(it) = it.location().position().y.pt()
  let found = (query(<begin>).map(where), query(footnote).map(where), query(<end>).map(down))
  [#metadata(if seen.len() < 4 { seen + (found,) } else { seen })<rounds>]
}
"""


LEADS = "Lees [wat je mag delen](wet.md#artikel), en [het tweede deel](#s2). [@lang] [@twee] Soms. [@lang] " * 20
LAST = chapter("## Artikel {#artikel}\n\nDit.", "wet")


def begun(made: Document) -> list[list[int]]:
    """Return the start pages of the chapters of *made* in each of Typst's layout rounds, from the second one on.

    Asserts that everything that the document queries is the same in those rounds.
    """
    with engine._desk(made, FONTS) as desk:
        engine._write_plan(Plan(), desk)
        main = desk.root / "main.typ"
        main.write_text(main.read_text(encoding="utf-8") + ROUNDS, encoding="utf-8")
        asked, first, *others = json.loads(desk.whole.query("<rounds>", field="value", one=True))
    assert asked == [[], [], []]
    assert others == [first, first]
    return [pages for pages, *_ in (first, *others)]


def test_the_first_round_of_a_layout_is_as_large_as_the_last() -> None:
    """Typst queries where things are on its pages, lays out again with the answers, and so on: 0.5 s a round."""
    sections = [
        "\n\n".join(f"## Deel {number} van {each} {{#s{number}}}\n\nTekst." for number in range(22))
        for each in range(6)
    ]
    chapters = [
        chapter(LEADS + "\n\n" + each, f"deel-{number}", group=f"Deel {number // 3}" if number else "")
        for number, each in enumerate(sections)
    ]
    made, _ = document(book(*chapters, LAST))
    assert begun(made)[0][0] == 5  # after the cover, the imprint, and two pages of contents


def test_the_first_round_of_a_pocket_guide_is_as_large_as_the_last() -> None:
    """Its contents list neither sections nor the titles of chapters outside any part."""
    alone = [chapter("Kort.", f"kort-{number}") for number in range(17)]
    text = f"Lees [dit](wet.md#artikel). [@lang] {'Tekst. ' * 300}"
    parts = [chapter(text, f"deel-{number}", group=f"Deel {number}") for number in range(4)]
    made, _ = pocket(book(*alone, *parts, LAST))
    assert begun(made)[0][0] == 4


def test_a_chapter_by_itself_is_as_large_as_in_its_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The opening page of its part lists the other chapters, in rows of two, but not the fiche."""
    laid_out: list[Found] = []
    found = engine._found

    def kept(compiler: typst.Compiler) -> Found:
        laid_out.append(found(compiler))
        return laid_out[-1]

    monkeypatch.setattr(engine, "_found", kept)
    said = "Kijk. " * 90 + "Lees. [@lang] [@twee] " * 3
    made = (chapter(said, name, group="Aan tafel") for name in ("een", "twee", "fiche", "drie"))
    assert write(book(*made), tmp_path / "boek.pdf") == ()
    parts = {name: end for each in laid_out[:-2] for name, (_, end) in each.ends.items()}
    whole = {name: end for name, (_, end) in laid_out[-1].ends.items()}
    assert parts.keys() == {"een/", "twee/", "drie/"}
    assert parts == pytest.approx({name: whole[name] for name in parts})


def test_a_note_that_is_said_again_is_short_and_keeps_its_number(tmp_path: Path) -> None:
    text = f"Een. [@twee, art. 3]\n\n{'Nog een regel tekst die niets aanhaalt. ' * 150}\n\n" * 2
    assert write(book(chapter(text)), tmp_path / "boek.pdf") == ()
    said = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "boek.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout
    feet = re.findall(r"^1\s+(d, art.*)$", said, re.MULTILINE)
    assert [("Lees de tekst" in line) for line in feet] == [True, False]


def test_pages_bear_the_numbers_that_are_printed(pdf: pikepdf.Pdf) -> None:
    labels = {int(first): label for first, label in zip(*[iter(pdf.Root.PageLabels.Nums)] * 2, strict=True)}
    assert {number: (str(label.S), int(label.St)) for number, label in labels.items()} == {
        number: ("/D", number + 1) for number in range(len(pdf.pages))
    }


def test_what_is_settled_ahead_is_used_and_changes_no_byte(tmp_path: Path) -> None:
    settled = tmp_path / "settled"
    settled.mkdir()
    for share in range(2):
        settle(sample(), fonts=FONTS, settled=settled, share=share, shares=2)
    files = {path.name: path.stat().st_ino for path in settled.iterdir()}  # a rewritten file has a new inode
    assert len(files) == len(sample().chapters)
    with_it, without = tmp_path / "met.pdf", tmp_path / "zonder.pdf"
    assert export(sample(), into=with_it, fonts=FONTS, epoch=EPOCH, settled=settled) == ()
    assert write(sample(), without) == ()
    assert with_it.read_bytes() == without.read_bytes()
    assert {path.name: path.stat().st_ino for path in settled.iterdir()} == files
