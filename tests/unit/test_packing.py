"""The package for the distributor: what is in it, and when it is refused."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import EditionStatus, Link, deep
from draaiboek.base.project import Project
from draaiboek.cli.packing import pack
from draaiboek.compose import normal_form
from draaiboek.compose.reading_order import all_runs
from draaiboek.editions import note_page, publish
from draaiboek.editions.manifest import Entry
from draaiboek.forms import package
from draaiboek.forms.package import Package, Pdf
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
BOOKS = "draaiboek-livc-r-2026.1"


def sections() -> tuple[Entry, ...]:
    """Return the sections of the page about the edition, as its manifest holds them."""
    return (
        redlines.entry(FIRST, page="edities/2026.1.md", name="", title="Editie 2026.1", level=1),
        redlines.entry(SECOND, page="edities/2026.1.md", name="x", title="Wat?"),
    )


def of_three() -> Package:
    """Return a package of three files."""
    pdfs = (
        Pdf("fiche-livc-r-2026.1-sport.pdf", "fiche", "sport", "Fiche sport", 1, b"fiche"),
        Pdf(f"{BOOKS}-cultuur.pdf", "draaiboek", "cultuur", "Draaiboek cultuur", 12, b"cultuur"),
        Pdf(f"{BOOKS}.pdf", "draaiboek", "kern", "Draaiboek kern", 120, b"kern"),
        Pdf("redline.pdf", "", "", "Wijzigingen", 3, b"redline"),
    )
    approved = replace(EDITION, status=EditionStatus.APPROVED)
    return Package(GUIDEBOOK, approved, "abc", address="https://a.be/2026.1/", pdfs=pdfs, note=TEXT, note_pdf=b"nota")


def test_the_files_in_their_order() -> None:
    with zipfile.ZipFile(io.BytesIO(package.archive(of_three(), epoch=EPOCH))) as file:
        entries = file.infolist()
        assert [entry.filename.removeprefix(f"{BOOKS}/") for entry in entries] == [
            "begeleidende-brief.txt",
            "releasenota.txt",
            "releasenota.pdf",
            "lijst.json",
            f"draaiboeken/{BOOKS}.pdf",
            f"draaiboeken/{BOOKS}-cultuur.pdf",
            "fiches/fiche-livc-r-2026.1-sport.pdf",
            "andere/redline.pdf",
            "SHA256SUMS",
        ]
        assert {entry.date_time for entry in entries} == {(2026, 12, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_the_checksums_are_those_of_every_other_file() -> None:
    files = package.contents(of_three())
    sums = set(files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()}


def test_the_list_for_machines() -> None:
    (kern, cultuur, fiche, _) = json.loads(package.contents(of_three())["lijst.json"])["bestanden"]
    assert kern == {
        "bestand": f"draaiboeken/{BOOKS}.pdf",
        "titel": "Draaiboek kern",
        "soort": "draaiboek",
        "variant": "kern",
        "editie": "2026.1",
        "geldig_van": "2026-12-15",
        "bladzijden": 120,
        "bytes": 4,
        "sha256": hashlib.sha256(b"kern").hexdigest(),
    }
    assert (cultuur["variant"], fiche["soort"]) == ("cultuur", "fiche")


def test_the_release_note_as_text() -> None:
    note = note_page.page(sections(), EDITION)
    assert note
    assert note_page.as_text(note) == TEXT
    found = [each for run in all_runs(note.lead, note.sections) for each in deep(run) if isinstance(each, Link)]
    assert [each.href for each in found] == ["../delen.md#wat"]


def test_an_edition_without_a_page_about_itself_has_no_release_note() -> None:
    assert note_page.page(redlines.page_of("delen.md", "Delen", redlines.entry(FIRST)), EDITION) is None


def test_the_release_note_is_a_file_of_the_package() -> None:
    files = package.contents(of_three())
    assert files["releasenota.txt"].decode() == f"{TEXT}\n"
    assert files["releasenota.pdf"] == b"nota"


def test_the_letter() -> None:
    text = package.letter(of_three())
    assert "Status: niet-officiële werkversie, goedgekeurd." in text
    assert "editie 2026.1 van 1 december 2026.\nDe eerste editie.\n" in text
    assert "Geldig van: 15 december 2026." in text
    assert f"- draaiboeken/{BOOKS}.pdf: Draaiboek kern (120 bladzijden)" in text
    assert "Fiche sport (1 bladzijde)" in text
    assert text.endswith("https://a.be/2026.1/")


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of which the folder `www` holds an edition that was published. Not to be changed."""
    root = tmp_path_factory.mktemp("project")
    pdfs = root / "pdf"
    core = replace(book(chapter("a")), permalink="https://a.be/2026.1/", subtitle="Kern")
    assert export(core, into=pdfs / f"{BOOKS}.pdf", fonts=FONTS, epoch=EPOCH) == ()
    fiche = pdfs / "fiche-livc-r-2026.1-onderwijs.pdf"
    assert export_fiche(book(chapter("a", "fiche")), into=fiche, fonts=FONTS, epoch=EPOCH) == ()
    files = {f"pdf/{path.name}": path.read_bytes() for path in pdfs.iterdir()}
    site = small_editions.site(root / "ready", "2026.1", files)
    _write_sections(site / "editie.json")
    place = publish.Place(root, root / "scratch", root / "www")
    assert small_editions.put(place, site) == ""
    (root / "draaiboek.yml").write_text(DEFAULTS["draaiboek.yml"].replace("tafel", "livc-r"), encoding="utf-8")
    (root / "draaiboek").mkdir()
    (root / "draaiboek" / "fonts").symlink_to(FONTS, target_is_directory=True)
    return root


def _write_sections(path: Path) -> None:
    """Give the edition whose manifest is *path* a page about itself."""
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
    assert f"out/pack/{BOOKS}.zip: 2 pdf’s" in capsys.readouterr().err
    path = project / "out" / "pack" / f"{BOOKS}.zip"
    first = path.read_bytes()
    assert run(project) == 0
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as file:
        listed = json.loads(file.read(f"{BOOKS}/lijst.json"))
        assert [(each["variant"], each["soort"], each["bladzijden"]) for each in listed["bestanden"]] == [
            ("kern", "draaiboek", 4),
            ("onderwijs", "fiche", 1),
        ]
        assert (listed["status"], listed["adres"]) == ("goedgekeurd", "https://a.be/2026.1/")
        assert file.read(f"{BOOKS}/draaiboeken/{BOOKS}.pdf") == (project / f"www/2026.1/pdf/{BOOKS}.pdf").read_bytes()
        assert file.read(f"{BOOKS}/releasenota.txt").decode() == f"{TEXT}\n"
        assert file.read(f"{BOOKS}/releasenota.pdf").startswith(b"%PDF")
        assert {entry.date_time for entry in file.infolist()} == {(2026, 12, 1, 0, 0, 0)}


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
