"""A proposal that git cannot merge with later changes: which section conflicts, whom to ask, what a browser can do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.pipeline import meanwhile
from draaiboek.pipeline.examine import examine
from draaiboek.pipeline.proposal_report import Clash
from tests.guidebook import DEFAULTS, guidebook, overlay, page
from tests.integration.program import Place, as_nobody

PAGE, OWN, ADDED = "docs/delen.md", "sectors/onderwijs/eigen.md", "overlays/onderwijs/a.md"
BODY = """\
Vooraf.

## Eerst {#eerst}

Bel de dienst.

### Daarna {#daarna}

Schrijf het op.

En bewaar het.

## Klachten {#klachten}

Vraag raad.
"""
FILES: Mapping[str, str] = {
    PAGE: page(BODY, title="Delen"),
    OWN: page("## Hier {#hier}\n\nOp school.\n", more="na: delen.md\n"),
    ADDED: overlay("Ook de directie.\n", target="delen.md#eerst"),
    "sectors/onderwijs/sector.yml": DEFAULTS["sectors/onderwijs/sector.yml"].replace(
        "actoren: []", "beheer:\n  - {account: '@an', functie: contact onderwijs}\nactoren: []"
    ),
}
Files = dict[str, str | None]


def changed(name: str, old: str, new: str) -> Files:
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new)}


def clashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: Files, theirs: Files) -> list[Clash]:
    """Return the conflicts when a proposal with *theirs* is merged with *ours*, which came meanwhile."""
    as_nobody(monkeypatch, tmp_path)
    project = guidebook(FILES, tmp_path / "boek")
    place = Place(project.root)
    start = place.commit()
    commits = []
    for files in (ours, theirs):
        place.git("checkout", "--quiet", "--detach", start)
        for name, text in files.items():
            if text is None:
                (place.root / name).unlink()
            else:
                place.write(name, text)
        commits.append(place.commit())
    came, proposed = commits
    return list(meanwhile.clashes(place.root, came, proposed, examine(project).source))


@pytest.mark.parametrize(
    ("name", "old", "piece"),
    [
        (PAGE, "Bel de dienst.", ("delen.md#eerst", "Eerst", ())),
        (PAGE, "Schrijf het op.", ("delen.md#daarna", "Daarna", ())),
        (PAGE, "Vooraf.", ("delen.md", "Delen", ())),
        (PAGE, "title: Delen", ("delen.md", "Anders", ())),
        (OWN, "Op school.", ("eigen.md#hier", "Hier", ("contact onderwijs",))),
        (ADDED, "Ook de directie.", ("delen.md#eerst", "", ("contact onderwijs",))),
    ],
)
def test_the_same_lines_changed_otherwise_are_a_piece_with_its_name(
    name: str, old: str, piece: tuple[str, str, tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lines inserted before it do not shift it: it is located in the text of the proposal."""
    key = "title: " if old.startswith("title: ") else ""
    ours = changed(name, old, f"{key}Intussen" if key else "Dit\n\nkwam\n\nintussen.")
    (found,) = clashes(tmp_path, monkeypatch, ours, changed(name, old, f"{key}Anders"))
    assert (found.bestand, found.naast_elkaar) == (name, True)
    assert (found.stuk, found.titel, found.vraag) == piece


def test_other_lines_of_one_page_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = changed(PAGE, "Bel de", "Vraag de"), changed(PAGE, "En bewaar het.", "Bewaar het.")
    assert clashes(tmp_path, monkeypatch, ours, theirs) == []


def test_two_pieces_of_a_page_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        FILES[PAGE].replace("Bel de dienst.", f"Vraag {who}.").replace("En bewaar het.", f"{who} bewaart het.")
        for who in ("de buren.\n\n" * 10, "niemand")
    ]
    found = clashes(tmp_path, monkeypatch, {PAGE: texts[0]}, {PAGE: texts[1]})
    assert [each.stuk for each in found] == ["delen.md#eerst", "delen.md#daarna"]


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_file_that_one_of_both_took_away_is_for_no_browser(
    is_ours: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sides: list[Files] = [{PAGE: None}, changed(PAGE, "Bel de dienst.", "Vraag het.")]
    (found,) = clashes(tmp_path, monkeypatch, *(sides if is_ours else reversed(sides)))
    assert (found.bestand, found.naast_elkaar) == (PAGE, False)


def test_what_is_no_commit_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_nobody(monkeypatch, tmp_path)
    project = guidebook(FILES, tmp_path / "boek")
    here = Place(project.root).commit()
    with pytest.raises(ToolError):
        list(meanwhile.clashes(project.root, here, "0" * 40, examine(project).source))
