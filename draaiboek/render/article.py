"""A composed page as the HTML of its article: one function per kind of node.

The website and the zip contain the same HTML; PDF and EPUB are made from the same tree (`forms`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import groupby
from pathlib import PurePosixPath
from urllib.parse import quote

from markupsafe import Markup

from draaiboek.base.git_host import MAIN, web_editor
from draaiboek.base.model import (
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
from draaiboek.content import addresses, content_paths, former_places
from draaiboek.render import feedback, figures
from draaiboek.render.around import MEANINGS, Around
from draaiboek.render.html import WEBSITE, element, lines, text
from draaiboek.render.layout import page_url, site_folder
from draaiboek.render.phrasing import Phrasing, mark_words, unfilled

# The attributes that mark the title and the text on a page (theme/partials/content.html).
TITLE = "data-titel"
MARK = "data-artikel"
PERMALINK = "Rechtstreekse link naar deze tekst"
TOP_LEVEL = 2
NO_COLOUR = "geen"
STACKED = 3  # from this number of columns, cells are stacked on a phone (tables.css),
LONG = 60  # and so are two columns of which the first has a cell of more characters than this


def article(page: Page, shown: Around) -> Markup:
    """Return the text of *page* without its title, as one HTML element; *shown* is what it shows of its site."""
    return _written(page, shown).html


_SELDOM = ("up", "colours")  # they differ between most sites, but few articles show them


@dataclass(frozen=True, slots=True)
class _Written:
    """The article of *page* for a site with the values *shown*; *asked* says which of `_SELDOM` it actually used."""

    page: Page
    shown: Around
    html: Markup
    asked: AbstractSet[str]

    def serves(self, other: Around) -> bool:
        unseen = {name: getattr(self.shown, name) for name in _SELDOM if name not in self.asked}
        return replace(other, **unseen) == self.shown


Ahead = Sequence[tuple[int, str, AbstractSet[str]]]
"""Articles written by a copy of this process: the number of the page, the HTML, and which of `_SELDOM` it used."""


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles that were written before, for reuse: most articles are the same in most sites."""

    _written: dict[int, list[_Written]] = field(default_factory=dict)

    def of(self, page: Page, shown: Around) -> Markup:
        """Return the `article` of *page*."""
        known = self._written.setdefault(id(page), [])  # the list keeps the page alive, so its id() stays unique
        found = next((each for each in known if each.serves(shown)), None)
        if found is None:
            found = _written(page, shown)
            known.append(found)
        return found.html

    def ahead(self, pages: Sequence[tuple[Page, Around]]) -> Ahead:
        """Return the articles of *pages*, for a copy of this process to hand to its parent (`take`)."""
        made = []
        for number, (page, shown) in enumerate(pages):
            known = self._written.setdefault(id(page), [])
            before = len(known)
            html = self.of(page, shown)
            if len(known) > before:
                made.append((number, str(html), known[-1].asked))
        return made

    def take(self, pages: Sequence[tuple[Page, Around]], made: Ahead) -> None:
        """Add the articles that a copy of this process *made* of the same *pages*."""
        for number, html, asked in made:
            page, shown = pages[number]
            self._written.setdefault(id(page), []).append(_Written(page, shown, Markup(html), asked))  # noqa: S704  # ours


def _written(page: Page, shown: Around) -> _Written:
    writer = _Writer(page, shown)
    html = element("div", "\n", lines(*writer.page()), "\n", class_="lr-tekst", data_artikel="")
    return _Written(page, shown, html, writer.asked)


def _heading(name: str, content: Markup | str, id_: str, where: str | None, class_: str | None = None) -> Markup:
    link = element("a", "¶", class_="headerlink", href=f"#{id_}", title=PERMALINK)
    return element(name, content, link, id=id_, class_=class_, data_bron=where)


@dataclass(frozen=True, slots=True)
class _Writer(Phrasing):
    html = WEBSITE
    page_: Page
    shown: Around
    explained: set[tuple[str, str]] = field(default_factory=set)  # kinds of marks, by the folded sector around them
    folded: list[str] = field(default_factory=lambda: [""])  # stack: the sectors whose folded text is being written
    asked: set[str] = field(default_factory=set)
    above: list[str] = field(default_factory=list)  # stack: the titles of the page and the sections being written

    @property
    def whole(self) -> Sequence[str]:
        return self.shown.whole

    # --- the structure of a page --------------------------------------------------------------------------------------

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
        """Return *part* in a frame; where all sectors are together it is folded, so that readers can select."""
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
            look += f" lr-variant lr-variant--{dict(self.colours).get(part.sector) or NO_COLOUR}"
        named = {"id": part.anchor or None, "data_sector": part.sector if part.anchor else None}
        if is_line:
            return element("div", lines(*pieces), class_=look, **named)
        pieces.append(element("p", f"Einde van het stuk voor {part.name}.", class_="lr-hoorbaar"))
        role, name = (None, None) if is_folded else ("group", sector_mark.label(part))
        container = "details" if is_folded else "div"
        return element(container, lines(*pieces), class_=look, **named, role=role, aria_label=name)

    def documents(self, name: str) -> Iterator[Markup]:
        """Yield links to the documents that begin with section *name* of the page ('' for the whole page)."""
        for paper in self.shown.papers:
            if paper.name == name:
                heard = [element("span", f": {paper.title}", class_="lr-hoorbaar")] if paper.use else []
                links = (element("a", said, *heard, href=f"{self.up}{file}") for said, file in paper.files.items())
                yield element("p", paper.use, Markup(" · ").join(links), class_="lr-kit")

    def links(self, origin: Origin, section: Section | None = None) -> Iterator[Markup]:
        variant, repository = self.shown.asking, self.shown.repository
        if variant is None:
            return
        links = []
        if repository:
            href = web_editor(repository, MAIN, str(origin.path), line=origin.line)
            links.append(element("a", "Verbeter dit stuk", href=href))
            if section and variant.sector and self.page_.sector is None:
                said = f"Vul aan voor mijn {variant.identity.audience.one}"
                links.append(element("a", said, href=self.addition(section, variant)))
        if section:
            href = feedback.address(variant, self.page_, section, repository)
            links.append(element("a", "Meld hoe het bij jou loopt", href=href))
        if links:
            yield element("p", Markup(" · ").join(links), class_="lr-verbeter")

    def addition(self, section: Section, variant: Variant) -> str:
        """Return the address at which a reader starts an overlay of the sector of *variant* after *section*."""
        page = self.page_.path
        file = content_paths.new_overlay(variant.slug, page, section.id)
        text = f"---\ndoel: {page}#{section.id}\nbewerking: einde\n---\n"
        return web_editor(self.shown.repository, MAIN, str(file), content=text)

    def footnote(self, note: Footnote) -> Markup:
        """Return *note* with one back link, to its first reference (notes.js: to the reference that was followed)."""
        href, title = f"#{_mark_id(note.number, 1)}", f"Terug naar noot {note.number} in de tekst"
        back = element("a", "↩ terug", class_="footnote-backref", href=href, title=title)
        return element("li", element("p", self.run(note.content), " ", back), id=f"fn:bron-{note.number}")

    # --- blocks -------------------------------------------------------------------------------------------------------

    def sign(self, *, ticked: bool) -> Markup:
        return element("input", type="checkbox", disabled=True, checked=ticked) + text(" ")

    def table(self, table: Table) -> Markup:
        """Return *table*, named by the title above it; when it has several columns, the first cell heads its row."""
        head = element("thead", self.row(table.head, table.align, ["col"] * len(table.align)))
        scopes = ["row" if len(table.align) > 1 else "", *[""] * (len(table.align) - 1)]
        names = [_announced(words(cell)) if _is_stacked(table) else "" for cell in table.head.cells]
        if len(names) >= STACKED:
            names[0] = ""  # what each card is about needs no name
        body = element("tbody", lines(*(self.row(row, table.align, scopes, names) for row in table.rows)))
        return element("table", lines(head, body), aria_label=self.above[-1] or None)

    def row(self, row: Row, align: Sequence[str], scopes: Sequence[str], names: Sequence[str] | None = None) -> Markup:
        """Return *row*; on a phone, where cells are stacked, each shows its column's name from *names*."""
        named = names or [""] * len(scopes)
        cells = (
            element(
                "th" if scope else "td",
                self.run(cell),
                scope=scope or None,
                align=side or None,
                data_kop=name or None,
            )
            for cell, scope, side, name in zip(row.cells, scopes, align, named, strict=True)
        )
        return element("tr", lines(*cells))

    def drawing(self, figure: Figure) -> Markup:
        return figures.for_screens(figure, self.address)

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
                return element("a", self.part(inline.content), href=href, title=inline.title or None)
            case Image():
                target = str(addresses.beside(self.page_.path, inline.href))
                return element("img", alt=inline.text, src=_relative(target, page_url(self.page_.path)))
        raise unfilled(inline)

    def note(self, note: Note) -> Markup:
        link = element("a", str(note.number), class_="footnote-ref", href=f"#fn:bron-{note.number}")
        return self.unchecked(note, element("sup", link, id=_mark_id(note.number, note.time)))

    def mark(self, mark: Mark) -> Markup:
        """Return a tag, with brackets for whoever hears the page or copies it.

        Only the first of its kind on a page links to its meaning: more links would cost keyboard users a tab stop each.
        A sector's folded text has a first of its own, because a reader may not unfold the others.
        """
        spoken, end = (element("span", each, class_="lr-hoorbaar") for each in ("(merk: ", ")"))
        inside = Markup().join((spoken, mark_words(mark), end))
        look = f"lr-merk lr-merk--{mark.kind}"
        seen = {("", mark.kind), (self.folded[-1], mark.kind)} & self.explained
        if seen or not self.shown.explains:
            return element("span", inside, class_=look)
        self.explained.add((self.folded[-1], mark.kind))
        path, name = MEANINGS
        return element("a", inside, class_=look, href=f"{self.way(path)}{_fragment(name)}")

    def address(self, href: str) -> str:
        match addresses.read(href):
            case addresses.Web(url=url):
                return url
            case addresses.Elsewhere(slug=other, page=path, name=name):
                way = f"{self.up}{site_folder(other)}{page_url(path)}"
                return f"{way or './'}{_fragment(name)}"
            case addresses.Inside(page="", name=name):
                return _fragment(name)
            case addresses.Inside(page=page, name=name):
                return f"{self.way(addresses.beside(self.page_.path, page))}{_fragment(name)}"
        message = f"the address '{href}' may not stand in a text"
        raise ValueError(message)

    @property
    def up(self) -> str:
        self.asked.add("up")
        return self.shown.up

    @property
    def colours(self) -> tuple[tuple[str, str], ...]:
        self.asked.add("colours")
        return self.shown.colours

    def way(self, path: PurePosixPath) -> str:
        """Return the address of the page *path*, relative to this page."""
        return _relative(page_url(path), page_url(self.page_.path), folder=True)


def _is_stacked(table: Table) -> bool:
    """Return whether the cells of a row of *table* stand below each other on a phone."""
    longest = max((len(words(row.cells[0])) for row in table.rows), default=0)
    return len(table.align) >= STACKED or (len(table.align) > 1 and longest > LONG)


def _announced(name: str) -> str:
    return name if name.endswith(("?", "!", ":", "…")) or not name.strip() else f"{name}:"


@cache  # pages link to few others, and every link needs it
def _relative(target: str, start: str, *, folder: bool = False) -> str:
    way = posixpath.relpath(target or ".", start or ".")
    return quote(f"{way}/" if folder else way)


def _fragment(name: str) -> str:
    return f"#{quote(name)}" if name else ""


def _where(node: Part | Section) -> str:
    return f"{node.origin.path}:{node.origin.line}"


def _mark_id(number: int, time: int) -> str:
    return f"fnref{time if time > 1 else ''}:bron-{number}"
