"""Which codes of diagnostics belong to `build.py check`, and which to the stages behind it."""

from __future__ import annotations

from draaiboek.base.diagnostics import CODES

BY_OTHER_STAGES = {
    *(f"ED{number:03}" for number in range(3, 16)),
    *("PG020", "LK005", "HT008", "HT009", "HT010", "HT011", "TX007"),
}
"""Raised by publish and export; their tests are in unit/ and integration/."""


def codes_of_check() -> set[str]:
    """Return the codes that reading, composing and checking a guidebook can give."""
    return CODES.keys() - BY_OTHER_STAGES
