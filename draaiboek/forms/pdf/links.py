"""What a link is called in a PDF: the label of its target, or the address as a reader types it."""

from __future__ import annotations

from urllib.parse import unquote

from draaiboek.forms.link_targets import page_of

_LEFT_OUT = ("mailto:", "tel:", "https://", "http://", "www.")


def label(url: str, name: str) -> str:
    """Return the label of the element with id *name* on the page at *url*; without *name*, of the chapter."""
    return f"{page_of(url)}#{name}"


def typed(address: str) -> str:
    """Return *address* as a reader types it."""
    return address.removeprefix("mailto:").removeprefix("tel:")


def is_said_by(text: str, address: str) -> bool:
    """Whether *text* already is the *address*."""
    return _bare(text) in (_bare(address), _bare(unquote(address)))


def _bare(address: str) -> str:
    text = address.strip().lower()
    for prefix in _LEFT_OUT:
        text = text.removeprefix(prefix)
    return text.removesuffix("/")
