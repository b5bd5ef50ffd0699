"""The identity of a guidebook: its names in file names, and sentences with parts that may be missing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.model import Identity
from draaiboek.content.source import load
from draaiboek.editions.publish import root_files
from draaiboek.forms import imprint
from draaiboek.pipeline.examine import examine
from draaiboek.render import layout
from draaiboek.render.layout import TakenAlong
from tests.guidebook import DEFAULTS, guidebook
from tests.unit.pdf_books import book, chapter


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("draaiboek-livc-r-2026.1.pdf", TakenAlong("draaiboek", "livc-r", "2026.1", "")),
        ("draaiboek-livc-r-2026.1-onderwijs.epub", TakenAlong("draaiboek", "livc-r", "2026.1", "onderwijs")),
        ("fiche-ouderpunt-2026.1.2-vrije-tijd.pdf", TakenAlong("fiche", "ouderpunt", "2026.1.2", "vrije-tijd")),
        ("draaiboek-plan-2030-2026.1-b-2.zip", TakenAlong("draaiboek", "plan-2030", "2026.1", "b-2")),
        ("wijzigingen-livc-r-2026.1-2026.2.pdf", None),
        ("draaiboek.pdf", None),
        ("draaiboek-livc-r-2026.pdf", None),
    ],
)
def test_the_name_of_a_file_says_what_it_is(name: str, said: TakenAlong | None) -> None:
    assert layout.read_name(name) == said
    if said:
        assert f"{layout.stem(*said)}{PurePosixPath(name).suffix}" == name


@pytest.mark.parametrize(
    ("name", "short", "before"),
    [
        ("Draaiboek LIVC-R", "LIVC-R", "Draaiboek"),
        ("Ouderpunt", "Ouderpunt", ""),
        ("Gids voor ouders", "Ouderpunt", "Gids voor ouders"),
    ],
)
def test_the_short_name_stands_at_the_end_of_the_name(name: str, short: str, before: str) -> None:
    assert Identity(name, short).before_short == before


@pytest.mark.parametrize(
    ("status", "caution", "standing", "inside"),
    [
        ("Niet-officiële werkversie", "Dit is geen advies.", "Niet-officiële werkversie. Dit is geen advies.", "niet-"),
        ("Werkversie van VTC", "", "Werkversie van VTC.", "werkversie van VTC"),
        ("", "Dit is geen advies.", "Dit is geen advies.", ""),
        ("", "", "", ""),
    ],
)
def test_a_status_is_said_as_far_as_there_is_one(status: str, caution: str, standing: str, inside: str) -> None:
    this = Identity(status=status, caution=caution)
    assert this.standing == standing
    assert this.status_inside.startswith(inside)


def test_a_colophon_leaves_out_what_there_is_not() -> None:
    made = book(chapter("a"))
    assert "Contact" not in dict(imprint.colophon(made))
    official = replace(made, identity=replace(made.identity, status="", contact="De helpdesk"))
    said = dict(imprint.colophon(official))
    assert said["Contact"] == "De helpdesk"
    assert said["Status van deze tekst"] == "Concept: nog niet goedgekeurd."
    assert dict(imprint.colophon(made))["Status van deze tekst"].startswith("Niet-officiële werkversie. Concept")


def test_without_an_address_the_guidebook_stands_nowhere(tmp_path: Path) -> None:
    text = DEFAULTS["draaiboek.yml"].replace("https://draaiboek.voorbeeld.be", '""')
    project = guidebook({"draaiboek.yml": text}, tmp_path)
    assert load(project)[0].identity.address == "https://draaiboek-tafel.example"
    assert examine(project).problems == ()


def test_a_slash_at_the_end_of_an_address_is_left_out(tmp_path: Path) -> None:
    text = DEFAULTS["draaiboek.yml"].replace("voorbeeld.be", "voorbeeld.be/")
    assert load(guidebook({"draaiboek.yml": text}, tmp_path))[0].identity.address == "https://draaiboek.voorbeeld.be"


def test_the_worker_bears_the_name_safely() -> None:
    """The name is put in a JavaScript string, and from there in HTML."""
    this = Identity('Gids "A" & B \\', "A", "gids-a")
    worker = 'const NAME = "@naam@";\nconst LANGUAGE = "@taal@";\nconst PREFIX = "draaiboek:@slug@:";\n'
    assert root_files._named(worker, this).splitlines() == [
        'const NAME = "Gids &#34;A&#34; &amp; B \\\\";',
        'const LANGUAGE = "nl-BE";',
        'const PREFIX = "draaiboek:gids-a:";',
    ]


def test_the_short_name_and_those_of_laws_do_not_break_the_longest_first(tmp_path: Path) -> None:
    law = """wet-{}:
  titel: Een wet
  kort: {}
  soort: wet
  status: geverifieerd
  gecontroleerd_op: "2026-10"
"""
    laws = "".join(law.format(number, name) for number, name in enumerate(("C-wet", "A-B-wet", "Wet C-D", "Taalwet")))
    root = guidebook({"docs/_data/bronnen.yml": laws}, tmp_path)
    source, _ = load(root)
    assert replace(source.identity, short="A-B").unbroken == ("A-B-wet", "C-wet", "A-B")
    assert replace(source.identity, short="Ouderpunt").unbroken == ("A-B-wet", "C-wet")
