"""The whole book as one Typst source, with the words of its cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Book
from draaiboek.forms.imprint import STATUS, colophon, facts, full_title
from draaiboek.forms.pdf import typst_code
from draaiboek.forms.pdf.convert import convert
from draaiboek.forms.pdf.metadata import Metadata, metadata
from draaiboek.forms.pdf.walk import Binding

_FONT = ("Lettertype", "Atkinson Hyperlegible Next, SIL Open Font License 1.1.")


@dataclass(frozen=True, slots=True)
class Document:
    """A text for Typst: *source* imports *template*, *files* are the pictures under the names that *source* uses."""

    source: str
    template: str
    files: Mapping[str, bytes]
    metadata: Metadata


def document(book: Book) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return *book* as Typst, and what is wrong with it."""
    return _document(book, "book", brief=False)


def note(book: Book) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return *book* without cover, colophon and contents; addresses of its own site are not printed."""
    return _document(book, "leaf", brief=True)


def _document(book: Book, look: str, *, brief: bool) -> tuple[Document, tuple[Diagnostic, ...]]:
    binding = Binding.of(book, brief=brief)
    above = (None, *(chapter.group for chapter in book.chapters))
    made = [
        convert(each, binding, opens=each.group != group) for each, group in zip(book.chapters, above, strict=False)
    ]
    lines = [
        '#import "book.typ": *',
        typst_code.mark(book.edition.origin),
        f"#let words = {typst_code.dictionary(_words(book))}",
        f"#show: it => {look}(words, it)",
        "#{",
        *(source for source, _ in made),
        "}",
        "",
    ]
    said = metadata(book, identifier=book.permalink)
    problems = tuple(problem for _, found in made for problem in found)
    return Document("\n".join(lines), "book.typ", pictures(book, binding), said), problems


def pictures(book: Book, binding: Binding) -> dict[str, bytes]:
    """Return the pictures of *book* under the names that they have for Typst."""
    return {binding.files[path]: content for path, content in book.media.items()}


def status(book: Book) -> tuple[str, str]:
    """Return in words what the text of *book* is, and how far its edition got."""
    return book.identity.status, STATUS[book.edition.status]


def about(book: Book) -> dict[str, str]:
    """Return what every PDF of *book* says in its metadata, as expressions."""
    language, _, region = book.identity.language.partition("-")
    return {
        "author": typst_code.literal(book.edition.editor),
        "keywords": typst_code.array([typst_code.literal(word) for word in book.identity.keywords]),
        "summary": typst_code.literal(book.edition.summary),
        "language": typst_code.literal(language),
        "region": typst_code.literal(region),
    }


def _words(book: Book) -> dict[str, str]:
    """Return what the cover, the imprint and the running lines say, as expressions."""
    edition = book.edition
    return {
        "title": typst_code.literal(book.title),
        "subtitle": typst_code.literal(book.subtitle),
        "edition": typst_code.literal(f"Editie {edition.id}"),
        "full-title": typst_code.literal(full_title(book)),
        **about(book),
        "unofficial": typst_code.literal(book.identity.status),
        "status": typst_code.literal(STATUS[edition.status]),
        "permalink": typst_code.literal(book.permalink),
        "footer": typst_code.literal(f"{book.title} · editie {edition.id} · {book.subtitle}"),
        "facts": typst_code.pairs(facts(book)),
        "imprint": typst_code.literal("Colofon"),
        "colophon": typst_code.pairs([*colophon(book), _FONT]),
        "contents": typst_code.literal("Inhoud"),
    }
