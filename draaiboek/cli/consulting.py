"""`build.py consult`: a text goes out to be read, remarks come back, and each gets an answer."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from draaiboek.base.dutch import count
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.cli.printing import answer, answer_json, say, show
from draaiboek.cli.progress import steps
from draaiboek.forms.office.answers import shown
from draaiboek.pipeline.consult import importing, opening, reporting
from draaiboek.pipeline.consult.reporting import Standing


def open_round(project: Project, options: argparse.Namespace) -> int:
    """Make a reading copy and a form for one sector."""
    until = _day(options.until)
    opened = opening.open_round(project, options.sector, options.edition, until, today=date.today(), steps=steps)
    if opened.folder is None or opened.record is None:
        show(opened.problems)
        say("Er is geen ronde geopend: los eerst de fouten op.")
        return 1
    for path in sorted(opened.folder.iterdir()):
        answer(str(path.relative_to(project.root)))
    answer(str(opened.record.relative_to(project.root)))
    say(f"{opened.paragraphs} alinea's met een nummer. Stuur de bestanden rond, en leg ronde.yml vast (commit).")
    return 0


def bring_in(project: Project, options: argparse.Namespace) -> int:
    """Import returned forms, and decisions; return 1 when anything could not be imported."""
    imported = importing.bring_in(project, [Path(name) for name in options.files])
    if imported.problems:
        show(imported.problems)
        say("Er is niets ingelezen: los eerst de fouten op.")
        return 1
    for path in imported.written:
        answer(str(path.relative_to(project.root)))
    if imported.refused:
        say(shown(imported.refused))
    if imported.named:
        say("Hier staat misschien de naam van een persoon, en dit komt op de website. Kijk het na, en haal hem weg:")
        say("\n".join(f"    {path.relative_to(project.root)}" for path in imported.named))
    told = [
        f"{count(len(imported.written), 'bestand', 'bestanden')} geschreven",
        f"{imported.known} al bekend",
        f"{count(len(imported.refused), 'cel', 'cellen')} niet ingelezen",
    ]
    say(", ".join(told))
    if imported.refused:
        say(
            "Verbeter wat hierboven staat en lees hetzelfde bestand opnieuw in: wat er al is, komt er geen tweede keer."
        )
    return int(bool(imported.refused))


def report(project: Project, options: argparse.Namespace) -> int:
    """Show each sector's progress, and write the table in which final editors decide."""
    made = reporting.report(project, options.edition)
    if made.problems:
        show(made.problems)
        return 1
    if options.format == "json":
        answer_json(json.dumps([_as_object(each) for each in made.standings], ensure_ascii=False, indent=2))
        return 0
    answer(_table([reporting.HEADS, *map(reporting.row, made.standings)]))
    for path in made.tables:
        say(str(path.relative_to(project.root)))
    return 0


def _as_object(standing: Standing) -> dict[str, object]:
    asked = standing.round
    return {
        "sector": standing.sector,
        "editie": standing.edition,
        "geopend": asked.opened.isoformat() if asked else None,
        "tot": asked.until.isoformat() if asked else None,
        "opmerkingen": standing.remarks,
        "open": standing.open,
        **{str(verdict): number for verdict, number in standing.verdicts.items() if verdict},
        "alinea_weg": standing.missing,
    }


def _table(rows: list[tuple[str | int, ...]]) -> str:
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(rows[0]))]
    lines = (
        "  ".join(
            f"{cell:>{width}}" if isinstance(cell, int) else f"{cell:<{width}}"
            for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"'{text}' is geen datum"
        raise UsageError(message, hint="Schrijf JJJJ-MM-DD, bijvoorbeeld 2027-01-31.") from error
