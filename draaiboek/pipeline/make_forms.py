"""The forms of an edition that a reader takes along: books and fiches as PDF, EPUBs, and websites as zip."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from draaiboek.base.diagnostics import Diagnostic, ordered
from draaiboek.base.model import Book, Variant
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps
from draaiboek.base.workers import fresh
from draaiboek.content import content_paths, files
from draaiboek.forms import epub, offline
from draaiboek.forms.pdf.books import export_all
from draaiboek.render.chapters import chapters
from draaiboek.render.downloads import tell_sizes
from draaiboek.render.layout import NOT_SITES, epub_name, fiche_name, folder_of, pdf_name, zip_name


@dataclass(frozen=True, slots=True)
class Order:
    """What to make forms of: *variants*, whose websites stand in *site*.

    *notes* are titles and texts for the colophon, *epoch* the date of every form, in seconds since 1970; *steps* is
    told how far the work is.
    """

    project: Project
    variants: tuple[Variant, ...]
    site: Path
    notes: tuple[tuple[str, str], ...]
    epoch: int
    steps: Steps


def books(order: Order) -> tuple[Book, ...]:
    """Return the book of each variant, of the very tree that its website shows."""
    return tuple(_book(variant, order) for variant in order.variants)


def pdfs(order: Order, made: Sequence[Book]) -> tuple[Diagnostic, ...]:
    """Make the PDF of each of the books *made*, and of the fiche in it."""
    pairs = list(zip(order.variants, made, strict=True))
    jobs = [(book, order.site / pdf_name(variant)) for variant, book in pairs]
    fiches = [
        (replace(book, chapters=(chapter,)), order.site / fiche_name(variant))
        for variant, book in pairs
        for chapter in book.chapters
        if variant.sector and chapter.path == content_paths.FICHE_PAGE
    ]
    with order.steps("pdf's", len(jobs) + len(fiches)) as step:
        return export_all(
            jobs,
            fiches=fiches,
            fonts=order.project.fonts,
            epoch=order.epoch,
            workers=os.cpu_count() or 1,
            done=lambda path: step(path.name),
        )


def take_along(order: Order, made: Sequence[Book]) -> tuple[Diagnostic, ...]:
    """Make the EPUB and the zip of each variant, as many variants at a time as there are cores."""
    with fresh(os.cpu_count() or 1) as pool, order.steps("epub's en zips", len(made)) as step:
        tasks = {
            pool.submit(_take_along, book, _copy(variant, order), _places(variant, order), order.epoch): variant
            for variant, book in zip(order.variants, made, strict=True)
        }
        for task in as_completed(tasks):
            step(tasks[task].slug)
    for variant in order.variants:
        tell_sizes(variant, order.site)
    return ordered(problem for task in tasks for problem in task.result())


def _take_along(book: Book, copy: offline.Copy, places: tuple[Path, Path], epoch: int) -> tuple[Diagnostic, ...]:
    for_reader, for_browser = places
    offline.write(copy, into=for_browser, epoch=epoch)
    return epub.write(book, into=for_reader, epoch=epoch)


def _book(variant: Variant, order: Order) -> Book:
    return Book(
        slug=variant.slug,
        identity=variant.identity,
        subtitle=variant.title if variant.sector else f"Kerntekst voor alle {variant.identity.audience.many}",
        edition=variant.edition,
        permalink=_permalink(variant),
        chapters=chapters(variant),
        notes=order.notes,
        media={
            str(item.path): files.read_picture(order.project.root / item.origin.path, item.origin)[0]
            for item in variant.media
        },
    )


def _copy(variant: Variant, order: Order) -> offline.Copy:
    others = tuple(folder_of(each) for each in order.variants if each.sector)
    return offline.Copy(
        name=PurePosixPath(zip_name(variant)).stem,
        identity=variant.identity,
        title=variant.title,
        edition=variant.edition.id,
        site=order.site / folder_of(variant),
        outside=() if variant.sector else (*others, *NOT_SITES),
        permalink=_permalink(variant),
    )


def _places(variant: Variant, order: Order) -> tuple[Path, Path]:
    return order.site / epub_name(variant), order.site / zip_name(variant)


def _permalink(variant: Variant) -> str:
    return f"{variant.identity.address}/{variant.edition.id}/{folder_of(variant)}"
