"""The keys of a consultation (sectors/<slug>/opmerkingen/), in the same way as `schema` defines those of others."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from draaiboek.base.model import Verdict
from draaiboek.content.dates import Day
from draaiboek.content.lines import Role
from draaiboek.content.schema import READ, Number, Strict, Text

LONGEST_WORDS = 4_000
"""The most characters of one remark, so that it fits on a line of a file (`budgets.LINE`)."""
READ_OR_NOTHING = f"{READ}|^$"
Words = Annotated[str, Field(min_length=1, max_length=LONGEST_WORDS)]


class RoundFile(Strict):
    """ronde.yml in a folder of sectors/<slug>/opmerkingen/: a consultation of one sector about one edition."""

    geopend: Day = Field(description="De dag waarop de leeskopie klaar was.")
    tot: Day = Field(description="De laatste dag waarop de sector opmerkingen geeft.")


class RemarkFile(Strict):
    """A file of sectors/<slug>/opmerkingen/<editie>/: one remark, and what was done with it."""

    doel: Annotated[str, Field(pattern=READ_OR_NOTHING)] = Field(
        default="", description="Waar de alinea stond: pagina.md of pagina.md#id; leeg als het over het geheel gaat."
    )
    alinea: Annotated[Number, Field(ge=0)] = Field(
        default=0, description="Het nummer van de alinea in de leeskopie; 0 als het over het geheel gaat."
    )
    tekst: Annotated[str, Field(max_length=LONGEST_WORDS)] = Field(
        default="", description="De woorden van de alinea, zoals de sector ze las."
    )
    opmerking: Words = Field(description="Wat de sector zegt.")
    voorstel: Annotated[str, Field(max_length=LONGEST_WORDS)] = Field(
        default="", description="De tekst die de sector voorstelt."
    )
    functie: Role = Field(description="De functie van wie de opmerking gaf (nooit een naam).")
    organisatie: Role = Field(description="De organisatie van wie de opmerking gaf.")
    besluit: Verdict | None = Field(
        default=None, description="overgenomen, gedeeltelijk of niet; weglaten zolang niemand besliste."
    )
    antwoord: Text = Field(default="", description="Waarom; verplicht bij gedeeltelijk en niet.")
    geland: Annotated[str, Field(pattern=READ_OR_NOTHING)] = Field(
        default="", description="Waar het in de tekst staat: pagina.md#id; verplicht bij overgenomen en gedeeltelijk."
    )
