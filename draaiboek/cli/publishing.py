"""`build.py approve` and `publish`: records who approved an edition, and publishes it or says what prevents that."""

from __future__ import annotations

import argparse
from datetime import date

from draaiboek.base.errors import UsageError
from draaiboek.base.model import EditionStatus
from draaiboek.base.project import Project
from draaiboek.cli import making
from draaiboek.cli.placing import place_of
from draaiboek.cli.printing import answer, say, show
from draaiboek.cli.progress import steps
from draaiboek.editions.approval import lines, void
from draaiboek.pipeline.approve import fingerprint, write
from draaiboek.pipeline.examine import examine
from draaiboek.pipeline.publish import publish_edition, refusals_of_text
from draaiboek.pipeline.published import history_of, told, tree_of


def approve(project: Project, options: argparse.Namespace) -> int:
    """Record on the page of an edition who approved it as it is now; return 1 when it could not be published like that.

    When nobody is named, print the lines with which somebody can approve it in a browser. What would prevent
    publication has to be repaired first, because repairing it later voids the approval.
    """
    checked = examine(project)
    newest = checked.source.edition
    if checked.failed or newest is None:
        show(checked.problems)
        say("Er is niets goedgekeurd: los eerst de fouten op.")
        return 1
    if options.edition != newest.id:
        message = f"editie {options.edition} is niet de nieuwste; dat is {newest.id}"
        raise UsageError(message, hint=f"python3 build.py approve {newest.id} --by FUNCTIE --for ORGANISATIE")
    if in_the_way := refusals_of_text(project, checked, history_of(tree_of(project, None))):
        show(in_the_way)
        say("Er is niets goedgekeurd: zo kan de editie niet verschijnen. Herstel dat eerst, en keur dan goed.")
        return 1
    present = fingerprint(project, checked.source, checked.variants)
    role, organisation = options.by, options.organisation
    if not role and not organisation:
        answer(f"status: {EditionStatus.APPROVED}\n{lines(present)}")
        return 0
    path = write(project, newest, present, role=role, organisation=organisation, day=date.today())
    say(f"{path.relative_to(project.root)}: editie {newest.id} is goedgekeurd door {role} ({organisation})")
    for each in void(newest, present):
        if (each.role, each.organisation) != (role, organisation):
            say(f"De goedkeuring door {each.who} is van een andere tekst: laat ook die vernieuwen, of haal ze weg.")
    say("Leg het vast (git commit) voor je publiceert. Wijzigt er daarna iets, dan vervalt de goedkeuring.")
    return 0


def publish(project: Project, options: argparse.Namespace) -> int:
    """Publish the edition in *options*; return 1 when it is refused."""
    place = place_of(project, options)
    result = publish_edition(project, options.edition, place, steps=steps)
    if result.built and not result.built.failed:
        making.tell(result.built, options.format)
    if result.commit is None:
        show(result.problems, options.format)
        say(f"Editie {options.edition} is niet gepubliceerd.")
        if result.built and result.built.failed:
            making.tell_earlier(project)
        return 1
    say(f"Editie {options.edition} staat {told(place, result.commit)}.")
    return 0
