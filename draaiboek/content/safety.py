"""Misleading characters: what is read is not what is written. They are refused, never silently removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from draaiboek.base import characters
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Line, Origin
from draaiboek.content import addresses


def hidden(lines: Iterable[Line]) -> Iterator[Diagnostic]:
    """Yield every invisible or misleading character in *lines*, at most `_MOST`; the last one says there are more."""
    for number, problem in enumerate(_all(lines), start=1):
        if number == _MOST:
            more = "hier en verderop staan nog meer onzichtbare of misleidende tekens"
            yield replace(problem, text=more, hint="Herstel eerst wat hierboven staat.")
            return
        yield problem


def _all(lines: Iterable[Line]) -> Iterator[Diagnostic]:
    for line in lines:
        found = [*characters.hidden(line.text)]
        remnants = {start for start, _, _ in characters.remnants(line.text)} if found else set()
        for index, name in found:
            hint = _FIX_IT if index in remnants else _TYPE_ANEW
            yield Diagnostic("HT005", _at(line, index), f"hier staat een onzichtbaar teken ({name})", hint)
        if (index := characters.piled(line.text)) >= 0:
            yield Diagnostic("HT005", _at(line, index), "hier staan te veel tekens op één letter", _TYPE_ANEW)
        for index, host in addresses.look_alikes(line.text):
            yield Diagnostic("HT005", _at(line, index), addresses.LOOKS_LIKE_ANOTHER.format(host), _TYPE_NAME)


def _at(line: Line, index: int) -> Origin:
    return Origin(line.origin.path, line.origin.line, line.origin.column + index)


_MOST = 100
_FIX_IT = "Draai 'python3 build.py check --fix', of typ het woord opnieuw."
_TYPE_NAME = "Typ de naam van de website opnieuw."
_TYPE_ANEW = "Wis het woord en de tekens eromheen, en typ het opnieuw."
