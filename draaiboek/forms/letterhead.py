"""What surrounds the text of a letter between services in Belgium: sender, addressee, place, date and subject.

Only the sender knows most of these: they are blanks to fill in, as in the text itself.
"""

from __future__ import annotations

from draaiboek.base.model import Blank, Origin, Paragraph, Strong, Text


def above(subject: str, where: Origin) -> tuple[Paragraph, ...]:
    """Return what precedes the text of a letter about *subject*; *where* is the origin of the document."""
    named = (("Van: ", "naam en adres van de afzender"), ("Aan: ", "naam, dienst en adres"))
    return (
        *(Paragraph((Text(label), Blank(about, where)), where) for label, about in named),
        Paragraph((Blank("plaats", where), Text(", "), Blank("datum", where)), where),
        Paragraph((Strong((Text(f"Betreft: {subject}"),)),), where),
    )


def below(where: Origin, *sender: str) -> tuple[Paragraph, ...]:
    """Return what follows the text of a letter: the signature, and a blank for each thing about the *sender*."""
    return tuple(Paragraph((Blank(about, where),), where) for about in ("handtekening", *sender))
