"""A variant as articles of HTML and a small MkDocs configuration, in out/stage/<variant>/."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import yaml

from draaiboek.base import dutch, up_to_date
from draaiboek.base.model import (
    ALL,
    CORE,
    Identity,
    MediaFile,
    Page,
    Product,
    Sector,
    Variant,
)
from draaiboek.base.project import Project
from draaiboek.compose.excerpt import products
from draaiboek.compose.kit import offered
from draaiboek.content import content_paths, edition_gaps, files
from draaiboek.render import policy
from draaiboek.render.around import Around, Provenance, all_around
from draaiboek.render.article import NO_COLOUR, Articles
from draaiboek.render.chapters import chapters
from draaiboek.render.html import unbroken
from draaiboek.render.layout import (
    KIT,
    check_page,
    epub_name,
    fiche_name,
    folder_of,
    kit_name,
    page_url,
    pdf_name,
    permalink,
    pocket_name,
    zip_name,
)
from draaiboek.render.letters import letters
from draaiboek.render.menus import as_html, for_engine, for_theme, step
from draaiboek.render.page_contents import contents, names_below, title_id
from draaiboek.render.related import LinkMap
from draaiboek.render.road import roads

DOCS = "docs"
LONG_MENU = 200
"""More pages than this are not all in the menu of each of them: of other groups it shows the first page."""
JOINED = tuple(f"assets/{name}" for name in ("css/draaiboek.css", "js/draaiboek.js", "js/first.js", "js/search-box.js"))
"""The files of the theme that are made of their parts, here and not by the engine: not every engine can."""
# They are written as for Jinja, which would read every line of the parts to find that there is nothing for it.
_PART = re.compile(r'\{% include "([^"]+)" %\}')
_ABOUT_PARTS = re.compile(r"\s*\{#-.*?-#\}\s*", re.DOTALL)
# libyaml where PyYAML has it, as in `strict_yaml`: an article is one long value.
_FAST = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where variants are written out, and what is the same for all: *folder* holds a folder for each of them.

    *choices* are the variants that the reader can switch to, *links* says which pages belong together.
    """

    project: Project
    folder: Path
    choices: tuple[Mapping[str, object], ...]
    provenance: Provenance
    links: LinkMap = field(default_factory=LinkMap)


@dataclass(frozen=True, slots=True)
class Leaf:
    """All that the text of one page for the engine is made of: nothing else can change it.

    *shown* is what it shows of its site. *steps* are the pages before and after it, *road* what the theme needs of the
    road that it is on, if any, *related* the pages that belong to it.
    """

    page: Page
    shown: Around
    steps: Mapping[str, object]
    road: Mapping[str, object] | None
    related: tuple[Mapping[str, object], ...] = ()


def written(leaf: Leaf, articles: Articles | None = None) -> str:
    """Return the file that the engine gets: what the theme must know, and the article as one piece of HTML.

    *articles* are those that were written before.

    All of it is front matter, and there is no text: what an engine takes for text it reads again, and Zensical changes
    links in HTML that stands in it. The front matter is JSON, which is YAML too.
    """
    page, shown = leaf.page, leaf.shown
    front: dict[str, object] = {
        "title": page.meta.title,
        "description": page.meta.description,
        "titel": str(unbroken(page.meta.title, shown.whole)),
        "titel_id": title_id(page),
        "adres": page_url(page.path),
        "begin": page.path == content_paths.INDEX,
        "omhoog": shown.up or "./",
        "inhoud": contents(page, shown.whole),
        "inhoud_diep": names_below(page),
        "artikel": str((articles or Articles()).of(page, shown)),
        **leaf.steps,
    }
    if page.meta.reviewed:
        front["nagelezen"] = page.meta.reviewed.isoformat()
        front["nagelezen_op"] = dutch.long_date(page.meta.reviewed)
    if page.sector:
        front["sector"] = page.sector
        # In the site of the sector; among all sectors the page stands in a folder of its own.
        front["eigen_adres"] = page_url(page.origin.path.relative_to(content_paths.SECTORS / page.sector))
    if found := letters(page):
        front["letters"] = found
    if leaf.related:
        front["lees_ook"] = leaf.related
    if leaf.road:
        front["weg"] = leaf.road
    return f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n"


def joined(stage: Stage) -> Mapping[str, str]:
    """Return the files of the theme that are made of their parts, by their place on a site."""
    theme = stage.project.theme

    def part(found: re.Match[str]) -> str:
        return (theme / found[1]).read_text(encoding="utf-8").removesuffix("\n")

    wholes = {name: (theme / name).read_text(encoding="utf-8").removesuffix("\n") for name in JOINED}
    return {name: _PART.sub(part, _ABOUT_PARTS.sub("", whole)) for name, whole in wholes.items()}


def write(
    variant: Variant,
    stage: Stage,
    text_of: Callable[[Leaf], str] = written,
    join: Callable[[], Mapping[str, str]] | None = None,
) -> Path:
    """Write *variant* out and return its configuration.

    *text_of* gives the text of a page, and *join* what is `joined`, for who kept them.
    """
    folder, config = stage.folder / variant.slug, "mkdocs.yml"
    texts = {str(leaf.page.path): text_of(leaf) for leaf in _leaves(variant.pages, variant, stage)}
    texts |= join() if join else joined(stage)
    made = {name: text.encode() for name, text in texts.items()}
    made |= {str(media.path): _picture(media, stage) for media in variant.media}
    files = {f"{DOCS}/{name}": data for name, data in made.items()}
    up_to_date.bring(folder, {**files, config: configuration(variant, stage).encode()})
    return folder / config


def write_pages(
    pages: Iterable[Page], variant: Variant, stage: Stage, text_of: Callable[[Leaf], str] = written
) -> None:
    """Write *pages* of *variant* out, or again."""
    for leaf in _leaves(pages, variant, stage):
        _write(stage.folder / variant.slug / DOCS / leaf.page.path, text_of(leaf))


def _leaves(pages: Iterable[Page], variant: Variant, stage: Stage) -> Iterator[Leaf]:
    this, steps, ways, pages = variant.identity, _steps(variant), tuple(roads(variant.menu)), tuple(pages)
    named = {each.path: step(each.title, each.path, this) for each in chapters(variant)}
    for page, shown in zip(pages, all_around(pages, variant, stage.provenance), strict=True):
        road = next(filter(None, (each.as_data(page.path, this.unbroken) for each in ways)), None)
        related = tuple(named[path] for path in stage.links.related(page) if path in named)
        yield Leaf(page, shown, steps.get(page.path, {}), road, related)


def write_media(media: MediaFile, variant: Variant, stage: Stage) -> None:
    """Write the picture *media* of *variant* out, or again."""
    target = stage.folder / variant.slug / DOCS / media.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(_picture(media, stage))


def _picture(media: MediaFile, stage: Stage) -> bytes:
    return files.read_picture(stage.project.root / media.origin.path, media.origin)[0]


def choice(variant: Variant) -> Mapping[str, object]:
    """Return *variant* as the switch of every site shows it."""
    this = variant.identity
    about = f"De tekst die voor alle {this.audience.many} geldt."
    if variant.gathered:
        about = f"De kerntekst met de tekst van elke {this.audience.one} erbij. Voor wie organiseert of naleest."
    return {
        "slug": variant.slug,
        "titel": variant.title,
        "naam": _name(variant),
        "omschrijving": as_html(variant.sector.description if variant.sector else about, this),
        "kleur": _colour(variant),
        "map": folder_of(variant),
        "eigen": [page_url(page.path) for page in _own_pages(variant)],
    }


def _steps(variant: Variant) -> Mapping[PurePosixPath, Mapping[str, object]]:
    """Return for each page of the menu of *variant* the one before it and the one after it."""
    found = [(each.path, step(each.title, each.path, variant.identity)) for each in chapters(variant)]
    steps: dict[PurePosixPath, dict[str, object]] = {path: {} for path, _ in found}
    for (path, this_step), (following, next_step) in pairwise(found):
        steps[path]["volgende"] = next_step
        steps[following]["vorige"] = this_step
    return steps


def configuration(variant: Variant, stage: Stage) -> str:
    """Return the settings of the site of *variant*: they hold its menu, and whatever all its pages show."""
    project, this = stage.project, variant.identity
    up = Path(os.path.relpath(project.root, stage.folder / variant.slug)).as_posix()
    return _yaml(
        {
            "INHERIT": f"{up}/{project.config.name}",
            "site_name": this.name,
            "copyright": this.standing,
            "site_url": f"{this.address}/actueel/{folder_of(variant)}",
            "docs_dir": DOCS,
            "theme": {
                "custom_dir": f"{up}/{project.theme.relative_to(project.root).as_posix()}",
                "language": this.language,
            },
            "nav": [for_engine(item) for item in variant.menu],
            "extra": {
                "draaiboek": {
                    **_said_by(this),
                    **_of_edition(variant),
                    **_to_take_along(variant),
                    **_ways(variant),
                    "variant": variant.slug,
                    "kleur": _colour(variant),
                    "titel": variant.title,
                    "naam": _name(variant),
                    "geheimhouding": as_html(variant.sector.secrecy, this) if variant.sector else "",
                    "beleid": policy.as_meta(),
                    "menu": _menu(variant, stage),
                    "menu_is_lang": len(variant.pages) > LONG_MENU,
                    "eigen": [] if variant.gathered else [_own(page, this) for page in _own_pages(variant)],
                    "sectoren": [_gathered(sector, variant) for sector in variant.gathered],
                    "varianten": list(stage.choices),
                }
            },
        }
    )


def _of_edition(variant: Variant) -> Mapping[str, object]:
    """Return what the theme tells of the edition that *variant* belongs to."""
    edition, this = variant.edition, variant.identity
    return {
        "editie": edition.id,
        "datum": dutch.long_date(edition.date),
        "geldig_van": dutch.long_date(edition.valid_from),
        "dag": edition.date.isoformat(),
        "stand_wetgeving": dutch.long_date(edition.law_state),
        "samenvatting": as_html(edition.summary, this),
        "status": str(edition.status),
        "vervallen": edition.voided,
        "goedkeuring": edition_gaps.approved(edition),
        "editiepagina": page_url(edition.page),
        "vast_adres": permalink(variant),
        "nakijken": check_page(this.address),
        "pad": f"{urlsplit(this.address).path}/actueel/",
    }


def _to_take_along(variant: Variant) -> Mapping[str, object]:
    """Return where the files of *variant* stand below the edition, '' for those that it does not have."""
    return {
        "pdf": pdf_name(variant),
        "zakgids": pocket_name(variant) if _goes_into(variant, Product.POCKET) else "",
        "fiche": fiche_name(variant) if _goes_into(variant, Product.SHEET) else "",
        "epub": epub_name(variant),
        "zip": zip_name(variant),
        "kit": [
            {
                "titel": as_html(document.title, variant.identity),
                "omschrijving": as_html(document.description, variant.identity),
                **{ending: kit_name(variant, document, ending, own=own) for ending in KIT},
            }
            for document, own in offered(variant)
        ],
    }


def _ways(variant: Variant) -> Mapping[str, object]:
    """Return the addresses of the pages of *variant* that the theme leads to."""
    return {
        "downloads": _url(variant, content_paths.DOWNLOADS_PAGE),
        "over": _url(variant, content_paths.ABOUT_PAGE),
        "begrippen": _url(variant, content_paths.GLOSSARY_PAGE),
        "vragen": _url(variant, content_paths.QUESTIONS_PAGE),
        "toegankelijk": _url(variant, content_paths.ACCESSIBILITY_PAGE),
    }


def _said_by(this: Identity) -> Mapping[str, object]:
    """Return what the theme tells of the guidebook itself."""
    return {
        "slug": this.slug,
        "merk": {
            "voor": this.before_short,
            "naam": this.short,
            "heel": as_html(this.name, this),
            "samen": "|".join(this.unbroken),
        },
        "tekststatus": this.status,
        "tekststatus_klein": this.status_inside,
        "contact": this.contact,
        "doelgroep": {
            "een": this.audience.one,
            "titel": this.audience.many.capitalize(),
            "vraag": this.audience.question,
        },
        "zoekvoorbeelden": list(this.examples),
    }


def _name(variant: Variant) -> str:
    """Return the name of *variant* inside a sentence."""
    if variant.gathered:
        return variant.title.lower()
    return variant.sector.name if variant.sector else CORE


def _gathered(sector: Sector, variant: Variant) -> Mapping[str, object]:
    """Return *sector*, whose text stands in *variant* beside that of others, for the theme."""
    own = [
        step(page.meta.title, page.path, variant.identity) for page in _own_pages(variant) if page.sector == sector.slug
    ]
    return {
        "slug": sector.slug,
        "titel": sector.title,
        "naam": sector.name,
        "kleur": sector.colour or NO_COLOUR,
        "paginas": own,
    }


def _menu(variant: Variant, stage: Stage) -> list[Mapping[str, object]]:
    """Return the menu for the theme; that of the core leads to the variant of all sectors too."""
    items = [for_theme(item, variant.identity) for item in variant.menu]
    everything = next((each for each in stage.choices if each["slug"] == ALL), None)
    if variant.slug == CORE and everything:
        items.append({"titel": everything["titel"], "adres": everything["map"]})
    return items


def _colour(variant: Variant) -> str:
    return variant.sector.colour or NO_COLOUR if variant.sector else CORE


def _url(variant: Variant, path: PurePosixPath) -> str:
    """Return the address of page *path*, '' when *variant* has no such page."""
    return page_url(path) if _has(variant, path) else ""


def _own(page: Page, this: Identity) -> Mapping[str, str]:
    title = "Fiche" if page.path == content_paths.FICHE_PAGE else page.meta.title
    return {"titel": as_html(title, this), "adres": page_url(page.path)}


def _own_pages(variant: Variant) -> list[Page]:
    """Return the pages that only the sector of *variant* has, in the order of its menu."""
    own = {page.path: page for page in variant.pages if page.sector}
    return [own[path] for item in variant.menu for path in item.pages() if path in own]


def _has(variant: Variant, path: PurePosixPath) -> bool:
    return any(page.path == path for page in variant.pages)


def _goes_into(variant: Variant, product: Product) -> bool:
    """Whether *variant* has something for *product*: then there is a PDF of it."""
    held = (product.holds(thinnest) for page in variant.pages for _, thinnest in products(page))
    return not variant.gathered and any(held)


def _yaml(value: object) -> str:
    return yaml.dump(value, Dumper=_FAST, allow_unicode=True, sort_keys=False, width=1000)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
