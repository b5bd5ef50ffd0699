"""The core text as it was: from the editions on the branch, or else from the history of the working text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from draaiboek import fingerprint, process
from draaiboek.errors import ToolError
from draaiboek.manifest import NAME
from draaiboek.markdown import parse, split_front_matter
from draaiboek.model import Block, Line, Origin, Section

MOST_COMMITS = 200


def text_with(digest: str, page: PurePosixPath, repository: Path, editions: list[str], branch: str) -> tuple[str, str]:
    """Return the core text that had fingerprint *digest* on *page*, and where it was found; ('', '') if nowhere.

    *editions* are what *branch* holds, newest first.
    """
    for edition in editions:
        manifest = json.loads(process.run(["git", "show", f"{branch}:{edition}/{NAME}"], cwd=repository))
        for section in manifest["secties"]["kern"]:
            if section["vingerafdruk"] == digest:
                return section["tekst"], f"editie {edition}"
    path = PurePosixPath("docs", page)
    for commit in _commits(path, repository):
        for section in _sections(process.run(["git", "show", f"{commit}:{path}"], cwd=repository), path):
            if fingerprint.of_section(section) == digest:
                return "\n\n".join(_text(section)), f"commit {commit[:12]}"
    return "", ""


def _commits(path: PurePosixPath, repository: Path) -> list[str]:
    try:
        command = ["git", "log", f"--max-count={MOST_COMMITS}", "--diff-filter=AM", "--format=%H", "--", str(path)]
        return process.run(command, cwd=repository).split()
    except ToolError:
        return []


def _sections(text: str, path: PurePosixPath) -> Iterator[Section]:
    _, lines, first = split_front_matter(text)
    parsed = parse([Line(line, Origin(path, first + number)) for number, line in enumerate(lines)])
    for section in parsed.sections:
        yield from section.walk()


def _text(section: Section) -> Iterator[str]:
    yield from (part.text for part in section.body if isinstance(part, Block))
    for below in section.subsections:
        yield f"{'#' * below.level} {below.title}"
        yield from _text(below)
