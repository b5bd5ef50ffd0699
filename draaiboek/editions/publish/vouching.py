"""Whether somebody whom the reader trusts vouches for what is published, and whether witnesses remember more.

Seals alone only prove that no part was changed; whoever rewrites everything makes new seals. A signature needs a key
that such a person does not have, and a tag in another clone is out of reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from draaiboek.base import dutch, git
from draaiboek.base.errors import ToolError
from draaiboek.editions import ledger, signatures
from draaiboek.editions.ledger import Entry
from draaiboek.editions.publish import feeds, refs, witness_tags
from draaiboek.editions.publish.compare_bytes import UNREADABLE, Difference
from draaiboek.editions.publish.tree import CommitTree, Tree
from draaiboek.editions.signatures import Signature

NOBODY = "is niet ondertekend door wie je vertrouwt"
NOT_THEN = "is ondertekend met een sleutel uit je bestand, maar daar geldt die niet voor"
REWRITTEN = "de geschiedenis van de tak is herschreven"
# A rewritten branch shows in many ways; the earlier in this list, the more of the others a cause explains.
_OF_ANOTHER, _UNKNOWN_ACT, _HISTORY, _SHRUNK, _LACKS, _STRANGE, _UNSIGNED = range(1, 8)


@dataclass(frozen=True, slots=True)
class Vouched:
    """The last act is signed: *who* did it, *act* in words, and how many signatures are not by one of the signers."""

    who: str
    act: str
    others: int = 0


def vouched(tree: Tree, signers: Path) -> Iterator[Difference | Vouched]:
    """Yield who of *signers* vouches for all of *tree*, or what is wrong with that; `verify` reports damaged lists.

    The signature of the last act covers everything before it; a signature by a key that is not, or no longer, among the
    *signers* counts for nothing.
    """
    try:
        entries = ledger.read(tree.text(ledger.NAME))
    except ToolError:
        return
    try:
        found = signatures.read(tree.text(signatures.NAME))
    except ToolError:
        yield Difference(signatures.NAME, UNREADABLE)
        return
    acts = {each.seal: _Signed(number, each) for number, each in enumerate(entries, 1)}
    if any(each.seal not in acts for each in found):
        strange = "heeft een handtekening van iets wat niet (meer) in het grootboek staat"
        yield Difference(signatures.NAME, strange, _STRANGE)
    known = [(acts[each.seal], each) for each in found if each.seal in acts]
    good = [(act, each, who) for act, each in known if (who := act.signer(each, signers))]
    gone = [(act, each.before) for act, each, _ in good if each.before and not _grew_from(tree, each.before)]
    if gone:
        act, before = gone[-1]
        yield _rewritten(tree, signatures.NAME, f"commit {before[:12]}, waarop {act} kwam, is weg")
    if entries:
        last = acts[entries[-1].seal]
        who = next((who for act, _, who in good if act == last), "")
        by_listed = any(act.is_by_listed(each, signers) for act, each in known if act == last)
        wrong = f"{NOT_THEN} (op {dutch.long_date(last.entry.day)})" if by_listed else NOBODY
        others = len(known) - len(good)
        yield Vouched(who, f"{last}", others) if who else Difference(ledger.NAME, f"{last} {wrong}", _UNSIGNED)


def told_once(found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield *found*, but only the main cause of all differences that concern the publication as a whole.

    So one forged act is one line, with a count of the lines that follow from it. Differences of a single file are
    always reported.
    """
    found = list(found)
    of_all = sorted((each for each in found if each.of_all), key=lambda each: each.of_all)
    for each in found:
        if not each.of_all:
            yield each
    if of_all:
        more = dutch.count(len(of_all) - 1, "gevolg", "gevolgen")
        yield replace(of_all[0], what=f"{of_all[0].what} (en {more})" if of_all[1:] else of_all[0].what)


def of_another(tree: Tree, slug: str) -> Iterator[Difference]:
    """Yield that *tree* is not of guidebook *slug*: the same people may sign for another one with the same key."""
    try:
        entries = ledger.read(tree.text(ledger.NAME))
    except ToolError:
        return  # already reported
    of = next((feeds.guidebook_of(each.mark) for each in reversed(entries) if each.mark), slug)
    if of != slug:
        wrong = f"is van het draaiboek met slug '{of}', en in draaiboek.yml staat '{slug}'"
        yield Difference(ledger.NAME, wrong, _OF_ANOTHER)


@dataclass(frozen=True, slots=True)
class _Signed:
    """Act *number* of the ledger, counted from 1, and its *entry*."""

    number: int
    entry: Entry

    def __str__(self) -> str:
        return f"handeling {self.number} ({self.entry.act} {self.entry.edition})"

    def signer(self, signature: Signature, signers: Path) -> str:
        day = _day(self.entry.day.isoformat())
        return signatures.signer(self._said(signature), signature.armored, day, signers=signers)

    def is_by_listed(self, signature: Signature, signers: Path) -> bool:
        return signatures.is_by_listed(self._said(signature), signature.armored, signers=signers)

    def _said(self, signature: Signature) -> str:
        return signatures.statement(self.number, self.entry, signature.before)


def remembered(tree: CommitTree, signers: Path | None) -> Iterator[Difference]:
    """Yield what the tags of acts in the repository of *tree*, and its own history, record and *tree* lacks.

    And what the server's branch had when this repository saw it earlier, and lacks now: readers get that branch, even
    when *tree* is ours and has everything. With *signers*, only tags that they signed are believed: anybody who may
    push can make others.
    """
    try:
        entries = ledger.read(tree.text(ledger.NAME))
    except ToolError:
        return
    yield from _shrunk(tree)
    yield from _taken_back(tree.repository)
    seals: Mapping[str, Entry] = {each.seal: each for each in entries}
    left = _believed(tree, signers)
    unknown = [tag for tag in left if tag.seal not in seals]
    listed = _signatures(tree) or frozenset()
    signed = {each.seal for each in listed}
    unsigned = [tag for tag in left if tag.armored and tag.seal in seals and tag.seal not in signed]
    gone = [tag for tag in left if tag.seal in seals and not _grew_from(tree, tag.commit)]
    if unknown:
        act = unknown[-1].act
        what = f"getuigt van een handeling die de tak niet (meer) kent: {act}"
        yield Difference(_named(unknown), what, _UNKNOWN_ACT)
    if gone:
        yield _rewritten(tree, _named(gone), f"commit {gone[-1].commit[:12]}, die het label noemt, is weg")
    elif not signers:  # with signers, `vouched` is called, which believes only their signatures
        befores = sorted({each.before for each in listed} - {""})
        before = next((each for each in befores if not _grew_from(tree, each)), "")
        if before:
            yield _rewritten(tree, signatures.NAME, f"commit {before[:12]}, die er genoemd wordt, is weg")
    if unsigned:
        lacks = f"mist de handtekening van handeling {unsigned[-1].act}, die getekend is in {_named(unsigned)}"
        yield Difference(signatures.NAME, lacks, _LACKS)
    moved = [*witness_tags.silent_in(tree.repository), *(tag.name for tag in left if witness_tags.is_moved(tag))]
    yield from (Difference(name, "is geen getuige meer: het label is verzet") for name in moved)


def _shrunk(tree: CommitTree) -> Iterator[Difference]:
    """Yield each list that no longer contains all that it had in an earlier commit of the branch: lists only grow."""
    for name, said in {ledger.NAME: _seals, signatures.NAME: _signatures}.items():
        now = said(tree)
        changes = git.run("rev-list", tree.commit, "--", name, cwd=tree.repository).splitlines()
        then = ((commit, said(CommitTree(tree.repository, commit))) for commit in changes)
        lost = next((commit for commit, before in then if before and now is not None and not before <= now), "")
        if lost:
            yield Difference(name, f"zegt niet meer alles wat er in commit {lost[:12]} stond", _SHRUNK)


def _taken_back(repository: Path) -> Iterator[Difference]:
    """Yield that the server showed an act which its branch lacked when it was last fetched.

    Git logs what it fetched. A branch of ours that is merely not pushed yet was never there, and a damaged commit that
    was removed had no acts of its own.
    """
    now = refs.commit_at(refs.FETCHED, repository)
    fetched = refs.commits_before(refs.FETCHED, repository) if now else []
    has = _seals(CommitTree(repository, now)) or frozenset()
    others = (each for each in dict.fromkeys(fetched) if not refs.is_ancestor(each, now, repository))
    lost = ((each, (_seals(CommitTree(repository, each)) or frozenset()) - has) for each in others)
    commit, acts = next((each for each in lost if each[1]), ("", frozenset()))
    if acts:
        number = dutch.count(len(acts), "handeling", "handelingen")
        what = f"de server had commit {commit[:12]}, en mist daarvan nu {number}: zette iemand een oudere tak terug?"
        yield Difference(refs.FETCHED.removeprefix("refs/remotes/"), what, _HISTORY)


def _seals(tree: CommitTree) -> frozenset[object] | None:
    """Return the seals of the acts in *tree*, None when its ledger is damaged."""
    try:
        return frozenset(each.seal for each in ledger.read(tree.text(ledger.NAME)))
    except ToolError:
        return None


def _signatures(tree: CommitTree) -> frozenset[Signature] | None:
    """Return the signatures in *tree*, None when their list is damaged."""
    try:
        return frozenset(signatures.read(tree.text(signatures.NAME)))
    except ToolError:
        return None


def without_witness(tree: CommitTree, signers: Path | None) -> str:
    """Return the last act of *tree*, in words, when no tag in its repository records it; '' when one does.

    With *signers* the tag has to be signed by one of them, as in `remembered`.
    """
    try:
        entries = ledger.read(tree.text(ledger.NAME))
    except ToolError:
        return ""
    known = {each.seal for each in _believed(tree, signers)}
    return f"{entries[-1].act} {entries[-1].edition}" if entries and entries[-1].seal not in known else ""


def _believed(tree: CommitTree, signers: Path | None) -> list[witness_tags.Tag]:
    return [each for each in witness_tags.left_in(tree.repository) if not signers or _is_signed(each, signers)]


def _is_signed(tag: witness_tags.Tag, signers: Path) -> bool:
    return bool(signatures.signer(tag.text, tag.armored, _day(tag.day), signers=signers, namespace="git"))


def _named(tags: Sequence[witness_tags.Tag]) -> str:
    """Return the name of the newest of *tags*, which say the same, and how many more there are: one line per cause."""
    others = f" (en {dutch.count(len(tags) - 1, 'ander label', 'andere labels')})" if len(tags) > 1 else ""
    return f"{tags[-1].name}{others}"


def _rewritten(tree: Tree, name: str, how: str) -> Difference:
    """Return the difference between the history and what *name* says, or that a shallow clone cannot tell."""
    if isinstance(tree, CommitTree) and refs.is_shallow(tree.repository):
        unknown = "de geschiedenis is niet na te gaan, want je kopie heeft ze niet helemaal: git fetch --unshallow"
        return Difference(name, unknown, _HISTORY)
    return Difference(name, f"{REWRITTEN}: {how}", _HISTORY)


def _grew_from(tree: Tree, commit: str) -> bool:
    return not isinstance(tree, CommitTree) or refs.is_ancestor(commit, tree.commit, tree.repository)


def _day(iso: str) -> str:
    return iso.replace("-", "")
