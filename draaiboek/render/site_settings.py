"""What the theme is told about the site of a variant and can show on each page: its menu, its edition, its files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from draaiboek.base import dutch
from draaiboek.base.model import ALL, CORE, Identity, Page, Product, Sector, Variant
from draaiboek.compose.excerpt import products
from draaiboek.compose.kit import offered
from draaiboek.content import content_paths, edition_gaps
from draaiboek.render import policy
from draaiboek.render.article import NO_COLOUR
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
from draaiboek.render.menus import Entry, as_html, leading_to, menu, on_no_page, step

LONG_MENU = 200
"""When a site has more pages than this, the menu on a page shows only the first page of other groups."""
Choices = tuple[Mapping[str, object], ...]
"""The variants to which the reader can switch, each as returned by `choice`."""


def settings(variant: Variant, choices: Choices) -> Mapping[str, object]:
    """Return what the theme is told about the site of *variant*."""
    this = variant.identity
    return {
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
        "menu": on_no_page(menu_of(variant, choices), _root(variant)),
        "eigen": [] if variant.gathered else [_own(page, this) for page in _own_pages(variant)],
        "sectoren": [_gathered(sector, variant) for sector in variant.gathered],
        "varianten": list(choices),
    }


def menu_of(variant: Variant, choices: Choices) -> tuple[Entry, ...]:
    """Return the menu for the pages of *variant*; that of the core also leads to the variant `alle`."""
    this = variant.identity
    entries = menu(variant.menu, this, is_long=len(variant.pages) > LONG_MENU)
    everything = next((each for each in choices if each["slug"] == ALL), None)
    if variant.slug == CORE and everything:
        entries += (leading_to(str(everything["titel"]), str(everything["map"]), this),)
    return entries


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


def _of_edition(variant: Variant) -> Mapping[str, object]:
    """Return what the theme is told about the edition of *variant*."""
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
        "pad": _of_current(this),
    }


def _to_take_along(variant: Variant) -> Mapping[str, object]:
    """Return the paths of the downloadable files of *variant* in the edition, '' for those that it does not have."""
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
    """Return the addresses of the pages of *variant* to which the theme links; for the urgent one, its title too."""
    return {
        "downloads": _url(variant, content_paths.DOWNLOADS_PAGE),
        "over": _url(variant, content_paths.ABOUT_PAGE),
        "begrippen": _url(variant, content_paths.GLOSSARY_PAGE),
        "vragen": _url(variant, content_paths.QUESTIONS_PAGE),
        "wie_helpt": _url(variant, content_paths.CONTACT_PAGE),
        "toegankelijk": _url(variant, content_paths.ACCESSIBILITY_PAGE),
        "dringend": next((_own(page, variant.identity) for page in variant.pages if page.meta.urgent), None),
    }


def _said_by(this: Identity) -> Mapping[str, object]:
    """Return what the theme is told about the guidebook itself."""
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
    """Return the name of *variant* as used within a sentence."""
    if variant.gathered:
        return variant.title.lower()
    return variant.sector.name if variant.sector else CORE


def _gathered(sector: Sector, variant: Variant) -> Mapping[str, object]:
    """Return *sector*, whose text is in *variant* beside that of others, for the theme."""
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


def _root(variant: Variant) -> str:
    """Return the path on its host at which the site of *variant* begins."""
    return f"{_of_current(variant.identity)}{folder_of(variant)}"


def _of_current(this: Identity) -> str:
    """Return the path on its host at which the current edition of the guidebook begins."""
    return f"{urlsplit(this.address).path}/actueel/"


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
    """Return whether *variant* has content for *product*: then there is a PDF of it."""
    held = (product.holds(thinnest) for page in variant.pages for _, thinnest in products(page))
    return not variant.gathered and any(held)
