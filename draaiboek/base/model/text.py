"""What a guidebook is made of: pages, sections, slots and what sectors put in them, each with its place in a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import NamedTuple

from draaiboek.base.action import Action
from draaiboek.base.model.tree import Block, Inline, Mark, words
from draaiboek.base.origin import Origin

CORE = "kern"
"""The name of the variant without a sector."""

ALL = "alle"
"""The name of the variant with the text of every sector in place (decisions/0016)."""

ALIAS = "actueel"
"""The folder of a publication that is a copy of the edition in force."""


SLOT = "slot:"
"""The prefix of a slot's name where the id of a heading is also possible: `page.md#slot:name`."""

Place = tuple[PurePosixPath, str]
"""A page and an id on it (or `slot:name`); '' is the page as a whole."""


def place_name(page: PurePosixPath, name: str) -> str:
    """Return the place *name* on *page* as an editor writes it: `page.md#name`, or `page.md` when *name* is ''."""
    return f"{page}#{name}" if name else str(page)


class Product(StrEnum):
    """What is printed, from the thinnest to the thickest: each holds everything that is in those before it.

    What is only on the WEB is not printed: the websites and EPUBs hold everything. The values are the editor's words.
    """

    SHEET = "fiche"
    POCKET = "zakgids"
    REFERENCE = "naslag"
    WEB = "web"

    def holds(self, other: Product) -> bool:
        """Return whether what goes into *other* goes into this product too."""
        order = list(Product)
        return order.index(other) <= order.index(self)


class Line(NamedTuple):
    """A line of Markdown and where it came from."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Slot:
    """`<!-- slot: name verplicht -->`: a place in the core text that sectors fill.

    One that is *gathered* is filled by the program instead, from the variant as a whole (`compose.open_points`).
    """

    name: str
    required: bool
    origin: Origin
    gathered: bool = False


@dataclass(frozen=True, slots=True)
class SectorText:
    """What a sector, called *name*, adds to core text or puts in its place; marked as *Specifiek voor …*.

    *anchor* is its id where the texts of all sectors are side by side, '' in the variant of the sector.
    """

    sector: str
    name: str
    action: Action
    reason: str
    body: tuple[Part, ...]
    sections: tuple[Section, ...]
    origin: Origin
    stale: bool = False
    anchor: str = ""

    @property
    def beside(self) -> bool:
        """Whether the core text is shown here too, though readers of the sector's own variant do not get it."""
        return bool(self.anchor) and self.action in {Action.REPLACE, Action.OMIT}


Part = Block | Slot | SectorText


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with an explicit id, down to the next heading of the same or a higher level.

    *tail* holds what overlays put after the section and its subsections, *mark* the kind of statements it makes.
    *card* is `doen` or `laten` where its list says what to do or not to do, and otherwise empty: it changes no word.
    """

    id: str
    level: int
    heading: tuple[Inline, ...]
    locked: bool
    origin: Origin
    body: tuple[Part, ...] = ()
    subsections: tuple[Section, ...] = ()
    tail: tuple[SectorText, ...] = ()
    mark: Mark | None = None
    card: str = ""

    @property
    def title(self) -> str:
        """The words of the heading."""
        return words(self.heading)

    def walk(self) -> Iterator[Section]:
        """Yield this section and every section below it that is not sector text, in reading order."""
        yield self
        for section in self.subsections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class PageMeta:
    """The front matter of a page; *formerly*, *renamed* (old and new id) and *moved* are as in `content.former_places`.

    *weight* is how heavily the search ranks the page, None: like any other of its kind. *questions* are what readers
    ask, by the id of the section that answers ('' for the page); *urgent* words bring the page to the top.
    *printed* is the thinnest product that a section goes into, by its id ('' for the page).
    """

    title: str
    description: str
    references: tuple[str, ...] = ()
    reviewed: dt.date | None = None
    formerly: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    moved: tuple[str, ...] = ()
    after: PurePosixPath | None = None
    weight: float | None = None
    questions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    urgent: tuple[str, ...] = ()
    printed: tuple[tuple[str, Product], ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A citation as the reader sees it at the foot of the page, with *number* and how many *marks* point at it.

    *brief* names only the sources and the places in them; *short* does so too, with their links and how sure they are,
    for print that repeats the note.
    """

    number: int
    content: tuple[Inline, ...]
    brief: str
    marks: int = 1
    short: tuple[Inline, ...] = ()


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
