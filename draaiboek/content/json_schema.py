"""The schemas of front matter and data files as JSON Schema, so that a text editor can complete keys."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from draaiboek.content.accessibility_schema import AccessibilityFile, StatementFile
from draaiboek.content.consultation_schema import RemarkFile, RoundFile
from draaiboek.content.figure_schema import FigureFile
from draaiboek.content.identity_schema import IdentityFile
from draaiboek.content.kit_schema import KitFile
from draaiboek.content.schema import (
    DecisionAidFile,
    EditionFrontMatter,
    EmergencyFile,
    HistoryFile,
    MenuFile,
    OverlayFrontMatter,
    PageFrontMatter,
    PreferredFile,
    QueryFile,
    ReadingFile,
    ReferenceFile,
    SectorPageFrontMatter,
    SharedOverlayFrontMatter,
    SynonymFile,
    TaskFile,
    TermFile,
    VariableFile,
    WaiverFile,
    WordFile,
)
from draaiboek.content.sector_schema import FunctionFile, SectorFile

# The files for which a text editor offers completion and descriptions; `build.py schemas` writes the schemas.
FILES: dict[str, type[BaseModel]] = {
    "draaiboek": IdentityFile,
    "bronnen": ReferenceFile,
    "begrippen": TermFile,
    "variabelen": VariableFile,
    "synoniemen": SynonymFile,
    "woordenlijst": WordFile,
    "voorkeurswoorden": PreferredFile,
    "inhoud": MenuFile,
    "beslisboom": DecisionAidFile,
    "documenten": KitFile,
    "figuren": FigureFile,
    "totstandkoming": HistoryFile,
    "toegankelijkheid": AccessibilityFile,
    "toegankelijkheidsverklaring": StatementFile,
    "noodnummers": EmergencyFile,
    "zoekvragen": QueryFile,
    "taken": TaskFile,
    "sector": SectorFile,
    "functies": FunctionFile,
    "nagelezen": ReadingFile,
    "opmerking": RemarkFile,
    "ronde": RoundFile,
    "uitstel": WaiverFile,
    "pagina": PageFrontMatter,
    "sectorpagina": SectorPageFrontMatter,
    "editie": EditionFrontMatter,
    "overlay": OverlayFrontMatter,
    "gedeelde-overlay": SharedOverlayFrontMatter,
}


def as_json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return *model* as JSON Schema 2020-12, with only the Dutch descriptions of its keys."""
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("description", None)  # the docstring, which is for programmers
    _close(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_without_titles(schema)}


def _without_titles(value: Any) -> Any:
    if isinstance(value, dict):
        # A key of ours may also be called title; then its value is a schema, not a string.
        return {key: _without_titles(each) for key, each in value.items() if key != "title" or isinstance(each, dict)}
    return [_without_titles(each) for each in value] if isinstance(value, list) else value


def _close(value: Any) -> None:
    """Refuse the keys that no pattern allows, as pydantic does."""
    if isinstance(value, dict):
        if "patternProperties" in value:
            value["additionalProperties"] = False
        for each in value.values():
            _close(each)
