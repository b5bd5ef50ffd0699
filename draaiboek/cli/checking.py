"""`build.py check`: everything that is wrong with the text, in a format for a person or for a Git host."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from draaiboek.base.diagnostics import CODES, has_errors, ordered
from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.check import readability
from draaiboek.cli.printing import answer, say, show
from draaiboek.pipeline import columns, spelling
from draaiboek.pipeline.examine import examine
from draaiboek.pipeline.repair import repairing
from draaiboek.pipeline.repair.repairing import Signing
from draaiboek.pipeline.review import who


def check(project: Project, options: argparse.Namespace) -> int:
    """Show every diagnostic; return 1 when there are errors."""
    if options.codes:
        answer("\n".join(f"{code} {meaning}" for code, meaning in CODES.items()))
        return 0
    if options.fix:
        return _fix(project, options)
    _refuse_half_a_repair(options)
    checked = examine(project)
    if options.format == "text":
        say(readability.summary(checked.source))
    problems = checked.problems
    if options.advice and not spelling.is_possible():
        say("De spelling is niet nagekeken: op dit toestel is er geen Hunspell.")
    elif options.advice and not checked.failed:
        problems = ordered((*problems, *columns.of_words(project, spelling.check(checked.source))))
    show(problems, options.format, advice=options.advice, everything=options.all)
    if checked.failed and options.format == "text" and repairing.is_possible(project, checked):
        say("Een deel hiervan kan het programma zelf herstellen: python3 build.py check --fix")
    return int(checked.failed)


def _refuse_half_a_repair(options: argparse.Namespace) -> None:
    """Raise UsageError for an option of --fix that is given without it."""
    for given, option in ((options.sector, "--sector"), (options.by, "--by"), (options.yes, "--yes")):
        if given:
            message = f"{option} hoort bij --fix; zonder --fix kijkt check altijd alles na"
            raise UsageError(message, hint="Uitleg: python3 build.py check --help")


def _fix(project: Project, options: argparse.Namespace) -> int:
    """Show what can be repaired without guessing, and write it if that is agreed to.

    Return 1 when there is something left to repair, by the program or by a person.
    """
    signing = Signing(options.sector, who(options.by), date.today()) if options.sector else None
    if signing and not (project.sectors / signing.sector).is_dir():
        message = f"de sector '{signing.sector}' bestaat niet"
        raise UsageError(message, hint="Kies een map in sectors/.")
    repaired = repairing.repair(project, signing)
    for change in repaired.changes:
        answer(repairing.diff(change))
    if repaired.changes and not _agreed(options, len(repaired.changes)):
        return 1
    repairing.write(project, repaired)
    show(repaired.problems)
    return int(has_errors(repaired.problems))


def _agreed(options: argparse.Namespace, files: int) -> bool:
    """Return whether the changes may be written; without a terminal, only --yes allows it."""
    told = count(files, "bestand", "bestanden")
    if options.yes:
        say(f"{told} hersteld")
        return True
    if not sys.stdin.isatty():
        say(f"{told} te herstellen; er is niets geschreven. Schrijven kan met: python3 build.py check --fix --yes")
        return False
    say(f"{told} herstellen? Typ j en Enter; al de rest is nee.")
    return input().strip().lower() in {"j", "ja"}
