"""Results of steps, keyed by what they are made of, so that a build repeats only what changed.

A step is a pure function. Its key is the SHA-256 of everything that it depends on: contents, never times, and also what
was looked for and does not exist. A result is a handful of files. `out/cache/` holds one file for each result, whose
first line is the checksum of its key and the rest: whatever is damaged, truncated or in the wrong place counts as
absent. It may be deleted at any time.

What a build makes is set aside until the build has ended well, because only then is it certain that nothing changed
meanwhile (`settle`). So a build that failed, warned of a text that changed, or was killed leaves nothing in the cache.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from operator import attrgetter
from pathlib import Path, PurePath
from types import FunctionType, NoneType
from typing import Any

from draaiboek.base import up_to_date
from draaiboek.base.errors import ToolError

Files = Mapping[str, bytes]
"""The result of a step: the files that it makes, by name."""
Parts = Mapping[str, object]
"""Everything that a step depends on, by the name of each part."""
READ, ARTICLE, FRAME, REST, SEARCH = "gelezen", "artikel", "omlijsting", "bijwerk", "zoektekst"
BOOK, POCKET, FICHE, KIT, EPUB, ZIP = "boek", "zakgids", "fiche", "document", "epub", "zip"
RUN = "hoofdstukken"
"""The results of laying out the chapters of books one by one: kept together, and not counted."""
STEPS = (READ, ARTICLE, FRAME, REST, SEARCH, BOOK, POCKET, FICHE, KIT, EPUB, ZIP)
"""What a build counts: texts read, articles written, the theme put around one, what else a site holds, …"""
LIMIT = 1_000_000_000
"""The most bytes that the cache may hold: some thirty builds of everything."""
_ASIDE, _SIZE = "apart", "omvang"
_NO_FILE = "?"
_LARGEST = 1 << 27  # bytes of a file whose contents are hashed: no step reads or makes a larger one
AS_IT_IS = frozenset({str, int, float, bool, NoneType})
"""Types whose values JSON can represent directly."""


class Digests(dict[int, tuple[object, str]]):
    """Digests computed before, by the `id` of the value, which is kept alive so that no other value gets that `id`.

    Pickled for a process that is not a fork of this one, where every value has another `id`, they become empty.
    """

    def __reduce__(self) -> tuple[type[Digests], tuple[()]]:
        """Return how to unpickle it in another process: as an empty one."""
        return Digests, ()


@dataclass(frozen=True, slots=True)
class Cache:
    """Kept results in *folder*; *salt* is part of every key: the program and what it depends on.

    With *folder* None it keeps nothing and finds nothing.
    """

    folder: Path | None = None
    salt: str = ""


NONE = Cache()
"""No cache: everything is made."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A kept result that was used, and how to make it again."""

    step: str
    key: str
    make: Callable[[], Files]


@dataclass(frozen=True, slots=True)
class Work:
    """What was done in one process: how often each step was *made*, and which kept results were used instead.

    *digests* are those of values that several steps share (`shared_digest`).
    """

    cache: Cache = NONE
    made: Counter[str] = field(default_factory=Counter)
    hits: list[Hit] = field(default_factory=list)
    digests: Digests = field(default_factory=Digests)


def digest(value: object) -> str:
    """Return the SHA-256 of *value*: dataclasses, collections and plain values; raises TypeError for any other type."""
    return hashlib.sha256(_bytes(value)).hexdigest()


def _bytes(value: object) -> bytes:
    # Version 2 of marshal writes only the values, and not which of the parts are the same object, as later ones do.
    return marshal.dumps(_plain(value), 2)


def shared_digest(value: object, known: Digests) -> str:
    """Return the SHA-256 of *value* as `digest` does, computed once for each object (*known* has earlier ones)."""
    return known.setdefault(id(value), known.get(id(value)) or (value, digest(value)))[1]


def key(cache: Cache, step: str, parts: Parts) -> str:
    """Return the key of the result of *step* that is made of *parts*."""
    return digest({"salt": cache.salt, "step": step, **parts})


def kept(work: Work, step: str, parts: Callable[[], Parts], make: Callable[[], Files]) -> Files:
    """Return the result of *step*, a pure function of what *parts* returns: as it was kept, or made now and kept.

    When *make* raises, nothing is kept. *parts* is not called when there is no cache.
    """
    name = key(work.cache, step, parts()) if work.cache.folder else ""
    files = read(work.cache, name)
    if files is not None:
        work.hits.append(Hit(step, name, make))
        return files
    files = make()
    work.made[step] += 1
    put(work.cache, name, files)
    return files


def read(cache: Cache, name: str) -> Files | None:
    """Return what is kept under the key *name*; None when nothing is, or when it is damaged."""
    if cache.folder is None:
        return None
    path = _place(cache.folder, name)
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # a Path for each of hundreds would cost as much
            said, _, rest = file.read().partition(b"\n")
        if said != _seal(name, rest):
            return None
        head, _, content = rest.partition(b"\n")
        os.utime(path)  # so that `_sweep` removes first what was not used for longest; nothing else looks at it
        return dict(_unpacked(json.loads(head), content))
    except (OSError, ValueError):
        return None


def put(cache: Cache, name: str, files: Files) -> None:
    """Keep *files* under the key *name*, if the build ends well; a second time in the same build is ignored."""
    if cache.folder is None:
        return
    head = json.dumps([[each, len(data)] for each, data in files.items()]).encode()
    rest = b"\n".join((head, b"".join(files.values())))
    with suppress(FileExistsError):  # another site needed it too
        up_to_date.new(f"{cache.folder}/{_ASIDE}/{name}", b"\n".join((_seal(name, rest), rest)))


def is_empty(cache: Cache) -> bool:
    """Return whether *cache* holds no result at all, so that everything has to be made."""
    return cache.folder is None or not any(cache.folder.glob("??"))


def begin(cache: Cache) -> None:
    """Remove what was left by a build that did not end well; only one build at a time uses this cache."""
    if cache.folder is not None:
        shutil.rmtree(cache.folder / _ASIDE, ignore_errors=True)


def settle(cache: Cache, *, limit: int = LIMIT) -> None:
    """Keep what was made since `begin`, each result with one rename, and no more than *limit* bytes in all."""
    if cache.folder is None:
        return
    size = _size(cache.folder)
    for path in sorted((cache.folder / _ASIDE).glob("*")):
        place = Path(_place(cache.folder, path.name))
        place.parent.mkdir(exist_ok=True)
        path.replace(place)
        size += place.stat().st_size
    if size > limit:
        size = _sweep(cache.folder, limit)
    (cache.folder / _SIZE).write_text(str(size), encoding="ascii")


def check_again(work: Work, number: int) -> None:
    """Make a random *number* of the kept results that were used again, and compare.

    Where one differs, its key misses something and no other result can be trusted: the cache is deleted and ToolError
    raised.
    """
    for hit in random.sample(work.hits, min(number, len(work.hits))):
        if (files := read(work.cache, hit.key)) is not None and dict(hit.make()) != files:
            refuse(work.cache, hit.step)


def refuse(cache: Cache, step: str) -> None:
    """Delete *cache*, because a kept result of *step* is not what comes out now, and raise ToolError."""
    if cache.folder is not None:
        shutil.rmtree(cache.folder, ignore_errors=True)
    message = f"een bewaard resultaat ({step}) is niet wat er nu uitkomt; out/cache is leeggemaakt"
    raise ToolError(message, hint="Begin opnieuw. Meld dit aan wie het programma onderhoudt: het is een fout erin.")


# --- what a key depends on --------------------------------------------------------------------------------------------


def of_tree(
    root: Path, names: Sequence[str], *, but: Sequence[str] = (), through: bool = False
) -> list[tuple[str, str]]:
    """Return what there is at *names* below *root*: every path with the SHA-256 of its file, sorted.

    Folders, symbolic links and missing files are listed too. Names in *but* are left out. What a link leads to is
    hashed when we go *through* links, as with our own program: a stranger's link may lead to the whole machine.
    """
    return sorted(each for name in names for each in _found(root / name, name, frozenset(but), through=through))


def _found(path: Path, name: str, but: frozenset[str], *, through: bool) -> Iterator[tuple[str, str]]:
    if path.is_symlink():
        yield name, f"-> {path.readlink()}"
        if not through:
            return
    if path.is_dir():
        yield from _below(str(path), name, but, through=through)
    else:
        yield name, _content(path) if path.is_file() else _NO_FILE


def _below(folder: str, name: str, but: frozenset[str], *, through: bool) -> Iterator[tuple[str, str]]:
    # Paths as strings: an object for each would take as long as reading the files.
    yield name, "/"
    with os.scandir(folder) as entries:
        for entry in entries:
            below = f"{name}/{entry.name}" if name else entry.name
            if entry.name in but:
                continue
            if entry.is_symlink():
                # A link to a folder may lead around in a circle, and no step follows it.
                what = "/" if entry.is_dir() else _content(entry.path) if through and entry.is_file() else _NO_FILE
                yield below, f"-> {os.readlink(entry.path)} {what}"  # noqa: PTH115
            elif entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, below, but, through=through)
            else:
                yield below, _content(entry.path) if entry.is_file(follow_symlinks=False) else _NO_FILE


def _content(path: str | Path) -> str:
    """Return the SHA-256 of the file *path*; of one too large for any step, its size."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123
        if (size := os.fstat(file.fileno()).st_size) > _LARGEST:
            return str(size)
        return hashlib.sha256(file.read()).hexdigest()


def _plain(value: Any) -> Any:
    """Return *value* as plain values and tuples, so that no two different values look the same."""
    kind: Any = type(value)
    if kind in AS_IT_IS:
        return value
    if kind is dict:
        return ("map", *[(_plain(name), _plain(each)) for name, each in value.items()])
    if kind is tuple or kind is list:
        return ("", *[each if type(each) in AS_IT_IS else _plain(each) for each in value])
    if values := values_of(kind):
        parts = values(value)
        return (kind.__name__, *[each if type(each) in AS_IT_IS else _plain(each) for each in parts])
    if kind is FunctionType and "<" not in value.__qualname__:  # its name does not identify a closure
        return (kind.__name__, value.__module__, value.__qualname__)
    return _named(value)


def _named(value: object) -> tuple[object, ...]:
    parts: Iterable[object]
    match value:
        case date() | PurePath():
            parts = (str(value),)
        case Enum():
            parts = (value.value,)
        case bytes():
            parts = (hashlib.sha256(value).hexdigest(),)
        case re.Pattern():
            parts = value.pattern, value.flags
        case Mapping():
            return ("map", *((_plain(name), _plain(each)) for name, each in value.items()))
        case tuple() | list():
            parts = map(_plain, value)
        case set() | frozenset():
            return ("set", *sorted(map(_bytes, value)))
        case _:
            message = f"a key cannot hold {type(value)}"
            raise TypeError(message)
    return (type(value).__name__, *parts)


@cache
def values_of(kind: Any) -> Callable[[object], tuple[object, ...]] | None:
    """Return a function that gives the values of all fields of a dataclass *kind*; None when it is not a dataclass."""
    if not is_dataclass(kind):
        return None
    names = [each.name for each in fields(kind)]
    if not names:
        return lambda _value: ()
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


# --- on disk ----------------------------------------------------------------------------------------------------------


def _place(folder: Path, name: str) -> str:
    return f"{folder}/{name[:2]}/{name}"


def _seal(name: str, rest: bytes) -> bytes:
    return hashlib.sha256(name.encode() + rest).hexdigest().encode()


def _unpacked(head: Sequence[tuple[str, int]], content: bytes) -> Iterator[tuple[str, bytes]]:
    start = 0
    for name, length in head:
        yield name, content[start : start + length]
        start += length


def _size(folder: Path) -> int:
    """Return how many bytes are kept in *folder*, or more: a result that replaced another is counted twice."""
    try:
        return int((folder / _SIZE).read_bytes())
    except (OSError, ValueError):
        return sum(path.stat().st_size for path in folder.glob("??/*"))


def _sweep(folder: Path, limit: int) -> int:
    """Remove what was not used for longest, until what is left fits in *limit* bytes; return how many are left."""
    found = [(path.stat(), path) for path in folder.glob("??/*")]
    size = sum(stat.st_size for stat, _ in found)
    for stat, path in sorted(found, key=lambda each: (each[0].st_mtime_ns, each[1])):
        if size <= limit:
            break
        path.unlink(missing_ok=True)
        size -= stat.st_size
    return size
