"""What stands in out/site when the last build failed: the untouched output of an earlier one."""

from __future__ import annotations

from datetime import datetime

from draaiboek.base import dutch, published_json
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project


def found(project: Project) -> str:
    """Return, as a sentence, what stands in out/site: of which commit, and when it was made; '' when nothing does."""
    try:
        moment = datetime.fromtimestamp(project.site.stat().st_mtime).astimezone()
    except FileNotFoundError:
        return ""
    day = f"{dutch.long_date(moment.date())} om {moment:%H.%M} uur"
    return f"In out/site staat nog {_named(project)}, gemaakt op {day}."


def refuse(project: Project) -> None:
    """Raise UsageError when out/site does not come from the last build: whoever used it would see another text."""
    if project.site.exists() and not _ended_well(project):
        message = f"de laatste bouw is niet gelukt. {found(project)}"
        raise UsageError(message, hint="Bouw eerst: python3 build.py")


def _ended_well(project: Project) -> bool:
    try:
        return bool(published_json.read(project.report.read_text(encoding="utf-8"))["gemaakt"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _named(project: Project) -> str:
    """Return how a whole edition identifies itself; part of an edition carries no such data."""
    try:
        said = published_json.read((project.site / "editie.json").read_text(encoding="utf-8"))
        edition, commit, changed = said["editie"]["nummer"], str(said["commit"] or ""), said["werkmap_gewijzigd"]
    except (OSError, ValueError, KeyError, TypeError):
        return "wat eerder gemaakt is"
    of = f"van commit {commit[:12]}" if commit else "van een tekst zonder commit"
    return f"editie {edition}, {of}{' met wijzigingen' if changed and commit else ''}"
