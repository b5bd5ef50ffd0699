"""Where an editor writes what: the files that are read, and that messages name when something is missing there."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

EVERYTHING = PurePosixPath()
IDENTITY = PurePosixPath("draaiboek.yml")
DOCS = PurePosixPath("docs")
SECTORS = PurePosixPath("sectors")
OVERLAYS = PurePosixPath("overlays")
SHARED = OVERLAYS / "_gedeeld"
WAIVERS = OVERLAYS / "_uitstel.yml"
EDITION_PAGES = PurePosixPath("edities")  # in a variant
EDITIONS = DOCS / EDITION_PAGES
DATA = DOCS / "_data"
REFERENCES = DATA / "bronnen.yml"
TERMS = DATA / "begrippen.yml"
VARIABLES = DATA / "variabelen.yml"
EMERGENCY = DATA / "noodnummers.yml"
MENU = DATA / "inhoud.yml"
KIT = DATA / "documenten.yml"
AIDS = DATA / "beslisboom.yml"
FIGURES = DATA / "figuren.yml"
ROUND = "ronde.yml"
REMARKS = "opmerkingen"
READINGS = "nagelezen"
HISTORY = DATA / "totstandkoming.yml"
ACCESSIBILITY = DATA / "toegankelijkheid.yml"
STATEMENT = DATA / "toegankelijkheidsverklaring.yml"
QUERIES = DATA / "zoekvragen"  # one file for each set

# Pages of a variant that the program knows by name: it fills them, links to them, or prints them separately.
INDEX = PurePosixPath("index.md")
GLOSSARY_PAGE = PurePosixPath("begrippen.md")
REGISTER_PAGE = PurePosixPath("bronnen.md")
ENTRY = "bron-"  # the prefix of the id of each source in the register
ABOUT_PAGE = PurePosixPath("over-dit-draaiboek.md")
CONTACT_PAGE = PurePosixPath("contact.md")
QUESTIONS_PAGE = PurePosixPath("veelgestelde-vragen.md")
ACCESSIBILITY_PAGE = PurePosixPath("toegankelijkheid.md")
REMARKS_PAGE = PurePosixPath("opmerkingen.md")
DOWNLOADS_PAGE = PurePosixPath("downloads.md")
FICHE_PAGE = PurePosixPath("fiche.md")


@cache  # called for each file below sectors/
def sector_file(slug: str) -> PurePosixPath:
    """Return the sector.yml of sector *slug*."""
    return SECTORS / slug / "sector.yml"


@cache
def functions_file(slug: str) -> PurePosixPath:
    """Return the file with the functions of sector *slug*."""
    return SECTORS / slug / "functies.yml"


def edition_page(number: str) -> PurePosixPath:
    """Return the path in a variant of the page of the edition with *number*."""
    return EDITION_PAGES / f"{number}.md"


def readings_of(slug: str) -> PurePosixPath:
    """Return the folder with the readings of sector *slug*."""
    return SECTORS / slug / READINGS


def round_of(slug: str, edition: str) -> PurePosixPath:
    """Return the folder with what sector *slug* said about *edition*."""
    return SECTORS / slug / REMARKS / edition


def of_page(path: PurePosixPath, slug: str | None = None) -> tuple[PurePosixPath, ...]:
    """Return the files that page or picture *path* of variant *slug* may come from."""
    return (DOCS / path, SECTORS / slug / path) if slug else (DOCS / path,)


def in_a_name(page: PurePosixPath) -> str:
    """Return *page* as part of a file name: `hoofdstuk--delen` for `hoofdstuk/delen.md`."""
    return str(page).removesuffix(".md").replace("/", "--")


def new_overlay(slug: str, page: PurePosixPath, target: str) -> PurePosixPath:
    """Return the file for a new overlay of sector *slug* on *target*, an id or `slot:name`, of *page*."""
    return OVERLAYS / slug / f"{in_a_name(page)}--{target.replace(':', '-')}.md"


def overlays_of(slug: str) -> tuple[PurePosixPath, ...]:
    """Return the folders that hold the overlays of sector *slug*."""
    return (OVERLAYS / slug, SHARED)
