"""The redline stage: two editions of a variant become what differs, in words. Pure: no disk, clock or network.

Accepting every insertion gives back the new text to the letter, rejecting them all the old (decisions/0009).
"""

from __future__ import annotations

from draaiboek.editions.redline.comparing import compare
from draaiboek.editions.redline.publication import Comparison, Lines, Side, article, page_of, publication, title_of
from draaiboek.editions.redline.sections import Place, of_addresses
from draaiboek.editions.redline.values import Kind, Redline, Section

__all__ = [
    "Comparison",
    "Kind",
    "Lines",
    "Place",
    "Redline",
    "Section",
    "Side",
    "article",
    "compare",
    "of_addresses",
    "page_of",
    "publication",
    "title_of",
]
