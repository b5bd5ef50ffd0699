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
from draaiboek.base.model import EditionStatus
from draaiboek.base.project import Project
from draaiboek.cli.packing import pack
from draaiboek.editions import publish
from draaiboek.forms import package
from draaiboek.forms.package import Package, Pdf
from draaiboek.forms.pdf.books import export, export_fiche
from tests.integration import small_editions
from tests.unit.export_books import EDITION, EPOCH, FONTS, book, chapter

NOTE = """
<h1 id="editie">Editie 2026.1<a class="headerlink" href="#editie">¶</a></h1>
<div data-bron="docs/edities/2026.1.md:9"><p>Alles is
<em>nieuw</em>.<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>
<span class="lr-controle">te controleren</span></p>
<ul><li>een</li><li><input type="checkbox" disabled> twee</li><li><input type="checkbox" checked> drie</li></ul></div>
<h2 id="x">Wat?</h2><ol><li>a</li><li>b</li></ol>
<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
<p class="lr-verbeter">Verbeter</p>
<div class="footnote"><hr><ol>
<li id="fn:a"><p>De wet. <a class="footnote-backref" href="#fnref:a">terug</a></p></li></ol></div>
"""
TEXT = """\
Editie 2026.1
=============

Alles is
nieuw. [1]
(te controleren)

- een
- [ ] twee
- [x] drie

Wat?
----

1. a
2. b

A | B
1 | 2

[1] De wet."""
BOOKS = "draaiboek-livc-r-2026.1"


def of_three() -> Package:
    """Return a package of three files."""
    pdfs = (
        Pdf("fiche-livc-r-2026.1-sport.pdf", "fiche", "sport", "Fiche sport", 1, b"fiche"),
        Pdf(f"{BOOKS}-cultuur.pdf", "draaiboek", "cultuur", "Draaiboek cultuur", 12, b"cultuur"),
        Pdf(f"{BOOKS}.pdf", "draaiboek", "kern", "Draaiboek kern", 120, b"kern"),
        Pdf("redline.pdf", "", "", "Wijzigingen", 3, b"redline"),
    )
    approved = replace(EDITION, status=EditionStatus.APPROVED)
    return Package(approved, "abc", address="https://a.be/2026.1/", pdfs=pdfs, note=NOTE, note_pdf=b"nota")


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
    assert package.as_text(NOTE) == TEXT


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
    core = replace(book(chapter("<p>a</p>")), permalink="https://a.be/2026.1/", subtitle="Kern")
    assert export(core, into=pdfs / f"{BOOKS}.pdf", fonts=FONTS, epoch=EPOCH) == ()
    fiche = pdfs / "fiche-livc-r-2026.1-onderwijs.pdf"
    assert export_fiche(book(chapter("<p>a</p>", "fiche")), into=fiche, fonts=FONTS, epoch=EPOCH) == ()
    page = f"<html><body><div data-artikel>{NOTE}</div></body></html>".encode()
    files = {f"pdf/{path.name}": path.read_bytes() for path in pdfs.iterdir()}
    site = small_editions.site(root / "ready", "2026.1", {**files, "edities/2026.1/index.html": page})
    place = publish.Place(root, root / "scratch", root / "www")
    assert small_editions.put(place, site) == ""
    (root / "draaiboek").mkdir()
    (root / "draaiboek" / "fonts").symlink_to(FONTS, target_is_directory=True)
    return root


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
    operation = publish.withdraw("2026.1", "De deeltest was fout.", date(2026, 12, 2), address=small_editions.ADDRESS)
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
