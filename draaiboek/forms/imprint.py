"""What every form of a book says about itself: its status, its dates, its licence, and how to refer to it."""

from __future__ import annotations

from draaiboek.base.dutch import long_date
from draaiboek.base.model import Book, Edition, EditionStatus
from draaiboek.content import edition_gaps

_STATUS = {
    EditionStatus.DRAFT: "Concept: nog niet goedgekeurd",
    EditionStatus.APPROVED: "Goedgekeurd",
}


def status(edition: Edition) -> str:
    """Return whether *edition* is approved, or was until its approval became void."""
    return "Concept: de goedkeuring is vervallen" if edition.voided else _STATUS[edition.status]


def licence(book: Book) -> str:
    """Return the licence of *book* with its address."""
    return f"{book.identity.licence.name}, {book.identity.licence.address}"


def full_title(book: Book) -> str:
    """Return the title of *book* with its variant and edition."""
    return f"{book.title} \u2013 {book.subtitle}, editie {book.edition.id}"


def facts(book: Book) -> list[tuple[str, str]]:
    """Return the dates and the status on the cover."""
    return [*dates(book), ("Status", status(book.edition))]


def dates(book: Book) -> list[tuple[str, str]]:
    """Return the dates on the cover."""
    edition = book.edition
    return [
        ("Datum", long_date(edition.date)),
        ("Geldig van", long_date(edition.valid_from)),
        ("Stand van de wetgeving", long_date(edition.law_state)),
    ]


def colophon(book: Book) -> list[tuple[str, str]]:
    """Return the titles and texts of the colophon."""
    edition, this = book.edition, book.identity
    facts = [
        ("Status van deze tekst", ". ".join(filter(None, (this.status, f"{status(edition)}.")))),
        ("Over deze editie", edition.summary),
        ("Eindredactie", edition.editor),
        ("Goedgekeurd door", edition_gaps.approved(edition)),
        *book.notes,
        *(_how_to_refer(book) if book.is_edition else ()),
        ("Contact", this.contact),
        ("Licentie", f"{this.licence.sentence}: {licence(book)}."),
    ]
    return [(title, text) for title, text in facts if text]


def _how_to_refer(book: Book) -> tuple[tuple[str, str], ...]:
    return (
        ("Zo verwijs je naar deze editie", f"{full_title(book)}, {long_date(book.edition.date)}, {book.permalink}."),
        ("Vaste plaats op het web", book.permalink),
    )
