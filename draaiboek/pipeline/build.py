"""From the checked text to out/site, all or nothing."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from draaiboek.base import diagnostics, dutch, workers
from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.errors import UsageError
from draaiboek.base.model import CORE, Variant
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps, silent
from draaiboek.content import edition_gaps, former_places
from draaiboek.editions import manifest, supply_chain
from draaiboek.editions.publish.revision import Revision, revision
from draaiboek.pipeline import make_forms
from draaiboek.pipeline.examine import Checked, examine
from draaiboek.render import search_texts
from draaiboek.render.article import Provenance
from draaiboek.render.layout import page_url
from draaiboek.render.sites import ENGINE, Settings, render


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts of an edition to make, for which sectors (none named: all variants)."""

    site: bool = True
    pdf: bool = True
    sectors: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Tell whether a whole edition is made, with its manifest."""
        return self.site and self.pdf and not self.sectors


@dataclass(frozen=True, slots=True)
class Timer:
    """How long each stage took, in seconds."""

    stages: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        start = time.perf_counter()
        yield
        self.stages[name] = time.perf_counter() - start

    def summary(self) -> str:
        """Return the times as one line."""
        parts = [f"{name} {seconds:.1f} s".replace(".", ",") for name, seconds in self.stages.items()]
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: what is wrong (then nothing was made), how long each stage took, and what it made."""

    problems: tuple[Diagnostic, ...]
    timer: Timer
    pages: int = 0
    pdfs: int = 0

    @property
    def failed(self) -> bool:
        """Tell whether nothing was made."""
        return diagnostics.has_errors(self.problems)


def make(project: Project, parts: Parts, checked: Checked | None = None, *, steps: Steps = silent) -> Built:
    """Make *parts* in out/site; on any error there is no out/site at all.

    *checked*, when given, is the text as it was examined before; *steps* is told how far the work is.
    """
    timer = Timer()
    workers.prepare([*ENGINE, make_forms.__name__])
    with timer.stage("controle"):
        checked = checked or examine(project)
    if not checked.failed:
        _wanted(checked.variants, parts.sectors)  # a word that does not fit must not cost an earlier build
    for folder in (project.site, project.work, project.stage):
        shutil.rmtree(folder, ignore_errors=True)
    problems = checked.problems
    if not checked.failed:
        problems = diagnostics.ordered((*problems, *_produce(project, checked, parts, timer, steps)))
    _report(project, problems, timer)
    if diagnostics.has_errors(problems):
        shutil.rmtree(project.work, ignore_errors=True)
        return Built(problems, timer)
    project.site.parent.mkdir(exist_ok=True)
    (project.work / "site").rename(project.site)
    shutil.rmtree(project.work, ignore_errors=True)
    pages, pdfs = project.site.rglob("index.html"), project.site.glob("pdf/*.pdf")
    return Built(problems, timer, len(list(pages)), len(list(pdfs)))


def _produce(project: Project, checked: Checked, parts: Parts, timer: Timer, steps: Steps) -> tuple[Diagnostic, ...]:
    variants = _wanted(checked.variants, parts.sectors)
    edition = variants[0].edition
    midnight = datetime(edition.date.year, edition.date.month, edition.date.day, tzinfo=UTC)
    commit = revision(project, default_epoch=int(midnight.timestamp()))
    source = checked.source
    into = project.work / "site"
    into.parent.mkdir(parents=True, exist_ok=True)
    with timer.stage("websites"), steps("websites", len(variants)) as step:
        settings = Settings(
            commit.epoch,
            Provenance(source.identity.repository),
            search_texts.meanings(source.terms, source.synonyms),
        )
        render(variants, project, settings, into=into, done=lambda variant: step(variant.title))
    notes = edition_gaps.notes(edition, source.sectors, source.waivers, source.identity.audience)
    order = make_forms.Order(project, variants, into, tuple(notes), commit.epoch, steps)
    problems: tuple[Diagnostic, ...] = ()
    if parts.pdf:
        books = make_forms.books(order)
        with timer.stage("pdf's"):
            problems = make_forms.pdfs(order, books)
        if parts.everything:
            with timer.stage("epub's en zips"):
                problems += make_forms.take_along(order, books)
    if not parts.site:
        _keep_only_pdf(into)
    if parts.everything and not diagnostics.has_errors(problems):
        with timer.stage("manifest"):
            supply_chain.write(into, project.root, edition, commit=commit.commit)
            _manifest(into, variants, commit)
    return problems


def _wanted(variants: Sequence[Variant], sectors: Sequence[str]) -> tuple[Variant, ...]:
    known = {variant.slug for variant in variants}
    for slug in sectors:
        if slug not in known:
            message = f"de sector '{slug}' bestaat niet"
            raise UsageError(message, hint=nearest(slug, known) or f"Kies uit: {dutch.enumeration(sorted(known))}.")
    # The core is always there: the sectors' sites stand inside it and switch to it.
    return tuple(each for each in variants if not sectors or each.slug in {CORE, *sectors})


def _keep_only_pdf(into: Path) -> None:
    for path in into.iterdir():
        if path.name != "pdf":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _manifest(into: Path, variants: Sequence[Variant], commit: Revision) -> None:
    addresses = addresses_of(variants)
    manifest.write(into, variants, commit=commit.commit, changed=bool(commit.changed), addresses=addresses)


def addresses_of(variants: Sequence[Variant]) -> dict[PurePosixPath, str]:
    """Return the address below its site of each page of *variants*, also under the names that it had before."""
    pages = [page for variant in variants for page in variant.pages]
    paths = {page.path for page in pages} | {path for path, _ in former_places.moved(pages)}
    return {path: page_url(path) for path in sorted(paths)}


def _report(project: Project, problems: Sequence[Diagnostic], timer: Timer) -> None:
    project.out.mkdir(exist_ok=True)
    report = {"meldingen": diagnostics.as_objects(problems), "seconden": timer.stages}
    project.report.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
