"""Atom feeds (RFC 4287): one for everything and one per sector, with an entry for each edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from draaiboek.base import dutch, templating
from draaiboek.base.model import CORE, Identity
from draaiboek.editions.ledger import Act, Entry
from draaiboek.editions.version_list import Listed

ALL = "feed.xml"


def feeds(
    listed: Sequence[Listed], entries: Sequence[Entry], sectors: Mapping[str, str], *, this: Identity
) -> dict[str, str]:
    """Return every feed of guidebook *this*, by name, about the acts *entries* on the editions in *listed*.

    *sectors* maps each sector to its title.
    """
    told = _Told(this, sectors)
    names = {ALL: "", **{name_of(slug): slug for slug in sectors}}
    return {name: _feed(name, slug, listed, entries, told) for name, slug in names.items()}


def name_of(sector: str) -> str:
    """Return the name of the feed of *sector*."""
    return f"feed-{sector}.xml"


def mark(edition: str, day: date, this: Identity, *, again: int = 0) -> str:
    """Return the permanent id of an entry (RFC 4151): it stays the same when the site moves to another address.

    *again* counts how often an edition came back into force.
    """
    suffix = f"/opnieuw/{again}" if again else ""
    return f"tag:{urlsplit(this.address).hostname},{day.isoformat()}:{this.slug}/editie/{edition}{suffix}"


def guidebook_of(mark: str) -> str:
    """Return the slug of the guidebook whose entry has the permanent id *mark*, '' when it has none."""
    return mark.rpartition("/editie/")[0].rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class _Told:
    """The guidebook that the feeds are about, with the titles of its sectors."""

    this: Identity
    titles: Mapping[str, str]

    @property
    def address(self) -> str:
        """The address of the root of the publication on the web."""
        return self.this.address


def _feed(name: str, sector: str, listed: Sequence[Listed], entries: Sequence[Entry], told: _Told) -> str:
    address, title = told.address, told.this.name
    known = {each.id: each for each in listed}
    shown = [
        _entry(entry, known[entry.edition], entries, sector, told)
        for entry in reversed(entries)
        if entry.act in {Act.PUBLISH, Act.ROLL_BACK}
    ]
    first = entries[0].mark.partition("/editie/")[0]
    words = {
        "title": f"{title} – {told.titles[sector]}" if sector else title,
        "author": title,
        "language": told.this.language,
        "id": f"{first}/feed{f'/{sector}' if sector else ''}",
        "own": f"{address}/{name}",
        "home": f"{address}/actueel/{f'{sector}/' if sector else ''}",
        "updated": max(each["updated"] for each in shown),
        "entries": shown,
    }
    return templating.render("draaiboek.editions.publish", "feed.xml", words)


def _entry(entry: Entry, edition: Listed, entries: Sequence[Entry], sector: str, told: _Told) -> Mapping[str, Any]:
    withdrawn = edition.withdrawn and entry.act is Act.PUBLISH
    acts = [each.day for each in entries if each.edition == edition.id and each.act is Act.WITHDRAW and withdrawn]
    base = f"{told.address}/{edition.id}/"
    pieces = [] if edition.withdrawn else list(_pieces(entry, sector, base, told))
    words = {
        "edition": edition,
        "date": dutch.long_date(entry.day),
        "since": dutch.long_date(edition.since),
        "reasons": dutch.enumeration(list(edition.reasons)),
        "pieces": pieces,
        "again": entry.act is Act.ROLL_BACK,
        "reason": entry.reason,
    }
    title = f"Editie {edition.id}"
    if entry.act is Act.ROLL_BACK:
        title = f"{title} geldt opnieuw"
    return {
        "title": f"{title} (ingetrokken)" if withdrawn else title,
        "id": entry.mark,
        "published": _moment(entry.day),
        "updated": _moment(max([entry.day, *acts])),
        "link": f"{base}{f'{sector}/' if sector and not edition.withdrawn else ''}",
        "summary": edition.why if withdrawn else entry.reason,
        "categories": edition.reasons,
        "content": templating.render("draaiboek.editions.publish", "feed-entry.html", words),
    }


def _pieces(entry: Entry, sector: str, base: str, told: _Told) -> Iterator[tuple[str, str]]:
    """Yield the title and address of what changed in *sector* ('' means anywhere)."""
    for piece in entry.pieces:
        if sector and piece.variant not in {CORE, sector}:
            continue
        where = "" if piece.variant == CORE or sector else f" ({told.titles.get(piece.variant, piece.variant).lower()})"
        folder = f"{sector}/" if sector and piece.variant == CORE else ""
        yield f"{piece.title}{where}", f"{base}{folder}{piece.address}" if piece.address else ""


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
