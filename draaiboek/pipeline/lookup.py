"""Look up what somebody names on the command line: a sector, or a page, section or slot of the core text.

An unknown name is refused, with the nearest known one as a hint.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from draaiboek.base import dutch
from draaiboek.base.diagnostics import nearest
from draaiboek.base.errors import UsageError
from draaiboek.base.model import Page, Sector, Source
from draaiboek.compose.targets import Target, targets
from draaiboek.content import former_places

_PAGES = "Een pagina is een bestand in docs/. Alle pagina's: python3 build.py status"


def refuse_unknown(slug: str, known: Collection[str]) -> None:
    """Raise UsageError when no sector, or no variant, of *known* is called *slug*."""
    if slug not in known:
        message = f"de sector '{slug}' bestaat niet"
        raise UsageError(message, hint=nearest(slug, known) or f"Kies uit: {dutch.enumeration(sorted(known))}.")


def sector(source: Source, slug: str) -> Sector:
    """Return the sector *slug*; raises UsageError when there is none."""
    sectors = {each.slug: each for each in source.sectors}
    refuse_unknown(slug, sectors)
    return sectors[slug]


def core_page(source: Source, name: str) -> Page:
    """Return the core page called *name*; raises UsageError when there is none."""
    pages = {str(page.path): page for page in source.pages}
    if name not in pages:
        message = f"de pagina '{name}' bestaat niet in de kerntekst"
        raise UsageError(
            message, hint=former_places.hint(PurePosixPath(name), source.pages) or nearest(name, pages) or _PAGES
        )
    return pages[name]


def target(page: Page, name: str) -> Target:
    """Return the section *name*, or the slot `slot:name`, of core *page*; raises UsageError when there is none."""
    found = targets(page)
    if name not in found:
        message = f"'{name}' bestaat niet op '{page.path}'"
        raise UsageError(message, hint=nearest(name, found))
    return found[name]
