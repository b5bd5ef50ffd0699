"""`build.py bench`: what the work costs, line by line as it is measured. Trust the ratios, not the seconds."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from draaiboek.base.project import Project
from draaiboek.cli.printing import answer
from draaiboek.lab import bench


def everything(project: Project, options: argparse.Namespace) -> int:
    """Measure everything."""
    for part in (site, serve, pdf, publication, scale):
        part(project, options)
    return 0


def site(project: Project, options: argparse.Namespace) -> int:
    """Measure websites in comparison with other programs."""
    return _print(bench.site.measure(project, options.rounds))


def serve(project: Project, options: argparse.Namespace) -> int:
    """Measure how soon a saved sentence is shown, in comparison with other programs."""
    return _print(bench.serve.measure(project, options.rounds))


def pdf(project: Project, options: argparse.Namespace) -> int:
    """Measure websites and PDFs in comparison with MkDocs and mkdocs-to-pdf."""
    return _print(bench.pdf.measure(project, options.rounds))


def publication(project: Project, _options: argparse.Namespace) -> int:
    """Measure how the cost of a publication grows with the number of editions."""
    return _print(bench.publication.measure(project))


def scale(project: Project, options: argparse.Namespace) -> int:
    """Measure how the cost of everything grows with the text."""
    return _print(bench.scale.measure(project, options.sizes or bench.scale.SIZES))


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        answer(line)
    return 0
