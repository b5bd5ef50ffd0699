"""The places of everything in an edition, with MkDocs's directory URLs; published addresses never change."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath
from typing import NamedTuple

from draaiboek.base.model import CORE, KitDocument, Variant
from draaiboek.content import content_paths

NOT_SITES = ("pdf/", "epub/", "kit/", "offline/")  # folders of an edition with downloadable files
BOOK, POCKET, FICHE, CHANGES = "draaiboek", "zakgids", "fiche", "wijzigingen"  # the kinds of downloadable files
CHECK = "nakijken/"
"""The page at the root of a publication where a reader can check whether a file was published."""

KIT = {"docx": "Word", "odt": "OpenDocument"}
"""The formats of a document to fill in, by file extension, with their names for a reader."""
_TAKEN_ALONG = re.compile(
    r"(?P<kind>[a-z]+)-(?P<guidebook>[a-z0-9-]+?)-(?P<edition>20\d\d(?:\.\d+)+)(?:-(?P<variant>[a-z0-9-]+))?\.[a-z]+"
)


class TakenAlong(NamedTuple):
    """What the name of a downloadable file says; *variant* is '' for the core."""

    kind: str
    guidebook: str
    edition: str
    variant: str


def folder_of(variant: Variant) -> str:
    """Return the folder of *variant* in the edition: '' for the core, else its slug with a slash ('onderwijs/')."""
    return site_folder(variant.slug)


def site_folder(slug: str) -> str:
    """Return the folder of the site of variant *slug* in the edition, as `folder_of` does."""
    return "" if slug == CORE else f"{slug}/"


def permalink(variant: Variant) -> str:
    """Return the permanent web address of *variant* of its edition, with a trailing slash."""
    return f"{variant.identity.address}/{variant.edition.id}/{folder_of(variant)}"


def changes_page(address: str, edition: str, slug: str) -> str:
    """Return the address of the page about what *edition* changed for variant *slug*; *address* is the root's."""
    return f"{address}/{CHANGES}/{edition}/{site_folder(slug)}"


def check_page(address: str) -> str:
    """Return the address of the page where a reader checks a file; *address* is the root's."""
    return f"{address}/{CHECK}"


def pdf_name(variant: Variant) -> str:
    """Return the path of the PDF in the edition; '' for the variant `alle`, which is only a website."""
    return "" if variant.gathered else f"pdf/{_stem(variant)}.pdf"


def pocket_name(variant: Variant) -> str:
    """Return the path in the edition of the PDF of the pocket guide."""
    return f"pdf/{_stem(variant, POCKET)}.pdf"


def fiche_name(variant: Variant) -> str:
    """Return the path in the edition of the PDF of the fiche."""
    return f"pdf/{_stem(variant, FICHE)}.pdf"


def epub_name(variant: Variant) -> str:
    """Return the path of the EPUB in the edition; '' as for the PDF."""
    return "" if variant.gathered else f"epub/{_stem(variant)}.epub"


def zip_name(variant: Variant) -> str:
    """Return the path in the edition of the website as a zip."""
    return f"offline/{_stem(variant)}.zip"


def kit_name(variant: Variant, document: KitDocument, ending: str, *, own: bool) -> str:
    """Return the path in the edition of *document*; one that is not the sector's *own* is the core's."""
    sector = variant.slug if own and variant.sector else ""
    return f"kit/{stem(document.key, variant.identity.slug, variant.edition.id, sector)}.{ending}"


def stem(kind: str, guidebook: str, edition: str, variant: str = "") -> str:
    """Return the name, without its extension, of a downloadable file: draaiboek-naam-2026.1-sector."""
    return "-".join(filter(None, (kind, guidebook, edition, variant)))


def read_name(name: str) -> TakenAlong | None:
    """Return what *name* says about a downloadable file of any guidebook, or None when it does not have that form."""
    match = _TAKEN_ALONG.fullmatch(name)
    return TakenAlong(match["kind"], match["guidebook"], match["edition"], match["variant"] or "") if match else None


@cache
def page_url(path: PurePosixPath) -> str:
    """Return the address of page *path*, relative to its site: MkDocs with directory URLs."""
    if path.name == content_paths.INDEX.name:
        return "" if path.parent == PurePosixPath() else f"{path.parent}/"
    return f"{path.with_suffix('')}/"


def from_page(page: PurePosixPath, variant: Variant) -> str:
    """Return the relative path from *page* of *variant* up to the root of the edition ('../../')."""
    return "../" * (page_url(page).count("/") + (variant.slug != CORE))


def _stem(variant: Variant, kind: str = BOOK) -> str:
    return stem(kind, variant.identity.slug, variant.edition.id, "" if variant.slug == CORE else variant.slug)
