"""What may stand in the content folders at all: no links out of them, no monsters, nothing that another sector sees."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.project import Project
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page, sector

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>Beeld</title></svg>'


def _problems(files: Mapping[str, str | bytes | None], into: Path) -> tuple[Diagnostic, ...]:
    return examine(guidebook(files, into)).problems


@pytest.mark.parametrize("name", ["docs/delen.md", "docs/map", "sectors/onderwijs/fiche.md", "overlays/onderwijs"])
def test_a_symbolic_link_is_refused_and_not_followed(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "elders" / "geheim.md"
    secret.parent.mkdir()
    secret.write_text(page("Geheim."), encoding="utf-8")
    project = guidebook({}, tmp_path / "boek")
    link = project.root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(secret if link.suffix else secret.parent)
    checked = examine(project)
    assert [(each.code, str(each.origin.path)) for each in checked.problems] == [("PG011", name)]
    assert "Geheim" not in str(checked.source)


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    project = guidebook({}, tmp_path)
    (project.docs / "weg.md").symlink_to(tmp_path / "bestaat-niet.md")
    assert [each.code for each in examine(project).problems] == ["PG011"]


@pytest.mark.parametrize(
    ("name", "size", "refused"),
    [
        ("docs/lang.md", 300_000, False),
        ("docs/lang.md", 300_001, True),
        ("docs/media/beeld.png", 2_000_000, False),
        ("docs/media/beeld.png", 2_000_001, True),
    ],
)
def test_a_file_has_a_largest_size(name: str, size: int, *, refused: bool, tmp_path: Path) -> None:
    start = page("").encode()
    filling = (b"Een korte zin.\n\n" * (size // 16 + 1))[: size - len(start)]
    found = _problems({name: start + filling}, tmp_path)
    assert {each.code for each in found} == ({"PG011"} if refused else set())


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("ab " * 1666, False),
        ("ab " * 1667, True),
        ("=" * 200, False),
        ("=" * 202, True),
        ("[" * 100, True),
        ("[a](<" * 100, True),
    ],
)
def test_a_line_that_takes_minutes_to_parse_is_refused(line: str, *, refused: bool, tmp_path: Path) -> None:
    found = _problems({"docs/delen.md": page(f"Tekst.\n\n{line}\n")}, tmp_path)
    assert ("PG011" in {each.code for each in found}) == refused


def test_a_picture_of_a_sector_is_only_in_that_sector(tmp_path: Path) -> None:
    files = {**sector("sport"), "docs/media/a.svg": SVG, "sectors/sport/media/b.svg": SVG}
    variants = examine(guidebook(files, tmp_path)).variants
    found = {each.slug: [str(media.path) for media in each.media] for each in variants}
    assert found == {
        "kern": ["media/a.svg"],
        "onderwijs": ["media/a.svg"],
        "sport": ["media/a.svg", "media/b.svg"],
        "alle": ["media/a.svg", "sport/media/b.svg"],
    }


def test_sectors_stand_in_the_order_that_they_give_themselves(tmp_path: Path) -> None:
    files = {**sector("sport", order=10), **sector("cultuur", order=30), **sector("jeugd", order=5)}
    variants = examine(guidebook(files, tmp_path)).variants
    assert [each.slug for each in variants] == ["kern", "jeugd", "onderwijs", "sport", "cultuur", "alle"]


def test_the_newest_edition_is_the_one_with_the_highest_number(tmp_path: Path) -> None:
    text = (guidebook({}, tmp_path / "a").docs / "edities" / "2026.1.md").read_text(encoding="utf-8")
    files = {f"docs/edities/2026.{number}.md": text.replace("2026.1", f"2026.{number}") for number in (2, 10, 9)}
    checked = examine(guidebook(files, tmp_path / "b"))
    assert checked.problems == ()
    assert checked.source.edition
    assert checked.source.edition.id == "2026.10"


def test_an_empty_folder_is_a_guidebook_without_anything(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    assert [each.code for each in examine(Project(tmp_path)).problems] == ["PG016", "ED001"]
