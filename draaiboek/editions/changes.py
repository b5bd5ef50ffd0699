"""What changed between two editions, by their manifests: sections with other words, and places that are gone. Pure.

A section changed when its own words did: those of the sections below it, the white space, the numbers of footnotes and
the links on glossary terms do not count. A section that only stands elsewhere did not change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from draaiboek.base.model import CORE, Block, Line, Origin
from draaiboek.content.markdown import collapse, parse
from draaiboek.editions.manifest import Entry, Manifest
from draaiboek.editions.release_note import TERM

EDITIONS = "edities"
NOTES = re.compile(r"\s*\[\^[^\]]+\]")
Key = tuple[PurePosixPath, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A section of *variant* whose words are other than before; *gone* says that it is no more."""

    variant: str
    entry: Entry
    gone: bool = False


def changed(before: Manifest, after: Manifest) -> tuple[Change, ...]:
    """Return the sections that changed between *before* and *after*; what a sector shares with the core counts once.

    The pages of the editions themselves are left out: a release note says nothing of itself.
    """
    found: list[Change] = []
    core: AbstractSet[Key] = frozenset()
    for slug in after.sections:
        old, new = (_by_place(each.of_variant(slug)) if slug in each.sections else {} for each in (before, after))
        if slug not in before.sections:
            continue  # a new sector is one change, and the edition's page says so
        differing = tuple(_differing(old, new))
        found += [Change(slug, entry, gone) for entry, gone in differing if (entry.page, entry.id) not in core]
        if slug == CORE:
            core = frozenset((entry.page, entry.id) for entry, _ in differing)
    return tuple(found)


def lost(before: Manifest, slug: str, kept: Mapping[PurePosixPath, AbstractSet[str]]) -> Iterator[Key]:
    """Yield the places that variant *slug* of *before* had of its own and that are not in *kept*.

    *kept* holds each page that still leads somewhere with the ids that do, '' for the page itself. Of a page that is
    gone only the page is named.
    """
    named: set[Key] = set()
    for entry in before.sections[slug]:
        ids = kept.get(entry.page, frozenset())
        key = (entry.page, entry.id if ids else "")
        if entry.id not in ids and key not in named:
            named.add(key)
            yield key


def _by_place(entries: Sequence[Entry]) -> dict[Key, Entry]:
    return {(each.page, each.id): each for each in entries if each.page.parts[0] != EDITIONS}


def _differing(old: Mapping[Key, Entry], new: Mapping[Key, Entry]) -> Iterator[tuple[Entry, bool]]:
    added = [entry for key, entry in new.items() if key not in old]
    removed = [entry for key, entry in old.items() if key not in new]
    moved = {_words(entry) for entry in added} & {_words(entry) for entry in removed}
    for key, entry in new.items():
        if (_words(entry) not in moved) if key not in old else not _same(entry, old[key]):
            yield entry, False
    yield from ((entry, True) for entry in removed if _words(entry) not in moved)


def _same(one: Entry, other: Entry) -> bool:
    return (one.text, one.title) == (other.text, other.title) or _words(one) == _words(other)


def _words(entry: Entry) -> tuple[str, ...]:
    return (collapse(entry.title), *_content(entry.text))


@lru_cache(maxsize=4096)
def _content(text: str) -> tuple[str, ...]:
    origin = Origin(PurePosixPath())
    lines = NOTES.sub("", TERM.sub(r"\1", text)).split("\n")
    parts = parse([Line(line, origin) for line in lines])
    return tuple(piece for part in parts.lead if isinstance(part, Block) for piece in part.content)
