"""What is written about the program is true: every code is explained to editors and shown by a case."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from draaiboek.base.diagnostics import CODES
from draaiboek.cli import main
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook
from tests.rules import BY_OTHER_STAGES, codes_of_check

ROOT = Path(__file__).parent.parent
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
CASES = Path(__file__).parent / "cases"
HEADING = re.compile(r"^### (?P<code>[A-Z]{2}\d{3})\b.*$", re.MULTILINE)
CODE = re.compile(r"\b[A-Z]{2}\d{3}\b")
RAISED = re.compile(r"\"([A-Z]{2}\d{3})\"")
SHOWN = re.compile(r"^\S+:\d+:\d+: (?P<code>[A-Z]{2}\d{3}) ", re.MULTILINE)
# A file in one of the rooms, or in what was a room before they were ten.
NAMED = re.compile(
    r"(?<![\w/.-])(?:\.\./)*((?:draaiboek|cli|lab|pipeline|editions|forms|render|check|compose|content|base|theme|search|fonts"
    r"|decisions|load|export|publish|audit|bench|demo|redline|checks)/[\w./-]+\.(?:py|js|css|typ|html|yml|md))\b"
)
PICTURE = re.compile(r"!\[([^\]]*)\]\((\.github/[^)]+)\)")
MADE = {"search/search.js", "search/texts.js"}  # by a build


@pytest.fixture(scope="module")
def explanations() -> dict[str, str]:
    """Return the text under the heading of each code."""
    text = CONTRIBUTING.read_text(encoding="utf-8")
    found = list(HEADING.finditer(text))
    ends = [re.compile(r"^#{1,3} ", re.MULTILINE).search(text, match.end()) for match in found]
    return {
        match["code"]: text[match.end() : end.start() if end else len(text)].strip()
        for match, end in zip(found, ends, strict=True)
    }


def test_every_code_has_one_heading_in_contributing() -> None:
    headings = [match["code"] for match in HEADING.finditer(CONTRIBUTING.read_text(encoding="utf-8"))]
    assert sorted(headings) == sorted(CODES)


def test_the_headings_stand_in_the_order_of_the_program() -> None:
    headings = [match["code"] for match in HEADING.finditer(CONTRIBUTING.read_text(encoding="utf-8"))]
    assert headings == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str, explanations: dict[str, str]) -> None:
    assert len(explanations.get(code, "").split()) >= 10


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_an_example(code: str, explanations: dict[str, str]) -> None:
    """A wrong line, a message or a file as an editor would see it."""
    shown = re.search(r"^- .*`|^```", explanations.get(code, ""), re.MULTILINE)
    assert shown, code


def test_contributing_names_no_code_that_does_not_exist() -> None:
    assert set(CODE.findall(CONTRIBUTING.read_text(encoding="utf-8"))) <= CODES.keys()


def test_every_code_of_check_has_a_case() -> None:
    shown = {match for path in CASES.glob("*.yml") for match in SHOWN.findall(_messages(path))}
    assert not codes_of_check() - shown


def test_the_codes_of_other_stages_are_codes() -> None:
    assert not BY_OTHER_STAGES - CODES.keys()


def test_the_program_raises_exactly_the_codes_that_it_lists() -> None:
    sources = (ROOT / "draaiboek").rglob("*.py")
    raised = {
        code for path in sources if path.name != "diagnostics.py" for code in RAISED.findall(path.read_text("utf-8"))
    }
    assert raised == CODES.keys()


@pytest.mark.parametrize("code", CODES)
def test_every_meaning_is_a_short_dutch_phrase(code: str) -> None:
    meaning = CODES[code]
    assert 2 <= len(meaning.split()) <= 13
    assert not meaning.endswith(".")


def test_every_threat_names_a_test_that_exists() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    table = text[text.index("## Threat model") : text.index("Not defended, and")]
    rows = [line for line in table.splitlines() if line.startswith("| ") and not line.startswith("| Attack")]
    named = [re.findall(r"`(tests/[\w/.]+\.py)::(test_\w+)`", row) for row in rows]
    assert len(rows) > 20
    assert [row for row, tests in zip(rows, named, strict=True) if not tests] == []
    missing = [
        f"{path}::{name}"
        for path, name in (each for tests in named for each in tests)
        if f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_every_file_of_ours_that_is_named_exists() -> None:
    """In comments, in documents and in what the program says: names of rooms outlive a move otherwise."""
    ours = [path for path in _texts() if not {"docs", "sectors", "overlays", "cases", "projects"} & {*path.parts}]
    assert len(ours) > 200
    there = {path.as_posix() for path in (ROOT / "draaiboek").rglob("*") if path.is_file()}
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in ours
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if name not in MADE and not any(each.endswith(f"/{name}") for each in there)
    ]
    assert missing == []


def test_every_picture_is_there_small_and_said_in_words() -> None:
    named = [(path, *found) for path in ROOT.glob("*.md") for found in PICTURE.findall(path.read_text("utf-8"))]
    assert len(named) >= 7
    for path, words, name in named:
        assert len(words.split()) >= 6, f"{path.name}: {name}"
        assert (ROOT / name).stat().st_size <= 60_000, name


def test_the_list_of_decisions_gives_each_its_number_and_title() -> None:
    folder = ROOT / "draaiboek" / "decisions"
    listed = re.findall(r"^- \[(\d{4} .+)\]\((\S+)\)", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    titles = [
        (path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# "), path.name)
        for path in sorted(folder.glob("0*.md"))
    ]
    assert listed == titles
    assert all(name.startswith(title[:4]) for title, name in titles)


def test_the_reference_has_the_commands_and_options_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    def explained(*words: str) -> str:
        with pytest.raises(SystemExit):
            main([*words, "--help"], ROOT)
        return capsys.readouterr().out

    commands = set(re.findall(r"^    ([a-z-]+)(?:$| )", explained(), re.MULTILINE)) - {"opdracht"}
    text = (ROOT / "draaiboek" / "cli" / "README.md").read_text(encoding="utf-8")
    cells = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `")]
    calls = [call.removeprefix("… ") for cell in cells for call in re.findall(r"`([^`]+)`", cell)]
    shown = [call for call in calls if not call.startswith(("python3 ", "--"))]
    assert {call.split()[0] for call in shown} == commands
    for call in shown:
        if call.startswith("test "):  # whose words are pytest's
            continue
        name, word = re.split(r" |\\\|", f"{call} ")[:2]
        has_parts = name in {"new", "consult", "bench", "audit"} and re.fullmatch("[a-z]+", word)
        known = explained(name, word) if has_parts else explained(name)
        assert [option for option in re.findall(r"--[a-z-]+", call) if option not in known] == [], call


def _texts() -> list[Path]:
    """Return what programmers wrote: the program, its tests and its documents, but not its history."""
    folders = [ROOT / name for name in ("draaiboek", "tests", ".github", ".ci")]
    history = {"CHANGELOG.md", "0007-two-readers.md"}
    found = [*ROOT.glob("*.*"), *(path for folder in folders for path in folder.rglob("*"))]
    kinds = {".py", ".js", ".ts", ".css", ".html", ".typ", ".md", ".yml", ".toml"}
    return [
        path
        for path in found
        if path.suffix in kinds and path.name not in history and "node_modules" not in path.parts and path.is_file()
    ]


def _messages(path: Path) -> str:
    expected = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))[-1]
    return str(expected.get("messages", ""))


def test_the_page_of_an_edition_that_is_pasted_in_a_browser_is_right(tmp_path: Path) -> None:
    """Whoever has no program pastes it from CONTRIBUTING, fills in what is empty, and nothing is wrong."""
    pasted = (
        CONTRIBUTING.read_text(encoding="utf-8")
        .partition("**Heb je alleen een browser?**")[2]
        .partition("```yaml\n")[2]
        .partition("```")[0]
    )
    filled = pasted.replace("JJJJ-MM-DD", "2026-12-01").replace("aanleiding: []", "aanleiding: [praktijk]")
    filled = filled.replace('samenvatting: ""', "samenvatting: Iets.").replace(
        'eindredactie: ""', "eindredactie: Redactie"
    )
    edition = "docs/edities/2026.2.md"
    assert [*examine(guidebook({edition: filled}, tmp_path)).problems] == []
    named = {each.code for each in examine(guidebook({edition: pasted}, tmp_path / "leeg")).problems}
    assert named == {"ED002"}, "what is not filled in yet is named"


def _said() -> list[tuple[re.Pattern[str], int]]:
    """Return every text in the program, with what is filled in left open, and how many signs of it are fixed."""
    found = []
    for path in (ROOT / "draaiboek").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node] if isinstance(node, ast.Constant) else []
            fixed = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            if all(part is None or isinstance(part, str) for part in fixed):
                pattern = "".join(".*" if part is None else re.escape(str(part)) for part in fixed)
                found.append(
                    (re.compile(pattern, re.DOTALL), sum(len(str(part)) for part in fixed if part is not None))
                )
    return found


def test_each_message_of_the_manual_is_what_the_program_says() -> None:
    """Who has a message on the screen looks for its very words here; '…' stands for what was left out."""
    text = CONTRIBUTING.read_text(encoding="utf-8")
    shown = re.findall(r"^- Melding: `(.+)`$|^\S+:\d+:\d+: [A-Z]{2}\d{3} (.+)$", text, re.MULTILINE)
    said = _said()
    assert len(shown) > 30
    assert [
        message
        for message in (quoted or in_block for quoted, in_block in shown)
        if not any(fixed >= 0.4 * len(message) and pattern.fullmatch(message) for pattern, fixed in said)
    ] == []
