"""The keys of figuren.yml, words that the program draws, in the same way as `schema` defines those of other files."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from draaiboek.content.lines import Line
from draaiboek.content.schema import ANSWER, Slug, Strict, Text, Whole

Shape = Literal["ladder", "stappen", "vragen", "tafel", "stroom", "vergelijking"]
Tone = Literal["gevaar", "let-op", "goed", "apart"]
PLACE = f"{ANSWER}|^$"
Words = Annotated[Text, Field(min_length=1)]


class FigurePartEntry(Strict):
    """A part of a figure."""

    kop: Words = Field(description="Waar dit deel over gaat, in enkele woorden.")
    naar: Annotated[str, Field(pattern=PLACE)] = Field(
        default="", description="De pagina (pagina.md) of het stuk (pagina.md#id) dat er meer over zegt."
    )
    regels: tuple[Words, ...] = Field(default=(), description="Wat eronder staat, in een of meer korte zinnen.")
    label: Text = Field(default="", description="Enkele woorden ernaast, zoals wanneer of wie; bij een pijl erlangs.")
    toon: Tone | None = Field(default=None, description="Hoe ernstig het is, of dat het ergens los van staat.")
    pijl: Literal["omlaag", "omhoog", "geen"] = Field(
        default="omlaag", description="Waar de pijl naar het volgende deel wijst; alleen in de vorm 'stroom'."
    )


class FigureEntry(Strict):
    """A figure of figuren.yml."""

    vorm: Shape = Field(description="Hoe de figuur getekend wordt.")
    titel: Line = Field(description="Wat de figuur toont.")
    kolommen: tuple[Line, ...] = Field(
        default=(),
        description="De namen van de twee waarden die elk deel vergelijkt; alleen in de vorm 'vergelijking'.",
    )
    delen: Annotated[tuple[FigurePartEntry, ...], Field(min_length=2)] = Field(description="De delen, in volgorde.")
    onderschrift: Text = Field(default="", description="Wat eronder staat; hier mag je citeren, linken en merken.")


class FigureFile(Whole[dict[Slug, FigureEntry]]):
    """figuren.yml."""
