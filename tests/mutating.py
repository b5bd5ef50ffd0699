"""What `tests.mutants` runs in a copy of the tree: a pytest plugin that tries mutants one after another.

Starting Python, importing the program and collecting its tests takes far longer than the tests of one mutant. So that
is done once; each mutant gets a forked process, in which the code of the changed functions is replaced. This does not
work for code that runs when a module is imported: for such a mutant pytest starts anew.
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
"""The environment variable with two file descriptors: the one to read trials from, and the one to write fates to."""
PYTEST = (sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider")
MEMORY = 4 << 30
"""Bytes of address space for a mutant, which may be an endless loop that consumes memory."""


@dataclass(frozen=True, slots=True)
class Trial:
    """File *path* with changed *text* while *tests* run: until one fails, and for *seconds* at most."""

    path: str
    text: str
    tests: Sequence[str]
    seconds: float

    def as_line(self) -> str:
        """Return it as one line of JSON, which `pytest_runtestloop` reads."""
        return json.dumps(asdict(self)) + "\n"


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Read trials, run each with the tests that were collected, and write its fate: one line for each line."""
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
        _put(file, trial.text)  # for tests that read the file or start the program
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
    with suppress(ProcessLookupError):  # it ended, and left no processes
        os.killpg(child, signal.SIGKILL)
    if not ended:
        os.waitpid(child, 0)
        return "hangs"
    if os.waitstatus_to_exitcode(status) == _NOT_BEGUN:
        message = "a mutant could not be tried"
        raise RuntimeError(message)
    return "killed" if status else "survived"


_NOT_BEGUN = 77  # an exit code that neither a test nor pytest uses


def _be_other(trial: Trial, functions: Mapping[str, CodeType] | None, items: Sequence[pytest.Item]) -> None:
    """Run *items* against the changed program in this process, and exit with 0 when none of them fails."""
    end = _NOT_BEGUN
    try:
        os.setsid()  # so that it can be killed together with everything it starts
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        if functions is None:
            _anew(trial.tests)
        _give(functions or {}, Path(trial.path).resolve())
        end = 1  # whatever happens from here on, even an exit: a mutant can do anything
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
    """Run *items*, and yield after each whether a test has failed."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        yield bool(_FAILED)


_FAILED: list[str] = []  # the tests that failed in this process


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Record a test that fails."""
    if report.failed:
        _FAILED.append(report.nodeid)


def _give(functions: Mapping[str, CodeType], file: Path) -> None:
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == str(file):
            each.__code__ = functions.get(each.__code__.co_qualname, each.__code__)


def _other_functions(old: CodeType, new: CodeType) -> Mapping[str, CodeType] | None:
    """Return the functions of *new* by name, or None when *new* differs from *old* outside the bodies of functions."""
    pairs = [(old, new)]
    found: dict[str, CodeType] = {}
    for one, other in pairs:  # the list grows meanwhile
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
    """Return whether *code* only ran at import and is no function: a module's comprehension, `tuple(… for … in …)`."""
    return code.co_name.startswith("<") and code.co_name != "<lambda>"


def _values(code: CodeType) -> list[str]:
    return ["" if isinstance(each, CodeType) else repr(each) for each in code.co_consts]


def _inside(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def _put(file: Path, text: str) -> None:
    """Write *text* in *file* and delete its compiled code, which may match in size and time."""
    file.write_text(text, encoding="utf-8", newline="\n")
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
