"""Regenerates the files of tests/office/saved/: `python -m tests.office.make`, on a machine with LibreOffice.

Six sectors fill in their form, two of them with mistakes that people make; LibreOffice saves each as .ods or .xlsx.
`wachtwoord.ods` (LibreOffice) and `wachtwoord.xlsx` (msoffcrypto-tool) are not made here: they have a password.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as PictureOf

from draaiboek.base.project import Project
from draaiboek.forms.office import ods, remark_form
from tests.office.consultation import FIRST_ROW, HERE, SECTORS, Value, asked, form, made

SAVED = HERE / "saved"
# What each row of `sport` and `werk` says: rows with a mistake, and correct remarks among them.
MISTAKES: dict[str, dict[str, Value]] = {
    "sport": {
        "A7": "3-5",
        "B7": "Twee alinea's samen.",
        "A8": datetime(2026, 3, 4, tzinfo=UTC).replace(tzinfo=None),
        "B8": "Excel maakte hier een datum van 3/4.",
        "A9": 999,
        "B9": "Een nummer dat er niet is.",
        "A10": 4,
        "A11": 5,
        "B11": "#N/A",
        "A12": 2,
        "B12": "Dit is goed.",
    },
    "werk": {
        "A7": 3,
        "B7": "Mail me op an.peeters@voorbeeld.be.",
        "A8": "=1+1",
        "B8": "Een formule als nummer.",
        "A9": 5,
        "B9": "Goed gezegd.",
        "D9": "Tekst naast het formulier.",
        "A10": 6,
        "B10": "Duim omhoog \U0001f44d",
        "A11": 7,
        "B11": "Bel 0475 12 34 56.",
        "A12": 2,
        "B12": "Dit is ook goed.",
        "C12": "Vraag raad aan je leidinggevende.",
    },
}


def good(slug: str) -> dict[str, Value]:
    """Return twelve rows without a mistake, two of which have text that looks like a formula."""
    cells: dict[str, Value] = {}
    for number in range(12):
        row = FIRST_ROW + number + (2 if number > 5 else 0)  # two rows stay empty
        cells[f"A{row}"] = (number % 8) + 1 if number else "[2]"
        cells[f"B{row}"] = f"Opmerking {number} van {slug}."
    cells["B8"], cells["C9"] = "- dit begint met een streepje", "+ zo zou ik het zeggen"
    return cells


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = made(folder / "boek")
        for slug in SECTORS:
            (folder / f"{slug}.xlsx").write_bytes(form(project, slug, MISTAKES.get(slug) or good(slug)))
        profile = f"-env:UserInstallation=file://{folder}/profiel"
        for kind, slugs in (("ods", SECTORS[:3]), ("xlsx", SECTORS[3:])):
            files = [str(folder / f"{slug}.xlsx") for slug in slugs]
            words = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(SAVED), *files]
            subprocess.run(words, check=True, stdout=sys.stderr)
        for file, kind in (*beside(project, folder), *floating(project, folder)):
            words = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(SAVED)]
            subprocess.run([*words, str(file)], check=True, stdout=sys.stderr)


def note(book: Workbook) -> None:
    book[remark_form.REMARKS]["B8"].comment = Comment("Vraag dit aan de jurist.", "iemand")


def sheet_more(book: Workbook) -> None:
    book.create_sheet("Ook dit")["A1"] = "En nog iets."
    book.create_sheet("Blad3")


def merged(book: Workbook) -> None:
    """Merge one number over three rows, as people do who have three remarks about a paragraph."""
    book[remark_form.REMARKS]["B9"] = "En nog dit."
    book[remark_form.REMARKS]["A8"] = None
    book[remark_form.REMARKS].merge_cells("A7:A9")


def in_the_list(book: Workbook) -> None:
    """Write remarks beside the paragraphs themselves, and inside the words of one."""
    listed = book[remark_form.LIST]
    listed["E5"], listed["D7"] = "Dit klopt niet.", "Kies zelf wie gaat."
    listed["A30"] = "Slotopmerking: mooi werk."


def around(book: Workbook) -> None:
    """Write a remark above the form, one in the header beside the function, and one among the instructions."""
    book[remark_form.REMARKS]["A2"], book[remark_form.REMARKS]["C3"] = "Algemeen: te lang.", "Ook voor jeugdwelzijn?"
    book[remark_form.HELP]["A14"], book[remark_form.HELP]["B4"] = "Waar staat dat nummer?", "?"


def made_by_the_program(book: Workbook) -> None:
    """Enter a reference to another cell, and words that an office program turned into a date."""
    book[remark_form.REMARKS]["B7"] = '=B8&" ook"'
    book[remark_form.REMARKS]["B9"] = datetime(2027, 2, 1, tzinfo=UTC).replace(tzinfo=None)


def picture(book: Workbook) -> None:
    """Replace a number by a picture, as somebody does who photographs it, or cuts it out of the reading copy."""
    made_of = io.BytesIO()
    PictureOf.new("RGB", (80, 30), "white").save(made_of, "png")
    book[remark_form.REMARKS].add_image(Image(made_of), "A8")
    book[remark_form.REMARKS]["A8"] = None


def margins(book: Workbook) -> None:
    """Add text in the page header, and page numbers in the footers, which are nobody's remark."""
    sheet = book[remark_form.REMARKS]
    listed = book[remark_form.LIST]
    assert isinstance(sheet, Worksheet)
    assert isinstance(listed, Worksheet)
    above, below, number = sheet.oddHeader, sheet.oddFooter, listed.oddFooter
    assert above
    assert below
    assert number
    above.center.text, below.left.text, number.left.text = "Alinea 2 klopt niet.", "Pagina &P van &N", "Pagina &P"


def column_more(book: Workbook) -> None:
    """Insert a column of the sector's own between number and remark; everything to the right of it moves."""
    sheet = book[remark_form.REMARKS]
    sheet.insert_cols(2)
    sheet["B6"], sheet["B7"] = "Dringend?", "ja"


def numbers(book: Workbook) -> None:
    """Enter two numbers in one cell, in the ways of people and of programs, and words instead of a number."""
    sheet = book[remark_form.REMARKS]
    typed: tuple[Value, ...] = ("3/5", "1\n2", "alinea 3 & 5", 3.5, "algemeen", "Jan, 0475 12 34 56")
    for row, value in enumerate(typed, start=FIRST_ROW):
        sheet[f"A{row}"] = value
        sheet[f"B{row}"] = f"Opmerking {row}."


def struck_out(book: Workbook) -> None:
    """Strike out one word, a whole row, and the only words of another row: is that a remark, or is it withdrawn?"""
    sheet = book[remark_form.REMARKS]
    sheet["B7"] = CellRichText("Goed ", TextBlock(InlineFont(strike=True), "gezegd"), ".")
    sheet["A9"], sheet["C9"] = 3, "Schrijf dit anders."
    sheet["A10"], sheet["B10"] = 4, "Dit blijft."
    for place in ("A8", "B8", "C9"):
        sheet[place].font = Font(strike=True)


BESIDE: dict[str, tuple[str, str, Callable[[Workbook], None]]] = {
    "notitie": ("ods", "jeugd", note),
    "tweede-blad": ("xlsx", "cultuur", sheet_more),
    "samengevoegd": ("ods", "jeugd", merged),
    "samengevoegd-excel": ("xlsx", "jeugd", merged),
    "in-de-lijst": ("ods", "sport", in_the_list),
    "errond": ("xlsx", "welzijn", around),
    "formule-en-datum": ("ods", "onderwijs", made_by_the_program),
    "foto": ("ods", "sport", picture),
    "foto-excel": ("xlsx", "sport", picture),
    "koptekst": ("ods", "jeugd", margins),
    "koptekst-excel": ("xlsx", "jeugd", margins),
    "kolom-erbij": ("ods", "sport", column_more),
    "nummers": ("xlsx", "sport", numbers),
    "doorstreept": ("ods", "cultuur", struck_out),
    "doorstreept-excel": ("xlsx", "cultuur", struck_out),
}


def beside(project: Project, folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield forms with text in places where nobody looks, or text whose meaning nobody can tell."""
    two: dict[str, Value] = {"A7": 1, "B7": "Goed gezegd.", "A8": 2, "B8": "Dit niet."}
    for name, (kind, slug, change) in BESIDE.items():
        book = load_workbook(io.BytesIO(form(project, slug, two)))
        change(book)
        book.save(folder / f"{name}.xlsx")
        yield folder / f"{name}.xlsx", kind


def floating(project: Project, folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield forms with a text box that floats on top of the sheet."""
    content = ods.write(remark_form.sheets(asked(project, "werk")))
    shape = (
        b'<table:shapes><draw:frame svg:x="5cm" svg:y="5cm" svg:width="6cm" svg:height="2cm"><draw:text-box>'
        b"<text:p>Dit ontbreekt.</text:p></draw:text-box></draw:frame></table:shapes>"
    )
    for name, kind in (("tekstvak", "ods"), ("tekstvak-excel", "xlsx")):
        with ZipFile(io.BytesIO(content)) as old, ZipFile(folder / f"{name}.ods", "w") as new:
            for each in old.namelist():
                head, mark, rest = old.read(each).partition(b"<table:table-column")
                new.writestr(each, head + shape + mark + rest if each == "content.xml" else old.read(each))
        yield folder / f"{name}.ods", kind


if __name__ == "__main__":
    main()
