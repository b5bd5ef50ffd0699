"""Compare two editions of one variant: every section, and in it every block, cell and word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from draaiboek.base.model import Place
from draaiboek.compose.normal_form import Leaf
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import blocks, body, sections
from draaiboek.editions.redline import words as inline
from draaiboek.editions.redline.runs import runs, whole
from draaiboek.editions.redline.sections import place_of
from draaiboek.editions.redline.values import Change, Kind, Redline, Run, Section, Text, Word, leaves
from draaiboek.editions.redline.words import Target
from draaiboek.editions.release_note import VARIANT


def compare(old: Sequence[Entry], new: Sequence[Entry], *, moved: Mapping[Place, Place] | None = None) -> Redline:
    """Return what differs between the sections *old* and *new* of one variant.

    Sections correspond by page and id, else through *moved* (old place to new place), else by their words.
    """
    found = sections.match(old, new, moved or {})
    sides = _sides(old, new, found)
    reordered = sections.reordered(old, new, found)
    pairs = sections.in_order(old, new, found)
    return Redline(tuple(_section(before, after, sides, reordered) for before, after in pairs))


def compare_text(old: Sequence[Leaf], new: Sequence[Leaf]) -> tuple[Change, ...]:
    """Return how one text became another, its headings among its blocks; a link is named after its target."""
    return body.compare(*(blocks.read(each, _Side({}, {}, {}).target) for each in (old, new)))


@dataclass(frozen=True, slots=True)
class _Side:
    """One edition: for each section its name (*shown*), its surroundings in words, and its new place (*became*)."""

    became: Mapping[Place, Place]
    shown: Mapping[Place, str]
    around: Mapping[Place, str]

    def read(self, entry: Entry) -> Text:
        return blocks.read(entry.leaves[1:], self.target)

    def title(self, entry: Entry) -> tuple[Word, ...]:
        return inline.read(entry.leaves[0].runs, self.target) if entry.leaves else ()

    def target(self, href: str) -> Target:
        """Return where *href*, a place of the normal form, leads; a page that moved counts as the same place."""
        path, _, name = href.partition("#")
        place = PurePosixPath(path.removeprefix(VARIANT)), name
        if path.startswith(VARIANT):
            return Target(href, inline.place_in_words(*place))
        if ":" in path:
            return Target(href, href)
        now = self.became.get(place, place)
        return Target(f"{now[0]}#{now[1]}", self.shown.get(place) or inline.place_in_words(*place))


def _sides(old: Sequence[Entry], new: Sequence[Entry], found: Mapping[Place, Place]) -> tuple[_Side, _Side]:
    return (
        _Side(found, _shown(old), _around(old)),
        _Side({}, _shown(new), _around(new)),
    )


def _shown(entries: Sequence[Entry]) -> dict[Place, str]:
    titles = {entry.page: entry.title for entry in entries if not entry.id}
    shown = {}
    for entry in entries:
        page = f" op ‘{titles[entry.page]}’" if entry.id and entry.page in titles else ""
        shown[place_of(entry)] = f"‘{entry.title}’{page}"
    return shown


def _around(entries: Sequence[Entry]) -> dict[Place, str]:
    """Return in words where each section stands: its page and the section that it follows."""
    around = {}
    before: Entry | None = None
    page = ""
    for entry in entries:
        if before is None or before.page != entry.page:
            before, page = None, entry.title if not entry.id else inline.page_in_words(entry.page)
        after = f", na ‘{before.title}’" if before and before.id else ", vooraan" if before else ""
        around[place_of(entry)] = f"op ‘{page}’{after}"
        before = entry
    return around


def _section(old: Entry | None, new: Entry | None, sides: tuple[_Side, _Side], reordered: set[Place]) -> Section:
    if old is None or new is None:
        return _alone(old, new, sides)
    if old.leaves == new.leaves and old.level == new.level:
        found = Section(Kind.SAME, old, new, (), ())
    else:
        found = _compared(old, new, sides)
    if place_of(old) == place_of(new) and place_of(new) not in reordered:
        return found
    where = sides[0].around[place_of(old)], sides[1].around[place_of(new)]
    if (old.page == new.page and place_of(new) not in reordered) or where[0] == where[1]:  # its id or page was renamed
        where = "op deze pagina onder een ander adres", "onder zijn nieuwe adres"
    kind = Kind.MOVED if found.kind is Kind.SAME else Kind.MOVED_AND_CHANGED
    return replace(found, kind=kind, moved=where)


def _alone(old: Entry | None, new: Entry | None, sides: tuple[_Side, _Side]) -> Section:
    texts = [side.read(entry) if entry else () for side, entry in zip(sides, (old, new), strict=True)]
    titles = [side.title(entry) if entry else () for side, entry in zip(sides, (old, new), strict=True)]
    return Section(
        kind=Kind.NEW if new else Kind.GONE,
        old=old,
        new=new,
        title=whole(titles[0], titles[1]),
        changes=body.compare(texts[0], texts[1]),
    )


def _compared(old: Entry, new: Entry, sides: tuple[_Side, _Side]) -> Section:
    before, after = sides[0].read(old), sides[1].read(new)
    changes = body.compare(before, after)
    title = runs(sides[0].title(old), sides[1].title(new))
    all_runs: list[Run] = [*title, *(run for leaf in leaves(changes) for run in leaf.runs)]
    return Section(Kind.CHANGED, old, new, title, changes, dressed=all(run.is_same for run in all_runs))
