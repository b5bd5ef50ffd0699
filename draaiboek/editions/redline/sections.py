"""Which section of the old edition is which of the new: by place, by known moves, then by their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import PurePosixPath

from draaiboek.base.model import Place
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import align

Pair = tuple[Entry | None, Entry | None]

_WORD = re.compile(r"\w+")
_LEAST_LIKE = 0.7  # share of the words; with less it is another section
_LEAST_IN_PLACE = 0.4  # share of the words, when it stands between the same two sections
_LEAST_WORDS = 12  # a shorter text may recur elsewhere by chance, unless its title recurs too


def place_of(entry: Entry) -> Place:
    """Return what identifies a section: its page and id."""
    return entry.page, entry.id


def of_addresses(
    moved: Mapping[str, str], old: Sequence[Entry], new: Sequence[Entry], *, folder: str
) -> dict[Place, Place]:
    """Return *moved*, old address to new address, as places.

    The addresses are relative to the site of the variant, which is in *folder* of the edition ('' for the core), or to
    the edition.
    """
    here = {address: place_of(entry) for entry in new for address in _addresses(entry, folder)}
    ways = [(place_of(entry), moved.get(address)) for entry in old for address in _addresses(entry, folder)]
    return {place: here[target] for place, target in ways if target in here}


def _addresses(entry: Entry, folder: str) -> tuple[str, str]:
    return entry.permalink, entry.permalink.removeprefix(folder)


def match(old: Sequence[Entry], new: Sequence[Entry], moved: Mapping[Place, Place]) -> dict[Place, Place]:
    """Return the new place of each old section that still exists."""
    here = {place_of(entry) for entry in new}
    found = {place: place for place in map(place_of, old) if place in here}
    taken = set(found)
    for place in map(place_of, old):
        target = moved.get(place)
        if place not in found and target in here and target not in taken:
            found[place] = target
            taken.add(target)
    left = [entry for entry in old if place_of(entry) not in found]
    free = [entry for entry in new if place_of(entry) not in taken]
    found |= _alike(left, free)
    found |= _between(old, new, found)
    return found | _on_moved_pages(old, here, found)


def in_order(old: Sequence[Entry], new: Sequence[Entry], found: Mapping[Place, Place]) -> Iterator[Pair]:
    """Yield every section of both editions in the order of *new*; a removed one follows the one that preceded it."""
    by_place = {place_of(entry): entry for entry in old}
    origins = {target: by_place[place] for place, target in found.items()}
    gone = _gone(old, found)
    for entry in new:
        yield origins.get(place_of(entry)), entry
        yield from ((each, None) for each in gone.pop(place_of(entry), ()))
    yield from ((each, None) for entries in gone.values() for each in entries)


def reordered(old: Sequence[Entry], new: Sequence[Entry], found: Mapping[Place, Place]) -> set[Place]:
    """Return the new places of the sections whose position on their page changed: the smallest possible set."""
    numbers = {place_of(entry): number for number, entry in enumerate(new)}
    sequences: dict[PurePosixPath, list[tuple[int, Place]]] = {}
    for place in map(place_of, old):
        target = found.get(place)
        if target and target[0] == place[0]:
            sequences.setdefault(place[0], []).append((numbers[target], target))
    return {target for sequence in sequences.values() for target in _out_of_order(sequence)}


def _gone(old: Sequence[Entry], found: Mapping[Place, Place]) -> dict[tuple[PurePosixPath, str | None], list[Entry]]:
    """Return the removed sections by the new place of what preceded them; None is the start of a removed page."""
    gone: dict[tuple[PurePosixPath, str | None], list[Entry]] = {}
    before: tuple[PurePosixPath, str | None] | None = None
    for entry in old:
        if before is None or before[0] != entry.page:
            before = (entry.page, None)
        target = found.get(place_of(entry))
        if target is None:
            gone.setdefault(before, []).append(entry)
        elif target[0] == entry.page:
            before = target
    return gone


def _out_of_order(sequence: Sequence[tuple[int, Place]]) -> Iterator[Place]:
    """Yield what does not belong to the longest increasing subsequence of *sequence*."""
    nothing: tuple[int, ...] = ()
    longest = [nothing]
    for index, (number, _) in enumerate(sequence):
        before = [found for found in longest if not found or sequence[found[-1]][0] < number]
        best = max(before, key=len)
        longest.append((*best, index))
    most = max(longest, key=len)
    kept = set(most)
    yield from (target for index, (_, target) in enumerate(sequence) if index not in kept)


def _alike(old: Sequence[Entry], new: Sequence[Entry]) -> dict[Place, Place]:
    """Return which of *old* corresponds to which of *new* by likeness, the most alike first."""
    words = {place_of(entry): _WORD.findall(entry.text.lower()) for entry in (*old, *new)}
    scores = [
        (align.share(words[place_of(one)], words[place_of(other)]), one.page == other.page, -i, -j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if _may_be(one, other, len(words[place_of(one)]))
    ]
    found: dict[Place, Place] = {}
    for score, _, i, j in sorted(scores, reverse=True):
        one, other = place_of(old[-i]), place_of(new[-j])
        if score >= _LEAST_LIKE and one not in found and other not in found.values():
            found[one] = other
    return found


def _between(old: Sequence[Entry], new: Sequence[Entry], found: Mapping[Place, Place]) -> dict[Place, Place]:
    """Return which of *old* is more or less like the one section in its position, under another id."""
    numbers = {place_of(entry): number for number, entry in enumerate(new)}
    taken = set(found.values())
    rest = {}
    for before, one, after in zip(old, old[1:], (*old[2:], None), strict=False):
        above = numbers.get(found.get(place_of(before), _NOWHERE), len(new))
        other = new[above + 1] if above + 1 < len(new) else None
        below = place_of(new[above + 2]) if above + 2 < len(new) else None
        is_place = below == (found.get(place_of(after), _NOWHERE) if after else None)
        if other is None or not is_place or place_of(one) in found or place_of(other) in taken:
            continue
        words = [_WORD.findall(each.text.lower()) for each in (one, other)]
        may_be = one.page == other.page and _may_be(one, other, len(words[0]))
        if may_be and align.share(*words) >= _LEAST_IN_PLACE:
            rest[place_of(one)] = place_of(other)
    return rest


_NOWHERE = (PurePosixPath(), "")


def _on_moved_pages(old: Sequence[Entry], here: AbstractSet[Place], found: Mapping[Place, Place]) -> dict[Place, Place]:
    """Return, for a page most of whose sections moved to one other page, the rest of its ids on that page."""
    pages: dict[PurePosixPath, list[PurePosixPath]] = {}
    for place, target in found.items():
        pages.setdefault(place[0], []).append(target[0])
    taken = set(found.values())
    rest = {}
    for place in map(place_of, old):
        if place not in found and place[0] in pages:
            ((page, _),) = Counter(pages[place[0]]).most_common(1)
            target = page, place[1]
            if target in here and target not in taken:
                rest[place] = target
    return rest


def _may_be(old: Entry, new: Entry, length: int) -> bool:
    """Return whether *new* can be *old*: pages match only pages, and a few words prove nothing under another title."""
    if bool(old.id) != bool(new.id):
        return False
    return length >= _LEAST_WORDS or (old.title == new.title and length > 0)
