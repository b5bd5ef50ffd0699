"""When something last changed: the date of the last commit that touched anything that it is made of.

So whatever nobody changed keeps its date, and its bytes, through all later commits (decisions/0029).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from draaiboek.base import git
from draaiboek.base.epoch import borne, midnight
from draaiboek.base.errors import ToolError
from draaiboek.base.kept_values import KeptValues
from draaiboek.base.project import Project
from draaiboek.content import content_paths
from draaiboek.editions.revision import Revision, wanted_epoch

_CONTENT = (content_paths.DOCS, content_paths.SECTORS, content_paths.OVERLAYS, content_paths.IDENTITY)
_COMMIT = "\x01"
_DATA = ".yml"


@dataclass(frozen=True, slots=True)
class ContentDates:
    """What git knows of each file: when it was *last* changed, in seconds since 1970, and whether that is committed.

    A folder has the date of the last change in it. *changed* are the files with uncommitted changes, *gone* the pages,
    overlays and pictures that no longer exist. *edition* is the date of the edition: it applies to what is not
    committed yet, and to everything outside git. *fixed*, when set, is the date of everything.
    """

    edition: int
    last: Mapping[str, int] = field(default_factory=dict)
    changed: AbstractSet[str] = frozenset()
    gone: AbstractSet[str] = frozenset()
    fixed: int | None = None

    def of(self, files: Iterable[PurePosixPath], folders: Iterable[PurePosixPath] = ()) -> int:
        """Return the date, in seconds since 1970, of what is made of *files*; a folder stands for everything in it.

        What was deleted below *folders* counts too: it was once part of it.
        """
        if self.fixed is not None:
            return self.fixed
        names = {str(file) for file in files}
        homes = tuple(f"{folder}/" for folder in folders)
        names |= {name for name in self.gone if name.startswith(homes)} if homes else set()
        if names & self.changed:
            return self.edition
        return max((self.last[name] for name in names if name in self.last), default=self.edition)


def content_dates(project: Project, stand: Revision, edition: date, values: KeptValues) -> ContentDates:
    """Return when each file of the text of *project*, which is at *stand*, last changed.

    What *values* hold for a commit is not asked again, because its history does not change. Raises ToolError in a
    shallow clone, where it cannot be known.
    """
    at_midnight = midnight(edition)
    wanted = wanted_epoch()
    if wanted is not None or not stand.commit:
        return ContentDates(at_midnight, fixed=wanted)
    asked = ("rev-parse", "--is-shallow-repository", "--show-prefix")
    shallow, _, prefix = git.run(*asked, cwd=project.root).partition("\n")
    if shallow == "true":
        message = "deze kopie heeft niet de hele geschiedenis: wanneer een stuk is gewijzigd, is niet te weten"
        hint = "Haal ze op: git fetch --unshallow\nIn een CI: actions/checkout met 'fetch-depth: 0'."
        raise ToolError(message, hint=hint)
    last = values.of(_last, project, stand.commit, prefix)
    changed = {name.removeprefix(prefix) for name in stand.changed if name.startswith(prefix)}
    known = {name for name in {*last, *changed} if not name.endswith(_DATA)}
    gone = {name for name in known if not (project.root / name).exists()}
    return ContentDates(at_midnight, last, changed | {each for name in changed for each in _around(name)}, gone)


def _last(project: Project, commit: str, prefix: str) -> dict[str, int]:
    """Return when each file of the text, and each folder, last changed as of *commit*.

    *prefix* is the place of the text in the repository.
    """
    last: dict[str, int] = {}
    for moment, path in _touched(project.root, commit):
        name = path.removeprefix(prefix)
        for each in (name, *_around(name)):
            last[each] = max(moment, last.get(each, 0))
    return last


def _touched(root: Path, commit: str) -> Iterator[tuple[int, str]]:
    """Yield every change of a file of the text in the history of *commit*: when it was committed, and its name.

    For a merge, that is what differs from both parents.
    """
    words = ("--no-replace-objects", "log", "-c", "-z", "--name-only", "--no-renames", f"--format={_COMMIT}%ct")
    said = git.run(*words, commit, "--", *map(str, _CONTENT), cwd=root)
    for change in said.split(_COMMIT)[1:]:
        moment, *names = change.split("\0")
        yield from ((borne(int(moment)), name) for each in names if (name := each.strip("\n")))


def _around(name: str) -> Iterator[str]:
    """Yield the folders that contain the file *name*."""
    return (str(folder) for folder in PurePosixPath(name).parents[:-1])
