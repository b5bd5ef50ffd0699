"""The keys of documenten.yml, in the same way as `schema` defines those of other files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from draaiboek.content.lines import Line, PlainText
from draaiboek.content.schema import KIT_NAME, Answer, Strict, Whole


class KitEntry(Strict):
    """A document to fill in, of documenten.yml."""

    titel: Line = Field(description="De titel van het document.")
    omschrijving: Line = Field(description="Eén zin die zegt waarvoor het document dient.")
    soort: Literal["brief", "blad"] = Field(
        default="blad",
        description="'brief': wat als citaat (>) staat, is de brief, en de uitleg komt op een eigen bladzijde; "
        "'blad': alles staat in het document.",
    )
    betreft: PlainText = Field(default="", description="Waarover een brief gaat; staat er niets, dan is het de titel.")
    stukken: Annotated[tuple[Answer, ...], Field(min_length=1)] = Field(
        description="De stukken van de kerntekst die in het document komen: pagina.md#id, of een hele pagina."
    )
    invulruimte: PlainText = Field(
        default="", description="De naam van de plaats om te schrijven, bij elke vraag in een lijst of tabel."
    )
    let_op: PlainText = Field(default="", description="Eén zin die boven het document staat.")


class KitFile(Whole[dict[Annotated[str, Field(pattern=KIT_NAME)], KitEntry]]):
    """documenten.yml."""
