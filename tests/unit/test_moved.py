"""A missing target: the same core text under another id, or on another page, is recognised and suggested."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.project import Project
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, overlay, page

OVERLAY = "overlays/onderwijs/a.md"
BEFORE = page("Vooraf.\n\n## Wat {#wat}\n\nDeze tekst\nverhuist.\n\n<!-- slot: steun -->\n\n### Hoe {#hoe}\n\nZo.\n")
MOVED = "Dezelfde tekst staat nu op"


def _after(into: Path, docs: Mapping[str, str | None], *, target: str = "delen.md#wat", action: str = "einde") -> str:
    """Write an overlay against BEFORE, replace that by *docs*, and return the hint of the resulting message."""
    project = guidebook({"docs/delen.md": BEFORE, OVERLAY: overlay("Meer.", target=target, action=action)}, into)
    assert examine(project).problems == ()
    (project.docs / "delen.md").unlink()
    guidebook(docs, into)
    problem = _dead_target(examine(project).problems)
    assert str(problem.origin) == f"{OVERLAY}:2:1"
    return problem.hint


def _dead_target(problems: tuple[Diagnostic, ...]) -> Diagnostic:
    (problem,) = (each for each in problems if each.code != "OV012")  # the sector's reading lost its target too
    assert problem.code == "OV001"
    return problem


def test_the_same_text_under_another_id(tmp_path: Path) -> None:
    files = {"docs/delen.md": BEFORE.replace("{#wat}", "{#heel-iets-anders}")}
    assert _after(tmp_path, files) == f"{MOVED} 'delen.md#heel-iets-anders'."


def test_the_same_text_reflowed_under_another_id(tmp_path: Path) -> None:
    files = {"docs/delen.md": BEFORE.replace("{#wat}", "{#nieuw}").replace("Deze tekst\n", "Deze tekst ")}
    assert _after(tmp_path, files) == f"{MOVED} 'delen.md#nieuw'."


def test_the_same_text_on_another_page(tmp_path: Path) -> None:
    files = {"docs/delen.md": page("Leeg."), "docs/kader/wet.md": BEFORE.replace("Vooraf.", "Anders.")}
    assert _after(tmp_path, files) == f"{MOVED} 'kader/wet.md#wat'."


def test_the_whole_page_under_another_name(tmp_path: Path) -> None:
    assert _after(tmp_path, {"docs/samen.md": BEFORE}) == f"{MOVED} 'samen.md#wat'."


def test_the_same_text_at_another_level(tmp_path: Path) -> None:
    deeper = BEFORE.replace("### Hoe", "#### Hoe").replace("## Wat {#wat}", "## Boven {#boven}\n\n### Wat {#onder}")
    assert _after(tmp_path, {"docs/delen.md": deeper.replace("##### ", "#### ")}) == f"{MOVED} 'delen.md#onder'."


def test_the_text_around_a_slot_with_another_name(tmp_path: Path) -> None:
    files = {"docs/delen.md": BEFORE.replace("slot: steun", "slot: hulp")}
    hint = _after(tmp_path, files, target="delen.md#slot:steun", action="vul")
    assert hint == f"{MOVED} 'delen.md#slot:hulp'."


def test_a_slot_that_moved_with_its_section_to_another_page(tmp_path: Path) -> None:
    hint = _after(tmp_path, {"docs/samen.md": BEFORE}, target="delen.md#slot:steun", action="vul")
    assert hint == f"{MOVED} 'samen.md#slot:steun'."


def test_the_same_text_counts_for_more_than_a_name_that_looks_like_it(tmp_path: Path) -> None:
    other = BEFORE.replace("{#wat}", "{#verplaatst}") + "\n## Iets {#waat}\n\nIets anders.\n"
    assert _after(tmp_path, {"docs/delen.md": other}) == f"{MOVED} 'delen.md#verplaatst'."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BEFORE.replace("{#wat}", "{#waat}").replace("verhuist", "verandert"), id="another word"),
        pytest.param(BEFORE.replace("## Wat {#wat}", "## Waarom {#waat}"), id="another title"),
        pytest.param(BEFORE.replace("{#wat}", "{#waat}").replace("Zo.", "Zus."), id="another word further down"),
    ],
)
def test_another_text_is_not_offered_as_the_same(text: str, tmp_path: Path) -> None:
    assert _after(tmp_path, {"docs/delen.md": text}) == "Bedoel je 'delen.md#waat'?"


def test_what_is_offered_is_right(tmp_path: Path) -> None:
    hint = _after(tmp_path, {"docs/delen.md": BEFORE.replace("{#wat}", "{#nieuw}")})
    path = tmp_path / OVERLAY
    path.write_text(path.read_text("utf-8").replace("delen.md#wat", hint.split("'")[1]), encoding="utf-8")
    # Only where the sector has read the new text: its old reading is removed, a new one added.
    assert {each.code for each in examine(Project(tmp_path)).problems} == {"OV009", "OV012"}
