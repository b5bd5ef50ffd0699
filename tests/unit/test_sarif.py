"""`check --format sarif`: code hosts get valid SARIF 2.1.0, whatever the messages say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema.validators import validator_for

from draaiboek.base.diagnostics import CODES, Diagnostic, Severity
from draaiboek.base.model import Origin
from draaiboek.base.project import Project
from draaiboek.base.sarif import as_sarif
from draaiboek.cli import main
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page

TESTS = Path(__file__).parent.parent
PROJECT = TESTS / "projects" / "everything-wrong"
HERE = Origin(PurePosixPath("docs/delen.md"), 3, 5)
EVERY_CODE = tuple(Diagnostic(code, HERE, meaning, "Doe iets.") for code, meaning in CODES.items())
ODD = (
    Diagnostic("PG001", Origin(PurePosixPath()), "de map zelf"),
    Diagnostic("PG001", HERE, 'aanhalingstekens ", \\ en een\nnieuwe regel', "\x00\t\x7f"),
    Diagnostic("PG001", HERE, "ë, 漢, 😀 en \u202e", ""),
    Diagnostic("PG001", Origin(PurePosixPath("docs/a.md"), 10**6, 10**6), "ver weg", severity=Severity.WARNING),
)


def _valid(diagnostics: Sequence[Diagnostic]) -> Any:
    """Return the only run in the log of *diagnostics*, after validating the log against the schema."""
    log = json.loads(as_sarif(diagnostics))
    schema = json.loads((TESTS / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    validator = validator_for(schema)
    assert [error.message for error in validator(schema).iter_errors(log)] == []
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


@pytest.mark.parametrize(
    "diagnostics",
    [
        pytest.param((), id="none"),
        pytest.param(EVERY_CODE, id="every code"),
        pytest.param(ODD, id="odd"),
        pytest.param(EVERY_CODE * 20, id="many"),
    ],
)
def test_the_log_is_valid_and_says_everything(diagnostics: Sequence[Diagnostic]) -> None:
    results = _valid(diagnostics)["results"]
    assert len(results) == len(diagnostics)
    for result, diagnostic in zip(results, diagnostics, strict=True):
        assert result["ruleId"] == diagnostic.code
        assert result["level"] == diagnostic.severity
        assert diagnostic.text in result["message"]["text"]
        assert diagnostic.hint in result["message"]["text"]


def test_the_log_of_a_guidebook_that_breaks_every_rule_is_valid() -> None:
    problems = examine(Project(PROJECT)).problems
    assert len(_valid(problems)["results"]) == len(problems) > len(CODES) / 2


def test_every_result_points_to_the_rule_that_it_breaks() -> None:
    run = _valid((*reversed(EVERY_CODE), *ODD))
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["shortDescription"]["text"] == CODES[rule["id"]]


def test_a_result_stands_at_its_line_and_column() -> None:
    (result,) = _valid([Diagnostic("PG001", HERE, "fout")])["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "docs/delen.md"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (3, 5)


# PG011 is about files whose name is not allowed.
@pytest.mark.parametrize("name", ["docs/met spatie.md", "docs/a#b.md", "docs/100%.md", "docs/wat?.md", "docs/één.md"])
def test_the_place_is_an_address_that_leads_to_the_file(name: str) -> None:
    (result,) = _valid([Diagnostic("PG011", Origin(PurePosixPath(name)), "de naam is niet toegelaten")])["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert " " not in uri
    assert unquote(urlsplit(uri).path) == name


def test_the_explanation_of_a_rule_is_an_absolute_address() -> None:
    """SARIF 2.1.0, § 3.49.12: helpUri is an absolute URI; the schema says `format: uri`."""
    for rule in _valid(EVERY_CODE)["tool"]["driver"]["rules"]:
        assert "helpUri" not in rule or urlsplit(rule["helpUri"]).scheme


def test_check_prints_one_log_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook({"docs/delen.md": page("[Weg](weg.md)\n")}, tmp_path)
    assert main(["check", "--format", "sarif"], tmp_path) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    (result,) = json.loads(printed.out)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("LK001", "error")


def test_a_good_text_gives_a_log_without_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook({}, tmp_path)
    assert main(["check", "--format", "sarif"], tmp_path) == 0
    assert json.loads(capsys.readouterr().out)["runs"][0]["results"] == []
