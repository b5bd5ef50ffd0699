"""The frozen values that travel between the stages; imports nothing of ours.

`load` makes a `Source`, `compose` a `Variant`, `export` a PDF of a `Book`. Every value carries its `Origin` with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

CORE = "kern"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A place in the content: *path* is relative to the project, *line* and *column* count from 1."""

    path: PurePosixPath
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Action(StrEnum):
    """What an overlay does to its target; the values are the editor's words (design.md §3)."""

    BEGIN = "begin"
    END = "einde"
    REPLACE = "vervang"
    OMIT = "weglaten"
    FILL = "vul"


class ReferenceStatus(StrEnum):
    """How far a source in bronnen.yml has been checked."""

    VERIFIED = "geverifieerd"
    SECOND_HAND = "tweedehands"
    UNCHECKED = "te-controleren"


class EditionStatus(StrEnum):
    """Whether an edition page may be published."""

    DRAFT = "concept"
    APPROVED = "goedgekeurd"


class Line(NamedTuple):
    """A line of Markdown and where it came from."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in a block; *href* as the editor wrote it, *text* an image's text for who cannot see it."""

    href: str
    origin: Origin
    image: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level Markdown block: *text* is its source, *content* its parsed form for fingerprints."""

    kind: str
    text: str
    origin: Origin
    content: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """`<!-- slot: name verplicht -->`: a place in the core text that sectors fill."""

    name: str
    required: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class SectorText:
    """What a sector adds to or puts in the place of core text; shown to the reader as *Specifiek voor …*."""

    sector: str
    action: Action
    reason: str
    body: tuple[Part, ...]
    sections: tuple[Section, ...]
    origin: Origin
    stale: bool = False


Part = Block | Slot | SectorText


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with an explicit id, down to the next heading of the same or a higher level.

    *tail* holds what overlays put after the section and its subsections, *links* the links in its title.
    """

    id: str
    level: int
    title: str
    locked: bool
    origin: Origin
    body: tuple[Part, ...] = ()
    subsections: tuple[Section, ...] = ()
    tail: tuple[SectorText, ...] = ()
    links: tuple[Link, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield this section and every section below it that is not sector text, in reading order."""
        yield self
        for section in self.subsections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What the front matter of a page says; *formerly*, *renamed* (old and new id) and *moved* as `moves` tells."""

    title: str
    description: str
    references: tuple[str, ...] = ()
    reviewed: dt.date | None = None
    formerly: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    moved: tuple[str, ...] = ()
    after: PurePosixPath | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A citation as the reader sees it at the foot of the page; *brief* names only the sources and places in them."""

    label: str
    text: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page; *path* is its place in the variant, *sector* None for core pages, *files* what its text is made from."""

    path: PurePosixPath
    meta: PageMeta
    lead: tuple[Part, ...]
    sections: tuple[Section, ...]
    origin: Origin
    sector: str | None = None
    footnotes: tuple[Footnote, ...] = ()
    files: tuple[PurePosixPath, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield every section that is not sector text, in reading order."""
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture: *origin* is the file in the project, *path* its place in the variant."""

    path: PurePosixPath
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reference:
    """A source of law or fact (an entry of bronnen.yml)."""

    key: str
    title: str
    short: str
    kind: str
    status: ReferenceStatus
    origin: Origin
    date: str = ""
    publication: str = ""
    numac: str = ""
    url: str = ""
    language: str = ""
    checked: str = ""
    remark: str = ""
    checker: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; *forms* are all spellings that are recognised in the text."""

    key: str
    term: str
    definition: str
    origin: Origin
    full: str = ""
    also: tuple[str, ...] = ()
    citation: str = ""


class EmergencyNumbers(NamedTuple):
    """The numbers that a reader can call from the text; *words* tell a number to call from one that counts."""

    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation that represents a sector, as far as a source says so."""

    name: str
    role: str
    citation: str


@dataclass(frozen=True, slots=True)
class Sector:
    """An audience with its own variant (sectors/<slug>/sector.yml)."""

    slug: str
    name: str
    title: str
    order: int
    description: str
    secrecy: str
    editor: str
    actors: tuple[Actor, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Overlay:
    """One operation of one sector on one core section or slot."""

    sector: str
    page: PurePosixPath
    target: str
    slot: bool
    action: Action
    basis: str
    reason: str
    order: int
    reviewed: dt.date | None
    body: tuple[Part, ...]
    sections: tuple[Section, ...]
    origin: Origin
    places: Mapping[str, Origin] = field(default_factory=dict)

    def place(self, key: str) -> Origin:
        """Return where front-matter *key* stands, or the start of the file."""
        return self.places.get(key, self.origin)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Leave to publish a stale overlay until a date; printed in the edition's colophon."""

    overlay: PurePosixPath
    role: str
    reason: str
    until: dt.date
    origin: Origin


@dataclass(frozen=True, slots=True)
class SignOff:
    """A sector has read a core page (*target* is '') or section, as it was at *fingerprint*, and adds nothing."""

    sector: str
    page: PurePosixPath
    target: str
    fingerprint: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Edition:
    """The metadata of an edition page (docs/edities/<id>.md); *minor*: what its text does not name is small."""

    id: str
    date: dt.date
    valid_from: dt.date
    law_state: dt.date
    reasons: tuple[str, ...]
    summary: str
    editor: str
    status: EditionStatus
    page: PurePosixPath
    origin: Origin
    unreviewed: tuple[str, ...] = ()
    minor: bool = False

    @property
    def number(self) -> tuple[int, ...]:
        """The id as numbers, so that 2026.10 sorts after 2026.9."""
        return tuple(int(part) for part in self.id.split("."))


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A line of the table of contents: a page, or a group of pages with a title of its own."""

    title: str
    page: PurePosixPath | None
    children: tuple[MenuItem, ...] = ()

    def pages(self) -> Iterator[PurePosixPath]:
        """Yield the pages below this item in reading order."""
        if self.page is not None:
            yield self.page
        for child in self.children:
            yield from child.pages()


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that an editor wrote, parsed once."""

    pages: tuple[Page, ...]
    sector_pages: tuple[Page, ...]
    sectors: tuple[Sector, ...]
    overlays: tuple[Overlay, ...]
    references: Mapping[str, Reference]
    terms: tuple[Term, ...]
    variables: Mapping[str, str]
    menu: tuple[MenuItem, ...]
    editions: tuple[Edition, ...]
    media: tuple[MediaFile, ...]
    waivers: tuple[Waiver, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    emergency: EmergencyNumbers = field(default_factory=EmergencyNumbers)

    @property
    def edition(self) -> Edition | None:
        """The newest edition: the one that a build makes."""
        return max(self.editions, key=lambda edition: edition.number, default=None)

    def sector(self, slug: str) -> Sector | None:
        """Return the sector called *slug*, if there is one."""
        return next((sector for sector in self.sectors if sector.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Variant:
    """The core with the overlays of one sector applied (*sector* is None for the core itself)."""

    slug: str
    sector: Sector | None
    pages: tuple[Page, ...]
    menu: tuple[MenuItem, ...]
    media: tuple[MediaFile, ...]
    edition: Edition
    emergency: EmergencyNumbers = field(default_factory=EmergencyNumbers)

    @property
    def title(self) -> str:
        """The variant's name in a menu."""
        return self.sector.title if self.sector else "Kern"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A rendered page: *html* is the inside of its article; its links are relative to *url*, its own address."""

    path: PurePosixPath
    url: str
    title: str
    group: str
    html: str


@dataclass(frozen=True, slots=True)
class Book:
    """All that the PDF engine needs for one variant; *notes* are titles and texts for the colophon."""

    slug: str
    title: str
    subtitle: str
    edition: Edition
    permalink: str
    chapters: tuple[Chapter, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
