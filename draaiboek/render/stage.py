"""A variant as articles of HTML and a small MkDocs configuration, in out/stage/<variant>/."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import yaml

from draaiboek.base import dutch
from draaiboek.base.model import CORE, Listing, MenuItem, Page, Variant
from draaiboek.base.project import Project
from draaiboek.compose.reading_order import blocks
from draaiboek.render import policy
from draaiboek.render.article import Provenance, article, contents, title_id
from draaiboek.render.downloads import DOWNLOADS
from draaiboek.render.layout import FICHE, epub_name, fiche_name, folder_of, page_url, pdf_name, zip_name
from draaiboek.render.road import roads

ABOUT = PurePosixPath("over-dit-draaiboek.md")
GLOSSARY = PurePosixPath("begrippen.md")
QUESTIONS = PurePosixPath("veelgestelde-vragen.md")
ACCESSIBILITY = PurePosixPath("toegankelijkheid.md")


def write(
    variant: Variant, variants: Sequence[Variant], project: Project, *, address: str, provenance: Provenance
) -> Path:
    """Write *variant* out and return its folder; *variants* are all that the reader can switch to."""
    folder = project.stage / variant.slug
    shutil.rmtree(folder, ignore_errors=True)
    docs = folder / "docs"
    for page in variant.pages:
        _write(docs / page.path, _page(page, variant, provenance))
    for media in variant.media:
        target = docs / media.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / media.origin.path, target)
    _write(folder / "mkdocs.yml", _configuration(variant, variants, project, folder, address))
    return folder


def _page(page: Page, variant: Variant, provenance: Provenance) -> str:
    """Return the file that the engine gets: what the theme must know, and the article as one piece of HTML.

    The engine's Markdown passes a block of HTML on as it is, so nothing reads the text a second time.
    """
    front: dict[str, object] = {
        "title": page.meta.title,
        "description": page.meta.description,
        "titel_id": title_id(page),
        "inhoud": contents(page),
    }
    if page.meta.reviewed:
        front["nagelezen"] = page.meta.reviewed.isoformat()
    if page.sector:
        front["sector"] = page.sector
    if road := next(filter(None, (each.as_data(page.path) for each in roads(variant.menu))), None):
        front["weg"] = road
    if any(isinstance(block, Listing) and _is_checklist(block) for block in blocks(page.lead, page.sections)):
        front["afdrukken"] = True
    return f"---\n{_yaml(front)}---\n\n{article(page, variant, provenance)}\n"


def _is_checklist(listing: Listing) -> bool:
    return any(item.ticked is not None for item in listing.items)


def _configuration(variant: Variant, variants: Sequence[Variant], project: Project, folder: Path, address: str) -> str:
    edition = variant.edition
    up = Path(os.path.relpath(project.root, folder)).as_posix()
    return _yaml(
        {
            "INHERIT": f"{up}/{project.config.name}",
            "site_name": "Draaiboek LIVC-R",
            "site_url": f"{address}/actueel/{folder_of(variant)}",
            "docs_dir": "docs",
            "theme": {"custom_dir": f"{up}/{project.theme.relative_to(project.root).as_posix()}"},
            "nav": [_nav(item) for item in variant.menu],
            "extra": {
                "draaiboek": {
                    "variant": variant.slug,
                    "titel": variant.title,
                    "naam": variant.sector.name if variant.sector else CORE,
                    "editie": edition.id,
                    "datum": dutch.long_date(edition.date),
                    "geldig_van": dutch.long_date(edition.valid_from),
                    "dag": edition.date.isoformat(),
                    "samenvatting": edition.summary,
                    "editiepagina": page_url(edition.page),
                    "vast_adres": f"{address}/{edition.id}/{folder_of(variant)}",
                    "stand_wetgeving": dutch.long_date(edition.law_state),
                    "status": str(edition.status),
                    "beleid": policy.as_meta(),
                    "omhoog": "../" if variant.sector else "",
                    "pdf": pdf_name(variant),
                    "fiche": fiche_name(variant) if _has(variant, FICHE) else "",
                    "epub": epub_name(variant),
                    "zip": zip_name(variant),
                    "downloads": page_url(DOWNLOADS) if _has(variant, DOWNLOADS) else "",
                    "over": page_url(ABOUT) if _has(variant, ABOUT) else "",
                    "begrippen": page_url(GLOSSARY) if _has(variant, GLOSSARY) else "",
                    "vragen": page_url(QUESTIONS) if _has(variant, QUESTIONS) else "",
                    "geheimhouding": variant.sector.secrecy if variant.sector else "",
                    "eigen": [_own(page) for page in _own_pages(variant)],
                    "toegankelijk": page_url(ACCESSIBILITY) if _has(variant, ACCESSIBILITY) else "",
                    "varianten": [_choice(each) for each in variants],
                }
            },
        }
    )


def _own(page: Page) -> Mapping[str, str]:
    title = "Fiche" if page.path == FICHE else page.meta.title
    return {"titel": title, "adres": page_url(page.path)}


def _own_pages(variant: Variant) -> list[Page]:
    """Return the pages that only the sector of *variant* has, in the order of its menu."""
    own = {page.path: page for page in variant.pages if page.sector}
    return [own[path] for item in variant.menu for path in item.pages() if path in own]


def _has(variant: Variant, path: PurePosixPath) -> bool:
    return any(page.path == path for page in variant.pages)


def _nav(item: MenuItem) -> Mapping[str, object]:
    if item.page is not None:
        return {item.title: str(item.page)}
    return {item.title: [_nav(child) for child in item.children]}


def _choice(variant: Variant) -> Mapping[str, object]:
    return {
        "slug": variant.slug,
        "titel": variant.title,
        "naam": variant.sector.name if variant.sector else CORE,
        "omschrijving": variant.sector.description if variant.sector else "De tekst die voor alle sectoren geldt.",
        "map": folder_of(variant),
        "eigen": [page_url(page.path) for page in _own_pages(variant)],
    }


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
