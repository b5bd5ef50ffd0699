"""The accessibility statement, in the order of the model in Decision (EU) 2018/1523, and what is missing from it.

It is made from data, so that a draft itself says what has not been filled in, and cannot be published like that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from draaiboek.base import dutch
from draaiboek.base.model import (
    Accessibility,
    Conformance,
    Edition,
    Item,
    Listing,
    Origin,
    Paragraph,
    Part,
    Row,
    Statement,
    Strong,
    Table,
    plain,
)
from draaiboek.content.markdown import Heading

OPEN = "nog niet ingevuld"
_FOUND = {
    Conformance.FULL: "volledig in overeenstemming",
    Conformance.PARTLY: "gedeeltelijk in overeenstemming",
    Conformance.NOT: "niet in overeenstemming",
}


def missing(statement: Statement | None, measured: Accessibility | None, edition: Edition | None) -> Iterator[str]:
    """Yield what is missing before *edition* may be published with it, each as an item of a list: 'de dienst …'."""
    if statement is None:
        yield "de hele verklaring"
        return
    yield from (name for name, filled_in in _required(statement) if not filled_in)
    if statement.conformance is Conformance.FULL and statement.obstacles:
        yield "een status die past bij de delen die niet toegankelijk zijn"
    if statement.conformance is not Conformance.FULL and not statement.obstacles:
        yield "de delen die niet toegankelijk zijn"
    if measured is None or edition is None or measured.edition != edition.id:
        yield "een meting van deze editie"
    elif measured.violations:
        yield f"een meting zonder overtredingen (nu {measured.violations})"


def _required(statement: Statement) -> Iterator[tuple[str, object]]:
    yield "de dienst die de website beheert", statement.owner
    yield "de regels die de dienst volgt", statement.rules
    yield "waarvoor de verklaring geldt", statement.scope
    yield "de norm", statement.norm
    yield "de methode van het onderzoek", statement.method
    yield "de dag waarop de verklaring is opgemaakt", statement.made
    yield "de dag waarop ze is herzien", statement.revised
    yield "waar een lezer een probleem meldt", statement.feedback
    yield "binnen welke tijd er antwoord komt", statement.answer_within
    yield "de instantie voor een klacht", statement.enforcer
    yield "hoe een lezer een klacht indient", statement.complaint


def write(
    statement: Statement | None, measured: Accessibility | None, edition: Edition | None, level: int, asked: Origin
) -> Iterator[Part | Heading]:
    """Yield the statement below headings of *level*; what is missing has a list of its own at the end."""
    if statement:
        yield from _filled_in(statement, level)
    gaps = tuple(missing(statement, measured, edition))
    if gaps:
        origin = statement.origin if statement else asked
        yield Heading("ontbreekt", level, plain("Wat ontbreekt nog in deze verklaring?"), origin)
        yield Paragraph(plain("Een officiële editie kan pas verschijnen als dit is ingevuld:"), origin)
        yield Listing(tuple(Item((Paragraph(plain(gap), origin),), origin) for gap in gaps), origin)


def _filled_in(statement: Statement, level: int) -> Iterator[Part | Heading]:
    origin = statement.origin

    def section(name: str, title: str, lead: str, *facts: str) -> Iterator[Part | Heading]:
        yield Heading(name, level, plain(title), origin)
        yield Paragraph(plain(lead), origin)
        yield Listing(tuple(Item((Paragraph(plain(fact), origin),), origin) for fact in facts), origin)

    yield from section(
        "waarvoor",
        "Waarvoor geldt deze verklaring?",
        f"Ze geldt voor {statement.scope}." if statement.scope else f"Waarvoor ze geldt, is {OPEN}.",
        f"De dienst die de website beheert: {statement.owner or OPEN}.",
        f"De regels die deze dienst volgt: {statement.rules or OPEN}.",
    )
    yield Heading("stand", level, plain("Hoe toegankelijk is de website?"), origin)
    norm = f" met {statement.norm}." if statement.norm else f". De norm is {OPEN}."
    found = Strong(plain(_FOUND[statement.conformance]))
    yield Paragraph((*plain("Deze website is "), found, *plain(norm)), origin)
    yield Heading("niet-toegankelijk", level, plain("Wat is niet toegankelijk?"), origin)
    yield _obstacles(statement)
    yield from section(
        "onderzoek",
        "Hoe is deze verklaring opgemaakt?",
        f"Door {statement.method}." if statement.method else f"De methode is {OPEN}.",
        f"Opgemaakt op: {_day(statement.made)}.",
        f"Laatst herzien op: {_day(statement.revised)}.",
    )
    yield from section(
        "melden",
        "Werkt iets niet voor jou?",
        "Meld het, of vraag een andere vorm.",
        f"Waar: {statement.feedback or OPEN}.",
        f"Binnen welke tijd je antwoord krijgt: {statement.answer_within or OPEN}.",
    )
    yield from section(
        "klacht",
        "Waar kun je een klacht indienen?",
        "Krijg je geen antwoord, of helpt het antwoord niet? Dan kun je een klacht indienen.",
        f"Bij welke instantie: {statement.enforcer or OPEN}.",
        f"Hoe: {statement.complaint or OPEN}.",
    )


def _obstacles(statement: Statement) -> Part:
    if not statement.obstacles:
        none = "We kennen geen delen die niet toegankelijk zijn."
        known = statement.conformance is Conformance.FULL
        return Paragraph(plain(none if known else f"Dat is {OPEN}."), statement.origin)
    head = Row(tuple(map(plain, ("Deel", "Wat is het probleem?", "Wat kun je doen?", "Grond"))), statement.origin)
    rows = tuple(
        Row((plain(each.part), each.why, each.instead, plain(each.ground)), each.origin) for each in statement.obstacles
    )
    return Table(head, rows, ("",) * len(head.cells), statement.origin)


def _day(day: dt.date | None) -> str:
    return dutch.long_date(day) if day else OPEN
