"""The composition of a variant: independent of the order of reading, with what every sector asks and says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.diagnostics import Absent, Diagnostic, as_github
from draaiboek.base.memo import Memo
from draaiboek.base.model import (
    Emphasis,
    Page,
    Paragraph,
    Script,
    Section,
    SectorText,
    Slot,
    Source,
    Strong,
    Variant,
    words,
)
from draaiboek.compose import fill_in, overlays, variants
from draaiboek.compose.targets import targets
from draaiboek.content.source import load
from draaiboek.pipeline.examine import examine
from tests.guidebook import DEFAULTS, OLD, guidebook, overlay, page, reading, sector

DELEN = PurePosixPath("delen.md")
TEXT = """\
Vooraf.

<!-- slot: steun -->

## Wat {#wat}

Kern.

<!-- slot: meer -->

### Hoe {#hoe}

Zo.
"""
READ = 'reden: "Zo hoort het."\n'
OVERLAYS = {
    "overlays/onderwijs/a.md": overlay("Laatste.\n", target="delen.md#wat", more="volgorde: 2\n"),
    "overlays/onderwijs/b.md": overlay("Tweede.\n", target="delen.md#wat", more="volgorde: 1\n"),
    "overlays/onderwijs/c.md": overlay("Derde.\n", target="delen.md#wat", more="volgorde: 1\n"),
    "overlays/onderwijs/d.md": overlay("Steun.\n", target="delen.md#slot:steun", action="vul"),
    "overlays/sport/e.md": overlay("Wij niet.\n", target="delen.md#wat", action="vervang", more=READ),
    "overlays/sport/f.md": overlay("Eerst.\n", target="delen.md#wat", more="volgorde: 0\n"),
}


def loaded(files: Mapping[str, str | bytes | None], into: Path) -> Source:
    source, _ = load(guidebook({"docs/delen.md": page(TEXT), **sector("sport"), **files}, into))
    return source


def made(source: Source, slug: str) -> Variant:
    assert source.edition is not None
    variant, _ = variants.compose(source, slug, source.edition, variants.core(source))
    return variant


def of(variant: Variant) -> Page:
    return next(each for each in variant.pages if each.path == DELEN)


def said(found: Page) -> list[str]:
    """Return the paragraphs of *found* in reading order."""

    def inside(part: object) -> list[str]:
        if isinstance(part, SectorText):
            return [text for each in part.body for text in inside(each)]
        return [words(part.content)] if hasattr(part, "content") else []

    parts = [*found.lead, *(part for each in found.walk() for part in (*each.body, *each.tail))]
    return [text for part in parts for text in inside(part)]


def test_texts_at_one_place_stand_in_the_order_that_they_ask_for_then_by_their_paths(tmp_path: Path) -> None:
    source = loaded(OVERLAYS, tmp_path)
    for given in (source, replace(source, overlays=source.overlays[::-1])):
        assert said(of(made(given, "onderwijs"))) == [
            *("Vooraf.", "Steun.", "Kern.", "Tweede.", "Derde.", "Laatste.", "Zo."),
        ]
        assert said(of(made(given, "sport"))) == ["Vooraf.", "Wij niet.", "Eerst."]
        base = variants.core(given)
        beside = overlays.side_by_side(given, base.bare, base.read, Memo())
        (found,) = (each for each in beside if each.path == DELEN)
        assert said(found) == [
            *("Vooraf.", "Steun.", "Kern.", "Tweede.", "Derde.", "Laatste.", "Wij niet.", "Eerst.", "Zo."),
        ]


def test_the_text_of_a_sector_knows_whose_it_is_and_what_it_is_called_beside_others(tmp_path: Path) -> None:
    source = loaded(OVERLAYS, tmp_path)
    base = variants.core(source)
    (found,) = (each for each in overlays.side_by_side(source, base.bare, base.read, Memo()) if each.path == DELEN)
    tail = [each for section in found.walk() for each in section.tail]
    assert [(each.sector, each.name, each.anchor, each.beside) for each in tail] == [
        ("onderwijs", "onderwijs", "onderwijs--wat", False),
        ("onderwijs", "onderwijs", "onderwijs--wat--2", False),
        ("onderwijs", "onderwijs", "onderwijs--wat--3", False),
        ("sport", "sport", "sport--wat", True),
        ("sport", "sport", "sport--wat--2", False),
    ]
    (lead,) = (each for each in found.lead if isinstance(each, SectorText))
    assert (lead.anchor, str(lead.origin.path)) == ("onderwijs--slot--steun", "overlays/onderwijs/d.md")
    assert [each.reason for each in tail] == ["", "", "", "Zo hoort het.", ""]


ASKED = "\n### CLB {#clb}\n\nBel.\n"


def test_what_a_sector_asks_is_asked_on_the_page_under_the_id_that_its_heading_has_there(tmp_path: Path) -> None:
    files = {
        "docs/delen.md": page(TEXT, more="vragen:\n  wat: [wat moet ik]\n"),
        "overlays/onderwijs/a.md": overlay(
            f"Kom.\n{ASKED}", target="delen.md#wat", more="vragen:\n  clb: [mag het clb mee]\n"
        ),
        "overlays/onderwijs/b.md": overlay("Zo.\n", target="delen.md#hoe"),
    }
    source = loaded(files, tmp_path)
    assert of(made(source, "onderwijs")).meta.questions == (
        ("wat", ("wat moet ik",)),
        ("onderwijs-clb", ("mag het clb mee",)),
    )
    assert of(made(source, "sport")).meta.questions == (("wat", ("wat moet ik",)),)


def test_what_nobody_changes_is_the_page_of_the_core_itself(tmp_path: Path) -> None:
    source = loaded({"overlays/onderwijs/a.md": overlay("Zo.\n", target="delen.md#hoe")}, tmp_path)
    base = variants.core(source)
    assert source.edition is not None
    for slug, is_same in (("onderwijs", False), ("sport", True), ("kern", True)):
        variant, _ = variants.compose(source, slug, source.edition, base)
        core = next(each for each in base.filled if each.path == DELEN)
        assert (of(variant) is core) == is_same, slug


def test_what_an_overlay_can_hang_on(tmp_path: Path) -> None:
    (found,) = (each for each in loaded({}, tmp_path).pages if each.path == DELEN)
    known = targets(found)
    assert {name: (each.owner, each.heading_level, each.origin.line) for name, each in known.items()} == {
        "slot:steun": ("#", 2, 7),
        "wat": ("wat", 3, 9),
        "slot:meer": ("wat", 3, 9),
        "hoe": ("hoe", 4, 15),
    }
    assert {name: [each.id for each in target.around] for name, target in known.items()} == {
        "slot:steun": [],
        "wat": [],
        "slot:meer": ["wat"],
        "hoe": ["wat"],
    }
    assert [isinstance(each.at, Slot if ":" in name else Section) for name, each in known.items()] == [True] * 4


def test_a_term_in_a_folded_text_is_explained_there_unless_everybody_saw_it_before(tmp_path: Path) -> None:
    text = "## Wat {#wat}\n\nKern.\n\n## Wie {#wie}\n\nEen ronde tafel.\n\n## Waar {#waar}\n\nBij de ronde tafel.\n"
    files = {
        "docs/delen.md": page(text),
        "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
        **sector("sport"),
        **sector("jeugd", order=30),
        **{
            f"overlays/{slug}/{at}.md": overlay("Onze ronde tafel. Weer een ronde tafel.\n", target=f"delen.md#{at}")
            for slug, places in {"onderwijs": ("wat", "waar"), "sport": ("wat", "waar"), "jeugd": ("waar",)}.items()
            for at in places
        },
    }
    checked = examine(guidebook(files, tmp_path))
    (whole,) = (each for each in checked.variants if each.gathered)
    found = of(whole)
    links = {
        (each.id, text.sector if isinstance(text, SectorText) else ""): str(text).count("TermLink(")
        for each in found.walk()
        for text in (*each.body, *each.tail)
    }
    assert links == {
        ("wat", ""): 0,
        ("wat", "onderwijs"): 1,
        ("wat", "sport"): 1,
        ("wie", ""): 1,
        ("waar", ""): 0,
        ("waar", "onderwijs"): 0,
        ("waar", "sport"): 0,
        ("waar", "jeugd"): 0,
    }


def test_a_term_in_an_address_is_no_term(tmp_path: Path) -> None:
    files = {
        "docs/delen.md": page("Op https://voorbeeld.be/tafel staat de tafel.\n"),
        "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
        "docs/_data/begrippen.yml": "tafel:\n  term: tafel\n  definitie: Een blad op poten.\n",
    }
    lead = of(made(loaded(files, tmp_path), "kern")).lead
    (text,) = (each.content for each in lead if isinstance(each, Paragraph))
    assert [type(each).__name__ for each in text] == ["Text", "TermLink", "Text"]
    assert words(text[:1]).startswith("Op https://voorbeeld.be/tafel staat de ")


@pytest.mark.parametrize("marks", [("**", "**"), ("*", "*"), ("<sup>", "</sup>"), ("<sub>", "</sub>")], ids="".join)
def test_words_that_look_otherwise_are_filled_in_and_explained_as_well(marks: tuple[str, str], tmp_path: Path) -> None:
    start, end = marks
    files = {
        "docs/delen.md": page(f"Een {start}ronde tafel {{{{ straf.artikel }}}}{end}. Een ronde tafel.\n"),
        "docs/begrippen.md": page("<!-- lijst: begrippen -->\n", title="Begrippen"),
    }
    (text,) = (each.content for each in of(made(loaded(files, tmp_path), "kern")).lead if isinstance(each, Paragraph))
    assert words(text) == "Een ronde tafel 352. Een ronde tafel."
    inside = text[1]
    assert isinstance(inside, Strong | Emphasis | Script)
    assert [type(each).__name__ for each in inside.content] == ["TermLink", "Text", "Text"]
    assert [type(each).__name__ for each in text] == ["Text", type(inside).__name__, "Text"]


def test_of_several_sources_each_place_is_filled_in(tmp_path: Path) -> None:
    files = {
        "docs/delen.md": page("Zwijg. [@wet, art. {{ straf.artikel }}; @decreet]\n"),
        "docs/_data/bronnen.yml": DEFAULTS["docs/_data/bronnen.yml"]
        + DEFAULTS["docs/_data/bronnen.yml"].replace("wet:", "decreet:", 1).replace("de wet", "het decreet"),
    }
    (note,) = of(made(loaded(files, tmp_path), "kern")).footnotes
    assert note.brief == "de wet, art. 352; het decreet"


def test_a_picture_of_a_sector_that_is_called_as_one_of_the_core_is_named(tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>Beeld</title></svg>'
    files = {"docs/media/a.svg": svg, "sectors/onderwijs/media/a.svg": svg, "sectors/sport/media/b.svg": svg}
    (found,) = problems(files, tmp_path)
    assert (found.code, str(found.origin.path)) == ("SC002", "sectors/onderwijs/media/a.svg")
    assert found.text == "de kerntekst heeft ook een beeld 'media/a.svg' (docs/media/a.svg)"
    assert found.hint == "Geef het beeld van de sector een andere naam."


@pytest.mark.parametrize(
    ("page_", "target", "way"),
    [("a.md", "b.md", "b.md"), ("map/a.md", "b.md", "../b.md"), ("een/twee/a.md", "b.md", "../../b.md")],
)
def test_the_way_to_a_page_at_the_root(page_: str, target: str, way: str) -> None:
    assert fill_in.way(PurePosixPath(page_), PurePosixPath(target)) == way


def test_side_by_side_is_of_sectors_that_exist(tmp_path: Path) -> None:
    files = {**OVERLAYS, "overlays/zorg/x.md": overlay("Van niemand.\n", target="delen.md#wat")}
    source = loaded(files, tmp_path)
    base = variants.core(source)
    found = overlays.side_by_side(source, base.bare, base.read, Memo())
    assert "Van niemand." not in [text for each in found for text in said(each)]


# --- what is wrong ----------------------------------------------------------------------------------------------------


def problems(files: Mapping[str, str | bytes | None], into: Path, slug: str = "onderwijs") -> list[Diagnostic]:
    source = loaded(files, into)
    assert source.edition is not None
    return list(variants.compose(source, slug, source.edition, variants.core(source))[1])


@pytest.mark.parametrize(
    ("target", "action", "hint"),
    [
        ("slot:xyzxyz", "vul", "De pagina heeft geen slot dat hierop lijkt."),
        ("xyzxyz", "einde", "De pagina heeft geen id dat hierop lijkt."),
        ("slot:wat", "vul", "Bedoel je 'delen.md#wat'?"),
        ("steun", "einde", "Bedoel je 'delen.md#slot:steun'?"),
        ("slot:steunn", "vul", "Bedoel je 'delen.md#slot:steun'?"),
        ("hoee", "einde", "Bedoel je 'delen.md#hoe'?"),
    ],
)
def test_a_target_that_is_not_there_is_told_with_what_is_like_it(
    target: str, action: str, hint: str, tmp_path: Path
) -> None:
    (found,) = problems(
        {"overlays/onderwijs/a.md": overlay("Zo.\n", target=f"delen.md#{target}", action=action)}, tmp_path
    )
    assert (found.code, found.hint) == ("OV001", hint)
    assert (str(found.origin.path), found.origin.line) == ("overlays/onderwijs/a.md", 2)


REQUIRED = page("<!-- slot: steun verplicht -->\n\n## Wat {#wat}\n\nKern.\n")


@pytest.mark.parametrize(
    ("code", "files", "missed"),
    [
        ("OV001", {"overlays/onderwijs/a.md": overlay("Zo.\n", target="delen.md#xyzxyz")}, {"docs/delen.md"}),
        (
            "OV001",
            {"overlays/onderwijs/a.md": overlay("Zo.\n", target="weg.md#wat")},
            {"docs/weg.md"},
        ),
        ("OV008", {"docs/delen.md": REQUIRED}, {"overlays/onderwijs", "overlays/_gedeeld"}),
        (
            "OV009",
            {
                "overlays/onderwijs/a.md": overlay("Zo.\n", target="delen.md#wat"),
                "sectors/onderwijs/nagelezen/a.yml": reading("delen.md#wat", OLD),
            },
            {"docs/delen.md", "overlays/_uitstel.yml", "sectors/onderwijs/nagelezen"},
        ),
        (
            "SC003",
            {"sectors/onderwijs/los.md": page("Los.\n", more="na: weg.md\n")},
            {"docs/_data/inhoud.yml", "docs/weg.md", "sectors/onderwijs/weg.md"},
        ),
    ],
)
def test_what_was_looked_for_in_vain_says_where_it_would_have_stood(
    code: str, files: Mapping[str, str], missed: set[str], tmp_path: Path
) -> None:
    """If nothing there can be read, that is the cause, and this is counted under it."""
    (found,) = problems(files, tmp_path)
    assert found.code == code
    assert {str(each) for each in found.missed} >= missed


@pytest.mark.parametrize(
    ("target", "codes"),
    [
        ("oud.md#slot:steun", ["OV001"]),
        ("oud.md#slot:anders", ["OV001", "OV008"]),
        ("delen.md#slot:steun", []),
    ],
)
def test_what_filled_a_slot_of_a_page_with_another_name_is_not_asked_again(
    target: str, codes: list[str], tmp_path: Path
) -> None:
    """A page that was renamed takes its slots along: the cause is told, and not that they are empty."""
    files = {"docs/delen.md": REQUIRED, "overlays/onderwijs/a.md": overlay("Bel.\n", target=target, action="vul")}
    assert sorted(each.code for each in examine(guidebook(files, tmp_path)).problems) == codes


def test_a_slot_that_a_sector_must_fill_is_shown_in_the_core_text_on_a_proposal(tmp_path: Path) -> None:
    """The file that the sector has to make is not among the changes that a Git host shows."""
    (told,) = as_github(examine(guidebook({"docs/delen.md": REQUIRED}, tmp_path)).problems).splitlines()
    place = "::error file=docs/delen.md,line=5,col=1,title=OV008::overlays/onderwijs/delen--slot-steun.md:1:1: "
    assert told.startswith(f"{place}de sector 'onderwijs' vult")


def test_a_page_that_is_not_there_is_asked_back_where_its_sector_had_it(tmp_path: Path) -> None:
    files = {"sectors/onderwijs/los.md": page("Los.\n", more="na: weg.md\n")}
    (found,) = problems(files, tmp_path)
    assert found.absent == Absent(
        "de pagina 'weg.md' is er niet", "Zet sectors/onderwijs/weg.md terug. Of wijzig wat eraan hangt.", "onderwijs"
    )


def test_a_page_that_moved_is_named_to_an_overlay_that_missed_it(tmp_path: Path) -> None:
    files = {
        "docs/geven.md": page("## Zo {#zo}\n\nGeef.\n", more="voorheen: [weg.md]\n"),
        "overlays/onderwijs/a.md": overlay("Zo.\n", target="weg.md#wat"),
        "overlays/onderwijs/b.md": overlay("Zo.\n", target="qqqq.md#wat"),
    }
    found = [each for each in problems(files, tmp_path) if each.code == "OV001"]
    texts = {str(each.origin.path)[-4:]: each.text for each in found}
    assert texts == {
        f"{name}.md": (f"het doel '{page_}#wat' bestaat niet in de kerntekst: er is geen pagina '{page_}'")
        for name, page_ in (("a", "weg.md"), ("b", "qqqq.md"))
    }
    assert {str(each.origin.path)[-4:]: "geven.md" in each.hint for each in found} == {"a.md": True, "b.md": False}


def test_what_a_sector_brings_twice_is_told_once_for_each(tmp_path: Path) -> None:
    source = loaded({"overlays/zorg/x.md": overlay("Zo.\n", target="delen.md#xyzxyz")}, tmp_path)
    source = replace(
        source,
        pages=tuple(
            replace(each, lead=(*each.lead, Slot("nodig", required=True, origin=each.origin)))
            if each.path == DELEN
            else each
            for each in source.pages
        ),
    )
    found = variants.of_unknown_sectors(source, variants.core(source))
    assert [each.code for each in found] == ["OV001"]
