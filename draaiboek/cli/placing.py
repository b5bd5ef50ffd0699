"""The key with which an act is signed."""

from __future__ import annotations

import argparse
from pathlib import Path

from draaiboek.base.project import Project
from draaiboek.pipeline import published


def key_of(project: Project, options: argparse.Namespace) -> Path | None:
    """Return the key that *options* ask to sign with, or None; raises UsageError when there is none to be found."""
    return published.key_of(project, options.key) if options.sign or options.key else None
