"""A consultation: what is sent out, what comes back from LibreOffice, which paragraph a remark is about, its answer."""

from __future__ import annotations

import io
import json
import re
import tracemalloc
import zipfile
import zlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from unittest.mock import Mock
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from draaiboek.base.diagnostics import Severity
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.compose.paragraphs import Finder, How, numbered
from draaiboek.content import lines, personal
from draaiboek.editions import gate
from draaiboek.forms.office import answers, ods, remark_form, web_form, xlsx
from draaiboek.forms.office.answers import Field, Refusal
from draaiboek.forms.office.spreadsheet import MAX_BYTES, Cell, Kind, Read, Sheet, UnreadableError, examined
from draaiboek.pipeline import approve
from draaiboek.pipeline.consult import importing, opening, reporting
from draaiboek.pipeline.consult.importing import Imported, bring_in
from draaiboek.pipeline.examine import examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from draaiboek.render.feedback import address
from tests import oracle
from tests.guidebook import TO_DO, guidebook, page
from tests.office.consultation import HERE, SECTORS, TEXT, UNTIL, Value, asked, form, made, variant
from tests.oracle import SECONDS, limited

SAVED = HERE / "saved"
THUMB = "\U0001f44d"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return made(tmp_path / "boek")


def saved_files() -> list[Path]:
    return sorted(path for path in SAVED.iterdir() if path.stem in SECTORS)


def remarks(project: Project, sector: str) -> list[dict[str, object]]:
    folder = project.sectors / sector / "opmerkingen" / "2026.1"
    return [yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("0*.yml"))]


def send(project: Project, tmp_path: Path, content: bytes, name: str = "formulier.xlsx") -> Imported:
    path = tmp_path / name
    path.write_bytes(content)
    return bring_in(project, [path])


# --- out --------------------------------------------------------------------------------------------------------------


def test_every_paragraph_item_and_row_has_a_number_and_a_heading_has_none(project: Project) -> None:
    counted, found = numbered(variant(project, "sport"))
    assert [(each.number, each.place, each.words) for each in found if each.page.name == "delen.md"] == [
        (2, "delen.md#voor", "Vraag raad aan je directie."),
        (3, "delen.md#voor", "Lees de uitnodiging."),
        (4, "delen.md#voor", "Kies wie gaat."),
        (5, "delen.md#na", "Je vernietigt je nota's na het overleg."),
        (6, "delen.md#na", "Voorzitter | maakt een verslag"),
        (7, "delen.md#na", "Deelnemer | bewaart niets"),
        (8, "delen.md#na", "Bewaar geen namen."),
    ]
    shown = next(page for page in counted.pages if page.path.name == "delen.md")
    html = str(article(shown, around(shown, counted, "")))
    assert "<p><strong>[5]</strong>\u00a0Je vernietigt" in html
    assert re.findall(r"\[(\d+)\]", html) == ["2", "3", "4", "5", "6", "7", "8"]


@pytest.mark.parametrize(
    ("edition", "is_approved", "is_at_work"),
    [
        ("2026.2", False, "2026.1"),  # it is not out yet: whoever types another number mistypes
        ("2026.3", True, "2026.2"),
        ("2025.2", True, "2026.2"),
        ("2027.2", True, "2026.2"),
        ("volgende", True, "2026.2"),
    ],
)
def test_a_round_opens_only_for_the_edition_that_is_written_and_for_days_to_come(
    project: Project, edition: str, *, is_approved: bool, is_at_work: str
) -> None:
    note = project.docs / "edities/2026.1.md"
    note.write_text(note.read_text("utf-8") + TO_DO, encoding="utf-8")
    checked = examine(project)
    if is_approved and checked.source.edition:
        present = approve.fingerprint(project, checked.source, checked.variants)
        approve.write(project, checked.source.edition, present, role="directeur", organisation="een club", day=UNTIL)
    with pytest.raises(UsageError) as told:
        opening.open_round(project, "sport", edition, UNTIL.replace(day=1), today=UNTIL.replace(day=2))
    assert str(told.value).startswith("1 november 2026 is al voorbij")  # and all the rest at once
    assert str(told.value).endswith(f"editie {edition} is niet de editie waaraan je werkt; dat is {is_at_work}")
    assert f"--edition {is_at_work}" in told.value.hint
    with pytest.raises(UsageError, match="de sector 'hobby' bestaat niet"):
        opening.open_round(project, "hobby", "2026.1", UNTIL, today=UNTIL.replace(day=2))


def test_only_what_a_release_note_still_lacks_stops_no_round(project: Project) -> None:
    """A dead link in it does; how it is opened while the note is written, test_consult of integration shows."""
    note = project.docs / "edities/2026.1.md"
    words = "\n## Later {#later}\n\n<!-- schrijf hier de tekst -->\n\nZie [daar](weg.md).\n"
    note.write_text(note.read_text("utf-8") + words, encoding="utf-8")
    assert {each.code for each in examine(project).problems} == {"PG008", "LK001"}
    found = opening.open_round(project, "sport", "2026.1", UNTIL, today=UNTIL.replace(day=2))
    assert [each.code for each in found.problems] == ["LK001"]
    assert found.folder is None


def test_the_web_page_holds_no_paragraph_that_could_end_its_script(tmp_path: Path) -> None:
    project = made(tmp_path, {"docs/delen.md": page("Schrijf `</script><script>alert(1)</script>` niet.\n")})
    html = web_form.write(asked(project, "sport")).decode()
    assert html.count("<script") == 2
    listed = re.search(r'id="alineas">(.*?)</script>', html, re.DOTALL)
    assert listed
    assert "</script><script>alert(1)</script>" in json.loads(listed[1])["alineas"][1][3]


# --- back -------------------------------------------------------------------------------------------------------------


def test_sixty_rows_saved_by_libreoffice_come_back_and_ten_mistakes_are_named(project: Project) -> None:
    imported = bring_in(project, saved_files())
    assert [len(remarks(project, slug)) for slug in SECTORS] == [12, 1, 12, 12, 12, 2]
    assert len(imported.written) == 51
    told = [(each.place, each.text) for each in imported.refused]
    assert told == [
        ("sport.ods, blad Opmerkingen, cel A7", "'3-5' is meer dan één nummer"),
        ("sport.ods, blad Opmerkingen, cel A8", "hier staat een datum (2026-03-04), geen nummer van een alinea"),
        ("sport.ods, blad Opmerkingen, cel A9", "alinea 999 staat niet in de leeskopie"),
        ("sport.ods, blad Opmerkingen, cel B10", "hier staat een nummer, maar geen opmerking"),
        ("sport.ods, blad Opmerkingen, cel B11", "de opmerking is een foutwaarde: #N/A"),
        ("werk.xlsx, blad Opmerkingen, cel D9", "deze cel staat naast het formulier"),
        ("werk.xlsx, blad Opmerkingen, cel B7", "de opmerking bevat een e-mailadres"),
        ("werk.xlsx, blad Opmerkingen, cel A8", "'=1+1' is geen nummer van een alinea"),
        (
            "werk.xlsx, blad Opmerkingen, cel B10",
            "de opmerking bevat een teken dat niet gedrukt kan worden: \U0001f44d",
        ),
        ("werk.xlsx, blad Opmerkingen, cel B11", "de opmerking bevat een telefoonnummer"),
    ]
    assert not any("peeters" in str(each) or "0475" in str(each) for each in imported.refused)
    assert all(each.hint for each in imported.refused)


def test_what_somebody_wrote_beside_the_form_is_named_and_not_lost(project: Project) -> None:
    """One file has a note attached to a cell, the other a second sheet; LibreOffice saved both."""
    imported = bring_in(project, [SAVED / "notitie.ods", SAVED / "tweede-blad.xlsx"])
    assert [(each.place, each.text) for each in imported.refused] == [
        ("notitie.ods, blad Opmerkingen, cel B8", "aan deze cel hangt een notitie, en die wordt niet ingelezen"),
        ("tweede-blad.xlsx, blad Ook dit", "dit blad hoort niet bij het formulier, en er staat tekst op"),
    ]
    assert len(imported.written) == 4, "what stands in the form itself comes in"
    assert "jurist" not in str(imported.refused), "it may name somebody"


ELSEWHERE = {
    "samengevoegd.ods": (1, ["Opmerkingen A8 deze cel is samengevoegd", "Opmerkingen A9 deze cel is samengevoegd"]),
    "samengevoegd-excel.xlsx": (
        1,
        ["Opmerkingen A8 deze cel is samengevoegd", "Opmerkingen A9 deze cel is samengevoegd"],
    ),
    "in-de-lijst.ods": (
        2,
        [
            "Alinea's E5 deze cel staat naast de lijst",
            "Alinea's D7 alinea 5 is hier gewijzigd",
            "Alinea's A30 deze cel staat naast de lijst",
        ],
    ),
    "errond.xlsx": (
        2,
        [
            "Opmerkingen A2 deze cel staat boven het formulier",
            "Opmerkingen C3 deze cel staat boven het formulier",
            "Uitleg B4 deze cel hoort niet bij de uitleg",
            "Uitleg A14 deze cel hoort niet bij de uitleg",
        ],
    ),
    "formule-en-datum.ods": (
        1,
        ["Opmerkingen B7 de opmerking is een formule", "Opmerkingen B9 de opmerking is een datum"],
    ),
    "foto.ods": (2, ["Opmerkingen op dit blad staat een beeld"]),
    "foto-excel.xlsx": (2, ["Opmerkingen op dit blad staat een beeld"]),
    **{f"koptekst{end}": (2, ["Opmerkingen op dit blad staat tekst in de kop"]) for end in (".ods", "-excel.xlsx")},
    "kolom-erbij.ods": (2, ["Opmerkingen B7 deze cel staat naast het formulier"]),
    "nummers.xlsx": (
        1,
        [
            *(
                f"Opmerkingen A{row} '{said}' is meer dan één nummer"
                for row, said in enumerate(("3/5", "1 2"), start=7)
            ),
            *("Opmerkingen A9 'alinea 3 & 5' is meer dan één nummer", "Opmerkingen A10 '3,5' is geen geheel getal"),
            "Opmerkingen A12 '…' is geen nummer",
        ],
    ),
    **{
        f"doorstreept{end}": (1, [f"Opmerkingen {cell} hier is tekst doorstreept" for cell in ("B7", "A8", "C9")])
        for end in (".ods", "-excel.xlsx")
    },
    "tekstvak.ods": (0, ["Opmerkingen op dit blad staat een tekstvak", "Opmerkingen B3 de functie ontbreekt"]),
    "tekstvak-excel.xlsx": (0, ["Opmerkingen op dit blad staat een tekstvak", "Opmerkingen B3 de functie ontbreekt"]),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_people_write_where_nobody_looks_is_named_and_the_rest_comes_in(name: str, project: Project) -> None:
    """Merged numbers, remarks in the list, above the form and among the instructions, formulas, text boxes."""
    written, said = ELSEWHERE[name]
    imported = bring_in(project, [SAVED / name])
    told = [f"{each.place.partition(', blad ')[2].replace(', cel', '')} {each.text}" for each in imported.refused]
    assert [each for each in said if not any(words.startswith(each) for words in told)] == []
    assert len(imported.written) == written
    assert not any(each in words for each in ("mooi werk", "te lang", "0475") for words in told), "it may name somebody"


def test_a_remark_that_may_name_a_person_comes_in_and_is_told(project: Project, tmp_path: Path) -> None:
    """Two capitals are not always a person: only a person can tell, and nothing is hidden behind a doubt."""
    cells: dict[str, Value] = {
        "A7": 2,
        "B7": "Jan Peeters vond dit te streng.",
        "A8": 3,
        "B8": "De Lokale Politie ook.",
    }
    imported = send(project, tmp_path, form(project, "sport", cells))
    assert imported.refused == ()
    (named,) = imported.named
    assert "Jan Peeters" in named.read_text(encoding="utf-8")
    (told,) = [each for each in examine(project).problems if each.code == "PG018"]
    assert (told.severity, project.root / told.origin.path) == (Severity.ADVICE, named)
    assert "Peeters" not in told.text + told.hint


def test_what_came_back_is_kept_word_for_word_and_hangs_on_its_paragraph(project: Project) -> None:
    bring_in(project, saved_files())
    first, *_, last = remarks(project, "werk")
    assert last == {
        "doel": "delen.md#na",
        "alinea": 5,
        "tekst": "Je vernietigt je nota's na het overleg.",
        "opmerking": "Goed gezegd.",
        "functie": "coördinator",
        "organisatie": "een organisatie uit werk",
    }
    assert first["voorstel"] == "Vraag raad aan je leidinggevende."
    said = [str(each["opmerking"]) for each in remarks(project, "jeugd")]
    assert "- dit begint met een streepje" in said
    assert [each.problems for each in [examine(project)]] == [()]


def test_the_same_file_twice_is_the_same_remark_and_what_was_decided_stays(project: Project) -> None:
    bring_in(project, saved_files())
    path = next((project.sectors / "werk" / "opmerkingen" / "2026.1").glob("0005-*.yml"))
    decided = path.read_text("utf-8") + "besluit: niet\nantwoord: Dat staat er al.\n"
    path.write_text(decided, encoding="utf-8")
    again = bring_in(project, saved_files())
    assert (again.written, again.known) == ((), 51)
    assert path.read_text("utf-8") == decided


def test_a_form_of_the_web_page_comes_back(project: Project, tmp_path: Path) -> None:
    listed = [[each.number, each.place, each.mark, each.words] for each in asked(project, "jeugd").paragraphs]
    form = {
        "editie": "2026.1",
        "sector": "jeugd",
        "functie": "jeugdwerker",
        "organisatie": "een jeugdhuis",
        "opmerkingen": [
            {"alinea": "5", "opmerking": "Wanneer dan?", "voorstel": ""},
            {"alinea": "", "opmerking": "Graag korter.\nEcht.", "voorstel": ""},
            {"alinea": "40", "opmerking": "Bestaat niet.", "voorstel": ""},
        ],
        "alineas": listed,
    }
    imported = send(project, tmp_path, json.dumps(form).encode(), "opmerkingen.json")
    assert [each.place for each in imported.refused] == ["opmerkingen.json, opmerking 3, alinea"]
    assert [(each.get("doel"), each["opmerking"]) for each in remarks(project, "jeugd")] == [
        (None, "Graag korter.\nEcht."),
        ("delen.md#na", "Wanneer dan?"),
    ]
    for broken in (b"[", b'{"editie": 1}', b"\xff\xfe", b"[" * 100_000):
        assert send(project, tmp_path, broken, "kapot.json").refused


@pytest.mark.parametrize(
    ("cells", "sheet", "text"),
    [
        ({"B3": ""}, remark_form.REMARKS, "de functie ontbreekt"),
        ({"B3": "mevrouw Peeters"}, remark_form.REMARKS, "de functie bevat de naam van een persoon"),
        ({"B4": "x" * 121}, remark_form.REMARKS, "de organisatie is geen gewone regel tekst"),
        ({"B6": "Commentaar"}, remark_form.REMARKS, "de kop 'Opmerking' ontbreekt, en niets van dit bestand"),
        (
            {"B7": "Niet \uf0e0 zo"},
            remark_form.REMARKS,
            "de opmerking bevat een teken dat niet gedrukt kan worden: U+F0E0",
        ),
        ({"B7": "x" * 4001}, remark_form.REMARKS, "de opmerking is te lang (4001 tekens)"),
        ({"B7": "\u202egeheim"}, remark_form.REMARKS, "de opmerking bevat een onzichtbaar teken (U+202E)"),
        ({"B7": "-" * 300}, remark_form.REMARKS, "de opmerking herhaalt te veel tekens"),
        ({"D3": "Iets anders."}, remark_form.LIST, "we weten niet meer wat alinea 1 was"),
        ({"A3": "²"}, remark_form.LIST, "alinea 1 staat niet in de leeskopie"),
        ({"C1": "hobby"}, remark_form.LIST, "er is geen ronde over editie '2026.1' voor de sector 'hobby'"),
    ],
)
def test_a_form_that_cannot_be_taken_over_says_why_and_writes_nothing(
    project: Project, tmp_path: Path, cells: dict[str, str], sheet: str, text: str
) -> None:
    content = form(project, "sport", {"A7": 1, "B7": "Een opmerking."})
    book = load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        book[sheet][name] = value
    target = io.BytesIO()
    book.save(target)
    imported = send(project, tmp_path, target.getvalue())
    assert [each.text[: len(text)] for each in imported.refused] == [text]
    assert imported.written == ()


def test_a_file_that_is_no_form_is_named_whatever_it_is(project: Project, tmp_path: Path) -> None:
    good = form(project, "sport", {})
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b" " * 70_000_000)
    names = io.BytesIO()
    with zipfile.ZipFile(names, "w") as file:
        file.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    wrong = {
        "tekst.xlsx": b"Alinea;Opmerking\n3;Goed\n",
        "half.xlsx": good[: len(good) // 2],
        "bom.xlsx": bomb.getvalue(),
        "namen.xlsx": names.getvalue(),
        "verkeerd.ods": good,
        "groot.xlsx": b"x" * 5_000_001,
        "brief.docx": b"",
        "leeg.ods": b"",
        "andere.xlsx": xlsx.write([Sheet("Blad1", (("a",),), (10,))]),
        "vol.xlsx": xlsx.write([Sheet(remark_form.REMARKS, (("a",),) * 5001, (10,))]),
    }
    for name, content in wrong.items():
        imported = send(project, tmp_path, content, name)
        assert imported.written == (), name
        assert imported.refused[0].place == name
    assert importing.bring_in(project, [tmp_path / "weg.xlsx"]).refused[0].text.startswith("het bestand is niet")


def test_a_form_saved_as_another_kind_says_what_to_do_with_it(project: Project, tmp_path: Path) -> None:
    told = {
        name: send(project, tmp_path, b"x", f"f{name}").refused[0].hint for name in (".fods", ".XLSM", ".zip", ".eml")
    }
    assert "bewaar het als .xlsx" in told[".fods"]
    assert "bewaar het als .xlsx" in told[".XLSM"]
    assert told[".zip"] == "Pak het uit, en lees in wat erin zit."
    assert told[".eml"] == "Vraag het formulier als .xlsx, .ods of .json."


@pytest.mark.parametrize(
    "sheet",
    [
        pytest.param(b"<worksheet><sheetData></worksheet>", id="a tag that is not closed"),
        pytest.param(
            b'<worksheet xmlns="%s"><sheetData><row><c><v>1e999</v></c></row></sheetData></worksheet>',
            id="a number larger than any",
        ),
    ],
)
def test_a_form_with_a_sheet_that_no_program_writes_is_named(project: Project, tmp_path: Path, sheet: bytes) -> None:
    """Found by guided fuzzing: the parser's own errors escaped."""
    content = io.BytesIO()
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(io.BytesIO(form(project, "sport", {}))) as old, zipfile.ZipFile(content, "w") as new:
        for entry in old.infolist():
            is_first = entry.filename == "xl/worksheets/sheet1.xml"
            new.writestr(entry.filename, sheet.replace(b"%s", namespace) if is_first else old.read(entry))
    (refused,) = send(project, tmp_path, content.getvalue()).refused
    assert refused.text == "dit rekenblad is beschadigd"


def test_a_cell_is_text_whatever_it_begins_with() -> None:
    said = ("=1+1", "+32", "-x", "@som", '=HYPERLINK("https://voorbeeld.be")')
    sheet = Sheet("Blad", tuple((each,) for each in said), (10,))
    for kind in (xlsx, ods):
        (back,) = kind.read(kind.write([sheet]))
        assert [(row[0].text, row[0].kind) for row in back.rows] == [(each, Kind.TEXT) for each in said]
    with zipfile.ZipFile(io.BytesIO(xlsx.write([sheet]))) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(io.BytesIO(ods.write([sheet]))) as file:
        assert b"table:formula" not in file.read("content.xml")


def test_what_a_mac_word_and_people_write_comes_in_as_it_was_meant(project: Project, tmp_path: Path) -> None:
    cells = {
        "A7": "(2)",
        "B7": "co\u0308rdinatie, e\u0301e\u0301n",
        "A8": "#3",
        "B8": "Eerst.\r\n\uf0b7\tDan.",
        "A9": "4)",
    }
    imported = send(project, tmp_path, form(project, "sport", {**cells, "B9": "Kort."}))
    assert imported.refused == ()
    assert [(each["alinea"], each["opmerking"]) for each in remarks(project, "sport")] == [
        (2, "cördinatie, één"),
        (3, "Eerst.\n- Dan."),
        (4, "Kort."),
    ]


def test_ten_thousand_rows_with_a_colour_and_no_word_are_no_remarks(project: Project, tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(form(project, "sport", {"A7": 2, "B7": "Goed."})))
    for row in range(20, 10_020):
        book[remark_form.REMARKS].cell(row, 2).fill = PatternFill("solid", fgColor="FFFFFF")
    book.save(target := io.BytesIO())
    imported = send(project, tmp_path, target.getvalue())
    assert (len(imported.written), imported.refused) == (1, ())


@pytest.mark.parametrize(
    ("content", "text", "hint"),
    [
        (b"Alinea;Opmerking\n2;Goed.\n", "een tekstbestand (csv) dat .xlsx heet", "Open het formulier dat je kreeg"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500),
            "is van een oude Excel (.xls)",
            "wachtwoord",
        ),
        (bytes(500), "geen .xlsx-bestand, of het is beschadigd", "bewaar het opnieuw"),
        (b"%PDF-1.7\n\x00", "dit is een pdf die .xlsx heet", "niet een afdruk"),
    ],
)
def test_a_file_that_is_another_says_which(
    project: Project, tmp_path: Path, content: bytes, text: str, hint: str
) -> None:
    (refused,) = send(project, tmp_path, content).refused
    assert text in refused.text
    assert hint in refused.hint


@pytest.mark.parametrize("name", ["wachtwoord.ods", "wachtwoord.xlsx"])
def test_a_form_with_a_password_says_so(project: Project, name: str) -> None:
    """Saved by LibreOffice with a password: the content is no valid XML, or the file no valid zip."""
    (refused,) = bring_in(project, [SAVED / name]).refused
    assert refused.text == "dit bestand heeft een wachtwoord"
    assert refused.hint.endswith("zonder wachtwoord.")


def test_a_column_that_was_thrown_away_comes_back_with_its_head(project: Project, tmp_path: Path) -> None:
    """The remedy, followed to the letter."""
    book = load_workbook(io.BytesIO(form(project, "sport", {"A7": 2, "B7": "Goed."})))
    sheet = book[remark_form.REMARKS]
    sheet.delete_cols(3)
    book.save(target := io.BytesIO())
    (refused,) = send(project, tmp_path, target.getvalue()).refused
    assert "ontbreekt de kop 'Voorstel voor de tekst'" in refused.text
    assert refused.hint.startswith("Typ 'Voorstel voor de tekst' terug in rij 6")
    sheet["E6"] = "Voorstel voor de tekst"
    book.save(target := io.BytesIO())
    imported = send(project, tmp_path, target.getvalue())
    assert (len(imported.written), imported.refused) == (1, ())


def test_what_a_reader_reported_about_a_section_comes_in_by_its_address(project: Project, tmp_path: Path) -> None:
    """The link below a section makes a mail with its address, and a final editor pastes that in the form of a round."""
    found = variant(project, "sport")
    whole = next(each for each in found.pages if str(each.path) == "delen.md")
    section = next(each for each in whole.walk() if each.id == "na")
    mailed = replace(found, identity=replace(found.identity, feedback="a@b.be"))
    mail = parse_qs(urlsplit(address(mailed, whole, section, "")).query)
    link = mail["body"][0].splitlines()[0].removeprefix("Over: ")
    assert link.endswith("/2026.1/sport/delen/#na")
    cells = {"A7": link, "B7": "Bij ons loopt het anders.", "A8": link.replace("#na", ""), "B8": "Lange pagina."}
    cells |= {"A9": link.replace("#na", "#weg"), "B9": "Waar is dit?", "A10": f"Zie {link}", "B10": "Er staat meer."}
    cells |= {"A11": link.replace("sport/delen", "werk/delen"), "B11": "Van een ander."}
    imported = send(project, tmp_path, form(project, "sport", cells))
    assert [each.place[-3:].strip() for each in imported.refused] == ["A9", "A10", "A11"]
    assert sorted((str(each["doel"]), "alinea" in each) for each in remarks(project, "sport")) == [
        ("delen.md", False),
        ("delen.md#na", False),
    ]
    made = reporting.report(project, "")
    assert reporting.row(made.standings[0])[-1] == 0, "no paragraph is gone"
    (table, _) = ods.read(next(each for each in made.tables if each.suffix == ".ods").read_bytes())
    assert {row[2].text: (row[4].text, row[5].text) for row in table.rows[1:]} == {
        place: ("over het hele stuk", place) for place in ("delen.md", "delen.md#na")
    }
    kern = variant(project, "kern")
    shown = next(each for each in kern.pages if str(each.path) == "opmerkingen.md")
    html = str(article(shown, around(shown, kern, "")))
    assert re.search(r'<a href="../delen/#na">[^<]+</a></th>', html), "a link, and no number that nobody has"


def test_a_head_by_another_name_is_named_and_comes_back(project: Project, tmp_path: Path) -> None:
    """The remedy, followed to the letter."""
    book = load_workbook(io.BytesIO(form(project, "sport", {"A7": 2, "B7": "Goed.", "B6": "Wat vind je?", "C6": "Nu"})))
    book.save(target := io.BytesIO())
    refused = send(project, tmp_path, target.getvalue()).refused
    assert [each.place.partition(", blad ")[2] for each in refused] == ["Opmerkingen, cel B6", "Opmerkingen, cel C6"]
    for each in refused:
        book[remark_form.REMARKS][each.place[-2:]] = each.hint.split("'")[1]
    book.save(target := io.BytesIO())
    imported = send(project, tmp_path, target.getvalue())
    assert (len(imported.written), imported.refused) == (1, ())


def test_a_cell_that_is_repeated_a_million_times_costs_nothing() -> None:
    content = ods.write([Sheet("Blad", (("a",), ("b",)), (10,))])
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "content.xml":
                data = data.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="99999999">', 1)
            new.writestr(entry, data)
    with pytest.raises(UnreadableError, match="te groot"):
        ods.read(target.getvalue())


@pytest.mark.parametrize("number", [2, 6_000], ids=["on top of each other", "thousands"])
def test_merged_cells_that_no_form_has_are_refused_before_they_are_looked_at(number: int) -> None:
    """A thousand of them in 16 kB took 39 seconds."""
    target = io.BytesIO()
    merged = b'<mergeCell ref="A1:CV5000"/>' if number == 2 else b'<mergeCell ref="A1:B1"/>'
    with (
        zipfile.ZipFile(io.BytesIO(xlsx.write([Sheet("Blad", (("a",), ("b",)), (10,))]))) as old,
        zipfile.ZipFile(target, "w") as new,
    ):
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                more = b"</sheetData><mergeCells>" + merged * number + b"</mergeCells>"
                data = data.replace(b"</sheetData>", more)
            new.writestr(entry, data)
    with pytest.raises(UnreadableError, match="te veel samengevoegde cellen"):
        xlsx.read(target.getvalue())


# --- recognising paragraphs -------------------------------------------------------------------------------------------


MOVED = {
    "same": (TEXT, How.SAME, "delen.md#na"),
    "changed": (TEXT.replace("na het overleg.", "meteen, ook de kopie."), How.CHANGED, "delen.md#na"),
    "elsewhere": (
        TEXT.replace("Je vernietigt je nota's na het overleg.\n", "").replace(
            "- Lees", "Je vernietigt je nota's na het overleg.\n\n- Lees"
        ),
        How.MOVED,
        "delen.md#voor",
    ),
    "gone": ("## Na {#na}\n\nHeel iets anders.\n", How.SECTION, "delen.md#na"),
    "section gone": ("## Nu {#nu}\n\nHeel iets anders.\n", How.PAGE, "delen.md"),
}


def _with(name: str, part: str, before: bytes, inside: bytes) -> bytes:
    """Return the saved form *name* with *inside* inserted before the first *before* in its *part*."""
    made = io.BytesIO()
    with zipfile.ZipFile(SAVED / name) as file, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as changed:
        for each in file.namelist():
            data = file.read(each)
            assert each != part or before in data
            changed.writestr(each, data.replace(before, inside + before, 1) if each == part else data)
    return made.getvalue()


_NUMBER = b'<table:table-row><table:table-cell office:value-type="float" office:value="1e999"/></table:table-row>'
_SPACES = (
    b"<table:table-row><table:table-cell><text:p>"
    b'<text:s text:c="999999999"/></text:p></table:table-cell></table:table-row>'
)
_SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("name", "part", "before", "inside"),
    [
        pytest.param("werk.xlsx", _SHEET, b"<row ", b"<", id="no-xml"),
        pytest.param("werk.xlsx", _SHEET, b"<row ", b'<x xmlns="a b"/>', id="a-namespace-with-a-space"),
        pytest.param("werk.xlsx", "xl/styles.xml", b"</styleSheet>", b"<x>", id="styles-that-do-not-close"),
        pytest.param("werk.xlsx", _SHEET, b"<row ", b'<row r="1"><c r="A1"><v>1e999</v></c></row>', id="endless"),
        pytest.param("jeugd.ods", "content.xml", b"<table:table-row", _NUMBER, id="endless-in-ods"),
        pytest.param("jeugd.ods", "content.xml", b"<table:table-row", _SPACES, id="a-thousand-million-spaces"),
    ],
)
def test_a_form_that_was_damaged_is_no_form(name: str, part: str, before: bytes, inside: bytes) -> None:
    with limited(SECONDS), pytest.raises(UnreadableError):
        (xlsx if name.endswith("x") else ods).read(_with(name, part, before, inside))


@pytest.mark.parametrize("pack", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packed_file_with_other_bytes_in_it_is_no_form(pack: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(SAVED / "werk.xlsx") as file, zipfile.ZipFile(made, "w", pack) as changed:
        for each in file.namelist():
            changed.writestr(each, file.read(each))
    damaged = bytearray(made.getvalue())
    for at in range(60, len(damaged) - 3000, 97):
        damaged[at] ^= 0x5A
    with pytest.raises(UnreadableError, match="beschadigd"):
        xlsx.read(bytes(damaged))


def test_cells_of_a_whole_sheet_that_are_merged_cost_nothing() -> None:
    """openpyxl creates an object for each merged cell when it reads a whole sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(SAVED / "werk.xlsx") as file, zipfile.ZipFile(made, "w") as changed:
        for each in file.namelist():
            merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            changed.writestr(each, file.read(each).replace(b"</sheetData>", merged))
    with limited(SECONDS):
        assert xlsx.read(made.getvalue()) == xlsx.read((SAVED / "werk.xlsx").read_bytes())


def test_of_the_rows_before_a_cell_far_away_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    sheet = book.create_sheet("Ver")
    sheet["A1"] = sheet["XFD1048576"] = "x"
    saved = io.BytesIO()
    book.save(saved)
    made = Mock(wraps=xlsx._read_cell)
    monkeypatch.setattr(xlsx, "_read_cell", made)
    with pytest.raises(UnreadableError, match="is te groot"):
        xlsx.read(saved.getvalue())
    assert made.call_count < 1000


@pytest.mark.parametrize("cells", [b"<c/>" * 1_000_001, b"<row></row>" * 200_000, b"<c><v>1</v></c>" * 250_000])
def test_a_sheet_of_very_many_cells_is_refused_before_they_are_made(cells: bytes) -> None:
    """From 18 kB they grew to more than a gigabyte."""
    made = io.BytesIO()
    with zipfile.ZipFile(SAVED / "werk.xlsx") as file, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as changed:
        for each in file.namelist():
            changed.writestr(each, file.read(each).replace(b"</sheetData>", cells + b"</sheetData>"))
    with limited(SECONDS), pytest.raises(UnreadableError, match="veel meer cellen dan een formulier") as caught:
        xlsx.read(made.getvalue())
    assert caught.value.hint.startswith("Wis de rijen onder je laatste opmerking")


def test_a_workbook_of_very_many_sheets_is_refused_before_they_are_opened() -> None:
    """One sheet, referenced ten thousand times in 15 kB, took minutes."""
    made = io.BytesIO()
    with zipfile.ZipFile(SAVED / "werk.xlsx") as file, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as changed:
        for each in file.namelist():
            data = file.read(each)
            sheets = _first_sheet(data) * 10_000
            changed.writestr(each, data.replace(b"</sheets>", b"".join(sheets) + b"</sheets>"))
    with limited(SECONDS), pytest.raises(UnreadableError, match="veel meer bladen dan een formulier"):
        xlsx.read(made.getvalue())


_ROW = b'<row><c t="str"><v>a</v></c></row>'
_TABLE = b'<table:table table:name="a" table:style-name="b"/>'
_REPEATED = (
    b'<table:table table:name="a"><table:table-row table:number-rows-repeated="5000"><table:table-cell '
    b'table:number-columns-repeated="100"><text:p>a</text:p></table:table-cell></table:table-row></table:table>'
)


@pytest.mark.parametrize(
    ("name", "part", "before", "inside", "said"),
    [
        pytest.param("werk.xlsx", "xl/styles.xml", b"</cellXfs>", b"<xf/>" * 900_000, "veel meer stijlen", id="styles"),
        pytest.param("werk.xlsx", "xl/styles.xml", b"</fonts>", b"<font/>" * 900_000, "veel meer stijlen", id="fonts"),
        pytest.param("jeugd.ods", "content.xml", b"<table:table ", _TABLE * 101, "veel meer bladen", id="sheets"),
        pytest.param("jeugd.ods", "content.xml", b"<table:table ", _REPEATED * 90, "is te groot", id="rows-in-all"),
    ],
)
def test_a_small_file_that_costs_minutes_is_refused(
    name: str, part: str, before: bytes, inside: bytes, said: str
) -> None:
    """In 6 to 17 kB each, they took half a minute and more."""
    with limited(SECONDS), pytest.raises(UnreadableError, match=said):
        (xlsx if name.endswith("x") else ods).read(_with(name, part, before, inside))


def test_a_sheet_that_is_named_again_and_again_is_refused_before_it_is_read() -> None:
    """Ninety references took half a minute, even just to find the size of each sheet when the file does not give it."""
    made = io.BytesIO()
    with zipfile.ZipFile(SAVED / "werk.xlsx") as file, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as changed:
        for each in file.namelist():
            data = re.sub(
                rb"<dimension [^>]*/>", b"", file.read(each).replace(b"<sheetData>", b"<sheetData>" + _ROW * 4000)
            )
            sheets = [each.replace(b' name="', b' name="%d' % n) for n in range(90) for each in _first_sheet(data)]
            changed.writestr(each, data.replace(b"</sheets>", b"".join(sheets) + b"</sheets>"))
    with limited(SECONDS), pytest.raises(UnreadableError, match="veel meer bladen en cellen"):
        xlsx.read(made.getvalue())


def _first_sheet(data: bytes) -> list[bytes]:
    return re.findall(rb"<sheet [^>]*/>", data)[:1]


def test_a_sheet_by_another_name_defines_no_names_either() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(SAVED / "werk.xlsx") as file, zipfile.ZipFile(made, "w") as changed:
        for each in file.namelist():
            data = file.read(each).replace(b"sheet1.xml", b"sheet1.dat")
            inside = b'<!DOCTYPE worksheet [<!ENTITY a "b">]>' if each == _SHEET else b""
            changed.writestr(each.replace("sheet1.xml", "sheet1.dat"), inside + data)
    with pytest.raises(UnreadableError, match="XML die niet van een rekenblad is"):
        xlsx.read(made.getvalue())


_LONG = b"a " * 50_000
_EVERYWHERE = b'<c t="s"><v>0</v></c>' * 60
_AGAIN = (
    b'<table:table table:name="a"><table:table-row table:number-rows-repeated="60"><table:table-cell '
    b'table:number-columns-repeated="60"><text:p>' + _LONG + b"</text:p></table:table-cell></table:table-row>"
    b"</table:table>"
)


def test_a_text_that_stands_in_every_cell_is_refused_before_it_is_looked_at() -> None:
    """A text is stored once: 20 kB of file made thousands of megabytes of cells."""
    made = io.BytesIO()
    shared = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%b</t></si></sst>' % _LONG
    with zipfile.ZipFile(SAVED / "werk.xlsx") as file, zipfile.ZipFile(made, "w") as changed:
        for each in file.namelist():
            data = shared if each == "xl/sharedStrings.xml" else file.read(each)
            changed.writestr(each, data.replace(b"<sheetData>", b"<sheetData><row>" + _EVERYWHERE + b"</row>"))
    for read, data in (
        (xlsx.read, made.getvalue()),
        (ods.read, _with("jeugd.ods", "content.xml", b"<table:table ", _AGAIN)),
    ):
        with limited(SECONDS), pytest.raises(UnreadableError, match="veel meer tekst dan een formulier"):
            read(data)


@pytest.mark.parametrize(
    "inside",
    [b"<row " + b"a " * 150_000 + b"/>", b"<!--" + b"-a" * 1000 + b"-->", b"<![CDATA[" + b"a" * 2000 + b"]]>"],
    ids=["tag", "comment", "data"],
)
def test_a_tag_or_a_comment_that_no_program_writes_is_refused_before_a_parser_reads_it(inside: bytes) -> None:
    """A parser that gets them in pieces begins anew at each: one tag of 14 MB took 20 seconds, a comment 10."""
    with limited(SECONDS), pytest.raises(UnreadableError, match="XML die niet van een rekenblad is"):
        xlsx.read(_with("werk.xlsx", _SHEET, b"<sheetData>", inside))


@pytest.mark.parametrize(
    "words",
    [b"Onze nota over het overleg. " * 10_000, b"Dit" + b" " * 300_000 + b"niet.", b"\n" * 300_000 + b"&amp;" * 9],
    ids=["report", "gap", "end"],
)
@pytest.mark.parametrize("name", ["tweede-blad.xlsx", "notitie.ods"])
def test_a_cell_with_far_too_much_text_is_named_and_the_others_come_in(
    project: Project, tmp_path: Path, name: str, words: bytes
) -> None:
    """Somebody pasted a whole report; what office programs do not keep short is not read to its end."""
    part = "xl/sharedStrings.xml" if name.endswith(".xlsx") else "content.xml"
    with zipfile.ZipFile(SAVED / name) as old, zipfile.ZipFile(made := io.BytesIO(), "w") as new:
        for each in old.namelist():
            data = old.read(each)
            assert each != part or data.count(b"Goed gezegd.") == 1
            new.writestr(each, data.replace(b"Goed gezegd.", words) if each == part else data)
    imported = send(project, tmp_path, made.getvalue(), name)
    assert (f"{name}, blad Opmerkingen, cel B7", "de opmerking is veel te lang") in [
        (each.place, each.text) for each in imported.refused
    ]
    assert len(imported.written) == 1


@pytest.mark.parametrize("pack", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_says_it_is_small_is_unpacked_no_further(pack: int) -> None:
    """Two megabytes grew to two thousand, whatever their header said."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", pack) as file:
        file.writestr("xl/workbook.xml", bytes(200_000_000))
    small = bytearray(made.getvalue())
    size = small.rindex(b"PK\x01\x02") + 24
    small[size : size + 4] = (1000).to_bytes(4, "little")
    tracemalloc.start()
    with limited(SECONDS), pytest.raises(UnreadableError, match="beschadigd"):
        xlsx.read(bytes(small))
    assert tracemalloc.get_traced_memory()[1] < MAX_BYTES
    tracemalloc.stop()


def test_what_was_looked_at_is_what_is_read() -> None:
    """Whatever a header hides behind the size that it gives is gone."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"<a/>" + bytes(1000))
    hiding = bytearray(made.getvalue())
    entry = hiding.rindex(b"PK\x01\x02")
    hiding[entry + 16 : entry + 20] = zlib.crc32(b"<a/>").to_bytes(4, "little")
    hiding[entry + 24 : entry + 28] = (4).to_bytes(4, "little")
    with zipfile.ZipFile(io.BytesIO(examined(b"before" + bytes(hiding), xlsx.SUFFIX, "xl/workbook.xml"))) as file:
        assert [file.read(each) for each in file.infolist()] == [b"<a/>"]


@pytest.mark.parametrize(
    ("key", "rows", "most"),
    [("alineas", "[0,1]", 1), ("more", "[0,1]", 1), ("alineas", f"[{'0,' * 500_000}0]", 1)],
    ids=["paragraph", "key", "paragraphs"],
)
def test_a_saved_page_names_a_few_of_its_mistakes(key: str, rows: str, most: int) -> None:
    """Two million wrong paragraphs took 21 seconds and 2.6 gigabytes, and had a message each."""
    words = "".join(f'"{each}": "x", ' for each in ("editie", "sector", "functie", "organisatie"))
    listed = "" if key == "alineas" else '"alineas": [], '
    with limited(SECONDS):
        filled, refused = web_form.read(f'{{{words}{listed}"opmerkingen": [], "{key}": {rows}}}'.encode(), "a.json")
    assert (filled, len(refused)) == (None, most)


def test_not_every_wrong_key_of_a_saved_page_has_a_message() -> None:
    _, refused = web_form.read(json.dumps({f"k{number}": 0 for number in range(1000)}).encode(), "a.json")
    assert len(refused) == 20


@pytest.mark.parametrize("text", ["1" * 100_000, "nr" + " " * 100_000 + "x", "1 - " * 100_000])
def test_a_number_of_very_many_characters_is_none(text: str) -> None:
    """Looking for a number in four million characters took hours."""
    refused: list[Refusal] = []
    with limited(SECONDS):
        assert answers.NUMBER.match(text) is None
        assert answers.number(Field("de alinea", "A7", Cell(text, Kind.TEXT)), refused) is None
    assert [each.text for each in refused] == ["'…' is geen nummer van een alinea"]


@pytest.mark.parametrize("name", MOVED)
def test_a_remark_is_found_back_when_its_paragraph_changed(tmp_path: Path, name: str) -> None:
    text, how, place = MOVED[name]
    bring_in(project := made(tmp_path), saved_files())
    remark = next(each for each in examine(project).source.remarks if each.number == 5)
    (project.docs / "delen.md").write_text(page(text), encoding="utf-8")
    found = Finder(variant(project, remark.sector)).find(remark.page, remark.section, remark.paragraph)
    assert (found.how, found.name) == (how, place)


REWRITTEN = "Aan het einde gaat alle papier door de versnipperaar."


@pytest.mark.parametrize(
    ("proposal", "how"), [(REWRITTEN.replace("alle papier", "al je papier"), How.CHANGED), ("", How.SECTION)]
)
def test_a_paragraph_that_was_written_anew_is_found_by_what_was_proposed(
    proposal: str, how: How, tmp_path: Path
) -> None:
    """Not one word of it remained; the text is now what the sector proposed, or nearly."""
    text = f"## Na {{#na}}\n\nBewaar de kopie elders.\n\n{REWRITTEN}\n\nZwijg erover.\n"
    project = guidebook({"docs/delen.md": page(text)}, tmp_path)
    place = PurePosixPath("delen.md"), "na", "Je vernietigt je nota's na het overleg."
    found = Finder(variant(project, "onderwijs")).find(*place, proposal)
    assert (found.how, found.name) == (how, "delen.md#na")
    assert (found.paragraph.words if found.paragraph else "") == (REWRITTEN if proposal else "")


def test_a_paragraph_that_was_written_anew_is_perhaps_the_nearest_of_its_section(tmp_path: Path) -> None:
    """A word that occurs in every paragraph counts for nothing: *je* alone makes no neighbour alike."""
    asked = "Verscheur je notities zodra je de zaal verlaat, dan kan je ze niet verliezen."
    written = "Alles wat je opschreef gaat in stukken: notities verlaten de zaal nooit."
    others = "Zeg je naam.\n\nWacht op je beurt.\n\nVraag je bestuur om raad."
    text = f"## Na {{#na}}\n\n{others}\n\n{written}\n\n## Voor {{#voor}}\n\n{others}\n"
    project = guidebook({"docs/delen.md": page(text)}, tmp_path)
    finder = Finder(variant(project, "onderwijs"))
    found = finder.find(PurePosixPath("delen.md"), "na", asked)
    assert (found.how, found.name, found.paragraph and found.paragraph.words) == (How.PERHAPS, "delen.md#na", written)
    assert 15 <= found.likeness < 50
    assert found.said == f"misschien herschreven: {found.likeness} % van de woorden is gelijk"
    other = finder.find(PurePosixPath("delen.md"), "voor", asked)
    assert (other.how, other.paragraph, other.said) == (How.SECTION, None, "weg; het stuk is er nog")


def test_a_remark_follows_a_section_that_was_renamed_and_a_page_that_moved(tmp_path: Path) -> None:
    bring_in(project := made(tmp_path), saved_files())
    remark = next(each for each in examine(project).source.remarks if each.number == 5)
    (project.docs / "delen.md").unlink()
    more = "voorheen: [delen.md, na > daarna]\n"
    moved = page(TEXT.replace("{#na}", "{#daarna}"), more=more)
    (project.docs / "informatie.md").write_text(moved, encoding="utf-8")
    found = Finder(variant(project, remark.sector)).find(remark.page, remark.section, remark.paragraph)
    assert (found.how, found.name) == (How.SAME, "informatie.md#daarna")


def test_a_report_about_an_unknown_edition_is_refused_and_writes_nothing(tmp_path: Path) -> None:
    project = made(tmp_path)
    for wrong in ("2031.1", "../../elders", "--format"):
        with pytest.raises(UsageError, match="is hier niets bekend"):
            reporting.report(project, wrong)
    assert list(tmp_path.rglob("besluiten-*")) == []
    assert list(tmp_path.rglob("elders*")) == []


# --- answers ----------------------------------------------------------------------------------------------------------


def decide(project: Project, tmp_path: Path, form: str, decisions: dict[int, tuple[str, str, str]]) -> Imported:
    """Fill in rows of the decision table (*form* is its suffix), as an editor does in an office program; import it."""
    made = reporting.report(project, "2026.1")
    path = next(each for each in made.tables if each.suffix == form)
    (table, *_) = (xlsx if form == ".xlsx" else ods).read(path.read_bytes())
    rows = [[cell.text for cell in row] + [""] * (14 - len(row)) for row in table.rows]
    for row, values in decisions.items():
        rows[row][11:14] = values
    filled = Sheet(table.name, tuple(map(tuple, rows)), (10,) * 14)
    return send(project, tmp_path, (xlsx if form == ".xlsx" else ods).write([filled]), f"besluiten{form}")


@pytest.mark.parametrize("form", [".xlsx", ".ods"])
def test_the_table_of_decisions_comes_back_and_a_cell_that_does_not_fit_is_named(
    project: Project, tmp_path: Path, form: str
) -> None:
    bring_in(project, [SAVED / "werk.xlsx"])
    taken = decide(project, tmp_path, form, {1: ("overgenomen", "", "delen.md#voor"), 2: ("misschien", "", "")})
    assert [(each.place, each.text) for each in taken.refused] == [
        (f"besluiten{form}, blad Besluiten, cel L3", "'misschien' is geen besluit")
    ]
    refused = {
        ("niet", "", ""): "het antwoord ontbreekt",
        ("gedeeltelijk", "Omdat.", ""): "de plaats in de tekst ontbreekt",
        ("overgenomen", "", "bij voor"): "'bij voor' is geen plaats in de tekst",
        ("overgenomen", "", "delen.md#vor"): "de plaats 'delen.md#vor' bestaat niet",
        ("", "Omdat.", ""): "het besluit ontbreekt",
    }
    for values, text in refused.items():
        (told,) = decide(project, tmp_path, form, {2: values}).refused
        assert told.text == text
        wrong = {"antwoord": "M3", "plaats": "N3"}
        assert told.place.endswith(next((cell for word, cell in wrong.items() if word in text), "L3"))
    again = decide(project, tmp_path, form, {1: ("niet", "Toch niet.", ""), 2: ("Niet", "Dat staat er al.", "")})
    assert [each.text for each in again.refused] == [
        f"over 'werk/2026.1/{remark_names(project)[0]}' staat al iets anders: overgenomen"
    ]
    assert [(each.get("besluit"), each.get("geland")) for each in remarks(project, "werk")] == [
        ("overgenomen", "delen.md#voor"),
        ("niet", None),
    ]


def test_all_that_a_row_lacks_is_told_at_once_with_the_place_of_its_own_paragraph(
    project: Project, tmp_path: Path
) -> None:
    """The example was a place of another guidebook, and the missing answer came first, alone."""
    bring_in(project, [SAVED / "werk.xlsx"])
    told = decide(project, tmp_path, ".ods", {1: ("gedeeltelijk", "", "")}).refused
    assert [(each.place.rpartition(" ")[2], each.text) for each in told] == [
        ("M2", "het antwoord ontbreekt"),
        ("N2", "de plaats in de tekst ontbreekt"),
    ]
    (row, *_) = remarks(project, "werk")
    where = f"Schrijf waar het nu staat, als pagina.md#id. Bij de alinea zelf? Dan is het: {row['doel']}"
    assert told[1].hint == where


def test_both_tables_that_the_program_made_may_come_back_at_once(project: Project, tmp_path: Path) -> None:
    """Each held every decision, and each wrote it: files with the same key twice, which nothing could read."""
    bring_in(project, [SAVED / "werk.xlsx"])
    (table, _) = xlsx.read(
        next(each for each in reporting.report(project, "").tables if each.suffix == ".xlsx").read_bytes()
    )
    rows = [tuple(cell.text for cell in row) for row in table.rows]
    first = (*(*rows[1], *[""] * 14)[:11], "niet", "Het staat er al.", "")
    other = (*first[:11], "niet", "Toch anders.", "")
    files = [tmp_path / "besluiten.xlsx", tmp_path / "besluiten.ods"]
    files[0].write_bytes(xlsx.write([Sheet(table.name, (rows[0], first, first), (10,) * 14)]))
    files[1].write_bytes(ods.write([Sheet(table.name, (rows[0], first, other), (10,) * 14)]))
    imported = bring_in(project, files)
    assert [each.text.partition(" al ")[2] for each in imported.refused] == ["iets anders: niet"]
    assert imported.refused[0].place.endswith("cel L3")
    assert (len(imported.written), imported.known) == (1, 2)
    assert [each.get("antwoord") for each in remarks(project, "werk")] == ["Het staat er al.", None]
    assert examine(project).problems == ()


def test_what_a_final_editor_writes_beside_the_table_and_a_key_that_is_none_are_named(
    project: Project, tmp_path: Path
) -> None:
    bring_in(project, [SAVED / "werk.xlsx"])
    made = next(each for each in reporting.report(project, "").tables if each.suffix == ".xlsx")
    book = load_workbook(made)
    sheet = book["Besluiten"]
    sheet["P3"], sheet["A2"], sheet["L2"], sheet["M2"] = "Bel het kabinet.", "werk/2026.1/0009-0", "niet", "Nee."
    book.save(target := io.BytesIO())
    told = [
        (each.place.partition(", blad ")[2], each.text) for each in send(project, tmp_path, target.getvalue()).refused
    ]
    assert told == [
        ("Besluiten, cel P3", "deze cel staat naast de tabel, en wordt niet ingelezen"),
        ("Besluiten, cel A2", "de opmerking 'werk/2026.1/0009-0' is er niet"),
    ]


def remark_names(project: Project) -> list[str]:
    return sorted(path.stem for path in (project.sectors / "werk" / "opmerkingen" / "2026.1").glob("0*.yml"))


def test_the_report_counts_for_each_sector(project: Project, tmp_path: Path) -> None:
    bring_in(project, saved_files())
    decide(project, tmp_path, ".xlsx", {50: ("niet", "Dat staat er al.", "")})
    made = reporting.report(project, "")
    assert [reporting.row(each) for each in made.standings] == [
        ("sport", "tot 2026-11-30", 1, 1, 0, 0, 0, 0),
        ("jeugd", "tot 2026-11-30", 12, 12, 0, 0, 0, 0),
        ("welzijn", "tot 2026-11-30", 12, 12, 0, 0, 0, 0),
        ("cultuur", "tot 2026-11-30", 12, 12, 0, 0, 0, 0),
        ("werk", "tot 2026-11-30", 2, 1, 0, 0, 1, 0),
        ("onderwijs", "tot 2026-11-30", 12, 12, 0, 0, 0, 0),
    ]


def test_everybody_reads_what_was_done_with_each_remark_and_not_who_said_it(project: Project, tmp_path: Path) -> None:
    assert "opmerkingen.md" not in [str(page.path) for page in variant(project, "kern").pages]
    bring_in(project, [SAVED / "werk.xlsx"])
    values = {1: ("gedeeltelijk", "Het blijft de directie.", "delen.md#voor"), 2: ("niet", "Het staat er.", "")}
    decide(project, tmp_path, ".xlsx", values)
    kern = variant(project, "kern")
    shown = next(page for page in kern.pages if str(page.path) == "opmerkingen.md")
    html = str(article(shown, around(shown, kern, "")))
    assert "2 opmerkingen: 1 gedeeltelijk overgenomen en 1 niet overgenomen." in html
    assert '<a href="../delen/#voor">Voor het overleg</a>' in html
    assert "Het blijft de directie." in html
    assert "Vraag raad aan je leidinggevende." in html
    assert "coördinator" not in html
    assert "een organisatie uit werk" not in html
    assert "opmerkingen.md" in [str(path) for item in kern.menu for path in item.pages()]
    assert examine(project).problems == ()


def test_whoever_typed_lines_reads_lines(project: Project, tmp_path: Path) -> None:
    send(
        project, tmp_path, form(project, "sport", {"A7": 1, "B7": "Splits dit.", "C7": "Korter:\n- eerst dit\n\n- dan"})
    )
    kern = variant(project, "kern")
    shown = next(page for page in kern.pages if str(page.path) == "opmerkingen.md")
    html = str(article(shown, around(shown, kern, "")))
    assert re.search(r"Splits dit.<br>\s*<strong>Voorstel:</strong> Korter:<br>\s*. eerst dit<br>\s*. dan</td>", html)


def test_a_heading_that_asks_ends_the_sentence_that_leads_to_it(tmp_path: Path) -> None:
    asking = made(tmp_path / "boek", {"docs/delen.md": page(TEXT.replace("Na het overleg {", "En daarna? {"))})
    bring_in(asking, [SAVED / "werk.xlsx"])
    decide(asking, tmp_path, ".ods", {1: ("overgenomen", "", "delen.md#na"), 2: ("overgenomen", "", "delen.md#voor")})
    kern = variant(asking, "kern")
    shown = next(each for each in kern.pages if str(each.path) == "opmerkingen.md")
    html = str(article(shown, around(shown, kern, "")))
    assert "En daarna?</a></td>" in html
    assert "Voor het overleg</a>.</td>" in html


def test_an_edition_waits_for_every_answer_and_for_the_end_of_the_round(project: Project, tmp_path: Path) -> None:
    def waiting() -> list[str]:
        checked = examine(project)
        edition = checked.variants[0].edition
        candidate = gate.Candidate(edition, checked.source, checked.read, checked.variants, (), None, "", ())
        found = gate.refusals(candidate, gate.History((), {}))
        return [problem.text for problem in found if problem.code == "ED014"]

    assert waiting() == []
    bring_in(project, [SAVED / "werk.xlsx"])
    assert waiting() == ["2 opmerkingen wachten nog op een besluit (sector 'werk')"]
    decide(project, tmp_path, ".ods", {1: ("niet", "Nee.", ""), 2: ("niet", "Nee.", "")})
    assert waiting() == []
    record = project.sectors / "sport" / "opmerkingen" / "2026.1" / "ronde.yml"
    record.write_text("geopend: 2026-11-01\ntot: 2026-12-02\n", encoding="utf-8")
    assert waiting() == ["de ronde van 'sport' loopt tot 2026-12-02, en de editie heeft de datum 2026-12-01"]


# --- personal data ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "in_text", "in_form"),
    [
        ("Mail jan.peeters@stad.be.", 1, 1),
        ("Mail j.peeters@stad.be.", 1, 1),
        ("Mail peetje@gmail.com.", 1, 1),
        ("Mail info@vvsg.be of lokaal.preventieteam@stad.be.", 0, 2),
        ("Bel 0475 12 34 56.", 1, 1),
        ("Bel +32 475 12 34 56.", 1, 1),
        ("Bel 0475/12.34.56.", 1, 1),
        ("Bel 02 123 45 67.", 0, 1),
        ("Bel 112 of 101, 1712 of 0800 30 030.", 0, 0),
        ("Rijksregisternummer 85.07.30-033.28.", 1, 1),
        ("Wet van 30 juli 2018, numac 2018031809, art. 458ter.", 0, 0),
        ("Van 1 december 2026 tot 31.12.2026, editie 2026.10.", 0, 0),
        ("Vraag het aan mevr. Peeters.", 0, 1),
        ("Bel +31 6 12345678 of 0033 6 12 34 56 78.", 0, 2),
        ("Van +3 tot +10 dagen, code 00123, met 0032 als land.", 0, 0),
        ("De heer Peeters, dr. Janssens, prof. De Smet en juf Annelies.", 0, 4),
        ("Een meester in de rechten, een juf en de heer des huizes.", 0, 0),
    ],
)
def test_what_points_at_a_person_is_found_and_a_service_is_none(text: str, in_text: int, in_form: int) -> None:
    assert len(list(personal.in_text(text))) == in_text
    assert len(list(personal.in_form(text))) == in_form


PERSONS = [
    *("Jan Peeters", "directeur Jan Peeters", "Jan Peeters, directeur", "An De Smet", "Fatima El Amrani", "J. Peeters"),
    *("Jean-Pierre Van den Broeck", "Directeur Jan Peeters", "een jurist (Jan van den Berg)", "An Nieuwenhuis"),
    *("Mohamed El Morabit van de VVSG", "VVSG, Jan Peeters", "JAN PEETERS", "Veerle D'Hondt", "Els Van Hof"),
]
ORGANISATIONS = [
    *("Agentschap Binnenlands Bestuur", "VVSG", "Team Jeugd", "De redactie", "De Federatie", "CAW Limburg, Team Sport"),
    *("Strategische Adviesraad voor Cultuur, Jeugd, Sport en Media (SARC)", "vzw Uit De Marge", "Stad Gent"),
    *("Katholiek Onderwijs Vlaanderen", "Directeur Welzijn", "Lokale Politie Antwerpen", "Huis van het Kind Aalst"),
    *("een medewerker van het Agentschap Binnenlands Bestuur of van de VVSG", "De Directeur", "Raad van State"),
    *("een jurist, in het Belgisch Staatsblad van maart en april 2026", "Nog niet toegewezen", "OCMW Gent"),
]


@pytest.mark.parametrize("text", PERSONS)
def test_a_person_is_no_function(text: str) -> None:
    assert [found.what for found in personal.in_role(text)] == ["de naam van een persoon"]
    assert [found.what for found in personal.in_contact(text)] == ["de naam van een persoon"]


@pytest.mark.parametrize("text", ORGANISATIONS)
def test_an_organisation_is_no_person(text: str) -> None:
    assert list(personal.in_role(text)) == []


def test_a_page_of_apostrophes_costs_no_time() -> None:
    """An address may hold one: each began a search through all that followed."""
    with limited(SECONDS):
        assert list(personal.in_form("'" * 300_000 + "@")) == []


def test_how_to_reach_a_service_points_at_no_person() -> None:
    said = "Helpdesk Ouderpunt, info@ouderpunt.be, 02 123 45 67"
    assert list(personal.in_contact(said)) == []
    assert len(list(personal.in_role(said))) == 2
    assert [found.what for found in personal.in_contact("0475 12 34 56 of mevrouw Peeters")] == [
        *("een gsm-nummer", "de naam van een persoon")
    ]


def test_a_sheet_gives_an_empty_cell_where_it_has_none() -> None:
    assert Read("Blad", ()).cell(3, 3).kind is Kind.EMPTY


def test_what_strangers_wrote_stands_whole_in_every_form(project: Project) -> None:
    """The words of the page with remarks are in the article, the EPUB, the PDF and the search texts, and break none."""
    bring_in(project, saved_files())
    names = [path for path in project.root.rglob("*") if path.is_file()]
    checked = oracle.judge({path.relative_to(project.root).as_posix(): path.read_text("utf-8") for path in names})
    assert not checked.failed


SIGNS = st.sampled_from(
    ["<<<<<<< a", "=======", "- x: |", "{{ x }}", "[@wet]", "# kop", "'", '"', "\\", "\t", "\n", "\r\n", "é", "|"]
)
ANYTHING = st.lists(st.one_of(SIGNS, st.text(max_size=12)), max_size=8).map("".join)


@given(text=ANYTHING, proposal=ANYTHING, role=st.one_of(st.just("trainer"), ANYTHING))
def test_whatever_a_stranger_writes_is_kept_word_for_word_or_refused(text: str, proposal: str, role: str) -> None:
    saved = {
        "editie": "2026.1",
        "sector": "sport",
        "functie": role,
        "organisatie": "een club",
        "opmerkingen": [{"alinea": "", "opmerking": text, "voorstel": proposal}],
        "alineas": [],
    }
    with TemporaryDirectory() as folder:
        project = made(Path(folder) / "boek")
        imported = send(project, Path(folder), json.dumps(saved).encode(), "opmerkingen.json")
        assert [problem for problem in examine(project).problems if problem.severity is Severity.ERROR] == []
        for path in imported.written:
            (remark,) = (each for each in examine(project).source.remarks if each.id == path.stem)
            assert squeezed(remark.proposal) == squeezed(proposal)
            assert squeezed(remark.text) in {squeezed(text), squeezed("(alleen een voorstel)")}
        assert imported.written or imported.refused or not (text.strip() or proposal.strip())


def squeezed(text: str) -> str:
    """Return *text* without white space, bullets and invisible characters, which may change on the way."""
    return re.sub(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\ufe0f•▪◦‣·-]", "", text)


def test_a_figure_has_one_number_and_its_words_find_it_back(tmp_path: Path) -> None:
    figure = "ladder:\n  vorm: ladder\n  titel: Wat doe je?\n  delen:\n    - kop: Gevaar\n    - kop: Een zorg\n"
    text = {"docs/_data/figuren.yml": figure, "docs/delen.md": page("Vooraf.\n\n<!-- figuur: ladder -->\n")}
    core = examine(guidebook(text, tmp_path)).variants[0]
    found = [each for each in numbered(core)[1] if each.page.name == "delen.md"]
    assert [each.words for each in found] == ["Vooraf.", "Wat doe je? | Gevaar | Een zorg"]
    assert Finder(core).find(found[1].page, "", found[1].words).how is How.SAME


def test_a_sheet_by_another_name_and_at_another_place_is_known_by_what_stands_on_it(
    project: Project, tmp_path: Path
) -> None:
    """Somebody put the list first and renamed it, and the instructions too; nothing of it is lost."""
    book = load_workbook(io.BytesIO(form(project, "sport", {"A7": 2, "B7": "Goed."})))
    book[remark_form.LIST].title, book[remark_form.REMARKS].title = "Lijst van alinea's", "Reactie sport"
    book[remark_form.HELP].title = "Lees dit"
    book.move_sheet("Lijst van alinea's", -2)
    book.save(target := io.BytesIO())
    imported = send(project, tmp_path, target.getvalue())
    assert (len(imported.written), imported.refused) == (1, ())


@pytest.mark.parametrize("wrong", ["jan@voorbeeld.be", "=1+1", datetime(2026, 1, 1), ""])  # noqa: DTZ001  # as Excel has it
def test_without_a_function_it_is_said_that_nothing_came_in(project: Project, tmp_path: Path, wrong: Value) -> None:
    content = form(project, "sport", {"A7": 2, "B7": "Goed.", "B3": wrong})
    imported = send(project, tmp_path, content)
    (refused,) = imported.refused
    assert refused.place == "formulier.xlsx, blad Opmerkingen, cel B3"
    assert refused.hint.endswith("Tot dan is niets van dit bestand ingelezen.")
    assert imported.written == ()


def test_each_line_of_a_remedy_stands_below_its_place() -> None:
    refused = answers.Refusal("formulier.ods, cel B4", "de organisatie bevat de naam van een persoon", lines.NOBODY)
    first, *remedy = answers.shown([refused]).splitlines()
    assert first == "formulier.ods, cel B4: de organisatie bevat de naam van een persoon"
    assert [line[:5].strip() for line in remedy] == ["S", "I"]
