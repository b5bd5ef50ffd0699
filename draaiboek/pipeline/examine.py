"""Load, compose and check: the first step of every command."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import PurePosixPath

from draaiboek.base import diagnostics
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import UsageError
from draaiboek.base.memo import Memo
from draaiboek.base.model import ALL, CORE, Identity, Origin, Source, Variant
from draaiboek.base.project import Project
from draaiboek.base.workers import beside
from draaiboek.check import (
    consultation,
    functions,
    kit,
    language,
    links,
    personal_data,
    readability,
    rules,
    running_text,
)
from draaiboek.compose import overlay_rules, side_by_side, variants
from draaiboek.compose.readings import Readings
from draaiboek.content import content_paths, files, identity, queries
from draaiboek.content.source import load
from draaiboek.editions import approval, release_note
from draaiboek.pipeline import approve, columns
from draaiboek.render import appearance

UNREAD = {"PG001", "PG002"}
NO_EDITION = "ED001"  # `new edition` exists to solve it, and it is not a mistake in anything that is read

# Which code a file or front matter that cannot be used gets: its first letters say whose mistake it is.
_FILED = (
    ("draaiboek.yml", "PG016"),
    ("overlays", "OV013"),
    ("sectors", "SC004"),
    ("docs/_data/bronnen.yml", "BR004"),
    ("docs/_data/begrippen.yml", "BR004"),
    ("docs/_data/variabelen.yml", "VR003"),
    (f"{content_paths.EDITIONS}/", "ED002"),
)
_LIST_OF_EDITIONS = content_paths.EDITIONS / "index.md"


@dataclass(frozen=True, slots=True)
class Checked:
    """The text, its variants (none without an edition page) and everything that is wrong with them."""

    source: Source
    read: Readings
    variants: tuple[Variant, ...]
    problems: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Return whether the text has errors, so that nothing may be made of it."""
        return diagnostics.has_errors(self.problems)


def examine(project: Project, memo: Memo | None = None) -> Checked:
    """Load and compose *project* and return it with everything that is wrong, in the order of the files.

    A process that examines repeatedly passes the same *memo*, so that only what a change affects is done again.
    """
    memo = memo or Memo()
    memo.begin()
    text = _composed(project, memo)
    return _judged(project, text, _said_by_rules(project, text, memo))


@dataclass(frozen=True, slots=True)
class Begun:
    """A text that is composed while the rules may still be checking it.

    *rest* waits for them. Nothing made of *variants* may be kept or shown until *rest* reports that there are no
    errors.
    """

    source: Source
    variants: tuple[Variant, ...]
    rest: Callable[[], Checked]


@contextmanager
def begun(project: Project, memo: Memo) -> Iterator[Begun]:
    """Load and compose *project*, and run the rules in parallel with the body, in another process.

    *memo* holds the results for files that were read before.
    """
    text = _composed(project, memo)
    look = partial(_said_by_rules, project, text, memo)
    # The websites show an approval, and which text it was given to is only known when there are no errors.
    if diagnostics.has_errors(text.wrong) or (text.source.edition and text.source.edition.approvals):
        yield ended(_judged(project, text, look()))
        return
    with beside(look) as said:
        yield Begun(text.source, text.variants, cache(lambda: _judged(project, text, said())))


def ended(checked: Checked) -> Begun:
    """Return *checked* as a text whose rules have finished; it has no variants when they found errors."""
    return Begun(checked.source, () if checked.failed else checked.variants, lambda: checked)


@dataclass(frozen=True, slots=True)
class _Composed:
    """The text and its variants, and what was found *wrong* with them before any rule ran."""

    source: Source
    read: Readings
    variants: tuple[Variant, ...]
    wrong: tuple[Diagnostic, ...]


def _composed(project: Project, memo: Memo) -> _Composed:
    source, found = load(project, memo)
    base = variants.core(source, memo)
    problems = [*found, *appearance.problems(project), *base.problems, *variants.of_unknown_sectors(source, base)]
    composed = []
    if source.edition:
        for slug in (CORE, *(sector.slug for sector in source.sectors)):
            variant, wrong = variants.compose(source, slug, source.edition, base, memo)
            problems += wrong
            composed.append(variant)
        everything, wrong = side_by_side.compose(source, source.edition, base, memo)
        problems += wrong
        composed += [everything] if everything else []
    return _Composed(source, base.read, tuple(composed), tuple(problems))


def _said_by_rules(project: Project, text: _Composed, memo: Memo) -> tuple[Diagnostic, ...]:
    source = text.source
    written = tuple(running_text.texts(source, memo))
    problems = [
        *_not_in_print(project, source, memo),
        *rules.check(source, text.read, memo),
        *functions.check(source),
        *readability.check(source, memo),
        *consultation.check(source),
        *personal_data.check(written, memo),
        *language.check(source, written, memo),
        *release_note.unsaid(source.edition, source.pages),
    ]
    if text.variants:
        problems += kit.check([each for each in text.variants if each.slug != ALL])
        problems += links.check(text.variants, memo)
        problems += rules.check_answers(queries.of(project, memo)[0], text.variants)
    return tuple(problems)


def _judged(project: Project, text: _Composed, said: Sequence[Diagnostic]) -> Checked:
    composed, problems = text.variants, [*text.wrong, *said]
    edition = text.source.edition
    if edition and edition.approvals and not diagnostics.has_errors(problems):
        present = approve.fingerprint(project, text.source, composed)
        problems += approval.problems(edition, present)
        composed = approve.judged(composed, present)
    return Checked(text.source, text.read, composed, _told(columns.of_words(project, problems)))


def _not_in_print(project: Project, source: Source, memo: Memo) -> Iterator[Diagnostic]:
    """Yield the problems of photos that no book can contain."""
    for item in source.media:
        if item.path.suffix != ".svg":
            from draaiboek.forms.pdf import photos  # noqa: PLC0415  # Typst, for a guidebook with photos alone

            file = files.read_file(project.root / item.origin.path, item.origin)
            content, wrong = memo.of(item.origin.path, files.picture_in, file)
            if not wrong:
                yield from memo.of((item.origin.path, "in print"), photos.problems, content, item.origin)


def for_writing(project: Project, *, but: PurePosixPath | None = None) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Load *project* for a command that writes: return the text, and what could not be read of it.

    A command that writes from a text that is only half read would write something other than was meant. Data files are
    used by every page, so any mistake in them counts. The file *but* may be unreadable: the command rewrites it.
    """
    source, found = load(project)
    unread = (each for each in found if each.code in UNREAD or _is_data(each.origin.path))
    return source, _told(each for each in unread if each.origin.path != but)


def for_signing(project: Project) -> tuple[Source, tuple[Diagnostic, ...]]:
    """Load *project* for signing: return the text, and everything that is wrong in it."""
    source, found = load(project)
    return source, _told(problem for problem in found if problem.code != NO_EDITION)


def identity_of(project: Project) -> Identity:
    """Return the identity of *project* without reading its text; raises UsageError when draaiboek.yml is not valid."""
    problems: list[Diagnostic] = []
    found = identity.read(project.root, problems)
    if problems:
        message = f"{problems[0].origin.path} klopt niet: {problems[0].text}"
        raise UsageError(message, hint="Kijk met: python3 build.py check")
    return found


def _is_data(path: PurePosixPath) -> bool:
    return content_paths.DATA in path.parents or path == content_paths.IDENTITY


def _told(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return diagnostics.ordered(map(_filed, _causes_alone(tuple(problems))))


_NO_ID = "heeft geen vast id"


def _causes_alone(problems: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield *problems* without those that the remedy of another solves too.

    When a heading has both a wrong level and no id, the message about its level mentions the id as well. One with the
    words of another and no id gets an id that is free. A page in a folder that belongs to no sector is not in the menu
    either, but must not be added to it. An overlay of which the only line was refused has a text once that is mended.
    """
    twice = {each.origin: each for each in problems if each.code == "PG005"}
    idless = {each.origin for each in problems if each.code == "PG004" and each.text.endswith(_NO_ID)}
    problems = [_with_free_id(each, twice) for each in problems if not _said_before(each, twice, idless)]
    low = {each.origin for each in problems if each.code == "PG006"}
    astray = {each.origin for each in problems if each.code == "PG011" and rules.ASTRAY in each.text}
    bare = {each.origin for each in problems if each.code == "PG004" and each.text.endswith(_NO_ID)} & low
    refused = {each.origin.path for each in problems if each.code == "PG008"}
    for each in problems:
        if each.code == "PG006" and each.origin in bare:
            yield replace(each, text=f"{each.text}, en {_NO_ID}")
        elif (each.code == "PG009" and each.origin in astray) or (
            each.text.endswith(overlay_rules.NOTHING) and each.origin.path in refused
        ):
            continue
        elif each.code != "PG004" or each.origin not in bare:
            yield each


def _said_before(problem: Diagnostic, twice: Collection[Origin], idless: Collection[Origin]) -> bool:
    """Return whether *problem* is about an id that a heading has not yet, or that was found on its own page before."""
    at = problem.origin
    return at in twice and (problem.code == "OV010" or (problem.code == "PG005" and at in idless))


def _with_free_id(problem: Diagnostic, twice: Mapping[Origin, Diagnostic]) -> Diagnostic:
    """Return *problem*; a heading without an id is told the id that the message in *twice* at its place proposes."""
    free = _ID.search(twice[problem.origin].hint) if problem.code == "PG004" and problem.origin in twice else None
    return replace(problem, hint=_ID.sub(free[0], problem.hint)) if free else problem


_ID = re.compile(r"\{#[^{}]*\}")


def _filed(problem: Diagnostic) -> Diagnostic:
    path = str(problem.origin.path)
    is_page = (path.startswith("sectors") and path.endswith(".md")) or problem.origin.path == _LIST_OF_EDITIONS
    if problem.code not in {"PG002", "PG003"} or is_page:
        return problem
    code = next((code for start, code in _FILED if path.startswith(start)), problem.code)
    return replace(problem, code=code)
