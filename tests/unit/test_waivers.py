"""Permission to publish a stale overlay: given by a function, with a reason, until a date; readers are told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.model import Book
from draaiboek.base.project import Project
from draaiboek.content import edition_gaps
from draaiboek.forms.pdf.document import document
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.render.around import around
from draaiboek.render.article import article
from tests.guidebook import DEFAULTS, OLD, guidebook, overlay, page, reading, sector

DAY = "2026-12-01"  # the date of the edition in the defaults
TEXT = page("## Wat {#wat}\n\nTekst.\n\n## Wie {#wie}\n\nJij.\n")
WAT = overlay("Van ons.", target="delen.md#wat")
# `guidebook` writes a reading of the text as it is, unless the test itself writes one.
STALE = {"sectors/onderwijs/nagelezen/wat.yml": reading("delen.md#wat", OLD)}
SHARED = {
    **sector("sport"),
    "overlays/_gedeeld/a.md": overlay("Samen.", target="delen.md#wie", more="sectoren: [onderwijs, sport]\n"),
    "sectors/onderwijs/nagelezen/wie.yml": reading("delen.md#wie", OLD),
    "sectors/sport/nagelezen/wie.yml": reading("delen.md#wie", OLD),
}
WAIVERS = "overlays/_uitstel.yml"
OVERLAY = "overlays/onderwijs/a.md"
REASON = "De sector vergadert in januari."
ROLE = "Coördinator onderwijs"


def _waiver(overlay_file: str = OVERLAY, *, until: str = "2027-01-31") -> str:
    return f"- overlay: {overlay_file}\n  functie: {ROLE}\n  reden: {REASON}\n  tot: {until}\n"


def _project(into: Path, waivers: str | None, more: Mapping[str, str] | None = None, *, stale: bool = True) -> Project:
    files = {"docs/delen.md": TEXT, OVERLAY: WAT, WAIVERS: waivers, **(STALE if stale else {})}
    return guidebook({**files, **(more or {})}, into)


def _places(problems: Sequence[Diagnostic]) -> list[tuple[str, str, int, int]]:
    return [(each.code, str(each.origin.path), each.origin.line, each.origin.column) for each in problems]


def _shown(checked: Checked, slug: str, name: str) -> str:
    variant = next(each for each in checked.variants if each.slug == slug)
    page = next(each for each in variant.pages if str(each.path) == name)
    return article(page, around(page, variant, ""))


def test_a_stale_overlay_without_waiver_is_a_warning(tmp_path: Path) -> None:
    (problem,) = examine(_project(tmp_path, None)).problems
    assert (problem.code, problem.severity) == ("OV009", Severity.WARNING)
    assert str(problem.origin) == f"{OVERLAY}:2:1"


@pytest.mark.parametrize("until", [DAY, "2026-12-02", "2030-01-01"])
def test_a_waiver_takes_the_warning_away(until: str, tmp_path: Path) -> None:
    assert examine(_project(tmp_path, _waiver(until=until))).problems == ()


def test_a_waiver_is_for_one_overlay_only(tmp_path: Path) -> None:
    project = _project(tmp_path, _waiver(), {"overlays/onderwijs/b.md": WAT})
    assert _places(examine(project).problems) == [("OV009", "overlays/onderwijs/b.md", 2, 1)]


def test_a_waiver_for_a_shared_overlay_is_for_all_its_sectors(tmp_path: Path) -> None:
    project = _project(tmp_path, _waiver("overlays/_gedeeld/a.md"), SHARED, stale=False)
    assert examine(project).problems == ()


def test_the_reader_still_sees_that_the_text_is_stale(tmp_path: Path) -> None:
    shown = _shown(examine(_project(tmp_path, _waiver())), "onderwijs", "delen.md")
    assert "De kerntekst is gewijzigd sinds dit stuk is nagelezen." in shown


# --- printed ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["kern", "onderwijs"])
def test_the_page_of_the_edition_prints_function_reason_and_day(slug: str, tmp_path: Path) -> None:
    shown = _shown(examine(_project(tmp_path, _waiver())), slug, "edities/2026.1.md")
    printed = shown.partition('<h2 id="nazicht"')[2]
    assert re.match(r"[^>]*>Wat is nog niet nagelezen\?<", printed)
    for words in (ROLE, REASON, "31\u00a0januari 2027", "a.md", "onderwijs"):
        assert words in printed


def test_an_edition_without_gaps_prints_nothing(tmp_path: Path) -> None:
    checked = examine(guidebook({}, tmp_path))
    assert checked.source.edition
    source = checked.source
    assert (
        list(edition_gaps.notes(checked.source.edition, source.sectors, source.waivers, source.identity.audience)) == []
    )
    assert "nazicht" not in _shown(checked, "kern", "edities/2026.1.md")


def test_only_the_newest_edition_prints_the_waivers_of_today(tmp_path: Path) -> None:
    newer = DEFAULTS["docs/edities/2026.1.md"].replace("2026.1", "2026.2")
    checked = examine(_project(tmp_path, _waiver(), {"docs/edities/2026.2.md": newer}))
    assert checked.problems == ()
    assert REASON not in _shown(checked, "kern", "edities/2026.1.md")
    assert REASON in _shown(checked, "kern", "edities/2026.2.md")


def test_the_colophon_of_the_pdf_holds_a_note_for_every_gap(tmp_path: Path) -> None:
    edition = DEFAULTS["docs/edities/2026.1.md"].replace("status:", "zonder_nazicht: [sport]\nstatus:")
    more = {**sector("sport"), "docs/edities/2026.1.md": edition, "overlays/onderwijs/b.md": WAT}
    project = _project(tmp_path, _waiver() + _waiver("overlays/onderwijs/b.md"), more)
    source = examine(project).source
    assert source.edition
    notes = tuple(edition_gaps.notes(source.edition, source.sectors, source.waivers, source.identity.audience))
    assert [title for title, _ in notes] == ["Nazicht door de sectoren", "Uitgesteld nazicht", "Uitgesteld nazicht"]
    assert "sport" in notes[0][1]
    made, problems = document(
        Book("kern", source.identity, "Kern", source.edition, "https://x.example/", (), {}, notes)
    )
    assert problems == ()
    for words in (ROLE, REASON, "31\u00a0januari 2027", "(a.md)", "(b.md)"):
        assert words in made.source


def test_readers_see_names_of_sectors_and_not_of_folders(tmp_path: Path) -> None:
    project = _project(tmp_path, _waiver("overlays/_gedeeld/a.md"), SHARED, stale=False)
    shown = _shown(examine(project), "kern", "edities/2026.1.md")
    assert REASON in shown
    assert "_gedeeld" not in shown


# --- wrong ------------------------------------------------------------------------------------------------------------


def _only(checked: Checked) -> Diagnostic:
    (problem,) = checked.problems
    assert (problem.code, problem.severity) == ("OV011", Severity.ERROR)
    return problem


@pytest.mark.parametrize("line", [1, 5])
@pytest.mark.parametrize("until", ["2026-11-30", "2020-01-01"])
def test_a_waiver_that_ended_before_the_edition_is_an_error(until: str, line: int, tmp_path: Path) -> None:
    good = _waiver("overlays/onderwijs/b.md") if line > 1 else ""
    more = {"overlays/onderwijs/b.md": WAT} if line > 1 else {}
    problem = _only(examine(_project(tmp_path, good + _waiver(until=until), more)))
    assert (str(problem.origin.path), problem.origin.line, problem.origin.column) == (WAIVERS, line, 3)
    assert until in problem.text
    assert f"review --accept {OVERLAY}" in problem.hint


def test_the_newest_edition_is_what_counts(tmp_path: Path) -> None:
    newer = re.sub("2026-12-(01|15)", "2027-06-01", DEFAULTS["docs/edities/2026.1.md"].replace("2026.1", "2026.2"))
    checked = examine(_project(tmp_path, _waiver(), {"docs/edities/2026.2.md": newer}))
    assert "editie 2026.2 is later" in _only(checked).text


def test_a_waiver_for_what_is_not_stale_is_an_error(tmp_path: Path) -> None:
    problem = _only(examine(_project(tmp_path, _waiver(), stale=False)))
    assert str(problem.origin) == f"{WAIVERS}:1:3"
    assert "niet nodig" in problem.text


def test_a_waiver_for_nothing_is_an_error_and_gets_the_nearest_overlay(tmp_path: Path) -> None:
    checked = examine(_project(tmp_path, _waiver() + _waiver("overlays/onderwjs/a.md")))
    problem = _only(checked)
    assert str(problem.origin) == f"{WAIVERS}:5:3"
    assert problem.hint == f"Bedoel je '{OVERLAY}'?"


@pytest.mark.parametrize("key", ["overlay", "functie", "reden", "tot"])
def test_a_waiver_says_everything_or_is_none(key: str, tmp_path: Path) -> None:
    lines = [line for line in _waiver().replace("- ", "  ").splitlines() if not line.startswith(f"  {key}:")]
    waiver = "\n".join(lines).replace("  ", "- ", 1)
    problems = examine(_project(tmp_path, waiver)).problems
    assert [(each.code, each.consequences) for each in problems] == [("OV013", 1)]
    assert f".{key}' ontbreekt" in problems[0].text


@pytest.mark.parametrize("left", ["", "[]\n", "# Er is geen uitstel.\n"])
def test_a_file_from_which_the_last_waiver_was_taken_is_right(left: str, tmp_path: Path) -> None:
    """The message about an unnecessary waiver asks for this."""
    assert examine(_project(tmp_path, left, stale=False)).problems == ()


def test_one_wrong_waiver_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    waivers = _waiver() + _waiver("overlays/onderwijs/b.md", until="morgen")
    codes = {(each.code, str(each.origin.path)) for each in examine(_project(tmp_path, waivers)).problems}
    assert ("OV013", WAIVERS) in codes
    assert ("OV009", OVERLAY) not in codes
