"""The menu of a guidebook with very many pages: the current group in full, the first page of each other group."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from draaiboek.base.project import Project
from draaiboek.pipeline import preview
from tests.guidebook import guidebook, page
from tests.integration.program import ROOT

GROUPS = 7


def menu_of(into: Path, a_group: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the links in the menu of the second page of the second group, in a text with *a_group* pages a group."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    names = [[f"d{group}-p{number}.md" for number in range(a_group)] for group in range(GROUPS)]
    groups = [f"- titel: Deel {group}\n  paginas: [{', '.join(each)}]\n" for group, each in enumerate(names)]
    files = {f"docs/{name}": page("Tekst.\n", title=name) for each in names for name in each}
    project = guidebook(files, into)
    others = [path.relative_to(project.docs).as_posix() for path in project.docs.rglob("*.md")]
    known = {name for each in names for name in each}
    listed = [f"- pagina: {name}\n" for name in others if name not in known and not re.match(r"edities/2", name)]
    (project.docs / "_data/inhoud.yml").write_text("".join([*listed, *groups]), encoding="utf-8")
    shutil.copyfile(ROOT / "mkdocs.yml", project.config)
    (project.root / "draaiboek").symlink_to(ROOT / "draaiboek")
    view = preview.open_preview(Project(into), 0)
    assert view.checked is not None, view.news.value
    shown = preview.answer(view, "/d1-p1/").body.decode()
    menu = shown.partition('aria-label="Alle pagina’s"')[2].partition("</nav>")[0]
    return re.findall(r'href="\.\./(d[0-9][^"]*)/"', menu) + re.findall(r'href="(\./)"', menu)


def test_a_long_menu_shows_the_group_of_the_page_and_the_first_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = menu_of(tmp_path, 30, monkeypatch)
    assert sorted(found) == sorted(
        [
            "./",
            *(f"d1-p{number}" for number in range(30) if number != 1),
            *(f"d{group}-p0" for group in (0, 2, 3, 4, 5, 6)),
        ]
    )


def test_a_menu_of_fewer_pages_shows_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(menu_of(tmp_path, 4, monkeypatch)) == 4 * GROUPS
