"""`build.py publish --to`: a folder inside the guidebook, or around it, is never used for a publication."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.cli import main
from draaiboek.pipeline.published import folder_outside
from tests.guidebook import guidebook

INSIDE = [".", "docs", "out/site", "build.py", "docs/../sectors", "nog-niet/daar"]
AROUND = ["..", "../..", "/", "../boek"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = guidebook({}, tmp_path / "boek")
    monkeypatch.chdir(made.root)
    return made


@pytest.mark.parametrize("name", [*INSIDE, *AROUND])
@pytest.mark.parametrize("command", [["publish", "2026.1"], ["withdraw", "2026.1", "--reason", "Fout."]], ids=" ".join)
def test_a_folder_of_the_project_itself_is_refused(
    command: list[str], name: str, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {each: each.read_bytes() for each in project.root.rglob("*") if each.is_file()}
    assert main([*command, "--to", name], project.root) == 2
    assert f"de map '{name}' hoort bij het draaiboek zelf" in capsys.readouterr().err
    assert {each: each.read_bytes() for each in project.root.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize("name", INSIDE)
def test_a_shortcut_into_the_project_is_refused(name: str, project: Project, tmp_path: Path) -> None:
    (tmp_path / "elders").symlink_to(project.root)
    with pytest.raises(UsageError, match="hoort bij het draaiboek zelf"):
        folder_outside(project, str(tmp_path / "elders" / name))


@pytest.mark.parametrize("name", ["../publicatie", "../boek2", "../boe"])
def test_a_folder_beside_the_project_is_taken(name: str, project: Project, tmp_path: Path) -> None:
    assert folder_outside(project, name) == tmp_path / name.removeprefix("../")
