"""Load, compose and check: what every command does first. And `build.py check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from draaiboek import checks, compose, diagnostics, readability
from draaiboek.diagnostics import CODES, Diagnostic
from draaiboek.load import load
from draaiboek.model import Source, Variant
from draaiboek.project import Project
from draaiboek.sarif import as_sarif

FORMATS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "text": diagnostics.as_text,
    "github": diagnostics.as_github,
    "json": diagnostics.as_json,
    "sarif": as_sarif,
}


_CONSEQUENCES = {"bronnen.yml": "BR001", "variabelen.yml": "VR001", "inhoud.yml": "PG009"}


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
    problems = [*found, *compose.of_unknown_sectors(source), *checks.check(source), *readability.check(source)]
    variants = []
    if source.edition:
        for slug in compose.slugs(source):
            variant, wrong = compose.compose(source, slug, source.edition)
            problems += wrong
            variants.append(variant)
        problems += checks.check_links(variants)
    return Checked(source, tuple(variants), diagnostics.ordered(map(_filed, _without_consequences(problems))))


def _without_consequences(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Leave out what follows from a data file that could not be read at all: it would bury the cause."""
    unread = {problem.origin.path.name for problem in problems if problem.code in {"PG001", "PG002"}}
    hidden = {code for name, code in _CONSEQUENCES.items() if name in unread}
    return [problem for problem in problems if problem.code not in hidden]


def _filed(problem: Diagnostic) -> Diagnostic:
    path = str(problem.origin.path)
    is_page = path.startswith("sectors") and path.endswith(".md")
    if problem.code not in {"PG002", "PG003"} or is_page:
        return problem
    code = next((code for start, code in _FILED if path.startswith(start)), problem.code)
    return replace(problem, code=code)


def show(problems: Sequence[Diagnostic]) -> None:
    """Print *problems* and how many there are."""
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
        show(checked.problems)
    else:
        print(FORMATS[options.format](checked.problems))
    return int(checked.failed)
