"""`build.py publish`: the gate, the build from a clean commit, and the publication."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from draaiboek import coverage, diagnostics, publish
from draaiboek.cli.building import ADDRESS, NO_ADDRESS, Parts, make
from draaiboek.cli.checking import Checked, examine, show
from draaiboek.diagnostics import Diagnostic, Severity, nearest
from draaiboek.errors import ToolError, UsageError
from draaiboek.model import Edition, EditionStatus, Origin
from draaiboek.project import Project

MOST_FILES = 5


def publish_edition(project: Project, options: argparse.Namespace) -> int:
    """Publish the edition in *options*; return 1 when the gate refuses it, and say everything that is in the way."""
    checked = examine(project)
    edition = _edition(checked, options.edition)
    folder = _folder(project, options.to) if options.to else None
    published = publish.published_in_folder(folder) if folder else publish.published_on_branch(project.root)
    before = publish.revision(project, default_epoch=0)
    refusals = tuple(_refusals(edition, checked, published, before))
    if refusals:
        show(diagnostics.ordered((*checked.problems, *refusals)))
        print(f"Editie {edition.id} is niet gepubliceerd.", file=sys.stderr)
        return 1
    if code := make(project, Parts(), checked):
        return code
    if publish.revision(project, default_epoch=0) != before:
        message = "de tekst is gewijzigd terwijl de editie werd gemaakt"
        raise ToolError(message, hint="Begin opnieuw; er is niets gepubliceerd.")
    address = checked.source.variables.get(ADDRESS, NO_ADDRESS).rstrip("/")
    scratch = project.out / "publish.git"
    if folder:
        publish.to_folder(project.site, edition, folder, scratch=scratch, address=address)
        print(f"Editie {edition.id} staat in {options.to}.", file=sys.stderr)
    else:
        commit = publish.to_branch(project.site, edition, project.root, scratch=scratch, address=address)
        print(f"Editie {edition.id} staat op de tak {publish.BRANCH} ({commit[:12]}).", file=sys.stderr)
    return 0


def _folder(project: Project, name: str) -> Path:
    folder = Path(name).resolve()
    root = project.root.resolve()
    if folder == root or root.is_relative_to(folder) or folder.is_relative_to(root):
        message = f"de map '{name}' hoort bij het draaiboek zelf"
        raise UsageError(message, hint="Kies een map buiten deze map, bijvoorbeeld ../publicatie.")
    return folder


def _edition(checked: Checked, wanted: str) -> Edition:
    known = {edition.id: edition for edition in checked.source.editions}
    if wanted not in known:
        message = f"er is geen editiepagina docs/edities/{wanted}.md die klopt"
        raise UsageError(message, hint=nearest(wanted, known) or f"Maak ze: python3 build.py new edition {wanted}")
    return known[wanted]


def _refusals(
    edition: Edition, checked: Checked, published: Sequence[str], revision: publish.Revision
) -> Iterator[Diagnostic]:
    if edition.id in published:
        hint = "Een gepubliceerde editie verandert nooit. Maak een nieuwe: python3 build.py new edition JJJJ.N"
        yield Diagnostic("ED003", edition.origin, f"editie {edition.id} is al gepubliceerd", hint)
    if edition is not checked.source.edition and checked.source.edition:
        text = f"editie {edition.id} is niet de nieuwste; dat is {checked.source.edition.id}"
        yield Diagnostic("ED002", edition.origin, text, "Publiceer de nieuwste editie.")
    if edition.status is not EditionStatus.APPROVED:
        text = f"editie {edition.id} heeft de status '{edition.status}'"
        yield Diagnostic("ED004", edition.origin, text, "Zet 'status: goedgekeurd' als de eindredactie akkoord is.")
    if not revision.commit:
        origin = Origin(PurePosixPath("."))
        yield Diagnostic("ED005", origin, "er is geen commit om vanuit te publiceren", "Publiceer vanuit git.")
    for name in revision.changed[:MOST_FILES]:
        text = f"'{name}' is gewijzigd en nog niet vastgelegd"
        yield Diagnostic("ED005", Origin(PurePosixPath(name)), text, "Leg ze vast (git commit) of haal ze weg.")
    if any(problem.severity is Severity.WARNING for problem in checked.problems):
        text = "er zijn nog waarschuwingen; die mogen een editie niet in"
        yield Diagnostic("ED006", edition.origin, text, "Los ze op; verouderde overlays met: python3 build.py review")
    yield from _never_seen(edition, checked)
    if diagnostics.has_errors(checked.problems):
        yield Diagnostic("ED006", edition.origin, "er zijn nog fouten in de tekst", "Los ze op: python3 build.py check")


def _never_seen(edition: Edition, checked: Checked) -> Iterator[Diagnostic]:
    cells = coverage.coverage(checked.source)
    for sector in checked.source.sectors:
        never = [cell for cell in cells if cell.sector == sector.slug and cell.state is coverage.State.NEVER]
        if never and sector.slug not in edition.unreviewed:
            first = f"{never[0].page}#{never[0].section}".removesuffix("#")
            text = f"de sector '{sector.slug}' bekeek {len(never)} stukken kerntekst nooit, om te beginnen '{first}'"
            hint = f"Laat de sector nalezen (python3 build.py status), of zet '{sector.slug}' in 'zonder_nazicht:'."
            yield Diagnostic("ED007", edition.origin, text, hint)
