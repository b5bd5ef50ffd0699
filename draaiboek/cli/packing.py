"""`build.py pack`: the package for the distributor, from a complete out/site."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from draaiboek import packing
from draaiboek.cli.checking import count
from draaiboek.errors import ToolError, UsageError
from draaiboek.export import Description, describe, export_note
from draaiboek.manifest import NAME
from draaiboek.model import CORE, Book, Edition, EditionStatus, MenuItem, Origin, Variant
from draaiboek.project import Project
from draaiboek.render import chapters

_NAME = re.compile(r"(?P<kind>[a-z]+)-livc-r-(?P<edition>[0-9.]+?)(-(?P<variant>[a-z][a-z0-9-]*))?\.pdf")
_AGAIN = "Maak de editie opnieuw: python3 build.py"


def pack(project: Project, options: argparse.Namespace) -> int:
    """Write out/pack/draaiboek-livc-r-<edition>.zip; raises UsageError when out/site is not exactly that edition."""
    manifest = _manifest(project, options.edition)
    edition = _edition(manifest["editie"])
    found = {path: describe(path.read_bytes()) for path in sorted((project.site / "pdf").glob("*.pdf"))}
    core = project.site / "pdf" / f"draaiboek-livc-r-{edition.id}.pdf"
    if core not in found:
        message = f"in out/site is er geen pdf van de kern van editie {edition.id}"
        raise UsageError(message, hint=_AGAIN)
    book = _note(edition, project.site, found[core].identifier)
    package = packing.Package(
        edition=edition,
        commit=manifest["commit"],
        changed=manifest["werkmap_gewijzigd"],
        address=found[core].identifier,
        pdfs=tuple(_pdf(path, described) for path, described in found.items()),
        note=book.chapters[0].html,
        note_pdf=_note_pdf(book, project, epoch=found[core].epoch),
    )
    path = project.out / "pack" / f"draaiboek-livc-r-{edition.id}.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packing.archive(package, epoch=found[core].epoch))
    if package.changed:
        print("Let op: deze editie is gemaakt uit een werkmap met wijzigingen die niet vastliggen.", file=sys.stderr)
    print(f"{path.relative_to(project.root)}: {count(len(found), 'pdf', 'pdf’s')}", file=sys.stderr)
    return 0


def _manifest(project: Project, wanted: str) -> Mapping[str, Any]:
    """Return the manifest of out/site when that is edition *wanted*, file for file."""
    path = project.site / NAME
    if not path.is_file():
        message = "in out/site staat geen volledige editie"
        raise UsageError(message, hint="Maak ze eerst: python3 build.py")
    manifest: Mapping[str, Any] = json.loads(path.read_bytes())
    if manifest["editie"]["nummer"] != wanted:
        message = f"in out/site staat editie {manifest['editie']['nummer']}, niet {wanted}"
        raise UsageError(message, hint=f"Geef {manifest['editie']['nummer']} op, of maak editie {wanted} opnieuw.")
    files = {
        file.relative_to(project.site).as_posix(): file
        for file in sorted(project.site.rglob("*"))
        if file.is_file() and file != path
    }
    known = manifest["bestanden"]
    wrong = sorted(files.keys() ^ known.keys()) or [
        name for name, file in files.items() if hashlib.sha256(file.read_bytes()).hexdigest() != known[name]
    ]
    if wrong:
        message = f"out/site klopt niet met {NAME}: kijk naar '{wrong[0]}'"
        raise UsageError(message, hint=_AGAIN)
    return manifest


def _edition(words: Mapping[str, Any]) -> Edition:
    page = PurePosixPath("edities", f"{words['nummer']}.md")
    return Edition(
        id=words["nummer"],
        date=date.fromisoformat(words["datum"]),
        valid_from=date.fromisoformat(words["geldig_van"]),
        law_state=date.fromisoformat(words["stand_wetgeving"]),
        reasons=tuple(words["aanleiding"]),
        summary=words["samenvatting"],
        editor=words["eindredactie"],
        status=EditionStatus(words["status"]),
        page=page,
        origin=Origin("docs" / page),
    )


def _pdf(path: Path, described: Description) -> packing.Pdf:
    match = _NAME.fullmatch(path.name)
    kind, variant = (match["kind"], match["variant"] or CORE) if match else ("", "")
    return packing.Pdf(path.name, kind, variant, described.title, described.pages, path.read_bytes())


def _note(edition: Edition, site: Path, permalink: str) -> Book:
    """Return the edition's page on the website as a book of one chapter."""
    title = f"Editie {edition.id}"
    core = Variant(CORE, None, (), (MenuItem(title, edition.page),), (), edition)
    return Book(CORE, "Draaiboek LIVC-R", "Releasenota", edition, permalink, chapters(core, site))


def _note_pdf(book: Book, project: Project, *, epoch: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="draaiboek-") as folder:
        path = Path(folder, "releasenota.pdf")
        problems = export_note(book, into=path, fonts=project.fonts, epoch=epoch)
        if problems:
            message = f"de releasenota kan niet in een pdf: {problems[0].text}"
            raise ToolError(message)
        return path.read_bytes()
