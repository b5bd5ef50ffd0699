"""The folders in out/, which a run fills and clears: they must be real folders."""

from __future__ import annotations

from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project


def refuse_others(project: Project) -> None:
    """Raise ToolError when out/ or a folder of ours in it is a symbolic link, or not a folder.

    Otherwise what a link leads to would be filled and cleared.
    """
    ours = (project.out, project.stage, project.work, project.cache)
    places = (*ours, *(inside for folder in ours if not folder.is_symlink() for inside in folder.glob("*")))
    for each in places:
        place = each.relative_to(project.root)
        if each.is_symlink():
            message = f"{place} is een snelkoppeling (symlink), en wat daar staat zou gewist worden"
            hint = f"Haal ze weg (rm {place}). Maakte je ze niet zelf? Zoek wie: git log -- {place}"
            raise ToolError(message, hint=hint)
        if each.exists() and not each.is_dir() and each in {*ours, project.site}:
            message = f"{place} is geen map, en daar zou alles komen wat er gemaakt wordt"
            raise ToolError(message, hint=f"Haal het weg: rm {place}")
