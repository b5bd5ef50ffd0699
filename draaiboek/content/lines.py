"""What a one-line value may hold: plain words, a function or an organisation, how to reach a service.

A person is none of these: what points at one is refused, by a message that does not repeat it.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from draaiboek.content import personal

# Angle brackets in metadata would reach templates that do not escape them, on every page; square ones make links.
PLAIN_TEXT = r"^[^<>{}\[\]\n]*$"
PERSON = "person"
"""The type of our pydantic error for a value that points at a person."""
BLANK = "blank"
"""The type of our pydantic error for a value that is still one of `BLANKS`."""

FULL_TITLE, SHORT_NAME, FOR_WHOM = "De volledige titel", "De korte naam", "Voor wie: één zin."
FUNCTION, ORGANISATION, YOUR_FUNCTION = "FUNCTIE", "ORGANISATIE", "je functie"
BLANKS = frozenset({FULL_TITLE, SHORT_NAME, FOR_WHOM, FUNCTION, ORGANISATION, YOUR_FUNCTION})
"""What lines to paste say where somebody has to write something else; published, it would be nonsense."""

NOBODY = (
    "Schrijf alleen een functie of een organisatie, bijvoorbeeld 'directeur' of 'dienst Preventie'.\n"
    "Is dit de naam van een organisatie? Zet er een woord als 'vzw', 'dienst' of 'team' voor."
)
"""What to write instead of a person."""


def is_role(words: str) -> bool:
    """Return whether *words* are allowed where a function or an organisation is asked for."""
    return bool(words.strip() and re.fullmatch(PLAIN_TEXT, words)) and next(personal.in_role(words), None) is None


def _of_nobody(text: str) -> str:
    """Refuse what points at a person where a function or an organisation is asked for."""
    return _unless(next(personal.in_role(text), None), text)


def _of_a_service(text: str) -> str:
    """Refuse what points at a person where a service says how to reach it."""
    return _unless(next(personal.in_contact(text), None), text)


def _unless(found: personal.Found | None, text: str) -> str:
    if found:
        kind = PERSON
        raise PydanticCustomError(kind, "a person", {"what": found.what})
    return text


def _filled_in(text: str) -> str:
    """Refuse what a message gave to be replaced."""
    if text.strip() in BLANKS:
        kind = BLANK
        raise PydanticCustomError(kind, "not filled in")
    return text


PlainText = Annotated[str, Field(pattern=PLAIN_TEXT), AfterValidator(_filled_in)]
Line = Annotated[PlainText, AfterValidator(str.strip), Field(min_length=1)]
Role = Annotated[Line, AfterValidator(_of_nobody)]
"""A function or an organisation, never a person."""

RoleOrNothing = Annotated[PlainText, AfterValidator(_of_nobody)]
Contact = Annotated[PlainText, AfterValidator(_of_a_service)]
"""A service, or how to reach it; never a person."""
