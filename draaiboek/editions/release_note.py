"""What a release note says about a section: the line of its Markdown that links to it. Pure.

A line covers a section when it links to that section, to one around it, or to its whole page. A line is an item of a
list, a row of a table or a paragraph; the links that the program itself puts on glossary terms do not count.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote

from draaiboek.base.model import CORE
from draaiboek.content.markdown import collapse
from draaiboek.editions.manifest import Entry

Place = tuple[PurePosixPath, str]
"""A page and an id on it, or '' for the whole page."""

TERM = re.compile(r"\[([^\]]*)\]\([^)]*\)\{ \.lr-begrip title=\"[^\"]*\" \}")
LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\(<?(?P<href>[^\s)>]*)>?(?:\s+\"[^\"]*\")?\)(?:\{[^}]*\})?")
# What opens a line of its own inside a block: an item of a list or a row of a table.
OPENER = re.compile(r"^\s*(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+|\|)")
MARKS = re.compile(r"\[\^[^\]]+\]|[*`|]|(?<!\w)_|_(?!\w)|<[^>]*>|\{:?[^}]*\}")
VARIANT = "variant:"


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """The lines of a release note that link somewhere, and which sections stand around each section, nearest first."""

    lines: tuple[tuple[str, frozenset[Place]], ...]
    around: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)


def read(entries: Sequence[Entry], page: PurePosixPath, *, variant: str = CORE) -> ReleaseNote:
    """Return the release note on *page*, as *entries* of an edition hold it.

    *entries* are all sections of one variant in the order of its pages; *variant* is its slug: a link to
    `variant:sport/…` speaks of the pages of sport only.
    """
    note = "\n\n".join(entry.text for entry in entries if entry.page == page)
    lines = []
    for line in _lines(TERM.sub(r"\1", note)):
        places = frozenset(_places(line, page, variant))
        if places:
            lines.append((_plain(line), places))
    return ReleaseNote(tuple(lines), _around(entries))


def line_for(page: PurePosixPath, id: str, note: ReleaseNote) -> str | None:  # noqa: A002  # as in Entry
    """Return in plain words the line of *note* about section *id* of *page* ('': its lead), or None.

    A line about the section itself goes before one about a section around it, and that before one about the page.
    """
    for name in (id, *note.around.get((page, id), ()), ""):
        for line, places in note.lines:
            if (page, name) in places:
                return line
    return None


def _lines(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text):
        line: list[str] = []
        for each in block.split("\n"):
            if OPENER.match(each) and line:
                yield "\n".join(line)
                line = []
            line.append(each)
        yield "\n".join(line)


def _places(line: str, page: PurePosixPath, variant: str) -> Iterator[Place]:
    for match in LINK.finditer(line):
        path, _, name = unquote(match["href"]).partition("#")
        if path.startswith(VARIANT):
            slug, _, path = path.removeprefix(VARIANT).partition("/")
            if slug == variant:
                yield PurePosixPath(path), name
        elif path.endswith(".md") and ":" not in path:
            yield PurePosixPath(posixpath.normpath(page.parent / path)), name


def _plain(line: str) -> str:
    without = LINK.sub(lambda match: match["text"], OPENER.sub("", line))
    return collapse(MARKS.sub(" " if line.lstrip().startswith("|") else "", without))


def _around(entries: Sequence[Entry]) -> Mapping[Place, tuple[str, ...]]:
    found: dict[Place, tuple[str, ...]] = {}
    page: PurePosixPath | None = None
    outer: list[Entry] = []
    for entry in entries:
        if entry.page != page:
            page, outer = entry.page, []
        outer = [each for each in outer if each.level < entry.level and each.id]
        found[entry.page, entry.id] = tuple(each.id for each in reversed(outer))
        outer.append(entry)
    return found
