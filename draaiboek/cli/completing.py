"""`build.py completion`: what a shell needs to complete our commands when Tab is pressed."""

from __future__ import annotations

import argparse

import shtab

from draaiboek.base.project import Project
from draaiboek.cli.printing import answer_exactly


def completion(_project: Project, options: argparse.Namespace) -> int:
    """Print the completion script for `options.shell`, generated from the table of commands itself."""
    answer_exactly(shtab.complete(options.table, options.shell))
    return 0
