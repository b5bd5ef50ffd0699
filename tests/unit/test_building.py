"""What only a build finds is reported in the same way as what a check finds: once, and in every format."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from draaiboek.cli import main
from draaiboek.pipeline import build
from tests.guidebook import guidebook, page

PACKAGE = Path(__file__).parents[2] / "draaiboek"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A guidebook with a character that no font has, in both of its books; its websites are left out."""
    guidebook({"docs/index.md": page("Dit is een 漢.\n", title="Start")}, tmp_path)
    (tmp_path / "draaiboek").symlink_to(PACKAGE, target_is_directory=True)
    monkeypatch.setattr(build, "render", lambda *_, **__: iter([Counter[str]()]))
    return tmp_path


@pytest.mark.parametrize("command", ["build", "pdf"])
def test_a_build_annotates_what_it_finds(command: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--format", "github"], project) == 1
    printed = capsys.readouterr()
    (line,) = printed.out.splitlines()
    assert line.startswith("::error file=docs/index.md,line=5,col=1,title=HT008::het teken '漢' kan niet in de pdf%0A")
    assert printed.err.endswith("Er is niets gemaakt: los eerst de fouten op.\n")


def test_a_build_prints_one_json_object(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--format", "json"], project) == 1
    (found,) = json.loads(capsys.readouterr().out)["meldingen"]
    assert (found["code"], found["bestand"], found["regel"]) == ("HT008", "docs/index.md", 5)


def test_without_a_form_a_build_prints_for_people(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"], project) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("docs/index.md:5:1: HT008") == 1
    assert "1 fout, 0 waarschuwingen" in printed.err


def test_books_that_were_begun_go_nowhere_when_the_rules_refuse_the_text(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook({"docs/index.md": page("Een 漢, en [niets](nergens.md).\n", title="Start")}, project)
    assert main(["pdf", "--format", "github"], project) == 1
    printed = capsys.readouterr()
    assert [line.partition("::")[0] for line in printed.out.splitlines()] == [""]
    assert "nergens.md" in printed.out
    assert "HT008" not in printed.out  # no books were examined
    assert not (project / "out" / "site").exists()
