"""How an editor writes a day, a month or a year."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from draaiboek.base import dutch, epoch

LOOSE_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
IMPOSSIBLE_YEAR = "date_year"
"""The type of our pydantic error for a day in a year that no edition can have."""


def _existing(text: str) -> str:
    """Return *text* unless it is a date that does not exist; raises ValueError, which pydantic reports."""
    dutch.loose_date(text)
    return text


def _written(value: object) -> object:
    """Refuse a number, which pydantic would take for a timestamp, any other notation of a day, and impossible years."""
    found = re.fullmatch(r"(\d{4})-\d{2}-\d{2}", str(value)) if isinstance(value, date | str) else None
    if found and int(found[1]) in epoch.YEARS:
        return value
    kind = IMPOSSIBLE_YEAR if found else "date_parsing"
    raise PydanticCustomError(kind, "no date")


_ORDERS = (
    r"(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4}|\d{2})",
    r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})",
)


def meant(text: str) -> date | None:
    """Return the day that *text* must mean, as people write it here (30/11/2026, 30 november 2026), or None."""
    numbered = re.sub("|".join(dutch.MONTHS), lambda name: str(dutch.MONTHS.index(name[0]) + 1), text.strip().lower())
    found = next(filter(None, (re.fullmatch(order, numbered) for order in _ORDERS)), None)
    try:
        day = date(_full_year(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None
    return day if day and day.year in epoch.YEARS else None


def _full_year(year: str) -> int:
    """Return *year*, which may lack its century: an edition, and a reading of it, are of this one."""
    return int(year if len(year) == len("JJJJ") else f"20{year}")


LooseDate = Annotated[str, Field(pattern=LOOSE_DATE), AfterValidator(_existing)]
Day = Annotated[date, BeforeValidator(_written)]
"""A day as YAML reads it, or the same in quotes."""
