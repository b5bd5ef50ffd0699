"""What differs between two editions, or an edition and the working text, as web pages and PDFs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from draaiboek.base import dutch, in_place, scratch
from draaiboek.base.diagnostics import nearest
from draaiboek.base.epoch import midnight
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import CORE, Book, Chapter, Edition, Identity
from draaiboek.base.project import Project
from draaiboek.content import content_paths
from draaiboek.editions import manifest, publish, redline, release_note
from draaiboek.editions.manifest import Entry, Manifest
from draaiboek.editions.redline import Comparison, Lines, Side
from draaiboek.forms.pdf.books import export_notes
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.examine import Checked, identity_of
from draaiboek.pipeline.published import published
from draaiboek.render.layout import CHANGES, changes_page, page_url, site_folder, stem

WORKING = "werk"


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the two texts: *name* is an edition or WORKING, *address* the edition's address on the web, or ''."""

    name: str
    manifest: Manifest
    address: str = ""


def compare(
    project: Project, old: str, new: str, *, sectors: Sequence[str], folder: str | None, checked: Checked | None
) -> tuple[Path, tuple[str, ...]]:
    """Write what changed from *old* to *new* in out/diff/<old>--<new>; return that folder and the names of its files.

    Editions are read from *folder*, or from the publication branch; the working text is *checked*, which has no errors.
    """
    this = checked.source.identity if checked else identity_of(project)
    tree = published(project, folder)
    sides = (_compared(name, tree, checked, this.address) for name in (old, new))
    files = publication(project, *sides, sectors=sectors, this=this)
    into = project.out / "diff" / f"{old}--{new}"
    write(files, into)
    return into, tuple(files)


def publication(
    project: Project,
    old: Compared,
    new: Compared,
    *,
    this: Identity,
    sectors: Sequence[str] = (),
) -> Mapping[str, bytes]:
    """Return every file that shows what changed from *old* to *new*, by name: pages, PDFs, style sheet and list.

    All variants, or only those of *sectors*. *this* identifies the guidebook.
    """
    _, edition = (manifest.edition_of(each.manifest) for each in (old, new))  # both manifests must hold all its fields
    sides = _side(old), _side(new)
    compared = tuple(replace(each, pdf=_pdf_name(each.slug, old, new, this)) for each in comparisons(old, new, sectors))
    files = redline.publication(compared, *sides, this=this)
    return {**files, **_pdfs(project, compared, sides, edition, this)}


def write(files: Mapping[str, bytes], into: Path) -> None:
    """Put *files* in the folder *into*, replacing whatever it held."""
    into.parent.mkdir(parents=True, exist_ok=True)
    in_place.recover(into)
    with scratch.folder(beside=into) as folder:
        fresh = folder / into.name
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        in_place.put_in_place(fresh, into)


def _compared(name: str, tree: publish.Tree, checked: Checked | None, address: str) -> Compared:
    if name == WORKING and checked:
        return Compared(name, manifest.of_variants(checked.variants, addresses_of(checked.variants)))
    names = [each.id for each in publish.listed(tree)]
    if name not in names:
        known = [*reversed(names), WORKING]
        message = f"editie '{name}' is niet gepubliceerd"
        raise UsageError(message, hint=nearest(name, known) or f"Kies uit: {dutch.enumeration(known, last='of')}.")
    found = manifest.read(tree.text(f"{name}/{manifest.NAME}") or "", of=name)
    if found.withdrawn:
        message = f"editie {name} is ingetrokken: haar tekst is er niet meer"
        raise UsageError(message, hint="Vergelijk met een andere editie.")
    return Compared(name, found, f"{address}/{name}")


def _side(compared: Compared) -> Side:
    words = "de werktekst" if compared.name == WORKING else f"editie {compared.name}"
    return Side(compared.name, words, compared.manifest.edition, compared.address)


def comparisons(old: Compared, new: Compared, sectors: Sequence[str] = ()) -> tuple[Comparison, ...]:
    """Return what differs from *old* to *new* in each variant, or in those of *sectors*."""
    slugs = list(dict.fromkeys([*new.manifest.sections, *old.manifest.sections]))
    for slug in sectors:
        if slug not in slugs:
            message = f"de sector '{slug}' bestaat niet in {_side(old).words} en niet in {_side(new).words}"
            raise UsageError(message, hint=nearest(slug, slugs) or f"Kies uit: {dutch.enumeration(slugs, last='of')}.")
    return tuple(_comparison(slug, old, new) for slug in slugs if not sectors or slug in sectors)


def _comparison(slug: str, old: Compared, new: Compared) -> Comparison:
    """Return variant *slug* in both texts; a text without that sector is represented by its core, with a remark."""
    known = new if slug in new.manifest.sections else old
    title = "kerntekst" if slug == CORE else known.manifest.title_of(slug).lower()
    remark = ""
    sides: list[Sequence[Entry]] = []
    for each in (old, new):
        here = slug in each.manifest.sections
        sides.append(each.manifest.of_variant(slug if here else CORE))
        if not here:
            remark = f"In {_side(each).words} is er geen versie voor {title}: je ziet het verschil met de kerntekst."
    # Release notes and their index explain the changes; they are not text of the guidebook that changed.
    before, after = (
        [entry for entry in side if content_paths.EDITION_PAGES not in entry.page.parents] for side in sides
    )
    moved = redline.of_addresses(new.manifest.moved, before, after, folder=site_folder(slug))
    found = redline.compare(before, after, moved=moved)
    return Comparison(slug, title, found, _lines(slug, new, sides[1]), remark, _to_do(new, sides[1]))


def _to_do(new: Compared, entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return what the release note of *new* asks its reader to do."""
    return release_note.to_do(entries, content_paths.edition_page(new.manifest.edition["nummer"]))


def _lines(slug: str, new: Compared, entries: Sequence[Entry]) -> Lines:
    """Return the function that finds the release note's line in *new* about a section of variant *slug*."""
    note = release_note.read(entries, content_paths.edition_page(new.manifest.edition["nummer"]), variant=slug)
    return lambda page, name: release_note.line_for(page, name, note)


def _pdf_name(slug: str, old: Compared, new: Compared, this: Identity) -> str:
    return f"{stem(CHANGES, this.slug, f'{old.name}-{new.name}', '' if slug == CORE else slug)}.pdf"


def _pdfs(
    project: Project, comparisons: Sequence[Comparison], sides: tuple[Side, Side], edition: Edition, this: Identity
) -> Mapping[str, bytes]:
    books = [_book(comparison, sides, edition, this) for comparison in comparisons]
    with scratch.folder() as folder:
        jobs = [(book, folder / each.pdf) for book, each in zip(books, comparisons, strict=True)]
        problems = export_notes(
            jobs,
            fonts=project.fonts,
            epoch=midnight(edition.date),
            workers=os.cpu_count() or 1,
        )
        if problems:
            message = f"de vergelijking kan niet in een pdf: {problems[0].text}"
            raise ToolError(message, hint=problems[0].hint)
        return {path.name: path.read_bytes() for _, path in jobs}


def _book(comparison: Comparison, sides: tuple[Side, Side], edition: Edition, this: Identity) -> Book:
    title = redline.title_of(comparison, *sides)
    permalink = changes_page(this.address, sides[1].name, comparison.slug)
    page = redline.page(comparison, *sides)
    chapter = Chapter(page, page_url(page.path), title, "")
    subtitle = f"Wijzigingen sinds {sides[0].words} ({comparison.title})"
    return Book(comparison.slug, this, subtitle, edition, permalink, (chapter,))
