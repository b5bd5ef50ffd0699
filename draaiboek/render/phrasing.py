"""Words and blocks in HTML, for websites and EPUBs; each subclass says where its links lead."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from markupsafe import Markup

from draaiboek.base.model import (
    Blank,
    Block,
    Box,
    Break,
    Call,
    Code,
    Emphasis,
    Figure,
    Foreign,
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
from draaiboek.render.html import Vocabulary, joined, lines, unbroken
from draaiboek.render.typography import printed

UNCHECKED = "te controleren"
MARKS = {"wet": "wet", "advies": "advies", "afleiding": "afleiding", "na-te-gaan": "na te gaan"}


class Phrasing(ABC):
    """Writes words and blocks with the elements of *html*; what differs between forms is left to subclasses."""

    __slots__ = ()
    html: ClassVar[Vocabulary]

    @property
    @abstractmethod
    def whole(self) -> Sequence[str]:
        """Names that must not break at their hyphens anywhere in the text; the longest first."""

    @abstractmethod
    def pointer(self, inline: Inline) -> Markup:
        """Return an inline that leads or refers to something else: a note, a mark, a link, a term, a picture."""

    @abstractmethod
    def table(self, table: Table) -> Markup:
        """Return *table*."""

    @abstractmethod
    def language(self, code: str) -> Mapping[str, str]:
        """Return the attributes that say that the words of an element are in language *code*."""

    @abstractmethod
    def sign(self, *, ticked: bool) -> Markup:
        """Return the check box before the words of an item of a checklist."""

    def run(self, content: Sequence[Inline]) -> Markup:
        """Return *content*, the whole of a paragraph, heading, cell or note, with the characters of print."""
        return self.part(printed(content))

    def part(self, content: Sequence[Inline]) -> Markup:
        """Return *content*, which is part of a run, as it is."""
        return joined(map(self.inline, _apart(content)))

    def inline(self, inline: Inline) -> Markup:
        """Return *inline*; raises ValueError for a kind that must have been filled in before."""
        match inline:
            case Text() | Foreign() | Code():
                return self._said(inline)
            case Emphasis() | Strong() | Script():
                return self.html.element(_look_of(inline), self.part(inline.content))
            case Break():
                return self.html.element("br")
            case Call() | Blank():
                return self._place(inline)
        return self.pointer(inline)

    def _place(self, inline: Call | Blank) -> Markup:
        """Return a telephone number to call, or a place to write something."""
        if isinstance(inline, Call):
            return self.html.element("a", inline.number, href=f"tel:{inline.number}")
        return self.html.element("span", f"({inline.about})", class_="lr-invullen")

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
        """Return *figure* as a drawing, accompanied by its words for whoever cannot see it."""
        element = self.html.element
        said = element("div", lines(*map(self.block, in_words(figure))), class_=figures.IN_WORDS)
        note = [element("figcaption", self.run(figure.note))] if figure.note else []
        return element("figure", self.drawing(figure), said, *note, class_="lr-figuur")

    @abstractmethod
    def drawing(self, figure: Figure) -> Markup:
        """Return *figure* as a drawing."""

    def opening(self, part: SectorText, *, label: str = "p") -> list[Markup]:
        """Return what precedes *part*: for whom it is, why, and whether the core text changed since.

        *label* is the name of the element that says for whom.
        """
        element = self.html.element
        pieces = [element(label, sector_mark.label(part), class_="lr-sector__label")]
        if reason := sector_mark.why(part):
            pieces.append(element("p", reason, class_="lr-sector__reden"))
        if part.stale:
            pieces.append(element("p", sector_mark.STALE, class_="lr-controle"))
        return pieces

    def unchecked(self, note: Note, mark: Markup) -> Markup:
        """Return *mark*, the reference to *note*, followed by a label if its source was not checked."""
        label = self.html.element("span", UNCHECKED, class_="lr-controle")
        return Markup(" ").join((mark, label)) if note.unchecked else mark

    def spoken(self, words: str, code: str) -> Markup:
        """Return *words* in language *code*; '' is the language of the text."""
        said = unbroken(words, self.whole)
        return self.html.element("span", said, **self.language(code)) if code else said

    def _said(self, inline: Text | Foreign | Code) -> Markup:
        match inline:
            case Foreign():
                return self.spoken(inline.text, inline.language)
            case Code():
                return self.html.element("code", inline.text)
        return unbroken(inline.text, self.whole)

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
    """Return the exception for *inline*, of a kind that finished text does not contain."""
    return ValueError(f"a {type(inline).__name__} was not filled in")


def _look_of(inline: Emphasis | Strong | Script) -> str:
    match inline:
        case Emphasis():
            return "em"
        case Strong():
            return "strong"
    return "sup" if inline.raised else "sub"


def _apart(content: Sequence[Inline]) -> Iterator[Inline]:
    """Yield *content* with a no-break space between adjacent notes: 1 and 2 must not read as 12."""
    before = None
    for each in content:
        if isinstance(before, Note) and isinstance(each, Note):
            yield Text("\u00a0")
        yield each
        before = each
