"""Emergency numbers in the text become links that a phone can call: `[112](tel:112)`.

A number is only one to call when a word that says so ("bel") stands in the same sentence, and never behind "art.",
"p." or "€". The numbers and the words are the guidebook's: docs/_data/noodnummers.yml.
"""

from __future__ import annotations

import re
from functools import lru_cache

from draaiboek.base.model import EmergencyNumbers

# Where no link may be made: code, footnote marks, links, HTML, attributes, addresses and the title line of a box.
LEFT_ALONE = (
    r"(?:(?P<tick>`+)(?:.|\n)*?(?P=tick)|\[\^[^\]]+\]|!?\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?|<span [^>]*>[^<]*</span>"
    r"|<[^>]*>|\{[^}]*\}|https?://\S+|^[ ]*!!!.*$)"
)
# What ends a sentence: its mark, a cell, a paragraph, an item of a list.
_END = re.compile(r"[.!?]+(?=[\s*\"')\]]|$)|\||\n[ \t]*\n|\n[ \t>]*(?:[-*+]|\d+\.)[ \t]")
# A place in a text, or money; more of them may follow ("art. 3, 101 en 112").
_PLACE = re.compile(
    r"(?:\b(?:art|artt|artikel(?:en|s)?|p|pp|blz|bladzijden?|pagina'?s?|nr|nrs|lid|punt|overweging|arrest|euro|eur)\b\.?|[§€$°#])"
    r"(?:[\s\d,§°–-]|\ben\b|\bof\b|\btot\b|\bt\.e\.m\.)*$",
    re.IGNORECASE,
)


def link(text: str, emergency: EmergencyNumbers) -> str:
    """Return *text* with a link around every number of *emergency* that it tells to call."""
    if not any(number in text for number in emergency.numbers):
        return text
    pieces, end = [], 0
    for match in _numbers(emergency.numbers).finditer(text):
        if match["number"] and _is_to_call(text, match, emergency):
            pieces += [text[end : match.start()], f"[{match[0]}](tel:{match[0]})"]
            end = match.end()
    return "".join([*pieces, text[end:]])


@lru_cache
def _numbers(numbers: tuple[str, ...]) -> re.Pattern[str]:
    any_of = "|".join(map(re.escape, numbers))
    # Part of a longer number, a date, an amount or a share: 2112, 02 101 20 20, 112/2024, 1.112, 112,50, 101 %.
    before = r"(?<![\w.,+-])(?<!\d[ \u00a0])"
    after = rf"(?![\w-])(?![.,:]\d)(?![ \u00a0]?[%€°]|[ \u00a0](?:\d|euro\b|eur\b))(?!/(?!(?:{any_of})\b))"
    return re.compile(rf"{LEFT_ALONE}|{before}(?P<number>{any_of}){after}", re.MULTILINE | re.IGNORECASE)


def _is_to_call(text: str, match: re.Match[str], emergency: EmergencyNumbers) -> bool:
    start = max((end.end() for end in _END.finditer(text, 0, match.start())), default=0)
    end = _END.search(text, match.end())
    before, after = text[start : match.start()], text[match.end() : end.start() if end else len(text)]
    if _PLACE.search(text[: match.start()]) or (before.endswith("/") and not before[:-1].endswith(emergency.numbers)):
        return False
    calling = rf"(?<!\w)(?:{'|'.join(map(re.escape, emergency.words))})(?!\w)"
    return bool(re.search(calling, f"{before} {after}", re.IGNORECASE))
