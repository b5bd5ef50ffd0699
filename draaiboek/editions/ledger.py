"""grootboek.json: everything that was ever done with the editions, in order; nothing in it is ever removed. Pure.

Every entry carries a seal: the SHA-256 of its own words and the previous entry's seal, so that no entry can be changed
or left out unnoticed. `wortel` is the SHA-256 of wortel.json, which lists the files that are not part of an edition.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from draaiboek.base import dutch, published_json
from draaiboek.base.errors import ToolError
from draaiboek.base.published_json import as_text as _text

_AHEAD = timedelta(days=366)
"""How long before its own date the first edition may have been published."""
_LAST = date(2099, 12, 31)
"""The last day that an edition can have."""
NAME = "grootboek.json"
ROOT = "wortel.json"


class Act(StrEnum):
    """What can be done with an edition."""

    PUBLISH = "publiceren"
    WITHDRAW = "intrekken"
    ROLL_BACK = "terugzetten"
    RESKIN = "herkleden"


@dataclass(frozen=True, slots=True)
class Piece:
    """A section that an edition changed; *address* is relative to the edition, '' when the section is gone."""

    variant: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: *manifest* is the SHA-256 of the edition's editie.json from then on ('' when the act leaves it alone).

    *mark* is the permanent id of the edition in the feeds, *pieces* what it changed, *root* and *seal* as above.
    """

    act: Act
    day: date
    edition: str
    reason: str
    manifest: str = ""
    mark: str = ""
    pieces: tuple[Piece, ...] = ()
    root: str = ""
    seal: str = ""


def read(text: str | None) -> tuple[Entry, ...]:
    """Return the entries in *text*, oldest first; None stands for a ledger in which nothing was written yet.

    Raises ToolError when it is damaged, was changed afterwards, or records something that cannot have happened.
    """
    if text is None:
        return ()
    try:
        entries = tuple(_entry(each) for each in published_json.read(text))
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged() from error
    if as_text(entries) != text or entries != tuple(_sealed(entries)) or not _can_be(entries):
        raise _damaged()
    return entries


def added(entries: Sequence[Entry], entry: Entry, *, root: str) -> tuple[Entry, ...]:
    """Return *entries* with *entry* appended and sealed; *root* is the SHA-256 of wortel.json."""
    return (*entries, _seal(replace(entry, root=root), entries[-1].seal if entries else ""))


def refuse_day(entries: Sequence[Entry], day: date) -> None:
    """Raise ToolError when an act cannot be done on *day* after *entries*: the clock of the machine is wrong.

    An edition bears the date that its editors wrote, which may lie ahead. No act by a clock counts, because one that
    was wrong once would then stop every later act.
    """
    first = min((entry.day for entry in entries if entry.act is Act.PUBLISH), default=day)
    if first - _AHEAD <= day <= _LAST:
        return
    message = f"de klok van deze machine zegt {dutch.long_date(day)}, en dat kan niet kloppen"
    raise ToolError(message, hint="Er is niets gewijzigd. Zet de datum van de machine goed, en begin opnieuw.")


def as_text(entries: Sequence[Entry]) -> str:
    """Return *entries* as grootboek.json."""
    return json.dumps([_object(each) for each in entries], ensure_ascii=False, indent=1) + "\n"


def manifests(entries: Sequence[Entry]) -> Mapping[str, str]:
    """Return the SHA-256 that editie.json of each edition must have, by edition."""
    return {entry.edition: entry.manifest for entry in entries if entry.manifest}


def _can_be(entries: Sequence[Entry]) -> bool:
    """Return whether each act was possible after those before it: an entry that occurs twice, for one, was not."""
    stands: dict[str, bool] = {}  # each edition that was published, and whether it is still valid (not withdrawn)
    current = None  # the edition last published or rolled back to; after a withdrawal, versions.json says which is next
    for entry in entries:
        before = stands.get(entry.edition)
        expected = None if entry.act is Act.PUBLISH else True
        if before is not expected or (entry.act is Act.ROLL_BACK and entry.edition == current):
            return False
        stands[entry.edition] = entry.act is not Act.WITHDRAW
        if entry.act in {Act.PUBLISH, Act.ROLL_BACK}:
            current = entry.edition
    return True


def _sealed(entries: Sequence[Entry]) -> list[Entry]:
    before = ""
    found = []
    for entry in entries:
        found.append(_seal(entry, before))
        before = found[-1].seal
    return found


def _seal(entry: Entry, before: str) -> Entry:
    words = json.dumps({**_object(replace(entry, seal="")), "vorige": before}, ensure_ascii=False, sort_keys=True)
    return replace(entry, seal=sha256(words.encode()).hexdigest())


def _object(entry: Entry) -> dict[str, Any]:
    return {
        "handeling": str(entry.act),
        "datum": entry.day.isoformat(),
        "editie": entry.edition,
        "reden": entry.reason,
        "manifest": entry.manifest,
        "kenmerk": entry.mark,
        "stukken": [{"variant": each.variant, "titel": each.title, "adres": each.address} for each in entry.pieces],
        "wortel": entry.root,
        "zegel": entry.seal,
    }


def _entry(found: Mapping[str, Any]) -> Entry:
    return Entry(
        act=Act(found["handeling"]),
        day=date.fromisoformat(found["datum"]),
        edition=_text(found["editie"]),
        reason=_text(found["reden"]),
        manifest=_text(found["manifest"]),
        mark=_text(found["kenmerk"]),
        pieces=tuple(
            Piece(_text(each["variant"]), _text(each["titel"]), _text(each["adres"])) for each in found["stukken"]
        ),
        root=_text(found["wortel"]),
        seal=_text(found["zegel"]),
    )


def _damaged() -> ToolError:
    message = f"{NAME} is beschadigd of achteraf gewijzigd"
    return ToolError(message, hint="Haal het bestand terug uit de geschiedenis van de tak; er is niets gewijzigd.")
