"""Every text is read and filled in once, however many variants and forms show it; commands load only what they need."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from draaiboek.cli import arguments
from draaiboek.compose import fill_in
from draaiboek.content.markdown import sections
from draaiboek.pipeline.examine import examine
from tests import oracle
from tests.guidebook import guidebook, overlay, page, sector

ROOT = Path(__file__).parents[2]
FILES = {
    "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
    "docs/bronnen.md": page("<!-- lijst: bronnen -->\n", title="Bronnen"),
    "docs/delen.md": page("Vooraf.\n\n## Wat {#wat}\n\nDit.\n"),
    "docs/weten.md": page("Niemand wijzigt dit.\n", title="Weten"),
    "sectors/onderwijs/fiche.md": page("Kort.\n", title="Fiche", more="na: index.md\n"),
    **sector("jeugd"),
    **sector("sport", order=30),
    "overlays/onderwijs/a.md": overlay("Op school.\n", target="delen.md#wat"),
}
ENGINES = {"mkdocs", "mike", "typst", "pikepdf", "jinja2", "rich", "playwright", "lxml", "markdown"}


def test_no_text_is_read_or_filled_in_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = guidebook(FILES, tmp_path)
    sections.read.cache_clear()  # other tests may have read these texts
    read: Counter[str] = Counter()
    filled: list[Any] = []

    def parse(parser: MarkdownIt, text: str, env: Any = None, *, real: Any = MarkdownIt.parse) -> Any:
        read[text] += 1
        return real(parser, text, env)

    def resolve(page: Any, *rest: Any, real: Any = fill_in.resolve) -> Any:
        filled.append(page)
        return real(page, *rest)

    monkeypatch.setattr(MarkdownIt, "parse", parse)
    monkeypatch.setattr(fill_in, "resolve", resolve)
    checked = examine(project)
    assert checked.problems == ()
    for variant in checked.variants:  # the articles, the EPUB, the Typst and the search texts
        oracle.check(project, variant, variant.pages)
    assert set(read.values()) == {1}
    assert len(read) == len([*tmp_path.rglob("*.md")])
    # The core, a page that a sector changes and a page of its own, and both again for the reading of all sectors;
    # all other pages of the variants are those of the core.
    assert Counter(str(each.path) for each in filled) == Counter(
        [*(str(each.path) for each in checked.source.pages), "delen.md", "fiche.md", "delen.md", "onderwijs/fiche.md"]
    )


def test_a_check_loads_no_engine() -> None:
    code = (
        "import sys; from pathlib import Path; from draaiboek.cli import main; main(['check', '--codes'], Path()); "
        f"print('loaded:', *sorted({ENGINES!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert said.splitlines()[-1] == "loaded:"


@pytest.mark.parametrize(
    "words", [["--help"], ["site", "--help"], ["onzin"], ["site", "--onzin"], ["bench", "--onzin"]]
)
def test_help_and_wrong_words_load_no_package_and_little_of_ours(words: list[str]) -> None:
    """Someone who only asks for help does not wait for imports that only the work needs."""
    code = (
        "import sys; from pathlib import Path; from draaiboek.cli import main\n"
        f"try: main({words!r}, Path())\n"
        "except SystemExit: pass\n"
        "print('loaded:', *sorted({name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))\n"
        "print(sum(name.startswith('draaiboek') for name in sys.modules))"
    )
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.splitlines()
    assert said[-2] == "loaded: __main__ draaiboek"
    assert int(said[-1]) <= 20


COMMANDS = (
    *("build", "site", "pdf", "check", "new overlay s p#i", "new page s f", "new sector s", "new guidebook d"),
    *("new edition 2026.2", "review", "status", "serve", "completion bash"),
    *("impact wet", "publish 2026.1", "diff 2026.1 werk", "pack 2026.1", "verify", "withdraw 2026.1 --reason r"),
    *("rollback 2026.1", "reskin 2026.1", "on-date 2026-12-01", "schemas", "bench", "bench publish", "bench pdf"),
    *("consult open s --edition 2026.2 --until 2027-01-31", "consult import f", "consult report"),
    *(
        "approve 2026.1 --by f --for o",
        "sign 2026.1",
        "pr-sign a b --sector s --account @wie",
        "pr-fix a b",
        "owners",
        "pr-report a b",
    ),
    *("bench site", "bench serve --rounds 1", "bench scale 30 120"),
    *("demo map", "audit", "audit search", "audit words", "audit epub", "audit pdf", "test"),
    *("pr-report", "pr-sign main HEAD --sector s --account @x", "pr-fix main HEAD", "owners", "sign 2026.1"),
)


def test_every_command_has_a_function() -> None:
    """The table names functions as strings, so that none is imported before it is needed."""
    functions = [arguments.parse(words.split()).command.load() for words in COMMANDS]
    assert all(callable(each) for each in functions)
    known = {name for words in COMMANDS for name in words.split()[:1]}
    table = arguments._table()._subparsers
    assert table is not None
    assert known == {name for action in table._group_actions for name in dict(action.choices or ())}
