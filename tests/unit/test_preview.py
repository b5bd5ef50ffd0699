"""When a page of the preview is made again: when its text or its look changed, and not when a file is merely saved."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

import pikepdf
import pytest

from draaiboek.base.model import Page
from draaiboek.base.project import Project
from draaiboek.forms.pdf import engine as pdf_engine
from draaiboek.pipeline import preview
from draaiboek.render.related import LinkMap
from tests.guidebook import guidebook, overlay, page
from tests.integration.program import ROOT

MENU = "- pagina: index.md\n- pagina: delen.md\n- pagina: edities/index.md\n"


def shown(files: Mapping[str, str], into: Path) -> Project:
    """Return the small guidebook with *files* and the program's own files, as the preview shows it."""
    project = guidebook({**files, "docs/_data/inhoud.yml": MENU}, into)
    shutil.copyfile(ROOT / "mkdocs.yml", project.config)
    (project.root / "draaiboek").symlink_to(ROOT / "draaiboek")
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


LINKED_MENU = MENU.replace("- pagina: delen.md\n", "- titel: Aan tafel\n  paginas: [delen.md, een.md, twee.md]\n")


def test_another_link_renews_the_pages_that_are_joined_otherwise_and_a_sentence_renews_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    texts = {f"docs/{name}.md": page("Tekst.\n", title=name.title()) for name in ("een", "twee")}
    project = shown({"docs/delen.md": page("Tekst.\n"), **texts}, tmp_path)
    (project.docs / "_data/inhoud.yml").write_text(LINKED_MENU, encoding="utf-8")
    view = preview.open_preview(project, 0)
    assert b"Lees ook" not in preview.answer(view, "/twee/").body
    asked: list[str] = []
    real = LinkMap.related

    def counted(links: LinkMap, one: Page) -> tuple[PurePosixPath, ...]:
        asked.append(str(one.path))
        return real(links, one)

    monkeypatch.setattr(LinkMap, "related", counted)
    file = project.docs / "delen.md"
    file.write_text(page("Andere tekst.\n"), encoding="utf-8")
    preview.renew(view, {file})
    assert asked == []
    file.write_text(page("Zie [twee](twee.md).\n"), encoding="utf-8")
    preview.renew(view, {file})
    shown_now = preview.answer(view, "/twee/").body
    assert b"Lees ook" in shown_now
    assert b">Delen<" in shown_now.partition(b"Lees ook")[2]


class Here:
    """A stand-in for a worker process, which does its tasks in this one."""

    def do(self, function: Callable[..., object], *words: object, **named: object) -> object:
        return function(*words, **named)


def test_a_sentence_settles_one_chapter_of_the_book_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setattr(preview, "Warm", Here)
    monkeypatch.setattr(pdf_engine, "_packed", None)  # takes a second, to save bytes that nobody sends
    long = "Dit hoofdstuk is te lang om op de bladzijde van een ander te beginnen.\n" * 40
    project = shown({"docs/delen.md": page(f"Tekst.\n{long}")}, tmp_path / "tekst")
    view = preview.open_preview(project, 0)
    settled = project.out / "serve/gezet"

    def book() -> bytes:
        answer = preview.answer(view, "/pdf/draaiboek-tafel-2026.1.pdf")
        assert answer.kind == "application/pdf", answer.body
        return answer.body

    before = book()
    chapters = set(settled.iterdir())
    assert len(chapters) > 1
    (project.docs / "delen.md").write_text(page(f"Andere tekst.\n{long}"), encoding="utf-8")
    preview.renew(view, {project.docs / "delen.md"})
    assert book() != before
    assert len(set(settled.iterdir()) - chapters) == 1
    with pikepdf.open(io.BytesIO(before)) as file:
        assert len(file.pages) > 1
