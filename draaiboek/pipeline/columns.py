"""Find the column of the word that a message is about.

The tree knows the line of each text but not the Markdown characters between its words; the file has both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import PurePosixPath

from draaiboek.base.characters import composed
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.project import Project
from draaiboek.pipeline.repair.edits import LINE_END

_BETWEEN = r"[\s>]+"  # including the `>` of a quotation that begins the next line


def of_words(project: Project, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield *problems*, each that names a word placed at that word; when it is not found, the message keeps its line.

    When two messages name the same word on one line, the second is looked for after the first.
    """
    files: dict[PurePosixPath, Sequence[str]] = {}
    seen: dict[tuple[str, PurePosixPath, int, str], tuple[int, int]] = {}
    for each in problems:
        if not each.word:
            yield each
            continue
        path, key = each.origin.path, (each.code, each.origin.path, each.origin.line, each.word.casefold())
        if path not in files:
            files[path] = _lines(project, path)
        start = seen.get(key, (each.origin.line, each.origin.column - 1))
        found = _found(files[path], each.word, *start)
        if found is None:
            yield replace(each, word="")
            continue
        line, column, said = found
        seen[key] = line, column + len(said)
        yield replace(each, origin=replace(each.origin, line=line, column=column + 1), word=said)


def _lines(project: Project, path: PurePosixPath) -> Sequence[str]:
    file = project.root / path
    return LINE_END.split(composed(file.read_bytes().decode("utf-8", errors="replace"))) if file.is_file() else ()


def _found(lines: Sequence[str], word: str, line: int, column: int) -> tuple[int, int, str] | None:
    """Return the line index, the column index and the text of *word*, sought from *column* of *line* in its paragraph.

    When the words are split over two lines, the text is the part on the first line; when Markdown characters stand
    between them, only the first word is looked for. None when there is no match.
    """
    paragraph = "\n".join(takewhile(str.strip, lines[line - 1 :]))
    for sought in dict.fromkeys((word, word.split(maxsplit=1)[0])):
        pattern = rf"(?<!\w){_BETWEEN.join(map(re.escape, sought.split()))}(?!\w)"
        if match := re.compile(pattern, re.IGNORECASE).search(paragraph, column):
            above = paragraph.count("\n", 0, match.start())
            start = match.start() - (paragraph.rfind("\n", 0, match.start()) + 1)
            return line + above, start, match[0].partition("\n")[0]
    return None
