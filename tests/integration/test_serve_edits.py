"""What `serve` shows after each of many edits is byte for byte what `build.py site` makes of that text."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from pathlib import Path

from draaiboek.base.project import Project
from draaiboek.pipeline import preview
from tests.edits import edits
from tests.integration import program
from tests.integration.program import Place

STEPS = 12
OURS = re.compile(rb'<link rel="stylesheet" href="/_/preview\.css"><script defer [^>]*></script>')
EPOCH = 1_763_636_400


def shown(view: preview.Preview, site: Path) -> dict[str, bytes]:
    """Return each file of *site* as the preview serves it."""
    names = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.is_file()]
    return {
        name: OURS.sub(b"", preview.answer(view, f"/{name.removesuffix('index.html')}").body)
        for name in names
        if not name.endswith(".gz")
    }


def test_after_each_of_many_edits_the_preview_is_what_a_build_makes(tmp_path: Path) -> None:
    place = program.guidebook(tmp_path / "main")
    other = program.guidebook(tmp_path / "other")
    project, before = Project(place.root), os.environ.get("SOURCE_DATE_EPOCH")
    view = preview.open_preview(project, EPOCH)
    compared: list[str] = []
    try:
        for name in itertools.islice(edits(place.root, 5), STEPS):
            files = frozenset(path for folder in program.CONTENT for path in (place.root / folder).rglob("*"))
            if not preview.renew(view, files).failed:
                built = build(place, other)
                assert shown(view, built.site) == made(built), (name, compared)
                compared.append(name)
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH") if before is None else os.environ.update(SOURCE_DATE_EPOCH=before)
    assert compared


def build(place: Place, into: Place) -> Place:
    """Build the sites of the text of *place* in *into*, with no knowledge of earlier builds."""
    for folder in program.CONTENT:
        shutil.rmtree(into.root / folder)
        shutil.copytree(place.root / folder, into.root / folder)
    result = into.build("site", env={"SOURCE_DATE_EPOCH": str(EPOCH)})
    assert result.code == 0, result.said
    return into


def made(built: Place) -> dict[str, bytes]:
    return {name: data for name, data in program.tree(built.site).items() if not name.endswith(".gz")}
