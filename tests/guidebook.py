"""A minimal guidebook on disk: correct default text, with the files of a test on top of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from draaiboek.base.project import Project
from draaiboek.compose.readings import file_name
from draaiboek.compose.variants import core
from draaiboek.content.source import load

OLD = "f2:000000000000"
"""A fingerprint that matches no text."""

_READING = re.compile(r"^sectors/(?P<sector>[^/]+)/nagelezen/")
_TARGET = re.compile(r"^doel: (?P<target>\S+)$", re.MULTILINE)

DEFAULTS: Mapping[str, str] = {
    "draaiboek.yml": """\
naam: Draaiboek Tafel
korte_naam: Tafel
slug: tafel
adres: https://draaiboek.voorbeeld.be
uitgever: De redactie
status:
  tekst: Niet-officiële werkversie
trefwoorden: [tafel]
licentie:
  naam: Vrije licentie
  kort: Vrij
  adres: https://www.example.org/licentie
  zin: De tekst mag je hergebruiken
  korte_zin: Hergebruik mag
doelgroep:
  enkelvoud: sector
  meervoud: sectoren
  vraag: Voor welke sector werk je?
""",
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


TO_DO = "\n## Wat moet je doen? {#wat-moet-je-doen}\n\nJe hoeft niets te doen.\n"
"""The part of a release note without which its edition cannot be approved."""


def guidebook(files: Mapping[str, str | bytes | None], into: Path) -> Project:
    """Write the defaults, with *files* on top of them, below folder *into*; None removes a default."""
    for name, text in {**DEFAULTS, **files}.items():
        if text is None:
            continue
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    project = Project(into)
    if any(name.startswith("overlays/") for name in files):
        read_by_sectors(project, but=[found for name, text in files.items() for found in _reading_in(name, text)])
    return project


def _reading_in(name: str, text: str | bytes | None) -> Iterator[tuple[str, str]]:
    """Yield the sector and target of a reading that a test writes itself: its overlay is allowed to be stale."""
    if match := _READING.match(name):
        found = _TARGET.search(text.decode() if isinstance(text, bytes) else text or "")
        yield match["sector"], found["target"] if found else ""


def page(body: str, *, title: str = "Delen", more: str = "") -> str:
    """Return a page with *body*; *more* holds whole lines of front matter."""
    return f"---\ntitle: {title}\ndescription: Over {title.lower()}.\n{more}---\n{body}"


def overlay(body: str, *, target: str, action: str = "einde", more: str = "") -> str:
    """Return an overlay; *more* holds whole lines of front matter."""
    return f"---\ndoel: {target}\nbewerking: {action}\n{more}---\n{body}"


def sector(slug: str, *, order: int = 20) -> Mapping[str, str]:
    """Return the file of one additional sector."""
    text = DEFAULTS["sectors/onderwijs/sector.yml"]
    text = text.replace("onderwijs", slug).replace("Onderwijs", slug.capitalize()).replace("10", str(order))
    return {f"sectors/{slug}/sector.yml": text}


def read_by_sectors(project: Project, *, but: Collection[tuple[str, str]] = ()) -> None:
    """Record that every sector read the present core text under its overlays, *but* those of (sector, target)."""
    source, _ = load(project)
    read = core(source).read
    for overlay in source.overlays:
        target = f"{overlay.page}#{overlay.target}"
        digest = read.fingerprint(overlay.page, overlay.target)
        if digest and source.sector(overlay.sector) and (overlay.sector, target) not in but:
            folder = project.sectors / overlay.sector / "nagelezen"
            folder.mkdir(parents=True, exist_ok=True)
            text = reading(target, digest)
            (folder / file_name(overlay.page, overlay.target, digest)).write_text(text, encoding="utf-8")


def reading(target: str, digest: str) -> str:
    """Return the file that records that *target* was read at fingerprint *digest*."""
    return f"doel: {target}\ntekst: {digest}\nop: 2026-11-22\ndoor: redactie\n"
