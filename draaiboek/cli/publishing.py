"""`build.py publish`: an approved edition, or everything that is in its way."""

from __future__ import annotations

import argparse

from draaiboek.base.project import Project
from draaiboek.cli import making
from draaiboek.cli.printing import say, show
from draaiboek.cli.progress import steps
from draaiboek.cli.signing import key_of
from draaiboek.pipeline.publish import publish_edition
from draaiboek.pipeline.published import destination, told


def publish(project: Project, options: argparse.Namespace) -> int:
    """Publish the edition in *options*; return 1 when it is refused."""
    place = destination(project, options.edition, to=options.to, push=options.push, key=key_of(project, options))
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
