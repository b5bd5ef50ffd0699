"""`build.py completion`: what a shell needs to complete our commands when Tab is pressed."""

from __future__ import annotations

import argparse

import shtab

from draaiboek.base.project import Project


def completion(_project: Project, options: argparse.Namespace) -> int:
    """Print what `options.shell` must read, made of the very table of the commands."""
    print(shtab.complete(options.table, options.shell))
    return 0
