"""`.github/CODEOWNERS`: whom the Git host asks to review a change, generated from draaiboek.yml and each sector.yml."""

from __future__ import annotations

from collections.abc import Iterator

from draaiboek.base.model import Source
from draaiboek.base.project import Project

NAME = ".github/CODEOWNERS"
_HEAD = (
    "# Gemaakt met 'python3 build.py owners' uit draaiboek.yml en sectors/*/sector.yml: wijzig het daar.",
    "# Een Git-host vraagt alleen wie schrijfrechten heeft. Heeft een account die niet, dan slaat hij de regel over.",
)


def text(source: Source) -> str:
    """Return the file for *source*: later lines win, so the lines of the sectors and of this file itself come last."""
    return "\n".join([*_HEAD, *_lines(source)]) + "\n"


def differs(project: Project, source: Source) -> bool:
    """Return whether the file is not as it should be; a guidebook that names no accounts needs no file."""
    path = project.root / NAME
    present = path.read_text(encoding="utf-8") if path.is_file() else ""
    return present != (text(source) if any(_lines(source)) else "")


def _lines(source: Source) -> Iterator[str]:
    if keepers := " ".join(source.identity.keepers):
        yield f"* {keepers}"
    for sector in source.sectors:
        if accounts := " ".join(each.account for each in sector.keepers):
            yield from (f"/{place}/{sector.slug}/ {accounts}" for place in ("overlays", "sectors"))
            # Who may sign for the sector is decided by whoever answers for everything, not by the sector itself.
            yield f"/sectors/{sector.slug}/sector.yml {keepers or accounts}"
