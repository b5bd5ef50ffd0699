"""What the rooms make of a `Source`: variants, rendered chapters, books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from draaiboek.base.model.data import Edition, EmergencyNumbers, MenuItem, Sector
from draaiboek.base.model.text import MediaFile, Page


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
