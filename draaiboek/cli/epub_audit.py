"""`build.py audit epub`: whether every EPUB of out/site is one, by epubcheck."""

from __future__ import annotations

import argparse

from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.cli.printing import answer, say
from draaiboek.lab.audit import epub_check
from draaiboek.pipeline import earlier


def check_epubs(project: Project, _options: argparse.Namespace) -> int:
    """Let epubcheck look at the EPUBs of out/site; return 1 when it has a remark. Raises ToolError without Java."""
    earlier.refuse(project)
    files = sorted(project.site.glob("epub/*.epub"))
    if not files:
        message = "er zijn nog geen e-boeken om te bekijken"
        raise UsageError(message, hint="Maak ze eerst: python3 build.py")
    found = list(epub_check.remarks(files))
    for name, remark in found:
        answer(f"{name}: {remark}")
    seen = count(len(files), "e-boek", "e-boeken")
    say(f"{seen} bekeken door epubcheck: {count(len(found), 'opmerking', 'opmerkingen')}")
    return int(bool(found))
