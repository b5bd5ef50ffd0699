"""docs/_data/zoekvragen/: what readers type and the pages that answer it, one file for each set.

They are not part of the text: the search is measured by them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Absent, Diagnostic, nearest
from draaiboek.base.memo import Memo
from draaiboek.base.model import ALL, CORE, Origin, place_name
from draaiboek.base.project import Project
from draaiboek.content import content_paths, former_places, schema
from draaiboek.content.data_files import read_model
from draaiboek.content.files import ContentFile, read_file
from draaiboek.content.strict_yaml import Document

_REMEDY = "Noem een pagina die de lezer van deze website heeft, of haal de vraag weg."


@dataclass(frozen=True, slots=True)
class Answer:
    """A page that answers, or the section of it with id *section*; '' is anywhere on the page."""

    page: PurePosixPath
    section: str

    def __str__(self) -> str:
        """Return it as an editor writes it."""
        return place_name(self.page, self.section)


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader of *variant* types; *right* are the pages that answer it, as they are written in the file."""

    variant: str
    text: str
    right: tuple[str, ...]
    origin: Origin

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The right answers, any of which will do; when there are none, nothing should be found.

        Parsed when asked for: a build that has thousands of queries from an earlier one looks at few.
        """
        return tuple(map(_answer, self.right))


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Queries that are counted together, and what percentage of them must find what they should.

    That is: the right page *first*, or *in_three*; the right *section* shown at once, or shown or *named* with the
    first page; *anything* at all; and *nothing* when there is no answer.
    """

    name: str
    first: int
    in_three: int
    section: int
    named: int
    anything: int
    nothing: int
    queries: tuple[Query, ...]


def of(project: Project, memo: Memo) -> tuple[tuple[QuerySet, ...], tuple[Diagnostic, ...]]:
    """Return the sets of *project*, sorted by file name, and what is wrong with them."""
    read_sets = [memo.kept(path, read, read_file(project.root / path, Origin(path))) for path in files(project)]
    sets = tuple(found for found, _ in read_sets if found)
    return sets, tuple(problem for _, problems in read_sets for problem in problems)


def files(project: Project) -> Sequence[PurePosixPath]:
    """Return the places of the sets of *project*."""
    found = (project.root / content_paths.QUERIES).glob("*.yml")
    return [content_paths.QUERIES / name for name in sorted(path.name for path in found)]


def read(file: ContentFile) -> tuple[QuerySet | None, tuple[Diagnostic, ...]]:
    """Return the set in *file*, named after the file, and what is wrong with it."""
    problems: list[Diagnostic] = []
    written, document = read_model(file, schema.QueryFile, problems)
    return _set(file.origin.path.stem, written, document) if written else None, tuple(problems)


def _set(name: str, written: schema.QueryFile, document: Document) -> QuerySet:
    return QuerySet(
        name=name,
        first=written.bovenaan,
        in_three=written.eerste_drie,
        section=written.stuk,
        named=written.genoemd,
        anything=written.iets,
        nothing=written.niets,
        queries=tuple(
            Query(variant, entry.vraag, entry.paginas, document.place(("vragen", variant, index)))
            for variant, entries in written.vragen.items()
            for index, entry in enumerate(entries)
        ),
    )


@cache  # thousands of queries have the same few hundred answers
def _answer(written: str) -> Answer:
    page, _, section = written.partition("#")
    return Answer(PurePosixPath(page), section)


def strangers(sets: Sequence[QuerySet], pages: Mapping[str, Collection[PurePosixPath]]) -> Iterator[Diagnostic]:
    """Yield the variants and answers in *sets* that are not among *pages*, the paths of every variant."""
    names = {variant: frozenset(map(str, known)) for variant, known in pages.items()}
    for query in (query for each in sets for query in each.queries):
        if query.variant not in names:
            text = f"de sector '{query.variant}' bestaat niet"
            absent = former_places.absent_sector(query.variant)
            yield Diagnostic("LK001", query.origin, text, nearest(query.variant, names) or _REMEDY, absent=absent)
            continue
        known = names[query.variant]
        for page in (each.partition("#")[0] for each in query.right):
            if page not in known:
                text = f"de pagina '{page}' van de vraag '{query.text}' bestaat niet"
                absent = _absent(PurePosixPath(page), query.variant, names)
                yield Diagnostic("LK001", query.origin, text, nearest(page, known) or _REMEDY, absent=absent)


def _absent(page: PurePosixPath, variant: str, known: Collection[str]) -> Absent:
    """Return what to say of *page* of *variant*; in the one with all of *known* a sector has a folder."""
    folder, *rest = page.parts or ("",)
    if variant == ALL and folder in known and rest:
        return former_places.absent_page(PurePosixPath(*rest), sector=folder)
    return former_places.absent_page(page, sector="" if variant in {CORE, ALL} else variant)
