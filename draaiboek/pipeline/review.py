"""What sectors have read of the core text: which overlays wait for a reading, and how a reading is recorded."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from draaiboek.base.errors import UsageError
from draaiboek.base.model import Overlay, Place, Source, place_name
from draaiboek.base.project import Project
from draaiboek.compose import variants
from draaiboek.compose.readings import Readings, file_name
from draaiboek.content import content_paths
from draaiboek.content.lines import is_role
from draaiboek.content.source import load

EDITORS = "redactie"


def who(words: str) -> str:
    """Return the reader's function, by default the editors'; raises UsageError when *words* is not a function."""
    if words and not is_role(words):
        message = f"'{words}' is geen functie"
        raise UsageError(
            message, hint="Schrijf gewone woorden, zonder haken en zonder naam: --by 'coördinator ouders'."
        )
    return words or EDITORS


def stale(source: Source, read: Readings) -> Iterator[Overlay]:
    """Yield every overlay whose core text, as it stands now, nobody of its sector has read."""
    for overlay in source.overlays:
        if read.fingerprint(overlay.page, overlay.target) and read.is_stale(overlay):
            yield overlay


def accept_all(project: Project, day: date) -> list[Path]:
    """Record that every sector read on *day* the core text under its stale overlays, and return the files written."""
    source, _ = load(project)
    read = variants.core(source).read
    return [
        write(project, read, overlay.sector, (overlay.page, overlay.target), day=day) for overlay in stale(source, read)
    ]


def write(project: Project, read: Readings, sector: str, place: Place, *, day: date, by: str = EDITORS) -> Path:
    """Record that *sector* read *place* as it stands now, and return the file.

    It replaces what the sector recorded before about that very target; *by* is the reader's function.
    """
    page, target = place
    digest = read.fingerprint(page, target)
    folder = project.root / content_paths.readings_of(sector)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(page, target, digest)
    same = path.stem.rpartition("--")[0]
    for other in folder.glob("*.yml"):  # compare `doel:` as well: 'a/b.md' and 'a--b.md' lead to the same file name
        if (
            other.stem.rpartition("--")[0] == same
            and f"doel: {place_name(*place)}" in other.read_text("utf-8").splitlines()
        ):
            other.unlink()
    path.write_text(reading(place, digest, day=day, by=by), encoding="utf-8", newline="\n")
    return path


def reading(place: Place, digest: str, *, day: date, by: str) -> str:
    """Return the content of the file recording that *place*, with fingerprint *digest*, was read on *day* by *by*."""
    return f"doel: {place_name(*place)}\ntekst: {digest}\n{signature(day, by)}"


def signature(day: date, by: str) -> str:
    """Return the lines of such a file that say on which *day* somebody with the function *by* read the text."""
    who = yaml.safe_dump({"door": by}, allow_unicode=True, width=math.inf)  # it quotes where YAML needs it
    return f"op: {day.isoformat()}\n{who}"
