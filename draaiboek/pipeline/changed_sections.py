"""The sections whose words differ between two texts, as data; a change that several variants share is listed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from draaiboek.base import dutch
from draaiboek.editions.redline import Comparison, Kind, Section
from draaiboek.editions.redline.values import Leaf, LeafChange, Run, Word, leaves
from draaiboek.pipeline.proposal_report import Change, Piece

_BESIDE = 8  # words of unchanged text shown on each side of a change
_LONGEST = 120  # words of one piece; anything longer is cut


def changes_of(comparisons: Sequence[Comparison]) -> tuple[Change, ...]:
    """Return every section that changed, once for all variants in which the change is the same."""
    found: dict[tuple[str, str, str, tuple[tuple[Piece, ...], ...]], list[str]] = {}
    titles: dict[tuple[str, str], str] = {}
    for each in comparisons:
        for section in each.redline.changed:
            page, name = str(section.entry.page), section.entry.id
            titles[page, name] = section.entry.title
            found.setdefault((page, name, str(section.kind), _lines(section)), []).append(each.slug)
    return tuple(
        _by_page(
            Change(pagina=page, id=name, titel=titles[page, name], soort=kind, varianten=tuple(slugs), woorden=lines)
            for (page, name, kind, lines), slugs in found.items()
        )
    )


def _by_page(changes: Iterable[Change]) -> Iterator[Change]:
    """Yield *changes*, merging into one the sections of a page that was added, removed or moved as a whole."""
    found = list(changes)
    below = {
        number: [each for each in found if each.id and _is_part(each, page)]
        for number, page in enumerate(found)
        if not page.id and page.soort in _WHOLE
    }
    told = [each for parts in below.values() for each in parts]
    for number, each in enumerate(found):
        if parts := below.get(number):
            first = {part.id: part for part in reversed(parts)}  # a sector's additions to a section share its id
            kind = f"{each.soort}, met {dutch.count(len(first), 'stuk', 'stukken')} eronder"
            lines = (line for part in (each, *reversed(first.values())) for line in part.woorden)
            yield each.model_copy(update={"soort": kind, "woorden": tuple(lines)[:100]})
        elif each not in told:
            yield each


def _is_part(change: Change, page: Change) -> bool:
    same = (change.pagina, change.soort) == (page.pagina, page.soort)
    return same and set(change.varianten) <= set(page.varianten)


_WHOLE = frozenset(map(str, (Kind.NEW, Kind.GONE, Kind.MOVED)))


def _lines(section: Section) -> tuple[tuple[Piece, ...], ...]:
    if section.kind is Kind.MOVED:
        return ()
    changed = (each for each in leaves(section.changes) if not each.is_same)
    title = [LeafChange(None, Leaf("", (), ()), (), section.title)] if section.title else []
    lines = (tuple(_pieces(each.runs)) for each in (*title, *changed) if not each.is_same)
    return tuple(line[:200] for line in lines if line)[:100]


def _pieces(runs: Sequence[Run]) -> Iterator[Piece]:
    for number, run in enumerate(runs):
        if run.is_same:
            yield from _kept([_said(word) for word in run.new], first=not number, last=number == len(runs) - 1)
            continue
        if run.old:
            yield Piece(soort="weg", tekst=_cut(run.old))
        if run.new:
            yield Piece(soort="nieuw", tekst=_cut(run.new))


def _cut(words: Sequence[Word]) -> str:
    more = " …" if len(words) > _LONGEST else ""
    return "".join(map(_said, words[:_LONGEST])).strip()[:3900] + more


def _kept(words: Sequence[str], *, first: bool, last: bool) -> Iterator[Piece]:
    """Yield unchanged words, as far as they stand beside a change."""
    before, after = (() if first else words[:_BESIDE]), (() if last else words[-_BESIDE:])
    if len(before) + len(after) >= len(words):
        yield Piece(soort="blijft", tekst="".join(words).strip()[:3900])
        return
    for side, here in (("", before), ("…", after)):
        if side:
            yield Piece(soort="verder", tekst="…")
        if here:
            yield Piece(soort="blijft", tekst="".join(here).strip()[:3900])


def _said(word: Word) -> str:
    return f"{' ' if word.spaced else ''}{word.shown}"
