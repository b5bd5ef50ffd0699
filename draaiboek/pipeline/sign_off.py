"""A sector signs, in a proposal, what it read there: the files are added to the proposal without a work tree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from draaiboek.base import process
from draaiboek.base.errors import UsageError
from draaiboek.base.model import Keeper, Source
from draaiboek.base.project import Project
from draaiboek.content.source import load
from draaiboek.pipeline import lookup, proposal, review
from draaiboek.pipeline.proposal_report import ToRead

_WHO = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "draaiboek"), ("EMAIL", "draaiboek@localhost"))
}


def sign_off(project: Project, base: str, head: str, *, sector: str, account: str, day: date) -> tuple[str, int]:
    """Return a commit on top of *head* in which *sector* read all that the proposal asks of it, and how many texts.

    The text of this very work tree, not the proposal, says who may do so: raises UsageError when *account* may not, or
    when there is nothing to read.
    """
    source, _ = load(project)
    keeper = _keeper(source, sector, account)
    asked = proposal.to_read(project, base, head)
    texts = {each.bestand: _signed(each, keeper, day) for each in asked if each.sector == sector}
    if not texts:
        message = f"dit voorstel vraagt niets van de sector {sector}"
        raise UsageError(message, hint="Kijk met: python3 build.py pr-report")
    commit = proposal.commit_of(project.root, head)
    return _on_top(project, commit, texts, f"{sector} las na"), len(texts)


def _keeper(source: Source, slug: str, account: str) -> Keeper:
    keepers = lookup.sector(source, slug).keepers
    found = next((each for each in keepers if each.account.casefold() == account.casefold()), None)
    if found is None:
        message = f"{account} staat niet bij 'beheer' in sectors/{slug}/sector.yml, en tekent dus niet voor die sector"
        raise UsageError(message, hint="Wie het draaiboek beheert, kan dat account daar toevoegen.")
    return found


def _signed(asked: ToRead, keeper: Keeper, day: date) -> bytes:
    what = "\n".join(asked.regels.splitlines()[:2])
    return f"{what}\n{review.signature(day, keeper.role)}".encode()


def _on_top(project: Project, commit: str, files: Mapping[str, bytes], message: str) -> str:
    """Return a commit with *files* on top of *commit*, and nothing else of it touched: made in an index of its own."""
    index = {"GIT_INDEX_FILE": str(project.out / "aftekenen.index")}
    project.out.mkdir(exist_ok=True)
    try:
        _git(project.root, index, "read-tree", commit)
        present = _git(project.root, index, "ls-files", "-z").split("\0")
        texts = {name.rpartition("--")[0] for name in files}
        for name in present:  # what the sector said of those texts before
            if name.startswith("sectors/") and name.rpartition("--")[0] in texts:
                _git(project.root, index, "update-index", "--force-remove", "--", name)
        for name, data in files.items():
            blob = _git(project.root, index, "hash-object", "-w", "--stdin", stdin=data)
            _git(project.root, index, "update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
        tree = _git(project.root, index, "write-tree")
        return _git(project.root, {**index, **_WHO}, "commit-tree", tree, "-p", commit, "-m", message)
    finally:
        Path(index["GIT_INDEX_FILE"]).unlink(missing_ok=True)


def _git(root: Path, env: Mapping[str, str], *words: str, stdin: bytes = b"") -> str:
    return process.run(["git", *words], cwd=root, env=env, stdin=stdin)
