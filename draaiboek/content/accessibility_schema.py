"""The keys of the files about accessibility, in the same way as `schema` defines those of other files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from draaiboek.base.model import Conformance
from draaiboek.content.dates import Day
from draaiboek.content.lines import Line, PlainText
from draaiboek.content.schema import EDITION, Number, Slug, Strict, Text


class AccessibilityFile(Strict):
    """toegankelijkheid.yml, which `build.py audit --accept` writes."""

    editie: Annotated[str, Field(pattern=EDITION)] = Field(description="De editie die is bekeken.")
    datum: Day = Field(description="De datum van die editie.")
    axe: Line = Field(description="De versie van axe-core.")
    browser: Line = Field(description="De browser en zijn versie.")
    paginas: Number = Field(description="Hoeveel pagina's de machine heeft bekeken.")
    breedtes: tuple[Number, ...] = Field(description="De breedtes van het scherm, in pixels.")
    metingen: Number = Field(description="Hoe vaak axe-core heeft gekeken.")
    haltes: Number = Field(description="Hoeveel haltes van de Tab-toets zijn bekeken.")
    toestanden: Number = Field(
        description="Hoeveel soorten menu's en uitklapbare stukken open stonden tijdens de meting."
    )
    regels: Number = Field(description="Hoeveel regels op elke pagina van de website slagen.")
    overtredingen: Number = Field(description="Hoeveel overtredingen van de richtlijn er zijn.")
    aanbevelingen: Number = Field(description="Hoeveel aanbevelingen nog niet gevolgd zijn op de website.")
    te_bekijken: tuple[Slug, ...] = Field(description="De regels waarover de machine niet zeker is.")


class ObstacleEntry(Strict):
    """A part of the website that is not accessible, in toegankelijkheidsverklaring.yml."""

    deel: Line = Field(description="Het deel van de website.")
    waarom: Annotated[Text, Field(min_length=1)] = Field(description="Wat er niet toegankelijk aan is.")
    alternatief: Annotated[Text, Field(min_length=1)] = Field(description="Wat de lezer intussen kan doen.")
    grond: Literal["nog niet in orde", "onevenredige last", "valt niet onder de regels"] = Field(
        description="De grond waarom het zo is."
    )


class FeedbackEntry(Strict):
    """Where readers report a problem, in toegankelijkheidsverklaring.yml."""

    waar: PlainText = Field(default="", description="Het adres of de dienst waar een lezer een probleem meldt.")
    antwoord_binnen: PlainText = Field(default="", description="De tijd waarbinnen er antwoord komt.")


class EnforcementEntry(Strict):
    """Where readers complain, in toegankelijkheidsverklaring.yml."""

    instantie: PlainText = Field(default="", description="De instantie die toeziet op de regels.")
    hoe: PlainText = Field(default="", description="Hoe en op welk adres een lezer daar een klacht indient.")


class StatementFile(Strict):
    """toegankelijkheidsverklaring.yml: what the accessibility statement says, and what is not known yet."""

    dienst: PlainText = Field(default="", description="De dienst die de website beheert.")
    regels: PlainText = Field(default="", description="De wet of het decreet waarvan de dienst de regels volgt.")
    waarvoor: PlainText = Field(default="", description="Waarvoor de verklaring geldt, na 'geldt voor'.")
    status: Conformance = Field(description="Hoe ver de website de norm volgt: volledig, gedeeltelijk of niet.")
    norm: PlainText = Field(default="", description="De norm waarmee gemeten is.")
    niet_toegankelijk: tuple[ObstacleEntry, ...] = Field(
        default=(), description="De delen die niet toegankelijk zijn, met de reden."
    )
    methode: Literal["zelfevaluatie", "onderzoek door een externe dienst", ""] = Field(
        default="", description="Hoe de website is onderzocht."
    )
    opgemaakt_op: Day | None = Field(default=None, description="De dag waarop de verklaring is opgemaakt.")
    herzien_op: Day | None = Field(default=None, description="De dag waarop ze het laatst is herzien.")
    melden: FeedbackEntry = Field(default=FeedbackEntry(), description="Waar een lezer een probleem meldt.")
    handhaving: EnforcementEntry = Field(default=EnforcementEntry(), description="Waar een lezer klaagt.")
