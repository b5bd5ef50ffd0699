"""The package for the distributor: what is in it, and when it is refused."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from draaiboek import packing
from draaiboek.cli.packing import pack
from draaiboek.errors import UsageError
from draaiboek.export import export, export_fiche
from draaiboek.manifest import NAME
from draaiboek.model import EditionStatus
from draaiboek.packing import Package, Pdf
from draaiboek.project import Project
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


def package() -> Package:
    """Return a package of three files."""
    pdfs = (
        Pdf("fiche-livc-r-2026.1-sport.pdf", "fiche", "sport", "Fiche sport", 1, b"fiche"),
        Pdf(f"{BOOKS}-cultuur.pdf", "draaiboek", "cultuur", "Draaiboek cultuur", 12, b"cultuur"),
        Pdf(f"{BOOKS}.pdf", "draaiboek", "kern", "Draaiboek kern", 120, b"kern"),
        Pdf("redline.pdf", "", "", "Wijzigingen", 3, b"redline"),
    )
    return Package(
        EDITION, "abc", changed=False, address="https://a.be/2026.1/", pdfs=pdfs, note=NOTE, note_pdf=b"nota"
    )


def test_the_files_in_their_order() -> None:
    with zipfile.ZipFile(io.BytesIO(packing.archive(package(), epoch=EPOCH))) as file:
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
    files = packing.contents(package())
    sums = set(files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()}


def test_the_list_for_machines() -> None:
    (kern, cultuur, fiche, _) = json.loads(packing.contents(package())["lijst.json"])["bestanden"]
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
    assert packing.as_text(NOTE) == TEXT


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (EditionStatus.DRAFT, "Status: niet-officiële werkversie, concept, nog niet goedgekeurd."),
        (EditionStatus.APPROVED, "Status: niet-officiële werkversie, goedgekeurd."),
    ],
)
def test_the_letter(status: EditionStatus, words: str) -> None:
    text = packing.letter(replace(package(), edition=replace(EDITION, status=status)))
    assert words in text
    assert "editie 2026.1 van 1 december 2026.\nDe eerste editie.\n" in text
    assert "Geldig van: 15 december 2026." in text
    assert f"- draaiboeken/{BOOKS}.pdf: Draaiboek kern (120 bladzijden)" in text
    assert "Fiche sport (1 bladzijde)" in text
    assert text.endswith("https://a.be/2026.1/")


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a complete out/site."""
    root = tmp_path_factory.mktemp("project")
    site = root / "out" / "site"
    (site / "edities" / "2026.1").mkdir(parents=True)
    page = site / "edities" / "2026.1" / "index.html"
    page.write_text(f"<html><body><div data-artikel>{NOTE}</div></body></html>", encoding="utf-8")
    core = replace(book(chapter("<p>a</p>")), permalink="https://a.be/2026.1/", subtitle="Kern")
    assert export(core, into=site / "pdf" / f"{BOOKS}.pdf", fonts=FONTS, epoch=EPOCH) == ()
    fiche = site / "pdf" / "fiche-livc-r-2026.1-onderwijs.pdf"
    assert export_fiche(book(chapter("<p>a</p>", "fiche")), into=fiche, fonts=FONTS, epoch=EPOCH) == ()
    files = sorted(path for path in site.rglob("*") if path.is_file())
    manifest = {
        "editie": {
            "nummer": "2026.1",
            "datum": "2026-12-01",
            "geldig_van": "2026-12-15",
            "stand_wetgeving": "2026-11-20",
            "aanleiding": ["wetgeving"],
            "samenvatting": "De eerste editie.",
            "eindredactie": "Redactie LIVC-R",
            "status": "concept",
        },
        "commit": "abc",
        "werkmap_gewijzigd": True,
        "bestanden": {
            path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        },
    }
    (site / NAME).write_text(json.dumps(manifest), encoding="utf-8")
    (root / "draaiboek").mkdir()
    (root / "draaiboek" / "fonts").symlink_to(FONTS, target_is_directory=True)
    return root


def run(root: Path, edition: str = "2026.1") -> int:
    """Run `build.py pack`."""
    return pack(Project(root), argparse.Namespace(edition=edition))


def test_packs_the_edition_that_was_built(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(built) == 0
    said = capsys.readouterr().err
    assert f"out/pack/{BOOKS}.zip: 2 pdf’s" in said
    assert "wijzigingen die niet vastliggen" in said
    path = built / "out" / "pack" / f"{BOOKS}.zip"
    first = path.read_bytes()
    assert run(built) == 0
    assert path.read_bytes() == first
    with zipfile.ZipFile(path) as file:
        listed = json.loads(file.read(f"{BOOKS}/lijst.json"))
        assert [(each["variant"], each["soort"], each["bladzijden"]) for each in listed["bestanden"]] == [
            ("kern", "draaiboek", 4),
            ("onderwijs", "fiche", 1),
        ]
        assert listed["adres"] == "https://a.be/2026.1/"
        assert file.read(f"{BOOKS}/releasenota.txt").decode() == f"{TEXT}\n"
        assert file.read(f"{BOOKS}/releasenota.pdf").startswith(b"%PDF")
        assert {entry.date_time for entry in file.infolist()} == {(2026, 12, 1, 0, 0, 0)}


def test_refuses_another_edition(built: Path) -> None:
    with pytest.raises(UsageError, match=r"in out/site staat editie 2026\.1, niet 2026\.2"):
        run(built, "2026.2")


def test_refuses_when_nothing_was_built(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="staat geen volledige editie"):
        run(tmp_path)


@pytest.mark.parametrize("change", ["more", "less", "other"])
def test_refuses_a_site_that_is_not_what_the_manifest_says(built: Path, change: str) -> None:
    path = built / "out" / "site" / "pdf" / f"{BOOKS}.pdf"
    before = path.read_bytes()
    extra = path.with_name("extra.pdf")
    try:
        match change:
            case "more":
                extra.write_bytes(before)
            case "less":
                path.unlink()
            case _:
                path.write_bytes(before + b"%")
        with pytest.raises(UsageError, match=r"out/site klopt niet met editie\.json"):
            run(built)
    finally:
        path.write_bytes(before)
        extra.unlink(missing_ok=True)
