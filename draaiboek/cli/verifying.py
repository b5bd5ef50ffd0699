"""`build.py verify` and `on-date`: what is published, compared with what was recorded."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Iterable, Iterator
from datetime import date

from draaiboek.base import dutch
from draaiboek.base.dutch import count
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.project import Project
from draaiboek.cli.printing import answer, answer_json, say
from draaiboek.editions import publish, signatures, version_list
from draaiboek.editions.publish import trust
from draaiboek.pipeline import rebuild
from draaiboek.pipeline.examine import identity_of
from draaiboek.pipeline.published import published, tree_of


def verify(project: Project, options: argparse.Namespace) -> int:
    """Print every file of the editions that is not as it was published; return 1 when there is one."""
    tree = published(project, options.folder)
    trusted = trust.commit_of(options.trusted, project.root) if options.rebuild else ""
    signers = signatures.checked_signers(options.signers) if options.signers else None
    top = tree.top()
    known = options.editions or [name for name in top if publish.EDITION.match(name)]
    for name in known:
        if name not in top:
            message = f"editie {name} is niet gepubliceerd"
            raise UsageError(message, hint="Kijk met: mike list")
    found = [*publish.verify(tree, options.editions), *publish.of_another(tree, identity_of(project).slug)]
    if isinstance(tree, publish.CommitTree):
        if other := publish.other_tip(project.root):
            say(other)
        found += publish.remembered(tree, signers)
        if act := publish.without_witness(tree, signers):
            label = "ondertekend label" if signers else "label"
            say(f"Je kopie heeft geen {label} van de laatste handeling ({act}). {_how_to_get_it(project)}")
    if signers:
        found += _told(publish.vouched(tree, signers))
    else:
        say(_unasked(tree))
    found = [*publish.told_once(found)]
    _show(found)
    for name in known if options.rebuild else ():
        others = list(rebuild.differences(project, tree, name, trusted))
        _show(others)
        found += others
    what = f"{count(len(known), 'editie', 'edities')} vergeleken{' en opnieuw gemaakt' if options.rebuild else ''}"
    say(f"{what}: {count(len(found), 'verschil', 'verschillen')}")
    return int(bool(found))


def _how_to_get_it(project: Project) -> str:
    left = next(publish.left_locked_in(project.root), None)
    if left is None:
        return "Werd een oudere tak teruggezet, dan is dat niet te zien. Haal de labels op: git fetch --tags"
    words = shlex.join(["mv", str(left), str(left.with_suffix(""))])
    return f"Git werd afgebroken net voor het dat zette. De volgende handeling zet het alsnog, of typ nu: {words}"


def _told(found: Iterable[publish.Difference | publish.Vouched]) -> Iterator[publish.Difference]:
    for each in found:
        if isinstance(each, publish.Vouched):
            say(f"{each.act} is ondertekend door {each.who}, met alles wat ervoor kwam")
            if each.others:
                number = count(each.others, "andere handtekening telt", "andere handtekeningen tellen")
                say(f"{number} niet mee: van een sleutel die niet, of niet meer, geldt in je bestand")
        else:
            yield each


def _unasked(tree: publish.Tree) -> str:
    try:
        signed = signatures.read(tree.text(signatures.NAME))
    except ToolError as error:
        return str(error)
    if not signed:
        return "Deze publicatie is niet ondertekend."
    number = count(len(signed), "handtekening", "handtekeningen")
    return f"Deze publicatie heeft {number}; die zijn niet nagekeken: --signers BESTAND"


def _show(found: Iterable[publish.Difference]) -> None:
    for each in found:
        answer(f"{publish.shown(each.name)}: {each.what}")


def on_date(project: Project, options: argparse.Namespace) -> int:
    """Print which edition was in force on a day; return 1 when there was none."""
    try:
        day = date.fromisoformat(options.day)
    except ValueError as error:
        message = f"'{options.day}' is geen dag"
        raise UsageError(message, hint="Schrijf JJJJ-MM-DD, bijvoorbeeld 2027-03-01.") from error
    found = version_list.applied_on(day, publish.listed(tree_of(project, options.folder)))
    if options.format == "json":
        answer_json(json.dumps(_object(day, found), ensure_ascii=False, indent=1))
    elif found:
        until = f" tot {dutch.long_date(found.until)}" if found.until else ""
        coming = day > date.today()
        verb, unless = ("geldt", ", als er geen andere in haar plaats komt") if coming else ("gold", "")
        since = dutch.long_date(found.since)
        answer(f"Op {dutch.long_date(day)} {verb} editie {found.id} (geldig vanaf {since}{until}){unless}.")
        if found.withdrawn:
            answer(f"Die editie is later ingetrokken: {found.why}")
    else:
        verb = "geldt" if day > date.today() else "gold"
        answer(f"Op {dutch.long_date(day)} {verb} er geen editie.")
    return 0 if found else 1


def _object(day: date, found: version_list.Listed | None) -> dict[str, object]:
    if found is None:
        return {"datum": day.isoformat(), "editie": None}
    return {
        "datum": day.isoformat(),
        "editie": found.id,
        "geldig_van": found.since.isoformat(),
        "geldig_tot": found.until.isoformat() if found.until else None,
        "status": str(found.status),
    }
