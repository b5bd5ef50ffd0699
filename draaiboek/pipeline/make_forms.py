"""The forms of an edition that a reader can take along: books and fiches as PDF, EPUBs, and websites as zip."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from draaiboek.base.cache import (
    BOOK,
    EPUB,
    FICHE,
    KIT,
    NONE,
    POCKET,
    ZIP,
    Cache,
    Digests,
    Parts,
    key,
    of_tree,
    put,
    read,
    refuse,
    shared_digest,
)
from draaiboek.base.diagnostics import Diagnostic, ordered
from draaiboek.base.epoch import midnight
from draaiboek.base.model import Book, KitDocument, Origin, Page, Product, Variant
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps
from draaiboek.base.workers import Pool, fresh
from draaiboek.compose.excerpt import excerpt
from draaiboek.compose.kit import offered
from draaiboek.content import files
from draaiboek.forms import epub, office, offline
from draaiboek.forms.office.kit import sheet
from draaiboek.forms.office.sheet import Sheet
from draaiboek.forms.pdf.books import export, export_fiche, export_pocket, settle
from draaiboek.forms.pdf.cover import cover
from draaiboek.pipeline import kept_runs
from draaiboek.render.chapters import chapters
from draaiboek.render.downloads import tell_sizes
from draaiboek.render.layout import (
    NOT_SITES,
    epub_name,
    fiche_name,
    folder_of,
    kit_name,
    pdf_name,
    permalink,
    pocket_name,
    zip_name,
)

CHECKED_AGAIN = 1
"""This many cached files of a step are made again in a build that uses any, and compared; books take too long."""
_Ahead = Callable[..., None]
_FILE = ""  # each of them makes one


@dataclass(frozen=True, slots=True)
class Order:
    """What to make forms of: *variants*, whose websites stand in *site*.

    *notes* are titles and texts for the colophon; *date_of* gives the date, in seconds since 1970, at which some pages
    of a variant last changed; *steps* is told about progress. Results that *keep* holds are used; *made* counts what is
    made; *digests* remembers those of pages, which most books share. Work that has begun stops at once when *refused*
    returns true, which may take a while because it waits for the rules.
    """

    project: Project
    variants: tuple[Variant, ...]
    site: Path
    notes: tuple[tuple[str, str], ...]
    date_of: Callable[[Variant, Sequence[Page]], int]
    steps: Steps
    keep: Cache = NONE
    made: Counter[str] = field(default_factory=Counter)
    digests: Digests = field(default_factory=Digests)
    refused: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class _Job:
    """A *step* that makes the file *into* from *parts* and nothing else; *make* does it, in any process."""

    step: str
    parts: Parts
    make: Callable[..., tuple[Diagnostic, ...]]
    into: Path


def books(order: Order) -> tuple[Book, ...]:
    """Return the book of each variant that has one, made of the very tree that its website shows."""
    variants = printed(order.variants)
    shown = {media.origin for variant in variants for media in variant.media}
    pictures = {each: files.read_picture(order.project.root / each.path, each)[0] for each in shown}
    return tuple(_book(variant, order, pictures) for variant in variants)


def printed(variants: Sequence[Variant]) -> tuple[Variant, ...]:
    """Return those of *variants* that also have a book: all but `alle` (decisions/0016)."""
    return tuple(variant for variant in variants if not variant.gathered)


def pdfs(order: Order, made: Sequence[Book]) -> tuple[Diagnostic, ...]:
    """Make the PDFs of each of the books *made*: in full, as a pocket guide, and as a fiche, where it has those."""
    pairs = list(zip(printed(order.variants), made, strict=True))
    jobs: list[_Job] = []
    ahead: dict[Path, _Ahead] = {}
    with kept_runs.settled(order.keep) as (settled, is_begun):
        for step, make, product, name in (
            (BOOK, partial(export, settled=settled), Product.REFERENCE, pdf_name),
            (POCKET, partial(export_pocket, settled=settled), Product.POCKET, pocket_name),
            (FICHE, export_fiche, Product.SHEET, fiche_name),
        ):
            each = [(order.site / name(variant), excerpt(book, product)) for variant, book in pairs]
            jobs += [_pdf(step, make, book, order, into) for into, book in each if book.chapters]
            if step == BOOK and not is_begun:  # else settling the rest takes less than settling it ahead would
                ahead = {into: partial(settle, book, fonts=order.project.fonts, settled=settled) for into, book in each}
        return _do(jobs, order, "pdf's", ahead)


def documents(order: Order) -> tuple[Diagnostic, ...]:
    """Make the documents to fill in, for the core and for each sector whose text differs from the core's in them."""
    jobs = [
        _document(document, variant, ending, order)
        for variant in printed(order.variants)
        for document, own in offered(variant)
        for ending in office.WRITERS
        if own or not variant.sector
    ]
    return _do(jobs, order, "documenten")


def take_along(order: Order, made: Sequence[Book]) -> tuple[Diagnostic, ...]:
    """Make the zip of each variant and the EPUB of its book, as many at a time as there are cores."""
    jobs = [_epub(variant, book, order) for variant, book in zip(printed(order.variants), made, strict=True)]
    jobs += [_browser(variant, order) for variant in order.variants]
    problems = _do(jobs, order, "epub's en zips")
    for variant in order.variants:
        tell_sizes(variant, order.site)
    return problems


# --- what each file is made of ----------------------------------------------------------------------------------------


def book_parts(book: Book, known: Digests) -> Parts:
    """Return what a PDF of *book* is made of, including the day of its edition.

    Fonts and templates are part of the program.
    """
    return {
        "book": replace(book, chapters=(), media={}),
        "chapters": [(shared_digest(each.page, known), each.url, each.title, each.group) for each in book.chapters],
        "media": book.media,
    }


def epub_parts(book: Book, epoch: int, known: Digests) -> Parts:
    """Return what the EPUB of *book* is made of; *epoch* is its date."""
    return {**book_parts(book, known), "epoch": epoch}


def document_parts(filled: Sheet, ending: str, epoch: int) -> Parts:
    """Return what the fill-in document *filled* in the format *ending* is made of; *epoch* is its date."""
    return {"sheet": filled, "ending": ending, "epoch": epoch}


def zip_parts(copy: offline.Copy, epoch: int) -> Parts:
    """Return what the zip of the website *copy* is made of; *epoch* is its date."""
    files = [each for each in of_tree(copy.site, [""]) if not each[0].startswith(copy.outside)]
    return {"copy": replace(copy, site=Path()), "files": files, "epoch": epoch}


# --- how they are made ------------------------------------------------------------------------------------------------


def _pdf(step: str, make: Callable[..., tuple[Diagnostic, ...]], book: Book, order: Order, into: Path) -> _Job:
    # The one date that a PDF bears, on its cover and inside.
    work = partial(make, book, fonts=order.project.fonts, epoch=midnight(book.edition.date))
    return _Job(step, book_parts(book, order.digests), work, into)


def _document(document: KitDocument, variant: Variant, ending: str, order: Order) -> _Job:
    named = {part.page for part in document.parts}
    epoch = order.date_of(variant, [page for page in variant.pages if page.path in named])
    made = sheet(document, variant)
    work = partial(_to_fill_in, made, ending=ending, epoch=epoch)
    into = order.site / kit_name(variant, document, ending, own=bool(variant.sector))
    return _Job(KIT, document_parts(made, ending, epoch), work, into)


def _epub(variant: Variant, book: Book, order: Order) -> _Job:
    epoch = order.date_of(variant, [chapter.page for chapter in book.chapters])
    work = partial(_book_to_read, book, fonts=order.project.fonts, epoch=epoch)
    return _Job(EPUB, epub_parts(book, epoch, order.digests), work, order.site / epub_name(variant))


def _browser(variant: Variant, order: Order) -> _Job:
    """Return the job that makes the zip of *variant*, for a browser without a network."""
    copy, epoch = _copy(variant, order), order.date_of(variant, variant.pages)
    return _Job(ZIP, zip_parts(copy, epoch), partial(_zip, copy, epoch=epoch), order.site / zip_name(variant))


def _to_fill_in(made: Sheet, *, ending: str, into: Path, epoch: int) -> tuple[Diagnostic, ...]:
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_bytes(office.WRITERS[ending](made, epoch))
    return ()


def _book_to_read(book: Book, *, fonts: Path, into: Path, epoch: int) -> tuple[Diagnostic, ...]:
    return epub.write(book, cover=cover(book, fonts=fonts), into=into, epoch=epoch)


def _zip(copy: offline.Copy, *, into: Path, epoch: int) -> tuple[Diagnostic, ...]:
    offline.write(copy, into=into, epoch=epoch)
    return ()


def _do(
    jobs: Sequence[_Job], order: Order, name: str, ahead: Mapping[Path, _Ahead] = MappingProxyType({})
) -> tuple[Diagnostic, ...]:
    """Do those *jobs* whose result is not kept, report progress under *name*, and keep each result without problems.

    Each job runs in a fresh process, because Typst's memory only grows. A problem that several share is reported once.
    *ahead* maps a job's file to work that prepares it; that of the first job to do is divided over all processes.
    """
    names = {job.into: key(order.keep, job.step, job.parts) for job in jobs}
    there = {job.into for job in jobs if _take(order.keep, names[job.into], job.into)}
    waiting = [job for job in jobs if job.into not in there]
    workers = os.cpu_count() or 1
    first = next((ahead[job.into] for job in waiting if job.into in ahead), None)
    with fresh(workers) as pool, order.steps(name, len(waiting)) as step:
        shares = [pool.submit(first, share=share, shares=workers) for share in range(workers)] if first else []
        tasks = {pool.submit(job.make, into=job.into): job for job in waiting}
        if order.refused():
            return ()
        for share in shares:
            share.result()
        for task in as_completed(tasks):
            order.made[tasks[task].step] += 1
            step(tasks[task].into.name)
        problems = ordered(problem for task in tasks for problem in task.result())
        _check_again([job for job in jobs if job.into in there and job.step != BOOK], order, pool)
    for task, job in tasks.items():
        if not task.result():
            put(order.keep, names[job.into], {_FILE: job.into.read_bytes()})
    return problems


def _take(keep: Cache, name: str, into: Path) -> bool:
    """Write the result kept under *name* to the file *into*; return whether there was one."""
    files = read(keep, name)
    if files is not None:
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(files[_FILE])
    return files is not None


def _check_again(jobs: Sequence[_Job], order: Order, pool: Pool) -> None:
    """Make a random one of *jobs*, whose results came from the cache, again and compare the bytes."""
    for job in random.sample(jobs, min(CHECKED_AGAIN, len(jobs))):
        again = order.project.work / job.into.name
        pool.submit(job.make, into=again).result()
        if again.read_bytes() != job.into.read_bytes():
            refuse(order.keep, job.step)
        again.unlink()


def _book(variant: Variant, order: Order, pictures: Mapping[Origin, bytes]) -> Book:
    return Book(
        slug=variant.slug,
        identity=variant.identity,
        subtitle=variant.title if variant.sector else f"Kerntekst voor alle {variant.identity.audience.many}",
        edition=variant.edition,
        permalink=permalink(variant),
        chapters=chapters(variant),
        notes=order.notes,
        media={str(item.path): pictures[item.origin] for item in variant.media},
    )


def _copy(variant: Variant, order: Order) -> offline.Copy:
    others = tuple(filter(None, map(folder_of, order.variants)))
    return offline.Copy(
        name=PurePosixPath(zip_name(variant)).stem,
        identity=variant.identity,
        title=variant.title,
        edition=variant.edition.id,
        site=order.site / folder_of(variant),
        outside=() if folder_of(variant) else (*others, *NOT_SITES),
        permalink=permalink(variant),
    )
