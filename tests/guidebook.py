"""A guidebook on disk, as small as it can be: what a test gives comes on top of text that is right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from draaiboek.base.project import Project
from draaiboek.compose.targets import targets
from draaiboek.content.source import load

CURRENT = "basis: ACTUEEL"
"""In an overlay: the fingerprint that its target has at this moment, so that the overlay is not stale."""

NOTHING = "f1:000000000000"
_TARGET = re.compile(r"^doel: (?P<page>[^#\s]+)#(?P<slot>slot:)?(?P<name>\S+)$", re.MULTILINE)

DEFAULTS: Mapping[str, str] = {
    "docs/index.md": "---\ntitle: Welkom\ndescription: Waar je begint.\n---\nWelkom aan tafel.\n",
    "docs/edities/index.md": "---\ntitle: Edities\ndescription: Alle edities.\n---\nElke editie heeft een nummer.\n",
    "docs/edities/2026.1.md": """\
---
title: Editie 2026.1
description: De eerste editie.
editie: "2026.1"
datum: 2026-12-01
geldig_van: 2026-12-15
stand_wetgeving: 2026-11-20
aanleiding: [wetgeving]
samenvatting: Dit is de eerste editie.
eindredactie: De redactie
status: concept
---
Alles is nieuw.
""",
    "docs/_data/bronnen.yml": """\
wet:
  titel: Wet over iets
  kort: de wet
  soort: wet
  status: geverifieerd
  gecontroleerd_op: "2026-11-20"
""",
    "docs/_data/begrippen.yml": "tafel:\n  term: ronde tafel\n  definitie: Een tafel zonder hoeken.\n",
    "docs/_data/variabelen.yml": 'straf:\n  artikel: "352"\n',
    "sectors/onderwijs/sector.yml": """\
naam: onderwijs
titel: Onderwijs
volgorde: 10
omschrijving: Voor scholen.
geheimhouding: Ambtsgeheim.
eindredactie: ""
actoren: []
""",
}


def guidebook(files: Mapping[str, str | bytes | None], into: Path) -> Project:
    """Write the defaults and on top of them *files* below folder *into*; None takes a default away."""
    for name, text in {**DEFAULTS, **files}.items():
        if text is None:
            continue
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    project = Project(into)
    if any(isinstance(text, str) and CURRENT in text for text in files.values()):
        _fill_in_fingerprints(project)
    return project


def page(body: str, *, title: str = "Delen", more: str = "") -> str:
    """Return a page with *body*; *more* holds whole lines of front matter."""
    return f"---\ntitle: {title}\ndescription: Over {title.lower()}.\n{more}---\n{body}"


def overlay(body: str, *, target: str, action: str = "einde", more: str = "") -> str:
    """Return an overlay that is not stale; *more* holds whole lines of front matter."""
    return f"---\ndoel: {target}\nbewerking: {action}\n{CURRENT}\n{more}---\n{body}"


def sector(slug: str, *, order: int = 20) -> Mapping[str, str]:
    """Return the file of one more sector."""
    text = DEFAULTS["sectors/onderwijs/sector.yml"]
    text = text.replace("onderwijs", slug).replace("Onderwijs", slug.capitalize()).replace("10", str(order))
    return {f"sectors/{slug}/sector.yml": text}


def _fill_in_fingerprints(project: Project) -> None:
    source, _ = load(project)
    known = {each.path: each for each in source.pages}

    @cache
    def fingerprint(place: PurePosixPath, name: str, *, slot: bool) -> str:
        found = targets(known[place]).get((name, slot)) if place in known else None
        return found.fingerprint() if found else NOTHING

    for path in sorted(project.overlays.rglob("*.md")):
        text = path.read_bytes()
        match = _TARGET.search(text.decode(errors="replace"))
        if match:
            digest = fingerprint(PurePosixPath(match["page"]), match["name"], slot=bool(match["slot"]))
            path.write_bytes(text.replace(CURRENT.encode(), f"basis: {digest}".encode()))
