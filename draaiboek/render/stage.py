"""A variant as articles of HTML and a small MkDocs configuration, in out/stage/<variant>/."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from draaiboek.base import dutch
from draaiboek.base.model import CORE, MediaFile, MenuItem, Page, Variant
from draaiboek.base.project import Project
from draaiboek.render import policy
from draaiboek.render.article import Provenance, article, contents, title_id
from draaiboek.render.downloads import DOWNLOADS
from draaiboek.render.layout import FICHE, epub_name, fiche_name, folder_of, page_url, pdf_name, zip_name

DOCS = "docs"
ABOUT = PurePosixPath("over-dit-draaiboek.md")
GLOSSARY = PurePosixPath("begrippen.md")
QUESTIONS = PurePosixPath("veelgestelde-vragen.md")
ACCESSIBILITY = PurePosixPath("toegankelijkheid.md")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where variants are written out, and what is the same for all: *folder* holds a folder for each of them.

    *choices* are the variants that the reader can switch to, *address* is where the editions stand on the web.
    """

    project: Project
    folder: Path
    choices: tuple[Mapping[str, object], ...]
    address: str
    provenance: Provenance


def write(variant: Variant, stage: Stage) -> Path:
    """Write *variant* out and return its configuration."""
    folder = stage.folder / variant.slug
    shutil.rmtree(folder, ignore_errors=True)
    for page in variant.pages:
        write_page(page, variant, stage)
    for media in variant.media:
        write_media(media, variant, stage)
    config = folder / "mkdocs.yml"
    _write(config, configuration(variant, stage))
    return config


def write_page(page: Page, variant: Variant, stage: Stage) -> None:
    """Write *page* of *variant* out, or again."""
    _write(stage.folder / variant.slug / DOCS / page.path, _page(page, variant, stage.provenance))


def write_media(media: MediaFile, variant: Variant, stage: Stage) -> None:
    """Write the picture *media* of *variant* out, or again."""
    target = stage.folder / variant.slug / DOCS / media.path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(stage.project.root / media.origin.path, target)


def choice(variant: Variant) -> Mapping[str, object]:
    """Return *variant* as the switch of every site shows it."""
    return {
        "slug": variant.slug,
        "titel": variant.title,
        "omschrijving": variant.sector.description if variant.sector else "De tekst die voor alle sectoren geldt.",
        "map": folder_of(variant),
        "eigen": [page_url(page.path) for page in _own_pages(variant)],
    }


def _page(page: Page, variant: Variant, provenance: Provenance) -> str:
    """Return the file that the engine gets: what the theme must know, and the article as one piece of HTML.

    The engine's Markdown, if it has one, passes a block of HTML on as it is, so nothing reads the text a second time.
    The front matter is JSON, which is YAML too.
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
    return f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n\n{article(page, variant, provenance)}\n"


def configuration(variant: Variant, stage: Stage) -> str:
    """Return the settings of the site of *variant*: they hold its menu, and whatever all its pages show."""
    project, address = stage.project, stage.address
    edition = variant.edition
    up = Path(os.path.relpath(project.root, stage.folder / variant.slug)).as_posix()
    return _yaml(
        {
            "INHERIT": f"{up}/{project.config.name}",
            "site_name": "Draaiboek LIVC-R",
            "site_url": f"{address}/actueel/{folder_of(variant)}",
            "docs_dir": DOCS,
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
                    "varianten": list(stage.choices),
                }
            },
        }
    )


def _own(page: Page) -> Mapping[str, str]:
    return {"titel": page.meta.title, "omschrijving": page.meta.description, "adres": page_url(page.path)}


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


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
