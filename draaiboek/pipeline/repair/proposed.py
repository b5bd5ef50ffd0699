"""What can be repaired in the text of a proposal: as in any text, plus what only the text before it can tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Source, place_name
from draaiboek.base.project import Project
from draaiboek.pipeline import gone_places
from draaiboek.pipeline.repair import front_matter, repairing
from draaiboek.pipeline.repair.edits import Edit, apply, reader
from draaiboek.pipeline.repair.moves import said_formerly


@dataclass(frozen=True, slots=True)
class Mended:
    """What repairs of a proposal give: the *files* that change, and the *problems* that are left for a person."""

    files: Mapping[str, bytes]
    problems: tuple[Diagnostic, ...]


def bare(old: Source, then: Project, now: Project) -> tuple[Edit, ...]:
    """Return the edits that restore the front matter of *old*'s files that had it in *then* and lost it in *now*."""
    origins = [each.origin for each in (*old.pages, *old.sector_pages)] + [each.origin for each in old.overlays]
    paths = dict.fromkeys(each.path for each in origins)
    return tuple(front_matter.given_back(paths, reader(then.root), reader(now.root)))


def repair(old: Source, new: Source, then: Project, copy: Project) -> Mended:
    """Repair the text of *copy*, which is *new* and was *old* in *then*; return what changed, and what is left.

    A text that lost its front matter gets it back, and so does a heading that lost its id. A page under a new name with
    the ids of one that is gone is taken to be that page, and a section with the id and the title of one that is gone to
    be that section: the page says so under `voorheen:`, and everything that points there follows. Readings of deleted
    text are kept: it may come back before the merge.
    """
    given = bare(old, then, copy)
    apply(given, copy.root)
    read = reader(copy.root)
    former: dict[PurePosixPath, list[str]] = {}
    for path, page in gone_places.renamed(old, new).items():
        former.setdefault(page.origin.path, []).append(str(path))
    for place, page in gone_places.moved(old, new).items():
        former.setdefault(page.origin.path, []).append(place_name(*place))
    texts = ((read(path), names) for path, names in former.items())
    said = [edit for text, names in texts if text is not None for edit in said_formerly(text, names)]
    apply(said, copy.root)
    repaired = repairing.repair(copy, before=old)
    repairing.write(copy, repaired)
    changed = {change.path for change in repaired.changes if change.after is not None}
    changed |= {edit.path for edit in (*given, *said)}
    files = {str(path): (copy.root / path).read_bytes() for path in sorted(changed)}
    return Mended(files, repaired.problems)
