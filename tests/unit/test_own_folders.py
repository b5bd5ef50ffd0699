"""A symbolic link or a file in place of a folder that a run fills and clears: it, and its target, stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.base.errors import UsageError
from draaiboek.cli import main
from draaiboek.pipeline import earlier
from tests.guidebook import guidebook


@pytest.mark.parametrize("name", ["out", "out/stage", "out/site", "out/stage/kern", "out/cache/ab", "out/work/site"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_link_in_out_is_refused_and_what_it_leads_to_stays(
    command: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = guidebook({}, tmp_path / "boek")
    kept = tmp_path / "elders" / "stage" / "mijn.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("van mij", encoding="utf-8")
    link = project.root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(tmp_path / "elders")
    assert main((command,), project.root) == 3
    said = capsys.readouterr().err
    assert f"{name} is een snelkoppeling (symlink)" in said
    assert f"(rm {name})" in said
    assert [*(tmp_path / "elders").rglob("*")] == [kept.parent, kept]
    link.unlink()
    assert main(("check",), project.root) == 0


@pytest.mark.parametrize("name", ["out", "out/stage", "out/site", "out/cache", "out/work"])
def test_a_file_in_the_place_of_a_folder_of_out_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = guidebook({name: "van mij"}, tmp_path)
    for command in ("check", "site", "build"):
        assert main((command,), project.root) == 3
        assert f"{name} is geen map" in capsys.readouterr().err
    assert (project.root / name).read_text(encoding="utf-8") == "van mij"


@pytest.mark.parametrize("written", ["", "[]", "[" * 100_000, b"\xff", '{"gemaakt": true'])
def test_what_is_no_report_of_ours_is_no_build_of_ours(written: str | bytes, tmp_path: Path) -> None:
    project = guidebook({"out/report.json": written, "out/site/editie.json": written}, tmp_path)
    with pytest.raises(UsageError, match="staat nog wat eerder gemaakt is"):
        earlier.refuse(project)


def test_a_folder_in_the_place_of_a_report_is_no_build_of_ours(tmp_path: Path) -> None:
    project = guidebook({"out/report.json/x": "", "out/site/editie.json/x": ""}, tmp_path)
    with pytest.raises(UsageError, match="staat nog wat eerder gemaakt is"):
        earlier.refuse(project)
