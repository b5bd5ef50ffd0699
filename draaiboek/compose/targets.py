"""What an overlay can hang on: the sections and slots of a core page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from draaiboek.base.model import Origin, Page, Part, Section, Slot
from draaiboek.compose.fingerprint import LEAD

Key = tuple[str, bool]
"""The id of a section or the name of a slot, and whether it is a slot."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an overlay can hang on: a section or a slot, with the sections around it, outermost first."""

    section: Section | None
    slot: Slot | None
    around: tuple[Section, ...]

    @property
    def owner(self) -> str:
        """The id of the section whose text a reader of the overlay has to know: itself, or the one around a slot."""
        inner = self.section or (self.around[-1] if self.around else None)
        return inner.id if inner else LEAD

    @property
    def origin(self) -> Origin:
        """Where the text under it begins: at its heading, or at a slot that has none above it."""
        above = self.section or (self.around[-1] if self.around else self.slot)
        return above.origin if above else Origin(PurePosixPath())

    @property
    def heading_level(self) -> int:
        """The level of the first headings inside an overlay here."""
        inner = self.section or (self.around[-1] if self.around else None)
        return inner.level + 1 if inner else 2


def targets(page: Page) -> Mapping[Key, Target]:
    """Return every section and slot of core page *page* that an overlay can name."""
    named: dict[Key, Target] = {}

    def slots(parts: Sequence[Part], around: tuple[Section, ...]) -> None:
        for part in parts:
            if isinstance(part, Slot) and not part.gathered:
                named.setdefault((part.name, True), Target(None, part, around))

    def sections(items: Sequence[Section], around: tuple[Section, ...]) -> None:
        for section in items:
            named.setdefault((section.id, False), Target(section, None, around))
            slots(section.body, (*around, section))
            sections(section.subsections, (*around, section))

    slots(page.lead, ())
    sections(page.sections, ())
    return named
