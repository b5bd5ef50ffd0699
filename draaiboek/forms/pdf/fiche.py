"""A chapter as a fiche: one page to hand out, with its sections as questions side by side."""

from __future__ import annotations

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.dutch import long_date
from draaiboek.base.model import Book, Chapter
from draaiboek.forms.pdf import typst_code
from draaiboek.forms.pdf.convert import flow, opening
from draaiboek.forms.pdf.document import Document, about, pictures, status
from draaiboek.forms.pdf.metadata import metadata
from draaiboek.forms.pdf.units import units
from draaiboek.forms.pdf.walk import Binding, Walk

SIZES = ("11.5pt", "11pt", "10.5pt", "10pt", "9.5pt", "9pt")  # of the text, from the best to the least


def fiche(book: Book, *, size: str) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return the only chapter of *book* as a fiche with text of *size*, and what is wrong with it."""
    (chapter,) = book.chapters
    binding = Binding.of(book, brief=True)
    walk = Walk.over(chapter.page, binding)
    lines = [
        '#import "fiche.typ": *',
        typst_code.mark(book.edition.origin),
        f"#let words = {typst_code.dictionary(_words(book, chapter))}",
        f"#show: it => fiche(words, size: {size}, it)",
        f"#{{{_content(walk)}\n}}",
        "",
    ]
    said = metadata(book, identifier=_permalink(book))
    return Document("\n".join(lines), "fiche.typ", pictures(book, binding), said), tuple(walk.problems)


def too_long(chapter: Chapter, pages: int) -> Diagnostic:
    """Return the problem that *chapter* takes *pages* pages at the smallest size."""
    hint = f"Er zijn {pages} bladzijden nodig. Maak de antwoorden korter, of laat een vraag weg."
    return Diagnostic("HT009", chapter.page.origin, "de fiche past niet op één bladzijde", hint)


def _content(walk: Walk) -> str:
    page = walk.page
    lead = flow(tuple(units(page.lead, ())), walk)
    sections = [flow(tuple(units((), (section,))), walk) for section in page.sections]
    questions = typst_code.array([typst_code.call("question", section) for section in sections])
    return f"{typst_code.mark(page.origin)}\n{typst_code.call('leaflet', 'words', *opening(page), lead, questions)}"


def _permalink(book: Book) -> str:
    return f"{book.permalink}{book.chapters[0].url}"


def _words(book: Book, chapter: Chapter) -> dict[str, str]:
    """Return what stands around the questions, as expressions."""
    edition = book.edition
    unofficial, said = status(book)
    facts = [
        ("Datum", long_date(edition.date)),
        ("Geldig van", long_date(edition.valid_from)),
        ("Stand van de wetgeving", long_date(edition.law_state)),
    ]
    return {
        "full-title": typst_code.literal(f"{chapter.title} \u2013 {book.title}, editie {edition.id}"),
        "series": typst_code.literal(f"{book.title} · {book.subtitle}"),
        "edition": typst_code.literal(f"Editie {edition.id}"),
        **about(book),
        "unofficial": typst_code.literal(unofficial),
        "status": typst_code.literal(said),
        "permalink": typst_code.literal(_permalink(book)),
        "licence": typst_code.literal(f"{book.identity.licence.brief}: {book.identity.licence.short}."),
        "facts": typst_code.pairs(facts),
    }
