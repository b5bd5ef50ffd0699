"""Inlines as Typst: words, links, footnotes, pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from draaiboek.base.model import (
    Blank,
    Break,
    Call,
    Changed,
    Code,
    Emphasis,
    Foreign,
    Image,
    Inline,
    Link,
    Mark,
    Note,
    Script,
    Strong,
    TermLink,
    Text,
)
from draaiboek.content import addresses
from draaiboek.forms.book_links import InBook, OnTheWeb
from draaiboek.forms.pdf import typst_code, words
from draaiboek.forms.pdf.links import is_named_by, is_said_by, label, typed
from draaiboek.forms.pdf.plan import said_at, taken_along
from draaiboek.forms.pdf.walk import NoteMark, Place, Walk
from draaiboek.render.layout import page_url
from draaiboek.render.phrasing import UNCHECKED, mark_words
from draaiboek.render.typography import printed, printed_text

UNKNOWN = "na-te-gaan"
_LEAP = 3  # headings, which is about half a page
_EDGE = Break()
_ENDS = " \n"
_LINE_END = re.compile(r"[ \t\r\f]*\n[ \t\r\f]*")
_SPACES = re.compile(r"[ \t\r\f]+")
_BOUND = "\u00a0"
_MAY_WRAP = 36  # characters: a line from this length may be broken
_RUNT = re.compile(r" (?=[^\s]{1,11}\s*$)")  # the space before a last word that would look lost on a line by itself


def phrase(content: Sequence[Inline], walk: Walk, place: Place = Place.TEXT) -> str:
    """Return *content*, the whole of a paragraph, a heading, a cell or a note, as one expression.

    Its last word does not get a line to itself, unless it is long; cells are too narrow to ensure that.
    """
    shown = printed(content)
    if place is not Place.CELL and len(words.said(content)) > _MAY_WRAP:
        shown = _without_runt(shown)
    return typst_code.join(_parts((_EDGE, *shown, _EDGE), walk, place)[1:-1])


def _without_runt(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return *content* with its last word bound to the previous one, where both are plain text."""
    for at in range(len(content) - 1, -1, -1):
        match content[at]:
            case Note():
                continue
            case Text(text=text):
                return (*content[:at], Text(_RUNT.sub(_BOUND, text)), *content[at + 1 :])
        break
    return content


def picture(image: Image, walk: Walk, *, function: str) -> str:
    """Return *image* as an argument of *function*."""
    file = walk.binding.files.get(str(addresses.beside(walk.page.path, image.href)))
    if file is None:
        hint = "Zet het beeld in de map van de pagina's."
        walk.report(image.origin, f"het beeld '{image.href}' is er niet", hint)
        return typst_code.EMPTY
    shown = typst_code.call("image", typst_code.literal(file), alt=typst_code.literal(image.text.strip()))
    return typst_code.call(function, shown)


def last_words(walk: Walk) -> str:
    """Return the marker that the last words of the page begin here."""
    url = page_url(walk.page.path)
    return typst_code.call("last-words", typst_code.literal(url), taken_along(url))


def mark(mark: Mark) -> str:
    """Return *mark* as a tag: a quiet one, unless it says that something could not be verified (and what)."""
    look = "quiet-tag" if mark.kind != UNKNOWN else "long-tag" if mark.about else "tag"
    return typst_code.call(look, typst_code.literal(mark_words(mark)))


def _tag(said: str) -> str:
    return typst_code.call("tag", typst_code.literal(said))


def _run(content: Sequence[Inline], walk: Walk, place: Place) -> str:
    return typst_code.join(_parts(content, walk, place))


def _parts(content: Sequence[Inline], walk: Walk, place: Place) -> list[str]:
    parts = []
    around = (None, *content, None)
    for before, each, after in zip(around, content, around[2:], strict=False):
        if isinstance(each, Text):
            parts.append(_text(each.text, before, after, place))
        else:
            adjoins = isinstance(each, Note) and isinstance(before, Note) and not before.unchecked
            shown = _inline(each, walk, place)
            parts.append(typst_code.join(["note-comma", shown]) if adjoins else shown)
    return parts


def _text(text: str, before: Inline | None, after: Inline | None, place: Place) -> str:
    """Return plain words with white space collapsed as browsers do; a mark stays on the line of what it is about."""
    text = _SPACES.sub(" ", _LINE_END.sub("\n", text))
    text = text.lstrip(_ENDS) if isinstance(before, Break) else text
    text = text.rstrip(_ENDS) if isinstance(after, Break) else text
    if isinstance(after, Mark) and place is not Place.CELL:  # cells are too narrow for that
        text = text.rstrip(_ENDS) + _BOUND
    match place:
        case Place.TEXT:
            return typst_code.text(text)
        case Place.NOTE:
            return typst_code.text(text.replace("\n", " "))
        case Place.HEADING | Place.CELL:  # a table decides for all its words whether they may be hyphenated
            return typst_code.still(text.replace("\n", " "))


def _inline(inline: Inline, walk: Walk, place: Place) -> str:
    match inline:
        case Emphasis() | Strong() | Script():
            return _wrapped(_look_of(inline), inline.content, walk, place)
        case Foreign(text=text, language=language):
            return _foreign(_text(text, None, None, place), language)
        case Changed():
            return _changed(inline, walk, place)
        case Code() | Blank() | Break():
            return _plain(inline, place)
    return _pointer(inline, walk, place)


def _plain(inline: Code | Blank | Break, place: Place) -> str:
    match inline:
        case Code(text=text):
            return typst_code.call("code", typst_code.literal(text))
        case Blank(about=about):
            return typst_code.text(f"({about})")
    return typst_code.next_line("linebreak()") if place is Place.TEXT else "linebreak()"


def _pointer(inline: Inline, walk: Walk, place: Place) -> str:
    match inline:
        case Note():
            return _note(inline, walk, place)
        case Mark():
            return mark(inline)
        case Image():
            return picture(inline, walk, function="small-picture")
        case Link():
            return _link(inline, walk, place)
        case TermLink():
            # No link: there are many, and the book contains a list of terms.
            return _foreign(_text(inline.text, None, None, place), inline.language)
        case Call(number=number):
            return typst_code.call("outside", typst_code.literal(f"tel:{number}"), typst_code.literal(number))
    message = f"a {type(inline).__name__} was not filled in"
    raise ValueError(message)


def _foreign(shown: str, language: str) -> str:
    """Return *shown* as words in *language*, which the tags of the PDF say too; '' is the language of the book."""
    if not language:
        return shown
    return typst_code.call("text", shown, lang=typst_code.literal(language), region="none")  # not English as in Belgium


def _look_of(inline: Emphasis | Strong | Script) -> str:
    match inline:
        case Emphasis():
            return "emph"
        case Strong():
            return "strong"
    return "super" if inline.raised else "sub"


def _wrapped(function: str, content: Sequence[Inline], walk: Walk, place: Place) -> str:
    shown = _run(content, walk, place)
    return typst_code.call(function, shown) if shown != typst_code.EMPTY else shown


def _changed(changed: Changed, walk: Walk, place: Place) -> str:
    """Return inserted or deleted words; a label says which, for print without colour and for screen readers."""
    label = words.ADDED if changed.added else words.STRUCK
    shown = _wrapped("inserted" if changed.added else "deleted", changed.content, walk, place)
    before, after = (typst_code.call("small", typst_code.literal(each)) for each in (label, "]"))
    return typst_code.join([before, typst_code.literal(" "), shown, after])


# --- links ------------------------------------------------------------------------------------------------------------


def _link(link: Link, walk: Walk, place: Place) -> str:
    shown = _address(link, place) or _run(link.content, walk, place)
    match walk.binding.links.resolve(link.href, walk.page.path):
        case OnTheWeb(url=url, page=PurePosixPath() as page) if page in walk.binding.elsewhere:
            return _elsewhere(url, InBook(page, unquote(urlsplit(url).fragment)), link, shown, walk, place)
        case OnTheWeb(url=url):
            return _outside(url, shown, words.said(link.content), walk, place)
        case InBook(page=page, name=name) if label(page, name) in walk.binding.labels:
            says_page = _says_page(InBook(page, name), walk, place)
            look = "far" if says_page else "noted-inside" if place is Place.NOTE else "inside"
            return typst_code.call(look, typst_code.literal(label(page, name)), shown)
        case InBook(page=page, name=name) as target if page in walk.binding.elsewhere:
            url = walk.binding.links.on_the_web(page, name, walk.binding.links.slug).url
            return _elsewhere(url, target, link, shown, walk, place)
    hint = "Link naar een pagina en een id van het draaiboek, of naar een adres met https://."
    walk.report(link.origin, f"de link '{link.href}' heeft geen doel in het boek", hint)
    return typst_code.EMPTY


def _address(link: Link, place: Place) -> str:
    """Return the words of *link* as an address, broken as one, if they are its address; otherwise ''.

    A heading is not expected to contain an address, and a cell has no room for every piece of one.
    """
    match link.content:
        case (Text(text=text),) if place in {Place.TEXT, Place.NOTE} and text.split() == [text]:
            return typst_code.call("web", typst_code.literal(text)) if is_said_by(text, link.href) else ""
    return ""


def _outside(url: str, shown: str, said: str, walk: Walk, place: Place) -> str:
    """Return a link out of the book, followed by its address if it is the first on the page and its words are not it.

    Headings are repeated in the contents, and print no addresses.
    """
    link = typst_code.call("noted" if place is Place.NOTE else "outside", typst_code.literal(url), shown)
    known = place is Place.HEADING or is_said_by(said, url) or url in walk.printed or not walk.binding.prints(url)
    if known:
        return link
    walk.printed.add(url)
    narrow = {"narrow": "true"} if place is Place.CELL else {}
    return typst_code.join([link, typst_code.call("address", typst_code.literal(typed(url)), **narrow)])


def _elsewhere(url: str, target: InBook, link: Link, shown: str, walk: Walk, place: Place) -> str:
    """Return a link to a *target* outside this book, which print names: once after each heading."""
    title = walk.binding.elsewhere[target.page]
    leads = f"{typst_code.OWN_SITE} + {typst_code.literal(url.removeprefix(walk.binding.links.home))}"
    if place in {Place.NOTE, Place.HEADING} or title in walk.leaps:
        return typst_code.call("elsewhere", leads, shown, typst_code.literal(""))
    walk.leaps.add(title)
    named = "" if is_named_by(words.said(link.content), title) else f", {printed_text(title)}"
    where = "de website" if (target.page, target.name) in walk.binding.unprinted else "het draaiboek"
    return typst_code.call("elsewhere", leads, shown, typst_code.literal(f" (zie {where}{named})"))


def _says_page(target: InBook, walk: Walk, place: Place) -> bool:
    """Return whether a link in *place* prints the page of *target*: the first after its heading, if it is a leap.

    Not in footnotes: there would be too many, in too little room.
    """
    name = label(target.page, target.name)
    if place not in {Place.TEXT, Place.CELL} or walk.binding.brief or name in walk.leaps:
        return False
    if target.page == walk.page.path and not _is_leap(target.name, walk):
        return False
    walk.leaps.add(name)
    return True


def _is_leap(name: str, walk: Walk) -> bool:
    """Return whether several headings lie between here and the section called *name* on the same page."""
    there, here = walk.order.get(name), walk.heading
    if there is None:
        return False
    return (there - here if there > here else here - there + 1) > _LEAP


# --- footnotes --------------------------------------------------------------------------------------------------------


def _note(note: Note, walk: Walk, place: Place) -> str:
    """Return a footnote: with its text the first time, then in short form, in case the text is on another page."""
    name = label(walk.home, f"fn:{note.number}")
    walk.marks.append(NoteMark(name, note.time, walk.roomy, walk.table, walk.kept))
    told = walk.page.footnotes[note.number - 1]
    target, number = typst_code.literal(name), str(note.number)
    if note.time > 1:
        text = phrase(told.short or told.content, walk, Place.NOTE)
        shown = typst_code.call("note-again", target, number, str(note.time), said_at(walk.marks[-1]), text)
    else:
        shown = typst_code.call("note", target, number, phrase(told.content, walk, Place.NOTE))
    if not note.unchecked:
        return shown
    space = " " if place is Place.CELL else _BOUND
    return typst_code.join([shown, typst_code.literal(space), _tag(UNCHECKED)])
