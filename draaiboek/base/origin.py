"""Where something is in the content. Not in the model, because every diagnostic needs a place but not the text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A place in the content: *path* is relative to the project, *line* and *column* count from 1."""

    path: PurePosixPath
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
