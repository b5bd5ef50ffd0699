"""Tags beside the text, one per act: witnesses of the ledger, out of reach of whoever rewrites the branch.

`grootboek/0003-5d1c9a3e` is an annotated tag on the commit of the text from which the third act was done. It contains
the ledger's seal at that moment, with which its name ends, and the commit of the branch that holds it; it is signed
when the act is. Every clone that fetched it keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path

from draaiboek.base import git
from draaiboek.base.errors import ToolError
from draaiboek.editions import signatures
from draaiboek.editions.ledger import Entry
from draaiboek.editions.publish import scratch_repository as desks
from draaiboek.editions.publish.refs import HERE, TAGS, commit_at, is_ancestor, tags
from draaiboek.editions.publish.scratch_repository import Desk

LOCK = ".lock"
_FOLDER = "grootboek/"
_OURS = re.compile(r"grootboek/\d{4,}-[0-9a-f]{8}(?:-\d+)?")
_OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SAYS = re.compile(
    r"^handeling: (?P<act>\d+ [a-z]+ [0-9.]+)\ndatum: (?P<day>\d{4}-\d\d-\d\d)\n.*^zegel: (?P<seal>[0-9a-f]{64})\n"
    r".*^commit: (?P<commit>[0-9a-f]{40,64})\n",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A witness: its *name* below refs/tags/, what it says about an *act* on a *day*, and which part is signed.

    *seal* is the ledger's after the act, *commit* that of the branch then; *armored* is the signature of *text*, or ''.
    """

    name: str
    act: str
    day: str
    seal: str
    commit: str
    text: str
    armored: str


def make(desk: Desk, name: str, on: str, said: str, *, day: date, key: Path | None) -> str:
    """Return the object, in *desk*, of tag *name* with message *said* on commit *on*, dated *day*; *key* signs it."""
    with_key = ["-c", "gpg.format=ssh", "-c", f"user.signingkey={key.expanduser().absolute()}"] if key else []
    how = ["--sign"] if key else ["--annotate", "--no-sign"]
    words = ["tag", *how, "--cleanup=verbatim", "--message", said, name, on]
    # Git signs a file; when it is killed, that goes with the desk.
    desk.git(*with_key, *words, env={**desks.dated(day), "TMPDIR": str(desk.folder)})
    return desk.git("rev-parse", f"{TAGS}{name}")


def words(number: int, entry: Entry, before: str, commit: str) -> str:
    """Return the message of the tag for entry *number*, made on top of commit *before*; *commit* is the new one."""
    return signatures.statement(number, entry, before) + f"commit: {commit}\n"


def free_name(number: int, entry: Entry, repository: Path) -> str:
    """Return a name for the tag of *entry*, act *number*, that *repository* does not have yet."""
    taken = set(_named(repository))
    name = f"{_FOLDER}{number:04}-{entry.seal[:8]}"
    names = chain([name], (f"{name}-{again}" for again in count(2)))
    return next(each for each in names if each not in taken)


def left_in(repository: Path) -> Iterator[Tag]:
    """Yield the witnesses in *repository*, none where there is no git; a tag that says anything else is not one."""
    for name in _named(repository):
        if tag := _read(name, repository):
            yield tag


def silent_in(repository: Path) -> Iterator[str]:
    """Yield the tags of *repository* that are named like a witness and say nothing: ours must have been moved."""
    yield from (name for name in _named(repository) if _OURS.fullmatch(name) and not _read(name, repository))


def left_locked_in(repository: Path) -> Iterator[Path]:
    """Yield each lock in *repository* of a tag that records an act on its branch: git was killed before it set the tag.

    Git locks all refs of an act, writes in each lock what the ref will be, and then gives one lock after the other the
    name of its ref; the branch comes first.
    """
    branch = commit_at(HERE, repository)
    for lock in sorted(_folder_of_refs(repository).glob(f"*{LOCK}")) if branch else ():
        name = f"{_FOLDER}{lock.name.removesuffix(LOCK)}"
        value = lock.read_text(encoding="ascii", errors="replace").strip()
        tag = _said(name, value, repository) if _OBJECT.fullmatch(value) and _OURS.fullmatch(name) else None
        if tag is None or is_moved(tag) or commit_at(f"{TAGS}{name}", repository):
            continue
        if is_ancestor(tag.commit, branch, repository):
            yield lock


def finish(repository: Path) -> None:
    """Set the tags that git was about to set when it was killed, as it would have done.

    The caller holds the lock on publishing, so that no git of ours is doing it now.
    """
    for lock in left_locked_in(repository):
        lock.replace(lock.with_name(lock.name.removesuffix(LOCK)))


def _folder_of_refs(repository: Path) -> Path:
    return repository / git.run("rev-parse", "--git-path", f"{TAGS}{_FOLDER}", cwd=repository)


def is_moved(tag: Tag) -> bool:
    """Return whether *tag* has the name of another act than the one that it records."""
    return not tag.name.startswith(f"{_FOLDER}{int(tag.act.split()[0]):04}-{tag.seal[:8]}")


def _read(name: str, repository: Path) -> Tag | None:
    return _said(name, f"{TAGS}{name}", repository)


def _said(name: str, object_: str, repository: Path) -> Tag | None:
    """Return what *object_* says as the tag *name*, None when it is no witness."""
    raw = git.answer("cat-file", "tag", object_, cwd=repository) + "\n"  # without annotation a tag says nothing
    text, start, armored = raw.partition("-----BEGIN SSH SIGNATURE-----")
    says = _SAYS.search(text)
    return Tag(name, says["act"], says["day"], says["seal"], says["commit"], text, start + armored) if says else None


def _named(repository: Path) -> list[str]:
    try:
        return tags(repository, _FOLDER)
    except ToolError:
        return []
