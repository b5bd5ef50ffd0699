"""What `tests.mutants` runs in a copy of the tree: a plugin of pytest that tries one mutant after the other.

To start Python, import the program and collect its tests takes far longer than the tests of one mutant. So that is done
once; each mutant gets a process that is forked of it, in which the functions that are other get their other code. What
is otherwise done while a module is imported is beyond that: for such a mutant pytest starts anew.
"""

from __future__ import annotations

import gc
import inspect
import json
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import NoReturn

import pytest

PIPES = "TRIALS"
"""The variable that says, as two numbers, where trials come in and fates go out."""
PYTEST = (sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider")
MEMORY = 4 << 30
"""Bytes of address space for a mutant, which may be an endless loop that eats."""


@dataclass(frozen=True, slots=True)
class Trial:
    """File *path* with another *text* for as long as *tests* run: until one fails, and for *seconds* at most."""

    path: str
    text: str
    tests: Sequence[str]
    seconds: float

    def as_line(self) -> str:
        """Return it as one line, which `pytest_runtestloop` reads."""
        return json.dumps(asdict(self)) + "\n"


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try what comes in, with the tests that were collected, and say what became of it: a line for a line."""
    items = {item.nodeid: item for item in session.items}
    trials, fates = (int(number) for number in os.environ[PIPES].split())
    with os.fdopen(trials, encoding="utf-8") as lines, os.fdopen(fates, "w", encoding="utf-8") as told:
        for line in lines:
            trial = Trial(**json.loads(line))
            mine = [items[name] for name in trial.tests]
            print(_fate(trial, mine, session.config), file=told, flush=True)
    return True


def _fate(trial: Trial, items: Sequence[pytest.Item], config: pytest.Config) -> str:
    file = Path(trial.path)
    was = file.read_text(encoding="utf-8")
    name = str(file.resolve())
    other = _other_functions(compile(was, name, "exec"), compile(trial.text, name, "exec"))
    try:
        _put(file, trial.text)  # for who reads it, or starts the program
        child = os.fork()
        if not child:
            _be_other(trial, other, items)
        return _awaited(child, trial.seconds)
    finally:
        _put(file, was)
        shutil.rmtree(config.getoption("basetemp"), ignore_errors=True)


def _awaited(child: int, seconds: float) -> str:
    end = time.monotonic() + seconds
    ended = status = 0
    while not ended and time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0.01)
    with suppress(ProcessLookupError):  # it ended, and left nothing
        os.killpg(child, signal.SIGKILL)
    if not ended:
        os.waitpid(child, 0)
        return "hangs"
    if os.waitstatus_to_exitcode(status) == _NOT_BEGUN:
        message = "a mutant could not be tried"
        raise RuntimeError(message)
    return "killed" if status else "survived"


_NOT_BEGUN = 77  # of no test, and not of pytest


def _be_other(trial: Trial, functions: Mapping[str, CodeType] | None, items: Sequence[pytest.Item]) -> None:
    """Be a process in which the program is other, and end with 0 when no test sees it."""
    end = _NOT_BEGUN
    try:
        os.setsid()  # to be ended with all that it starts
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        if functions is None:
            _anew(trial.tests)
        _give(functions or {}, Path(trial.path).resolve())
        end = 1  # whatever comes of it: a mutant can do anything
        end = int(any(_fail(items)))
    finally:
        os._exit(end)


def _anew(tests: Sequence[str]) -> NoReturn:
    names = Path("out/chosen-tests.txt").absolute()
    names.parent.mkdir(exist_ok=True)
    names.write_text("\n".join(tests), encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    for each in range(3):
        os.dup2(nothing, each)
    os.execv(PYTEST[0], [*PYTEST, "-x", "--numprocesses=0", f"--basetemp={Path.cwd()}.tests", f"@{names}"])  # noqa: S606


def _fail(items: Sequence[pytest.Item]) -> Iterator[bool]:
    """Run *items*, and yield of each whether it fails."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        yield bool(_FAILED)


_FAILED: list[str] = []  # in this process


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember a test that fails."""
    if report.failed:
        _FAILED.append(report.nodeid)


def _give(functions: Mapping[str, CodeType], file: Path) -> None:
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == str(file):
            each.__code__ = functions.get(each.__code__.co_qualname, each.__code__)


def _other_functions(old: CodeType, new: CodeType) -> Mapping[str, CodeType] | None:
    """Return the functions of *new*, by name; None when more than the inside of functions is other than in *old*."""
    pairs = [(old, new)]
    found: dict[str, CodeType] = {}
    for one, other in pairs:  # which grows
        if one.co_code != other.co_code or one.co_names != other.co_names or _values(one) != _values(other):
            return None
        for before, after in zip(_inside(one), _inside(other), strict=True):
            if not after.co_flags & inspect.CO_OPTIMIZED:
                pairs.append((before, after))  # the body of a class
            elif before.co_freevars != after.co_freevars or (_is_gone(after) and before != after):
                return None
            else:
                found[after.co_qualname] = after
    return found


def _is_gone(code: CodeType) -> bool:
    """Tell whether *code*, outside every function, ran when its module was read and is none: `tuple(… for … in …)`."""
    return code.co_name.startswith("<") and code.co_name != "<lambda>"


def _values(code: CodeType) -> list[str]:
    return ["" if isinstance(each, CodeType) else repr(each) for each in code.co_consts]


def _inside(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def _put(file: Path, text: str) -> None:
    """Write *text* in *file*, and forget what was compiled: that can be as long and as old."""
    file.write_text(text, encoding="utf-8", newline="\n")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
