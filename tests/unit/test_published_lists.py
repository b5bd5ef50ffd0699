"""The exact lists of a publication: readers now and in ten years find them in these formats."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base import process, published_json
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.base.model import EditionStatus
from draaiboek.compose.normal_form import Leaf, Look, Run
from draaiboek.editions import ledger, manifest, signatures, version_list
from draaiboek.editions.manifest import Entry, Manifest
from draaiboek.editions.publish import vouching, witness_tags
from draaiboek.editions.publish.compare_bytes import Difference
from draaiboek.editions.publish.tree import CommitTree, FolderTree
from draaiboek.editions.publish.vouching import Vouched
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook, page, sector

needs_ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not on this machine")

LEAVES = (
    Leaf("kop2", (), (Run("Geheim"),)),
    Leaf("alinea", (("ul", 0), ("li", 1)), (Run("Zwijg ", (Look.STRONG, Look.EMPHASIS)), Run("nu", (), "wet.md#a"))),
    Leaf("label", (("kader-note", 2),), (Run("x", (Look.CODE,)), Run("2", (Look.RAISED,)), Run("3", (Look.LOWERED,)))),
    Leaf("hoofdcel", (), (Run("art. 3", (Look.NOTE,)), Run("advies", (Look.MARK,)), Run("b", (Look.IMAGE,), "a.svg"))),
)
MANIFEST = Manifest(
    edition={"nummer": "2026.1"},
    commit="c0ffee",
    changed=True,
    tools={"mike": "2.1"},
    sections={"kern": (Entry(PurePosixPath("delen.md"), "geheim", 2, "Geheim", "f2:1", LEAVES, "delen/#geheim"),)},
    files={"index.html": "aa"},
    omitted={"sport": ("delen.md#recht",)},
    moved={"oud/": "delen/"},
    titles={"sport": "Sport én spel"},
)
EDITIE_JSON = """\
{
 "editie": {
 "nummer": "2026.1"
},
 "commit": "c0ffee",
 "werkmap_gewijzigd": true,
 "gereedschap": {
 "mike": "2.1"
},
 "titels": {
 "sport": "Sport én spel"
},
 "secties": {
  "kern": [
   {"pagina": "delen.md", "id": "geheim", "niveau": "2", "titel": "Geheim", "vingerafdruk": "f2:1", "tekst": \
[["kop2", [], [["Geheim", [], ""]]], \
["alinea", [["ul", 0], ["li", 1]], [["Zwijg ", ["strong", "em"], ""], ["nu", [], "wet.md#a"]]], \
["label", [["kader-note", 2]], [["x", ["code"], ""], ["2", ["sup"], ""], ["3", ["sub"], ""]]], \
["hoofdcel", [], [["art. 3", ["noot"], ""], ["advies", ["merk"], ""], ["b", ["beeld"], "a.svg"]]]], \
"permalink": "delen/#geheim"}
  ]
 },
 "weggelaten": {
 "sport": [
  "delen.md#recht"
 ]
},
 "verhuisd": {
 "oud/": "delen/"
},
 "bestanden": {
 "index.html": "aa"
}
}
"""


def test_the_names_under_which_the_lists_are_published() -> None:
    names = (manifest.NAME, ledger.NAME, ledger.ROOT, signatures.NAME, version_list.NAME)
    assert names == ("editie.json", "grootboek.json", "wortel.json", "handtekeningen.json", "versions.json")


def test_a_manifest_to_the_letter() -> None:
    assert manifest.as_text(MANIFEST) == EDITIE_JSON
    assert manifest.read(EDITIE_JSON) == MANIFEST


WORDS = {
    "nummer": "2026.1",
    "datum": "2026-12-01",
    "geldig_van": "2026-12-15",
    "stand_wetgeving": "2026-11-20",
    "aanleiding": ["wetgeving", "praktijk"],
    "samenvatting": "De eerste.",
    "eindredactie": "De redactie",
    "status": "goedgekeurd",
}


def test_an_edition_as_its_manifest_says_it() -> None:
    text = EDITIE_JSON.replace('{\n "nummer": "2026.1"\n}', json.dumps(WORDS))
    found = manifest.edition_of(manifest.read(text))
    assert (found.id, found.date, found.valid_from) == ("2026.1", date(2026, 12, 1), date(2026, 12, 15))
    assert (found.law_state, found.reasons) == (date(2026, 11, 20), ("wetgeving", "praktijk"))
    assert (found.summary, found.editor, found.status) == ("De eerste.", "De redactie", EditionStatus.APPROVED)
    assert (str(found.page), str(found.origin.path)) == ("edities/2026.1.md", "docs/edities/2026.1.md")
    assert (found.minor, found.unreviewed) == (False, ())


@pytest.mark.parametrize("name", WORDS)
def test_an_edition_of_which_something_is_not_said_is_damage(name: str) -> None:
    words = {key: value for key, value in WORDS.items() if key != name}
    text = EDITIE_JSON.replace('{\n "nummer": "2026.1"\n}', json.dumps(words))
    with pytest.raises(ToolError, match=r"^editie.json is beschadigd$") as caught:
        manifest.edition_of(manifest.read(text))
    where = "Haal het bestand terug uit de geschiedenis van de tak, of uit een kopie van de map."
    assert caught.value.hint == f"Er is niets gewijzigd. {where}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"index.html"', '"../index.html"', "de bestandsnaam '../index.html' kan niet in een editie"),
        ('"alinea"', '"iets"', "'iets' is geen soort tekst"),
        ('"c0ffee"', "1", "int waar een tekst hoort"),
        ('"Geheim", "vinger', '"\u202e", "vinger', "het teken U+202E kan hier niet staan"),
    ],
)
def test_what_is_wrong_with_a_manifest_is_named_for_who_mends_it(old: str, new: str, said: str) -> None:
    assert old in EDITIE_JSON
    with pytest.raises(ToolError) as caught:
        manifest.read(EDITIE_JSON.replace(old, new))
    assert caught.value.output == said


def test_a_manifest_without_a_core_has_an_empty_one() -> None:
    """No edition of ours is like that, but whoever can push may make one."""
    found = manifest.read(EDITIE_JSON.replace('"kern": [', '"sport": ['))
    assert found.of_variant("kern") == ()
    assert [each.id for each in found.of_variant("sport")] == ["geheim"]
    assert [each.permalink for each in MANIFEST.of_variant("zorg")] == ["zorg/delen/#geheim"]


def test_what_moved_is_told_of_the_core_and_of_the_pages_of_a_sector(tmp_path: Path) -> None:
    own = page("Klas.\n\n## Nu {#nu}\n\nHier.\n", title="Klas", more="na: index.md\nvoorheen: [school.md, toen > nu]\n")
    files = {
        "docs/delen.md": page("Delen.\n\n## Hoe {#hoe}\n\nZo.\n", more="voorheen: [samen.md, wat > hoe]\n"),
        "sectors/onderwijs/klas.md": own,
    }
    variants = examine(guidebook(files, tmp_path)).variants
    addresses = addresses_of(variants)
    assert dict(manifest.of_variants(variants, addresses).moved) == {
        "samen/": "delen/",
        "delen/#wat": "delen/#hoe",
        "onderwijs/school/": "onderwijs/klas/",
        "onderwijs/klas/#toen": "onderwijs/klas/#nu",
    }


def test_the_text_of_all_sectors_is_told_in_the_core_and_the_sectors_alone(tmp_path: Path) -> None:
    variants = examine(guidebook(sector("sport"), tmp_path)).variants
    assert [each.slug for each in variants] == ["kern", "onderwijs", "sport", "alle"]
    found = manifest.of_variants(variants, addresses_of(variants))
    assert list(found.sections) == ["kern", "onderwijs", "sport"]
    assert list(found.titles) == ["onderwijs", "sport", "alle"]


def test_an_edition_with_another_theme_to_the_letter() -> None:
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # echo -n x | sha256sum
    expected = EDITIE_JSON.replace('"nummer": "2026.1"\n', '"nummer": "2026.1",\n "herkleed": true\n')
    found = manifest.with_files(EDITIE_JSON, {"b.html": b"x"})
    assert found == expected.replace('"index.html": "aa"', f'"b.html": "{digest}"')
    assert manifest.read(found).reskinned
    assert not MANIFEST.reskinned


def test_what_is_left_of_a_withdrawn_edition_to_the_letter() -> None:
    words = '"nummer": "2026.1",\n "status": "ingetrokken",\n "reden": "Een fout."\n'
    start, end = EDITIE_JSON.index('"tekst": '), EDITIE_JSON.index(', "permalink"')
    expected = f'{EDITIE_JSON[:start]}"tekst": []{EDITIE_JSON[end:]}'.replace('"titel": "Geheim"', '"titel": ""')
    expected = expected.replace('"nummer": "2026.1"\n', words).replace('"index.html": "aa"', '"a.html": "bb"')
    found = manifest.without_text(MANIFEST, {"a.html": "bb"}, reason="Een fout.")
    assert found == expected
    assert manifest.read(found).withdrawn
    assert not MANIFEST.withdrawn


def test_the_name_of_a_sector_for_a_reader() -> None:
    assert MANIFEST.title_of("sport") == "Sport én spel"
    assert MANIFEST.title_of("jong-en-oud") == "Jong en oud"


def test_a_manifest_lists_every_file_but_itself(tmp_path: Path) -> None:
    variants = examine(guidebook({}, tmp_path / "boek")).variants
    site = tmp_path / "site"
    for name in ("b.html", "a/x.html", "editie.json"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("x", encoding="utf-8")
    path = manifest.write(site, variants, commit="c0ffee", changed=False, addresses=addresses_of(variants))
    assert path == site / "editie.json"
    found = manifest.read(path.read_text(encoding="utf-8"))
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # echo -n x | sha256sum
    assert list(found.files.items()) == [("a/x.html", digest), ("b.html", digest)]
    assert (found.commit, found.changed, found.edition["nummer"]) == ("c0ffee", False, "2026.1")
    assert list(found.tools) == ["mkdocs", "mkdocs-material", "markdown-it-py", "typst", "pikepdf", "deflate", "mike"]


LEDGER = """\
[
 {
  "handeling": "publiceren",
  "datum": "2026-12-01",
  "editie": "2026.1",
  "reden": "De eerste.",
  "manifest": "aa",
  "kenmerk": "tag:a",
  "stukken": [
   {
    "variant": "kern",
    "titel": "Één",
    "adres": "delen/#een"
   }
  ],
  "wortel": "bb",
  "zegel": "%s"
 },
 {
  "handeling": "intrekken",
  "datum": "2026-12-02",
  "editie": "2026.1",
  "reden": "Een fout.",
  "manifest": "",
  "kenmerk": "",
  "stukken": [],
  "wortel": "cc",
  "zegel": "%s"
 }
]
"""
# sha256sum of the JSON of each entry: its keys in alphabetical order, "zegel" empty, "vorige" the seal before it.
SEALS = (
    "a9353d73c063351a1e90af95f182383f2647b0ffff05dd2de954cc490e5f173c",
    "55522aef9b6d90a321ca29ef94b80dcf77572e7ef6d779432cb632b6b413cab6",
)


@pytest.mark.parametrize(
    ("day", "is_refused"),
    [
        (date(2025, 11, 29), True),
        (date(2025, 11, 30), False),
        (date(2026, 12, 1), False),
        (date(2099, 12, 31), False),
        (date(2100, 1, 1), True),
    ],
)
def test_a_day_by_a_clock_that_is_plainly_wrong_is_refused(day: date, is_refused: object) -> None:
    """A year before the first edition, or in another century; an act that was once dated wrong counts for nothing."""
    entries = [
        ledger.Entry(ledger.Act.WITHDRAW, date(2020, 1, 1), "2026.1", "Een fout."),
        ledger.Entry(ledger.Act.PUBLISH, date(2027, 3, 1), "2026.2", "De tweede."),
        ledger.Entry(ledger.Act.PUBLISH, date(2026, 12, 1), "2026.1", "De eerste."),
    ]
    if not is_refused:
        ledger.refuse_day(entries, day)
        return
    with pytest.raises(ToolError, match="de klok van deze machine zegt") as caught:
        ledger.refuse_day(entries, day)
    assert caught.value.hint == "Er is niets gewijzigd. Zet de datum van de machine goed, en begin opnieuw."


def test_what_is_in_a_list_is_of_the_kind_that_belongs_there() -> None:
    assert (published_json.as_object({"a": 1}), published_json.as_list([1])) == ({"a": 1}, [1])
    with pytest.raises(TypeError, match="list waar een object hoort"):
        published_json.as_object([])
    with pytest.raises(TypeError, match="dict waar een lijst hoort"):
        published_json.as_list({})


def test_a_ledger_to_the_letter() -> None:
    piece = ledger.Piece("kern", "Één", "delen/#een")
    first = ledger.Entry(
        ledger.Act.PUBLISH, date(2026, 12, 1), "2026.1", "De eerste.", manifest="aa", mark="tag:a", pieces=(piece,)
    )
    second = ledger.Entry(ledger.Act.WITHDRAW, date(2026, 12, 2), "2026.1", "Een fout.")
    entries = ledger.added(ledger.added((), first, root="bb"), second, root="cc")
    assert ledger.as_text(entries) == LEDGER % SEALS
    assert ledger.read(LEDGER % SEALS) == entries
    assert ledger.manifests(entries) == {"2026.1": "aa"}
    assert ledger.read(None) == ()


@pytest.mark.parametrize(
    "change", [(" ", "  "), ("De eerste", "De tweede"), ('"bb"', '"bc"'), ("publiceren", "herkleden")]
)
def test_a_ledger_that_was_changed_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(ToolError, match=r"^grootboek.json is beschadigd of achteraf gewijzigd$") as caught:
        ledger.read((LEDGER % SEALS).replace(*change))
    assert caught.value.hint == "Haal het bestand terug uit de geschiedenis van de tak; er is niets gewijzigd."


P, W, B, R = ledger.Act.PUBLISH, ledger.Act.WITHDRAW, ledger.Act.ROLL_BACK, ledger.Act.RESKIN


@pytest.mark.parametrize(
    ("acts", "can_be"),
    [
        pytest.param(
            [(P, "1"), (R, "1"), (R, "1"), (P, "2"), (B, "1"), (B, "2"), (W, "2"), (B, "1"), (R, "1")], True, id="good"
        ),
        pytest.param([(P, "1"), (P, "2"), (W, "2"), (W, "1")], True, id="all-withdrawn"),
        pytest.param([(P, "1"), (P, "2"), (B, "1"), (W, "2"), (P, "3"), (B, "1")], True, id="another-was-withdrawn"),
        pytest.param([(P, "1"), (P, "1")], False, id="published-twice"),
        pytest.param([(P, "1"), (W, "1"), (P, "1")], False, id="published-after-it-was-withdrawn"),
        pytest.param([(P, "1"), (W, "1"), (W, "1")], False, id="withdrawn-twice"),
        pytest.param([(P, "1"), (W, "1"), (R, "1")], False, id="withdrawn-and-reskinned"),
        pytest.param([(P, "1"), (W, "1"), (B, "1")], False, id="withdrawn-and-put-back"),
        pytest.param([(P, "1"), (B, "1")], False, id="put-back-what-is-in-force"),
        pytest.param([(P, "1"), (P, "2"), (B, "1"), (B, "1")], False, id="put-back-twice"),
        pytest.param([(W, "1")], False, id="withdrawn-and-never-published"),
        pytest.param([(P, "1"), (R, "2")], False, id="reskinned-and-never-published"),
    ],
)
def test_a_ledger_tells_nothing_that_cannot_have_happened(acts: list[tuple[ledger.Act, str]], can_be: object) -> None:
    """Whoever adds an entry twice can recompute all seals."""
    entries: tuple[ledger.Entry, ...] = ()
    for act, edition in acts:
        entry = ledger.Entry(act, date(2026, 12, 1), f"2026.{edition}", "r")
        entries = ledger.added(entries, entry, root="aa")
    if can_be:
        assert ledger.read(ledger.as_text(entries)) == entries
    else:
        with pytest.raises(ToolError, match="beschadigd of achteraf gewijzigd"):
            ledger.read(ledger.as_text(entries))


SIGNED = """\
[
 {
  "zegel": "aa",
  "vorige": "bb",
  "handtekening": "-----BEGIN SSH SIGNATURE-----\\nAA+/=\\n-----END SSH SIGNATURE-----\\n"
 }
]
"""


def test_signatures_to_the_letter() -> None:
    (found,) = signatures.read(SIGNED)
    assert (found.seal, found.before) == ("aa", "bb")
    assert found.armored == "-----BEGIN SSH SIGNATURE-----\nAA+/=\n-----END SSH SIGNATURE-----\n"
    assert signatures.as_text([found]) == SIGNED
    assert signatures.read(None) == ()


@pytest.mark.parametrize(
    "change", [(" {", "  {"), ("BEGIN", "begin"), ("AA+", "AA!"), ('"vorige"', '"vorig"'), ('"bb"', "1")]
)
def test_signatures_that_we_did_not_write_are_refused(change: tuple[str, str]) -> None:
    with pytest.raises(ToolError, match=r"^handtekeningen.json is beschadigd$") as caught:
        signatures.read(SIGNED.replace(*change))
    assert caught.value.hint == "Haal het bestand terug uit de geschiedenis van de tak; er is niets gewijzigd."


def test_signatures_that_stand_there_twice_or_without_end_are_refused() -> None:
    """Checking one takes two processes: whoever can push could keep `verify` busy."""
    (found,) = signatures.read(SIGNED)
    many = [replace(found, before=f"{number:x}") for number in range(1001)]
    assert len(signatures.read(signatures.as_text(many[1:]))) == 1000
    for listed in ([found, found], many):
        with pytest.raises(ToolError, match=r"^handtekeningen.json is beschadigd$"):
            signatures.read(signatures.as_text(listed))


def test_what_is_signed_to_the_letter() -> None:
    entry = ledger.Entry(ledger.Act.RESKIN, date(2027, 1, 2), "2026.1", "r", manifest="aa", seal="bb")
    assert signatures.statement(3, entry, "cc") == (
        "handeling: 3 herkleden 2026.1\ndatum: 2027-01-02\nmanifest: aa\nzegel: bb\nvorige: cc\n"
    )


def _listed(number: str, **changes: object) -> dict[str, object]:
    words = {
        "datum": "2026-12-01",
        "geldig_van": "2026-12-15",
        "geldig_tot": None,
        "aanleiding": ["wetgeving"],
        "samenvatting": "De eerste.",
        "status": "geldig",
    }
    return {"version": number, "title": number, "aliases": ["actueel"], "properties": {**words, **changes}}


def test_the_list_of_editions_is_read_newest_first() -> None:
    withdrawn = {"status": "ingetrokken", "reden": "Een fout.", "geldig_tot": "2027-01-01"}
    text = json.dumps(
        [_listed("2026.9", **withdrawn), _listed("2026.10", geldig_van="2027-01-01"), _listed("2026.9.1")]
    )
    newest, erratum, oldest = version_list.read(text)
    assert [each.id for each in (newest, erratum, oldest)] == ["2026.10", "2026.9.1", "2026.9"]
    assert (oldest.number, erratum.number) == ((2026, 9), (2026, 9, 1))
    assert (oldest.withdrawn, oldest.why, oldest.until) == (True, "Een fout.", date(2027, 1, 1))
    assert (newest.withdrawn, newest.why, newest.until) == (False, "", None)
    assert (newest.aliases, newest.reasons, newest.summary) == (("actueel",), ("wetgeving",), "De eerste.")
    assert (newest.date, newest.since) == (date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2026, 12, 14), None),
        (date(2026, 12, 15), "2026.9"),
        (date(2026, 12, 31), "2026.9"),
        (date(2027, 1, 1), "2026.10"),
    ],
)
def test_the_edition_that_applied_on_a_day(day: date, edition: str | None) -> None:
    text = json.dumps([_listed("2026.9", geldig_tot="2027-01-01"), _listed("2026.10", geldig_van="2027-01-01")])
    found = version_list.applied_on(day, version_list.read(text))
    assert (found.id if found else None) == edition


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[{}]",
        "[1]",
        json.dumps([_listed("x")]),
        json.dumps([_listed("1", status="x")]),
        json.dumps([{**_listed("1"), "aliases": ["../x"]}]),
    ],
)
def test_a_list_of_editions_that_is_none_is_named(text: str) -> None:
    with pytest.raises(ToolError, match=r"^versions.json is beschadigd$") as caught:
        version_list.read(text)
    assert caught.value.hint == "Herstel het bestand uit de geschiedenis; er is niets gewijzigd."
    assert caught.value.output


@pytest.mark.parametrize("name", ["actueel", "a", "1", "2026.1", "9-a.z0"])
def test_an_alias_is_the_name_of_a_folder(name: str) -> None:
    (read,) = version_list.read(json.dumps([{**_listed("1"), "aliases": [name]}]))
    assert read.aliases == (name,)


@pytest.mark.parametrize("name", ["actueel/../..", "actueel\n", "-x", ".x", "Actueel", "a b", ""], ids=repr)
def test_an_alias_that_is_no_name_of_a_folder_is_damage(name: str) -> None:
    with pytest.raises(ToolError, match=r"^versions.json is beschadigd$") as caught:
        version_list.read(json.dumps([{**_listed("1"), "aliases": [name]}]))
    assert caught.value.output == f"ValueError: {name!r} is geen naam van een map"


@pytest.mark.parametrize("text", ["", "1", "[1]", "[null]", "[{}]", '[["a"]]', '"a"'])
def test_what_is_no_ledger_is_damage(text: str) -> None:
    with pytest.raises(ToolError, match=r"^grootboek.json is beschadigd"):
        ledger.read(text)


@pytest.mark.parametrize("value", ["a\u202eb", ["a", {"b": "c\x00"}], {"a\x1b": 1}], ids=repr)
def test_a_character_that_no_file_of_ours_holds_is_found_wherever_it_stands(value: object) -> None:
    with pytest.raises(ValueError, match=r"^het teken U\+(202E|0000|001B) kan hier niet staan$"):
        published_json.read(json.dumps(value))


def test_what_is_nested_deeper_than_ours_is_refused() -> None:
    assert published_json.read("[" * 19 + '"a"' + "]" * 19)
    with pytest.raises(ValueError, match="te diep genest"):
        published_json.read("[" * 20 + '"a"' + "]" * 20)


def test_a_key_or_a_list_of_signers_that_is_not_there_is_named(tmp_path: Path) -> None:
    entry = ledger.Entry(ledger.Act.PUBLISH, date(2027, 1, 2), "2026.1", "r")
    with pytest.raises(UsageError, match=r"^er is geen sleutel weg$") as caught:
        signatures.sign(1, entry, "", key=tmp_path / "weg")
    assert caught.value.hint == "Maak er een: ssh-keygen -t ed25519 -f BESTAND, en noem die: --key BESTAND"
    with pytest.raises(UsageError, match=r"^er is geen bestand met ondertekenaars 'weg'$") as caught:
        signatures.checked_signers("weg")
    assert caught.value.hint == "Een regel per ondertekenaar: FUNCTIE ssh-ed25519 AAAA… (zie SECURITY.md)."


@needs_ssh
def test_what_is_no_key_signs_nothing(tmp_path: Path) -> None:
    entry = ledger.Entry(ledger.Act.PUBLISH, date(2027, 1, 2), "2026.1", "r")
    key = tmp_path / "sleutel"
    key.write_text("geen sleutel\n", encoding="utf-8")
    with pytest.raises(ToolError, match=r"^ondertekenen met sleutel lukt niet$") as caught:
        signatures.sign(1, entry, "", key=key)
    assert caught.value.hint.startswith("Er is niets gewijzigd. Kijk of de sleutel van jou is")
    assert caught.value.output


@needs_ssh
def test_who_vouches_for_what_stands_in_a_folder(tmp_path: Path) -> None:
    """A real key signs the last act; a signature of another ledger, or by nobody we trust, is reported."""
    place = tmp_path / "web"
    place.mkdir()
    for name in ("een", "ander"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(tmp_path / name)]
        subprocess.run(words, check=True)
    signers = tmp_path / "ondertekenaars"
    signers.write_text(f"redactie {(tmp_path / 'een.pub').read_text(encoding='utf-8')}", encoding="utf-8")
    text = LEDGER % SEALS
    entries = ledger.read(text)
    (place / "grootboek.json").write_text(text, encoding="utf-8")

    def said(*signed: signatures.Signature) -> list[str]:
        (place / "handtekeningen.json").write_text(signatures.as_text(signed), encoding="utf-8")
        found = vouching.vouched(FolderTree(place), signers)
        return [
            f"{each.who}: {each.act}" if isinstance(each, Vouched) else f"{each.name} {each.what}" for each in found
        ]

    good, other = (signatures.sign(2, entries[1], "", key=tmp_path / name) for name in ("een", "ander"))
    nobody = "grootboek.json handeling 2 (intrekken 2026.1) is niet ondertekend door wie je vertrouwt"
    assert said(good) == ["redactie: handeling 2 (intrekken 2026.1)"]
    assert said(other) == [nobody]
    assert said() == [nobody]
    assert said(signatures.sign(1, entries[0], "", key=tmp_path / "een")) == [nobody]
    strange = signatures.sign(3, replace(entries[1], seal="dd"), "", key=tmp_path / "een")
    assert said(good, strange) == [
        "handtekeningen.json heeft een handtekening van iets wat niet (meer) in het grootboek staat",
        "redactie: handeling 2 (intrekken 2026.1)",
    ]
    (place / "grootboek.json").write_text("x", encoding="utf-8")
    assert said(good) == []  # `verify` itself reports the damage


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two signing keys."""
    folder = tmp_path_factory.mktemp("sleutels")
    for name in ("een", "ander"):
        process.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder / name], cwd=folder)
    return {name: folder / name for name in ("een", "ander")}


def public(key: Path) -> str:
    return key.with_suffix(".pub").read_text(encoding="ascii").strip()


@needs_ssh
@pytest.mark.parametrize(
    ("lines", "who"),
    [
        pytest.param(["redactie {een}"], "redactie", id="who it is"),
        pytest.param(['redactie namespaces="draaiboek-editie" {een}'], "redactie", id="for editions alone"),
        pytest.param(["redactie {ander}"], "", id="another key"),
        pytest.param(['wij,redactie namespaces="git" {een}', "redactie {een}"], "redactie", id="the first that may"),
        pytest.param(['redactie valid-before="20270102" {een}'], "", id="no longer on that day"),
        pytest.param(['redactie valid-before="20270103" {een}'], "redactie", id="still on that day"),
        pytest.param(['redactie valid-after="20270103" {een}'], "", id="not yet on that day"),
    ],
)
def test_who_signed_a_text_on_a_day(lines: list[str], who: str, keys: dict[str, Path], tmp_path: Path) -> None:
    entry = ledger.Entry(ledger.Act.PUBLISH, date(2027, 1, 2), "2026.1", "r", seal="aa")
    made = signatures.sign(2, entry, "bb", key=keys["een"])
    assert (made.seal, made.before) == ("aa", "bb")
    signers = tmp_path / "ondertekenaars"
    known = {name: public(key) for name, key in keys.items()}
    signers.write_text("".join(f"{line}\n" for line in lines).format(**known), encoding="ascii")
    text = signatures.statement(2, entry, "bb")
    assert signatures.signer(text, made.armored, "20270102", signers=signers) == who
    assert signatures.signer(text, made.armored, "20270102", signers=signers, namespace="git") == ""
    assert signatures.signer(f"{text} ", made.armored, "20270102", signers=signers) == ""
    for nothing in ("", "é", f"é{made.armored}", made.armored[:60]):
        assert signatures.signer(text, nothing, "20270102", signers=signers) == ""


@needs_ssh
@pytest.mark.parametrize(
    ("line", "is_listed"),
    [
        pytest.param("redactie {een}", True, id="as it is"),
        pytest.param('redactie valid-before="20200101",namespaces="git" {een}', True, id="for other days and things"),
        pytest.param("redactie {ander}", False, id="another key"),
        pytest.param("# redactie {een}", False, id="a remark"),
        pytest.param("  # redactie {een}\nredactie {ander}", False, id="a remark that stands in"),
        pytest.param("redactie {ander}\nwij {een}", True, id="the second"),
    ],
)
def test_whether_a_key_that_is_listed_signed_a_text(
    line: str, is_listed: object, keys: dict[str, Path], tmp_path: Path
) -> None:
    entry = ledger.Entry(ledger.Act.PUBLISH, date(2027, 1, 2), "2026.1", "r")
    made = signatures.sign(1, entry, "", key=keys["een"])
    signers = tmp_path / "ondertekenaars"
    signers.write_text(f"{line}\n".format(**{name: public(key) for name, key in keys.items()}), encoding="ascii")
    text = signatures.statement(1, entry, "")
    assert signatures.is_by_listed(text, made.armored, signers=signers) == is_listed
    assert signatures.is_by_listed(f"{text} ", made.armored, signers=signers) is False


@needs_ssh
def test_a_key_is_found_from_home_and_what_does_not_sign_says_why(
    keys: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = ledger.Entry(ledger.Act.PUBLISH, date(2027, 1, 2), "2026.1", "r")
    monkeypatch.setenv("HOME", str(keys["een"].parent))
    assert signatures.read(signatures.as_text([signatures.sign(1, entry, "", key=Path("~/een"))]))
    monkeypatch.chdir(keys["een"].parent)
    assert signatures.sign(1, entry, "", key=Path("een")).armored.endswith("-----END SSH SIGNATURE-----\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match=r"^ondertekenen met een lukt niet$") as caught:
        signatures.sign(1, entry, "", key=keys["een"])
    assert "ssh-keygen" in caught.value.output


def test_a_file_without_a_key_names_no_signer(tmp_path: Path) -> None:
    file = tmp_path / "lijst"
    file.write_text("# redactie ssh-ed25519 AAAA\n", encoding="ascii")
    with pytest.raises(UsageError, match=f"^in '{file}' staat geen enkele ondertekenaar$") as caught:
        signatures.checked_signers(str(file))
    assert caught.value.hint == "Een regel per ondertekenaar: FUNCTIE ssh-ed25519 AAAA… (zie SECURITY.md)."


def test_of_a_publication_only_what_is_damaged_and_signed_is_told(tmp_path: Path) -> None:
    (tmp_path / "grootboek.json").write_text(LEDGER % SEALS, encoding="utf-8")
    (tmp_path / "handtekeningen.json").write_text("x", encoding="utf-8")
    found = vouching.vouched(FolderTree(tmp_path), tmp_path / "ondertekenaars")
    assert [(each.name, each.what) for each in found if isinstance(each, Difference)] == [
        ("handtekeningen.json", "is niet te lezen")
    ]
    (tmp_path / "grootboek.json").write_text("[]\n", encoding="utf-8")
    (tmp_path / "handtekeningen.json").write_text("[]\n", encoding="utf-8")
    assert [*vouching.vouched(FolderTree(tmp_path), tmp_path / "ondertekenaars")] == [], "nothing was done yet"


def test_of_which_guidebook_a_publication_is_says_its_last_act_that_does(tmp_path: Path) -> None:
    entries: tuple[ledger.Entry, ...] = ()
    marks = ("tag:voorbeeld.be,2026:oud/editie/2026.1", "tag:voorbeeld.be,2026:tafel/editie/2026.2", "")
    for number, mark in enumerate(marks, 1):
        act = ledger.Act.PUBLISH if mark else ledger.Act.RESKIN
        edition = f"2026.{number if mark else 1}"
        entries = ledger.added(entries, ledger.Entry(act, date(2026, 12, 1), edition, "r", mark=mark), root="aa")
    place = tmp_path / "grootboek.json"

    def said(slug: str) -> list[tuple[str, str]]:
        return [(each.name, each.what) for each in vouching.of_another(FolderTree(tmp_path), slug)]

    place.write_text(ledger.as_text(entries), encoding="utf-8")
    assert said("tafel") == []
    assert said("oud") == [("grootboek.json", "is van het draaiboek met slug 'tafel', en in draaiboek.yml staat 'oud'")]
    place.write_text(ledger.as_text(()), encoding="utf-8")
    assert said("tafel") == []
    place.write_text("x", encoding="utf-8")
    assert said("oud") == []


def test_signers_are_not_read_where_nothing_can_check_a_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signers = tmp_path / "ondertekenaars"
    signers.write_text(f"redactie ssh-ed25519 AAAA{'C' * 64}\n", encoding="utf-8")
    if shutil.which("ssh-keygen"):
        assert signatures.checked_signers(str(signers)) == signers
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="ssh-keygen"):
        signatures.checked_signers(str(signers))


# --- witnesses --------------------------------------------------------------------------------------------------------


class Witnessed:
    """A branch with a ledger in each commit, and tags that bear witness to it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be")
        return process.run(["git", *who, *words], cwd=self.place)

    def commit(self, text: str, signed: Sequence[signatures.Signature] | None = None) -> str:
        (self.place / "grootboek.json").write_text(text, encoding="utf-8")
        if signed is not None:
            (self.place / "handtekeningen.json").write_text(signatures.as_text(signed), encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "Editie")
        return self.git("rev-parse", "HEAD").strip()

    def tag(self, number: int, entry: ledger.Entry, commit: str, *, name: str = "", armored: str = "") -> str:
        name = name or f"grootboek/{number:04}-{entry.seal[:8]}"
        message = witness_tags.words(number, entry, "", commit) + armored
        self.git("tag", "--annotate", "--cleanup=verbatim", "--message", message, name, commit)
        return name

    def said(self, commit: str) -> list[str]:
        return [f"{each.name}: {each.what}" for each in vouching.remembered(CommitTree(self.place, commit), None)]


@pytest.fixture
def witnessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Witnessed:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    return Witnessed(tmp_path / "tak")


def test_witnesses_of_acts_that_the_branch_has_say_nothing(witnessed: Witnessed) -> None:
    entries = ledger.read(LEDGER % SEALS)
    start = witnessed.commit(ledger.as_text(entries[:1]))
    end = witnessed.commit(ledger.as_text(entries))
    witnessed.tag(1, entries[0], start)
    witnessed.tag(2, entries[1], end)
    assert witnessed.said(end) == []


def test_witnesses_of_an_act_that_the_branch_does_not_know_are_named(witnessed: Witnessed) -> None:
    entries = ledger.read(LEDGER % SEALS)
    start = witnessed.commit(ledger.as_text(entries[:1]))
    end = witnessed.commit(ledger.as_text(entries))
    witnessed.tag(1, entries[0], start)
    name = witnessed.tag(2, entries[1], end)
    missing = f"{name}: getuigt van een handeling die de tak niet (meer) kent: 2 intrekken 2026.1"
    assert witnessed.said(start) == [missing]
    witnessed.tag(2, entries[1], end, name=f"{name}-2")
    assert witnessed.said(start) == [missing.replace(":", "-2 (en 1 ander label):", 1)]
    witnessed.git("checkout", "--quiet", "--orphan", "anders")
    other = witnessed.commit(ledger.as_text(entries))  # the same acts, in another history
    assert witnessed.said(other) == [
        (
            f"{name}-2 (en 2 andere labels): de geschiedenis van de tak is herschreven: "
            f"commit {end[:12]}, die het label noemt, is weg"
        )
    ]


def test_the_last_act_without_a_witness_is_named(witnessed: Witnessed) -> None:
    """Until somebody fetches the tags of acts, nothing elsewhere remembers it."""
    entries = ledger.read(LEDGER % SEALS)

    def lacks(commit: str) -> str:
        return vouching.without_witness(CommitTree(witnessed.place, commit), None)

    start = witnessed.commit(ledger.as_text(entries[:1]))
    end = witnessed.commit(ledger.as_text(entries))
    assert (lacks(start), lacks(end)) == ("publiceren 2026.1", "intrekken 2026.1")
    witnessed.tag(1, entries[0], start)
    assert (lacks(start), lacks(end)) == ("", "intrekken 2026.1")
    witnessed.tag(2, entries[1], end)
    assert lacks(end) == ""
    assert lacks(witnessed.commit(ledger.as_text(()))) == "", "nothing was done yet"
    assert lacks(witnessed.commit("x")) == "", "of a damaged ledger `verify` says so"


def test_a_witness_that_bears_another_name_or_says_nothing_is_none(witnessed: Witnessed) -> None:
    entries = ledger.read(LEDGER % SEALS)
    end = witnessed.commit(ledger.as_text(entries))
    moved = witnessed.tag(2, entries[1], end, name="grootboek/0001-00000000")
    witnessed.git("tag", "grootboek/0002-11111111", end)
    no_longer = "is geen getuige meer: het label is verzet"
    assert witnessed.said(end) == [f"grootboek/0002-11111111: {no_longer}", f"{moved}: {no_longer}"]


def test_what_follows_from_one_forged_act_is_counted_below_its_cause(witnessed: Witnessed) -> None:
    entries = ledger.read(LEDGER % SEALS)
    end = witnessed.commit(ledger.as_text(entries))
    name = witnessed.tag(2, entries[1], end)
    tree = CommitTree(witnessed.place, witnessed.commit(ledger.as_text(entries[:1])))
    found = [*vouching.remembered(tree, None)]
    page = Difference("2026.1/index.html", "is gewijzigd")
    unknown = "getuigt van een handeling die de tak niet (meer) kent: 2 intrekken 2026.1"
    assert [(each.name, each.what) for each in found] == [
        ("grootboek.json", f"zegt niet meer alles wat er in commit {end[:12]} stond"),
        (name, unknown),
    ]
    told = [(each.name, each.what) for each in vouching.told_once([*found, page])]
    assert told == [(page.name, page.what), (name, f"{unknown} (en 1 gevolg)")]
    assert [*vouching.told_once([page, *found[:1]])] == [page, found[0]]
    assert [*vouching.told_once([page, page])] == [page, page]
    other = [*vouching.of_another(tree, "ander")]
    assert [each.what for each in vouching.told_once([*found, *other])] == [f"{other[0].what} (en 2 gevolgen)"]


def test_of_more_acts_that_the_branch_does_not_know_the_last_is_told(witnessed: Witnessed) -> None:
    entries = ledger.read(LEDGER % SEALS)
    before = witnessed.commit(ledger.as_text(()))
    start = witnessed.commit(ledger.as_text(entries[:1]))
    end = witnessed.commit(ledger.as_text(entries))
    witnessed.tag(1, entries[0], start)
    name = witnessed.tag(2, entries[1], end)
    others = f"{name} (en 1 ander label)"
    unknown = "getuigt van een handeling die de tak niet (meer) kent: 2 intrekken 2026.1"
    assert witnessed.said(before) == [f"{others}: {unknown}"]
    witnessed.git("checkout", "--quiet", "--orphan", "anders")
    other = witnessed.commit(ledger.as_text(entries))
    gone = f"de geschiedenis van de tak is herschreven: commit {end[:12]}, die het label noemt, is weg"
    assert witnessed.said(other) == [f"{others}: {gone}"]


ARMOR = "-----BEGIN SSH SIGNATURE-----\nAA\n-----END SSH SIGNATURE-----\n"


def test_what_a_signed_tag_knows_stands_in_the_list_of_signatures(witnessed: Witnessed) -> None:
    entries = ledger.read(LEDGER % SEALS)
    signed = [signatures.Signature(each.seal, "", ARMOR) for each in entries]
    text = ledger.as_text(entries)
    commit = witnessed.commit(text, signed[:1])
    witnessed.tag(1, entries[0], commit, armored=ARMOR)
    assert witnessed.said(commit) == []
    name = witnessed.tag(2, entries[1], commit, armored=ARMOR)
    lacks = f"handtekeningen.json: mist de handtekening van handeling 2 intrekken 2026.1, die getekend is in {name}"
    assert witnessed.said(commit) == [lacks]
    all_ = witnessed.commit(text, signed)
    assert witnessed.said(all_) == []
    none = witnessed.commit(text, [])
    assert (
        witnessed.said(none)
        == [
            f"{lacks} (en 1 ander label)",
            f"handtekeningen.json: zegt niet meer alles wat er in commit {all_[:12]} stond",
        ][::-1]
    )


def test_a_signature_on_top_of_a_commit_that_is_gone_tells_that_the_history_is_another(witnessed: Witnessed) -> None:
    entries = ledger.read(LEDGER % SEALS)
    start = witnessed.commit(ledger.as_text(entries[:1]))

    def said(*befores: str) -> list[str]:
        signed = [signatures.Signature(entries[0].seal, each, ARMOR) for each in befores]
        (witnessed.place / "handtekeningen.json").unlink(missing_ok=True)
        witnessed.git("checkout", "--quiet", start)
        return witnessed.said(witnessed.commit(ledger.as_text(entries[:1]), signed))

    assert said("", start) == []
    rewritten = "handtekeningen.json: de geschiedenis van de tak is herschreven"
    assert said("", "f" * 40, start, "e" * 40) == [f"{rewritten}: commit {'e' * 12}, die er genoemd wordt, is weg"]


def test_what_a_damaged_ledger_says_is_not_asked_of_witnesses(witnessed: Witnessed) -> None:
    entries = ledger.read(LEDGER % SEALS)
    start = witnessed.commit("x")
    witnessed.tag(2, entries[1], start)
    assert witnessed.said(start) == []


def test_on_the_day_until_which_an_edition_applies_it_no_longer_does() -> None:
    found = version_list.read(json.dumps([_listed("2026.9", geldig_tot="2027-01-01")]))
    assert version_list.applied_on(date(2026, 12, 31), found) == found[0]
    assert version_list.applied_on(date(2027, 1, 1), found) is None
    assert version_list.applied_on(found[0].since, found) == found[0]


def test_of_two_editions_that_apply_on_a_day_it_is_the_newest() -> None:
    found = version_list.read(json.dumps([_listed("2026.9"), _listed("2026.10"), _listed("2026.2")]))
    applied = version_list.applied_on(date(2027, 1, 1), found)
    assert applied is not None
    assert applied.id == "2026.10"


def test_what_a_list_says_of_an_edition_on_the_day_that_it_is_published(tmp_path: Path) -> None:
    edition = examine(guidebook({}, tmp_path)).source.edition
    assert edition is not None
    assert version_list.properties(edition) == {
        "datum": "2026-12-01",
        "geldig_van": "2026-12-15",
        "geldig_tot": None,
        "aanleiding": ["wetgeving"],
        "samenvatting": "Dit is de eerste editie.",
        "status": "geldig",
    }


@pytest.mark.parametrize(
    ("periods", "shared"),
    [
        ([], False),
        ([((2024, 3, 1), (2025, 3, 1)), ((2025, 3, 1), None)], False),
        ([((2025, 3, 1), None), ((2024, 3, 1), None)], True),  # a rollback
        ([((2024, 3, 1), None), ((2025, 3, 1), (2025, 3, 1))], False),  # one that was replaced at once
        ([((2024, 3, 1), (2025, 3, 2)), ((2025, 3, 1), (2026, 3, 1))], True),
    ],
    ids=["none", "one after the other", "rolled back", "never", "a day"],
)
def test_two_editions_share_a_day(
    periods: Sequence[tuple[tuple[int, int, int], tuple[int, int, int] | None]],
    shared: bool,  # noqa: FBT001
) -> None:
    one = version_list.Listed(
        "2024.1", (), date(2024, 3, 1), date(2024, 3, 1), None, (), "", version_list.Status.VALID, ""
    )
    listed = [replace(one, since=date(*since), until=date(*until) if until else None) for since, until in periods]
    assert version_list.share_a_day(listed) is shared
