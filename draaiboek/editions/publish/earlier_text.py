"""The core text as a sector read it: as it stood in the commit that holds the file of the reading."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from draaiboek.base import process, scratch
from draaiboek.base.errors import ToolError
from draaiboek.base.model import Reading
from draaiboek.base.project import Project
from draaiboek.compose import normal_form, variants
from draaiboek.compose.fingerprint import LEAD
from draaiboek.compose.normal_form import Leaf
from draaiboek.content.source import load

CONTENT = ("docs", "sectors", "overlays")


def text_read(reading: Reading, repository: Path) -> tuple[Leaf, ...]:
    """Return the core text that *reading* is of, () where the history of *repository* does not hold it.

    Nothing of the commit is run: its text is read by this program.
    """
    try:
        log = ["git", "log", "-1", "--format=%H", "--", str(reading.origin.path)]
        commit = process.run(log, cwd=repository)
        if not commit:
            return ()
        there = process.run(["git", "ls-tree", "--name-only", commit], cwd=repository).splitlines()
        folders = [name for name in CONTENT if name in there]  # git archives nothing when one of them is not there
        data = process.run_for_bytes(["git", "archive", "--format=zip", commit, *folders], cwd=repository)
    except ToolError:
        return ()
    with scratch.folder() as folder, zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
        return _found(reading, Project(folder))


def _found(reading: Reading, project: Project) -> tuple[Leaf, ...]:
    source, _ = load(project)
    core = variants.core(source)
    page = next((page for page in core.filled if page.path == reading.page), None)
    if page is None or core.read.fingerprint(reading.page, reading.target) != reading.fingerprint:
        return ()
    owner = core.read.owners.get((reading.page, reading.target), reading.target)
    if not owner:
        return normal_form.of_page(page)
    if owner == LEAD:
        return normal_form.of_lead(page)
    section = next(section for section in page.walk() if section.id == owner)
    return normal_form.of_section(section, page.path)
