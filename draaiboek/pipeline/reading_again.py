"""What sectors have to read again: where the core text under an overlay or a sign-off is no longer what they read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath

from draaiboek.base.git_host import MAIN, web_editor
from draaiboek.base.model import Identity, Reading, Source, place_name
from draaiboek.base.project import Project
from draaiboek.compose import normal_form, variants
from draaiboek.compose.core_text import text_under
from draaiboek.compose.readings import to_fill_in
from draaiboek.compose.variants import Core
from draaiboek.content.source import load
from draaiboek.editions import redline
from draaiboek.editions.publish.earlier_text import text_read
from draaiboek.editions.redline import Said, Waiting
from draaiboek.pipeline import compare, review

FOLDER = "nalezen"
"""The folder of the page about it, in out/."""

_Place = tuple[str, PurePosixPath, str]


def waiting(
    project: Project, source: Source, core: Core, only: AbstractSet[PurePosixPath] = frozenset()
) -> Iterator[Waiting]:
    """Yield every overlay whose core text changed, then every sign-off that is no longer valid.

    When *only* names overlay files, nothing else is considered. What a sector had read is taken from the history of
    git; nothing of it is run.
    """
    last = _last_readings(source)
    named = set()
    for overlay in review.stale(source, core.read):
        if only and overlay.origin.path not in only:
            continue
        place = overlay.sector, overlay.page, overlay.target
        named.add(place)
        own = normal_form.of_overlay(overlay)
        said = Said(str(overlay.origin.path), str(overlay.action), own, overlay.reason)
        yield _waiting(project, core, place, last.get(place), said)
    for place, reading in () if only else last.items():
        if place not in named and core.read.fingerprint(*place[1:]) and not core.read.is_fresh(*place):
            yield _waiting(project, core, place, reading, None)


def write(project: Project, found: tuple[Waiting, ...], this: Identity) -> Path:
    """Write the page about *found* in out/nalezen and return its path; it opens from a folder."""
    compare.write(redline.reading_page(found, this), project.out / FOLDER)
    return project.out / FOLDER / "index.html"


def pages(project: Project) -> Mapping[str, bytes]:
    """Return, by name, the files of the page about everything that is now waiting to be read in *project*."""
    source, _ = load(project)
    core = variants.core(source)
    return redline.reading_page(tuple(waiting(project, source, core)), source.identity)


def _last_readings(source: Source) -> dict[_Place, Reading]:
    """Return the last reading of each text by each sector."""
    ordered = sorted(source.readings, key=lambda each: (each.day, str(each.origin.path)))
    last = {(each.sector, each.page, each.target): each for each in ordered}
    return {place: last[place] for place in sorted(last)}


def _waiting(project: Project, core: Core, place: _Place, last: Reading | None, said: Said | None) -> Waiting:
    sector, page, target = place
    file, lines = to_fill_in(sector, page, target, core.read)
    return Waiting(
        sector=sector,
        place=place_name(page, target),
        said=said,
        day=last.day if last else None,
        then=text_read(last, project.root) if last else (),
        present=text_under(core, page, target),
        file=file,
        lines=lines,
        link=web_editor(core.read.repository, MAIN, file, content=lines),
    )
