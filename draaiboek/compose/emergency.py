"""Turns emergency numbers in the text into something that a phone can call.

A number is one to call only when a word that says so ("bel") is in the same sentence, and never after "art.", "p." or
"€". The guidebook defines the numbers and the words: docs/_data/noodnummers.yml.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from draaiboek.base.model import Call, EmergencyNumbers, Emphasis, Inline, Script, Strong, Text, words
from draaiboek.compose.rewriting import put_in

_ADDRESS = re.compile(r"https?://\S+")
_END = re.compile(r"[.!?]+(?=[\s*\"')\]]|$)")
# What makes a number a place in a text, or money; more numbers may follow ("art. 3, 101 en 112").
_PLACE = re.compile(
    r"(?:\b(?:art|artt|artikel(?:en|s)?|p|pp|blz|bladzijden?|pagina'?s?|nr|nrs|lid|punt|overweging|arrest|euro|eur)\b\.?|[§€$°#])"
    r"(?:[\s\d,§°–-]|\ben\b|\bof\b|\btot\b|\bt\.e\.m\.)*$",
    re.IGNORECASE,
)


_FAR = 300  # characters; no list of articles is longer


def called(content: tuple[Inline, ...], emergency: EmergencyNumbers) -> tuple[Inline, ...]:
    """Return *content*, a run, with every number of *emergency* that it says to call as a `Call`."""
    text = words(content)
    if not any(number in text for number in emergency.numbers):
        return content
    matches = _numbers(emergency.numbers).finditer(text)
    addresses, ends = ([match.span() for match in each.finditer(text)] for each in (_ADDRESS, _END))
    around = _Around(text, addresses, ends)
    places = {match.start(): match[0] for match in matches if _is_to_call(around, match, emergency)}
    return tuple(_marked(content, 0, places)) if places else content


@dataclass(frozen=True, slots=True)
class _Around:
    """A run as text, and the spans in it of addresses and of the ends of sentences."""

    text: str
    addresses: Sequence[tuple[int, int]]
    ends: Sequence[tuple[int, int]]


def _marked(content: Sequence[Inline], at: int, places: Mapping[int, str]) -> Iterator[Inline]:
    """Yield *content*, which begins at index *at* of its run, with the numbers at *places* as calls."""
    for inline in content:
        match inline:
            case Text(text=text):
                found = ((start - at, start - at + len(number), Call(number)) for start, number in places.items())
                yield from put_in(text, (each for each in found if each[0] >= 0 and each[1] <= len(text)))
            case Emphasis() | Strong() | Script():
                yield replace(inline, content=tuple(_marked(inline.content, at, places)))
            case _:
                yield inline
        at += len(words((inline,)))


@lru_cache
def _numbers(numbers: tuple[str, ...]) -> re.Pattern[str]:
    any_of = "|".join(map(re.escape, numbers))
    # Not part of a longer number, date, amount or percentage: 2112, 02 101 20 20, 112/2024, 1.112, 112,50, 101 %.
    before = r"(?<![\w.,+-])(?<!\d[ \u00a0])"
    after = rf"(?![\w-])(?![.,:]\d)(?![ \u00a0]?[%€°]|[ \u00a0](?:\d|euro\b|eur\b))(?!/(?!(?:{any_of})\b))"
    return re.compile(rf"{before}(?:{any_of}){after}", re.IGNORECASE)


def _is_to_call(around: _Around, match: re.Match[str], emergency: EmergencyNumbers) -> bool:
    text = around.text
    address = bisect_right(around.addresses, (match.start(), len(text))) - 1
    if address >= 0 and match.start() < around.addresses[address][1]:
        return False
    after_it = bisect_left(around.ends, (match.end(), 0))
    before_it = bisect_right(around.ends, match.start(), key=lambda end: end[1]) - 1
    start = around.ends[before_it][1] if before_it >= 0 else 0
    end = around.ends[after_it][0] if after_it < len(around.ends) else len(text)
    before, after = text[start : match.start()], text[match.end() : end]
    if _PLACE.search(text, max(0, match.start() - _FAR), match.start()) or (
        before.endswith("/") and not before[:-1].endswith(emergency.numbers)
    ):
        return False
    calling = rf"(?<!\w)(?:{'|'.join(map(re.escape, emergency.words))})(?!\w)"
    return bool(re.search(calling, f"{before} {after}", re.IGNORECASE))
