"""What an overlay can be attached to: the sections and slots of a core page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from draaiboek.base.model import SLOT, Origin, Page, Part, Section, Slot
from draaiboek.compose.fingerprint import LEAD


@dataclass(frozen=True, slots=True)
class Target:
    """What an overlay can be attached to, with the sections *around* it, outermost first."""

    at: Section | Slot
    around: tuple[Section, ...]

    @property
    def _inner(self) -> Section | None:
        """The section itself, or the one around a slot."""
        if isinstance(self.at, Section):
            return self.at
        return self.around[-1] if self.around else None

    @property
    def owner(self) -> str:
        """The id of the section (or LEAD) whose text has to be read to judge the overlay."""
        return self._inner.id if self._inner else LEAD

    @property
    def origin(self) -> Origin:
        """Where its text begins: at the heading, or at a slot that has no heading above it."""
        return (self._inner or self.at).origin

    @property
    def heading_level(self) -> int:
        """The level of the first headings inside an overlay here."""
        return self._inner.level + 1 if self._inner else 2


def targets(page: Page) -> Mapping[str, Target]:
    """Return every section and slot of core page *page*, by its name in an overlay: an id, or `slot:name`."""
    named: dict[str, Target] = {}

    def slots(parts: Sequence[Part], around: tuple[Section, ...]) -> None:
        for part in parts:
            if isinstance(part, Slot) and not part.gathered:
                named.setdefault(f"{SLOT}{part.name}", Target(part, around))

    def sections(items: Sequence[Section], around: tuple[Section, ...]) -> None:
        for section in items:
            named.setdefault(section.id, Target(section, around))
            slots(section.body, (*around, section))
            sections(section.subsections, (*around, section))

    slots(page.lead, ())
    sections(page.sections, ())
    return named
