"""From the checked text to out/site, all or nothing: an earlier build's output stays until the new one is complete."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from types import TracebackType

from draaiboek.base import cache, diagnostics, in_place, kept_values, workers
from draaiboek.base.cache import NONE, READ, Cache, Digests
from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.lock import held
from draaiboek.base.memo import Memo
from draaiboek.base.model import CORE, Page, Variant
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps, silent
from draaiboek.compose import made_of
from draaiboek.content import edition_gaps, former_places
from draaiboek.content.markdown import sections
from draaiboek.content.source import KINDS
from draaiboek.editions import manifest, supply_chain
from draaiboek.editions.content_dates import ContentDates, content_dates
from draaiboek.editions.revision import Revision, revision
from draaiboek.pipeline import lookup, unchanged
from draaiboek.pipeline.examine import Begun, Checked, begun, ended
from draaiboek.pipeline.outcome import Built, Parts, Timer, count, report
from draaiboek.pipeline.unchanged import Inputs
from draaiboek.render import search_texts
from draaiboek.render.layout import page_url
from draaiboek.render.sites import Settings, render

CHECKED_AGAIN = 1
"""In every build that uses cached values of a text, this many of them are computed again and compared."""
FORMS = "draaiboek.pipeline.make_forms"
"""The module that makes books; a build of websites alone does not import it."""
_PROGRAM = Path(__file__).resolve().parents[2]
"""The root of the running program, whatever text it builds: an edition is recorded as made with this program."""


@dataclass(frozen=True, slots=True)
class _Build:
    """A build in progress: what it makes of what, which results of earlier builds it may use, and what it did."""

    project: Project
    parts: Parts
    text: Begun
    variants: tuple[Variant, ...]
    stand: Revision
    dates: ContentDates
    keep: Cache
    steps: Steps
    timer: Timer
    digests: Digests
    work: Counter[str] = field(default_factory=Counter)

    @property
    def into(self) -> Path:
        """Where the edition is assembled, out of the edition that out/site held before unless all has to be fresh."""
        return self.project.work / "site"

    def date_of(self, variant: Variant, pages: Sequence[Page]) -> int:
        """Return when anything that *pages* of *variant* are made of last changed, in seconds since 1970."""
        files = made_of.of_book(pages, variant, self.text.source)
        return self.dates.of(files, made_of.homes(variant))

    def day_of(self, variant: Variant, page: Page) -> str:
        """Return the day on which *page* of *variant* was last changed."""
        files = made_of.of_page(page, variant, self.text.source)
        moment = self.dates.of(files, made_of.homes(variant))
        return datetime.fromtimestamp(moment, UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class _Following:
    """Suppresses an exception in the body when the *text* has errors: it follows from those, and they are reported."""

    text: Begun

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        return isinstance(error, Exception) and self.text.rest().failed


def make(
    project: Project,
    parts: Parts,
    checked: Checked | None = None,
    *,
    steps: Steps = silent,
    found: Inputs | None = None,
) -> Built:
    """Make *parts* in out/site, which stays as it was on any error. Call it only inside `alone`.

    *checked*, when given, is the text as already examined; *steps* is told about progress. *found* are the inputs of
    the build: when given, results for whatever did not change since an earlier build come from out/cache.
    """
    project.report.unlink(missing_ok=True)  # until this one ends well, out/site comes from an earlier build
    with ExitStack() as unless_it_ends:
        # What is left otherwise is half a site, perhaps on a disk that is full.
        unless_it_ends.callback(shutil.rmtree, project.work, ignore_errors=True)
        built = _make(project, parts, checked, steps, found)
        unless_it_ends.pop_all()
    return built


@contextmanager
def alone(project: Project) -> Iterator[None]:
    """Hold the build lock of *project* while the body runs; raises ToolError when another build holds it."""
    project.out.mkdir(exist_ok=True)
    with held(project.out, unchanged.BUILDING):
        in_place.recover(project.site)
        yield


def _make(project: Project, parts: Parts, checked: Checked | None, steps: Steps, found: Inputs | None) -> Built:
    timer, work = Timer(), Counter[str]()
    if parts.pdf:
        workers.prepare([FORMS])
    keep = found.cache(project) if found else NONE
    cache.begin(keep)
    memo = Memo(values=kept_values.of_earlier(keep, KINDS))
    with ExitStack() as stack:
        with timer.stage("controle"):
            before = sections.read.cache_info().misses
            text = ended(checked) if checked else stack.enter_context(begun(project, memo))
            work[READ] = sections.read.cache_info().misses - before + memo.values.elsewhere
            memo.values.check_again(CHECKED_AGAIN)
        stand = found.stand if found else revision(project)
        if found is None or not parts.site:
            for folder in (project.work, project.stage):
                shutil.rmtree(folder, ignore_errors=True)
        said: tuple[Diagnostic, ...] = ()
        variants = _wanted(text.variants, parts) if text.variants else ()
        if variants:
            dates = content_dates(project, stand, variants[0].edition.date, memo.values)
            said = _produce(
                _Build(project, parts, text, variants, stand, dates, keep, steps, timer, memo.values.digests, work)
            )
        checked = text.rest()
    problems = diagnostics.ordered((*checked.problems, *said)) if said else checked.problems
    if diagnostics.has_errors(problems):
        report(project, problems, timer, work)
        return Built(problems, timer, work=work)
    os.utime(project.work / "site")  # when it was made, for `earlier`
    in_place.put_in_place(project.work / "site", project.site)
    report(project, problems, timer, work)
    if found and found == unchanged.inputs(project):  # else somebody wrote while we read: the result fits no state
        if problems == checked.problems:  # problems found while making the output are only reported by making it again
            unchanged.remember(project, parts, found, problems)
        memo.values.put()
        cache.settle(keep)
    return count(project, problems, timer, work)


def _produce(build: _Build) -> tuple[Diagnostic, ...]:
    build.into.mkdir(parents=True, exist_ok=True)
    if build.parts.site:
        with build.timer.stage("websites"):
            _sites(build)
        if build.text.rest().failed:  # what was made of such a text must not be used
            return ()
    problems: tuple[Diagnostic, ...] = ()
    if build.parts.pdf:
        with _Following(build.text):
            problems = _forms(build)
    if build.parts.everything and not diagnostics.has_errors(problems):
        with build.timer.stage("manifest"):
            edition = build.variants[0].edition
            supply_chain.write(build.into, _PROGRAM, edition, commit=build.stand.commit)
            _manifest(build.into, build.variants, build.stand)
    return problems


def _sites(build: _Build) -> None:
    source = build.text.source
    settings = Settings(
        build.dates.edition,
        source.identity.repository,
        search_texts.meanings(source.terms, source.synonyms),
        {each.slug: {page.path: build.day_of(each, page) for page in each.pages} for each in build.variants},
        build.digests,
    )
    made = render(
        build.variants,
        build.project,
        settings,
        into=build.into,
        steps=build.steps,
        keep=build.keep,
    )
    with _Following(build.text):
        build.work.update(next(made))
    if not build.text.rest().failed:
        for each in made:
            build.work.update(each)


def _forms(build: _Build) -> tuple[Diagnostic, ...]:
    from draaiboek.pipeline import make_forms  # noqa: PLC0415  # Typst, pikepdf and Word: a third of what is loaded

    source, edition = build.text.source, build.variants[0].edition
    notes = edition_gaps.notes(edition, source.sectors, source.waivers, source.identity.audience)
    order = make_forms.Order(
        build.project,
        build.variants,
        build.into,
        tuple(notes),
        build.date_of,
        build.steps,
        build.keep,
        build.work,
        refused=lambda: build.text.rest().failed,
    )
    books = make_forms.books(order)
    with build.timer.stage("pdf's"):
        problems = make_forms.pdfs(order, books)
    if build.parts.everything:
        with build.timer.stage("epub's en zips"):
            problems += make_forms.documents(order)
            problems += make_forms.take_along(order, books)
    return problems


def _wanted(variants: Sequence[Variant], parts: Parts) -> tuple[Variant, ...]:
    sectors = parts.sectors
    known = {variant.slug for variant in variants if parts.site or not variant.gathered}  # `alle` is never printed
    for slug in sectors:
        lookup.refuse_unknown(slug, known)
    # The core is always there: the sectors' sites stand inside it and switch to it.
    return tuple(each for each in variants if not sectors or each.slug in {CORE, *sectors})


def _manifest(into: Path, variants: Sequence[Variant], commit: Revision) -> None:
    addresses = addresses_of(variants)
    manifest.write(into, variants, commit=commit.commit, changed=bool(commit.changed), addresses=addresses)


def addresses_of(variants: Sequence[Variant]) -> dict[PurePosixPath, str]:
    """Return the address, relative to its site, of each page of *variants*, and of each path that a page had before."""
    pages = [page for variant in variants for page in variant.pages]
    paths = {page.path for page in pages} | {path for path, _ in former_places.moved(pages)}
    return {path: page_url(path) for path in sorted(paths)}
