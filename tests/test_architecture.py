"""The layers of ARCHITECTURE.md and the bans of the style guide, read from the code itself."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "draaiboek"
MODULES = sorted(PACKAGE.rglob("*.py"))
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


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=_name(path))


def _imports(path: Path) -> Iterator[str]:
    """Yield every name that *path* imports, in full: `draaiboek.load.files`, `pathlib.Path`."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)} imports with dots"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _part(path: Path) -> str:
    """Return which part of the package *path* is: a stage, `cli`, or the name of a module."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _parts_imported(path: Path) -> set[str]:
    return {name.split(".")[1] for name in _imports(path) if name.startswith("draaiboek.")}


def _modules(paths: Sequence[Path] = MODULES) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=_name)


@_modules()
def test_stages_meet_only_on_the_command_line(path: Path) -> None:
    stages = _parts_imported(path) & STAGES
    if _part(path) in STAGES:
        assert stages <= {_part(path)}
    elif _part(path) != "cli":
        assert stages == set()


@_modules()
def test_nothing_below_the_command_line_imports_it(path: Path) -> None:
    assert "cli" not in _parts_imported(path) or _part(path) == "cli"


@_modules()
def test_nothing_imports_the_launcher(path: Path) -> None:
    assert not {"build", "draaiboek.build"} & set(_imports(path))


def test_the_model_imports_nothing_of_ours() -> None:
    assert _parts_imported(PACKAGE / "model.py") == set()


@pytest.mark.parametrize("part", ["bootstrap", "interrupts", "process", "errors"])
def test_the_set_up_needs_nothing_that_must_be_installed(part: str) -> None:
    names = set(_imports(PACKAGE / f"{part}.py"))
    assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "draaiboek"}
    ours = {part for name in names if name.startswith("draaiboek.") for part in name.split(".")[1:2]}
    assert ours <= {"process", "errors"}


@_modules()
def test_each_engine_has_one_owner(path: Path) -> None:
    engines = {name.split(".")[0] for name in _imports(path)} & ENGINES.keys()
    assert {ENGINES[engine] for engine in engines} <= {_part(path)}


@_modules(
    [PACKAGE / name for name in PURE] + [*(PACKAGE / "compose").glob("*.py"), *(PACKAGE / "redline").glob("*.py")]
)
def test_pure_modules_touch_no_disk_clock_or_network(path: Path) -> None:
    names = set(_imports(path))
    assert {name for name in names if name in OUTSIDE_WORLD or name.split(".")[0] in OUTSIDE_WORLD} == set()
    calls = {
        node.func.id for node in ast.walk(_tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input"}
    methods = {node.attr for node in ast.walk(_tree(path)) if isinstance(node, ast.Attribute)}
    assert not methods & {"today", "now", "read_text", "read_bytes", "write_text", "write_bytes", "environ"}


@_modules()
def test_only_process_starts_programs(path: Path) -> None:
    if _name(path) in {"draaiboek/process.py", "draaiboek/bootstrap.py"}:
        return
    assert not {name for name in _imports(path) if name.split(".")[0] in {"subprocess", "pty"}}
    attributes = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Attribute)]
    on_os = {each.attr for each in attributes if isinstance(each.value, ast.Name) and each.value.id == "os"}
    assert not on_os & STARTERS


@_modules()
def test_no_program_is_started_through_a_shell(path: Path) -> None:
    words = {keyword.arg for node in ast.walk(_tree(path)) if isinstance(node, ast.Call) for keyword in node.keywords}
    assert "shell" not in words


@_modules()
def test_no_error_is_caught_unseen(path: Path) -> None:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ExceptHandler):
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {"bare"}
            assert not names & {"bare", "Exception", "BaseException"}, f"{_name(path)}:{node.lineno}"


@_modules()
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if _part(path) in {"cli", "bootstrap", "interrupts", "fonts", "search"}:
        return
    calls = [node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    assert not {call.id for call in calls if isinstance(call, ast.Name)} & {"print", "exit", "quit", "input"}
    assert not {call.attr for call in calls if isinstance(call, ast.Attribute)} & {"exit", "_exit"}


@_modules()
def test_no_module_is_too_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@_modules()
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(_tree(path))


@_modules()
def test_dataclasses_that_travel_are_frozen(path: Path) -> None:
    if _name(path) != "draaiboek/model.py":
        return
    decorators = [
        ast.unparse(each)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
        for each in node.decorator_list
    ]
    assert decorators
    assert all("frozen=True" in each and "slots=True" in each for each in decorators)


def test_the_launcher_is_readable_by_any_python() -> None:
    """Python 2 must get as far as the sentence that says which Python is needed."""
    tree = _tree(ROOT / "build.py")
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr)]
    first = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [alias.name for node in first for alias in node.names] == ["os", "sys"]
    assert all(one.lineno < other.lineno for one, other in pairwise(tree.body))
