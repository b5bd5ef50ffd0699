"""taken.yml: what readers come for, and the way to the answer. Not part of the text: the pages are measured by it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from draaiboek.base.diagnostics import Diagnostic, nearest
from draaiboek.base.model import Origin
from draaiboek.base.project import Project
from draaiboek.content import former_places, schema
from draaiboek.content.data_files import read_model
from draaiboek.content.files import ContentFile, read_file

FILE = "taken.yml"


@dataclass(frozen=True, slots=True)
class Task:
    """What a reader of *variant* comes for: from page *start*, by tapping the words *taps*, to *answer* in view.

    Or by typing *search* in the search box and tapping the first result.
    """

    name: str
    variant: str
    start: PurePosixPath
    taps: tuple[str, ...]
    search: str
    answer: str
    origin: Origin


def of(project: Project) -> tuple[tuple[Task, ...], tuple[Diagnostic, ...]]:
    """Return the tasks of *project*, none when there is no such file, and what is wrong with the file."""
    path = PurePosixPath("docs", "_data", FILE)
    file = project.root / path
    return read(read_file(file, Origin(path))) if file.exists() else ((), ())


def read(file: ContentFile) -> tuple[tuple[Task, ...], tuple[Diagnostic, ...]]:
    """Return the tasks in *file*, and what is wrong with it."""
    problems: list[Diagnostic] = []
    written, document = read_model(file, schema.TaskFile, problems)
    tasks = tuple(
        Task(
            each.taak,
            each.sector,
            PurePosixPath(each.begin),
            each.tikken,
            each.zoek,
            each.antwoord,
            document.place((index,)),
        )
        for index, each in enumerate(written.root if written else ())
    )
    problems += (_two_roads(task) for task in tasks if task.search and task.taps)
    return tasks, tuple(problems)


def _two_roads(task: Task) -> Diagnostic:
    text = f"de taak '{task.name}' heeft 'tikken' en 'zoek'"
    return Diagnostic("PG003", task.origin, text, "Kies één weg: zoeken is al twee tikken.")


def strangers(tasks: Sequence[Task], pages: Mapping[str, Collection[PurePosixPath]]) -> Iterator[Diagnostic]:
    """Yield the variants and pages in *tasks* that are not among *pages*, the paths of every variant."""
    for task in tasks:
        remedy = "Noem een website en een pagina die de lezer heeft, of haal de taak weg."
        if task.variant not in pages:
            text = f"de sector '{task.variant}' bestaat niet"
            absent = former_places.absent_sector(task.variant)
            yield Diagnostic("LK001", task.origin, text, nearest(task.variant, pages) or remedy, absent=absent)
        elif task.start not in pages[task.variant]:
            text = f"de pagina '{task.start}' van de taak '{task.name}' bestaat niet"
            hint = nearest(str(task.start), map(str, pages[task.variant])) or remedy
            yield Diagnostic("LK001", task.origin, text, hint, absent=former_places.absent_page(task.start))
