"""The documents to fill in, as a reader downloads them: on the website, in LibreOffice, and by Word's own validator."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.integration.program import Place
from tests.integration.reading import web_page
from tests.judges import OPEN_XML, needs_open_xml

pytestmark = pytest.mark.slow

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="soffice or pdftotext is missing (apt install libreoffice-writer-nogui poppler-utils)",
)
NAMES = (
    "lijsten-livc-r-2026.1.docx",
    "lijsten-livc-r-2026.1.odt",
    "uitnodiging-livc-r-2026.1.docx",
    "uitnodiging-livc-r-2026.1.odt",
    "weigeren-livc-r-2026.1-sport.docx",
    "weigeren-livc-r-2026.1-sport.odt",
    "weigeren-livc-r-2026.1.docx",
    "weigeren-livc-r-2026.1.odt",
)
LETTER = (
    "Geachte,",
    "Ik nodig u uit op (datum). Antwoord graag voor (laatste dag).",
    "Let op. Zet er geen naam in.",
    "De uitnodiging noemt de dag, de plaats en de casus.",
    "Uitvoeringsbesluit, art. 2",
    "Draaiboek LIVC-R, editie 2026.1",
)
LIST = ("Lijsten om af te vinken", "Voor het overleg", "Ik weet wie mij uitnodigde.", "☐")


def test_the_edition_has_a_document_of_each_kind_and_of_each_sector_that_says_something_else(rich: Place) -> None:
    assert sorted(path.name for path in (rich.site / "kit").iterdir()) == list(NAMES)
    listed = json.loads((rich.site / "editie.json").read_text(encoding="utf-8"))["bestanden"]
    for name in NAMES:
        assert listed[f"kit/{name}"] == hashlib.sha256((rich.site / "kit" / name).read_bytes()).hexdigest()


def test_the_page_of_downloads_has_them_with_their_sizes(rich: Place) -> None:
    for folder, mine in (("", ""), ("sport/", "-sport"), ("onderwijs/", ""), ("alle/", "")):
        page = web_page(rich.site, rich.site / folder / "downloads" / "index.html")
        section = "//section[@aria-labelledby='kit']"
        links = [str(each) for each in page.find(f"{section}//a/@href")]
        names = [Path(each).name for each in links]
        assert names == [
            *(f"uitnodiging-livc-r-2026.1.{ending}" for ending in ("docx", "odt")),
            *(f"lijsten-livc-r-2026.1.{ending}" for ending in ("docx", "odt")),
            *(f"weigeren-livc-r-2026.1{mine}.{ending}" for ending in ("docx", "odt")),
        ]
        for link in links:
            page.follow(link)
        sizes = [str(each) for each in page.find(f"{section}//*[@data-grootte]/text()")]
        assert sizes == [f", {(rich.site / 'kit' / name).stat().st_size / 1000:.0f} kB" for name in names]
        assert "Word: Uitnodiging" in page.text(section)


def test_the_zip_for_a_folder_leads_to_them_on_the_web(rich: Place) -> None:
    with zipfile.ZipFile(next((rich.site / "offline").glob("*2026.1.zip"))) as file:
        names = file.namelist()
        page = next(file.read(name).decode() for name in names if name.endswith("/downloads/index.html"))
    assert not [name for name in names if "/kit/" in name]
    assert 'href="https://draaiboek.voorbeeld.be/livc/2026.1/kit/uitnodiging-livc-r-2026.1.docx"' in page


@needs_office
@pytest.mark.parametrize("ending", ["docx", "odt"])
@pytest.mark.parametrize(("name", "words"), [("uitnodiging", LETTER), ("lijsten", LIST)])
def test_libreoffice_shows_every_word(
    rich: Place, ending: str, name: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    document = rich.site / "kit" / f"{name}-livc-r-2026.1.{ending}"
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(document)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    book = tmp_path / f"{document.stem}.pdf"
    text = subprocess.run(
        ["pdftotext", "-layout", str(book), "-"], check=True, capture_output=True, encoding="utf-8", timeout=60
    ).stdout
    shown = " ".join(text.split())
    assert [each for each in words if each not in shown] == [], shown


@needs_open_xml
def test_the_checker_of_the_open_xml_sdk_finds_nothing_wrong(rich: Place, tmp_path: Path) -> None:
    broken = tmp_path / "fout.docx"
    _swap(rich.site / "kit" / "lijsten-livc-r-2026.1.docx", broken, b"<w:p><w:pPr>", b"<w:p><w:sdtPr/><w:pPr>")
    assert _judged(broken) != []  # so the validator can find an error
    for document in sorted((rich.site / "kit").glob("*.docx")):
        assert _judged(document) == [], document.name


def _judged(document: Path) -> list[object]:
    run = subprocess.run(
        [str(OPEN_XML), str(document)], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    found = json.loads(run.stdout)
    assert found["ok"] == (found["errors"] == [])
    return list(found["errors"])


def _swap(document: Path, into: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(document) as source, zipfile.ZipFile(into, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == "word/document.xml" else content)
