"""The text for commands that write or sign: who would do so by half a text is told why not."""

from __future__ import annotations

from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic, has_errors
from draaiboek.base.model import Source
from draaiboek.base.project import Project
from draaiboek.cli.printing import say, show
from draaiboek.pipeline import examine


def unreadable(project: Project, *, but: PurePosixPath | None = None) -> tuple[Source, bool]:
    """Load *project* for a command that writes; tell whether part of it cannot be read, which is then shown.

    The file *but* may be unreadable: the command writes it anew.
    """
    source, problems = examine.for_writing(project, but=but)
    return source, _stops(problems)


def unfit_to_sign(project: Project) -> tuple[Source, bool]:
    """Load *project* for who signs it; tell whether anything in it is wrong, which is then shown."""
    source, problems = examine.for_signing(project)
    return source, _stops(problems)


def _stops(problems: tuple[Diagnostic, ...]) -> bool:
    if has_errors(problems):
        show(problems)
        say("Er is niets gedaan: los eerst de fouten op.")
    return has_errors(problems)
