"""The folders in out/, which a run fills and clears: they have to stand there themselves."""

from __future__ import annotations

from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project


def refuse_links(project: Project) -> None:
    """Raise ToolError when out/ or a folder of ours in it is a link: what it leads to would be filled and cleared."""
    ours = (project.out, project.stage, project.work, project.cache)
    places = (*ours, *(inside for folder in ours for inside in folder.glob("*")))
    found = next((each.relative_to(project.root) for each in places if each.is_symlink()), None)
    if found:
        message = f"{found} is een snelkoppeling (symlink), en wat daar staat zou gewist worden"
        hint = f"Haal ze weg (rm {found}). Maakte je ze niet zelf? Zoek wie: git log -- {found}"
        raise ToolError(message, hint=hint)
