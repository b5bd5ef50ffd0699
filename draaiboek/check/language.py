"""Advice about the language of the text, which stops nothing (TX…): one rule, one function. Pure.

A rule gets the text as data, and every run of words with its place (`said_in`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.model import (
    Box,
    Inline,
    Listing,
    Origin,
    Paragraph,
    Part,
    Section,
    Source,
    Table,
    words,
)
from draaiboek.compose.reading_order import all_sections


@dataclass(frozen=True, slots=True)
class Said:
    """A run of words: what a reader sees, where it begins, and the place in the text that it belongs to (`page#id`)."""

    text: str
    origin: Origin
    where: str
    content: tuple[Inline, ...]


def check(source: Source) -> Iterator[Diagnostic]:
    """Yield all advice about the language of *source*."""
    said = tuple(said_in(source))
    for rule in _RULES:
        yield from rule(source, said)


def said_in(source: Source) -> Iterator[Said]:
    """Yield what editors wrote, run by run: pages, pages of sectors, overlays; not what they quote from others."""
    for page in (*source.pages, *source.sector_pages):
        name = str(page.path)
        yield from _said(page.lead, page.sections, name)
    for overlay in source.overlays:
        yield from _said(overlay.body, overlay.sections, f"{overlay.page}#{overlay.target}")


def _said(lead: Sequence[Part], sections: Sequence[Section], name: str) -> Iterator[Said]:
    yield from _in_parts(lead, name)
    for section in all_sections((), sections):
        where = f"{name.partition('#')[0]}#{section.id}"
        yield Said(words(section.heading), section.origin, where, section.heading)
        yield from _in_parts(section.body, where)


def _in_parts(parts: Sequence[Part], where: str) -> Iterator[Said]:
    for part in parts:
        match part:
            case Paragraph(content=content, origin=origin):
                yield Said(words(content), origin, where, content)
            case Listing(items=items):
                for item in items:
                    yield from _in_parts(item.blocks, where)
            case Table(head=head, rows=rows):
                for row in (head, *rows):
                    yield from (Said(words(cell), row.origin, where, cell) for cell in row.cells)
            case Box(title=title, blocks=blocks, origin=origin):
                yield Said(words(title), origin, where, title)
                yield from _in_parts(blocks, where)
            case _:
                continue


# --- TX001: one word for one thing ------------------------------------------------------------------------------------


def _preferred(source: Source, said: Sequence[Said]) -> Iterator[Diagnostic]:
    """Words that the guidebook has another word for (voorkeurswoorden.yml)."""
    found = {" ".join(form.split()).lower(): each for each in source.preferred for form in each.instead_of}
    if not found:
        return
    longest_first = sorted(found, key=lambda form: (-len(form), form))
    forms = "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest_first)
    pattern = re.compile(rf"(?<![\w-])({forms})(?![\w-])", re.IGNORECASE)
    for run in said:
        for match in pattern.finditer(run.text):
            written = " ".join(match[0].split())
            preferred = found[written.lower()]
            if run.where not in preferred.allowed:
                place = _place(run, match.start())
                text = f"'{written}': schrijf '{preferred.word}'"
                yield Diagnostic("TX001", place, text, preferred.reason, Severity.ADVICE)


def _place(run: Said, at: int) -> Origin:
    """Return the line of index *at*: the lines of a run follow each other in a text, in a data file they need not."""
    below = run.text.count("\n", 0, at) if run.origin.path.suffix == ".md" else 0
    return replace(run.origin, line=run.origin.line + below, column=1) if below else run.origin


_RULES: Sequence[Callable[[Source, Sequence[Said]], Iterator[Diagnostic]]] = (_preferred,)
