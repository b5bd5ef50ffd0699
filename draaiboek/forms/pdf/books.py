"""The export stage: a `Book` becomes a PDF. This package is the only place that knows Typst."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
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
    "export_all",
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


def export_all(
    books: Sequence[Job],
    *,
    fiches: Sequence[Job] = (),
    fonts: Path,
    epoch: int,
    workers: int,
    done: Callable[[Path], None],
) -> tuple[Diagnostic, ...]:
    """Export each of *books* and *fiches* in a fresh process, *workers* at a time; call *done* with each path.

    A fresh process, because Typst's memory only grows. What several books have wrong in common is said once.
    """
    jobs = [(export, *job) for job in books] + [(export_fiche, *job) for job in fiches]
    return _export_jobs(jobs, fonts=fonts, epoch=epoch, workers=workers, done=done)


def export_notes(notes: Sequence[Job], *, fonts: Path, epoch: int, workers: int) -> tuple[Diagnostic, ...]:
    """Export each of *notes* like `export_note`, in processes as `export_all` does."""
    jobs = [(export_note, *job) for job in notes]
    return _export_jobs(jobs, fonts=fonts, epoch=epoch, workers=workers, done=lambda _path: None)


def _export_jobs(
    jobs: Sequence[tuple[Callable[..., tuple[Diagnostic, ...]], Book, Path]],
    *,
    fonts: Path,
    epoch: int,
    workers: int,
    done: Callable[[Path], None],
) -> tuple[Diagnostic, ...]:
    with fresh(workers) as pool:
        tasks = {pool.submit(make, book, into=into, fonts=fonts, epoch=epoch): into for make, book, into in jobs}
        for task in as_completed(tasks):
            done(tasks[task])
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
