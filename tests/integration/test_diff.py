"""`build.py diff`: two published editions of the small guidebook, and the working text, compared as a reader would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import lxml.html
import pikepdf
import pytest
from lxml.html import HtmlElement

from tests.integration import program
from tests.integration.program import ADDRESS, EDITION, NEXT, Place
from tests.integration.reading import text_of_pdf

pytestmark = pytest.mark.slow

FOLDER = f"out/diff/{EDITION}--{NEXT}"
NAMES = {
    "index.html",
    "onderwijs/index.html",
    "redline.css",
    "redline.js",
    "wijzigingen.json",
    f"wijzigingen-livc-r-{EDITION}-{NEXT}.pdf",
    f"wijzigingen-livc-r-{EDITION}-{NEXT}-onderwijs.pdf",
}


def page(place: Place, name: str = "index.html") -> HtmlElement:
    return lxml.html.document_fromstring((place.root / FOLDER / name).read_text(encoding="utf-8"))


def texts(root: HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in root.xpath(path)]


def listed(place: Place, variant: str) -> dict[str, str]:
    pages = json.loads(place.read(f"{FOLDER}/wijzigingen.json"))["varianten"][variant]
    return {f"{address}#{each['id']}": each["soort"] for address, found in pages.items() for each in found}


def test_every_variant_has_a_page_and_a_pdf(followed: Place) -> None:
    assert set(program.tree(followed.root / FOLDER)) == NAMES


def test_every_change_is_listed_once(followed: Place) -> None:
    both = {
        "delen/#": "gewijzigd",
        "delen/#spreekrecht": "gewijzigd",
        "delen/#wat-deel-je": "gewijzigd",
        "delen/#onderweg": "gewijzigd",
        "delen/#klachten": "verplaatst",
    }
    assert listed(followed, "kern") == {**both, "delen/#verslag-bewaren": "verplaatst"}
    assert listed(followed, "onderwijs") == both


def test_words_cells_and_the_words_of_a_sector(followed: Place) -> None:
    core, sector = page(followed), page(followed, "onderwijs/index.html")
    assert "Wie [geschrapt: deelneemt] [toegevoegd: is uitgenodigd] mag spreken" in core.text_content()
    assert texts(core, "//td[.//del]") == ["[geschrapt: Dat is niet nodig.] [toegevoegd: Dat vraagt niemand.]"]
    box = sector.xpath("//div[@class='lr-sector'][.//del]")[0]
    assert texts(box, "p")[0] == "Specifiek voor onderwijs"
    assert "[geschrapt: directeur] [toegevoegd: directie]" in texts(box, "p")[1]
    assert "directie" not in core.text_content()


def test_a_move_says_from_and_to(followed: Place) -> None:
    said = " ".join(texts(page(followed), "//p[@class='kind']"))
    assert "staat nu op ‘Informatie delen’, na ‘Onderweg’" in said
    assert "Stond op deze pagina onder een ander adres; staat nu onder zijn nieuwe adres." in said


def test_links_lead_to_what_was_published(followed: Place) -> None:
    links = [str(each) for each in page(followed, "onderwijs/index.html").xpath("//main//td/a/@href")]
    outside = [each for each in links if not each.startswith("#")]
    assert outside
    for link in outside:
        path, _, name = link.removeprefix(f"{ADDRESS}/").partition("#")
        html = followed.git("show", f"gh-pages:{path}index.html")
        assert f'id="{name}"' in html or not name, link


def test_the_pdf_says_the_same_and_holds_the_standard(followed: Place) -> None:
    path = followed.root / FOLDER / f"wijzigingen-livc-r-{EDITION}-{NEXT}-onderwijs.pdf"
    said = " ".join(text_of_pdf(path).split())
    assert "[geschrapt: directeur] [toegevoegd: directie]" in said
    assert "Specifiek voor onderwijs" in said
    with pikepdf.open(path) as pdf, pdf.open_metadata() as words:
        assert str(words["pdfuaid:part"]) == "1"
        assert (str(words["pdfaid:part"]), str(words["pdfaid:conformance"])) == ("3", "A")


def test_the_same_editions_give_the_same_bytes_from_the_branch_of_a_server(followed: Place, tmp_path: Path) -> None:
    clone = Place(tmp_path / "main")
    followed.git("clone", "--quiet", "--branch", "main", str(followed.root), str(clone.root))
    assert clone.git("branch", "--list", "gh-pages") == ""
    run = clone.build("diff", EDITION, NEXT)
    assert run.code == 0, run.said
    assert program.tree(clone.root / FOLDER) == program.tree(followed.root / FOLDER)


@pytest.fixture
def copied(followed: Place, tmp_path: Path) -> Place:
    place = followed.copy(tmp_path / "main")
    shutil.rmtree(place.root / "out")
    return place


def test_an_edition_with_the_working_text(copied: Place) -> None:
    copied.replace("docs/index.md", "1. Lees deze bladzijde.", "1. Lees deze bladzijde rustig.")
    run = copied.build("diff", NEXT, "werk", "--sector", "onderwijs")
    assert run.code == 0, run.said
    folder = copied.root / "out" / "diff" / f"{NEXT}--werk"
    assert "onderwijs/index.html" in program.tree(folder)
    assert "index.html" not in program.tree(folder)
    html = lxml.html.document_fromstring((folder / "onderwijs" / "index.html").read_text(encoding="utf-8"))
    assert texts(html, "//main//h3/following::ins") == ["rustig"]
    assert texts(html, "//h1") == [f"Wat is er gewijzigd: editie {NEXT} → de werktekst, onderwijs"]


def test_editions_in_a_folder(copied: Place, tmp_path: Path) -> None:
    folder = tmp_path / "publicatie"
    folder.mkdir()
    copied.git(f"--work-tree={folder}", "checkout", "--force", "gh-pages", "--", ".")
    copied.git("reset", "--quiet")
    copied.git("branch", "-D", "gh-pages")
    run = copied.build("diff", EDITION, NEXT, "--in", str(folder))
    assert run.code == 0, run.said
    assert set(program.tree(copied.root / FOLDER)) == NAMES


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["2026.3", "werk"], "editie '2026.3' is niet gepubliceerd", id="unknown edition"),
        pytest.param([EDITION, "wrk"], "Bedoel je 'werk'?", id="nearest"),
        pytest.param([EDITION, EDITION], "er valt niets te vergelijken", id="twice the same"),
        pytest.param([EDITION, NEXT, "--sector", "onderwijz"], "Bedoel je 'onderwijs'?", id="unknown sector"),
        pytest.param([EDITION, NEXT, "--in", "docs"], "in de map 'docs' staan geen edities", id="no editions there"),
    ],
)
def test_what_does_not_fit_is_refused(followed: Place, words: Sequence[str], said: str) -> None:
    before = program.tree(followed.root / "out")
    run = followed.build("diff", *words)
    assert run.code == 2, run.said
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert program.tree(followed.root / "out") == before


def test_without_any_edition(place: Place) -> None:
    run = place.build("diff", EDITION, "werk")
    assert run.code == 2
    assert "er is geen tak gh-pages" in run.stderr


def test_a_working_text_with_errors_is_not_compared(copied: Place) -> None:
    copied.replace("docs/index.md", "delen.md#wat-deel-je", "delen.md#wat-del-je")
    run = copied.build("diff", EDITION, "werk")
    assert run.code == 1
    assert "LK002" in run.stderr
    assert not (copied.root / "out" / "diff").exists()


def test_a_withdrawn_edition_is_not_compared(copied: Place, tmp_path: Path) -> None:
    folder = tmp_path / "publicatie"
    folder.mkdir()
    copied.git(f"--work-tree={folder}", "checkout", "--force", "gh-pages", "--", ".")
    path = folder / EDITION / "editie.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"goedgekeurd"', '"ingetrokken"'), encoding="utf-8")
    run = copied.build("diff", EDITION, NEXT, "--in", str(folder))
    assert run.code == 2, run.said
    assert f"editie {EDITION} is ingetrokken" in run.stderr
