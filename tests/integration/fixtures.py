"""Fixtures that start the real engines once and share what they made; nobody writes in it, tests copy it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration import program
from tests.integration.program import Place


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small guidebook after `build.py`, from a clean commit. Not to be changed."""
    return Place(program.once(tmp_path_factory, "built", _build))


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The rich guidebook after `build.py`, from a clean commit. Not to be changed."""
    return Place(program.once(tmp_path_factory, "rich", _build_rich))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small guidebook for one sector after `build.py publish 2026.1`. Not to be changed."""
    return Place(program.once(tmp_path_factory, "published", _publish))


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
