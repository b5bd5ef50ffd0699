"""What somebody filled in, cell by cell: what is valid becomes text, what is not is reported with its place.

Whoever fills in a form is a stranger, so what comes back is only data: it must be text, must not identify a person, and
may only contain characters that every form of the guidebook can print.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from draaiboek.base import characters
from draaiboek.content import lines, personal
from draaiboek.content.consultation_schema import LONGEST_WORDS
from draaiboek.forms.office.spreadsheet import MAX_CELL, Cell, Kind, Read, address

NUMBER = re.compile(
    r"^(?:alinea|al\.|nr\.?|nummer|#|§)?\s*(?:[\[(]\s*)?(?P<number>\d{1,5})\s*[\])]?\.?$", re.IGNORECASE
)
_ROLE = 120
_RUN = re.compile(r"(\S)\1{200}")
"""What nobody types: one character two hundred times."""
# Meaningless characters that Word, Excel and phones insert: read as their plain equivalent, or not at all.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2007\u2009\t", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f"),
        **dict.fromkeys("\u2028\u2029\x0b", "\n"),
        **dict.fromkeys("•▪◦‣·\uf0b7\uf0a7\uf0a8\uf0d8\uf076", "-"),  # the last five from a symbol font
        "\uf0fc": "v",
        "→": "->",
        "←": "<-",
        "≥": ">=",
        "≤": "<=",
        **dict.fromkeys("✓✔☑", "v"),
        **dict.fromkeys("✗✘☒", "x"),
    }
)
_PRINTS = re.compile(r"[\n -~\u00a1-\u017f–—‘’‚“”„…€′″‰†‡™]*")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that cannot be imported: *place* names the file and the cell."""

    place: str
    text: str
    hint: str

    def __str__(self) -> str:
        return "\n    ".join((f"{self.place}: {self.text}", *self.hint.splitlines()))


@dataclass(frozen=True, slots=True)
class Field:
    """A cell with what to call it in a message (*name*, 'de opmerking') and where it is (*place*)."""

    name: str
    place: str
    cell: Cell

    def refused(self, text: str, hint: str) -> Refusal:
        """Return a refusal of the contents of this cell."""
        return Refusal(self.place, text, hint)


def beside(sheets: Sequence[Read], ours: Collection[str], file: str) -> Iterator[Refusal]:
    """Yield what is in *file* where nobody looks: notes attached to cells, and sheets that are none of *ours*."""
    is_form = any(sheet.name in ours for sheet in sheets)  # any other file is reported as not being a form
    for sheet in sheets if is_form else ():
        place = f"{file}, blad {sheet.name[:40]}"
        if sheet.name not in ours and any(cell.text.strip() for row in sheet.rows for cell in row):
            yield Refusal(place, "dit blad hoort niet bij het formulier, en er staat tekst op", _MOVE)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell.note.strip():
                    at = f"{place}, cel {address(row, column)}"
                    yield Refusal(at, "aan deze cel hangt een notitie, en die wordt niet ingelezen", _MOVE)
        for what in sheet.floats:
            yield Refusal(place, f"op dit blad staat {what}, en dat wordt niet ingelezen", _MOVE)


_MOVE = "Typ wat er staat in een cel van het formulier zelf, of haal het weg."


def struck(fields: Iterable[Field]) -> Iterator[Refusal]:
    """Yield one refusal for *fields* when a line runs through words of theirs: nobody can tell whether they count."""
    found = [field for field in fields if field.cell.struck]
    if found:
        hint = "Telt dit nog mee? Haal de doorhaling weg. Telt het niet meer? Wis de cellen. Lees het dan opnieuw in."
        yield found[0].refused("hier is tekst doorstreept", hint)


def words(field: Field, refusals: list[Refusal]) -> str:
    """Return the text of *field*; '' when it is empty, or was refused."""
    if field.cell.kind is Kind.ERROR:
        refusals.append(field.refused(f"{field.name} is een foutwaarde: {field.cell.text}", "Typ de tekst opnieuw."))
        return ""
    if field.cell.kind is Kind.FORMULA:
        hint = "Typ de tekst zelf, en geen verwijzing. Begint ze met een '='? Zet er dan een spatie voor."
        refusals.append(field.refused(f"{field.name} is een formule", hint))
        return ""
    if field.cell.kind is Kind.DATE:
        hint = "Je rekenblad maakte van je tekst een datum. Maak de cel op als tekst en typ ze opnieuw."
        refusals.append(field.refused(f"{field.name} is een datum ({field.cell.text})", hint))
        return ""
    text = field.cell.text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    text = "\n".join(line.rstrip() for line in text.split("\n")).strip()
    text = unicodedata.normalize("NFC", text)  # a Mac may write é as two characters
    found = next(_unfit(text, field), None)
    if found:
        refusals.append(found)
        return ""
    return text


def role(field: Field, refusals: list[Refusal]) -> str:
    """Return the function or organisation in *field*; '' when it was refused, which it also is when empty."""
    before = len(refusals)
    refusals += struck([field])
    text = words(field, refusals)
    if not text and len(refusals) == before:
        hint = "Vul een functie en een organisatie in, zoals 'zorgcoördinator' en 'een secundaire school'."
        refusals.append(field.refused(f"{field.name} ontbreekt", hint))
    elif "\n" in text or len(text) > _ROLE or re.search(r"[<>{}\[\]]", text):
        hint = f"Schrijf één regel gewone tekst, hoogstens {_ROLE} tekens."
        refusals.append(field.refused(f"{field.name} is geen gewone regel tekst", hint))
    elif found := next(personal.in_role(text), None):
        refusals.append(field.refused(f"{field.name} bevat {found.what}", lines.NOBODY))
    if len(refusals) == before:
        return text
    refusals[before:] = [replace(each, hint=f"{each.hint} {_NOTHING_YET}") for each in refusals[before:]]
    return ""


_NOTHING_YET = "Tot dan is niets van dit bestand ingelezen."


def number(field: Field, refusals: list[Refusal]) -> int | None:
    """Return the number in *field*: 0 when it is empty, None when it was refused."""
    kind, text = field.cell.kind, field.cell.text.strip()
    text = text if len(text) <= _LONGEST else "…"
    if kind is Kind.COVERED and not text:
        hint = "Maak de cellen weer los, en typ het nummer van de alinea in elke rij."
        refusals.append(field.refused("deze cel is samengevoegd: we weten niet bij welke alinea dit hoort", hint))
        return None
    if kind is Kind.EMPTY or not text:
        return 0
    if kind in {Kind.NUMBER, Kind.TEXT} and (match := NUMBER.match(text)):
        return int(match["number"])
    if kind is Kind.TEXT and _WHOLE.fullmatch(text):
        return 0
    if next(personal.in_form(text), None):  # personal data must not be repeated in a message
        text = "…"
    if kind is Kind.DATE:
        hint = "Je rekenblad maakte van je nummer een datum. Maak de cel op als tekst en typ één nummer."
        refusals.append(field.refused(f"hier staat een datum ({text}), geen nummer van een alinea", hint))
    elif kind in {Kind.NUMBER, Kind.TEXT} and _SEVERAL.search(text):
        said = " ".join(text.replace(".", ",").split()) if kind is Kind.NUMBER else " ".join(text.split())
        # Two numbers that were typed with a comma, or one with a slip: a spreadsheet keeps a fraction of both.
        is_fraction = _FRACTION.fullmatch(said)
        what = "geen geheel getal" if is_fraction else "meer dan één nummer"
        hint = f"{'Zijn het er twee? ' if is_fraction else ''}Maak een rij voor elke alinea, of noem alleen de eerste."
        refusals.append(field.refused(f"'{said[:40]}' is {what}", hint))
    else:
        hint = "Typ alleen het getal dat tussen haken voor de alinea staat; laat leeg als het over het geheel gaat."
        refusals.append(field.refused(f"'{text[:40]}' is geen nummer van een alinea", hint))
    return None


_LONGEST = 200  # characters; more of them are no number, and looking for one in millions takes hours
_WHOLE = re.compile(r"algemeen|(?:over )?(?:het )?geheel|alles|[-–/]|n\.?v\.?t\.?", re.IGNORECASE)
"""What people write in the column of numbers to say that a remark is about the whole."""
_FRACTION = re.compile(r"\d+[.,]\d+")
_SEVERAL = re.compile(r"[1-9]\d*\s*(?:[-–,.;+/&\n]|en|tot)\s*(?:alinea|al\.|nr\.?)?\s*\d")


def _unfit(text: str, field: Field) -> Iterator[Refusal]:
    if len(text) > MAX_CELL:
        hint = f"Hoogstens {LONGEST_WORDS} tekens. Plakte je een heel verslag? Zet elke opmerking in een eigen rij."
        yield field.refused(f"{field.name} is veel te lang", hint)
    if len(text) > LONGEST_WORDS:
        hint = f"Hoogstens {LONGEST_WORDS}. Verdeel de tekst over meer rijen."
        yield field.refused(f"{field.name} is te lang ({len(text)} tekens)", hint)
    if match := characters.UNSAFE.search(text.replace("\n", " ")):
        name = characters.name_of(match[0])
        yield field.refused(f"{field.name} bevat een onzichtbaar teken ({name})", "Typ de tekst opnieuw.")
    if _RUN.search(text):
        yield field.refused(f"{field.name} herhaalt te veel tekens", "Haal de herhaling weg.")
    end = _PRINTS.match(text)
    if end and end.end() < len(text):
        sign = text[end.end()]
        sign = sign if unicodedata.category(sign)[0] in "LNPS" else characters.name_of(sign)  # invisible: by name
        hint = "Schrijf er een woord voor in de plaats."
        yield field.refused(f"{field.name} bevat een teken dat niet gedrukt kan worden: {sign}", hint)
    # Whoever reads the message may not be entitled to know it: what was found is not repeated.
    if found := next(personal.in_form(text), None):
        hint = "Geef alleen een functie en een organisatie. Haal het weg uit het bestand, en lees het opnieuw in."
        yield field.refused(f"{field.name} bevat {found.what}", hint)


def shown(refusals: Sequence[Refusal]) -> str:
    """Return *refusals* for a terminal."""
    return "\n".join(map(str, refusals))
