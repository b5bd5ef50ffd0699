"""The core text as it was: from the editions on the branch, or else from the history of the working text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.base.model import CORE, Block, Line, Origin, Part, Section
from draaiboek.compose import fingerprint
from draaiboek.content.markdown import Parsed, parse, split_front_matter
from draaiboek.editions import manifest
from draaiboek.editions.publish.tree import CommitTree

MOST_COMMITS = 200


def text_with(digest: str, page: PurePosixPath, repository: Path, editions: list[str], branch: str) -> tuple[str, str]:
    """Return the core text that had fingerprint *digest* on *page*, and where it was found; ('', '') if nowhere.

    *editions* are what *branch* holds, newest first.
    """
    for edition in editions:
        found = manifest.read(CommitTree(repository, branch).text(f"{edition}/{manifest.NAME}") or "")
        text = _in_manifest(found.of_variant(CORE), digest)
        if text is not None:
            return text, f"editie {edition}"
    path = PurePosixPath("docs", page)
    for commit in _commits(path, repository):
        parsed = _parsed(process.run(["git", "show", f"{commit}:{path}"], cwd=repository), path)
        if fingerprint.of_parts(parsed.lead) == digest:
            return "\n\n".join(_blocks(parsed.lead)), f"commit {commit[:12]}"
        for section in (each for top in parsed.sections for each in top.walk()):
            if fingerprint.of_section(section) == digest:
                return "\n\n".join(_text(section)), f"commit {commit[:12]}"
    return "", ""


def _commits(path: PurePosixPath, repository: Path) -> list[str]:
    try:
        command = ["git", "log", f"--max-count={MOST_COMMITS}", "--diff-filter=AM", "--format=%H", "--", str(path)]
        return process.run(command, cwd=repository).split()
    except ToolError:
        return []


def _in_manifest(sections: Sequence[manifest.Entry], digest: str) -> str | None:
    """Return the text of the section with fingerprint *digest* and those below it."""
    for index, section in enumerate(sections):
        if section.fingerprint == digest:
            texts = [section.text]
            for below in sections[index + 1 :]:
                deeper = below.level > section.level and below.page == section.page
                if not section.id or not deeper:
                    break
                texts += [f"{'#' * below.level} {below.title}", below.text]
            return "\n\n".join(text for text in texts if text)
    return None


def _parsed(text: str, path: PurePosixPath) -> Parsed:
    _, lines, first = split_front_matter(text)
    return parse([Line(line, Origin(path, first + number)) for number, line in enumerate(lines)])


def _text(section: Section) -> Iterator[str]:
    yield from _blocks(section.body)
    for below in section.subsections:
        yield f"{'#' * below.level} {below.title}"
        yield from _text(below)


def _blocks(parts: Sequence[Part]) -> Iterator[str]:
    return (part.text for part in parts if isinstance(part, Block))
