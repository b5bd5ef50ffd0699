"""A consultation as an editor runs it: the program makes a reading copy and forms, and imports what comes back."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook

from tests.integration.program import ADDRESS, Place
from tests.integration.reading import text_of_pdf

pytestmark = pytest.mark.slow
FOLDER = "out/consultatie/2026.1-onderwijs"
UNTIL = "2099-01-31"


def test_a_round_goes_out_comes_back_and_is_answered(place: Place, tmp_path: Path) -> None:
    run = place.build("consult", "open", "onderwijs", "--edition", "2026.1", "--until", UNTIL)
    assert run.code == 0, run.said
    names = [Path(line).name for line in run.stdout.splitlines()]
    assert names == [
        *("formulier-2026.1-onderwijs.html", "formulier-2026.1-onderwijs.ods", "formulier-2026.1-onderwijs.xlsx"),
        *("leeskopie-2026.1-onderwijs.pdf", "leeskopie-2026.1-onderwijs.zip", "mail.txt", "ronde.yml"),
    ]
    copy = text_of_pdf(place.root / FOLDER / names[3])
    assert "Leeskopie: een concept om op te reageren" in copy
    assert "Concept: nog niet goedgekeurd" in copy
    assert "Zo verwijs je naar deze editie" not in copy, "nobody can refer to what is no edition"
    assert urlsplit(ADDRESS).netloc not in copy.partition("Inhoud")[0], "nothing is at that address yet"
    form = load_workbook(place.root / FOLDER / names[2])
    listed = [[str(cell.value) for cell in row] for row in form["Alinea's"].iter_rows(min_row=3)]
    number, where, words = next((n, place_, text) for n, place_, _, text in listed if "mag spreken" in text)
    assert where == "delen.md#spreekrecht"
    assert f"[{number}] {words[:20]}" in re.sub(r"\s+", " ", copy)
    with zipfile.ZipFile(place.root / FOLDER / names[4]) as site:
        html = site.read("leeskopie-2026.1-onderwijs/delen/index.html").decode()
        readme = site.read("leeskopie-2026.1-onderwijs/LEESMIJ.txt").decode()
    assert "- Dit is een leeskopie van editie 2026.1 (concept), en geen editie." in readme
    assert "Deze editie op het web" not in readme
    assert f"<strong>[{number}]</strong>\u00a0Wie deelneemt" in html

    sheet = form["Opmerkingen"]
    sheet["B3"], sheet["B4"] = "zorgcoördinator", "een school"
    sheet["A7"], sheet["B7"] = number, "Wanneer niet?"
    sheet["A8"], sheet["B8"] = 9999, "Bestaat niet."
    form.save(filled := tmp_path / "ingevuld.xlsx")
    run = place.build("consult", "import", str(filled))
    assert run.code == 1
    assert "ingevuld.xlsx, blad Opmerkingen, cel A8: alinea 9999 staat niet in de leeskopie" in run.stderr
    (written,) = run.stdout.splitlines()
    assert "opmerking: Wanneer niet?\n" in place.read(written)
    assert place.build("consult", "import", str(filled)).stdout == ""

    run = place.build("consult", "report", "--format", "json")
    assert [(each["sector"], each["open"]) for each in json.loads(run.stdout)] == [("onderwijs", 1), ("sport", 0)]
    place.write(written, f"{place.read(written)}besluit: niet\nantwoord: Altijd.\n")
    run = place.build("check")
    assert run.code == 0, run.stderr
    shown = place.build("consult", "report").stdout
    assert re.search(r"^onderwijs +tot 2099-01-31 +1 +0 +0 +0 +1 +0$", shown, re.MULTILINE)


def test_a_sector_reads_before_the_release_note_is_written(place: Place) -> None:
    """A new page of an edition is full of what is still to be written; before there is one, its number is enough."""
    _round_about_what_comes(place)
    assert place.build("new", "edition", "2026.2").code == 0
    assert place.build("check").code == 1
    _round_about_what_comes(place)


def _round_about_what_comes(place: Place) -> None:
    run = place.build("consult", "open", "sport", "--edition", "2026.2", "--until", UNTIL)
    assert run.code == 0, run.said
    folder = place.root / "out/consultatie/2026.2-sport"
    copy = text_of_pdf(folder / "leeskopie-2026.2-sport.pdf")
    assert "Editie 2026.2" in copy
    assert "Wat er verandert, wordt nog geschreven." in copy
    assert "De eerste editie van het kleine draaiboek" not in copy  # what 2026.1 changed

    form = load_workbook(folder / "formulier-2026.2-sport.xlsx")
    sheet = form["Opmerkingen"]
    sheet["B3"], sheet["B4"], sheet["A7"], sheet["B7"] = "trainer", "een club", 1, "Te lang."
    form.save(folder / "terug.xlsx")
    run = place.build("consult", "import", str(folder / "terug.xlsx"))
    assert run.code == 0, run.said
    run = place.build("consult", "report")
    assert re.search(r"^sport +tot 2099-01-31 +1 +1 ", run.stdout, re.MULTILINE)
    assert "out/consultatie/besluiten-2026.2.xlsx" in run.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("open", "onderwis", "--edition", "2026.1", "--until", UNTIL), "de sector 'onderwis' bestaat niet"),
        (("open", "sport", "--edition", "2026.9", "--until", UNTIL), "niet de editie waaraan je werkt"),
        (("open", "sport", "--edition", "2026.1", "--until", "2020-01-01"), "is al voorbij"),
        (("open", "sport", "--edition", "2026.1", "--until", "morgen"), "'morgen' is geen datum"),
        (("import",), "er ontbreekt: BESTAND"),
    ],
)
def test_words_that_do_not_fit_are_refused(place: Place, words: tuple[str, ...], message: str) -> None:
    run = place.build("consult", *words)
    assert run.code == 2
    assert message in run.stderr
    assert not (place.root / "out" / "consultatie").exists()
