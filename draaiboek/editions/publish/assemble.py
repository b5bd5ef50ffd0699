"""The last part of every change: the alias, the files at the root and the ledger, which together give one tree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from draaiboek.base import published_json
from draaiboek.base.errors import ToolError
from draaiboek.base.model import Identity
from draaiboek.editions import ledger, manifest, signatures, version_list
from draaiboek.editions.ledger import ROOT, Entry
from draaiboek.editions.publish import root_files
from draaiboek.editions.publish import scratch_repository as desks
from draaiboek.editions.publish.allowed_names import ALIAS, EDITION, SUMS
from draaiboek.editions.publish.scratch_repository import FOLDER, Desk
from draaiboek.editions.publish.standing import refuse_strange
from draaiboek.editions.publish.tree import CommitTree
from draaiboek.editions.version_list import Listed
from draaiboek.render.layout import CHANGES, NOT_SITES


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that is nearly done: commit *base* with new folders, *listing* as versions.json, *entry* for the ledger.

    *folders* are trees that replace what is there: by parent folder ('' for the root), then by name.
    """

    base: str
    listing: str
    entry: Entry
    this: Identity
    folders: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def finish(desk: Desk, draft: Draft) -> str:
    """Return the tree of *draft* with everything at the root as it must be.

    Raises ToolError when there is already something at the root that is not ours (our seal would cover it), or when the
    machine has a clock that is plainly wrong.
    """
    refuse_strange(desk.before, address=draft.this.address)
    entries = ledger.read(desk.before.text(ledger.NAME))
    ledger.refuse_day(entries, draft.entry.day)
    top = desks.entries(desk, draft.base)
    for around, new in draft.folders.items():
        if around:
            inside = top.get(around, "").rpartition(" ")[2]
            about = {name: f"{FOLDER} {tree}" for name, tree in new.items()}
            top[around] = f"{FOLDER} {desks.tree_of(desk, desks.entries(desk, inside) | about)}"
        else:
            top |= new
    listed = version_list.read(draft.listing)
    current = next(each.id for each in listed if ALIAS in each.aliases)
    top[ALIAS] = top[current]
    base = CommitTree(desk.folder, desks.commit(desk, desks.tree_of(desk, top), "tussenstand", day=draft.entry.day))
    files = root_files.files(_state(base, draft, (*entries, draft.entry)))
    files = {**files, version_list.NAME: draft.listing.encode()}
    listing = _listing(base, files, tuple(f"{CHANGES}/{name}/" for name in draft.folders.get(CHANGES, ())))
    digest = sha256(listing).hexdigest()
    book = ledger.as_text(ledger.added(entries, draft.entry, root=digest)).encode()
    return desks.with_files(desk, top, {**files, ROOT: listing, ledger.NAME: book})


def _state(base: CommitTree, draft: Draft, entries: tuple[Entry, ...]) -> root_files.State:
    text = base.text(f"{ALIAS}/{manifest.NAME}")
    if text is None:
        message = f"de editie die geldt heeft geen {manifest.NAME}"
        raise ToolError(message, hint="Maak de editie opnieuw met python3 build.py; er is niets gepubliceerd.")
    listed = version_list.read(draft.listing)
    return root_files.State(
        listed=listed,
        entries=entries,
        manifest=manifest.read(text, of=ALIAS),
        this=draft.this,
        pdfs=_pdfs(base, [each.id for each in listed]),
        sums=_sums(base, listed),
        compared=frozenset(name.partition("/")[0] for name in base.names(CHANGES) if name.endswith("/index.html")),
    )


def _pdfs(base: CommitTree, names: list[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in base.below([f"{name}/pdf/" for name in names]):
        edition, _, rest = path.partition("/pdf/")
        found.setdefault(edition, []).append(rest)
    return found


def _sums(base: CommitTree, listed: Sequence[Listed]) -> Mapping[str, tuple[str, str]]:
    """Return the edition and the name of every downloadable file, by its SHA-256.

    A withdrawn edition no longer has its files; their recorded sums are kept, so that whoever has them can be told.
    """
    before = published_json.read(base.text(SUMS) or "{}").get("bestanden", {})
    gone = {each.id for each in listed if each.withdrawn}
    found = {str(sum_): (str(edition), str(name)) for sum_, (edition, name) in before.items() if edition in gone}
    texts = base.texts([f"{each.id}/{manifest.NAME}" for each in listed if not each.withdrawn])
    for path, text in texts.items():
        edition = path.partition("/")[0]
        files = manifest.read(text, of=edition).files
        found |= {digest: (edition, name) for name, digest in files.items() if name.startswith(NOT_SITES)}
    compared = [name for name in base.below([f"{CHANGES}/"]) if name.endswith(".pdf")]
    for name, digest in base.digests("", compared).items():
        found[digest] = (name.split("/")[1], name)
    return found


def _listing(base: CommitTree, files: Mapping[str, bytes], new: tuple[str, ...]) -> bytes:
    """Return wortel.json: the SHA-256 of every file outside the editions.

    Pages about changes keep their recorded sums, except in the folders *new*: they never change either.
    """
    top = [name for name in base.top() if not EDITION.match(name) and name != ALIAS]
    kept = [name for name in base.below(top) if name not in {*files, ROOT, ledger.NAME, signatures.NAME}]
    before = published_json.read_texts(base.text(ROOT) or "{}")
    known = {name: before[name] for name in kept if name in before and name.startswith(f"{CHANGES}/")}
    known = {name: digest for name, digest in known.items() if not name.startswith(new)}
    digests = {**known, **base.digests("", [name for name in kept if name not in known])}
    digests |= {name: sha256(data).hexdigest() for name, data in files.items()}
    return (json.dumps(dict(sorted(digests.items())), ensure_ascii=False, indent=1) + "\n").encode()
