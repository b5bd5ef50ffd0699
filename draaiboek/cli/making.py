"""`build.py build`, `site` and `pdf`: what is made in out/site, and what is in the way."""

from __future__ import annotations

import argparse

from draaiboek.base.dutch import count
from draaiboek.base.project import Project
from draaiboek.cli.printing import say, show
from draaiboek.cli.progress import steps
from draaiboek.pipeline.build import Built, Parts, make


def build(project: Project, options: argparse.Namespace) -> int:
    """Make the whole edition."""
    return tell(make(project, Parts(), steps=steps), options.format)


def site(project: Project, options: argparse.Namespace) -> int:
    """Make only websites."""
    return tell(make(project, Parts(pdf=False, sectors=tuple(options.sector)), steps=steps), options.format)


def pdf(project: Project, options: argparse.Namespace) -> int:
    """Make only PDFs."""
    return tell(make(project, Parts(site=False, sectors=tuple(options.sector)), steps=steps), options.format)


def tell(built: Built, form: str) -> int:
    """Say what a build came to, its problems in *form*; return the exit code."""
    show(built.problems, form)
    if built.failed:
        say("Er is niets gemaakt: los eerst de fouten op.")
        return 1
    pages, pdfs = count(built.pages, "pagina", "pagina’s"), count(built.pdfs, "pdf", "pdf’s")
    say(f"out/site: {pages}, {pdfs} · {built.timer.summary()}")
    return 0
