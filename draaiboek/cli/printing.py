"""What every command prints: what is wrong with the text, and how much of it there is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.dutch import count
from draaiboek.base.sarif import as_sarif

FORMATS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": diagnostics.as_text,
    "github": diagnostics.as_github,
    "json": diagnostics.as_json,
    "sarif": as_sarif,
}


def show(problems: Sequence[Diagnostic], form: str = "text") -> None:
    """Print *problems* in *form*: for people with how many there are, for programs alone on standard output."""
    if form != "text":
        print(FORMATS[form](problems))
        return
    if problems:
        say(diagnostics.as_text(problems))
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = count(len(problems) - errors, "waarschuwing", "waarschuwingen")
    say(f"{count(errors, 'fout', 'fouten')}, {warnings}")


def say(text: str) -> None:
    """Print a line for the person at the keyboard, beside what the command answers."""
    print(text, file=sys.stderr, flush=True)
