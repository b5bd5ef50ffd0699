"""When a page of the preview is another one: with another text or another look, and not when a file is only saved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from draaiboek.base.project import Project
from draaiboek.pipeline import preview
from tests.guidebook import guidebook, overlay, page
from tests.integration.program import ROOT

MENU = "- pagina: index.md\n- pagina: delen.md\n- pagina: edities/index.md\n"


def shown(files: Mapping[str, str], into: Path) -> Project:
    """Return the small guidebook with *files* and the program, as the preview shows it."""
    project = guidebook({**files, "docs/_data/inhoud.yml": MENU}, into)
    for name in ("mkdocs.yml", "draaiboek"):
        (project.root / name).symlink_to(ROOT / name)
    return project


def test_a_page_is_another_with_another_text_or_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    project = shown({"docs/delen.md": page("Tekst.\n")}, tmp_path)
    view = preview.open_preview(project, 0)
    file = project.docs / "delen.md"

    def version() -> str:
        answer = preview.answer(view, "/delen/")
        assert answer.version.encode() in answer.body
        return answer.version

    first = version()
    preview.renew(view, {file})
    assert version() == first
    file.write_text(page("Andere tekst.\n"), encoding="utf-8")
    preview.renew(view, {file})
    second = version()
    assert second != first
    preview.renew(view, {project.theme / "assets/css/parts/tokens.css"})
    assert version() != second


def test_what_a_sector_has_to_read_again_is_shown_as_it_stands_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    text = overlay("Van ons.", target="delen.md#wat")
    project = shown({"docs/delen.md": page("## Wat {#wat}\n\nOud.\n"), "overlays/onderwijs/a.md": text}, tmp_path)
    view = preview.open_preview(project, 0)
    assert b"0 stukken" in preview.answer(view, "/_/nalezen/").body
    (project.docs / "delen.md").write_text(page("## Wat {#wat}\n\nNieuw.\n"), encoding="utf-8")
    answer = preview.answer(view, "/_/nalezen/")
    assert answer.kind == "text/html"
    assert all(word in answer.body for word in (b"1 stuk<", b"Nieuw.", b"Van ons.", b'href="redline.css"'))
    assert preview.answer(view, "/_/nalezen/redline.css").kind == "text/css"
    assert preview.answer(view, "/_/nalezen/../geheim").status == 404
