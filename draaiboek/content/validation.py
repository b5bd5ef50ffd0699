"""Validates a parsed YAML document: the value, or diagnostics with a place and Dutch words (PG003, PG018)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, RootModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from draaiboek.base.diagnostics import Diagnostic, nearest, nearest_of
from draaiboek.base.epoch import YEARS
from draaiboek.base.model import SLOT
from draaiboek.content import appearance_schema, consultation_schema, dates, figure_schema, file_names, lines, schema
from draaiboek.content.strict_yaml import Document, Path

SEE = "Kijk in CONTRIBUTING.md hoe dit bestand eruitziet."
DATE = "date"
M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], document: Document) -> tuple[M | None, tuple[Diagnostic, ...]]:
    """Return *document* as *model*, and what is wrong with it (PG003, or PG018 for a person).

    What is valid is kept where possible, so that one mistake does not look like a hundred; what had to go is *lost*.
    Of a document that is not whole, nothing is said that its missing keys may explain.
    """
    if not document.whole and not (isinstance(document.value, dict | list) and document.value):
        return None, ()
    try:
        return model.model_validate(document.value), ()
    except ValidationError as error:
        wrong = [_keys_to(document.value, detail["loc"]) for detail in error.errors()]
        value, gone = _what_is_left(model, document.value, wrong)
        return value, tuple(_diagnostics(model, document, error, gone))


def _what_is_left(model: type[M], value: Any, wrong: Sequence[Path]) -> tuple[M | None, AbstractSet[Path]]:
    """Return *value* as *model* without what is *wrong*, and the paths that were removed: as few as will do, or all."""
    for depth in (None, 1):
        gone = {path[:depth] for path in wrong}
        if () in gone:
            break
        try:
            return model.model_validate(_without(value, gone)), gone
        except ValidationError:
            continue
    return None, {()}


def _without(value: Any, gone: AbstractSet[Path]) -> Any:
    if not isinstance(value, Mapping):
        return value
    inside: dict[str | int, set[Path]] = {}
    for path in gone:
        inside.setdefault(path[0], set()).add(path[1:])
    return {key: _without(each, inside.get(key, set())) for key, each in value.items() if () not in inside.get(key, ())}


def _keys_to(value: Any, loc: Iterable[str | int]) -> Path:
    """Return the keys on the way to *loc*, down to the first list: a list with a mistake can only be removed whole."""
    keys: list[str | int] = []
    for part in _real_path(value, loc):
        if not isinstance(value, Mapping):
            break
        keys.append(part)
        value = value.get(part)
    return tuple(keys)


def _diagnostics(
    model: type[BaseModel], document: Document, error: ValidationError, gone: AbstractSet[Path]
) -> Iterable[Diagnostic]:
    details = error.errors(include_url=False)
    misspelled = set(_misspelled(model, document.value, details))
    around = Counter(each["loc"][:depth] for each in details for depth in range(len(each["loc"]) + 1))
    for detail in details:
        if detail["type"] == "too_short" and around[detail["loc"]] > 1:
            continue  # the list is too short only because its items are wrong
        if detail["type"] == "missing" and not document.whole and len(detail["loc"]) == 1:
            continue  # it may be among the keys that could not be read
        if detail["type"] == "missing" and _real_path(document.value, detail["loc"]) in misspelled:
            continue  # who adds it and also corrects the other has it twice
        # pydantic adds the names of union members to the path; they are not keys of the file.
        path = _real_path(document.value, detail["loc"])
        value = document.written.get(path, detail.get("input"))
        text, hint = _explain(model, path, detail["type"], detail.get("ctx", {}), value)
        place = document.place(path)
        taken = next(path[:depth] for depth in range(len(path) + 1) if path[:depth] in gone)
        if detail["type"] == "extra_forbidden":
            taken = taken[: len(path) - 1]  # nobody knows which of the other keys was meant
        code = "PG018" if detail["type"] == lines.PERSON else "PG003"
        yield Diagnostic(code, place, text, hint, lost=place.path.joinpath(*map(str, taken)))


def _misspelled(model: type[BaseModel], value: Any, details: Sequence[ErrorDetails]) -> Iterator[Path]:
    """Yield the path of each key that an unknown one beside it must have meant."""
    for detail in details:
        if detail["type"] == "extra_forbidden":
            path = _real_path(value, detail["loc"])
            yield *path[:-1], nearest_of(str(path[-1]), _keys(model, path[:-1]))


def _real_path(value: Any, loc: Iterable[str | int]) -> Path:
    path: list[str | int] = []
    for part in loc:
        if part == "[key]":  # how pydantic says that the key itself is wrong
            break
        if isinstance(value, Mapping):
            path.append(part)
            value = value.get(part)
        elif isinstance(value, list | tuple) and isinstance(part, int) and part < len(value):
            path.append(part)
            value = value[part]
    return tuple(path)


def _explain(
    model: type[BaseModel],
    path: Path,
    kind: str,
    context: Mapping[str, Any],
    value: object,
) -> tuple[str, str]:
    key = ".".join(str(part) for part in path) or "het bestand"
    name = str(path[-1]) if path else key
    text, hint = _other_kind(key, kind, context, value, _field(model, path))
    if kind == "string_type" and value is None:
        none = f' Heb je die niet? Schrijf {name}: ""' if _may_be(_field(model, path), "") else ""
        text, hint = f"'{key}' is leeg", f"Schrijf de tekst erachter.{none}"
    elif kind == "missing":
        text, hint = f"de sleutel '{key}' ontbreekt", _to_add(model, path)
    elif kind == "extra_forbidden":
        known = _keys(model, path[:-1])
        hint = _NOT_ASKED.get(name) or nearest(name, known)
        hint = hint or f"Haal de sleutel weg. Mogelijk zijn: {', '.join(known)}."
        text = f"onbekende sleutel '{key}'"
    elif kind in {"enum", "literal_error"}:
        allowed = _in_yaml(str(context["expected"]).replace(" or ", " of "))
        close = nearest(str(value), re.findall(r"'([^']*)'", allowed))
        text, hint = f"'{key}' kent de waarde '{value}' niet", f"{close} Mogelijk: {allowed}.".strip()
    elif kind.startswith("date"):
        text, hint = _no_date(key, kind, value)
    elif kind == "string_pattern_mismatch":
        text = f"'{key}' heeft niet de juiste vorm: '{value}'"
        hint = _in_form(name, context["pattern"], value, in_list=isinstance(path[-1], int))
    elif kind in {lines.BLANK, lines.PERSON}:
        text, hint = _no_line(key, kind, context, value, _field(model, path))
    return text, hint


def _no_line(
    key: str, kind: str, context: Mapping[str, Any], value: object, field: FieldInfo | None
) -> tuple[str, str]:
    """Return what is wrong with *value*, which is a line but not what *key* asks for; a person is not repeated."""
    if kind == lines.PERSON:
        return f"bij '{key}' staat {context['what']}", lines.NOBODY
    said = f" {field.description}" if field and field.description else ""
    return f"'{key}' is nog in te vullen: er staat '{value}'", f"Vervang die woorden.{said}"


_NOT_ASKED = {"geldig_tot": "Haal de sleutel weg: een editie geldt tot de volgende begint."}
"""What to say of a key that somebody may well expect, and that looks like another."""


def _in_form(name: str, pattern: str, value: object, *, in_list: bool) -> str:
    """Return how to write *value* of key *name* so that it has the form of *pattern*: itself, when only form lacks."""
    words = str(value)
    if in_list and re.fullmatch(r"[a-z0-9-]+(?: +[a-z0-9-]+)+", words):
        return f"Schrijf komma's ertussen: {', '.join(words.split())}."
    if pattern == schema.TARGET and re.fullmatch(schema.MARKDOWN_FILE, words):
        return f"Een overlay wijzigt één stuk, geen hele pagina. Schrijf {words}#id, met het id van de kop."
    if pattern == dates.LOOSE_DATE and (day := dates.meant(words)):
        return f'Schrijf {name}: "{day}"'
    if pattern == schema.ACCOUNT and re.fullmatch(schema.ACCOUNT, f"@{words}"):
        return f'Schrijf {name}: "@{words}"'
    return f"Schrijf {_meant(pattern, value) or FORMS[pattern]}."


def _meant(pattern: str, value: object) -> str:
    """Return *value* as the name, or the page and the name, that it would be in small letters; '' for anything else."""
    meant = ""
    if pattern == schema.SLUG and isinstance(value, str):
        meant = file_names.nearest(value)
    elif pattern in _PLACES and isinstance(value, str) and "#" in value:
        page, _, name = value.partition("#")
        slot = SLOT if name.startswith(SLOT) else ""
        meant = f"{page.strip()}#{slot}{file_names.nearest(name.removeprefix(slot))}"
    return meant if re.search(pattern, meant) else ""


_PLACES = {schema.TARGET, schema.READ, schema.ANSWER, figure_schema.PLACE}
"""The patterns of a page with an id."""


def _no_date(key: str, kind: str, value: object) -> tuple[str, str]:
    if kind == dates.IMPOSSIBLE_YEAR:
        return f"het jaar van '{key}' kan niet: '{value}'", f"Schrijf een jaar van {YEARS[0]} tot {YEARS[-1]}."
    meant = dates.meant(value) if isinstance(value, str) else None
    hint = f"Schrijf {key.rpartition('.')[2]}: {meant}" if meant else f"Schrijf {FORMS[DATE]}."
    return f"'{key}' is geen datum: '{value}'", hint


def _to_add(model: type[BaseModel], path: Path) -> str:
    """Return how to add the key at *path*, with what it is for: an empty one would be the next mistake."""
    field = _field(model, path)
    known = _choices(field)
    said = f" {field.description}" if field and field.description else ""
    said += f" Kies uit {known}." if known else ""
    form = f" Schrijf {FORMS[DATE]}." if field and date in (field.annotation, *get_args(field.annotation)) else ""
    value = "[]" if _may_be(field, ()) else "…"
    return f"Voeg '{path[-1]}: {value}' toe.{said}{form}" if path else "Vul het in."


def _field(model: type[BaseModel], path: Path) -> FieldInfo | None:
    """Return the field of the key at *path* in a *model*; of the members of a union some lack it."""
    models = _models(_at(model, path[:-1])) if path else ()
    return next((each.model_fields[key] for each in models if (key := str(path[-1])) in each.model_fields), None)


def _may_be(field: FieldInfo | None, value: object) -> bool:
    """Return whether *value* is right for *field*."""
    return field is not None and not _errors(field, value)


def _errors(field: FieldInfo | None, value: object) -> Sequence[ErrorDetails]:
    """Return what is wrong with *value* as that of *field*."""
    kind: Any = field.annotation if field else Any
    try:
        TypeAdapter(Annotated[kind, field]).validate_python(value)
    except ValidationError as error:
        return error.errors()
    return ()


def _choices(field: FieldInfo | None) -> str:
    """Return what the items of list *field* may be, as a sentence names them; '' when that is no closed list."""
    of_one = (each.get("ctx", {}).get("expected", "") for each in _errors(field, ("?",)) if each["loc"])
    return str(next(filter(None, of_one), "")).replace(" or ", " of ")


def _in_yaml(value: str) -> str:
    """Return *value*, with a boolean as YAML writes it."""
    return value.lower() if value in {"True", "False"} else value


def _other_kind(
    key: str, kind: str, context: Mapping[str, Any], value: object, field: FieldInfo | None
) -> tuple[str, str]:
    """Return the message that *value* of *key* is of the wrong type, and the remedy."""
    if kind in {"too_short", "string_too_short"}:
        least = context.get("min_length", 1)
        hint = f"Schrijf er minstens {least}." if kind == "too_short" and least > 1 else "Vul het in."
        known = _choices(field) if kind == "too_short" else ""
        return f"'{key}' is te kort of leeg", f"{hint} Kies uit {known}." if known else hint
    expected = _EXPECTED.get(kind, "").format(**context)
    text = f"'{key}' klopt niet: verwacht {expected or 'iets anders'}"
    name = key.rpartition(".")[2]
    if kind == "string_type" and isinstance(value, str) and value:
        refused = next(iter(_errors(field, value)), None)  # in quotes it would be the next mistake
        if refused and refused["type"] == "string_pattern_mismatch":
            return f"'{key}' heeft niet de juiste vorm: '{value}'", f"Schrijf {FORMS[refused['ctx']['pattern']]}."
        return text, f'Schrijf {name}: "{value}"'
    if expected == _EXPECTED["list_type"] and isinstance(value, str) and _ITEMS.fullmatch(value) and not name.isdigit():
        known = _choices(field)
        return text, f"Schrijf {name}: […], met daarin {known}." if known else f"Schrijf {name}: [{value}]"
    return text, f"Schrijf {expected}. {SEE}" if expected else SEE


FORMS: Mapping[str, str] = {
    lines.PLAIN_TEXT: "gewone tekst, zonder links of opmaak",
    DATE: "de datum als JJJJ-MM-DD, bijvoorbeeld 2026-11-22",
    dates.LOOSE_DATE: "JJJJ, JJJJ-MM of JJJJ-MM-DD tussen aanhalingstekens",
    schema.KIT_NAME: "één woord in kleine letters, bijvoorbeeld uitnodiging",
    schema.SLUG: "kleine letters, cijfers en streepjes, bijvoorbeeld wet-2018",
    schema.ADDRESS: "een volledig adres dat met https:// of http:// begint",
    schema.WEB_ADDRESS: "een volledig adres dat met https:// of http:// begint",
    schema.MARKDOWN_FILE: "de naam van een pagina, bijvoorbeeld afspraken.md",
    schema.ANSWER: "een pagina of een stuk ervan, bijvoorbeeld afspraken.md#wie",
    schema.EDITION: "het jaar en een volgnummer tussen aanhalingstekens, bijvoorbeeld '2026.1'",
    schema.TARGET: "pagina.md#id of pagina.md#slot:naam",
    schema.FINGERPRINT: "f2: en twaalf tekens; de melding of 'build.py review' geeft ze",
    schema.APPROVED: "g1: en 32 tekens; de melding of 'build.py approve' geeft ze",
    schema.OVERLAY_FILE: "het pad van een overlay, bijvoorbeeld overlays/ouders/afspraken--bewaren.md",
    schema.FORMER: (
        "een oud id (oud-id > nieuw-id), de oude naam van deze pagina (oude-pagina.md) "
        "of een stuk van elders (andere.md#id)"
    ),
    schema.READ: "pagina.md, pagina.md#id of pagina.md#slot:naam",
    consultation_schema.READ_OR_NOTHING: "pagina.md of pagina.md#id",
    schema.NUMAC: "tien cijfers tussen aanhalingstekens",
    schema.SHORT_NUMBER: "drie of vier cijfers tussen aanhalingstekens, bijvoorbeeld '112'",
    schema.CITATION: "een citaat zonder haken, bijvoorbeeld '@wet-2018, art. 2'",
    appearance_schema.WORD: "één woord in kleine letters, bijvoorbeeld default",
    appearance_schema.IMAGE: "een beeld van het thema, bijvoorbeeld assets/images/favicon.svg",
    appearance_schema.FEATURE: "een mogelijkheid van Material, zoals navigation.top; niet van search of content",
    schema.ACCOUNT: "het account of de ploeg met een @ ervoor, bijvoorbeeld '@organisatie/ploeg'",
    figure_schema.PLACE: "een pagina of een stuk ervan, bijvoorbeeld afspraken.md#wie",
}
_ITEMS = re.compile(r"[\w@.#/-]+(?:,? [\w@.#/-]+)*")
"""Words, or names with a comma between them, that mean the same in a list."""
_EXPECTED = {
    "string_type": "tekst (zet getallen en datums tussen aanhalingstekens)",
    "string_too_long": "hoogstens {max_length} tekens",
    "value_error": "een datum die bestaat",
    "int_type": "een geheel getal",
    "int_parsing": "een geheel getal",
    "float_type": "een getal, bijvoorbeeld 0.4",
    "greater_than_equal": "een getal van minstens {ge:g}",
    "less_than_equal": "een getal van hoogstens {le:g}",
    "bool_type": "true of false",
    "bool_parsing": "true of false",
    "tuple_type": "een lijst",
    "too_long": "een lijst van hoogstens {max_length}",
    "list_type": "een lijst",
    "dict_type": "sleutels met waarden",
    "model_type": "sleutels met waarden",
    "model_attributes_type": "sleutels met waarden",
}


def _keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """Return the keys that the mapping at *path* in a *model* may have."""
    models = [each for each in _models(_at(model, path)) if not issubclass(each, RootModel)]
    return tuple(key for each in models for key in each.model_fields)


def _at(model: type[BaseModel], path: Path) -> Any:
    """Return the type of the value at *path* in a *model*."""
    kind: Any = model
    for part in path:
        kind = _below(kind, str(part))
    return kind


def _below(kind: Any, key: str) -> Any:
    """Return the type of the value of *key* in a value of type *kind*."""
    for each in _models(kind):
        if issubclass(each, RootModel):
            return _below(each.model_fields["root"].annotation, key)
        if key in each.model_fields:
            return each.model_fields[key].annotation
    return next((arg for arg in reversed(get_args(kind)) if arg is not Ellipsis), kind)


def _models(kind: Any) -> list[type[BaseModel]]:
    return [each for each in (kind, *get_args(kind)) if isinstance(each, type) and issubclass(each, BaseModel)]
