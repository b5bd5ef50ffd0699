"""Dutch words for dates and lists, independent of the machine's locale."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def long_date(day: date) -> str:
    """Return *day* as '22 november 2026'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def loose_date(text: str) -> str:
    """Return *text* ('JJJJ', 'JJJJ-MM' or 'JJJJ-MM-DD') in words; raises ValueError for a date that does not exist."""
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return text
    month, day = rest[0], rest[1] if len(rest) > 1 else 1
    words = long_date(date(year, month, day))
    return words if len(rest) > 1 else words.partition(" ")[2]


def sort_key(text: str) -> str:
    """Return the key by which a dictionary sorts *text*: without capitals and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in plain if not unicodedata.combining(each))


def enumeration(words: Sequence[str], *, last: str = "en") -> str:
    """Return *words* as 'a, b en c'."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count(number: int, one: str, many: str) -> str:
    """Return '1 fout' or '2 fouten'."""
    return f"{number} {one if number == 1 else many}"
