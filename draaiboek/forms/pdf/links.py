"""What a link is called in a PDF: the label of its target, or the address as a reader types it."""

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
    """Return the label of what is called *name* on *page*; without *name*, of the chapter.

    Headings can be reached in the PDF by these labels, so they stay as they are.
    """
    return f"{page_url(page).removesuffix('/')}#{name}"


def labels(page: Page) -> Iterator[str]:
    """Yield the labels on *page* to which links may lead: first those of its start, then those of its sections."""
    yield from start_labels(page)
    yield from (label(page.path, section.id) for section in all_sections(page.lead, page.sections))


def start_labels(page: Page) -> Iterator[str]:
    """Yield the labels of the start of *page*: its own, and those of places that are gone."""
    yield from (label(page.path, name) for name in ("", *former_places.former_ids(page)))


def typed(address: str) -> str:
    """Return *address* as a reader types it."""
    return address.removeprefix("mailto:").removeprefix("tel:")


def is_said_by(text: str, address: str) -> bool:
    """Whether *text* already is the *address*."""
    return _bare(text) in (_bare(address), _bare(unquote(address)))


def is_named_by(text: str, title: str) -> bool:
    """Whether a reader who sees *text* finds the page called *title*: its words stand in it."""
    said = " ".join(text.casefold().split())
    return len(said) > _SHORT_NAME and said in title.casefold()


def _bare(address: str) -> str:
    text = address.strip().lower()
    for prefix in _LEFT_OUT:
        text = text.removeprefix(prefix)
    return text.removesuffix("/")
