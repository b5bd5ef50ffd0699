"""mkdocs.yml: how the websites look, read as a file that a stranger may have changed before MkDocs gets it.

MkDocs itself lets it name hooks, plugins and Python objects, which run. So it may contain no key or value that we do
not know (`content.appearance_schema`), and MkDocs gets what was read here (`stage.configuration`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project
from draaiboek.content import data_files, files
from draaiboek.content.appearance_schema import AppearanceFile

Appearance = Mapping[str, Any]
"""The contents of mkdocs.yml, with the keys and values of the file."""


def problems(project: Project) -> tuple[Diagnostic, ...]:
    """Return what is wrong with mkdocs.yml of *project*; nothing when it does not exist: only a website needs it."""
    return _read(project)[1]


def read(project: Project) -> Appearance:
    """Return the contents of mkdocs.yml of *project*; raises ToolError when it is missing or not valid."""
    found, wrong = _read(project)
    if found is None or wrong:
        what = f"{wrong[0].origin}: {wrong[0].message}" if wrong else f"{project.config.name}: het bestand ontbreekt"
        raise ToolError(what, hint="Zet het terug zoals het was.")
    return found.model_dump()


def _read(project: Project) -> tuple[AppearanceFile | None, tuple[Diagnostic, ...]]:
    wrong: list[Diagnostic] = []
    if not os.path.lexists(project.config):
        return None, ()
    file = files.allowed(project.config, project.root, wrong)
    found = data_files.read_model(file, AppearanceFile, wrong)[0] if file else None
    return found, tuple(wrong)
