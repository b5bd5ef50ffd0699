"""Editions of a few small files, ready to be published: what tests of publishing need, without a build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from draaiboek.base.model import Edition, EditionStatus, Identity, Origin
from draaiboek.editions import publish
from draaiboek.editions.ledger import Piece

FIRST, SECOND, THIRD = "2026.1", "2026.2", "2026.3"
ADDRESS = "https://draaiboek.voorbeeld.be/livc"
THIS = Identity("Draaiboek LIVC-R", "LIVC-R", "livc-r", ADDRESS)
DAYS = {FIRST: date(2026, 12, 1), SECOND: date(2027, 3, 1), THIRD: date(2027, 9, 1)}
LATER = date(2028, 1, 1)
_BINARY = bytes(range(256))


def edition(name: str) -> Edition:
    day = DAYS.get(name, LATER)
    return Edition(
        id=name,
        date=day,
        valid_from=day,
        law_state=date(2026, 10, 31),
        reasons=("praktijk", "wetgeving"),
        summary=f"Wat editie {name} brengt, & waarom.",
        editor="Redactie",
        status=EditionStatus.APPROVED,
        page=PurePosixPath(f"edities/{name}.md"),
        origin=Origin(PurePosixPath(f"docs/edities/{name}.md")),
    )


def site(
    folder: Path, name: str, files: Mapping[str, bytes] | None = None, moved: Mapping[str, str] | None = None
) -> Path:
    """Write a site with one file of each kind, *files* on top of that, and its manifest; return its folder."""
    page = (
        f"<!doctype html><html lang=nl><title>{name}</title><div data-artikel><p>Tekst van {name}.</p></div>".encode()
    )
    whole = {
        "index.html": page,
        "404.html": page,
        "delen/index.html": page,
        "onderwijs/index.html": page,
        "onderwijs/op-school/index.html": page,
        "sitemap.xml": b"<urlset/>",
        "onderwijs/sitemap.xml": b"<urlset/>",
        "sitemap.xml.gz": _BINARY,
        "assets/stijl.css": b"body{}",
        "assets/letter.woff2": _BINARY,
        "search/texts.js": b"{}",
        "media/stappen.svg": b"<svg/>",
        f"pdf/draaiboek-livc-r-{name}.pdf": b"%PDF-" + _BINARY,
        f"pdf/fiche-livc-r-{name}-onderwijs.pdf": b"%PDF-" + _BINARY,
        f"draaiboek-livc-r-{name}.epub": _BINARY,
        f"draaiboek-livc-r-{name}.zip": _BINARY,
        **(files or {}),
    }
    into = folder / name
    for path, data in whole.items():
        (into / path).parent.mkdir(parents=True, exist_ok=True)
        (into / path).write_bytes(data)
    manifest = {
        "editie": {
            "nummer": name,
            "datum": DAYS.get(name, LATER).isoformat(),
            "geldig_van": DAYS.get(name, LATER).isoformat(),
            "stand_wetgeving": "2026-10-31",
            "aanleiding": ["praktijk", "wetgeving"],
            "samenvatting": f"Wat editie {name} brengt, & waarom.",
            "eindredactie": "Redactie",
            "status": "goedgekeurd",
        },
        "commit": "a" * 40,
        "werkmap_gewijzigd": False,
        "gereedschap": {},
        "secties": {"kern": [_section("delen.md", "achteraf")], "onderwijs": [_section("op-school.md", "op-school")]},
        "weggelaten": {},
        "verhuisd": dict(moved or {}),
        "bestanden": {path: hashlib.sha256(data).hexdigest() for path, data in whole.items()},
    }
    (into / "editie.json").write_text(json.dumps(manifest), encoding="utf-8")
    return into


def _section(page: str, name: str) -> Mapping[str, object]:
    words = {"pagina": page, "id": name, "niveau": "2", "titel": name.capitalize(), "vingerafdruk": "f2:000000000000"}
    text = [["alinea", [], [["Geheim.", [], ""]]]]
    return {**words, "tekst": text, "permalink": f"{page.removesuffix('.md')}/#{name}"}


def put(
    place: publish.Place,
    ready: Path,
    *,
    pieces: tuple[Piece, ...] = (),
    changes: Path | None = None,
    this: Identity = THIS,
) -> str | None:
    """Publish the site in folder *ready* in *place*, as `build.py publish` does after the gate and the build.

    An edition that is already there is left alone, and so is a place where a later one came meanwhile.
    """
    wanted = edition(ready.name)

    def free(tree: publish.Tree) -> bool:
        return all(each.number < wanted.number for each in publish.listed(tree))

    seen = publish.look(place)
    if not free(seen):
        return None
    what = publish.Publication(ready, wanted, pieces, changes)
    operation = publish.publish(what, this=this)
    return publish.change(place, operation, message=f"Editie {wanted.id}", seen=seen, approve=free)


def in_folder(place: publish.Place, folder: Path) -> publish.Place:
    return replace(place, folder=folder, push=False)
