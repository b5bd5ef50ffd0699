"""The table in which final editors decide: one row per remark, with the paragraph as it was read and as it is now."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from draaiboek.base.model import Remark, Verdict, place_name
from draaiboek.compose.normal_form import collapse
from draaiboek.compose.paragraphs import Whereabouts
from draaiboek.content.schema import READ
from draaiboek.forms.office.answers import Field, Refusal, struck, words
from draaiboek.forms.office.spreadsheet import Read, Sheet, address

SHEET = "Besluiten"
_KEY, _VERDICT, _ANSWER, _LANDED = "Kenmerk", "Besluit", "Antwoord", "Geland"
_TO_FILL = (_VERDICT, _ANSWER, _LANDED)
_PLACE = "Waar nu"
_HEADS = (
    (_KEY, 26), ("Alinea", 8), ("Waar toen", 34), ("Alinea toen", 60), ("De alinea is nu", 18), (_PLACE, 34),
    ("Alinea nu", 60), ("Opmerking", 60), ("Voorstel", 60), ("Functie", 24), ("Organisatie", 24), (_VERDICT, 16),
    (_ANSWER, 60), (_LANDED, 40),
)  # fmt: skip
_VERDICTS = tuple(str(verdict) for verdict in Verdict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a row decides about the remark *key*; *cell*, *key_cell* and *landed_cell* are the places of its cells."""

    key: str
    verdict: Verdict
    answer: str
    landed: str
    cell: str
    key_cell: str
    landed_cell: str


def key_of(remark: Remark) -> str:
    """Return the key of *remark* in the table."""
    return f"{remark.sector}/{remark.edition}/{remark.id}"


def sheet(rows: Sequence[tuple[Remark, Whereabouts]]) -> Sheet:
    """Return the table of remarks, each with the present whereabouts of its paragraph."""
    names = tuple(name for name, _ in _HEADS)
    open_cells = frozenset((row, names.index(name)) for row in range(1, len(rows) + 1) for name in _TO_FILL)
    return Sheet(
        SHEET,
        (names, *(tuple(_row(remark, now)) for remark, now in rows)),
        tuple(width for _, width in _HEADS),
        frozenset({0}),
        open_cells,
        {names.index(_VERDICT): _VERDICTS},
        frozen=1,
    )


def _row(remark: Remark, now: Whereabouts) -> Iterator[str | int]:
    yield key_of(remark)
    yield remark.number or ""
    yield place_name(remark.page, remark.section) if remark.is_about_a_place else ""
    yield remark.paragraph
    yield now.said
    yield now.name
    yield now.paragraph.words if now.paragraph else ""
    yield from (remark.text, remark.proposal, remark.role, remark.organisation)
    yield from (str(remark.verdict or ""), remark.answer, remark.landed)


def is_table(found: Sequence[Read]) -> bool:
    """Return whether *found* are the sheets of this table."""
    return any(each.name == SHEET for each in found)


def read(found: Sequence[Read], file: str) -> tuple[tuple[Decision, ...], tuple[Refusal, ...]]:
    """Return what the table decides, and what of it cannot be imported; a row without a decision is skipped."""
    refusals: list[Refusal] = []
    table = next(each for each in found if each.name == SHEET)
    heads = {collapse(cell.text).casefold(): column for column, cell in enumerate(table.rows[0] if table.rows else ())}
    missing = [name for name in (_KEY, *_TO_FILL) if name.casefold() not in heads]
    if missing:
        text = f"op het blad '{SHEET}' ontbreekt de kolom '{missing[0]}'"
        return (), (Refusal(file, text, "Maak de tabel opnieuw: python3 build.py consult report"),)
    refusals += _outside(
        table, {column for name, _ in _HEADS if (column := heads.get(name.casefold())) is not None}, file
    )
    decisions: list[Decision] = []
    for row in range(1, len(table.rows)):
        fields = {
            name: Field(f"'{name}'", f"{file}, blad {SHEET}, cel {address(row, column)}", table.cell(row, column))
            for name in (_KEY, *_TO_FILL)
            for column in (heads[name.casefold()],)
        }
        if any(fields[name].cell.text.strip() for name in _TO_FILL):
            column = heads.get(_PLACE.casefold())
            decisions += _decision(fields, "" if column is None else table.cell(row, column).text.strip(), refusals)
    return tuple(decisions), tuple(refusals)


def _outside(table: Read, ours: Collection[int], file: str) -> Iterator[Refusal]:
    """Yield every filled cell of *table* in no column of *ours*: what somebody wrote there would be lost."""
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            if column not in ours and cell.text.strip():
                hint = f"Zet de tekst bij '{_ANSWER}', of haal ze weg."
                place = f"{file}, blad {SHEET}, cel {address(row, column)}"
                yield Refusal(place, "deze cel staat naast de tabel, en wordt niet ingelezen", hint)


def _decision(fields: dict[str, Field], place: str, refusals: list[Refusal]) -> Iterator[Decision]:
    """Yield the decision in *fields*, about a paragraph that is now at *place*, or add all that is wrong with it."""
    before = len(refusals)
    refusals += struck(fields.values())
    said = {name: words(field, refusals) for name, field in fields.items()}
    if len(refusals) > before:
        return
    verdict, landed = said[_VERDICT].casefold(), said[_LANDED]
    if verdict not in _VERDICTS:
        text = f"'{said[_VERDICT]}' is geen besluit" if verdict else "het besluit ontbreekt"
        refusals.append(fields[_VERDICT].refused(text, f"Kies uit: {', '.join(_VERDICTS)}."))
    else:
        if verdict != Verdict.TAKEN and not said[_ANSWER]:
            refusals.append(fields[_ANSWER].refused("het antwoord ontbreekt", "Zeg in één zin waarom."))
        if verdict != Verdict.NOT and not re.fullmatch(READ, landed):
            text = f"'{landed}' is geen plaats in de tekst" if landed else "de plaats in de tekst ontbreekt"
            where = f" Bij de alinea zelf? Dan is het: {place}" if re.fullmatch(READ, place) else ""
            refusals.append(fields[_LANDED].refused(text, f"Schrijf waar het nu staat, als pagina.md#id.{where}"))
    if len(refusals) == before:
        places = (fields[name].place for name in (_VERDICT, _KEY, _LANDED))
        yield Decision(said[_KEY], Verdict(verdict), said[_ANSWER], landed, *places)
