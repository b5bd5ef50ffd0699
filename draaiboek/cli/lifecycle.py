"""`build.py withdraw`, `rollback`, `reskin` and `sign`: what can still be done with a published edition."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from draaiboek.base import characters
from draaiboek.base.errors import UsageError
from draaiboek.base.model import Identity
from draaiboek.base.project import Project
from draaiboek.cli.loading import unreadable
from draaiboek.cli.placing import place_of
from draaiboek.cli.printing import say
from draaiboek.editions import publish
from draaiboek.editions.publish import trust
from draaiboek.pipeline import rebuild
from draaiboek.pipeline.published import told

MOST_WORDS = 300


def withdraw(project: Project, options: argparse.Namespace) -> int:
    """Replace an edition by a tombstone."""
    reason = _reason(options.reason)

    def operation(this: Identity) -> publish.Operation:
        return publish.withdraw(options.edition, reason, date.today(), this=this)

    return _change(project, options, operation, f"Editie {options.edition} ingetrokken", "is ingetrokken; dat staat")


def roll_back(project: Project, options: argparse.Namespace) -> int:
    """Make an earlier edition the one in force."""
    reason = _reason(options.reason or f"Editie {options.edition} geldt opnieuw.")

    def operation(this: Identity) -> publish.Operation:
        return publish.roll_back(options.edition, reason, date.today(), this=this)

    return _change(project, options, operation, f"Editie {options.edition} geldt opnieuw", "geldt opnieuw; dat staat")


def reskin(project: Project, options: argparse.Namespace) -> int:
    """Give an edition the present theme, provided that its text and files stay as they were."""
    reason = _reason(options.reason or "Het uiterlijk is vernieuwd.")

    def operation(this: Identity) -> publish.Operation:
        tree, trusted = publish.ready(place_of(project, options)), trust.commit_of(options.trusted, project.root)
        with_theme = rebuild.with_todays_theme(project, tree, options.edition, trusted)
        return publish.reskin(options.edition, with_theme, reason, date.today(), this=this)

    return _change(project, options, operation, f"Editie {options.edition} herkleed", "is herkleed; dat staat")


def sign(project: Project, options: argparse.Namespace) -> int:
    """Sign everything that has been done so far."""

    def operation(_this: Identity) -> publish.Operation:
        return publish.sign(options.edition)

    return _change(project, options, operation, f"Editie {options.edition} ondertekend", "is ondertekend; dat staat")


def _change(
    project: Project,
    options: argparse.Namespace,
    operation_of: Callable[[Identity], publish.Operation],
    message: str,
    done: str,
) -> int:
    """Apply the operation that *operation_of* returns for the guidebook as it is now, and print the outcome."""
    source, stops = unreadable(project)
    if stops:
        return 1
    place, operation = place_of(project, options), operation_of(source.identity)
    with publish.held(project.root):
        seen = publish.ready(place)
        # Whatever others did meanwhile, the operation itself checks whether it still makes sense.
        commit = publish.change(place, operation, message=message, seen=seen, approve=lambda _tree: True)
    say(f"Editie {options.edition} {done} {told(place, commit or '')}.")
    return 0


def _reason(text: str) -> str:
    wrong = next(characters.hidden(text), None)
    if wrong:
        message = f"--reason: op plaats {wrong[0] + 1} staat een onzichtbaar of misleidend teken ({wrong[1]})"
        raise UsageError(message, hint="Typ de reden opnieuw; ze komt op de website, in de feed en in het grootboek.")
    reason = " ".join(text.split())
    if not reason or len(reason) > MOST_WORDS:
        message = "de reden is leeg" if not reason else f"de reden is langer dan {MOST_WORDS} tekens"
        raise UsageError(message, hint="Schrijf in één of twee zinnen waarom; de lezer krijgt dit te zien.")
    return reason
