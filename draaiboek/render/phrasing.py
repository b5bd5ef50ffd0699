"""What words and blocks look like in HTML, on a website and in an EPUB; who writes one says where its links lead."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from markupsafe import Markup

from draaiboek.base.model import (
    Block,
    Box,
    Break,
    Call,
    Code,
    Emphasis,
    Figure,
    Inline,
    Item,
    Listing,
    Mark,
    Note,
    Paragraph,
    Quote,
    Rule,
    Script,
    SectorText,
    Strong,
    Table,
    Text,
    in_words,
)
from draaiboek.compose import sector_mark
from draaiboek.render import figures
from draaiboek.render.html import Vocabulary, lines, text

UNCHECKED = "te controleren"
MARKS = {"wet": "wet", "advies": "advies", "afleiding": "afleiding", "na-te-gaan": "na te gaan"}


class Phrasing(ABC):
    """Writes words and blocks with the elements of *html*; what differs from form to form is left to who inherits."""

    __slots__ = ()
    html: ClassVar[Vocabulary]

    @abstractmethod
    def pointer(self, inline: Inline) -> Markup:
        """Return what leads or refers to something else: a note, a mark, a link, a term, a picture."""

    @abstractmethod
    def table(self, table: Table) -> Markup:
        """Return *table*."""

    @abstractmethod
    def sign(self, *, ticked: bool) -> Markup:
        """Return what stands before the words of an item of a checklist."""

    def run(self, content: Sequence[Inline]) -> Markup:
        """Return a run of words."""
        return Markup().join(map(self.inline, _with_close_notes(content)))

    def inline(self, inline: Inline) -> Markup:
        """Return *inline*; raises ValueError for what has to be filled in before."""
        match inline:
            case Text():
                return text(inline.text)
            case Emphasis() | Strong() | Script():
                return self.html.element(_look_of(inline), self.run(inline.content))
            case Code():
                return self.html.element("code", inline.text)
            case Break():
                return self.html.element("br")
            case Call():
                return self.html.element("a", inline.number, href=f"tel:{inline.number}")
        return self.pointer(inline)

    def block(self, block: Block) -> Markup:
        """Return *block*."""
        match block:
            case Paragraph():
                return self.html.element("p", self.run(block.content))
            case Listing():
                return self._listing(block)
            case Table():
                return self.table(block)
            case Quote() | Box():
                return self._boxed(block)
            case Rule():
                return self.html.element("hr")
            case Figure():
                return self.figure(block)

    def figure(self, figure: Figure) -> Markup:
        """Return *figure* as a drawing, and beside it in words for who cannot see it."""
        element = self.html.element
        said = element("div", lines(*map(self.block, in_words(figure))), class_=figures.IN_WORDS)
        note = [element("figcaption", self.run(figure.note))] if figure.note else []
        return element("figure", self.drawing(figure), said, *note, class_="lr-figuur")

    @abstractmethod
    def drawing(self, figure: Figure) -> Markup:
        """Return *figure* as a drawing."""

    def opening(self, part: SectorText) -> list[Markup]:
        """Return what stands above *part*: for whom it is, why, and whether the core text changed since."""
        element = self.html.element
        pieces = [element("p", sector_mark.label(part), class_="lr-sector__label")]
        if reason := sector_mark.why(part):
            pieces.append(element("p", reason, class_="lr-sector__reden"))
        if part.stale:
            pieces.append(element("p", sector_mark.STALE, class_="lr-controle"))
        return pieces

    def unchecked(self, note: Note, mark: Markup) -> Markup:
        """Return *mark*, the mark of *note*, with the label that its source is not checked where that is so."""
        label = self.html.element("span", UNCHECKED, class_="lr-controle")
        return Markup(" ").join((mark, label)) if note.unchecked else mark

    def _boxed(self, box: Quote | Box) -> Markup:
        element = self.html.element
        if isinstance(box, Quote):
            return element("blockquote", lines(*map(self.block, box.blocks)))
        title = [element("p", self.run(box.title), class_="admonition-title")] if box.title else []
        return element("div", lines(*title, *map(self.block, box.blocks)), class_=f"admonition {box.kind}")

    def _listing(self, listing: Listing) -> Markup:
        items = lines(*(self._item(item, tight=listing.tight) for item in listing.items))
        if listing.start is None:
            is_tasks = any(item.ticked is not None for item in listing.items)
            return self.html.element("ul", items, class_="task-list" if is_tasks else None)
        return self.html.element("ol", items, start=str(listing.start) if listing.start != 1 else None)

    def _item(self, item: Item, *, tight: bool) -> Markup:
        sign = self.sign(ticked=item.ticked) if item.ticked is not None else Markup()
        pieces = []
        for number, block in enumerate(item.blocks):
            first = sign if not number else Markup()
            if isinstance(block, Paragraph):
                words = first + self.run(block.content)
                pieces.append(words if tight else self.html.element("p", words))
            else:
                pieces.append(first + self.block(block))
        return self.html.element("li", lines(*pieces), class_="task-list-item" if sign else None)


def mark_words(mark: Mark) -> str:
    """Return what *mark* says to the reader."""
    return f"{MARKS[mark.kind]}: {mark.about}" if mark.about else MARKS[mark.kind]


def unfilled(inline: Inline) -> ValueError:
    """Return what to raise for *inline*, of a kind that no finished text has."""
    return ValueError(f"a {type(inline).__name__} was not filled in")


def _look_of(inline: Emphasis | Strong | Script) -> str:
    match inline:
        case Emphasis():
            return "em"
        case Strong():
            return "strong"
    return "sup" if inline.raised else "sub"


def _with_close_notes(content: Sequence[Inline]) -> Iterator[Inline]:
    """Yield *content* without the space before a note mark, so that no line begins with its number.

    Between two of them a space stays that does not break: 1 and 2 are not 12.
    """
    for before, each, after in zip((None, *content), content, (*content[1:], None), strict=False):
        if isinstance(each, Text) and isinstance(after, Note):
            rest = each.text.rstrip()
            yield Text(rest if rest or not isinstance(before, Note) else "\u00a0")
        else:
            yield each
