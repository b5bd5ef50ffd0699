"""The theme: every part is in one of its joined files, and its templates work in every engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

from draaiboek.base.project import Project
from draaiboek.content import pages
from draaiboek.render.stage import Stage, joined
from tests.integration.program import ROOT

THEME = ROOT / "draaiboek" / "theme"


@pytest.mark.parametrize("kind", ["css", "js"])
def test_every_part_is_joined_and_scripts_without_their_comments(kind: str) -> None:
    ours = joined(Stage(Project(ROOT), ROOT, (), "", {}))
    folder = THEME / "assets" / kind
    named = []
    for path in folder.glob(f"*.{kind}"):
        whole = path.read_text(encoding="utf-8")
        parts = re.findall(r'include "assets/\w+/parts/([^"]+)"', whole)
        made = ours[path.relative_to(THEME).as_posix()]
        text = Environment(loader=FileSystemLoader(THEME)).from_string(whole).render()  # noqa: S701  # no HTML
        assert made == (_without_comments(text) if kind == "js" else text)
        assert not re.search(r"^\s*//", made, re.MULTILINE)
        named += parts
    assert sorted(set(named)) == sorted(path.name for path in (folder / "parts").iterdir())


def _without_comments(script: str) -> str:
    """Return *script* without lines that are only a comment; type comments within a line stay."""
    kept, inside = [], False
    for line in script.split("\n"):
        words = line.strip()
        inside = inside or (words.startswith("/**") and ("*/" not in words or words.endswith("*/")))
        if not inside and not words.startswith("//"):
            kept.append(line)
        inside = inside and not words.endswith("*/")
    return "\n".join(kept)


def test_what_looks_like_a_comment_within_a_line_stays(tmp_path: Path) -> None:
    parts = tmp_path / "draaiboek/theme/assets/js/parts"
    for name in ("css/draaiboek.css", "js/draaiboek.js", "js/first.js", "js/search-box.js"):
        path = parts.parent.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{% include "assets/js/parts/one.js" %}\n', encoding="utf-8")
    parts.mkdir()
    code = 'const a = "// b"; // c\n  const d = /** @type {E} */ (f); /** g */\nh(`https://i`);\n'
    (parts / "one.js").write_text(f"// J.\n/** K.\n * l / * m\n */\n{code}  /** @type {{N}} */\n", encoding="utf-8")
    assert joined(Stage(Project(tmp_path), tmp_path, (), "", {}))["assets/js/draaiboek.js"] == code


# --- what every engine supports ---------------------------------------------------------------------------------------

FILTERS = {"d", "e", "length", "lower", "safe", "tojson", "url"}
"""The filters we need that Jinja and MiniJinja share, and `url`, which every engine adds."""
MACROS = {"lang.t", "links.variant_list", "entry.render"}


@pytest.mark.parametrize("path", sorted(THEME.rglob("*.html")), ids=lambda path: path.relative_to(THEME).as_posix())
def test_a_template_keeps_to_what_jinja_and_minijinja_share(path: Path) -> None:
    """No Python methods, no identity tests, and none of the engine's words where the program has its own."""
    tree = Environment().parse(path.read_text(encoding="utf-8"))  # noqa: S701  # nothing is rendered
    assert {each.name for each in tree.find_all(nodes.Filter)} <= FILTERS
    assert list(tree.find_all(nodes.Test)) == []
    called = [each.node for each in tree.find_all(nodes.Call)]
    methods = [f"{each.node.name}.{each.attr}" for each in called if isinstance(each, nodes.Getattr)]  # type: ignore[attr-defined]
    assert set(methods) <= MACROS
    asked = {each.attr for each in tree.find_all(nodes.Getattr) if _is_name(each.node, "page")}
    assert asked <= {"meta", "canonical_url"}
    compared = [side for each in tree.find_all(nodes.Compare) for side in (each.expr, *(op.expr for op in each.ops))]
    assert not any(_is_name(side, "page") or _is_name(side, "item") for side in compared)


def _is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def test_no_heading_can_bear_an_id_of_the_theme() -> None:
    """A reserved id in the text is refused, and one that starts with two underscores cannot be written at all."""
    found = {
        name
        for path in THEME.rglob("*.html")
        for name in re.findall(r'\bid="([^"{]+)"', path.read_text(encoding="utf-8"))
    }
    assert {"__tekst", "lr-found", "bestanden"} <= found
    assert {each for each in found if not each.startswith(("__", pages.OURS))} == pages.OF_DOWNLOADS
