"""The gate, the build from a clean commit, and the publication."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import Edition, Identity
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps, silent
from draaiboek.content import content_paths
from draaiboek.editions import changes, gate, manifest, publish
from draaiboek.editions.ledger import Piece
from draaiboek.pipeline import approve, compare
from draaiboek.pipeline.build import addresses_of, alone, make
from draaiboek.pipeline.compare import Compared
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.pipeline.outcome import Built, Parts
from draaiboek.pipeline.published import history_of
from draaiboek.render.layout import CHANGES


@dataclass(frozen=True, slots=True)
class Published:
    """The outcome for an edition: the *commit* that holds it, '' when it is in a folder; None when it was refused.

    *problems* say why; *built* is the build that was made of it, None when there was none.
    """

    problems: tuple[Diagnostic, ...]
    built: Built | None = None
    commit: str | None = None


def publish_edition(project: Project, name: str, place: publish.Place, *, steps: Steps = silent) -> Published:
    """Publish edition *name* in *place*, or return everything that prevents it."""
    checked = examine(project)
    edition = _edition(project, checked, name)
    if edition is None:
        return Published(checked.problems)
    with publish.held(project.root), alone(project):  # what is published is what was built here, whoever else builds
        return _publish(project, checked, edition, place, steps)


def _publish(project: Project, checked: Checked, edition: Edition, place: publish.Place, steps: Steps) -> Published:
    this = checked.source.identity
    seen = publish.ready(place)
    publish.refuse_strange(seen, address=this.address)
    history = history_of(seen)
    before = publish.revision(project)
    candidate = _candidate(project, checked, edition, place)
    if refusals := _refusals(candidate, history):
        return Published(refusals)
    built = make(project, Parts(), checked, steps=steps)
    if built.failed:
        return Published(built.problems, built)
    if publish.revision(project) != before:
        message = "de tekst is gewijzigd terwijl de editie werd gemaakt"
        raise ToolError(message, hint="Begin opnieuw; er is niets gepubliceerd.")

    def operation(desk: publish.Desk) -> str:
        known = history if desk.parent == seen.commit else history_of(desk.before)
        comparison = _comparison(project, edition, known, this)
        what = publish.Publication(project.site, edition, _pieces(candidate, known), changes=comparison)
        return publish.publish(what, this=this)(desk)

    late: list[Diagnostic] = []

    def approve(tree: publish.Tree) -> bool:
        late[:] = gate.refusals_by_history(candidate, history_of(tree))
        return not late

    commit = publish.change(place, operation, message=f"Editie {edition.id}", seen=seen, approve=approve)
    return Published(built.problems if commit is not None else diagnostics.ordered(late), built, commit)


def refusals_of_text(text: Project, checked: Checked, history: gate.History) -> tuple[Diagnostic, ...]:
    """Return what in the text itself prevents its newest edition from following *history*, with what `check` finds.

    That leaves out its state in git and who approved it.
    """
    found = kept_back(text, checked, history)
    open_still = tuple(each for each in checked.problems if each.code not in _APPROVAL)
    return diagnostics.ordered((*open_still, *found)) if found else ()


def kept_back(text: Project, checked: Checked, history: gate.History) -> tuple[Diagnostic, ...]:
    """Return only the reasons, for a reader who already sees what `check` finds."""
    edition = checked.source.edition
    if checked.failed or edition is None or not checked.variants:
        return ()
    variants = checked.variants
    candidate = gate.Candidate(
        edition=edition,
        source=checked.source,
        read=checked.read,
        variants=variants,
        problems=tuple(each for each in checked.problems if each.code not in _APPROVAL),
        manifest=manifest.of_variants(variants, addresses_of(variants)),
        commit=".",
        dirty=(),
        fingerprint=approve.fingerprint(text, checked.source, variants),
    )
    return tuple(each for each in gate.refusals(candidate, history) if each.code not in _APPROVAL)


_APPROVAL = frozenset({"ED004", "ED015"})


def refusals(project: Project, name: str, place: publish.Place) -> tuple[Diagnostic, ...]:
    """Return everything that prevents edition *name* from being published in *place*; nothing is built."""
    checked = examine(project)
    edition = _edition(project, checked, name)
    if edition is None:
        return checked.problems
    return _refusals(_candidate(project, checked, edition, place), history_of(publish.ready(place)))


def _refusals(candidate: gate.Candidate, history: gate.History) -> tuple[Diagnostic, ...]:
    found = tuple(gate.refusals(candidate, history))
    return diagnostics.ordered((*candidate.problems, *found)) if found else ()


def _candidate(project: Project, checked: Checked, edition: Edition, place: publish.Place) -> gate.Candidate:
    variants = checked.variants
    stand = publish.revision(project)
    return gate.Candidate(
        edition=edition,
        source=checked.source,
        read=checked.read,
        variants=variants,
        problems=checked.problems,
        manifest=manifest.of_variants(variants, addresses_of(variants)) if variants else None,
        commit=stand.commit,
        dirty=stand.changed,
        pushed=publish.has_head(project.root) if place.push and stand.commit else None,
        fingerprint=approve.fingerprint(project, checked.source, variants),
    )


def _pieces(candidate: gate.Candidate, history: gate.History) -> tuple[Piece, ...]:
    """Return the sections that the edition changes, for the feeds."""
    if history.last is None or candidate.manifest is None:
        return ()
    found = changes.changed(history.last, candidate.manifest)
    return tuple(Piece(each.variant, each.entry.title, "" if each.gone else each.entry.permalink) for each in found)


def _comparison(project: Project, edition: Edition, history: gate.History, this: Identity) -> Path | None:
    """Write what changed since the last edition, as pages and PDFs; return their folder, None for a first edition."""
    if history.last is None:
        return None
    old = Compared(
        str(history.last.edition["nummer"]), history.last, f"{this.address}/{history.last.edition['nummer']}"
    )
    made = manifest.read((project.site / manifest.NAME).read_text(encoding="utf-8"))
    files = compare.publication(project, old, Compared(edition.id, made, f"{this.address}/{edition.id}"), this=this)
    into = project.out / CHANGES
    compare.write(files, into)
    return into


def _edition(project: Project, checked: Checked, wanted: str) -> Edition | None:
    """Return edition *wanted*, or None when its page exists but cannot be read; the problems then say why."""
    known = {edition.id: edition for edition in checked.source.editions}
    page = content_paths.DOCS / content_paths.edition_page(wanted)
    if wanted not in known and not (project.root / page).exists():
        message = f"er is geen editiepagina {page}"
        raise UsageError(message, hint=nearest(wanted, known) or f"Maak ze: python3 build.py new edition {wanted}")
    return known.get(wanted)
