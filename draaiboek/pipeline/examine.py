"""Load, compose and check: what every command does first. And `build.py check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from draaiboek import compose
from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import CODES, Diagnostic
from draaiboek.base.model import Source, Variant
from draaiboek.base.project import Project
from draaiboek.base.sarif import as_sarif
from draaiboek.check import readability, rules
from draaiboek.content import content_paths
from draaiboek.content.source import load

FORMATS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": diagnostics.as_text,
    "github": diagnostics.as_github,
    "json": diagnostics.as_json,
    "sarif": as_sarif,
}


UNREAD = {"PG001", "PG002"}
NO_EDITION = "ED001"  # what `new edition` is there for, and no mistake in what anybody reads

# Whose mistake it is when a file or its front matter cannot be used: the code says it by its first letters.
_FILED = (
    ("overlays", "OV013"),
    ("sectors", "SC004"),
    ("docs/_data/bronnen.yml", "BR004"),
    ("docs/_data/begrippen.yml", "BR004"),
    ("docs/_data/variabelen.yml", "VR003"),
    ("docs/edities/2", "ED002"),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The text, its variants (none without an edition page) and everything that is wrong with them."""

    source: Source
    variants: tuple[Variant, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Tell whether nothing may be made of it."""
        return diagnostics.has_errors(self.problems)


def examine(project: Project) -> Checked:
    """Load and compose *project* and return it with all that is wrong, in the order of the files."""
    source, found = load(project)
    problems = [*found, *compose.of_unknown_sectors(source), *rules.check(source), *readability.check(source)]
    variants = []
    if source.edition:
        for slug in compose.slugs(source):
            variant, wrong = compose.compose(source, slug, source.edition)
            problems += wrong
            variants.append(variant)
        problems += rules.check_links(variants)
    return Checked(source, tuple(variants), _told(problems))


def unreadable(project: Project, *, but: PurePosixPath | None = None) -> tuple[Source, bool]:
    """Load *project* for a command that writes: return the text, and whether part of it cannot be read.

    If so, what is wrong is shown: who writes by a text that is only half there writes something else than was meant.
    Data serves every page, so there any mistake counts. The file *but* may be unreadable: the command writes it anew.
    """
    source, found = load(project)
    unread = (each for each in found if each.code in UNREAD or content_paths.DATA in each.origin.path.parents)
    return source, _stops(each for each in unread if each.origin.path != but)


def unfit_to_sign(project: Project) -> tuple[Source, bool]:
    """Load *project* for who signs it: return the text, and whether anything in it is wrong, which is then shown."""
    source, found = load(project)
    return source, _stops(problem for problem in found if problem.code != NO_EDITION)


def _stops(found: Iterable[Diagnostic]) -> bool:
    problems = _told(found)
    if diagnostics.has_errors(problems):
        show(problems)
        print("Er is niets gedaan: los eerst de fouten op.", file=sys.stderr)
    return diagnostics.has_errors(problems)


def _told(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return diagnostics.ordered(map(_filed, problems))


def _filed(problem: Diagnostic) -> Diagnostic:
    path = str(problem.origin.path)
    is_page = path.startswith("sectors") and path.endswith(".md")
    if problem.code not in {"PG002", "PG003"} or is_page:
        return problem
    code = next((code for start, code in _FILED if path.startswith(start)), problem.code)
    return replace(problem, code=code)


def show(problems: Sequence[Diagnostic], form: str = "text") -> None:
    """Print *problems* in *form*: for people with how many there are, for programs alone on standard output."""
    if form != "text":
        print(FORMATS[form](problems))
        return
    if problems:
        print(diagnostics.as_text(problems), file=sys.stderr)
    errors = sum(problem.severity is diagnostics.Severity.ERROR for problem in problems)
    print(f"{count(errors, 'fout', 'fouten')}, {count(len(problems) - errors, 'waarschuwing', 'waarschuwingen')}",
          file=sys.stderr)  # fmt: skip


def count(number: int, one: str, many: str) -> str:
    """Return '1 fout' or '2 fouten'."""
    return f"{number} {one if number == 1 else many}"


def check(project: Project, options: argparse.Namespace) -> int:
    """Show every diagnostic; return 1 when there are errors."""
    if options.codes:
        print("\n".join(f"{code} {meaning}" for code, meaning in CODES.items()))
        return 0
    checked = examine(project)
    if options.format == "text":
        print(readability.summary(checked.source), file=sys.stderr)
    show(checked.problems, options.format)
    return int(checked.failed)
