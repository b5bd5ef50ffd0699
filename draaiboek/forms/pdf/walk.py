"""What is known and what is gathered while a chapter is written from its first word to its last."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import urlsplit

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Book, Origin, Page
from draaiboek.compose.reading_order import all_sections
from draaiboek.forms.book_links import BookLinks
from draaiboek.forms.pdf.links import labels


class Place(Enum):
    """Where words stand: in running text, or in a heading, a cell of a table or a footnote, with less room."""

    TEXT = auto()
    HEADING = auto()
    CELL = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class Binding:
    """What a chapter needs to know of its book: *labels* are all that a link may lead to.

    *files* gives for each picture the name that it has for Typst; *brief* says that it is a text to hand out, in which
    addresses of our own site are not printed.
    """

    links: BookLinks
    labels: AbstractSet[str]
    files: Mapping[str, str]
    host: str
    brief: bool = False

    @classmethod
    def of(cls, book: Book, *, brief: bool) -> Binding:
        """Return what the chapters of *book* need to know."""
        return cls(
            links=BookLinks.of(book),
            labels={label for chapter in book.chapters for label in labels(chapter.page)},
            files={path: f"media/{number}-{path.rpartition('/')[2]}" for number, path in enumerate(sorted(book.media))},
            host=urlsplit(book.permalink).netloc,
            brief=brief,
        )

    def prints(self, url: str) -> bool:
        """Whether the address *url* may be printed."""
        return not self.brief or urlsplit(url).netloc != self.host


@dataclass(slots=True)
class Walk:
    """One walk over one *page*.

    *order* is which heading each section has, counted from 0; *heading* and *level* are those of the last heading.
    *crowded* means that the page has too many sections for the table of contents. *printed* are the addresses that
    stand in print already, and *leaps* the targets whose page does, since the last heading.
    """

    page: Page
    binding: Binding
    order: Mapping[str, int]
    crowded: bool
    heading: int = -1
    level: int = 1
    printed: set[str] = field(default_factory=set)
    leaps: set[str] = field(default_factory=set)
    problems: list[Diagnostic] = field(default_factory=list)

    @classmethod
    def over(cls, page: Page, binding: Binding) -> Walk:
        """Return a walk that starts at the top of *page*."""
        sections = all_sections(page.lead, page.sections)
        order = {section.id: number for number, section in enumerate(sections)}
        tops = sum(section.level == _TOP_LEVEL for section in page.sections)
        return cls(page, binding, order, crowded=tops > _MANY_SECTIONS)

    def report(self, origin: Origin, text: str, hint: str) -> None:
        """Remember that something at *origin* leads nowhere."""
        self.problems.append(Diagnostic("LK005", origin, text, hint))


_TOP_LEVEL = 2
_MANY_SECTIONS = 24  # a chapter with more is a list, of terms for instance, and is not spelled out in the contents
