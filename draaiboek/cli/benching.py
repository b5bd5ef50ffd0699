"""`build.py bench`: what the work costs, line by line as it is measured. Ratios hold, seconds do not."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from draaiboek.base.project import Project
from draaiboek.lab import bench


def text(project: Project, _options: argparse.Namespace) -> int:
    """Measure how checking and composing grow with the text."""
    return _print(bench.text.measure(project))


def publication(project: Project, _options: argparse.Namespace) -> int:
    """Measure how a publication grows with the number of editions."""
    return _print(bench.publication.measure(project))


def pdf(project: Project, _options: argparse.Namespace) -> int:
    """Measure websites and PDFs beside MkDocs with mkdocs-to-pdf."""
    return _print(bench.pdf.measure(project))


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        print(line, flush=True)
    return 0
