"""What a change of the law affects: every place that cites a source, one of its articles, or a variable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from draaiboek.check.impact import Hit, impact, known_names
from draaiboek.cli import main
from draaiboek.content.source import load
from tests.guidebook import DEFAULTS, guidebook, overlay, page, sector

ALL = ("kern", "onderwijs")
OTHER = """\
andere-wet:
  titel: Wet over iets anders
  kort: de andere wet
  soort: wet
  status: geverifieerd
  gecontroleerd_op: "2026-11-20"
"""
SOURCES = {"docs/_data/bronnen.yml": DEFAULTS["docs/_data/bronnen.yml"] + OTHER}
AID = """\
delen:
  titel: Mag ik delen?
  start: vraag
  vragen:
    vraag:
      vraag: Zit je aan tafel?
      antwoorden:
        - antwoord: Ja
          naar: ja
        - antwoord: Neen
          naar: neen
  uitkomsten:
    ja:
      titel: Het mag
      tekst: Deel wat nodig is.
      bron: "@wet, art. 3"
    neen:
      titel: Het mag niet
      tekst: Deel niets.
      werkwijze: true
"""
CITING = "De wet zegt dit [@wet, art. 3, § 1].\n"


def _hits(files: Mapping[str, str], into: Path, name: str = "wet", article: str = "") -> tuple[Hit, ...]:
    return impact(load(guidebook({**SOURCES, **files}, into))[0], name, article)


def _short(hit: Hit) -> tuple[str, int, str, str, tuple[str, ...]]:
    return str(hit.origin.path), hit.origin.line, hit.what, hit.title, hit.variants


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param(
            "docs/delen.md",
            page(f"Niets.\n\n{CITING}"),
            ("docs/delen.md", 7, "kerntekst", "Delen", ALL),
            id="before the first heading",
        ),
        pytest.param(
            "docs/delen.md",
            page(f"## Wat {{#wat}}\n\n### Hoe {{#hoe}}\n\n{CITING}"),
            ("docs/delen.md", 9, "kerntekst", "Delen › Wat › Hoe", ALL),
            id="section",
        ),
        pytest.param(
            "docs/edities/2026.1.md",
            DEFAULTS["docs/edities/2026.1.md"] + f"\n{CITING}",
            ("docs/edities/2026.1.md", 15, "kerntekst", "Editie 2026.1", ALL),
            id="release note",
        ),
        pytest.param(
            "sectors/onderwijs/fiche.md",
            page(CITING, title="Fiche", more="na: index.md\n"),
            ("sectors/onderwijs/fiche.md", 6, "fiche", "Fiche", ("onderwijs",)),
            id="fiche",
        ),
        pytest.param(
            "sectors/onderwijs/stage.md",
            page(CITING, title="Stage", more="na: index.md\n"),
            ("sectors/onderwijs/stage.md", 6, "sectorpagina", "Stage", ("onderwijs",)),
            id="page of a sector",
        ),
    ],
)
def test_a_text_that_cites_is_found(
    name: str, text: str, expected: tuple[str, int, str, str, tuple[str, ...]], tmp_path: Path
) -> None:
    assert [_short(hit) for hit in _hits({name: text}, tmp_path)] == [expected]


def test_an_overlay_that_cites_is_found_with_its_target(tmp_path: Path) -> None:
    files = {
        "docs/delen.md": page("## Wat {#wat}\n\nNiets.\n"),
        "overlays/onderwijs/a.md": overlay(f"Vooraf.\n\n### Meer {{#meer}}\n\n{CITING}", target="delen.md#wat"),
    }
    expected = ("overlays/onderwijs/a.md", 9, "overlay", "delen.md#wat › Meer", ("onderwijs",))
    assert [_short(hit) for hit in _hits(files, tmp_path)] == [expected]


def test_a_shared_overlay_is_found_for_each_of_its_sectors(tmp_path: Path) -> None:
    shared = overlay(CITING, target="delen.md#wat", more="sectoren: [onderwijs, sport]\n")
    files = {**sector("sport"), "docs/delen.md": page("## Wat {#wat}\n\nNiets.\n"), "overlays/_gedeeld/a.md": shared}
    assert sorted(slug for hit in _hits(files, tmp_path) for slug in hit.variants) == ["onderwijs", "sport"]


def test_a_leaf_of_a_decision_aid_is_found_in_its_data_file(tmp_path: Path) -> None:
    files = {"docs/_data/beslisboom.yml": AID, "docs/delen.md": page("## Hulp {#hulp}\n\n<!-- beslisboom: delen -->\n")}
    hits = _hits(files, tmp_path, article="art3")
    assert {_short(hit) for hit in hits} == {
        ("docs/_data/beslisboom.yml", 13, "beslisboom", "Delen › Hulp › Het mag", ALL)
    }


def test_a_term_and_a_step_are_found_in_their_data_files(tmp_path: Path) -> None:
    files = {
        "docs/_data/begrippen.yml": 'tafel:\n  term: tafel\n  definitie: Hout.\n  bron: "@wet, art. 2"\n',
        "docs/_data/totstandkoming.yml": 'stappen:\n  - stap: Een\n    stand: klaar\n    bron: "@wet"\n',
        "docs/begrippen.md": page("<!-- lijst: begrippen -->", title="Begrippen"),
        "docs/verloop.md": page("<!-- lijst: stappenplan -->", title="Verloop"),
    }
    found = {(str(hit.origin.path), hit.origin.line, hit.what) for hit in _hits(files, tmp_path)}
    assert found == {("docs/_data/begrippen.yml", 1, "begrip"), ("docs/_data/totstandkoming.yml", 2, "stappenplan")}


def test_a_sector_whose_actor_rests_on_the_source_is_found(tmp_path: Path) -> None:
    text = DEFAULTS["sectors/onderwijs/sector.yml"]
    actors = 'actoren:\n  - naam: De koepel\n    rol: Las mee.\n    bron: "@wet, art. 9"\n'
    hits = _hits({"sectors/onderwijs/sector.yml": text.replace("actoren: []\n", actors)}, tmp_path, article="9")
    assert [(str(hit.origin.path), hit.what, hit.title) for hit in hits] == [
        ("sectors/onderwijs/sector.yml", "sector", "Onderwijs")
    ]


def test_only_the_source_that_is_asked_for_is_found(tmp_path: Path) -> None:
    files = {"docs/delen.md": page("Een [@wet].\n\nTwee [@andere-wet].\n\nDrie [@andere-wet; @wet, art. 2].\n")}
    assert [hit.origin.line for hit in _hits(files, tmp_path)] == [5, 9]
    assert _hits({}, tmp_path / "leeg") == ()


@pytest.mark.parametrize(
    ("place", "article", "found"),
    [
        ("art. 3", "art3", True),
        ("art. 3", "art. 3", True),
        ("art. 3", "3", True),
        ("Art. 3, § 1, tweede lid", "art3", True),
        ("artikel 3", "art3", True),
        ("art. 3", "ART3", True),
        ("art. 3", "art4", False),
        ("art. 3", "art30", False),
        ("art. 30", "art3", False),
        ("art. 5, § 3", "art3", False),
        ("art. 458ter", "art458ter", True),
        ("art. 458ter", "art458", False),
        ("art. 458", "art458ter", False),
        ("art. 2-4", "art3", True),
        ("art. 2–4", "art2", True),
        ("art. 2-4", "art5", False),
        ("art. 2 en art. 5", "art5", True),
        ("art. 3 en 5", "art5", True),
        ("artikelen 3, 5 en 7", "art5", True),
        ("artikelen 3, 5 en 7", "art7", True),
        ("art. 44/11/3", "art44/11/3", True),
        ("art. 44/11/3", "art44", False),
        ("overweging B.12", "overweging b.12", True),
    ],
)
def test_an_article_is_recognised_however_it_is_written(
    place: str, article: str, *, found: bool, tmp_path: Path
) -> None:
    files = {"docs/delen.md": page(f"De wet zegt dit [@wet, {place}].\n")}
    assert bool(_hits(files, tmp_path, article=article)) == found


def test_an_article_of_another_source_in_the_same_group_does_not_count(tmp_path: Path) -> None:
    files = {"docs/delen.md": page("Zo [@wet, art. 2; @andere-wet, art. 3].\n")}
    assert _hits(files, tmp_path, article="art3") == ()


def test_an_article_whose_number_is_a_variable_is_found(tmp_path: Path) -> None:
    files = {"docs/delen.md": page("Zo [@wet, art. {{ straf.artikel }}].\n")}
    assert [hit.origin.line for hit in _hits(files, tmp_path, article="art352")] == [5]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("Niets.\n\nArtikel {{ straf.artikel }}.\n", 7, id="text"),
        pytest.param("Zo [@wet, art. {{straf.artikel}}].\n", 5, id="citation"),
        pytest.param("## Artikel {{ straf.artikel }} {#artikel}\n\nNiets.\n", 5, id="heading"),
    ],
)
def test_every_use_of_a_variable_is_found(text: str, line: int, tmp_path: Path) -> None:
    hits = _hits({"docs/delen.md": page(text)}, tmp_path, name="straf.artikel")
    assert [(hit.origin.line, hit.variants) for hit in hits] == [(line, ALL)]


def test_all_sources_and_variables_can_be_asked_for(tmp_path: Path) -> None:
    source, _ = load(guidebook(SOURCES, tmp_path))
    assert set(known_names(source)) == {
        "wet",
        "andere-wet",
        "straf.artikel",
        "draaiboek.naam",
        "draaiboek.korte_naam",
        "draaiboek.adres",
    }


def test_the_command_prints_places_and_says_which_variants_are_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fiche = page(CITING, title="Fiche", more="na: index.md\n")
    guidebook({"sectors/onderwijs/fiche.md": fiche, "docs/delen.md": page(CITING)}, tmp_path)
    assert main(["impact", "wet#art3"], tmp_path) == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "docs/delen.md:5:1: kerntekst: Delen (alle websites en pdf's)",
        "sectors/onderwijs/fiche.md:6:1: fiche: Fiche (website en pdf van onderwijs)",
    ]
    assert printed.err == "2 plaatsen; geraakt: kern, onderwijs\n"


def test_the_command_prints_one_json_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook({"docs/delen.md": page(CITING)}, tmp_path)
    assert main(["impact", "wet", "--format", "json"], tmp_path) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"bestand": "docs/delen.md", "regel": 5, "soort": "kerntekst", "plaats": "Delen", "varianten": [*ALL]}
    ]


def test_an_unknown_name_is_wrong_usage_and_gets_the_nearest_right_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook({}, tmp_path)
    assert main(["impact", "straf.artikle"], tmp_path) == 2
    assert "straf.artikel'" in capsys.readouterr().err
