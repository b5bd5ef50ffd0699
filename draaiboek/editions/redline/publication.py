"""What differs between two editions, as files: a page per variant, its style sheet, and the same as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from draaiboek.base import dutch, templating
from draaiboek.base.model import CORE, Identity, Page
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import article, view
from draaiboek.editions.redline.values import Kind, Redline, Section
from draaiboek.editions.redline.words import page_in_words
from draaiboek.render.layout import site_folder

STYLE = "redline.css"
SCRIPT = "redline.js"
LIST = "wijzigingen.json"
Lines = Callable[[PurePosixPath, str], str | None]

WHOLE = {Kind.NEW: "toegevoegd", Kind.GONE: "geschrapt"}  # what happened to every word of a section
_ORDER = (Kind.CHANGED, Kind.NEW, Kind.GONE, Kind.MOVED, Kind.MOVED_AND_CHANGED)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two editions: *name* as in a file name, *words* as in a sentence, *facts* its metadata.

    *address* is the edition's address on the web; '' when it has none.
    """

    name: str
    words: str
    facts: Mapping[str, Any]
    address: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A variant in both editions; *lines* returns the line of the release note about a section.

    *remark* is what a reader must know about the comparison, *to_do* what the release note asks of a reader, and *pdf*
    the name of its PDF.
    """

    slug: str
    title: str
    redline: Redline
    lines: Lines
    remark: str = ""
    to_do: tuple[str, ...] = ()
    pdf: str = ""


def publication(comparisons: Sequence[Comparison], old: Side, new: Side, *, this: Identity) -> Mapping[str, bytes]:
    """Return the bytes of each file by its name; the core is at the root, each sector in a folder."""
    files = {_page_of(each.slug): _page(each, comparisons, old, new, this).encode() for each in comparisons}
    listed = json.dumps(_listed(comparisons, old, new), ensure_ascii=False, indent=1) + "\n"
    static = {name: _template(name, {}).encode() for name in (STYLE, SCRIPT)}
    return {**files, **static, LIST: listed.encode()}


def page(comparison: Comparison, old: Side, new: Side) -> Page:
    """Return the comparison as a page of the guidebook, for print."""
    return article.page(_words(comparison, old, new))


def title_of(comparison: Comparison, old: Side, new: Side) -> str:
    """Return the title of *comparison*, in words only."""
    return f"Wat is er gewijzigd: van {old.words} naar {new.words}, {comparison.title}"


def _page_of(slug: str) -> str:
    """Return the name of the page of variant *slug*."""
    return f"{site_folder(slug)}index.html"


def _page(comparison: Comparison, comparisons: Sequence[Comparison], old: Side, new: Side, this: Identity) -> str:
    up = "" if comparison.slug == CORE else "../"
    others = [(each.title, f"{up}{_page_of(each.slug)}", each is comparison) for each in comparisons]
    words = _words(comparison, old, new)
    around = {"this": this, "up": up, "style": f"{up}{STYLE}", "script": f"{up}{SCRIPT}", "variants": others}
    return _template("page.html", {**words, **around})


def _words(comparison: Comparison, old: Side, new: Side) -> dict[str, Any]:
    changes = [
        _change(section, number, comparison, old, new) for number, section in enumerate(comparison.redline.changed, 1)
    ]
    titles = _titles(comparison.redline)
    return {
        "title": title_of(comparison, old, new),
        "heading": f"Wat is er gewijzigd: {old.words} → {new.words.removeprefix('editie ')}, {comparison.title}",
        "comparison": comparison,
        "old": old,
        "new": new,
        "facts": _facts(old, new),
        "summary": _summary(comparison.redline),
        "changes": changes,
        "has_lines": any(change["line"] for change in changes),
        "has_links": any(change["links"] for change in changes),
        "back": f"{new.address}/{site_folder(comparison.slug)}" if new.address else "",
        "pages": [
            (titles.get(page) or page_in_words(page), list(group))
            for page, group in groupby(changes, key=lambda change: change["section"].entry.page)
        ],
    }


def _change(section: Section, number: int, comparison: Comparison, old: Side, new: Side) -> dict[str, Any]:
    entry, whole = section.entry, WHOLE.get(section.kind, "")
    nodes = [] if section.kind is Kind.MOVED else view.tree(section.changes)
    return {
        "section": section,
        "anchor": f"w{number}",
        "page": _titles(comparison.redline).get(entry.page) or page_in_words(entry.page),
        "name": entry.title if entry.id else "Begin van de pagina",
        "title": view.spans(section.title) if section.title and not whole else (),
        "kind": str(section.kind),
        "line": comparison.lines(entry.page, entry.id),
        "links": [
            (side.words, f"{side.address}/{found.permalink}")
            for side, found in ((new, section.new), (old, section.old))
            if found and side.address
        ],
        "whole": whole,
        "nodes": view.plain(nodes) if whole else nodes,
    }


def _titles(redline: Redline) -> dict[PurePosixPath, str]:
    pages = [section.entry for section in redline.sections if not section.entry.id]
    return {entry.page: entry.title for entry in pages}


def _facts(old: Side, new: Side) -> Iterator[tuple[str, str, str]]:
    for name, key, shown in (
        ("Datum", "datum", _date),
        ("Geldig van", "geldig_van", _date),
        ("Stand van de wetgeving", "stand_wetgeving", _date),
        ("Aanleiding", "aanleiding", dutch.enumeration),
        ("Samenvatting", "samenvatting", str),
    ):
        yield name, shown(old.facts[key]), shown(new.facts[key])


def _date(text: str) -> str:
    return dutch.long_date(date.fromisoformat(text))


def _summary(redline: Redline) -> str:
    totals = Counter(section.kind for section in redline.changed)
    parts = [f"{totals[kind]} {kind}" for kind in _ORDER if totals[kind]]
    if not parts:
        return "In deze tekst is geen woord gewijzigd."
    number = totals.total()
    return f"In {number} {'stuk' if number == 1 else 'stukken'} is er iets anders: {dutch.enumeration(parts)}."


def _listed(comparisons: Sequence[Comparison], old: Side, new: Side) -> dict[str, object]:
    variants = {}
    for comparison in comparisons:
        pages: dict[str, list[dict[str, object]]] = {}
        for section in comparison.redline.changed:
            pages.setdefault(_address(section.entry, comparison.slug), []).append(_object(section, comparison))
        variants[comparison.slug] = pages
    return {"van": old.name, "naar": new.name, "varianten": variants}


def _object(section: Section, comparison: Comparison) -> dict[str, object]:
    entry = section.entry
    found: dict[str, object] = {
        "id": entry.id,
        "titel": entry.title,
        "soort": str(section.kind),
        "regel": comparison.lines(entry.page, entry.id),
    }
    if section.moved and section.old:
        found["van"] = f"{_address(section.old, comparison.slug)}#{section.old.id}".removesuffix("#")
    return found


def _address(entry: Entry, slug: str) -> str:
    """Return the address of the page of *entry*, relative to its site."""
    return entry.permalink.partition("#")[0].removeprefix(site_folder(slug))


def _template(name: str, words: Mapping[str, Any]) -> str:
    return templating.render("draaiboek.editions.redline", name, words)
