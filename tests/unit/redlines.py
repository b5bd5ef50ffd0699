"""Sections for the tests of the redline stage, and what a reader sees of a comparison, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from draaiboek.base.diagnostics import has_errors
from draaiboek.base.model import (
    Action,
    EmergencyNumbers,
    Identity,
    Inline,
    Line,
    Origin,
    Page,
    PageMeta,
    Paragraph,
    Part,
    Reference,
    ReferenceStatus,
    SectorText,
    Text,
)
from draaiboek.base.model import Section as Chapter
from draaiboek.compose import normal_form
from draaiboek.compose.fill_in import Words, resolve
from draaiboek.content.markdown import Parsed, parse
from draaiboek.editions.manifest import Entry
from draaiboek.editions.redline import Comparison, Kind, Redline, Section, Side, compare, view
from draaiboek.editions.redline.values import LeafChange, Run, Word, leaves

HERE = Origin(PurePosixPath("docs/delen.md"))
WORDS = Words(
    variables={},
    own={},
    references={"wet": Reference("wet", "De wet", "de wet", "wet", ReferenceStatus.VERIFIED, HERE)},
    terms={},
    pattern=re.compile(r"(?!)(x)(x)"),
    register=frozenset(),
    emergency=EmergencyNumbers(("112",), ("bel",)),
    foreign=re.compile(r"(?!)(x)(x)"),
    languages={},
)


# Long enough for a section to be recognised by its text elsewhere.
LONG = "Deze tekst is lang genoeg om ergens anders te worden herkend, want hij heeft meer dan twaalf woorden."

FACTS: Mapping[str, Any] = {
    "datum": "2026-11-20",
    "geldig_van": "2026-12-01",
    "stand_wetgeving": "2026-10-31",
    "aanleiding": ["wetgeving", "praktijk"],
    "samenvatting": "De eerste.",
}
THIS = Identity("Draaiboek Tafel", "Tafel", "tafel")
OLD = Side("2026.1", "editie 2026.1", FACTS, "https://example.org/2026.1")
NEW = Side("2026.2", "editie 2026.2", {**FACTS, "geldig_van": "2027-01-01"}, "https://example.org/2026.2")


def line(page: PurePosixPath, name: str) -> str | None:
    return "Spreken is nu een plicht." if (str(page), name) == ("delen.md", "recht") else None


def comparison(old: Sequence[Entry], new: Sequence[Entry], slug: str = "kern") -> Comparison:
    """Return the comparison of a variant; the section `recht` of delen.md has a line in its release note."""
    return Comparison(slug, slug, compare(old, new), line, pdf="wijzigingen.pdf")


def entry(
    text: str | Sequence[Part], *, page: str = "delen.md", name: str = "a", title: str = "Titel", level: int = 2
) -> Entry:
    """Return a section of *page* with *text*: an editor's Markdown, or the nodes after reading and filling in."""
    path = PurePosixPath(page)
    body = parts(text) if isinstance(text, str) else tuple(text)
    section = Chapter(name, level, (Text(title),), locked=False, origin=HERE, body=body)
    address = f"{page.removesuffix('.md')}/" + (f"#{name}" if name else "")
    return Entry(path, name, level, title, "f2:0", normal_form.of_own(section, path), address)


def parts(text: str) -> tuple[Part, ...]:
    """Return the Markdown *text*, without headings, after reading and filling in; [@wet, art. 3] is a note."""
    parsed = _read(text)
    assert parsed.sections == ()
    return _filled(parsed.lead)


def parts_anyhow(text: str) -> tuple[Part, ...]:
    """Return the Markdown *text* after reading and filling in, whatever its errors, its sections as a sector's."""
    parsed = parse([Line(line, HERE) for line in text.split("\n")])
    own = SectorText("x", "onderwijs", Action.BEGIN, "", (), parsed.sections, HERE)
    whole: tuple[Part, ...] = (*parsed.lead, *((own,) if parsed.sections else ()))
    return resolve(Page(PurePosixPath("delen.md"), PageMeta("Delen", "Delen"), whole, (), HERE), WORDS)[0].lead


def of_sector(text: str, name: str = "onderwijs") -> SectorText:
    """Return the Markdown *text*, which may have headings, as an addition of a sector."""
    parsed = _read(text)
    (found,) = _filled((SectorText("x", name, Action.BEGIN, "", parsed.lead, parsed.sections, HERE),))
    assert isinstance(found, SectorText)
    return found


def paragraph(*content: Inline) -> Paragraph:
    """Return a paragraph of *content*."""
    return Paragraph(content, HERE)


def page_of(page: str, title: str, *sections: Entry) -> tuple[Entry, ...]:
    """Return the sections of a page, preceded by the entry of the page itself."""
    return (entry("", page=page, name="", title=title, level=1), *sections)


def shown(section: Section) -> str:
    """Return *section* as a reader sees it: [-deleted-] and {+inserted+} words, one line for each row of a table."""
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


def _read(text: str) -> Parsed:
    parsed = parse([Line(line, HERE) for line in text.split("\n")])
    assert not has_errors(parsed.problems)  # a line of bold words may be meant as a heading: only a warning
    return parsed


def _filled(lead: tuple[Part, ...]) -> tuple[Part, ...]:
    page, problems = resolve(Page(PurePosixPath("delen.md"), PageMeta("Delen", "Delen"), lead, (), HERE), WORDS)
    assert problems == ()
    return page.lead


def said(leaf: normal_form.Leaf) -> str:
    """Return the words of *leaf* as the redline spells them out."""
    spelled = []
    for run in leaf.runs:
        if normal_form.Look.IMAGE in run.looks:
            spelled.append(f"(afbeelding: {run.text})")
        elif normal_form.Look.NOTE in run.looks:
            spelled.append(f" (noot: {run.text})")
        else:
            spelled.append(run.text)
    return " ".join("".join(spelled).split())


def told(blocks: tuple[tuple[Word, ...], ...]) -> list[str]:
    """Return the words of each block, without the targets of links, with the white space between them."""
    return [
        " ".join(
            "".join(f" {word.shown}" if word.spaced else word.shown for word in block if word.look != "link").split()
        )
        for block in blocks
    ]


def old_words(section: Section) -> tuple[tuple[Word, ...], ...]:
    """Return the words of each old block of *section*: deletions undone, insertions left out."""
    changed = (leaf for leaf in leaves(section.changes) if leaf.old)
    return tuple(tuple(word for run in leaf.runs for word in run.old) for leaf in changed)


def new_words(section: Section) -> tuple[tuple[Word, ...], ...]:
    """Return the words of each new block of *section*: insertions applied, deletions left out."""
    changed = (leaf for leaf in leaves(section.changes) if leaf.new)
    return tuple(tuple(word for run in leaf.runs for word in run.new) for leaf in changed)


def assert_whole(section: Section) -> None:
    """Assert that no word of either text is lost, added, or out of its place."""
    if section.kind in {Kind.SAME, Kind.MOVED}:
        assert section.old
        assert section.new
        assert section.old.leaves == section.new.leaves
        return
    for side, blocks in ((section.old, old_words(section)), (section.new, new_words(section))):
        assert told(blocks) == ([said(leaf) for leaf in side.leaves[1:]] if side else [])
