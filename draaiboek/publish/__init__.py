"""Site → Edition: the only place that knows mike and git's plumbing.

An edition is put together by mike in a private repository beside the real one; the finished commit then takes its
place on the branch in one compare-and-swap (`git update-ref NEW OLD`). Killed at any moment, the branch is as it was
or complete. mike alone would overwrite an edition without a word and needs two commits for one publication
(decisions/0004).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path

import mike.commands
from mike.git_utils import GitError

from draaiboek import process
from draaiboek.errors import ToolError, UsageError
from draaiboek.model import Edition
from draaiboek.publish import root, swap
from draaiboek.publish.revision import Revision, revision

__all__ = [
    "ALIAS",
    "BRANCH",
    "Revision",
    "published_in_folder",
    "published_on_branch",
    "revision",
    "tip_of",
    "to_branch",
    "to_folder",
]

BRANCH = "gh-pages"
ALIAS = "actueel"
NOTHING = "0" * 40
NAME = re.compile(r"^20\d\d\.[1-9]\d?(\.[1-9]\d?)?$")


def published_on_branch(repository: Path) -> tuple[str, ...]:
    """Return the editions on the publication branch of *repository*; none when there is no branch yet.

    Raises ToolError when the branch is damaged: its list of versions and its folders differ.
    """
    tip = tip_of(repository)
    if not tip:
        return ()
    tree = process.run(["git", "ls-tree", "--name-only", tip], cwd=repository).splitlines()
    listed: tuple[str, ...] | None = None
    if "versions.json" in tree:
        listed = _versions(process.run(["git", "show", f"{tip}:versions.json"], cwd=repository))
    return _agreeing(listed, tree, f"de tak {BRANCH}")


def published_in_folder(folder: Path) -> tuple[str, ...]:
    """Return the editions in *folder*, as `published_on_branch` does.

    Raises UsageError when *folder* holds anything but a publication: that would be lost.
    """
    swap.recover(folder)
    if folder.is_file():
        message = f"'{folder.name}' is een bestand"
        raise UsageError(message, hint="Kies een map die nog niet bestaat, of een map met edities.")
    if not folder.exists() or not any(folder.iterdir()):
        return ()
    list_file = folder / "versions.json"
    if not list_file.exists() or (folder / ".git").exists():
        message = f"in de map '{folder.name}' staat iets anders dan edities; publiceren zou dat wissen"
        raise UsageError(message, hint="Kies een lege map, een map die nog niet bestaat, of een map met edities.")
    listed = _versions(list_file.read_text(encoding="utf-8")) if list_file.exists() else None
    return _agreeing(listed, [path.name for path in folder.iterdir()], f"de map {folder.name}")


def to_branch(site: Path, edition: Edition, repository: Path, *, scratch: Path, address: str) -> str:
    """Publish the tree *site* as *edition* on the branch of *repository*; return the new commit.

    *scratch* is a folder that may be emptied, *address* where the editions stand on the web. Raises ToolError when the
    branch moved meanwhile; nothing has changed then.
    """
    mine = _commit_at(f"refs/heads/{BRANCH}", repository)
    before = tip_of(repository)
    _private_repository(scratch)
    if before:
        process.run(["git", "fetch", "--quiet", str(repository), f"{before}:refs/heads/{BRANCH}"], cwd=scratch)
    commit = _commit(site, edition, scratch, parent=before, address=address)
    # First the objects, then the name: until the last command nobody sees anything of it.
    process.run(["git", "fetch", "--quiet", "--no-write-fetch-head", str(scratch), commit], cwd=repository)
    move = [f"refs/heads/{BRANCH}", commit, mine or NOTHING]
    process.run(["git", "update-ref", "-m", f"publish {edition.id}", *move], cwd=repository)
    shutil.rmtree(scratch, ignore_errors=True)
    return commit


def to_folder(site: Path, edition: Edition, folder: Path, *, scratch: Path, address: str) -> None:
    """Publish the tree *site* as *edition* in *folder*, which gets all of it or nothing."""
    swap.recover(folder)
    _private_repository(scratch)
    parent = ""
    if folder.exists():
        index = ["git", f"--git-dir={scratch}", f"--work-tree={folder}"]
        process.run([*index, "add", "--all", "--force", "."], cwd=scratch)
        tree = process.run(["git", "write-tree"], cwd=scratch)
        parent = process.run(["git", "commit-tree", tree, "-m", "wat er stond"], cwd=scratch)
        process.run(["git", "update-ref", f"refs/heads/{BRANCH}", parent], cwd=scratch)
    commit = _commit(site, edition, scratch, parent=parent, address=address)
    new = folder.with_name(f".{folder.name}.nieuw")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    process.run(["git", f"--work-tree={new}", "checkout", "--force", commit, "--", "."], cwd=scratch)
    swap.put_in_place(new, folder)
    shutil.rmtree(scratch, ignore_errors=True)


def _commit(site: Path, edition: Edition, scratch: Path, *, parent: str, address: str) -> str:
    """Let mike write the edition in *scratch*, add the files of the root, and return one commit on *parent*."""
    message = f"Editie {edition.id}"
    properties = [
        ("datum", edition.date.isoformat()),
        ("geldig_van", edition.valid_from.isoformat()),
        ("aanleiding", list(edition.reasons)),
    ]
    try:
        # mike works in the current folder and nowhere else.
        with (
            chdir(scratch),
            mike.commands.deploy(
                {"site_dir": str(site), "use_directory_urls": True},
                edition.id,
                edition.id,
                [ALIAS],
                update_aliases=True,
                alias_type=mike.commands.AliasType.copy,
                branch=BRANCH,
                message=message,
                set_props=properties,
            ),
        ):
            pass
    except (GitError, ValueError) as error:
        text = f"mike kon editie {edition.id} niet opnemen"
        raise ToolError(text, output=str(error)) from error
    versions = json.loads(process.run(["git", "show", f"{BRANCH}:versions.json"], cwd=scratch))
    sitemaps = sorted(path.relative_to(site).as_posix() for path in site.rglob("sitemap.xml"))
    tree = _with_files(scratch, root.files(versions, address=address, sitemaps=sitemaps))
    parents = ["-p", parent] if parent else []
    return process.run(["git", "commit-tree", tree, *parents, "-m", message], cwd=scratch)


def _with_files(scratch: Path, files: Mapping[str, str]) -> str:
    process.run(["git", "read-tree", BRANCH], cwd=scratch)
    for name, text in files.items():
        blob = process.run(["git", "hash-object", "-w", "--stdin"], cwd=scratch, stdin=text.encode())
        process.run(["git", "update-index", "--add", "--cacheinfo", f"100644,{blob},{name}"], cwd=scratch)
    return process.run(["git", "write-tree"], cwd=scratch)


def _private_repository(scratch: Path) -> None:
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    process.run(["git", "init", "--quiet", "--bare", "."], cwd=scratch)
    # A machine without user.name publishes too; nothing of the user's own settings may change the bytes.
    for key, value in (
        ("user.name", "draaiboek"),
        ("user.email", "draaiboek@localhost"),
        ("core.autocrlf", "false"),
        ("core.bare", "true"),
    ):
        process.run(["git", "config", key, value], cwd=scratch)


def tip_of(repository: Path) -> str:
    """Return the commit that holds all editions: the branch's, or the remote's when that is further; '' for none.

    Raises ToolError when the two have grown apart.
    """
    mine = _commit_at(f"refs/heads/{BRANCH}", repository)
    theirs = _commit_at(f"refs/remotes/origin/{BRANCH}", repository)
    if not mine or not theirs or mine == theirs:
        return mine or theirs
    base = process.run(["git", "merge-base", mine, theirs], cwd=repository)
    if base not in {mine, theirs}:
        message = f"de tak {BRANCH} en die op de server zijn uit elkaar gegroeid"
        raise ToolError(message, hint="Zet de tak gelijk met de server; er is niets gepubliceerd.")
    return theirs if base == mine else mine


def _commit_at(name: str, repository: Path) -> str:
    try:
        return process.run(["git", "rev-parse", "--verify", "--quiet", name], cwd=repository)
    except ToolError:
        return ""


def _versions(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(entry["version"]) for entry in json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        message = "versions.json is beschadigd"
        raise ToolError(message, hint="Herstel het bestand uit de geschiedenis van de tak.") from error


def _agreeing(listed: tuple[str, ...] | None, names: list[str], place: str) -> tuple[str, ...]:
    present = {name for name in names if NAME.match(name)}
    if set(listed or ()) != present:
        message = f"{place} is beschadigd: versions.json noemt {sorted(listed or ())}, er staan {sorted(present)}"
        raise ToolError(message, hint="Herstel versions.json uit de geschiedenis; er is niets gepubliceerd.")
    return tuple(sorted(present))
