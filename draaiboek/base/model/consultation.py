"""What a sector says about a text before it is published, and what was done with it (decisions/0020)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from draaiboek.base.origin import Origin


class Verdict(StrEnum):
    """What was done with a remark."""

    TAKEN = "overgenomen"
    PARTLY = "gedeeltelijk"
    NOT = "niet"


@dataclass(frozen=True, slots=True)
class Round:
    """A sector is asked what it thinks of the text of an edition, *until* a day (decisions/0020)."""

    sector: str
    edition: str
    opened: dt.date
    until: dt.date
    origin: Origin


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody in a sector said about a paragraph, and what was done with it (*verdict*; None: not decided yet).

    *page* and *section* are where the paragraph was, *number* and *paragraph* its number in the reading copy and its
    words; both are empty for a remark about a whole section, and all are for one about the whole. *landed* is the
    section (`page.md#id`) that has the answer.
    *role* and *organisation* are all that is known of who said it.
    """

    id: str
    sector: str
    edition: str
    page: PurePosixPath
    section: str
    number: int
    paragraph: str
    text: str
    proposal: str
    role: str
    organisation: str
    verdict: Verdict | None
    answer: str
    landed: str
    origin: Origin
    places: Mapping[str, Origin] = field(default_factory=dict)

    @property
    def is_about_a_place(self) -> bool:
        """Whether it is about a page or a section, or a paragraph of one, and not about the text as a whole."""
        return self.page != PurePosixPath()

    def place(self, key: str) -> Origin:
        """Return the place of *key* in the file, or the start of the file."""
        return self.places.get(key, self.origin)
