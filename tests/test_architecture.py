"""The layers of ARCHITECTURE.md and the bans of the style guide, read from the code itself.

Each module is parsed once in a run; each rule is one test, which names every module that breaks it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "draaiboek"
STAGES = {"load", "compose", "render", "export", "epub", "offline", "publish", "redline"}
LONGEST = 400
ENGINES = {
    "mkdocs": "render",
    "material": "render",
    "pymdownx": "render",
    "typst": "export",
    "mike": "publish",
    "playwright": "audit",
    "axe_playwright_python": "audit",
}
PURE = ("checks.py", "citations.py", "diagnostics.py", "fingerprint.py", "markdown.py", "model.py", "readability.py")
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
    """A module and what the rules ask about it; *imports* holds full names: `draaiboek.load.files`, `pathlib.Path`."""

    path: Path
    tree: ast.Module
    nodes: tuple[ast.AST, ...]
    imports: frozenset[str]
    lines: int

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def part(self) -> str:
        """Which part of the package it is: a stage, `cli`, or the name of a module."""
        return self.path.relative_to(PACKAGE).parts[0].removesuffix(".py")

    @property
    def parts_imported(self) -> set[str]:
        return {name.split(".")[1] for name in self.imports if name.startswith("draaiboek.")}

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


def test_imports_are_written_in_full() -> None:
    assert names(each for each in modules() if any(name.startswith(".") for name in each.imports)) == []


def test_stages_meet_only_on_the_command_line() -> None:
    def meets(each: Module) -> bool:
        stages = each.parts_imported & STAGES
        return bool(stages - {each.part}) if each.part in STAGES else each.part != "cli" and bool(stages)

    assert names(filter(meets, modules())) == []


def test_nothing_below_the_command_line_imports_it() -> None:
    assert names(each for each in modules() if "cli" in each.parts_imported and each.part != "cli") == []


def test_nothing_imports_the_launcher() -> None:
    assert names(each for each in modules() if {"build", "draaiboek.build"} & each.imports) == []


def test_the_model_imports_nothing_of_ours() -> None:
    assert module(PACKAGE / "model.py").parts_imported == set()


def test_the_bootstrap_needs_nothing_that_must_be_installed() -> None:
    ours = {name.split(".")[0] for name in module(PACKAGE / "bootstrap.py").imports}
    assert ours <= {
        "__future__",
        "collections",
        "hashlib",
        "importlib",
        "os",
        "pathlib",
        "re",
        "subprocess",
        "sys",
        "venv",
    }


def test_each_engine_has_one_owner() -> None:
    def borrowed(each: Module) -> set[str]:
        engines = {name.split(".")[0] for name in each.imports} & ENGINES.keys()
        return {engine for engine in engines if ENGINES[engine] != each.part}

    assert {each.name: found for each in modules() if (found := borrowed(each))} == {}


def test_pure_modules_touch_no_disk_clock_or_network() -> None:
    def touched(each: Module) -> set[str]:
        found = {name for name in each.imports if name in OUTSIDE_WORLD or name.split(".")[0] in OUTSIDE_WORLD}
        found |= each.functions_called() & {"open", "print", "input"}
        reaching = {"today", "now", "read_text", "read_bytes", "write_text", "write_bytes", "environ"}
        return found | {node.attr for node in each.attributes()} & reaching

    pure = [module(PACKAGE / name) for name in PURE]
    pure += [each for each in modules() if each.path.parent in {PACKAGE / "compose", PACKAGE / "redline"}]
    assert len(pure) > 10
    assert {each.name: found for each in pure if (found := touched(each))} == {}


def test_only_process_starts_programs() -> None:
    def starts(each: Module) -> bool:
        on_os = {node.attr for node in each.attributes() if isinstance(node.value, ast.Name) and node.value.id == "os"}
        return bool({name.split(".")[0] for name in each.imports} & {"subprocess", "pty"} or on_os & STARTERS)

    allowed = {"draaiboek/process.py", "draaiboek/bootstrap.py"}
    assert names(each for each in modules() if each.name not in allowed and starts(each)) == []


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


def test_only_the_command_line_prints_or_exits() -> None:
    def speaks(each: Module) -> bool:
        methods = {call.func.attr for call in each.calls() if isinstance(call.func, ast.Attribute)}
        return bool(each.functions_called() & {"print", "exit", "quit", "input"} or methods & {"exit", "_exit"})

    allowed = {"cli", "bootstrap", "fonts", "search"}
    assert names(each for each in modules() if each.part not in allowed and speaks(each)) == []


def test_no_module_is_too_long() -> None:
    assert {each.name: each.lines for each in modules() if each.lines > LONGEST} == {}


def test_every_module_says_what_it_is_for() -> None:
    assert names(each for each in modules() if not ast.get_docstring(each.tree)) == []


def test_dataclasses_that_travel_are_frozen() -> None:
    model = module(PACKAGE / "model.py")
    decorators = [
        ast.unparse(each) for node in model.nodes if isinstance(node, ast.ClassDef) for each in node.decorator_list
    ]
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
