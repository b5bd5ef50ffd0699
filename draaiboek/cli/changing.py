"""`build.py withdraw`, `rollback` and `reskin`: what can still be done with an edition that was published."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date

from draaiboek import publish
from draaiboek.cli import again
from draaiboek.cli.checking import unreadable
from draaiboek.cli.publishing import address_of, place_of, told
from draaiboek.errors import UsageError
from draaiboek.project import Project

MOST_WORDS = 300


def withdraw(project: Project, options: argparse.Namespace) -> int:
    """Leave a tombstone of an edition."""
    reason = _reason(options.reason)

    def operation(address: str) -> publish.Operation:
        return publish.withdraw(options.edition, reason, date.today(), address=address)

    return _change(project, options, operation, f"Editie {options.edition} ingetrokken", "is ingetrokken; dat staat")


def roll_back(project: Project, options: argparse.Namespace) -> int:
    """Make an earlier edition the one in force."""
    reason = _reason(options.reason or f"Editie {options.edition} geldt opnieuw.")

    def operation(address: str) -> publish.Operation:
        return publish.roll_back(options.edition, reason, date.today(), address=address)

    return _change(project, options, operation, f"Editie {options.edition} geldt opnieuw", "geldt opnieuw; dat staat")


def reskin(project: Project, options: argparse.Namespace) -> int:
    """Give an edition the theme of today, when its text and files stay what they were."""
    reason = _reason(options.reason or "Het uiterlijk is vernieuwd.")

    def operation(address: str) -> publish.Operation:
        place = place_of(project, options)
        with_theme = again.with_todays_theme(project, publish.look(place), options.edition)
        return publish.reskin(options.edition, with_theme, reason, date.today(), address=address)

    return _change(project, options, operation, f"Editie {options.edition} herkleed", "is herkleed; dat staat")


def _change(
    project: Project,
    options: argparse.Namespace,
    operation_at: Callable[[str], publish.Operation],
    message: str,
    done: str,
) -> int:
    """Do *operation_at* the address of the editions, which stands in the text."""
    source, stops = unreadable(project)
    if stops:
        return 1
    place, operation = place_of(project, options), operation_at(address_of(source))
    with publish.held(project.root):
        # Whatever others did meanwhile, the operation looks itself whether it still makes sense.
        commit = publish.change(place, operation, message=message, seen=publish.look(place), approve=lambda _tree: True)
    print(f"Editie {options.edition} {done} {told(place, commit or '')}.", file=sys.stderr)
    return 0


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason or len(reason) > MOST_WORDS:
        message = "de reden is leeg" if not reason else f"de reden is langer dan {MOST_WORDS} tekens"
        raise UsageError(message, hint="Schrijf in één of twee zinnen waarom; de lezer krijgt dit te zien.")
    return reason
