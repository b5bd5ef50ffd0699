"""Variant → Site: the only place that knows MkDocs and Material.

A variant is written out as articles of HTML with a configuration (`stage`), and MkDocs puts the theme around them
(`engine`): it is the page shell, and can be replaced. Each step is a pure function of the inputs that stand beside its
name here, so that what did not change is not made again (`base.cache`).
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path, PurePosixPath

from draaiboek.base import up_to_date, workers
from draaiboek.base.cache import (
    ARTICLE,
    FRAME,
    NONE,
    REST,
    SEARCH,
    Cache,
    Digests,
    Files,
    Parts,
    Work,
    check_again,
    is_empty,
    kept,
    of_tree,
    shared_digest,
)
from draaiboek.base.memo import Memo
from draaiboek.base.model import Variant
from draaiboek.base.project import Project
from draaiboek.base.steps import Steps
from draaiboek.base.workers import split
from draaiboek.render import appearance, engine, search_texts, site_settings, stage
from draaiboek.render.around import all_around
from draaiboek.render.article import Ahead, Articles
from draaiboek.render.layout import folder_of, page_url
from draaiboek.render.related import LinkMap
from draaiboek.render.stage import Leaf, Stage, Written

CHECKED_AGAIN = 2
"""In every build that uses cached results, this many of them are made again and compared."""
_ONE, _FRONT = "", "front"  # the names of the files that a step makes

Days = Mapping[PurePosixPath, str]
"""The day on which each page of a variant last changed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is the same for every variant of a build.

    *epoch* is the date of the build in seconds since 1970, *repository* the address of the project on its Git host (''
    when pages show none), *alike* groups of words with the same meaning for the search, *days* the last change of each
    page, by the slug of its variant. *digests* are the known digests of pages.
    """

    epoch: int
    repository: str
    alike: Sequence[Sequence[str]]
    days: Mapping[str, Days]
    digests: Digests = field(default_factory=Digests)


@dataclass(frozen=True, slots=True)
class _Site:
    """The site of a *variant* while it is made: *config* and *names* are what its shell is made of.

    *names* are those of its pages, and of its other files, each of these with the digest of its contents. *shell* loads
    MkDocs on its first call.
    """

    variant: Variant
    settings: Settings
    work: Work
    config: bytes
    names: Sequence[tuple[str, str]]
    shell: Callable[[], engine.Shell]


def render(
    variants: Sequence[Variant],
    project: Project,
    settings: Settings,
    *,
    into: Path,
    steps: Steps,
    keep: Cache = NONE,
) -> Iterator[Counter[str]]:
    """Build the website of each of *variants*, in as many processes as there are cores, together in *into*.

    The first goes to the root of *into*, every sector to its folder. It is built before the others, in this process:
    the others then find MkDocs and the theme loaded, if it had to load them, and what they share already made. Results
    that *keep* holds are used. Reports each site to *steps*, and yields how often each step was done for it. Raises
    ToolError with MkDocs's own words when it warns about anything, and when a cached result is not what is made now.
    """
    choices = tuple(site_settings.choice(variant) for variant in variants)
    up_to_date.bring(project.stage, {}, but=[variant.slug for variant in variants])
    look = appearance.read(project)
    staged = Stage(project, project.stage, choices, settings.repository, look, LinkMap.of(variants))
    build = _Build(staged, settings, into, keep, stage.joined(staged))
    first, *others = variants
    again = Counter(random.choices(range(len(variants)), k=CHECKED_AGAIN))  # noqa: S311  # a sample, no secret
    with _without_theme(build, first, others) as made:
        yield _site(build, (first, again[0]))
        made()
    tasks = [(variant, again[number]) for number, variant in enumerate(others, start=1)]
    tasks.sort(key=lambda task: -len(task[0].pages))  # the longest first: else one core waits for it at the end
    # The progress bar of *steps* is a thread, so it starts after the fork.
    with split(partial(_site, build), tasks) as results, steps("websites", len(variants)) as step:
        step(first.title)
        for (variant, _), each in results:
            step(variant.title)
            yield each


@dataclass(frozen=True, slots=True)
class _Build:
    """The sites built one after the other in one process, and what is remembered of earlier ones.

    *staged* is where they are written out, *into* where they go; *keep* is the cache. *joined* are the files of the
    theme that are assembled from parts.
    """

    staged: Stage
    settings: Settings
    into: Path
    keep: Cache
    joined: Mapping[str, str]
    articles: Articles = field(default_factory=Articles)
    searches: dict[str, Files] = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo)


@contextmanager
def _without_theme(build: _Build, first: Variant, others: Sequence[Variant]) -> Iterator[Callable[[], None]]:
    """Let a copy of this process make what needs no theme for the sites of *others*, while the body makes *first*.

    Yield a function that waits for the results and takes them over: articles, and texts for the search. Only when the
    cache is empty, so that everything has to be made: otherwise whoever makes a site knows best what it needs.
    """
    if not (others and is_empty(build.keep) and workers.have_room()):
        yield lambda: None
        return
    shared = set(map(id, first.pages))
    repository = build.staged.repository
    pages = [
        (page, shown)
        for variant in others
        for page, shown in zip(variant.pages, all_around(variant.pages, variant, repository), strict=True)
        if id(page) not in shared
    ]

    def make() -> tuple[Ahead, Mapping[str, Files]]:
        return build.articles.ahead(pages), {each.slug: _searched(each, build) for each in others}

    with workers.beside(make) as made:

        def take() -> None:
            written, searches = made()
            build.articles.take(pages, written)
            build.searches.update(searches)

        yield take


def _site(build: _Build, task: tuple[Variant, int]) -> Counter[str]:
    """Build the site of a variant; make *again* of the cached results that it used anew, to compare."""
    variant, again = task
    work = Work(build.keep, digests=build.settings.digests)
    with engine.at_work(build.staged.project.root, epoch=build.settings.epoch):
        # The sites of sectors are inside that of the core.
        others = () if folder_of(variant) else [str(each["slug"]) for each in build.staged.choices]
        up_to_date.bring(build.into / folder_of(variant), _files(variant, build, work), but=others)
        check_again(work, again)
    return work.made


def _files(variant: Variant, build: _Build, work: Work) -> Files:
    staged, settings = build.staged, build.settings
    texts: dict[PurePosixPath, Written] = {}

    def text_of(leaf: Leaf) -> Written:
        files = kept(work, ARTICLE, partial(article_parts, leaf, work), partial(_article, leaf, build))
        return texts.setdefault(leaf.page.path, Written(files[_FRONT].decode(), files[_ONE].decode(), leaf.menu))

    config = stage.write(variant, staged, text_of, build.joined)
    others = of_tree(config.parent / stage.DOCS, [*(str(media.path) for media in variant.media), *stage.JOINED])
    loaded = cache(lambda: engine.load(config))
    site = _Site(variant, settings, work, config.read_bytes(), [*((str(path), "") for path in texts), *others], loaded)
    found: dict[str, bytes] = {}
    before = len(work.hits)
    for path, text in texts.items():
        frame = kept(work, FRAME, partial(frame_parts, site, text), partial(_frame, site, path, text))
        found[f"{page_url(path)}index.html"] = engine.filled(frame[_ONE], text.article)
    rest = kept(work, REST, partial(rest_parts, site), partial(_rest, site))
    found.update(engine.dated(rest, _days(site)))
    if not loaded.cache_info().currsize:  # do not load it for `check_again` alone: that costs more than all the rest
        del work.hits[before:]
    found.update(kept(work, SEARCH, partial(search_parts, site), partial(_searched, variant, build)))
    return found


# --- what each step is made of ----------------------------------------------------------------------------------------


def article_parts(leaf: Leaf, work: Work) -> Parts:
    """Return what a page for the engine is made of (`stage.written`)."""
    return {
        "page": shared_digest(leaf.page, work.digests),
        "shown": leaf.shown,
        "steps": leaf.steps,
        "road": leaf.road,
        "related": leaf.related,
    }


def frame_parts(site: _Site, text: Written) -> Parts:
    """Return what a finished page is made of, apart from its article: what the theme knows of it and of its site.

    Its menu follows from the configuration of the site.
    """
    return {"front": text.front, "config": shared_digest(site.config, site.work.digests)}


def rest_parts(site: _Site) -> Parts:
    """Return what the rest of a site is made of: what the theme makes once, and the files of the theme and of docs/.

    The days on which its pages changed are filled in afterwards.
    """
    return {"config": site.config, "files": site.names}


def search_parts(site: _Site) -> Parts:
    """Return what the search of a site is made of."""
    pages = [shared_digest(page, site.work.digests) for page in site.variant.pages]
    return {"pages": pages, "alike": site.settings.alike, "sectors": site.variant.gathered}


# --- the steps --------------------------------------------------------------------------------------------------------


def _article(leaf: Leaf, build: _Build) -> Files:
    made = stage.written(leaf, build.articles)
    return {_FRONT: made.front.encode(), _ONE: made.article.encode()}


def _frame(site: _Site, path: PurePosixPath, text: Written) -> Files:
    return {_ONE: engine.frame(site.shell(), str(path), {**json.loads(text.front), "menu": text.menu})}


def _rest(site: _Site) -> Files:
    shell = site.shell()
    return {
        **{name: source.read_bytes() for name, source in engine.assets(shell).items()},
        **dict(engine.templates(shell, {place: engine.unknown_day(place) for place in _days(site)})),
    }


def _searched(variant: Variant, build: _Build) -> Files:
    if variant.slug in build.searches:
        return build.searches[variant.slug]
    made = search_texts.files(variant, build.settings.alike, build.staged.project.search, build.memo)
    return {name: text.encode() for name, text in made.items()}


def _days(site: _Site) -> Mapping[str, str]:
    """Return the day of each page of *site*, by its place in docs/; the day of the build where it is not known."""
    known = site.settings.days.get(site.variant.slug, {})
    other = datetime.fromtimestamp(site.settings.epoch, UTC).date().isoformat()
    return {str(page.path): known.get(page.path, other) for page in site.variant.pages}
