"""HTML by construction: elements and attributes from closed lists, and every word in them escaped (MarkupSafe).

Whatever an editor writes comes in as a `str` and is escaped; only what this module made is `Markup`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from markupsafe import Markup, escape

from draaiboek.render.typography import BEHIND_SEAM, printed_text

TEXT = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "ul", "ol", "li", "blockquote", "code", "strong", "em"}
    | {"sub", "sup", "a", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption"}
)
"""The elements of text in every form."""

# The same as `Markup(…)` for a str in a third of the time, because it does not look for `__html__` first.
_markup: Callable[[str], Markup] = partial(str.__new__, Markup)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary of one kind of HTML: its *elements*, its *empty* ones and how these end, and its *attributes*.

    Attributes are listed by the name that they have in a call.
    """

    elements: frozenset[str]
    empty: frozenset[str]
    attributes: Mapping[str, str]
    ending: str = ">"

    def element(self, name: str, *content: str, **attributes: str | bool | None) -> Markup:
        """Return element *name* around *content*; `class_` is the attribute class, `data_bron` is data-bron.

        An attribute that is None or False is left out, one that is True is written without a value. Raises ValueError
        for a name that is on no list.
        """
        if name not in self.elements and name not in self.empty:
            message = f"the element {name} is on no list"
            raise ValueError(message)
        start = f"<{name}"
        for key, value in attributes.items():
            start += self._attribute(key, value)
        if name in self.empty:
            return _markup(f"{start}{self.ending}")  # from the lists above, and escaped
        return _markup(f"{start}>{joined(content)}</{name}>")  # likewise

    def _attribute(self, key: str, value: str | bool | None) -> str:  # noqa: FBT001  # what a call may give
        if key not in self.attributes:
            message = f"the attribute {key} is on no list"
            raise ValueError(message)
        if value is None or value is False:
            return ""
        name = self.attributes[key]
        return f" {name}" if value is True else f' {name}="{escape(value)}"'


WEBSITE = Vocabulary(
    elements=TEXT | {"details", "summary"},
    empty=frozenset({"br", "hr", "img", "input"}),
    attributes={
        **{
            name: name
            for name in ("id", "title", "href", "src", "alt", "start", "align", "type", "scope", "role", "lang")
        },
        "class_": "class",
        "aria_label": "aria-label",
        "aria_current": "aria-current",
        "disabled": "disabled",
        "checked": "checked",
        "open": "open",
        "data_bron": "data-bron",
        "data_kop": "data-kop",
        "data_artikel": "data-artikel",
        "data_sector": "data-sector",
    },
)
element = WEBSITE.element


def text(words: str) -> Markup:
    """Return *words* as HTML."""
    return escape(words)


def typeset(words: str, whole: Sequence[str]) -> Markup:
    """Return plain *words*, such as a title, with the characters of print, as `unbroken` does."""
    return unbroken(printed_text(words), whole)


def unbroken(words: str, whole: Sequence[str]) -> Markup:
    """Return *words* as HTML in which no name of *whole* (the longest first) breaks at its hyphen.

    A very long compound may break where it is joined, in browsers that cannot hyphenate Dutch too. The soft hyphen is
    in the style sheet: so it is in no copied text, and in nothing that is searched or compared.
    """
    pieces = _any_of(tuple(whole)).split(words) if whole else [words]
    if len(pieces) == 1:
        return _seamed(words)
    return joined(
        element("span", each, class_="lr-heel") if at % 2 else _seamed(each) for at, each in enumerate(pieces)
    )


def _seamed(words: str) -> Markup:
    pieces = BEHIND_SEAM.split(words)
    if len(pieces) == 1:
        return escape(words)
    # Around words, because EPUB allows no empty element in a table of contents.
    return joined(element("span", each, class_="lr-naad") if at % 2 else each for at, each in enumerate(pieces))


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"({'|'.join(map(re.escape, names))})")


def lines(*pieces: Markup) -> Markup:
    """Return *pieces*, one per line."""
    return joined(pieces, "\n")


def joined(pieces: Iterable[str], between: str = "") -> Markup:
    """Return *pieces* concatenated; those that are not Markup are escaped.

    Like Markup's own `join`, in half the time: articles are made of a quarter of a million pieces.
    """
    return _markup(between.join([each if type(each) is Markup else escape(each) for each in pieces]))
