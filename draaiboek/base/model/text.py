"""What a text is made of: blocks, sections, pages, every one with the file and line it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
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
