"""The only place that starts programs: a list of arguments, never a shell, and never a program that outlives us.

Standard library only, because the set-up uses it before anything is installed.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Thread
from typing import IO, cast

from draaiboek.base import interrupts, writing
from draaiboek.base.errors import DraaiboekError, StoppedError, ToolError, why

_NETWORK = r"PATH|SYSTEMROOT|PIP_.*|(?:HTTPS?|NO|ALL)_PROXY|SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE"
# With its own settings, a user's git prints signatures between the lines of a log, omits the files of the first commit,
# and names files from another folder; and about a file of grafts, even an empty one, it prints eight lines of advice.
_GIT_SETTINGS = {
    "advice.graftFileDeprecated": "false",
    "diff.relative": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
}
_DISTRUST = "safe.directory"  # which git names in any language when a folder belongs to somebody else
_PATIENCE = 5.0  # seconds that a program gets to end when it is asked to
_PR_SET_PDEATHSIG = 1  # prctl(2)

MOST_KEPT = 100_000
"""How many bytes are kept of what a confined program prints on each stream."""


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    seconds: int | None = None,
) -> str:
    """Run *command* as `run_for_bytes` does and return what it printed as text, without the last newline."""
    return run_for_bytes(command, cwd=cwd, env=env, stdin=stdin, seconds=seconds).decode(errors="replace").rstrip("\n")


def run_for_bytes(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    seconds: int | None = None,
    most: int | None = None,
) -> bytes:
    """Run *command* in folder *cwd* and return what it printed on standard output.

    When that is more than *most* bytes, the program is ended and *most* + 1 bytes are returned, so that the caller can
    tell. It gets our environment without what is meant for git, and *env* on top of that. Raises ToolError, with what
    the program printed, when it cannot be started or does not exit with 0; or, with *seconds*, when it takes longer.
    Raises StoppedError when somebody killed it, or when it is git and does not trust the folder.
    """
    with _started(command, cwd=cwd, env=env) as program:
        if most is not None and program.stdout and len(start := program.stdout.read(most + 1)) > most:
            return start
        stdout, stderr = _answer(program, command, stdin or b"", seconds)
        stdout = stdout if most is None else start
    _refuse_failure(program, command, stderr + stdout)
    return stdout


@contextmanager
def answering(command: Sequence[str | Path], *, cwd: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Run *command* in folder *cwd* while the body runs; yield its standard input and output, to ask and read in turn.

    So no more than one answer is in memory. Raises ToolError when it cannot be started or does not exit with 0, and
    StoppedError when somebody killed it.
    """
    with _started(command, cwd=cwd, env=None) as program:
        with suppress(BrokenPipeError):  # it ended: its exit code says more
            yield cast("IO[bytes]", program.stdin), cast("IO[bytes]", program.stdout)
        stdout, stderr = program.communicate()
    _refuse_failure(program, command, stderr + stdout)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use: *seconds* by the clock, and for each of its processes bytes of *memory* and of a *file*.

    Only Linux enforces the bytes; elsewhere only the clock counts.
    """

    seconds: int
    memory: int
    file: int


def run_confined(command: Sequence[str | Path], *, cwd: Path, home: Path, limits: Limits, network: bool = False) -> str:
    """Run *command* as `run` does, within *limits*, with *home* as its home and none of our environment.

    Of that only the search path stays, and with *network* the settings to reach it. Where the system allows it
    (Linux), the program can write only in *cwd* and *home* (landlock(7)), sees no other processes, leaves none behind,
    and without *network* has no network (unshare(1)). Of what it prints only the end is kept. Raises ToolError as `run`
    does, and also when it takes too long.
    """
    stays = re.compile(_NETWORK if network else "PATH|SYSTEMROOT", re.IGNORECASE)
    kept = {name: value for name, value in os.environ.items() if stays.fullmatch(name)}
    words = [*_apart(network=network), *command]
    env = {**kept, "HOME": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8"}
    streams = (subprocess.DEVNULL, subprocess.PIPE, subprocess.PIPE)
    said, wrong = bytearray(), bytearray()
    with _started(words, cwd=cwd, env=env, streams=streams, limits=limits, writes=(cwd, home)) as program:
        both = ((program.stdout, said), (program.stderr, wrong))
        readers = [Thread(target=_keep, args=each, daemon=True) for each in both]
        for reader in readers:
            reader.start()
        try:
            program.wait(limits.seconds)
        except subprocess.TimeoutExpired as error:
            raise _too_slow(command, limits.seconds) from error
        finally:
            _end(program)
            for reader in readers:
                reader.join(_PATIENCE)  # what it started may still hold the pipe, where no system ends that too
    _refuse_failure(program, command, bytes(wrong + said), killed=ToolError)  # as its limits do
    return said.decode(errors="replace").rstrip("\n")


def _keep(stream: IO[bytes], end: bytearray) -> None:
    """Read all of *stream*, so that nobody waits for us, and keep the *end*."""
    with suppress(ValueError):  # it was closed, because nobody waits any longer
        while piece := os.read(stream.fileno(), MOST_KEPT):
            end += piece
            del end[:-MOST_KEPT]


def _answer(
    program: subprocess.Popen[bytes], command: Sequence[str | Path], stdin: bytes | None, seconds: int | None
) -> tuple[bytes, bytes]:
    try:
        return program.communicate(stdin, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(command, seconds) from error


def _too_slow(command: Sequence[str | Path], seconds: int | None) -> ToolError:
    message = f"{_named(command)} was na {seconds} seconden niet klaar"
    return ToolError(message, hint="Er is niets gewijzigd.")


def _refuse_failure(
    program: subprocess.Popen[bytes],
    command: Sequence[str | Path],
    said: bytes,
    *,
    killed: type[DraaiboekError] = StoppedError,
) -> None:
    if program.returncode:
        message = f"{_named(command)} stopte met code {program.returncode}"
        output = said.decode(errors="replace").strip()
        if _DISTRUST in output:
            message = f"{_named(command)} leest niets uit deze map, want ze is van een andere gebruiker"
            hint = "Vertrouw je wat erin staat? Doe wat git hieronder zegt, en begin opnieuw."
            raise StoppedError(message, hint=hint, output=output)
        hint = "De schijf is vol. Maak plaats en begin opnieuw." if os.strerror(errno.ENOSPC) in output else ""
        raise (killed if program.returncode < 0 else ToolError)(message, hint=hint, output=output)


def _named(command: Sequence[str | Path]) -> str:
    """Return *command* as a message names it: the program and its first two arguments."""
    return f"'{' '.join(map(str, command[:3]))}'"


@cache
def _apart(*, network: bool) -> tuple[str, ...]:
    """Return the command prefix that isolates a program, without *network* or with it; () where the system cannot."""
    # Twice, because only the process that we start may map its user, and not one that it starts (`writing`).
    alone = ("unshare", "--pid", "--fork", "--kill-child")
    words = ("unshare", "--user", "--map-root-user", *(() if network else ("--net",)), *alone)
    try:
        run([*words, "true"], cwd=Path.cwd())
    except ToolError:
        return ()
    return words


def run_line_by_line(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str], said: Callable[[str], None]
) -> int:
    """Run *command* in folder *cwd* with *env* added, call *said* with each line it prints; return its exit code."""
    with _started(
        command, cwd=cwd, env=env, streams=(subprocess.DEVNULL, subprocess.PIPE, subprocess.STDOUT)
    ) as program:
        for line in program.stdout or ():
            said(line.decode(errors="replace").rstrip())
        return program.wait()


@contextmanager
def meanwhile(command: Sequence[str | Path], *, cwd: Path) -> Iterator[Callable[[], bool]]:
    """Run *command* in folder *cwd* while the body runs, then end it; yield a function that says if it still runs.

    What it prints is discarded. Raises ToolError when it cannot be started.
    """
    nothing = subprocess.DEVNULL
    with _started(command, cwd=cwd, env=None, streams=(nothing, nothing, nothing)) as program:
        yield lambda: program.poll() is None


@contextmanager
def _started(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None,
    streams: tuple[int, int, int] = (subprocess.PIPE, subprocess.PIPE, subprocess.PIPE),
    limits: Limits | None = None,
    writes: tuple[Path, ...] = (),
) -> Iterator[subprocess.Popen[bytes]]:
    """Start *command*; it is ended when the body ends early, and (on Linux) when this process is killed.

    With *limits* it gets *env* and nothing of our own environment, and can write only in the folders *writes*. Raises
    ToolError when it cannot be started.
    """
    words = [str(word) for word in command]
    stdin, stdout, stderr = streams
    with interrupts.later() as interruptible:
        try:
            program = subprocess.Popen(  # noqa: S603  # arguments are a list and come from this program
                words,
                cwd=cwd,
                env={**({} if limits else _environment()), **(env or {})},
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                preexec_fn=_end_with_parent(limits, writes),  # noqa: PLW1509  # it only makes system calls
            )
        except OSError as error:
            message = f"het programma '{words[0]}' kan niet starten: {why(error)}"
            raise ToolError(message, hint=f"Installeer '{words[0]}' of zet het op het zoekpad.") from error
        with program:
            try:
                interruptible()
                yield program
            finally:
                _end(program)


@contextmanager
def without_git_variables() -> Iterator[None]:
    """Run the body without the environment variables of git: for a library that starts git itself."""
    before, ours = dict(os.environ), _environment()
    os.environ.clear()
    os.environ.update(ours)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _environment() -> dict[str, str]:
    # GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE … point git at another repository than the folder that we name; a hook sets
    # them, or somebody's shell. And refs/replace/, which can be fetched, lets git show another object than the one that
    # was named: what is checked would not be what is published. A graft gives a commit other parents: a rewritten
    # history would look like one that only grew.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull, **_settings()}


def _settings() -> dict[str, str]:
    """Return the environment that makes git use our settings in place of the user's (git-config(1), ENVIRONMENT)."""
    keys = {f"GIT_CONFIG_KEY_{number}": name for number, name in enumerate(_GIT_SETTINGS)}
    values = {f"GIT_CONFIG_VALUE_{number}": value for number, value in enumerate(_GIT_SETTINGS.values())}
    return {"GIT_CONFIG_COUNT": str(len(_GIT_SETTINGS)), **keys, **values}


def _end(program: subprocess.Popen[bytes]) -> None:
    if program.poll() is not None:
        return
    program.terminate()  # git removes its own locks then
    try:
        program.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        program.kill()


def _end_with_parent(limits: Limits | None, writes: tuple[Path, ...]) -> Callable[[], None] | None:
    """Return what a child does just before it becomes a program: it lets the system end it when this process dies.

    From then on it is also held to *limits*, and can write only in the folders *writes*. None where the system cannot.
    """
    if sys.platform != "linux":
        return None
    import ctypes  # noqa: PLC0415  # not every Python has it
    import resource  # noqa: PLC0415  # Windows has none

    prctl, parent = ctypes.PyDLL(None).prctl, os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent died before we asked
            os.kill(os.getpid(), signal.SIGTERM)
        if limits:
            wanted = {"AS": limits.memory, "FSIZE": limits.file, "CPU": limits.seconds}
            for name, value in wanted.items():
                what = getattr(resource, f"RLIMIT_{name}")
                hard = resource.getrlimit(what)[1]
                most = value if hard == resource.RLIM_INFINITY else min(value, hard)  # nobody may ask for more
                resource.setrlimit(what, (most, most))
            writing.hold_to(writes)

    return ask
