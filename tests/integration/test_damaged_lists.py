"""Lists at the root that are empty, damaged or too long never lead to a fresh start, nor to a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.editions import publish
from tests.integration import program, small_editions
from tests.integration.program import Place
from tests.integration.small_editions import FIRST, SECOND, THIRD, THIS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nobodys_machine")]

LISTS = ("versions.json", "grootboek.json", "wortel.json", "bestanden.json")
DAY = date(2027, 6, 1)
DEEP = "[" * 100_000
DAMAGE: dict[str, bytes | None] = {
    "gone": None,
    "empty": b"",
    "nothing": b"null\n",
    "no editions": b"[]\n",
    "an object": b"{}\n",
    "a number": b"1",
    "a text": b'"x"',
    "deep": DEEP.encode(),
    "deep and closed": (DEEP[:900] + "]" * 900).encode(),
    "cut off": b'[{"version": "2026.1", "ti',
    "binary": bytes(range(256)),
    "half a character": b'[{"version": "\\ud800"}]',
    "zeros": bytes(100),
}


@dataclass(frozen=True, slots=True)
class Web:
    """A publication in a folder, with the `Place` that changes it."""

    place: publish.Place
    folder: Path
    ready: Path

    def acts(self) -> dict[str, Callable[[], object]]:
        files = program.tree(self.folder / FIRST)
        return {
            "publish": lambda: small_editions.put(self.place, self.ready / THIRD),
            "withdraw": lambda: self.act(publish.withdraw(FIRST, "Fout.", DAY, this=THIS)),
            "rollback": lambda: self.act(publish.roll_back(FIRST, "Terug.", DAY, this=THIS)),
            "reskin": lambda: self.act(publish.reskin(FIRST, files, "Mooier.", DAY, this=THIS)),
        }

    def act(self, operation: publish.Operation) -> None:
        publish.change(self.place, operation, message="x", seen=publish.look(self.place), approve=lambda _tree: True)


@pytest.fixture
def web(tmp_path: Path) -> Web:
    root = tmp_path / "main"
    root.mkdir()
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    for name in (FIRST, SECOND, THIRD):
        small_editions.site(tmp_path / "ready", name)
    place = publish.Place(root, tmp_path / "scratch", tmp_path / "www")
    for name in (FIRST, SECOND):
        small_editions.put(place, tmp_path / "ready" / name)
    return Web(place, tmp_path / "www", tmp_path / "ready")


def damage(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)


@pytest.mark.parametrize("name", LISTS)
def test_every_act_is_refused_and_verify_names_the_list(web: Web, name: str) -> None:
    good = (web.folder / name).read_bytes()
    for kind, data in DAMAGE.items():
        damage(web.folder / name, data)
        before = program.tree(web.folder)
        for act, do in web.acts().items():
            with pytest.raises(ToolError, match="is beschadigd"):
                do()
            assert program.tree(web.folder) == before, (kind, act)
        found = {each.name for each in publish.verify(publish.FolderTree(web.folder))}
        assert name in found, kind
        (web.folder / name).write_bytes(good)
    assert list(publish.verify(publish.FolderTree(web.folder))) == []


@pytest.mark.parametrize(
    ("old", "new"), [(b'"title": "2026.1"', b'"title": "Gratis"'), (b'"actueel"', b'"actueel", "../x"')]
)
def test_a_list_of_editions_that_says_something_else_stops_every_act(web: Web, old: bytes, new: bytes) -> None:
    """Otherwise the next act would seal it; an alias that is no folder gave a traceback of mike."""
    good = (web.folder / "versions.json").read_bytes()
    assert old in good
    damage(web.folder / "versions.json", good.replace(old, new))
    before = program.tree(web.folder)
    for do in web.acts().values():
        with pytest.raises(ToolError, match="is beschadigd"):
            do()
    assert program.tree(web.folder) == before


@pytest.mark.parametrize("kind", ["empty", "an object", "nothing", "deep", "cut off", "binary"])
def test_what_is_made_of_the_lists_is_made_anew_by_the_next_act(web: Web, kind: str) -> None:
    """Pages, feeds and lists for readers at the root, and the copy of the edition in force."""
    inside = (*LISTS, f"{FIRST}/", f"{SECOND}/")
    others = {name: data for name, data in program.tree(web.folder).items() if not name.startswith(inside)}
    assert {"index.html", "feed.xml", "sitemap.xml", "offline.json", "actueel/editie.json"} <= {*others}
    for name in others:
        damage(web.folder / name, DAMAGE[kind])
    found = {each.name for each in publish.verify(publish.FolderTree(web.folder))}
    assert {name for name, data in others.items() if data != DAMAGE[kind]} <= found
    web.acts()["rollback"]()
    assert list(publish.verify(publish.FolderTree(web.folder))) == []


@pytest.mark.parametrize("kind", ["empty", "an object", "nothing", "deep", "cut off", "binary"])
def test_a_damaged_manifest_stops_what_needs_it(web: Web, kind: str) -> None:
    damage(web.folder / FIRST / "editie.json", DAMAGE[kind])
    before = program.tree(web.folder)
    for act in ("withdraw", "rollback"):
        with pytest.raises(ToolError, match=f"{FIRST}/editie.json is (?:beschadigd|gewijzigd)") as caught:
            web.acts()[act]()
        assert "niets gewijzigd" in caught.value.hint
        assert "object is not" not in caught.value.output, "what Python says is for programmers"
        assert program.tree(web.folder) == before, act
    assert f"{FIRST}/editie.json" in {each.name for each in publish.verify(publish.FolderTree(web.folder))}


@pytest.mark.parametrize("day", [date(1985, 1, 1), date(2025, 11, 29), date(2100, 1, 1)], ids=str)
def test_a_clock_that_is_plainly_wrong_seals_nothing(web: Web, day: date) -> None:
    """The day stands in the ledger, the feeds and under a signature, for good; the first edition is of 2026-12-01."""
    before = program.tree(web.folder)
    for operation in (
        publish.withdraw(FIRST, "Fout.", day, this=THIS),
        publish.roll_back(FIRST, "Terug.", day, this=THIS),
        publish.reskin(FIRST, program.tree(web.folder / FIRST), "Mooier.", day, this=THIS),
    ):
        with pytest.raises(ToolError, match="de klok van deze machine zegt") as caught:
            web.act(operation)
        assert "Zet de datum van de machine goed" in caught.value.hint
    assert program.tree(web.folder) == before


def test_an_edition_may_be_withdrawn_before_the_day_that_it_bears(web: Web) -> None:
    web.act(publish.withdraw(SECOND, "Fout.", date(2026, 2, 1), this=THIS))
    assert list(publish.verify(publish.FolderTree(web.folder))) == []


BARRED = """
import sys
from pathlib import Path
from draaiboek.base.errors import ToolError
from draaiboek.editions import publish
from tests.integration import small_editions
root = Path(sys.argv[1])
try:
    small_editions.put(publish.Place(root, root.parent / "scratch"), root.parent / "ready" / small_editions.SECOND)
except ToolError as error:
    print(error, error.output)
"""


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv, which takes root's rights away, is of Linux")
def test_refs_that_may_not_be_written_are_no_git_that_was_killed(web: Web, tmp_path: Path) -> None:
    """There is no lock to remove, so nobody is told to."""
    place = Place(web.place.repository)
    assert small_editions.put(publish.Place(place.root, tmp_path / "scratch"), web.ready / FIRST)
    before = place.git("for-each-ref")
    heads = place.root / ".git" / "refs" / "heads"
    heads.chmod(0o555)
    barred = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    command = [*barred, sys.executable, "-c", BARRED, str(place.root)]
    run = subprocess.run(command, cwd=program.ROOT, capture_output=True, encoding="utf-8", check=False)
    heads.chmod(0o755)
    assert (run.stderr, "Permission denied" in run.stdout) == ("", True), run.stdout
    assert "git is hier nog bezig" not in run.stdout
    assert place.git("for-each-ref") == before


def test_what_a_killed_publication_left_beside_the_folder_goes_when_it_is_only_looked_at(web: Web) -> None:
    """Killed just after the exchange, it leaves a whole publication; the same act again has nothing to do."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = web.folder.parent / f".draaiboek-{dead.pid}-ci1ofv7b"
    (left / "www").mkdir(parents=True)
    assert small_editions.put(web.place, web.ready / SECOND) is None
    assert not left.exists()


def test_all_lists_at_once_and_no_folder_at_all(web: Web) -> None:
    for name in LISTS:
        (web.folder / name).unlink()
    with pytest.raises(Exception, match="iets anders dan edities"):
        small_editions.put(web.place, web.ready / THIRD)
    for path in sorted(web.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert small_editions.put(web.place, web.ready / THIRD) == "", "an empty folder is where to begin anew"


def test_a_branch_that_was_emptied_is_no_fresh_start(web: Web, tmp_path: Path) -> None:
    place = Place(web.place.repository)
    branch = publish.Place(place.root, tmp_path / "scratch")
    small_editions.put(branch, web.ready / FIRST)
    empty = place.git("mktree", "--missing")
    who = ("-c", "user.name=Ander", "-c", "user.email=ander@voorbeeld.be")
    tip = place.git(*who, "commit-tree", empty, "-p", publish.BRANCH, "-m", "Leeg")
    place.git("update-ref", f"refs/heads/{publish.BRANCH}", tip)
    with pytest.raises(ToolError, match=r"versions\.json, grootboek\.json en wortel\.json ontbreekt") as caught:
        small_editions.put(branch, web.ready / SECOND)
    assert f"git branch -D {publish.BRANCH}" in caught.value.hint
    place.git("branch", "-D", publish.BRANCH)
    assert small_editions.put(branch, web.ready / SECOND)


# --- what is not ours -------------------------------------------------------------------------------------------------


def link(folder: Path) -> str:
    (folder / "geheim").symlink_to("/etc")
    return "geheim"


def page(folder: Path) -> str:
    (folder / "aanmelden.html").write_text("<p>x</p>", encoding="utf-8")
    return "aanmelden.html"


def changes(folder: Path) -> str:
    (folder / "wijzigingen" / "9").mkdir(parents=True)
    (folder / "wijzigingen" / "9" / "index.html").write_text("x", encoding="utf-8")
    return "wijzigingen/9/index.html"


def other_host(folder: Path) -> str:
    (folder / "CNAME").write_text("elders.be\n", encoding="utf-8")
    return "CNAME"


def terminal(folder: Path) -> str:
    (folder / "\x1b[2J.html").write_text("x", encoding="utf-8")
    return "'\\x1b[2J.html'"


@pytest.mark.parametrize("add", [link, page, changes, other_host, terminal])
def test_what_we_did_not_make_is_named_and_never_taken_up(web: Web, add: Callable[[Path], str]) -> None:
    name = add(web.folder)
    before = (web.folder / "wortel.json").read_bytes()
    for do in web.acts().values():
        with pytest.raises(ToolError) as caught:
            do()
        assert f"staat wat het programma er niet zette: {name}" in str(caught.value)
    assert (web.folder / "wortel.json").read_bytes() == before


def test_the_name_of_our_own_host_may_stand_there(web: Web) -> None:
    (web.folder / "CNAME").write_text("draaiboek.voorbeeld.be\n", encoding="utf-8")
    assert small_editions.put(web.place, web.ready / THIRD) == ""
    assert list(publish.verify(publish.FolderTree(web.folder))) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the commands of the remedy are for a POSIX shell")
def test_the_remedy_for_a_strange_file_works_to_the_letter(web: Web, tmp_path: Path) -> None:
    place = Place(web.place.repository)
    branch = publish.Place(place.root, tmp_path / "scratch")
    small_editions.put(branch, web.ready / FIRST)
    place.git("worktree", "add", "--quiet", str(tmp_path / "open"), publish.BRANCH)
    other = Place(tmp_path / "open")
    (other.root / "aan melden.html").write_text("x", encoding="utf-8")
    other.commit()
    place.git("worktree", "remove", str(tmp_path / "open"))
    with pytest.raises(ToolError, match=r"aan melden\.html") as caught:
        small_editions.put(branch, web.ready / SECOND)
    place.git("config", "user.name", "Toets")
    place.git("config", "user.email", "toets@voorbeeld.be")
    for line in caught.value.hint.splitlines():
        if line.startswith("  git") and "op de server" not in line:
            result = place.run("sh", "-c", line)
            assert result.code == 0, result.said
    assert small_editions.put(branch, web.ready / SECOND)
