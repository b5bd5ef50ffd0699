"""The redline stage: two editions of a variant become what differs, in words. Pure: no disk, clock or network.

Accepting every insertion gives back the words of the new text, rejecting them all the old (decisions/0009).
"""

from __future__ import annotations

from draaiboek.editions.redline.comparing import compare, compare_text
from draaiboek.editions.redline.publication import Comparison, Lines, Side, page, publication, title_of
from draaiboek.editions.redline.reading_page import Said, Waiting, changed_words, reading_page
from draaiboek.editions.redline.sections import of_addresses
from draaiboek.editions.redline.values import Kind, Redline, Section

__all__ = [
    "Comparison",
    "Kind",
    "Lines",
    "Redline",
    "Said",
    "Section",
    "Side",
    "Waiting",
    "changed_words",
    "compare",
    "compare_text",
    "of_addresses",
    "page",
    "publication",
    "reading_page",
    "title_of",
]
