"""The small guidebook with decision aids, at its public address: the browser resolves that host to this machine.

It is published at `actueel`, as the edition in force, and at `2026.1` and `voorbeeld`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserType

from draaiboek.base import web_server
from tests.browser.chromium import CHROMIUM, FLAGS
from tests.integration import program
from tests.integration.program import Place

ADDRESS = program.ADDRESS.replace("https", "http")
ACTUAL, EDITION = f"{ADDRESS}/actueel/", f"{ADDRESS}/{program.EDITION}/"
PAGE = """---
title: {title}
description: Een beslishulp.
bronnen: [voorbeeldadvies]
nagelezen: 2026-11-20
{more}---
{above}
## De vragen {{#vragen}}

<!-- beslisboom: {aid} -->

## Waar steunt dit op? {{#steunt-op}}

Op [het delen](delen.md), en op [een advies](#vragen). [@voorbeeldadvies]
{below}"""
LONG = "Wie twijfelt, leest dit eerst helemaal. Wat je hier leest geldt voor elk overleg, groot of klein.\n\n" * 12
QUESTIONS = """mag-dat:
  titel: Mag dat?
  inleiding: Bij twijfel mag je zwijgen.
  start: nodig
  vragen:
    minder:
      vraag: Kan het met minder?
      uitleg: Een feit is genoeg. [@voorbeeldadvies]
      antwoorden:
        - antwoord: Ja
          naar: zwijg
        - antwoord: Nee
          naar: deel
    nodig:
      vraag: Is het nodig?
      antwoorden:
        - antwoord: Ja, voor een actie
          naar: minder
        - antwoord: Nee
          naar: zwijg
  uitkomsten:
    zwijg:
      titel: Zwijg
      tekst: Je mag altijd zwijgen. Is er gevaar? Bel 112 of 101.
      werkwijze: true
    deel:
      titel: Deel dit stuk
      tekst: Deel alleen dit.
      werkwijze: true
wat-nu:
  titel: Wat nu?
  inleiding: Van de eerste zorg tot je antwoord. Deel onderweg niets over personen.
  start: gevaar
  vragen:
    gevaar:
      vraag: Is er nu gevaar voor iemand?
      uitleg: Gevaar is er ook als iemand zichzelf iets kan aandoen.
      antwoorden:
        - antwoord: Ja, of misschien
          naar: bel
        - antwoord: Nee
          naar: gevraagd
    gevraagd:
      vraag: Vraagt iemand je om in een overleg te komen vertellen wat je weet over die persoon?
      uitleg: Een vraag op de gang is geen uitnodiging. [@voorbeeldadvies]
      antwoorden:
        - antwoord: Ja, op papier of per mail
          naar: mandaat
        - antwoord: Nee
          naar: wacht
    mandaat:
      vraag: Weet je leidinggevende dat?
      antwoorden:
        - antwoord: Ja
          naar: ga
        - antwoord: Nee
          naar: vraag
  uitkomsten:
    bel:
      titel: Bel 112 of 101
      tekst: Wacht niet op een overleg, bel 112 of 101.
      werkwijze: true
    wacht:
      titel: Wacht op een uitnodiging
      tekst: |
        Niemand moet uit zichzelf komen.

        Wie toch iets kwijt wil, praat met de leidinggevende.
      bron: "@voorbeeldadvies"
    ga:
      titel: Ga naar het overleg en neem alleen mee wat de anderen nodig hebben om samen te beslissen
      tekst: Lees eerst wat je mag delen.
      werkwijze: true
    vraag:
      titel: Vraag het eerst na
      tekst: Praat met je leidinggevende.
      werkwijze: true
wie-gaat:
  titel: Wie gaat er van school?
  inleiding: Er gaat er maar één.
  start: leerling
  vragen:
    leerling:
      vraag: Gaat het over een leerling?
      antwoorden:
        - antwoord: Ja
          naar: clb
        - antwoord: Nee
          naar: thuis
    clb:
      vraag: Kent het CLB de leerling al?
      antwoorden:
        - antwoord: Ja
          naar: begeleider
        - antwoord: Nee
          naar: directeur
  uitkomsten:
    thuis:
      titel: Blijf thuis
      tekst: De school weet hier niets over.
      werkwijze: true
    begeleider:
      titel: De begeleider gaat
      tekst: Die kent het verhaal.
      werkwijze: true
    directeur:
      titel: De directeur gaat
      tekst: Die spreekt voor de school.
      werkwijze: true
"""
CHANGES = {
    "2026.1": {
        "van": "2025.2",
        "naar": "2026.1",
        "varianten": {
            "kern": {
                "delen/": [
                    {"id": "spreekrecht", "titel": "Spreekrecht", "soort": "gewijzigd", "regel": "Zwijgen mag nu ook."},
                    {"id": "weg", "titel": "Wat weg is", "soort": "vervallen", "regel": None},
                ]
            },
            "onderwijs": {
                "over-dit-draaiboek/": [{"id": "", "titel": "Over", "soort": "gewijzigd", "regel": None}],
                "op-school/": [{"id": "", "titel": "Op school", "soort": "nieuw", "regel": None}],
            },
            "sport": {
                "over-dit-draaiboek/": [{"id": "", "titel": "Over", "soort": "gewijzigd", "regel": None}],
                "delen/": [
                    {"id": "spreekrecht", "titel": "Spreekrecht", "soort": "gewijzigd", "regel": "Zwijgen mag nu ook."},
                    {"id": "onderweg", "titel": "Onderweg", "soort": "gewijzigd", "regel": None},
                ],
            },
        },
    },
    "2025.2": {
        "van": "2025.1",
        "naar": "2025.2",
        "varianten": {"kern": {"delen/": [{"id": "achteraf", "titel": "Achteraf", "soort": "nieuw", "regel": None}]}},
    },
}


def _build(into: Path) -> None:
    place = program.guidebook(into)
    core, school = "docs", "sectors/onderwijs"
    short = {"above": "Neem één stuk informatie.\n", "more": "", "below": ""}
    place.write(f"{core}/mag-dat.md", PAGE.format(title="Mag dat?", aid="mag-dat", **short))
    long = {"above": LONG, "below": LONG}
    place.write(f"{core}/wat-nu.md", PAGE.format(title="Wat nu?", aid="wat-nu", more="", **long))
    place.write(
        f"{school}/wie-gaat.md", PAGE.format(title="Wie gaat er?", aid="wie-gaat", more="na: delen.md\n", **long)
    )
    place.write("docs/_data/beslisboom.yml", QUESTIONS)
    place.write("docs/_data/noodnummers.yml", 'nummers: ["112", "101"]\nwoorden: [bel]\n')
    place.replace("docs/_data/inhoud.yml", "    - delen.md\n", "    - delen.md\n    - mag-dat.md\n    - wat-nu.md\n")
    place.replace(program.IDENTITY, program.ADDRESS, ADDRESS)
    place.commit()
    run = place.build("site")
    assert run.code == 0, run.said


@pytest.fixture(scope="module")
def aids_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Place(program.once(tmp_path_factory, "aids", _build)).site


@pytest.fixture(scope="module")
def aids_port(aids_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server with the publication: two editions' lists of changes, and one edition at three addresses."""
    top = tmp_path_factory.mktemp("web")
    root = top / urlsplit(ADDRESS).path.strip("/")
    root.mkdir()
    for name in ("actueel", program.EDITION, "voorbeeld"):
        (root / name).symlink_to(aids_site)
    versions = [{"version": program.EDITION, "aliases": ["actueel"], "properties": {"geldig_van": "2020-01-01"}}]
    (root / "versions.json").write_text(json.dumps(versions), encoding="utf-8")
    for edition, changes in CHANGES.items():
        (root / "wijzigingen" / edition).mkdir(parents=True)
        (root / "wijzigingen" / edition / "wijzigingen.json").write_text(json.dumps(changes), encoding="utf-8")
    with web_server.serving(top) as address:
        yield urlsplit(address).port or 0


def host_of(port: int) -> str:
    """The flag that makes Chromium resolve the host of `ADDRESS` to *port* of this machine."""
    return f"--host-resolver-rules=MAP {urlsplit(ADDRESS).netloc}:80 127.0.0.1:{port}"


@pytest.fixture(scope="module")
def aids_browser(chromium: BrowserType, aids_port: int) -> Iterator[Browser]:
    browser = chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, host_of(aids_port)], headless=True)
    yield browser
    browser.close()
