"""Fixtures that run the real engines once and share the results; tests work on copies and never write in these."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration import program
from tests.integration.program import Place


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small guidebook after `build.py`, from a clean commit. Must not be changed."""
    return Place(program.once(tmp_path_factory, "built", _build))


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The rich guidebook after `build.py`, from a clean commit. Must not be changed."""
    return Place(program.once(tmp_path_factory, "rich", _build_rich))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small guidebook for one sector after `build.py publish 2026.1`. Must not be changed."""
    return Place(program.once(tmp_path_factory, "published", _publish))


@pytest.fixture(scope="session")
def followed(published: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """That guidebook after a second edition with every kind of change, and `build.py diff`. Must not be changed."""

    def make(into: Path) -> None:
        into.parent.mkdir(exist_ok=True)
        _follow(published.copy(into))

    return Place(program.once(tmp_path_factory, "followed", make))


@pytest.fixture
def nobodys_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Use no git identity and no settings of the person who runs the tests."""
    program.as_nobody(monkeypatch, tmp_path / "x")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A fresh copy of the program with the small guidebook, committed."""
    fresh = program.guidebook(tmp_path / "main")
    fresh.commit()
    return fresh


def _build(into: Path) -> None:
    place = program.guidebook(into)
    place.commit()
    run = place.build()
    assert run.code == 0, run.said


def _build_rich(into: Path) -> None:
    place = program.rich(into)
    place.commit()
    run = place.build()
    assert run.code == 0, run.said


def _publish(into: Path) -> None:
    place = program.leaflet(into)
    place.commit()
    run = place.build("publish", program.EDITION)
    assert run.code == 0, run.said


def _follow(place: Place) -> None:
    """Publish a second edition, from a detached HEAD, and compare it with the first.

    It changes words, a cell, an article, an overlay, the order of sections and an id; a page loses a section.
    """
    page = "docs/delen.md"
    place.replace(page, "Deel alleen wat de anderen nodig hebben.", "Deel niets dat de anderen niet helpt.")
    place.replace(page, "in de trein", "in de bus")
    place.replace(page, "Wie deelneemt mag spreken", "Wie is uitgenodigd mag spreken")
    place.replace(page, "| Dat is niet nodig. |", "| Dat vraagt niemand. |")
    place.replace(page, "### Bewaren {#bewaren}", "### Bewaren {#verslag-bewaren}")
    place.replace(page, "voorheen: [oude-deelregels]", "voorheen: [oude-deelregels, bewaren]")
    text = place.read(page)
    complaint = text[text.index("## Klachten") :]
    place.write(page, text.replace(complaint, "").replace("## Achteraf", f"{complaint}\n## Achteraf").rstrip() + "\n")
    place.replace("overlays/onderwijs/delen--spreekrecht.md", "eerst met de directeur", "eerst met de directie")
    run = place.build("review", "--accept")
    assert run.code == 0, run.said
    program.next_edition(place)
    place.git("checkout", "--quiet", "--detach")
    for words in (["publish", program.NEXT], ["diff", program.EDITION, program.NEXT]):
        run = place.build(*words)
        assert run.code == 0, run.said
