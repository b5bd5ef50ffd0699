"""A fiche: one sheet of A4 to hand out and to write on, with its sections as questions side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Book, Chapter
from draaiboek.forms.imprint import dates, status
from draaiboek.forms.pdf import qr, typst_code
from draaiboek.forms.pdf.convert import flow, opening
from draaiboek.forms.pdf.plan import SHEET
from draaiboek.forms.pdf.units import units
from draaiboek.forms.pdf.walk import Walk
from draaiboek.render.typography import printed_text

SIZES = 6  # of the text, from best to smallest: `sizes` in sheet.typ
_QR = "media/qr.svg"


def in_book(book: Book, chapter: Chapter, walk: Walk) -> str:
    """Return the fiche *chapter* of *book* as a sheet among the pages of the book; *walk* is its conversion."""
    group, shown = typst_code.literal(printed_text(chapter.group)), typst_code.literal(printed_text(chapter.title))
    words = f"words + {typst_code.dictionary(said_around(book, (chapter,)))}"
    return "\n".join(
        [
            typst_code.mark(chapter.page.origin),
            f"in-book({group}, {shown}, {leaflet(words, (walk,), opening(chapter.page))})",
        ]
    )


def leaflet(words: str, walks: Sequence[Walk], titles: tuple[str, str]) -> str:
    """Return a call that shows the pages of *walks*: the lead of the first, the sections of all, and *words* around."""
    for walk in walks:
        walk.on_sheet = True
    first = walks[0].page
    lead = flow(tuple(units(first.lead, ())), walks[0])
    sections = [flow(tuple(units((), (section,))), walk) for walk in walks for section in walk.page.sections]
    questions = typst_code.array([typst_code.call("question", section) for section in sections])
    return f"{typst_code.mark(first.origin)}\n{typst_code.call('leaflet', SHEET, words, *titles, lead, questions)}"


def files(book: Book, chapters: Sequence[Chapter]) -> Mapping[str, bytes]:
    """Return the drawing (a QR code) that the sheet of *chapters* needs."""
    return {_QR: qr.drawing(address(book, chapters))}


def address(book: Book, chapters: Sequence[Chapter]) -> str:
    """Return the web address of *chapters*: for one chapter its page, for several the site."""
    return f"{book.permalink}{chapters[0].url if len(chapters) == 1 else ''}"


def about(book: Book) -> dict[str, str]:
    """Return the metadata that every PDF of *book* has, as expressions."""
    language, _, region = book.identity.language.partition("-")
    return {
        "publisher": typst_code.literal(book.identity.publisher),
        "keywords": typst_code.array([typst_code.literal(word) for word in book.identity.keywords]),
        "summary": typst_code.literal(book.edition.summary),
        "language": typst_code.literal(language),
        "region": typst_code.literal(region),
    }


def said_around(book: Book, chapters: Sequence[Chapter]) -> dict[str, str]:
    """Return what surrounds the questions of *chapters*, as expressions."""
    edition, this = book.edition, book.identity
    where = address(book, chapters)
    picture = typst_code.call(
        "image", typst_code.literal(_QR), width="100%", alt=typst_code.literal(f"QR-code van {where}")
    )
    return {
        "series": typst_code.literal(printed_text(f"{book.title} · {book.subtitle}")),
        "edition": typst_code.literal(f"Editie {edition.id}"),
        "unofficial": typst_code.literal(printed_text(this.status)),
        "status": typst_code.literal(status(edition)),
        "permalink": typst_code.literal(where),
        "licence": typst_code.literal(f"{this.licence.brief}: {this.licence.short}."),
        "facts": typst_code.pairs(dates(book)),
        "fill-in": typst_code.array([typst_code.literal(printed_text(name)) for name in this.fill_in]),
        "qr": picture,
    }


def too_long(chapter: Chapter, pages: int) -> Diagnostic:
    """Return the problem that *chapter* takes *pages* pages at the smallest size."""
    hint = f"Er zijn {pages} bladzijden nodig. Maak de antwoorden korter, of laat een vraag weg."
    return Diagnostic("HT009", chapter.page.origin, "de fiche past niet op één bladzijde", hint)
