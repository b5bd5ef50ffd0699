"""How commands print diagnostics and their counts."""

from __future__ import annotations

import re
import sys
from collections import Counter
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


def show(problems: Sequence[Diagnostic], form: str = "text", *, advice: bool = False) -> None:
    """Print *problems* in *form*: for people with how many there are, for programs alone on standard output.

    Advice stops nothing, so people get only how much there is of it, unless they ask for *advice*.
    """
    if form != "text":
        print(FORMATS[form](problems))
        return
    said = [problem for problem in problems if advice or problem.severity is not Severity.ADVICE]
    if said:
        say(diagnostics.as_text(said))
    tally = Counter(problem.severity for problem in problems)
    warnings = count(tally[Severity.WARNING], "waarschuwing", "waarschuwingen")
    say(f"{count(tally[Severity.ERROR], 'fout', 'fouten')}, {warnings}")
    if tally[Severity.ADVICE] and not advice:
        many = count(tally[Severity.ADVICE], "advies", "adviezen")
        say(f"en {many} over de taal (dat houdt niets tegen): python3 build.py check --advice")


def say(text: str) -> None:
    """Print a line on standard error: standard output is for the answer of a command alone.

    It may quote what somebody wrote, so nothing in it is a command to the machine of a Git host that shows it:
    `##[error]` anywhere in a line, or `::error::` at its start (actions/runner, ActionCommand.cs).
    """
    print(_COMMAND.sub(lambda mark: f"{mark[0]} ", text), file=sys.stderr, flush=True)


_COMMAND = re.compile(r"##(?=\[)|^\s*:(?=:)", re.MULTILINE)
