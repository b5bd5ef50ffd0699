"""What the search box gets: one record for each section of the text, and the synonyms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.diagnostics import has_errors
from draaiboek.base.model import Origin, Term, Text
from draaiboek.pipeline.examine import examine
from draaiboek.render import search_texts, site_settings
from draaiboek.search import make
from tests.guidebook import guidebook, overlay, page, sector
from tests.integration.program import ROOT

ENGINE = ROOT / "draaiboek" / "search"
PATH = PurePosixPath("delen.md")
LONG = "een vraag van zes woorden lang"
ORIGIN = Origin(PurePosixPath("docs/_data/begrippen.yml"))


def _sections(text: str, into: Path, more: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    checked = examine(guidebook({"docs/delen.md": page(text), **(more or {})}, into))
    assert not has_errors(checked.problems), checked.problems
    variant = next(each for each in checked.variants if each.slug == ("onderwijs" if more else "kern"))
    return list(search_texts.sections(next(each for each in variant.pages if each.path == PATH)))


def test_a_record_runs_from_heading_to_heading(tmp_path: Path) -> None:
    text = "Vooraf.\n\n## Wat *nu*? {#a .wet}\n\nEerst\ndit.\n\n### Dan {#b}\n\nDaarna dat.\n"
    assert _sections(text, tmp_path) == [
        ("", "", "Vooraf."),
        ("a", "Wat nu?", "Eerst dit."),
        ("b", "Dan", "Daarna dat."),
    ]


def test_what_a_sector_adds_is_found_where_it_stands(tmp_path: Path) -> None:
    more = {
        "overlays/onderwijs/a.md": overlay("Bel.\n\n### CLB {#clb}\n\nKom.\n", target="delen.md#a"),
        "overlays/onderwijs/b.md": overlay(
            "Anders.\n", target="delen.md#b", action="vervang", more="reden: Andere wet.\n"
        ),
    }
    text = "## Wat {#a}\n\nEerst.\n\n### Onder {#o}\n\nDan.\n\n## Nog {#b}\n\nWeg.\n"
    assert _sections(text, tmp_path, more) == [
        ("", "", ""),
        ("a", "Wat", "Eerst."),
        ("o", "Onder", "Dan.\nSpecifiek voor onderwijs\nBel."),
        ("onderwijs-clb", "CLB", "Kom."),
        ("b", "Nog", "Specifiek voor onderwijs\nDeze tekst vervangt de kerntekst. Reden: Andere wet.\nAnders."),
    ]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("- een\n- twee\n  - diep", "een\ntwee\ndiep"),
        ("| a | b |\n|---|---|\n| c | |", "a – b\nc"),
        ("| a | b | c |\n|---|---|---|\n| d | {na-te-gaan: wat} | e |", "a – b – c\nd – e"),
        ('!!! tip "Bel"\n\n    Nu.\n\n> Zij zei.', "Bel\nNu.\nZij zei."),
        ("Zin [@wet].", "Zin."),
        ("Tekst [@wet, art. 2]", "Tekst"),
        ("Zo is het {na-te-gaan: het jaar}.", "Zo is het."),
        ("Bel 112.\n\n**Rechtsgrond:** LIVC-wet, art. 3.", "Bel 112."),
        ("Dit is **vet** en [een link](https://a.be) `code` H<sub>2</sub>O.", "Dit is vet en een link code H2O."),
        ("Artikel {{ straf.artikel }} bij een ronde tafel.", "Artikel 352 bij een ronde tafel."),
        ("Bel\\\nnu. ![Schema](media/a.svg)", "Bel nu."),
    ],
)
def test_only_what_a_page_says_is_searched(tmp_path: Path, written: str, text: str) -> None:
    files = {
        "docs/media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>A</title></svg>\n',
        "docs/_data/noodnummers.yml": 'nummers: ["112"]\nwoorden: [bel]\n',
    }
    assert _sections(f"{written}\n", tmp_path, files) == [("", "", text)]


def test_no_excerpt_shows_whose_text_follows_or_the_head_of_a_table(tmp_path: Path) -> None:
    table = "| a | b |\n|---|---|\n| c | d |\n"
    instead = overlay(f"Anders.\n\n{table}", target="delen.md#b", action="vervang", more="reden: Andere wet.\n")
    files = {"docs/delen.md": page("## Wat {#b}\n\nDan.\n"), "overlays/onderwijs/b.md": instead}
    checked = examine(guidebook(files, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    variant = next(each for each in checked.variants if each.slug == "onderwijs")
    told = search_texts.pages_of(search_texts.files(variant, [], ENGINE)["search/texts.js"])
    (text,) = (each["text"] for page in told for each in page["sections"] if page["url"] == "delen/" and each["id"])
    why = "\tDeze tekst vervangt de kerntekst. Reden: Andere wet."
    assert text.split("\n") == ["\tSpecifiek voor onderwijs", why, "Anders.", "\ta – b", "c – d"]


def test_abbreviations_and_everyday_words_have_meanings() -> None:
    terms = (
        Term("avg", "AVG", (Text("…"),), ORIGIN, full="Algemene verordening gegevensbescherming", also=("GDPR", "AVG")),
        Term("casus", "casus", (Text("…"),), ORIGIN),
    )
    assert search_texts.meanings(terms, [("baas", "chef")]) == [
        ["AVG", "Algemene verordening gegevensbescherming", "GDPR"],
        ["baas", "chef"],
    ]


def test_excerpts_have_the_signs_of_the_page(tmp_path: Path) -> None:
    text = '## "Wie" komt er? {#a}\n\nZeg: "Ik luister" - bij art. 3.\n'
    assert _sections(text, tmp_path)[1:] == [
        ("a", "\u201cWie\u201d komt er?", "Zeg: \u201cIk luister\u201d \u2013 bij art.\u00a03."),
    ]


def test_what_readers_ask_stands_with_the_section_that_answers(tmp_path: Path) -> None:
    front = "vragen:\n  pagina: [mag ik dat]\n  a: [wie komt er, wie is er bij]\nvoorrang: [wapen]\n"
    text = page("Vooraf.\n\n## Wie {#a}\n\nJij.\n\n## Wat {#b}\n\nDit.\n", more=front)
    checked = examine(guidebook({"docs/delen.md": text}, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    texts = search_texts.files(checked.variants[0], [], ENGINE)["search/texts.js"]
    told = search_texts.pages_of(texts)
    mine = next(each for each in told if each["url"] == "delen/")
    assert mine["urgent"] == ["wapen"]
    assert [each.get("asked") for each in mine["sections"]] == [["mag ik dat"], ["wie is er bij", "wie komt er"], None]
    assert not any("urgent" in each for each in told if each is not mine)


@pytest.mark.parametrize("urgent", [True, False])
def test_who_finds_nothing_is_led_to_what_may_not_wait(tmp_path: Path, *, urgent: bool) -> None:
    text = page("Bel.\n", more="voorrang: [wapen]\n" if urgent else "")
    checked = examine(guidebook({"docs/delen.md": text}, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    told = site_settings.settings(checked.variants[0], ())["dringend"]
    assert told == ({"titel": "Delen", "adres": "delen/"} if urgent else None)


def test_what_readers_ask_of_the_text_of_a_sector_stands_with_its_heading(tmp_path: Path) -> None:
    asked = "vragen:\n  clb: [mag het clb mee]\n"
    files = {
        "docs/delen.md": page("## Wat {#a}\n\nEerst.\n", more="vragen:\n  a: [wat eerst]\n"),
        "overlays/onderwijs/a.md": overlay("Bel.\n\n### CLB {#clb}\n\nKom.\n", target="delen.md#a", more=asked),
        **sector("sport", order=30),
    }
    checked = examine(guidebook(files, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    told = {}
    for variant in checked.variants:
        pages = search_texts.pages_of(search_texts.files(variant, [], ENGINE)["search/texts.js"])
        (mine,) = (each for each in pages if each["url"] == "delen/")
        told[variant.slug] = {part["id"]: part["asked"] for part in mine["sections"] if "asked" in part}
    assert told["kern"] == told["sport"] == {"a": ["wat eerst"]}
    assert told["onderwijs"] == told["alle"] == {"a": ["wat eerst"], "onderwijs-clb": ["mag het clb mee"]}


def test_capitals_come_back(tmp_path: Path) -> None:
    front = "vragen:\n  a: [OCMW en CAW, Één keer]\n"
    checked = examine(guidebook({"docs/delen.md": page("## De VVSG {#a}\n\nÉén Élan.\n", more=front)}, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    texts = search_texts.files(checked.variants[0], [], ENGINE)["search/texts.js"]
    (mine,) = (each for each in search_texts.pages_of(texts) if each["url"] == "delen/")
    assert mine["sections"][1:] == [
        {"id": "a", "title": "De VVSG", "text": "Één Élan.", "asked": ["OCMW en CAW", "Één keer"]}
    ]
    assert "Één Élan." in search_texts.as_it_is(texts)


def test_of_a_page_that_counts_for_little_a_section_is_found_by_how_it_begins(tmp_path: Path) -> None:
    text = "Vooraf.\n\n## Wie {#a}\n\n- jij\n- wij\n\nEn zij.\n\nEn dan nog iemand.\n"
    text += "\n## Wat {#b}\n\n| x | y |\n|---|---|\n| dit | dat |\n"
    files = {
        "docs/delen.md": page(text, more="zoekgewicht: 0.4\nvragen:\n  a: [wie deelt]\n"),
        "docs/weten.md": page(text, title="Weten", more="zoekgewicht: 0.5\n"),
    }
    checked = examine(guidebook(files, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    variant = checked.variants[0]
    pages = search_texts.pages_of(search_texts.files(variant, [], ENGINE)["search/texts.js"])
    told = {
        each["url"]: [(part["title"], part["text"], part.get("asked")) for part in each["sections"]] for each in pages
    }
    assert told["delen/"] == [("", "Vooraf.", None), ("Wie", "jij", ["wie deelt"]), ("Wat", "dit – dat", None)]
    everything = ("Wie", "jij\nwij\nEn zij.\nEn dan nog iemand.", None), ("Wat", "\tx – y\ndit – dat", None)
    assert told["weten/"] == [("", "Vooraf.", None), *everything]
    whole = {each.path.name: search_texts.is_whole(each, variant) for each in variant.pages}
    assert (whole["delen.md"], whole["weten.md"]) == (False, True)


def test_among_all_sectors_what_counts_for_little_is_found_by_its_title_and_questions(tmp_path: Path) -> None:
    low = "zoekgewicht: 0.4\n"
    files = {
        "docs/delen.md": page("Vooraf.\n\n## Wie {#a}\n\nJij.\n", more=f"{low}vragen:\n  a: [wie deelt, wie niet]\n"),
        "docs/weten.md": page("Dit.\n", title="Weten", more=f"vragen:\n  pagina: [wie weet, wie deelt, {LONG}]\n"),
        "docs/begrippen.md": page("Zoek.\n\n<!-- lijst: begrippen -->\n", title="Begrippen", more=low),
        "docs/_data/begrippen.yml": "casus:\n  term: casus\n  definitie: Iemand die besproken wordt.\n",
        **sector("sport", order=30),
        "sectors/sport/fiche.md": page("## Wat {#a}\n\nKort.\n", title="Fiche sport", more="na: delen.md\n"),
    }
    checked = examine(guidebook(files, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    told = {}
    asked = {}
    for variant in checked.variants:
        texts = search_texts.files(variant, [], ENGINE)["search/texts.js"]
        pages = search_texts.pages_of(texts)
        told[variant.slug] = {each["url"]: [part["text"] for part in each["sections"]] for each in pages}
        asked[variant.slug] = {each["url"]: [part.get("asked") for part in each["sections"]] for each in pages}
    assert told["kern"]["delen/"] == told["sport"]["delen/"] == ["Vooraf.", "Jij."]
    assert told["alle"]["delen/"] == [""]
    assert told["alle"]["weten/"] == ["Dit."]
    # What a word means is only in the list of terms.
    assert any("Iemand die besproken wordt." in text for text in told["alle"]["begrippen/"])
    assert ["betekenis casus"] in asked["alle"]["begrippen/"]
    assert asked["kern"]["delen/"] == [None, ["wie deelt", "wie niet"]]
    assert asked["alle"]["delen/"] == [["wie deelt", "wie niet"]]
    # In the reading of all sectors a question is listed once.
    assert asked["kern"]["weten/"] == [[LONG, "wie deelt", "wie weet"]]
    assert asked["alle"]["weten/"] == [["wie weet"]]
    # A summary of a chapter is found there by its title.
    assert told["sport"]["fiche/"] == ["", "Kort."]
    assert told["alle"]["sport/fiche/"] == [""]


def test_a_source_is_found_by_what_it_is_called_and_not_by_how_far_it_was_read(tmp_path: Path) -> None:
    checked = examine(
        guidebook({"docs/bronnen.md": page("## Alle {#alle}\n\n<!-- lijst: bronnen -->\n", title="Bronnen")}, tmp_path)
    )
    assert not has_errors(checked.problems), checked.problems
    variant = checked.variants[0]
    (register,) = (each for each in variant.pages if each.path == PurePosixPath("bronnen.md"))
    told = search_texts.pages_of(search_texts.files(variant, [], ENGINE)["search/texts.js"])
    (mine,) = (each for each in told if each["url"] == "bronnen/")
    entries = [each for each in mine["sections"] if each["id"].startswith("bron-")]
    assert entries
    assert all(each["text"] and "Stand:" not in each["text"] for each in entries)
    assert any("Stand:" in text for _, _, text in search_texts.sections(register))
    assert not search_texts.is_whole(register, variant)


def test_a_function_is_found_by_all_its_words_where_its_table_stands(tmp_path: Path) -> None:
    functions = "leraar:\n  functie: Leraar\n  ook: [juf, meester]\n  na_te_gaan: zwijgplicht\n  aan_tafel: zwijg\n"
    files = {
        "sectors/onderwijs/functies.yml": functions,
        "docs/delen.md": page("Vooraf.\n\n<!-- lijst: functies -->\n", more="vragen:\n  onderwijs: [wie zwijgt]\n"),
    }
    checked = examine(guidebook(files, tmp_path))
    assert not has_errors(checked.problems), checked.problems
    texts = search_texts.files(checked.variants[0], [], ENGINE)["search/texts.js"]
    told = search_texts.pages_of(texts)
    (mine,) = (each for each in told if each["url"] == "delen/")
    assert [(each["id"], each.get("asked")) for each in mine["sections"]] == [
        ("", None),
        ("onderwijs", ["Leraar", "juf", "meester", "wie zwijgt"]),
    ]


def test_every_file_of_the_engine_is_in_it_and_the_licence_beside_it(tmp_path: Path) -> None:
    assert {name for name in search_texts.PARTS if "/" not in name} == {path.name for path in ENGINE.glob("*.js")}
    made = search_texts.files(examine(guidebook({}, tmp_path)).variants[0], [], ENGINE)
    assert "COPYING.txt, beside this file. */" in made["search/search.js"].partition("\n")[0]
    assert made["search/COPYING.txt"].startswith("Copyright")
    assert "Redistribution and use" in made["search/COPYING.txt"]


def test_another_wheel_than_the_reviewed_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / make.FILES[0][0]).write_bytes(b"another wheel")
    with pytest.raises(SystemExit, match="is not the file that was reviewed"):
        make.main(tmp_path)
