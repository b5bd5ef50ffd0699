"""`build.py diff`: the differences between two editions, or an edition and the working text."""

from __future__ import annotations

import argparse

from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.cli.printing import say, show
from draaiboek.pipeline.compare import WORKING, compare
from draaiboek.pipeline.examine import examine


def diff(project: Project, options: argparse.Namespace) -> int:
    """Write out/diff/<FROM>--<TO>; return 1 when the working text is one of the two and has errors."""
    if options.old == options.new:
        message = f"twee keer '{options.old}': er valt niets te vergelijken"
        raise UsageError(message, hint="Geef twee edities op, of een editie en 'werk'.")
    checked = examine(project) if WORKING in {options.old, options.new} else None
    if checked and checked.failed:
        show(checked.problems)
        say("Er is niets vergeleken: los eerst de fouten op.")
        return 1
    into, names = compare(
        project, options.old, options.new, sectors=options.sector, folder=options.folder, checked=checked
    )
    pages = count(sum(name.endswith(".html") for name in names), "pagina", "pagina’s")
    books = count(sum(name.endswith(".pdf") for name in names), "pdf", "pdf’s")
    say(f"{into.relative_to(project.root)}: {pages}, {books}")
    return 0
