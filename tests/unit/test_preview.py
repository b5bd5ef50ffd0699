"""When a page of the preview is another one: with another text or another look, and not when a file is only saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.pipeline import preview
from tests.guidebook import guidebook, page
from tests.integration.program import ROOT


def test_a_page_is_another_with_another_text_or_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    menu = "- pagina: index.md\n- pagina: delen.md\n- pagina: edities/index.md\n"
    project = guidebook({"docs/delen.md": page("Tekst.\n"), "docs/_data/inhoud.yml": menu}, tmp_path)
    for name in ("mkdocs.yml", "draaiboek"):
        (project.root / name).symlink_to(ROOT / name)
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
