"""MkDocs as the shell of pages: what it says comes back, and `mkdocs build` makes the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.render import engine

PLAIN = "<p>{{ page.meta.artikel }}</p>"
ARTICLE = '---\n{"title": "Start", "artikel": "<div>Tekst.</div>"}\n---\n'


def build(root: Path, *, template: str = PLAIN, nav: str = "index.md") -> dict[str, bytes]:
    """Return the pages of the site of a page in *root* with a theme of one *template*."""
    for name, content in {
        "mkdocs.yml": f"site_name: x\ntheme: {{name: null, custom_dir: theme}}\nplugins: []\nnav: [{{Een: {nav}}}]\n",
        "theme/main.html": template,
        "docs/index.md": ARTICLE,
    }.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    shell = engine.load(root / "mkdocs.yml")
    return {name: engine.page(shell, place) for name, place in engine.pages(shell).items()}


def test_a_page_is_its_article_in_the_template(tmp_path: Path) -> None:
    assert build(tmp_path) == {"index.html": b"<p><div>Tekst.</div></p>"}


@pytest.mark.parametrize(
    ("template", "nav", "said"),
    [(PLAIN, "weg.md", "weg.md"), ("{% onzin %}", "index.md", "Encountered unknown tag 'onzin'")],
    ids=["a warning", "a broken template"],
)
def test_what_stops_mkdocs_is_a_tool_error_with_its_words(template: str, nav: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ToolError) as raised:
        build(tmp_path, template=template, nav=nav)
    assert said in raised.value.output
