"""Two pages that belong together face each other: in an open book, an even page is to the left of the next odd one."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import typst

from draaiboek.base.diagnostics import Severity
from draaiboek.base.model import Book, Product
from draaiboek.base.project import Project
from draaiboek.cli.pdf_audit import check_pdfs
from draaiboek.compose.excerpt import excerpt
from draaiboek.forms.pdf import books, engine
from draaiboek.forms.pdf.books import export_pocket
from draaiboek.forms.pdf.document import pocket
from draaiboek.forms.pdf.emptiness import NOTHING, white
from draaiboek.forms.pdf.plan import close
from tests.unit.pdf_books import EPOCH, FONTS, GUIDEBOOK, book, chapter, pages_of_layouts, printed

OWN_FONTS = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
TEMPLATES = Path(books.__file__).parent
HALF_EMPTY, EIGHTH = 0.55, 0.125  # fractions of the height of a page
FOOT = 15  # words: more than there are at the foot of any page
LINE = "De burgemeester nodigt een dienst uit en beslist wie aan het overleg deelneemt.\n\n"
LAW = f"{LINE * 20}Midden.\n\n{LINE * 18}Einde.\n"


def guide(lines: int, *, ends: str = "") -> Book:
    """Return a book with a long chapter, then one that is only *ends* (if any), and two pages of law."""
    chapters = [chapter(LINE * lines, "eerst", group="Eerst")]
    chapters += [chapter(ends, "dan", group="Eerst")] if ends else []
    chapters += [chapter(LAW, "wet", group="Recht"), chapter(LINE * 60, "woorden", group="Woorden")]
    return book(*(printed(each, pagina="zakgids") for each in chapters))


def pages(value: Book, path: Path) -> list[str]:
    assert export_pocket(excerpt(value, Product.POCKET), into=path, fonts=FONTS, epoch=EPOCH) == ()
    command = ["pdftotext", "-raw", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.split("\f")[:-1]


def place(words: str, found: list[str]) -> int:
    """Return the number of the page with *words*, where the first page is 1."""
    return next(number for number, page in enumerate(found, start=1) if words in page)


@pytest.mark.parametrize("lines", [10, 40, 70, 100])
@pytest.mark.parametrize("ends", ["", LINE * 6])
def test_two_pages_of_a_part_face_each_other_and_no_page_is_empty(tmp_path: Path, lines: int, ends: str) -> None:
    found = pages(guide(lines, ends=ends), tmp_path / "gids.pdf")
    assert (place("Midden.", found) % 2, place("Einde.", found)) == (0, place("Midden.", found) + 1)
    assert min(len(page.split()) for page in found) > FOOT


@pytest.mark.parametrize(("lines", "ends"), [(177, ""), (168, LINE * 6)])
def test_looser_lines_fill_the_page_that_would_stay_empty(tmp_path: Path, lines: int, ends: str) -> None:
    found = pages(guide(lines, ends=ends), tmp_path / "gids.pdf")
    before = white((tmp_path / "gids.pdf").read_bytes())[3 : place("Midden.", found) - 1]
    assert max(before) < HALF_EMPTY, "no page was parted"
    assert sum(share > EIGHTH for share in before) == 1, "only the last"


@pytest.mark.parametrize(("lines", "ends"), [(40, ""), (177, ""), (168, LINE * 6)])
def test_the_whole_is_laid_out_once_because_each_part_says_how_many_pages_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int, ends: str
) -> None:
    """Twice if only a whole layout could show that a page would be empty before the two that face each other."""
    laid_out = pages_of_layouts(monkeypatch)
    pages(guide(lines, ends=ends), tmp_path / "gids.pdf")
    assert laid_out.count(max(laid_out)) == 2  # once to check that nothing is left to repair, and once to write it


@pytest.mark.parametrize(("lines", "ends"), [(177, ""), (168, LINE * 6)])
def test_what_was_reckoned_before_the_first_part_does_not_decide(lines: int, ends: str) -> None:
    """The first layout shows how many pages precede it: a colophon may take two."""
    made, _ = pocket(excerpt(guide(lines, ends=ends), Product.POCKET))
    plans: list[str] = []
    for front in (made.front, made.front + 1):
        with engine._desk(replace(made, front=front), FONTS) as desk:
            engine._settle(desk, 0)
            plans.append((desk.root / "plan.typ").read_text(encoding="utf-8"))
    right, wrong = plans
    assert wrong == right
    assert f"{close('eerst/')} = 5" in right, "as loose as can be"


@pytest.mark.parametrize("along", [0, 1, 2])
def test_last_words_that_ask_for_room_stand_as_far_from_those_above_as_others(tmp_path: Path, along: int) -> None:
    (tmp_path / "parts.typ").write_bytes((TEMPLATES / "parts.typ").read_bytes())
    lines = f'par[Een]; par[Twee]; last-words("a", {along}); par[Drie]; par[Vier]'
    source = f'#import "parts.typ": *\n#set page(width: 150mm, height: 300mm)\n#set block(spacing: 20pt)\n#{{{lines}}}'
    (tmp_path / "a.typ").write_text(source, encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(typst.compile(tmp_path / "a.typ", root=tmp_path, font_paths=OWN_FONTS))
    shown = subprocess.run(["pdftotext", "-bbox", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True)
    tops = [float(top) for top in re.findall(r'yMin="([\d.]+)"', shown.stdout.decode())]
    assert len({round(below - above, 1) for above, below in pairwise(tops)}) == 1


def test_a_page_that_goes_on_for_two_lines_has_its_title_at_its_head_though_a_chapter_begins_below(
    tmp_path: Path,
) -> None:
    chapters = []
    for number in range(24, 36):
        long = f"Zin {number}.\n\n" * number
        chapters += [
            chapter(long, f"lang{number}", group=f"g{number}"),
            chapter(LINE, f"dan{number}", group=f"g{number}"),
        ]
    value = book(*(printed(each, pagina="zakgids") for each in chapters))
    found = pages(value, tmp_path / "gids.pdf")[3:]
    begun = [(page, int(number)) for page in found for number in re.findall(r"Dan(\d+)\n", page)]
    going_on = [(page, n) for page, n in begun if f"Zin {n}.\n" in page and page.count(f"Zin {n}.\n") < n]
    assert min(page.count(f"Zin {n}.\n") for page, n in going_on) <= 2
    assert [n for page, n in going_on if f"Lang{n}\n" not in page] == []


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_a_heading_stands_closer_to_its_text_than_to_what_is_above_it(tmp_path: Path, paper: str) -> None:
    """However closely the lines are set."""
    for template in TEMPLATES.glob("*.typ"):
        shutil.copy(template, tmp_path)
    spaces = "range(6).map(step => (2, 3).map(level => ('above', 'below').map(it => around(level, it, step) / 1pt)))"
    source = f'#import "book.typ": around\n#set page(paper: "{paper}")\n#context [#metadata({spaces})<spaces>]\n'
    (tmp_path / "hier.typ").write_text(source.replace("'", '"'), encoding="utf-8")
    told = typst.query(tmp_path / "hier.typ", "<spaces>", field="value", one=True, font_paths=OWN_FONTS)
    for above, below in (pair for step in json.loads(told) for pair in step):
        assert above >= 1.6 * below


def test_paper_of_one_side_has_no_left_page(tmp_path: Path) -> None:
    of_one_side = replace(GUIDEBOOK, sides=1)
    books = [replace(guide(lines), identity=of_one_side) for lines in (10, 40)]
    assert {place("Midden.", pages(each, tmp_path / "gids.pdf")) % 2 for each in books} == {0, 1}


def test_a_page_that_stays_empty_is_told(tmp_path: Path) -> None:
    value = excerpt(guide(0, ends="Kort."), Product.POCKET)
    (problem,) = export_pocket(value, into=tmp_path / "gids.pdf", fonts=FONTS, epoch=EPOCH)
    assert (problem.code, str(problem.origin), problem.severity) == ("PG020", "docs/wet.md:1:1", Severity.ADVICE)
    assert problem.text == "vóór dit hoofdstuk blijft bladzijde 5 leeg: het begint op een linkerbladzijde"
    shares = white((tmp_path / "gids.pdf").read_bytes())
    assert [number for number, share in enumerate(shares, start=1) if share > NOTHING] == [5]


def test_the_audit_names_pages_that_are_empty_or_half_white(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "out" / "site" / "pdf"
    folder.mkdir(parents=True)
    (tmp_path / "out" / "report.json").write_text('{"gemaakt": true}', encoding="utf-8")
    export_pocket(excerpt(guide(0, ends="Kort."), Product.POCKET), into=folder / "a.pdf", fonts=FONTS, epoch=EPOCH)
    full = book(printed(chapter(LINE * 38, "eerst"), pagina="zakgids"))
    export_pocket(excerpt(full, Product.POCKET), into=folder / "b.pdf", fonts=FONTS, epoch=EPOCH)
    assert check_pdfs(Project(tmp_path), argparse.Namespace()) == 1
    said = capsys.readouterr()
    assert said.out == "a.pdf: bladzijde 5 is leeg\n"
    (line,) = re.findall(r"^a\.pdf: .*$", said.err, re.MULTILINE)
    assert re.search(r"voor de helft of meer wit: .*4 \(\d\d%\), 5 \((?:89|9\d)%\)", line)
    assert not re.search(r"^b\.pdf: .* 4 \(", said.err, re.MULTILINE), "a full page"
