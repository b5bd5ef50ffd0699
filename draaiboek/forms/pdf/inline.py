"""The elements that stand in a line: emphasis, links, footnotes, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from lxml.html import HtmlElement

from draaiboek.forms.link_targets import Inside, Outside
from draaiboek.forms.pdf import line_numbers, tree, typst_code
from draaiboek.forms.pdf.links import is_said_by, label, typed
from draaiboek.forms.pdf.traversal import Handler, Walk, phrase, run_in

_TERM = "lr-begrip"
_SHORT = "lr-kort"  # a link whose address is not printed: there are many of them, and they differ little
_LEAP = 3  # headings, which is about half a page


def picture(element: HtmlElement, walk: Walk, *, function: str) -> str:
    """Return the picture *element* as a call of *function*, or as decoration when it says that it is."""
    source = element.get("src", "")
    file = walk.files.get(walk.links.file(source, walk.chapter.url))
    if file is None:
        return walk.report(
            element, "LK005", f"het beeld '{source}' is er niet", "Zet het beeld in de map van de pagina's."
        )
    if element.get("role") in {"presentation", "none"} or element.get("aria-hidden") == "true":
        return typst_code.call("decoration", typst_code.call("image", typst_code.literal(file)))
    words = element.get("alt", "").strip()
    if not words:
        hint = "Zeg tussen de vierkante haken wat er te zien is: ![Schema van de stappen](schema.svg)."
        return walk.report(element, "HT007", f"het beeld '{source}' heeft geen vervangtekst", hint)
    return typst_code.call(function, typst_code.call("image", typst_code.literal(file), alt=typst_code.literal(words)))


def _wrap(function: str) -> Handler:
    def handler(element: HtmlElement, walk: Walk) -> str:
        text = phrase(element, walk)
        return typst_code.call(function, text) if text != typst_code.EMPTY else text

    return handler


def _code(element: HtmlElement, _walk: Walk) -> str:
    return typst_code.call("code", typst_code.literal(element.text_content()))


def _span(element: HtmlElement, walk: Walk) -> str:
    text = phrase(element, walk)
    return typst_code.call("tag", text) if tree.CHECK in tree.classes(element) else text


def _break(_element: HtmlElement, _walk: Walk) -> str:
    return "linebreak()"


def _word_break(_element: HtmlElement, _walk: Walk) -> str:
    return typst_code.literal("\u200b")


def _picture(element: HtmlElement, walk: Walk) -> str:
    return picture(element, walk, function="small-picture")


def _link(element: HtmlElement, walk: Walk) -> str:
    text = phrase(element, walk)
    href = element.get("href")
    if href is None or text == typst_code.EMPTY:
        return text
    match walk.links.resolve(href, walk.chapter.url):
        case Inside(page, name):
            target = label(page, name)
            problem = walk.problem(element, "LK005", f"de link '{href}' heeft geen doel in het boek")
            walk.wanted.append((target, problem))
            return typst_code.call(
                "far" if _says_page(target, element, walk) else "inside", typst_code.literal(target), text
            )
        case Outside(address):
            return typst_code.join(
                [typst_code.call("outside", typst_code.literal(address), text), _address(address, element, walk)]
            )
        case None:
            return walk.report(
                element, "LK005", f"de link '{href}' kan niet in de pdf", "Gebruik een adres met https://."
            )


def _says_page(target: str, element: HtmlElement, walk: Walk) -> bool:
    """Whether the link *element* prints the page of *target*: the first in its section, when it is a leap.

    Not for terms, nor in footnotes and tables: too many of them, on too little room.
    """
    cramped = walk.titled or walk.brief or walk.noting or next(element.iterancestors("table"), None) is not None
    if cramped or _TERM in tree.classes(element) or (walk.heading, target) in walk.leaps:
        return False
    page, _, name = target.partition("#")
    if page == label(walk.chapter.url, "").removesuffix("#") and not _is_leap(name, element):
        return False
    walk.leaps.add((walk.heading, target))
    return True


def _is_leap(name: str, element: HtmlElement) -> bool:
    """Whether several headings stand between *element* and the element called *name* in the same chapter."""
    root = element.getroottree()
    headings = [each for each in root.iter() if each.tag in tree.HEADINGS or each.get("id") == name or each is element]
    here = headings.index(element)
    there = next((place for place, each in enumerate(headings) if each.get("id") == name), here)
    return abs(there - here) > _LEAP


def _address(address: str, element: HtmlElement, walk: Walk) -> str:
    """Return *address* in small type: for the first link to it in the chapter whose text is something else."""
    known = (walk.brief and address.startswith(walk.links.base)) or _SHORT in tree.classes(element)
    if known or walk.titled or is_said_by(tree.words(element), address) or address in walk.printed:
        return typst_code.EMPTY
    walk.printed.add(address)
    return typst_code.call("address", typst_code.literal(address), typst_code.literal(typed(address)))


def _raised(element: HtmlElement, walk: Walk) -> str:
    """Return a footnote where the element refers to one, else raised text."""
    reference = element.find("a")
    if reference is None or "footnote-ref" not in tree.classes(reference):
        return _wrap("super")(element, walk)
    previous = element.getprevious()
    adjoins = previous is not None and previous.get("id", "").startswith("fnref") and not (previous.tail or "").strip()
    name = unquote(reference.get("href", "")).removeprefix("#")
    text = typst_code.join(["note-comma" if adjoins else typst_code.EMPTY, _note(name, element, walk)])
    return typst_code.call("not-in-contents", text) if walk.titled else text


def _note(name: str, element: HtmlElement, walk: Walk) -> str:
    """Return the footnote *name*: with its text the first time, only its number after that."""
    target = typst_code.literal(label(walk.chapter.url, name))
    note = walk.notes.get(name)
    if note is None:
        return walk.report(element, "LK005", f"de voetnoot '{name.removeprefix('fn:')}' bestaat niet")
    if not walk.claim(name):
        return typst_code.call("note-again", target)
    outer = walk.nested, walk.titled, walk.tabled, walk.place
    walk.nested, walk.titled, walk.tabled, walk.noting = True, False, False, True
    walk.place = line_numbers.of(element) or walk.place
    text = run_in(note, walk)
    walk.nested, walk.titled, walk.tabled, walk.place = outer
    walk.noting = False
    return typst_code.call("note", target, text)


HANDLERS: Mapping[str, Handler] = {
    "a": _link,
    "br": _break,
    "code": _code,
    "img": _picture,
    "q": _wrap("quoted"),
    "span": _span,
    "sup": _raised,
    "wbr": _word_break,
    **dict.fromkeys(("b", "strong"), _wrap("strong")),
    **dict.fromkeys(("cite", "dfn", "em", "i", "var"), _wrap("emph")),
    **dict.fromkeys(("abbr", "label", "time", "u"), phrase),
    "del": _wrap("deleted"),
    "ins": _wrap("inserted"),
    "s": _wrap("strike"),
    "kbd": _wrap("key"),
    "mark": _wrap("marked"),
    "samp": _code,
    "small": _wrap("small"),
    "sub": _wrap("sub"),
}
