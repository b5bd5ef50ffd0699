"""The made-up editions in order, read from the guidebook's `demonstratie/`: the story is the guidebook's, not ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, RootModel

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.errors import UsageError
from draaiboek.base.model import Origin
from draaiboek.content import files, schema, strict_yaml
from draaiboek.content.dates import Day
from draaiboek.content.lines import Line
from draaiboek.content.validation import SEE, validate

NAME = "geschiedenis.yml"
NUMBER = "{editie}"
"""The placeholder in an edit for the number of the edition."""
# Feeds, the list of editions and the menu show the summary: nobody may take a made-up edition for a real one there.
_SAYS_WHAT_IT_IS = re.compile(r'^samenvatting: "?Demonstratie: ', re.MULTILINE)
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Step:
    """A made-up edition: the text of its page, the edits that turn the present text into its text, and its days.

    *day* is that of its commit, *asked* one on which it is in force, *shown* a page that shows how it differs, or ''.
    """

    edition: str
    what: str
    day: date
    asked: date
    shown: str
    page: str
    edits: tuple[Mapping[str, str], ...]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    editie: Annotated[str, Field(pattern=schema.EDITION)]
    wat: Line
    dag: Day
    gevraagd: Day
    wijzigingen: tuple[schema.Slug, ...]
    bekijk: schema.MarkdownFile | None = None


class _History(RootModel[Annotated[tuple[_Entry, ...], Field(min_length=1)]]):
    """The made-up editions, oldest first."""


class _Edits(RootModel[tuple[dict[str, str], ...]]):
    """Edits of the text, in order; `edits` knows which keys go together."""


def history(folder: Path) -> tuple[Step, ...]:
    """Return the made-up editions of *folder*, oldest first; raises UsageError if there are none or one is invalid."""
    if not (folder / NAME).is_file():
        message = "dit draaiboek heeft geen demonstratie"
        raise UsageError(message, hint=f"Schrijf ze in {folder.name}/{NAME}; CONTRIBUTING.md zegt hoe.")
    steps = tuple(_step(folder, entry) for entry in _read(folder, NAME, _History).root)
    if [step.day for step in steps] != sorted({step.day for step in steps}):
        raise _wrong(folder, NAME, "de edities staan niet in de orde van hun dagen")
    for step in steps:
        if not _SAYS_WHAT_IT_IS.search(step.page):
            text = "de samenvatting zegt niet dat de editie gemaakt is"
            raise _wrong(folder, f"{step.edition}.md", text, 'Begin ze zo: samenvatting: "Demonstratie: …"')
    return steps


def _step(folder: Path, entry: _Entry) -> Step:
    edits = (edit for name in entry.wijzigingen for edit in _read(folder, f"{name}.yml", _Edits).root)
    return Step(
        edition=entry.editie,
        what=entry.wat,
        day=entry.dag,
        asked=entry.gevraagd,
        shown=entry.bekijk or "",
        page=_text(folder, f"{entry.editie}.md"),
        edits=tuple({key: text.replace(NUMBER, entry.editie) for key, text in edit.items()} for edit in edits),
    )


def _read(folder: Path, name: str, model: type[M]) -> M:
    text = _text(folder, name)
    try:
        document = strict_yaml.parse(text, Origin(PurePosixPath(folder.name, name)))
    except strict_yaml.StrictYamlError as error:
        message = f"{error.origin}: {error}"
        raise UsageError(message, hint=SEE) from error
    value, problems = validate(model, document)
    if value is None or problems:
        message = f"{problems[0].origin}: {problems[0].text}"
        raise UsageError(message, hint=problems[0].hint)
    return value


def _text(folder: Path, name: str) -> str:
    path, problems = folder / name, list[Diagnostic]()
    if not path.exists():
        raise _wrong(folder, name, "het bestand ontbreekt")
    file = files.allowed(path, folder.parent, problems)
    text, more = files.read_text(file) if file else ("", ())
    for problem in (*problems, *more):
        message = f"{problem.origin}: {problem.text}"
        raise UsageError(message, hint=problem.hint)
    return text


def _wrong(folder: Path, name: str, text: str, hint: str = SEE) -> UsageError:
    return UsageError(f"{folder.name}/{name}: {text}", hint=hint)
