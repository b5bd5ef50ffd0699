"""The form of a consultation: one row per remark, and the list of paragraphs by which a remark finds its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from draaiboek.base.dutch import enumeration, long_date
from draaiboek.base.model import ALIAS, ALL
from draaiboek.compose.normal_form import collapse
from draaiboek.compose.paragraphs import Numbered, mark_of
from draaiboek.content.schema import EDITION_NUMBER
from draaiboek.forms.office.answers import NUMBER, Field, Refusal, number, role, struck, words
from draaiboek.forms.office.spreadsheet import Cell, Kind, Read, Sheet, address
from draaiboek.render.layout import page_url

REMARKS, LIST, HELP = "Opmerkingen", "Alinea's", "Uitleg"
PARAGRAPH, TEXT, PROPOSAL = "Alinea", "Opmerking", "Voorstel voor de tekst"
ROLE, ORGANISATION = "Jouw functie (geen naam)", "Jouw organisatie"
ROUND = "Ronde"
NAMES = {PARAGRAPH: "de alinea", TEXT: "de opmerking", PROPOSAL: "het voorstel"}
EMPTY_ROWS = 200
_ROLE_ROW, _ORGANISATION_ROW, _HEAD_ROW = 2, 3, 5
_OURS = "Vul het formulier in dat bij de leeskopie zat, en wijzig de koppen niet."
_ONLY_A_PROPOSAL = "(alleen een voorstel)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom: *name* of the guidebook, *sector* its slug and *title* its name, *until* which day."""

    name: str
    edition: str
    sector: str
    title: str
    until: date
    paragraphs: tuple[Numbered, ...]

    @property
    def heading(self) -> str:
        """Return the title of the form."""
        return f"Opmerkingen bij {self.name}, editie {self.edition}, {self.title} – tot en met {long_date(self.until)}"


@dataclass(frozen=True, slots=True)
class Said:
    """One remark: *number* is 0 and *paragraph* is '' when it is about *place*, or about the whole when that is ''."""

    cell: str
    number: int
    place: str
    paragraph: str
    text: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of paragraphs, as it came back."""

    place: str
    mark: str
    words: str
    cell: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A form that came back, before it is judged; each of *rows* has a field for each column."""

    edition: str
    sector: str
    role: Field
    organisation: Field
    rows: tuple[Mapping[str, Field], ...]
    paragraphs: Mapping[int, Entry]


@dataclass(frozen=True, slots=True)
class Filled:
    """The valid contents of a completed form."""

    edition: str
    sector: str
    role: str
    organisation: str
    remarks: tuple[Said, ...]


def instructions(asked: Asked, *, on_sheets: bool) -> tuple[str, ...]:
    """Return how to fill in the form, one sentence per line: *on_sheets* in an office program, else on the web page."""
    here = (
        f"Schrijf op het blad '{REMARKS}' één opmerking per rij, met het nummer van de alinea."
        if on_sheets
        else "Schrijf bij elke opmerking het nummer van de alinea. Je ziet dan de tekst van die alinea."
    )
    save = (
        "Bewaar het bestand als .xlsx of .ods, en stuur het terug naar wie het je gaf."
        if on_sheets
        else "Klik op 'Bewaar het bestand', en stuur dat bestand terug naar wie je dit formulier gaf. "
        "Sluit deze pagina niet voor je bewaart: ze onthoudt niets. "
        "Een bestand dat je bewaarde, kun je onderaan weer openen."
    )
    return (
        asked.heading,
        "Lees de leeskopie: de pdf, of de website in het zip-bestand.",
        "Voor elke alinea staat een nummer tussen haken, zoals [12].",
        here,
        "Gaat je opmerking over het geheel? Laat het nummer leeg.",
        "Heb je een betere zin? Zet die bij 'Voorstel voor de tekst'.",
        "Vul je functie en je organisatie in. Schrijf nergens een naam, e-mailadres of telefoonnummer.",
        "Schrijf ook niets over een echte casus.",
        save,
        "Je opmerking en wat we ermee deden komen op de website, zonder je functie of organisatie.",
    )


# --- out --------------------------------------------------------------------------------------------------------------


def sheets(asked: Asked) -> tuple[Sheet, ...]:
    """Return the form as sheets."""
    head = (
        (asked.heading,),
        (),
        (ROLE, ""),
        (ORGANISATION, ""),
        (),
        (PARAGRAPH, TEXT, PROPOSAL),
    )
    to_fill = {(_ROLE_ROW, 1), (_ORGANISATION_ROW, 1)}
    to_fill |= {(_HEAD_ROW + row, column) for row in range(1, EMPTY_ROWS + 1) for column in range(3)}
    listed: list[tuple[str | int, ...]] = [
        (ROUND, asked.edition, asked.sector),
        ("Nummer", "Plaats", "Kenmerk", "Tekst"),
    ]
    listed += [(each.number, each.place, each.mark, each.words) for each in asked.paragraphs]
    return (
        Sheet(REMARKS, head, (26, 70, 70), frozenset({0, _HEAD_ROW}), frozenset(to_fill), frozen=_HEAD_ROW + 1),
        Sheet(HELP, tuple((line,) for line in instructions(asked, on_sheets=True)), (110,), frozenset({0})),
        Sheet(LIST, tuple(listed), (10, 40, 12, 110), frozenset({0, 1}), frozen=2),
    )


# --- back -------------------------------------------------------------------------------------------------------------


def read(found: Sequence[Read], file: str) -> tuple[Filled | None, tuple[Refusal, ...]]:
    """Return what *file*, with the sheets *found*, contains, and what of it cannot be imported."""
    refusals: list[Refusal] = []
    raw = _raw(found, file, refusals)
    return (judge(raw, refusals) if raw else None), tuple(refusals)


def judge(raw: Raw, refusals: list[Refusal]) -> Filled | None:
    """Return what is valid in *raw*; the rest goes to *refusals*. None without a function and an organisation."""
    who = role(raw.role, refusals), role(raw.organisation, refusals)
    said = tuple(_said(raw, refusals))
    return Filled(raw.edition, raw.sector, *who, said) if all(who) else None


def _said(raw: Raw, refusals: list[Refusal]) -> Iterator[Said]:
    for row in raw.rows:
        before = len(refusals)
        refusals += struck(row.values())
        linked = _linked(raw, row[PARAGRAPH], refusals)
        which = number(row[PARAGRAPH], refusals) if linked is None else 0
        text, proposal = words(row[TEXT], refusals), words(row[PROPOSAL], refusals)
        entry = _entry(raw, which, row[PARAGRAPH], refusals) if which else Entry(linked or "", "", "", "")
        if len(refusals) > before:
            continue
        if not text and not proposal:
            hint = "Schrijf je opmerking in deze rij, of haal het nummer weg."
            refusals.append(row[TEXT].refused("hier staat een nummer, maar geen opmerking", hint))
        elif entry:
            yield Said(row[TEXT].place, which or 0, entry.place, entry.words, text or _ONLY_A_PROPOSAL, proposal)


def _linked(raw: Raw, field: Field, refusals: list[Refusal]) -> str | None:
    """Return the place whose address on the website is in *field*, as a reader's report gives it.

    None when there is no address in it; '' when it was refused.
    """
    path, mark, name = field.cell.text.strip().partition("#")
    if field.cell.kind is not Kind.TEXT or len(path) > _LONGEST_ADDRESS or not re.match("https?://", path):
        return None
    places = {
        place
        for which, entry in raw.paragraphs.items()
        if entry.mark == mark_of(which, entry.place, entry.words)
        for place in (entry.place, entry.place.partition("#")[0])
    }
    site = re.match(rf"https?://\S+?/(?:{EDITION_NUMBER}|{ALIAS})/(?:(?:{re.escape(raw.sector)}|{ALL})/)?", path)
    rest = path[site.end() :] if site else None
    for place in sorted(places):
        page, *named = place.partition("#")
        if named == [mark, name] and rest == page_url(PurePosixPath(page)):
            return place
    hint = "Zoek het stuk in de leeskopie, en typ het nummer van een alinea."
    refusals.append(field.refused("dit adres is van geen stuk in de leeskopie", hint))
    return ""


_LONGEST_ADDRESS = 2000


def _entry(raw: Raw, which: int, field: Field, refusals: list[Refusal]) -> Entry | None:
    entry = raw.paragraphs.get(which)
    if entry is None:
        most = max(raw.paragraphs, default=0)
        hint = f"De nummers lopen tot {most}. Kijk in de leeskopie welk nummer voor de alinea staat."
        refusals.append(field.refused(f"alinea {which} staat niet in de leeskopie", hint))
    elif entry.mark != mark_of(which, entry.place, entry.words):
        hint = f"Neem je opmerkingen over in een nieuw formulier: in '{LIST}' ({entry.cell}) is iets gewijzigd."
        refusals.append(field.refused(f"we weten niet meer wat alinea {which} was", hint))
        return None
    return entry


def sheets_of(found: Sequence[Read]) -> Mapping[str, Read]:
    """Return which of the sheets *found* are the form's, by the name that we gave them: one may have been renamed."""
    named = {collapse(sheet.name).casefold(): sheet for sheet in found}
    ours = {name: named[name.casefold()] for name in (REMARKS, LIST, HELP) if name.casefold() in named}
    others = [sheet for sheet in found if sheet not in ours.values()]
    for name, is_it in ((REMARKS, _has_head), (LIST, _has_round), (HELP, _has_help)):
        alike = [sheet for sheet in others if is_it(sheet)]
        if name not in ours and len(alike) == 1:
            ours[name] = alike[0]
    return ours


def _has_head(sheet: Read) -> bool:
    return any(_columns(sheet, row) for row in range(len(sheet.rows)))


def _has_round(sheet: Read) -> bool:
    return sheet.cell(0, 0).text.strip() == ROUND


def _has_help(sheet: Read) -> bool:
    return sheet.cell(1, 0).text.strip() == instructions(_NOBODY, on_sheets=True)[1]


def _raw(found: Sequence[Read], file: str, refusals: list[Refusal]) -> Raw | None:
    ours = sheets_of(found)
    remarks, listed = ours.get(REMARKS), ours.get(LIST)
    for name, sheet in ((REMARKS, remarks), (LIST, listed)):
        if sheet is None:
            hint = f"Kreeg het een andere naam? Noem het weer '{name}'. {_OURS}"
            refusals.append(Refusal(file, f"het blad '{name}' ontbreekt", hint))
    if remarks is None or listed is None:
        return None
    head = next((row for row in range(len(remarks.rows)) if _columns(remarks, row)), None)
    if head is None:
        refusals += _no_head(remarks, file)
        return None
    refusals += _outside(remarks, head, file)
    refusals += _in_head(remarks, head, file)
    refusals += _beside_list(listed, remarks, head, file)
    refusals += _in_help(ours.get(HELP), file)
    edition, sector = listed.cell(0, 1).text.strip(), listed.cell(0, 2).text.strip()
    columns = _columns(remarks, head)
    rows = tuple(
        {
            name: Field(NAMES[name], _place(file, remarks, row, column), remarks.cell(row, column))
            for name, column in columns.items()
        }
        for row in range(head + 1, len(remarks.rows))
        if any(remarks.cell(row, column).text.strip() for column in columns.values())
    )
    return Raw(
        edition,
        sector,
        _above(remarks, head, ("functie", "de functie"), file),
        _above(remarks, head, ("organisatie", "de organisatie"), file),
        rows,
        dict(_listed(listed)),
    )


def _no_head(sheet: Read, file: str) -> Iterator[Refusal]:
    """Yield which column heads *sheet* lacks: the cell that was one, or the row that has most of them."""
    row = max(range(len(sheet.rows)), key=lambda number: len(_heads(sheet, number)), default=0)
    found = _heads(sheet, row) if sheet.rows else {}
    lacking = [name for name in NAMES if name not in found]
    missing = enumeration([f"'{name}'" for name in lacking])
    text = f"op het blad '{sheet.name}' ontbreekt de kop {missing}, en niets van dit bestand is ingelezen"
    if not found:
        yield Refusal(file, text, _OURS)
        return
    cells = enumerate(sheet.rows[row])
    others = [column for column, cell in cells if cell.text.strip() and column not in found.values()]
    if len(others) == len(lacking):  # in the order of the form: they were given another name
        for column, name in zip(others, lacking, strict=True):
            told = f"de kop '{name}' ontbreekt, en niets van dit bestand is ingelezen"
            hint = f"Is het deze kolom? Typ hier '{name}'. Zo niet, typ het in een lege kolom van rij {row + 1}."
            yield Refusal(_place(file, sheet, row, column), told, f"{hint} Lees het dan opnieuw in.")
        return
    hint = f"Typ {missing} terug in rij {row + 1}, boven de kolom die zo heette of in een lege, en lees het opnieuw in."
    yield Refusal(f"{file}, blad {sheet.name}, rij {row + 1}", text, hint)


def _columns(sheet: Read, row: int) -> Mapping[str, int]:
    """Return the columns of the form's heads in *row*, in any order; nothing when one is missing."""
    found = _heads(sheet, row)
    return found if len(found) == len(NAMES) else {}


def _heads(sheet: Read, row: int) -> Mapping[str, int]:
    heads = {collapse(cell.text).casefold(): column for column, cell in enumerate(sheet.rows[row])}
    return {name: heads[name.casefold()] for name in NAMES if name.casefold() in heads}


def _above(sheet: Read, head: int, wanted: tuple[str, str], file: str) -> Field:
    """Return the cell beside the one above row *head* with the word in *wanted*, a pair of that word and a name."""
    start, name = wanted
    for row in range(head):
        for column, cell in enumerate(sheet.rows[row]):
            if start in cell.text.casefold() and not _HEADING.match(cell.text):
                at = _answered(sheet, row, column)
                return Field(name, _place(file, sheet, row, at), sheet.cell(row, at))
    return Field(name, f"{file}, blad {sheet.name}", Cell())


def _answered(sheet: Read, row: int, label: int) -> int:
    """Return the column of the answer beside *label*: somebody may have inserted a column of their own between them."""
    filled = (at for at in range(label + 1, len(sheet.rows[row])) if sheet.cell(row, at).text.strip())
    return next(filled, label + 1)


def _outside(sheet: Read, head: int, file: str) -> Iterator[Refusal]:
    """Yield every filled cell beside the columns of the form: what somebody wrote there would be lost."""
    columns = _columns(sheet, head)
    for row in range(head + 1, len(sheet.rows)):
        for column, cell in enumerate(sheet.rows[row]):
            if column not in columns.values() and cell.text.strip():
                hint = f"Zet de tekst bij '{TEXT}' of '{PROPOSAL}'."
                yield Refusal(_place(file, sheet, row, column), "deze cel staat naast het formulier", hint)


def _in_head(sheet: Read, head: int, file: str) -> Iterator[Refusal]:
    """Yield every filled cell above the columns of the form that is not part of the form."""
    for row in range(head):
        labels = [column for column, cell in enumerate(sheet.rows[row]) if _LABEL.search(cell.text)]
        ours = {place for column in labels for place in (column, _answered(sheet, row, column))}
        for column, cell in enumerate(sheet.rows[row]):
            if column not in ours and cell.text.strip() and not _HEADING.match(cell.text):
                yield Refusal(_place(file, sheet, row, column), "deze cel staat boven het formulier", _HERE_OR_BELOW)


_LABEL = re.compile("functie|organisatie", re.IGNORECASE)
_HEADING = re.compile(r"\s*Opmerkingen bij ", re.IGNORECASE)
_BELOW = f"Zet de tekst in een rij van het blad '{REMARKS}', bij '{TEXT}' of '{PROPOSAL}'."
_HERE_OR_BELOW = (
    f"{_BELOW} Is het je functie of je organisatie? Typ in kolom A '{ROLE}' en '{ORGANISATION}', en zet ze daarnaast."
)


def _beside_list(listed: Read, remarks: Read, head: int, file: str) -> Iterator[Refusal]:
    """Yield what somebody wrote in the list of paragraphs, which is only read to find places again."""
    column = _columns(remarks, head)[PARAGRAPH]
    numbers = [NUMBER.match(remarks.cell(row, column).text.strip()) for row in range(head + 1, len(remarks.rows))]
    named = {int(match["number"]) for match in numbers if match}
    entries = dict(_listed(listed))
    where = {entry.cell: number for number, entry in entries.items()}
    for row in range(len(listed.rows)):
        number = where.get(address(row, 0))
        heads = {ROUND.casefold(), "nummer"}
        is_ours = listed.cell(row, 2).text.strip() or listed.cell(row, 0).text.strip().casefold() in heads
        for place, cell in enumerate(listed.rows[row]):
            if cell.text.strip() and (place >= _LISTED or not is_ours):
                yield Refusal(_place(file, listed, row, place), "deze cel staat naast de lijst van alinea's", _BELOW)
        if number is not None and number not in named:
            entry = entries[number]
            if entry.mark != mark_of(number, entry.place, entry.words):
                text = f"alinea {number} is hier gewijzigd, en dat wordt niet ingelezen"
                yield Refusal(_place(file, listed, row, _LISTED - 1), text, _BELOW)


_LISTED = 4  # columns


def _in_help(sheet: Read | None, file: str) -> Iterator[Refusal]:
    """Yield what somebody wrote among the instructions."""
    known = {collapse(line) for line in instructions(_NOBODY, on_sheets=True)}
    for row, cells in enumerate(sheet.rows if sheet else ()):
        for column, cell in enumerate(cells):
            words_here = collapse(cell.text)
            if sheet and words_here and words_here not in known and not _HEADING.match(words_here):
                yield Refusal(_place(file, sheet, row, column), "deze cel hoort niet bij de uitleg", _BELOW)


_NOBODY = Asked("", "", "", "", date.min, ())


def _listed(sheet: Read) -> Iterator[tuple[int, Entry]]:
    for row in range(len(sheet.rows)):
        first = sheet.cell(row, 0).text.strip()
        if re.fullmatch("[0-9]{1,9}", first):  # not "²", which str.isdigit accepts
            place, mark, text = (sheet.cell(row, column).text for column in (1, 2, 3))
            yield int(first), Entry(place.strip(), mark.strip(), text, address(row, 0))


def _place(file: str, sheet: Read, row: int, column: int) -> str:
    return f"{file}, blad {sheet.name}, cel {address(row, column)}"
