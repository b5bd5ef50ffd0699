"""The JSON schemas for an editor's program accept the same front matter and data files as `check` does."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from draaiboek import content
from draaiboek.cli import main
from draaiboek.content import validation
from draaiboek.content.json_schema import FILES, as_json_schema
from tests.guidebook import guidebook

MODELS = [
    model
    for found in iter_modules(content.__path__)
    if found.name.endswith("schema")
    for model in vars(import_module(f"draaiboek.content.{found.name}")).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and model is not BaseModel
]
SCHEMAS = Path(__file__).parents[2] / ".vscode" / "schemas"
PAGE = {
    "title": "Delen",
    "description": "Over delen.",
    "bronnen": ["wet"],
    "nagelezen": "2026-11-20",
    "zoekgewicht": 0.5,
    "vragen": {"pagina": ["mag ik dit zeggen"], "wat": ["wat deel ik"]},
    "voorrang": ["wapen"],
    "druk": {"pagina": "zakgids", "wat": "fiche"},
    "voorheen": [],
}
OVERLAY = {
    "doel": "delen.md#wat",
    "bewerking": "vervang",
    "reden": "Anders bij ons.",
    "volgorde": 10,
    "vragen": {"wie": ["wie komt er"]},
}
GOOD: Mapping[str, Any] = {
    "draaiboek": {
        "naam": "Draaiboek Tafel",
        "korte_naam": "Tafel",
        "slug": "tafel",
        "adres": "https://draaiboek.voorbeeld.be",
        "bewerken": "https://git.voorbeeld.be/tafel",
        "uitgever": "De redactie",
        "contact": "De helpdesk",
        "feedback": "De redactie",
        "antwoord_binnen": "een week",
        "status": {"tekst": "Werkversie", "uitleg": "Dit is geen advies."},
        "beheer": ["@redactie"],
        "trefwoorden": ["tafel"],
        "licentie": {
            "naam": "Vrije licentie",
            "kort": "Vrij",
            "adres": "https://www.example.org/licentie",
            "zin": "Je mag ze hergebruiken",
            "korte_zin": "Hergebruik mag",
        },
        "druk": {"zijden": 1, "beeldmerk": "media/merk.svg", "invullen": ["Telefoon"]},
        "taal": "nl-BE",
        "doelgroep": {"enkelvoud": "sector", "meervoud": "sectoren", "vraag": "Voor welke sector werk je?"},
        "zoekvoorbeelden": ["verslag"],
    },
    "synoniemen": [["zwijgplicht", "geheim"]],
    "voorkeurswoorden": [{"woord": "deelnemer", "niet": ["lid"], "reden": "Eén woord.", "mag_in": ["delen.md#wat"]}],
    "bronnen": {
        "wet": {
            "titel": "Wet over iets",
            "kort": "de wet",
            "soort": "wet",
            "datum": "2018-07-30",
            "publicatie": "Belgisch Staatsblad, 14 september 2018",
            "numac": "2018031664",
            "url": "https://www.example.org/eli",
            "taal_gelezen": "nl",
            "status": "geverifieerd",
            "gecontroleerd_op": "2026-11",
            "opmerking": "Niets.",
            "na_te_kijken_door": "Jurist",
        }
    },
    "begrippen": {
        "tafel": {
            "term": "tafel",
            "voluit": "Tafel",
            "ook": ["tafels"],
            "definitie": "Hout.",
            "bron": "@wet, art. 2",
            "taal": "en",
        }
    },
    "variabelen": {"straf": {"artikel": "352"}},
    "inhoud": [{"pagina": "index.md"}, {"titel": "Groep", "paginas": ["delen.md", "kader/wet.md"]}],
    "beslisboom": {
        "delen": {
            "titel": "Mag het?",
            "inleiding": "Zo.",
            "start": "vraag",
            "vragen": {
                "vraag": {
                    "vraag": "Mag het?",
                    "uitleg": "Kijk.",
                    "antwoorden": [{"antwoord": "Ja", "naar": "ja"}, {"antwoord": "Neen", "naar": "ja"}],
                }
            },
            "uitkomsten": {"ja": {"titel": "Ja", "tekst": "Doe.", "bron": "@wet", "werkwijze": False}},
        }
    },
    "figuren": {
        "ladder": {
            "vorm": "vergelijking",
            "titel": "Wat is nieuw?",
            "kolommen": ["oud", "nieuw"],
            "delen": [
                {"kop": "Een", "naar": "delen.md#wat", "regels": ["a", "b"], "label": "nu", "toon": "gevaar"},
                {"kop": "Twee", "regels": ["a", "b"], "pijl": "omhoog"},
            ],
            "onderschrift": "Zo. [@wet]",
        }
    },
    "taken": [
        {
            "taak": "Wat doe ik?",
            "sector": "onderwijs",
            "begin": "delen.md",
            "tikken": ["Verder"],
            "zoek": "",
            "antwoord": "Zwijg.",
        }
    ],
    "zoekvragen": {
        "bovenaan": 85,
        "eerste_drie": 95,
        "stuk": 80,
        "genoemd": 85,
        "iets": 100,
        "niets": 50,
        "vragen": {"kern": [{"vraag": "mag ik weigeren", "paginas": ["delen.md", "delen.md#wat"]}]},
    },
    "totstandkoming": {
        "stappen": [
            {"stap": "Een", "richtdatum": "2026", "stand": "klaar", "toelichting": "Zo.", "bron": "@wet"},
        ]
    },
    "toegankelijkheid": {
        "editie": "2026.1",
        "datum": "2026-12-01",
        "axe": "4.12.1",
        "browser": "Chromium 156",
        "paginas": 9,
        "breedtes": [360, 1280],
        "metingen": 50,
        "haltes": 300,
        "toestanden": 6,
        "regels": 40,
        "overtredingen": 0,
        "aanbevelingen": 1,
        "te_bekijken": ["color-contrast"],
    },
    "toegankelijkheidsverklaring": {
        "dienst": "De dienst",
        "regels": "het decreet",
        "waarvoor": "deze website",
        "status": "gedeeltelijk",
        "norm": "de richtlijn",
        "niet_toegankelijk": [
            {"deel": "Zoeken", "waarom": "Traag.", "alternatief": "Het menu.", "grond": "nog niet in orde"}
        ],
        "methode": "zelfevaluatie",
        "opgemaakt_op": "2026-11-01",
        "herzien_op": "2026-11-20",
        "melden": {"waar": "de helpdesk", "antwoord_binnen": "tien dagen"},
        "handhaving": {"instantie": "de ombudsdienst", "hoe": "met een brief"},
    },
    "documenten": {
        "brief": {
            "titel": "Uitnodiging",
            "omschrijving": "De brief.",
            "soort": "brief",
            "betreft": "uw uitnodiging",
            "stukken": ["delen.md#brief", "delen.md"],
            "invulruimte": "Antwoord",
            "let_op": "Noem niemand.",
        }
    },
    "noodnummers": {"nummers": ["112", "101"], "woorden": ["bel"]},
    "sector": {
        "naam": "onderwijs",
        "titel": "Onderwijs",
        "volgorde": 10,
        "kleur": "blauw",
        "omschrijving": "Voor scholen.",
        "geheimhouding": "Ambtsgeheim.",
        "eindredactie": "",
        "beheer": [{"account": "@tafel/sport", "functie": "contactpersoon"}],
        "actoren": [{"naam": "De koepel", "rol": "Las mee.", "bron": "@wet"}],
    },
    "functies": {
        "leraar": {
            "functie": "Leraar",
            "ook": ["juf"],
            "geheim": "ambtsgeheim",
            "volgens": "de koepel",
            "toelichting": "in de school",
            "afleiding": False,
            "bron": "@wet",
            "na_te_gaan": "",
            "aan_tafel": "luistert",
        }
    },
    "nagelezen": {
        "doel": "delen.md#wat",
        "tekst": "f2:188982e2a3d5",
        "op": "2026-11-22",
        "door": "contactpersoon sport",
    },
    "woordenlijst": ["deeltest", "genodigde"],
    "opmerking": {
        "doel": "delen.md#wat",
        "alinea": 12,
        "tekst": "Je bewaart niets.",
        "opmerking": "Ook de kopie?",
        "voorstel": "Je bewaart niets, ook geen kopie.",
        "functie": "zorgcoördinator",
        "organisatie": "een school",
        "besluit": "gedeeltelijk",
        "antwoord": "Dat staat er nu.",
        "geland": "delen.md#wat",
    },
    "ronde": {"geopend": "2026-11-22", "tot": "2027-01-31"},
    "uitstel": [
        {"overlay": "overlays/sport/a.md", "functie": "Coördinator", "reden": "Later.", "tot": "2027-01-31"},
    ],
    "pagina": PAGE,
    "sectorpagina": {**PAGE, "na": "index.md"},
    "editie": {
        **PAGE,
        "editie": "2026.1",
        "datum": "2026-12-01",
        "geldig_van": "2026-12-15",
        "stand_wetgeving": "2026-11-20",
        "aanleiding": ["wetgeving"],
        "samenvatting": "De eerste.",
        "eindredactie": "De redactie",
        "zonder_nazicht": ["sport"],
        "goedkeuring": [{"functie": "directeur", "organisatie": "VVSG", "op": "2026-12-01", "tekst": f"g1:{'a' * 32}"}],
        "klein": True,
        "status": "concept",
    },
    "overlay": OVERLAY,
    "gedeelde-overlay": {**OVERLAY, "sectoren": ["jeugd", "sport"]},
}
WRONG_VALUES: Sequence[object] = (5, 0, -1.5, "", "x", "Hoofdletters!", "<b>", "{{ x }}", "2026-13-01", [], {}, True)
WRONG_KEYS = ("onbekend", "Met Spatie", "__proto__")
# No JSON Schema can say that a date exists (2026-13-01 does not); `check` can.
ONLY_CHECK = {("2026-13-01", key) for key in ("datum", "gecontroleerd_op", "richtdatum")}
DUTCH = re.compile(
    r"\b(de|het|een|één|eén|of|van|in|op|met|als|zonder|hoe|wat|wie|waar|waarom|nummer)\b", re.IGNORECASE
)

Place = tuple[str | int, ...]


def _by_json_schema(name: str, value: object) -> bool:
    validator = Draft202012Validator(as_json_schema(FILES[name]), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return validator.is_valid(value)


def _by_check(name: str, value: object) -> bool:
    try:
        FILES[name].model_validate(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("name", "model"), FILES.items())
def test_the_files_in_the_repository_are_what_the_program_writes_now(name: str, model: type[BaseModel]) -> None:
    assert json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")) == as_json_schema(model)


def test_there_are_no_other_files(tmp_path: Path) -> None:
    guidebook({}, tmp_path)
    assert main(["schemas"], tmp_path) == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / ".vscode" / "schemas").iterdir()}
    assert {path.name: path.read_bytes() for path in SCHEMAS.iterdir()} == written


@pytest.mark.parametrize("name", FILES)
def test_every_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(as_json_schema(FILES[name]))


@pytest.mark.parametrize("name", FILES)
def test_every_pattern_means_the_same_in_python_and_in_an_editor(name: str) -> None:
    """JSON Schema, § 6.4: patterns are those of ECMA-262, which lacks these constructs."""
    text = json.dumps(as_json_schema(FILES[name]))
    assert not re.search(r"\(\?(P|[aiLmsux]+[):])|\\\\[AZz]|\(\?>|[*+?}]\+", text)


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_explained_in_dutch(name: str) -> None:
    described = dict(_descriptions(as_json_schema(FILES[name])))
    assert [key for key, text in described.items() if not DUTCH.search(text) or not text.endswith(".")] == []


def test_no_words_for_programmers_reach_editors() -> None:
    texts = json.dumps([as_json_schema(model) for model in FILES.values()])
    assert not re.search(r"An? (entry|core|page|overlay|answer|question|outcome|step|line)\b", texts)


@pytest.mark.parametrize("name", FILES)
def test_a_good_example_is_good(name: str) -> None:
    assert _by_json_schema(name, GOOD[name])
    assert _by_check(name, GOOD[name])


@pytest.mark.parametrize("name", FILES)
def test_every_key_is_in_the_good_example(name: str) -> None:
    """So that the tests below try every key."""
    assert {key for key, _ in _descriptions(as_json_schema(FILES[name]))} <= set(_keys(GOOD[name]))


@pytest.mark.parametrize("name", FILES)
def test_a_missing_key_is_judged_the_same(name: str) -> None:
    assert list(_disagreements(name, _without(GOOD[name]))) == []


@pytest.mark.parametrize("name", FILES)
def test_an_unknown_key_is_judged_the_same(name: str) -> None:
    assert list(_disagreements(name, _with_unknown(GOOD[name]))) == []


@pytest.mark.parametrize("name", FILES)
def test_another_value_is_judged_the_same(name: str) -> None:
    assert list(_disagreements(name, _with_others(GOOD[name]))) == []


def _descriptions(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in (schema, *schema.get("$defs", {}).values()):
        for key, field in part.get("properties", {}).items():
            yield key, field.get("description", "")


def _keys(value: object) -> Iterator[str]:
    for place in _places(value):
        if place and isinstance(place[-1], str):
            yield place[-1]


def _disagreements(name: str, changed: Iterator[tuple[Place, object, object]]) -> Iterator[str]:
    for place, other, value in changed:
        by_schema, by_check = _by_json_schema(name, value), _by_check(name, value)
        if by_schema != by_check and (other, place[-1] if place else "") not in ONLY_CHECK:
            yield f"{place} = {other!r}: JSON Schema says {by_schema}, check says {by_check}"


def _places(value: object, at: Place = ()) -> Iterator[Place]:
    yield at
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _places(each, (*at, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _places(each, (*at, index))


def _inside(value: Any, at: Place) -> Any:
    for step in at:
        value = value[step]
    return value


def _without(good: object) -> Iterator[tuple[Place, object, object]]:
    for at in _places(good):
        if at:
            value = copy.deepcopy(good)
            del _inside(value, at[:-1])[at[-1]]
            yield at, None, value


def _with_unknown(good: object) -> Iterator[tuple[Place, object, object]]:
    for at in _places(good):
        if isinstance(_inside(good, at), dict):
            for key in WRONG_KEYS:
                value = copy.deepcopy(good)
                inside = _inside(value, at)
                inside[key] = next(iter(inside.values()))
                yield at, key, value


def _with_others(good: object) -> Iterator[tuple[Place, object, object]]:
    for at in _places(good):
        for other in WRONG_VALUES:
            value = copy.deepcopy(good)
            if at:
                _inside(value, at[:-1])[at[-1]] = other
            yield at, other, value if at else other


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_of_every_form_that_a_value_must_have_a_message_says_what_it_is(model: type[BaseModel]) -> None:
    """Found with hostile input: a value of a type that no message knew made `check` end in a traceback."""
    asked = {each for each in _patterns(model.model_json_schema()) if not each.startswith("^(?!")}
    assert asked <= validation.FORMS.keys()


def _patterns(found: object) -> Iterator[str]:
    if isinstance(found, Mapping):
        pattern = found.get("pattern")
        yield from [pattern] if isinstance(pattern, str) else []
        yield from (each for below in found.values() for each in _patterns(below))
        yield from found.get("patternProperties", {})
    elif isinstance(found, list):
        yield from (each for below in found for each in _patterns(below))
