"""What a reader of a sector finds: its pages first, the same page in other sectors, numbers that a phone can call."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
from lxml import html
from lxml.html import HtmlElement

from tests.integration import program
from tests.integration.program import Place

pytestmark = pytest.mark.slow

NUMBERS = 'nummers: ["112", "101"]\nwoorden: [bel]\n'
CHAPTER = """\
---
title: {title}
description: Alles voor {sector}.
na: delen.md
---
Bel 112 of 101, nooit art. 112.

## Geheim {{#geheim}}

{{{{ sector.geheimhouding }}}}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small guidebook, in which both sectors have a page of the same name."""
    place = program.guidebook(tmp_path_factory.mktemp("sectors") / "main")
    place.write("docs/_data/noodnummers.yml", NUMBERS)
    for sector in ("onderwijs", "sport"):
        place.write(f"sectors/{sector}/hoofdstuk.md", CHAPTER.format(title=f"Hoofdstuk {sector}", sector=sector))
    place.commit()
    run = place.build()
    assert run.code == 0, run.said
    return place


def page(made: Place, url: str) -> HtmlElement:
    return html.fromstring((made.site / url / "index.html").read_bytes())


def switch(made: Place, url: str) -> dict[str, str]:
    """Where each sector in the switch of the page at *url* leads, relative to the edition."""
    links = page(made, url).xpath("//nav[@aria-label='Sectoren'][1]//a")
    base = made.site / url
    return {
        link.xpath("string(.//*[@class='lr-variants__title'])"): (base / link.get("href"))
        .resolve()
        .relative_to(made.site.resolve())
        .as_posix()
        for link in links
    }


def test_the_switch_knows_pages_of_the_same_name(made: Place) -> None:
    assert switch(made, "onderwijs/hoofdstuk") == {
        "Kern": ".",
        "Onderwijs": "onderwijs/hoofdstuk",
        "Sport": "sport/hoofdstuk",
        "Alle sectoren": "alle/onderwijs/hoofdstuk",
    }
    assert switch(made, "onderwijs/op-school") == {
        "Kern": ".",
        "Onderwijs": "onderwijs/op-school",
        "Sport": "sport",
        "Alle sectoren": "alle/onderwijs/op-school",
    }
    assert switch(made, "onderwijs/delen") == {
        "Kern": "delen",
        "Onderwijs": "onderwijs/delen",
        "Sport": "sport/delen",
        "Alle sectoren": "alle/delen",
    }


def test_the_switch_says_which_variants_do_not_have_the_page(made: Place) -> None:
    described = page(made, "onderwijs/hoofdstuk").xpath("//details[contains(@class, 'lr-switch__menu')]")[0]
    text = [" ".join(item.text_content().split()) for item in described.iter("li")]
    assert text[0] == "Kern Heeft deze pagina niet: opent op de eerste pagina."
    assert "Heeft deze pagina niet" not in text[1] + text[2]


def test_a_sector_leads_with_its_own_pages_and_its_secrecy(made: Place) -> None:
    home = page(made, "onderwijs")
    (own,) = home.xpath("//nav[@aria-label='Voor onderwijs']")
    assert [link.get("href") for link in own.iter("a")] == ["hoofdstuk/", "op-school/"]
    secrecy = made.read("sectors/onderwijs/sector.yml").partition("geheimhouding: ")[2].partition("\n")[0]
    assert secrecy in home.xpath("string(//main)")
    assert secrecy in page(made, "onderwijs/hoofdstuk").xpath("string(//*[@data-artikel])")
    assert home.xpath("string(//h1)").startswith("Start voor onderwijs")
    assert not page(made, "").xpath("//body//a[contains(@href, 'hoofdstuk')][not(contains(@class, 'lr-nav'))]")


def test_every_form_calls_the_emergency_numbers(made: Place) -> None:
    text = page(made, "sport/hoofdstuk").xpath("//*[@data-artikel]")[0]
    calls = ["tel:112", "tel:101"]
    assert [link.get("href") for link in text.xpath(".//a[starts-with(@href, 'tel:')]")] == calls
    (book,) = (made.site / "epub").glob("*-sport.epub")
    assert [name for name in in_zip(book, "hoofdstuk") if name.count('href="tel:') == len(calls)]
    (folder,) = (made.site / "offline").glob("*-sport.zip")
    assert [name for name in in_zip(folder, "hoofdstuk") if name.count('href="tel:') == len(calls)]
    (print_,) = (made.site / "pdf").glob("draaiboek-*-sport.pdf")
    with pikepdf.open(print_) as pdf:
        notes = [note for each in pdf.pages for note in each.get("/Annots", ())]
        found = [str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A]
    assert [uri for uri in found if uri.startswith("tel:")] == calls


def in_zip(path: Path, name: str) -> list[str]:
    """The contents of the files in the zip at *path* that have *name* in theirs."""
    with zipfile.ZipFile(path) as zipped:
        return [zipped.read(each).decode() for each in zipped.namelist() if name in each and "html" in each]
