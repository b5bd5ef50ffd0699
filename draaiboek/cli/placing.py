"""Where a command publishes, withdraws or rolls back, according to its options."""

from __future__ import annotations

import argparse

from draaiboek.base.project import Project
from draaiboek.editions import publish
from draaiboek.pipeline.published import destination, key_of


def place_of(project: Project, options: argparse.Namespace) -> publish.Place:
    """Return the place where a command with *options* changes its edition, and the key with which it signs.

    Raises UsageError when the folder belongs to the project, or when no key can be found.
    """
    key = key_of(project, options.key) if options.sign or options.key else None
    return destination(project, options.edition, to=options.to, push=options.push, key=key)
