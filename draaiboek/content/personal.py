"""Personal data that must not be in a public text: names, addresses and numbers of one person. Pure.

A service has an address too, which a text may give; so only what points at one person counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, dropwhile


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of personal data: *start* is its index in the text, *what* a Dutch noun phrase for it."""

    start: int
    text: str
    what: str


_MAIL = re.compile(r"(?<![\w.+'-])(?P<name>[\w.+'-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+)")
# Two names with a dot, dash or underscore between them, or an initial and a name: how organisations name the mailboxes
# of persons.
_OF_A_PERSON = re.compile(r"(?:[^\W\d_]{2,}[._-]){1,3}[^\W\d_]{2,}|[^\W\d_]\.[^\W\d_]{2,}")
_SERVICE = re.compile(
    r"\b(?:info|contact|onthaal|secretariaat|dienst|team|privacy|dpo|gemeente|stad|burgemeester|preventie|redactie|"
    r"meldpunt|noreply|no-reply|helpdesk|service|zorg|welzijn|jeugd|sport|cultuur|onderwijs|werk|veiligheid)"
)
_FREE = frozenset({"gmail", "hotmail", "outlook", "live", "yahoo", "telenet", "skynet", "proximus", "icloud", "me"})
_GAP = r"[\s./\u00a0-]{0,2}"
_DIGITS = re.compile(r"\d\d\D?\d\d")
_START = rf"(?<![\d/.])(?:(?:\+|00){_GAP}32{_GAP}(?:\(0\){_GAP})?|0)"
_MOBILE = re.compile(rf"{_START}4[5-9]\d(?:{_GAP}\d{{2}}){{3}}(?!\d)")
_NATIONAL = re.compile(r"(?<!\d)(?P<birth>\d{2}[.]?\d{2}[.]?\d{2})[-. ]?(?P<rest>\d{3})[-. ]?(?P<check>\d{2})(?!\d)")
_LAST_MONTH = 12
_TITLE = re.compile(
    r"\b(?:(?:[Dd]hr|[Mm]evr|[Mm]vr|[Mm]w)\.?|(?:[DdMm]r|[Pp]rof)\.|[Dd]e [Hh]eer|[Mm]eneer|[Mm]evrouw|[Mm]ijnheer|"
    r"[Jj]uf(?:frouw)?|[Mm]eester)\s+[A-ZÀ-Þ][\w'’-]+"
)
_PHONE = re.compile(rf"(?!0[89]00){_START}[1-9]\d{{0,2}}(?:{_GAP}\d{{2,3}}){{3}}(?!\d)")
_ABROAD = re.compile(rf"(?<![\w/.])(?:\+|00)(?!32)[1-9]\d?(?:{_GAP}\(0\))?(?:{_GAP}\d){{7,11}}(?!\d)")


def in_text(text: str) -> Iterator[Found]:
    """Yield the e-mail addresses of persons, mobile numbers and national register numbers in *text*."""
    if "@" not in text and not _DIGITS.search(text):
        return  # as for most texts: every page is checked every time
    for match in _MAIL.finditer(text):
        if _is_of_a_person(match["name"], match["host"]):
            yield Found(match.start(), match[0], "een e-mailadres van een persoon")
    yield from (Found(match.start(), match[0], "een gsm-nummer") for match in _MOBILE.finditer(text))
    yield from _national_numbers(text)


def in_form(text: str) -> Iterator[Found]:
    """Yield what points at a person in *text*, which a stranger filled in: any address, any phone number, a name."""
    yield from (Found(match.start(), match[0], "een e-mailadres") for match in _MAIL.finditer(text))
    for numbers in (_PHONE, _ABROAD):
        yield from (Found(match.start(), match[0], "een telefoonnummer") for match in numbers.finditer(text))
    yield from (Found(match.start(), match[0], _NAMED) for match in _TITLE.finditer(text))
    yield from _national_numbers(text)


def in_role(text: str) -> Iterator[Found]:
    """Yield what points at a person in *text*, which should be only a function or an organisation.

    Besides what `in_form` finds, that is a name without a title.
    """
    return chain(in_form(text), _bare_names(text))


def in_contact(text: str) -> Iterator[Found]:
    """Yield what points at a person in *text*, which says how to reach a service: its own address does not."""
    yield from in_text(text)
    yield from (Found(match.start(), match[0], _NAMED) for match in _TITLE.finditer(text))
    yield from _bare_names(text)


def may_name(text: str) -> bool:
    """Return whether running *text* may name a person without a title: two capitals also begin other names."""
    return next(_bare_names(text), None) is not None


_NAMED = "de naam van een persoon"
# Two adjacent capitalised words, and the particles between the parts of a name in Belgium.
_CAPITAL = r"[A-ZÀ-Þ](?:[^\W\d_]|['’-](?=\w))*\.?"
_PART = r"(?:(?:van|von|de|den|der|du|la|le|ten|ter|te|el|al|ben|bin|d'|'t)\s+(?![A-Z]{2,4}\b)){0,3}"
_CAPITALS = re.compile(rf"(?:(?P<before>[\w-]+)\s+)??(?P<run>(?<![\w-]){_CAPITAL}(?:\s+{_PART}{_CAPITAL})+)")
_ARTICLES = frozenset({"De", "Het", "Een"})
_FUNCTION = re.compile(
    r"(?:adjunct|coördinator|directeur|jurist|medewerk[a-z]+|voorzitter|lera(?:ar|res)|burgemeester|schepen|griffier|"
    r"procureur|\w*(?:ambtenaar|adviseur|verantwoordelijke|begeleider|redacteur|coördinator|directeur))",
    re.IGNORECASE,
)
# Words in the names of Belgian organisations that are not in those of persons; whole words, because people are called
# Hofmans and Nieuwenhuis.
_ORGANISATION = re.compile(
    r"(?:jeugd|sport|welzijn|cultu|onderwijs|vlaams|vlaanderen|veiligheid|preventie|politie|federa|provinci|gemeente|"
    r"agentschap|koninklijk|katholiek|belgisch|europe|lokale|lokaal|kinder)\w*"
    r"|\w*(?:dienst|bestuur|centrum|vereniging|federatie|instituut|universiteit|school|commissie|commissariaat|steunpunt|"
    r"netwerk|koepel|verbond|beweging|stichting|secretariaat|bureau|museum|bibliotheek|ziekenhuis|rechtbank|parket|"
    r"overheid|vlaanderen|departement|redactie|directie|platform|academie|opleiding|publicatie|meldpunt|blad|codex)"
    r"|team|stad|zone|raad|\w{3,}sraad|ouderraad|kind|beroep|cassatie|ocmw|caw|cgg|clb|vdab|huis|unie|bond|fonds|orde|zorg|werk|gezin|regio|cel|groep|club|kring|"
    r"vzw|desk|helpdesk|lijn|afdeling|advies|kabinet|ministerie|draaiboek|justitie|kerk",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[A-Z]{2,4}(?:-[A-Z])?")  # SARC, BIN-K: not where everything is in capitals


def _bare_names(text: str) -> Iterator[Found]:
    """Yield adjacent capitalised words that are not recognised as an organisation (decisions/0067)."""
    for match in _CAPITALS.finditer(text):
        words = [each for each in dropwhile(_is_no_name, match["run"].split()) if not _ROMAN.fullmatch(each)]
        if sum(word[0].isupper() for word in words) > 1 and not _is_organisation(words, match["before"] or ""):
            yield Found(match.start("run"), match["run"], _NAMED)


_ROMAN = re.compile(r"[IVX]{1,4}")
"""A number, as in 'Boek II' of a code."""


def _is_no_name(word: str) -> bool:
    return word in _ARTICLES or bool(_FUNCTION.fullmatch(word))


def _is_organisation(words: Sequence[str], before: str) -> bool:
    if _LETTERS.fullmatch(words[0]) and not all(word.isupper() for word in words):
        return True
    return any(_ORGANISATION.fullmatch(word.strip(".")) for word in (*words, before))


def _national_numbers(text: str) -> Iterator[Found]:
    for match in _NATIONAL.finditer(text):
        if _is_national_number(match):
            yield Found(match.start(), match[0], "een rijksregisternummer")


def _is_of_a_person(name: str, host: str) -> bool:
    if host.partition(".")[0].lower() in _FREE:
        return True
    return bool(_OF_A_PERSON.fullmatch(name)) and not _SERVICE.search(name.lower())


def _is_national_number(match: re.Match[str]) -> bool:
    """Return whether the last two digits check the others: those of a law's number or a date do once in a hundred."""
    digits = re.sub(r"\D", "", match["birth"]) + match["rest"]
    left = {97 - int(digits) % 97, 97 - int(f"2{digits}") % 97}
    return int(match["check"]) in left and int(digits[2:4]) <= _LAST_MONTH
