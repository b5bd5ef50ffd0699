"""Where a command that publishes, withdraws or rolls back does so, by its options."""

from __future__ import annotations

import argparse

from draaiboek.base.project import Project
from draaiboek.editions import publish
from draaiboek.pipeline.published import destination, key_of


def place_of(project: Project, options: argparse.Namespace) -> publish.Place:
    """Return where *options* change their edition, and with which key they sign.

    Raises UsageError when the folder belongs to the project, or when no key can be found.
    """
    key = key_of(project, options.key) if options.sign or options.key else None
    return destination(project, options.edition, to=options.to, push=options.push, key=key)
