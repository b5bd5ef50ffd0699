"""editie.json read back: every variant is whole again, and a damaged file is named as such."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from draaiboek import manifest
from draaiboek.errors import ToolError

EDITION = {"nummer": "2026.1", "datum": "2026-11-22"}


def entry(page: str, name: str, text: str, permalink: str) -> dict[str, str]:
    return {
        "pagina": page,
        "id": name,
        "niveau": "2",
        "titel": name.capitalize(),
        "vingerafdruk": f"f1:{len(text):012x}",
        "tekst": text,
        "permalink": permalink,
    }


def written(**changes: object) -> str:
    sections = {
        "kern": [
            entry("delen.md", "geheim", "Zwijg.", "delen/#geheim"),
            entry("delen.md", "recht", "Mag.", "delen/#recht"),
        ],
        "sport": [
            entry("delen.md", "recht", "Mag. Ook de club.", "sport/delen/#recht"),
            entry("club.md", "club", "Alleen hier.", "sport/club/#club"),
        ],
    }
    whole = {
        "editie": EDITION,
        "commit": "a" * 40,
        "werkmap_gewijzigd": False,
        "gereedschap": {"mkdocs": "1.6.1"},
        "secties": sections,
        "bestanden": {"index.html": "0" * 64},
    }
    return json.dumps({**whole, **changes})


def test_the_core_is_read_as_it_was_written() -> None:
    found = manifest.read(written())
    assert found.edition["nummer"] == "2026.1"
    assert [each.id for each in found.of_variant("kern")] == ["geheim", "recht"]
    assert found.of_variant("kern")[0].page == PurePosixPath("delen.md")


def test_a_sector_is_the_core_with_its_own_text_in_place() -> None:
    texts = [(each.id, each.text, each.permalink) for each in manifest.read(written()).of_variant("sport")]
    assert texts == [
        ("geheim", "Zwijg.", "sport/delen/#geheim"),
        ("recht", "Mag. Ook de club.", "sport/delen/#recht"),
        ("club", "Alleen hier.", "sport/club/#club"),
    ]


@pytest.mark.parametrize("text", ["", "{}", "[]", "{", written(secties=[]), written(secties={"kern": [{}]})])
def test_a_damaged_manifest_is_refused(text: str) -> None:
    with pytest.raises(ToolError, match="beschadigd"):
        manifest.read(text)


def test_moves_are_read_and_an_old_manifest_has_none() -> None:
    assert manifest.read(written(verhuisd={"oud/": "delen/"})).moved == {"oud/": "delen/"}
    assert manifest.read(written()).moved == {}


def test_what_is_left_of_a_withdrawn_edition_has_every_address_and_no_text() -> None:
    found = manifest.read(written(editie={**EDITION, "status": "goedgekeurd"}))
    left = manifest.read(manifest.without_text(found, {"index.html": "1" * 64}, reason="Fout."))
    assert left.withdrawn
    assert [each.permalink for each in left.of_variant("sport")] == [
        each.permalink for each in found.of_variant("sport")
    ]
    assert {each.text + each.title for each in left.of_variant("sport")} == {""}
    assert left.files == {"index.html": "1" * 64}
