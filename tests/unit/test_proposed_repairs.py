"""Repairs that need the text before a proposal: lost front matter is reported as one cause, and restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.base.project import Project
from draaiboek.pipeline import gone_places
from draaiboek.pipeline.examine import examine
from draaiboek.pipeline.repair import proposed
from tests.guidebook import guidebook

FRONT = "---\ntitle: Delen\ndescription: Over delen.\nvragen:\n  pagina:\n    - wat mag ik delen\n---\n"
BODY = "\nVraag het.\n\n## Hoe {#hoe}\n\nRustig.\n"
PAGE = "docs/delen.md"


def both(tmp_path: Path, now: str) -> tuple[Project, Project]:
    """Return two guidebooks: as it was, and with *now* as its page."""
    return guidebook({PAGE: FRONT + BODY}, tmp_path / "toen"), guidebook({PAGE: now}, tmp_path / "nu")


def repaired(then: Project, now: Project) -> dict[str, bytes]:
    old, new = (examine(each).source for each in (then, now))
    return dict(proposed.repair(old, new, then, now).files)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (f"---\n---\n{BODY}", FRONT + BODY),
        (f"---\n\n---\n{BODY.replace('Rustig', 'Traag')}", FRONT + BODY.replace("Rustig", "Traag")),
        (BODY, FRONT + BODY),
        (f"\ufeff{BODY}".replace("\n", "\r\n"), f"\ufeff{FRONT}{BODY}".replace("\n", "\r\n")),
    ],
    ids=["emptied", "emptied, and another word", "taken away", "as Windows saves it"],
)
def test_front_matter_that_is_gone_comes_back_as_it_was(tmp_path: Path, now: str, expected: str) -> None:
    """A single cause is reported, with its remedy; nothing else in the file is touched."""
    projects = both(tmp_path, now)
    old, new = (examine(each) for each in projects)
    bare = {each.path for each in proposed.bare(old.source, *projects)}
    (cause,) = gone_places.causes(new.problems, old.source, new.source, bare)
    assert str(cause.origin.path) == PAGE
    assert cause.text.startswith("de front matter van dit bestand is weg")
    assert "staat onder deze lijst" in cause.hint
    assert repaired(*projects) == {PAGE: expected.encode()}


@pytest.mark.parametrize(
    "now",
    [
        "---\n---\n\nEen andere pagina.\n",
        f"---\ntitle: Anders\n---\n{BODY}",
        f"---\ntitle: Delen\n{BODY}",
    ],
    ids=["another page", "one key left", "not closed"],
)
def test_front_matter_that_may_be_meant_otherwise_stays(tmp_path: Path, now: str) -> None:
    projects = both(tmp_path, now)
    assert proposed.bare(examine(projects[0]).source, *projects) == ()
    assert repaired(*projects) == {}


@pytest.mark.parametrize(
    ("now", "back"),
    [
        ("", "Zet deze kop terug, na 'Eerst', met zijn tekst eronder:\n## Hoe {#hoe .vast}"),
        ("## Hoe {#anders}\n\n", "Zet {#hoe} terug achter de kop."),
    ],
    ids=["the heading is gone", "only its id is"],
)
def test_a_heading_that_others_link_to_is_put_back_by_what_the_message_says(
    now: str, back: str, tmp_path: Path
) -> None:
    body = BODY.replace("## Hoe {#hoe}", "Lees [hoe](#hoe).\n\n## Eerst {#eerst}\n\nBel.\n\n## Hoe {#hoe .vast}")
    was, heading = FRONT + body, "## Hoe {#hoe .vast}\n\n"
    then = guidebook({PAGE: was}, tmp_path / "toen")
    old, new = (examine(each) for each in (then, guidebook({PAGE: was.replace(heading, now)}, tmp_path / "nu")))
    causes = gone_places.causes(new.problems, old.source, new.source)
    hints = [each.hint for each in causes if "'delen.md#hoe'" in each.text]
    assert [f"Niet bedoeld? {back}\n" in f"{each}\n" for each in hints] == [True]
    assert [each.endswith(back) or "De regel:" in each for each in hints] == [True], "a line to paste is the last one"


def test_a_heading_that_lost_its_id_gets_it_back(tmp_path: Path) -> None:
    """And not the id that its words would give; whatever refers to the old id already reports that it is gone."""
    text = FRONT + BODY.replace("## Hoe", "## Hoe doe je dat").replace("Vraag het", "Vraag het: [hoe](#hoe)")
    then = guidebook({PAGE: text}, tmp_path / "toen")
    now = guidebook({PAGE: text.replace(" {#hoe}", "") + "\n## Wie\n\nJij.\n"}, tmp_path / "nu")
    assert repaired(then, now) == {PAGE: f"{text}\n## Wie {{#wie}}\n\nJij.\n".encode()}
