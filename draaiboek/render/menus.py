"""The menu of a variant, for the engine and on its pages, and the links from a page to the next and previous one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from markupsafe import Markup

from draaiboek.base.model import Identity, MenuItem
from draaiboek.render.html import element, joined, typeset
from draaiboek.render.layout import page_url


def as_html(words: str, this: Identity) -> str:
    """Return *words* as HTML that keeps the short name of the guidebook, and those of laws, unbroken."""
    return str(typeset(words, this.unbroken))


def step(title: str, path: PurePosixPath, this: Identity) -> Mapping[str, object]:
    """Return a link to page *path*, with its *title*, for the theme."""
    return {"titel": as_html(title, this), "adres": page_url(path)}


def for_engine(item: MenuItem) -> Mapping[str, object]:
    """Return *item* of the menu as the engine's configuration has it."""
    if item.page is not None:
        return {item.title: str(item.page)}
    return {item.title: [for_engine(child) for child in item.children]}


# --- as it is shown on a page -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A page or a group in a menu: its *title*, the *address* of its first page, and those of all its pages (*holds*).

    *elsewhere* caches its HTML for pages outside it, by their relative path to the root of the site: most of a menu is
    the same on most pages.
    """

    title: Markup
    address: str
    holds: AbstractSet[str]
    below: tuple[Entry, ...] = ()
    is_folded: bool = False
    elsewhere: dict[str, Markup] = field(default_factory=dict)


def menu(items: Iterable[MenuItem], this: Identity, *, is_long: bool) -> tuple[Entry, ...]:
    """Return *items* as entries for the pages of a site.

    With the whole menu on every page, a very long text would grow quadratically: when it *is_long*, a page only shows
    the first page of each group that it is not in.
    """
    return tuple(_entry(item, this, is_long=is_long) for item in items)


def _entry(item: MenuItem, this: Identity, *, is_long: bool) -> Entry:
    pages = [page_url(path) for path in item.pages()]
    below = menu(item.children, this, is_long=is_long)
    return Entry(typeset(item.title, this.unbroken), pages[0] if pages else "", frozenset(pages), below, is_long)


def leading_to(title: str, address: str, this: Identity) -> Entry:
    """Return an entry with *title* that leads to *address*, which is not a page of the site."""
    return Entry(typeset(title, this.unbroken), address, frozenset())


def on_page(entries: Iterable[Entry], here: str) -> str:
    """Return the HTML of *entries* on the page with the address *here*, with the group of that page open."""
    return str(joined(_shown(each, here, "../" * here.count("/")) for each in entries))


def on_no_page(entries: Iterable[Entry], root: str) -> str:
    """Return the HTML of *entries* on a page that may be shown anywhere; *root* is the path of the site on its host."""
    return str(joined(_shown(each, None, root) for each in entries))


def _shown(entry: Entry, here: str | None, up: str) -> Markup:
    if here in entry.holds:
        return _written(entry, here, up)
    if up not in entry.elsewhere:
        entry.elsewhere[up] = _written(entry, None, up)
    return entry.elsewhere[up]


def _written(entry: Entry, here: str | None, up: str) -> Markup:
    is_here = here in entry.holds
    if entry.below and (is_here or not entry.is_folded):
        title = element("summary", element("span", entry.title), class_="lr-nav__summary")
        inside = element("ul", *(_shown(each, here, up) for each in entry.below), class_="lr-nav__list")
        shown = element("details", title, inside, class_="lr-nav__section", open=is_here)
    else:
        href, current = ("./", "page") if is_here else (f"{up}{entry.address}" or "./", None)
        shown = element("a", entry.title, class_="lr-nav__link", href=href, aria_current=current)
    return element("li", shown, class_="lr-nav__item")
