"""`build.py build`, `site` and `pdf`: what is made in out/site, and what prevents it."""

from __future__ import annotations

import argparse

from draaiboek.base.dutch import count
from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project
from draaiboek.cli.printing import say, show
from draaiboek.pipeline import earlier, unchanged
from draaiboek.pipeline.outcome import Built, Parts


def build(project: Project, options: argparse.Namespace) -> int:
    """Make the whole edition."""
    return _make(project, Parts(), options)


def site(project: Project, options: argparse.Namespace) -> int:
    """Make only websites."""
    return _make(project, Parts(pdf=False, sectors=tuple(options.sector)), options)


def pdf(project: Project, options: argparse.Namespace) -> int:
    """Make only PDFs."""
    return _make(project, Parts(site=False, sectors=tuple(options.sector)), options)


def _make(project: Project, parts: Parts, options: argparse.Namespace) -> int:
    found = None if options.fresh else unchanged.inputs(project)
    if found and (built := unchanged.standing(project, parts, found)):
        return tell(built, options.format)
    # These import MkDocs and Typst, which takes a second that a build without changes does not spend.
    from draaiboek.cli.progress import steps  # noqa: PLC0415
    from draaiboek.pipeline.build import alone, make  # noqa: PLC0415

    with alone(project):
        try:
            built = make(project, parts, steps=steps, found=found)
        except (ToolError, OSError, MemoryError):
            tell_earlier(project)
            raise
        code = tell(built, options.format)
        if built.failed:
            tell_earlier(project)
        return code


def tell_earlier(project: Project) -> None:
    """Print what out/site still contains from an earlier build, so that nobody takes it for the present text."""
    if found := earlier.found(project):
        say(f"{found} Neem het niet voor de tekst van nu.")


def tell(built: Built, form: str) -> int:
    """Print the outcome of a build, its problems in *form*; return the exit code."""
    show(built.problems, form)
    if built.failed:
        say("Er is niets gemaakt: los eerst de fouten op.")
        return 1
    pages, pdfs = count(built.pages, "pagina", "pagina’s"), count(built.pdfs, "pdf", "pdf’s")
    nothing = "niets gewijzigd · " if built.stood else ""
    say(f"out/site: {pages}, {pdfs} · {nothing}{built.timer.summary()}")
    return 0
