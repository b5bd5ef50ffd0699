"""What a release note says about a section: the line that links to it. Pure.

A line covers a section when it links to that section, to one that contains it, or to its whole page. A line is an item
of a list, a row of a table or a paragraph; links that the program itself puts on glossary terms do not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import CORE, Edition, EditionStatus, Page, Place, Slot
from draaiboek.compose.normal_form import ITEMS, Leaf, words
from draaiboek.content import edition_gaps
from draaiboek.editions.manifest import Entry

VARIANT = "variant:"
TO_DO = "wat-moet-je-doen"
"""The section of a release note that says what its reader has to do; `new edition` creates it."""


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """The lines of a release note that contain links, and the sections that contain each section, nearest first."""

    lines: tuple[tuple[str, frozenset[Place]], ...]
    around: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)


def read(entries: Sequence[Entry], page: PurePosixPath, *, variant: str = CORE) -> ReleaseNote:
    """Return the release note on *page*, from the *entries* of an edition.

    *entries* are all sections of one variant in the order of its pages; *variant* is its slug: a link to
    `variant:sport/…` refers only to the pages of sport.
    """
    lines = []
    for line in _lines([leaf for entry in entries if entry.page == page for leaf in entry.leaves[1:]]):
        places = frozenset(_places(line, variant))
        if places:
            lines.append((" ".join(filter(None, (words(leaf.runs).strip() for leaf in line))), places))
    return ReleaseNote(tuple(lines), _around(entries))


def to_do(entries: Sequence[Entry], page: PurePosixPath) -> tuple[str, ...]:
    """Return, line by line, what the release note on *page* tells its reader to do."""
    mine = [leaf for entry in entries if entry.page == page and entry.id == TO_DO for leaf in entry.leaves[1:]]
    lines = (" ".join(filter(None, (words(leaf.runs).strip() for leaf in line))) for line in _lines(mine))
    return tuple(line for line in lines if line)


def is_empty(edition: Edition, pages: Sequence[Page]) -> bool:
    """Return whether the note of *edition*, one of *pages*, contains only what the program puts there."""
    page = next((each for each in pages if each.path == edition.page), None)
    written = [each for each in page.walk() if each.id != edition_gaps.SECTION] if page else []
    parts = [*(page.lead if page else ()), *(part for each in written for part in each.body)]
    return not any(part.origin.path == edition.origin.path for part in parts)


def unsaid(edition: Edition | None, pages: Sequence[Page]) -> Iterator[Diagnostic]:
    """Yield an error when the note of an approved *edition*, one of *pages*, does not say what to do (ED016).

    That is the first question of whoever leads a service, and the covering letter and the comparison print the answer.
    """
    if edition is None or edition.status is not EditionStatus.APPROVED:
        return
    if is_empty(edition, pages):
        return  # the gate reports that the note is empty (ED011)
    page = next(each for each in pages if each.path == edition.page)
    asked = next((each for each in page.walk() if each.id == TO_DO), None)
    if asked and any(not isinstance(part, Slot) for part in asked.body):
        return
    where = "de releasenota" if asked is None else f"het stuk '{TO_DO}' van de releasenota"
    text = f"{where} van editie {edition.id} zegt niet wat een lezer moet doen"
    hint = (
        f"Schrijf onder de kop '## Wat moet je doen? {{#{TO_DO}}}' wat de lezer nu doet. "
        "Hoeft niemand iets te doen? Schrijf dan: 'Je hoeft niets te doen.'"
    )
    yield Diagnostic("ED016", asked.origin if asked else edition.origin, text, hint)


def line_for(page: PurePosixPath, id: str, note: ReleaseNote) -> str | None:  # noqa: A002  # as in Entry
    """Return in plain words the line of *note* about section *id* of *page* ('' for its lead), or None.

    A line about the section itself has precedence over one about a containing section, and that over one about the
    page.
    """
    for name in (id, *note.around.get((page, id), ()), ""):
        for line, places in note.lines:
            if (page, name) in places:
                return line
    return None


def _lines(leaves: Sequence[Leaf]) -> Iterator[list[Leaf]]:
    """Yield the paragraphs, items and rows among *leaves*, each with everything that it contains."""
    for _, group in groupby(enumerate(leaves), key=_unit):
        yield [leaf for _, leaf in group]


def _unit(numbered: tuple[int, Leaf]) -> object:
    number, leaf = numbered
    ends = [index for index, (kind, _) in enumerate(leaf.inside, 1) if kind in {*ITEMS.values(), "rij"}]
    return leaf.inside[: ends[-1]] if ends else number


def _places(line: Sequence[Leaf], variant: str) -> Iterator[Place]:
    for target in (run.target for leaf in line for run in leaf.runs if run.target):
        path, _, name = target.partition("#")
        if path.startswith(VARIANT):
            slug, _, path = path.removeprefix(VARIANT).partition("/")
            if slug == variant:
                yield PurePosixPath(path), name
        elif path.endswith(".md") and ":" not in path:
            yield PurePosixPath(path), name


def _around(entries: Sequence[Entry]) -> Mapping[Place, tuple[str, ...]]:
    found: dict[Place, tuple[str, ...]] = {}
    outer: list[Entry] = []
    for entry in entries:  # the first entry of each page is the page itself, which no section contains
        outer = [each for each in outer if each.level < entry.level and each.id]
        found[entry.page, entry.id] = tuple(each.id for each in reversed(outer))
        outer.append(entry)
    return found
