"""Which diagnostic codes belong to `build.py check`, and which to later stages."""

from __future__ import annotations

from draaiboek.base.diagnostics import CODES

BY_OTHER_STAGES = {
    *(f"ED{number:03}" for number in range(3, 16)),
    *("PG020", "LK005", "HT008", "HT009", "HT010", "HT011", "TX007"),
}
"""Raised by publish and export; tested in unit/ and integration/."""


def codes_of_check() -> set[str]:
    """Return the codes that reading, composing and checking a guidebook can give."""
    return CODES.keys() - BY_OTHER_STAGES
