"""Load, compose and check: what every command does first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import UsageError
from draaiboek.base.memo import Memo
from draaiboek.base.model import CORE, Identity, Source, Variant
from draaiboek.base.project import Project
from draaiboek.check import consultation, functions, kit, language, personal_data, readability, rules, running_text
from draaiboek.compose import side_by_side, variants
from draaiboek.compose.readings import Readings
from draaiboek.content import content_paths, files, identity, queries
from draaiboek.content.source import load
from draaiboek.editions import approval
from draaiboek.pipeline import approve, columns

UNREAD = {"PG001", "PG002"}
NO_EDITION = "ED001"  # what `new edition` is there for, and no mistake in what anybody reads

# Whose mistake it is when a file or its front matter cannot be used: the code says it by its first letters.
_FILED = (
    ("draaiboek.yml", "PG016"),
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
    read: Readings
    variants: tuple[Variant, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Tell whether nothing may be made of it."""
        return diagnostics.has_errors(self.problems)


def examine(project: Project, memo: Memo | None = None) -> Checked:
    """Load and compose *project* and return it with all that is wrong, in the order of the files.

    A process that does it again gives the same *memo*: only what another text asks for is then done again.
    """
    memo = memo or Memo()
    memo.begin()
    source, found = load(project, memo)
    base = variants.core(source, memo)
    problems = [*found, *base.problems, *variants.of_unknown_sectors(source, base)]
    problems += _not_in_print(project, source, memo)
    written = tuple(running_text.texts(source, memo))
    problems += [
        *rules.check(source, base.read, memo),
        *functions.check(source),
        *readability.check(source, memo),
        *consultation.check(source),
        *personal_data.check(written, memo),
        *language.check(source, written, memo),
    ]
    composed = []
    if source.edition:
        for slug in (CORE, *(sector.slug for sector in source.sectors)):
            variant, wrong = variants.compose(source, slug, source.edition, base, memo)
            problems += wrong
            composed.append(variant)
        everything, wrong = side_by_side.compose(source, source.edition, base, memo)
        problems += wrong
        problems += kit.check(composed)
        composed += [everything] if everything else []
        problems += rules.check_links(composed, memo)
        problems += rules.check_answers(queries.of(project, memo)[0], composed)
        if source.edition.approvals and not diagnostics.has_errors(problems):
            present = approve.fingerprint(project, source, composed)
            problems += approval.problems(source.edition, present)
            composed = [*approve.judged(composed, present)]
    return Checked(source, base.read, tuple(composed), _told(columns.of_words(project, problems)))


def _not_in_print(project: Project, source: Source, memo: Memo) -> Iterator[Diagnostic]:
    """Yield the photos that no book can hold."""
    for item in source.media:
        if item.path.suffix != ".svg":
            from draaiboek.forms.pdf import photos  # noqa: PLC0415  # Typst, for a guidebook with photos alone

            file = files.read_file(project.root / item.origin.path, item.origin)
            content, wrong = memo.of(item.origin.path, files.picture_in, file)
            if not wrong:
                yield from memo.of((item.origin.path, "in print"), photos.problems, content, item.origin)


def for_writing(project: Project, *, but: PurePosixPath | None = None) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Load *project* for a command that writes: return the text, and what cannot be read of it.

    Who writes by a text that is only half there writes something else than was meant. Data serves every page, so there
    any mistake counts. The file *but* may be unreadable: the command writes it anew.
    """
    source, found = load(project)
    unread = (each for each in found if each.code in UNREAD or _is_data(each.origin.path))
    return source, _told(each for each in unread if each.origin.path != but)


def for_signing(project: Project) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Load *project* for who signs it: return the text, and everything that is wrong in it."""
    source, found = load(project)
    return source, _told(problem for problem in found if problem.code != NO_EDITION)


def identity_of(project: Project) -> Identity:
    """Return what *project* is, without reading its text; raises UsageError when its draaiboek.yml does not say it."""
    problems: list[Diagnostic] = []
    found = identity.read(project.root, problems)
    if problems:
        message = f"{problems[0].origin.path} klopt niet: {problems[0].text}"
        raise UsageError(message, hint="Kijk met: python3 build.py check")
    return found


def _is_data(path: PurePosixPath) -> bool:
    return content_paths.DATA in path.parents or path == content_paths.IDENTITY


def _told(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return diagnostics.ordered(map(_filed, problems))


def _filed(problem: Diagnostic) -> Diagnostic:
    path = str(problem.origin.path)
    is_page = path.startswith("sectors") and path.endswith(".md")
    if problem.code not in {"PG002", "PG003"} or is_page:
        return problem
    code = next((code for start, code in _FILED if path.startswith(start)), problem.code)
    return replace(problem, code=code)
