"""versions.json: mike's list of what is published, with the properties that we add. Pure.

| property | is |
|---|---|
| `datum` | the day of publication |
| `geldig_van`, `geldig_tot` | the first day on which the edition applies, and the end (exclusive; null if still open) |
| `aanleiding`, `samenvatting` | why it came, and what it changes in one sentence |
| `status`, `reden` | `geldig`, or `ingetrokken` with the reason |
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from draaiboek.base import published_json
from draaiboek.base.errors import ToolError
from draaiboek.base.model import Edition, edition_number
from draaiboek.base.published_json import as_list, as_text

NAME = "versions.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")


class Status(StrEnum):
    """Whether an edition is still as it was published."""

    VALID = "geldig"
    WITHDRAWN = "ingetrokken"


@dataclass(frozen=True, slots=True)
class Listed:
    """A published edition; *until* is the first day on which it no longer applies, *why* the reason of a withdrawal."""

    id: str
    aliases: tuple[str, ...]
    date: dt.date
    since: dt.date
    until: dt.date | None
    reasons: tuple[str, ...]
    summary: str
    status: Status
    why: str

    @property
    def number(self) -> tuple[int, ...]:
        """The id as a tuple of numbers that sorts correctly, from `edition_number`."""
        return edition_number(self.id)

    @property
    def withdrawn(self) -> bool:
        """Return whether only a tombstone is left."""
        return self.status is Status.WITHDRAWN


def read(text: str) -> tuple[Listed, ...]:
    """Return the editions in *text*, newest first; raises ToolError when it is damaged."""
    try:
        found = [_listed(each) for each in as_list(published_json.read(text))]
        return tuple(sorted(found, key=lambda each: each.number, reverse=True))
    except (ValueError, TypeError, KeyError) as error:
        message = f"{NAME} is beschadigd"
        hint = "Herstel het bestand uit de geschiedenis; er is niets gewijzigd."
        raise ToolError(message, hint=hint, output=f"{type(error).__name__}: {error}") from error


def properties(edition: Edition) -> Mapping[str, Any]:
    """Return the properties of *edition* on the day of its publication."""
    return {
        "datum": edition.date.isoformat(),
        "geldig_van": edition.valid_from.isoformat(),
        "geldig_tot": None,
        "aanleiding": list(edition.reasons),
        "samenvatting": edition.summary,
        "status": str(Status.VALID),
    }


def applied_on(day: dt.date, listed: Sequence[Listed]) -> Listed | None:
    """Return which of *listed* applied on *day*: the newest whose period contains it."""
    found = (each for each in listed if each.since <= day and (each.until is None or day < each.until))
    return max(found, key=lambda each: each.number, default=None)


def share_a_day(listed: Sequence[Listed]) -> bool:
    """Return whether a day is in the periods of two of *listed*: a rollback opens an old period again."""
    spent = dt.date.min
    for since, until in sorted((each.since, each.until or dt.date.max) for each in listed):
        if since < until:
            if since < spent:
                return True
            spent = until
    return False


def _listed(found: Mapping[str, Any]) -> Listed:
    properties = found["properties"]
    until = properties["geldig_tot"]
    return Listed(
        id=as_text(found["version"]),
        aliases=tuple(_alias(each) for each in found["aliases"]),
        date=dt.date.fromisoformat(properties["datum"]),
        since=dt.date.fromisoformat(properties["geldig_van"]),
        until=dt.date.fromisoformat(until) if until else None,
        reasons=tuple(as_text(each) for each in properties["aanleiding"]),
        summary=as_text(properties["samenvatting"]),
        status=Status(properties["status"]),
        why=as_text(properties.get("reden", "")),
    )


def _alias(found: object) -> str:
    """Return the alias *found*, which is the name of a folder; raises ValueError when it is not."""
    name = as_text(found)
    if not _NAME.fullmatch(name):
        message = f"{name!r} is geen naam van een map"
        raise ValueError(message)
    return name
