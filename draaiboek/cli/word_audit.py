"""`build.py audit words`: whether every word of the text is in every form of out/site."""

from __future__ import annotations

import argparse
import shutil

from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.cli.printing import answer, say, show
from draaiboek.editions import manifest
from draaiboek.lab.audit.words_in_forms import PDFTOTEXT, parted
from draaiboek.pipeline import earlier
from draaiboek.pipeline.examine import examine


def check_words(project: Project, _options: argparse.Namespace) -> int:
    """Compare websites, EPUBs, PDFs and search texts of out/site with the text; return 1 when they differ."""
    earlier.refuse(project)
    if not (project.site / manifest.NAME).exists():
        message = "in out/site staat geen volledige editie: 'site' en 'pdf' maken er maar een deel van"
        raise UsageError(message, hint="Maak alles, ook de epub's: python3 build.py")
    checked = examine(project)
    if checked.failed:
        show(checked.problems)
        return 1
    if not shutil.which(PDFTOTEXT):
        say(f"Zonder {PDFTOTEXT} (apt install poppler-utils) zijn de pdf's niet bekeken.")
    found = list(parted(checked.variants, project.site))
    for each in found:
        where = f"{each.variant}/{each.page}".rstrip("/")
        answer(f"{where}: {each.form} zegt ‘{each.found}’ in plaats van ‘{each.wanted}’")
    pages = sum(len(variant.pages) for variant in checked.variants)
    say(f"{count(pages, 'pagina', 'pagina’s')} naast elke vorm gelegd: {len(found)} verschillen")
    return int(bool(found))
