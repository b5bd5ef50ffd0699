"""What sectors read: files that no longer say anything are removed, and a sector signs its readings on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.model import Place, Reading, Source
from draaiboek.compose.readings import Readings, file_name
from draaiboek.compose.targets import targets
from draaiboek.content import content_paths
from draaiboek.pipeline.repair.edits import Change, Created, Removed
from draaiboek.pipeline.review import reading, stale


def swept(source: Source, read: Readings, problems: Sequence[Diagnostic]) -> Iterator[Change]:
    """Yield the removal of readings of text that is gone: its page or id is, or its words were read again since.

    What *problems* show other text to be looking for may have moved or may come back: its readings stay.
    """
    own = {each.origin for each in source.readings}
    wanted = {each.absent for each in problems if each.origin not in own}
    unread = {each.origin for each in problems if each.origin in own and each.absent in wanted}
    pages = {page.path: page for page in source.pages}
    for each in source.readings:
        page = pages.get(each.page)
        known = targets(page) if page else {}
        is_there = page is not None and (not each.target or each.target in known)
        if each.origin not in unread and (not is_there or _is_read_anew(each, read)):
            yield Removed(each.origin.path)


def _is_read_anew(each: Reading, read: Readings) -> bool:
    now = read.fingerprint(each.page, each.target)
    return each.fingerprint != now and read.is_fresh(each.sector, each.page, each.target)


def signed(source: Source, read: Readings, sector: str, *, day: date, by: str) -> Iterator[Change]:
    """Yield the files that say that *sector* read the core text under its overlays, as it stands now."""
    for overlay in stale(source, read):
        if overlay.sector == sector:
            place: Place = (overlay.page, overlay.target)
            digest = read.fingerprint(*place)
            path = PurePosixPath(content_paths.readings_of(sector), file_name(*place, digest))
            yield Created(path, reading(place, digest, day=day, by=by))
