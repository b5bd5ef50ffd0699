"""Conflicts between a proposal and what its target branch became meanwhile: which sections, and whom to ask.

Git merges its own objects: nothing is checked out, and no attribute, filter or hook of the proposal counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from draaiboek.base import git
from draaiboek.base.errors import ToolError
from draaiboek.base.model import Section, Source, place_name
from draaiboek.editions.publish import CommitTree
from draaiboek.pipeline.proposal_report import Clash

_SECONDS = 60
_MERGED = re.compile(r"(?P<tree>[0-9a-f]{40}(?:[0-9a-f]{24})?)\0(?P<names>.*)", re.DOTALL)
_OURS, _MIDDLE, _THEIRS = "<<<<<<< ", "=======", ">>>>>>> "


def clashes(root: Path, base: str, head: str, source: Source) -> Iterator[Clash]:
    """Yield what git cannot merge of commit *head*, with the text *source*, into commit *base* as it is now."""
    # A user's configuration may also show the common ancestor (diff3); a Git host never does.
    words = ("-c", "merge.conflictStyle=merge", "merge-tree", "--write-tree", "--name-only", "--no-messages", "-z")
    try:
        git.run(*words, base, head, cwd=root, seconds=_SECONDS)
    except ToolError as error:
        merged = _MERGED.search(error.output)
        if merged is None:  # git failed, rather than reported conflicts
            raise
        tree = CommitTree(root, merged["tree"])
        for name in sorted({name for name in merged["names"].split("\0") if name}):
            yield from _in_file(name, tree.text(name) or "", source)


def _in_file(name: str, text: str, source: Source) -> Iterator[Clash]:
    lines = tuple(_lines(text))
    parts = PurePosixPath(name).parts
    sector = next((each for each in source.sectors if each.slug in parts[1:2]), None)
    ask = tuple(each.role[:500] for each in sector.keepers)[:100] if sector else ()
    for place, title in dict.fromkeys(_section(name, line, source) for line in lines or (0,)):
        yield Clash(bestand=name[:500], stuk=place[:500], titel=title[:500], naast_elkaar=bool(lines), vraag=ask)


def _lines(text: str) -> Iterator[int]:
    """Yield, for each conflict in *text*, the line of the proposal at which it begins."""
    line, is_ours = 1, False
    for each in text.splitlines():
        if each.startswith(_OURS):
            is_ours = True
            yield line
        elif each == _MIDDLE and is_ours:
            is_ours = False
        elif not is_ours and not each.startswith(_THEIRS):
            line += 1


def _section(name: str, line: int, source: Source) -> tuple[str, str]:
    """Return the place and the title of the section at *line* of file *name* in the proposal; '' when there is none."""
    for page in (*source.pages, *source.sector_pages):
        if str(page.origin.path) == name:
            section = _around(line, [each for top in page.sections for each in top.walk()])
            return place_name(page.path, section.id if section else ""), section.title if section else page.meta.title
    for overlay in source.overlays:
        if str(overlay.origin.path) == name:
            return place_name(overlay.page, overlay.target), ""
    return "", ""


def _around(line: int, sections: list[Section]) -> Section | None:
    return next((each for each in reversed(sections) if each.origin.line <= line), None)
