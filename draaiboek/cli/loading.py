"""Loads the text for commands that write or sign; they refuse, and show why, when part of it cannot be read."""

from __future__ import annotations

from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic, has_errors
from draaiboek.base.model import Source
from draaiboek.base.project import Project
from draaiboek.cli.printing import say, show
from draaiboek.pipeline import examine


def unreadable(project: Project, *, but: PurePosixPath | None = None) -> tuple[Source, bool]:
    """Return the text of *project* for a command that writes, and whether part of it is unreadable, which is shown.

    The file *but* may be unreadable: the command overwrites it.
    """
    source, problems = examine.for_writing(project, but=but)
    return source, _stops(problems)


def unfit_to_sign(project: Project) -> tuple[Source, bool]:
    """Return the text of *project* for a command that signs it, and whether it has errors, which are then shown."""
    source, problems = examine.for_signing(project)
    return source, _stops(problems)


def _stops(problems: tuple[Diagnostic, ...]) -> bool:
    if has_errors(problems):
        show(problems)
        say("Er is niets gedaan: los eerst de fouten op.")
    return has_errors(problems)
