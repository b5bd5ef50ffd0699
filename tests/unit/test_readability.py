"""How easy the text reads: the length of sentences, and unexplained abbreviations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.memo import Memo
from draaiboek.check import readability
from draaiboek.check.readability import Reading, measure, summary
from draaiboek.content.source import load
from draaiboek.pipeline.examine import examine
from tests.guidebook import DEFAULTS, guidebook, overlay, page

TERMS = """\
ggz:
  term: GGZ
  voluit: Geestelijke Gezondheidszorg van de FOD
  ook: [CGG-werking]
  definitie: Zorg.
"""


def _sentence(words: int) -> str:
    return f"Dit {'woord ' * (words - 2)}slot."


def _reading(body: str, into: Path) -> Reading:
    source, _ = load(guidebook({"docs/delen.md": page(body)}, into))
    return measure([each for each in source.pages if each.path.name == "delen.md"])


def _problems(files: Mapping[str, str], into: Path, code: str) -> Sequence[Diagnostic]:
    return [each for each in examine(guidebook(files, into)).problems if each.code == code]


def _unexplained(text: str, into: Path, terms: str = TERMS) -> list[str]:
    files = {"docs/_data/begrippen.yml": terms, "docs/delen.md": page(text)}
    return [each.text.split("'")[1] for each in _problems(files, into, "PG014")]


# --- sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        pytest.param("Een twee drie. Vier vijf.", (2, 2.5, 3), id="full stop"),
        pytest.param("Mag dat? Ja! Dat mag.", (3, 2, 2), id="question and call"),
        pytest.param("Neem mee: De pas.", (2, 2, 2), id="colon before a capital"),
        pytest.param("Neem mee: een pas.", (1, 4, 4), id="colon inside a sentence"),
        pytest.param("Een twee\ndrie vier.", (1, 4, 4), id="two lines"),
        pytest.param("Een twee\n\ndrie vier.", (2, 2, 2), id="two paragraphs"),
        pytest.param("Zie art. 3, nr. 5 en bv. dit.", (1, 8, 8), id="dots of abbreviations"),
        pytest.param("Volgens art. 458 Sw. Mag dat?", (1, 6, 6), id="the criminal code"),
        pytest.param("Bel 0.5 keer in 2026. Nu.", (2, 3, 5), id="dots in numbers"),
        pytest.param("- een twee\n- drie\n", (2, 1.5, 2), id="points of a list"),
        pytest.param("1. een twee\n2. drie\n", (2, 1.5, 2), id="numbered points"),
        pytest.param("- Een twee. Drie.\n", (2, 1.5, 2), id="sentences in a point"),
        pytest.param("> Een twee drie.\n", (1, 3, 3), id="quote"),
        pytest.param("Dit is **vet** en `code` en “zo”.", (1, 7, 7), id="marks"),
        pytest.param("Lees [de wet](kader/wet.md#drie) nu.", (1, 4, 4), id="link"),
        pytest.param("Zo is het [@wet, art. 3, § 1].", (1, 3, 3), id="citation"),
        pytest.param("Dat is artikel {{ straf.artikel }} nu.", (1, 5, 5), id="variable"),
        pytest.param("De LIVC-R en zo'n CLB’er.", (1, 5, 5), id="hyphen and apostrophe"),
        pytest.param("Dat mag. Één keer mag.", (2, 2.5, 3), id="capital with an accent"),
        pytest.param("Zij zei: “Dat mag.” “Echt waar.”", (3, 2, 2), id="quotation marks"),
    ],
)
def test_a_sentence_is_what_a_reader_takes_for_one(text: str, lengths: tuple[int, float, int], tmp_path: Path) -> None:
    reading = _reading(text, tmp_path)
    assert (reading.sentences, reading.median, reading.longest) == lengths


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("| een twee | drie |\n| --- | --- |\n| vier | vijf |\n", id="table"),
        pytest.param("```\nEen twee drie vier.\n```\n", id="code"),
        pytest.param("## Een kop met veel woorden {#kop}\n", id="heading"),
        pytest.param("<!-- opmerking: dit leest niemand -->\n", id="remark"),
    ],
)
def test_what_is_not_read_as_sentences_does_not_count(text: str, tmp_path: Path) -> None:
    assert _reading(text, tmp_path) == Reading(0, 0, 0, None)


def test_the_longest_sentence_has_a_place(tmp_path: Path) -> None:
    reading = _reading(f"Kort.\n\n## Kop {{#kop}}\n\n### Kop {{#kopje}}\n\n{_sentence(9)}\n\nKort.\n", tmp_path)
    assert (reading.longest, str(reading.longest_at)) == (9, "docs/delen.md:11:1")


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("docs/delen.md", 18),
        ("sectors/onderwijs/hoofdstuk.md", 18),
        ("sectors/onderwijs/fiche.md", 15),
    ],
)
def test_a_page_with_long_sentences_is_a_warning(name: str, limit: int, tmp_path: Path) -> None:
    more = "na: index.md\n" if name.startswith("sectors") else ""
    good = page(f"{_sentence(limit)}\n", title="Een", more=more)
    bad = page(f"{_sentence(limit + 1)}\n", title="Een", more=more)
    assert _problems({name: good}, tmp_path / "a", "PG013") == []
    (problem,) = _problems({name: bad}, tmp_path / "b", "PG013")
    assert (str(problem.origin.path), problem.severity) == (name, Severity.WARNING)
    assert f"hoogstens {limit}" in problem.text
    assert f"({limit + 1} woorden) staat op {name}" in problem.hint


def test_one_long_sentence_among_short_ones_is_no_problem(tmp_path: Path) -> None:
    assert _problems({"docs/delen.md": page(f"Kort. Korter. {_sentence(60)}\n")}, tmp_path, "PG013") == []


def test_the_limits_are_those_that_editors_read() -> None:
    contributing = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, _, text = contributing.partition("### PG013")
    explained = text.split("\n### ")[0]
    assert "18" in explained
    assert "15" in explained


# --- summary ----------------------------------------------------------------------------------------------------------


def test_the_summary_is_one_line_about_core_and_fiches(tmp_path: Path) -> None:
    files = {"sectors/onderwijs/fiche.md": page("Een twee. Een twee drie.", title="Fiche", more="na: index.md\n")}
    line = summary(load(guidebook(files, tmp_path))[0])
    assert line == "woorden per zin, mediaan: kern 3 (hoogstens 18), fiches 2.5 (hoogstens 15)"


def test_the_summary_leaves_out_what_there_is_none_of(tmp_path: Path) -> None:
    assert "fiches" not in summary(load(guidebook({}, tmp_path))[0])


# --- abbreviations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De CAW helpt.", ["CAW"]),
        ("De CAW en het CAW.", ["CAW"]),
        ("De CAW en het OCMW.", ["CAW", "OCMW"]),
        ("De A.B.C. helpt.", ["A.B.C"]),
        ("De LIVC-R zit samen.", ["LIVC-R"]),
        ("- De CAW\n- helpt\n", ["CAW"]),
        ("| De CAW | x |\n| --- | --- |\n| a | b |\n", ["CAW"]),
        ("De GGZ helpt.", []),
        ("De CGG-werking helpt.", []),
        ("De FOD helpt.", []),
        ("Hoofdstuk XIV en titel II.", []),
        ("Een woord en een A.", []),
        ("Zo is het [@wet, CAW].", []),
        ("Lees [dit](https://www.example.org/CAW).", []),
        ("```\nCAW\n```\n", []),
        ("De McCAWx en CAWs.", []),
    ],
)
def test_an_abbreviation_is_explained_or_reported_once(text: str, found: list[str], tmp_path: Path) -> None:
    assert _unexplained(text, tmp_path) == found


def test_a_source_may_be_called_by_its_short_name(tmp_path: Path) -> None:
    sources = DEFAULTS["docs/_data/bronnen.yml"].replace("kort: de wet", "kort: de AVG")
    files = {"docs/_data/begrippen.yml": TERMS, "docs/_data/bronnen.yml": sources, "docs/delen.md": page("De AVG.")}
    assert _problems(files, tmp_path, "PG014") == []


def test_an_abbreviation_has_the_place_of_its_text(tmp_path: Path) -> None:
    files = {
        "docs/_data/begrippen.yml": TERMS,
        "docs/delen.md": page("## Wat {#wat}\n\nNiets.\n"),
        "overlays/onderwijs/a.md": overlay("Niets.\n\nDe CLB helpt.\n", target="delen.md#wat"),
        "sectors/onderwijs/fiche.md": page("Niets.\n\nDe PDPC ook.\n", title="Fiche", more="na: index.md\n"),
    }
    found = [(str(each.origin), each.severity) for each in _problems(files, tmp_path, "PG014")]
    assert found == [
        ("overlays/onderwijs/a.md:7:4", Severity.WARNING),
        ("sectors/onderwijs/fiche.md:8:4", Severity.WARNING),
    ]


def test_without_a_glossary_there_is_nothing_to_hold_abbreviations_against(tmp_path: Path) -> None:
    assert _unexplained("De CAW helpt.", tmp_path, terms="") == []


def test_a_good_text_is_good(tmp_path: Path) -> None:
    assert list(readability.check(load(guidebook({}, tmp_path))[0], Memo())) == []
