"""The words that mark a sector's text: the same on screen, in print, in editie.json and in comparisons of editions."""

from __future__ import annotations

from draaiboek.base.model import Action, SectorText

STALE = "De kerntekst is gewijzigd sinds dit stuk is nagelezen."


def label(part: SectorText) -> str:
    """Return whose text *part* is, in words."""
    if part.action is Action.OMIT:
        return f"Niet van toepassing voor {part.name}: {part.reason}"
    return f"In de plaats van dit stuk, voor {part.name}" if part.beside else f"Specifiek voor {part.name}"


def why(part: SectorText) -> str:
    """Return why *part* replaces core text; '' where it does not, or where the label says it."""
    if part.action is not Action.REPLACE:
        return ""
    return f"Reden: {part.reason}" if part.beside else f"Deze tekst vervangt de kerntekst. Reden: {part.reason}"
