"""The keys that editors may use in front matter and data files: the definitions that validate them.

Each model is one file or front matter; aliases are the Dutch keys, descriptions are Dutch help for editors.
`validate` turns what pydantic finds into diagnostics with a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, ValidationError

from draaiboek.diagnostics import Diagnostic, nearest
from draaiboek.model import Action, EditionStatus, ReferenceStatus
from draaiboek.strict_yaml import Document, Path

Reason = Literal["wetgeving", "rechtspraak", "praktijk", "inzicht", "fenomeen", "erratum"]
Kind = Literal[
    "wet",
    "decreet",
    "besluit",
    "arrest",
    "omzendbrief",
    "advies",
    "parlementaire vraag",
    "webpagina",
    "publicatie",
    "pers",
]
# Angle brackets in metadata reach templates that do not escape them (trust.md, A5 and A6).
PlainText = Annotated[str, Field(pattern=r"^[^<>{}\n]*$")]
Line = Annotated[PlainText, Field(min_length=1)]
LooseDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
WebAddress = Annotated[str, Field(pattern=r"^(https?://[^\s<>\"]+)?$")]
MarkdownFile = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9./-]*\.md$")]
Text = Annotated[str, BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


class PageFrontMatter(_Strict):
    """A core page."""

    title: Line = Field(description="De titel van de pagina, zonder opmaak.")
    description: Line = Field(description="Eén zin die zegt wat de lezer hier vindt.")
    bronnen: tuple[Slug, ...] = Field(default=(), description="De bronnen die de pagina citeert.")
    nagelezen: date | None = Field(default=None, description="De dag waarop iemand de hele pagina nalas.")
    voorheen: tuple[Slug, ...] = Field(default=(), description="Vroegere id's van koppen op deze pagina.")


class SectorPageFrontMatter(PageFrontMatter):
    """A page that only one sector has."""

    na: MarkdownFile = Field(description="De pagina waarna deze pagina in het menu staat.")


class EditionFrontMatter(PageFrontMatter):
    """An edition page: the metadata of a publication."""

    editie: Annotated[str, Field(pattern=r"^20\d\d\.[1-9]\d?(\.[1-9]\d?)?$")] = Field(
        description="Het nummer van de editie: jaar en volgnummer, bijvoorbeeld 2026.1."
    )
    datum: date = Field(description="De dag van de publicatie.")
    geldig_van: date = Field(description="De dag vanaf wanneer de editie geldt.")
    stand_wetgeving: date = Field(description="Tot welke dag de wetgeving is nagekeken.")
    aanleiding: Annotated[tuple[Reason, ...], Field(min_length=1)] = Field(description="Waarom deze editie er komt.")
    samenvatting: Line = Field(description="Eén zin over wat er verandert.")
    eindredactie: Line = Field(description="De functie die de eindredactie deed (nooit een naam).")
    status: EditionStatus = Field(description="'concept', of 'goedgekeurd' als de editie gepubliceerd mag worden.")


class OverlayFrontMatter(_Strict):
    """An overlay."""

    doel: Annotated[str, Field(pattern=r"^[^#\s]+#(slot:)?[^#\s]+$")] = Field(
        description="De pagina en het id van de kop (pagina.md#id), of pagina.md#slot:naam."
    )
    bewerking: Action = Field(description="begin, einde, vervang, weglaten of vul.")
    basis: Annotated[str, Field(pattern=r"^f1:[0-9a-f]{12}$")] = Field(
        description="De vingerafdruk van de kerntekst die je voor je had; 'build.py review' vult ze in."
    )
    reden: PlainText = Field(default="", description="Waarom de sector de kerntekst vervangt of weglaat.")
    volgorde: int = Field(default=0, description="De volgorde als er op één plaats meer aanvullingen staan.")
    nagelezen: date | None = Field(default=None, description="De dag waarop de sector de tekst nalas.")


class SharedOverlayFrontMatter(OverlayFrontMatter):
    """An overlay in overlays/_gedeeld/."""

    sectoren: Annotated[tuple[Slug, ...], Field(min_length=1)] = Field(description="De sectoren waarvoor dit geldt.")


class ReferenceEntry(_Strict):
    """An entry of bronnen.yml."""

    titel: Line
    kort: Line
    soort: Kind
    datum: LooseDate = ""
    publicatie: PlainText = ""
    numac: Annotated[str, Field(pattern=r"^\d{10}$")] = ""
    url: WebAddress = ""
    taal_gelezen: Literal["nl", "fr", "en", ""] = ""
    status: ReferenceStatus
    gecontroleerd_op: LooseDate
    opmerking: PlainText = ""
    na_te_kijken_door: PlainText = ""


class TermEntry(_Strict):
    """An entry of begrippen.yml."""

    term: Line
    voluit: PlainText = ""
    ook: tuple[Line, ...] = ()
    definitie: Line
    bron: Annotated[str, Field(pattern=r"^@[^<>\n]+$")] | Literal[""] = ""


class ActorEntry(_Strict):
    """A representative organisation in sector.yml."""

    naam: Line
    rol: Line
    bron: Annotated[str, Field(pattern=r"^@[^<>\n]+$")]


class SectorFile(_Strict):
    """sector.yml."""

    naam: Line
    titel: Line
    volgorde: int
    omschrijving: Line
    geheimhouding: Line
    eindredactie: PlainText
    actoren: tuple[ActorEntry, ...]


class StepEntry(_Strict):
    """A step in totstandkoming.yml."""

    stap: Line
    richtdatum: LooseDate = ""
    stand: Literal["klaar", "bezig", "niet bekend"]
    toelichting: Text = ""
    bron: Annotated[str, Field(pattern=r"^@[^<>\n]+$")] | Literal[""] = ""


class HistoryFile(_Strict):
    """totstandkoming.yml."""

    stappen: tuple[StepEntry, ...]


class MenuEntry(_Strict):
    """A line of inhoud.yml: a page, or a group of pages with a title."""

    pagina: MarkdownFile | None = None
    titel: PlainText = ""
    paginas: tuple[MarkdownFile, ...] = ()


class AnswerEntry(_Strict):
    """An answer to a question of a decision aid."""

    antwoord: Line
    naar: Slug


class QuestionEntry(_Strict):
    """A question of a decision aid."""

    vraag: Line
    uitleg: Text = ""
    antwoorden: Annotated[tuple[AnswerEntry, ...], Field(min_length=2)]


class OutcomeEntry(_Strict):
    """An outcome of a decision aid, with its legal basis or the statement that there is none."""

    titel: Line
    tekst: Text
    bron: Annotated[str, Field(pattern=r"^@[^<>\n]+$")] | Literal[""] = ""
    werkwijze: bool = False


class DecisionAidEntry(_Strict):
    """One decision aid of beslisboom.yml."""

    titel: Line
    inleiding: Text = ""
    start: Slug
    vragen: dict[Slug, QuestionEntry]
    uitkomsten: dict[Slug, OutcomeEntry]


class ReferenceFile(RootModel[dict[Slug, ReferenceEntry]]):
    """bronnen.yml."""


class TermFile(RootModel[dict[Slug, TermEntry]]):
    """begrippen.yml."""


class VariableFile(RootModel[dict[str, dict[str, PlainText]]]):
    """variabelen.yml."""


class MenuFile(RootModel[tuple[MenuEntry, ...]]):
    """inhoud.yml."""


class DecisionAidFile(RootModel[dict[Slug, DecisionAidEntry]]):
    """beslisboom.yml."""


M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document) -> tuple[M | None, tuple[Diagnostic, ...]]:
    """Return *document* as *model*, or what is wrong with it (PG003)."""
    try:
        return model.model_validate(document.value), ()
    except ValidationError as error:
        return None, tuple(_diagnostics(model, document, error))


def _diagnostics(model: type[BaseModel], document: Document, error: ValidationError) -> Iterable[Diagnostic]:
    for detail in error.errors(include_url=False):
        # pydantic adds the names of union members to the path; they are no keys of the file.
        path = _real_path(document.value, detail["loc"])
        key = ".".join(str(part) for part in path) or "het bestand"
        text, hint = _explain(model, key, detail["type"], detail.get("ctx", {}), detail.get("input"))
        yield Diagnostic("PG003", document.place(path), text, hint)


def _real_path(value: Any, loc: Iterable[str | int]) -> Path:  # noqa: ANN401  # anything that YAML can hold
    path: list[str | int] = []
    for part in loc:
        if isinstance(value, Mapping):
            path.append(part)
            value = value.get(part)
        elif isinstance(value, list | tuple) and isinstance(part, int) and part < len(value):
            path.append(part)
            value = value[part]
    return tuple(path)


def _explain(
    model: type[BaseModel],
    key: str,
    kind: str,
    context: Mapping[str, Any],
    value: object,
) -> tuple[str, str]:
    if kind == "missing":
        return f"de sleutel '{key}' ontbreekt", f"Voeg '{key.rpartition('.')[2]}:' toe."
    if kind == "extra_forbidden":
        known = _keys(model)
        return f"onbekende sleutel '{key}'", nearest(key.rpartition(".")[2], known) or f"Mogelijk: {', '.join(known)}."
    if kind in {"enum", "literal_error"}:
        allowed = str(context["expected"]).replace(" or ", " of ")
        return f"'{key}' kent de waarde '{value}' niet", f"Mogelijk: {allowed}."
    if kind.startswith("date"):
        return f"'{key}' is geen datum: '{value}'", "Schrijf de datum als JJJJ-MM-DD, bijvoorbeeld 2026-11-22."
    if kind == "string_pattern_mismatch":
        return f"'{key}' heeft niet de juiste vorm: '{value}'", f"De vorm is: {context['pattern']}"
    if kind in {"too_short", "string_too_short"}:
        return f"'{key}' is te kort of leeg", "Vul het in."
    expected = _EXPECTED.get(kind, "iets anders")
    return f"'{key}' klopt niet: verwacht {expected}", "Kijk in CONTRIBUTING.md hoe dit bestand eruitziet."


_EXPECTED = {
    "string_type": "tekst (zet getallen en datums tussen aanhalingstekens)",
    "int_type": "een geheel getal",
    "int_parsing": "een geheel getal",
    "bool_type": "true of false",
    "bool_parsing": "true of false",
    "tuple_type": "een lijst",
    "list_type": "een lijst",
    "dict_type": "sleutels met waarden",
    "model_type": "sleutels met waarden",
    "model_attributes_type": "sleutels met waarden",
}


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    if issubclass(model, RootModel):
        inner = model.model_fields["root"].annotation
        models = [arg for arg in get_args(inner) if isinstance(arg, type) and issubclass(arg, BaseModel)]
        return tuple(key for each in models for key in _keys(each))
    return tuple(model.model_fields)
