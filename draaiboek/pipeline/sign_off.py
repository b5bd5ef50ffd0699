"""What a comment under a proposal may ask: to sign what a sector read there, or to repair what needs no guess."""

from __future__ import annotations

from datetime import date

from draaiboek.base.errors import UsageError
from draaiboek.base.model import Keeper, Source
from draaiboek.base.project import Project
from draaiboek.content.source import load
from draaiboek.pipeline import lookup, proposal, proposed_texts, review
from draaiboek.pipeline.commit_on_top import commit_on_top
from draaiboek.pipeline.proposal_report import ToRead


def sign_off(
    project: Project, base: str, head: str, *, sector: str, account: str, day: date
) -> tuple[str, tuple[str, ...]]:
    """Return a commit on top of *head* recording that *sector* read all that the proposal asks of it, and those places.

    Its earlier readings stay: two proposals that both delete that file and add another in its place would conflict in
    a way that no web editor of a Git host can resolve (decisions/0059). `check --fix` sweeps it later.

    Who may do so is decided by the text of the present work tree, not by the proposal: raises UsageError when *account*
    may not, or when there is nothing to read.
    """
    source, _ = load(project)
    keeper = _keeper(source, sector, account)
    asked = [each for each in proposal.to_read(project, base, head) if each.sector == sector]
    texts = {each.bestand: _signed(each, keeper, day) for each in asked}
    if not texts:
        message = f"dit voorstel vraagt niets van de sector {sector}"
        raise UsageError(message, hint="Kijk met: python3 build.py pr-report")
    commit = proposed_texts.commit_of(project.root, head)
    made = commit_on_top(project, commit, texts, f"{sector} las na")
    return made, tuple(each.plaats for each in asked)


def fix(project: Project, base: str, head: str) -> tuple[str, int]:
    """Return a commit on top of *head* with every repair of its text that needs no guess, and how many files changed.

    Raises UsageError when nothing can be repaired.
    """
    commit = proposed_texts.commit_of(project.root, head)
    files = proposal.repairs(project, base, head)
    if not files:
        message = "er is niets dat het programma zonder gissen kan herstellen"
        raise UsageError(message, hint="Wat er nog fout is, zegt het verslag.")
    return commit_on_top(project, commit, files, "Hersteld wat het programma zonder gissen kan"), len(files)


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
