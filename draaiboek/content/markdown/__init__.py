"""Markdown → tree: the one reader of what editors write (decisions/0011).

CommonMark 0.31 with the tables of GitHub and the admonitions of Python-Markdown, read by markdown-it-py; citations,
variables, marks, slots and the ids of headings are our own (`rules`). What is not allowed is refused with its place
(`nodes`), and what was probably meant otherwise is reported (`meant`); no other module reads Markdown.
"""

from __future__ import annotations

from draaiboek.content.markdown.meant import IN_TABLE, LATE_ITEM, TABBED, WORD_BULLET, from_tabs
from draaiboek.content.markdown.sections import (
    LIST,
    TO_WRITE,
    Expand,
    Heading,
    Parsed,
    parse,
    parse_blocks,
    parse_words,
)

__all__ = [
    "IN_TABLE",
    "LATE_ITEM",
    "LIST",
    "TABBED",
    "TO_WRITE",
    "WORD_BULLET",
    "Expand",
    "Heading",
    "Parsed",
    "from_tabs",
    "parse",
    "parse_blocks",
    "parse_words",
]
