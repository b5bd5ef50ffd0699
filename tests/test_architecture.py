"""The layers of ARCHITECTURE.md and the prohibitions of the style guide, read from the code itself.

Each module is parsed once per run; each rule is one test, which names every module that breaks it.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "draaiboek"
# In the order of the pipeline, from the top: a room knows itself and the rooms below it.
ROOMS = ("cli", "lab", "pipeline", "editions", "forms", "render", "check", "compose", "content", "base")
TOP = {
    *(".ci", ".github", "LICENSES", "demonstratie", "docs", "draaiboek", "overlays", "requirements", "sectors"),
    *(
        "tests",
        ".devcontainer",
        ".vscode",
        ".editorconfig",
        ".gitattributes",
        ".gitignore",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
    ),
    *("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "VERSPREIDEN.md"),
    *("build.py", "draaiboek.yml", "mkdocs.yml", "pyproject.toml"),
}
BESIDE = {"decisions", "dictionary", "fonts", "search", "theme"}  # no Python, or only generators run by hand
TEXTS = {".py", ".js", ".html", ".css", ".yml", ".typ", ".xml", ".xhtml", ".opf", ".txt", ".json", ".svg", ".md"}
DECISIONS = PACKAGE / "decisions"
LONGEST = 420
OWNERS = {
    "mkdocs": "render",
    "material": "render",
    "typst": "forms/pdf",
    "pikepdf": "forms/pdf",
    "deflate": "forms/pdf/file_format.py",
    "PIL": "forms/pdf/cover.py",
    "hunspell": "pipeline/spelling.py",
    "openpyxl": "forms/office",
    "odfdo": "forms/office",
    "mike": "editions/publish",
    "playwright": "lab/audit",
    "axe_playwright_python": "lab/audit",
}
PURE = ("base/model", "check", "compose", "editions/redline", "content/markdown", "content/citations.py")
OUTSIDE_WORLD = {
    "os",
    "pathlib.Path",
    "shutil",
    "subprocess",
    "socket",
    "time",
    "tempfile",
    "urllib.request",
    "requests",
}
STARTERS = {"run", "call", "check_call", "check_output", "Popen", "system", "execv", "execve", "popen"}


@dataclass(frozen=True, slots=True)
class Module:
    """A module and what the rules ask about it; *imports* holds full names, such as `draaiboek.content.files`."""

    path: Path
    tree: ast.Module
    nodes: tuple[ast.AST, ...]
    imports: frozenset[str]
    lines: int

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The room it is in, or its own name when it is in none."""
        return self.path.relative_to(PACKAGE).parts[0].removesuffix(".py")

    @property
    def rooms_imported(self) -> set[str]:
        return {name.split(".")[1] for name in self.imports if name.startswith("draaiboek.")}

    def is_in(self, place: str) -> bool:
        """Whether it is the file *place* of the package, or is in that folder."""
        return self.path.relative_to(PACKAGE).is_relative_to(place)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def functions_called(self) -> set[str]:
        return {call.func.id for call in self.calls() if isinstance(call.func, ast.Name)}

    def attributes(self) -> Iterator[ast.Attribute]:
        return (node for node in self.nodes if isinstance(node, ast.Attribute))


@cache
def module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(path))
    nodes = tuple(ast.walk(tree))
    return Module(path, tree, nodes, frozenset(_imports(nodes)), len(text.splitlines()))


@cache
def modules() -> tuple[Module, ...]:
    found = tuple(map(module, sorted(PACKAGE.rglob("*.py"))))
    assert len(found) > 100
    return found


def _imports(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module}.{alias.name}" for alias in node.names)


def names(found: Iterable[Module]) -> list[str]:
    return [each.name for each in found]


def test_no_word_of_a_guidebook_stands_in_the_program() -> None:
    """The guidebook's name, subject and publisher are in draaiboek.yml; decisions may mention them."""
    texts = (path for path in PACKAGE.rglob("*") if path.suffix in TEXTS and not path.is_relative_to(DECISIONS))
    told = {path: path.read_text(encoding="utf-8").lower() for path in texts}
    found = {path for path, text in told.items() if re.search("livc|radicalis|vvsg", text)}
    assert [path.relative_to(ROOT).as_posix() for path in sorted(found)] == []


def test_the_list_of_decisions_says_what_replaced_them() -> None:
    """What a record says at its top that it replaces, in a clause with that word."""
    listed = dict(re.findall(r"^- \[(\d{4}) .*?\)(.*)$", (DECISIONS / "README.md").read_text("utf-8"), re.MULTILINE))
    replaced = [
        (before, path.name[:4])
        for path in sorted(DECISIONS.glob("[0-9]*.md"))
        for clause in re.split(r"[.;]\s", path.read_text("utf-8").split("\n\n")[1])
        if re.search("[Rr]eplace(?!d by)", clause) and not clause.startswith("**")
        for before in re.findall(r"\b\d{4}\b", clause)
    ]
    assert len(replaced) > 10
    assert [each for each in replaced if each[1] not in listed[each[0]]] == []


def test_imports_are_written_in_full() -> None:
    assert names(each for each in modules() if any(name.startswith(".") for name in each.imports)) == []


def test_nothing_stands_at_the_top_by_a_slip() -> None:
    listed = subprocess.run(("git", "ls-files", "-z"), cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert {name.partition("/")[0] for name in listed.split("\0") if name} == TOP


def test_the_house_has_ten_rooms_and_no_module_beside_them() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == {*ROOMS, *BESIDE}
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py", "bootstrap.py"}


def test_a_room_knows_only_the_rooms_below_it() -> None:
    def above(each: Module) -> set[str]:
        below = ROOMS[ROOMS.index(each.room) :] if each.room in ROOMS else ("base",)
        installing = {"bootstrap"} if each.room == "lab" else set()  # the benchmark installs a program to compare with
        return each.rooms_imported - set(below) - installing

    assert {each.name: found for each in modules() if (found := above(each))} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    known = {each.name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): each for each in modules()}

    def imported(each: Module) -> set[str]:
        named = (name if name in known else name.rpartition(".")[0] for name in each.imports)
        return {name for name in named if name in known}

    ways = {name: imported(each) - {name} for name, each in known.items()}
    while free := {name for name, targets in ways.items() if not targets & ways.keys()}:
        ways = {name: targets for name, targets in ways.items() if name not in free}
    assert sorted(ways) == []


def test_nothing_imports_the_launcher() -> None:
    assert names(each for each in modules() if {"build", "draaiboek.build"} & each.imports) == []


@pytest.mark.parametrize("name", ["bootstrap", "base/interrupts", "base/process", "base/writing", "base/errors"])
def test_the_set_up_needs_nothing_that_must_be_installed(name: str) -> None:
    imported = module(PACKAGE / f"{name}.py").imports
    assert {each.split(".")[0] for each in imported} <= {*sys.stdlib_module_names, "draaiboek"}
    ours = {".".join(each.split(".")[1:3]) for each in imported if each.startswith("draaiboek.")}
    assert ours <= {"base.characters", "base.errors", "base.interrupts", "base.process", "base.writing"}


def test_each_engine_has_one_owner() -> None:
    def borrowed(each: Module) -> set[str]:
        engines = {name.split(".")[0] for name in each.imports} & OWNERS.keys()
        return {engine for engine in engines if not each.is_in(OWNERS[engine])}

    assert {each.name: found for each in modules() if (found := borrowed(each))} == {}


def test_pure_modules_touch_no_disk_clock_or_network() -> None:
    def touched(each: Module) -> set[str]:
        found = {name for name in each.imports if name in OUTSIDE_WORLD or name.split(".")[0] in OUTSIDE_WORLD}
        found |= each.functions_called() & {"open", "print", "input"}
        reaching = {"today", "now", "read_text", "read_bytes", "write_text", "write_bytes", "environ"}
        return found | {node.attr for node in each.attributes()} & reaching

    assert all((PACKAGE / place).exists() for place in PURE)
    pure = [each for each in modules() if any(map(each.is_in, PURE))]
    assert {each.name: found for each in pure if (found := touched(each))} == {}


def test_only_process_starts_programs() -> None:
    def starts(each: Module) -> bool:
        on_os = {node.attr for node in each.attributes() if isinstance(node.value, ast.Name) and node.value.id == "os"}
        return bool({name.split(".")[0] for name in each.imports} & {"subprocess", "pty"} or on_os & STARTERS)

    allowed = {"draaiboek/base/process.py", "draaiboek/bootstrap.py"}
    assert names(each for each in modules() if each.name not in allowed and starts(each)) == []


def test_one_module_starts_git_and_three_rooms_ask_it() -> None:
    def starts_git(each: Module) -> bool:
        lists = (node.elts for node in each.nodes if isinstance(node, ast.List | ast.Tuple) and node.elts)
        return any(isinstance(words[0], ast.Constant) and words[0].value == "git" for words in lists)

    assert names(each for each in modules() if starts_git(each)) == ["draaiboek/base/git.py"]
    asking = [each for each in modules() if "draaiboek.base.git" in each.imports]
    assert asking
    assert names(each for each in asking if not any(map(each.is_in, ("editions", "pipeline", "lab")))) == []


def test_no_program_is_started_through_a_shell() -> None:
    def words(each: Module) -> set[str | None]:
        return {word.arg for call in each.calls() for word in call.keywords}

    assert names(each for each in modules() if "shell" in words(each)) == []


def test_no_error_is_caught_unseen() -> None:
    def caught(handler: ast.ExceptHandler) -> set[str]:
        return {name.id for name in ast.walk(handler.type) if isinstance(name, ast.Name)} if handler.type else {"bare"}

    handlers = [(each, node) for each in modules() for node in each.nodes if isinstance(node, ast.ExceptHandler)]
    assert handlers
    unseen = {"bare", "Exception", "BaseException"}
    assert [f"{each.name}:{node.lineno}" for each, node in handlers if caught(node) & unseen] == []


def test_whatever_is_printed_passes_the_one_door() -> None:
    """Printed text quotes other people, and a Git host's runners execute some lines as commands (`characters.told`)."""

    def prints(each: Module) -> bool:
        streams = {ast.unparse(call.func) for call in each.calls()}
        return bool(streams & {"print", "sys.stdout.write", "sys.stderr.write"})

    own = ("cli/printing.py", "bootstrap.py", "base/interrupts.py", "fonts", "search")
    assert names(each for each in modules() if not any(map(each.is_in, own)) and prints(each)) == []


def test_only_the_command_line_prints_or_exits() -> None:
    def speaks(each: Module) -> bool:
        methods = {call.func.attr for call in each.calls() if isinstance(call.func, ast.Attribute)}
        return bool(each.functions_called() & {"print", "exit", "quit", "input"} or methods & {"exit", "_exit"})

    allowed = ("cli", "bootstrap.py", "base/interrupts.py", "fonts", "search")
    assert names(each for each in modules() if not any(map(each.is_in, allowed)) and speaks(each)) == []


def test_text_is_read_and_written_in_a_named_encoding() -> None:
    """Otherwise Windows uses the code page of the country."""

    def guesses(call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        modes = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        opens_text = name == "open" and bool({"r", "w", "a", "x"} & set(modes))
        places = {"read_text": 0, "write_text": 1}
        return (opens_text or len(call.args) <= places.get(name, -1)) and "encoding" not in {
            word.arg for word in call.keywords
        }

    calls = [(each, call) for each in modules() for call in each.calls() if guesses(call)]
    assert [f"{each.name}:{call.lineno}" for each, call in calls] == []


def test_no_module_is_too_long() -> None:
    assert {each.name: each.lines for each in modules() if each.lines > LONGEST} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert names(each for each in modules() if not ast.get_docstring(each.tree)) == []


def test_dataclasses_that_travel_are_frozen() -> None:
    nodes = [node for each in modules() if each.is_in("base/model") for node in each.nodes]
    decorators = [ast.unparse(each) for node in nodes if isinstance(node, ast.ClassDef) for each in node.decorator_list]
    assert decorators
    assert all("frozen=True" in each and "slots=True" in each for each in decorators)


def test_a_test_that_reads_the_real_text_fails() -> None:
    for name in ("docs/index.md", "sectors/sport/sector.yml", "overlays/x.md", "demonstratie/geschiedenis.yml"):
        with pytest.raises(AssertionError, match="guidebooks of their own"):
            (ROOT / name).read_bytes()


def test_the_launcher_is_readable_by_any_python() -> None:
    """Python 2 must get as far as the sentence that says which Python is needed."""
    launcher = module(ROOT / "build.py")
    new = ast.JoinedStr | ast.AnnAssign | ast.NamedExpr
    assert not [node for node in launcher.nodes if isinstance(node, new)]
    first = [node for node in launcher.tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [alias.name for node in first for alias in node.names] == ["os", "sys"]
    assert all(one.lineno < other.lineno for one, other in pairwise(launcher.tree.body))
