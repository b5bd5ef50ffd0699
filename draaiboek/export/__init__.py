"""The export stage: a `Book` becomes a PDF. This package is the only place that knows Typst."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from draaiboek.diagnostics import Diagnostic, has_errors, ordered
from draaiboek.export.document import document
from draaiboek.export.engine import compile_pdf
from draaiboek.model import Book

__all__ = ["export", "export_all"]


def export(book: Book, *, into: Path, fonts: Path, epoch: int) -> tuple[Diagnostic, ...]:
    """Write *book* as PDF/UA-1 and PDF/A-3a to the file *into*; nothing is written when there is an error.

    Only the fonts in the folder *fonts* are used. *epoch* is the date in the file, in seconds since 1970.
    """
    source, problems = document(book)
    if has_errors(problems):
        return problems
    pdf, refusals = compile_pdf(source, fonts=fonts, epoch=epoch)
    if pdf:
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(pdf)
    return (*problems, *refusals)


def export_all(
    jobs: Sequence[tuple[Book, Path]], *, fonts: Path, epoch: int, workers: int, done: Callable[[Path], None]
) -> tuple[Diagnostic, ...]:
    """Export each book in a fresh process, *workers* at a time; call *done* with the path after each.

    A fresh process, because Typst's memory only grows. What several books have wrong in common is said once.
    """
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with pool:
        tasks = {pool.submit(export, book, into=into, fonts=fonts, epoch=epoch): into for book, into in jobs}
        for task in as_completed(tasks):
            done(tasks[task])
        return ordered(problem for task in tasks for problem in task.result())
