"""Changes to a file at exact places; the rest stays, including its line endings and its byte-order mark.

Only letters of two characters (NFD) become one, as they are when a file is read: all places are counted so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from draaiboek.base.characters import composed
from draaiboek.base.model import Origin
from draaiboek.content import budgets

BOM = "\ufeff"
LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Edit:
    """*new* replaces what stands between offsets *start* and *end* in the `Text` of the file *path*."""

    path: PurePosixPath
    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Created:
    """A file that has to exist."""

    path: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that is no longer of any use."""

    path: PurePosixPath


Change = Edit | Created | Removed


@dataclass(frozen=True)
class Text:
    """A file as it is on disk: its characters, composed, with their line endings and its byte-order mark, if any."""

    path: PurePosixPath
    raw: str

    @cached_property
    def _starts(self) -> list[int]:
        first = len(BOM) if self.raw.startswith(BOM) else 0
        return [first, *(match.end() for match in LINE_END.finditer(self.raw))]

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self._starts)

    @cached_property
    def plain(self) -> str:
        """Its lines joined by a plain line feed, without the byte-order mark."""
        return "\n".join(LINE_END.split(self.raw.removeprefix(BOM)))

    def line(self, number: int) -> str:
        """Return line *number*, counted from 1, without its ending; '' beyond the last."""
        if number > self.lines:
            return ""
        start = self._starts[number - 1]
        found = LINE_END.search(self.raw, start)
        return self.raw[start : found.start() if found else len(self.raw)]

    def offset(self, line: int, column: int = 1) -> int:
        """Return the offset in `raw` of *line* and *column*, both counted from 1 as in every message."""
        return self._starts[min(line, self.lines) - 1] + column - 1

    @cached_property
    def line_end(self) -> str:
        """The line ending that the file uses."""
        found = LINE_END.search(self.raw)
        return found[0] if found else "\n"

    def replaced(self, start: int, end: int, new: str) -> Edit:
        """Return the edit that replaces what stands between *start* and *end* by *new*."""
        return Edit(self.path, start, end, new)

    def exactly(self, place: Origin, old: str, new: str) -> Edit | None:
        """Return the edit that replaces *old* by *new* when exactly *old* stands at *place*, else None."""
        start = self.offset(place.line, place.column)
        return Edit(self.path, start, start + len(old), new) if self.raw.startswith(old, start) else None


Read = Callable[[PurePosixPath], Text | None]
"""Returns the text of a file of the project; None when it is too large, not a regular file, or not UTF-8."""


def reader(root: Path) -> Read:
    """Return the function that reads files below *root*, each of them only once."""
    known: dict[PurePosixPath, Text | None] = {}

    def read(path: PurePosixPath) -> Text | None:
        if path not in known:
            known[path] = _read(root, path)
        return known[path]

    return read


def _read(root: Path, path: PurePosixPath) -> Text | None:
    file = root / path
    if file.is_symlink() or not file.is_file():  # a link could lead out of the copy, and a pipe never ends
        return None
    try:
        if file.stat().st_size > budgets.TEXT:
            return None
        return Text(path, composed(file.read_bytes().decode()))
    except (OSError, UnicodeDecodeError):
        return None


def apply(changes: Iterable[Change], root: Path) -> bool:
    """Apply *changes* to the files below *root*; return whether there were any. Of two that overlap the first wins."""
    by_path: dict[PurePosixPath, list[Edit]] = {}
    other = []
    for change in dict.fromkeys(changes):
        by_path.setdefault(change.path, []).append(change) if isinstance(change, Edit) else other.append(change)
    for path, edits in by_path.items():
        file = root / path
        file.write_bytes(_edited(file.read_bytes().decode(), edits).encode())
    for change in other:
        file = root / change.path
        if isinstance(change, Created):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(change.text.encode())
        else:
            file.unlink(missing_ok=True)
    return bool(by_path or other)


def _edited(on_disk: str, edits: Iterable[Edit]) -> str:
    """Return *on_disk* after *edits*, of which the offsets are those in its composed text; the rest stays as it is."""
    offsets = _offsets(on_disk)
    if len(offsets) != len(composed(on_disk)) + 1:  # a script, such as Hangul, in which two letters become one
        on_disk = composed(on_disk)
        offsets = range(len(on_disk) + 1)
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda each: each.start):
        if edit.start >= at:
            pieces += [on_disk[offsets[at] : offsets[edit.start]], edit.new]
            at = edit.end
    return "".join((*pieces, on_disk[offsets[at] :]))


def _offsets(text: str) -> Sequence[int]:
    """Return, for each offset in *text* composed, letter by letter with its accents, the one in *text* itself."""
    if unicodedata.is_normalized("NFC", text):
        return range(len(text) + 1)
    found, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not unicodedata.combining(text[end]):
            found += [start] * len(composed(text[start:end]))
            start = end
    return [*found, len(text)]
