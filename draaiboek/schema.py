"""The keys that editors may use in front matter and data files: the definitions that validate them.

Each model is one file or front matter; its fields are the Dutch keys, their descriptions are Dutch help for editors.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from draaiboek import dutch
from draaiboek.model import Action, EditionStatus, ReferenceStatus

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
# Angle brackets in metadata would reach templates that do not escape them, on every page.
PLAIN_TEXT = r"^[^<>{}\n]*$"
LOOSE_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
WEB_ADDRESS = r"^(https?://[^\s<>\"]+)?$"
MARKDOWN_FILE = r"^[a-z0-9][a-z0-9./-]*\.md$"
EDITION = r"^20\d\d\.[1-9]\d?(\.[1-9]\d?)?$"
TARGET = r"^[^#\s]+#(slot:)?[^#\s]+$"
BASIS = r"^f1:[0-9a-f]{12}$"
OVERLAY_FILE = r"^overlays/[a-z0-9_-]+/[a-z0-9._-]+\.md$"
SIGN_OFF = r"^[a-z0-9][a-z0-9./-]*\.md(#[a-z0-9-]+)?$"
NUMAC = r"^(\d{10})?$"
CITATION = r"^(@[^<>\n]+)?$"


def _existing(text: str) -> str:
    """Refuse 2026-02-31; raises ValueError, which pydantic reports."""
    dutch.loose_date(text)
    return text


PlainText = Annotated[str, Field(pattern=PLAIN_TEXT)]
Line = Annotated[PlainText, Field(min_length=1)]
LooseDate = Annotated[str, Field(pattern=LOOSE_DATE), AfterValidator(_existing)]
Slug = Annotated[str, Field(pattern=SLUG)]
WebAddress = Annotated[str, Field(pattern=WEB_ADDRESS)]
MarkdownFile = Annotated[str, Field(pattern=MARKDOWN_FILE)]
Citation = Annotated[str, Field(pattern=CITATION)]
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

    editie: Annotated[str, Field(pattern=EDITION)] = Field(
        description="Het nummer van de editie: jaar en volgnummer, bijvoorbeeld 2026.1."
    )
    datum: date = Field(description="De dag van de publicatie.")
    geldig_van: date = Field(description="De dag vanaf wanneer de editie geldt.")
    stand_wetgeving: date = Field(description="Tot welke dag de wetgeving is nagekeken.")
    aanleiding: Annotated[tuple[Reason, ...], Field(min_length=1)] = Field(description="Waarom deze editie er komt.")
    samenvatting: Line = Field(description="Eén zin over wat er verandert.")
    eindredactie: Line = Field(description="De functie die de eindredactie deed (nooit een naam).")
    zonder_nazicht: tuple[Slug, ...] = Field(
        default=(), description="De sectoren die niet de hele kerntekst nalazen; de lezer krijgt dit te zien."
    )
    status: EditionStatus = Field(description="'concept', of 'goedgekeurd' als de editie gepubliceerd mag worden.")


class WaiverEntry(_Strict):
    """An entry of overlays/_uitstel.yml."""

    overlay: Annotated[str, Field(pattern=OVERLAY_FILE)] = Field(description="Het pad van de verouderde overlay.")
    functie: Line = Field(description="De functie die het uitstel geeft (nooit een naam).")
    reden: Line = Field(description="Waarom het nalezen moet wachten; de lezer krijgt dit te zien.")
    tot: date = Field(description="De laatste dag van het uitstel.")


class OverlayFrontMatter(_Strict):
    """An overlay."""

    doel: Annotated[str, Field(pattern=TARGET)] = Field(
        description="De pagina en het id van de kop (pagina.md#id), of pagina.md#slot:naam."
    )
    bewerking: Action = Field(description="begin, einde, vervang, weglaten of vul.")
    basis: Annotated[str, Field(pattern=BASIS)] = Field(
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
    numac: Annotated[str, Field(pattern=NUMAC)] = ""
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
    bron: Citation = ""


class ActorEntry(_Strict):
    """A representative organisation in sector.yml."""

    naam: Line
    rol: Line
    bron: Citation


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
    bron: Citation = ""


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
    bron: Citation = ""
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


class WaiverFile(RootModel[tuple[WaiverEntry, ...]]):
    """overlays/_uitstel.yml."""


class SignOffFile(RootModel[dict[Annotated[str, Field(pattern=SIGN_OFF)], Annotated[str, Field(pattern=BASIS)]]]):
    """sectors/<slug>/nagelezen.yml."""
