"""Which pages a reader of a page may want next, besides the previous and the next one: 'Lees ook'.

Nobody maintains a list of them. Pages that link to each other belong together, more so in the same part of the menu; a
page to which everything links says less. Only the core's text counts, so that a page has the same list in every variant
(decisions/0035).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from math import log2
from pathlib import PurePosixPath

from draaiboek.base.memo import Memo
from draaiboek.base.model import CORE, Link, Page, Variant
from draaiboek.compose.reading_order import all_inlines
from draaiboek.content import addresses, content_paths
from draaiboek.render.chapters import chapters
from draaiboek.render.road import roads

MOST = 3
_SAME_PART = 1.3
_MORE_LINKS = 0.25  # the weight of each link in addition to the 1 for having any; a fourth no longer counts
_LINKS_THAT_COUNT = 3

_ASIDE = frozenset(
    {content_paths.INDEX, content_paths.ABOUT_PAGE, content_paths.ACCESSIBILITY_PAGE, content_paths.DOWNLOADS_PAGE}
    | {content_paths.GLOSSARY_PAGE, content_paths.REGISTER_PAGE, content_paths.REMARKS_PAGE}
)

Links = Mapping[PurePosixPath, int]
"""How often a page links to each other page."""


@dataclass(frozen=True, slots=True)
class LinkMap:
    """How the pages of the core link to each other.

    *parts* are the pages that can be related to others, in the order of the menu, each with its part of the menu or ''.
    *links* are those of each page, *roads* the sets of numbered pages, *beside* the neighbours of each page. *there*
    are the pages that link to each page, *order* is the index of each of *parts*.
    """

    parts: Mapping[PurePosixPath, str] = field(default_factory=dict)
    links: Mapping[PurePosixPath, Links] = field(default_factory=dict)
    roads: Sequence[AbstractSet[PurePosixPath]] = ()
    beside: Mapping[PurePosixPath, AbstractSet[PurePosixPath]] = field(default_factory=dict)
    there: Mapping[PurePosixPath, Sequence[PurePosixPath]] = field(default_factory=dict)
    order: Mapping[PurePosixPath, int] = field(default_factory=dict)

    @classmethod
    def of(cls, variants: Sequence[Variant], memo: Memo | None = None) -> LinkMap:
        """Return the links of the core among *variants*, none without a core; *memo* holds earlier results."""
        core = next((variant for variant in variants if variant.slug == CORE), None)
        if core is None:
            return cls()
        memo = memo or Memo()
        links = {page.path: memo.of(page.path, links_of, page) for page in core.pages}
        found = chapters(core)
        order = [each.path for each in found]
        first = {each.group: each.path for each in reversed(found) if each.group}
        about = {group for group, path in first.items() if path == content_paths.ABOUT_PAGE}  # a part that it opens
        parts = {
            each.path: each.group
            for each in found
            if each.group not in about
            and each.path not in _ASIDE
            and content_paths.EDITION_PAGES not in each.path.parents
        }
        return cls(
            parts=parts,
            links=links,
            roads=tuple(frozenset(stop.path for stop in road.stops) for road in roads(core.menu)),
            beside={
                path: {*order[max(number - 1, 0) : number], *order[number + 1 : number + 2]}
                for number, path in enumerate(order)
            },
            there=_turned(links),
            order={path: number for number, path in enumerate(parts)},
        )

    def related(self, page: Page) -> tuple[PurePosixPath, ...]:
        """Return the pages of the core most related to *page*, at most `MOST`, the closest first.

        Empty for the home page, for lists, for what is about the guidebook itself, and for a page without any links.
        """
        if page.sector is None and page.path not in self.parts:
            return ()
        own = links_of(page) if page.sector else self.links[page.path]
        left_out = {page.path, *self.beside.get(page.path, ())}
        left_out_roads = [road for road in self.roads if page.path in road or road <= own.keys()]
        near = {
            path: self._nearness(page.path, own, path)
            for path in {*own, *self.there.get(page.path, ())}  # no others, so that the work is linear in the links
            if path in self.order and path not in left_out and not any(path in road for road in left_out_roads)
        }
        return tuple(sorted(near, key=lambda path: (-near[path], self.order[path]))[:MOST])

    def _nearness(self, path: PurePosixPath, own: Links, other: PurePosixPath) -> float:
        there = own.get(other, 0)
        nearness = there and 1 + _MORE_LINKS * min(there, _LINKS_THAT_COUNT)
        nearness += path in self.links.get(other, ())
        same = self.parts[other] and self.parts[other] == self.parts.get(path)
        return nearness * (_SAME_PART if same else 1) / log2(2 + len(self.there.get(other, ())))


def _turned(links: Mapping[PurePosixPath, Links]) -> Mapping[PurePosixPath, Sequence[PurePosixPath]]:
    """Return the pages that link to each page."""
    there: dict[PurePosixPath, list[PurePosixPath]] = {}
    for path, found in links.items():
        for other in found:
            there.setdefault(other, []).append(path)
    return there


def links_of(page: Page) -> Links:
    """Return how often *page* links to each other page."""
    found: Counter[PurePosixPath] = Counter()
    for each in all_inlines(page.lead, page.sections):
        match addresses.read(each.href) if isinstance(each, Link) else None:
            case addresses.Inside(page=there) if there:
                found[addresses.beside(page.path, there)] += 1
    return found
