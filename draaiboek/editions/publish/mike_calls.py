"""The only module that calls mike, which writes every edition, its alias and every version list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any

import mike.commands
from mike.git_utils import GitError
from mike.versions import Versions

from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.editions.publish.allowed_names import ALIAS, BRANCH
from draaiboek.editions.publish.scratch_repository import Desk


def take_in(site: Path, edition: str, properties: Mapping[str, Any], desk: Desk) -> None:
    """Let mike add the tree *site* to the branch of *desk*, as *edition* and as the alias, with *properties*."""
    try:
        # mike works only in the current directory, and starts git itself.
        with (
            process.without_git_variables(),
            chdir(desk.folder),
            mike.commands.deploy(
                {"site_dir": str(site), "use_directory_urls": True},
                edition,
                edition,
                [ALIAS],
                update_aliases=True,
                alias_type=mike.commands.AliasType.copy,
                branch=BRANCH,
                message=f"Editie {edition}",
                set_props=list(properties.items()),
            ),
        ):
            pass
    except (GitError, ValueError) as error:
        text = f"mike kon editie {edition} niet opnemen"
        raise ToolError(text, output=str(error)) from error


def relisted(text: str, properties: Mapping[str, Mapping[str, Any]], *, current: str) -> str:
    """Return versions.json *text* with *properties* set per edition, and the alias moved to edition *current*."""
    versions = Versions.from_json(json.loads(text))
    for edition, values in properties.items():
        for name, value in values.items():
            versions[edition].set_property(name, value)
    versions.update(current, aliases=[ALIAS], update_aliases=True)
    return f"{versions.dumps()}\n"
