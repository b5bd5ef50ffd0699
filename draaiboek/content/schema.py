"""The keys that editors may use in front matter and data files: the models that validate them.

Each model is one file or front matter; its fields are the Dutch keys, their descriptions are Dutch help for editors.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from draaiboek.base.model import CORE, Action, EditionStatus, Product, ReferenceStatus
from draaiboek.content import budgets
from draaiboek.content.dates import Day, LooseDate
from draaiboek.content.lines import Line, PlainText, Role, RoleOrNothing

T = TypeVar("T")
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
Language = Literal["en", "fr", "de", "la"]
LANGUAGES: tuple[str, ...] = get_args(Language)
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
WEB_ADDRESS = r"^(https?://[^\s<>\"]+)?$"
ADDRESS = r"^https?://[^\s<>\"]+$"
# A path below docs/: no part of it is "..", "." or empty.
_PAGE = r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*\.md"
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"
MARKDOWN_FILE = rf"^{_PAGE}$"
KIT_NAME = r"^[a-z]{1,60}$"
ANSWER = rf"^{_PAGE}(#{_ID})?$"
EDITION_NUMBER = r"20[0-9]{2}\.[1-9][0-9]?(?:\.[1-9][0-9]?)?"
"""The year and a number, and a third number for an erratum; the pattern means the same in Python and browsers."""
EDITION = f"^{EDITION_NUMBER}$"
TARGET = r"^[^#\s]+#(slot:)?[^#\s]+$"
FINGERPRINT = r"^f2:[0-9a-f]{12}$"
APPROVED = r"^g1:[0-9a-f]{32}$"
OVERLAY_FILE = r"^overlays/[a-z0-9_-]+/[a-z0-9._-]+\.md$"
# An old id of this page (and what it is now), the old name of this page, or a section that came from another page.
FORMER = rf"^({_ID}( > {_ID})?|{_PAGE}(#{_ID})?)$"
READ = rf"^{_PAGE}(#(slot:)?[a-z0-9-]+)?$"
NUMAC = r"^(\d{10})?$"
SHORT_NUMBER = r"^[0-9]{3,4}$"
CITATION = r"^(@[^<>\n]+)?$"
ACCOUNT = r"^@[A-Za-z0-9][A-Za-z0-9-]{0,38}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?$"


Account = Annotated[str, Field(pattern=ACCOUNT)]
"""A user or a team on a Git host, as CODEOWNERS writes it."""

Slug = Annotated[str, Field(pattern=SLUG, max_length=60)]
WebAddress = Annotated[str, Field(pattern=WEB_ADDRESS)]
Address = Annotated[str, Field(pattern=ADDRESS)]
Answer = Annotated[str, Field(pattern=ANSWER)]
MarkdownFile = Annotated[str, Field(pattern=MARKDOWN_FILE)]
Former = Annotated[str, Field(pattern=FORMER)]
Citation = Annotated[str, Field(pattern=CITATION)]
Text = Annotated[str, BeforeValidator(lambda value: value.strip() if isinstance(value, str) else value)]

# Only what YAML itself reads as a number or a boolean, not what merely looks like one.
Number = Annotated[int, Field(strict=True)]
Percentage = Annotated[Number, Field(ge=0, le=100)]
Truth = Annotated[bool, Field(strict=True)]
Phrasings = Annotated[tuple[Line, ...], Field(min_length=1)]
Weight = Annotated[float, Field(strict=True, ge=0, le=2)]


class Strict(BaseModel):
    """The base of every model: an unknown key is a mistake. Its validator is built when it is first used."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False, defer_build=True)


class Whole(RootModel[T]):
    """The base of the model of a file that is a list, or a mapping whose keys the editor chooses."""

    model_config = ConfigDict(defer_build=True)


class PageFrontMatter(Strict):
    """A core page."""

    title: Line = Field(max_length=budgets.HEADING, description="De titel van de pagina, zonder opmaak.")
    description: Line = Field(description="Eén zin die zegt wat de lezer hier vindt.")
    bronnen: tuple[Slug, ...] = Field(default=(), description="De bronnen die de pagina citeert.")
    nagelezen: Day | None = Field(default=None, description="De dag waarop iemand de hele pagina nalas.")
    zoekgewicht: Weight | None = Field(
        default=None,
        description="Hoe zwaar de pagina telt in de zoekfunctie: 1 is gewoon, 0.2 komt laat, hoogstens 2.",
    )
    vragen: dict[Slug, Phrasings] = Field(
        default_factory=dict,
        description="Wat lezers intypen als ze deze pagina zoeken, onder de id van het stuk dat antwoordt; "
        "onder 'pagina' voor de pagina zelf.",
    )
    voorrang: tuple[Line, ...] = Field(
        default=(),
        description="Woorden die niet mogen wachten: wie er een intypt, krijgt deze pagina bovenaan.",
    )
    druk: dict[Slug, Product] = Field(
        default_factory=dict,
        description="Het dunste drukwerk waarin een stuk staat, onder zijn id; onder 'pagina' voor de pagina zelf: "
        "'fiche' (ook in de zakgids en de naslag), 'zakgids' (ook in de naslag), 'naslag' (alleen daar; dat is "
        "gewoon), of 'web' (niet gedrukt).",
    )
    voorheen: tuple[Former, ...] = Field(
        default=(),
        description="Wat hier vroeger anders heette: een id (oud-id > nieuw-id), de pagina zelf (oude-pagina.md), "
        "of een stuk van een andere pagina (andere-pagina.md#id).",
    )


class SectorPageFrontMatter(PageFrontMatter):
    """A page that only one sector has."""

    na: MarkdownFile = Field(description="De pagina waarna deze pagina in het menu staat.")


class ApprovalEntry(Strict):
    """An entry of `goedkeuring:` on an edition page: who approved it, and the fingerprint of what was approved."""

    functie: Role = Field(description="De functie van wie goedkeurde (nooit een naam).")
    organisatie: Role = Field(description="De organisatie waarvoor die goedkeurde.")
    op: Day = Field(description="De dag van het akkoord.")
    tekst: Annotated[str, Field(pattern=APPROVED)] = Field(
        description="De vingerafdruk van wat goedgekeurd is; 'build.py approve' of het verslag geeft ze."
    )


class EditionFrontMatter(PageFrontMatter):
    """An edition page: the metadata of a publication."""

    editie: Annotated[str, Field(pattern=EDITION)] = Field(
        description="Het nummer van de editie: jaar en volgnummer, bijvoorbeeld 2026.1."
    )
    datum: Day = Field(description="De dag van de publicatie.")
    geldig_van: Day = Field(description="De dag vanaf wanneer de editie geldt.")
    stand_wetgeving: Day = Field(description="Tot welke dag de wetgeving is nagekeken.")
    aanleiding: Annotated[tuple[Reason, ...], Field(min_length=1)] = Field(description="Waarom deze editie er komt.")
    samenvatting: Line = Field(description="Eén zin over wat er verandert.")
    eindredactie: Role = Field(description="De functie die de eindredactie deed (nooit een naam).")
    zonder_nazicht: tuple[Slug, ...] = Field(
        default=(), description="De sectoren die niet de hele kerntekst nalazen; de lezer krijgt dit te zien."
    )
    klein: Truth = Field(
        default=False, description="true als wat de releasenota niet noemt alleen kleine wijzigingen zijn."
    )
    status: EditionStatus = Field(description="'concept', of 'goedgekeurd' als de editie gepubliceerd mag worden.")
    goedkeuring: tuple[ApprovalEntry, ...] = Field(
        default=(), description="Wie de editie goedkeurde; wijzigt de tekst daarna, dan vervalt dit."
    )


class WaiverEntry(Strict):
    """An entry of overlays/_uitstel.yml."""

    overlay: Annotated[str, Field(pattern=OVERLAY_FILE)] = Field(description="Het pad van de verouderde overlay.")
    functie: Role = Field(description="De functie die het uitstel geeft (nooit een naam).")
    reden: Line = Field(description="Waarom het nalezen moet wachten; de lezer krijgt dit te zien.")
    tot: Day = Field(description="De laatste dag van het uitstel.")


class OverlayFrontMatter(Strict):
    """An overlay."""

    doel: Annotated[str, Field(pattern=TARGET)] = Field(
        description="De pagina en het id van de kop (pagina.md#id), of pagina.md#slot:naam."
    )
    bewerking: Action = Field(description="begin, einde, vervang, weglaten of vul.")
    reden: PlainText = Field(default="", description="Waarom de sector de kerntekst vervangt of weglaat.")
    volgorde: Number = Field(default=0, description="De volgorde als er op één plaats meer aanvullingen staan.")
    vragen: dict[Slug, Phrasings] = Field(
        default_factory=dict,
        description="Wat lezers intypen als ze een stuk van deze aanvulling zoeken, onder de id van zijn kop.",
    )


class SharedOverlayFrontMatter(OverlayFrontMatter):
    """An overlay in overlays/_gedeeld/."""

    sectoren: Annotated[tuple[Slug, ...], Field(min_length=1)] = Field(description="De sectoren waarvoor dit geldt.")


class ReferenceEntry(Strict):
    """An entry of bronnen.yml."""

    titel: Line = Field(description="De volledige titel.")
    kort: Line = Field(description="De korte naam, zoals in een voetnoot.")
    soort: Kind = Field(description="Wat voor bron het is.")
    datum: LooseDate = Field(default="", description="De datum van de bron zelf, zo precies als bekend.")
    publicatie: PlainText = Field(
        default="", description="Waar de bron verscheen, bijvoorbeeld het Belgisch Staatsblad met datum en bladzijde."
    )
    numac: Annotated[str, Field(pattern=NUMAC)] = Field(
        default="", description="Het nummer van het Belgisch Staatsblad."
    )
    url: WebAddress = Field(default="", description="Het volledige adres (ELI of webpagina).")
    taal_gelezen: Literal["nl", "fr", "en", ""] = Field(default="", description="De taal waarin de bron gelezen is.")
    status: ReferenceStatus = Field(description="Hoe ver de bron is nagekeken.")
    gecontroleerd_op: LooseDate = Field(description="Wanneer de bron is nagekeken.")
    opmerking: PlainText = Field(default="", description="Wat niet zeker is; de lezer krijgt dit te zien.")
    na_te_kijken_door: RoleOrNothing = Field(
        default="", description="De functie die dit kan nakijken (nooit een naam)."
    )


class PreferredEntry(Strict):
    """An entry of voorkeurswoorden.yml."""

    woord: Line = Field(description="Het woord dat het draaiboek gebruikt.")
    niet: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(
        description="De woorden die je daarvoor niet gebruikt, in elke vorm die voorkomt."
    )
    reden: Line = Field(description="Waarom, in één zin.")
    mag_in: tuple[Answer, ...] = Field(
        default=(), description="De stukken (pagina.md#id) waar het andere woord wel juist is."
    )


class TermEntry(Strict):
    """An entry of begrippen.yml."""

    taal: Language | None = Field(
        default=None,
        description="De taal van het begrip als het geen Nederlands is; bij een afkorting de taal van 'voluit'.",
    )

    term: Line = Field(description="Het begrip of de afkorting.")
    voluit: PlainText = Field(default="", description="De afkorting voluit.")
    ook: tuple[Line, ...] = Field(default=(), description="Andere vormen die in de tekst voorkomen.")
    definitie: Line = Field(description="Eén of twee korte zinnen, zonder opmaak.")
    bron: Citation = Field(default="", description="Een citaat zonder haken.")


class StepEntry(Strict):
    """A step in totstandkoming.yml."""

    stap: Line = Field(description="Wat er gebeurt.")
    richtdatum: LooseDate = Field(default="", description="De datum of richtdatum, zo precies als bekend.")
    stand: Literal["klaar", "bezig", "niet bekend"] = Field(description="Hoe ver de stap staat.")
    toelichting: Text = Field(default="", description="Wat de lezer erover moet weten.")
    bron: Citation = Field(default="", description="Een citaat zonder haken.")


class EmergencyFile(Strict):
    """noodnummers.yml."""

    nummers: Annotated[tuple[Annotated[str, Field(pattern=SHORT_NUMBER)], ...], Field(min_length=1)] = Field(
        description="De noodnummers die in de tekst een link worden om te bellen, tussen aanhalingstekens."
    )
    woorden: Annotated[tuple[Line, ...], Field(min_length=1)] = Field(
        description="Woorden als 'bel': een getal is pas een noodnummer als er zo een in dezelfde zin staat."
    )


class HistoryFile(Strict):
    """totstandkoming.yml."""

    stappen: tuple[StepEntry, ...] = Field(description="De stappen, in volgorde.")


class MenuEntry(Strict):
    """A line of inhoud.yml: a page, or a group of pages with a title."""

    pagina: MarkdownFile | None = Field(default=None, description="Eén pagina.")
    titel: PlainText = Field(default="", description="De titel van een groep.")
    paginas: tuple[MarkdownFile, ...] = Field(default=(), description="De pagina's van de groep.")


class AnswerEntry(Strict):
    """An answer to a question of a decision aid."""

    antwoord: Line = Field(description="Het antwoord.")
    naar: Slug = Field(description="De vraag of uitkomst die volgt.")


class QuestionEntry(Strict):
    """A question of a decision aid."""

    vraag: Line = Field(description="De vraag.")
    uitleg: Text = Field(default="", description="Uitleg bij de vraag, in Markdown.")
    antwoorden: Annotated[tuple[AnswerEntry, ...], Field(min_length=2)] = Field(description="De mogelijke antwoorden.")


class OutcomeEntry(Strict):
    """An outcome of a decision aid, with its legal basis or the statement that there is none."""

    titel: Line = Field(description="De uitkomst in enkele woorden.")
    tekst: Text = Field(description="Wat je doet, in Markdown.")
    bron: Citation = Field(default="", description="De rechtsgrond: een citaat zonder haken.")
    werkwijze: Truth = Field(default=False, description="true als er geen rechtsgrond is.")


class DecisionAidEntry(Strict):
    """One decision aid of beslisboom.yml."""

    titel: Line = Field(description="De titel van de beslisboom.")
    inleiding: Text = Field(default="", description="Een inleiding, in Markdown.")
    start: Slug = Field(description="De eerste vraag.")
    vragen: dict[Slug, QuestionEntry] = Field(description="De vragen.")
    uitkomsten: dict[Slug, OutcomeEntry] = Field(description="De uitkomsten.")


class QueryEntry(Strict):
    """Something that readers type in the search box."""

    vraag: Line = Field(description="Wat een lezer intypt.")
    paginas: tuple[Answer, ...] = Field(
        description="De pagina's met een antwoord, of de stukken (pagina.md#id); leeg als er geen antwoord is."
    )


class QueryFile(Strict):
    """A file of docs/_data/zoekvragen/: a set of queries that are counted together."""

    bovenaan: Percentage = Field(description="Hoeveel procent minstens de juiste pagina bovenaan vindt.")
    eerste_drie: Percentage = Field(description="Hoeveel procent ze minstens bij de eerste drie vindt.")
    stuk: Percentage = Field(default=0, description="Hoeveel procent bovenaan meteen het juiste stuk toont.")
    genoemd: Percentage = Field(default=0, description="Hoeveel procent het daar toont, of er met zijn titel noemt.")
    iets: Percentage = Field(description="Hoeveel procent van de vragen met een antwoord minstens iets vindt.")
    niets: Percentage = Field(default=0, description="Hoeveel procent van de vragen zonder antwoord niets vindt.")
    vragen: dict[Slug, tuple[QueryEntry, ...]] = Field(description="De vragen, per sector; 'kern' is de kerntekst.")


class TaskEntry(Strict):
    """A task of taken.yml: what a reader comes for, and the way to the words that answer it."""

    taak: Line = Field(description="Waarvoor de lezer komt, in zijn woorden.")
    sector: Slug = Field(default=CORE, description="De website van een sector; zonder is het de kern.")
    begin: MarkdownFile = Field(default="index.md", description="De pagina waar de lezer begint.")
    tikken: Annotated[tuple[Line, ...], Field(max_length=2)] = Field(
        default=(), description="Waarop de lezer tikt: de woorden van een link of een knop, hoogstens twee keer."
    )
    zoek: PlainText = Field(
        default="",
        description="Wat de lezer in plaats van te tikken in het zoekveld typt; dan tikt hij op wat bovenaan staat.",
    )
    antwoord: Line = Field(description="De woorden die dan in beeld moeten zijn.")


class TaskFile(Whole[tuple[TaskEntry, ...]]):
    """taken.yml."""


class ReferenceFile(Whole[dict[Slug, ReferenceEntry]]):
    """bronnen.yml."""


class TermFile(Whole[dict[Slug, TermEntry]]):
    """begrippen.yml."""


class PreferredFile(Whole[tuple[PreferredEntry, ...]]):
    """voorkeurswoorden.yml."""


class VariableFile(Whole[dict[str, dict[str, PlainText]]]):
    """variabelen.yml."""


class SynonymFile(Whole[tuple[Annotated[tuple[Line, ...], Field(min_length=2)], ...]]):
    """synoniemen.yml."""


class WordFile(Whole[tuple[Line, ...]]):
    """woordenlijst.yml."""


class MenuFile(Whole[tuple[MenuEntry, ...]]):
    """inhoud.yml."""


class DecisionAidFile(Whole[dict[Slug, DecisionAidEntry]]):
    """beslisboom.yml."""


class WaiverFile(Whole[tuple[WaiverEntry, ...]]):
    """overlays/_uitstel.yml."""


class ReadingFile(Strict):
    """A file of sectors/<slug>/nagelezen/: one reading of one core text."""

    doel: Annotated[str, Field(pattern=READ)] = Field(
        description="Wat gelezen is: pagina.md, pagina.md#id of pagina.md#slot:naam."
    )
    tekst: Annotated[str, Field(pattern=FINGERPRINT)] = Field(
        description="De vingerafdruk van de kerntekst die gelezen is; de melding of 'build.py review' geeft ze."
    )
    op: Day = Field(description="De dag waarop de tekst gelezen is.")
    door: Role = Field(description="De functie van wie las (nooit een naam).")
