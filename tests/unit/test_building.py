"""What only a build finds is said as what a check finds: once, and in every form."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base import workers
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin
from draaiboek.cli import main
from draaiboek.pipeline import build
from tests.guidebook import guidebook

FOUND = Diagnostic("HT003", Origin(PurePosixPath("docs/index.md"), 5), "dit stuk maakt het kenmerk 'style'", "Weg.")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guidebook of which each of the two rendered websites holds the same mistake."""
    guidebook({}, tmp_path)

    def render(*_: object, into: Path, **__: object) -> tuple[Diagnostic, ...]:
        into.mkdir()
        return FOUND, FOUND

    monkeypatch.setattr(build, "render", render)
    monkeypatch.setattr(workers, "prepare", lambda _: None)
    return tmp_path


@pytest.mark.parametrize("command", ["build", "site", "pdf"])
def test_a_build_annotates_what_it_finds(command: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--format", "github"], project) == 1
    printed = capsys.readouterr()
    assert printed.out == (
        "::error file=docs/index.md,line=5,col=1,title=HT003::dit stuk maakt het kenmerk 'style'%0AWeg.\n"
    )
    assert printed.err.endswith("Er is niets gemaakt: los eerst de fouten op.\n")


def test_a_build_prints_one_json_object(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--format", "json"], project) == 1
    (found,) = json.loads(capsys.readouterr().out)["meldingen"]
    assert (found["code"], found["bestand"], found["regel"]) == ("HT003", "docs/index.md", 5)


def test_without_a_form_a_build_prints_for_people(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"], project) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("docs/index.md:5:1: HT003") == 1
    assert "1 fout, 0 waarschuwingen" in printed.err
