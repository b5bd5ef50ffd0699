"""Publishing to the branch of a server: from its tip, with a plain push, read back; never forced, all or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.editions import publish
from tests.integration import small_editions
from tests.integration.program import Place, environment
from tests.integration.small_editions import FIRST, SECOND, THIRD

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nobodys_machine")]

BRANCH = "gh-pages"
ROUNDS = 20


@pytest.fixture
def server(tmp_path: Path) -> Place:
    """A bare repository with the text on its branch main, and editions ready to be published."""
    place = Place(tmp_path / "server.git")
    place.root.mkdir()
    place.git("init", "--quiet", "--bare", "--initial-branch=main")
    text = Place(tmp_path / "text")
    text.root.mkdir()
    text.write("tekst.md", "Tekst\n")
    text.commit()
    text.write("tekst.md", "Meer tekst\n")
    text.commit()
    text.git("push", "--quiet", str(place.root), "main")
    for name in (FIRST, SECOND, THIRD):
        small_editions.site(tmp_path / "ready", name)
    return place


def clone(server: Place, name: str, *words: str) -> Place:
    place = Place(server.root.parent / name)
    server.git("clone", "--quiet", *words, f"file://{server.root}", str(place.root))
    return place


def put(place: Place, name: str) -> str | None:
    where = publish.Place(place.root, place.root.parent / f"{place.root.name}.scratch", push=True)
    return small_editions.put(where, place.root.parent / "ready" / name)


def published(place: Place) -> list[str]:
    return [entry["version"] for entry in json.loads(place.git("show", f"{BRANCH}:versions.json"))]


def tip(place: Place) -> str:
    return place.run("git", "rev-parse", "--verify", "--quiet", f"refs/heads/{BRANCH}").stdout.strip()


def whole(server: Place) -> bool:
    """Return whether the repository is sound and everything in it is as it was published."""
    assert server.git("fsck", "--strict", "--no-dangling") == ""
    return not list(publish.verify(publish.CommitTree(server.root, tip(server))))


def test_the_server_gets_one_commit_and_the_clone_follows(server: Place) -> None:
    here = clone(server, "here")
    commit = put(here, FIRST)
    assert tip(server) == tip(here) == commit
    assert whole(server)
    assert put(here, SECOND) == tip(server) == tip(here)
    assert server.git("rev-parse", f"{BRANCH}^") == commit
    assert published(server) == [SECOND, FIRST]


@pytest.mark.parametrize(
    "words",
    [["--depth=1"], ["--single-branch"], ["--depth=1", "--single-branch", "--branch=main"]],
    ids=" ".join,
)
def test_a_clone_that_has_only_a_part_starts_from_the_server_too(server: Place, words: list[str]) -> None:
    put(clone(server, "first"), FIRST)
    part = clone(server, "part", *words)
    assert put(part, SECOND) == tip(server)
    assert published(server) == [SECOND, FIRST]
    assert whole(server)


def test_a_clone_that_fetched_only_the_last_edition(server: Place) -> None:
    first = clone(server, "first")
    put(first, FIRST)
    put(first, SECOND)
    part = clone(server, "part", "--depth=1", "--single-branch")
    part.git("fetch", "--quiet", "--depth=1", "origin", f"{BRANCH}:refs/remotes/origin/{BRANCH}")
    assert put(part, THIRD) == tip(server)
    assert published(server) == [THIRD, SECOND, FIRST]
    assert server.git("rev-list", "--count", BRANCH) == "3"


def test_detached_and_with_a_local_branch_of_its_own(server: Place) -> None:
    here = clone(server, "here")
    here.git("checkout", "--quiet", "--detach")
    here.git("update-ref", f"refs/heads/{BRANCH}", "HEAD")
    mine = tip(here)
    assert put(here, FIRST) == tip(server)
    assert tip(here) == mine, "what is not an older edition is left alone"


def test_no_server_is_no_empty_branch(server: Place) -> None:
    here = clone(server, "here")
    put(here, FIRST)
    before = tip(here)
    server.root.rename(server.root.with_name("away"))
    with pytest.raises(ToolError, match="antwoordt niet"):
        put(here, SECOND)
    assert tip(here) == before
    here.git("remote", "remove", "origin")
    with pytest.raises(ToolError, match="antwoordt niet"):
        put(here, SECOND)


def no(server: Place) -> None:
    hook = server.root / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho niet vandaag >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)


def full(server: Place) -> None:
    """Limit the server's files to a few bytes, which has the effect of a full disk."""
    hook = server.root / "full"
    hook.write_text('#!/bin/sh\nulimit -f 1\nexec git-receive-pack "$@"\n', encoding="utf-8")
    hook.chmod(0o755)


def test_a_push_that_fails_says_so_and_can_be_done_again(server: Place) -> None:
    here = clone(server, "here")
    put(here, FIRST)
    before = tip(here)
    no(server)
    with pytest.raises(ToolError, match="weigert") as caught:
        put(here, SECOND)
    assert "niet vandaag" in caught.value.output
    assert (tip(here), tip(server)) == (before, before)
    (server.root / "hooks" / "pre-receive").unlink()
    assert put(here, SECOND) == tip(server) == tip(here)
    assert whole(server)


@pytest.mark.skipif(os.name == "nt", reason="the limit on files is set by a shell")
def test_a_full_disk_on_the_server_changes_nothing(server: Place) -> None:
    here = clone(server, "here")
    put(here, FIRST)
    before = tip(here)
    full(server)
    here.git("config", "remote.origin.receivepack", str(server.root / "full"))
    (server.root.parent / "ready" / SECOND / "groot.bin").write_bytes(os.urandom(100_000))
    with pytest.raises(ToolError, match="weigert"):
        put(here, SECOND)
    assert (tip(here), tip(server)) == (before, before)
    here.git("config", "--unset", "remote.origin.receivepack")
    assert put(here, SECOND) == tip(server)


def dying(server: Place, *, again: bool) -> Path:
    """Let the server die, once or each time *again*, after it set the branch, when it has only locked the tag."""
    hook = server.root / "hooks" / "reference-transaction"
    lines = (
        "#!/bin/sh",
        '[ "$1" = committed ] || exit 0',
        "for each in refs/tags/grootboek/*; do mv $each $each.lock; done",
        *([] if again else [f"rm refs/tags/grootboek/*.lock {hook}"]),
        "kill -9 $PPID",
    )
    hook.write_text("\n".join(lines), encoding="ascii")
    hook.chmod(0o755)
    return hook


def test_a_server_that_dies_before_it_sets_the_tag_gets_it_after_all(server: Place) -> None:
    here = clone(server, "here")
    dying(server, again=False)
    assert put(here, FIRST) == tip(server) == tip(here)
    tags = server.git("for-each-ref", "refs/tags/grootboek")
    assert tags == here.git("for-each-ref", "refs/tags/grootboek")
    assert "grootboek/0001-" in tags


def test_a_tag_that_the_server_cannot_set_is_told_with_the_command_that_does(server: Place) -> None:
    here = clone(server, "here")
    hook = dying(server, again=True)
    with pytest.raises(ToolError, match="heeft de handeling, maar misschien niet haar label") as found:
        put(here, FIRST)
    hook.unlink()
    lock, _, command = found.value.hint.removeprefix("Laat op de server ").partition(" wissen, en zet het dan: git ")
    (server.root / lock).unlink()
    here.git(*command.split())
    assert "grootboek/0001-" in server.git("for-each-ref", "refs/tags/grootboek")
    assert put(here, SECOND) == tip(server)


LIMITED = """
import resource, sys
from pathlib import Path
from draaiboek.editions import publish
from draaiboek.base.errors import ToolError
from tests.integration import small_editions
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
place = Path(sys.argv[1])
try:
    where = publish.Place(place, place.parent / "full.scratch")
    small_editions.put(where, place.parent / "ready" / sys.argv[2])
except (ToolError, OSError):
    sys.exit(3)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on the size of a file to set")
def test_a_full_disk_here_changes_nothing(server: Place) -> None:
    """A real full disk needs a file system of its own; a limit on file sizes makes the same writes of git fail."""
    here = clone(server, "here")
    where = publish.Place(here.root, here.root.parent / "scratch")
    small_editions.put(where, here.root.parent / "ready" / FIRST)
    before = tip(here)
    ready = here.root.parent / "ready" / SECOND
    (ready / "groot.bin").write_bytes(os.urandom(200_000))
    result = subprocess.run(
        [sys.executable, "-c", LIMITED, here.root, SECOND],
        env={**environment(here.root), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 3, result.stderr
    assert tip(here) == before
    assert here.git("fsck", "--strict", "--no-dangling") == ""
    assert small_editions.put(where, ready) == tip(here)


def test_somebody_was_first(server: Place) -> None:
    """The server's branch moves between the read and the push: the edition is rebuilt on its new tip."""
    one, other = clone(server, "one"), clone(server, "other")
    put(one, FIRST)
    assert _meanwhile(one, SECOND, lambda: put(other, SECOND)) is None, "it is published already"
    assert published(server) == [SECOND, FIRST]
    commit = _meanwhile(one, THIRD, lambda: _by_hand(other))
    assert tip(server) == commit
    assert server.git("show", f"{BRANCH}:CNAME") == "draaiboek.voorbeeld.be"
    assert published(server) == [THIRD, SECOND, FIRST]
    assert whole(server)


def _meanwhile(place: Place, name: str, act: Callable[[], object]) -> str | None:
    """Publish *name*, with *act* called just before its first push; return the new commit, or None if not approved."""
    where = publish.Place(place.root, place.root.parent / f"{place.root.name}.scratch", push=True)
    seen = publish.look(where)
    ready = place.root.parent / "ready" / name
    what = publish.Publication(ready, small_editions.edition(name))
    operation = publish.publish(what, this=small_editions.THIS)
    done: list[object] = []

    def interrupted(desk: publish.Desk) -> str:
        tree = operation(desk)
        if not done:
            done.append(act())
        return tree

    def free(tree: publish.Tree) -> bool:
        return name not in {each.id for each in publish.listed(tree)}

    return publish.change(where, interrupted, message=name, seen=seen, approve=free)


def _by_hand(place: Place) -> None:
    place.git("fetch", "--quiet", "origin", f"+{BRANCH}:{BRANCH}")
    place.git("checkout", "--quiet", "--force", BRANCH)
    place.write("CNAME", "draaiboek.voorbeeld.be\n")
    place.commit()
    place.git("push", "--quiet", "origin", BRANCH)


def test_a_branch_that_stands_open_in_a_work_tree_is_not_moved_under_it(server: Place) -> None:
    here = clone(server, "here")
    put(here, FIRST)
    here.git("worktree", "add", "--quiet", str(server.root.parent / "open"), BRANCH)
    before = tip(here)
    where = publish.Place(here.root, here.root.parent / "scratch")
    with pytest.raises(ToolError, match="open in de werkmap"):
        small_editions.put(where, here.root.parent / "ready" / SECOND)
    assert put(here, SECOND) == tip(server)
    assert tip(here) == before


TWO = """
import sys
from pathlib import Path
from draaiboek.editions import publish
from draaiboek.base.errors import ToolError
from tests.integration import small_editions
place = Path(sys.argv[1])
where = publish.Place(place, place.parent / f"{place.name}.scratch", push=True)
try:
    sys.exit(0 if small_editions.put(where, place.parent / "ready" / sys.argv[2]) else 1)
except ToolError as error:
    sys.exit(f"{error} {error.output}")
"""


def test_two_publishers_at_once(server: Place) -> None:
    """One wins; the other publishes after it, or sees that it may not. Both editions are whole, and none is lost."""
    clones = [clone(server, "one"), clone(server, "other")]
    for _round in range(ROUNDS):
        server.run("git", "update-ref", "-d", f"refs/heads/{BRANCH}")
        commands = [[sys.executable, "-c", TWO, str(p.root), n] for p, n in zip(clones, (FIRST, SECOND), strict=True)]
        root = {**environment(server.root), "PYTHONPATH": str(Path(__file__).parents[2])}
        running = [subprocess.Popen(each, env=root, stderr=subprocess.PIPE) for each in commands]
        said = [each.communicate()[1] for each in running]
        codes = [each.returncode for each in running]
        assert codes[1] == 0, said
        assert codes[0] in {0, 1}, said
        assert published(server) == ([SECOND, FIRST] if codes[0] == 0 else [SECOND])
        for each in clones:
            for ref in (f"refs/heads/{BRANCH}", f"refs/remotes/origin/{BRANCH}"):
                each.run("git", "update-ref", "-d", ref)
            each.run("git", "tag", "-d", *each.git("tag", "--list").split())
    assert whole(server)
