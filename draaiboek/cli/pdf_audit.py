"""`build.py audit pdf`: whether every PDF of out/site is accessible, by our own checks and by veraPDF."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from draaiboek.base.dutch import count
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.project import Project
from draaiboek.cli.printing import answer, say
from draaiboek.forms.pdf import conformance, emptiness
from draaiboek.lab.audit import vera_pdf
from draaiboek.pipeline import earlier

NOT_JUDGED = 3


def check_pdfs(project: Project, _options: argparse.Namespace) -> int:
    """Check the PDFs of out/site; return 0 when they are good, 1 when they are not, 3 when veraPDF is not installed.

    Raises ToolError when veraPDF is there but gives no verdict that counts, after printing what our own checks found.
    """
    earlier.refuse(project)
    files = sorted(project.site.glob("pdf/*.pdf"))
    if not files:
        message = "er zijn nog geen pdf's om te bekijken"
        raise UsageError(message, hint="Maak ze eerst: python3 build.py")
    _prove(files[0].read_bytes())
    found = [f"{path.name}: {problem}" for path in files for problem in conformance.problems(path.read_bytes())]
    found += _empty(files)
    try:
        judged = _judged(files)
    except ToolError:
        _report(files, found, "alleen zelf")
        raise
    if judged is None:
        _report(files, found, "alleen zelf")
        say(f"veraPDF is er niet: niemand anders keek. Zet haar op het zoekpad, of haar plaats in {vera_pdf.PROGRAM}.")
        return 1 if found else NOT_JUDGED
    found += judged
    _report(files, found, "zelf en door veraPDF")
    return 1 if found else 0


def _report(files: Sequence[Path], found: Sequence[str], by: str) -> None:
    for line in found:
        answer(line)
    say(f"{count(len(files), 'pdf', 'pdf’s')} bekeken, {by}: {count(len(found), 'fout', 'fouten')}")


def _prove(pdf: bytes) -> None:
    """Raise ToolError when our own checks find nothing wrong with a PDF that was deliberately spoiled."""
    for name, bad in conformance.spoiled(pdf).items():
        if not list(conformance.problems(bad)):
            message = f"de controle vindt niets mis met een pdf {name}: ze telt niet"
            raise ToolError(message)


def _empty(files: Sequence[Path]) -> Iterator[str]:
    """Print which pages are more than half blank, as the last of a chapter may be; yield a line for each empty one."""
    for path in files:
        pages = list(enumerate(emptiness.white(path.read_bytes()), start=1))
        yield from (f"{path.name}: bladzijde {page} is leeg" for page, share in pages if share > emptiness.NOTHING)
        half = [f"{page} ({share:.0%})" for page, share in pages if share > emptiness.HALF]
        if half:
            say(f"{path.name}: van de {len(pages)} bladzijden voor de helft of meer wit: {', '.join(half)}")


def _judged(files: Sequence[Path]) -> list[str] | None:
    """Return what veraPDF holds against *files*; None when it is not installed."""
    vera = vera_pdf.program()
    if not vera:
        return None
    vera_pdf.prove(vera, files[0].read_bytes())
    return list(_verdicts(vera, files))


def _verdicts(vera: str, files: Sequence[Path]) -> Iterator[str]:
    for flavour, standard in vera_pdf.FLAVOURS.items():
        for verdict in vera_pdf.judge(vera, files, flavour):
            if not verdict.complies:
                rules = "; ".join(verdict.broken) or "zonder uitleg"
                yield f"{Path(verdict.name).name}: volgens veraPDF geen {standard}: {rules}"
