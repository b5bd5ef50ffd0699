"""A chapter as XHTML: the article of the website, every element of it from a closed table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Chapter, Origin
from draaiboek.forms.epub import notes, xhtml
from draaiboek.forms.epub.file_names import file_of, file_of_picture, id_of, way
from draaiboek.forms.link_targets import Addresses, Inside, Outside
from draaiboek.render import provenance

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOX = {False: ("☐", "Nog te doen"), True: ("☑", "Gedaan")}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a chapter, for the table of contents."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A chapter of an EPUB: *body* is its `<section>`, *pictures* are their places in the site.

    *wanted* are the files and ids that its links lead to, each with the problem that there is if nothing stands there.
    """

    title: str
    group: str
    file: str
    body: str
    ids: frozenset[str]
    headings: tuple[Heading, ...]
    pictures: frozenset[str]
    wanted: tuple[tuple[tuple[str, str], Diagnostic], ...]
    problems: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Walk:
    """One pass over one chapter; *place* is where the walk is in the editors' files."""

    chapter: Chapter
    addresses: Addresses
    files: Mapping[str, str]
    media: Mapping[str, bytes]
    file: str
    place: Origin
    ids: list[str] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    wanted: list[tuple[tuple[str, str], Diagnostic]] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    def problem(self, code: str, text: str, hint: str = "") -> Diagnostic:
        return Diagnostic(code, self.place, text, hint)

    def report(self, code: str, text: str, hint: str = "") -> None:
        self.problems.append(self.problem(code, text, hint))


def convert(chapter: Chapter, addresses: Addresses, files: Mapping[str, str], media: Mapping[str, bytes]) -> Converted:
    """Return *chapter* as XHTML.

    *files* are the files of the book's pages by address, *media* its pictures by their place in the site.
    """
    body = xhtml.parse(chapter.html)
    notes.move(body)
    walk = _Walk(chapter, addresses, files, media, file_of(chapter), provenance.of_page(body, chapter.path))
    for element in xhtml.elements(body):
        _visit(element, walk)
    headings = tuple(
        Heading(int(element.tag[1]), xhtml.words(element), element.get("id", ""))
        for element in xhtml.elements(body)
        if element.tag in _HEADINGS
    )
    _name(body, chapter, headings)
    return Converted(
        title=chapter.title,
        group=chapter.group,
        file=walk.file,
        body=xhtml.as_xml(body),
        ids=frozenset(walk.ids),
        headings=headings,
        pictures=frozenset(walk.pictures),
        wanted=tuple(walk.wanted),
        problems=tuple(walk.problems),
    )


def _visit(element: HtmlElement, walk: _Walk) -> None:
    """Make *element* fit for XHTML; one that is not in the table is a problem, never silently left out."""
    walk.place = provenance.marked(element) or walk.place
    if handler := _HANDLERS.get(element.tag):
        handler(element, walk)
    if element.tag not in xhtml.KEPT:
        hint = "Schrijf dit stuk in gewone Markdown, of vraag de beheerder om het element toe te voegen."
        walk.report("HT006", f"het element <{element.tag}> kan niet in de epub", hint)
    if name := element.get("id"):
        element.set("id", id_of(name))
        walk.ids.append(id_of(name))


def _link(element: HtmlElement, walk: _Walk) -> None:
    href = element.get("href")
    if href is None:
        return
    match walk.addresses.resolve(href, walk.chapter.url):
        case Inside(page, name):
            target = walk.files[page], id_of(name)
            element.set("href", way(*target, start=walk.file))
            walk.wanted.append((target, walk.problem("LK005", f"de link '{href}' heeft geen doel in de epub")))
        case Outside(address):
            element.set("href", address)
        case None:
            walk.report("LK005", f"de link '{href}' kan niet in de epub", "Gebruik een adres met https://.")


def _picture(element: HtmlElement, walk: _Walk) -> None:
    source = element.get("src", "")
    path = walk.addresses.file(source, walk.chapter.url)
    if path not in walk.media:
        walk.report("LK005", f"het beeld '{source}' is er niet", "Zet het beeld in de map van de pagina's.")
        return
    if not element.get("alt", "").strip():
        walk.report("HT007", f"het beeld '{source}' heeft geen vervangtekst")
    walk.pictures.add(path)
    element.set("src", way(file_of_picture(path), start=walk.file))


def _box(element: HtmlElement, _walk: _Walk) -> None:
    """Put a sign in the place of the box of a task: there is nothing to tick in a book."""
    if element.get("type") != "checkbox":
        return
    element.tag = "span"
    element.text, words = _BOX[element.get("checked") is not None]
    for name, value in {"class": "vakje", "role": "img", "aria-label": words}.items():
        element.set(name, value)


def _label(element: HtmlElement, _walk: _Walk) -> None:
    element.tag = "span"


def _cell(element: HtmlElement, _walk: _Walk) -> None:
    if align := element.get("align"):
        element.set("class", f"{element.get('class', '')} {align}".strip())
    if element.tag == "th":
        element.set("scope", "col" if next(element.iterancestors("thead"), None) is not None else "row")


_HANDLERS: Mapping[str, Callable[[HtmlElement, _Walk], None]] = {
    "a": _link,
    "img": _picture,
    "input": _box,
    "label": _label,
    "td": _cell,
    "th": _cell,
}


def _name(body: HtmlElement, chapter: Chapter, headings: tuple[Heading, ...]) -> None:
    """Say what *body* is, and what it is called."""
    body.set("epub-type", "chapter")
    body.set("role", "doc-chapter")
    title = next((heading.id for heading in headings if heading.level == 1), "")
    body.set(*(("aria-labelledby", title) if title else ("aria-label", chapter.title)))
