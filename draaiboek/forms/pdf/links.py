"""The name of a link in a PDF: the label of its target, or the address as a reader types it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from draaiboek.base.model import Page
from draaiboek.compose.reading_order import all_sections
from draaiboek.content import former_places
from draaiboek.render.layout import page_url

_SHORT_NAME = 3  # letters
_LEFT_OUT = ("mailto:", "tel:", "https://", "http://", "www.")


def label(page: PurePosixPath, name: str = "") -> str:
    """Return the label of the place *name* on *page*; without *name*, of the chapter.

    Readers can link to headings in the PDF by these labels, so they must not change.
    """
    return f"{page_url(page).removesuffix('/')}#{name}"


def labels(page: Page) -> Iterator[str]:
    """Yield the labels on *page* to which links may lead: those of its start first, then those of its sections."""
    yield from start_labels(page)
    yield from (label(page.path, section.id) for section in all_sections(page.lead, page.sections))


def start_labels(page: Page) -> Iterator[str]:
    """Yield the labels of the start of *page*: its own, and those of its former places."""
    yield from (label(page.path, name) for name in ("", *former_places.former_ids(page)))


def typed(address: str) -> str:
    """Return *address* as a reader types it."""
    return address.removeprefix("mailto:").removeprefix("tel:")


def is_said_by(text: str, address: str) -> bool:
    """Return whether *text* already is the *address*."""
    return _bare(text) in (_bare(address), _bare(unquote(address)))


def is_named_by(text: str, title: str) -> bool:
    """Return whether a reader who sees *text* can find the page called *title*, because the title contains it."""
    said = " ".join(text.casefold().split())
    return len(said) > _SHORT_NAME and said in title.casefold()


def _bare(address: str) -> str:
    text = address.strip().lower()
    for prefix in _LEFT_OUT:
        text = text.removeprefix(prefix)
    return text.removesuffix("/")
