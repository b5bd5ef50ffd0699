"""What can be done with the editions: publish, withdraw, roll back, reskin, sign.

Each returns an operation for `destinations.change`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import Edition, Identity
from draaiboek.editions import ledger, manifest, version_list
from draaiboek.editions.ledger import Act, Entry, Piece
from draaiboek.editions.publish import allowed_names, assemble, compare_bytes, feeds, mike_calls, root_files
from draaiboek.editions.publish import scratch_repository as desks
from draaiboek.editions.publish.allowed_names import ALIAS, BRANCH
from draaiboek.editions.publish.destinations import Operation
from draaiboek.editions.publish.scratch_repository import FOLDER, Desk
from draaiboek.editions.publish.standing import listed
from draaiboek.editions.publish.tree import CommitTree
from draaiboek.editions.version_list import Listed, Status
from draaiboek.render.layout import CHANGES

Properties = dict[str, dict[str, Any]]
_HTML = ".html"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published: the tree *site* as *edition*, with the sections that it changed.

    *changes* is a folder with the pages about what changed, if there is one.
    """

    site: Path
    edition: Edition
    pieces: tuple[Piece, ...] = ()
    changes: Path | None = None


def publish(what: Publication, *, this: Identity) -> Operation:
    """Return the operation that publishes *what*; *this* identifies the guidebook."""
    allowed_names.check(what.site)
    digest = sha256((what.site / manifest.NAME).read_bytes()).hexdigest()
    extra = _read_folder(what.changes) if what.changes else {}

    def operation(desk: Desk) -> str:
        before = listed(desk.before)
        edition = what.edition
        mike_calls.take_in(what.site, edition.id, version_list.properties(edition), desk)
        taken = CommitTree(desk.folder, desk.git("rev-parse", f"refs/heads/{BRANCH}"))
        ends: Properties = {
            each.id: {"geldig_tot": max(each.since, edition.valid_from).isoformat()}
            for each in before
            if each.until is None or each.until > edition.valid_from
        }
        mark = feeds.mark(edition.id, edition.date, this)
        entry = Entry(Act.PUBLISH, edition.date, edition.id, edition.summary, digest, mark, what.pieces)
        text = mike_calls.relisted(taken.text(version_list.NAME) or "", ends, current=edition.id)
        folders = {CHANGES: {edition.id: desks.folder_of(desk, extra)}} if extra else {}
        return assemble.finish(desk, assemble.Draft(taken.commit, text, entry, this, folders))

    return operation


def withdraw(name: str, reason: str, day: date, *, this: Identity) -> Operation:
    """Return the operation that leaves a tombstone of edition *name*; the one before it may apply again."""

    def operation(desk: Desk) -> str:
        before = listed(desk.before)
        edition = _named(name, before)
        if edition.withdrawn:
            message = f"editie {name} is al ingetrokken"
            raise UsageError(message)
        current = _instead_of(edition, before)
        until = day if edition.until is None else min(day, edition.until)
        gone = replace(edition, status=Status.WITHDRAWN, why=reason, until=max(until, edition.since))
        changes: Properties = {
            name: {"status": str(gone.status), "reden": reason, "geldig_tot": _iso(gone.until)},
        }
        if current is not edition and ALIAS in edition.aliases:
            changes[current.id] = {"geldig_tot": None}
        files = _tombstones(gone, this, desk.before, "" if current is edition else current.id)
        text = mike_calls.relisted(desk.before.text(version_list.NAME) or "", changes, current=current.id)
        digest = sha256(files[manifest.NAME]).hexdigest()
        entry = Entry(Act.WITHDRAW, day, name, reason, digest)
        stone = f"{FOLDER} {desks.folder_of(desk, files)}"
        folders: dict[str, dict[str, str]] = {"": {name: stone}}
        if f"{CHANGES}/{name}" in _folders_of_changes(desk.before):
            page = {"index.html": root_files.tombstone(gone, this, depth=2, instead=f"{ALIAS}/")}
            folders[CHANGES] = {name: desks.folder_of(desk, page)}
        return assemble.finish(desk, assemble.Draft(desk.parent, text, entry, this, folders))

    return operation


def roll_back(name: str, reason: str, day: date, *, this: Identity) -> Operation:
    """Return the operation that makes edition *name* the one in force again."""

    def operation(desk: Desk) -> str:
        before = listed(desk.before)
        edition = _named(name, before)
        if edition.withdrawn or ALIAS in edition.aliases:
            message = f"editie {name} {'is ingetrokken' if edition.withdrawn else 'is al de editie die geldt'}"
            raise UsageError(message)
        if wrong := next(compare_bytes.verify(desk.before, [name]), None):
            message = (
                f"editie {name} is niet meer zoals ze gepubliceerd werd: {allowed_names.shown(wrong.name)} {wrong.what}"
            )
            raise ToolError(message, hint=f"Er is niets gewijzigd. Kijk met: python3 build.py verify {name}")
        changes: Properties = {name: {"geldig_tot": None}}
        for each in before:
            if each.number > edition.number and (each.until is None or each.until > day):
                changes[each.id] = {"geldig_tot": max(each.since, day).isoformat()}
        text = mike_calls.relisted(desk.before.text(version_list.NAME) or "", changes, current=name)
        done = ledger.read(desk.before.text(ledger.NAME))
        again = 1 + sum(each.act is Act.ROLL_BACK and each.edition == name for each in done)
        mark = feeds.mark(name, day, this, again=again)
        entry = Entry(Act.ROLL_BACK, day, name, reason, mark=mark)
        return assemble.finish(desk, assemble.Draft(desk.parent, text, entry, this))

    return operation


def reskin(name: str, files: Mapping[str, bytes], reason: str, day: date, *, this: Identity) -> Operation:
    """Return the operation that replaces the files of edition *name* by *files*, proven to differ in theme only.

    *files* is the whole edition again, with its new editie.json.
    """

    def operation(desk: Desk) -> str:
        if _named(name, listed(desk.before)).withdrawn:
            message = f"editie {name} is ingetrokken"
            raise UsageError(message)
        text = desk.before.text(version_list.NAME) or ""
        entry = Entry(Act.RESKIN, day, name, reason, sha256(files[manifest.NAME]).hexdigest())
        folders = {"": {name: f"{FOLDER} {desks.folder_of(desk, files)}"}}
        return assemble.finish(desk, assemble.Draft(desk.parent, text, entry, this, folders))

    return operation


def sign(name: str) -> Operation:
    """Return the operation that changes nothing, for whoever only signs what was done until now.

    Raises UsageError when edition *name* is not published.
    """

    def operation(desk: Desk) -> str:
        _named(name, listed(desk.before))
        return desk.git("rev-parse", f"{desk.parent}^{{tree}}")

    return operation


def _named(name: str, known: Sequence[Listed]) -> Listed:
    found = next((each for each in known if each.id == name), None)
    if found is None:
        message = f"editie {name} is niet gepubliceerd"
        raise UsageError(message, hint=f"Gepubliceerd: {', '.join(each.id for each in known) or 'nog niets'}.")
    return found


def _instead_of(edition: Listed, known: Sequence[Listed]) -> Listed:
    """Return the edition that the alias shows once *edition* is withdrawn; *edition* itself when no other is left."""
    current = next((each for each in known if ALIAS in each.aliases), edition)
    if current is not edition:
        return current
    older = (each for each in known if each.number < edition.number and not each.withdrawn)
    return max(older, key=lambda each: each.number, default=edition)


def _tombstones(edition: Listed, this: Identity, tree: CommitTree, current: str) -> dict[str, bytes]:
    """Return what is left of *edition*: a tombstone for each page, and a manifest without text that lists them."""
    found = manifest.read(tree.text(f"{edition.id}/{manifest.NAME}") or "", of=edition.id)
    here: frozenset[str] = frozenset()
    moved: Mapping[str, str] = {}
    if current:
        other = manifest.read(tree.text(f"{current}/{manifest.NAME}") or "", of=current)
        here, moved = frozenset(root_files.pages_of(other)), root_files.moves_of(other)
    files: dict[str, bytes] = {}
    for name in (each for each in found.files if each.endswith(_HTML)):
        page = name.removesuffix("index.html")
        page = page if page in here else moved.get(page, "")
        instead = f"{ALIAS}/{page}" if current else ""
        files[name] = root_files.tombstone(edition, this, depth=name.count("/") + 1, instead=instead)
    digests = {name: sha256(data).hexdigest() for name, data in sorted(files.items())}
    return {**files, manifest.NAME: manifest.without_text(found, digests, reason=edition.why).encode()}


def _folders_of_changes(tree: CommitTree) -> frozenset[str]:
    return frozenset(f"{CHANGES}/{name.partition('/')[0]}" for name in tree.names(CHANGES))


def _read_folder(folder: Path) -> Mapping[str, bytes]:
    allowed_names.check(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
