"""Small books for the tests of the export stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath

from draaiboek.base.model import Book, Chapter, Edition, EditionStatus, Origin

FONTS = Path(__file__).parents[2] / "draaiboek" / "fonts"
EPOCH = 1_796_083_200
PERMALINK = "https://example.org/2026.1/onderwijs/"
EDITION = Edition(
    id="2026.1",
    date=date(2026, 12, 1),
    valid_from=date(2026, 12, 15),
    law_state=date(2026, 11, 20),
    reasons=("wetgeving",),
    summary="De eerste editie.",
    editor="Redactie LIVC-R",
    status=EditionStatus.DRAFT,
    page=PurePosixPath("edities/2026.1.md"),
    origin=Origin(PurePosixPath("docs/edities/2026.1.md")),
)


def chapter(html: str, name: str = "delen", *, group: str = "") -> Chapter:
    """Return a chapter called *name* with *html* below its title."""
    title = name.capitalize()
    text = f'<h1 id="{name}">{title}<a class="headerlink" href="#{name}">¶</a></h1>{html}'
    return Chapter(PurePosixPath(f"{name}.md"), f"{name}/", title, group, text)


def book(*chapters: Chapter, media: Mapping[str, bytes] | None = None) -> Book:
    """Return a book of *chapters*."""
    return Book("onderwijs", "Draaiboek LIVC-R", "Onderwijs", EDITION, PERMALINK, chapters, media or {})
