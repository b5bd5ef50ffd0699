"""The list of sources in the front matter: it must contain what the page cites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from draaiboek.base.model import Origin, Page, Source, runs
from draaiboek.compose.reading_order import own_blocks
from draaiboek.content import citations, strict_yaml
from draaiboek.content.files import split_front_matter
from draaiboek.content.strict_yaml import Document
from draaiboek.pipeline.repair.edits import Edit, Read, Text

KEY = "bronnen"


def changes(source: Source, read: Read) -> Iterator[Edit]:
    """Yield the missing entries; an entry that is not cited stays, because a citation may have been forgotten."""
    for page in (*source.pages, *source.sector_pages):
        missing = _missing(page, source)
        text = read(page.origin.path) if missing else None
        if text is not None and (front := front_matter(text)):
            yield from _added(text, front, missing)


def _missing(page: Page, source: Source) -> list[str]:
    cited = [each.key for block in own_blocks(page) for run in runs(block) for each in citations.cited(run)]
    return [key for key in dict.fromkeys(cited) if key in source.references and key not in page.meta.references]


def front_matter(text: Text) -> Document | None:
    """Return the front matter of *text* with the places of its keys; None when it has none that can be parsed."""
    front, _, _ = split_front_matter(text.plain)
    if front is None:
        return None
    try:
        return strict_yaml.parse(front, Origin(text.path, 2))
    except strict_yaml.StrictYamlError:
        return None


def _added(text: Text, front: Document, missing: Sequence[str]) -> Iterator[Edit]:
    names = ", ".join(missing)
    listed = front.value.get(KEY) if isinstance(front.value, dict) else None
    if listed is None:
        key_alone = (KEY,) in front.places
        if not key_alone:
            yield from new_line(text, f"{KEY}: [{names}]", before=("nagelezen", "na", "voorheen"), front=front)
        return
    line = front.place((KEY,)).line
    if not isinstance(listed, list):
        return
    if text.line(line).rstrip().endswith("]"):
        start = text.offset(line) + len(text.line(line).rstrip()) - 1
        yield text.replaced(start, start, f", {names}" if listed else names)
    elif listed and text.line(line).rstrip().endswith(":"):
        last = front.place((KEY, len(listed) - 1))
        before = text.line(last.line)[: last.column - 1]
        end = text.offset(last.line) + len(text.line(last.line))
        yield text.replaced(end, end, "".join(f"{text.line_end}{before}{key}" for key in missing))


def new_line(text: Text, line: str, *, before: Sequence[str], front: Document) -> Iterator[Edit]:
    """Yield *line* as a new line of the front matter: before the first key of *before* that exists, or at its end."""
    at = next((front.place((key,)).line for key in before if (key,) in front.places), None)
    if at is None:
        at = next((number for number in range(2, text.lines + 1) if text.line(number).rstrip() == "---"), None)
    if at is not None:
        start = text.offset(at)
        yield text.replaced(start, start, f"{line}{text.line_end}")
