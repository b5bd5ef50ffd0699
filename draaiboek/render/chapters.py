"""The pages of a variant in reading order, as chapters of a book."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from draaiboek.base.model import Chapter, MenuItem, Variant
from draaiboek.render.layout import page_url


def chapters(variant: Variant) -> tuple[Chapter, ...]:
    """Return the pages of *variant* in the order of its menu."""
    by_path = {page.path: page for page in variant.pages}
    return tuple(
        Chapter(by_path[path], page_url(path), title, group)
        for item in variant.menu
        for path, title, group in _in_menu(item)
        if path in by_path
    )


def _in_menu(item: MenuItem, group: str = "") -> Iterator[tuple[PurePosixPath, str, str]]:
    if item.page is not None:
        yield item.page, item.title, group
    for child in item.children:
        yield from _in_menu(child, item.title)
