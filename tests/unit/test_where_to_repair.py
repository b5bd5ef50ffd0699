"""A file that a proposal removes is restored as it was, or not offered as text."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Origin
from draaiboek.pipeline.where_to_repair import Host, Web

COMMIT = "a" * 40


@pytest.mark.parametrize(
    ("name", "content", "link", "was"),
    [
        ("docs/delen.md", b"Bel.\n", "/new/tak/docs?filename=delen.md&value=Bel.%0A", ""),
        ("docs/delen.md", b"Bel.\n" * 2000, "/upload/tak/docs", f"/blob/{COMMIT}/docs/delen.md"),
        ("docs/media/stap.png", b"\x89PNG\r\n\x1a\n", "/upload/tak/docs/media", f"/blob/{COMMIT}/docs/media/stap.png"),
    ],
)
def test_a_file_that_is_gone(tmp_path: Path, name: str, content: bytes, link: str, was: str) -> None:
    """In the host's editor as text when it is short; otherwise downloaded as it was, to be dropped in its folder."""
    path = tmp_path / "nu" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    host = Host(Web("https://github.com/een/gids", "tak"), COMMIT, tmp_path / "nu", tmp_path / "voorstel")
    found = host.repaired_at(Diagnostic("LK001", Origin(PurePosixPath(name)), "is weg", ""))
    assert tuple(each.removeprefix("https://github.com/een/gids") for each in found) == (link, was)


def test_a_file_that_has_to_be_made_opens_with_the_lines_of_its_message(tmp_path: Path) -> None:
    host = Host(Web("https://github.com/een/gids", "tak"), COMMIT, tmp_path / "nu", tmp_path / "voorstel")
    told = Diagnostic(
        "SC001", Origin(PurePosixPath("sectors/zorg/sector.yml")), "", "Maak het met deze regels:\na: b\nc: d"
    )
    link = "https://github.com/een/gids/new/tak/sectors/zorg?filename=sector.yml&value=a%3A+b%0Ac%3A+d%0A"
    assert host.repaired_at(told) == (link, "")


def test_a_folder_is_shown_and_not_edited(tmp_path: Path) -> None:
    """No host has an editor for a folder."""
    (tmp_path / "voorstel/overlays/Zorg").mkdir(parents=True)
    host = Host(Web("https://github.com/een/gids", "tak"), COMMIT, tmp_path / "nu", tmp_path / "voorstel")
    found = host.repaired_at(Diagnostic("PG011", Origin(PurePosixPath("overlays/Zorg")), "", ""))
    assert found == ("https://github.com/een/gids/blob/tak/overlays/Zorg", "")
