"""MkDocs itself: one site from one configuration, in a process that does nothing else."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from draaiboek.base.errors import ToolError

MODULES = ("mkdocs.__main__", "mkdocs.commands.build", "markdown")  # for `workers.prepare`
_PASSED_ON = ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")


def build(config: Path, root: Path, *, into: Path, epoch: int) -> None:
    """Build the site of *config* in the folder *into*, with *epoch* as its date; *root* is the project's.

    Changes the environment and the working folder of its process. Raises ToolError with MkDocs's own words when it
    warns about anything.
    """
    from mkdocs.__main__ import cli  # noqa: PLC0415  # only the processes that build a site load MkDocs

    _take_on({"SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}, root)
    # Not -q: it hides the warnings from --strict.
    words = ["build", "--strict", "--config-file", str(config), "--site-dir", str(into)]
    said = io.StringIO()
    code: object = 0
    with redirect_stdout(said), redirect_stderr(said):
        try:
            cli.main(words, prog_name="mkdocs")
        except SystemExit as end:
            code = end.code
    if code:
        message = f"'mkdocs build' stopte met code {code}"
        raise ToolError(message, output=said.getvalue().strip())


def finish(task: Future[None]) -> None:
    """Wait for *task*, a `build` in another process; raises ToolError whatever it broke off with."""
    error = task.exception()
    if isinstance(error, ToolError):
        raise error
    if error is not None:  # of a template or an extension
        message = "'mkdocs build' brak af"
        raise ToolError(message, output=str(error)) from error


def _take_on(environment: Mapping[str, str], root: Path) -> None:
    """Leave this process only *environment* and what every program needs, in the folder *root*."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    os.environ.clear()
    os.environ.update({**kept, **environment})
    os.chdir(root)
