"""The package for the distributor: its contents, and when it is refused."""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import EditionStatus, Link, deep, words
from draaiboek.base.project import Project
from draaiboek.cli.packing import pack
from draaiboek.compose import normal_form
from draaiboek.compose.reading_order import all_runs
from draaiboek.editions import note_page, publish
from draaiboek.editions.manifest import Entry
from draaiboek.forms import letters, office, package
from draaiboek.forms.package import File, Package
from draaiboek.forms.pdf.books import export, export_fiche
from tests.guidebook import DEFAULTS
from tests.integration import small_editions
from tests.unit import redlines
from tests.unit.pdf_books import EDITION, EPOCH, FONTS, GUIDEBOOK, book, chapter

FIRST = """\
Alles is
*nieuw*. [@wet, art. 3]

- een
- [ ] twee
  - diep

Lees [hier](../delen.md#wat) meer, of bel 112. ![Een beeld](../media/beeld.svg)

> Citaat.

!!! tip "Let op"

    Kader.
"""
SECOND = """\
1. a
2. b

| A | B |
|---|---|
| 1 | **2** |
"""
TEXT = """\
Editie 2026.1
=============

Alles is nieuw. (de wet, art. 3)

- een
- [ ] twee
  - diep

Lees hier meer, of bel 112. Een beeld

  Citaat.

Let op

  Kader.

Wat?
----

1. a
2. b

A | B
1 | 2"""
SIGNED = "(handtekening)\n(naam en functie)\n(telefoon en mailadres)"
BOOKS = "draaiboek-livc-r-2026.1"


def sections() -> tuple[Entry, ...]:
    """Return the sections of the page about the edition, as its manifest holds them."""
    return (
        redlines.entry(FIRST, page="edities/2026.1.md", name="", title="Editie 2026.1", level=1),
        redlines.entry(SECOND, page="edities/2026.1.md", name="x", title="Wat?"),
    )


WORDS = {"begeleidende-brief.pdf": b"brief", "releasenota.txt": TEXT.encode()}


def of_three() -> Package:
    """Return a package of a few files, at least one of each kind."""
    files = (
        File("fiche-livc-r-2026.1-sport.pdf", "fiche", "sport", "Fiche sport", b"fiche", 1),
        File(f"{BOOKS}-cultuur.pdf", "draaiboek", "cultuur", "Draaiboek cultuur", b"cultuur", 12),
        File(f"{BOOKS}.pdf", "draaiboek", "kern", "Draaiboek; kern", b"kern", 120),
        File("poster.pdf", "poster", "kern", "Poster", b"poster", 1),
        File(f"{BOOKS}-sport.epub", "e-boek", "sport", "E-boek sport", b"epub"),
        File("uitnodiging-livc-r-2026.1.docx", "document", "kern", "Uitnodiging (Word)", b"docx"),
        File("wijzigingen-livc-r-2025.1-2026.1-sport.pdf", "wijzigingen", "sport", "Wijzigingen sport", b"w", 3),
    )
    approved = replace(EDITION, status=EditionStatus.APPROVED)
    titles = {"kern": "Kern", "sport": "Sport", "cultuur": "Cultuur"}
    return Package(GUIDEBOOK, approved, "abc", "https://a.be/2026.1/", files, titles, compared=True)


def letter_of(content: Package) -> str:
    """Return the text of the letter, one line for each paragraph."""
    return "\n".join(words(run) for run in all_runs(letters.letter(content).lead, ()))


def test_the_files_in_their_order() -> None:
    with zipfile.ZipFile(io.BytesIO(package.archive(of_three(), WORDS, epoch=EPOCH))) as file:
        entries = file.infolist()
        assert [entry.filename.removeprefix(f"{BOOKS}/") for entry in entries] == [
            "begeleidende-brief.pdf",
            "releasenota.txt",
            "lijst.csv",
            "lijst.json",
            f"draaiboeken/{BOOKS}.pdf",
            f"draaiboeken/{BOOKS}-cultuur.pdf",
            "fiches/fiche-livc-r-2026.1-sport.pdf",
            f"e-boeken/{BOOKS}-sport.epub",
            "wijzigingen/wijzigingen-livc-r-2025.1-2026.1-sport.pdf",
            "documenten/uitnodiging-livc-r-2026.1.docx",
            "andere/poster.pdf",
            "SHA256SUMS",
        ]
        assert {entry.date_time for entry in entries} == {(2026, 12, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_the_checksums_are_those_of_every_other_file() -> None:
    files = package.contents(of_three(), WORDS)
    sums = set(files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()}


def test_the_list_for_machines() -> None:
    (kern, cultuur, fiche, book, *_) = json.loads(package.contents(of_three(), WORDS)["lijst.json"])["bestanden"]
    assert kern == {
        "bestand": f"draaiboeken/{BOOKS}.pdf",
        "titel": "Draaiboek; kern",
        "soort": "draaiboek",
        "variant": "kern",
        "editie": "2026.1",
        "geldig_van": "2026-12-15",
        "bladzijden": 120,
        "bytes": 4,
        "sha256": hashlib.sha256(b"kern").hexdigest(),
    }
    assert (cultuur["variant"], fiche["soort"], book["bladzijden"]) == ("cultuur", "fiche", None)


def test_the_list_for_a_spreadsheet_says_the_same() -> None:
    files = package.contents(of_three(), WORDS)
    assert files["lijst.csv"].startswith(b"\xef\xbb\xbfbestand;titel;soort;")  # tells Excel that it is UTF-8
    rows = list(csv.DictReader(files["lijst.csv"].decode("utf-8-sig").splitlines(), delimiter=";"))
    listed = json.loads(files["lijst.json"])["bestanden"]
    assert rows == [{key: "" if value is None else str(value) for key, value in each.items()} for each in listed]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "\t=", "\uff1d"])
def test_a_title_that_would_be_a_formula_is_words_in_a_spreadsheet(start: str) -> None:
    title = f'{start}HYPERLINK("https://kwaad.example")'
    files = package.contents(replace(of_three(), files=(replace(of_three().files[0], title=title),)), WORDS)
    (row,) = csv.DictReader(files["lijst.csv"].decode("utf-8-sig").splitlines(), delimiter=";")
    assert row["titel"] == f"'{title}"
    assert json.loads(files["lijst.json"])["bestanden"][0]["titel"] == title


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"docProps/core.xml": b"<x"},
        {"docProps/core.xml": b" " * 50_000_000},
        {"meta.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'},
    ],
    ids=["nothing", "no-xml", "bomb", "entities"],
)
def test_a_document_that_is_none_of_ours_has_no_title(files: Mapping[str, bytes]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    for document in (target.getvalue(), target.getvalue()[:-30], b""):
        with pytest.raises(ToolError, match="is geen document van het draaiboek"):
            office.title_of(document)


def test_the_release_note_as_text() -> None:
    note = note_page.page(sections(), EDITION)
    assert note
    assert note_page.as_text(note) == TEXT
    found = [each for run in all_runs(note.lead, note.sections) for each in deep(run) if isinstance(each, Link)]
    assert [each.href for each in found] == ["../delen.md#wat"]


def test_an_edition_without_a_page_about_itself_has_no_release_note() -> None:
    assert note_page.page(redlines.page_of("delen.md", "Delen", redlines.entry(FIRST)), EDITION) is None


def pages_of(pdf: bytes) -> str:
    """Return the text on the pages of *pdf*."""
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_the_letter() -> None:
    text = letter_of(of_three())
    assert "Status: niet-officiële werkversie, goedgekeurd" in text
    assert "editie 2026.1 van 1 december 2026. De eerste editie." in text
    assert "Geldig van: 15 december 2026" in text
    assert "draaiboeken: het hele draaiboek als pdf (2 bestanden)" in text
    assert "e-boeken: het hele draaiboek voor telefoon en e-reader (1 bestand)" in text
    assert "andere: 1 ander bestand" in text
    assert "sha256sum" not in text
    assert "Het einde van de naam van een bestand zegt voor welke doelgroep het is, bijvoorbeeld -sport." in text
    assert "De website van deze editie: https://a.be/2026.1/\n" in text
    above = ["Van: (naam en adres van de afzender)", "Aan: (naam, dienst en adres)", "(plaats), (datum)"]
    assert text.split("\n")[:4] == [*above, "Betreft: editie 2026.1 van het draaiboek LIVC-R"]
    assert text.endswith(f"Met vriendelijke groeten\n{SIGNED}")


def test_a_mail_for_each_sector_names_its_own_files_alone() -> None:
    mails = letters.mails(of_three())
    assert list(mails) == ["mailteksten/kern.txt", "mailteksten/sport.txt", "mailteksten/cultuur.txt"]
    text = mails["mailteksten/sport.txt"].decode("utf-8-sig")
    assert text.startswith(f"Onderwerp: {GUIDEBOOK.name}, editie 2026.1: sport\r\n")
    assert "Lees ze op de website: https://a.be/2026.1/sport/\r\n" in text
    assert f"{GUIDEBOOK.address}/wijzigingen/2026.1/sport/" in text
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- releasenota.pdf: wat er veranderde, en wat je moet doen",
        "- fiche-livc-r-2026.1-sport.pdf: Fiche sport",
        f"- {BOOKS}-sport.epub: E-boek sport",
        "- wijzigingen-livc-r-2025.1-2026.1-sport.pdf: Wijzigingen sport",
    ]


def test_how_to_check_a_file_works_on_windows() -> None:
    text = letters.how_to_check(of_three()).decode("utf-8-sig")
    assert "certutil -hashfile bestand.pdf SHA256" in text
    assert "Get-FileHash bestand.pdf" in text
    assert f"{GUIDEBOOK.address}/nakijken/" in text
    assert text.count("\r\n") == text.count("\n")


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose folder `www` holds a published edition. Must not be changed."""
    root = tmp_path_factory.mktemp("project")
    pdfs = root / "pdf"
    core = replace(book(chapter("a")), permalink="https://a.be/2026.1/", subtitle="Kern")
    assert export(core, into=pdfs / f"{BOOKS}.pdf", fonts=FONTS, epoch=EPOCH) == ()
    fiche = pdfs / "fiche-livc-r-2026.1-onderwijs.pdf"
    assert export_fiche(book(chapter("a", "fiche")), into=fiche, fonts=FONTS, epoch=EPOCH) == ()
    files = {f"pdf/{path.name}": path.read_bytes() for path in pdfs.iterdir()}
    files |= {f"epub/{BOOKS}.epub": b"epub", "kit/uitnodiging-livc-r-2026.1.docx": _document()}
    site = small_editions.site(root / "ready", "2026.1", files)
    _write_sections(site / "editie.json")
    place = publish.Place(root, root / "scratch", root / "www")
    changes = root / "changes"
    compared = replace(core, subtitle="Wijzigingen")
    name = "wijzigingen-livc-r-2025.1-2026.1-onderwijs.pdf"
    assert export(compared, into=changes / name, fonts=FONTS, epoch=EPOCH) == ()
    assert small_editions.put(place, site, changes=changes) == ""
    (root / "draaiboek.yml").write_text(DEFAULTS["draaiboek.yml"].replace("tafel", "livc-r"), encoding="utf-8")
    (root / "draaiboek").mkdir()
    (root / "draaiboek" / "fonts").symlink_to(FONTS, target_is_directory=True)
    return root


def _document() -> bytes:
    page = letters.letter(of_three())
    return office.WRITERS["docx"](letters.sheet(page, of_three()), EPOCH)


def _write_sections(path: Path) -> None:
    """Add to the manifest in *path* a page about the edition itself."""
    found = json.loads(path.read_text(encoding="utf-8"))
    written = [
        {
            "pagina": str(each.page),
            "id": each.id,
            "niveau": str(each.level),
            "titel": each.title,
            "vingerafdruk": each.fingerprint,
            "tekst": normal_form.as_json(each.leaves),
            "permalink": each.permalink,
        }
        for each in sections()
    ]
    path.write_text(json.dumps({**found, "secties": {"kern": written}}), encoding="utf-8")


@pytest.fixture
def project(published: Path, tmp_path: Path) -> Path:
    """Return a copy of *published*."""
    return Path(shutil.copytree(published, tmp_path / "project", symlinks=True))


def run(root: Path, edition: str = "2026.1") -> int:
    """Run `build.py pack --in www`."""
    return pack(Project(root), argparse.Namespace(edition=edition, folder=str(root / "www")))


def test_packs_what_was_published(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project) == 0
    assert f"out/pack/{BOOKS}.zip: 5 bestanden" in capsys.readouterr().err
    path = project / "out" / "pack" / f"{BOOKS}.zip"
    first = path.read_bytes()
    assert run(project) == 0
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as file:
        files = {name.removeprefix(f"{BOOKS}/"): file.read(name) for name in file.namelist()}
        assert {entry.date_time for entry in file.infolist()} == {(2026, 12, 1, 0, 0, 0)}
    listed = json.loads(files["lijst.json"])
    assert [(each["variant"], each["soort"], each["bladzijden"]) for each in listed["bestanden"]] == [
        ("kern", "draaiboek", 4),
        ("onderwijs", "fiche", 1),
        ("kern", "e-boek", None),
        ("onderwijs", "wijzigingen", 4),
        ("kern", "document", None),
    ]
    assert listed["bestanden"][2]["titel"] == "E-boek: Draaiboek LIVC-R \u2013 Kern, editie 2026.1"
    assert listed["bestanden"][-1]["titel"] == "Draaiboek LIVC-R, editie 2026.1 (Word)"
    assert (listed["status"], listed["adres"]) == ("goedgekeurd", "https://a.be/2026.1/")
    assert files[f"draaiboeken/{BOOKS}.pdf"] == (project / f"www/2026.1/pdf/{BOOKS}.pdf").read_bytes()
    assert files["releasenota.txt"] == f"\ufeff{TEXT}\n".replace("\n", "\r\n").encode()
    assert files["releasenota.pdf"].startswith(b"%PDF")
    in_print = pages_of(files["begeleidende-brief.pdf"])
    assert "(plaats), (datum)\nBetreft: editie 2026.1 van het draaiboek Tafel\nBeste collega\n" in in_print
    assert f"Met vriendelijke groeten\n{SIGNED}\n" in in_print
    with zipfile.ZipFile(io.BytesIO(files["begeleidende-brief.docx"])) as letter:
        assert "Wat er veranderd is, voor wie" in letter.read("word/document.xml").decode()
    assert {"mailteksten/kern.txt", "CONTROLEREN.txt", "lijst.csv", "SHA256SUMS"} <= files.keys()


def test_refuses_a_comparison_that_is_not_as_it_was_published(project: Path) -> None:
    (path,) = (project / "www" / "wijzigingen" / "2026.1").glob("*.pdf")
    path.write_bytes(path.read_bytes() + b"%")
    with pytest.raises(ToolError, match=r"niet meer wat er gepubliceerd is: wijzigingen/2026\.1/"):
        run(project)


def test_refuses_what_was_never_published(project: Path) -> None:
    shutil.copytree(project / "ready" / "2026.1", project / "out" / "site")
    with pytest.raises(UsageError, match=r"editie 2026\.2 is niet gepubliceerd"):
        run(project, "2026.2")
    shutil.rmtree(project / "www")
    with pytest.raises(UsageError, match="staan geen edities"):
        run(project)
    assert not (project / "out" / "pack").exists()


def test_refuses_what_was_withdrawn(project: Path) -> None:
    place = publish.Place(project, project / "scratch", project / "www")
    operation = publish.withdraw("2026.1", "De deeltest was fout.", date(2026, 12, 2), this=small_editions.THIS)
    seen = publish.look(place)
    publish.change(place, operation, message="x", seen=seen, approve=lambda _tree: True)
    with pytest.raises(UsageError, match="is ingetrokken en wordt niet meer verspreid: De deeltest was fout") as caught:
        run(project)
    assert "er is er geen" in caught.value.hint
    assert not (project / "out" / "pack").exists()


@pytest.mark.parametrize("change", ["more", "less", "other", "manifest"])
def test_refuses_what_is_not_as_it_was_published(project: Path, change: str) -> None:
    path = project / "www" / "2026.1" / "pdf" / f"{BOOKS}.pdf"
    match change:
        case "more":
            path.with_name("extra.pdf").write_bytes(b"%PDF")
        case "less":
            path.unlink()
        case "other":
            path.write_bytes(path.read_bytes() + b"%")
        case _:
            path = path.parents[1] / "editie.json"
            path.write_text(path.read_text(encoding="utf-8").replace("goedgekeurd", "concept"), encoding="utf-8")
    with pytest.raises(ToolError, match=r"is niet meer wat er gepubliceerd is: 2026\.1/"):
        run(project)
