"""MkDocs as the page shell: its warnings are reported, and plain `mkdocs build` gives the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from mkdocs.structure.files import File

from draaiboek.base.errors import ToolError
from draaiboek.render import engine

PLAIN = "<p>{{ page.meta.artikel }}</p>"
ARTICLE = '---\n{"title": "Start", "artikel": "<div>Tekst.</div>"}\n---\n'


def build(root: Path, *, template: str = PLAIN, nav: str = "index.md") -> dict[str, bytes]:
    """Return the site's pages, for a page in *root* and a theme of one *template*."""
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


@pytest.mark.parametrize(
    "template",
    [
        "<p></p>",
        f"{PLAIN}{PLAIN}",
        "<p>{{ page.meta.artikel | e }}</p>",
        "<p>{{ page.meta.artikel | replace('Tekst', 'Woord') | safe }}</p>",
        "<p>{% filter trim %}{{ page.meta.artikel | safe }}{% endfilter %}</p>",
    ],
    ids=["none", "two", "escaped", "other words", "trimmed"],
)
def test_a_template_has_to_show_the_article_once_and_as_it_is(template: str, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="niet precies één keer"):
        build(tmp_path, template=template)


def test_sites_share_a_theme_that_stays_when_the_first_of_them_is_gone(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    for name in ("main", "404"):
        (theme / f"{name}.html").write_text(PLAIN, encoding="utf-8")
    settings = "site_name: x\ntheme: {name: null, custom_dir: ../../theme}\nplugins: []\nnav: [{Een: index.md}]\n"
    for name in ("kern", "sport"):
        (tmp_path / "stage" / name / "docs").mkdir(parents=True)
        (tmp_path / "stage" / name / "docs/index.md").write_text(ARTICLE, encoding="utf-8")
        (tmp_path / "stage" / name / "mkdocs.yml").write_text(settings, encoding="utf-8")
    engine.forget_theme()
    shells = [engine.load(tmp_path / "stage" / name / "mkdocs.yml") for name in ("kern", "sport")]
    shutil.rmtree(tmp_path / "stage" / "kern")
    assert engine.page(shells[1], "index.md") == b"<p><div>Tekst.</div></p>"


def test_the_files_of_a_site_are_looked_through_once_however_many_pages_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = File.is_documentation_page

    def counted(file: File) -> bool:
        asked.append(file.src_uri)
        return real(file)

    build(tmp_path)
    for number in range(20):
        (tmp_path / "docs" / f"blad-{number}.md").write_text(ARTICLE, encoding="utf-8")
    shell = engine.load(tmp_path / "mkdocs.yml")
    monkeypatch.setattr(File, "is_documentation_page", counted)
    made = [engine.page(shell, place) for place in engine.pages(shell).values()]
    assert len(made) == 21
    assert asked == []
