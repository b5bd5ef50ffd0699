"""Where a publication is, and how a change is applied to it: all of it in one step, or nothing.

On the branch that step is a compare-and-swap of the ref, on the server a plain push that is read back, in a folder an
exchange of folders. What moved in the meantime is examined again, never overwritten.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from draaiboek.base import dutch, git, in_place, lock, scratch
from draaiboek.base.errors import StoppedError, ToolError, UsageError
from draaiboek.editions import ledger, signatures, version_list
from draaiboek.editions.ledger import Entry
from draaiboek.editions.publish import compare_bytes, remote, witness_tags, witnesses
from draaiboek.editions.publish import scratch_repository as desks
from draaiboek.editions.publish.allowed_names import BRANCH, REMOTE, shown
from draaiboek.editions.publish.refs import FETCHED, HERE, TAGS, commit_at, is_ancestor, refuse_below
from draaiboek.editions.publish.scratch_repository import Desk
from draaiboek.editions.publish.standing import standing
from draaiboek.editions.publish.tree import CommitTree, FolderTree, Tree

NOTHING = "0" * 40
_LOCK = re.compile(r"'([^'\n]+\.lock)'")
ATTEMPTS = 6
PAUSE = 0.3

Operation = Callable[[Desk], str]
"""Makes a change on a desk and returns the resulting tree; it may be called again, on another desk."""


@dataclass(frozen=True, slots=True)
class Place:
    """The branch of *repository* here, with *push* on the server, or else *folder*.

    The change is assembled in a folder with the name of *scratch*, in a temporary folder beside it.

    *coming* is the edition that the change is about, *key* the key that signs it.
    """

    repository: Path
    scratch: Path
    folder: Path | None = None
    push: bool = False
    coming: str = ""
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """A change that is ready: the *commit* for the branch, and the object *witness* for the tag *tag* ('' for none)."""

    commit: str
    tag: str
    witness: str

    @property
    def refs(self) -> Mapping[str, str]:
        """The new value of each ref, the branch first."""
        return {HERE: self.commit, **({f"{TAGS}{self.tag}": self.witness} if self.tag else {})}


@contextmanager
def held(repository: Path) -> Iterator[None]:
    """Publish from *repository* alone while the body runs; first finish what a git that was killed left half done.

    Raises ToolError when another process publishes.
    """
    with lock.held(repository):
        witness_tags.finish(repository)
        yield


def look(place: Place) -> Tree:
    """Return what is published in *place* now.

    Raises UsageError when its folder holds anything other than a publication (that would be lost), or when its
    repository is only a folder in another one.
    """
    if place.folder:
        return _folder(place.folder)
    refuse_below(place.repository)
    name = f"de tak {BRANCH}{' op de server' if place.push else ''}"
    tip = remote.tip(place.repository) if place.push else tip_of(place.repository)
    return CommitTree(place.repository, tip, name)


def ready(place: Place) -> Tree:
    """Return what is published in *place* now, if a change may be made on top of it.

    Raises ToolError when its lists are damaged, or when the server has less than what is remembered here.
    """
    tree = look(place)
    found = standing(tree)
    if isinstance(tree, CommitTree):
        witnesses.refuse_less(tree, found, coming=place.coming, everywhere=place.push)
    return tree


def change(
    place: Place, operation: Operation, *, message: str, seen: Tree, approve: Callable[[Tree], bool]
) -> str | None:
    """Make the change of *operation* in *place*; return the new commit ('' in a folder), or None when not approved.

    *seen* is the tree on which the decision was based; if it has changed, *approve* is asked first. Raises ToolError
    when the change fails; nothing has changed then.
    """
    place.scratch.parent.mkdir(parents=True, exist_ok=True)
    with scratch.folder(beside=place.scratch) as folder:
        return _change(replace(place, scratch=folder / place.scratch.name), operation, message, seen, approve)


def _change(
    place: Place, operation: Operation, message: str, seen: Tree, approve: Callable[[Tree], bool]
) -> str | None:
    if place.folder:
        return _in_folder(place, place.folder, operation, message, seen, approve)
    if place.push:
        return _on_server(place, operation, message, seen, approve)
    _not_checked_out(place.repository)
    mine = commit_at(HERE, place.repository)
    tree = ready(place)
    if tree.commit != seen.commit and not approve(tree):
        return None
    made = _built(place, operation, message, tree.commit)
    # First the objects, then the refs: until the last command nobody sees anything of it.
    _set_refs(made.refs, {HERE: mine}, message, place.repository)
    return made.commit


def tip_of(repository: Path) -> str:
    """Return the commit that holds all editions: of the branch, or of its remote when that is ahead; '' for none.

    Raises ToolError when the two have diverged.
    """
    mine = commit_at(HERE, repository)
    theirs = commit_at(FETCHED, repository)
    if not mine or not theirs or mine == theirs:
        return mine or theirs
    if is_ancestor(mine, theirs, repository):
        return theirs
    if is_ancestor(theirs, mine, repository):
        return mine
    message = f"je eigen tak {BRANCH} en die op de server zijn uit elkaar gegroeid"
    hint = (
        "Er is niets gewijzigd. Publiceerden twee mensen tegelijk, of herschreef iemand de tak op de server? Kijk:\n"
        f"  git log --oneline --left-right {BRANCH}...{REMOTE}/{BRANCH}\n"
        "Neem die van de server pas over als je weet waarom ze anders is."
    )
    raise ToolError(message, hint=hint)


def other_tip(repository: Path) -> str:
    """Return, in words, that the branch here and that of the server differ, and which `tip_of` returns; '' otherwise.

    Raises ToolError when they have diverged.
    """
    mine, theirs, tip = commit_at(HERE, repository), commit_at(FETCHED, repository), tip_of(repository)
    if not mine or not theirs or mine == theirs:
        return ""
    number = int(git.run("rev-list", "--count", f"{mine}...{theirs}", cwd=repository))
    commits = dutch.count(number, "commit", "commits")
    if tip == theirs:
        return f"Je eigen tak {BRANCH} heeft {commits} minder dan die op de server. Die op de server is nagekeken."
    return (
        f"Die op de server had {commits} minder dan je eigen tak {BRANCH}, toen je laatst ophaalde. Je eigen tak is "
        "nagekeken. Publiceerde je al op de server? Dan zette iemand daar misschien een oudere tak terug."
    )


def _on_server(
    place: Place, operation: Operation, message: str, seen: Tree, approve: Callable[[Tree], bool]
) -> str | None:
    for attempt in range(ATTEMPTS):
        tree = ready(place)
        if tree.commit != seen.commit and not approve(tree):
            return None
        seen = tree
        made = _built(place, operation, message, tree.commit)
        if _pushed(made, tree.commit, place.repository, last=attempt == ATTEMPTS - 1):
            if not remote.holds(made.commit, place.repository):
                text = "de server zegt dat hij de editie heeft, maar toont ze niet"
                raise ToolError(text, hint=f"Kijk met: git ls-remote {REMOTE} {BRANCH}")
            _follow(made, place.repository, message)
            return made.commit
        time.sleep(PAUSE * (attempt + 1))
    return None


def _pushed(made: _Made, before: str, repository: Path, *, last: bool) -> bool:
    """Push *made*; return False when somebody else was first, so that it makes sense to start again."""
    try:
        remote.push(made.refs, repository)
    except (ToolError, StoppedError) as error:
        now = remote.tip(repository)
        if now == made.commit:
            _push_tag(made, repository)
            return True  # the answer was lost, not the commit
        busy = now != before or "cannot lock ref" in error.output
        if last or not busy:
            raise
        return False
    return True


def _push_tag(made: _Made, repository: Path) -> None:
    """Push the tag of *made*, whose branch the server has: it may have been killed before it set the tag."""
    for ref, value in made.refs.items():
        if ref != HERE:
            try:
                remote.push({ref: value}, repository)
            except ToolError as error:
                message = f"de server heeft de handeling, maar misschien niet haar label {made.tag}"
                hint = f"Laat op de server {ref}.lock wissen, en zet het dan: git push {REMOTE} {value}:{ref}"
                raise ToolError(message, hint=hint, output=error.output) from error


def _follow(made: _Made, repository: Path, message: str) -> None:
    """Update the tags and the branch here to those on the server, unless the branch would lose commits of its own."""
    mine = commit_at(HERE, repository)
    grown_apart = _worktree(repository) or (mine and not is_ancestor(mine, made.commit, repository))
    refs = {name: value for name, value in made.refs.items() if not (grown_apart and name == HERE)}
    try:
        _set_refs(refs, {HERE: mine}, message, repository)
    except ToolError:
        return  # the ref moved in the meantime; the server has the edition, and that is what counts


def _set_refs(refs: Mapping[str, str], before: Mapping[str, str], message: str, repository: Path) -> None:
    """Set each of *refs*, all or none, provided that each still has its value in *before*."""
    lines = "".join(f"update {name} {value} {before.get(name) or NOTHING}\n" for name, value in refs.items())
    try:
        git.run("update-ref", "-m", message, "--stdin", cwd=repository, stdin=lines.encode())
    except StoppedError:
        witness_tags.finish(repository)
        if any(commit_at(name, repository) != value for name, value in refs.items()):
            raise
    except ToolError as error:
        if not (told := _LOCK.search(error.output)) or not Path(told[1]).exists():
            raise  # it could not make the lock, for instance: nobody else has it
        # Git removes the lock when it is asked to stop, not when it is killed. Only a person knows if it still runs.
        text = "git is hier nog bezig, of werd halverwege afgebroken"
        left = "\n  ".join(_locks(told[1], refs))
        hint = f"Er is niets gewijzigd. Loopt er geen git meer? Wis dan wat hier staat, en begin opnieuw:\n  {left}"
        raise ToolError(text, hint=hint) from error


def _locks(told: str, refs: Collection[str]) -> list[str]:
    """Return *told*, the lock that git names, and the others of an act: git takes all of them before it moves a ref."""
    named = next((name for name in refs if told.endswith(f"/{name}.lock")), "")
    around = Path(told.removesuffix(f"{named}.lock"))
    ours = [around / f"{HERE}.lock", *sorted((around / TAGS).glob(f"grootboek/*{witness_tags.LOCK}"))]
    return [told, *(str(each) for each in ours if str(each) != told and each.exists())]


def _built(place: Place, operation: Operation, message: str, parent: str) -> _Made:
    desk = desks.beside(place.repository, parent, scratch=place.scratch)
    tree, entries = _signed(place, desk, operation(desk), parent)
    number, entry = len(entries), entries[-1]
    commit = desks.commit(desk, tree, message, day=entry.day)
    tag = witness = ""
    if head := commit_at("HEAD", place.repository):
        tag = witness_tags.free_name(number, entry, place.repository)
        said = witness_tags.words(number, entry, parent, commit)
        witness = witness_tags.make(desk, tag, head, said, day=entry.day, key=place.key)
    made = _Made(commit, tag, witness)
    words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", place.scratch)
    git.run(*words, *filter(None, (commit, witness)), cwd=place.repository)
    return made


def _signed(place: Place, desk: Desk, tree: str, before: str) -> tuple[str, Sequence[Entry]]:
    """Return *tree* with a signature of its last entry, made on top of commit *before*, and all its entries."""
    made = CommitTree(desk.folder, tree)
    entries = ledger.read(made.text(ledger.NAME))
    if place.key is None:
        return tree, entries
    if wrong := next(compare_bytes.verify(made), None):
        message = f"er wordt niets ondertekend: {shown(wrong.name)} {wrong.what}"
        raise ToolError(message, hint="Er is niets gewijzigd. Kijk met: python3 build.py verify")
    signature = signatures.sign(len(entries), entries[-1], before, key=place.key)
    kept = [each for each in signatures.read(made.text(signatures.NAME)) if each != signature]
    file = {signatures.NAME: signatures.as_text([*kept, signature]).encode()}
    return desks.with_files(desk, desks.entries(desk, tree), file), entries


def _in_folder(
    place: Place, folder: Path, operation: Operation, message: str, seen: Tree, approve: Callable[[Tree], bool]
) -> str | None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with lock.held(folder.parent):
        tree = ready(place)
        if tree.text(version_list.NAME) != seen.text(version_list.NAME) and not approve(tree):
            return None
        desk = desks.of_folder(folder, scratch=place.scratch)
        finished, entries = _signed(place, desk, operation(desk), "")
        commit = desks.commit(desk, finished, message, day=entries[-1].day)
        with scratch.folder(beside=folder) as aside:
            new = aside / folder.name
            new.mkdir()
            desk.git(f"--work-tree={new}", "checkout", "--force", commit, "--", ".")
            in_place.put_in_place(new, folder)
    return ""


def _folder(folder: Path) -> FolderTree:
    in_place.recover(folder)
    scratch.sweep(beside=folder)  # also when nothing is done after all: a whole publication may be left
    if folder.is_file():
        message = f"'{folder.name}' is een bestand"
        raise UsageError(message, hint="Kies een map die nog niet bestaat, of een map met edities.")
    names = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if names and (".git" in names or not names & {version_list.NAME, ledger.NAME, ledger.ROOT}):
        message = f"in de map '{folder.name}' staat iets anders dan edities; publiceren zou dat wissen"
        raise UsageError(message, hint="Kies een lege map, een map die nog niet bestaat, of een map met edities.")
    return FolderTree(folder)


def _not_checked_out(repository: Path) -> None:
    if folder := _worktree(repository):
        message = f"de tak {BRANCH} staat open in de werkmap '{Path(folder).name}'"
        raise ToolError(message, hint="Zet die werkmap op een andere tak; er is niets gepubliceerd.")


def _worktree(repository: Path) -> str:
    """Return the work tree in which the branch is checked out, or '' when there is none."""
    found = git.run("worktree", "list", "--porcelain", cwd=repository).split("\n\n")
    return next((each.split("\n")[0].partition(" ")[2] for each in found if f"branch {HERE}" in each.split("\n")), "")
