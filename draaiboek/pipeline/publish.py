"""`build.py publish`: the gate, the build from a clean commit, and the publication."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import Edition
from draaiboek.base.project import Project
from draaiboek.content import content_paths, web_address
from draaiboek.editions import changes, gate, manifest, publish
from draaiboek.editions.ledger import Piece
from draaiboek.pipeline import compare
from draaiboek.pipeline.build import Parts, addresses_of, make
from draaiboek.pipeline.compare import Compared
from draaiboek.pipeline.examine import Checked, examine, show


def publish_edition(project: Project, options: argparse.Namespace) -> int:
    """Publish the edition in *options*; return 1 when the gate refuses it, and say everything that is in the way."""
    checked = examine(project)
    edition = _edition(project, checked, options.edition)
    place = place_of(project, options)
    if edition is None:
        return _refused(options.edition, checked.problems, options.format)
    with publish.held(project.root):
        return _publish(project, checked, edition, place, options.format)


def place_of(project: Project, options: argparse.Namespace) -> publish.Place:
    """Return where *options* say that the editions stand; raises UsageError when that cannot be."""
    folder = folder_outside(project, options.to) if options.to else None
    return publish.Place(project.root, project.out / "publish.git", folder, options.push, options.edition)


def told(place: publish.Place, commit: str) -> str:
    """Return where a change came, in words."""
    if place.folder:
        return f"in {place.folder}"
    return f"op de tak {publish.BRANCH}{' van de server' if place.push else ''} ({commit[:12]})"


def folder_outside(project: Project, name: str) -> Path:
    """Return folder *name* in full; raises UsageError when it is in the project or around it."""
    folder = Path(name).resolve()
    root = project.root.resolve()
    if folder == root or root.is_relative_to(folder) or folder.is_relative_to(root):
        message = f"de map '{name}' hoort bij het draaiboek zelf"
        raise UsageError(message, hint="Kies een map buiten deze map, bijvoorbeeld ../publicatie.")
    return folder


def history_of(tree: publish.Tree) -> gate.History:
    """Return what *tree* says of the editions that were published."""
    listed = publish.listed(tree)
    names = {each.id: f"{each.id}/{manifest.NAME}" for each in listed}
    texts = tree.texts(list(names.values()))
    missing = next((name for name in names.values() if name not in texts), None)
    if missing:
        message = f"{tree.name} is beschadigd: '{missing}' ontbreekt"
        raise ToolError(message, hint="Herstel het uit de geschiedenis; er is niets gepubliceerd.")
    return gate.History(listed, {id_: manifest.read(texts[name]) for id_, name in names.items()})


def _publish(project: Project, checked: Checked, edition: Edition, place: publish.Place, form: str) -> int:
    seen = publish.ready(place)
    publish.refuse_strange(seen, address=web_address.of(checked.source.variables))
    history = history_of(seen)
    before = publish.revision(project, default_epoch=0)
    candidate = _candidate(project, checked, edition, place)
    refusals = tuple(gate.refusals(candidate, history))
    if refusals:
        return _refused(edition.id, (*checked.problems, *refusals), form)
    if code := make(project, Parts(), checked, form=form):
        return code
    if publish.revision(project, default_epoch=0) != before:
        message = "de tekst is gewijzigd terwijl de editie werd gemaakt"
        raise ToolError(message, hint="Begin opnieuw; er is niets gepubliceerd.")
    address = web_address.of(checked.source.variables)

    def operation(desk: publish.Desk) -> str:
        known = history if desk.parent == seen.commit else history_of(desk.before)
        comparison = _comparison(project, edition, known, address)
        what = publish.Publication(project.site, edition, _pieces(candidate, known), changes=comparison)
        return publish.publish(what, address=address)(desk)

    def approve(tree: publish.Tree) -> bool:
        found = tuple(gate.refusals_by_history(candidate, history_of(tree)))
        return not found or not _refused(edition.id, found, form)

    commit = publish.change(place, operation, message=f"Editie {edition.id}", seen=seen, approve=approve)
    if commit is None:
        return 1
    print(f"Editie {edition.id} staat {told(place, commit)}.", file=sys.stderr)
    return 0


def _candidate(project: Project, checked: Checked, edition: Edition, place: publish.Place) -> gate.Candidate:
    variants = checked.variants
    stand = publish.revision(project, default_epoch=0)
    return gate.Candidate(
        edition=edition,
        source=checked.source,
        variants=variants,
        problems=checked.problems,
        manifest=manifest.of_variants(variants, addresses_of(variants)) if variants else None,
        commit=stand.commit,
        dirty=stand.changed,
        pushed=publish.has_head(project.root) if place.push and stand.commit else None,
    )


def _refused(edition: str, problems: Iterable[Diagnostic], form: str) -> int:
    show(diagnostics.ordered(problems), form)
    print(f"Editie {edition} is niet gepubliceerd.", file=sys.stderr)
    return 1


def _pieces(candidate: gate.Candidate, history: gate.History) -> tuple[Piece, ...]:
    """Return what the edition changes, for the feeds."""
    if history.last is None or candidate.manifest is None:
        return ()
    found = changes.changed(history.last, candidate.manifest)
    return tuple(Piece(each.variant, each.entry.title, "" if each.gone else each.entry.permalink) for each in found)


def _comparison(project: Project, edition: Edition, history: gate.History, address: str) -> Path | None:
    """Write what changed since the last edition, as pages and PDFs; return their folder, None for a first edition."""
    if history.last is None:
        return None
    old = Compared(str(history.last.edition["nummer"]), history.last, f"{address}/{history.last.edition['nummer']}")
    made = manifest.read((project.site / manifest.NAME).read_text(encoding="utf-8"))
    files = compare.publication(project, old, Compared(edition.id, made, f"{address}/{edition.id}"), address=address)
    into = project.out / publish.CHANGES
    compare.write(files, into)
    return into


def _edition(project: Project, checked: Checked, wanted: str) -> Edition | None:
    """Return edition *wanted*, or None when its page is there and cannot be read, as the problems then say."""
    known = {edition.id: edition for edition in checked.source.editions}
    page = content_paths.EDITIONS / f"{wanted}.md"
    if wanted not in known and not (project.root / page).exists():
        message = f"er is geen editiepagina {page}"
        raise UsageError(message, hint=nearest(wanted, known) or f"Maak ze: python3 build.py new edition {wanted}")
    return known.get(wanted)
