"""How commands print diagnostics, their counts and answers."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence

from draaiboek.base import characters, diagnostics
from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.dutch import count
from draaiboek.base.sarif import as_sarif

FORMATS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": diagnostics.as_text,
    "github": diagnostics.as_github,
    "json": diagnostics.as_json,
    "sarif": as_sarif,
}


def show(problems: Sequence[Diagnostic], form: str = "text", *, advice: bool = False, everything: bool = False) -> None:
    """Print *problems* in *form*: for people on standard error with their counts, for programs on standard output.

    Advice stops nothing, so people only see how much of it there is, unless they ask for *advice*. They see the causes,
    and with *everything* also each of their consequences.
    """
    if form == "github":
        answer_exactly(diagnostics.as_github(problems if everything else diagnostics.for_people(problems)))
    elif form != "text":
        answer_json(FORMATS[form](problems))
    else:
        _show_to_people(problems, advice=advice, everything=everything)


def _show_to_people(problems: Sequence[Diagnostic], *, advice: bool, everything: bool) -> None:
    every = [problem for problem in problems if advice or problem.severity is not Severity.ADVICE]
    said = every if everything else diagnostics.for_people(every)
    if said:
        say(diagnostics.as_text(said))
    tally = Counter(problem.severity for problem in problems)
    warnings = count(tally[Severity.WARNING], "waarschuwing", "waarschuwingen")
    say(f"{count(tally[Severity.ERROR], 'fout', 'fouten')}, {warnings}")
    if len(said) < len(every):
        say(f"in {count(len(said), 'melding', 'meldingen')}; elke plaats apart: python3 build.py check --all")
    if tally[Severity.ADVICE] and not advice:
        many = count(tally[Severity.ADVICE], "advies", "adviezen")
        say(f"en {many} (dat houdt niets tegen): python3 build.py check --advice")


def say(text: str) -> None:
    """Print *text*, which may quote anybody, on standard error: standard output is for the answer of a command."""
    print(characters.told(text), file=sys.stderr, flush=True)


def answer(text: str) -> None:
    """Print *text*, which may quote anybody, on standard output."""
    print(characters.told(text), flush=True)


def answer_json(text: str) -> None:
    """Print the JSON *text* on standard output, escaped so that it contains no workflow command and hides nothing."""
    print(characters.escaped(text).replace("##", r"#\u0023"), flush=True)


def answer_exactly(text: str) -> None:
    """Print *text* on standard output as it is, for a program or a page to read, not for the log of a CI machine."""
    sys.stdout.write(f"{text}\n")
