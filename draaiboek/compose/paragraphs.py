"""Numbers paragraphs, for people who comment on a text, and finds them again when the text has changed.

A number is a place in one reading copy and nothing more. A remark is attached to the section and the words of the
paragraph: by those it is found in a later text, wherever it went.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath

from draaiboek.base.model import (
    Block,
    Box,
    Figure,
    Inline,
    Item,
    Listing,
    Origin,
    Page,
    Paragraph,
    Part,
    Quote,
    Row,
    Section,
    SectorText,
    Slot,
    Strong,
    Table,
    Text,
    Variant,
    place_name,
    runs,
    words,
)
from draaiboek.compose.normal_form import collapse
from draaiboek.content import former_places
from draaiboek.content.consultation_schema import LONGEST_WORDS

BETWEEN = " | "
"""The separator between the cells of a row."""
_MARK = 8
_LIKE_HERE, _LIKE_ELSEWHERE = 0.4, 0.7
_LIKE_AT_ALL = 0.15  # of the weight of its words (decisions/0072)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph, list item, table row or figure; *section* is '' above the first heading of *page*."""

    number: int
    page: PurePosixPath
    section: str
    words: str
    origin: Origin

    @property
    def place(self) -> str:
        """Return its place, as an editor writes it."""
        return place_name(self.page, self.section)

    @property
    def mark(self) -> str:
        """Return a checksum that tells whether number, place and words still belong together."""
        return mark_of(self.number, self.place, self.words)


def mark_of(number: int, place: str, text: str) -> str:
    """Return the mark of paragraph *number* at *place* with *text*; white space does not count."""
    return hashlib.sha256(f"{number}\n{place}\n{collapse(text)}".encode()).hexdigest()[:_MARK]


def numbered(variant: Variant) -> tuple[Variant, tuple[Numbered, ...]]:
    """Return *variant* with a number before every paragraph, counted in the order of its menu, and those paragraphs."""
    in_order = [path for item in variant.menu for path in item.pages()]
    by_path = {page.path: page for page in variant.pages}
    counter = _Counter()
    made = {path: counter.page(by_path[path]) for path in dict.fromkeys(in_order) if path in by_path}
    pages = tuple(made.get(page.path, page) for page in variant.pages)
    return replace(variant, pages=pages), tuple(counter.found)


def paragraphs(variant: Variant) -> tuple[Numbered, ...]:
    """Return the paragraphs of *variant* as `numbered` numbers them."""
    return numbered(variant)[1]


@dataclass(slots=True)
class _Counter:
    found: list[Numbered] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def page(self, page: Page) -> Page:
        lead = self.parts(page.lead, page.path, "")
        return replace(page, lead=lead, sections=self.sections(page.sections, page.path))

    def sections(self, sections: Sequence[Section], path: PurePosixPath) -> tuple[Section, ...]:
        return tuple(
            replace(
                section,
                body=self.parts(section.body, path, section.id),
                subsections=self.sections(section.subsections, path),
                tail=tuple(self.sector_text(each, path, section.id) for each in section.tail),
            )
            for section in sections
        )

    def parts(self, parts: Sequence[Part], path: PurePosixPath, section: str) -> tuple[Part, ...]:
        made: list[Part] = []
        for part in parts:
            match part:
                case SectorText():
                    made.append(self.sector_text(part, path, section))
                case Slot():
                    made.append(part)
                case _:
                    made.append(self.block(part, path, section))
        return tuple(made)

    def sector_text(self, part: SectorText, path: PurePosixPath, section: str) -> SectorText:
        body = self.parts(part.body, path, section)
        return replace(part, body=body, sections=self.sections(part.sections, path))

    def block(self, block: Block, path: PurePosixPath, section: str) -> Block:
        def each(blocks: Sequence[Block]) -> tuple[Block, ...]:
            return tuple(self.block(below, path, section) for below in blocks)

        match block:
            case Paragraph():
                return self.paragraph(block, path, section)
            case Listing():
                items = tuple(Item(each(item.blocks), item.origin, item.ticked) for item in block.items)
                return replace(block, items=items)
            case Table():
                return replace(block, rows=tuple(self.row(row, path, section) for row in block.rows))
            case Quote() | Box():
                return replace(block, blocks=each(block.blocks))
            case Figure():
                return self.figure(block, path, section)
        return block

    def paragraph(self, block: Paragraph, path: PurePosixPath, section: str) -> Paragraph:
        text = collapse(words(block.content))
        return replace(block, content=(*self.number(path, section, text, block.origin), *block.content))

    def row(self, row: Row, path: PurePosixPath, section: str) -> Row:
        text = collapse(BETWEEN.join(words(cell) for cell in row.cells))
        first, *others = row.cells
        return replace(row, cells=((*self.number(path, section, text, row.origin), *first), *others))

    def figure(self, block: Figure, path: PurePosixPath, section: str) -> Figure:
        text = collapse(BETWEEN.join(words(run) for run in runs(block)))
        return replace(block, note=(*self.number(path, section, text, block.origin), *block.note))

    def number(self, path: PurePosixPath, section: str, text: str, origin: Origin) -> tuple[Inline, ...]:
        if not text:  # a picture alone
            return ()
        number = next(self.numbers)
        self.found.append(Numbered(number, path, section, text[:LONGEST_WORDS], origin))
        return (Strong((Text(f"[{number}]"),)), Text("\u00a0"))


# --- finding them again -----------------------------------------------------------------------------------------------


class How(StrEnum):
    """How a paragraph was found again; the values are the editor's words."""

    SAME = "ongewijzigd"
    MOVED = "verplaatst"
    CHANGED = "gewijzigd"
    PERHAPS = "misschien herschreven"
    SECTION = "weg; het stuk is er nog"
    PAGE = "weg; de pagina is er nog"
    GONE = "weg"
    PLACE = "over het hele stuk"
    WHOLE = "over het geheel"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a paragraph now is: *paragraph* is None when only its section or page, or nothing, is left.

    *likeness* is the percentage of the words that are the same, where that is all there is to go by, else 0.
    """

    how: How
    page: PurePosixPath
    section: str
    paragraph: Numbered | None = None
    likeness: int = 0

    @property
    def name(self) -> str:
        """Return the place as an editor writes it; '' when there is none."""
        if self.how in {How.GONE, How.WHOLE}:
            return ""
        return place_name(self.page, self.section)

    @property
    def said(self) -> str:
        """Return in Dutch how the paragraph was found again, and how sure that is."""
        return f"{self.how}: {self.likeness} % van de woorden is gelijk" if self.likeness else str(self.how)


class Finder:
    """Finds paragraphs of an earlier text in *variant*; made once for many searches."""

    def __init__(self, variant: Variant) -> None:
        self._variant = variant
        self._all = paragraphs(variant)

    def find(self, page: PurePosixPath, section: str, text: str, proposal: str = "") -> Whereabouts:
        """Return where the paragraph with *text*, which was in *section* of *page*, is now.

        Without a *text* it is the section itself. Whoever commented on it may have made a *proposal*: a rewritten
        paragraph may be close to that.
        """
        if page == PurePosixPath():
            return Whereabouts(How.WHOLE, page, "")
        page, section = self._whither(page, section)
        wanted = collapse(text)[:LONGEST_WORDS]
        same = [each for each in self._all if each.words == wanted]
        here = [each for each in self._all if each.page == page]
        own = [each for each in here if each.section == section]
        if at := next((each for each in same if each in own), None):
            return Whereabouts(How.SAME, at.page, at.section, at)
        if same:
            return Whereabouts(How.MOVED, same[0].page, same[0].section, same[0])
        proposed = collapse(proposal)[:LONGEST_WORDS]
        # With only a few words in common, a paragraph close to the proposal is more likely.
        tries = [(proposed, own, _LIKE_ELSEWHERE), (wanted, own, _LIKE_HERE), (proposed, here, _LIKE_ELSEWHERE)]
        for words_of, candidates, least in (*tries, (wanted, here, _LIKE_HERE), (wanted, self._all, _LIKE_ELSEWHERE)):
            if at := _nearest(words_of, candidates, least):
                return Whereabouts(How.CHANGED, at.page, at.section, at)
        if section in self._sections.get(page, ()):
            perhaps = self._perhaps(wanted, own) if wanted else Whereabouts(How.PLACE, page, section)
            return perhaps or Whereabouts(How.SECTION, page, section)
        return Whereabouts(How.PAGE, page, "") if page in self._sections else Whereabouts(How.GONE, page, section)

    def _perhaps(self, wanted: str, own: Sequence[Numbered]) -> Whereabouts | None:
        """Return the one of *own* that is most like *wanted*, with rare words weighing more than frequent ones."""
        likeness = [(_shared(self._weighed(wanted), self._weighed(each.words)), each) for each in own]
        best, at = max(likeness, key=lambda pair: pair[0], default=(0.0, None))
        if at is None or best < _LIKE_AT_ALL:
            return None
        return Whereabouts(How.PERHAPS, at.page, at.section, at, round(100 * best))

    def _weighed(self, text: str) -> Counter[str]:
        """Return the words of *text*, each counted by its frequency times a thousand times its weight."""
        known, found = self._known, Counter(_words(text))
        return Counter({word: round(1000 * times * known.get(word, known[""])) for word, times in found.items()})

    @cached_property
    def _known(self) -> Mapping[str, float]:
        """The weight of each word of the text, its inverse document frequency over paragraphs; '' is any other word."""
        having = Counter(word for each in self._all for word in set(_words(each.words)))
        many = len(self._all) + 1
        return {"": math.log(many), **{word: math.log(many / (number + 1)) for word, number in having.items()}}

    @cached_property
    def _sections(self) -> Mapping[PurePosixPath, frozenset[str]]:
        return {page.path: frozenset({"", *(each.id for each in page.walk())}) for page in self._variant.pages}

    def _whither(self, page: PurePosixPath, section: str) -> tuple[PurePosixPath, str]:
        """Return where *section* of *page* is now, according to `voorheen`."""
        moved = former_places.moved(self._variant.pages)
        page = moved.get((page, section)) or moved.get((page, "")) or page
        renamed = (each.meta.renamed for each in self._variant.pages if each.path == page)
        return page, next((new for pairs in renamed for old, new in pairs if old == section), section)


def _nearest(text: str, candidates: Sequence[Numbered], least: float) -> Numbered | None:
    """Return the one of *candidates* most like *text*, or None when its likeness is less than *least*."""
    wanted = Counter(text.lower().split())
    likeness = [(_shared(wanted, Counter(each.words.lower().split())), each) for each in candidates]
    best = max(likeness, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= least else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """Return the similarity of two bags of words: Dice's coefficient, 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
