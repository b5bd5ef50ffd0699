"""A chapter as a fiche: one page to hand out, with its sections as questions side by side."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.dutch import long_date
from draaiboek.base.model import Book, Chapter
from draaiboek.forms.link_targets import Addresses
from draaiboek.forms.pdf import tree, typst_code
from draaiboek.forms.pdf.convert import begin, finish, opening
from draaiboek.forms.pdf.document import Document, keywords, media_names, status
from draaiboek.forms.pdf.metadata import metadata
from draaiboek.forms.pdf.traversal import Walk, flow
from draaiboek.render import provenance

SIZES = ("11.5pt", "11pt", "10.5pt", "10pt", "9.5pt", "9pt")  # of the text, from the best to the least
_LICENCE = "Hergebruik mag, met bronvermelding: CC BY 4.0."


def fiche(book: Book, *, size: str) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return the only chapter of *book* as a fiche with text of *size*, and what is wrong with it."""
    (chapter,) = book.chapters
    names = media_names(book)
    body, walk = begin(chapter, Addresses.of(book), names)
    walk.brief = True
    content = _content(body, walk)
    finish(walk)
    problems = [*walk.problems, *(problem for name, problem in walk.wanted if name not in walk.labels)]
    lines = [
        '#import "fiche.typ": *',
        f"#let words = {typst_code.dictionary(_words(book, chapter))}",
        f"#show: it => fiche(words, size: {size}, it)",
        f"#{{{content}\n}}",
    ]
    files = {names[path]: text for path, text in book.media.items()}
    said = metadata(book, identifier=_permalink(book), publisher=status(book)[0])
    return Document("\n".join([*lines, ""]), "fiche.typ", book.chapters, files, said), tuple(problems)


def too_long(chapter: Chapter, pages: int) -> Diagnostic:
    """Return the problem that *chapter* takes *pages* pages at the smallest size."""
    hint = f"Er zijn {pages} bladzijden nodig. Maak de antwoorden korter, of laat een vraag weg."
    place = provenance.of_page(tree.read(chapter.html), chapter.path)
    return Diagnostic("HT009", place, "de fiche past niet op één bladzijde", hint)


def _content(body: HtmlElement, walk: Walk) -> str:
    labels, title = opening(body, walk)
    sections = list(_sections(body))
    lead = flow(body, walk)
    questions = typst_code.array([typst_code.call("question", flow(section, walk)) for section in sections])
    return f"{typst_code.mark(walk.place, '')}\n{typst_code.call('leaflet', 'words', labels, title, lead, questions)}"


def _sections(body: HtmlElement) -> Iterator[HtmlElement]:
    """Take each h2 of *body*, with what follows it, out of *body*."""
    for heading in body.findall("h2"):
        section = heading.makeelement("section")
        for element in [heading, *heading.itersiblings()]:
            if element is not heading and element.tag == "h2":
                break
            section.append(element)
        yield section


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
        "author": typst_code.literal(edition.editor),
        "keywords": keywords(),
        "summary": typst_code.literal(edition.summary),
        "unofficial": typst_code.literal(unofficial),
        "status": typst_code.literal(said),
        "permalink": typst_code.literal(_permalink(book)),
        "licence": typst_code.literal(_LICENCE),
        "facts": typst_code.pairs(facts),
    }
