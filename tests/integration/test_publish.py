"""`build.py publish`: what the gate refuses, what is put on the branch or in a folder, always all or nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.integration import program, small_editions
from tests.integration.program import ADDRESS, EDITION, NEXT, ROOT, Place, environment, next_edition

pytestmark = pytest.mark.slow

BRANCH = "gh-pages"
PAGE = f"docs/edities/{EDITION}.md"
ROOT_FILES = {
    *(".nojekyll", ".htaccess", "_headers", "404.html", "404.js", "draaiboek.css", "edities", "feed-onderwijs.xml"),
    *("feed.xml", "grootboek.json", "index.html", "paden.json", "robots.txt", "sitemap.xml", "versions.json"),
    *("offline.json", "sw.js", "wortel.json", "bestanden.json", "nakijken", "nakijken.js"),
}


def tip(place: Place) -> str:
    """The commit at the tip of the publication branch, or ''."""
    return place.run("git", "rev-parse", "--verify", "--quiet", f"refs/heads/{BRANCH}").stdout.strip()


def on_branch(place: Place, name: str) -> str:
    return place.git("show", f"{BRANCH}:{name}")


def checked_out(place: Place, into: Path, commit: str = BRANCH) -> Mapping[str, bytes]:
    """Every file of *commit*, with its contents."""
    into.mkdir()
    place.git("--work-tree", str(into), "checkout", "--force", commit, "--", ".")
    place.git("reset", "--quiet")
    return program.tree(into)


def below(files: Mapping[str, bytes], folder: str) -> Mapping[str, bytes]:
    return {name.removeprefix(f"{folder}/"): text for name, text in files.items() if name.startswith(f"{folder}/")}


# --- the gate ---------------------------------------------------------------------------------------------------------


def concept(place: Place) -> None:
    place.replace(PAGE, "status: goedgekeurd", "status: concept")


def unapproved(place: Place) -> None:
    text = place.read(PAGE)
    front, _, body = text.partition("goedkeuring:")
    place.write(PAGE, f"{front}---\n{body.partition('---')[2].lstrip()}")


def unread(place: Place) -> None:
    place.replace(PAGE, "zonder_nazicht: [onderwijs]\n", "")


def stale(place: Place) -> None:
    place.replace("docs/delen.md", "Wie deelneemt mag spreken", "Wie meedoet mag spreken")


def mistake(place: Place) -> None:
    place.replace("docs/delen.md", "@voorbeeldwet, {{ wet.spreken }}", "@voorbeeldwt, {{ wet.spreken }}")


def newer(place: Place) -> None:
    text = place.read(PAGE).replace(EDITION, NEXT)
    place.write(f"docs/edities/{NEXT}.md", text)


def dirty(place: Place) -> None:
    place.commit()
    place.replace("docs/over-dit-draaiboek.md", "werkversie", "werktekst")
    place.write("kladblad.txt", "nog niet vastgelegd")


def undeclared(place: Place) -> None:
    """Leave only the status of the accessibility statement."""
    place.write("docs/_data/toegankelijkheidsverklaring.yml", "status: volledig\n")


def nothing(_place: Place) -> None:
    pass


@pytest.mark.parametrize(
    ("break_it", "complaints"),
    [
        (concept, [f"{PAGE}:1:1: ED004 "]),
        (unread, [f"{PAGE}:1:1: ED007 ", f"{PAGE}:17:3: ED015 ", f"{PAGE}:1:1: ED006 "]),
        (
            stale,
            ["overlays/onderwijs/delen--spreekrecht.md:2:1: OV009 ", f"{PAGE}:18:3: ED015 ", f"{PAGE}:1:1: ED006 "],
        ),
        (unapproved, [f"{PAGE}:1:1: ED015 "]),
        (mistake, ["docs/delen.md:12:", f"{PAGE}:18:3: ED015 ", f"{PAGE}:1:1: ED006 "]),
        (newer, [f"{PAGE}:1:1: ED002 ", f"docs/edities/{NEXT}.md:18:3: ED015 ", f"{PAGE}:1:1: ED006 "]),
        (undeclared, ["docs/_data/toegankelijkheidsverklaring.yml:1:1: ED013 "]),
        (
            dirty,
            [
                "docs/over-dit-draaiboek.md:1:1: ED005 ",
                "kladblad.txt:1:1: ED005 ",
                f"{PAGE}:18:3: ED015 ",
                f"{PAGE}:1:1: ED006 ",
            ],
        ),
    ],
)
def test_refusals(tmp_path: Path, break_it: Callable[[Place], None], complaints: list[str]) -> None:
    place = program.leaflet(tmp_path / "main")
    break_it(place)
    if break_it is not dirty:
        place.commit()
    before = place.content()
    run = place.build("publish", EDITION)
    assert run.code == 1, run.said
    for complaint in complaints:
        assert re.search(rf"^{re.escape(complaint)}", run.stderr, re.MULTILINE), run.stderr
    codes = set(re.findall(r": (ED\d+) ", run.stderr))
    assert codes == {re.findall(r"ED\d+", complaint)[0] for complaint in complaints if "ED" in complaint}
    assert run.stderr.endswith(f"Editie {EDITION} is niet gepubliceerd.\n")
    assert tip(place) == ""
    assert list((place.root / "out").iterdir()) == []
    assert place.content() == before


def test_an_edition_is_published_only_once(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    run = place.build("publish", EDITION)
    assert run.code == 1, run.said
    assert f"{PAGE}:1:1: ED003 editie {EDITION} is al gepubliceerd" in run.stderr
    assert "build.py new edition" in run.stderr
    assert tip(place) == tip(published)


def test_all_refusals_are_said_in_one_run(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    for break_it in (concept, unread, stale, mistake, newer):
        break_it(place)
    run = place.build("publish", EDITION)
    assert run.code == 1, run.said
    assert {"BR001", "ED002", "ED003", "ED004", "ED005", "ED006", "ED007", "OV009"} <= set(
        re.findall(r"[A-Z]{2}\d{3}", run.stderr)
    )
    assert tip(place) == tip(published)


def test_a_clone_that_never_had_the_branch_knows_what_is_published(published: Place, tmp_path: Path) -> None:
    clone = Place(tmp_path / "clone")
    clone.root.mkdir()
    clone.git("clone", "--quiet", str(published.root), ".")
    run = clone.build("publish", EDITION)
    assert run.code == 1, run.said
    assert "ED003" in run.stderr


@pytest.fixture(scope="module")
def approved(published: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The published guidebook with a second edition, approved but not published yet. Must not be changed."""
    place = published.copy(tmp_path_factory.mktemp("approved") / "main")
    next_edition(place)
    return place


def damaged(entries: object, place: Place) -> None:
    """Commit *entries* as versions.json on the branch; None removes the file."""
    place.git("checkout", "--quiet", BRANCH)
    if entries is None:
        (place.root / "versions.json").unlink()
    else:
        place.write("versions.json", entries if isinstance(entries, str) else json.dumps(entries))
    place.commit()
    place.git("checkout", "--quiet", "--force", "main")


@pytest.mark.parametrize(
    "entries",
    [
        None,
        "",
        "[{",
        "null",
        "{}",
        "[1]",
        [],
        [{"title": EDITION}],
        [{"version": "2025.1", "title": "", "aliases": []}],
    ],
    ids=str,
)
def test_a_damaged_list_of_editions_stops_everything(approved: Place, tmp_path: Path, entries: object) -> None:
    place = approved.copy(tmp_path / "main")
    damaged(entries, place)
    before = tip(place)
    run = place.build("publish", NEXT)
    assert run.code == 3, run.said
    assert "beschadigd" in run.stderr
    assert "Traceback" not in run.stderr
    assert tip(place) == before


# --- on the branch ----------------------------------------------------------------------------------------------------


def test_one_commit_with_the_edition_twice(published: Place, tmp_path: Path) -> None:
    assert published.git("rev-list", "--count", BRANCH) == "1"
    assert published.git("rev-parse", f"{BRANCH}:{EDITION}") == published.git("rev-parse", f"{BRANCH}:actueel")
    assert set(published.git("ls-tree", "--name-only", BRANCH).split()) == {EDITION, "actueel", *ROOT_FILES}
    modes = {line.split()[0] for line in published.git("ls-tree", "-r", BRANCH).splitlines()}
    assert modes == {"100644"}
    assert published.git("fsck", "--strict") == ""
    place = published.copy(tmp_path / "main")
    assert below(checked_out(place, tmp_path / "branch"), EDITION) == program.tree(published.site)


def test_publishing_leaves_the_text_and_its_branch_alone(published: Place) -> None:
    assert published.git("status", "--porcelain") == ""
    assert published.git("rev-parse", "--abbrev-ref", "HEAD") == "main"
    assert published.git("rev-list", "--count", "HEAD") == "1"
    assert sorted(path.name for path in (published.root / "out").iterdir()) == ["report.json", "site", "stage", "work"]
    *branches, tag = published.git("for-each-ref", "--format=%(refname)").split()
    assert branches == ["refs/heads/gh-pages", "refs/heads/main"]
    assert re.fullmatch(r"refs/tags/grootboek/0001-[0-9a-f]{8}", tag)  # the witness of the act


def test_mike_reads_what_it_should(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    mike = Path(sys.executable).with_name("mike")
    run = place.run(str(mike), "list", "--branch", BRANCH, "--ignore-remote-status")
    assert (run.code, run.stdout) == (0, f"{EDITION} [actueel]\n"), run.said
    (entry,) = json.loads(on_branch(place, "versions.json"))
    assert (entry["version"], entry["title"], entry["aliases"]) == (EDITION, EDITION, ["actueel"])
    assert entry["properties"] == {
        "datum": "2026-11-20",
        "geldig_van": "2026-12-01",
        "geldig_tot": None,
        "aanleiding": ["wetgeving", "praktijk"],
        "samenvatting": "De eerste editie van het kleine draaiboek.",
        "status": "geldig",
    }


def test_the_root_leads_to_what_counts_now(published: Place) -> None:
    index = on_branch(published, "index.html")
    assert 'lang="nl-BE"' in index
    assert 'href="actueel/"' in index
    assert f'href="../{EDITION}/"' in on_branch(published, "edities/index.html")
    assert 'href="/livc/actueel/"' in on_branch(published, "404.html")
    robots = on_branch(published, "robots.txt").splitlines()
    assert f"Disallow: /livc/{EDITION}/" in robots
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in robots
    assert not any(line.startswith("Disallow") and "actueel" in line for line in robots)
    maps = re.findall(r"<loc>(.*?)</loc>", on_branch(published, "sitemap.xml"))
    assert maps == [f"{ADDRESS}/actueel/onderwijs/sitemap.xml", f"{ADDRESS}/actueel/sitemap.xml"]
    for address in maps:
        on_branch(published, address.removeprefix(f"{ADDRESS}/"))


def test_the_next_edition_leaves_the_first_as_it_is(published: Place, followed: Place) -> None:
    assert followed.git("rev-list", "--count", BRANCH) == "2"
    assert followed.git("rev-parse", f"{BRANCH}^") == tip(published)
    assert followed.git("rev-parse", f"{BRANCH}:{EDITION}") == published.git("rev-parse", f"{BRANCH}:{EDITION}")
    assert followed.git("rev-parse", f"{BRANCH}:{NEXT}") == followed.git("rev-parse", f"{BRANCH}:actueel")
    assert "in de bus" in on_branch(followed, "actueel/delen/index.html")
    assert "in de trein" in on_branch(followed, f"{EDITION}/delen/index.html")
    listed = [(entry["version"], entry["aliases"]) for entry in json.loads(on_branch(followed, "versions.json"))]
    assert listed == [(NEXT, ["actueel"]), (EDITION, [])]
    page = on_branch(followed, "edities/index.html")
    assert re.findall(r'href="\.\./(20[0-9.]+)/"', page) == [NEXT, EDITION]


def test_without_a_name_and_detached_it_publishes_too(followed: Place) -> None:
    assert followed.run("git", "config", "user.name").code == 1
    assert followed.run("git", "symbolic-ref", "--quiet", "HEAD").code == 1
    assert followed.git("log", "-1", "--format=%an", BRANCH) == "draaiboek"


# --- in a folder ------------------------------------------------------------------------------------------------------


def test_a_folder_gets_the_same_tree_as_the_branch(published: Place, followed: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    folder = tmp_path / "www" / "draaiboek"
    run = place.build("publish", EDITION, "--to", str(folder))
    assert run.code == 0, run.said
    assert program.tree(folder) == checked_out(place, tmp_path / "first")
    assert tip(place) == tip(published)
    assert [path.name for path in folder.parent.iterdir()] == ["draaiboek"]
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    again = place.build("publish", EDITION, "--to", str(folder))
    assert again.code == 1
    assert "ED003" in again.stderr
    run = followed.copy(tmp_path / "other").build("publish", NEXT, "--to", str(folder))
    assert run.code == 0, run.said
    expected = checked_out(followed.copy(tmp_path / "third"), tmp_path / "second")
    assert program.tree(folder) == expected


def test_a_folder_with_a_damaged_list_is_left_alone(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    folder = tmp_path / "www"
    (folder / "2025.1").mkdir(parents=True)
    (folder / "versions.json").write_text("[]", encoding="utf-8")
    before = program.tree(folder)
    run = place.build("publish", EDITION, "--to", str(folder))
    assert run.code == 3, run.said
    assert "beschadigd" in run.stderr
    assert program.tree(folder) == before


def someones_documents(folder: Path) -> None:
    (folder / "brief.txt").write_text("Beste", encoding="utf-8")
    (folder / "leeg").mkdir()


def a_repository(folder: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    (folder / ".git" / "hooks" / "eigen").write_text("#!/bin/sh\n", encoding="utf-8")


@pytest.mark.parametrize("fill", [someones_documents, a_repository])
def test_a_folder_that_is_no_publication_loses_nothing(
    published: Place, tmp_path: Path, fill: Callable[[Path], None]
) -> None:
    place = published.copy(tmp_path / "main")
    folder = tmp_path / "map"
    folder.mkdir()
    fill(folder)
    before = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    run = place.build("publish", EDITION, "--to", str(folder))
    after = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert before - after == set(), run.said
    assert "Traceback" not in run.stderr


# --- killed -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """Two small sites ready to be published, and a clone without a publication branch."""
    for name in (EDITION, NEXT):
        small_editions.site(tmp_path / "ready" / "site", name)
    return tmp_path / "ready" / "site"


def killed_at_each_moment(into: str, place: Path, site: Path, *words: str) -> list[dict[str, bool]]:
    result = subprocess.run(
        [sys.executable, Path(__file__).with_name("publisher.py"), into, place, site, *words],
        env=environment(place, {"PYTHONPATH": str(ROOT)}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups to kill")
@pytest.mark.parametrize(
    ("into", "first", "step", "least"),
    # On a server only the last moments differ from those on a branch; in a folder only the end differs.
    [("branch", 0, 1, 50), ("server", 32, 1, 15), ("folder", 0, 5, 8)],
)
def test_killed_at_any_moment_it_is_as_it_was_or_complete(
    prepared: Path, tmp_path: Path, into: str, first: int, step: int, least: int
) -> None:
    place = Place(tmp_path / "web" / "place")
    place.root.parent.mkdir()
    if into != "folder":
        place.root.mkdir()
        place.git("init", "--quiet", *(["--bare"] if into == "server" else []))
    if into == "server":
        place.git("clone", "--quiet", str(place.root), str(prepared.parent / "clone"))
    moments = killed_at_each_moment(into, place.root, prepared, str(first), str(step))
    assert len(moments) >= least
    assert [each for each in moments if not (each["as_it_was"] or each["complete"])] == []
    assert [each for each in moments if not each["sound"]] == []
    assert [each for each in moments if not each["again"]] == []
    assert into == "folder" or {each["as_it_was"] for each in moments} == {True, False}
    assert moments[-1]["complete"]


MOVING = """#!/bin/sh
case "$*" in
*update-ref*Editie*--stdin*) "{git}" update-ref refs/heads/gh-pages {commit} ;;
esac
exec "{git}" "$@"
"""


@pytest.mark.skipif(os.name == "nt", reason="the git that moves the branch is a shell script")
def test_a_branch_that_moved_meanwhile_is_left_alone(approved: Place, tmp_path: Path) -> None:
    place = approved.copy(tmp_path / "main")
    who = ("-c", "user.name=Ander", "-c", "user.email=ander@voorbeeld.be")
    other = place.git(*who, "commit-tree", f"{BRANCH}^{{tree}}", "-p", BRANCH, "-m", "Iemand anders")
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(MOVING.format(git=shutil.which("git"), commit=other), encoding="utf-8")
    git.chmod(0o755)
    run = place.build("publish", NEXT, env={"PATH": f"{git.parent}{os.pathsep}{os.environ['PATH']}"})
    assert run.code == 3, run.said
    assert "Traceback" not in run.stderr
    assert tip(place) == other
    run = place.build("publish", NEXT)
    assert run.code == 0, run.said
    assert place.git("rev-parse", f"{BRANCH}^") == other
