"""No object of a published branch says where, by whom or on which machine it was made: all of them are searched.

The small guidebook is published, signed, published anew, put back and withdrawn by somebody whose home, user, host,
folder, author and key have conspicuous names. Then every blob, tree, commit and tag that the branch and the tags of
acts reach is unpacked, with everything packed in it, and searched.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration import program
from tests.integration.program import EDITION, NEXT, Place
from tests.integration.traces import AUTHOR, FOLDER, HOME, HOST, PATHS, USER, unpacked

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not on this machine"),
]

KEY, SCRATCH = "sleutelmap-2c8e", "tijdelijk-4b9d"
WHO = "draaiboek <draaiboek@localhost>"
"""The author of every commit and tag of a publication: the program, never a person's own settings."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A repository with every act on its branch, done by somebody with conspicuous names."""
    place = program.leaflet(tmp_path_factory.mktemp("privacy") / FOLDER / "main")
    around = place.root.parent
    for name in (HOME, KEY, SCRATCH):
        (around / name).mkdir()
    key = around / KEY / "sleutel"
    comment = f"{USER}@{HOST}"
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", str(key)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    place.commit()
    place.git("config", "user.name", AUTHOR)
    place.git("config", "user.email", f"{AUTHOR}@{HOST}.voorbeeld.be")
    own = {"HOME": str(around / HOME), "TMPDIR": str(around / SCRATCH), "HOSTNAME": HOST, "EMAIL": f"{USER}@{HOST}"}
    own |= dict.fromkeys(("USER", "LOGNAME", "USERNAME"), USER)
    own |= {"GIT_AUTHOR_NAME": AUTHOR, "GIT_COMMITTER_EMAIL": f"{AUTHOR}@{HOST}.voorbeeld.be"}
    sign = ("--sign", "--key", str(key))
    why = ("--reason", "Er staat een fout in.")
    _do(place, own, "publish", EDITION, *sign)
    program.next_edition(place)
    _do(place, own, "publish", NEXT, *sign)
    _do(place, own, "rollback", EDITION, *why, *sign)
    _do(place, own, "withdraw", NEXT, *why)
    _do(place, own, "pack", EDITION)
    return place


def _do(place: Place, own: dict[str, str], *words: str) -> None:
    run = place.build(*words, env=own)
    assert run.code == 0, run.said


def objects(place: Place) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, kind and bytes of every object that the branch and the tags of acts reach, except the text itself."""
    told = place.git("rev-list", "--objects", "refs/heads/gh-pages").splitlines()
    names = dict(line.partition(" ")[::2] for line in told)
    names |= {tag: tag for tag in place.git("for-each-ref", "--format=%(objectname)", "refs/tags/grootboek").split()}
    asked = "".join(f"{each}\n" for each in names).encode()
    batch = ["git", "cat-file", "--batch"]
    found = subprocess.run(batch, cwd=place.root, input=asked, capture_output=True, check=True).stdout
    start = 0
    while start < len(found):
        end = found.index(b"\n", start)
        object_, kind, size = found[start:end].decode().split()
        yield names[object_] or object_, kind, found[end + 1 : end + 1 + int(size)]
        start = end + int(size) + 2


def told(place: Place) -> list[bytes]:
    """What must not be found, in the encodings that files use."""
    names = [FOLDER, HOME, USER, HOST, AUTHOR, KEY, SCRATCH, socket.gethostname(), str(Path.home()), str(place.root)]
    plain = [each.encode() for each in names if len(each) >= 6]  # a short host name may be a word of the text
    return [form for each in plain for form in (each, each.decode().encode("utf-16-be"), each.hex().encode())]


def test_no_byte_of_the_branch_says_who_made_it_or_where(made: Place) -> None:
    secret, kinds, seen = told(made), set(), 0
    found = []
    for file, kind, content in objects(made):
        kinds.add(kind)
        for name, inside in unpacked(file, content) if kind == "blob" else [(file, content)]:
            seen += 1
            found += [f"{name}: {each!r}" for each in secret if each in inside]
            found += [f"{name}: {match[0]!r}" for match in PATHS.finditer(inside)]
    assert found == []
    assert kinds == {"blob", "tree", "commit", "tag"}
    assert seen > 1000  # proof that packed content was searched


def test_every_commit_and_tag_is_the_programs_and_says_no_hour(made: Place) -> None:
    lines = [
        line
        for _, kind, content in objects(made)
        if kind in {"commit", "tag"}
        for line in content.decode().splitlines()
        if line.startswith(("author ", "committer ", "tagger "))
    ]
    assert len(lines) >= 12
    for line in lines:
        who, moment, zone = line.partition(" ")[2].rsplit(" ", 2)
        assert (who, zone) == (WHO, "+0000")
        assert int(moment) % 86400 == 12 * 3600, line


def test_the_package_says_no_more(made: Place) -> None:
    secret = told(made)
    (package,) = (made.root / "out" / "pack").glob("*.zip")
    for name, inside in unpacked(package.name, package.read_bytes()):
        assert [each for each in secret if each in inside] == [], name
        assert PATHS.search(inside) is None, name
