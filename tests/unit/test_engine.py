"""MkDocs in a process of its own: what it says comes back, and nothing of it stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.base.workers import fresh
from draaiboek.render import engine

PLAIN = "<p>{{ page.content }}</p>"


def build(root: Path, *, template: str, text: str) -> None:
    """Build a site of one page of *text* in *root* with a theme of one *template*."""
    for name, content in {
        "mkdocs.yml": "site_name: x\ntheme: {name: null, custom_dir: theme}\nplugins: []\n",
        "theme/main.html": template,
        "docs/index.md": text,
    }.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    with fresh(1) as processes:
        engine.finish(processes.submit(engine.build, root / "mkdocs.yml", root, into=root / "site", epoch=0))


def test_a_site_is_built_and_this_process_stays_as_it_was(tmp_path: Path) -> None:
    before = dict(os.environ), Path.cwd()
    build(tmp_path, template=PLAIN, text="Tekst.")
    assert "Tekst." in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert (dict(os.environ), Path.cwd()) == before


@pytest.mark.parametrize(
    ("template", "text", "said"),
    [(PLAIN, "[weg](weg.md)", "weg.md"), ("{% onzin %}", "Tekst.", "Encountered unknown tag 'onzin'")],
    ids=["a warning", "a broken template"],
)
def test_what_stops_mkdocs_is_a_tool_error_with_its_words(template: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ToolError) as raised:
        build(tmp_path, template=template, text=text)
    assert said in raised.value.output
