"""The keys of sector.yml and functies.yml, in the same way as `schema` defines those of other files."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from draaiboek.content.lines import Line, PlainText, Role, RoleOrNothing
from draaiboek.content.schema import Account, Citation, Number, Slug, Strict, Text, Truth, Whole

Colour = Literal["blauw", "groen", "oranje", "paars", "roze", "oker"]
COLOURS: tuple[str, ...] = get_args(Colour)
LAST = 10_000
"""The order of a sector that does not say it: whoever writes the first lines of a sector need not know the others."""


class ActorEntry(Strict):
    """A representative organisation in sector.yml."""

    naam: Line = Field(description="De organisatie (nooit een persoon).")
    rol: Line = Field(description="Wat de organisatie volgens de bron deed.")
    bron: Citation = Field(description="Een citaat zonder haken.")


class KeeperEntry(Strict):
    """Somebody who may sign for a sector on the Git host."""

    account: Account = Field(description="Het account of de ploeg op de Git-host, bijvoorbeeld @vlaanderen/sport.")
    functie: Role = Field(description="De functie (nooit een naam); die komt in de aftekening.")


class SectorFile(Strict):
    """sector.yml."""

    naam: Line = Field(description="De naam in een zin: specifiek voor …")
    titel: Line = Field(description="De naam in het menu.")
    volgorde: Number = Field(default=LAST, description="De plaats in de rij van sectoren; zonder staat hij achteraan.")
    omschrijving: Line = Field(description="Voor wie: één zin.")
    kleur: Colour | None = Field(default=None, description="De kleur van de sector op de website.")
    geheimhouding: PlainText = Field(
        default="",
        description="De geheimhouding in de sector: één zin, voor de eerste pagina en voor {{ sector.geheimhouding }}.",
    )
    eindredactie: RoleOrNothing = Field(
        default="", description="De functie die de tekst van de sector naleest; leeg als dat niet bekend is."
    )
    beheer: tuple[KeeperEntry, ...] = Field(
        default=(), description="Wie op de Git-host over de teksten van de sector gaat en ze mag aftekenen."
    )
    actoren: tuple[ActorEntry, ...] = Field(
        default=(), description="Organisaties die de sector vertegenwoordigen, zoals de bronnen zeggen."
    )


class FunctionEntry(Strict):
    """An entry of a sector's functies.yml."""

    functie: Line = Field(description="De functie, zoals mensen in de sector ze noemen.")
    ook: tuple[Line, ...] = Field(default=(), description="De andere woorden waarmee lezers deze functie zoeken.")
    geheim: Literal[
        "beroepsgeheim", "ambtsgeheim", "discretieplicht", "afspraken in het contract", "volgt de eigen functie", ""
    ] = Field(default="", description="Welke geheimhouding de bron noemt; weglaten als je 'na_te_gaan' gebruikt.")
    volgens: PlainText = Field(default="", description="Wie dat zegt, als het geen wet of officiële tekst is.")
    toelichting: PlainText = Field(default="", description="Enkele woorden erbij, na een komma.")
    afleiding: Truth = Field(default=False, description="true als het in geen bron staat en jij het afleidt.")
    bron: Citation = Field(default="", description="Een citaat zonder haken.")
    na_te_gaan: PlainText = Field(default="", description="Wat je niet kon nagaan; dan blijft 'geheim' weg.")
    aan_tafel: Annotated[Text, Field(min_length=1)] = Field(
        description="Wat er aan tafel verandert, in enkele woorden; een link vertrekt van de map docs/."
    )


class FunctionFile(Whole[dict[Slug, FunctionEntry]]):
    """sectors/<slug>/functies.yml."""
