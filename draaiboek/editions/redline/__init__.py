"""The redline stage: from two editions of a variant to the words that differ. Pure: no disk, clock or network.

Accepting every insertion and deletion yields the words of the new text, rejecting all of them those of the old
(decisions/0009).
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
