"""`build.py audit search`: whether readers find the page that answers, with the words that they would type."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from draaiboek.base.errors import UsageError
from draaiboek.base.model import CORE
from draaiboek.base.project import Project
from draaiboek.cli.printing import show
from draaiboek.content import queries
from draaiboek.content.queries import Query, QuerySet
from draaiboek.lab.audit import site_search
from draaiboek.render.layout import page_url

HEAVY = 100_000  # what a reader on a phone may have to fetch; a text that grows is no reason to fail
FEW = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A query, and where the first right page stands among what was found: from 1; 0 when it is not there."""

    query: Query
    place: int
    count: int

    def __str__(self) -> str:
        """Return it as an editor sees it."""
        right = " of ".join(map(str, self.query.answers))
        where = f"op plaats {self.place}" if self.place else f"niet bij de {self.count} gevonden pagina's"
        return f"{self.query.origin}: ‘{self.query.text}’ ({self.query.variant}): {right} staat {where}"


def check_search(project: Project, _options: argparse.Namespace) -> int:
    """Ask the search of out/site what readers type; return 1 when too few find their page."""
    sets, problems = queries.of(project)
    if problems:
        show(problems)
        return 1
    if not sets:
        message = "er zijn geen vragen om te stellen"
        raise UsageError(message, hint=f"Schrijf ze in docs/_data/{queries.FILE}; CONTRIBUTING.md zegt hoe.")
    found = _ask(project, sets)
    results = [_judge(each, found) for each in sets]
    weights = [site_search.weight(path.parent.parent) for path in project.site.rglob("search/texts.js")]
    heavy = ": dat is veel voor een telefoon" if max(weights) > HEAVY else ""
    print(f"De zoekfunctie weegt {max(weights) / 1000:.0f} kB{heavy}", file=sys.stderr)
    return int(not all(results))


def _ask(project: Project, sets: Sequence[QuerySet]) -> Mapping[Query, Found]:
    asked: dict[str, list[Query]] = {}
    for query in (query for each in sets for query in each.queries):
        asked.setdefault("" if query.variant == CORE else f"{query.variant}/", []).append(query)
    for folder in asked:
        if not (project.site / folder / "search" / "texts.js").exists():
            message = f"out/site/{folder} is geen website waarin te zoeken valt"
            raise UsageError(message, hint="Maak ze eerst: python3 build.py")
    answers = site_search.answers(project.site, {folder: [each.text for each in asked[folder]] for folder in asked})
    return {
        query: _found(query, pages)
        for folder, each in asked.items()
        for query, pages in zip(each, answers[folder], strict=True)
    }


def _found(query: Query, pages: Sequence[str]) -> Found:
    right = set(map(page_url, query.answers))
    place = next((number for number, page in enumerate(pages, start=1) if page in right), 0)
    return Found(query, place, len(pages))


def _judge(asked: QuerySet, found: Mapping[Query, Found]) -> bool:
    """Say how *asked* went, with what was not found first; tell whether it went well enough."""
    results = [found[query] for query in asked.queries]
    for result in results:
        if result.place != 1:
            print(result)
    figures = tuple(_figures(asked, results))
    words = [f"{100 * got // len(results)} % {what} (minstens {least})" for what, got, least in figures]
    print(f"{asked.name}: {len(results)} vragen, {', '.join(words)}", file=sys.stderr)
    return all(100 * got >= least * len(results) for _, got, least in figures)


def _figures(asked: QuerySet, results: Sequence[Found]) -> Iterator[tuple[str, int, int]]:
    yield "bovenaan", sum(each.place == 1 for each in results), asked.first
    yield "bij de eerste drie", sum(1 <= each.place <= FEW for each in results), asked.in_three
    yield "met een antwoord", sum(bool(each.count) for each in results), asked.anything
