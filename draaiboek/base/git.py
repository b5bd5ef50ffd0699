"""Git, asked about the repository around a folder: the only place that names this program.

What of the caller's environment and settings it gets is `process`'s. A git that was killed, or does not trust the
folder, has not said "no": StoppedError goes through every function here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from draaiboek.base import process
from draaiboek.base.errors import ToolError


def run(
    *words: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    seconds: int | None = None,
) -> str:
    """Run git with *words*, as `process.run` does, and return what it printed, without the last newline.

    Raises ToolError when it fails.
    """
    return process.run(["git", *words], cwd=cwd, env=env, stdin=stdin, seconds=seconds)


def run_for_bytes(*words: str | Path, cwd: Path, most: int | None = None) -> bytes:
    """Run git with *words*, as `process.run_for_bytes` does; at *most* so many bytes and one. Raises ToolError."""
    return process.run_for_bytes(["git", *words], cwd=cwd, most=most)


def answer(*words: str | Path, cwd: Path) -> str:
    """Return what git prints for *words*, '' when it fails: it has no such thing, or *cwd* is in no repository."""
    try:
        return run(*words, cwd=cwd)
    except ToolError:
        return ""


def agrees(*words: str | Path, cwd: Path) -> bool:
    """Return whether git exits with 0 for *words*; whatever else stops it counts as "no"."""
    try:
        run(*words, cwd=cwd)
    except ToolError:
        return False
    return True


def refuse_outside(folder: Path) -> None:
    """Raise ToolError, which says what to do, when there is no git, or *folder* is in no repository."""
    try:
        run("rev-parse", "--git-dir", cwd=folder)
    except ToolError as error:
        if not error.output:  # it did not start
            raise
        message = "deze map is geen opslagplaats van git"
        hint = "Een map die je als zip ophaalde, heeft geen geschiedenis. Haal het draaiboek op met: git clone ADRES"
        raise ToolError(message, hint=hint, output=error.output) from error


@contextmanager
def answering(*words: str | Path, cwd: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Run git with *words* while the body runs, to ask and read in turn, as `process.answering` does."""
    with process.answering(["git", *words], cwd=cwd) as both:
        yield both
