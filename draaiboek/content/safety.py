"""Characters that mislead: what is read is not what is written. They are refused, never silently cleaned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from draaiboek.base import characters
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Line, Origin


def hidden(lines: Iterable[Line]) -> Iterator[Diagnostic]:
    """Yield every invisible or misleading character in *lines*."""
    for line in lines:
        for index, name in characters.hidden(line.text):
            origin = Origin(line.origin.path, line.origin.line, line.origin.column + index)
            is_remnant = any(start == index for start, _, _ in characters.remnants(line.text))
            hint = "Draai 'python3 build.py check --fix', of typ het woord opnieuw." if is_remnant else _TYPE_ANEW
            yield Diagnostic("HT005", origin, f"hier staat een onzichtbaar teken ({name})", hint)


_TYPE_ANEW = "Wis het woord en de tekens eromheen, en typ het opnieuw."
