"""The menu of a variant, for the engine and for the theme; the steps that lead to its pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from draaiboek.base.model import Identity, MenuItem
from draaiboek.render.html import unbroken
from draaiboek.render.layout import page_url


def as_html(words: str, this: Identity) -> str:
    """Return *words* as HTML that keeps the short name of the guidebook, and those of laws, together."""
    return str(unbroken(words, this.unbroken))


def step(title: str, path: PurePosixPath, this: Identity) -> Mapping[str, object]:
    """Return what leads to page *path*, by its *title*, for the theme."""
    return {"titel": as_html(title, this), "adres": page_url(path)}


def for_engine(item: MenuItem) -> Mapping[str, object]:
    """Return *item* of the menu as the configuration of the engine has it."""
    if item.page is not None:
        return {item.title: str(item.page)}
    return {item.title: [for_engine(child) for child in item.children]}


def for_theme(item: MenuItem, this: Identity) -> Mapping[str, object]:
    """Return *item* of the menu for the theme, with all addresses below it: the group of the page is open."""
    if item.page is not None:
        return step(item.title, item.page, this)
    below = [page_url(path) for path in item.pages()]
    return {
        "titel": as_html(item.title, this),
        "onder": [for_theme(child, this) for child in item.children],
        "adressen": below,
    }
