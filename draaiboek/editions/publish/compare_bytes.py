"""Verify every published byte against what was recorded at the time: editie.json, wortel.json and the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from draaiboek.base import dutch, published_json
from draaiboek.base.errors import ToolError
from draaiboek.editions import ledger, manifest, signatures, version_list
from draaiboek.editions.ledger import ROOT
from draaiboek.editions.publish.allowed_names import ALIAS, EDITION
from draaiboek.editions.publish.tree import Tree


@dataclass(frozen=True, slots=True)
class Difference:
    """A published file that is not as it was recorded: its *name*, relative to the root, and *what* is wrong with it.

    *of_all* is 0, unless the difference concerns the publication as a whole: then 1 explains the most.
    """

    name: str
    what: str
    of_all: int = 0


CHANGED, MISSING, EXTRA = "is gewijzigd", "ontbreekt", "hoort er niet bij"
UNREADABLE, EMPTY = "is niet te lezen", "is leeg"
IRREGULAR = "is geen gewoon bestand, of staat er twee keer"


def verify(tree: Tree, wanted: Sequence[str] = ()) -> Iterator[Difference]:
    """Yield every file of *tree* that differs; *wanted* are the editions to verify, none means everything."""
    told = set()
    for each in _differences(tree, wanted):
        told.add(each.name.rstrip("/"))
        yield each
    for name in tree.irregular():
        if not told & {name, *map(str, PurePosixPath(name).parents)} and (
            not wanted or name.partition("/")[0] in wanted
        ):
            yield Difference(name, IRREGULAR)


def _differences(tree: Tree, wanted: Sequence[str]) -> Iterator[Difference]:
    text = tree.text(ledger.NAME)
    try:
        entries = ledger.read(text or "")
    except ToolError:
        yield Difference(ledger.NAME, MISSING if text is None else CHANGED)
        entries = ()
    else:
        if not entries:
            yield Difference(ledger.NAME, EMPTY)
    sealed = ledger.manifests(entries)
    known = sorted({*sealed, *(name for name in tree.top() if EDITION.match(name))})
    for name in wanted or known:
        yield from _edition(tree, name, sealed.get(name, "") if entries else None)
    if not wanted:
        yield from _root(tree, entries[-1].root if entries else "")
        yield from _alias(tree, sealed)


def _edition(tree: Tree, name: str, digest: str | None) -> Iterator[Difference]:
    text = tree.digests(name, [manifest.NAME]).get(manifest.NAME)
    place = f"{name}/{manifest.NAME}"
    if text is None:
        yield Difference(place, MISSING)
        return
    is_other = digest is not None and text != digest
    try:
        expected = manifest.read(tree.text(place) or "").files
    except ToolError:
        yield from [Difference(place, CHANGED)] if is_other else []
        yield Difference(place, UNREADABLE)
        return
    found = list(_compare(tree, name, expected, {manifest.NAME}))
    if is_other:  # a list that was changed proves nothing about the files: those differences are only counted
        follows = f", en {dutch.count(len(found), 'bestand is', 'bestanden zijn')} niet wat er nu in staat"
        found = [Difference(place, f"{CHANGED}{follows if found else ''}")]
    yield from found


def _root(tree: Tree, digest: str) -> Iterator[Difference]:
    text = tree.text(ROOT)
    if text is None:
        yield Difference(ROOT, MISSING)
        return
    if digest and sha256(text.encode()).hexdigest() != digest:
        yield Difference(ROOT, CHANGED)
    try:
        expected = published_json.read_texts(text)
    except (ValueError, TypeError):
        yield Difference(ROOT, UNREADABLE)
        return
    mine = {name for name in tree.names() if not EDITION.match(name.partition("/")[0])}
    inside = {name for name in mine if not name.startswith(f"{ALIAS}/")}
    yield from _files(tree, "", inside, expected, {ROOT, ledger.NAME, signatures.NAME})


def _alias(tree: Tree, sealed: Mapping[str, str]) -> Iterator[Difference]:
    """Compare the alias with the edition of which it is a copy."""
    try:
        listed = version_list.read(tree.text(version_list.NAME) or "")
        current = next((each.id for each in listed if ALIAS in each.aliases), "")
        places = [f"{current}/{manifest.NAME}", f"{ALIAS}/{manifest.NAME}"]
        found = tree.digests("", places)
        digest = sealed.get(current) or found.get(places[0], "")
        other = next((name for name, known in sealed.items() if known == found.get(places[1]) != digest), "")
        if other:
            yield Difference(ALIAS, f"toont editie {other}, en hoort editie {current} te tonen")
            return
        known = next((place for place in places if found.get(place) == digest), places[0])
        expected = manifest.read(tree.text(known) or "").files
    except ToolError:
        return  # already reported
    yield from _compare(tree, ALIAS, {**expected, manifest.NAME: digest}, set())


def _compare(tree: Tree, folder: str, expected: Mapping[str, str], known: set[str]) -> Iterator[Difference]:
    yield from _files(tree, folder, set(tree.names(folder)), expected, known)


def _files(
    tree: Tree, folder: str, present: set[str], expected: Mapping[str, str], known: set[str]
) -> Iterator[Difference]:
    start = f"{folder}/" if folder else ""
    found = tree.digests(folder, sorted(present & expected.keys()))
    for name in sorted({*present, *expected} - known):
        if name in present and name in expected and found.get(name) != expected[name]:
            yield Difference(f"{start}{name}", CHANGED)
    yield from _whole(start, expected.keys() - present - known, present, MISSING)
    yield from _whole(start, present - expected.keys() - known, expected, EXTRA)


def _whole(start: str, names: AbstractSet[str], others: Iterable[str], what: str) -> Iterator[Difference]:
    """Yield that *names* are *what*, a folder with none of *others* as one difference with its number of files."""
    folders = {str(folder) for name in others for folder in PurePosixPath(name).parents}
    together: dict[str, list[str]] = {}
    for name in sorted(names):
        around = [str(each) for each in reversed(PurePosixPath(name).parents)]
        together.setdefault(next((each for each in around if each not in folders), name), []).append(name)
    for place, inside in together.items():
        if len(inside) > 1:
            where = start if place == "." else f"{start}{place}/"
            yield Difference(where, f"{what} ({len(inside)} bestanden)")
        else:
            yield Difference(f"{start}{inside[0]}", what)
