"""What editors write besides the text: sources, terms, sectors, overlays, editions, and all of it as one `Source`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

from draaiboek.base.action import Action
from draaiboek.base.model.consultation import Remark, Round
from draaiboek.base.model.identity import Identity
from draaiboek.base.model.text import MediaFile, Page, Part, Section
from draaiboek.base.model.tree import Citation, Inline
from draaiboek.base.origin import Origin


class ReferenceStatus(StrEnum):
    """How far a source in bronnen.yml has been checked."""

    VERIFIED = "geverifieerd"
    SECOND_HAND = "tweedehands"
    UNCHECKED = "te-controleren"


class EditionStatus(StrEnum):
    """Whether an edition page may be published."""

    DRAFT = "concept"
    APPROVED = "goedgekeurd"


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
    remark: tuple[Inline, ...] = ()
    checker: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry; *also* are other spellings that are recognised in the text.

    *language* is that of its words (for an abbreviation, of *full*) when it is not the language of the guidebook.
    """

    key: str
    term: str
    definition: tuple[Inline, ...]
    origin: Origin
    full: str = ""
    also: tuple[str, ...] = ()
    citation: Citation | None = None
    language: str = ""

    @property
    def foreign(self) -> tuple[str, ...]:
        """The spellings that are in *language*: for an abbreviation, its full form and the inflections of that."""
        if not self.language:
            return ()
        forms = (self.term, *self.also)
        return (self.full, *(form for form in forms if form.startswith(self.full))) if self.full else forms


class EmergencyNumbers(NamedTuple):
    """The numbers that a reader can call from the text; *words* tell a phone number from a quantity."""

    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation that represents a sector, as far as a source says so."""

    name: str
    role: tuple[Inline, ...]
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who maintains a sector's text: an *account* on the Git host, and the function (*role*) that signs with it."""

    account: str
    role: str


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
    colour: str = ""
    keepers: tuple[Keeper, ...] = ()


@dataclass(frozen=True, slots=True)
class Preferred:
    """The one *word* that the guidebook uses for a thing, *instead_of* others, and the *reason*.

    *allowed* are the places (`page.md#id`) where one of the others is right after all.
    """

    word: str
    instead_of: tuple[str, ...]
    reason: str
    allowed: tuple[str, ...] = ()


class Conformance(StrEnum):
    """How far the website meets its norm, in the words of the accessibility statement."""

    FULL = "volledig"
    PARTLY = "gedeeltelijk"
    NOT = "niet"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A *part* of the website that not everybody can use: *why*, what to do *instead*, and the *ground* for that."""

    part: str
    why: tuple[Inline, ...]
    instead: tuple[Inline, ...]
    ground: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Statement:
    """The accessibility statement (toegankelijkheidsverklaring.yml); '' or None is a field not yet filled in."""

    owner: str
    rules: str
    scope: str
    conformance: Conformance
    norm: str
    obstacles: tuple[Obstacle, ...]
    method: str
    made: dt.date | None
    revised: dt.date | None
    feedback: str
    answer_within: str
    enforcer: str
    complaint: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Accessibility:
    """What the last audit of the sites measured (toegankelijkheid.yml)."""

    edition: str
    date: dt.date
    axe: str
    browser: str
    pages: int
    widths: tuple[int, ...]
    looks: int
    stops: int
    states: int
    rules: int
    violations: int
    advice: int
    unsure: tuple[str, ...]
    origin: Origin


class Secrecy(StrEnum):
    """The duty of secrecy that binds whoever has a function; the values are the words that the reader sees."""

    PROFESSIONAL = "beroepsgeheim"
    OFFICIAL = "ambtsgeheim"
    DISCRETION = "discretieplicht"
    CONTRACT = "afspraken in het contract"
    OWN = "volgt de eigen functie"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function in a *sector* (an entry of sectors/<slug>/functies.yml): its duty of secrecy, and what that means.

    *secrecy* rests on the sources in *basis*, or is *inferred*; *according* names who says so when that is not a law,
    and *remark* adds to it. Where it is unknown, *question* is what has to be found out. *also* are other names for the
    function.
    """

    sector: str
    name: str
    also: tuple[str, ...]
    secrecy: Secrecy
    according: str
    remark: str
    inferred: bool
    basis: Citation | None
    question: str
    at_table: tuple[Inline, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Overlay:
    """One operation of one sector on one core section or slot: *target* is an id, or `slot:name`."""

    sector: str
    page: PurePosixPath
    target: str
    action: Action
    reason: str
    order: int
    body: tuple[Part, ...]
    sections: tuple[Section, ...]
    origin: Origin
    places: Mapping[str, Origin] = field(default_factory=dict)
    questions: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what readers type to find its sections, by section id

    def place(self, key: str) -> Origin:
        """Return the place of front-matter *key*, or the start of the file."""
        return self.places.get(key, self.origin)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Permission to publish a stale overlay until a date; printed in the edition's colophon."""

    overlay: PurePosixPath
    role: str
    reason: str
    until: dt.date
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reading:
    """A sector read a core text, as it was at *fingerprint*; *target* is an id, `slot:name`, or '' for a whole page."""

    sector: str
    page: PurePosixPath
    target: str
    fingerprint: str
    day: dt.date
    by: str
    origin: Origin


class KitPart(NamedTuple):
    """A piece of core text in a document of the kit: section *name* of *page*, or the whole page when that is ''."""

    page: PurePosixPath
    name: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class KitDocument:
    """A document to fill in (an entry of documenten.yml), made of *parts* of the text.

    Of a *letter*, about *subject*, only what the text quotes is the document; the rest explains it. *room* labels the
    space to write in after each question, '' for none; *caution* stands above the document.
    """

    key: str
    title: str
    description: str
    letter: bool
    subject: str
    parts: tuple[KitPart, ...]
    room: str
    caution: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Approval:
    """On *day*, whoever has the function *role* in *organisation* approved an edition, as it was at *fingerprint*."""

    role: str
    organisation: str
    day: dt.date
    fingerprint: str
    origin: Origin

    @property
    def who(self) -> str:
        """Who approved, for a reader."""
        return f"{self.role} ({self.organisation})"


def edition_number(id_: str) -> tuple[int, ...]:
    """Return the id of an edition as numbers, so that 2026.10 sorts after 2026.9, and 2026.1.1 after 2026.1."""
    return tuple(int(part) for part in id_.split("."))


def edition_after(number: Sequence[int]) -> str:
    """Return the id of the edition that comes after the one with *number*."""
    year, in_year, *_ = number
    return f"{year}.{in_year + 1}"


def newest(editions: Iterable[Edition]) -> Edition | None:
    """Return the one of *editions* with the highest number; None when there are none."""
    return max(editions, key=lambda edition: edition.number, default=None)


@dataclass(frozen=True, slots=True)
class Edition:
    """The metadata of an edition page (docs/edities/<id>.md); *minor*: changes that its text does not name are small.

    *voided*: something has changed since one of its *approvals*, so it is a draft again (`pipeline.examine` finds out).
    """

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
    approvals: tuple[Approval, ...] = ()
    voided: bool = False

    @property
    def number(self) -> tuple[int, ...]:
        """The id as `edition_number` sorts it."""
        return edition_number(self.id)


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
    readings: tuple[Reading, ...] = ()
    emergency: EmergencyNumbers = field(default_factory=EmergencyNumbers)
    synonyms: tuple[tuple[str, ...], ...] = ()
    preferred: tuple[Preferred, ...] = ()
    functions: tuple[Function, ...] = ()
    statement: Statement | None = None
    measured: Accessibility | None = None
    kit: tuple[KitDocument, ...] = ()
    identity: Identity = field(default_factory=Identity)
    words: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def edition(self) -> Edition | None:
        """The newest edition: the one that a build makes."""
        return newest(self.editions)

    def sector(self, slug: str) -> Sector | None:
        """Return the sector called *slug*, if there is one."""
        return next((sector for sector in self.sectors if sector.slug == slug), None)
