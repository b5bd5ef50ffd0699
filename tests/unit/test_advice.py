"""Advice about language: spelling, how it is shown, and that it blocks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.base.project import Project
from draaiboek.check import readability
from draaiboek.cli import main
from draaiboek.pipeline import spelling
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page

TEXT = """
Dit is vertrouwelijkheit, en dat is goed geschreven.
Dit is weer vertrouwelijkheit.
Eén ronde tafelt: kijk op `qwertz` en [hier](https://voorbeeld.be/qwertz), of bij voorbeeld.be.
De LIVC-R-wet, het casusoverleg en de \u2019s avonds gehouden vergadering.
Een blorgh is een woord van ons.
"""


def misspelt(project: Project) -> list[tuple[str, str]]:
    found = spelling.check(examine(project).source)
    return [(f"{problem.origin}", problem.text) for problem in found]


def test_a_word_that_no_dictionary_knows_is_told_once_with_a_word_that_is_meant(tmp_path: Path) -> None:
    files = {"docs/delen.md": page(TEXT), "docs/_data/woordenlijst.yml": "- Blorgh\n- tafelt\n"}
    project = guidebook(files, tmp_path)
    assert misspelt(project) == [("docs/delen.md:6:1", "'vertrouwelijkheit' staat niet in het woordenboek")]
    (problem,) = spelling.check(examine(project).source)
    assert "Bedoel je 'vertrouwelijkheid'" in problem.hint


def test_the_words_of_the_guidebook_itself_are_known(tmp_path: Path) -> None:
    term = "zwamf:\n  term: zwamf\n  ook: [zwamven]\n  definitie: Een zwamf is een tafel.\n"
    files = {"docs/delen.md": page("Twee zwamven en een zwamf, maar geen zwamg.\n"), "docs/_data/begrippen.yml": term}
    assert [text for _, text in misspelt(guidebook(files, tmp_path))] == ["'zwamg' staat niet in het woordenboek"]


def test_advice_is_counted_and_shown_to_who_asks_and_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook({"docs/delen.md": page("Je moet dit doen.\n")}, tmp_path)
    assert main(["check"], tmp_path) == 0
    shown = capsys.readouterr().err
    assert "0 fouten, 0 waarschuwingen\nen 1 advies" in shown
    assert "TX005" not in shown
    assert main(["check", "--format", "json"], tmp_path) == 0
    assert '"code": "TX005",\n      "ernst": "note"' in capsys.readouterr().out
    assert main(["check", "--format", "github"], tmp_path) == 0
    assert capsys.readouterr().out.startswith("::notice file=docs/delen.md,line=5,col=4,endColumn=8,title=TX005::")


def test_a_sentence_keeps_its_place_whatever_stands_between_the_words() -> None:
    text = 'Volgens art. 3 mag het. "Dat zei hij", bv. hier.\nEn dan? Ja!'
    found = list(readability.sentences(text))
    assert [sentence.strip() for _, sentence in found] == [
        "Volgens art. 3 mag het.",
        '"Dat zei hij", bv. hier.',
        "En dan?",
        "Ja!",
    ]
    assert all(text[start:].startswith(sentence) for start, sentence in found)
