"""Which core text each sector has looked at, and what counts as having looked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.project import Project
from draaiboek.check.coverage import Cell, State, coverage, totals
from draaiboek.cli import main
from draaiboek.compose.variants import core
from draaiboek.content.source import load
from tests.guidebook import OLD, guidebook, overlay, page, reading, sector

TEXT = """\
Vooraf.

<!-- slot: vooraf -->

## Wat {#wat}

Dit is
wat.

### Hoe {#hoe}

Zo.

<!-- slot: hoe -->

## Wie {#wie}

Jij.
"""
FILES: Mapping[str, str] = {"docs/delen.md": page(TEXT)}
READINGS = "sectors/onderwijs/nagelezen"
# Of TEXT, computed independently by the contract of `fingerprint`.
DIGESTS: Mapping[str, str] = {
    "": "f2:f54a0fc38c24",
    "wat": "f2:eb2773266e8b",
    "wie": "f2:c43f9e6ddd92",
}
CHANGED: Mapping[str, str] = {"wie": "f2:812591dbd1a9"}
NEVER = dict.fromkeys(("", "wat", "hoe", "wie"), State.NEVER)


def _cells(project: Project) -> tuple[Cell, ...]:
    source, _ = load(project)
    return coverage(source, core(source).read)


def _states(project: Project, slug: str = "onderwijs") -> dict[str, State]:
    cells = _cells(project)
    return {cell.section: cell.state for cell in cells if (str(cell.page), cell.sector) == ("delen.md", slug)}


def _with_overlay(into: Path, target: str, action: str = "einde", name: str = "onderwijs/a.md") -> Project:
    return guidebook({**FILES, f"overlays/{name}": overlay("Meer.", target=f"delen.md#{target}", action=action)}, into)


def _sign(project: Project, *names: str, digests: Mapping[str, str] = DIGESTS) -> None:
    """Record that sections *names* of delen.md were read; '' means the whole page."""
    for name in names:
        path = project.root / READINGS / f"{name or 'pagina'}.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(reading(f"delen.md#{name}".removesuffix("#"), digests[name]), encoding="utf-8")


def _change(project: Project, old: str, new: str) -> None:
    path = project.docs / "delen.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_nobody_did_anything_with_was_never_looked_at(tmp_path: Path) -> None:
    assert _states(guidebook(FILES, tmp_path)) == NEVER


def test_there_is_a_cell_for_every_piece_of_core_text_and_every_sector(tmp_path: Path) -> None:
    files = {**FILES, **sector("sport"), "docs/zonder.md": page("## Kop {#kop}\n")}
    found = [(str(each.page), each.section, each.sector) for each in _cells(guidebook(files, tmp_path))]
    assert len(found) == len(set(found))
    assert set(found) == {
        (name, section, slug)
        for slug in ("onderwijs", "sport")
        for name, sections in (("index.md", ("",)), ("delen.md", NEVER), ("zonder.md", ("kop",)))
        for section in sections
    }


def test_sections_stand_in_reading_order(tmp_path: Path) -> None:
    assert list(_states(guidebook(FILES, tmp_path))) == ["", "wat", "hoe", "wie"]


def test_release_notes_and_pages_made_from_data_are_not_asked(tmp_path: Path) -> None:
    files = {"docs/begrippen.md": page("<!-- lijst: begrippen -->"), "docs/bronnen.md": page("<!-- lijst: bronnen -->")}
    assert {each.page for each in _cells(guidebook(files, tmp_path))} == {PurePosixPath("index.md")}


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("begin", State.ADDED),
        ("einde", State.ADDED),
        ("vervang", State.REPLACED),
        ("weglaten", State.REPLACED),
    ],
)
def test_an_overlay_says_what_the_sector_did(action: str, state: State, tmp_path: Path) -> None:
    reason = "reden: Anders bij ons.\n"
    text = overlay("" if action == "weglaten" else "Meer.", target="delen.md#wat", action=action, more=reason)
    states = _states(guidebook({**FILES, "overlays/onderwijs/a.md": text}, tmp_path))
    assert states == {**NEVER, "wat": state, "hoe": State.REVIEWED}


def test_an_overlay_on_a_subsection_says_nothing_of_the_text_around_it(tmp_path: Path) -> None:
    assert _states(_with_overlay(tmp_path, "hoe")) == {**NEVER, "hoe": State.ADDED}


@pytest.mark.parametrize(("slot", "section"), [("vooraf", ""), ("hoe", "hoe")])
def test_a_filled_slot_adds_to_the_text_that_it_stands_in(slot: str, section: str, tmp_path: Path) -> None:
    states = _states(_with_overlay(tmp_path, f"slot:{slot}", action="vul"))
    assert states == {**NEVER, section: State.ADDED}


def test_a_stale_overlay_is_stale_until_the_text_is_again_what_was_read(tmp_path: Path) -> None:
    project = _with_overlay(tmp_path, "wat")
    _change(project, "wat.", "iets anders.")
    states = _states(project)
    assert states["wat"] is State.STALE
    assert states["hoe"] is not State.REVIEWED
    _change(project, "iets anders.", "wat.")
    assert _states(project)["wat"] is State.ADDED


def test_of_two_overlays_the_stale_one_counts(tmp_path: Path) -> None:
    files = {
        **FILES,
        "overlays/onderwijs/a.md": overlay("Meer.", target="delen.md#slot:hoe", action="vul"),
        "overlays/onderwijs/b.md": overlay("Nog meer.", target="delen.md#hoe"),
    }
    assert _states(guidebook(files, tmp_path / "fresh"))["hoe"] is State.ADDED
    for target in ("hoe", "slot:hoe"):
        old = {f"{READINGS}/a.yml": reading(f"delen.md#{target}", OLD)}
        assert _states(guidebook({**files, **old}, tmp_path / target.replace(":", "-")))["hoe"] is State.STALE


def test_what_one_sector_did_says_nothing_of_another(tmp_path: Path) -> None:
    files = {**FILES, **sector("sport"), "overlays/onderwijs/a.md": overlay("Meer.", target="delen.md#wie")}
    project = guidebook(files, tmp_path)
    _sign(project, "wat")
    assert _states(project, "sport") == NEVER


def test_a_shared_overlay_counts_for_each_of_its_sectors(tmp_path: Path) -> None:
    shared = overlay("Meer.", target="delen.md#wie", more="sectoren: [onderwijs, sport]\n")
    files = {**FILES, **sector("sport"), **sector("jeugd"), "overlays/_gedeeld/a.md": shared}
    project = guidebook(files, tmp_path)
    found = {slug: _states(project, slug)["wie"] for slug in ("onderwijs", "sport", "jeugd")}
    assert found == {"onderwijs": State.ADDED, "sport": State.ADDED, "jeugd": State.NEVER}


def test_a_signed_page_is_read_as_a_whole(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    _sign(project, "")
    assert _states(project) == dict.fromkeys(NEVER, State.REVIEWED)


def test_a_signed_section_is_read_with_what_stands_below_it(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    _sign(project, "wat")
    assert _states(project) == {**NEVER, "wat": State.REVIEWED, "hoe": State.REVIEWED}


def test_what_is_signed_survives_reflowing_and_becomes_stale_with_any_word(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    _sign(project, "wat")
    _change(project, "Dit is\nwat.", "Dit is wat.")
    assert _states(project)["wat"] is State.REVIEWED
    _change(project, "Zo.", "Zus.")
    assert _states(project)["wat"] is State.STALE


def test_a_section_signed_again_is_read_although_the_page_is_not(tmp_path: Path) -> None:
    project = guidebook(FILES, tmp_path)
    _sign(project, "")
    _change(project, "Jij.", "Jij en ik.")
    _sign(project, "wie", digests=CHANGED)
    states = _states(project)
    assert (states["wie"], states["wat"]) == (State.REVIEWED, State.STALE)


def test_who_adds_to_a_section_has_read_it(tmp_path: Path) -> None:
    project = _with_overlay(tmp_path, "wat")
    _sign(project, "")
    assert _states(project) == {**dict.fromkeys(NEVER, State.REVIEWED), "wat": State.ADDED}


def test_a_current_overlay_counts_for_more_than_an_old_signature(tmp_path: Path) -> None:
    project = _with_overlay(tmp_path, "wat")
    _sign(project, "", digests={"": OLD})
    states = _states(project)
    assert (states["wat"], states["wie"]) == (State.ADDED, State.STALE)


def test_totals_count_every_cell_once_and_name_every_state(tmp_path: Path) -> None:
    cells = _cells(_with_overlay(tmp_path, "wat"))
    counted = totals(cells)
    assert set(counted) == set(State)
    assert sum(counted.values()) == len(cells)
    assert (counted[State.ADDED], counted[State.REVIEWED], counted[State.STALE]) == (1, 1, 0)


def test_status_prints_one_json_document_with_every_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _with_overlay(tmp_path, "wat")
    assert main(["status", "--format", "json"], tmp_path) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [(each["pagina"], each["sectie"], each["sector"], each["stand"]) for each in printed] == [
        ("delen.md", "", "onderwijs", "nooit bekeken"),
        ("delen.md", "wat", "onderwijs", "aangevuld"),
        ("delen.md", "hoe", "onderwijs", "nagelezen"),
        ("delen.md", "wie", "onderwijs", "nooit bekeken"),
        ("index.md", "", "onderwijs", "nooit bekeken"),
    ]


def test_status_shows_a_row_for_every_page_and_a_total_for_every_sector(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook({**FILES, **sector("sport"), "overlays/sport/a.md": overlay("Meer.", target="delen.md#wat")}, tmp_path)
    assert main(["status"], tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["onderwijs", "sport"]
    assert [line.split() for line in lines[1:3]] == [["delen.md", "4.", "1+", "1v", "2."], ["index.md", "1.", "1."]]
    assert lines[-4:] == [
        "onderwijs: 5 nooit bekeken",
        "sport: 1 aangevuld, 1 nagelezen, 3 nooit bekeken",
        "",
        "editie 2026.1: concept",
    ]
