"""What editors type on a keyboard → the characters of typeset Dutch: curly quotes, dashes, no-break spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from draaiboek.base.dutch import MONTHS
from draaiboek.base.model import Changed, Code, Emphasis, Foreign, Inline, Link, Script, Strong, TermLink, Text

_OPENERS = " \u00a0\n\t([{\u2013\u2014/\u201c\u2018"
_ELIDED = re.compile(r"'(?=[stnkm]\b|\d\ds?\b)")  # 's morgens, 't, 'n, de jaren '90
_DASH = re.compile(r"(?<=\s)-(?=\s)")
_NUMBERED = re.compile(r"\d\.? | [\dIVX]")  # what the three below need; most texts have none
_HELD = re.compile(r"(?<![\w.])(art\.|nr\.|p\.|blz\.|§|[Bb]oek|[Ss]tap|[Aa]linea) (?=[\dIVX])")
_COUNTED = re.compile(r"\A(\d\d?\.) (?=\S)")  # 9. Terugkoppeling
_DAY = re.compile(rf"(?<!\d)(\d\d?) (?=(?:{'|'.join(MONTHS)})\b)")
_APOSTROPHE, _CLOSING, _OPENING = "\u2019", "\u201d", "\u201c"
_SINGLE_OPENING = "\u2018"
BEHIND_SEAM = re.compile(r"(?<=ings|eids|eits)(?<=\w{12})(\w{6,})")
"""The last part of a very long compound, behind the s that follows -ing, -heid and -teit."""


def printed(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return *content*, the whole of a paragraph, heading, cell or note, with the characters of print; code is kept."""
    return _printed(content, " ")[0]


def printed_text(text: str) -> str:
    """Return plain *text* with the characters of print."""
    return _signs(text, " ")


def _printed(content: Sequence[Inline], before: str) -> tuple[tuple[Inline, ...], str]:
    """Return *content*, preceded by the character *before*, converted, and its own last character."""
    found: list[Inline] = []
    for each in content:
        match each:
            case Text(text=text):
                found.append(Text(_signs(text, before)))
                before = text[-1:] or before
            case Emphasis() | Strong() | Script() | Link() | Changed():
                inside, before = _printed(each.content, before)
                found.append(replace(each, content=inside))
            case TermLink(text=text) | Foreign(text=text):
                found.append(replace(each, text=_signs(text, before)))
                before = text[-1:] or before
            case Code(text=text):
                found.append(each)
                before = text[-1:] or before
            case _:
                found.append(each)
    return tuple(found), before


def _signs(text: str, before: str) -> str:
    if _NUMBERED.search(text):
        text = _HELD.sub("\\1\u00a0", _DAY.sub("\\1\u00a0", _COUNTED.sub("\\1\u00a0", text)))
    if "-" in text:
        text = _DASH.sub("\u2013", text)
    if "'" in text:
        text = _ELIDED.sub(_APOSTROPHE, text)
    elif '"' not in text:
        return text
    shown = []
    for sign in text:
        opens = before in _OPENERS
        if sign == '"':
            sign = _OPENING if opens else _CLOSING  # noqa: PLW2901  # the sign as it is printed
        elif sign == "'":
            sign = _SINGLE_OPENING if opens else _APOSTROPHE  # noqa: PLW2901
        shown.append(sign)
        before = sign
    return "".join(shown)
