"""The environment never influences git: an edition is published where we say, with the text that we say."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from draaiboek.base.errors import UsageError
from draaiboek.base.kept_values import KeptValues
from draaiboek.base.project import Project
from draaiboek.editions import content_dates, publish
from draaiboek.editions.publish import refs, witness_tags
from draaiboek.pipeline import proposed_texts
from tests.integration import small_editions
from tests.integration.program import Place, tree
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


def test_settings_of_the_user_change_neither_what_git_answers_nor_a_byte(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "set").mkdir()
    plain = _published_twice(tmp_path / "plain")
    home = Path(os.environ["HOME"])
    (home / ".gitattributes").write_text("* text eol=crlf\n", encoding="ascii")
    (home / ".gitconfig").write_text(SETTINGS.format(attributes=home / ".gitattributes"), encoding="ascii")
    assert _published_twice(tmp_path / "set") == plain


def test_a_guidebook_below_the_top_of_a_repository_is_published_only_in_a_folder(tmp_path: Path) -> None:
    """Its edition went on the branch, where `verify` then missed every file, and advised to delete the branch."""
    place = Place(tmp_path / "alles")
    place.write("boeken/ons/docs/tekst.md", "Tekst\n")
    place.commit()
    below = place.root / "boeken" / "ons"
    with pytest.raises(UsageError, match="in de map 'boeken/ons' van een opslagplaats"):
        small_editions.put(publish.Place(below, tmp_path / "scratch"), small_editions.site(tmp_path / "ready", FIRST))
    with pytest.raises(UsageError, match="niet bovenaan"):
        proposed_texts.commits(below, "HEAD", "HEAD")
    www = publish.Place(below, tmp_path / "scratch", tmp_path / "www")
    assert small_editions.put(www, small_editions.site(tmp_path / "ready", FIRST)) is not None
    assert list(publish.verify(publish.look(www))) == []


def _published_twice(here: Path) -> tuple[object, ...]:
    """Publish two editions on the branch and in a folder below *here*; return what git and the folder then hold."""
    place = Place(here / "main")
    place.write("docs/tekst.md", "Tekst\n")
    place.commit()
    folder = here / "w[w]*w"
    for where in (None, folder):
        for name in (FIRST, SECOND):
            site = small_editions.site(here / "ready", name, {"assets/regels.txt": b"unix\nwindows\r\n"})
            assert small_editions.put(publish.Place(place.root, here / "scratch", where), site) is not None
    look = publish.look(publish.Place(place.root, here / "scratch"))
    assert [*publish.verify(look), *publish.verify(publish.FolderTree(folder))] == []
    project = Project(place.root)
    dates = content_dates.content_dates(project, publish.revision(project), date(2030, 1, 1), KeptValues())
    return (
        look.commit,
        [tag.act for tag in witness_tags.left_in(place.root)],
        refs.commits_before(refs.HERE, place.root),
        dates.last,
        tree(folder),
    )


SETTINGS = """
[core]
    attributesFile = {attributes}
    autocrlf = true
    quotePath = true
[column]
    ui = always
[color]
    ui = always
[diff]
    relative = true
[log]
    showRoot = false
    showSignature = true
[safe]
    bareRepository = explicit
[status]
    showUntrackedFiles = no
[tag]
    sort = -creatordate
    gpgSign = true
[commit]
    gpgSign = true
"""
