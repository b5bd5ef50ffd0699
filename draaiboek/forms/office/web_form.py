"""The form of a consultation as one web page that saves a file; it makes no requests to any server."""

from __future__ import annotations

import base64
import codecs
import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, FailFast, ValidationError
from pydantic import Field as Limits

from draaiboek.forms.office.answers import Field, Refusal
from draaiboek.forms.office.remark_form import (
    NAMES,
    PARAGRAPH,
    PROPOSAL,
    TEXT,
    Asked,
    Entry,
    Filled,
    Raw,
    instructions,
    judge,
)
from draaiboek.forms.office.spreadsheet import MAX_BYTES, Cell, Kind, UnreadableError

SUFFIX = ".json"
_HERE = Path(__file__).parent
_MOST = 1000
_PARAGRAPHS = 20_000  # ten times as many as the first guidebook has
_NAMED = 20  # mistakes in one file; each has the same remedy
_AGAIN = "Bewaar het bestand opnieuw met de webpagina, en wijzig er niets in."
_KEYS = {PARAGRAPH: "alinea", TEXT: "opmerking", PROPOSAL: "voorstel"}


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    alinea: str
    opmerking: str
    voorstel: str


class _Saved(BaseModel):
    """The file that the page saves."""

    model_config = ConfigDict(extra="forbid", strict=True)
    editie: str
    sector: str
    functie: str
    organisatie: str
    opmerkingen: Annotated[list[_Row], Limits(max_length=_MOST)]
    alineas: Annotated[list[tuple[int, str, str, str]], Limits(max_length=_PARAGRAPHS), FailFast()]


def write(asked: Asked) -> bytes:
    """Return the page."""
    listed = [[each.number, each.place, each.mark, each.words] for each in asked.paragraphs]
    data = json.dumps({"editie": asked.edition, "sector": asked.sector, "alineas": listed}, ensure_ascii=False)
    style, script = ((_HERE / f"web_form.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, keep_trailing_newline=True)
    heading, *lines = instructions(asked, on_sheets=False)
    page = environment.get_template("web_form.html").render(
        heading=heading,
        lines=lines,
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # idem
        style_hash=Markup(_hash(style)),  # noqa: S704  # of our own file
        script_hash=Markup(_hash(script)),  # noqa: S704  # idem
        data=Markup(data.replace("<", "\\u003c")),  # noqa: S704  # nothing in it can end its element
    )
    return page.encode()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def read(data: bytes, file: str) -> tuple[Filled | None, tuple[Refusal, ...]]:
    """Return what the saved file *data* contains, and what of it cannot be imported; raises UnreadableError."""
    if len(data) > MAX_BYTES:
        message = f"het bestand is te groot ({len(data)} bytes; hoogstens {MAX_BYTES})"
        raise UnreadableError(message, _AGAIN)
    try:
        saved = _Saved.model_validate_json(data.removeprefix(codecs.BOM_UTF8))
    except ValidationError as error:
        return None, tuple(_wrong(error, file))
    refusals: list[Refusal] = []
    return judge(_raw(saved, file), refusals), tuple(refusals)


def _wrong(error: ValidationError, file: str) -> Iterator[Refusal]:
    for detail in islice(error.errors(include_url=False, include_context=False, include_input=False), _NAMED):
        place = ", ".join(f"{each + 1}" if isinstance(each, int) else str(each) for each in detail["loc"])
        yield Refusal(f"{file}, {place}" if place else file, "dit stuk van het bestand klopt niet", _AGAIN)


def _raw(saved: _Saved, file: str) -> Raw:
    def cell(text: str) -> Cell:
        return Cell(text, Kind.TEXT if text else Kind.EMPTY)

    def field(row: int, name: str, text: str) -> Field:
        return Field(NAMES[name], f"{file}, opmerking {row}, {NAMES[name].partition(' ')[2]}", cell(text))

    rows = tuple(
        {name: field(number, name, str(getattr(row, key))) for name, key in _KEYS.items()}
        for number, row in enumerate(saved.opmerkingen, start=1)
    )
    listed = {
        number: Entry(place, mark, text, f"regel {row}")
        for row, (number, place, mark, text) in enumerate(saved.alineas, start=1)
    }
    role = Field("de functie", f"{file}, functie", cell(saved.functie))
    organisation = Field("de organisatie", f"{file}, organisatie", cell(saved.organisatie))
    return Raw(saved.editie, saved.sector, role, organisation, rows, listed)
