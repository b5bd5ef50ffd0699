"""Overlays whose core text changed since they were read: which they are, and that they were read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from draaiboek.base.model import Overlay, Source
from draaiboek.base.project import Project
from draaiboek.compose.targets import Target, targets
from draaiboek.content.source import load


def stale(source: Source) -> Iterator[tuple[Overlay, Target]]:
    """Yield every overlay under which the core text changed, with what it hangs on."""
    for overlay in source.overlays:
        target = find(source, overlay)
        if target and target.fingerprint() != overlay.basis:
            yield overlay, target


def find(source: Source, overlay: Overlay) -> Target | None:
    """Return what *overlay* hangs on, None when that is gone."""
    page = next((page for page in source.pages if page.path == overlay.page), None)
    return targets(page).get((overlay.target, overlay.slot)) if page else None


def accept_all(project: Project, day: date) -> list[PurePosixPath]:
    """Write in every stale overlay of *project* that it was read on *day*; return those overlays."""
    found = list(stale(load(project)[0]))
    for overlay, target in found:
        accept(project.root / overlay.origin.path, target.fingerprint(), day)
    return [overlay.origin.path for overlay, _ in found]


def accept(path: Path, fingerprint: str, day: date) -> None:
    """Write in the overlay at *path* that it was read on *day*, when the core text had *fingerprint*."""
    # Bytes in, bytes out: whatever line ends the file has, only two values change.
    text = path.read_bytes().decode("utf-8")
    front, mark, body = text[3:].partition("\n---")
    front = re.sub(r"(?m)^basis:[^\r\n]*", f"basis: {fingerprint}", front)
    today = f"nagelezen: {day}"
    if re.search(r"(?m)^nagelezen:", front):
        front = re.sub(r"(?m)^nagelezen:[^\r\n]*", today, front)
    else:
        end = "\r" if front.endswith("\r") else ""
        front = f"{front.removesuffix(end)}{end}\n{today}{end}"
    path.write_bytes((text[:3] + front + mark + body).encode("utf-8"))
