"""What a reader notices after `build.py`: websites and PDFs by the real engines.

The words of the text are looked for in the small guidebook; what must hold of any text is tested on the rich one.
"""

from __future__ import annotations

import base64
import bz2
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from draaiboek.base.model import Footnote, Page, words
from draaiboek.base.project import Project
from draaiboek.cli import main
from draaiboek.forms.pdf import conformance
from draaiboek.pipeline.examine import examine
from tests.integration import program, reading
from tests.integration.program import ADDRESS, PRINTED, VARIANTS, Place
from tests.integration.reading import WebPage, web_page, web_pages

pytestmark = pytest.mark.slow

NAMES = {"kern": "Kern", "onderwijs": "Onderwijs", "sport": "Sport", "alle": "Alle sectoren"}
PDFS = {slug: f"pdf/draaiboek-livc-r-2026.1{'' if slug == 'kern' else f'-{slug}'}.pdf" for slug in PRINTED}
ENGLISH = re.compile(
    r"skip to|table of contents|back to top|previous|next\b|footer|header|copyright|copied|share|clear|initializing"
    r"|type to start|results?\b|toggle|navigation|built with|made with|page not found",
    re.IGNORECASE,
)
FILES = "//section[contains(@class, 'lr-downloads')]"
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is missing (apt install poppler-utils)"
)


def pages(place: Place, slug: str) -> Iterator[WebPage]:
    """The pages of one variant."""
    others = tuple(folder for folder in VARIANTS.values() if folder and folder != VARIANTS[slug])
    for page in web_pages(place.site):
        if page.name.startswith(VARIANTS[slug]) and not page.name.startswith(others):
            yield page


def page_of(place: Place, url: str) -> WebPage:
    return web_page(place.site, place.site / url / "index.html")


# --- what there is ----------------------------------------------------------------------------------------------------


def test_core_at_the_root_a_folder_a_sector_and_a_pdf_a_variant(built: Place) -> None:
    core = {"", "begrippen/", "bronnen/", "delen/", "downloads/", "edities/", "edities/2026.1/", "over-dit-draaiboek/"}
    expected = {"kern": core, "onderwijs": core | {"op-school/"}, "sport": core}
    expected["alle"] = core | {"onderwijs/op-school/"}
    for slug, urls in expected.items():
        assert {page.url.removeprefix(VARIANTS[slug]) for page in pages(built, slug)} == urls
    assert {path.relative_to(built.site).as_posix() for path in built.site.rglob("*.pdf")} == set(PDFS.values())
    made = sorted(path.name for path in (built.root / "out").iterdir())
    assert made == ["cache", "report.json", "site", "stage", "work"]


def test_the_build_says_what_it_made_and_how_long_it_took(built: Place, tmp_path: Path) -> None:
    report = json.loads((built.root / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["meldingen"] == []
    assert all(seconds >= 0 for seconds in report["seconden"].values())
    copy = built.copy(tmp_path / "main")
    run = copy.build("site")
    assert (run.code, run.stdout) == (0, "")
    assert re.search(r"^websites 4/4: [\w ]+$", run.stderr, re.MULTILINE)
    assert re.search(r"out/site: 34 pagina’s, 0 pdf’s · controle \d+,\d s · websites \d+,\d s$", run.stderr.strip())
    assert not list(copy.site.rglob("*.pdf"))


def test_one_sector_alone(built: Place, tmp_path: Path) -> None:
    copy = built.copy(tmp_path / "main")
    run = copy.build("pdf", "--sector", "sport")
    assert run.code == 0, run.said
    assert set(program.tree(copy.site)) == {PDFS["kern"], PDFS["sport"]}


@pytest.mark.parametrize("slug", ["kern", "sport"])
def test_mkdocs_itself_makes_the_same_site(built: Place, slug: str, tmp_path: Path) -> None:
    copy = built.copy(tmp_path / "main")
    assert copy.build("site", "--sector", "sport").code == 0
    config = copy.root / "out" / "stage" / slug / "mkdocs.yml"
    date = built.git("log", "-1", "--format=%ct")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", config, "--site-dir", tmp_path / "site"],
        check=True,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": date, "NO_MKDOCS_2_WARNING": "1"},
    )
    theirs = program.tree(tmp_path / "site")
    ours = {name: text for name, text in program.tree(copy.site / VARIANTS[slug]).items() if name in theirs}
    unused = re.compile(r"assets/((javascripts|stylesheets)/.*|(css|js)/parts/.*)")
    assert ours == {name: text for name, text in theirs.items() if not unused.fullmatch(name)}
    assert sum(name.endswith(".html") for name in ours) > 5


def test_a_word_that_is_not_in_every_form_is_told(built: Place, tmp_path: Path) -> None:
    run = built.build("audit", "words")
    assert (run.code, run.stdout) == (0, ""), run.said
    assert "34 pagina’s naast elke vorm gelegd: 0 verschillen" in run.stderr
    copy = built.copy(tmp_path / "main")
    copy.replace("out/site/sport/delen/index.html", "</p>", " niet</p>")
    texts = copy.site / "search" / "texts.js"
    before, packed, after = texts.read_text(encoding="utf-8").split('"')
    other = bz2.decompress(base64.b64decode(packed)).replace(b"delen", b"dlen")
    texts.write_text(f'{before}"{base64.b64encode(bz2.compress(other)).decode()}"{after}', encoding="utf-8")
    book = copy.site / PDFS["onderwijs"]
    shutil.copyfile(copy.site / PDFS["kern"], book)  # without any words of the sector
    run = copy.build("audit", "words")
    assert run.code == 1
    assert "sport/delen.md: website zegt ‘" in run.stdout
    assert "kern/delen.md: zoeken zegt ‘" in run.stdout
    assert shutil.which("pdftotext") is None or "onderwijs/op-school.md: pdf zegt ‘" in run.stdout


def test_a_note_with_many_addresses_is_whole_in_the_pdf(tmp_path: Path) -> None:
    """Print adds each address behind the words of its link, in the middle of the note."""
    place = program.without("sport", program.guidebook(tmp_path / "main"))
    keys = [f"advies-{number}" for number in range(5)]
    entry = "titel: Een advies\n  soort: advies\n  status: geverifieerd\n  gecontroleerd_op: '2026-10'\n"
    said = [f"{key}:\n  kort: {key}\n  url: https://www.voorbeeld.be/{key}\n  {entry}" for key in keys]
    place.write("docs/_data/bronnen.yml", place.read("docs/_data/bronnen.yml") + "".join(said))
    place.replace("docs/delen.md", "voorbeeldadvies]\nnagelezen", f"voorbeeldadvies, {', '.join(keys)}]\nnagelezen")
    cited = "; ".join(f"@{key}" for key in keys)
    place.replace("docs/delen.md", "nodig hebben.\n", f"nodig hebben. [{cited}]\n")
    assert place.build().code == 0
    run = place.build("audit", "words")
    assert (run.code, run.stdout) == (0, ""), run.said


def test_the_words_of_a_part_of_an_edition_are_not_compared(tmp_path: Path) -> None:
    place = program.without("sport", program.guidebook(tmp_path / "main"))
    assert place.build("site", "--sector", "onderwijs").code == 0
    run = place.build("audit", "words")
    assert run.code == 2
    assert "in out/site staat geen volledige editie: 'site' en 'pdf' maken er maar een deel van" in run.stderr


def test_the_manifest_matches_every_file(built: Place) -> None:
    manifest = json.loads((built.site / "editie.json").read_text(encoding="utf-8"))
    files = {name: hashlib.sha256(text).hexdigest() for name, text in program.tree(built.site).items()}
    del files["editie.json"]
    assert manifest["bestanden"] == files
    assert manifest["commit"] == built.git("rev-parse", "HEAD")
    assert manifest["werkmap_gewijzigd"] is False
    assert manifest["editie"] == {
        "nummer": "2026.1",
        "datum": "2026-11-20",
        "geldig_van": "2026-12-01",
        "stand_wetgeving": "2026-10-31",
        "aanleiding": ["wetgeving", "praktijk"],
        "samenvatting": "De eerste editie van het kleine draaiboek.",
        "eindredactie": "Redactie van het voorbeeld",
        "status": "goedgekeurd",
        "goedkeuring": [],
    }


def test_every_permalink_of_the_manifest_leads_somewhere(rich: Place) -> None:
    manifest = json.loads((rich.site / "editie.json").read_text(encoding="utf-8"))
    start = page_of(rich, "")
    sections = [section for each in manifest["secties"].values() for section in each]
    assert {"spreekrecht", "voor-je-vertrek", "wie-blijft-thuis"} <= {section["id"] for section in sections}
    for section in sections:
        page = start.follow(section["permalink"])
        assert isinstance(page, WebPage)
        place = page.root.get_element_by_id(section["id"]) if section["id"] else page.root
        assert section["titel"] in place.text_content()


def test_a_build_writes_nothing_beside_its_output(built: Place) -> None:
    assert built.git("status", "--porcelain") == ""


# --- what a reader sees -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", VARIANTS)
def test_titles_and_language(built: Place, slug: str) -> None:
    titles = {page.url.removeprefix(VARIANTS[slug]): page.text("//title") for page in pages(built, slug)}
    assert titles[""] == f"Draaiboek LIVC-R – {NAMES[slug]}"
    assert titles["delen/"] == f"Informatie delen – {NAMES[slug]} – Draaiboek LIVC-R"
    assert len(set(titles.values())) == len(titles)
    for page in pages(built, slug):
        assert page.root.get("lang") == "nl-BE"
        assert len(page.find("//h1")) == 1


def test_every_word_that_the_program_adds_is_dutch(rich: Place) -> None:
    for page in web_pages(rich.site):
        words = page.text("//body//*[not(self::script or self::style or ancestor::*[@data-artikel])][text()]")
        labels = " ".join(map(str, page.find("//body//@title | //body//@aria-label | //body//@placeholder")))
        assert not ENGLISH.findall(f"{words} {labels}"), page.name


def test_markdown_becomes_what_it_means(built: Place) -> None:
    page = page_of(built, "delen")
    assert [cell.text_content() for cell in page.article.xpath(".//tbody/tr[1]/*")][:2] == ["Naam", "ja"]
    assert (
        page.article.xpath(".//div[contains(@class, 'admonition warning')]//li[2]")[0].text == "Mail ook niet achteraf."
    )
    assert [bool(box.get("checked") is not None) for box in page.article.xpath(".//input[@type='checkbox']")] == [
        False,
        True,
    ]
    (picture,) = page.article.xpath(".//img")
    assert picture.get("alt") == "Drie stappen: vraag, toets, deel"
    assert page.follow(picture.get("src")) == built.site / "media" / "stappen.svg"
    assert page.article.xpath(".//blockquote")[0].text_content().strip() == "Zwijgen is ook een antwoord."
    assert page_of(built, "").article.xpath(".//ol/li[2]/ul/li[2]")[0].text_content().strip() == "wat breng je in."


def test_a_citation_is_a_footnote_with_the_source_and_how_sure_it_is(built: Place) -> None:
    page = page_of(built, "delen")
    (mark,) = page.article.xpath(".//sup/a[@class='footnote-ref']")
    note = page.root.get_element_by_id(mark.get("href").removeprefix("#")).text_content()
    assert "Voorbeeldwet, art.\u00a03, §\u00a01." in note
    assert "Belgisch Staatsblad 8\u00a0februari 2020." in note
    assert "Advies 7. Advies 7 van de voorbeeldraad. Te controleren." in note
    assert "te controleren" in mark.getparent().getparent().text_content()
    assert "Stand: Te controleren" in page_of(built, "bronnen").text("//*[@data-artikel]")


def test_a_term_is_explained_where_it_is_first_used(built: Place) -> None:
    (term,) = page_of(built, "").article.xpath(".//a[contains(@class, 'lr-begrip')]")
    assert term.get("title") == "gestructureerd overleg. Een gesprek met een agenda, een verslag en een voorzitter."
    target = page_of(built, "").follow(term.get("href"))
    assert isinstance(target, WebPage)
    assert target.url == "begrippen/"


def test_an_old_id_still_works(built: Place) -> None:
    assert page_of(built, "").follow("delen/#oude-deelregels")


def test_the_core_has_no_sector_text(built: Place) -> None:
    for page in pages(built, "kern"):
        assert not page.article.xpath(".//*[contains(@class, 'lr-sector')]")
        assert "steunpunt" not in page.article.text_content()


def sector_texts(page: WebPage) -> dict[str, list[str]]:
    """What a sector adds on *page*: its paragraphs by the heading above them."""
    found: dict[str, list[str]] = {}
    for box in page.article.xpath(".//div[contains(concat(' ', @class, ' '), ' lr-sector ')]"):
        heading = box.xpath("string(preceding::*[self::h1 or self::h2 or self::h3][1]/@id)")
        found[heading] = [
            " ".join(part.text_content().split()) for part in box.xpath(".//p[not(@class='lr-hoorbaar')] | .//h3")
        ]
    return found


def test_sector_text_is_marked_in_words(built: Place) -> None:
    texts = sector_texts(page_of(built, "onderwijs/delen"))
    assert texts["spreekrecht"][0] == "Specifiek voor onderwijs"
    assert texts["spreekrecht"][1].startswith("Een leerkracht praat eerst met de directeur.")
    assert texts["onderweg"][:2] == [
        "Specifiek voor onderwijs",
        "Punten en rapporten horen hier niet bij, zie Op school.",
    ]
    assert texts["achteraf"] == [
        "Specifiek voor onderwijs",
        "Deze tekst vervangt de kerntekst. Reden: Scholen hebben een eigen verslagboek.",
        "Noteer de afspraak in het verslagboek van de school.",
    ]
    assert texts["klachten"] == ["Niet van toepassing voor onderwijs: de onderwijsinspectie behandelt die klachten."]
    start = sector_texts(page_of(built, "sport"))["waar-begin-je"]
    assert start == ["Specifiek voor sport", "Bel voor steun naar het steunpunt van de sector sport."]


def test_what_a_sector_replaces_or_omits_is_gone_there_and_nowhere_else(built: Place) -> None:
    replaced = ("Schrijf op wat er is afgesproken", "Bewaar het verslag achter slot", "Een klacht gaat naar")
    for phrase in replaced:
        assert phrase not in page_of(built, "onderwijs/delen").article.text_content()
        assert phrase in page_of(built, "sport/delen").article.text_content()
        assert phrase in page_of(built, "delen").article.text_content()
    headings = [heading.get("id") for heading in page_of(built, "onderwijs/delen").article.xpath(".//h2 | .//h3")]
    assert headings == [
        "spreekrecht",
        "wat-deel-je",
        "voor-je-vertrek",
        "onderweg",
        "onderwijs-dossier",
        "achteraf",
        "klachten",
    ]


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", VARIANTS)
def test_the_switch_leads_to_the_same_page_in_each_variant(built: Place, slug: str) -> None:
    for page in pages(built, slug):
        here = page.url.removeprefix(VARIANTS[slug])
        for menu in page.find("//nav[@aria-label='Sectoren']"):
            links = {link.xpath("string(span)"): link for link in menu.iter("a")}
            assert list(links) == list(NAMES.values())
            assert links[NAMES[slug]].get("aria-current") == "true"
            for other, folder in VARIANTS.items():
                target = page.follow(links[NAMES[other]].get("href"))
                assert isinstance(target, WebPage)
                own = {"onderwijs": "op-school/", "alle": "onderwijs/op-school/"}
                there = own.get(other, "") if here in own.values() else here
                assert target.url == folder + there, page.name


def test_no_link_is_dead(rich: Place) -> None:
    for page in web_pages(rich.site):
        for href in {str(value) for value in page.find("//a/@href")}:
            if not href.startswith(("https://www.voorbeeld.be/", "mailto:", f"{ADDRESS}/nakijken/")):
                page.follow(href)


def test_the_way_to_the_text_skips_nothing_of_it(rich: Place) -> None:
    for page in web_pages(rich.site):
        (skip,) = page.find("//a[contains(@class, 'md-skip')]")
        target = page.root.get_element_by_id(skip.get("href").removeprefix("#"))
        passed = target.xpath("preceding::*[ancestor::*[@data-artikel] and (self::h1 or self::p)]")
        assert not passed, f"{page.name}: {skip.get('href')}"


def test_every_page_leads_to_every_form_of_its_variant(built: Place) -> None:
    for slug, name in PDFS.items():
        stem = Path(name).stem
        forms = [built.site / each for each in (name, f"epub/{stem}.epub", f"offline/{stem}.zip")]
        listed = web_page(built.site, built.site / VARIANTS[slug] / "downloads" / "index.html")
        for page in pages(built, slug):
            (link,) = page.find("//footer//a[contains(., 'Downloads:')]")
            downloads = page.follow(link.get("href"))
            assert isinstance(downloads, WebPage)
            assert downloads.name == listed.name
        assert [listed.follow(each) for each in listed.find(f"{FILES}//a/@href")] == forms
        sizes = [str(each).removeprefix(", ") for each in listed.find(f"{FILES}//*[@data-grootte]/text()")]
        assert sizes == [f"{form.stat().st_size / 1000:.0f} kB" for form in forms]


def test_all_sectors_together_come_as_a_zip_alone(built: Place) -> None:
    listed = page_of(built, "alle/downloads")
    (link,) = listed.find(f"{FILES}//a/@href")
    assert listed.follow(link) == built.site / "offline" / "draaiboek-livc-r-2026.1-alle.zip"
    assert "pdf of e-boek van alle sectoren samen is er niet" in listed.text(FILES)


def test_the_core_leads_to_all_sectors(built: Place) -> None:
    home = page_of(built, "")
    for where in (
        "//nav[@aria-label='Alle pagina’s']",
        "//section[@aria-label='Alle sectoren']",
        "//nav[@aria-label='Sectoren']",
    ):
        links = home.find(f"{where}//a[contains(@href, 'alle/')]/@href")
        assert links, where
        for link in links:
            target = home.follow(link)
            assert isinstance(target, WebPage)
            assert target.url == "alle/"


def test_among_all_sectors_the_core_stands_beside_what_replaces_it(built: Place) -> None:
    together, core = page_of(built, "alle/delen").article, page_of(built, "delen").article
    for mark in [*together.xpath(".//sup"), *core.xpath(".//sup")]:
        mark.drop_tree()  # the notes of sectors count too
    pieces = together.xpath(".//*[@data-sector]")
    said = [" ".join(piece.text_content().split()) for piece in pieces]
    assert {piece.get("data-sector") for piece in pieces} == {"onderwijs", "sport"}
    assert sum(text.startswith("In de plaats van dit stuk, voor onderwijs Reden: ") for text in said) == 1
    assert sum(text.startswith("Niet van toepassing voor onderwijs: ") for text in said) == 1
    whole = " ".join(together.text_content().split())
    paragraphs = core.xpath(".//p[not(ancestor::*[@class='footnote'])]")
    assert len(paragraphs) > 5
    for paragraph in paragraphs:
        assert " ".join(paragraph.text_content().split()) in whole


def test_without_the_files_the_page_tells_no_sizes(built: Place, tmp_path: Path) -> None:
    copy = built.copy(tmp_path / "main")
    assert copy.build("site").code == 0
    assert page_of(copy, "downloads").text(f"{FILES}//*[@data-grootte]") == ""


def test_the_canonical_link_is_the_edition_that_counts_now(rich: Place) -> None:
    for page in web_pages(rich.site):
        assert page.find("//link[@rel='canonical']/@href") == [f"{ADDRESS}/actueel/{page.url}"]


def test_the_page_for_a_wrong_address_works_at_any_depth(built: Place) -> None:
    for folder in VARIANTS.values():
        page = web_page(built.site, built.site / folder / "404.html")
        inside = [str(value) for value in page.find("//a/@href | //link[@rel='stylesheet']/@href | //script/@src")]
        assert inside
        for href in inside:
            assert href.startswith(("/livc/actueel/", f"{ADDRESS}/actueel/", "#")), href


# --- what may not be in it --------------------------------------------------------------------------------------------


def test_nothing_is_fetched_from_another_host(rich: Place) -> None:
    for path in rich.site.rglob("*.html"):
        page = web_page(rich.site, path)
        assert [address for address in page.resources() if reading.elsewhere(address)] == [], page.name
        assert not page.find("//meta[@http-equiv='refresh'] | //base"), page.name
    sheets = list(rich.site.rglob("*.css"))
    assert sheets
    for path in sheets:
        addresses = list(reading.css_addresses(path.read_text(encoding="utf-8")))
        assert [address for address in addresses if reading.elsewhere(address)] == [], path.name


def test_everything_that_a_page_needs_is_there(rich: Place) -> None:
    for page in web_pages(rich.site):
        for address in page.resources():
            if not address.startswith("data:"):
                page.follow(address)


def test_no_path_of_this_machine_is_in_the_output(built: Place) -> None:
    secret = {str(built.root), str(built.root.parent), str(program.ROOT), sys.prefix, sys.base_prefix}
    for name, text in program.tree(built.site).items():
        for inside in unpacked(name, text):
            found = [path for path in secret if path.encode() in inside]
            assert not found, name


def unpacked(name: str, text: bytes) -> Iterator[bytes]:
    """The contents of a file, and of everything packed in it."""
    yield text
    if name.endswith(".gz"):
        yield gzip.decompress(text)
    if name.endswith((".epub", ".zip")):
        with zipfile.ZipFile(io.BytesIO(text)) as file:
            yield from (file.read(inside) for inside in file.namelist())
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(text)) as pdf:
            yield from (item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream))


# --- nothing is lost --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def composed(rich: Place) -> dict[str, dict[str, Page]]:
    """The composed pages, by variant and by the address of the page."""
    variants = examine(Project(rich.root)).variants
    return {variant.slug: {address(page): page for page in variant.pages} for variant in variants}


def address(page: Page) -> str:
    name = page.path.with_suffix("").as_posix()
    return "" if name == "index" else f"{name.removesuffix('/index')}/"


@pytest.mark.parametrize("slug", VARIANTS)
def test_every_word_is_on_the_website_in_the_same_order(
    rich: Place, composed: dict[str, dict[str, Page]], slug: str
) -> None:
    shown = {page.url.removeprefix(VARIANTS[slug]): page for page in pages(rich, slug)}
    assert composed[slug].keys() == shown.keys()
    for url, page in composed[slug].items():
        wanted = reading.words_of_page(page, pictures=True)
        found = reading.words_of_article(shown[url].article)
        assert reading.lost_word(wanted, found) == "", url


@needs_pdftotext
@pytest.mark.parametrize("slug", PRINTED)
def test_every_word_is_in_the_pdf(rich: Place, composed: dict[str, dict[str, Page]], slug: str) -> None:
    texts = _as_in_a_book(composed[slug].values())
    wanted = Counter(word for page in texts for word in reading.words_of_page(page, pictures=False))
    assert wanted.total() > 1000
    assert wanted - reading.words_of_pdf(rich.site / PDFS[slug]) == Counter()


def _as_in_a_book(pages: Iterable[Page]) -> Iterator[Page]:
    """Yield *pages*, the first with the notes that a book has in any case: a fiche's in short form, all others once.

    Consecutive short chapters print a note once, and later citations of a source are brief; where notes stand, and in
    which form, is tested in `test_pdf_notes`.
    """
    whole = list(pages)
    said: dict[str, list[Footnote]] = {}
    for page in whole:
        for note in page.footnotes:
            is_short = page.path.name == "fiche.md" and note.short
            said.setdefault(note.brief, []).append(replace(note, content=note.short) if is_short else note)
    notes = (min(alike, key=lambda note: len(words(note.content))) for alike in said.values())
    yield replace(whole[0], footnotes=tuple(notes))
    yield from (replace(page, footnotes=()) for page in whole[1:])


@needs_pdftotext
def test_the_pdf_says_whose_text_it_is(built: Place) -> None:
    text = " ".join(reading.text_of_pdf(built.site / PDFS["onderwijs"]).replace("\u00ad\n", "").split())
    assert text.count("Specifiek voor onderwijs") == 4
    assert "Niet van toepassing voor onderwijs: de onderwijsinspectie behandelt die klachten." in text
    assert "Reden: Scholen hebben een eigen verslagboek." in text
    assert "Editie 2026.1" in text
    assert f"{ADDRESS}/2026.1/onderwijs/" in text.replace("https:// ", "https://")
    assert "Specifiek voor" not in reading.text_of_pdf(built.site / PDFS["kern"])


@pytest.mark.parametrize("slug", PRINTED)
def test_the_pdf_is_accessible_and_dated_by_its_commit(built: Place, slug: str) -> None:
    assert list(conformance.problems((built.site / PDFS[slug]).read_bytes())) == []
    with pikepdf.open(built.site / PDFS[slug]) as pdf:
        assert str(pdf.Root.Lang).lower().startswith("nl")
        assert pdf.Root.MarkInfo.Marked
        alternatives = {
            str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        }
        assert "Drie stappen: vraag, toets, deel" in alternatives
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] == "3"
            assert metadata["xmp:CreateDate"].startswith("2026-11-20")


# --- the same text, the same bytes ------------------------------------------------------------------------------------


def test_the_same_commit_gives_the_same_bytes_anywhere(built: Place, tmp_path: Path) -> None:
    other = Place(tmp_path / "een andere map" / "métier")
    other.root.mkdir(parents=True)
    other.git("clone", "--quiet", str(built.root), ".")
    settings = {"TZ": "Asia/Tokyo", "LANG": "tr_TR.ISO-8859-9", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "40"}
    run = other.build(env=settings)
    assert run.code == 0, run.said
    ours, theirs = program.tree(built.site), program.tree(other.site)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


# --- one error, nothing made ------------------------------------------------------------------------------------------


def target_with_a_typo(place: Place) -> None:
    place.replace("overlays/onderwijs/delen--spreekrecht.md", "delen.md#spreekrecht", "delen.md#spreekregt")


def sign_without_a_shape(place: Place) -> None:
    place.replace("docs/over-dit-draaiboek.md", "Vragen stuur", "漢 Vragen stuur")


@pytest.mark.parametrize(
    ("break_it", "complaint"),
    [
        (
            target_with_a_typo,
            r"^overlays/onderwijs/delen--spreekrecht\.md:2:\d+: OV001 .*\n +Bedoel je 'delen\.md#spreekrecht'\?$",
        ),
        (sign_without_a_shape, r"^docs/over-dit-draaiboek\.md:\d+:\d+: HT\d\d\d .*漢"),
    ],
    ids=["found-by-check", "found-by-typst"],
)
def test_one_error_and_nothing_is_made(
    built: Place, tmp_path: Path, break_it: Callable[[Place], None], complaint: str
) -> None:
    place = built.copy(tmp_path / "main")
    shutil.rmtree(place.root / "out")
    break_it(place)
    before = place.content()
    run = place.build()
    assert run.code == 1, run.said
    assert len(re.findall(complaint, run.stderr, re.MULTILINE)) >= 1, run.stderr
    assert run.stderr.endswith("Er is niets gemaakt: los eerst de fouten op.\n")
    assert not place.site.exists()
    assert not list(place.root.rglob("*.pdf"))
    assert place.content() == before
    report = json.loads(place.read("out/report.json"))
    assert report["gemaakt"] is False
    assert report["meldingen"]
    assert all(each["ernst"] == "error" and each["melding"] in run.stderr for each in report["meldingen"])


def sign_of_mkdocs(place: Place) -> None:
    place.replace("draaiboek/theme/main.html", "{% extends", "{% bestaat-niet %}{% extends")


@pytest.mark.parametrize(
    ("break_it", "words", "code"),
    [
        (target_with_a_typo, ["build"], 1),
        (sign_of_mkdocs, ["site"], 3),
        (sign_without_a_shape, ["publish", "2026.1"], 1),
    ],
    ids=["found-by-check", "found-by-mkdocs", "found-by-typst"],
)
def test_what_an_earlier_build_made_stays_and_nobody_takes_it_for_the_new_one(
    built: Place, tmp_path: Path, break_it: Callable[[Place], None], words: list[str], code: int
) -> None:
    place = built.copy(tmp_path / "main")
    before, commit = program.tree(place.site), place.git("rev-parse", "HEAD")
    break_it(place)
    if words[0] == "publish":
        program.approve(place, words[1])
    place.commit()
    run = place.build(*words)
    assert run.code == code, run.said
    assert program.tree(place.site) == before
    assert {path.name for path in (place.root / "out").iterdir()} <= {"cache", "report.json", "site", "stage", "work"}
    told = f"In out/site staat nog editie 2026.1, van commit {commit[:12]}, gemaakt op "
    assert told in run.stderr
    assert "refs/heads/gh-pages" not in place.git("for-each-ref")
    audit = place.build("audit", "pdf")
    assert audit.code == 2
    assert f"de laatste bouw is niet gelukt. {told}" in audit.stderr


def test_an_earlier_build_is_followed_by_the_next_good_one(built: Place, tmp_path: Path) -> None:
    place = built.copy(tmp_path / "main")
    text, before = place.read("overlays/onderwijs/delen--spreekrecht.md"), program.tree(place.site)
    target_with_a_typo(place)
    assert place.build().code == 1
    place.write("overlays/onderwijs/delen--spreekrecht.md", text)
    run = place.build()
    assert (run.code, "niets gewijzigd" in run.stderr) == (0, True), run.said
    assert program.tree(place.site) == before
    assert place.build("audit", "words").code == 0


@pytest.mark.parametrize(
    ("name", "old", "line"),
    [
        ("docs/over-dit-draaiboek.md", "Vragen stuur", 8),
        ("sectors/onderwijs/op-school.md", "De leerkracht blijft", 12),
        ("overlays/onderwijs/delen--achteraf.md", "Noteer de afspraak", 6),
    ],
)
def test_a_message_about_a_pdf_names_the_line_once(place: Place, name: str, old: str, line: int) -> None:
    place.replace(name, old, f"漢 {old}")
    run = place.build("pdf")
    assert run.code == 1, run.said
    places = [text.partition(" ")[0] for text in run.stderr.splitlines() if " HT008 " in text]
    assert len(places) == 1, run.stderr
    assert places[0].startswith(f"{name}:{line}:"), run.stderr


def test_a_setting_that_would_run_is_refused_by_every_build(built: Place, tmp_path: Path) -> None:
    place = built.copy(tmp_path / "main")
    shutil.rmtree(place.root / "out")
    place.write("mkdocs.yml", place.read("mkdocs.yml") + f"x: !!python/object/apply:os.mkdir ['{tmp_path}/gemaakt']\n")
    line = place.read("mkdocs.yml").count("\n")
    for command in (["check"], ["build"], ["site", "--fresh"]):
        run = place.build(*command)
        assert run.code == 1, run.said
        assert re.search(rf"^mkdocs\.yml:{line}:4: PG002 het label .* is hier niet toegelaten$", run.said, re.MULTILINE)
        assert "Traceback" not in run.said
    assert not (tmp_path / "gemaakt").exists()
    assert not place.site.exists()


def of_files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_process_that_no_copy_can_be_made_of_builds_the_same(tmp_path: Path) -> None:
    """As one with threads on Linux, and every process on other systems."""
    place = program.guidebook(tmp_path / "gids")
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        for text in ("Eerst.", "Daarna."):
            page = place.root / "docs" / "index.md"
            page.write_text(f"{page.read_text('utf-8')}\n{text}\n", encoding="utf-8")
            assert main(["site"], place.root) == 0
    finally:
        done.set()
        thread.join()
    made = of_files(place.site)
    assert main(["site", "--fresh"], place.root) == 0
    assert of_files(place.site) == made
