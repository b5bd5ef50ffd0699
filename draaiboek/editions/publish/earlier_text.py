"""The core text as a sector read it: as it was in the commit that added the file of the reading."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from draaiboek.base import git
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import Reading
from draaiboek.base.project import Project
from draaiboek.compose import variants
from draaiboek.compose.core_text import text_under
from draaiboek.compose.normal_form import Leaf
from draaiboek.compose.variants import Core
from draaiboek.content.source import load
from draaiboek.editions.publish.text_at import text_at

CONTENT = ("docs", "sectors", "overlays")


def text_read(reading: Reading, repository: Path) -> tuple[Leaf, ...]:
    """Return the core text that *reading* is about, or () when the history of *repository* does not contain it.

    Nothing of the commit is run: its text is read by this program.
    """
    try:
        commit = git.run("log", "-1", "--format=%H", "--", str(reading.origin.path), cwd=repository)
        core = _core_at(commit, repository) if commit else None
    except (ToolError, UsageError):
        return ()
    if core is None or core.read.fingerprint(reading.page, reading.target) != reading.fingerprint:
        return ()
    return text_under(core, reading.page, reading.target)


@lru_cache(maxsize=4)  # a commit never changes, and a sector often reads many texts in one
def _core_at(commit: str, repository: Path) -> Core:
    with text_at(commit, CONTENT, repository) as folder:
        return variants.core(load(Project(folder))[0])
