"""How far a consultation has come: the table in which final editors decide, and a line for each sector."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.dutch import enumeration
from draaiboek.base.errors import UsageError
from draaiboek.base.model import CORE, Remark, Round, Source, Variant, Verdict, edition_number
from draaiboek.base.project import Project
from draaiboek.compose.paragraphs import Finder, How, Whereabouts
from draaiboek.forms.office import decision_table, ods, xlsx
from draaiboek.forms.office.spreadsheet import Read, Sheet
from draaiboek.pipeline.consult.opening import FOLDER
from draaiboek.pipeline.examine import examine

_LOST = frozenset({How.PERHAPS, How.SECTION, How.PAGE, How.GONE})


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one sector has come with one edition; *round* is None when it has not been asked.

    *missing* counts the remarks whose paragraph was not found, or only with uncertainty.
    """

    sector: str
    edition: str
    round: Round | None
    remarks: int
    verdicts: Mapping[Verdict | None, int]
    missing: int

    @property
    def open(self) -> int:
        """How many remarks are waiting for a decision."""
        return self.verdicts.get(None, 0)


@dataclass(frozen=True, slots=True)
class Report:
    """The *problems* that kept the text from being read, or the standing of each sector and the *tables* written."""

    problems: tuple[Diagnostic, ...]
    standings: tuple[Standing, ...] = ()
    tables: tuple[Path, ...] = ()


def report(project: Project, edition: str) -> Report:
    """Write the tables of *edition* in out/, and return how far each sector has come.

    An *edition* of "" means the newest one that exists or that a sector was asked about. Raises UsageError when there
    is no such edition.
    """
    checked = examine(project)
    source = checked.source
    if not checked.variants:
        return Report(checked.problems)
    asked = {*(each.edition for each in source.rounds), *(each.edition for each in source.remarks)}
    known = sorted({checked.variants[0].edition.id, *asked}, key=edition_number)
    edition = edition or known[-1]
    if edition not in known:
        message = f"van editie '{edition}' is hier niets bekend"
        raise UsageError(message, hint=f"Kies uit: {enumeration(known)}.")
    found = _found([each for each in source.remarks if each.edition == edition], checked.variants)
    standings = tuple(_standing(each.slug, edition, source, found) for each in source.sectors)
    folder = project.out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    sheets = (decision_table.sheet(found), _overview(standings))
    tables = tuple(folder / f"besluiten-{edition}{kind.SUFFIX}" for kind in (xlsx, ods))
    for path, content in zip(tables, (xlsx.write(sheets), ods.write(sheets)), strict=True):
        path.write_bytes(content)
    return Report((), standings, tables)


def _found(remarks: Sequence[Remark], variants: Sequence[Variant]) -> list[tuple[Remark, Whereabouts]]:
    """Return each of *remarks* with the present whereabouts of its paragraph, in the order of the present text."""
    by_slug = {variant.slug: variant for variant in variants}
    finders = {slug: Finder(by_slug.get(slug, by_slug[CORE])) for slug in sorted({each.sector for each in remarks})}
    pairs = [
        (each, finders[each.sector].find(each.page, each.section, each.paragraph, each.proposal)) for each in remarks
    ]
    return sorted(pairs, key=lambda pair: (pair[0].sector, pair[0].number, pair[0].id))


def _standing(sector: str, edition: str, source: Source, found: Sequence[tuple[Remark, Whereabouts]]) -> Standing:
    own = [(remark, place) for remark, place in found if remark.sector == sector]
    asked = next((each for each in source.rounds if (each.sector, each.edition) == (sector, edition)), None)
    verdicts = Counter(remark.verdict for remark, _ in own)
    missing = sum(place.how in _LOST for _, place in own)
    return Standing(sector, edition, asked, len(own), verdicts, missing)


OVERVIEW = "Overzicht"
HEADS = ("Sector", "Ronde", "Opmerkingen", "Open", *(str(each).capitalize() for each in Verdict), "Alinea weg")


def row(standing: Standing) -> tuple[str | int, ...]:
    """Return *standing* as the cells below HEADS."""
    until = f"tot {standing.round.until}" if standing.round else "niet geopend"
    counted = (standing.verdicts.get(each, 0) for each in Verdict)
    return (standing.sector, until, standing.remarks, standing.open, *counted, standing.missing)


def _overview(standings: Sequence[Standing]) -> Sheet:
    widths = (24, 18, *[16] * (len(HEADS) - 2))
    return Sheet(OVERVIEW, (HEADS, *map(row, standings)), widths, frozenset({0}), frozen=1)


def is_overview(sheet: Read, sectors: Collection[str]) -> bool:
    """Return whether *sheet* is the overview as it was sent out, with nothing written on it."""
    head, *rows = [[cell.text for cell in row] for row in sheet.rows] or [[]]
    return (
        sheet.name == OVERVIEW
        and tuple(head) == HEADS
        and all(row[0] in sectors and _STANDING.fullmatch("|".join(row[1:])) for row in rows)
    )


_STANDING = re.compile(rf"(tot [\d-]+|niet geopend)(\|\d+){{{len(HEADS) - 2}}}")
