"""A chapter as XHTML: one function per kind of node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import (
    Chapter,
    Figure,
    Footnote,
    Image,
    Inline,
    Link,
    Mark,
    Note,
    Origin,
    Part,
    Row,
    Section,
    SectorText,
    Slot,
    Table,
    TermLink,
)
from draaiboek.content import addresses, content_paths, former_places
from draaiboek.forms.book_links import BookLinks, InBook, OnTheWeb
from draaiboek.forms.epub.file_names import file_of, file_of_picture, id_of, mark_id, note_id, typed_well, way
from draaiboek.forms.epub.xhtml import XHTML, element
from draaiboek.render import figures
from draaiboek.render.html import lines, text, typeset
from draaiboek.render.page_contents import title_id
from draaiboek.render.phrasing import Phrasing, mark_words, unfilled

_BOX = {False: ("☐", "Nog te doen"), True: ("☑", "Gedaan")}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a chapter, for the table of contents."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A chapter of an EPUB: *body* is its `<section>`, *pictures* are their paths in the variant.

    *wanted* are the files and ids to which its links lead, each with the problem to report if the target is missing.
    """

    title: str
    group: str
    file: str
    body: Markup
    ids: frozenset[str]
    headings: tuple[Heading, ...]
    pictures: frozenset[str]
    wanted: tuple[tuple[tuple[str, str], Diagnostic], ...]
    problems: tuple[Diagnostic, ...]
    has_drawings: bool


def convert(chapter: Chapter, links: BookLinks, media: Mapping[str, bytes], whole: Sequence[str] = ()) -> Converted:
    """Return *chapter* as XHTML; *links* and *media* (pictures by their path in the variant) are those of its book.

    *whole* are names that must not break at their hyphens.
    """
    writer = _Writer(chapter, links, media, file_of(chapter.path), whole)
    body = lines(*writer.page())
    name = id_of(title_id(chapter.page))
    return Converted(
        title=chapter.title,
        group=chapter.group,
        file=writer.file,
        body=element("section", body, epub_type="chapter", role="doc-chapter", aria_labelledby=name),
        ids=frozenset(writer.ids),
        headings=tuple(writer.headings),
        pictures=frozenset(writer.pictures),
        wanted=tuple(writer.wanted),
        problems=tuple(writer.problems),
        has_drawings=writer.has_drawings,
    )


@dataclass(slots=True)
class _Writer(Phrasing):
    """One pass over one chapter, with what it collects on the way."""

    html = XHTML

    chapter: Chapter
    links: BookLinks
    media: Mapping[str, bytes]
    file: str
    whole: Sequence[str]
    ids: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    wanted: list[tuple[tuple[str, str], Diagnostic]] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    has_drawings: bool = False

    # --- the structure of a page --------------------------------------------------------------------------------------

    def page(self) -> Iterator[Markup]:
        page = self.chapter.page
        yield self.heading(1, page.meta.title, typeset(page.meta.title, self.whole), title_id(page))
        yield from (element("span", id=self.id(name)) for name in former_places.former_ids(page))
        yield from self.parts(page.lead)
        for section in page.sections:
            yield from self.section(section)
        if page.footnotes:
            notes = lines(*map(self.footnote, page.footnotes))
            kind = {"epub_type": "footnotes", "role": "doc-endnotes", "aria_label": "Voetnoten"}
            yield element("section", notes, class_="noten", **kind)

    def section(self, section: Section) -> Iterator[Markup]:
        content = self.run(section.heading)
        if section.mark:
            content = Markup(" ").join((content, self.mark(section.mark)))
        yield self.heading(section.level, section.title, content, section.id)
        yield from self.parts(section.body)
        for below in section.subsections:
            yield from self.section(below)
        yield from self.parts(section.tail)

    def heading(self, level: int, title: str, content: Markup, name: str) -> Markup:
        self.headings.append(Heading(level, " ".join(title.split()), id_of(name)))
        return element(f"h{level}", content, id=self.id(name))

    def id(self, name: str) -> str:
        self.ids.append(id_of(name))
        return id_of(name)

    def parts(self, parts: Sequence[Part]) -> Iterator[Markup]:
        for part in parts:
            match part:
                case SectorText():
                    yield self.sector_text(part)
                case Slot():
                    continue
                case _:
                    yield self.block(part)

    def sector_text(self, part: SectorText) -> Markup:
        pieces = [*self.opening(part), *self.parts(part.body)]
        for section in part.sections:
            pieces += self.section(section)
        return element("div", lines(*pieces), class_="lr-sector")

    def footnote(self, note: Footnote) -> Markup:
        """Return a footnote; its number is the link back to the text."""
        words = f"Terug naar noot {note.number} in de tekst"
        href = f"#{mark_id(note.number, 1)}"
        back = element("a", str(note.number), class_="nummer", href=href, role="doc-backlink", aria_label=words)
        paragraph = element("p", back, " ", self.run(note.content))
        return element("aside", paragraph, id=note_id(note.number), epub_type="footnote", role="doc-footnote")

    # --- blocks -------------------------------------------------------------------------------------------------------

    def sign(self, *, ticked: bool) -> Markup:
        """Return a character in place of the check box of a task: there is nothing to tick in a book."""
        sign, said = _BOX[ticked]
        return element("span", sign, class_="vakje", role="img", aria_label=said) + text(" ")

    def table(self, table: Table) -> Markup:
        head = element("thead", self.row(table.head, "th", table.align, scope="col"))
        body = element("tbody", lines(*(self.row(row, "td", table.align) for row in table.rows)))
        return element("table", lines(head, body) if table.rows else head)

    def row(self, row: Row, name: str, align: Sequence[str], scope: str | None = None) -> Markup:
        cells = (
            element(name, self.run(cell), class_=side or None, scope=scope)
            for cell, side in zip(row.cells, align, strict=True)
        )
        return element("tr", lines(*cells))

    def drawing(self, figure: Figure) -> Markup:
        self.has_drawings = True
        return figures.draw(figure, figures.BOOK)

    # --- words --------------------------------------------------------------------------------------------------------

    def pointer(self, inline: Inline) -> Markup:
        match inline:
            case Note():
                return self.note(inline)
            case Mark():
                return self.mark(inline)
            case TermLink():  # its meaning is at the target of the link
                return element(
                    "a",
                    self.spoken(inline.text, inline.language),
                    class_="lr-begrip",
                    href=way(file_of(content_paths.GLOSSARY_PAGE), inline.key, self.file),
                )
            case Link():
                return self.link(inline)
            case Image():
                return self.picture(inline)
        raise unfilled(inline)

    def language(self, code: str) -> Mapping[str, str]:
        return {"lang": code, "xml_lang": code}

    def note(self, note: Note) -> Markup:
        kind = {"epub_type": "noteref", "role": "doc-noteref"}
        link = element("a", str(note.number), href=f"#{note_id(note.number)}", **kind)
        return self.unchecked(note, element("sup", link, id=mark_id(note.number, note.time)))

    def mark(self, mark: Mark) -> Markup:
        return element("span", mark_words(mark), class_=f"lr-merk lr-merk--{mark.kind}")

    def link(self, link: Link) -> Markup:
        content = self.part(link.content)
        match self.links.resolve(link.href, self.chapter.path):
            case InBook(page=page, name=name):
                target = file_of(page), id_of(name)
                self.wanted.append(
                    (target, _dead(link.origin, f"de link '{link.href}' heeft geen doel in de epub", _TARGET))
                )
                return element("a", content, href=way(*target, self.file), title=link.title or None)
            case OnTheWeb(url=url):
                return element("a", content, href=typed_well(url), title=link.title or None)
        self.problems.append(_dead(link.origin, f"de link '{link.href}' kan niet in de epub", _TARGET))
        return content

    def picture(self, image: Image) -> Markup:
        path = str(addresses.beside(self.chapter.path, image.href))
        if path not in self.media:
            hint = "Zet het beeld in de map van de pagina's."
            self.problems.append(_dead(image.origin, f"het beeld '{image.href}' is er niet", hint))
        self.pictures.add(path)
        return element("img", alt=image.text, src=way(file_of_picture(path), "", self.file))


_TARGET = "Link naar een pagina en een id van het draaiboek, of naar een adres met https://."


def _dead(where: Origin, problem: str, hint: str) -> Diagnostic:
    return Diagnostic("LK005", where, problem, hint)
