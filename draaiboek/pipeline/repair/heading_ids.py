"""Headings without an id: each gets the one that its message says, unless it had another that something still names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Page, Section, Source
from draaiboek.pipeline.repair.edits import Edit, Read

_BARE = re.compile(r"#{2,6}[ \t]+(?=\S)[^{}]*[^{}#\s][ \t]*")
"""A heading with nothing behind its words."""
_NOT_THERE = frozenset({"OV001", "OV012", "LK002"})
"""What is told of an id that something names and nothing has."""


def given(problems: Sequence[Diagnostic], source: Source, read: Read, before: Source | None) -> Iterator[Edit]:
    """Yield the id of each heading of *source* that *problems* say has none.

    The text as it was *before*, when that is known, gives a heading its id back. Else an id that is named and is not
    there may be that of any bare heading in that file: these are left to a person.
    """
    named = {path for each in problems if each.code in _NOT_THERE for path in each.missed}
    for problem in (each for each in problems if each.code == "PG004"):
        path, line = problem.origin.path, problem.origin.line
        text = read(path)
        sections = _sections(source, path)
        section = next((each for each in sections if each.origin.line == line), None)
        if text is None or section is None or not _BARE.fullmatch(text.line(line)):
            continue
        own = {each.id for each in sections if each is not section}
        had = _had(section, own, path, before)
        if had or (path not in named and section.id not in own | _former(source, path)):
            end = text.offset(line) + len(text.line(line).rstrip())
            yield text.replaced(end, end, f" {{#{had or section.id}}}")


def _had(section: Section, own: set[str], path: PurePosixPath, before: Source | None) -> str:
    """Return the id that the one section with the title of *section* had *before*, and none of its file has now."""
    same = [each.id for each in _sections(before, path) if each.title == section.title] if before else []
    return same[0] if len(same) == 1 and same[0] not in own else ""


def _sections(source: Source, path: PurePosixPath) -> list[Section]:
    """Return the sections that stand in file *path*; in an overlay for several sectors those of the first."""
    pages = [each.sections for each in _pages(source) if each.origin.path == path]
    overlays = [each.sections for each in source.overlays if each.origin.path == path]
    return [section for tops in (*pages, *overlays)[:1] for top in tops for section in top.walk()]


def _former(source: Source, path: PurePosixPath) -> set[str]:
    return {name for each in _pages(source) if each.origin.path == path for name in each.meta.formerly}


def _pages(source: Source) -> tuple[Page, ...]:
    return (*source.pages, *source.sector_pages)
