"""A variant as articles of HTML and a small MkDocs configuration, in out/stage/<variant>/."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import yaml

from draaiboek.base import dutch
from draaiboek.base.model import CORE, Identity, MenuItem, Page, Variant
from draaiboek.base.project import Project
from draaiboek.content import content_paths
from draaiboek.render import policy
from draaiboek.render.article import Provenance, article, contents, title_id
from draaiboek.render.layout import epub_name, fiche_name, folder_of, page_url, pdf_name, zip_name

NO_COLOUR = "geen"


def write(variant: Variant, variants: Sequence[Variant], project: Project, *, provenance: Provenance) -> Path:
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
    _write(folder / "mkdocs.yml", _configuration(variant, variants, project, folder))
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
    return f"---\n{_yaml(front)}---\n\n{article(page, variant, provenance)}\n"


def _configuration(variant: Variant, variants: Sequence[Variant], project: Project, folder: Path) -> str:
    edition, this = variant.edition, variant.identity
    up = Path(os.path.relpath(project.root, folder)).as_posix()
    return _yaml(
        {
            "INHERIT": f"{up}/{project.config.name}",
            "site_name": this.name,
            "copyright": this.standing,
            "site_url": f"{this.address}/actueel/{folder_of(variant)}",
            "docs_dir": "docs",
            "theme": {
                "custom_dir": f"{up}/{project.theme.relative_to(project.root).as_posix()}",
                "language": this.language,
            },
            "nav": [_nav(item) for item in variant.menu],
            "extra": {
                "draaiboek": {
                    **_said_by(this),
                    "variant": variant.slug,
                    "kleur": _colour(variant),
                    "titel": variant.title,
                    "naam": variant.sector.name if variant.sector else CORE,
                    "editie": edition.id,
                    "datum": dutch.long_date(edition.date),
                    "geldig_van": dutch.long_date(edition.valid_from),
                    "dag": edition.date.isoformat(),
                    "vast_adres": f"{this.address}/{edition.id}/{folder_of(variant)}",
                    "stand_wetgeving": dutch.long_date(edition.law_state),
                    "status": str(edition.status),
                    "beleid": policy.as_meta(),
                    "omhoog": "../" if variant.sector else "",
                    "pdf": pdf_name(variant),
                    "fiche": fiche_name(variant) if _has(variant, content_paths.FICHE_PAGE) else "",
                    "epub": epub_name(variant),
                    "zip": zip_name(variant),
                    "downloads": _url(variant, content_paths.DOWNLOADS_PAGE),
                    "over": _url(variant, content_paths.ABOUT_PAGE),
                    "begrippen": _url(variant, content_paths.GLOSSARY_PAGE),
                    "vragen": _url(variant, content_paths.QUESTIONS_PAGE),
                    "geheimhouding": variant.sector.secrecy if variant.sector else "",
                    "eigen": [_own(page) for page in _own_pages(variant)],
                    "toegankelijk": _url(variant, content_paths.ACCESSIBILITY_PAGE),
                    "varianten": [_choice(each) for each in variants],
                }
            },
        }
    )


def _said_by(this: Identity) -> Mapping[str, object]:
    """Return what the theme tells of the guidebook itself."""
    return {
        "slug": this.slug,
        "merk": {"voor": this.before_short, "naam": this.short},
        "heel": this.short if "-" in this.short else "",
        "tekststatus": this.status,
        "tekststatus_klein": this.status_inside,
        "contact": this.contact,
        "doelgroep": {"een": this.audience.one, "meer": this.audience.many, "vraag": this.audience.question},
        "zoekvoorbeelden": list(this.examples),
    }


def _colour(variant: Variant) -> str:
    return variant.sector.colour or NO_COLOUR if variant.sector else CORE


def _url(variant: Variant, path: PurePosixPath) -> str:
    """Return the address of page *path*, '' when *variant* has no such page."""
    return page_url(path) if _has(variant, path) else ""


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


def _choice(variant: Variant) -> Mapping[str, object]:
    return {
        "slug": variant.slug,
        "titel": variant.title,
        "omschrijving": variant.sector.description
        if variant.sector
        else f"De tekst die voor alle {variant.identity.audience.many} geldt.",
        "kleur": _colour(variant),
        "map": folder_of(variant),
        "eigen": [page_url(page.path) for page in _own_pages(variant)],
    }


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
