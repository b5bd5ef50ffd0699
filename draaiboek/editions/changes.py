"""What changed between two editions, by their manifests: sections whose words differ, and places that are gone. Pure.

A section changed when its own normal form did (`compose.normal_form`); its subsections do not count. A section that
was only moved did not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import PurePosixPath

from draaiboek.base.model import CORE, Place
from draaiboek.content import content_paths
from draaiboek.editions.manifest import Entry, Manifest


@dataclass(frozen=True, slots=True)
class Change:
    """A section of *variant* whose words differ from before; *gone* says that it no longer exists."""

    variant: str
    entry: Entry
    gone: bool


def changed(before: Manifest, after: Manifest) -> tuple[Change, ...]:
    """Return the sections that changed between *before* and *after*; what a sector shares with the core counts once.

    The pages of the editions themselves are left out: a release note does not report on itself.
    """
    found: list[Change] = []
    core: AbstractSet[Place] = frozenset()
    for slug in after.sections:
        if slug not in before.sections:
            continue  # a new sector is one change, and the edition's page says so
        old, new = (_by_place(each.of_variant(slug)) for each in (before, after))
        differing = tuple(_differing(old, new))
        found += [Change(slug, entry, gone) for entry, gone in differing if (entry.page, entry.id) not in core]
        if slug == CORE:
            core = frozenset((entry.page, entry.id) for entry, _ in differing)
    return tuple(found)


def lost(before: Manifest, slug: str, kept: Mapping[PurePosixPath, AbstractSet[str]]) -> Iterator[Place]:
    """Yield the places that variant *slug* of *before* had itself and that are not in *kept*.

    *kept* holds each page that still leads somewhere, with the ids that do ('' for the page itself). When a whole page
    is gone, only the page is named.
    """
    named: set[Place] = set()
    for entry in before.sections[slug]:
        ids = kept.get(entry.page, frozenset())
        key = (entry.page, entry.id if ids else "")
        if entry.id not in ids and key not in named:
            named.add(key)
            yield key


def _by_place(entries: Sequence[Entry]) -> dict[Place, Entry]:
    return {(each.page, each.id): each for each in entries if content_paths.EDITION_PAGES not in each.page.parents}


def _differing(old: Mapping[Place, Entry], new: Mapping[Place, Entry]) -> Iterator[tuple[Entry, bool]]:
    added = [entry for key, entry in new.items() if key not in old]
    removed = [entry for key, entry in old.items() if key not in new]
    moved = {entry.leaves for entry in added} & {entry.leaves for entry in removed}
    for key, entry in new.items():
        if entry.leaves != old[key].leaves if key in old else entry.leaves not in moved:
            yield entry, False
    yield from ((entry, True) for entry in removed if entry.leaves not in moved)
