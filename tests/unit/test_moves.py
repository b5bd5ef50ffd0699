"""The addresses of moved pages and sections, in editie.json and at the root of the publication."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from draaiboek.editions import manifest
from draaiboek.editions.manifest import Manifest
from draaiboek.editions.publish import root_files
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page


def moved(tmp_path: Path) -> Manifest:
    files = {
        "docs/geven.md": page("## Plicht {#plicht}\n", more="voorheen: [oud, delen.md, zwijgen.md#plicht]\n"),
        "docs/map/index.md": page("Map.\n", more="voorheen: [map.md]\n"),
        "sectors/onderwijs/klas.md": page("Klas.\n", title="Klas", more="na: index.md\nvoorheen: [school.md]\n"),
    }
    variants = examine(guidebook(files, tmp_path)).variants
    return manifest.of_variants(variants, addresses_of(variants))


def test_old_addresses_lead_to_new_ones(tmp_path: Path) -> None:
    assert moved(tmp_path).moved == {
        "delen/": "geven/",
        "zwijgen/#plicht": "geven/#plicht",
        "onderwijs/school/": "onderwijs/klas/",
    }


def test_every_sector_has_the_moves_of_the_core(tmp_path: Path) -> None:
    found = moved(tmp_path)
    pages = ("geven/index.html", "onderwijs/geven/index.html", "onderwijs/klas/index.html")
    there = replace(found, files=dict.fromkeys(pages, ""))
    assert root_files.moves_of(there) == {
        "delen/": "geven/",
        "onderwijs/delen/": "onderwijs/geven/",
        "onderwijs/school/": "onderwijs/klas/",
        "onderwijs/zwijgen/#plicht": "onderwijs/geven/#plicht",
        "zwijgen/#plicht": "geven/#plicht",
    }


def test_a_renamed_id_leads_to_its_section(tmp_path: Path) -> None:
    front = "---\ntitle: Delen\ndescription: Over delen.\nvoorheen: [eerst > achteraf, weg]\n---\n"
    files = {"docs/delen.md": f"{front}\n## Achteraf {{#achteraf}}\n\nTekst.\n"}
    variants = examine(guidebook(files, tmp_path)).variants
    assert manifest.of_variants(variants, addresses_of(variants)).moved == {"delen/#eerst": "delen/#achteraf"}
