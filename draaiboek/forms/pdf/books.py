"""The PDFs of a variant: its book, its pocket guide, its fiche and its release note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from draaiboek.base.diagnostics import Diagnostic, Severity, has_errors, ordered
from draaiboek.base.model import Book, Chapter
from draaiboek.base.workers import fresh
from draaiboek.compose.excerpt import with_short_fiche
from draaiboek.content import content_paths
from draaiboek.forms.pdf.document import Document, Made, document, note, pocket, sheet
from draaiboek.forms.pdf.engine import compile_pdf, fitting_size
from draaiboek.forms.pdf.engine import settle as settle_parts
from draaiboek.forms.pdf.fiche import SIZES, too_long
from draaiboek.forms.pdf.last_words import ENOUGH
from draaiboek.forms.pdf.plan import Found

MOST_IN_POCKET = 40  # pages


class _Place(NamedTuple):
    """Where a PDF goes, with its fonts and its date; the other fields are parameters of `compile_pdf`."""

    into: Path
    fonts: Path
    epoch: int
    settled: Path | None = None
    small: bool = True


class _Asked(NamedTuple):
    """What paper requires: that no chapter ends with a few words on a page, and *most* pages (0: any number).

    *size* is that of the fiche in the book.
    """

    chapters: Sequence[Chapter] = ()
    most: int = 0
    size: int = 0


Job = tuple[Book, Path]
"""A book, and the file for its PDF."""


def export(
    book: Book, *, into: Path, fonts: Path, epoch: int, settled: Path | None = None, small: bool = True
) -> tuple[Diagnostic, ...]:
    """Write *book* as PDF/UA-1 and PDF/A-3a to the file *into*; nothing is written when there is an error.

    Only the fonts in the folder *fonts* are used. *epoch* is the date in the file, in seconds since 1970. Books that
    are made together take less time when they share a folder *settled*, empty at first. A PDF that is only looked at
    need not be *small*.
    """
    asked = _Asked(book.chapters, size=_size_of_fiche(book, fonts))
    return _export(document(with_short_fiche(book)), _Place(into, fonts, epoch, settled, small), asked)


def settle(book: Book, *, fonts: Path, settled: Path, share: int, shares: int) -> None:
    """Do one *share* (from 0) of *shares* of the settling that `export` of *book*, and of others, would need.

    The results go to the folder *settled*. In a process of its own it takes no longer, and leaves no memory behind.
    """
    text, problems = document(with_short_fiche(book))
    if not has_errors(problems):
        settle_parts(text, fonts=fonts, shared=settled, share=share, shares=shares)


def export_pocket(
    book: Book, *, into: Path, fonts: Path, epoch: int, settled: Path | None = None
) -> tuple[Diagnostic, ...]:
    """Write *book*, an excerpt, like `export` as a pocket guide; a warning says when it is too thick."""
    return _export(pocket(book), _Place(into, fonts, epoch, settled), _Asked(book.chapters, most=MOST_IN_POCKET))


def export_note(book: Book, *, into: Path, fonts: Path, epoch: int) -> tuple[Diagnostic, ...]:
    """Write *book* like `export`, but only its chapters: without cover, colophon and contents."""
    return _export(note(book), _Place(into, fonts, epoch))


def export_fiche(book: Book, *, into: Path, fonts: Path, epoch: int) -> tuple[Diagnostic, ...]:
    """Write *book*, an excerpt, as a fiche: like `export`, on exactly one page, or return a diagnostic.

    The text is as large as will fit.
    """
    source, problems = sheet(book)
    if has_errors(problems):
        return problems
    made = compile_pdf(source, fonts=fonts, epoch=epoch, size=fitting_size(source, fonts=fonts, sizes=SIZES))
    if made.problems:
        return (*problems, *made.problems)
    if made.found and made.found.pages > 1:
        return (too_long(book.chapters[0], made.found.pages),)
    _write(made.pdf, into)
    return problems


def export_notes(notes: Sequence[Job], *, fonts: Path, epoch: int, workers: int) -> tuple[Diagnostic, ...]:
    """Export each of *notes* like `export_note` in a fresh process, *workers* at a time: Typst's memory only grows.

    A problem that several share is reported once.
    """
    with fresh(workers) as pool:
        tasks = [pool.submit(export_note, book, into=into, fonts=fonts, epoch=epoch) for book, into in notes]
        return ordered(problem for task in tasks for problem in task.result())


def _export(made_of: Made, place: _Place, asked: _Asked | None = None) -> tuple[Diagnostic, ...]:
    """Write the PDF of *made_of* to *place*, and return what is wrong with it."""
    text, problems = made_of
    if has_errors(problems):
        return problems
    asked = asked or _Asked()
    made = compile_pdf(
        text, fonts=place.fonts, epoch=place.epoch, size=asked.size, shared=place.settled, small=place.small
    )
    _write(made.pdf, place.into)
    told = (*_told(made.found, asked), *_empty(made.found, text, asked)) if made.found else ()
    return (*problems, *made.problems, *told)


def _told(found: Found, asked: _Asked) -> Iterator[Diagnostic]:
    """Yield the problems that only show on paper."""
    for chapter in asked.chapters:
        if chapter.url in found.lonely:
            text = f"de laatste bladzijde van dit hoofdstuk is bijna leeg (bladzijde {found.ends[chapter.url][0]})"
            hint = f"Maak de tekst enkele regels korter of langer: er staan minder dan {ENOUGH} woorden op."
            yield Diagnostic("HT011", chapter.page.origin, text, hint, Severity.ADVICE)
    if asked.most and found.pages > asked.most:
        text = f"de zakgids telt {found.pages} bladzijden, hoogstens {asked.most}"
        hint = (
            "Haal een pagina uit de zakgids: zet in haar front matter 'druk: {pagina: naslag}'. Alleen een stuk? "
            "Schrijf zijn id in de plaats van 'pagina'."
        )
        yield Diagnostic("HT010", asked.chapters[0].page.origin, text, hint, Severity.WARNING)


def _empty(found: Found, text: Document, asked: _Asked) -> Iterator[Diagnostic]:
    """Yield the pages that stay empty because the next two have to face each other."""
    laid = [run for run in text.runs if run[-1] in found.ends]
    for before, run in pairwise(laid):
        page = found.ends[before[-1]][0] + 1
        if text.facing and found.starts[run[0]] > page:
            (chapter,) = (each for each in asked.chapters if each.url == run[0])
            problem = f"vóór dit hoofdstuk blijft bladzijde {page} leeg: het begint op een linkerbladzijde"
            hint = "Maak het deel ervoor enkele regels langer of korter, of kies met 'druk:' een stuk meer of minder."
            yield Diagnostic("PG020", chapter.page.origin, problem, hint, Severity.ADVICE)


def _size_of_fiche(book: Book, fonts: Path) -> int:
    """Return the size of the fiche in *book*, which is the same as when printed by itself."""
    own = with_short_fiche(book)
    chapters = tuple(each for each in own.chapters if each.path == content_paths.FICHE_PAGE)
    if not chapters:
        return 0
    titles = {each.path: each.page.meta.title for each in book.chapters}
    text, problems = sheet(replace(own, chapters=chapters, elsewhere=titles))
    return 0 if has_errors(problems) else fitting_size(text, fonts=fonts, sizes=SIZES)


def _write(pdf: bytes, into: Path) -> None:
    if pdf:
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(pdf)
