"""MkDocs as the shell of pages: what it says comes back, nothing of it stays, and `mkdocs build` makes the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.base.workers import fresh
from draaiboek.render import engine

PLAIN = "<p>{{ page.meta.artikel }}</p>"
ARTICLE = '---\n{"title": "Start", "artikel": "<div>Tekst.</div>"}\n---\n'


def build(root: Path, *, template: str = PLAIN, nav: str = "index.md") -> None:
    """Build the site of a page in *root* with a theme of one *template*."""
    for name, content in {
        "mkdocs.yml": f"site_name: x\ntheme: {{name: null, custom_dir: theme}}\nplugins: []\nnav: [{{Een: {nav}}}]\n",
        "theme/main.html": template,
        "docs/index.md": ARTICLE,
    }.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    with fresh(1) as processes:
        processes.submit(engine.build, {root / "mkdocs.yml": root / "site"}, root, epoch=0).result()


def test_a_site_is_built_and_this_process_stays_as_it_was(tmp_path: Path) -> None:
    before = dict(os.environ), Path.cwd()
    build(tmp_path)
    assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "<p><div>Tekst.</div></p>"
    assert (dict(os.environ), Path.cwd()) == before


@pytest.mark.parametrize(
    ("template", "nav", "said"),
    [(PLAIN, "weg.md", "weg.md"), ("{% onzin %}", "index.md", "Encountered unknown tag 'onzin'")],
    ids=["a warning", "a broken template"],
)
def test_what_stops_mkdocs_is_a_tool_error_with_its_words(template: str, nav: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ToolError) as raised:
        build(tmp_path, template=template, nav=nav)
    assert said in raised.value.output
