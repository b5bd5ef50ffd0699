"""What is wrong in a proposal: its causes, those that a person repairs apart from those that the program repairs."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic, Severity, for_people
from draaiboek.pipeline import gone_places
from draaiboek.pipeline.examine import Checked
from draaiboek.pipeline.proposal_report import Problem
from draaiboek.pipeline.repair.edits import reader
from draaiboek.pipeline.repair.proposed import Mended
from draaiboek.pipeline.where_to_repair import Host

PERSONAL = "PG018"
_ALIKE = 4  # the most problems of one code in one file that are listed: a comment should fit on one screen


def told(
    problems: tuple[Sequence[Diagnostic], Sequence[Diagnostic]],
    old: Checked,
    new: Checked,
    bare: Collection[PurePosixPath],
    mended: Mended | None,
    host: Host,
) -> tuple[Problem, ...]:
    """Return what is wrong: what the proposal made (for a person, then for the program), and what was there before.

    A mistake that only shows when the program has repaired another is told too, so that nobody has to come back for it.
    """
    before, after = problems
    had = {same(each) for each in before}
    known = {_but_for_numbers(each) for each in (*before, *new.problems)}
    looked_at = {same(each) for each in new.problems}  # repairs do not look at what is printed
    left = {_but_for_numbers(each): each for each in mended.problems} if mended else None
    causes = tuple(gone_places.causes(after, old.source, new.source, bare, reader(host.then), _writes(mended)))
    came = tuple(each for each in causes if same(each) not in had)
    # Not a cause that `gone_places` names: only a person knows whether it was meant.
    alone = {
        each for each in came if left is not None and same(each) in looked_at and _but_for_numbers(each) not in left
    }
    later = tuple(replace(each, text=f"{_LATER}{each.text}") for key, each in (left or {}).items() if key not in known)
    found = (
        (tuple(each for each in came if each not in alone) + later, True, False),
        (tuple(each for each in came if each in alone), True, True),
        (tuple(each for each in causes if same(each) in had), False, False),
    )
    return tuple(
        as_problem(each, host, is_new=is_new, alone=by_program)
        for several, is_new, by_program in found
        for each in for_people(several, _ALIKE)
    )


def _writes(mended: Mended | None) -> gone_places.Writes:
    """Return whether *mended* says in a file that an id was renamed."""
    files = mended.files if mended else {}
    return lambda path, pair: pair.encode() in files.get(str(path), b"")


_LATER = "als het programma hersteld heeft wat het kan, blijft: "


def as_problem(found: Diagnostic, host: Host, *, is_new: bool, alone: bool = False) -> Problem:
    """Return *found* as a row of the report; *alone* says that the program repairs it when asked."""
    link, was = host.repaired_at(found)
    return Problem(
        plaats=str(found.origin)[:500],
        code=found.code,
        tekst=(_PUBLIC.get(found.code) if found.severity is Severity.ERROR else None) or found.message[:4000],
        raad=found.hint[:4000],
        ernst=found.severity.value,
        nieuw=is_new,
        vanzelf=alone,
        link=link,
        was=was,
        nog=found.alike,
    )


# A comment keeps its earlier versions, also after it was edited.
_PUBLIC = {PERSONAL: "hier staat de naam, het adres of het nummer van een persoon"}


def same(problem: Diagnostic) -> tuple[str, PurePosixPath, str]:
    """Return what makes two problems the same, wherever they are in their file."""
    return problem.code, problem.origin.path, problem.text


def _but_for_numbers(problem: Diagnostic) -> tuple[str, PurePosixPath, str]:
    """Return what *problem* is about: repairs move lines, and are tried on a copy with stand-ins for large files."""
    return problem.code, problem.origin.path, re.sub(r"\d+", "", problem.text)
