"""Headings without an id: each gets the id that its message proposes, or the one that it had before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Page, Section, Source
from draaiboek.pipeline.repair.edits import Edit, Read

_BARE = re.compile(r"#{2,6}[ \t]+(?=\S)[^{}]*[^{}#\s][ \t]*")
"""A heading with nothing after its words."""
_NOT_THERE = frozenset({"OV001", "OV012", "LK002"})
"""The codes of messages about an id that something refers to and that does not exist."""


def given(problems: Sequence[Diagnostic], source: Source, read: Read, before: Source | None) -> Iterator[Edit]:
    """Yield the id for each heading of *source* that *problems* report as having none.

    When the text as it was *before* is known, a heading gets its old id back. Otherwise, an id that something refers to
    and that does not exist may belong to any bare heading in its file: such files are left to a person.
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
    """Return the id that *section* had *before*: of the only section with its title, if no other has it now; or ''."""
    same = [each.id for each in _sections(before, path) if each.title == section.title] if before else []
    return same[0] if len(same) == 1 and same[0] not in own else ""


def _sections(source: Source, path: PurePosixPath) -> list[Section]:
    """Return the sections in file *path*; in an overlay for several sectors, those of the first sector."""
    pages = [each.sections for each in _pages(source) if each.origin.path == path]
    overlays = [each.sections for each in source.overlays if each.origin.path == path]
    return [section for tops in (*pages, *overlays)[:1] for top in tops for section in top.walk()]


def _former(source: Source, path: PurePosixPath) -> set[str]:
    return {name for each in _pages(source) if each.origin.path == path for name in each.meta.formerly}


def _pages(source: Source) -> tuple[Page, ...]:
    return (*source.pages, *source.sector_pages)
