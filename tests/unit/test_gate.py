"""What prevents an edition from being published, given what was published before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.model import Approval, EditionStatus, Origin, Remark, Round, Verdict
from draaiboek.compose.variants import core
from draaiboek.editions import gate, manifest, release_note
from draaiboek.editions.version_list import Listed, Status
from draaiboek.pipeline.build import addresses_of
from draaiboek.pipeline.examine import Checked, examine
from tests.accessibility import MEASUREMENT, PARTLY
from tests.guidebook import DEFAULTS, TO_DO, guidebook, overlay, page, reading, sector

APPROVED = f"g1:{'a' * 32}"
APPROVAL = Approval("directeur", "VVSG", date(2026, 12, 1), APPROVED, Origin(PurePosixPath("docs/edities/2026.1.md")))
IDENTITY = "draaiboek.yml"
FIRST, NEXT = "docs/edities/2026.1.md", "docs/edities/2026.2.md"
TEXT = "## Eerst {#eerst}\n\nVraag het.\n\n### Dan {#dan}\n\nDeel het.\n\n## Later {#later}\n\nBewaar het.\n"
ON_SCHOOL = page("## Klas {#klas}\n\nIn de klas.\n", title="Op school", more="na: index.md\n")


def note(number: str, words: str, *, more: str = "", reason: str = "wetgeving", since: str = "2026-12-15") -> str:
    said = f"{words}{TO_DO}" if words else ""
    text = DEFAULTS[FIRST].replace("2026.1", number).replace("Alles is nieuw.\n", said).replace("2026-12-15", since)
    return text.replace("[wetgeving]", f"[{reason}]").replace(
        "status: concept", f"status: goedgekeurd\n{more}".rstrip()
    )


def text(into: Path, files: Mapping[str, str | bytes | None]) -> Checked:
    own = {
        FIRST: f"{DEFAULTS[FIRST]}{TO_DO}",
        "docs/delen.md": page(TEXT),
        "sectors/onderwijs/op-school.md": ON_SCHOOL,
    }
    checked = examine(guidebook({**own, **files}, into))
    assert [each for each in checked.problems if each.code[:2] != "BR"] == []
    return checked


def listed(number: str, *, since: date = date(2026, 12, 15), status: Status = Status.VALID) -> Listed:
    return Listed(number, (), since, since, None, ("wetgeving",), "Iets.", status, "")


def history(*published: tuple[Listed, Checked]) -> gate.History:
    manifests = {each.id: manifest.of_variants(it.variants, addresses_of(it.variants)) for each, it in published}
    return gate.History(tuple(each for each, _ in published), manifests)


def codes(checked: Checked, before: gate.History, **changes: object) -> list[str]:
    return [each.code for each in problems(checked, before, **changes)]


def candidate(checked: Checked, **changes: object) -> gate.Candidate:
    edition = checked.source.edition
    assert edition is not None
    plain = gate.Candidate(
        edition=replace(edition, unreviewed=("onderwijs",), approvals=(APPROVAL,)),
        source=checked.source,
        read=core(checked.source).read,
        variants=checked.variants,
        problems=(),
        manifest=manifest.of_variants(checked.variants, addresses_of(checked.variants)),
        commit="a" * 40,
        dirty=(),
        fingerprint=APPROVED,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # a test names real fields


def problems(checked: Checked, before: gate.History, **changes: object) -> Sequence[Diagnostic]:
    found = gate.refusals(candidate(checked, **changes), before)
    return [each for each in found if each.code != "ED002"]  # tests also publish what is not the newest edition


@pytest.fixture
def first(tmp_path: Path) -> Checked:
    return text(tmp_path / "first", {FIRST: note("2026.1", "Alles is nieuw.\n")})


@pytest.fixture
def before(first: Checked) -> gate.History:
    return history((listed("2026.1"), first))


def test_a_first_edition_passes(first: Checked) -> None:
    assert codes(first, gate.History((), {})) == []


def test_what_nobody_approved_and_what_is_not_what_was_approved_is_refused(first: Checked) -> None:
    edition, nothing = first.source.edition, gate.History((), {})
    assert edition is not None
    (missing,) = problems(first, nothing, edition=replace(edition, unreviewed=("onderwijs",)))
    assert missing.code == "ED015"
    assert "niet wie ze goedkeurde" in missing.text
    assert f"tekst: {APPROVED}" in missing.hint
    (changed,) = problems(first, nothing, fingerprint=f"g1:{'b' * 32}")
    assert changed.code == "ED015"
    assert "directeur (VVSG) op 1 december 2026 is vervallen" in changed.text
    assert [each.code for each in problems(first, nothing, fingerprint="")] == ["ED015"], "unknown is not approved"


@pytest.mark.parametrize("more", ["", "zonder_nazicht: [onderwijs]\n"], ids=["empty", "only words of the program"])
def test_an_edition_without_words_is_refused(tmp_path: Path, more: str) -> None:
    (found,) = problems(text(tmp_path, {FIRST: note("2026.1", "", more=more)}), gate.History((), {}))
    assert (found.code, str(found.origin)) == ("ED011", f"{FIRST}:1:1")
    assert found.text == "de releasenota van editie 2026.1 is leeg"
    assert found.hint == (
        "Schrijf onder de front matter wat er verandert en voor wie, "
        "en onder de kop '## Wat moet je doen? {#wat-moet-je-doen}' wat die nu doet."
    )


def at(address: str) -> str:
    """Return the draaiboek.yml of a guidebook with address *address*."""
    return re.sub(r"^adres:.*$", f"adres: '{address}'", DEFAULTS[IDENTITY], flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("", "'adres' is leeg: waar de website zal staan, is nog niet gekozen"),
        (
            "https://livc-r.example",
            "het adres 'https://livc-r.example' is maar een voorlopige waarde: het leidt nergens heen",
        ),
        ("https://a.EXAMPLE/", "het adres 'https://a.EXAMPLE' is geen adres van een website"),
        (
            "https://a.example.org/b",
            "het adres 'https://a.example.org/b' is maar een voorlopige waarde: het leidt nergens heen",
        ),
        ("https://x.test", "het adres 'https://x.test' is maar een voorlopige waarde: het leidt nergens heen"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(tmp_path: Path, address: str, wrong: str) -> None:
    words = {FIRST: note("2026.1", "Alles is nieuw.\n"), IDENTITY: at(address)}
    (found,) = problems(text(tmp_path, words), gate.History((), {}))
    assert (found.code, str(found.origin)) == ("PG016", f"{IDENTITY}:1:1")
    assert found.text == wrong
    assert found.hint == 'Zet er het adres van de website, bijvoorbeeld: adres: "https://draaiboek.voorbeeld.be"'


@pytest.mark.parametrize("address", ["draaiboek.vvsg.be", "ftp://a.be", "https://a.be/draai boek", 'https://a.be/"x='])
def test_what_is_no_address_is_found_before_anything_is_published(tmp_path: Path, address: str) -> None:
    found = examine(guidebook({IDENTITY: at(address)}, tmp_path)).problems
    assert [(each.code, str(each.origin)) for each in found] == [("PG016", f"{IDENTITY}:4:1")]


@pytest.mark.parametrize("address", ["https://vvsg.be", "http://127.0.0.1:8000", "https://draaiboek.vvsg.be/livc-r/"])
def test_an_address_of_a_website_passes(tmp_path: Path, address: str) -> None:
    words = {FIRST: note("2026.1", "Alles is nieuw.\n"), IDENTITY: at(address)}
    assert codes(text(tmp_path, words), gate.History((), {})) == []


STATEMENT, MEASURED = "docs/_data/toegankelijkheidsverklaring.yml", "docs/_data/toegankelijkheid.yml"


def declared(into: Path, statement: str | None, measurement: str | None = MEASUREMENT) -> Sequence[str]:
    """Return what is missing in the accessibility *statement* of a guidebook with this *measurement*."""
    words = {FIRST: note("2026.1", "Alles is nieuw.\n"), STATEMENT: statement, MEASURED: measurement}
    found = problems(text(into, words), gate.History((), {}))
    assert all((each.code, str(each.origin.path)) == ("ED013", STATEMENT) for each in found)
    start = "de toegankelijkheidsverklaring is niet volledig: "
    assert all(each.text.startswith(start) for each in found)
    return [each.text.removeprefix(start) for each in found]


def test_a_whole_statement_with_a_clean_measurement_passes(tmp_path: Path) -> None:
    assert declared(tmp_path, PARTLY) == []


@pytest.mark.parametrize(
    ("old", "new", "gap"),
    [
        ("dienst: De dienst\n", "", "de dienst die de website beheert"),
        ("het decreet", '""', "de regels die de dienst volgt"),
        ("deze website", '""', "waarvoor de verklaring geldt"),
        ("de richtlijn", '""', "de norm"),
        ("methode: zelfevaluatie\n", "", "de methode van het onderzoek"),
        ("opgemaakt_op: 2026-11-01\n", "", "de dag waarop de verklaring is opgemaakt"),
        ("herzien_op: 2026-11-20\n", "", "de dag waarop ze is herzien"),
        ("waar: de helpdesk, ", "", "waar een lezer een probleem meldt"),
        (", antwoord_binnen: tien dagen", "", "binnen welke tijd er antwoord komt"),
        ("instantie: de ombudsdienst, ", "", "de instantie voor een klacht"),
        (", hoe: met een brief", "", "hoe een lezer een klacht indient"),
        ("gedeeltelijk", "volledig", "een status die past bij de delen die niet toegankelijk zijn"),
        ("niet_toegankelijk: [{", "niet_toegankelijk: []\n# [{", "de delen die niet toegankelijk zijn"),
    ],
)
def test_a_statement_with_a_gap_is_refused(old: str, new: str, gap: str, tmp_path: Path) -> None:
    assert old in PARTLY
    assert declared(tmp_path, PARTLY.replace(old, new)) == [gap]


@pytest.mark.parametrize(
    ("measurement", "gap"),
    [
        (None, "een meting van deze editie"),
        (MEASUREMENT.replace("2026.1", "2025.1"), "een meting van deze editie"),
        (MEASUREMENT.replace("overtredingen: 0", "overtredingen: 2"), "een meting zonder overtredingen (nu 2)"),
    ],
)
def test_a_claim_that_no_measurement_bears_out_is_refused(measurement: str | None, gap: str, tmp_path: Path) -> None:
    assert declared(tmp_path, PARTLY, measurement) == [gap]


def test_a_page_about_accessibility_without_a_statement_is_refused(tmp_path: Path) -> None:
    words = {FIRST: note("2026.1", "Nieuw.\n"), "docs/toegankelijkheid.md": page("Iedereen.\n")}
    assert codes(text(tmp_path, words), gate.History((), {})) == ["ED013"]


def test_a_commit_that_the_server_does_not_have_is_refused(first: Checked) -> None:
    (found,) = problems(first, gate.History((), {}), pushed=False, commit="0123456789abcdef")
    assert (found.code, found.text) == ("ED012", "de commit 0123456789ab staat op geen enkele tak van de server")
    assert "git push origin HEAD" in found.hint


def test_a_text_that_is_in_no_commit_is_refused(first: Checked) -> None:
    names = tuple(f"docs/{number}.md" for number in range(30))
    (nothing, *found) = problems(first, gate.History((), {}), commit="", dirty=names)
    assert (nothing.code, nothing.text) == ("ED005", "er is geen commit om vanuit te publiceren")
    assert "(git clone)" in nothing.hint
    assert [str(each.origin.path) for each in found] == list(names[: len(found)])
    assert 5 <= len(found) < 30
    assert found[0].text == "'docs/0.md' is gewijzigd en nog niet vastgelegd"
    assert "git commit" in found[0].hint
    assert codes(first, gate.History((), {}), pushed=True) == []


def test_warnings_and_errors_in_the_text_are_refused(first: Checked) -> None:
    error = Diagnostic("LK001", Origin(PurePosixPath("docs/delen.md"), 7), "een link heeft geen doel")
    warning = replace(error, severity=Severity.WARNING)
    said = {
        (warning,): ["er zijn nog waarschuwingen; die mogen een editie niet in"],
        (error,): ["er zijn nog fouten in de tekst"],
        (error, warning): [
            "er zijn nog waarschuwingen; die mogen een editie niet in",
            "er zijn nog fouten in de tekst",
        ],
    }
    for given, expected in said.items():
        found = problems(first, gate.History((), {}), problems=given)
        assert [each.text for each in found] == expected
        assert {each.code for each in found} == {"ED006"}
        assert {str(each.origin) for each in found} == {f"{FIRST}:1:1"}


# Computed independently of the program, by the contract of `fingerprint`.
DIGESTS = {
    "delen.md#eerst": "f2:dce9d81aeaa1",
    "delen.md": "f2:3c616dc0145d",
    "index.md": "f2:1a837284f075",
}


@pytest.mark.parametrize(
    ("signed", "unreviewed", "said"),
    [
        pytest.param((), (), ["bekeek 4 stukken kerntekst nooit, om te beginnen 'delen.md#eerst'"], id="nothing read"),
        pytest.param(
            ("delen.md#eerst",),
            (),
            ["bekeek 2 stukken kerntekst nooit, om te beginnen 'delen.md#later'"],
            id="one section read, with what stands below it",
        ),
        pytest.param(("delen.md",), (), ["bekeek 1 stuk kerntekst nooit, om te beginnen 'index.md'"], id="page"),
        pytest.param(("delen.md", "index.md"), (), [], id="everything read"),
        pytest.param((), ("onderwijs",), [], id="said in the edition"),
        pytest.param(
            (),
            ("sport",),
            ["bekeek 4 stukken kerntekst nooit, om te beginnen 'delen.md#eerst'"],
            id="another sector is said in the edition",
        ),
    ],
)
def test_a_sector_that_did_not_read_everything_is_named(
    signed: Sequence[str], unreviewed: tuple[str, ...], said: list[str], tmp_path: Path
) -> None:
    read = {f"sectors/onderwijs/nagelezen/{at}.yml": reading(each, DIGESTS[each]) for at, each in enumerate(signed)}
    checked = text(tmp_path, {FIRST: note("2026.1", "Iets.\n"), **read})
    edition = checked.source.edition
    assert edition is not None
    found = problems(
        checked, gate.History((), {}), edition=replace(edition, unreviewed=unreviewed, approvals=(APPROVAL,))
    )
    assert [(each.code, each.text) for each in found] == [("ED007", f"de sector 'onderwijs' {each}") for each in said]


@pytest.mark.parametrize(
    ("number", "reason", "published", "expected"),
    [
        ("2026.2", "wetgeving", ["2026.1"], []),
        ("2027.1", "wetgeving", ["2026.1.1", "2026.1"], []),
        ("2026.10", "wetgeving", ["2026.9"], []),
        ("2026.1.1", "erratum", ["2026.1"], []),
        ("2026.1.2", "erratum", ["2026.1.1", "2026.1"], []),
        ("2026.1", "wetgeving", ["2026.1"], ["ED003"]),
        ("2026.1", "wetgeving", ["2026.2"], ["ED008"]),
        ("2026.2", "wetgeving", ["2027.1"], ["ED008"]),
        ("2026.1.1", "erratum", ["2026.2", "2026.1"], ["ED008"]),
        ("2026.2.1", "erratum", ["2026.1"], ["ED008"]),
        ("2026.1.1", "erratum", [], ["ED008"]),
        ("2026.1.1", "wetgeving", ["2026.1"], ["ED008"]),
    ],
)
def test_numbers_follow_each_other(
    first: Checked, tmp_path: Path, number: str, reason: str, published: list[str], expected: list[str]
) -> None:
    files = {f"docs/edities/{number}.md": note(number, "Iets.\n", reason=reason, more="klein: true\n")}
    then = history(*((listed(each), first) for each in published))
    assert codes(text(tmp_path / "next", files), then) == expected


def test_an_edition_does_not_apply_before_the_last_one(before: gate.History, tmp_path: Path) -> None:
    words = {NEXT: note("2026.2", "Iets.\n", since="2026-12-14", more="klein: true\n")}
    assert codes(text(tmp_path / "next", words), before) == ["ED008"]


# --- the release note -------------------------------------------------------------------------------------------------

DAN = TEXT.replace("Deel het.", "Deel het niet.")
CLASS = ON_SCHOOL.replace("In de klas.", "Buiten de klas.")
ADDED = overlay("Ook op school.\n", target="delen.md#later")


@pytest.mark.parametrize(
    ("files", "words", "silent"),
    [
        ({"docs/delen.md": page(DAN)}, "Iets.\n", ["'delen.md#dan' is gewijzigd"]),
        ({"docs/delen.md": page(DAN)}, "- [Dan](../delen.md#dan)\n", []),
        ({"docs/delen.md": page(DAN)}, "- [Eerst](../delen.md#eerst)\n", []),
        (
            {"docs/delen.md": page(DAN)},
            "## [Dan](../delen.md#dan) {#kop}\n\nEen kop is geen regel.\n",
            ["'delen.md#dan' is gewijzigd"],
        ),
        ({"docs/delen.md": page(DAN)}, "| wat |\n|---|\n| [Delen](../delen.md) |\n", []),
        ({"docs/delen.md": page(DAN)}, "- [Later](../delen.md#later)\n", ["'delen.md#dan' is gewijzigd"]),
        ({"docs/delen.md": page(TEXT.replace("Deel het.", "Deel\nhet."))}, "Niets.\n", []),
        (
            {"docs/delen.md": page(TEXT + "\n## Extra {#extra}\n\nMeer.\n")},
            "Iets.\n",
            ["'delen.md#extra' is gewijzigd"],
        ),
        (
            {"docs/delen.md": page(TEXT.replace("Bewaar het.", "Zwijg."), more="voorheen: [weg]\n")},
            "- [Weg](../delen.md#weg)\n",
            ["'delen.md#later' is gewijzigd"],
        ),
        ({"sectors/onderwijs/op-school.md": CLASS}, "Iets.\n", ["'op-school.md#klas' is gewijzigd (in 'onderwijs')"]),
        ({"sectors/onderwijs/op-school.md": CLASS}, "- [x](variant:onderwijs/op-school.md#klas)\n", []),
        ({"overlays/onderwijs/a.md": ADDED}, "Iets.\n", ["'delen.md#later' is gewijzigd (in 'onderwijs')"]),
        ({"overlays/onderwijs/a.md": ADDED}, "- [x](../delen.md#later)\n", []),
        ({"docs/_data/begrippen.yml": "deel:\n  term: Deel\n  definitie: Zeg.\n"}, "Niets.\n", []),
    ],
)
def test_what_changed_is_in_the_release_note(
    before: gate.History, tmp_path: Path, files: Mapping[str, str], words: str, silent: list[str]
) -> None:
    checked = text(tmp_path / "next", {**files, NEXT: note("2026.2", words)})
    found = problems(checked, before)
    assert [each.text for each in found] == [f"{each} en staat niet in de releasenota" for each in silent]
    small = text(tmp_path / "small", {**files, NEXT: note("2026.2", words, more="klein: true\n")})
    assert codes(small, before) == []


def test_the_line_that_is_missing_is_given(before: gate.History, tmp_path: Path) -> None:
    core = text(tmp_path / "core", {"docs/delen.md": page(DAN), NEXT: note("2026.2", "Iets.\n")})
    own = {"sectors/onderwijs/op-school.md": ON_SCHOOL.replace("In de klas", "Op school")}
    sector = text(tmp_path / "sector", {**own, NEXT: note("2026.2", "Iets.\n")})
    links = ("[Dan](../delen.md#dan)", "[Klas](variant:onderwijs/op-school.md#klas)")
    for checked, link in zip((core, sector), links, strict=True):
        (found,) = problems(checked, before)
        assert found.hint == f"Schrijf er een regel over met een link: {link}. Alleen klein? 'klein: true'."


def test_a_withdrawn_edition_is_not_what_a_new_one_is_held_against(first: Checked, tmp_path: Path) -> None:
    checked = text(tmp_path / "next", {"docs/delen.md": page(DAN), NEXT: note("2026.2", "Iets.\n")})
    assert codes(checked, history((listed("2026.1", status=Status.WITHDRAWN), first))) == []


# --- ids for ever -----------------------------------------------------------------------------------------------------

WITHOUT = TEXT.partition("### Dan")[0] + TEXT[TEXT.index("## Later") :]
MENU = {"docs/_data/inhoud.yml": None}


@pytest.mark.parametrize(
    ("files", "lost"),
    [
        ({"docs/delen.md": page(WITHOUT)}, ["'delen.md#dan' staat"]),
        ({"docs/delen.md": page(WITHOUT, more="voorheen: [dan]\n")}, []),
        ({"docs/delen.md": None, "docs/geven.md": page(TEXT, more="voorheen: [delen.md]\n")}, []),
        ({"docs/delen.md": None, "docs/geven.md": page(TEXT)}, ["'delen.md' staat"]),
        (
            {"docs/delen.md": None, "docs/geven.md": page(WITHOUT, more="voorheen: [delen.md]\n")},
            ["'delen.md#dan' staat"],
        ),
        (
            {
                "docs/delen.md": page(WITHOUT),
                "docs/los.md": page("## Dan {#dan}\n\nX.\n", more="voorheen: [delen.md#dan]\n"),
            },
            [],
        ),
        (
            {
                "docs/delen.md": page(WITHOUT),
                "docs/los.md": page("## X {#x}\n\nX.\n", more="voorheen: [delen.md#dan]\n"),
            },
            [],
        ),
        (
            {"sectors/onderwijs/op-school.md": ON_SCHOOL.replace("#klas", "#lokaal")},
            ["'op-school.md#klas' (in 'onderwijs') staat"],
        ),
        ({"sectors/onderwijs/op-school.md": None}, ["'op-school.md' (in 'onderwijs') staat"]),
    ],
)
def test_what_was_published_still_leads_somewhere(
    before: gate.History, tmp_path: Path, files: Mapping[str, str | None], lost: list[str]
) -> None:
    checked = text(tmp_path / "next", {**files, NEXT: note("2026.2", "Iets.\n", more="klein: true\n")})
    found = problems(checked, before)
    assert {each.code for each in found} <= {"ED010"}
    assert [each.text for each in found] == [f"{each} in editie 2026.1 en is niet meer te vinden" for each in lost]


def test_an_id_of_long_ago_is_not_forgotten(first: Checked, tmp_path: Path) -> None:
    kept = {"docs/delen.md": page(WITHOUT, more="voorheen: [dan]\n")}
    second = text(tmp_path / "second", {**kept, NEXT: note("2026.2", "Iets.\n")})
    third = {"docs/delen.md": page(WITHOUT), NEXT: note("2026.2", "Iets.\n")}
    checked = text(tmp_path / "third", {**third, "docs/edities/2026.3.md": note("2026.3", "x\n", more="klein: true\n")})
    found = codes(checked, history((listed("2026.2"), second), (listed("2026.1"), first)))
    assert found == ["ED010"]


# --- remedies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "files",
    [
        {"docs/delen.md": page(DAN)},
        {"sectors/onderwijs/op-school.md": CLASS},
        {"overlays/onderwijs/a.md": ADDED},
        {"docs/delen.md": page(DAN), "sectors/onderwijs/op-school.md": CLASS},
    ],
)
def test_the_line_that_a_message_gives_is_the_one_that_the_note_misses(
    before: gate.History, tmp_path: Path, files: Mapping[str, str]
) -> None:
    told = problems(text(tmp_path / "next", {**files, NEXT: note("2026.2", "Iets.\n")}), before)
    assert {each.code for each in told} == {"ED009"}
    links = [re.findall(r"\[[^\]]+\]\([^)]+\)", each.hint) for each in told]
    words = "".join(f"- {link}: zo is het nu.\n" for (link,) in links)
    assert codes(text(tmp_path / "done", {**files, NEXT: note("2026.2", words)}), before) == []


@pytest.mark.parametrize(
    ("gone", "at"),
    [
        ({"docs/delen.md": page(WITHOUT)}, "docs/delen.md"),
        ({"docs/delen.md": None, "docs/geven.md": page(TEXT)}, "docs/geven.md"),
        ({"sectors/onderwijs/op-school.md": ON_SCHOOL.replace("#klas", "#lokaal")}, "sectors/onderwijs/op-school.md"),
    ],
)
def test_what_a_message_puts_under_voorheen_is_found_again(
    before: gate.History, tmp_path: Path, gone: Mapping[str, str | None], at: str
) -> None:
    edition = {NEXT: note("2026.2", "Iets.\n", more="klein: true\n")}
    (told,) = problems(text(tmp_path / "next", {**gone, **edition}), before)
    (name,) = re.findall(r"Zet '([^']+)' bij 'voorheen:'", told.hint)
    start, mark, rest = str(gone[at]).partition("\n---\n")
    done = {**gone, at: f"{start}\nvoorheen: [{name}]{mark}{rest}"}
    assert codes(text(tmp_path / "done", {**done, **edition}), before) == []


# --- what a person reads ----------------------------------------------------------------------------------------------


def lines(found: Sequence[Diagnostic]) -> list[str]:
    """Return every message as it is shown: place, code, what is wrong, and what to do."""
    return [f"{each.origin.path}: {each.code} {each.text}. {each.hint}" for each in found]


NOTHING = gate.History((), {})


def test_what_is_published_already_and_what_is_not_the_newest(first: Checked, tmp_path: Path) -> None:
    published = history((listed("2026.1"), first))
    assert lines(problems(first, published)) == [
        (
            f"{FIRST}: ED003 editie 2026.1 is al gepubliceerd. "
            "Een gepubliceerde editie verandert nooit. Maak een nieuwe: python3 build.py new edition 2026.2"
        )
    ]
    two = {FIRST: note("2026.1", "Een.\n"), NEXT: note("2026.2", "Twee.\n")}
    older = text(tmp_path / "two", two)
    newest = older.source.edition
    assert newest is not None
    earlier = replace(newest, id="2026.1", origin=Origin(PurePosixPath(FIRST)))
    said = [
        each
        for each in gate.refusals(candidate(older, edition=earlier), NOTHING)
        if each.code not in {"ED015", "ED007"}
    ]
    assert lines(said)[0] == (
        f"{FIRST}: ED002 editie 2026.1 is niet de nieuwste; dat is 2026.2. "
        "Publiceer de nieuwste: python3 build.py publish 2026.2"
    )
    assert "ED002" not in {each.code for each in gate.refusals(candidate(older, edition=newest), NOTHING)}
    none = replace(older.source, editions=())
    assert none.edition is None
    assert "ED002" not in {each.code for each in gate.refusals(candidate(older, edition=newest, source=none), NOTHING)}


@pytest.mark.parametrize(
    ("number", "reason", "since", "said"),
    [
        pytest.param(
            "2026.2",
            "wetgeving",
            "2026-12-20",
            "editie 2026.2 komt niet na editie 2027.1, die al gepubliceerd is. "
            "Kies een hoger nummer. Hernoem docs/edities/2026.2.md tot 2027.2.md, en zet daarin 'editie: \"2027.2\"'.",
            id="lower",
        ),
        pytest.param(
            "2026.2.1",
            "erratum",
            "2026-12-20",
            "editie 2026.2.1 is een erratum, maar niet bij de nieuwste gepubliceerde editie. "
            "Een erratum verbetert alleen de nieuwste editie. "
            "Hernoem docs/edities/2026.2.1.md tot 2026.1.1.md, en zet daarin 'editie: \"2026.1.1\"'.",
            id="an erratum of another",
        ),
        pytest.param(
            "2026.2.1",
            "erratum",
            "2026-12-20",
            "editie 2026.2.1 is een erratum, maar niet bij de nieuwste gepubliceerde editie. "
            "Er is nog geen editie om te verbeteren: kies een nummer met twee delen. "
            "Hernoem docs/edities/2026.2.1.md tot 2026.2.md, en zet daarin 'editie: \"2026.2\"'.",
            id="an erratum of nothing",
        ),
        pytest.param(
            "2026.1.1",
            "wetgeving",
            "2026-12-20",
            "editie 2026.1.1 heeft het nummer van een erratum, maar 'erratum' staat niet bij 'aanleiding'. "
            "Zet 'aanleiding: [erratum, wetgeving]'. Is het er geen? "
            "Hernoem docs/edities/2026.1.1.md tot 2026.2.md, en zet daarin 'editie: \"2026.2\"'.",
            id="an erratum without saying so",
        ),
        pytest.param(
            "2026.2",
            "wetgeving",
            "2026-12-14",
            "editie 2026.2 geldt vanaf 2026-12-14, vóór editie 2026.1 (2026-12-15). "
            "Zet 'geldig_van: 2026-12-15', of een latere dag.",
            id="applies before",
        ),
    ],
)
def test_a_number_or_day_that_does_not_follow_is_named(
    first: Checked, tmp_path: Path, number: str, reason: str, since: str, said: str
) -> None:
    published = () if "nog geen editie" in said else (listed("2027.1" if "2027.1" in said else "2026.1"),)
    before = history(*((each, first) for each in published))
    place = f"docs/edities/{number}.md"
    files = {place: note(number, "Iets.\n", reason=reason, since=since, more="klein: true\n")}
    assert lines(problems(text(tmp_path / "next", files), before)) == [f"{place}: ED008 {said}"]


def test_a_day_on_which_the_last_edition_begins_will_do(before: gate.History, tmp_path: Path) -> None:
    files = {NEXT: note("2026.2", "Iets.\n", since="2026-12-15", more="klein: true\n")}
    assert codes(text(tmp_path / "next", files), before) == []


def test_an_edition_that_nobody_approved_is_refused(first: Checked) -> None:
    edition = first.source.edition
    assert edition is not None
    draft = replace(edition, status=EditionStatus.DRAFT, unreviewed=("onderwijs",), approvals=(APPROVAL,))
    assert lines(problems(first, NOTHING, edition=draft))[0] == (
        f"{FIRST}: ED004 editie 2026.1 heeft de status 'concept'. "
        "Is wie daarvoor bevoegd is akkoord? Zet 'status: goedgekeurd', en wie dat deed:\n"
        f"goedkeuring:\n- functie: FUNCTIE\n  organisatie: ORGANISATIE\n  op: JJJJ-MM-DD\n  tekst: g1:{'a' * 32}\n"
        "Of: python3 build.py approve 2026.1 --by FUNCTIE --for ORGANISATIE"
    )


def test_what_is_wrong_with_the_place_and_the_text_says_what_to_do(first: Checked) -> None:
    error = Diagnostic("LK001", Origin(PurePosixPath("docs/delen.md"), 7), "een link heeft geen doel")
    wrong = problems(
        first,
        NOTHING,
        commit="",
        dirty=("docs/a.md",),
        problems=(error, replace(error, severity=Severity.WARNING)),
    )
    assert lines(wrong) == [
        (
            ".: ED005 er is geen commit om vanuit te publiceren. "
            "Publiceer uit een kopie van de opslagplaats (git clone), niet uit een losse map."
        ),
        (
            "docs/a.md: ED005 'docs/a.md' is gewijzigd en nog niet vastgelegd. Leg het vast: git add --all, "
            "en git commit. Of maak het ongedaan: git restore, of haal een nieuw bestand weg."
        ),
        (
            f"{FIRST}: ED006 er zijn nog waarschuwingen; die mogen een editie niet in. "
            "Los ze op: bij elke staat wat je doet. Opnieuw zien wat er nog is: python3 build.py check"
        ),
        (
            f"{FIRST}: ED006 er zijn nog fouten in de tekst. "
            "Los ze op: bij elke staat wat je doet. Opnieuw zien wat er nog is: python3 build.py check"
        ),
    ]
    (behind,) = problems(first, NOTHING, pushed=False)
    assert lines([behind])[0] == (
        f".: ED012 de commit {'a' * 12} staat op geen enkele tak van de server. "
        "Zet je tak op de server, laat ze nalezen, en publiceer dan: git push origin HEAD"
    )


def test_a_statement_and_a_sector_that_did_not_read_say_what_to_do(tmp_path: Path) -> None:
    words = {FIRST: note("2026.1", "Alles is nieuw.\n"), STATEMENT: PARTLY, MEASURED: None}
    checked = text(tmp_path, words)
    edition = checked.source.edition
    assert edition is not None
    found = problems(checked, NOTHING, edition=replace(edition, approvals=(APPROVAL,)))
    assert [each.hint for each in found] == [
        (
            f"Vul {STATEMENT} aan. Ontbreekt de meting? "
            "Bouw (python3 build.py), en meet dan: python3 build.py audit --accept"
        ),
        (
            "Laat de sector dit lezen, en teken het af: "
            "python3 build.py review --sector onderwijs --accept delen.md\n"
            "Doe dat met elke pagina: python3 build.py status toont wat nog wacht.\n"
            "Las ze niet alles? Zet ze erbij: 'zonder_nazicht: [onderwijs]'."
        ),
    ]


def test_each_sector_hears_only_of_what_it_did_not_read_itself(tmp_path: Path) -> None:
    more = "zonder_nazicht: [onderwijs]\n"
    files = {FIRST: note("2026.1", "Alles is nieuw.\n", more=more), **sector("jeugd"), **sector("sport", order=30)}
    found = [each.text for each in problems(text(tmp_path, files), NOTHING) if each.code == "ED007"]
    assert found == [
        f"de sector '{slug}' bekeek 4 stukken kerntekst nooit, om te beginnen 'delen.md#eerst'"
        for slug in ("jeugd", "sport")
    ]


MANY = "".join(f"## Stuk {number} {{#stuk-{number}}}\n\nTekst {number}.\n\n" for number in range(22))


def test_of_many_changes_the_first_twenty_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    old = text(tmp_path / "old", {FIRST: note("2026.1", "Een.\n"), "docs/veel.md": page(MANY)})
    then = history((listed("2026.1"), old))
    for count, more in ((20, []), (21, ["nog 1 gewijzigd stuk staat"]), (22, ["nog 2 gewijzigde stukken staan"])):
        changed = MANY
        for number in range(count):
            changed = changed.replace(f"Tekst {number}.", f"Andere tekst {number}.")
        files = {"docs/veel.md": page(changed), NEXT: note("2026.2", "Iets.\n")}
        found = problems(text(tmp_path / str(count), files), then)
        assert [each.text for each in found] == [
            *(f"'veel.md#stuk-{number}' is gewijzigd en staat niet in de releasenota" for number in range(20)),
            *(f"{each} niet in de releasenota" for each in more),
        ]
        assert {each.missed for each in found} == {(PurePosixPath(),)}, "any file that cannot be read may say more"
        if more:
            assert lines(found[-1:]) == [
                f"{NEXT}: ED009 {more[0]} niet in de releasenota. Noem ze, of zet 'klein: true' als ze klein zijn."
            ]


def test_a_section_that_is_gone_is_said_to_be_taken_away(before: gate.History, tmp_path: Path) -> None:
    files = {"docs/delen.md": page(WITHOUT, more="voorheen: [dan]\n"), NEXT: note("2026.2", "Iets.\n")}
    found = problems(text(tmp_path / "next", files), before)
    assert "'delen.md#dan' is weggehaald en staat niet in de releasenota" in {each.text for each in found}


def test_what_is_lost_is_named_with_its_remedy_and_every_check_that_waits_for_it(
    before: gate.History, tmp_path: Path
) -> None:
    edition = {NEXT: note("2026.2", "Iets.\n", more="klein: true\n")}
    gone = {"docs/delen.md": None, "docs/geven.md": page(TEXT)}
    assert lines(problems(text(tmp_path / "page", {**gone, **edition}), before)) == [
        (
            f"{NEXT}: ED010 'delen.md' staat in editie 2026.1 en is niet meer te vinden. "
            "Zet 'delen.md' bij 'voorheen:' van de pagina waar het nu staat."
        )
    ]
    less = {"docs/delen.md": page(WITHOUT), **edition}
    (found,) = problems(text(tmp_path / "section", less), before)
    assert lines([found]) == [
        (
            "docs/delen.md: ED010 'delen.md#dan' staat in editie 2026.1 en is niet meer te vinden. "
            "Zet 'dan' bij 'voorheen:' van de pagina waar het nu staat."
        )
    ]


def test_after_somebody_elses_publication_only_what_depends_on_it_is_asked_again(first: Checked) -> None:
    then = history((listed("2026.1"), first))
    wrong = candidate(first, commit="", dirty=("docs/a.md",))
    assert [each.code for each in gate.refusals_by_history(wrong, then)] == ["ED003"]
    assert {"ED003", "ED005"} <= {each.code for each in gate.refusals(wrong, then)}


def test_each_thing_that_is_lost_is_named_once_however_many_editions_and_sectors_had_it(
    first: Checked, tmp_path: Path
) -> None:
    second = text(tmp_path / "second", {NEXT: note("2026.2", "Iets.\n", more="klein: true\n")})
    then = history((listed("2026.2"), second), (listed("2026.1"), first))
    less = {"docs/delen.md": page("## Nu {#nu}\n\nVraag het.\n"), NEXT: None}
    files = {
        **less,
        "docs/edities/2026.3.md": note("2026.3", "Iets.\n", more="klein: true\n"),
        NEXT: note("2026.2", "x\n"),
    }
    found = problems(text(tmp_path / "third", files), then)
    assert [each.text for each in found] == [
        f"'delen.md#{name}' staat in editie 2026.2 en is niet meer te vinden" for name in ("eerst", "dan", "later")
    ]


def test_what_core_and_sector_both_lost_is_told_of_the_core_alone(tmp_path: Path) -> None:
    own = {"overlays/onderwijs/a.md": overlay("Op school ook.\n", target="delen.md#dan")}
    then = history((listed("2026.1"), text(tmp_path / "old", {**own, FIRST: note("2026.1", "Een.\n")})))
    files = {"docs/delen.md": page(WITHOUT), NEXT: note("2026.2", "Iets.\n", more="klein: true\n")}
    assert [each.text for each in problems(text(tmp_path / "new", files), then)] == [
        "'delen.md#dan' staat in editie 2026.1 en is niet meer te vinden"
    ]


def test_what_only_a_sector_leaves_out_is_not_lost(tmp_path: Path) -> None:
    own = {"overlays/onderwijs/a.md": overlay("Op school ook.\n", target="delen.md#dan")}
    then = history((listed("2026.1"), text(tmp_path / "old", {**own, FIRST: note("2026.1", "Een.\n")})))
    other = overlay("Op school niet.\n", target="delen.md#eerst", action="vervang", more='reden: "Zo hoort het."\n')
    files = {"overlays/onderwijs/a.md": other, NEXT: note("2026.2", "Iets.\n", more="klein: true\n")}
    assert codes(text(tmp_path / "new", files), then) == []


def waiting(
    number: int, *, sector: str = "onderwijs", edition: str = "2026.1", verdict: Verdict | None = None
) -> Remark:
    place = Origin(PurePosixPath(f"sectors/{sector}/opmerkingen/{number}.yml"))
    return Remark(
        **{each.name: None for each in fields(Remark)}  # type: ignore[arg-type]  # what no rule of the gate looks at
        | {"id": f"o-{number}", "sector": sector, "edition": edition, "verdict": verdict, "origin": place}
    )


@pytest.mark.parametrize(
    ("remarks", "said"),
    [
        pytest.param(
            (waiting(1), waiting(2, sector="sport")),
            "sectors/onderwijs/opmerkingen/1.yml: ED014 1 opmerking wacht nog op een besluit (sector 'onderwijs')",
            id="one, and one of another sector",
        ),
        pytest.param(
            (waiting(1, verdict=next(iter(Verdict))), waiting(2), waiting(3)),
            "sectors/onderwijs/opmerkingen/2.yml: ED014 2 opmerkingen wachten nog op een besluit (sector 'onderwijs')",
            id="two, and one that was decided",
        ),
        pytest.param((waiting(1, edition="2025.3"),), "", id="of an earlier edition"),
        pytest.param((waiting(1, edition="2026.2"),), None, id="of a later edition"),
        pytest.param((waiting(1, edition="2026.10"),), None, id="of an edition with a higher number"),
    ],
)
def test_who_was_asked_gets_an_answer_first(remarks: tuple[Remark, ...], said: str | None, first: Checked) -> None:
    found = problems(first, NOTHING, source=replace(first.source, remarks=remarks))
    round_ = remarks[0].edition if remarks else ""
    hint = (
        f"Maak de tabel om te beslissen: python3 build.py consult report --edition {round_}\n"
        f"Vul ze in, en lees ze in: python3 build.py consult import out/consultatie/besluiten-{round_}.xlsx\n"
        "Of zet in dit bestand, en in de andere: 'besluit: overgenomen' en 'geland: PAGINA#ID'."
    )
    earlier = "sectors/onderwijs/opmerkingen/1.yml: ED014 1 opmerking wacht nog op een besluit (sector 'onderwijs')"
    assert lines(found) == ([] if said is None else [f"{said or earlier}. {hint}"])


@pytest.mark.parametrize(
    ("edition", "opened", "until", "last"),
    [
        pytest.param("2026.1", date(2026, 11, 1), date(2026, 12, 2), "2026-12-02", id="ends after the edition"),
        pytest.param("2026.1", date(2026, 12, 1), date(2026, 12, 2), "2026-12-02", id="opens on its day"),
        pytest.param("2026.1", date(2026, 11, 1), date(2026, 12, 1), "", id="ends on its day"),
        pytest.param("2026.2", date(2026, 11, 1), date(2026, 12, 2), "", id="of another edition"),
    ],
)
def test_a_round_that_still_runs_is_waited_for(
    edition: str, opened: date, until: date, last: str, first: Checked
) -> None:
    place = Origin(PurePosixPath("sectors/onderwijs/opmerkingen/2026.1/ronde.yml"))
    asked = Round("onderwijs", edition, opened, until, place)
    found = problems(first, NOTHING, source=replace(first.source, rounds=(asked,)))
    expected = (
        f"{place.path}: ED014 de ronde van 'onderwijs' loopt tot {last}, en de editie heeft de datum 2026-12-01. "
        "Wacht tot de ronde om is, en zet 'datum: 2026-12-02' op de editiepagina. "
        "Of sluit de ronde vroeger: 'tot: 2026-12-01' in dit bestand."
    )
    assert lines(found) == ([expected] if last else [])


def test_a_round_that_opens_after_the_day_of_the_edition_cannot_end_before_it_opens(first: Checked) -> None:
    place = Origin(PurePosixPath("sectors/onderwijs/opmerkingen/2026.1/ronde.yml"))
    asked = Round("onderwijs", "2026.1", date(2026, 12, 2), date(2026, 12, 9), place)
    (found,) = problems(first, NOTHING, source=replace(first.source, rounds=(asked,)))
    assert found.hint == "Wacht tot de ronde om is, en zet 'datum: 2026-12-09' op de editiepagina."


def test_a_round_that_ends_after_the_first_day_of_the_edition_moves_that_day_too(first: Checked) -> None:
    """The edition of this guidebook applies from 15 December; before its own date it cannot."""
    place = Origin(PurePosixPath("sectors/onderwijs/opmerkingen/2026.1/ronde.yml"))
    asked = Round("onderwijs", "2026.1", date(2026, 12, 2), date(2026, 12, 16), place)
    (found,) = problems(first, NOTHING, source=replace(first.source, rounds=(asked,)))
    assert found.hint == (
        "Wacht tot de ronde om is, en zet 'datum: 2026-12-16' en 'geldig_van: 2026-12-16' op de editiepagina."
    )


# --- edge cases -------------------------------------------------------------------------------------------------------


def other(
    checked: Checked, number: str, *, reasons: tuple[str, ...] = ("wetgeving",), **changes: object
) -> gate.Candidate:
    """Return the edition of *checked* as a candidate with another *number*."""
    edition = candidate(checked).edition
    return candidate(checked, edition=replace(edition, id=number, reasons=reasons), **changes)


def of_code(code: str, candidate: gate.Candidate, before: gate.History) -> list[Diagnostic]:
    return [each for each in gate.refusals(candidate, before) if each.code == code]


def test_an_erratum_after_an_erratum_gets_the_number_behind_it(first: Checked) -> None:
    (found,) = of_code("ED008", other(first, "2026.2.1", reasons=("erratum",)), history((listed("2026.1.2"), first)))
    assert "tot 2026.1.3.md, en zet daarin 'editie: \"2026.1.3\"'." in found.hint


def test_the_next_number_is_behind_the_highest_that_was_published(first: Checked) -> None:
    before = history(*((listed(each), first) for each in ("2026.2", "2026.10", "2026.1")))
    (found,) = of_code("ED003", candidate(first), before)
    assert found.hint.endswith("python3 build.py new edition 2026.11")


def test_a_note_that_speaks_below_a_heading_alone_is_not_empty(tmp_path: Path) -> None:
    checked = text(tmp_path, {FIRST: f"{note('2026.1', '')}{TO_DO}"})
    assert codes(checked, NOTHING) == []
    assert release_note.is_empty(candidate(checked).edition, ()), "a page that is not there says nothing"


def test_sectors_that_did_not_read_are_named_behind_those_that_are_named_already(first: Checked) -> None:
    edition = replace(candidate(first).edition, unreviewed=("sport", "zorg"))
    (found,) = of_code("ED007", candidate(first, edition=edition), NOTHING)
    assert found.hint.endswith("Zet ze erbij: 'zonder_nazicht: [sport, zorg, onderwijs]'.")


def test_what_changed_is_not_asked_of_what_was_published_or_cannot_be_made(first: Checked, tmp_path: Path) -> None:
    changed = text(tmp_path / "next", {"docs/delen.md": page(DAN), FIRST: note("2026.1", "Iets.\n")})
    before = history((listed("2026.1"), first))
    assert codes(changed, before) == ["ED003"]
    assert of_code("ED009", other(changed, "2026.2"), before)
    assert not of_code("ED009", other(changed, "2026.2", manifest=None), before)
    assert not of_code("ED009", other(changed, "2026.2"), NOTHING)


def test_nothing_is_lost_or_unapproved_of_what_cannot_be_made(first: Checked, tmp_path: Path) -> None:
    """The reason why nothing can be made of it is reported already."""
    less = text(tmp_path / "less", {"docs/delen.md": page(WITHOUT), FIRST: note("2026.1", "Iets.\n")})
    before = history((listed("2026.1"), first))
    found = other(less, "2026.2", fingerprint="g1:anders")
    assert of_code("ED010", found, before)
    assert of_code("ED015", found, before)
    nothing = replace(found, variants=())
    assert not of_code("ED010", nothing, before)
    assert not of_code("ED015", nothing, before)


def test_what_may_follow_from_a_page_that_cannot_be_read_says_so(first: Checked, tmp_path: Path) -> None:
    """What is gone, changed or unread may be there again once every file can be read."""
    less = text(tmp_path / "less", {"docs/delen.md": page(WITHOUT), FIRST: note("2026.1", "Iets.\n")})
    before = history((listed("2026.1"), first))
    edition = replace(candidate(less).edition, id="2026.2", unreviewed=())
    found = [each for each in gate.refusals(candidate(less, edition=edition), before) if each.code != "ED002"]
    assert {each.code for each in found if each.missed == (PurePosixPath(),)} == {"ED007", "ED009", "ED010"}


def test_the_last_edition_is_the_newest_that_still_has_its_text(first: Checked) -> None:
    gone = listed("2026.3", status=Status.WITHDRAWN)
    before = history((gone, first), (listed("2026.2"), first), (listed("2026.1"), first))
    assert before.last is before.manifests["2026.2"]
    assert history((gone, first)).last is None
    assert NOTHING.last is None
