"""The whole book as one Typst source, with the words of its cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from draaiboek.diagnostics import Diagnostic
from draaiboek.dutch import long_date
from draaiboek.export import typ
from draaiboek.export.convert import Converted, convert
from draaiboek.export.links import Links
from draaiboek.export.metadata import LICENCE, LICENCE_ADDRESS, Metadata, metadata
from draaiboek.model import Book, Chapter, EditionStatus

_UNOFFICIAL = "Niet-officiële werkversie"
_LICENCE = f"De tekst mag je hergebruiken met vermelding van de bron: {LICENCE}, {LICENCE_ADDRESS}."
_STATUS = {
    EditionStatus.DRAFT: "Concept: nog niet goedgekeurd",
    EditionStatus.APPROVED: "Goedgekeurd",
}
_KEYWORDS = ("LIVC-R", "draaiboek", "radicalisering", "casusoverleg", "beroepsgeheim")


@dataclass(frozen=True, slots=True)
class Document:
    """A text for Typst: *source* imports *template*, *files* are the pictures under the names that *source* uses."""

    source: str
    template: str
    chapters: tuple[Chapter, ...]
    files: Mapping[str, bytes]
    metadata: Metadata


def document(book: Book) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return *book* as Typst, and what is wrong with it."""
    return _document(book, "book", brief=False)


def note(book: Book) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Return *book* without cover, colophon and contents; addresses of its own site are not printed."""
    return _document(book, "leaf", brief=True)


def _document(book: Book, look: str, *, brief: bool) -> tuple[Document, tuple[Diagnostic, ...]]:
    names = media_names(book)
    chapters = _chapters(book, names, brief=brief)
    labels = {name for chapter in chapters for name in chapter.labels}
    problems = [problem for chapter in chapters for problem in chapter.problems]
    problems += [problem for chapter in chapters for name, problem in chapter.wanted if name not in labels]
    lines = [
        '#import "book.typ": *',
        f"#let words = {typ.dictionary(_words(book))}",
        f"#show: it => {look}(words, it)",
        "#{",
    ]
    lines += [chapter.source for chapter in chapters]
    source = "\n".join([*lines, "}", ""])
    files = {names[path]: content for path, content in book.media.items()}
    said = metadata(book, identifier=book.permalink, publisher=_UNOFFICIAL)
    return Document(source, "book.typ", book.chapters, files, said), tuple(problems)


def media_names(book: Book) -> dict[str, str]:
    """Return for each picture of *book* the name that it has for Typst."""
    return {path: f"media/{number}-{path.rpartition('/')[2]}" for number, path in enumerate(sorted(book.media))}


def status(book: Book) -> tuple[str, str]:
    """Return in words what the text of *book* is, and how far its edition got."""
    return _UNOFFICIAL, _STATUS[book.edition.status]


def keywords() -> str:
    """Return the keywords of every PDF."""
    return typ.array([typ.literal(word) for word in _KEYWORDS])


def _chapters(book: Book, names: Mapping[str, str], *, brief: bool) -> list[Converted]:
    links = Links.of(book)
    group: str | None = None
    chapters = []
    for chapter in book.chapters:
        chapters.append(convert(chapter, links, names, opens=chapter.group != group, brief=brief))
        group = chapter.group
    return chapters


def _words(book: Book) -> dict[str, str]:
    """Return what the cover, the imprint and the running lines say, as expressions."""
    edition = book.edition
    return {
        "title": typ.literal(book.title),
        "subtitle": typ.literal(book.subtitle),
        "edition": typ.literal(f"Editie {edition.id}"),
        "full-title": typ.literal(_full_title(book)),
        "author": typ.literal(edition.editor),
        "keywords": keywords(),
        "summary": typ.literal(edition.summary),
        "unofficial": typ.literal(_UNOFFICIAL),
        "status": typ.literal(_STATUS[edition.status]),
        "permalink": typ.literal(book.permalink),
        "footer": typ.literal(f"{book.title} · editie {edition.id} · {book.subtitle}"),
        "facts": typ.pairs(_facts(book)),
        "imprint": typ.literal("Colofon"),
        "colophon": typ.pairs(_colophon(book)),
        "contents": typ.literal("Inhoud"),
        "linebreaks": typ.literal("optimized"),
    }


def _full_title(book: Book) -> str:
    return f"{book.title} \u2013 {book.subtitle}, editie {book.edition.id}"


def _facts(book: Book) -> list[tuple[str, str]]:
    edition = book.edition
    return [
        ("Datum", long_date(edition.date)),
        ("Geldig van", long_date(edition.valid_from)),
        ("Stand van de wetgeving", long_date(edition.law_state)),
        ("Status", _STATUS[edition.status]),
    ]


def _colophon(book: Book) -> list[tuple[str, str]]:
    edition = book.edition
    return [
        ("Status van deze tekst", f"{_UNOFFICIAL}. {_STATUS[edition.status]}."),
        ("Over deze editie", edition.summary),
        ("Eindredactie", edition.editor),
        *book.notes,
        ("Zo verwijs je naar deze editie", f"{_full_title(book)}, {long_date(edition.date)}, {book.permalink}."),
        ("Vaste plaats op het web", book.permalink),
        ("Licentie", _LICENCE),
        ("Lettertype", "Atkinson Hyperlegible Next, SIL Open Font License 1.1."),
    ]
