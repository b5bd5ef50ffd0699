"""`build.py check`: everything that is wrong with the text, in the form that a person or a Git host reads."""

from __future__ import annotations

import argparse

from draaiboek.base.diagnostics import CODES
from draaiboek.base.project import Project
from draaiboek.check import readability
from draaiboek.cli.printing import say, show
from draaiboek.pipeline.examine import examine


def check(project: Project, options: argparse.Namespace) -> int:
    """Show every diagnostic; return 1 when there are errors."""
    if options.codes:
        print("\n".join(f"{code} {meaning}" for code, meaning in CODES.items()))
        return 0
    checked = examine(project)
    if options.format == "text":
        say(readability.summary(checked.source))
    show(checked.problems, options.format, advice=options.advice)
    return int(checked.failed)
