"""A compacted PDF says the same in fewer bytes: Typst's output is compared with what we make of it."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections import defaultdict
from itertools import groupby
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst
from PIL import Image, ImageChops, ImageFilter

from draaiboek.forms.pdf.compact import compacted
from tests.unit.pdf_books import EPOCH, FONTS
from tests.unit.pdf_reading import bookmarks, tags

HEAD = """#set document(title: "Een boek")
#set page(width: 120mm, height: 160mm, numbering: "1", footer: context [Bladzijde #counter(page).display()])
#set text(font: "Atkinson Hyperlegible Next", lang: "nl", region: "be", size: 10pt, fallback: false)
#set list(marker: [-])
#set super(typographic: false)
#let linked(body) = underline(stroke: 0.4pt, offset: 0.2em, evade: false, body)
"""
LONG = "Wie aan tafel zit zwijgt over wat daar gezegd is, tenzij \\\\ ( de wet ) het anders zegt. "
TEXT = f"""
= Delen <delen>
#for number in range(30) [
  {LONG}#linked(link(<geheim>)[Zie #strong[het geheim]], ) en #super[2] of m#super[3].#footnote[Noot #number. #linked(
    link("https://a.be")[adres])]

  #text(fill: rgb("#96201c"), size: 12pt)[Rood] en {LONG} {LONG}
]
== Geheim <geheim>
#table(columns: 2, table.header[Wie][Wat], [jij], [niets#footnote[Zeker.]], [#linked[wij]], [#underline[alles] ook])
- punt
  - dieper
#text(lang: "en", region: none)[Words in English, of some length, and #emph[more]] en weer verder.
#rotate(90deg)[gedraaid] #image("stap.svg", alt: "Een stap \\\\ (klein)", width: 30mm)
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15">Melden</text><g %s>%s</g></svg>'
)
PLAIN = SVG % ("", '<path d="M 1.23456 2.34567 L 9.87654 8.76543" stroke="#96201c"/>')
SEEN_THROUGH = SVG % ('opacity="0.5"', '<rect width="9" height="9"/><text x="9" y="15" opacity="0.7">Half</text>')
MOST = 0.8  # fraction of the size that pikepdf achieves
NOT_SEEN = 24  # of 256 shades; a line may be drawn one dot higher than before
Both = tuple[pikepdf.Pdf, pikepdf.Pdf]
needs_poppler = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="apt install poppler-utils")


def typeset(root: Path, source: str, picture: str = PLAIN) -> bytes:
    """Return the PDF that Typst makes of *source*."""
    (root / "boek.typ").write_text(HEAD + source, encoding="utf-8")
    (root / "stap.svg").write_text(picture, encoding="utf-8")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    made = typst.compile(
        root / "boek.typ", root=root, font_paths=fonts, pdf_standards=["ua-1", "a-3a"], timestamp=EPOCH
    )
    assert isinstance(made, bytes)
    return made


def both(pdf: bytes) -> Both:
    """Return *pdf* as it was, and as compacted."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        made = compacted(file)
    return pikepdf.open(io.BytesIO(pdf)), pikepdf.open(io.BytesIO(made))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """A book with everything that our books have."""
    return both(typeset(tmp_path_factory.mktemp("pdf"), TEXT))


# --- the contents, decoded independently by what the file itself declares --------------------------------------------


def letters_of(font: Any) -> tuple[int, dict[int, str]]:
    """Return the number of bytes of a character code in *font*, and the text of each code."""
    said = font.ToUnicode.read_bytes().decode()
    codes = re.findall(r"<([0-9A-F]+)> <([0-9A-F]+)>\n", said.split("endcodespacerange")[1])
    (width,) = {len(code) // 2 for code, _ in codes}
    return width, {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in codes}


def shown_on(page: pikepdf.Page) -> dict[int, tuple[str, str]]:
    """Return the text of each marked-content id on *page*, with its language; -1 has text that is not read aloud."""
    words, languages, open_marks = defaultdict[int, str](str), dict[int, str](), list[int]()
    font: Any = None
    depth = 0
    for operands, operator in ((each.operands, str(each.operator)) for each in pikepdf.parse_content_stream(page)):
        match operator:
            case "BT" | "ET":
                depth += 1 if operator == "BT" else -1
                assert depth in (0, 1)
            case "BDC" | "BMC":
                said: Any = operands[1] if len(operands) > 1 else {}
                open_marks.append(int(said.get("/MCID", -1)))
                languages[open_marks[-1]] = str(said.get("/Lang", ""))
            case "EMC":
                open_marks.pop()
            case "Tf":
                font = page.Resources.Font[str(operands[0])]
            case "Tj" | "TJ":
                width, letters = letters_of(font)
                pieces: list[Any] = list(operands[0]) if operator == "TJ" else [operands[0]]
                for each in (bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String)):
                    codes = (each[at : at + width] for at in range(0, len(each), width))
                    mark = next((number for number in reversed(open_marks) if number >= 0), -1)
                    words[mark] += "".join(letters[int.from_bytes(code, "big")] for code in codes)
    assert open_marks == []
    return {mark: (text, languages.get(mark, "")) for mark, text in words.items()}


def heard(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Return the words of *pdf* in the order of its structure tree, each run with its language and enclosing tags."""
    pages = {page.obj.objgen: shown_on(page) for page in pdf.pages}
    runs: list[tuple[str, str]] = []

    def go(element: Any, around: str, language: str) -> None:
        language = str(element.get("/Lang", language))
        around = around if is_look(element) else f"{around}{element.S} "
        for kid in element.get("/K", []):
            if isinstance(kid, int) or "/MCID" in kid:
                page = element.Pg if isinstance(kid, int) else kid.Pg
                text, said = pages[page.objgen].get(kid if isinstance(kid, int) else int(kid.MCID), ("", ""))
                runs.append((f"{around}{said or language}", text))
            elif "/S" in kid:
                assert kid.P.objgen == element.objgen
                go(kid, around, language)
            else:
                runs.append((f"{around}OBJR", str(kid.Obj.get("/Contents"))))

    for top in pdf.Root.StructTreeRoot.K:
        go(top, "", str(pdf.Root.Lang))
    return [(around, "".join(text for _, text in run)) for around, run in groupby(runs, key=lambda each: each[0])]


def is_look(element: Any) -> bool:
    """Return whether *element* only says what its words look like."""
    said = element.get("/A", [])
    return element.S == "/Span" and all(each.O == "/Layout" and "/Placement" not in each for each in said)


def links_of(pdf: pikepdf.Pdf) -> list[tuple[int, str, Any]]:
    """Return each link's page, its words, and its target."""
    order = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    found: list[tuple[int, str, Any]] = []
    for number, page in enumerate(pdf.pages):
        for link in page.obj.get("/Annots", []):
            to: Any = link.get("/Dest", link.get("/A"))
            if isinstance(to, pikepdf.Array):
                to = (order[to[0].objgen], *(round(float(each)) for each in list(to)[2:]))
            found.append((number, str(link.Contents), to if isinstance(to, tuple) else to.unparse()))
    return found


# --- the same --------------------------------------------------------------------------------------------------------


def as_pikepdf_packs_it(file: pikepdf.Pdf) -> bytes:
    """Return *file* as small as the library alone can make it."""
    target = io.BytesIO()
    file.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def test_it_takes_a_good_deal_less_room(tmp_path: Path) -> None:
    made = typeset(tmp_path, TEXT)
    by_itself = as_pikepdf_packs_it(pikepdf.open(io.BytesIO(made)))
    assert len(compacted(pikepdf.open(io.BytesIO(made)))) < MOST * len(by_itself)


def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    made = typeset(tmp_path, TEXT)
    one, other = (compacted(pikepdf.open(io.BytesIO(made))) for _ in range(2))
    assert one == other


def test_readers_find_no_mistake_in_the_file(tmp_path: Path) -> None:
    (tmp_path / "klein.pdf").write_bytes(compacted(pikepdf.open(io.BytesIO(typeset(tmp_path, TEXT)))))
    with pikepdf.open(tmp_path / "klein.pdf") as file:
        assert file.check_pdf_syntax() == []


def test_it_says_that_it_is_tagged_and_nothing_that_poppler_takes_for_a_mistake(book: Both) -> None:
    _, after = book
    assert dict(after.Root.MarkInfo) == {"/Marked": True}


def test_the_same_is_heard_in_the_same_structure(book: Both) -> None:
    before, after = map(heard, book)
    assert len(before) > 300  # otherwise too little was heard
    assert after == before
    assert [each for each in tags(book[1]) if each != "/Span"] == [each for each in tags(book[0]) if each != "/Span"]


def test_what_nobody_hears_is_shown_too(book: Both) -> None:
    before, after = ([shown_on(page).get(-1) for page in file.pages] for file in book)
    assert after == before
    assert ("Bladzijde 1", "") in before


def test_a_part_in_another_language_says_so_to_the_word(book: Both) -> None:
    said = [(around, text) for around, text in heard(book[1]) if "Words in English" in text]
    assert [around.split()[-1] for around, _ in said] == ["en"]


def test_each_mark_and_link_knows_its_element(book: Both) -> None:
    for file in book:
        assert all([*shown_on(page)] for page in file.pages)
        assert any("/Annots" in page.obj for page in file.pages)
        nums: Any = file.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
        for page in file.pages:
            owners = tree[int(page.obj.StructParents)]
            for mark in (mark for mark in shown_on(page) if mark >= 0):
                kids = [kid if isinstance(kid, int) else kid.get("/MCID") for kid in owners[mark].K]
                assert mark in kids
            for link in page.obj.get("/Annots", []):
                assert any("/Obj" in kid for kid in tree[int(link.StructParent)].K if not isinstance(kid, int))


def test_links_and_bookmarks_lead_to_the_same_places(book: Both) -> None:
    before, after = map(links_of, book)
    assert after == before
    assert {type(to) for *_, to in before} == {tuple, bytes}  # links to places, and to names or addresses
    assert list(bookmarks(book[1])) == list(bookmarks(book[0]))


def test_a_link_over_two_lines_is_clicked_on_both(tmp_path: Path) -> None:
    words = "Zie #link(<b>)[een tekst #strong[die lang] genoeg is om niet te passen op de regel waar hij begint, ja]."
    _, after = both(typeset(tmp_path, f"= A\n{words}\n= B <b>"))
    (link,) = after.pages[0].obj.Annots
    quads = [int(number) for number in link.QuadPoints]
    assert len(quads) == 2 * 8  # two lines with four corners each, even where a word is bold
    assert (min(quads[::2]), min(quads[1::2]), max(quads[::2]), max(quads[1::2])) == tuple(map(int, link.Rect))


def test_text_that_looks_like_a_number_of_an_object_stays(tmp_path: Path) -> None:
    """Objects are renumbered, and `7 0 R` is how a file refers to object seven."""
    _, after = both(typeset(tmp_path, "= Artikel 7 0 R en (1 0 R) of 99999 0 R\nTekst."))
    assert [title for _, title in bookmarks(after)] == ["Artikel 7 0 R en (1 0 R) of 99999 0 R"]


FOOT = """#set page(footer: context {
  let number = text(fill: rgb("#96201c"), weight: 700, size: 11pt, counter(page).display())
  let line = [Draaiboek, editie 2026.1, voor iedereen]
  if calc.even(here().page()) { number; h(1fr); line } else { line; h(1fr); number }
})
"""


def drawn(file: pikepdf.Pdf) -> list[list[bytes]]:
    """Return the content streams of each page of *file*, decoded."""
    parts = (page.obj.Contents for page in file.pages)
    each: list[list[Any]] = [[one] if isinstance(one, pikepdf.Stream) else list(one.as_list()) for one in parts]
    return [[bytes(part.read_bytes()) for part in page] for page in each]


def test_another_edition_has_other_lines_at_the_foot_and_nothing_else(tmp_path: Path) -> None:
    source = FOOT + TEXT
    _, one = both(typeset(tmp_path, source))
    _, other = both(typeset(tmp_path, source.replace("2026.1", "2026.2")))
    pages = drawn(one)
    assert len(pages) == 8
    assert [own for own, _ in drawn(other)] == [own for own, _ in pages]
    assert not {foot for _, foot in drawn(other)} & {foot for _, foot in pages}
    assert len({page.obj.Contents[1].objgen for page in one.pages}) < len(pages)


def test_figures_of_two_widths_are_the_same_bytes_whichever_comes_first(tmp_path: Path) -> None:
    begin = '#strong[Editie 2026.1] #text(weight: 700, number-width: "tabular")[1]\n#pagebreak()\n'
    source = f"{begin}#strong[Artikel 11]"
    _, one = both(typeset(tmp_path, source))
    _, other = both(typeset(tmp_path, source.replace("2026.1", "2026.2")))
    assert [len(drawn(one)), len(drawn(other))] == [2, 2]
    assert drawn(one)[0] != drawn(other)[0]
    assert drawn(one)[1] == drawn(other)[1]


# --- on paper --------------------------------------------------------------------------------------------------------


@needs_poppler
@pytest.mark.parametrize(("source", "picture"), [(TEXT, PLAIN), (TEXT, SEEN_THROUGH), (FOOT + TEXT, PLAIN)])
def test_pages_look_the_same(tmp_path: Path, source: str, picture: str) -> None:
    for name, file in zip(("voor", "na"), both(typeset(tmp_path, source, picture)), strict=True):
        file.save(tmp_path / f"{name}.pdf")
        subprocess.run(["pdftoppm", "-r", "60", tmp_path / f"{name}.pdf", tmp_path / name], check=True)
    pages = sorted(tmp_path.glob("voor-*.ppm"))
    assert len(pages) == 8
    for before in pages:
        with Image.open(before) as one, Image.open(before.with_name(before.name.replace("voor", "na"))) as other:
            soft = [each.convert("L").filter(ImageFilter.GaussianBlur(2)) for each in (one, other)]
            assert max(ImageChops.difference(*soft).histogram()[NOT_SEEN:]) == 0


@needs_poppler
def test_the_same_text_is_read_from_it(tmp_path: Path) -> None:
    texts = []
    for name, file in zip(("voor", "na"), both(typeset(tmp_path, TEXT, SEEN_THROUGH)), strict=True):
        file.save(tmp_path / f"{name}.pdf")
        command = ["pdftotext", "-raw", str(tmp_path / f"{name}.pdf"), "-"]
        texts.append(subprocess.run(command, capture_output=True, check=True).stdout.decode())
    assert texts[0] == texts[1]
    assert texts[0].count("tenzij") == 90  # three times thirty


def test_a_letter_is_the_byte_of_its_sign(book: Both) -> None:
    """Where two glyphs stand for the same character, one of them has its code."""
    for font in book[1].pages[0].obj.Resources.Font.values():
        letters = {(code, sign) for code, sign in letters_of(font)[1].items() if len(sign) == 1 and sign.isascii()}
        assert letters
        assert {(ord(sign), sign) for _, sign in letters} <= letters


def test_a_second_figure_moves_no_letter_up(tmp_path: Path) -> None:
    _, after = both(typeset(tmp_path, '0123456789 :;ABCabc #text(number-width: "tabular")[0123456789] Bladzijde'))
    (font,) = after.pages[0].obj.Resources.Font.values()
    found = letters_of(font)[1]
    assert sum(sign.isdecimal() for sign in found.values()) > 10
    assert {code: found.get(code) for code in map(ord, "0123456789:;ABCabcBladzijde")} == {
        ord(sign): sign for sign in "0123456789:;ABCabcBladzijde"
    }


def places(pdf: pikepdf.Pdf) -> list[tuple[list[float], str]]:
    """Return for each place on the first page of *pdf* how far it is from the one before, and the words from there."""
    found: list[tuple[list[float], str]] = []
    width, letters = 1, dict[int, str]()
    for operands, operator in (
        (each.operands, str(each.operator)) for each in pikepdf.parse_content_stream(pdf.pages[0])
    ):
        if operator == "Tf":
            width, letters = letters_of(pdf.pages[0].obj.Resources.Font[str(operands[0])])
            assert width == 1
        elif operator == "Td":
            found.append(([float(str(each)) for each in operands], ""))
        elif operator in {"Tj", "TJ"}:
            pieces: list[Any] = list(operands[0]) if operator == "TJ" else [operands[0]]
            codes = (code for each in pieces if isinstance(each, pikepdf.String) for code in bytes(each))
            found[-1] = found[-1][0], found[-1][1] + "".join(letters[code] for code in codes)
    return found


def test_what_follows_on_a_line_says_no_place_and_a_gap_does(tmp_path: Path) -> None:
    """Typst gives each piece its own place: also where only the way to break words, the font or the colour changes."""
    red = 'text(fill: rgb("#96201c"), size: 14pt)[rood]'
    line = f"Wie #text(hyphenate: true)[zwijgt] \\(#strong[altijd]) #{red}#h(20pt)kan"
    _, after = both(typeset(tmp_path, f"{line}\\\nook #super[2] weg"))
    (_, first), (gap, second), (down, third), (up, fourth), (back, fifth), *_ = places(after)
    assert (first, second, third, fourth, fifth) == ("Wie zwijgt (altijd) rood", "kan", "ook ", "2", " weg")
    assert gap[0] > 100
    assert gap[1] == 0.0
    assert down[1] < 0.0 < up[1] == -back[1]


def test_a_font_has_the_outlines_and_no_names(tmp_path: Path) -> None:
    before, after = both(typeset(tmp_path, TEXT))
    for one, other in zip(*(map(tables, (before, after))), strict=True):
        assert other == {tag: content for tag, content in one.items() if tag not in {b"name", b"post"}}
        assert {b"name", b"post"} < one.keys()


def tables(pdf: pikepdf.Pdf) -> list[dict[bytes, bytes]]:
    """Return the tables of each font on the first page of *pdf*, by tag."""
    found = []
    for font in pdf.pages[0].obj.Resources.Font.values():
        data = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        lines = [data[at : at + 16] for at in range(12, 12 + 16 * int.from_bytes(data[4:6]), 16)]
        numbers = ((line[:4], int.from_bytes(line[8:12]), int.from_bytes(line[12:])) for line in lines)
        found.append({tag: data[at : at + size] for tag, at, size in numbers})
    return found


def test_letters_take_two_bytes_where_there_are_many(tmp_path: Path) -> None:
    signs = json.loads((FONTS / "advances.json").read_text(encoding="utf-8"))["Regular"]
    source = f"= Letters\n#{json.dumps(' '.join(signs), ensure_ascii=False)}"
    before, after = both(typeset(tmp_path, source))
    assert len(signs) > 255
    assert heard(after) == heard(before)
