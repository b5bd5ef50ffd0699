"""`build.py new`: files that are right from the start."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from draaiboek.base.errors import UsageError
from draaiboek.base.model import SLOT, Action, Edition, Origin, Overlay, Source, edition_after, edition_number, newest
from draaiboek.base.project import Project
from draaiboek.cli.loading import unreadable
from draaiboek.cli.printing import answer, say
from draaiboek.compose import overlay_rules, variants
from draaiboek.compose.targets import Target, targets
from draaiboek.content import content_paths, files, json_schema, schema, sector_data
from draaiboek.content.markdown import TO_WRITE
from draaiboek.editions.release_note import TO_DO
from draaiboek.pipeline import lookup, new_guidebook, review
from draaiboek.pipeline.published import folder_outside


def new_overlay(project: Project, options: argparse.Namespace) -> int:
    """Write an overlay, and a reading of its target by its sector; one that would not fit is refused first."""
    source, stops = unreadable(project)
    if stops:
        return 1
    lookup.sector(source, options.sector)
    page_name, _, name = options.target.partition("#")
    target = lookup.target(lookup.core_page(source, page_name), name)
    slot = name.startswith(SLOT)
    action = Action(options.action or (Action.FILL if slot else Action.END))
    file = content_paths.new_overlay(options.sector, PurePosixPath(page_name), name)
    _must_fit(
        Overlay(
            sector=options.sector,
            page=PurePosixPath(page_name),
            target=name,
            action=action,
            reason="",
            order=0,
            body=(),
            sections=(),
            origin=Origin(file),
        ),
        target,
        source,
    )
    reason = '\nreden: ""' if action in {Action.REPLACE, Action.OMIT} else ""
    front = f"doel: {page_name}#{name}\nbewerking: {action}{reason}"
    body = "" if action is Action.OMIT else f"{TO_WRITE}\n"
    second = "Pas dat bestand aan. Wil je een tweede? Kopieer het onder een andere naam."
    code = _create(project, project.root / file, f"---\n{front}\n---\n{body}", if_there=second)
    read = variants.core(source).read
    reading = review.write(project, read, options.sector, (PurePosixPath(page_name), name), day=date.today())
    answer(str(reading.relative_to(project.root)))
    return code


def new_page(project: Project, options: argparse.Namespace) -> int:
    """Write a page that only one sector has."""
    source, stops = unreadable(project)
    if stops:
        return 1
    lookup.sector(source, options.sector)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*\.md", options.file):
        message = f"de naam '{options.file}' is niet toegelaten"
        raise UsageError(message, hint="Gebruik kleine letters, cijfers en streepjes, en eindig op .md.")
    title = options.file.removesuffix(".md").replace("-", " ").capitalize()
    text = f"""---
title: {title}
description: ""
bronnen: []
nagelezen: {date.today()}
na: index.md
---
{TO_WRITE}
"""
    return _create(project, project.sectors / options.sector / options.file, text)


def new_sector(project: Project, options: argparse.Namespace) -> int:
    """Write the sector.yml of a new sector; `check` says what has to be filled in."""
    source, stops = unreadable(project)
    if stops:
        return 1
    new_guidebook.refuse_sector(options.sector, (page.path for page in source.pages))
    path = project.root / content_paths.sector_file(options.sector)
    return _create(project, path, sector_data.new(options.sector, source.sectors))


def new_guidebook_in(project: Project, options: argparse.Namespace) -> int:
    """Write a second guidebook, with the program in it, in a folder outside this one."""
    folder = folder_outside(project, options.folder)
    said = new_guidebook.names(folder, options.name, options.sector)
    new_guidebook.write(project, folder, said, day=date.today())
    answer(str(folder))
    say(f"{said.name} staat klaar. Begin met draaiboek.yml; kijk na met: python3 build.py check (in die map)")
    return 0


def new_edition(project: Project, options: argparse.Namespace) -> int:
    """Write the page of a new edition."""
    if not re.fullmatch(schema.EDITION, options.edition):
        message = f"'{options.edition}' is geen editienummer"
        raise UsageError(message, hint="Schrijf het jaar en een volgnummer, bijvoorbeeld 2026.2.")
    source, stops = unreadable(project)
    if stops:
        return 1
    _must_be_last(options.edition, source.editions)
    today = date.today()
    front = f"""title: Editie {options.edition}
description: Wat er verandert in editie {options.edition} en voor wie.
editie: "{options.edition}"
datum: {today}
geldig_van: {today}
stand_wetgeving: ""
aanleiding: []
samenvatting: ""
eindredactie: ""
status: concept
nagelezen: {today}
druk:
  pagina: web"""
    headings = ("Wat is er veranderd?", "Voor wie is deze editie?", "Wat moet je doen?")
    ids = ("wat-is-er-veranderd", "voor-wie", TO_DO)
    body = "".join(f"\n## {title} {{#{name}}}\n\n{TO_WRITE}\n" for title, name in zip(headings, ids, strict=True))
    return _create(project, project.docs / content_paths.edition_page(options.edition), f"---\n{front}\n---\n{body}")


def _must_fit(overlay: Overlay, target: Target, source: Source) -> None:
    """Raise UsageError when *overlay* is not allowed on *target*, or not together with its sector's other overlays."""
    page = next(page for page in source.pages if page.path == overlay.page)
    known = targets(page)
    others = [
        each
        for each in source.overlays
        if (each.sector, each.page) == (overlay.sector, overlay.page) and each.target in known
    ]
    found = [*overlay_rules.out_of_place(overlay, target)]
    for rule in (overlay_rules.conflicts, overlay_rules.inside_replaced):
        before = set(rule(others, known))
        found += [problem for problem in rule([*others, overlay], known) if problem not in before]
    for problem in found:
        where = "" if problem.origin.path == overlay.origin.path else f"{problem.origin.path}: "
        message = f"{where}{problem.text}"
        raise UsageError(message, hint=problem.hint)


def _must_be_last(number: str, editions: Sequence[Edition]) -> None:
    """Raise UsageError when one of *editions* comes after edition *number*: editions are numbered chronologically."""
    last = newest(editions)
    if last and edition_number(number) < last.number:
        message = f"editie {number} komt vóór editie {last.id}, die er al is"
        raise UsageError(message, hint=f"Kies een nummer dat erna komt, bijvoorbeeld {edition_after(last.number)}.")


def write_schemas(project: Project, _options: argparse.Namespace) -> int:
    """Write the JSON Schemas of all front matter and data files to .vscode/schemas/."""
    folder = project.root / ".vscode" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in json_schema.FILES.items():
        text = json.dumps(json_schema.as_json_schema(model), ensure_ascii=False, indent=2)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8", newline="\n")
    answer(str(folder.relative_to(project.root)))
    return 0


def _create(
    project: Project, path: Path, text: str, *, if_there: str = "Pas dat bestand aan, of kies een andere naam."
) -> int:
    if refused := next(filter(None, map(files.refused_name, path.relative_to(project.root).parts)), None):
        raise UsageError(refused[0], hint=refused[1])
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        message = f"{path.relative_to(project.root)} bestaat al"
        raise UsageError(message, hint=if_there) from error
    answer(str(path.relative_to(project.root)))
    return 0
