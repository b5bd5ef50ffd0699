"""What a letter between services has in Belgium, around its text: who writes to whom, where and when, and about what.

Nobody knows those but who sends it: they are places to fill in, as in the text itself.
"""

from __future__ import annotations

from draaiboek.base.model import Blank, Origin, Paragraph, Strong, Text


def above(subject: str, where: Origin) -> tuple[Paragraph, ...]:
    """Return what stands above a letter about *subject*; *where* is the place that asks for it."""
    named = (("Van: ", "naam en adres van de afzender"), ("Aan: ", "naam, dienst en adres"))
    return (
        *(Paragraph((Text(label), Blank(about, where)), where) for label, about in named),
        Paragraph((Blank("plaats", where), Text(", "), Blank("datum", where)), where),
        Paragraph((Strong((Text(f"Betreft: {subject}"),)),), where),
    )


def below(where: Origin) -> tuple[Paragraph, ...]:
    """Return what stands below a letter."""
    return (Paragraph((Blank("handtekening", where),), where),)
