"""A composed page as the HTML of its article: one function for each kind of node.

The same HTML is on the website and in the zip; PDF and EPUB are made of the same tree (`forms`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath
from urllib.parse import quote, urlencode

from markupsafe import Markup

from draaiboek.base.model import (
    CORE,
    Figure,
    Footnote,
    Image,
    Inline,
    Link,
    Mark,
    Note,
    Origin,
    Page,
    Part,
    Row,
    Section,
    SectorText,
    Slot,
    Table,
    TermLink,
    Variant,
    words,
)
from draaiboek.compose import sector_mark
from draaiboek.compose.kit import offered
from draaiboek.compose.reading_order import all_sections
from draaiboek.content import addresses, content_paths, former_places
from draaiboek.content.markdown.sections import slug
from draaiboek.render import feedback, figures
from draaiboek.render.html import WEBSITE, element, lines, text, unbroken
from draaiboek.render.layout import KIT, from_page, kit_name, page_url
from draaiboek.render.phrasing import Phrasing, mark_words, unfilled

# The marks around title and text on a page (theme/partials/content.html).
TITLE = "data-titel"
MARK = "data-artikel"
PERMALINK = "Rechtstreekse link naar deze tekst"
TOP_LEVEL = 2
NO_COLOUR = "geen"
STACKED = 3  # so many columns do not stand beside each other on a phone (tables.css)
MEANINGS = (content_paths.ABOUT_PAGE, "merken")  # where a reader finds what the marks say


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a page shows where its text came from.

    *repository* is the address of the project on its Git host ('' when there is none: then no links).
    """

    repository: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to fill in that begins with section *name* of a page ('' for all of it): where its forms stand."""

    name: str
    title: str
    files: Mapping[str, str]


def papers(page: Page, variant: Variant) -> tuple[Paper, ...]:
    """Return the documents to fill in of *variant* that begin on *page*."""
    here = [(document, own) for document, own in offered(variant) if document.parts[0].page == page.path]
    return tuple(
        Paper(
            name=document.parts[0].name,
            title=document.title,
            files={ending: kit_name(variant, document, ending, own=own) for ending in KIT},
        )
        for document, own in here
    )


def article(page: Page, variant: Variant, provenance: Provenance, offered_here: Sequence[Paper] = ()) -> Markup:
    """Return the text of *page* below its title, as one HTML element; *offered_here* are its `papers`."""
    writer = _Writer(page, variant, provenance, offered_here)
    return element("div", "\n", lines(*writer.page()), "\n", class_="lr-tekst", data_artikel="")


def contents(page: Page, whole: str) -> list[Mapping[str, object]]:
    """Return the contents of *page* for the theme: for each section its title as HTML, its id and those below it.

    *whole* is a name that no title breaks at its hyphen, or ''.
    """
    return [_entry(section, whole) for section in _with_sector_sections(page.lead, page.sections)]


def title_id(page: Page) -> str:
    """Return the id of the title of *page*, which nothing else on the page has."""
    name = slug(page.meta.title)
    taken = {section.id for section in all_sections(page.lead, page.sections)} | {*former_places.former_ids(page)}
    return f"{name}_1" if name in taken else name


def _entry(section: Section, whole: str) -> Mapping[str, object]:
    below = _with_sector_sections(section.body, section.subsections)
    below += [each for part in section.tail for each in _sections_of(part)]
    title = str(unbroken(section.title, whole))
    return {"titel": title, "id": section.id, "onder": [_entry(each, whole) for each in below]}


def _with_sector_sections(parts: Sequence[Part], sections: Sequence[Section]) -> list[Section]:
    """Return *sections* after those that sectors put in *parts*, unless these stand there folded."""
    return [*(each for part in parts for each in _sections_of(part)), *sections]


def _sections_of(part: Part) -> Sequence[Section]:
    return part.sections if isinstance(part, SectorText) and not part.anchor else ()


def _heading(name: str, content: Markup | str, id_: str, where: str | None, class_: str | None = None) -> Markup:
    link = element("a", "¶", class_="headerlink", href=f"#{id_}", title=PERMALINK)
    return element(name, content, link, id=id_, class_=class_, data_bron=where)


@dataclass(frozen=True, slots=True)
class _Writer(Phrasing):
    html = WEBSITE
    page_: Page
    variant: Variant
    provenance: Provenance
    papers: Sequence[Paper] = ()
    explained: set[tuple[str, str]] = field(default_factory=set)  # the kinds of marks, by what is folded around them
    folded: list[str] = field(default_factory=lambda: [""])  # the sectors whose folded text is around what is written
    above: list[str] = field(default_factory=list)  # the titles of the page and the sections around what is written

    @property
    def whole(self) -> str:
        return self.variant.identity.unbroken

    # --- what stands below each other ---------------------------------------------------------------------------------

    def page(self) -> Iterator[Markup]:
        page = self.page_
        self.above.append(page.meta.title)
        yield from (element("span", id=name) for name in former_places.former_ids(page))
        yield from self.parts(page.lead)
        yield from self.documents("")
        if page.lead:
            yield from self.links(page.lead[0].origin)
        for section in page.sections:
            yield from self.section(section)
        if page.footnotes:
            items = (self.footnote(note) for note in page.footnotes)
            yield element("div", element("hr"), element("ol", *items), class_="footnote")

    def section(self, section: Section) -> Iterator[Markup]:
        heading = self.run(section.heading)
        if section.mark:
            heading = Markup(" ").join((heading, self.mark(section.mark)))
        card = f"lr-{section.card}" if section.card else None
        yield _heading(f"h{section.level}", heading, section.id, _where(section), card)
        self.above.append(section.title)
        yield from self.parts(section.body)
        yield from self.documents(section.id)
        if section.level == TOP_LEVEL:
            yield from self.links(section.origin, section)
        for below in section.subsections:
            yield from self.section(below)
        yield from self.parts(section.tail)
        self.above.pop()

    def parts(self, parts: Sequence[Part]) -> Iterator[Markup]:
        def file(part: Part) -> object:
            return part if isinstance(part, SectorText) else part.origin.path

        for _, run in groupby((part for part in parts if not isinstance(part, Slot)), key=file):
            blocks = list(run)
            if isinstance(blocks[0], SectorText):
                yield self.sector_text(blocks[0])
            else:
                inside = (self.block(block) for block in blocks if not isinstance(block, SectorText))
                yield element("div", lines(*inside), data_bron=_where(blocks[0]))

    def sector_text(self, part: SectorText) -> Markup:
        """Return *part*, in a frame; folded, and to be chosen by its sector, where all sectors stand together."""
        is_line = not part.body and not part.sections  # one line that says it all
        is_folded = bool(part.anchor) and not is_line
        self.folded.append(part.sector if is_folded else self.folded[-1])
        pieces = [*self.opening(part, label="summary" if is_folded else "p"), *self.parts(part.body)]
        for section in part.sections:
            pieces += self.section(section)
        pieces += self.links(part.origin)
        self.folded.pop()
        look = "lr-sector"
        if part.anchor:
            colour = next((each.colour for each in self.variant.gathered if each.slug == part.sector), "")
            look += f" lr-variant lr-variant--{colour or NO_COLOUR}"
        named = {"id": part.anchor or None, "data_sector": part.sector if part.anchor else None}
        if is_line:
            return element("div", lines(*pieces), class_=look, **named)
        pieces.append(element("p", f"Einde van het stuk voor {part.name}.", class_="lr-hoorbaar"))
        role, name = (None, None) if is_folded else ("group", sector_mark.label(part))
        container = "details" if is_folded else "div"
        return element(container, lines(*pieces), class_=look, **named, role=role, aria_label=name)

    def documents(self, name: str) -> Iterator[Markup]:
        """Yield where to get the documents to fill in that begin with section *name* of the page ('' for all of it)."""
        up = from_page(self.page_.path, self.variant)
        for paper in self.papers:
            if paper.name == name:
                heard = element("span", f": {paper.title}", class_="lr-hoorbaar")
                links = (element("a", KIT[ending], heard, href=f"{up}{file}") for ending, file in paper.files.items())
                yield element("p", "Om in te vullen: ", Markup(" · ").join(links), class_="lr-kit")

    def links(self, origin: Origin, section: Section | None = None) -> Iterator[Markup]:
        links = []
        if self.provenance.repository:
            href = f"{self.provenance.repository}/edit/main/{quote(str(origin.path))}#L{origin.line}"
            links.append(element("a", "Verbeter dit stuk", href=href))
            if section and self.variant.sector and self.page_.sector is None:
                said = f"Vul aan voor mijn {self.variant.identity.audience.one}"
                links.append(element("a", said, href=self.addition(section)))
        if section and (href := feedback.address(self.variant, self.page_, section, self.provenance.repository)):
            links.append(element("a", "Meld hoe het bij jou loopt", href=href))
        if links:
            yield element("p", Markup(" · ").join(links), class_="lr-verbeter")

    def addition(self, section: Section) -> str:
        path = self.page_.path
        name = f"{str(path).removesuffix('.md').replace('/', '--')}--{section.id}.md"
        words = urlencode({"filename": name, "value": f"---\ndoel: {path}#{section.id}\nbewerking: einde\n---\n"})
        return f"{self.provenance.repository}/new/main/overlays/{self.variant.slug}?{words}"

    def footnote(self, note: Footnote) -> Markup:
        """Return *note* with one way back: to the first of its marks (notes.js: to the mark that was followed)."""
        href, title = f"#{_mark_id(note.number, 1)}", f"Terug naar noot {note.number} in de tekst"
        back = element("a", "↩ terug", class_="footnote-backref", href=href, title=title)
        return element("li", element("p", self.run(note.content), " ", back), id=f"fn:bron-{note.number}")

    # --- blocks -------------------------------------------------------------------------------------------------------

    def sign(self, *, ticked: bool) -> Markup:
        return element("input", type="checkbox", disabled=True, checked=ticked) + text(" ")

    def table(self, table: Table) -> Markup:
        """Return *table*, named by the title above it; where there is more to a row, its first cell is its header."""
        head = element("thead", self.row(table.head, table.align, ["col"] * len(table.align)))
        scopes = ["row" if len(table.align) > 1 else "", *[""] * (len(table.align) - 1)]
        names = [_announced(words(cell)) if len(table.align) >= STACKED else "" for cell in table.head.cells]
        body = element("tbody", lines(*(self.row(row, table.align, scopes, names) for row in table.rows)))
        return element("table", lines(head, body), aria_label=self.above[-1] or None)

    def row(self, row: Row, align: Sequence[str], scopes: Sequence[str], names: Sequence[str] | None = None) -> Markup:
        """Return *row*; on a phone, where cells stand below each other, each says the *names* of its column."""
        named = names or [""] * len(scopes)
        cells = (
            element(
                "th" if scope else "td",
                self.run(cell),
                scope=scope or None,
                align=side or None,
                data_kop=None if scope else name or None,
            )
            for cell, scope, side, name in zip(row.cells, scopes, align, named, strict=True)
        )
        return element("tr", lines(*cells))

    def drawing(self, figure: Figure) -> Markup:
        return figures.draw(figure, figures.SCREEN, self.address)

    # --- words --------------------------------------------------------------------------------------------------------

    def language(self, code: str) -> Mapping[str, str]:
        return {"lang": code}

    def pointer(self, inline: Inline) -> Markup:
        match inline:
            case Note():
                return self.note(inline)
            case Mark():
                return self.mark(inline)
            case TermLink():
                href = f"{self.way(content_paths.GLOSSARY_PAGE)}#{inline.key}"
                said = self.spoken(inline.text, inline.language)  # the title around it is not in that language
                return element("a", said, class_="lr-begrip", href=href, title=inline.meaning)
            case Link():
                href = self.address(inline.href)
                return element("a", self.run(inline.content), href=href, title=inline.title or None)
            case Image():
                target = posixpath.normpath(self.page_.path.parent / inline.href)
                return element("img", alt=inline.text, src=_relative(target, page_url(self.page_.path)))
        raise unfilled(inline)

    def note(self, note: Note) -> Markup:
        link = element("a", str(note.number), class_="footnote-ref", href=f"#fn:bron-{note.number}")
        return self.unchecked(note, element("sup", link, id=_mark_id(note.number, note.time)))

    def mark(self, mark: Mark) -> Markup:
        """Return a tag; its brackets are there for who hears the page, or copies it.

        The first of its kind on a page leads to what it means: more links would cost the keyboard a stop each. Who does
        not unfold the text of a sector does not see the first in it.
        """
        spoken, end = (element("span", each, class_="lr-hoorbaar") for each in ("(merk: ", ")"))
        inside = Markup().join((spoken, mark_words(mark), end))
        look = f"lr-merk lr-merk--{mark.kind}"
        seen = {("", mark.kind), (self.folded[-1], mark.kind)} & self.explained
        if seen or not self.explains:
            return element("span", inside, class_=look)
        self.explained.add((self.folded[-1], mark.kind))
        path, name = MEANINGS
        return element("a", inside, class_=look, href=f"{self.way(path)}{_fragment(name)}")

    @property
    def explains(self) -> bool:
        """Whether the variant has a section that explains the marks, on another page."""
        path, name = MEANINGS
        pages = (page for page in self.variant.pages if page.path == path and page.path != self.page_.path)
        return any(section.id == name for page in pages for section in all_sections(page.lead, page.sections))

    def address(self, href: str) -> str:
        match addresses.read(href):
            case addresses.Web(url=url):
                return url
            case addresses.Elsewhere(slug=other, page=path, name=name):
                folder = "" if other == CORE else f"{other}/"
                way = f"{from_page(self.page_.path, self.variant)}{folder}{page_url(path)}"
                return f"{way or './'}{_fragment(name)}"
            case addresses.Inside(page="", name=name):
                return _fragment(name)
            case addresses.Inside(page=page, name=name):
                path = PurePosixPath(posixpath.normpath(self.page_.path.parent / page))
                return f"{self.way(path)}{_fragment(name)}"
        message = f"the address '{href}' may not stand in a text"
        raise ValueError(message)

    def way(self, path: PurePosixPath) -> str:
        """Return the address of the page *path* as a link on this page has it."""
        return _relative(page_url(path), page_url(self.page_.path), folder=True)


def _announced(name: str) -> str:
    return name if name.endswith(("?", "!", ":", "…")) or not name.strip() else f"{name}:"


def _relative(target: str, start: str, *, folder: bool = False) -> str:
    way = posixpath.relpath(target or ".", start or ".")
    return quote(f"{way}/" if folder else way)


def _fragment(name: str) -> str:
    return f"#{quote(name)}" if name else ""


def _where(node: Part | Section) -> str:
    return f"{node.origin.path}:{node.origin.line}"


def _mark_id(number: int, time: int) -> str:
    return f"fnref{time if time > 1 else ''}:bron-{number}"
