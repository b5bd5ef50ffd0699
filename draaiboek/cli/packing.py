"""`build.py pack`: the package for the distributor."""

from __future__ import annotations

import argparse

from draaiboek.base.dutch import count
from draaiboek.base.project import Project
from draaiboek.cli.printing import say
from draaiboek.pipeline import pack as package


def pack(project: Project, options: argparse.Namespace) -> int:
    """Write the package of a published edition to out/pack/."""
    path, number = package.pack(project, options.edition, options.folder)
    files = count(number, "bestand", "bestanden")
    say(f"{path.relative_to(project.root)}: {files} van de editie, met brief en mailteksten")
    return 0
