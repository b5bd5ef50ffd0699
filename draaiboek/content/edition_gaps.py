"""What an edition says about itself: who approved it, which sectors did not read it all, which overlays are stale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draaiboek.base import dutch
from draaiboek.base.model import Audience, Edition, EditionStatus, Sector, Waiver

SECTION = "nazicht"
"""The id of the section about this on the edition's page; the program writes it, not an editor."""


def notes(
    edition: Edition, sectors: Sequence[Sector], waivers: Sequence[Waiver], audience: Audience
) -> Iterator[tuple[str, str]]:
    """Yield a title and a sentence or two for every gap of *edition*; printed on its page and in its PDFs.

    *audience* says what readers call the sectors.
    """
    known = {sector.slug: sector.name for sector in sectors}
    names = [name for slug, name in known.items() if slug in edition.unreviewed]
    if names:
        many = audience.many
        yield f"Nazicht door de {many}", f"Deze {many} lazen niet de hele kerntekst na: {dutch.enumeration(names)}."
    for waiver in waivers:
        sector = known.get(waiver.overlay.parts[1], f"verschillende {audience.many}")
        text = (
            f"De kerntekst onder een stuk van {sector} ({waiver.overlay.name}) is gewijzigd en nog niet nagelezen. "
            f"Uitstel tot {dutch.long_date(waiver.until)} door: {waiver.role}. Reden: {waiver.reason}"
        )
        yield "Uitgesteld nazicht", text


def approved(edition: Edition) -> str:
    """Return who approved *edition* and when; '' for a draft."""
    said = [f"{each.who} op {dutch.long_date(each.day)}" for each in edition.approvals]
    return dutch.enumeration(said) if said and edition.status is EditionStatus.APPROVED else ""
