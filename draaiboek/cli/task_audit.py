"""`build.py audit tasks`: whether a reader on a phone gets to the answer in two taps and one and a half screens."""

from __future__ import annotations

import argparse

from draaiboek.base import dutch
from draaiboek.base.errors import UsageError
from draaiboek.base.model import CORE
from draaiboek.base.project import Project
from draaiboek.cli.printing import answer, say, show
from draaiboek.content import tasks
from draaiboek.lab.audit import reader_tasks
from draaiboek.pipeline import earlier


def check_tasks(project: Project, _options: argparse.Namespace) -> int:
    """Perform every task of taken.yml on out/site; return 1 when an answer is missing or too far away."""
    earlier.refuse(project)
    found, problems = tasks.of(project)
    if problems:
        show(problems)
        return 1
    if not found:
        message = "er zijn geen taken om na te gaan"
        raise UsageError(message, hint=f"Schrijf ze in docs/_data/{tasks.FILE}; CONTRIBUTING.md zegt hoe.")
    for task in found:
        folder = "" if task.variant == CORE else task.variant
        if not (project.site / folder / "index.html").exists():
            message = f"out/site/{folder} is geen website om in te lezen"
            raise UsageError(message, hint="Maak ze eerst: python3 build.py")
    walks = reader_tasks.walk(project.site, found)
    for walk in walks:
        if walk.missed:
            answer(f"{walk.task.origin}: ‘{walk.task.name}’ ({walk.task.variant}): {walk.missed}")
    good = [walk for walk in walks if not walk.missed]
    far = max((walk.screens for walk in good), default=0.0)
    say(
        f"{dutch.count(len(walks), 'taak', 'taken')}, {len(good)} met het antwoord in beeld; hoogstens "
        f"{max((len(walk.task.taps) for walk in good), default=0)} tikken en {_decimal(far)} scherm"
    )
    return int(len(good) < len(walks))


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
