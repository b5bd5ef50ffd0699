"""What remembers editions apart from the branch on the server: the branch here, what was fetched, and the tags.

If the server has less than one of them, it lost something, or somebody removed it; publishing then would make that
permanent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from draaiboek.base import dutch, process
from draaiboek.base.errors import ToolError
from draaiboek.content import schema
from draaiboek.editions import ledger
from draaiboek.editions.ledger import Entry
from draaiboek.editions.publish import witness_tags
from draaiboek.editions.publish.allowed_names import BRANCH, EDITION, REMOTE
from draaiboek.editions.publish.refs import FETCHED, HERE, commit_at, is_ancestor
from draaiboek.editions.publish.standing import Standing
from draaiboek.editions.publish.tree import CommitTree

_TAG = re.compile(rf"(?:editie[-/]|v)?(?P<edition>{schema.EDITION_NUMBER})")


@dataclass(frozen=True, slots=True)
class _Witness:
    """A witness: its *name* in words, *lost* what the server lacks, *forget* the command that discards the witness."""

    name: str
    lost: str
    forget: str
    restore: str = ""


def refuse_less(tree: CommitTree, server: Standing, *, coming: str, everywhere: bool) -> None:
    """Raise ToolError when *tree*, a branch whose lists say *server*, has less than the clone remembers.

    *coming* is the edition that is about to be published: its tag may exist already. *everywhere* is for the branch of
    the server; for our own branch only the tags of acts are consulted, because it grows from the other refs.
    """
    found = list(_acts(tree, server))
    if everywhere:
        found = [*_branches(tree, server), *_tags(tree.repository, server, coming), *found]
    if found:
        told = "; ".join(f"{each.name} kent {each.lost}" for each in found)
        message = f"{tree.name} kent minder dan wat hier bewaard is: {told}"
        raise ToolError(message, hint="\n".join(_remedies(found)))


def _branches(on_server: CommitTree, server: Standing) -> Iterator[_Witness]:
    names = {HERE: f"je eigen tak {BRANCH}", FETCHED: f"{REMOTE}/{BRANCH}, zoals je die laatst zag,"}
    forget = {HERE: f"git branch -D {BRANCH}", FETCHED: f"git update-ref -d {FETCHED}"}
    for ref, name in names.items():
        tree = CommitTree(on_server.repository, commit_at(ref, on_server.repository))
        if lost := _lost(_remembered(tree, name, forget[ref]), tree.top(), server):
            yield _Witness(name, lost, forget[ref], _restore(ref, tree, on_server))


def _restore(ref: str, tree: CommitTree, on_server: CommitTree) -> str:
    """Return the command that restores *tree* on the server, knowingly overwriting what is there now."""
    grown = on_server.commit and not is_ancestor(on_server.commit, tree.commit, tree.repository)
    lease = f"--force-with-lease={BRANCH}:{on_server.commit} " if grown else ""
    return f"git push {lease}{REMOTE} {ref}:{HERE}"


def _remembered(tree: CommitTree, name: str, forget: str) -> tuple[Entry, ...]:
    try:
        return ledger.read(tree.text(ledger.NAME))
    except ToolError as error:
        message = f"{name.rstrip(',')} is beschadigd: {error}"
        raise ToolError(message, hint=f"Er is niets gepubliceerd. Heb je die niet meer nodig: {forget}") from error


def _lost(entries: Sequence[Entry], top: Collection[str], server: Standing) -> str:
    """Return what *entries*, or the folders at the *top*, contain and *server* lacks; '' when it has everything."""
    remembered = {*ledger.manifests(entries), *(name for name in top if EDITION.match(name))}
    if gone := sorted(remembered - {each.id for each in server.listed}):
        return _editions(gone)
    seals = {each.seal for each in server.entries}
    acts = [
        f"'{each.act} {each.edition}' van {dutch.long_date(each.day)}" for each in entries if each.seal not in seals
    ]
    return f"in het grootboek {dutch.enumeration(acts)}" if acts else ""


def _tags(repository: Path, server: Standing, coming: str) -> Iterator[_Witness]:
    known = {coming, *(each.id for each in server.listed)}
    for tag in process.run(["git", "tag"], cwd=repository).splitlines():
        match = _TAG.fullmatch(tag)
        if match and match["edition"] not in known:
            yield _Witness(f"het label {tag}", _editions([match["edition"]]), f"git tag -d {tag}")


def _acts(tree: CommitTree, server: Standing) -> Iterator[_Witness]:
    seals = {each.seal for each in server.entries}
    for tag in witness_tags.left_in(tree.repository):
        if tag.seal not in seals:
            yield _Witness(f"het label {tag.name}", f"handeling {tag.act} in het grootboek", f"git tag -d {tag.name}")


def _editions(names: Sequence[str]) -> str:
    return f"{'editie' if len(names) == 1 else 'de edities'} {dutch.enumeration(names)}"


def _remedies(found: Sequence[_Witness]) -> Iterator[str]:
    yield "Er is niets gepubliceerd. Zoek uit wie de tak op de server wegnam of terugzette."
    restore = next((each.restore for each in found if each.restore), "")
    if restore:
        yield f"Terugzetten wat er stond: {restore}"
    else:
        yield f"Terugzetten kan vanuit een kopie van het draaiboek die de tak {BRANCH} nog heeft."
    yield "Zeker opnieuw beginnen, zonder wat er stond? Laat het dan eerst hier los:"
    yield from (f"  {each.forget}" for each in found)
