"""Sections for the tests of the redline stage, and what a reader sees of a comparison, on lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import Redline, Section, view
from draaiboek.editions.redline.values import LeafChange, Run

NOTES = (("bron-1", "de wet, art. 3"), ("bron-2", "de wet, art. 4"))


def entry(  # a section has that many parts
    text: str,
    *,
    page: str = "delen.md",
    name: str = "a",
    title: str = "Titel",
    level: int = 2,
    notes: Sequence[tuple[str, str]] = NOTES,
) -> Entry:
    """Return a section of *page* with the Markdown *text*."""
    address = f"{page.removesuffix('.md')}/" + (f"#{name}" if name else "")
    return Entry(PurePosixPath(page), name, level, title, "f1:0", text, address, tuple(notes))


def page_of(page: str, title: str, *sections: Entry) -> tuple[Entry, ...]:
    """Return the sections of a page, with the page itself first."""
    return (entry("", page=page, name="", title=title, level=1), *sections)


def shown(section: Section) -> str:
    """Return *section* as a reader sees it: [-went-] and {+came+}, a row of a table on a line."""
    return "\n".join(_lines(section))


def kinds(redline: Redline) -> dict[str, str]:
    """Return what happened to each section, by page and id."""
    return {f"{each.entry.page.stem}#{each.entry.id}": str(each.kind) for each in redline.sections}


def words(runs: Sequence[Run]) -> str:
    """Return *runs* on one line."""
    text = ""
    for span in view.spans(runs):
        marks = {"same": ("", ""), "del": ("[-", "-]"), "ins": ("{+", "+}")}[span.state]
        text += (" " if span.spaced and text else "") + marks[0] + "".join(part for _, part in span.parts) + marks[1]
    return text


def _lines(section: Section) -> Iterator[str]:
    for change in section.changes:
        if isinstance(change, LeafChange):
            yield "  " * sum(box.kind == "li" for box in change.place) + words(change.runs)
        else:
            yield from (" | ".join(words(cell.runs) for cell in row) for row in change.rows)
