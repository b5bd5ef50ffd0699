"""The command line: arguments, what is printed, and exit codes; `pipeline` joins what the stages do.

`arguments` is the table of the commands, which `dutch_parser` reads; every other module has the output of one family.
"""

from __future__ import annotations

import io
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from draaiboek.base import own_folders
from draaiboek.base.errors import DraaiboekError, refused
from draaiboek.base.project import Project
from draaiboek.cli.arguments import parse
from draaiboek.cli.printing import say


def main(arguments: Sequence[str], root: Path) -> int:
    """Run the command in *arguments* on the project in *root*; return 0, 1 (text), 2 (usage) or 3 (tool)."""
    _write_utf_8()
    try:
        options = parse(arguments)
        return _run(options, Project(root))
    except DraaiboekError as error:
        say(f"build.py: {error}")
        for line in (error.hint, error.output):
            if line:
                say("\n".join(f"    {each}" for each in line.splitlines()))
        return error.exit_code
    except BrokenPipeError:
        # The reader of the pipe (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: Namespace, project: Project) -> int:
    try:
        own_folders.refuse_others(project)
        return int(options.command(project, options))
    except BrokenPipeError:
        raise
    except (OSError, MemoryError, RuntimeError) as error:
        refusal = refused(error)
        if refusal is None:
            raise
        raise refusal from error


def _write_utf_8() -> None:
    """Write UTF-8 to pipes and files: on Windows the default is the local code page, which lacks characters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
