"""What is known and what is collected while a chapter is converted from its first word to its last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Book, Figure, Origin, Page, Paragraph, Row, Section
from draaiboek.compose.reading_order import all_sections
from draaiboek.content import content_paths
from draaiboek.forms.book_links import BookLinks
from draaiboek.forms.pdf.last_words import last_words
from draaiboek.forms.pdf.links import label, labels


class Place(Enum):
    """Where words are: in running text, or in a heading, a table cell or a footnote, where there is less room."""

    TEXT = auto()
    HEADING = auto()
    CELL = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Look:
    """The measures of a page that the converter calculates with; *name* is that of the look in book.typ.

    *line* is the width of a column in points, *text* the font size, *table* and *small* those in tables with few and
    with many columns; *letters* and *note_letters* are letters per line of text and of a note, *height* and
    *note_height* the heights in mm of such lines. *columns* are those of the contents, and *column* is their height in
    points. *white* is the share of the last page of a run that may stay white: more in the whole book, where each
    chapter begins on a new page, than where they follow each other.
    """

    name: str
    line: float
    text: float
    table: float
    small: float
    letters: int
    note_letters: int
    height: float
    note_height: float
    columns: int
    column: float
    white: float


REFERENCE = Look("naslag", 414.0, 10.0, 9.2, 8.2, 84, 100, 5.2, 4.2, 2, 703.0, 0.5)
POCKET = Look("zakgids", 331.0, 8.8, 7.9, 7.2, 76, 96, 4.2, 3.5, 1, 503.0, 1 / 3)


class NoteMark(NamedTuple):
    """The *time*th reference to a note in its chapter; *name* is the label of the note.

    *heading* is the label of the heading above it that can ask for room, *table* that of the table around it whose rows
    can be set closer, *kept* that of the paragraph or item around it that is kept on one page; '' when there is none.
    """

    name: str
    time: int
    heading: str = ""
    table: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a chapter needs to know of its book: *labels* are all the labels to which a link may lead.

    *files* maps each picture to the name that Typst knows it by; *brief* says that it is a text to hand out, in which
    addresses of our own site are not printed. *elsewhere* are the titles of pages that the book does not contain as a
    whole, and *unprinted* the parts of them that no printed book contains. *repeated* are the titles that mean nothing
    in the contents, because several chapters have a section of that name.
    """

    links: BookLinks
    labels: AbstractSet[str]
    files: Mapping[str, str]
    host: str
    brief: bool = False
    look: Look = REFERENCE
    elsewhere: Mapping[PurePosixPath, str] = field(default_factory=dict)
    unprinted: AbstractSet[tuple[PurePosixPath, str]] = frozenset()
    repeated: AbstractSet[str] = frozenset()

    @classmethod
    def of(cls, book: Book, *, brief: bool, look: Look = REFERENCE) -> Binding:
        """Return what the chapters of *book* need to know."""
        return cls(
            links=BookLinks.of(book),
            labels={label for chapter in book.chapters for label in labels(chapter.page)},
            files={path: f"media/{number}-{path.rpartition('/')[2]}" for number, path in enumerate(sorted(book.media))},
            host=urlsplit(book.permalink).netloc,
            brief=brief,
            look=look,
            elsewhere=book.elsewhere,
            unprinted=frozenset(book.unprinted),
            repeated=frozenset(_repeated(book)),
        )

    def prints(self, url: str) -> bool:
        """Return whether the address *url* may be printed."""
        return not self.brief or urlsplit(url).netloc != self.host


@dataclass(slots=True)
class Walk:
    """One walk over one *page*.

    *order* is the index, from 0, of the heading of each section; *heading* and *level* are those of the last heading.
    *crowded* means that the page has too many sections for the table of contents, *dense* that it is a list to look
    things up in. *printed* are the addresses that were printed already, and *leaps* the targets whose page was, since
    the last heading. *marks* are note references, in the order of the text; their labels begin with *home*. *last* is
    where the last words of the page begin that must not be alone on a page. *on_sheet* means that it is a fiche.
    *roomy* is the label of the last heading, or of the first of several in a row, when it can ask for room (`roomy` in
    book.typ). *tables* counts those that may be broken over pages; *table* is the label of the one whose cells are
    being written. *paragraphs* counts those that are kept on one page; *kept* is the label of the one being written.
    """

    page: Page
    binding: Binding
    order: Mapping[str, int]
    crowded: bool
    dense: bool
    home: PurePosixPath
    heading: int = -1
    level: int = 1
    printed: set[str] = field(default_factory=set)
    leaps: set[str] = field(default_factory=set)
    marks: list[NoteMark] = field(default_factory=list)
    last: Paragraph | Row | Figure | None = None
    on_sheet: bool = False
    roomy: str = ""
    tables: int = 0
    table: str = ""
    paragraphs: int = 0
    kept: str = ""
    problems: list[Diagnostic] = field(default_factory=list)

    @classmethod
    def over(cls, page: Page, binding: Binding, *, home: PurePosixPath | None = None) -> Walk:
        """Return a walk that starts at the top of *page*; the labels of its notes name *home* (or its own path)."""
        sections = [*all_sections(page.lead, page.sections)]
        order = {section.id: number for number, section in enumerate(sections)}
        tops = sum(section.level == _TOP_LEVEL for section in page.sections)
        crowded = tops > _MANY_SECTIONS
        dense = crowded or len(sections) > _LIST
        return cls(page, binding, order, crowded, dense, home or page.path, last=last_words(page))

    def top_sections(self) -> list[Section]:
        """Return the sections of the page that the contents list below it."""
        return [each for each in _top_sections(self.page) if self.is_listed(each)]

    def is_listed(self, section: Section) -> bool:
        """Return whether the contents list *section*, if it is of the top level; a fiche is one page for all."""
        alone = self.page.path == content_paths.FICHE_PAGE
        return not (alone or self.crowded or section.title in self.binding.repeated)

    def next_kept(self) -> str:
        """Return a label for the next paragraph or item that is kept on one page."""
        name = self.coming_kept()
        self.paragraphs += 1
        return name

    def coming_kept(self) -> str:
        """Return what `next_kept` will return."""
        return label(self.page.path, f"kept:{self.paragraphs + 1}")

    def report(self, origin: Origin, text: str, hint: str) -> None:
        """Record that a link at *origin* leads nowhere."""
        self.problems.append(Diagnostic("LK005", origin, text, hint))


def _top_sections(page: Page) -> Iterator[Section]:
    return (each for each in all_sections(page.lead, page.sections) if each.level == _TOP_LEVEL)


def _repeated(book: Book) -> Iterator[str]:
    """Yield the titles that top sections of several chapters of *book* share, such as those of each of ten steps."""
    chapters = Counter(title for each in book.chapters for title in {top.title for top in _top_sections(each.page)})
    yield from (title for title, number in chapters.items() if number >= _SEVERAL)


_TOP_LEVEL = 2
_SEVERAL = 3
_LIST = 45
_MANY_SECTIONS = 24  # a chapter with more is a list, of terms for instance, and the contents do not list its sections
