"""The mutation tester changes one place at a time, knows which tests run through it, and reports what they miss."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import mutant_patterns, mutants, mutating

SOURCE = '''\
"""Documented."""
from __future__ import annotations

LIMIT = 3
AND = "é"
__all__ = ["allowed"]


def allowed(count: int | None, names: list[str], *, most: int = LIMIT) -> str:
    """Say whether *count* is allowed."""
    if count is None or not names:
        return ""
    message = f"{count} {AND} {names[0]}"
    return message.strip() if count < most else names[-1][1:]
'''
TEST = """\
from draaiboek.editions.changes import allowed
import pytest

def test_none() -> None:
    assert allowed(None, ["a"]) == ""
    assert allowed(1, []) == ""

@pytest.mark.parametrize("count", [1, 2])
def test_some(count: int) -> None:
    assert allowed(count, ["a"]) == f"{count} \\u00e9 a"

def test_other() -> None:
    assert 1 + 1 == 2
"""


def test_a_mutant_is_one_change_at_one_place() -> None:
    source = SOURCE.encode()
    made = mutants.mutants("a.py", source)
    assert len({each.applied(source) for each in made}) == len(made)
    for each in made:
        compile(each.applied(source), "a.py", "exec")
        assert [line[0] for line in each.difference(source)] == ["-", "+"]
    told = [each.lines(source)[1] for each in made]
    assert told == [
        "LIMIT = 2",
        "LIMIT = 4",
        "AND = ''",
        "if (count is not None) or not names:",
        "if (count is None and (not names)):",
        "if (count is None):",
        "if (not (count is None or not names)):",
        "if (not names):",
        "if False:",
        "if count is None or names:",
        "return None",
        "return '?'",
        "message = ''",
        "message = (f' {AND} {names[0]}')",
        "message = (f'{count}  {names[0]}')",
        "message = (f'{count} {AND} ')",
        "message = (f'{count} {AND}{names[0]}')",
        "message = (f'{count}{AND} {names[0]}')",
        "return None",
        "return message if count < most else names[-1][1:]",
        "return (message.strip())",
        "return (names[-1][1:])",
        "return message.strip() if (count <= most) else names[-1][1:]",
        "return message.strip() if count < most else (names[-1])",
        "return message.strip() if count < most else names[1][1:]",
        "return message.strip() if count < most else names[-0][1:]",
        "return message.strip() if count < most else names[-2][1:]",
        "return message.strip() if count < most else names[-1][0:]",
        "return message.strip() if count < most else names[-1][2:]",
    ]


MORE = """\
class Count:
    @property
    def share(self) -> float:
        return 0.5

    @cache
    def told(self, names: list[str], most: int) -> str:
        said = ""
        for name in names[1:most]:
            said += self.word.get(name, name)
        most = len(said)
        try:
            raise ToolError(said)
        except ToolError:
            said = said or "niets"
        match most:
            case 1:
                return said
            case int() if said:
                return said.upper()
        if most:
            said = "x"
        else:
            pass
        return said
"""


def test_what_else_somebody_could_get_wrong_is_a_mutant() -> None:
    source = MORE.encode()
    told = {each.lines(source) for each in mutants.mutants("a.py", source)}
    expected = [
        ("@property", "@(lambda same: same)"),
        ("return 0.5", "return 0.75"),
        ("return 0.5", "return 0.25"),
        ("for name in names[1:most]:", "for name in ():"),
        ("for name in names[1:most]:", "for name in (names[1:]):"),
        ("for name in names[1:most]:", "for name in (names[:most]):"),
        ("said += self.word.get(name, name)", "said = self.word.get(name, name)"),
        ("said += self.word.get(name, name)", "said += (self.word.get(name))"),
        ("most = len(said)", "pass"),
        ("raise ToolError(said)", "raise RuntimeError(said)"),
        ("except ToolError:", "except ZeroDivisionError:"),
        ('said = said or "niets"', "pass"),
        ("case 1:", "case 1 if False:"),
        ("case int() if said:", "case int() if False:"),
        ("case int() if said:", "case int() if True:"),
        ("if most:", "if True:"),
        ("if most:", "if False:"),
    ]
    assert [each for each in expected if each not in told] == []
    assert not {"@(lambda same: same)"} & {after for before, after in told if before == "@cache"}
    assert not {('said = ""', "pass")} & told, "its first meaning"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("zo", []),
        (r"^a+\b", ["a+\\b", "^a\\b", "^a+"]),
        (r"(?<!x)a{2}?(?=y(z))", ["a{2}?(?=y(z))", "(?<!x)a(?=y(z))", "(?<!x)a{2}?"]),
        ("a|(?:b|c|d)", ["a|(?:c|d)", "a|(?:b|d)", "a|(?:b|c)", "(?:b|c|d)", "a"]),
        (r"[^a-z\].][x]", ["[^\\].][x]", "[^a-z.][x]", "[^a-z\\]][x]"]),
        (r"\(\[\|\x2b", []),
    ],
)
def test_a_pattern_says_one_thing_less(pattern: str, expected: list[str]) -> None:
    assert mutant_patterns.less(pattern) == expected


def test_a_pattern_is_a_mutant_wherever_it_is_used() -> None:
    source = 'NAME = re.compile(rf"a+{OF}|b{IT}")\n\n\ndef f(x: str) -> str:\n    return re.sub(rb"e*", x, "a+")\n'
    told = {each.lines(source.encode())[1] for each in mutants.mutants("a.py", source.encode())}
    assert "NAME = re.compile((f'a{OF}|b{IT}'))" in told
    assert "NAME = re.compile((f'b{IT}'))" in told
    assert "NAME = re.compile((f'a+{OF}'))" in told
    assert "return re.sub(b'e', x, \"a+\")" in told
    assert not any('x, "a"' in each for each in told), "what comes in its place is no pattern"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A program with one function, and its tests."""
    files = {
        "draaiboek/__init__.py": "",
        "draaiboek/editions/__init__.py": "",
        "draaiboek/editions/changes.py": SOURCE,
        "tests/test_changes.py": TEST,
        "tests/mutating.py": Path(mutating.__file__).read_text(encoding="utf-8"),
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.']\naddopts = ['--import-mode=importlib']\n",
        ".gitignore": "out/\n__pycache__/\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for words in (["init", "--quiet"], ["add", "."], [*AUTHOR, "commit", "--quiet", "--message=a"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


AUTHOR = ("-c", "user.name=a", "-c", "user.email=a@a.be", "-c", "commit.gpgsign=false")


@pytest.mark.nightly
def test_what_no_test_sees_is_named_with_its_place(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["--room", "changes", "--processes", "1", "--seed", "1"]
    file = tree / "draaiboek/editions/changes.py"
    assert mutants.main([*words, "--changed", "HEAD"], tree, ["tests"]) == 0
    assert "nothing of these rooms is other" in capfd.readouterr().out
    file.write_text(SOURCE.replace("    return message", "    # what is told\n    return message"), encoding="utf-8")
    assert mutants.main([*words, "--changed", "HEAD~0"], tree, ["tests"]) == 0  # a comment has no mutants
    file.write_text(SOURCE.replace("count < most", "most > count"), encoding="utf-8")
    assert mutants.main([*words, "--changed", "HEAD"], tree, ["tests"]) == 1
    told = capfd.readouterr().out
    assert "draaiboek/editions/changes.py:14: survived, with 2 tests\n-    return message" in told
    assert "+    return message.strip() if (most >= count) else names[-1][1:]\n" in told
    assert "changes: 2 of 11 killed\n" in told  # in the last line: no return, and no first branch
    assert "11 mutants: 2 killed, 9 survived; score 18.2 %" in told
    assert file.read_text(encoding="utf-8").count("most > count") == 1  # the file itself was not changed


@pytest.mark.nightly
def test_a_mutant_that_a_test_sees_is_killed(tree: Path) -> None:
    path = "draaiboek/editions/changes.py"
    known = mutants.measured(tree, [path], ["tests"], 1)
    made = mutants.mutants(path, SOURCE.encode())
    chosen = [one for one in made for text in KILLED if one.lines(SOURCE.encode())[1] == text]
    some = {f"tests/test_changes.py::test_some[{number}]" for number in (1, 2)}
    every = {"tests/test_changes.py::test_none", *some}
    assert [{*known.tests_of(each)} for each in chosen] == [every, every, some, some]
    assert [each.fate for each in mutants.tried(tree, chosen, known, processes=1)] == ["killed"] * 4


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("A = tuple(x + 1 for x in (1, 2))", "A = tuple(x - 1 for x in (1, 2))", None),
        ("A = tuple(-x for x in (1, 2))\ndef f(): return 1", "A = tuple(-x for x in (1, 2))\ndef f(): return 2", {"f"}),
        ("f = lambda: 1", "f = lambda: 2", {"<lambda>"}),
        ("def f(): return [x for x in (1, 2)]", "def f(): return [-x for x in (1, 2)]", {"f"}),
    ],
)  # fmt: skip
def test_what_ran_when_its_module_was_read_is_read_anew(before: str, after: str, found: set[str] | None) -> None:
    """A change inside such an expression was once never tried, so that every mutant of it survived."""
    other = mutating._other_functions(*(compile(each, "a.py", "exec") for each in (before, after)))
    assert (None if other is None else {name for name in other if name in {"f", "<lambda>"}}) == found


def test_tests_that_cannot_be_found_are_named(tree: Path) -> None:
    (mutant, *_) = mutants.mutants("draaiboek/editions/changes.py", SOURCE.encode())
    name = "tests/test_changes.py::test_weg"
    known = mutants.Measured({mutant.path: {1: frozenset({name})}}, {name: 1.0}, {name: 1})
    with pytest.raises(RuntimeError, match=f"KeyError: '{name}'"):
        list(mutants.tried(tree, [mutant], known, processes=1))


# The first one is outside every function, so pytest starts anew for it.
KILLED = ("AND = ''", "if (count is not None) or not names:", "message = ''", "message = (f'{count} {AND} ')")


def test_what_is_said_to_be_equivalent_is_still_a_mutant() -> None:
    known: dict[str, set[tuple[str, str]]] = {}
    for each in mutants.equivalents():
        if each.file not in known:
            source = (mutants.ROOT / each.file).read_bytes()
            known[each.file] = {one.lines(source) for one in mutants.mutants(each.file, source)}
        assert (each.was, each.becomes) in known[each.file], each
        assert each.why
