"""What every form of a book says about itself: its status, its dates, its licence, and how to refer to it."""

from __future__ import annotations

from draaiboek.base.dutch import long_date
from draaiboek.base.model import Book, EditionStatus

UNOFFICIAL = "Niet-officiële werkversie"
LICENCE = "Creative Commons Naamsvermelding 4.0 (CC BY 4.0)"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/deed.nl"
KEYWORDS = ("LIVC-R", "draaiboek", "radicalisering", "casusoverleg", "beroepsgeheim")
STATUS = {
    EditionStatus.DRAFT: "Concept: nog niet goedgekeurd",
    EditionStatus.APPROVED: "Goedgekeurd",
}


def full_title(book: Book) -> str:
    """Return the title of *book* with its variant and edition."""
    return f"{book.title} \u2013 {book.subtitle}, editie {book.edition.id}"


def facts(book: Book) -> list[tuple[str, str]]:
    """Return the dates and the status on the cover."""
    edition = book.edition
    return [
        ("Datum", long_date(edition.date)),
        ("Geldig van", long_date(edition.valid_from)),
        ("Stand van de wetgeving", long_date(edition.law_state)),
        ("Status", STATUS[edition.status]),
    ]


def colophon(book: Book) -> list[tuple[str, str]]:
    """Return the titles and texts of the colophon."""
    edition = book.edition
    return [
        ("Status van deze tekst", f"{UNOFFICIAL}. {STATUS[edition.status]}."),
        ("Over deze editie", edition.summary),
        ("Eindredactie", edition.editor),
        *book.notes,
        ("Zo verwijs je naar deze editie", f"{full_title(book)}, {long_date(edition.date)}, {book.permalink}."),
        ("Vaste plaats op het web", book.permalink),
        ("Licentie", f"De tekst mag je hergebruiken met vermelding van de bron: {LICENCE}, {LICENCE_ADDRESS}."),
    ]
