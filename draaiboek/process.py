"""The only place that starts programs: a list of arguments, never a shell."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from draaiboek.errors import ToolError


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
    words = [str(word) for word in command]
    try:
        result = subprocess.run(  # noqa: S603  # arguments are a list and come from this program
            words,
            cwd=cwd,
            env={**_environment(), **(env or {})},
            input=stdin if stdin is not None else b"",
            capture_output=True,
            check=False,
        )
    except OSError as error:
        message = f"het programma '{words[0]}' kan niet starten: {error.strerror}"
        raise ToolError(message, hint=f"Installeer '{words[0]}' of zet het op het zoekpad.") from error
    if result.returncode:
        said = (result.stderr + result.stdout).decode(errors="replace").strip()
        message = f"'{' '.join(words[:3])}' stopte met code {result.returncode}"
        raise ToolError(message, output=said)
    return result.stdout


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
