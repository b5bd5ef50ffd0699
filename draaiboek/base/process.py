"""The only place that starts programs: a list of arguments, never a shell, and never a program that outlives us.

Standard library only, because the set-up uses it before anything is installed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from draaiboek.base.errors import ToolError

_PATIENCE = 5.0  # seconds for a program to end when it is asked to
_PR_SET_PDEATHSIG = 1  # prctl(2)


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
) -> str:
    """Run *command* as `run_for_bytes` does and return what it printed as text, without the last newline."""
    return run_for_bytes(command, cwd=cwd, env=env, stdin=stdin).decode(errors="replace").rstrip("\n")


def run_for_bytes(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
) -> bytes:
    """Run *command* in folder *cwd* and return what it printed on standard output.

    It gets our environment without what is meant for git, and *env* on top of that. Raises ToolError with the program's
    own words when it cannot be started or does not exit with 0.
    """
    with _started(command, cwd=cwd, env=env) as program:
        stdout, stderr = program.communicate(stdin or b"")
    if program.returncode:
        said = (stderr + stdout).decode(errors="replace").strip()
        words = " ".join(map(str, command[:3]))
        message = f"'{words}' stopte met code {program.returncode}"
        raise ToolError(message, output=said)
    return stdout


def run_line_by_line(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str], said: Callable[[str], None]
) -> int:
    """Run *command* in folder *cwd*, call *said* with each line that it prints, and return its exit code."""
    with _started(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT) as program:
        for line in program.stdout or ():
            said(line.decode(errors="replace").rstrip())
        return program.wait()


@contextmanager
def meanwhile(command: Sequence[str | Path], *, cwd: Path) -> Iterator[Callable[[], bool]]:
    """Run *command* in folder *cwd* while the body runs, and end it; yield what tells whether it still runs.

    What it prints is lost. Raises ToolError when it cannot be started.
    """
    nothing = subprocess.DEVNULL
    with _started(command, cwd=cwd, env=None, stdin=nothing, stdout=nothing, stderr=nothing) as program:
        yield lambda: program.poll() is None


@contextmanager
def _started(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None,
    stdin: int = subprocess.PIPE,
    stdout: int = subprocess.PIPE,
    stderr: int = subprocess.PIPE,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start *command*; it ends when the body ends early, and (where the system can) when this process is killed.

    Raises ToolError when it cannot be started.
    """
    words = [str(word) for word in command]
    try:
        program = subprocess.Popen(  # noqa: S603  # arguments are a list and come from this program
            words,
            cwd=cwd,
            env={**_environment(), **(env or {})},
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            preexec_fn=_end_with_parent(),  # noqa: PLW1509  # it calls the system once, and nothing else
        )
    except OSError as error:
        message = f"het programma '{words[0]}' kan niet starten: {error.strerror}"
        raise ToolError(message, hint=f"Installeer '{words[0]}' of zet het op het zoekpad.") from error
    with program:
        try:
            yield program
        finally:
            _end(program)


@contextmanager
def without_git_variables() -> Iterator[None]:
    """Take what is meant for git out of our own environment: for a library that starts git itself."""
    kept = {name: value for name, value in os.environ.items() if name not in _environment()}
    for name in kept:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(kept)


def _environment() -> dict[str, str]:
    # GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE … point git at another repository than the folder that we name: in a hook,
    # or by whoever set them.
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def _end(program: subprocess.Popen[bytes]) -> None:
    if program.poll() is not None:
        return
    program.terminate()  # git removes its own locks then
    try:
        program.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        program.kill()


def _end_with_parent() -> Callable[[], None] | None:
    """Return what a child does just before it becomes a program, so that the system ends it when this process dies."""
    if sys.platform != "linux":
        return None
    import ctypes  # noqa: PLC0415  # not every Python has it

    prctl, parent = ctypes.PyDLL(None).prctl, os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), signal.SIGTERM)

    return ask
