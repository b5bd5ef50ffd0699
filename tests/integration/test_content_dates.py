"""Pages, books and zips bear the date of the last commit that touched their sources, so the rest keep their bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path, PurePosixPath

import pytest
from lxml import etree

from draaiboek.base import git as program
from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.base.kept_values import KeptValues
from draaiboek.base.project import Project
from draaiboek.editions.content_dates import ContentDates, content_dates
from draaiboek.editions.revision import Revision, epoch, revision
from tests import incremental
from tests.guidebook import read_by_sectors
from tests.incremental import EVERYTHING, SITE, again, change, fresh, git, in_this_process, tree

EDITION = date(2026, 12, 1)
DELEN, STEP = PurePosixPath("docs/delen.md"), PurePosixPath("docs/stap-1.md")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The guidebook of `tests.incremental`, in git, with one commit on 2 December."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    project = incremental.text(tmp_path / "text")
    git(project.root, "init", "--quiet", "--initial-branch=main")
    save(project, 1)
    with in_this_process():
        yield project


def save(project: Project, day: int) -> None:
    """Commit everything, *day* days after 1 December."""
    git(project.root, "add", "--all")
    git(project.root, "commit", "--quiet", "-m", "Tekst", when=day)


def dates(project: Project) -> ContentDates:
    return content_dates(project, revision(project), EDITION, KeptValues())


def day(moment: int) -> int:
    """The day in December on which the timestamp *moment* falls."""
    return datetime.fromtimestamp(moment, UTC).day


def pages_of(project: Project, name: str) -> dict[str, str]:
    """The day of each page in a sitemap, by the address of the page."""
    root = etree.fromstring((project.site / name).read_bytes())
    found = [[child.text or "" for child in url] for url in root]
    return {each[0].removeprefix("https://draaiboek.voorbeeld.be/actueel/"): each[1] for each in found}


def test_git_says_at_which_commit_a_text_stands_and_what_differs(project: Project) -> None:
    nowhere = Project(project.root.parent)
    assert revision(nowhere) == Revision("", ())
    assert epoch(nowhere, default=7) == 7
    clean = revision(project)
    assert (len(clean.commit), clean.changed) == (40, ())
    assert day(epoch(project, default=7)) == 2
    change(project.root / STEP, "De ronde", "De vierkante")
    (project.root / DELEN).unlink()
    (project.docs / "een nieuwe bladzijde é.md").write_text("", encoding="utf-8")
    changed = (str(DELEN), str(STEP), "docs/een nieuwe bladzijde é.md")
    assert revision(project) == Revision(clean.commit, changed)
    git(project.root, "add", str(STEP), str(DELEN))
    assert revision(project) == Revision(clean.commit, changed)
    # Names are relative to the root of the repository, also for a guidebook in a subfolder of it.
    assert revision(Project(project.docs)) == Revision(clean.commit, changed)
    save(project, 4)
    after = revision(project)
    assert after.commit != clean.commit
    git(project.root, "checkout", "--quiet", "-b", "ander", clean.commit)
    change(project.root / STEP, "De ronde", "De lange")
    save(project, 5)
    with pytest.raises(subprocess.CalledProcessError):
        git(project.root, "merge", "main")
    assert str(STEP) in revision(project).changed


def test_before_the_first_commit_git_says_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "a.md").write_text("", encoding="utf-8")
    assert revision(Project(tmp_path)) == Revision("", ())


def test_the_last_commit_that_touched_a_file(project: Project) -> None:
    change(project.root / STEP, "De ronde", "De vierkante")
    save(project, 4)
    change(project.root / "docs/index.md", "Welkom aan", "Welkom rond de")
    save(project, 9)
    found = dates(project)
    assert [day(found.of([each])) for each in (DELEN, STEP)] == [2, 5]
    assert day(found.of([DELEN, STEP])) == 5
    assert day(found.of([PurePosixPath("docs")])) == 10
    assert day(found.of([PurePosixPath("docs/media"), PurePosixPath("docs/nergens.md")])) == 2


def test_what_is_in_no_commit_bears_the_date_of_the_edition(project: Project) -> None:
    save_day = day(dates(project).of([STEP]))
    change(project.root / STEP, "De ronde", "De vierkante")
    (project.root / "docs/nieuw.md").write_text("x", encoding="utf-8")
    found = dates(project)
    assert (save_day, day(found.of([STEP])), day(found.of([DELEN]))) == (2, 1, 2)
    assert day(found.of([PurePosixPath("docs/nieuw.md")])) == 1
    assert day(found.of([PurePosixPath("docs")])) == 1


def test_what_is_taken_away_was_a_part(project: Project) -> None:
    (project.root / "overlays/sport/stap.md").unlink()
    save(project, 6)
    found = dates(project)
    assert day(found.of([STEP])) == 2
    assert day(found.of([STEP], [PurePosixPath("overlays/sport")])) == 7
    assert day(found.of([STEP], [PurePosixPath("overlays/onderwijs")])) == 2


def test_a_reading_that_makes_place_for_another_is_no_change_of_the_text(project: Project) -> None:
    for file in (project.root / "sectors/sport/nagelezen").glob("*.yml"):
        file.unlink()
    save(project, 8)
    assert day(dates(project).of([STEP], [PurePosixPath("sectors/sport")])) == 2


def test_a_merge_counts_where_it_is_of_neither_side(project: Project) -> None:
    root = project.root
    git(root, "checkout", "--quiet", "-b", "zij")
    change(root / DELEN, "De lange", "De korte")
    save(project, 3)
    git(root, "checkout", "--quiet", "main")
    change(root / STEP, "De ronde", "De vierkante")
    save(project, 4)
    git(root, "merge", "--quiet", "--no-commit", "zij")
    change(root / "docs/index.md", "Welkom aan", "Welkom rond de")
    save(project, 12)
    found = dates(project)
    assert [day(found.of([each])) for each in (DELEN, STEP, PurePosixPath("docs/index.md"))] == [4, 5, 13]


def test_a_guidebook_in_a_folder_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    project = incremental.text(tmp_path / "boeken" / "métier")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "-m", "Tekst", when=5)
    change(project.root / STEP, "De ronde", "De vierkante")
    assert [day(dates(project).of([each])) for each in (DELEN, STEP)] == [6, 1]


def test_half_a_history_is_refused(project: Project, tmp_path: Path) -> None:
    change(project.root / STEP, "De ronde", "De vierkante")
    save(project, 4)  # so that there is more than the last commit
    clone = tmp_path / "kloon"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", project.root.as_uri(), clone], check=True)
    with pytest.raises(ToolError, match="niet de hele geschiedenis") as raised:
        dates(Project(clone))
    assert "git fetch --unshallow" in raised.value.hint


@pytest.mark.parametrize(("moment", "borne"), [(86400, 315_532_800), (10**14, 4_102_444_799)])
def test_a_commit_of_a_year_that_no_file_can_bear_has_the_nearest(moment: int, borne: int, project: Project) -> None:
    before = dates(project).of([STEP])
    change(project.root / STEP, "De ronde", "De vierkante")
    git(project.root, "add", "--all")
    here = partial(process.run, cwd=project.root)
    who = f"Ander <ander@voorbeeld.be> {moment} +0000"
    parts = f"tree {here(['git', 'write-tree'])}\nparent {here(['git', 'rev-parse', 'HEAD'])}"
    commit = f"{parts}\nauthor {who}\ncommitter {who}\n\nx\n".encode()
    made = here(["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"], stdin=commit)
    git(project.root, "update-ref", "HEAD", made)
    assert dates(project).of([STEP]) == max(borne, before)
    assert epoch(project, default=0) == borne


def test_a_wanted_date_is_for_everything(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "946684800")
    assert dates(project).of([STEP]) == 946_684_800


def test_outside_git_everything_bears_the_date_of_the_edition(tmp_path: Path) -> None:
    assert day(dates(incremental.text(tmp_path / "text")).of([STEP])) == 1


def test_a_sitemap_says_when_each_page_was_changed(project: Project) -> None:
    change(project.root / STEP, "De ronde", "De vierkante")
    save(project, 4)
    change(project.root / "overlays/sport/stap.md", "de club", "het bestuur")
    save(project, 6)
    read_by_sectors(project)
    assert fresh(project, SITE).problems == ()
    core, sport, every = (pages_of(project, f"{folder}sitemap.xml") for folder in ("", "sport/", "alle/"))
    assert (core["stap-1/"], core["stap-2/"]) == ("2026-12-05", "2026-12-02")
    assert (sport["sport/stap-1/"], sport["sport/stap-2/"]) == ("2026-12-07", "2026-12-02")
    assert (every["alle/stap-1/"], every["alle/stap-2/"]) == ("2026-12-07", "2026-12-02")  # it holds that overlay too


def test_what_nobody_changed_keeps_its_bytes_over_commits(project: Project) -> None:
    fresh(project, EVERYTHING)
    before = tree(project)
    change(project.root / "overlays/sport/stap.md", "de club", "het bestuur")
    save(project, 9)
    again(project, EVERYTHING)
    after = tree(project)
    changed = {name for name in before if before[name] != after[name]}
    ours = {name for name in changed if "sport" not in name and not name.startswith("alle/")}
    named = {"editie.json", "herkomst.intoto.json", "sbom.cdx.json"}  # these name the commit
    assert ours == {*named, "offline/draaiboek-tafel-2026.1-alle.zip"}
    every = {name for name in changed if name.startswith("alle/")}
    assert {"alle/stap-1/index.html", "alle/search/texts.js"} <= every
    assert not any("stap-2" in name for name in every)
    assert {"pdf/draaiboek-tafel-2026.1-sport.pdf", "sport/stap-1/index.html"} <= changed
    assert "pdf/fiche-tafel-2026.1-sport.pdf" not in changed
    assert before.keys() == after.keys()


def test_half_a_history_costs_no_earlier_build(project: Project, tmp_path: Path) -> None:
    fresh(project, SITE)
    git(project.root, "commit", "--quiet", "--allow-empty", "-m", "Niets", when=4)
    clone = tmp_path / "kloon"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", project.root.as_uri(), clone], check=True)
    (clone / "out").mkdir()
    project.site.rename(clone / "out/site")
    with pytest.raises(ToolError, match="niet de hele geschiedenis"):
        fresh(Project(clone), SITE)
    assert (clone / "out/site/index.html").is_file()


def test_the_history_of_a_commit_is_read_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = program.run

    def seen(*words: str | Path, cwd: Path) -> str:
        asked.extend(str(word) for word in words if word == "log")
        return real(*words, cwd=cwd)

    monkeypatch.setattr(program, "run", seen)
    again(project, SITE)
    assert asked == ["log"]
    change(project.root / DELEN, "De lange", "De korte")
    again(project, SITE)
    assert asked == ["log"]
    save(project, 6)
    change(project.root / STEP, "De ronde", "De lange")
    again(project, SITE)
    assert asked == ["log", "log"]
    assert pages_of(project, "sitemap.xml")["delen/"] == "2026-12-07"
