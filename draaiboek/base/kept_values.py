"""What one process read of a text, kept for the next: values of frozen types, keyed by what they were made of.

They are kept together in one result of `cache`, a line for each: opening a file for each would take as long as reading
the text again. Only types that are registered beforehand are restored, through their constructor; a value that holds
any other type, such as a diagnostic, is not kept.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from pathlib import PurePosixPath
from types import ModuleType
from typing import Any, TypeVar

from draaiboek.base.cache import (
    AS_IT_IS,
    NONE,
    READ,
    Cache,
    Digests,
    digest,
    key,
    put,
    read,
    refuse,
    shared_digest,
    values_of,
)
from draaiboek.base.origin import Origin

R = TypeVar("R")
_ONE = ""  # the name of the one file in the result
_path = cache(PurePosixPath)  # most places in a text are in few files
_SMALL = AS_IT_IS | {PurePosixPath, frozenset}  # types that are digested directly
_Apart = Callable[[Any], Iterable[Any]]
_Together = Callable[..., Any]
_PLAIN: Sequence[tuple[Any, str, _Apart, _Together]] = (
    (tuple, "", iter, lambda *parts: parts),
    (list, "[", iter, lambda *parts: list(parts)),
    (dict, "{", dict.items, lambda *parts: dict(parts)),
    (frozenset, "<", lambda each: sorted(each, key=repr), lambda *parts: frozenset(parts)),
    (date, "@", lambda each: (each.isoformat(),), date.fromisoformat),
    (PurePosixPath, "/", lambda each: (str(each),), _path),
    # Every node has one: with the path as a separate value, these took up a third of everything kept.
    (Origin, ":", lambda each: (str(each.path), each.line, each.column), lambda path, *at: Origin(_path(path), *at)),
)


@dataclass(frozen=True, slots=True)
class Kinds:
    """How values are serialised: by type a name and how to take one *apart*; by name how to put it *together* again."""

    apart: Mapping[Any, tuple[str, _Apart]]
    together: Mapping[str, _Together]

    def line(self, value: object) -> bytes:
        """Return *value* as one line, the same each time. Raises KeyError when it holds a type that is not kept."""
        return json.dumps(self._apart(value), separators=(",", ":")).encode()

    def value(self, line: bytes) -> Any:
        """Return the value that `line` serialised to *line*."""
        return json.loads(line, object_pairs_hook=self._together)

    def _apart(self, value: object) -> Any:
        """Return *value* as JSON: an object with one key, the name of its type, and its parts as a list."""
        kind = type(value)
        if kind in AS_IT_IS:
            return value
        name, apart = self.apart[kind]
        return {name: [each if type(each) in AS_IT_IS else self._apart(each) for each in apart(value)]}

    def _together(self, pairs: Sequence[tuple[str, Sequence[Any]]]) -> Any:
        """Return the value that `_apart` made an object of; json has already turned its parts into values."""
        ((name, parts),) = pairs
        return self.together[name](*parts)


def kinds_of(modules: Iterable[ModuleType]) -> Kinds:
    """Return how to keep values of the types that *modules* define, which may hold only each other and plain types."""
    known = [*_PLAIN, *(each for module in modules for each in _kinds_in(module))]
    return Kinds(
        {kind: (name, apart) for kind, name, apart, _ in known}, {name: together for _, name, _, together in known}
    )


def _kinds_in(module: ModuleType) -> Iterator[tuple[Any, str, _Apart, _Together]]:
    for each in vars(module).values():
        if isinstance(each, type) and each.__module__ == module.__name__:
            kind: Any = each
            name = f"{module.__name__.rpartition('.')[2]}.{kind.__name__}"
            if issubclass(kind, Enum):
                yield kind, name, lambda member: (member.value,), kind
            elif apart := iter if issubclass(kind, tuple) else values_of(kind):
                yield kind, name, apart, kind


@dataclass(slots=True)
class KeptValues:
    """Values kept *before* and those used *now*, as lines by their keys; *kinds* are the types that can be kept.

    *hits* are the keys of those that were used, each with a function that makes its value again. *digests* are those of
    all values that were kept or used, and of what was made of these: walking through them again would take as long as
    making some of them. *elsewhere* says how many texts a fork of this process read.
    """

    keep: Cache = NONE
    kinds: Kinds = field(default_factory=lambda: Kinds({}, {}))
    before: Mapping[str, bytes] = field(default_factory=dict)
    now: dict[str, bytes] = field(default_factory=dict)
    hits: list[tuple[str, Callable[[], object]]] = field(default_factory=list)
    digests: Digests = field(default_factory=Digests)
    elsewhere: int = 0

    def of(self, function: Callable[..., R], *arguments: object) -> R:
        """Return `function(*arguments)`; *function* is pure. The result was kept, or is made now and kept."""
        if self.keep.folder is None:
            return function(*arguments)
        try:
            name = _key(function, [shared_digest(each, self.digests) for each in arguments])
        except TypeError:  # a file that could not be read has no contents
            return function(*arguments)
        line = self.before.get(name)
        if line is None:
            result = function(*arguments)
            line = self._line(result)
        else:
            result = self.kinds.value(line)
            self.hits.append((name, lambda: function(*arguments)))
        if line is not None:
            self.now[name] = line
            self._know(result, hashlib.sha256(line).hexdigest())
        return result

    @property
    def are_new(self) -> bool:
        """Whether none were kept before, and those made now will be."""
        return self.keep.folder is not None and not self.before

    def follows(self, result: object, function: Callable[..., object], arguments: Sequence[object]) -> None:
        """Record a digest of *result*, which the pure *function* made of *arguments*, if all of theirs are known."""
        if self.keep.folder is None:
            return
        known = [name for each in arguments if (name := self._name_of(each))]
        if known and len(known) == len(arguments):
            self._know(result, _key(function, known))

    def _name_of(self, value: object) -> str:
        """Return the digest of *value* if known, or derive it from those of its parts; '' if some are not known."""
        if id(value) in self.digests:
            return self.digests[id(value)][1]
        if type(value) in _SMALL:
            return shared_digest(value, self.digests)
        if type(value) is not tuple:
            return ""
        names = []
        for each in value:
            if not (name := self._name_of(each)):
                return ""
            names.append(name)
        return digest(names)

    def _know(self, value: object, name: str) -> None:
        """Record *name* as the digest of *value*, and one for each part; not for a shared object, such as ()."""
        parts = value if type(value) is tuple else ()
        for number, each in enumerate(parts):
            self._know(each, f"{name}/{number}")
        if parts or is_dataclass(value):
            self.digests.setdefault(id(value), (value, name))

    def check_again(self, number: int) -> None:
        """Make a random *number* of the values that were used again; raises ToolError when one differs."""
        for name, make in random.sample(self.hits, min(number, len(self.hits))):
            if self._line(make()) != self.now[name]:
                refuse(self.keep, READ)

    def put(self) -> None:
        """Keep what was used now, if the build ends well."""
        lines = (b" ".join((name.encode(), line)) for name, line in self.now.items())
        put(self.keep, key(self.keep, READ, {}), {_ONE: b"\n".join(lines)})

    def _line(self, value: object) -> bytes | None:
        """Return *value* as it is kept; None when it cannot be."""
        try:
            return self.kinds.line(value)
        except KeyError:
            return None


def _key(function: Callable[..., object], parts: Sequence[str]) -> str:
    return digest([function.__module__, function.__qualname__, *parts])


def of_earlier(keep: Cache, modules: Iterable[ModuleType]) -> KeptValues:
    """Return what an earlier build kept in *keep*, of the types that *modules* define."""
    lines = (read(keep, key(keep, READ, {})) or {_ONE: b""})[_ONE].splitlines()
    before = {name.decode(): line for name, _, line in (each.partition(b" ") for each in lines)}
    return KeptValues(keep, kinds_of(modules), before)
