"""A book → the part of it that goes into a printed product: all but what is only on the web, or much less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from draaiboek.base.model import (
    Book,
    Chapter,
    Footnote,
    Inline,
    Note,
    Page,
    Product,
    Section,
    TermLink,
    Text,
    deep,
)
from draaiboek.compose.reading_order import all_runs
from draaiboek.compose.rewriting import Rewriter
from draaiboek.content import content_paths

_SHORT_GROUP = 250  # words, one small page
_SHORT_CHAPTER = 500  # words, a page and a half of the whole book


def excerpt(book: Book, product: Product) -> Book:
    """Return *book* with only what goes into *product*; chapters that contribute nothing are left out.

    A section that does not go in but contains one that does keeps only its heading. Notes are renumbered over chapters
    that share pages (`begin_pages`), and on a fiche all together. In the whole book notes stay in full, and otherwise
    only a chapter that leaves something out renumbers them. If the book has a fiche page, a fiche is only that.
    """
    chapters = tuple(of_chapters(book.chapters, product))
    is_whole = product is Product.REFERENCE
    left = [each for each in book.chapters if not is_whole or _kept(each, product) is not each]
    pieces = [(each.path, name, thinnest) for each in book.chapters for name, thinnest in products(each.page)]
    return replace(
        book,
        chapters=chapters,
        elsewhere={each.path: each.page.meta.title for each in left},
        unprinted=tuple((path, name) for path, name, thinnest in pieces if thinnest is Product.WEB),
    )


def of_chapters(chapters: Sequence[Chapter], product: Product) -> Iterator[Chapter]:
    """Yield the part of *chapters* that goes into *product*; a chapter that the whole book has entirely, unchanged."""
    if product is Product.SHEET:
        chapters = tuple(each for each in chapters if each.path == content_paths.FICHE_PAGE) or chapters
    kept = [(chapter, part) for chapter in chapters if (part := _kept(chapter, product))]
    parts = [part for _, part in kept]
    begins = begin_pages(parts) if product is not Product.REFERENCE else [not each for each in _follow(parts)]
    count = _Counting()
    for (chapter, part), (begin, closes) in zip(kept, pairwise([*begins, True]), strict=True):
        if product is Product.REFERENCE and begin and closes and part is chapter:
            yield part
            continue
        if begin and product is not Product.SHEET:
            count = _Counting(brief=product is Product.POCKET)
        yield replace(part, page=count.page(part.page), follows=not begin)


def begin_pages(chapters: Sequence[Chapter]) -> list[bool]:
    """Return for each of *chapters* of a pocket guide whether it begins a page: as the first of a long enough group.

    A group of less than a page follows directly after the text before it.
    """
    words = Counter[str]()
    for chapter in chapters:
        words[chapter.group] += _words(chapter.page)
    above = (None, *(chapter.group for chapter in chapters))
    return [
        before is None or (before != chapter.group and words[chapter.group] > _SHORT_GROUP)
        for before, chapter in zip(above, chapters, strict=False)
    ]


def _follow(chapters: Sequence[Chapter]) -> list[bool]:
    """Return for each of *chapters* of the whole book whether it follows on the same page: both short, in one group.

    On pages of its own, such a chapter would leave half a page blank at its end (decisions/0057).
    """
    above = (None, *chapters)
    return [
        before is not None and before.group == each.group and not (_is_long(before) or _is_long(each))
        for before, each in zip(above, chapters, strict=False)
    ]


def _is_long(chapter: Chapter) -> bool:
    """Return whether *chapter* has its pages of the whole book to itself; the fiche, a separate sheet, always does."""
    return chapter.path == content_paths.FICHE_PAGE or _words(chapter.page) > _SHORT_CHAPTER


def _words(page: Page) -> int:
    """Return how many words *page* has, without its notes."""
    said = (each for run in all_runs(page.lead, page.sections) for each in deep(run))
    return sum(len(each.text.split()) for each in said if isinstance(each, Text | TermLink))


def _kept(chapter: Chapter, product: Product) -> Chapter | None:
    """Return the part of *chapter* that goes into *product*, notes not yet renumbered: itself if all does, or None."""
    page = chapter.page
    found = list(products(page))
    wanted = {name for name, thinnest in found if product.holds(thinnest)}
    if product is Product.REFERENCE and len(wanted) == len(found):
        return chapter
    lead = page.lead if "" in wanted else ()
    sections = _sections(page.sections, wanted)
    return replace(chapter, page=replace(page, lead=lead, sections=sections)) if lead or sections else None


def with_short_fiche(book: Book) -> Book:
    """Return *book* with its fiche, if it has one, as it is when printed separately: with its notes in short."""
    return replace(book, chapters=tuple(map(short_fiche, book.chapters)))


def short_fiche(chapter: Chapter) -> Chapter:
    """Return *chapter*, with its notes in short when it is the fiche."""
    return (
        replace(chapter, page=_Counting().page(chapter.page)) if chapter.path == content_paths.FICHE_PAGE else chapter
    )


def products(page: Page) -> Iterator[tuple[str, Product]]:
    """Yield the id of each section of *page* ('' for its start) with the thinnest product that it goes into.

    A section that the front matter does not name goes where its parent goes; a page, into the whole book by default.
    """
    said = dict(page.meta.printed)
    start = said.get("", Product.SHEET if page.path == content_paths.FICHE_PAGE else Product.REFERENCE)
    yield "", start
    for section in page.sections:
        yield from _of_section(section, start, said)


def _of_section(section: Section, around: Product, said: Mapping[str, Product]) -> Iterator[tuple[str, Product]]:
    mine = said.get(section.id, around)
    yield section.id, mine
    for below in section.subsections:
        yield from _of_section(below, mine, said)


def _sections(sections: Sequence[Section], wanted: set[str]) -> tuple[Section, ...]:
    found = []
    for section in sections:
        below = _sections(section.subsections, wanted)
        if section.id in wanted:
            found.append(replace(section, subsections=below))
        elif below:
            found.append(replace(section, body=(), tail=(), mark=None, subsections=below))
    return tuple(found)


@dataclass(slots=True)
class _Counting(Rewriter):
    """Renumbers notes in reading order; *old* are those of the page, *numbers* the new ones by what they say.

    Notes that name the same places in the same sources are merged; *brief* ones say no more than that.
    """

    brief: bool = True
    old: Sequence[Footnote] = ()
    numbers: dict[str, int] = field(default_factory=dict)
    notes: list[Footnote] = field(default_factory=list)

    def page(self, page: Page) -> Page:
        self.old = page.footnotes
        counted = self.of_page(page)
        return replace(counted, footnotes=tuple(self.notes))

    def inline(self, inline: Inline) -> Inline:
        return self.note(inline) if isinstance(inline, Note) else Rewriter.inline(self, inline)

    def note(self, note: Note) -> Note:
        old = self.old[note.number - 1]
        name = old.brief
        if name not in self.numbers:
            self.numbers[name] = len(self.notes) + 1
            content = (old.short if self.brief else ()) or old.content
            self.notes.append(replace(old, number=len(self.notes) + 1, content=content, marks=0))
        number = self.numbers[name]
        known = self.notes[number - 1] = replace(self.notes[number - 1], marks=self.notes[number - 1].marks + 1)
        return replace(note, number=number, time=known.marks)
