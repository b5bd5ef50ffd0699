"""`build.py audit search`: whether readers find the page that answers them with the words that they would type."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from draaiboek.base.errors import UsageError
from draaiboek.base.memo import Memo
from draaiboek.base.project import Project
from draaiboek.cli.printing import answer, say, show
from draaiboek.content import content_paths, queries
from draaiboek.content.queries import Query, QuerySet
from draaiboek.lab.audit import site_search
from draaiboek.pipeline import earlier
from draaiboek.render.layout import page_url, site_folder

HEAVY = 100_000  # bytes that a phone can fetch quickly; more is reported, but is not an error, because a text may grow
FEW = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A query, and the rank of the first right page among the results: from 1, or 0 when there is none.

    *exact* says whether the first result is right down to the section, *named* whether it names that section below,
    *doubtful* whether the search says that there may be no answer.
    """

    query: Query
    place: int
    count: int
    exact: bool
    named: bool
    doubtful: bool

    @property
    def is_right(self) -> bool:
        """Return whether a reader sees at once what they should see."""
        return self.exact if self.query.answers else self.says_none

    @property
    def says_none(self) -> bool:
        """Return whether a reader is told that there is no answer, or perhaps none."""
        return self.doubtful or not self.count

    def __str__(self) -> str:
        """Return the result as an editor sees it."""
        asked = f"{self.query.origin}: ‘{self.query.text}’ ({self.query.variant})"
        if not self.query.answers:
            return f"{asked}: {self.count} pagina's gevonden, en er is geen antwoord"
        right = " of ".join(map(str, self.query.answers))
        where = f"op plaats {self.place}" if self.place else f"niet bij de {self.count} gevonden pagina's"
        where += f", {'genoemd onder' if self.named else 'met'} een ander stuk" if self.place == 1 else ""
        return f"{asked}: {right} staat {where}"


def check_search(project: Project, _options: argparse.Namespace) -> int:
    """Search out/site for what readers type; return 1 when too few find their page."""
    earlier.refuse(project)
    sets, problems = queries.of(project, Memo())
    if problems:
        show(problems)
        return 1
    if not sets:
        message = "er zijn geen vragen om te stellen"
        raise UsageError(message, hint=f"Schrijf ze in {content_paths.QUERIES}/; CONTRIBUTING.md zegt hoe.")
    found = _ask(project, sets)
    results = [_judge(each, found) for each in sets]
    weights = [site_search.weight(path.parent.parent) for path in project.site.rglob("search/texts.js")]
    heavy = ": dat is veel voor een telefoon" if max(weights) > HEAVY else ""
    say(f"De zoekfunctie weegt {max(weights) / 1000:.0f} kB{heavy}")
    return int(not all(results))


def _ask(project: Project, sets: Sequence[QuerySet]) -> Mapping[Query, Found]:
    asked: dict[str, list[Query]] = {}
    for query in (query for each in sets for query in each.queries):
        asked.setdefault(site_folder(query.variant), []).append(query)
    for folder in asked:
        if not (project.site / folder / "search" / "texts.js").exists():
            message = f"out/site/{folder} is geen website waarin te zoeken valt"
            raise UsageError(message, hint="Maak ze eerst: python3 build.py")
    answers = site_search.answers(project.site, {folder: [each.text for each in asked[folder]] for folder in asked})
    return {
        query: _found(query, answer)
        for folder, each in asked.items()
        for query, answer in zip(each, answers[folder], strict=True)
    }


def _found(query: Query, answer: site_search.Answer) -> Found:
    places = answer.places
    right = {page_url(answer.page) for answer in query.answers}
    pages = [place.partition("#")[0] for place in places]
    place = next((number for number, page in enumerate(pages, start=1) if page in right), 0)
    exact = {f"{page_url(answer.page)}#{answer.section}" for answer in query.answers}
    first = places[0] if places else ""
    is_exact = place == 1 and bool(exact & {first, f"{pages[0]}#"})
    return Found(query, place, len(places), is_exact, bool(exact.intersection(answer.also)), answer.doubtful)


def _judge(asked: QuerySet, found: Mapping[Query, Found]) -> bool:
    """Print the results of *asked*, the failures first; return whether they are good enough."""
    results = [found[query] for query in asked.queries]
    for result in results:
        if not result.is_right:
            answer(str(result))
    figures = [each for each in _figures(asked, results) if each[2]]
    words = [f"{100 * got // count} % {what} (minstens {least})" for what, got, count, least in figures]
    say(f"{asked.name}: {len(results)} vragen, {', '.join(words)}")
    return all(100 * got >= least * count for _, got, count, least in figures)


def _figures(asked: QuerySet, results: Sequence[Found]) -> Iterator[tuple[str, int, int, int]]:
    """Yield what is counted, how often it is true, out of how many, and the percentage that it must be."""
    some = [each for each in results if each.query.answers]
    none = [each for each in results if not each.query.answers]
    placed = [each for each in some if any(answer.section for answer in each.query.answers)]
    yield "bovenaan", sum(each.place == 1 for each in some), len(some), asked.first
    yield "bij de eerste drie", sum(1 <= each.place <= FEW for each in some), len(some), asked.in_three
    yield "met het juiste stuk bovenaan", sum(each.exact for each in placed), len(placed), asked.section
    yield "of eronder genoemd", sum(each.exact or each.named for each in placed), len(placed), asked.named
    yield "met een antwoord", sum(bool(each.count) for each in some), len(some), asked.anything
    yield "terecht zonder zeker antwoord", sum(each.says_none for each in none), len(none), asked.nothing
