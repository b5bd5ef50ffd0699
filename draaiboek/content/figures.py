"""Figures (figuren.yml) as blocks of a page, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import (
    Emphasis,
    Figure,
    FigurePart,
    Inline,
    Link,
    Origin,
    Strong,
    Text,
    Variable,
    deep,
)
from draaiboek.content.addresses import from_root
from draaiboek.content.figure_schema import FigureEntry
from draaiboek.content.markdown import parse_words
from draaiboek.content.strict_yaml import Document

COMPARED = "vergelijking"
SIDES = 2  # the number of values that each part of a comparison has
_DRAWN = Text | Emphasis | Strong | Variable


def read(key: str, entry: FigureEntry, document: Document, problems: list[Diagnostic]) -> Figure:
    """Return figure *key*; its links are relative to the root of the text."""

    def words(text: str, *path: str | int) -> tuple[Inline, ...]:
        origin = document.place((key, *path))
        content = parse_words(text, origin, problems)
        problems.extend(_not_drawn(content, origin))
        return content

    parts = []
    for index, part in enumerate(entry.delen):
        origin = document.place((key, "delen", index))
        title = words(part.kop, "delen", index, "kop")
        if part.naar:
            title = (Link(part.naar, title, document.place((key, "delen", index, "naar"))),)
        lines = tuple(words(line, "delen", index, "regels", number) for number, line in enumerate(part.regels))
        label = words(part.label, "delen", index, "label")
        parts.append(FigurePart(title, lines, label, part.toon or "", part.pijl, origin))
    note = parse_words(entry.onderschrift, document.place((key, "onderschrift")), problems)
    drawn = Figure(entry.vorm, (Text(entry.titel),), tuple(parts), entry.kolommen, note, document.place((key,)))
    wrong = tuple(_compares_badly(key, drawn, document))
    problems += wrong
    return replace(drawn, columns=()) if wrong else drawn


def on_page(figure: Figure, page: PurePosixPath) -> Figure:
    """Return *figure* with its links relative to *page*."""
    parts = tuple(replace(part, title=tuple(from_root(part.title, page))) for part in figure.parts)
    return replace(figure, parts=parts, note=tuple(from_root(figure.note, page)))


def _not_drawn(content: Sequence[Inline], origin: Origin) -> Iterator[Diagnostic]:
    """Yield an error when *content* holds more than words: a drawing would drop the rest."""
    if any(not isinstance(each, _DRAWN) for each in deep(content)):
        text = "in een figuur staan alleen woorden"
        hint = "Zet een citaat, een merk of een link in 'onderschrift', of noem het stuk bij 'naar'."
        yield Diagnostic("PG017", origin, text, hint)


def _compares_badly(key: str, figure: Figure, document: Document) -> Iterator[Diagnostic]:
    """Yield where *figure* does not compare exactly two values, or names values without being a comparison."""
    compares = figure.shape == COMPARED
    if len(figure.columns) != (SIDES if compares else 0):
        text = f"de figuur '{key}' heeft {len(figure.columns)} namen onder 'kolommen'"
        hint = f"De vorm '{COMPARED}' heeft er {SIDES}; de andere vormen hebben er geen."
        yield Diagnostic("PG017", document.place((key, "kolommen")), text, hint)
    for part in figure.parts if compares else ():
        if len(part.lines) != SIDES:
            text = f"dit deel heeft {len(part.lines)} regels"
            hint = f"In de vorm '{COMPARED}' heeft elk deel er {SIDES}: een voor elke kolom."
            yield Diagnostic("PG017", part.origin, text, hint)
