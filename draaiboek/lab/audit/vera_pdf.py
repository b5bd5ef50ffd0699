"""veraPDF, the validator of the PDF Association, where it is installed: its verdicts on files, as values.

Its report is the XML of `verapdf --format xml` (https://docs.verapdf.org/cli/validation/). A verdict without checks is
not a verdict, and a validator that passes a file that is known to be bad proves nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from draaiboek.base import process, scratch
from draaiboek.base.errors import ToolError
from draaiboek.forms.pdf import conformance

PROGRAM = "VERAPDF"
FLAVOURS: Mapping[str, str] = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}
FEWEST_CHECKS = 100
_REFUSED_BY_ALL = ("zonder structuur", "zonder kenmerken")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says about a file: whether it complies, after how many checks, and the rules that it breaks."""

    name: str
    complies: bool
    checks: int
    broken: tuple[str, ...] = ()


def program() -> str:
    """Return where veraPDF is, by the variable VERAPDF or on the search path; '' when nobody says where and it is not.

    Raises ToolError when VERAPDF names what is not a program.
    """
    said = os.environ.get(PROGRAM, "")
    found = shutil.which(said or "verapdf")
    if said and not found:
        message = f"{PROGRAM} noemt geen programma: {said}"
        raise ToolError(message, hint=f"Zet in {PROGRAM} waar veraPDF staat, of maak {PROGRAM} leeg.")
    return str(Path(found).absolute()) if found else ""  # absolute, because it is started in the folder of the files


def prove(vera: str, pdf: bytes) -> None:
    """Raise ToolError when *vera* finds nothing wrong with spoiled copies of *pdf*."""
    with scratch.folder() as folder:
        files = []
        for number, name in enumerate(_REFUSED_BY_ALL):
            files.append(folder / f"{number}.pdf")
            files[-1].write_bytes(conformance.spoiled(pdf)[name])
        for flavour, standard in FLAVOURS.items():
            for verdict in judge(vera, files, flavour):
                if verdict.complies:
                    what = _REFUSED_BY_ALL[int(Path(verdict.name).stem)]
                    message = f"veraPDF noemt een bestand {what} een goede {standard}: zijn oordeel telt niet"
                    raise ToolError(message, hint="Kijk of het de echte veraPDF is, en of ze werkt.")


def judge(vera: str, files: Sequence[Path], flavour: str) -> tuple[Verdict, ...]:
    """Return the verdict of *vera* on each of *files*; raises ToolError when it gives none, or made too few checks."""
    lines: list[str] = []
    command = [vera, "--format", "xml", "--flavour", flavour, *map(str, files)]
    process.run_line_by_line(command, cwd=files[0].parent, env={}, said=lines.append)
    said = "\n".join(lines)
    try:
        report = fromstring(said[max(said.find("<?xml"), 0) :])
    except ParseError as error:
        message = "veraPDF gaf geen verslag"
        raise ToolError(message, output=said[-2000:]) from error
    found = tuple(_verdicts(report))
    missing = {path.name for path in files} - {Path(each.name).name for each in found}
    if missing:
        message = f"veraPDF zegt niets over {', '.join(sorted(missing))}"
        raise ToolError(message, output=said[-2000:])
    if empty := next((each for each in found if each.complies and each.checks < FEWEST_CHECKS), None):
        message = f"veraPDF keek in {Path(empty.name).name} naar maar {empty.checks} dingen: dat is geen oordeel"
        raise ToolError(message)
    return found


def _verdicts(report: Element) -> Iterator[Verdict]:
    for job in report.iter("job"):
        name = job.findtext("item/name") or ""
        said = job.find("validationReport")
        if said is None:  # it could not read the file
            yield Verdict(
                name, complies=False, checks=0, broken=(job.findtext("taskException/exceptionMessage") or "",)
            )
            continue
        details = said.find("details")
        checks = int(details.get("passedChecks", "0")) if details is not None else 0
        rules = said.iterfind("details/rule[@status='failed']")
        broken = tuple(f"{rule.get('clause')}: {rule.findtext('description') or ''}" for rule in rules)
        yield Verdict(name, said.get("isCompliant") == "true", checks, broken)
