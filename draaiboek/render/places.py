"""Where things stand in an edition: design.md §5, and MkDocs's directory URLs."""

from __future__ import annotations

from pathlib import PurePosixPath

from draaiboek.model import Variant

FICHE = PurePosixPath("fiche.md")  # the page of a sector that is also printed alone


def folder_of(variant: Variant) -> str:
    """Return where *variant* stands below the edition: '' for the core, 'onderwijs/' for a sector."""
    return f"{variant.slug}/" if variant.sector else ""


def pdf_name(variant: Variant) -> str:
    """Return the PDF's place below the edition (design.md §5)."""
    suffix = f"-{variant.slug}" if variant.sector else ""
    return f"pdf/draaiboek-livc-r-{variant.edition.id}{suffix}.pdf"


def fiche_name(variant: Variant) -> str:
    """Return the place of the PDF of the sector's fiche below the edition (design.md §5)."""
    return f"pdf/fiche-livc-r-{variant.edition.id}-{variant.slug}.pdf"


def page_url(path: PurePosixPath) -> str:
    """Return the address of page *path* below its site: MkDocs with directory URLs."""
    if path.name == "index.md":
        return "" if path.parent == PurePosixPath() else f"{path.parent}/"
    return f"{path.with_suffix('')}/"


def from_page(page: PurePosixPath, variant: Variant) -> str:
    """Return the way from *page* of *variant* up to the root of the edition ('../../')."""
    return "../" * (page_url(page).count("/") + bool(variant.sector))
