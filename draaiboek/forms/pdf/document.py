"""A book as one Typst source, with the words of its cover: the whole guidebook, the pocket guide, or a text alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.dutch import enumeration
from draaiboek.base.model import Book, Chapter
from draaiboek.compose.excerpt import begin_pages
from draaiboek.content import content_paths
from draaiboek.forms.imprint import colophon, dates, full_title, status
from draaiboek.forms.pdf import fiche, typst_code
from draaiboek.forms.pdf.convert import Opening, convert, opening
from draaiboek.forms.pdf.metadata import Metadata, metadata
from draaiboek.forms.pdf.page_breaks import contents_pages
from draaiboek.forms.pdf.walk import POCKET, REFERENCE, Binding, Look, NoteMark, Walk
from draaiboek.render.typography import printed_text

POCKET_TITLE = "Zakgids"
_FONT = ("Lettertype", "Atkinson Hyperlegible Next, SIL Open Font License 1.1.")
_ABOUT_POCKET = (
    "Wat is dit?",
    (
        "Dit is een keuze uit het draaiboek, om mee te nemen. Staat er 'zie het draaiboek'? Dan staat dat stuk niet in "
        "deze gids, maar wel in het hele draaiboek: op het web, of als pdf."
    ),
)
_AROUND = ('#import "plan.typ": *', '#import "told.typ": *')
_BOOK = ('#import "book.typ": *', *_AROUND)
_COVER_AND_IMPRINT = 2  # pages, usually
_BOTH = 2  # sides of a sheet: a book printed on both is read as spreads of two pages
_LONG_ENOUGH = 24  # hex digits of a SHA-256
_NOT_PRINTED = "Alleen op de website en in het e-boek"


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a book that begins on a new page: *source*, with the note references (*marks*) and *chapters* in it.

    *around* is what else determines its size in the book: measures, and the titles that its opener lists. *white* is
    the share of its last page that may stay white.
    """

    source: str
    marks: tuple[NoteMark, ...]
    chapters: tuple[str, ...]
    around: str
    white: float

    @property
    def drawn(self) -> bool:
        """Whether there are figures in it."""
        return "drawing(" in self.source

    @property
    def file(self) -> str:
        """The name of its file: the same in every book that contains it."""
        return f"{hashlib.sha256(self.source.encode()).hexdigest()[:_LONG_ENOUGH]}.typ"


@dataclass(frozen=True, slots=True)
class Document:
    """A text for Typst: *source* imports a template, *files* are the pictures under the names that *source* uses.

    *parts* are the parts that begin on a new page, in files of their own, which *source* includes. *told* is a file
    with what the book tells all of them (`OWN_SITE`, `LISTED`). *marks* are its note references, in the order of the
    text, and *chapters* the addresses of its chapters: what a plan is about. *runs* groups the chapters: a run are
    those that follow each other on the same page; a run of two pages is set *facing*, as one spread. About *front*
    pages come before them.
    """

    source: str
    parts: tuple[Part, ...]
    files: Mapping[str, bytes]
    metadata: Metadata
    marks: tuple[NoteMark, ...]
    chapters: tuple[str, ...]
    told: str
    runs: tuple[tuple[str, ...], ...] = ()
    facing: bool = False
    front: int = 0


Made = tuple[Document, tuple[Diagnostic, ...]]


def document(book: Book) -> Made:
    """Return *book* as Typst, and what is wrong with it."""
    return _document(book, Binding.of(book, brief=False), "book")


def pocket(book: Book) -> Made:
    """Return *book*, an excerpt, as a pocket guide: small paper, and chapters that follow each other on a page."""
    return _document(book, Binding.of(book, brief=False, look=POCKET), "book")


def note(book: Book) -> Made:
    """Return *book* without cover, colophon and contents; addresses of its own site are not printed."""
    return _document(book, Binding.of(book, brief=True), "leaf")


def _document(book: Book, binding: Binding, template: str) -> Made:
    openings = _openings(book.chapters, binding.look)
    walks = [
        Walk.over(chapter.page, binding, home=home)
        for chapter, home in zip(book.chapters, _homes(book.chapters, openings), strict=True)
    ]
    files = dict(pictures(book, binding))
    listed = list(_listed(book.chapters, openings, binding.look))
    made: list[str] = []
    parts: list[Part] = []
    all_runs = list(_runs(list(zip(book.chapters, walks, openings, strict=True))))
    for run in all_runs:
        chapter, walk, _ = run[0]
        if _is_sheet(chapter, binding.look) and not binding.brief:
            files |= fiche.files(book, (chapter,))
            made.append(fiche.in_book(book, chapter, walk))
        else:
            parts.append(_part(run, book, binding, listed))
            made.append(f"include {typst_code.literal(parts[-1].file)}")
    contents = _contents(walks, openings)
    lines = [
        *_BOOK,
        typst_code.mark(book.edition.origin),
        f"#let words = {typst_code.dictionary({**_words(book, binding), 'contents-pages': str(contents)})}",
        f"#show: it => {template}(words, it)",
        "#{",
        *made,
        "}",
        "",
    ]
    said = metadata(book, identifier=book.permalink)
    problems = tuple(problem for walk in walks for problem in walk.problems)
    marks = tuple(mark for walk in walks for mark in walk.marks)
    chapters = tuple(each.url for each in book.chapters)
    facing = binding.look is POCKET and book.identity.sides == _BOTH
    urls = tuple(tuple(each.url for each, *_ in run) for run in all_runs)
    told = _told(binding, listed)
    front = _COVER_AND_IMPRINT + contents
    return Document("\n".join(lines), tuple(parts), files, said, marks, chapters, told, urls, facing, front), problems


_Run = Sequence[tuple[Chapter, Walk, Opening]]
_Listed = tuple[Chapter, int, str]
"""A chapter, the number of its part, and its title as an expression for Typst."""


def _runs(chapters: _Run) -> Iterator[_Run]:
    """Yield *chapters* in runs: chapters that follow each other without a page break."""
    starts = [number for number, (*_, how) in enumerate(chapters) if how.breaks]
    for start, end in zip_longest(starts, starts[1:]):
        yield chapters[start:end]


def _is_sheet(chapter: Chapter, look: Look) -> bool:
    """Return whether *chapter* is the fiche, which the whole book contains as a sheet that no opener lists."""
    return chapter.path == content_paths.FICHE_PAGE and look is REFERENCE


def _part(run: _Run, book: Book, binding: Binding, listed: Sequence[_Listed]) -> Part:
    said = [f"#let words = {typst_code.dictionary(_status(book))}"] if binding.brief else []
    source = "\n".join([*_BOOK, *said, "#{", *(convert(*each) for each in run), "}", ""])
    opened = {how.part for *_, how in run if how.opens}
    beside = [
        f"({part}, {title})"
        for chapter, part, title in listed
        if part in opened and all(chapter is not mine for mine, *_ in run)
    ]
    words = {
        **fiche.about(book),
        **dict.fromkeys(("publisher", "summary", "full-title", "footer"), typst_code.literal("")),
        "keywords": "()",
        "look": typst_code.literal(binding.look.name),
        "sides": str(book.identity.sides),
    }
    return Part(
        source,
        tuple(mark for _, walk, _ in run for mark in walk.marks),
        tuple(chapter.url for chapter, *_ in run),
        f"{typst_code.dictionary(words)}, {typst_code.array(beside)}",
        binding.look.white,
    )


def _listed(chapters: Sequence[Chapter], openings: Sequence[Opening], look: Look) -> Iterator[_Listed]:
    """Yield those of *chapters* that the openers of parts list."""
    for chapter, how in zip(chapters, openings, strict=True):
        if not _is_sheet(chapter, look):
            yield chapter, how.part, typst_code.literal(printed_text(chapter.title))


def _told(binding: Binding, listed: Sequence[_Listed] = ()) -> str:
    """Return the Typst file with what a book tells its parts, including the chapters *listed*."""
    titles = [f"({part}, {title})" for _, part, title in listed]
    home = typst_code.literal(binding.links.home)
    return f"#let {typst_code.OWN_SITE} = {home}\n#let {typst_code.LISTED} = {typst_code.array(titles)}\n"


def _contents(walks: Sequence[Walk], openings: Sequence[Opening]) -> int:
    """Return the approximate number of pages of contents."""
    groups = sum(how.opens and how.part > 0 for how in openings)  # a group without a title takes no line
    return contents_pages(walks, groups)


def _homes(chapters: Sequence[Chapter], openings: Sequence[Opening]) -> Iterator[PurePosixPath]:
    """Yield, for each of *chapters*, the first page of its run: all of a run share one numbering of notes."""
    home = PurePosixPath()
    for chapter, how in zip(chapters, openings, strict=True):
        home = chapter.path if how.breaks else home
        yield home


def _openings(chapters: Sequence[Chapter], look: Look) -> list[Opening]:
    """Return how each of *chapters* begins: some continue on the page of the one above them (`begin_pages`)."""
    above = (None, *(chapter.group for chapter in chapters))
    opens = [each.group != group for each, group in zip(chapters, above, strict=False)]
    breaks = begin_pages(chapters) if look is POCKET else [not each.follows for each in chapters]
    parts, part = [], 0
    for chapter, first in zip(chapters, opens, strict=True):
        part += first and chapter.group != ""
        parts.append(part if chapter.group else 0)
    return [
        Opening(number, first, breaking, closing is not False)
        for number, first, breaking, closing in zip_longest(parts, opens, breaks, breaks[1:])
    ]


def pictures(book: Book, binding: Binding) -> dict[str, bytes]:
    """Return the pictures of *book* under the names that Typst knows them by."""
    return {binding.files[path]: content for path, content in book.media.items()}


def _words(book: Book, binding: Binding) -> dict[str, str]:
    """Return the texts of the cover, the imprint and the running lines, as expressions."""
    edition, this = book.edition, book.identity
    is_pocket = binding.look is POCKET
    product = POCKET_TITLE if is_pocket else ""
    title = full_title(book)
    mark = binding.files.get(str(PurePosixPath(this.mark))) if this.mark else None
    imprint = [*([_ABOUT_POCKET] if is_pocket else []), *colophon(book), *_not_printed(book, binding), _FONT]
    footer = f"{' '.join(filter(None, (product, book.title)))} · editie {edition.id} · {book.subtitle}"
    return {
        "look": typst_code.literal(binding.look.name),
        "sides": str(this.sides),
        "product": typst_code.literal(product),
        "title": typst_code.literal(printed_text(book.title)),
        "subtitle": typst_code.literal(printed_text(book.subtitle)),
        "edition": typst_code.literal(f"Editie {edition.id}"),
        "full-title": typst_code.literal(f"{product}: {title}" if product else title),
        **fiche.about(book),
        **_status(book),
        "permalink": typst_code.literal(book.permalink if book.is_edition else ""),  # nothing is at that address yet
        "footer": typst_code.literal(printed_text(footer)),
        "facts": typst_code.pairs(dates(book)),
        "fill-in": typst_code.array([typst_code.literal(printed_text(name)) for name in this.fill_in]),
        "mark": f"image({typst_code.literal(mark)}, alt: {typst_code.literal(this.publisher)})" if mark else "none",
        "imprint": typst_code.literal("Colofon"),
        "colophon": typst_code.pairs([(name, printed_text(text)) for name, text in imprint]),
        "contents": typst_code.literal("Inhoud"),
    }


def _status(book: Book) -> dict[str, str]:
    """Return the status of *book*, as expressions."""
    return {
        "unofficial": typst_code.literal(printed_text(book.identity.status)),
        "status": typst_code.literal(status(book.edition)),
    }


def _not_printed(book: Book, binding: Binding) -> Iterator[tuple[str, str]]:
    """Yield what the whole *book* says about the pages that are left out because they are not printed."""
    printed = {chapter.path for chapter in book.chapters} if binding.look is REFERENCE else book.elsewhere.keys()
    titles = [title for path, title in book.elsewhere.items() if path not in printed]
    if titles:
        yield _NOT_PRINTED, f"{enumeration(titles)}."


def sheet(book: Book) -> Made:
    """Return *book*, an excerpt, as a separate fiche: the lead of its first chapter, and the sections of all."""
    chapters = book.chapters
    binding = Binding.of(book, brief=True)
    walks = [Walk.over(chapter.page, binding, home=chapters[0].path) for chapter in chapters]
    title = chapters[0].page.meta.title if len(chapters) == 1 else f"Fiche: {book.identity.short}"
    names, shown = opening(chapters[0].page)
    shown = shown if len(chapters) == 1 else typst_code.still(printed_text(title))
    words = {
        **fiche.about(book),
        **fiche.said_around(book, chapters),
        "full-title": typst_code.literal(printed_text(f"{title} \u2013 {book.title}, editie {book.edition.id}")),
    }
    content = fiche.leaflet("words", walks, (names, shown))
    lines = [
        '#import "sheet.typ": *',
        *_AROUND,
        typst_code.mark(book.edition.origin),
        f"#let words = {typst_code.dictionary(words)}",
        "#show: it => fiche(words, it)",
        f"#{{{content}\n}}",
        "",
    ]
    files = {**pictures(book, binding), **fiche.files(book, chapters)}
    said = metadata(book, identifier=fiche.address(book, chapters))
    problems = tuple(problem for walk in walks for problem in walk.problems)
    marks = tuple(mark for walk in walks for mark in walk.marks)
    urls = tuple(each.url for each in book.chapters)
    return Document("\n".join(lines), (), files, said, marks, urls, _told(binding)), problems
