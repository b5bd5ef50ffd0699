"""A second guidebook for other audiences, made by `new guidebook`: no byte of its output names the first one."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest

from tests.accessibility import MEASUREMENT, STATEMENT
from tests.integration import program
from tests.integration.program import Place, tree

pytestmark = pytest.mark.slow

AUDIENCES = ("ouders", "grootouders", "leerlingen", "buren")
NAME, SLUG, ADDRESS = "Draaiboek Ouderpunt", "ouderpunt", "https://gids.voorbeeld.be/ouderpunt"
FIRST, SECOND = "2026.1", "2026.2"
# The name of the first guidebook, its subject and its publisher.
FORBIDDEN = re.compile(rb"LIVC|livc|Livc|radicalis|Radicalis|VVSG|vvsg")
FONTS = (".woff2", ".ttf")

IDENTITY = f"""\
naam: "{NAME}"
korte_naam: "Ouderpunt"
slug: {SLUG}
adres: "{ADDRESS}"
bewerken: "https://git.voorbeeld.be/ouderpunt"
uitgever: "Dienst Ouderpunt"
contact: "Helpdesk Ouderpunt"
status:
  tekst: "Proefversie"
  uitleg: "Deze tekst vervangt geen gesprek."
trefwoorden: ["ouders", "school"]
licentie:
  naam: "Vrije licentie 1.0"
  kort: "VL 1.0"
  adres: "https://www.voorbeeld.be/licentie"
  zin: "Neem over wat je wilt"
  korte_zin: "Overnemen mag"
taal: nl-NL
doelgroep:
  enkelvoud: "lezersgroep"
  meervoud: "lezersgroepen"
  vraag: "Wie ben je?"
zoekvoorbeelden: ["rapport"]
"""
PAGE = "---\ntitle: {title}\ndescription: Over {title}.\n{more}nagelezen: 2026-11-20\n---\n{body}"
EDITION = """\
---
title: Editie {name}
description: Wat er verandert in editie {name}.
editie: "{name}"
datum: {day}
geldig_van: {day}
stand_wetgeving: 2026-11-20
aanleiding: [inzicht]
samenvatting: Wat ouders vroegen, staat erin.
eindredactie: De redactie
zonder_nazicht: [ouders, grootouders, leerlingen, buren]
status: goedgekeurd
---
{note}

## Wat moet je doen? {{#wat-moet-je-doen}}

Je hoeft niets te doen.
"""
TEXT: Mapping[str, str] = {
    "draaiboek.yml": IDENTITY,
    "docs/_data/inhoud.yml": "".join(
        f"- pagina: {name}\n"
        for name in (
            *("index.md", "rapport.md", "mag-ik-bellen.md", "veelgestelde-vragen.md", "begrippen.md", "bronnen.md"),
            *("nog-te-controleren.md", "over-dit-draaiboek.md", "totstandkoming.md", "toegankelijkheid.md"),
            *("downloads.md", "edities/index.md"),
        )
    ),
    "docs/_data/bronnen.yml": """\
schoolwet:
  titel: Wet op de school
  kort: de schoolwet
  soort: wet
  status: te-controleren
  gecontroleerd_op: "2026-11-20"
""",
    "docs/_data/begrippen.yml": "rapport:\n  term: rapport\n  definitie: Een blad met cijfers.\n",
    "docs/_data/synoniemen.yml": "- [punten, rapport]\n",
    "docs/_data/noodnummers.yml": 'nummers: ["112"]\nwoorden: [bel]\n',
    "docs/_data/toegankelijkheidsverklaring.yml": STATEMENT,
    "docs/_data/toegankelijkheid.yml": MEASUREMENT,
    "docs/_data/totstandkoming.yml": "stappen:\n  - stap: Eerste gesprek\n    stand: klaar\n",
    "docs/_data/beslisboom.yml": """\
bellen:
  titel: Mag ik bellen?
  start: dringend
  vragen:
    dringend:
      vraag: Is het dringend?
      antwoorden:
        - {antwoord: Ja, naar: bel}
        - {antwoord: Nee, naar: wacht}
  uitkomsten:
    bel: {titel: Bel, tekst: Bel meteen., werkwijze: true}
    wacht: {titel: Wacht, tekst: Wacht tot morgen., bron: "@schoolwet"}
""",
    "docs/rapport.md": PAGE.format(
        title="Het rapport",
        more="bronnen: [schoolwet]\n",
        body="Elk kind krijgt een rapport. [@schoolwet, art. 3]\nDit is {{ draaiboek.naam }}. Bel 112 bij gevaar.\n\n"
        "## Lezen {#lezen}\n\nLees het samen.\n\n- [ ] Ik heb het gelezen.\n\n"
        "## Vragen {#vragen}\n\nVraag uitleg aan de school.\n",
    ),
    "docs/mag-ik-bellen.md": PAGE.format(
        title="Bellen", more="zoekgewicht: 0.6\n", body="<!-- beslisboom: bellen -->\n"
    ),
    "docs/veelgestelde-vragen.md": PAGE.format(title="Vragen", more="", body="## Wat nu? {#wat-nu}\n\nVraag raad.\n"),
    "docs/begrippen.md": PAGE.format(title="Begrippen", more="zoekgewicht: 0.3\n", body="<!-- lijst: begrippen -->\n"),
    "docs/bronnen.md": PAGE.format(title="Bronnen", more="", body="<!-- lijst: bronnen -->\n"),
    "docs/nog-te-controleren.md": PAGE.format(title="Twijfel", more="", body="<!-- lijst: te-controleren -->\n"),
    "docs/over-dit-draaiboek.md": PAGE.format(title="Over dit draaiboek", more="", body="Een proef.\n"),
    "docs/totstandkoming.md": PAGE.format(
        title="Hoe het kwam", more="", body="<!-- lijst: stappenplan -->\n\n<!-- lijst: sectoren -->\n"
    ),
    "docs/toegankelijkheid.md": PAGE.format(title="Voor iedereen", more="", body="<!-- lijst: toegankelijkheid -->\n"),
    "docs/downloads.md": PAGE.format(title="Meenemen", more="", body="Neem het mee.\n"),
    f"docs/edities/{FIRST}.md": EDITION.format(name=FIRST, day="2026-12-01", note="Alles is nieuw."),
    "sectors/ouders/fiche.md": PAGE.format(
        title="Fiche voor ouders", more="na: index.md\n", body="Kort.\n\n## Wat nu? {#wat-nu}\n\nLees.\n"
    ),
    "sectors/ouders/thuis.md": PAGE.format(title="Thuis", more="na: rapport.md\n", body="Praat aan tafel.\n"),
    "overlays/ouders/rapport--lezen.md": "---\ndoel: rapport.md#lezen\nbewerking: einde\n---\nNeem je tijd.\n",
    "overlays/buren/rapport--vragen.md": "---\ndoel: rapport.md#vragen\nbewerking: weglaten\nreden: Zomaar.\n---\n",
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The guidebook whose program creates the second one. Must not be changed."""
    return program.guidebook(tmp_path_factory.mktemp("eerste") / "main")


@pytest.fixture(scope="module")
def empty(first: Place) -> Place:
    """The second guidebook as created, with no text of its own yet. Must not be changed."""
    return made(first, first.root.parent / "leeg", "--name", NAME, "--sector", "ouders")


@pytest.fixture(scope="module")
def published(empty: Place) -> Place:
    """The second guidebook with text, two published editions and one of them withdrawn. Must not be changed."""
    place = empty.copy(empty.root.parent / "ouderpunt")
    for name in AUDIENCES[1:]:
        run = place.build("new", "sector", name)
        assert (run.code, run.stdout) == (0, f"sectors/{name}/sector.yml\n")
        place.replace(f"sectors/{name}/sector.yml", 'omschrijving: ""', f"omschrijving: Voor {name}.")
    for path in (place.root / "docs" / "edities").glob("20*.md"):
        path.unlink()
    for name, text in TEXT.items():
        place.write(name, text)
    for target in ("ouders", "buren"):
        assert place.build("review", f"overlays/{target}/{overlay_of(target)}", "--accept").code == 0
    publish(place, FIRST)
    shutil.copytree(place.root / "out", place.root.parent / "eerste-editie")
    place.replace("docs/rapport.md", "Elk kind krijgt een rapport.", "Elk kind krijgt twee keer een rapport.")
    place.replace("docs/_data/toegankelijkheid.yml", FIRST, SECOND)
    note = "- [Het rapport](../rapport.md): twee keer per jaar.\n- [Voor iedereen](../toegankelijkheid.md): gemeten.\n"
    place.write(f"docs/edities/{SECOND}.md", EDITION.format(name=SECOND, day="2027-02-01", note=note))
    publish(place, SECOND)
    for words in (
        ("diff", FIRST, SECOND),
        ("pack", SECOND),
        ("withdraw", FIRST, "--reason", "Er stond een fout in."),
        ("verify",),
    ):
        run = place.build(*words)
        assert run.code == 0, run.said
    return place


def made(first: Place, folder: Path, *words: str) -> Place:
    run = first.build("new", "guidebook", str(folder), *words)
    assert (run.code, run.stdout) == (0, f"{folder}\n"), run.said
    return Place(folder)


def overlay_of(sector: str) -> str:
    return {"ouders": "rapport--lezen.md", "buren": "rapport--vragen.md"}[sector]


def publish(place: Place, edition: str) -> None:
    program.approve(place, edition)
    place.commit()
    run = place.build("publish", edition)
    assert run.code == 0, run.said


def on_the_branch(place: Place) -> Mapping[str, bytes]:
    data = subprocess.run(
        ["git", "archive", "--format=zip", "gh-pages"], cwd=place.root, capture_output=True, check=True
    ).stdout
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


# --- every byte -------------------------------------------------------------------------------------------------------


def inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield *data* and everything packed in it, unpacked, each with its path through the archives."""
    yield name, name.encode()
    if name.endswith(FONTS):
        return
    yield name, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for each in archive.namelist():
                yield from inside(f"{name}!{each}", archive.read(each))
    elif name.endswith(".gz"):
        yield from inside(f"{name}!", gzip.decompress(data))
    elif data.startswith(b"%PDF"):
        yield from in_pdf(name, data)


def in_pdf(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every stream and string of a PDF, decompressed, and the text that a reader sees on its pages."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = {
            descriptor[kind].objgen
            for descriptor in pdf.objects
            if isinstance(descriptor, pikepdf.Dictionary)
            for kind in ("/FontFile", "/FontFile2", "/FontFile3")
            if kind in descriptor
        }
        for each in pdf.objects:
            if isinstance(each, pikepdf.Stream):
                if each.objgen not in fonts:
                    yield f"{name}!{each.objgen}", each.read_bytes()
            else:
                yield f"{name}!{each.objgen}", "\n".join(strings(each)).encode()
        yield f"{name}!info", "\n".join(strings(pdf.trailer)).encode()
    if shutil.which("pdftotext"):
        seen = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout
        assert len(seen) > 50
        yield f"{name}!text", seen


def strings(value: object) -> Iterator[str]:
    """Yield the strings of a PDF object; indirect references are not followed, since their targets are visited too."""
    if isinstance(value, pikepdf.String):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        for each in value:
            yield from strings(each) if not getattr(each, "is_indirect", False) else ()
    elif isinstance(value, pikepdf.Dictionary):
        for each in value.values():
            yield from strings(each) if not getattr(each, "is_indirect", False) else ()


def guilty(files: Mapping[str, bytes]) -> set[str]:
    return {
        f"{way}: {match[0].decode()}"
        for name, data in files.items()
        for way, found in inside(name, data)
        if (match := FORBIDDEN.search(found))
    }


def test_no_byte_names_the_first_guidebook(published: Place) -> None:
    out = tree(published.root / "out")
    kinds = {Path(name).suffix for name in out}
    assert {".html", ".pdf", ".epub", ".zip", ".gz", ".js", ".css", ".json", ".xml"} <= kinds
    assert {f"pack/draaiboek-{SLUG}-{SECOND}.zip", "site/editie.json"} <= out.keys()
    assert any(name.startswith("diff/") and name.endswith(".pdf") for name in out)
    assert guilty(out) == set()
    assert guilty(tree(published.root.parent / "eerste-editie")) == set()


def test_no_byte_of_what_is_published_names_the_first_guidebook(published: Place) -> None:
    files = on_the_branch(published)
    assert {
        "feed.xml",
        "feed-ouders.xml",
        "sw.js",
        "404.html",
        f"{FIRST}/index.html",
        "edities/index.html",
    } <= files.keys()
    assert guilty(files) == set()


def test_a_forbidden_word_would_be_found(published: Place) -> None:
    """Shows that the two tests above can fail: they search every place where this guidebook's own name occurs."""
    site = published.root / "out" / "site"
    for name in (
        f"pdf/draaiboek-{SLUG}-{SECOND}.pdf",
        f"epub/draaiboek-{SLUG}-{SECOND}-ouders.epub",
        f"offline/draaiboek-{SLUG}-{SECOND}.zip",
        "index.html",
    ):
        ways = {way for way, found in inside(name, (site / name).read_bytes()) if b"Ouderpunt" in found}
        assert len(ways) >= (1 if name.endswith(".html") else 2), name


# --- its own words ----------------------------------------------------------------------------------------------------


def test_its_files_bear_its_own_name(published: Place) -> None:
    site = published.root / "out" / "site"
    assert {path.name for path in (site / "pdf").iterdir()} == {
        f"draaiboek-{SLUG}-{SECOND}.pdf",
        *(f"draaiboek-{SLUG}-{SECOND}-{each}.pdf" for each in AUDIENCES),
        *(f"{kind}-{SLUG}-{SECOND}-ouders.pdf" for kind in ("fiche", "zakgids")),
    }
    assert {path.name for path in (site / "epub").iterdir()} == {
        f"draaiboek-{SLUG}-{SECOND}.epub",
        *(f"draaiboek-{SLUG}-{SECOND}-{each}.epub" for each in AUDIENCES),
    }


def test_its_pages_speak_of_its_own_readers(published: Place) -> None:
    home = (published.root / "out" / "site" / "index.html").read_text(encoding="utf-8")
    assert "<title>Draaiboek Ouderpunt – Kern</title>" in home
    assert '<html lang="nl-NL"' in home
    for said in ("Wie ben je?", "Kies je lezersgroep", "Proefversie.", "Deze tekst vervangt geen gesprek.", "Helpdesk"):
        assert said in home
    words = (published.root / "out" / "site" / "ouders" / "rapport" / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"\bsector(en)?\b", re.sub(r"<[^>]*>", " ", words))
    assert "Andere lezersgroep" in words
    assert "Specifiek voor ouders" in words
    assert "Neem je tijd." in words
    assert "bijvoorbeeld ‘rapport’." in words


def test_its_books_say_who_publishes_them_and_what_may_be_done_with_them(published: Place) -> None:
    site = published.root / "out" / "site"
    with pikepdf.open(site / "pdf" / f"draaiboek-{SLUG}-{SECOND}.pdf") as pdf, pdf.open_metadata() as said:
        assert said["dc:publisher"] == {"Dienst Ouderpunt"}
        assert said["dc:rights"] == "Vrije licentie 1.0"
        assert str(pdf.docinfo["/Keywords"]) == "ouders, school"
        assert str(pdf.Root.Lang) == "nl-NL"
    with zipfile.ZipFile(site / "epub" / f"draaiboek-{SLUG}-{SECOND}-ouders.epub") as book:
        package = book.read("EPUB/boek.opf").decode()
    for said_there in (
        "<dc:publisher>Dienst Ouderpunt</dc:publisher>",
        "<dc:language>nl-NL</dc:language>",
        "<dc:subject>school</dc:subject>",
        "Vrije licentie 1.0, https://www.voorbeeld.be/licentie",
    ):
        assert said_there in package


def test_its_feeds_and_its_worker_bear_its_own_name(published: Place) -> None:
    files = on_the_branch(published)
    feed = files["feed-ouders.xml"].decode()
    assert "<title>Draaiboek Ouderpunt – Ouders</title>" in feed
    assert f"<id>tag:gids.voorbeeld.be,2026-12-01:{SLUG}/editie/{FIRST}</id>" in feed
    worker = files["sw.js"].decode()
    assert 'const PREFIX = "draaiboek:ouderpunt:";' in worker
    assert 'const NAME = "Draaiboek Ouderpunt";' in worker
    assert not re.search(r"@\w+@", worker)
    assert json.loads(files[f"{SECOND}/editie.json"])["titels"]["grootouders"] == "Grootouders"


# --- the command ------------------------------------------------------------------------------------------------------


def test_an_empty_guidebook_works_at_once(empty: Place, tmp_path: Path) -> None:
    place = empty.copy(tmp_path / "main")
    check = place.build("check")
    assert (check.code, check.stderr.splitlines()[-1]) == (0, "0 fouten, 0 waarschuwingen")
    assert place.build("site").code == 0
    assert "Draaiboek Ouderpunt" in place.read("out/site/ouders/index.html")
    assert place.build("pdf", "--sector", "ouders").code == 0
    assert (place.site / "pdf").is_dir()
    assert sum(1 for _ in (place.root / "docs").rglob("*.md")) == 3  # a page, the list of editions, and one edition


def test_an_official_text_says_nothing_of_its_status(empty: Place, tmp_path: Path) -> None:
    place = empty.copy(tmp_path / "main")
    place.replace("draaiboek.yml", 'tekst: "Werkversie"', 'tekst: ""')
    for page in (place.root / "docs" / "edities").glob("20*.md"):
        place.replace(f"docs/edities/{page.name}", "status: concept", "status: goedgekeurd")
    run = place.build("build")
    assert run.code == 0, run.said
    home = " ".join(place.read("out/site/index.html").split())
    assert "Werkversie" not in home
    assert f"<cite>{NAME}: kern</cite>, editie 20" in home
    assert "()" not in home
    for pdf in (place.site / "pdf").iterdir():
        seen = b" ".join(found for _, found in in_pdf(pdf.name, pdf.read_bytes()))
        assert b"Werkversie" not in seen
        assert re.search(rb"Goedgekeurd", seen) or not shutil.which("pdftotext")
    with zipfile.ZipFile(next((place.site / "epub").iterdir())) as book:
        assert "status" not in book.read("EPUB/titel.xhtml").decode()
        assert "<dd>Goedgekeurd.</dd>" in book.read("EPUB/colofon.xhtml").decode()


def test_the_tests_stay_with_the_program(empty: Place) -> None:
    run = empty.build("test")
    assert run.code == 2
    assert "hier staan geen tests" in run.stderr


def test_what_yaml_would_take_for_something_else_is_a_name(first: Place, tmp_path: Path) -> None:
    place = made(first, tmp_path / "main", "--name", "Draaiboek 2030: nu", "--sector", "no")
    assert place.build("new", "sector", "2024").code == 0
    place.replace("sectors/2024/sector.yml", 'omschrijving: ""', "omschrijving: Voor dat jaar.")
    run = place.build("check")
    assert run.code == 0, run.said
    place = made(first, tmp_path / "cijfers", "--name", "Draaiboek 2030")
    run = place.build("check")
    assert run.code == 0, run.said


def test_a_guidebook_is_called_after_its_folder(first: Place, tmp_path: Path) -> None:
    place = made(first, tmp_path / "Sint-Élooi")
    said = place.read("draaiboek.yml")
    assert 'naam: "Draaiboek Sint-Élooi"\n' in said
    assert '\nslug: "sint-elooi" ' in said
    assert place.build("check").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", 'Een "naam"'), "de naam 'Een \"naam\"' is niet toegelaten"),
        (("--name", "!!!"), "is geen naam voor bestanden te maken"),
        (("--sector", "Ouders"), "de naam 'Ouders' is niet toegelaten"),
        (("--sector", "pdf"), "de naam 'pdf' is al in gebruik"),
        (("--sector", "edities"), "de naam 'edities' is al in gebruik"),
    ],
)
def test_a_name_that_cannot_be_is_refused(first: Place, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    run = first.build("new", "guidebook", str(tmp_path / "nieuw"), *words)
    assert run.code == 2
    assert said in run.stderr
    assert not (tmp_path / "nieuw").exists()


def test_a_folder_that_is_there_or_belongs_to_the_guidebook_is_refused(first: Place, tmp_path: Path) -> None:
    for folder in (tmp_path, first.root / "nieuw"):
        before = tree(folder) if folder.exists() else {}
        assert first.build("new", "guidebook", str(folder)).code == 2
        assert (tree(folder) if folder.exists() else {}) == before


def test_a_new_sector_gets_a_free_colour_and_asks_for_the_rest(empty: Place, tmp_path: Path) -> None:
    place = empty.copy(tmp_path / "main")
    assert place.build("new", "sector", "vrije-tijd").code == 0
    said = place.read("sectors/vrije-tijd/sector.yml")
    assert said.startswith('naam: "vrije tijd"\ntitel: "Vrije tijd"\nvolgorde: 20\nkleur: groen\n')
    check = place.build("check")
    assert re.findall(r"[A-Z]{2}\d{3}", check.stderr) == ["SC004"]
    place.replace("sectors/vrije-tijd/sector.yml", 'omschrijving: ""', "omschrijving: Voor clubs.")
    assert place.build("check").code == 0
    for name in ("vrije-tijd", "pdf", "Vrije tijd"):
        assert place.build("new", "sector", name).code == 2
