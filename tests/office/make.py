"""Makes the files of tests/office/saved/ anew: `python -m tests.office.make`, with LibreOffice on the machine.

Six sectors fill in their form, two of them with mistakes that people make; LibreOffice saves each as .ods or .xlsx.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.comments import Comment

from draaiboek.base.project import Project
from draaiboek.forms.office import remark_form
from tests.office.consultation import FIRST_ROW, HERE, SECTORS, Value, form, made

SAVED = HERE / "saved"
# What each row of `sport` and `werk` says; every one has a mistake, and a good remark between them.
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
    """Return twelve rows without a mistake, and in two of them what looks like a formula."""
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
        for name_, kind, book in beside(project):
            (folder / f"{name_}.xlsx").write_bytes(book)
            words = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(SAVED)]
            subprocess.run([*words, str(folder / f"{name_}.xlsx")], check=True, stdout=sys.stderr)


def beside(project: Project) -> Iterator[tuple[str, str, bytes]]:
    """Yield two forms in which somebody wrote beside the form: a note at a cell, and a sheet more."""
    two: dict[str, Value] = {"A7": 1, "B7": "Goed gezegd.", "A8": 2, "B8": "Dit niet."}
    for name, kind, slug in (("notitie", "ods", "jeugd"), ("tweede-blad", "xlsx", "cultuur")):
        book = load_workbook(io.BytesIO(form(project, slug, two)))
        if name == "notitie":
            book[remark_form.REMARKS]["B8"].comment = Comment("Vraag dit aan de jurist.", "iemand")
        else:
            book.create_sheet("Ook dit")["A1"] = "En nog iets."
            book.create_sheet("Blad3")
        target = io.BytesIO()
        book.save(target)
        yield name, kind, target.getvalue()


if __name__ == "__main__":
    main()
