"""Where things stand in an edition, with MkDocs's directory URLs; published addresses never change."""

from __future__ import annotations

from pathlib import PurePosixPath

from draaiboek.base.model import Variant

NOT_SITES = ("pdf/", "epub/", "offline/")  # folders of an edition that hold files to take along
FICHE = PurePosixPath("fiche.md")  # the page of a sector that is also printed alone


def folder_of(variant: Variant) -> str:
    """Return where *variant* stands below the edition: '' for the core, 'onderwijs/' for a sector."""
    return f"{variant.slug}/" if variant.sector else ""


def pdf_name(variant: Variant) -> str:
    """Return the PDF's place below the edition."""
    return f"pdf/{_stem(variant)}.pdf"


def fiche_name(variant: Variant) -> str:
    """Return the place of the PDF of the sector's fiche below the edition."""
    return f"pdf/fiche-livc-r-{variant.edition.id}-{variant.slug}.pdf"


def epub_name(variant: Variant) -> str:
    """Return the place of the EPUB below the edition."""
    return f"epub/{_stem(variant)}.epub"


def zip_name(variant: Variant) -> str:
    """Return the place below the edition of the website as a zip."""
    return f"offline/{_stem(variant)}.zip"


def page_url(path: PurePosixPath) -> str:
    """Return the address of page *path* below its site: MkDocs with directory URLs."""
    if path.name == "index.md":
        return "" if path.parent == PurePosixPath() else f"{path.parent}/"
    return f"{path.with_suffix('')}/"


def from_page(page: PurePosixPath, variant: Variant) -> str:
    """Return the way from *page* of *variant* up to the root of the edition ('../../')."""
    return "../" * (page_url(page).count("/") + bool(variant.sector))


def _stem(variant: Variant) -> str:
    """Return the name of the book of *variant*, without a suffix."""
    return f"draaiboek-livc-r-{variant.edition.id}{f'-{variant.slug}' if variant.sector else ''}"
