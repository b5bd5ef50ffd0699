"""A server that has fewer editions than some witness remembers: nothing is published, and the remedies work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.editions import publish, version_list
from tests.integration import small_editions
from tests.integration.program import Place
from tests.integration.small_editions import FIRST, SECOND, THIRD, THIS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nobodys_machine")]

BRANCH = "gh-pages"
HERE, FETCHED = f"refs/heads/{BRANCH}", f"refs/remotes/origin/{BRANCH}"


@dataclass(frozen=True, slots=True)
class Desk:
    """A clone, its server, and editions ready to be published."""

    here: Place
    server: Place
    ready: Path

    def put(self, name: str) -> str | None:
        where = publish.Place(self.here.root, self.here.root.parent / "scratch", push=True, coming=name)
        return small_editions.put(where, self.ready / name)

    def refused(self, name: str) -> ToolError:
        with pytest.raises(ToolError, match="de server kent minder") as caught:
            self.put(name)
        return caught.value

    def do(self, hint: str) -> None:
        """Run every command in *hint* exactly as it stands."""
        commands = re.findall(r"git [^\n]+", hint)
        assert commands
        for command in commands:
            self.here.git(*command.split()[1:])

    def published(self) -> list[str]:
        text = self.server.git("show", f"{BRANCH}:versions.json")
        return [each.id for each in version_list.read(text)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two editions on the server, published from the clone."""
    server = Place(tmp_path / "server.git")
    server.root.mkdir()
    server.git("init", "--quiet", "--bare", "--initial-branch=main")
    here = Place(tmp_path / "here")
    server.git("clone", "--quiet", str(server.root), str(here.root))
    here.write("tekst.md", "Tekst\n")
    here.commit()
    here.git("push", "--quiet", "origin", "HEAD:main")
    for name in (FIRST, SECOND, THIRD):
        small_editions.site(tmp_path / "ready", name)
    made = Desk(here, server, tmp_path / "ready")
    assert made.put(FIRST)
    assert made.put(SECOND)
    return made


def test_a_deleted_branch_is_put_back(desk: Desk) -> None:
    desk.server.git("update-ref", "-d", HERE)
    error = desk.refused(THIRD)
    assert f"kent de edities {FIRST} en {SECOND}" in str(error)
    assert desk.server.run("git", "rev-parse", "--verify", HERE).code != 0
    desk.do(next(line for line in error.hint.splitlines() if line.startswith("Terugzetten")))
    assert desk.put(THIRD)
    assert desk.published() == [THIRD, SECOND, FIRST]


@pytest.mark.parametrize(
    ("left", "called"),
    [(HERE, f"je eigen tak {BRANCH}"), (FETCHED, f"origin/{BRANCH}, zoals je die laatst zag,")],
    ids=["the branch here", "what was fetched"],
)
def test_each_witness_is_enough(desk: Desk, left: str, called: str) -> None:
    desk.here.git("update-ref", "-d", FETCHED if left == HERE else HERE)
    desk.server.git("update-ref", "-d", HERE)
    error = desk.refused(THIRD)
    assert f": {called} kent de edities {FIRST} en {SECOND}" in str(error)
    desk.do(error.hint.split("Zeker opnieuw beginnen")[0])
    assert desk.published() == [SECOND, FIRST]


def test_a_tag_is_a_witness_too_but_for_the_edition_that_comes(desk: Desk) -> None:
    desk.here.git("tag", f"editie-{SECOND}")
    desk.here.git("tag", "2026.99.los")
    for ref in (HERE, FETCHED):
        desk.here.git("update-ref", "-d", ref)
    desk.server.git("update-ref", "-d", HERE)
    error = desk.refused(THIRD)
    assert f"het label editie-{SECOND} kent editie {SECOND}" in str(error)
    acts = desk.here.git("tag", "--list", "grootboek/*").split()
    assert [each[:14] for each in acts] == ["grootboek/0001", "grootboek/0002"]
    assert f"het label {acts[1]} kent handeling 2 publiceren {SECOND} in het grootboek" in str(error)
    desk.here.git("tag", "-d", f"editie-{SECOND}", *acts)
    desk.here.git("tag", THIRD)
    assert desk.put(THIRD)
    assert desk.published() == [THIRD]


def test_who_really_wants_to_begin_anew_can(desk: Desk) -> None:
    desk.here.git("tag", SECOND)
    desk.server.git("update-ref", "-d", HERE)
    desk.do(desk.refused(THIRD).hint.split("Zeker opnieuw beginnen")[1])
    assert desk.put(THIRD)
    assert desk.published() == [THIRD]


def test_a_server_that_was_put_back_an_edition(desk: Desk) -> None:
    desk.server.git("update-ref", HERE, f"{BRANCH}^")
    error = desk.refused(THIRD)
    assert f"kent editie {SECOND}" in str(error)
    assert f"git push origin {HERE}:{HERE}\n" in error.hint, "what the server has only grows: nothing is forced"
    desk.do(error.hint.split("Zeker opnieuw beginnen")[0])
    assert desk.published() == [SECOND, FIRST]


def test_a_server_that_forgot_a_withdrawal_or_was_written_anew(desk: Desk) -> None:
    where = publish.Place(desk.here.root, desk.here.root.parent / "scratch", push=True)
    before = desk.server.git("rev-parse", BRANCH)
    stone = publish.withdraw(FIRST, "Fout.", date(2027, 4, 1), this=THIS)
    publish.change(where, stone, message="x", seen=publish.look(where), approve=lambda _tree: True)
    desk.server.git("update-ref", HERE, before)
    assert f"'intrekken {FIRST}' van 1 april 2027" in str(desk.refused(THIRD))
    who = ("-c", "user.name=Ander", "-c", "user.email=ander@voorbeeld.be")
    other = desk.server.git(*who, "commit-tree", f"{before}^{{tree}}", "-m", "Zonder geschiedenis")
    desk.server.git("update-ref", HERE, other)
    error = desk.refused(THIRD)
    assert f"--force-with-lease={BRANCH}:{other}" in error.hint
    desk.do(error.hint.split("Zeker opnieuw beginnen")[0])
    assert desk.put(THIRD)


def test_another_act_is_refused_too(desk: Desk) -> None:
    desk.server.git("update-ref", HERE, f"{BRANCH}^")
    where = publish.Place(desk.here.root, desk.here.root.parent / "scratch", push=True, coming=FIRST)
    stone = publish.withdraw(FIRST, "Fout.", date(2027, 4, 1), this=THIS)
    with pytest.raises(ToolError, match="de server kent minder"):
        publish.change(where, stone, message="x", seen=publish.look(where), approve=lambda _tree: True)


def test_a_damaged_witness_is_named(desk: Desk) -> None:
    desk.here.git("checkout", "--quiet", BRANCH)
    desk.here.write("grootboek.json", "[" * 100_000)
    desk.here.commit()
    desk.here.git("checkout", "--quiet", "main")
    with pytest.raises(ToolError, match="je eigen tak gh-pages is beschadigd") as caught:
        desk.put(THIRD)
    desk.do(caught.value.hint)
    assert desk.put(THIRD)


@pytest.mark.parametrize("push", [True, False], ids=["publish", "approve"])
def test_a_branch_that_is_damaged_on_the_server_is_mended_there(desk: Desk, *, push: bool) -> None:
    """`approve` looks at what was fetched: a branch that is good here alone does not help."""
    desk.here.git("checkout", "--quiet", BRANCH)
    desk.here.write("grootboek.json", "[" * 100_000)
    desk.here.commit()
    desk.here.git("push", "--quiet", "origin", BRANCH)
    desk.here.git("checkout", "--quiet", "main")
    where = publish.Place(desk.here.root, desk.here.root.parent / "scratch", push=push, coming=THIRD)
    with pytest.raises(ToolError, match="is beschadigd") as caught:
        publish.ready(where)
    hint = caught.value.hint.partition("Zeker opnieuw beginnen")[0].replace("COMMIT", f"{FETCHED}^")
    for command in re.findall(r"git (?:branch|push) [^\n]+", hint):
        desk.here.git(*command.split()[1:])
    publish.ready(where)
    assert desk.put(THIRD)
