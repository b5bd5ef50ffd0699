"""The environment never influences git: an edition is published where we say, with the text that we say."""

from __future__ import annotations

from pathlib import Path

import pytest

from draaiboek.editions import publish
from tests.integration import small_editions
from tests.integration.program import Place
from tests.integration.small_editions import FIRST, SECOND

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nobodys_machine")]

BRANCH = "gh-pages"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Another repository, to which every environment variable that git knows for it points."""
    other = Place(tmp_path / "elsewhere")
    other.root.mkdir()
    other.write("tekst.md", "Van iemand anders\n")
    other.commit()
    inside = other.root / ".git"
    pointing = {
        "GIT_DIR": inside,
        "GIT_COMMON_DIR": inside,
        "GIT_WORK_TREE": other.root,
        "GIT_INDEX_FILE": inside / "index",
        "GIT_OBJECT_DIRECTORY": inside / "objects",
        "GIT_COMMITTER_NAME": "iemand anders",
    }
    for name, where in pointing.items():
        monkeypatch.setenv(name, str(where))
    return other


@pytest.mark.parametrize("into", ["branch", "folder"])
def test_another_repository_in_the_environment_is_not_touched(elsewhere: Place, tmp_path: Path, into: str) -> None:
    before = sorted(path for path in elsewhere.root.rglob("*"))
    place = Place(tmp_path / "main")
    place.root.mkdir()
    place.git("init", "--quiet")
    where = publish.Place(place.root, tmp_path / "scratch", tmp_path / "www" if into == "folder" else None)
    for name in (FIRST, SECOND):
        assert small_editions.put(where, small_editions.site(tmp_path / "ready", name)) is not None
    assert [each.id for each in publish.listed(publish.look(where))] == [SECOND, FIRST]
    assert list(publish.verify(publish.look(where))) == []
    if into == "branch":
        assert place.git("log", "-1", "--format=%cn", BRANCH) == "draaiboek"
    assert sorted(path for path in elsewhere.root.rglob("*")) == before
