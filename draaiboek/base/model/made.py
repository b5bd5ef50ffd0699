"""What the rooms make of a `Source`: variants, rendered chapters, books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from draaiboek.base.model.data import Edition, KitDocument, MenuItem, Sector
from draaiboek.base.model.identity import Identity
from draaiboek.base.model.text import MediaFile, Page


@dataclass(frozen=True, slots=True)
class Variant:
    """The core with the overlays of one sector applied (*sector* is None for the core itself).

    In the one variant where *gathered* names sectors, the text of each of them is in place beside the core.
    """

    slug: str
    sector: Sector | None
    pages: tuple[Page, ...]
    menu: tuple[MenuItem, ...]
    media: tuple[MediaFile, ...]
    edition: Edition
    identity: Identity = field(default_factory=Identity)
    gathered: tuple[Sector, ...] = ()
    kit: tuple[KitDocument, ...] = ()

    @property
    def title(self) -> str:
        """The variant's name in a menu."""
        if self.gathered:
            return f"Alle {self.identity.audience.many}"
        return self.sector.title if self.sector else "Kern"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of a book, filled in: *url* is its address in the site, *title* and *group* its place in the menu.

    A PDF or EPUB is made of the very tree that was checked and that the site shows. A chapter that *follows* begins on
    the page where the one before it ends, and continues its numbering of notes (`compose.excerpt`).
    """

    page: Page
    url: str
    title: str
    group: str
    follows: bool = False

    @property
    def path(self) -> PurePosixPath:
        """The place of the page in its variant."""
        return self.page.path


@dataclass(frozen=True, slots=True)
class Book:
    """All that is needed to print one variant; *notes* are titles and texts for the colophon.

    An excerpt (`compose.excerpt`) names *elsewhere* the pages of the variant that it does not hold whole, with their
    titles; *unprinted* are the sections ('' for the start of a page) that are in no printed book. A copy to comment on
    is no edition: nobody can refer to it.
    """

    slug: str
    identity: Identity
    subtitle: str
    edition: Edition
    permalink: str
    chapters: tuple[Chapter, ...]
    media: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    elsewhere: Mapping[PurePosixPath, str] = field(default_factory=dict)
    unprinted: tuple[tuple[PurePosixPath, str], ...] = ()
    is_edition: bool = True

    @property
    def title(self) -> str:
        """The name of the guidebook."""
        return self.identity.name
