"""JSON in a publication: whoever can push there may have written anything in it. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from draaiboek.base.characters import UNSAFE, name_of

_DEEPEST = 20  # levels of nested lists and objects; ours have nine


def read(text: str) -> Any:
    """Return the value in *text*.

    Raises ValueError when it is not JSON, is nested deeper than any of ours, or contains a character that no file of
    ours can contain.
    """
    try:
        found = json.loads(text)
    except RecursionError as error:
        raise _too_deep() from error
    _refuse(found)
    return found


def as_text(value: Any) -> str:
    """Return *value*, which must be a string; raises TypeError when it is not."""
    if not isinstance(value, str):
        message = f"{type(value).__name__} waar een tekst hoort"
        raise TypeError(message)
    return value


def as_object(value: Any) -> dict[str, Any]:
    """Return *value*, which must be an object; raises TypeError when it is not."""
    if not isinstance(value, dict):
        message = f"{type(value).__name__} waar een object hoort"
        raise TypeError(message)
    return value


def as_list(value: Any) -> list[Any]:
    """Return *value*, which must be a list; raises TypeError when it is not."""
    if not isinstance(value, list):
        message = f"{type(value).__name__} waar een lijst hoort"
        raise TypeError(message)
    return value


def read_texts(text: str) -> Mapping[str, str]:
    """Return the value in *text*, which must be an object of strings; raises as `read` and `as_texts`."""
    return as_texts(read(text))


def as_texts(value: Any) -> Mapping[str, str]:
    """Return *value*, which must be an object of strings; raises TypeError when it is not."""
    return {name: as_text(each) for name, each in as_object(value).items()}


def _refuse(found: Any) -> None:
    level = [found]
    for _ in range(_DEEPEST):
        inside = []
        for each in level:
            if isinstance(each, dict):
                inside += [*each.keys(), *each.values()]
            elif isinstance(each, list):
                inside += each
            elif isinstance(each, str) and (match := UNSAFE.search(each)):
                message = f"het teken {name_of(match[0])} kan hier niet staan"
                raise ValueError(message)
        if not inside:
            return
        level = inside
    raise _too_deep()


def _too_deep() -> ValueError:
    return ValueError("dit is te diep genest")
