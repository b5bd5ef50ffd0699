"""Reading editie.json back: every variant is complete again, and a damaged file is reported as such."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.errors import ToolError
from draaiboek.compose.normal_form import Leaf, Look, Run, words
from draaiboek.editions import manifest
from draaiboek.editions.manifest import Entry, Manifest
from draaiboek.pipeline.examine import examine
from tests.guidebook import DEFAULTS, guidebook, overlay, page

EDITION = {"nummer": "2026.1", "datum": "2026-11-22"}


def entry(page: str, name: str, text: str, permalink: str) -> dict[str, object]:
    return {
        "pagina": page,
        "id": name,
        "niveau": "2",
        "titel": name.capitalize(),
        "vingerafdruk": f"f2:{len(text):012x}",
        "tekst": [["kop0", [], [[name.capitalize(), [], ""]]], ["alinea", [], [[text, [], ""]]]],
        "permalink": permalink,
    }


def written(**changes: object) -> str:
    sections = {
        "kern": [
            entry("delen.md", "geheim", "Zwijg.", "delen/#geheim"),
            entry("delen.md", "recht", "Mag.", "delen/#recht"),
            entry("delen.md", "klacht", "Klaag.", "delen/#klacht"),
        ],
        "sport": [
            entry("delen.md", "recht", "Mag. Ook de club.", "sport/delen/#recht"),
            entry("club.md", "club", "Alleen hier.", "sport/club/#club"),
        ],
    }
    whole = {
        "editie": EDITION,
        "commit": "a" * 40,
        "werkmap_gewijzigd": False,
        "gereedschap": {"mkdocs": "1.6.1"},
        "secties": sections,
        "weggelaten": {"sport": ["delen.md#klacht"]},
        "bestanden": {"index.html": "0" * 64},
    }
    return json.dumps({**whole, **changes})


NO_TEXTS: Sequence[object] = (
    "Mag.",
    None,
    [["alinea", []]],
    [["iets", [], []]],
    [["alinea", [["ul"]], []]],
    [["alinea", [["ul", "x"]], []]],
    [["alinea", [], [["\u202e", [], ""]]]],
    [["alinea", [], [["Mag.", ["knipperend"], ""]]]],
    [["alinea", [], [["Mag."]]]],
)


@pytest.mark.parametrize(
    "changes",
    [
        {"editie": "2026.1"},
        {"commit": None},
        {"commit": {}},
        {"secties": []},
        {"secties": {"kern": "x"}},
        {"secties": {"kern": [{**entry("a.md", "a", "", "a/"), "titel": 1}]}},
        *({"secties": {"kern": [{**entry("a.md", "a", "", "a/"), "tekst": text}]}} for text in NO_TEXTS),
        {"bestanden": ["index.html"]},
        {"bestanden": {"index.html": 1}},
        {"bestanden": {"../../etc/passwd": "0" * 64}},
        {"bestanden": {"/etc/passwd": "0" * 64}},
        {"bestanden": {"a\nb": "0" * 64}},
        {"bestanden": {".git/config": "0" * 64}},
        {"secties": {"kern": [], "../../sport": []}},
        {"secties": {"kern": [], "": []}},
        {"secties": {"kern": [entry("", "a", "", "a/")]}},
        {"editie": {"nummer": ""}},
        {"secties": {"kern": [], "/sport": []}},
        {"secties": {"kern": [], "s" * 251: []}},
        {"secties": {"kern": [], **{f"s{number}": [] for number in range(100)}}},
        {"editie": {"nummer": "2026.1", "samenvatting": "a" * 20_000}},
        {"commit": "a" * 20_000_000},
        {"weggelaten": {"..": []}},
        {"titels": {"sport\n": "Sport"}},
        {"secties": {"kern": [entry("../../wet.md", "a", "", "a/")]}},
        {"editie": {"nummer": "../../2026.1"}},
        {"editie": {"nummer": 2026.1}},
        {"editie": {}},
        {"weggelaten": {"sport": 1}},
        {"verhuisd": ["x"]},
        {"gereedschap": {"x": "\ud800"}},
    ],
    ids=lambda changes: repr(changes)[:60],
)
def test_what_a_stranger_wrote_is_damage(changes: dict[str, object]) -> None:
    with pytest.raises(ToolError, match="is beschadigd"):
        manifest.read(written(**changes))


@pytest.mark.parametrize("name", ["A-Z_a.z,0@9+", "0/A-Z_a.z,9@0+/z", "_/_", "a..b/c.", "-/+"])
def test_what_a_file_of_an_edition_may_be_called(name: str) -> None:
    assert set(manifest.read(written(bestanden={name: "0" * 64})).files) == {name}


NO_NAMES = ("", "/a", "a/", "a//b", ".a", "a/.b", "a/..", "../a", "a b", "a/b c", "é", "a/é", "a\\b", "a:b", "a\n")


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_no_file_of_an_edition_may_be_called(name: str) -> None:
    """It would leave its folder, be hidden, or be read otherwise by another program."""
    with pytest.raises(ToolError, match="is beschadigd") as caught:
        manifest.read(written(bestanden={name: "0" * 64}))
    assert caught.value.output.startswith("de bestandsnaam ")


def test_the_longest_name_and_the_most_sectors_that_an_edition_can_have() -> None:
    name = "a" * 250
    assert set(manifest.read(written(bestanden={name: "0" * 64})).files) == {name}
    with pytest.raises(ToolError) as caught:
        manifest.read(written(bestanden={f"{name}a": "0" * 64}))
    assert caught.value.output == f"de bestandsnaam '{name}a' kan niet in een editie"
    sectors: dict[str, list[object]] = {"kern": [], **{f"s{number}": [] for number in range(99)}}
    assert manifest.read(written(secties=sectors)).sections.keys() == sectors.keys()
    with pytest.raises(ToolError) as caught:
        manifest.read(written(secties={**sectors, "sport": []}))
    assert caught.value.output == "101 is meer dan een editie kan hebben"


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "[" * 100_000, '{"editie": ' * 900, "\x00"], ids=lambda text: text[:9]
)
def test_what_is_no_manifest_at_all_is_damage(text: str) -> None:
    with pytest.raises(ToolError, match="is beschadigd"):
        manifest.read(text)


@pytest.mark.parametrize(("of", "named"), [("2026.1", "2026.1/editie.json"), ("", "editie.json")])
def test_the_manifest_that_is_damaged_is_named(of: str, named: str) -> None:
    with pytest.raises(ToolError) as caught:
        manifest.read("{}", of=of)
    assert str(caught.value).startswith(f"{named} is beschadigd")


def test_the_core_is_read_as_it_was_written() -> None:
    found = manifest.read(written())
    assert found.edition["nummer"] == "2026.1"
    assert [each.id for each in found.of_variant("kern")] == ["geheim", "recht", "klacht"]
    assert found.of_variant("kern")[0].page == PurePosixPath("delen.md")


def test_a_sector_is_the_core_with_its_own_text_in_place_and_without_what_it_leaves_out() -> None:
    texts = [(each.id, each.text, each.permalink) for each in manifest.read(written()).of_variant("sport")]
    assert texts == [
        ("geheim", "Zwijg.", "sport/delen/#geheim"),
        ("recht", "Mag. Ook de club.", "sport/delen/#recht"),
        ("club", "Alleen hier.", "sport/club/#club"),
    ]


TEXT = """\
Vooraf.

## Geheim {#geheim}

Zwijg. [@wet, {{ livc.geheim }}; @wet]

### Diep {#diep}

Dieper.

## Recht {#recht}

Mag.
"""
FILES = {
    "docs/_data/variabelen.yml": 'livc:\n  geheim: "art. 3, § 1"\n',
    "docs/delen.md": page(TEXT, more="bronnen: [wet]\n"),
    "overlays/onderwijs/a.md": overlay(
        "Anders.\n\n### Meer {#meer}\n\nVeel meer.\n\n#### Nog {#nog}\n\nDiepst.\n",
        target="delen.md#geheim",
        action="vervang",
        more="reden: Scholen zijn anders.\n",
    ),
    "overlays/onderwijs/b.md": overlay("", target="delen.md#recht", action="weglaten", more="reden: het hoeft niet.\n"),
}


def composed(into: Path) -> Manifest:
    checked = examine(guidebook(FILES, into))
    assert checked.problems == ()
    addresses = {each.path: f"{each.path.stem}/" for variant in checked.variants for each in variant.pages}
    return manifest.of(checked.variants, commit="", changed=True, addresses=addresses, files={})


def on_page(found: Manifest, slug: str) -> dict[str, Entry]:
    return {each.id: each for each in found.of_variant(slug) if each.page == PurePosixPath("delen.md")}


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    found = composed(tmp_path)
    assert manifest.read(manifest.as_text(found)) == found


def test_a_footnote_mark_says_what_it_cites(tmp_path: Path) -> None:
    geheim = on_page(composed(tmp_path), "kern")["geheim"]
    assert geheim.text == "Zwijg."
    assert geheim.leaves == (
        Leaf("kop0", (), (Run("Geheim"),)),
        Leaf("alinea", (), (Run("Zwijg."), Run("de wet, art. 3, § 1; de wet", (Look.NOTE,)))),
    )


def test_a_sector_that_replaces_a_section_does_not_have_the_sections_below_it(tmp_path: Path) -> None:
    found = composed(tmp_path)
    assert list(on_page(found, "kern")) == ["", "geheim", "diep", "recht"]
    assert list(on_page(found, "onderwijs")) == ["", "geheim", "recht"]


def test_the_words_of_a_sector_are_marked_with_all_its_headings(tmp_path: Path) -> None:
    sections = on_page(composed(tmp_path), "onderwijs")
    geheim = sections["geheim"].leaves
    assert [(leaf.kind, words(leaf.runs)) for leaf in geheim] == [
        ("kop0", "Geheim"),
        ("label", "Specifiek voor onderwijs"),
        ("label", "Deze tekst vervangt de kerntekst. Reden: Scholen zijn anders."),
        ("alinea", "Anders."),
        ("kop0", "Meer"),
        ("alinea", "Veel meer."),
        ("kop1", "Nog"),
        ("alinea", "Diepst."),
    ]
    assert [leaf.inside for leaf in geheim] == [(), *[(("sector", 0),)] * 7]
    assert "Niet van toepassing voor onderwijs: het hoeft niet." in sections["recht"].text


def test_a_sector_lists_only_what_it_does_not_share_with_the_core(tmp_path: Path) -> None:
    """Listing shared sections twice would make editie.json seven times as long, with the same result."""
    found = composed(tmp_path)
    assert [each.name for each in found.sections["onderwijs"]] == ["delen.md#geheim", "delen.md#recht"]
    assert {slug: list(names) for slug, names in found.omitted.items()} == {"onderwijs": ["delen.md#diep"]}


@pytest.mark.parametrize("text", ["", "{}", "[]", "{", written(secties=[]), written(secties={"kern": [{}]})])
def test_a_damaged_manifest_is_refused(text: str) -> None:
    with pytest.raises(ToolError, match="beschadigd"):
        manifest.read(text)


def test_another_theme_lists_its_files_in_order_and_leaves_every_word_readable() -> None:
    text = written().replace("Zwijg.", "Zwijg één keer.")
    made = manifest.with_files(text, {"b.html": b"b", "a.html": b"a"})
    assert made.index('"a.html"') < made.index('"b.html"')
    assert "Zwijg één keer." in made


def test_moves_are_read_and_an_old_manifest_has_none() -> None:
    assert manifest.read(written(verhuisd={"oud/": "delen/"})).moved == {"oud/": "delen/"}
    assert manifest.read(written()).moved == {}


def test_what_is_left_of_a_withdrawn_edition_has_every_address_and_no_text() -> None:
    found = manifest.read(written(editie={**EDITION, "status": "goedgekeurd"}))
    left = manifest.read(manifest.without_text(found, {"index.html": "1" * 64}, reason="Fout."))
    assert left.withdrawn
    assert [each.permalink for each in left.of_variant("sport")] == [
        each.permalink for each in found.of_variant("sport")
    ]
    assert {each.text + each.title for each in left.of_variant("sport")} == {""}
    assert left.files == {"index.html": "1" * 64}


def alone(title: str, text: str) -> list[object]:
    """Return the leaves of a section with one paragraph."""
    return [["kop0", [], [[title, [], ""]]], ["alinea", [], [[text, [], ""]]]]


def told(place: str, level: int, title: str, leaves: list[object], permalink: str) -> dict[str, object]:
    """Return a section as editie.json has it, except for its fingerprint."""
    on, _, name = place.partition("#")
    return {"pagina": on, "id": name, "niveau": str(level), "titel": title, "tekst": leaves, "permalink": permalink}


FIRST = "docs/edities/2026.1.md"
EDITIONS = "Elke editie heeft een nummer."


def test_an_edition_to_the_letter(tmp_path: Path) -> None:
    """It is on the web for ever, under names that other programs read."""
    signed = f"goedkeuring:\n- functie: directeur\n  organisatie: VVSG\n  op: 2026-12-01\n  tekst: g1:{'a' * 32}\n"
    own = page("Klas.\n", title="Op school", more="na: index.md\nvoorheen: [in-de-klas.md]\n")
    files = {
        FIRST: DEFAULTS[FIRST].replace("status: concept\n", f"status: concept\n{signed}"),
        "docs/delen.md": page(
            "## Recht {#recht}\n\nMag.\n\n### Diep {#diep}\n\nDieper.\n", more="voorheen: [oud.md]\n"
        ),
        "overlays/onderwijs/a.md": overlay("Anders.\n", target="delen.md#recht", action="vervang", more="reden: Zo.\n"),
        "sectors/onderwijs/op-school.md": own,
    }
    variants = examine(guidebook(files, tmp_path)).variants
    addresses = {each.path: f"{each.path.stem}/" for variant in variants for each in variant.pages}
    addresses |= {PurePosixPath(f"{name}.md"): f"{name}/" for name in ("oud", "in-de-klas")}
    found = manifest.of(variants, commit="a" * 40, changed=False, addresses=addresses, files={"index.html": "0" * 64})
    text = manifest.as_text(found)
    replaced = [
        ["kop0", [], [["Recht", [], ""]]],
        ["label", [["sector", 0]], [["Specifiek voor onderwijs", [], ""]]],
        ["label", [["sector", 0]], [["Deze tekst vervangt de kerntekst. Reden: Zo.", [], ""]]],
        ["alinea", [["sector", 0]], [["Anders.", [], ""]]],
    ]
    core = [
        told("delen.md", 1, "Delen", [["kop0", [], [["Delen", [], ""]]]], "delen/"),
        told("delen.md#recht", 2, "Recht", alone("Recht", "Mag."), "delen/#recht"),
        told("delen.md#diep", 3, "Diep", alone("Diep", "Dieper."), "delen/#diep"),
        told("edities/2026.1.md", 1, "Editie 2026.1", alone("Editie 2026.1", "Alles is nieuw."), "2026.1/"),
        told("edities/index.md", 1, "Edities", alone("Edities", EDITIONS), "index/"),
        told("index.md", 1, "Welkom", alone("Welkom", "Welkom aan tafel."), "index/"),
    ]
    school = [
        told("delen.md#recht", 2, "Recht", replaced, "onderwijs/delen/#recht"),
        told("op-school.md", 1, "Op school", alone("Op school", "Klas."), "onderwijs/op-school/"),
    ]
    whole = json.loads(text)
    prints = [each.pop("vingerafdruk") for sections in whole["secties"].values() for each in sections]
    assert all(each.startswith("f2:") and len(each) == 15 for each in prints)
    assert len({*prints}) == len(prints)
    programs = ("mkdocs", "mkdocs-material", "markdown-it-py", "typst", "pikepdf", "deflate", "mike")
    assert whole == {
        "editie": {
            "nummer": "2026.1",
            "datum": "2026-12-01",
            "geldig_van": "2026-12-15",
            "stand_wetgeving": "2026-11-20",
            "aanleiding": ["wetgeving"],
            "samenvatting": "Dit is de eerste editie.",
            "eindredactie": "De redactie",
            "status": "concept",
            "goedkeuring": [
                {"functie": "directeur", "organisatie": "VVSG", "op": "2026-12-01", "tekst": f"g1:{'a' * 32}"}
            ],
        },
        "commit": "a" * 40,
        "werkmap_gewijzigd": False,
        "gereedschap": {name: version(name) for name in programs},
        "titels": {"onderwijs": "Onderwijs"},
        "secties": {"kern": core, "onderwijs": school},
        "weggelaten": {"onderwijs": ["delen.md#diep"]},
        "verhuisd": {"oud/": "delen/", "onderwijs/in-de-klas/": "onderwijs/op-school/"},
        "bestanden": {"index.html": "0" * 64},
    }
    # One line for each section: a person can read it, and git stores lines that editions share once.
    lines = [json.loads(line.removesuffix(",")) for line in text.splitlines() if line.startswith('   {"pagina"')]
    assert [each["pagina"] for each in lines] == [each["pagina"] for each in (*core, *school)]
    assert text.startswith('{\n "editie": {\n "nummer": "2026.1",\n')
    assert text.endswith("\n}\n")


def test_a_guidebook_without_sectors_has_a_manifest(tmp_path: Path) -> None:
    (core, *_) = examine(guidebook({}, tmp_path)).variants
    found = manifest.of_variants([core], {each.path: f"{each.path.stem}/" for each in core.pages})
    assert (found.edition["nummer"], list(found.sections), found.titles) == ("2026.1", ["kern"], {})
    assert (found.commit, found.changed, found.files) == ("", True, {})
    assert [each.permalink for each in found.of_variant("kern")] == ["2026.1/", "index/", "index/"]
