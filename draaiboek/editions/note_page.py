"""The release note of a published edition, turned back into a page from the normal form in its manifest."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from draaiboek.base.model import (
    Block,
    Box,
    Code,
    Edition,
    Emphasis,
    Inline,
    Item,
    Link,
    Listing,
    Origin,
    Page,
    PageMeta,
    Paragraph,
    Quote,
    Row,
    Script,
    Section,
    Strong,
    Table,
    Text,
    words,
)
from draaiboek.compose import normal_form
from draaiboek.compose.normal_form import ITEMS, Leaf, Look, Run
from draaiboek.content import content_paths
from draaiboek.editions.manifest import Entry

_FEWEST = 2  # the heading level of a section directly below the title of a page


def page(entries: Sequence[Entry], edition: Edition) -> Page | None:
    """Return the page of *edition* from *entries*, the sections of its core; None when they do not contain it."""
    mine = [entry for entry in entries if entry.page == edition.page and entry.leaves]
    if not mine or mine[0].id:
        return None
    reader = _Reader(edition.page)
    lead = tuple(reader.blocks(mine[0].leaves[1:], 0))
    sections = tuple(reader.section(entry) for entry in mine[1:])
    meta = PageMeta(normal_form.words(mine[0].leaves[0].runs), edition.summary)
    return Page(edition.page, meta, lead, sections, reader.origin)


def as_text(note: Page) -> str:
    """Return *note* as plain text: titles underlined, items with a bullet or number, one line per table row."""
    lines = [note.meta.title, "=" * len(note.meta.title), "", *_lines(note.lead)]
    for section in note.sections:
        lines += ["", section.title, "-" * len(section.title), "", *_lines(section.body)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip()


class _Reader:
    """Builds blocks from the leaves of one page."""

    def __init__(self, path: PurePosixPath) -> None:
        self.path = path
        self.origin = Origin(content_paths.DOCS / path)

    def section(self, entry: Entry) -> Section:
        heading = tuple(self.words(entry.leaves[0].runs))
        body = tuple(self.blocks(entry.leaves[1:], 0))
        # A manifest lists subsections after each other; a release note needs no more than one level.
        return Section(entry.id, _FEWEST, heading, locked=False, origin=self.origin, body=body)

    def blocks(self, leaves: Sequence[Leaf], depth: int) -> Iterator[Block]:
        for place, group in groupby(enumerate(leaves), key=lambda each: _place(each, depth)):
            inside = [leaf for _, leaf in group]
            match place:
                case (str(kind), int()):
                    yield self.box(kind, inside, depth)
                case _:
                    yield Paragraph(tuple(self.words(inside[0].runs)), self.origin)

    def box(self, kind: str, leaves: Sequence[Leaf], depth: int) -> Block:
        match kind:
            case "ul" | "ol":
                return self.listing(kind, leaves, depth + 1)
            case "tabel":
                return self.table(leaves, depth + 1)
            case "citaat":
                return Quote(tuple(self.blocks(leaves, depth + 1)), self.origin)
        named = leaves[0].kind in {"titel", "label"}
        title = tuple(self.words(leaves[0].runs)) if named else ()
        below = tuple(self.blocks(leaves[1:] if named else leaves, depth + 1))
        return Box(kind.removeprefix("kader-"), title, below, self.origin)

    def listing(self, kind: str, leaves: Sequence[Leaf], depth: int) -> Listing:
        items: list[Item] = []
        first = 1
        for (box, number), group in groupby(leaves, key=lambda leaf: leaf.inside[depth]):
            first = number if not items else first
            ticked = next(ticked for ticked, name in ITEMS.items() if name == box)
            items.append(Item(tuple(self.blocks(list(group), depth + 1)), self.origin, ticked))
        return Listing(tuple(items), self.origin, first if kind == "ol" else None)

    def table(self, leaves: Sequence[Leaf], depth: int) -> Table:
        rows = [
            Row(tuple(tuple(self.words(leaf.runs)) for leaf in group), self.origin)
            for _, group in groupby(leaves, key=lambda leaf: leaf.inside[depth])
        ]
        return Table(rows[0], tuple(rows[1:]), ("",) * len(rows[0].cells), self.origin)

    def words(self, runs: Sequence[Run]) -> Iterator[Inline]:
        for run in runs:
            if Look.NOTE in run.looks:
                yield Text(f" ({run.text})")
                continue
            inline: Inline = Code(run.text) if Look.CODE in run.looks else Text(run.text)
            for look in reversed(run.looks):
                inline = _dressed(inline, look)
            leads = run.target and Look.IMAGE not in run.looks  # of a picture only its description is left
            yield Link(self.way(run.target), (inline,), self.origin) if leads else inline

    def way(self, target: str) -> str:
        """Return *target*, a place of the normal form, as a link relative to this page."""
        path, mark, name = target.partition("#")
        if ":" in path:
            return target
        return f"{posixpath.relpath(path, self.path.parent)}{mark}{name}"


def _place(numbered: tuple[int, Leaf], depth: int) -> tuple[str, int] | int:
    """Return the box at *depth* that contains a leaf, or the leaf's own number when none does."""
    number, leaf = numbered
    return leaf.inside[depth] if len(leaf.inside) > depth else number


def _dressed(inline: Inline, look: Look) -> Inline:
    match look:
        case Look.STRONG:
            return Strong((inline,))
        case Look.EMPHASIS:
            return Emphasis((inline,))
        case Look.RAISED | Look.LOWERED:
            return Script((inline,), raised=look is Look.RAISED)
    return inline


def _lines(parts: Sequence[object], indent: str = "") -> Iterator[str]:
    for part in parts:
        match part:
            case Paragraph():
                yield from (f"{indent}{words(part.content)}", "")
            case Listing():
                for number, item in enumerate(part.items, start=part.start or 1):
                    mark = f"{number}. " if part.start is not None else "- "
                    box = "" if item.ticked is None else "[ ] "
                    first, *rest = list(_lines(item.blocks, indent + " " * len(mark))) or [""]
                    yield f"{indent}{mark}{box}{first.strip()}"
                    yield from (line for line in rest if line.strip())
                yield ""
            case Table():
                yield from (indent + " | ".join(map(words, row.cells)) for row in (part.head, *part.rows))
                yield ""
            case Quote() | Box():
                title = [f"{indent}{words(part.title)}", ""] if isinstance(part, Box) and part.title else []
                yield from (*title, *_lines(part.blocks, f"{indent}  "))
