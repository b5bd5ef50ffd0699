"""The export stage: a `Book` becomes a PDF. This package is the only place that knows Typst."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from draaiboek.base.diagnostics import Diagnostic, has_errors, ordered
from draaiboek.base.model import Book
from draaiboek.base.workers import fresh
from draaiboek.forms.pdf.document import Document, document, note
from draaiboek.forms.pdf.engine import Description, compile_pdf, count_pages, describe
from draaiboek.forms.pdf.fiche import SIZES, fiche, too_long

__all__ = [
    "Description",
    "count_pages",
    "describe",
    "export",
    "export_fiche",
    "export_note",
    "export_notes",
]

Job = tuple[Book, Path]


def export(book: Book, *, into: Path, fonts: Path, epoch: int) -> tuple[Diagnostic, ...]:
    """Write *book* as PDF/UA-1 and PDF/A-3a to the file *into*; nothing is written when there is an error.

    Only the fonts in the folder *fonts* are used. *epoch* is the date in the file, in seconds since 1970.
    """
    return _export(document(book), into=into, fonts=fonts, epoch=epoch)


def export_note(book: Book, *, into: Path, fonts: Path, epoch: int) -> tuple[Diagnostic, ...]:
    """Write *book* like `export`, but only its chapters: without cover, colophon and contents."""
    return _export(note(book), into=into, fonts=fonts, epoch=epoch)


def export_fiche(book: Book, *, into: Path, fonts: Path, epoch: int) -> tuple[Diagnostic, ...]:
    """Write the only chapter of *book* as a fiche: like `export`, on exactly one page, or a diagnostic.

    The text is as large as fits.
    """
    pdf, number = b"", 0
    for size in SIZES:
        source, problems = fiche(book, size=size)
        if has_errors(problems):
            return problems
        pdf, refusals = compile_pdf(source, fonts=fonts, epoch=epoch)
        if refusals:
            return (*problems, *refusals)
        number = count_pages(pdf)
        if number == 1:
            _write(pdf, into)
            return problems
    return (too_long(book.chapters[0], number),)


def export_notes(notes: Sequence[Job], *, fonts: Path, epoch: int, workers: int) -> tuple[Diagnostic, ...]:
    """Export each of *notes* like `export_note` in a fresh process, *workers* at a time: Typst's memory only grows.

    What several have wrong in common is said once.
    """
    with fresh(workers) as pool:
        tasks = [pool.submit(export_note, book, into=into, fonts=fonts, epoch=epoch) for book, into in notes]
        return ordered(problem for task in tasks for problem in task.result())


def _export(
    made: tuple[Document, tuple[Diagnostic, ...]], *, into: Path, fonts: Path, epoch: int
) -> tuple[Diagnostic, ...]:
    source, problems = made
    if has_errors(problems):
        return problems
    pdf, refusals = compile_pdf(source, fonts=fonts, epoch=epoch)
    _write(pdf, into)
    return (*problems, *refusals)


def _write(pdf: bytes, into: Path) -> None:
    if pdf:
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(pdf)
