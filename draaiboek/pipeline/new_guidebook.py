"""A second guidebook in a folder of its own: a copy of the program, and the least text that makes it work."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from string import Template

from draaiboek.base import scratch
from draaiboek.base.characters import in_ascii
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.check.rules import taken
from draaiboek.content import content_paths, lines, schema, sector_data

# What is copied, as far as it exists: the program with its lock files, and the settings of editors and git.
PROGRAM = (
    *("build.py", "draaiboek", "mkdocs.yml", "requirements*", "LICENSES", "CONTRIBUTING.md"),
    *(".gitignore", ".gitattributes", ".editorconfig", ".vscode", ".github/images/wijziging-*.png"),
)
_STARTER = Path(__file__).parent / "starter"
_EDITION = content_paths.EDITIONS / "editie.md"
_GENRE = "Draaiboek"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the new guidebook and of its only sector."""

    name: str
    short: str
    slug: str
    sector: str


def names(folder: Path, name: str, sector: str) -> Names:
    """Return the names of the guidebook in *folder*: *name*, or else one from its folder's name. Raises UsageError."""
    name = " ".join(name.split()) or f"{_GENRE} {folder.name}"
    if not re.fullmatch(lines.PLAIN_TEXT, name) or re.search(r'["\\$]', name):
        message = f"de naam '{name}' is niet toegelaten"
        raise UsageError(message, hint="Gebruik gewone letters en leestekens, zonder aanhalingstekens of haken.")
    refuse_sector(sector, (content_paths.INDEX, content_paths.EDITION_PAGES))
    short = name.removeprefix(f"{_GENRE} ")
    slug = re.sub(r"[^a-z0-9]+", "-", in_ascii(short)).strip("-")
    if not slug:
        message = f"uit de naam '{name}' is geen naam voor bestanden te maken"
        raise UsageError(message, hint="Geef een naam met letters: --name 'Draaiboek Tafel'.")
    return Names(name, short, slug, sector)


def write(project: Project, folder: Path, said: Names, *, day: date) -> None:
    """Write in *folder*, which must not exist yet, the program of *project* and a guidebook with the names *said*."""
    if folder.exists() or folder.is_symlink():
        message = f"'{folder.name}' bestaat al"
        raise UsageError(message, hint="Kies een map die nog niet bestaat.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch.folder(beside=folder) as aside:
        made = aside / folder.name
        _fill(project.root, made, said, day)
        made.rename(folder)


def _fill(root: Path, folder: Path, said: Names, day: date) -> None:
    folder.mkdir()
    _copy_program(root, folder)
    words = {
        "naam": said.name,
        "kort": said.short,
        "slug": said.slug,
        "sector": said.sector,
        "vandaag": day.isoformat(),
        "editie": f"{day.year}.1",
    }
    for path in sorted(filter(Path.is_file, _STARTER.rglob("*"))):
        place = PurePosixPath(path.relative_to(_STARTER).as_posix())
        _write(folder / (place.with_name(f"{words['editie']}.md") if place == _EDITION else place), path, words)
    sector = Project(folder).root / content_paths.sector_file(said.sector)
    sector.parent.mkdir(parents=True)
    text = sector_data.new(said.sector, (), description=f"Voor {sector_data.title(said.sector).lower()}.")
    sector.write_text(text, encoding="utf-8", newline="\n")


def refuse_sector(slug: str, pages: Iterable[PurePosixPath]) -> None:
    """Raise UsageError when a guidebook that has *pages* cannot have a sector called *slug*."""
    if not re.fullmatch(schema.SLUG, slug):
        message = f"de naam '{slug}' is niet toegelaten"
        raise UsageError(message, hint="Gebruik kleine letters, cijfers en streepjes.")
    if slug in taken(pages):
        message = f"de naam '{slug}' is al in gebruik"
        raise UsageError(message, hint="Kies een andere naam.")


def _copy_program(root: Path, folder: Path) -> None:
    for pattern in PROGRAM:
        for path in sorted(root.glob(pattern)):
            target = folder / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(path, target)


def _write(target: Path, source: Path, words: Mapping[str, str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    text = Template(source.read_text(encoding="utf-8")).substitute(words)
    target.write_text(text, encoding="utf-8", newline="\n")
