"""Rewriting what is published is detected by a signature or a tag, even when every list and seal is recomputed."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from draaiboek.base.errors import StoppedError, ToolError, UsageError
from draaiboek.editions import publish, signatures
from tests.integration import small_editions
from tests.integration.program import EDITION, Place, environment
from tests.integration.small_editions import FIRST, SECOND, THIRD, THIS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not on this machine"),
    pytest.mark.usefixtures("nobodys_machine"),
]

BRANCH = "gh-pages"
HERE = f"refs/heads/{BRANCH}"
OUT_OF_DATE = (
    f"grootboek.json: handeling 2 (publiceren {SECOND}) is ondertekend met een sleutel uit je bestand, "
    "maar daar geldt die niet voor (op 1 maart 2027)"
)
OTHERS_KEY = f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA{'I' * 44}"
OTHER = ("-c", "user.name=Ander", "-c", "user.email=ander@voorbeeld.be")


@dataclass(frozen=True, slots=True)
class Desk:
    """A clone with two signed editions, the key, and the file of allowed signers."""

    here: Place
    key: Path
    signers: Path

    @property
    def tree(self) -> publish.CommitTree:
        return publish.CommitTree(self.here.root, self.here.git("rev-parse", HERE))

    def said(self, signers: Path | None = None) -> list[str]:
        """Return what `verify --signers` finds wrong."""
        return [f"{each.name}: {each.what}" for each in self.found(signers or self.signers)]

    def said_without(self) -> list[str]:
        """Return what `verify` finds wrong without a file of allowed signers."""
        return [f"{each.name}: {each.what}" for each in self.found(None)]

    def found(self, signers: Path | None) -> Iterator[publish.Difference]:
        yield from publish.verify(self.tree)
        yield from publish.of_another(self.tree, THIS.slug)
        yield from publish.remembered(self.tree, signers)
        for each in publish.vouched(self.tree, signers) if signers else ():
            if isinstance(each, publish.Difference):
                yield each

    def forge(self, files: Mapping[str, bytes | None], *, parent: str = HERE) -> None:
        """Commit *files* on the branch (None removes one), every digest and seal recomputed; '' means no *parent*."""
        forged = {
            name: self._content(name) for name in self.here.git("ls-tree", "-r", "--name-only", HERE).splitlines()
        }
        for name, data in files.items():
            if data is None:
                forged = {
                    each: kept for each, kept in forged.items() if each != name and not each.startswith(f"{name}/")
                }
            else:
                forged[name] = data
        _seal_again(forged)
        self._commit(forged, parent)

    def _content(self, name: str) -> bytes:
        words = ["git", "show", f"{HERE}:{name}"]
        return subprocess.run(words, cwd=self.here.root, check=True, capture_output=True).stdout

    def _commit(self, files: Mapping[str, bytes], parent: str) -> None:
        folder = self.here.root.parent / "forged"
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        work = (f"--work-tree={folder}", f"--git-dir={self.here.root / '.git'}")
        index = {**environment(self.here.root), "GIT_INDEX_FILE": str(folder.with_name("index"))}
        for words in (["read-tree", "--empty"], ["add", "--all", "--force", "."]):
            subprocess.run(["git", *work, *words], cwd=folder, env=index, check=True)
        tree = subprocess.run(["git", *work, "write-tree"], cwd=folder, env=index, check=True, capture_output=True)
        on = ("-p", parent) if parent else ()
        who = ("-c", "user.name=Ander", "-c", "user.email=ander@voorbeeld.be")
        commit = self.here.git(*who, "commit-tree", tree.stdout.decode().strip(), *on, "-m", "Nagemaakt")
        self.here.git("update-ref", HERE, commit)


def _seal_again(files: dict[str, bytes]) -> None:
    """Recompute editie.json, wortel.json and the ledger in *files*, as anybody who knows the program can."""
    editions = {name.partition("/")[0] for name in files if re.match(r"\d{4}\.\d+/", name)}
    for name in editions:
        manifest = json.loads(files[f"{name}/editie.json"])
        for path in manifest["bestanden"]:
            manifest["bestanden"][path] = sha256(files[f"{name}/{path}"]).hexdigest()
        files[f"{name}/editie.json"] = json.dumps(manifest).encode()
    inside = [name for name in files if name.partition("/")[0] not in {*editions, "actueel"}]
    root = {
        n: sha256(files[n]).hexdigest()
        for n in sorted(inside)
        if n not in {"wortel.json", "grootboek.json", signatures.NAME}
    }
    files["wortel.json"] = (json.dumps(root, ensure_ascii=False, indent=1) + "\n").encode()
    entries = [each for each in json.loads(files["grootboek.json"]) if each["editie"] in editions]
    before = ""
    for each in entries:
        if each["manifest"]:
            each["manifest"] = sha256(files[f"{each['editie']}/editie.json"]).hexdigest()
        each["wortel"] = sha256(files["wortel.json"]).hexdigest() if each is entries[-1] else each["wortel"]
        each["zegel"] = ""
        words = json.dumps({**each, "vorige": before}, ensure_ascii=False, sort_keys=True)
        each["zegel"] = before = sha256(words.encode()).hexdigest()
    files["grootboek.json"] = (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()
    current = max(editions)
    for name in [name for name in files if name.startswith("actueel/")]:
        del files[name]
    files |= {f"actueel{n.removeprefix(current)}": files[n] for n in [*files] if n.startswith(f"{current}/")}
    versions = [each for each in json.loads(files["versions.json"]) if each["version"] in editions]
    for each in versions:
        each["aliases"] = ["actueel"] if each["version"] == current else []
    if len(versions) != len(json.loads(files["versions.json"])):
        files["versions.json"] = json.dumps(versions, indent=2).encode() + b"\n"
        root["versions.json"] = sha256(files["versions.json"]).hexdigest()
        files["wortel.json"] = (json.dumps(root, ensure_ascii=False, indent=1) + "\n").encode()
        _seal_root(files)


def _seal_root(files: dict[str, bytes]) -> None:
    entries = json.loads(files["grootboek.json"])
    last = entries[-1]
    last["wortel"], last["zegel"] = sha256(files["wortel.json"]).hexdigest(), ""
    before = entries[-2]["zegel"] if len(entries) > 1 else ""
    words = json.dumps({**last, "vorige": before}, ensure_ascii=False, sort_keys=True)
    last["zegel"] = sha256(words.encode()).hexdigest()
    files["grootboek.json"] = (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()


def key(folder: Path, name: str) -> Path:
    """Create a key in *folder*, and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)
    return folder / name


def allow(file: Path, **keys: Path) -> Path:
    """Write the file of allowed signers: the public key of each name."""
    lines = [f"{name} {each.with_suffix('.pub').read_text(encoding='ascii')}" for name, each in keys.items()]
    file.write_text("".join(lines), encoding="ascii")
    return file


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    here = Place(tmp_path / "here")
    here.root.mkdir()
    here.git("init", "--quiet", "--initial-branch=main")
    here.write("tekst.md", "Tekst\n")
    here.commit()
    made = Desk(here, key(tmp_path / "sleutels", "redactie"), tmp_path / "ondertekenaars")
    allow(made.signers, redactie=made.key)
    for name in (FIRST, SECOND):
        small_editions.site(tmp_path / "ready", name)
        assert small_editions.put(where(made), tmp_path / "ready" / name)
    return made


def where(desk: Desk, signed_by: Path | None = None) -> publish.Place:
    return publish.Place(desk.here.root, desk.here.root.parent / "scratch", key=signed_by or desk.key)


def act(operation: publish.Operation, place: publish.Place) -> None:
    publish.change(place, operation, message="x", seen=publish.look(place), approve=lambda _tree: True)


def test_who_signed_is_said_and_nothing_is_wrong(desk: Desk) -> None:
    assert desk.said() == desk.said_without() == []
    assert list(publish.vouched(desk.tree, desk.signers)) == [
        publish.Vouched("redactie", f"handeling 2 (publiceren {SECOND})")
    ]


def test_a_page_changed_with_every_list_made_again(desk: Desk) -> None:
    page = f"{SECOND}/delen/index.html"
    desk.forge({page: b"<!doctype html><html lang=nl><title>x</title><div data-artikel><p>Deel alles.</p></div>"})
    assert list(publish.verify(desk.tree)) == [], "the forgery is whole"
    said = desk.said()
    assert f"grootboek.json: handeling 2 (publiceren {SECOND}) is niet ondertekend door wie je vertrouwt" in said
    assert any(each.endswith(f"de tak niet (meer) kent: 2 publiceren {SECOND}") for each in desk.said_without())


def test_history_rewritten_to_one_commit(desk: Desk) -> None:
    desk.forge({}, parent="")
    said = desk.said()
    assert any(each.startswith("handtekeningen.json: de geschiedenis van de tak is herschreven") for each in said), said
    (told,) = desk.said_without()
    assert re.match(r"grootboek/0002-\w{8} \(en 1 ander label\): de geschiedenis van de tak is herschreven: ", told)
    desk.here.git("tag", "--delete", *desk.here.git("tag", "--list").splitlines())
    (told,) = desk.said_without()
    assert told.startswith("handtekeningen.json: de geschiedenis van de tak is herschreven: commit "), "in a new clone"


def test_of_a_rewritten_history_the_last_act_is_named_that_knew_another(desk: Desk, tmp_path: Path) -> None:
    small_editions.site(tmp_path / "ready", THIRD)
    assert small_editions.put(where(desk), tmp_path / "ready" / THIRD)
    before = desk.here.git("rev-parse", f"{HERE}^")
    desk.forge({}, parent="")
    (told,) = (each for each in desk.said() if each.startswith(signatures.NAME))
    assert told.endswith(f": commit {before[:12]}, waarop handeling 3 (publiceren {THIRD}) kwam, is weg")


@pytest.mark.parametrize(
    ("files", "parent", "cause"),
    [
        ({f"{SECOND}/delen/index.html": b"<p>Deel alles.</p>"}, HERE, "getuigt van een handeling die de tak niet"),
        ({f"{FIRST}/delen/index.html": b"<p>Deel alles.</p>"}, "", "getuigt van een handeling die de tak niet"),
        ({SECOND: None}, HERE, "getuigt van een handeling die de tak niet"),
        ({"gratis.html": b"<p>Hier inloggen.</p>"}, HERE, "getuigt van een handeling die de tak niet"),
        ({}, "", "de geschiedenis van de tak is herschreven"),
    ],
    ids=["page", "page-and-history", "edition", "beside", "history"],
)
def test_one_forged_act_is_told_in_one_line(
    desk: Desk, files: Mapping[str, bytes | None], parent: str, cause: str
) -> None:
    desk.forge(files, parent=parent)
    for signers in (desk.signers, None):
        (told,) = publish.told_once(desk.found(signers))
        assert re.match(r"grootboek/0002-\w{8}", told.name)
        assert told.what.startswith(cause)


def test_a_clone_without_all_of_the_history_is_not_called_rewritten(desk: Desk, tmp_path: Path) -> None:
    words = ["--depth=1", "--no-single-branch", "--branch", BRANCH, desk.here.root.as_uri(), str(tmp_path / "kort")]
    desk.here.git("clone", "--quiet", *words)
    short = replace(desk, here=Place(tmp_path / "kort"))
    short.here.git("fetch", "--quiet", "--depth=1", "origin", "tag", "grootboek/*")
    said = [*short.said(), *short.said_without()]
    assert said
    assert {each.partition(": ")[2] for each in said} == {
        "de geschiedenis is niet na te gaan, want je kopie heeft ze niet helemaal: git fetch --unshallow"
    }


def test_an_edition_and_its_entries_taken_away(desk: Desk) -> None:
    desk.forge({SECOND: None})
    assert desk.said()
    assert any(f"kent: 2 publiceren {SECOND}" in each for each in desk.said_without())


def test_files_put_beside_the_editions(desk: Desk) -> None:
    desk.forge({"gratis.html": b"<p>Hier inloggen.</p>"})
    assert any("niet ondertekend" in each for each in desk.said())
    assert desk.said_without()
    desk.here.git("update-ref", HERE, f"{HERE}^")
    assert desk.said() == []


@pytest.mark.parametrize("parent", [HERE, ""], ids=["on-top", "as-the-only-commit"])
def test_signatures_that_were_taken_away_are_missed_without_a_file_of_signers(desk: Desk, parent: str) -> None:
    """The branch had them, and the tags still do: no act ever removes a signature."""
    before = desk.here.git("rev-parse", HERE)
    files = {name: desk._content(name) for name in desk.here.git("ls-tree", "-r", "--name-only", HERE).splitlines()}
    del files[signatures.NAME]
    desk._commit(files, parent)
    assert list(publish.verify(desk.tree)) == []
    *grown, by_tag = [each for each in desk.said_without() if each.startswith(signatures.NAME)]
    assert re.search(
        rf"mist de handtekening van handeling 2 publiceren {SECOND}, die getekend is in grootboek/", by_tag
    )
    shrunk = f"{signatures.NAME}: zegt niet meer alles wat er in commit {before[:12]} stond"
    assert grown == ([shrunk] if parent else [])


def test_an_act_that_stands_twice_in_a_ledger_that_was_sealed_again(desk: Desk) -> None:
    entries = json.loads(desk._content("grootboek.json"))
    desk.forge({"grootboek.json": json.dumps([*entries, entries[-1]]).encode()})
    assert "grootboek.json: is gewijzigd" in desk.said_without()


def test_a_ledger_that_lost_an_act_of_an_earlier_commit(desk: Desk) -> None:
    """Even where no tag shows it: an edition that is left out with all its entries."""
    before = desk.here.git("rev-parse", HERE)
    desk.here.git("tag", "--delete", *desk.here.git("tag", "--list").splitlines())
    desk.forge({SECOND: None})
    assert desk.said_without() == [f"grootboek.json: zegt niet meer alles wat er in commit {before[:12]} stond"]


def test_an_older_branch_put_back(desk: Desk) -> None:
    desk.here.git("update-ref", HERE, f"{HERE}^")
    assert list(publish.verify(desk.tree)) == []
    (said,) = desk.said()
    assert re.fullmatch(rf"grootboek/0002-\w{{8}}: getuigt van .* kent: 2 publiceren {SECOND}", said)
    assert desk.said_without() == [said]


def test_which_branch_is_compared_is_said_when_the_one_of_the_server_is_another(desk: Desk) -> None:
    root, fetched = desk.here.root, f"refs/remotes/origin/{BRANCH}"
    assert publish.other_tip(root) == ""
    desk.here.git("update-ref", fetched, HERE)
    assert publish.other_tip(root) == ""
    desk.here.git("update-ref", fetched, f"{HERE}^")
    said = publish.other_tip(root)
    assert "had 1 commit minder dan je eigen tak gh-pages" in said
    assert "een oudere tak terug" in said
    desk.here.git("update-ref", fetched, HERE)
    desk.here.git("update-ref", HERE, f"{HERE}^")
    assert publish.other_tip(root).startswith("Je eigen tak gh-pages heeft 1 commit minder")
    desk.here.git("update-ref", HERE, desk.here.git(*OTHER, "commit-tree", f"{HERE}^{{tree}}", "-m", "Opnieuw"))
    with pytest.raises(ToolError, match="uit elkaar gegroeid") as caught:
        publish.other_tip(root)
    assert f"--left-right {BRANCH}...origin/{BRANCH}" in caught.value.hint


def test_an_older_branch_put_back_on_the_server_is_a_difference_if_it_was_seen_there(desk: Desk) -> None:
    """Readers get the branch of the server, even when ours has everything and is signed."""
    fetched = f"refs/remotes/origin/{BRANCH}"
    tip = desk.here.git("rev-parse", HERE)
    desk.here.git("update-ref", fetched, f"{HERE}^")
    assert desk.said() == desk.said_without() == [], "the second edition was never pushed"
    desk.here.git("update-ref", fetched, HERE)
    assert desk.said() == desk.said_without() == []
    desk.here.git("update-ref", fetched, f"{HERE}^")
    wrong = f"origin/{BRANCH}: de server had commit {tip[:12]}, en mist daarvan nu 1 handeling: "
    wrong += "zette iemand een oudere tak terug?"
    assert desk.said() == desk.said_without() == [wrong]
    desk.here.git("update-ref", fetched, HERE)
    assert desk.said() == desk.said_without() == [], "what was put right again is right"


def test_a_damaged_branch_that_was_put_right_on_the_server_is_no_difference(desk: Desk) -> None:
    """Our own remedy for damage takes commits away from the server."""
    fetched = f"refs/remotes/origin/{BRANCH}"
    for text in ("[]", '[{"handeling": "publi'):
        desk.here.write("grootboek.json", text)
        blob = desk.here.git("hash-object", "-w", "grootboek.json")
        desk.here.git("read-tree", HERE)
        desk.here.git("update-index", "--cacheinfo", f"100644,{blob},grootboek.json")
        damaged = desk.here.git(*OTHER, "commit-tree", desk.here.git("write-tree"), "-p", HERE, "-m", "Kapot")
        desk.here.git("update-ref", fetched, damaged)
        assert desk.here.git("diff", "--name-only", HERE, fetched) == "grootboek.json"
        desk.here.git("update-ref", fetched, HERE)
    assert desk.said() == desk.said_without() == []


def test_another_guidebook_of_the_same_signers_put_in_its_place(desk: Desk, tmp_path: Path) -> None:
    """Branch and tags are consistent, and its signers are trusted: only the name of the guidebook gives it away."""
    other = Place(tmp_path / "ander")
    other.root.mkdir()
    other.git("init", "--quiet", "--initial-branch=main")
    other.write("tekst.md", "Een ander draaiboek\n")
    other.commit()
    place = replace(where(desk), repository=other.root)
    assert small_editions.put(place, tmp_path / "ready" / FIRST, this=replace(THIS, slug="ander"))
    desk.here.git("tag", "--delete", *desk.here.git("tag", "--list").splitlines())
    desk.here.git("fetch", "--quiet", str(other.root), f"+{HERE}:{HERE}", "refs/tags/*:refs/tags/*")
    wrong = "grootboek.json: is van het draaiboek met slug 'ander', en in draaiboek.yml staat 'livc-r'"
    assert desk.said() == desk.said_without() == [wrong]


@pytest.mark.parametrize("to", ["refs/tags/{first}", "main"], ids=["another-act", "no-witness"])
def test_a_tag_that_was_moved(desk: Desk, to: str) -> None:
    """With the tag moved too, no witness in a new clone contradicts whoever restores an older branch."""
    first, second = desk.here.git("tag", "--list").splitlines()
    desk.here.git("update-ref", HERE, f"{HERE}^")
    desk.here.git("update-ref", f"refs/tags/{second}", to.format(first=first))
    assert list(publish.verify(desk.tree)) == []
    assert desk.said() == desk.said_without() == [f"{second}: is geen getuige meer: het label is verzet"]


def test_objects_that_git_shows_in_the_place_of_others(desk: Desk) -> None:
    """refs/replace/ can be fetched, so a reader's git may obey it while the server that checks it out does not."""
    good = desk.here.git("rev-parse", HERE)
    desk.here.git("checkout", "--quiet", BRANCH)
    desk.here.write(f"{SECOND}/delen/index.html", "<p>Deel alles.</p>")
    changed = desk.here.commit()
    desk.here.git("replace", changed, good)
    wrong = f"{SECOND}/delen/index.html: is gewijzigd"
    assert desk.said() == desk.said_without() == [wrong]


@pytest.mark.parametrize("name", ["index.html", SECOND, ".."])
def test_a_tree_made_by_hand_that_holds_a_name_twice(desk: Desk, name: str) -> None:
    """Git reads the first of the two, and a program that writes them to disk keeps the last."""
    tree = subprocess.run(
        ["git", "cat-file", "tree", f"{HERE}^{{tree}}"], cwd=desk.here.root, check=True, capture_output=True
    ).stdout
    made = desk.here.root.parent / "kwaad"
    made.write_bytes(b"<p>Deel alles.</p>")
    evil = b"100644 " + name.encode() + b"\0" + bytes.fromhex(desk.here.git("hash-object", "-w", str(made)))
    after = tree.index(b" " + name.encode() + b"\0") + len(name) + 2 + 20 if name != ".." else 0
    made.write_bytes(tree[:after] + evil + tree[after:])
    twice = desk.here.git("hash-object", "-t", "tree", "-w", "--literally", str(made))
    commit = desk.here.git(*OTHER, "commit-tree", twice, "-p", HERE, "-m", "x")
    desk.here.git("update-ref", HERE, commit)
    wrong = "hoort er niet bij" if name == ".." else "is geen gewoon bestand, of staat er twee keer"
    assert desk.said() == desk.said_without() == [f"{name}: {wrong}"]


def test_a_folder_with_nothing_in_it_that_no_checkout_shows(desk: Desk) -> None:
    made = desk.here.root.parent / "leeg"
    made.write_bytes(b"")
    empty = desk.here.git("hash-object", "-t", "tree", "-w", str(made))
    tree = f"{desk.here.git('ls-tree', HERE)}\n040000 tree {empty}\tzzz\n"
    words = ["git", "mktree"]
    told = subprocess.run(words, cwd=desk.here.root, input=tree.encode(), check=True, capture_output=True)
    commit = desk.here.git(*OTHER, "commit-tree", told.stdout.decode().strip(), "-p", HERE, "-m", "x")
    desk.here.git("update-ref", HERE, commit)
    wrong = "zzz: is geen gewoon bestand, of staat er twee keer"
    assert desk.said() == desk.said_without() == [wrong]


def test_a_tree_that_says_more_names_than_any_memory_holds(desk: Desk) -> None:
    tree = desk.here.git("rev-parse", f"{HERE}:{FIRST}")
    made = desk.here.root.parent / "boom"
    for _ in range(7):
        made.write_bytes(b"".join(b"40000 d%d\0" % number + bytes.fromhex(tree) for number in range(10)))
        tree = desk.here.git("hash-object", "-t", "tree", "-w", str(made))
    desk.here.git("update-ref", HERE, desk.here.git(*OTHER, "commit-tree", tree, "-p", HERE, "-m", "x"))
    with pytest.raises(ToolError, match="heeft meer bestanden dan een publicatie kan hebben"):
        desk.said()


@pytest.mark.parametrize("mode", ["120000", "100755"], ids=["link", "program"])
def test_what_has_the_bytes_of_a_file_and_is_another_kind_of_thing(desk: Desk, mode: str) -> None:
    name = f"{SECOND}/media/stappen.svg"
    blob = desk.here.git("rev-parse", f"{HERE}:{name}")
    desk.here.git("checkout", "--quiet", BRANCH)
    desk.here.git("update-index", "--cacheinfo", f"{mode},{blob},{name}")
    desk.here.git(*OTHER, "commit", "--quiet", "-m", "x")
    assert desk.said() == desk.said_without() == [f"{name}: is geen gewoon bestand, of staat er twee keer"]


def test_a_folder_that_does_not_belong_or_is_missing_is_one_line(desk: Desk) -> None:
    desk.here.git("checkout", "--quiet", BRANCH)
    for number in range(3):
        desk.here.write(f"2026.01/delen/{number}.html", "<p>Deel alles.</p>")
    desk.here.write(f"{SECOND}/delen/kwaad/index.html", "<p>Deel alles.</p>")
    desk.here.git("rm", "-r", "--quiet", f"{FIRST}/pdf", f"{FIRST}/index.html")
    desk.here.commit()
    pdfs = len(desk.here.git("ls-tree", "-r", "--name-only", f"{HERE}~1:{FIRST}/pdf").splitlines())
    assert pdfs > 1
    assert desk.said() == [
        f"{FIRST}/index.html: ontbreekt",
        f"{FIRST}/pdf/: ontbreekt ({pdfs} bestanden)",
        f"{SECOND}/delen/kwaad/index.html: hoort er niet bij",
        "2026.01/: hoort er niet bij (3 bestanden)",
    ]


def test_an_alias_that_shows_another_edition_is_one_line(desk: Desk) -> None:
    trees = desk.here.git("ls-tree", HERE).splitlines()
    first = next(each.split()[2] for each in trees if each.endswith(f"\t{FIRST}"))
    other = "\n".join(
        f"040000 tree {first}\t{publish.ALIAS}" if each.endswith(f"\t{publish.ALIAS}") else each for each in trees
    )
    made = subprocess.run(
        ["git", "mktree"], cwd=desk.here.root, input=f"{other}\n".encode(), check=True, capture_output=True
    ).stdout.decode()
    commit = desk.here.git(*OTHER, "commit-tree", made.strip(), "-p", HERE, "-m", "x")
    desk.here.git("update-ref", HERE, commit)
    wrong = f"{publish.ALIAS}: toont editie {FIRST}, en hoort editie {SECOND} te tonen"
    assert desk.said() == desk.said_without() == [wrong]


def test_a_signer_who_is_trusted_no_longer(desk: Desk, tmp_path: Path) -> None:
    other = key(tmp_path / "sleutels", "vvsg")
    wrong = f"grootboek.json: handeling 2 (publiceren {SECOND}) is niet ondertekend door wie je vertrouwt"
    only_other = allow(tmp_path / "andere", vvsg=other)
    assert desk.said(only_other) == [wrong]
    act(publish.sign(SECOND), where(desk, other))
    assert desk.said(only_other) == [] == desk.said(), (
        "one of two is enough, and the first still counts for who trusts it"
    )


def test_a_key_that_is_allowed_until_a_day(desk: Desk, tmp_path: Path) -> None:
    public = desk.key.with_suffix(".pub").read_text(encoding="ascii")
    until = tmp_path / "tot"
    until.write_text(f'redactie valid-before="20270201" {public}', encoding="ascii")
    assert desk.said(until) == [OUT_OF_DATE]
    until.write_text(f'# redactie valid-before="20270201" {public}redactie {OTHERS_KEY}\n', encoding="ascii")
    assert any("is niet ondertekend door wie je vertrouwt" in each for each in desk.said(until))
    until.write_text(f'redactie valid-before="20270401" {public}', encoding="ascii")
    assert desk.said(until) == []


@pytest.mark.parametrize(
    ("line", "trusted"),
    [
        pytest.param("{}\r\n", True, id="of-windows"),
        pytest.param("# een\n\n  # twee\n{}\n", True, id="with-remarks"),
        pytest.param("ander ssh-ed25519 AAAA\n{}", True, id="after-a-line-that-is-none"),
        pytest.param('* namespaces="draaiboek-*,git" {key}', True, id="everybody-with-this-key"),
        pytest.param('redactie namespaces="git" {key}', False, id="for-something-else"),
        pytest.param("redactie cert-authority {key}", False, id="an-authority-is-no-signer"),
        pytest.param('redactie valid-after="20300101" {key}', False, id="not-yet"),
        pytest.param('redactie valid-before="morgen" {key}', False, id="no-day"),
        pytest.param('redactie onbekend="x" {key}', False, id="unknown-option"),
    ],
)
def test_what_stands_in_a_file_of_signers(desk: Desk, line: str, tmp_path: Path, *, trusted: bool) -> None:
    public = desk.key.with_suffix(".pub").read_text(encoding="ascii").strip()
    file = tmp_path / "andere"
    file.write_text(line.format(f"redactie {public}", key=public), encoding="utf-8", newline="")
    assert signatures.checked_signers(str(file)) == file
    assert desk.said(file) == ([] if trusted else [OUT_OF_DATE])


@pytest.mark.parametrize(
    "text", ["", "# redactie {}\n", "{}\n", "redactie ssh-ed25519 AAAAC3Nz\n", "\0\1", "geen regel"]
)
def test_a_file_that_names_no_signer_is_no_file_of_signers(desk: Desk, text: str, tmp_path: Path) -> None:
    """Otherwise every edition would be reported as unsigned."""
    file = tmp_path / "andere"
    file.write_text(text.format(desk.key.with_suffix(".pub").read_text(encoding="ascii").strip()), encoding="ascii")
    with pytest.raises(UsageError, match="staat geen enkele ondertekenaar"):
        signatures.checked_signers(str(file))


def test_a_history_that_only_looks_grown(desk: Desk) -> None:
    """A graft gives a commit other parents, in a single clone."""
    before = desk.here.git("rev-parse", HERE)
    desk.forge({}, parent="")
    (desk.here.root / ".git/info").mkdir(exist_ok=True)
    grafts = f"{desk.here.git('rev-parse', HERE)} {before}\n"
    (desk.here.root / ".git/info/grafts").write_text(grafts, encoding="ascii")
    assert any("de geschiedenis van de tak is herschreven" in each for each in desk.said())
    assert any("de geschiedenis van de tak is herschreven" in each for each in desk.said_without())


def test_a_clone_without_the_tag_of_the_last_act_is_told(desk: Desk) -> None:
    """Otherwise nobody there would see that an older branch was restored."""
    assert publish.without_witness(desk.tree, None) == publish.without_witness(desk.tree, desk.signers) == ""
    desk.here.git("tag", "--delete", desk.here.git("tag", "--list").splitlines()[-1])
    missed = f"publiceren {SECOND}"
    assert publish.without_witness(desk.tree, None) == publish.without_witness(desk.tree, desk.signers) == missed


def test_a_tag_of_which_the_signature_was_taken_away_is_no_witness_for_who_names_signers(desk: Desk) -> None:
    last = desk.here.git("tag", "--list").splitlines()[-1]
    said = desk.here.git("cat-file", "tag", last).partition("\n\n")[2].partition("-----BEGIN")[0]
    desk.here.git(*OTHER, "tag", "--force", "--annotate", "--no-sign", "--message", said, last, "main")
    assert desk.said() == desk.said_without() == []
    assert publish.without_witness(desk.tree, None) == ""
    assert publish.without_witness(desk.tree, desk.signers) == f"publiceren {SECOND}"


def test_a_tag_by_anybody_is_no_witness_for_who_names_signers(desk: Desk) -> None:
    said = desk.here.git("for-each-ref", "--format=%(contents)", "refs/tags/grootboek").splitlines()
    forged = "\n".join(said[:6]).replace(said[3], f"zegel: {'0' * 64}") + "\n"
    who = ("-c", "user.name=Ander", "-c", "user.email=ander@voorbeeld.be")
    desk.here.git(*who, "tag", "--annotate", "--no-sign", "--message", forged, "grootboek/0009-00000000")
    assert desk.said() == []
    assert any(each.startswith("grootboek/0009") for each in desk.said_without())


def test_a_signature_for_something_else_does_not_count(desk: Desk) -> None:
    found = json.loads(desk.tree.text(signatures.NAME) or "")
    found[1]["handtekening"] = found[0]["handtekening"]
    desk.forge({signatures.NAME: (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()})
    assert any("niet ondertekend" in each for each in desk.said())


def test_a_signature_by_somebody_else_is_told_and_counts_for_nothing(desk: Desk, tmp_path: Path) -> None:
    act(publish.sign(SECOND), where(desk, key(tmp_path / "sleutels", "ander")))
    assert desk.said() == desk.said_without() == [], "a key that is no longer trusted leaves one too"
    assert list(publish.vouched(desk.tree, desk.signers)) == [
        publish.Vouched("redactie", f"handeling 2 (publiceren {SECOND})", others=1)
    ]


def test_a_signature_that_stands_twice_in_other_lines_is_damage(desk: Desk) -> None:
    found = json.loads(desk.tree.text(signatures.NAME) or "")
    begin, *lines, end = found[1]["handtekening"].splitlines()
    again = "\n".join([begin, "".join(lines), end, ""])
    found.append({**found[1], "handtekening": again})
    desk.forge({signatures.NAME: (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()})
    assert "handtekeningen.json: is niet te lezen" in desk.said()


def test_for_a_key_that_nobody_lists_no_program_is_started(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may push can add a thousand signatures, each by another key."""
    (*_, last) = signatures.read(desk.tree.text(signatures.NAME))
    other = allow(tmp_path / "andere", vvsg=key(tmp_path / "sleutels", "vvsg"))
    started: list[object] = []
    monkeypatch.setattr("draaiboek.base.process.run", lambda words, **_: started.append(words))
    assert signatures.signer("x", last.armored, "20270301", signers=other) == ""
    assert started == []


@pytest.mark.parametrize("text", ["", "{}", "null", "[1]", "[" * 50_000, '[{"zegel": "x"}]', "\0", "[]"])
def test_a_damaged_list_of_signatures_stops_every_act(desk: Desk, text: str) -> None:
    desk.forge({signatures.NAME: text.encode()})
    assert any("handtekeningen.json: is niet te lezen" in each or "niet ondertekend" in each for each in desk.said())
    with pytest.raises(ToolError, match="beschadigd"):
        act(publish.roll_back(FIRST, "x", date(2027, 4, 1), this=THIS), where(desk))


def test_nothing_is_signed_on_top_of_what_is_not_right(desk: Desk) -> None:
    page = desk.tree.text(f"{FIRST}/index.html") or ""
    entries = desk.here.git("show", f"{HERE}:grootboek.json")
    desk.here.git("checkout", "--quiet", BRANCH)
    desk.here.write(f"{FIRST}/index.html", page + "<p>Meer.</p>")
    desk.here.commit()
    desk.here.git("checkout", "--quiet", "main")
    with pytest.raises(ToolError, match=rf"er wordt niets ondertekend: {FIRST}/index.html is gewijzigd"):
        act(publish.sign(FIRST), where(desk))
    with pytest.raises(ToolError, match=rf"editie {FIRST} is niet meer zoals ze gepubliceerd werd"):
        act(publish.roll_back(FIRST, "x", date(2027, 4, 1), this=THIS), replace(where(desk), key=None))
    assert desk.here.git("show", f"{HERE}:grootboek.json") == entries


@pytest.mark.parametrize("with_tag", [False, True, "of another day"])
def test_what_a_killed_git_left_behind_is_named(desk: Desk, *, with_tag: bool | str) -> None:
    """Git killed while it moves the branch leaves locks, and nothing can move the branch until they are removed."""
    back = publish.roll_back(FIRST, "x", date(2027, 4, 1), this=THIS)
    before, tags = desk.here.git("rev-parse", HERE), set(desk.here.git("tag", "--list").splitlines())
    act(back, where(desk))
    (tag,) = set(desk.here.git("tag", "--list").splitlines()) - tags
    desk.here.git("tag", "--delete", tag)
    desk.here.git("update-ref", HERE, before)
    of = "grootboek/0003-5d1c9a3e" if with_tag == "of another day" else tag
    refs = [HERE, *([f"refs/tags/{of}"] if with_tag else [])]
    locks = [desk.here.root / ".git" / f"{name}.lock" for name in refs]
    for lock in locks:
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.touch()
    with pytest.raises(ToolError, match="git is hier nog bezig, of werd halverwege afgebroken") as found:
        act(back, where(desk))
    told = found.value.hint.split("\n  ")[1:]
    assert set(told) == set(map(str, locks))
    assert desk.here.git("rev-parse", HERE) == before
    for each in told:
        Path(each).unlink()
    act(back, where(desk))
    assert desk.said() == []


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell to look over git's shoulder")
def test_what_git_signs_is_in_no_folder_that_outlives_a_kill(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, signer = tmp_path / "gezien", tmp_path / "bin" / "ssh-keygen"
    signer.parent.mkdir()
    signer.write_text(f'#!/bin/sh\necho "$*" >>{seen}\nexec {shutil.which("ssh-keygen")} "$@"\n', "utf-8")
    signer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{signer.parent}:{os.environ['PATH']}")
    act(publish.roll_back(FIRST, "x", date(2027, 4, 1), this=THIS), where(desk))
    (file,) = (Path(line.split()[-1]) for line in seen.read_text("utf-8").splitlines() if "sign -n git" in line)
    assert file.parent.parent.parent == where(desk).scratch.parent
    assert file.parent.parent.name.startswith(".draaiboek-")


def half_done(desk: Desk) -> tuple[str, Path]:
    """Roll back as a git that is killed after it moved the branch; return the name of the tag, and its lock."""
    tags = set(desk.here.git("tag", "--list").splitlines())
    act(publish.roll_back(FIRST, "x", date(2027, 4, 1), this=THIS), where(desk))
    (name,) = set(desk.here.git("tag", "--list").splitlines()) - tags
    ref = desk.here.root / ".git" / "refs" / "tags" / name
    return name, ref.rename(ref.with_name(f"{ref.name}.lock"))


def test_a_tag_that_a_killed_git_did_not_set_is_set_by_the_next_act(desk: Desk) -> None:
    name, lock = half_done(desk)
    assert publish.without_witness(desk.tree, None) == f"terugzetten {FIRST}"
    assert list(publish.left_locked_in(desk.here.root)) == [lock]
    with publish.held(desk.here.root):
        pass
    assert not lock.exists()
    assert name in desk.here.git("tag", "--list").splitlines()
    assert publish.without_witness(desk.tree, desk.signers) == ""
    assert desk.said() == desk.said_without() == []


def test_verify_tells_how_to_set_the_tag_that_a_killed_git_did_not(published: Place, tmp_path: Path) -> None:
    place = published.copy(tmp_path / "main")
    (tag,) = place.git("tag", "--list", "grootboek/*").splitlines()
    ref = place.root / ".git" / "refs" / "tags" / tag
    ref.rename(ref.with_name(f"{ref.name}.lock"))
    run = place.build("verify")
    assert (run.code, "Haal de labels op" in run.said) == (0, False), run.said
    (command,) = re.findall(r"typ nu: (mv .+)", run.stderr)
    assert place.run("sh", "-c", command).code == 0
    assert place.git("tag", "--list", "grootboek/*") == tag
    assert "Git werd afgebroken" not in place.build("verify").said


@pytest.mark.parametrize("kind", ["empty", "half", "no tag", "another act", "of another branch", "set meanwhile"])
def test_a_lock_that_records_no_act_of_the_branch_is_left_alone(desk: Desk, kind: str) -> None:
    name, lock = half_done(desk)
    text = lock.read_text("ascii")
    if kind in {"empty", "half", "no tag"}:
        lock.write_text({"empty": "", "half": text[:20], "no tag": desk.here.git("rev-parse", "HEAD")}[kind], "ascii")
    elif kind == "another act":
        lock = lock.rename(lock.with_name("0009-00000000.lock"))
    elif kind == "of another branch":
        desk.here.git("update-ref", HERE, f"{HERE}^")
    else:
        (desk.here.root / ".git" / "packed-refs").write_text(f"{text.strip()} refs/tags/{name}\n", "ascii")
    before = desk.here.git("for-each-ref")
    assert list(publish.left_locked_in(desk.here.root)) == []
    with publish.held(desk.here.root):
        pass
    assert lock.exists()
    assert desk.here.git("for-each-ref") == before


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell to write a git in that dies")
def test_a_git_that_is_killed_between_two_refs_still_leaves_its_witness(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It moves the branch, has the lock of the tag, and dies before it gives that its name."""
    git, real = tmp_path / "bin" / "git", shutil.which("git")
    git.parent.mkdir()
    lines = (
        "#!/bin/sh",
        f'[ "$1" = update-ref ] && [ "$4" = --stdin ] || exec {real} "$@"',
        f'{real} "$@"',
        "cd .git/refs/tags/grootboek && mv 0003-* $(echo 0003-*).lock && kill -9 $$",
    )
    git.write_text("\n".join(lines), "ascii")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}:{os.environ['PATH']}")
    act(publish.roll_back(FIRST, "x", date(2027, 4, 1), this=THIS), where(desk))
    assert publish.without_witness(desk.tree, desk.signers) == ""
    assert desk.said() == desk.said_without() == []
    assert not list((desk.here.root / ".git").rglob("*.lock"))


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no shell to write a git in that dies")
@pytest.mark.parametrize(
    "asked", ["rev-parse --verify --quiet HEAD", "for-each-ref --format=%(refname:lstrip=2) refs/tags/grootboek/"]
)
def test_a_git_that_was_killed_did_not_say_no(
    desk: Desk, asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise an act has no witness, and nobody is told: as if there were no text, or no other tags."""
    refs = desk.here.git("for-each-ref")
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f'#!/bin/sh\n[ "$*" != "{asked}" ] || kill -9 $$\nexec {shutil.which("git")} "$@"\n', "utf-8")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}:{os.environ['PATH']}")
    with pytest.raises(StoppedError, match="stopte met code -9"):
        act(publish.roll_back(FIRST, "x", date(2027, 4, 1), this=THIS), where(desk))
    assert desk.here.git("for-each-ref") == refs


def test_a_key_that_is_not_there_or_does_not_sign(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="geen sleutel"):
        act(publish.sign(FIRST), where(desk, tmp_path / "niets"))
    broken = tmp_path / "stuk"
    broken.write_text("geen sleutel", encoding="ascii")
    broken.chmod(stat.S_IRUSR | stat.S_IWUSR)
    before = desk.here.git("rev-parse", HERE)
    with pytest.raises(ToolError, match="ondertekenen met stuk lukt niet"):
        act(publish.sign(FIRST), where(desk, broken))
    assert desk.here.git("rev-parse", HERE) == before


def test_a_folder_is_signed_too(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "www"
    place = small_editions.in_folder(where(desk), folder)
    assert small_editions.put(place, tmp_path / "ready" / FIRST) == ""
    tree = publish.FolderTree(folder)
    page, elsewhere = folder / FIRST / "index.html", tmp_path / "elders.html"
    page.rename(elsewhere)
    page.symlink_to(elsewhere)
    (wrong,) = publish.verify(tree)
    assert (wrong.name, wrong.what) == (f"{FIRST}/index.html", "is geen gewoon bestand, of staat er twee keer")
    elsewhere.replace(page)
    assert list(publish.verify(tree)) == []
    assert list(publish.vouched(tree, desk.signers)) == [
        publish.Vouched("redactie", f"handeling 1 (publiceren {FIRST})")
    ]


def test_commits_and_tags_bear_the_day_of_the_act_and_nobodys_name(desk: Desk) -> None:
    said = desk.here.git("log", "--format=%an %ae %aI %cI", BRANCH)
    assert said.splitlines() == [
        "draaiboek draaiboek@localhost 2027-03-01T12:00:00+00:00 2027-03-01T12:00:00+00:00",
        "draaiboek draaiboek@localhost 2026-12-01T12:00:00+00:00 2026-12-01T12:00:00+00:00",
    ]
    tags = desk.here.git("for-each-ref", "--format=%(taggername) %(taggerdate:short)", "refs/tags").splitlines()
    assert tags == ["draaiboek 2026-12-01", "draaiboek 2027-03-01"]


@pytest.fixture
def signed(published: Place, tmp_path: Path) -> Iterator[Place]:
    place = published.copy(tmp_path / "main")
    yield place
    assert not list((place.root / "out").glob("publish*"))


def test_a_reader_with_public_keys_alone(signed: Place, tmp_path: Path) -> None:
    run = signed.build("verify")
    assert (run.code, run.stdout) == (0, "")
    assert "git fetch --tags" not in run.stderr
    assert "Deze publicatie is niet ondertekend." in run.stderr
    mine = key(tmp_path / "sleutels", "redactie")
    file = allow(tmp_path / "ondertekenaars", redactie=mine)
    run = signed.build("verify", "--signers", str(file))
    assert (run.code, run.stdout) == (
        1,
        f"grootboek.json: handeling 1 (publiceren {EDITION}) is niet ondertekend door wie je vertrouwt\n",
    )
    run = signed.build("sign", EDITION)
    assert run.code == 2
    assert "ssh-keygen -t ed25519" in run.stderr
    run = signed.build("sign", EDITION, "--key", str(mine))
    assert run.code == 0, run.said
    run = signed.build("verify", "--signers", str(file))
    assert (run.code, run.stdout) == (0, ""), run.said
    assert f"handeling 1 (publiceren {EDITION}) is ondertekend door redactie" in run.stderr
    assert "1 handtekening; die zijn niet nagekeken" in signed.build("verify").stderr
    assert signed.build("sign", EDITION, "--key", str(key(tmp_path / "sleutels", "ander"))).code == 0
    run = signed.build("verify", "--signers", str(file))
    assert (run.code, "\n1 andere handtekening telt niet mee: " in run.stderr) == (0, True), run.said
    assert signed.build("verify", "--signers", str(tmp_path / "weg")).code == 2
    run = signed.build("withdraw", EDITION, "--reason", "Fout.", "--key", str(mine))
    assert run.code == 0, run.said
    assert signed.build("verify", "--signers", str(file)).code == 0
    short = Place(tmp_path / "zonder-labels")
    signed.git("clone", "--quiet", "--no-tags", str(signed.root), str(short.root))
    run = short.build("verify", "--signers", str(file))
    assert run.code == 0, run.said
    assert f"geen ondertekend label van de laatste handeling (intrekken {EDITION})" in run.stderr
    server = Place(tmp_path / "server")
    signed.git("init", "--quiet", "--bare", str(server.root))
    signed.git("remote", "add", "origin", str(server.root))
    signed.git("push", "--quiet", "origin", BRANCH)
    server.git("update-ref", HERE, f"{HERE}^")
    signed.git("fetch", "--quiet", "origin")
    run = signed.build("verify", "--signers", str(file))
    assert (run.code, run.stdout.startswith(f"origin/{BRANCH}: de server had commit ")) == (1, True), run.said
    signed.git("push", "--quiet", "origin", BRANCH)
    assert signed.build("verify", "--signers", str(file)).code == 0
    signed.git("remote", "remove", "origin")
    signed.git("update-ref", HERE, f"{HERE}^")
    run = signed.build("verify", "--signers", str(file))
    assert run.code == 1
    assert re.fullmatch(rf"grootboek/0002-\w+: getuigt van .*: 2 intrekken {EDITION}\n", run.stdout)
