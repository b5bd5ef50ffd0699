"""Lists: with bullets, with numbers, with boxes to tick, and of terms."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.html import HtmlElement

from draaiboek.forms.pdf import tree, typst_code
from draaiboek.forms.pdf.traversal import Handler, Walk, body, kept, run_in, show

_NUMBERS = {"1": "1.", "a": "a.", "A": "A.", "i": "i.", "I": "I."}


def _bullets(element: HtmlElement, walk: Walk) -> str:
    items = _items(element)
    tight = typst_code.flag(on=_is_tight(items))
    if any(_mark(item) != "bullet" for item in items):
        kinds = typst_code.array([typst_code.literal(_mark(item)) for item in items])
        return typst_code.call("checklist", kinds, *_bodies(element, walk), tight=tight)
    return typst_code.call("list", *_bodies(element, walk), tight=tight)


def _numbers(element: HtmlElement, walk: Walk) -> str:
    options = {"tight": typst_code.flag(on=_is_tight(_items(element)))}
    start = element.get("start", "1")
    if start != "1" and start.isdecimal():
        options["start"] = start
    if element.get("type") in _NUMBERS:
        options["numbering"] = typst_code.literal(_NUMBERS[element.get("type", "1")])
    bodies = zip(tree.children(element), _bodies(element, walk), strict=True)
    return typst_code.call("enum", *(_numbered(item, text) for item, text in bodies), **options)


def _numbered(item: HtmlElement, text: str) -> str:
    """Return *text* with the number that *item* gives itself, if it does."""
    value = item.get("value", "")
    return typst_code.call("enum.item", value, text) if value.isdecimal() else text


def _terms(element: HtmlElement, walk: Walk) -> str:
    """Return a list of terms; several terms with one description, and the other way round, are kept together."""
    items: list[tuple[list[str], list[str]]] = []
    for child in _unwrapped(element):
        if child.tag == "dt":
            if not items or items[-1][1]:
                items.append(([], []))
            items[-1][0].append(body(child, walk))
        elif child.tag == "dd" and items:
            items[-1][1].append(run_in(child, walk))
        else:
            return show(child, walk)
    return typst_code.call("terms", *(_term(names, texts) for names, texts in items))


def _term(names: list[str], texts: list[str]) -> str:
    name = typst_code.join([part for item in names for part in ("linebreak()", item)][1:])
    text = typst_code.join([part for item in texts for part in ("parbreak()", item)][1:])
    return typst_code.call("terms.item", name, text)


def _unwrapped(element: HtmlElement) -> list[HtmlElement]:
    """Return the parts of a list of terms, also where each pair stands in a div."""
    return [
        part for child in tree.children(element) for part in (tree.children(child) if child.tag == "div" else [child])
    ]


def _items(element: HtmlElement) -> list[HtmlElement]:
    return [child for child in tree.children(element) if child.tag == "li"]


def _bodies(element: HtmlElement, walk: Walk) -> list[str]:
    return [
        kept(child, body(child, walk)) if child.tag == "li" else show(child, walk) for child in tree.children(element)
    ]


def _is_tight(items: list[HtmlElement]) -> bool:
    return not any(child.tag == "p" for item in items for child in tree.children(item))


def _mark(item: HtmlElement) -> str:
    """Return which mark *item* has; boxes of nested lists are not its own."""
    for box in item.iter("input"):
        owner = next(parent for parent in box.iterancestors("li"))
        if owner is item and box.get("type") == "checkbox":
            return "ticked" if box.get("checked") is not None else "open"
    return "bullet"


def _input(element: HtmlElement, walk: Walk) -> str:
    """Return nothing for the box of a list item, which the list draws."""
    if element.get("type") == "checkbox" and next(element.iterancestors("li"), None) is not None:
        return typst_code.EMPTY
    return walk.report(
        element, "HT006", "het element <input> kan niet in de pdf", "Schrijf een takenlijst als '- [ ] taak'."
    )


HANDLERS: Mapping[str, Handler] = {"dl": _terms, "input": _input, "ol": _numbers, "ul": _bullets}
