"""What cannot be read is reported first and once, and its consequences are counted, in every format of the messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from draaiboek.base.diagnostics import Diagnostic, for_people, ordered
from draaiboek.base.model import Origin
from draaiboek.cli import main
from draaiboek.pipeline.examine import examine
from tests.guidebook import DEFAULTS, OLD, guidebook, overlay, page, reading, sector

DATA = PurePosixPath("docs/_data")
SLIP = "docs/_data/variabelen.yml"
MANY = "\n\n".join(f"Zin {number} over {{{{ straf.artikel }}}}." for number in range(30))
FILES: Mapping[str, str] = {SLIP: "straf:\n\tartikel: '352'\n", "docs/a.md": page(f"{MANY}\n\n[Weg](weg.md)\n")}
FACT = "hier staat een tab"


def _wrong(path: str, text: str = "fout", *, lost: str = "", missed: tuple[str, ...] = ()) -> Diagnostic:
    place = PurePosixPath(lost) if lost else None
    return Diagnostic("PG001", Origin(PurePosixPath(path)), text, lost=place, missed=tuple(map(PurePosixPath, missed)))


def _counted(*given: Diagnostic) -> list[tuple[str, int]]:
    return [(str(each.origin.path), each.consequences) for each in ordered(given)]


# --- the rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "missed", "follows"),
    [
        pytest.param("data/b.yml", "data/b.yml/wet", True, id="a key of a file that is lost"),
        pytest.param("data/b.yml/wet", "data/b.yml/wet", True, id="the very key"),
        pytest.param("data/b.yml/wet", "data/b.yml", True, id="anything in a file of which a key is lost"),
        pytest.param("over/sport/a.md", "over/sport", True, id="anything in a folder of which a file is lost"),
        pytest.param("over/sport/a.md", "", True, id="anything at all"),
        pytest.param("data/b.yml/wet", "data/b.yml/decreet", False, id="another key"),
        pytest.param("data/b.yml", "data/v.yml/straf", False, id="another file"),
        pytest.param("data/b.yml", "data/b.yml2", False, id="a name that begins the same"),
    ],
)
def test_what_missed_something_lost_follows_from_it(lost: str, missed: str, *, follows: bool) -> None:
    cause, other = _wrong("z.yml", lost=lost), _wrong("a.md", missed=("elders.md", missed))
    assert _counted(other, cause) == ([("z.yml", 1)] if follows else [("z.yml", 0), ("a.md", 0)])


def test_causes_come_before_all_else_and_doubles_count_once() -> None:
    follows = _wrong("b.md", missed=("z.yml/x",))
    given = (_wrong("a.md"), follows, _wrong("y.yml", lost="y.yml"), _wrong("z.yml", lost="z.yml"), follows)
    assert _counted(*given) == [("y.yml", 0), ("z.yml", 1), ("a.md", 0)]


def test_of_two_causes_for_one_loss_the_first_counts() -> None:
    causes = (_wrong("z.yml", "twee", lost="z.yml"), _wrong("z.yml", "een", lost="z.yml"))
    found = ordered((*causes, _wrong("a.md", missed=("z.yml",))))
    assert [(each.text, each.consequences) for each in found] == [("een", 1), ("twee", 0)]


def test_what_is_found_later_is_added_to_what_was_counted_before() -> None:
    before = ordered((_wrong("z.yml", lost="z.yml"), _wrong("a.md", missed=("z.yml",))))
    assert _counted(*before, _wrong("b.md", missed=("",))) == [("z.yml", 2)]


# --- every format -----------------------------------------------------------------------------------------------------


def _checked(form: str, into: Path, capsys: pytest.CaptureFixture[str]) -> str:
    guidebook(FILES, into)
    assert main(["check", "--format", form], into) == 1
    printed = capsys.readouterr()
    return printed.err if form == "text" else printed.out


def test_text_names_the_cause_first_with_how_much_follows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for line in _checked("text", tmp_path, capsys).splitlines() if line.startswith("docs")]
    assert lines == [
        f"{SLIP}:2:1: VR003 {FACT} (en 30 gevolgen)",
        "docs/a.md:65:7: LK001 de pagina 'weg.md' bestaat niet vanaf 'a.md'",
    ]


def test_github_names_the_cause_first_with_how_much_follows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = _checked("github", tmp_path, capsys).splitlines()
    assert first.startswith(f"::error file={SLIP},line=2,col=1,title=VR003::{FACT} (en 30 gevolgen)%0A")
    assert "title=LK001" in second


def test_json_names_the_cause_first_with_how_much_follows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(_checked("json", tmp_path, capsys))["meldingen"]
    assert [(each["code"], each["gevolgen"]) for each in found] == [("VR003", 30), ("LK001", 0)]


def test_sarif_names_the_cause_first_with_how_much_follows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = json.loads(_checked("sarif", tmp_path, capsys))["runs"][0]["results"]
    assert (first["ruleId"], second["ruleId"]) == ("VR003", "LK001")
    assert first["message"]["text"].startswith(f"{FACT} (en 30 gevolgen)\n")


# --- what is missing is reported once, however many places look for it ------------------------------------------------

NAMED = "\n\n".join(f"Zie [daar](delen.md#wat), stuk {number}." for number in range(5))
MOVED: Mapping[str, str] = {
    "docs/delen-kort.md": page("## Wat {#wat}\n\nVraag het.\n\n<!-- slot: steun verplicht -->\n"),
    "docs/ook.md": page(NAMED),
    "docs/_data/inhoud.yml": "- pagina: index.md\n- pagina: delen.md\n- pagina: ook.md\n- pagina: edities/index.md\n",
    "overlays/onderwijs/a.md": overlay("Hulp.", target="delen.md#slot:steun", action="vul"),
    "sectors/onderwijs/nagelezen/a.yml": reading("delen.md#slot:steun", OLD),
}


def test_a_page_that_was_renamed_is_one_message_and_what_it_says_mends_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook(MOVED, tmp_path)
    assert main(["check"], tmp_path) == 1
    first, *hint = [line for line in capsys.readouterr().err.splitlines() if line.startswith(("docs", "overl", "  "))]
    assert first == "docs/_data/inhoud.yml:2:3: PG009 de pagina 'delen.md' is er niet, en 8 plaatsen hangen eraan"
    where, rest, before, line = (each.strip() for each in hint)
    assert where.endswith("Zet in de front matter van docs/delen-kort.md de regel hieronder.")
    assert before == "De regel:", "in a comment, everything behind it is to be copied"
    moved = tmp_path / "docs/delen-kort.md"
    moved.write_text(moved.read_text(encoding="utf-8").replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")
    assert main([*rest.partition("build.py ")[2].split(), "--yes"], tmp_path) == 0
    assert "doel: delen-kort.md#slot:steun" in (tmp_path / "sectors/onderwijs/nagelezen/a.yml").read_text()


def test_a_page_that_two_sectors_lose_is_put_back_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each sector has a chapter by one name: together they are no page of everybody's."""
    links = "\n\n".join(f"Zie [daar](hoofdstuk.md), stuk {number}." for number in range(4))
    chapters = {f"sectors/{slug}/hoofdstuk.md": page("Tekst.\n", more="na: index.md\n") for slug in ("sport", "werk")}
    extra = {f"sectors/{slug}/fiche.md": page(links, more="na: hoofdstuk.md\n") for slug in ("sport", "werk", "jeugd")}
    files = {**extra, **sector("sport"), **sector("werk", order=30), **sector("jeugd", order=40)}
    files |= {"sectors/jeugd/hoofdstuk.md": page("Tekst.\n", more="na: index.md\n")}
    guidebook(files, tmp_path)
    assert main(["check"], tmp_path) == 1
    told = capsys.readouterr().err
    for slug in ("sport", "werk"):
        assert f"de pagina 'hoofdstuk.md' is er niet (sector '{slug}'), en 5 plaatsen hangen eraan\n" in told
        assert f"Zet sectors/{slug}/hoofdstuk.md terug." in told
    assert told.count("hoofdstuk.md' is er niet") == 2
    guidebook({**files, **chapters}, tmp_path)  # which is what both remedies say
    main(["check"], tmp_path)
    assert "hoofdstuk.md" not in capsys.readouterr().err


def test_a_sector_that_is_gone_is_one_message_and_putting_it_back_mends_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = "".join(f"    - {{vraag: 'wat {number}', paginas: [index.md]}}\n" for number in range(40))
    files = {
        "docs/_data/zoekvragen/reeks.yml": f"bovenaan: 9\neerste_drie: 9\niets: 9\nvragen:\n  sport:\n{asked}",
        "docs/_data/taken.yml": '- {taak: Wat, sector: sport, antwoord: "Hier."}\n',
        "docs/delen.md": page("## Wat {#wat}\n\nVraag het.\n"),
        "overlays/sport/a.md": overlay("Ook hier.", target="delen.md#wat"),
    }
    guidebook(files, tmp_path)
    assert main(["check"], tmp_path) == 1
    told = capsys.readouterr().err
    assert "de sector 'sport' is er niet, en 42 plaatsen hangen eraan\n    Zet sectors/sport/ terug." in told
    assert told.count("'sport'") == 1
    guidebook({**files, **sector("sport")}, tmp_path)
    main(["check"], tmp_path)
    assert "is er niet" not in capsys.readouterr().err


def test_what_a_sector_read_of_a_page_that_others_look_for_is_not_swept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook(MOVED, tmp_path)
    assert main(["check", "--fix", "--yes"], tmp_path) == 1
    capsys.readouterr()
    assert (tmp_path / "sectors/onderwijs/nagelezen/a.yml").is_file()


def test_github_gets_the_cause_and_whoever_asks_every_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook(MOVED, tmp_path)
    main(["check", "--format", "github"], tmp_path)
    assert capsys.readouterr().out.count("::error ") == 1
    main(["check", "--format", "github", "--all"], tmp_path)
    assert capsys.readouterr().out.count("::error ") == 8
    main(["check", "--all"], tmp_path)
    assert len([line for line in capsys.readouterr().err.splitlines() if "delen.md" in line and ": " in line]) >= 8


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[daar](#wat)", "'ook.md#wat' is er niet, en 4 plaatsen hangen eraan"),
        ("Zo zegt [@wetje].", "de bron 'wetje' is er niet, en 4 plaatsen hangen eraan"),
        ("Artikel {{ straf.nummer }}.", "de variabele 'straf.nummer' is er niet, en 4 plaatsen hangen eraan"),
    ],
)
def test_so_it_goes_for_a_section_a_source_and_a_variable(written: str, said: str, tmp_path: Path) -> None:
    def told(times: int) -> list[str]:
        project = guidebook({"docs/ook.md": page("\n\n".join([written] * times))}, tmp_path)
        codes = {"LK002", "BR001", "VR001"}
        return [each.text for each in for_people(examine(project).problems) if each.code in codes]

    assert told(4) == [said]
    assert len(told(3)) == 3


# --- a stale overlay is reported beside the text that changed ---------------------------------------------------------


STALE: Mapping[str, str] = {
    "docs/delen.md": page("Vooraf.\n\n## Wat {#wat}\n\nVraag het.\n\n<!-- slot: steun -->\n"),
    "overlays/onderwijs/a.md": overlay("Ook hier.", target="delen.md#wat"),
    "overlays/onderwijs/b.md": overlay("Hulp.", target="delen.md#slot:steun", action="vul"),
    "sectors/onderwijs/nagelezen/a.yml": reading("delen.md#wat", OLD),
    "sectors/onderwijs/nagelezen/b.yml": reading("delen.md#slot:steun", OLD),
}


def test_a_pull_request_shows_a_stale_overlay_at_the_core_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guidebook(STALE, tmp_path)
    assert main(["check", "--format", "github"], tmp_path) == 0
    first, second = capsys.readouterr().out.splitlines()
    for line, name in ((first, "a"), (second, "b")):
        assert line.startswith("::warning file=docs/delen.md,line=7,col=1,title=OV009::")
        assert f"::overlays/onderwijs/{name}.md:2:1: de kerntekst van" in line


def test_other_forms_name_both_places_of_a_stale_overlay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook(STALE, tmp_path)
    assert main(["check", "--format", "json"], tmp_path) == 0
    found = json.loads(capsys.readouterr().out)["meldingen"][0]
    assert (found["bestand"], found["over"]) == ("overlays/onderwijs/a.md", "docs/delen.md:7:1")
    assert main(["check", "--format", "sarif"], tmp_path) == 0
    result = json.loads(capsys.readouterr().out)["runs"][0]["results"][0]
    places = [result[key][0]["physicalLocation"] for key in ("locations", "relatedLocations")]
    assert [each["artifactLocation"]["uri"] for each in places] == ["overlays/onderwijs/a.md", "docs/delen.md"]
    assert [each["region"]["startLine"] for each in places] == [2, 7]


# --- writing ----------------------------------------------------------------------------------------------------------


def _snapshot(root: Path) -> Mapping[str, bytes]:
    return {str(each.relative_to(root)): each.read_bytes() for each in root.rglob("*") if each.is_file()}


CORE = {"docs/delen.md": page("## Wat {#wat}\n\nVraag het.\n")}


@pytest.mark.parametrize(
    "words",
    [
        ["new", "overlay", "onderwijs", "delen.md#wat"],
        ["new", "page", "onderwijs", "klas.md"],
        ["new", "edition", "2026.2"],
        ["review", "--accept"],
        ["review", "--accept", "overlays/onderwijs/a.md"],
        ["review", "--sector", "onderwijs", "--accept", "delen.md"],
        ["withdraw", "2026.1", "--reason", "Fout."],
        ["rollback", "2026.1"],
        ["reskin", "2026.1"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "slip",
    [
        pytest.param({SLIP: FILES[SLIP]}, id="YAML"),
        pytest.param({"docs/hulp.md": page("<<<<<<< HEAD\nA.\n=======\nB.\n>>>>>>> tak\n")}, id="conflict"),
        pytest.param({"docs/hulp.md": b"\xff"}, id="no UTF-8"),
    ],
)
def test_nothing_is_written_while_part_of_the_text_cannot_be_read(
    words: list[str],
    slip: Mapping[str, str | bytes],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("overlays/onderwijs/a.md", "sectors/onderwijs/nagelezen/a.yml")
    guidebook({**CORE, **{name: STALE[name] for name in names}, **slip}, tmp_path)
    before = _snapshot(tmp_path)
    assert main(words, tmp_path) == 1
    printed = capsys.readouterr().err
    assert printed.startswith(next(iter(slip)))
    assert printed.endswith("Er is niets gedaan: los eerst de fouten op.\n")
    assert _snapshot(tmp_path) == before


def test_nothing_is_signed_while_the_text_has_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is read must be what is published, and a heading without an id is neither yet."""
    guidebook({**CORE, "docs/hulp.md": page("## Zonder id\n\nHulp.\n")}, tmp_path)
    before = _snapshot(tmp_path)
    assert main(["review", "--sector", "onderwijs", "--accept", "delen.md"], tmp_path) == 1
    assert "docs/hulp.md:5:1: PG004" in capsys.readouterr().err
    assert _snapshot(tmp_path) == before


def test_a_file_that_is_still_to_be_written_is_no_reason_to_refuse_the_next(tmp_path: Path) -> None:
    guidebook(CORE, tmp_path)
    assert main(["new", "page", "onderwijs", "klas.md"], tmp_path) == 0
    assert main(["new", "overlay", "onderwijs", "delen.md#wat"], tmp_path) == 0


def test_the_first_edition_is_made_where_there_is_none(tmp_path: Path) -> None:
    guidebook({**CORE, "docs/edities/2026.1.md": None}, tmp_path)
    assert main(["new", "edition", "2026.1"], tmp_path) == 0


# --- publishing -------------------------------------------------------------------------------------------------------


def test_an_edition_page_that_is_wrong_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = DEFAULTS["docs/edities/2026.1.md"].replace("2026-12-15", "morgen")
    guidebook({"docs/edities/2026.1.md": text}, tmp_path)
    assert main(["publish", "2026.1"], tmp_path) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("docs/edities/2026.1.md:6:1: ED002 'geldig_van' is geen datum: 'morgen'")
    assert printed.endswith("Editie 2026.1 is niet gepubliceerd.\n")


def test_an_edition_without_a_page_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook({}, tmp_path)
    assert main(["publish", "2027.1"], tmp_path) == 2
    assert "er is geen editiepagina docs/edities/2027.1.md" in capsys.readouterr().err


def test_a_reason_that_is_not_there_may_be_lost_with_the_front_matter(tmp_path: Path) -> None:
    text = overlay("Anders.", target="delen.md#deel", action="vervang")
    files = {"docs/delen.md": page("## Deel {#deel}\n\nTekst.\n"), "overlays/onderwijs/a.md": text}
    (problem,) = examine(guidebook(files, tmp_path)).problems
    assert (problem.code, problem.text) == ("OV007", "'vervang' zonder reden")
    assert problem.missed == (PurePosixPath("overlays/onderwijs/a.md/reden"),)


# --- very many of one kind --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "github"])
def test_of_a_page_of_mere_remarks_the_first_few_are_told(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest are counted; other files, and other mistakes in this one, are reported as usual."""
    remarks = "\n\n".join(f"<!-- nog {number} -->" for number in range(6000))
    files = {"docs/delen.md": page(f"{remarks}\n\n[Weg](weg.md)\n"), "docs/ook.md": page("[Weg](weg.md)\n")}
    guidebook(files, tmp_path)
    assert main(["check", "--format", form], tmp_path) == 1
    said = "".join(capsys.readouterr())
    assert said.count("PG008") == 10
    assert "<!-- nog 9 --> (en nog 5990 zoals deze in dit bestand)" in said
    assert said.count("LK001") == 2
    assert form == "github" or "6002 fouten" in said


def test_a_program_gets_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guidebook({"docs/delen.md": page("\n\n".join(["<!-- nog -->"] * 30))}, tmp_path)
    assert main(["check", "--format", "json"], tmp_path) == 1
    assert len(json.loads(capsys.readouterr().out)["meldingen"]) == 30


def test_without_docs_one_problem_is_told_and_no_reading_is_swept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = guidebook(STALE, tmp_path)
    project.docs.rename(tmp_path / "elders")
    readings = {path: path.read_bytes() for path in project.sectors.rglob("*.yml")}
    assert any("nagelezen" in path.parts for path in readings)
    assert main(["check"], tmp_path) == 1
    said = capsys.readouterr().err
    assert "docs:1:1: PG001 de map 'docs' is er niet, en daarin staat de kerntekst (en " in said
    assert "git restore docs" in said
    assert said.count(":1:1: ") == 1
    assert main(["check", "--fix", "--yes"], tmp_path) == 1
    assert {path: path.read_bytes() for path in project.sectors.rglob("*.yml")} == readings


def test_what_to_copy_about_an_id_that_never_was_is_only_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a comment all behind the line with a colon is to be copied: a command there would end up in the text."""
    links = "\n\n".join(f"Zie [dat](delen.md#wie-gaat), {number}." for number in range(5))
    files = {
        "docs/delen.md": page("## Wie er gaat {#wie-er-gaat}\n\nJij.\n"),
        "docs/ook.md": page(links),
        "docs/_data/inhoud.yml": MOVED["docs/_data/inhoud.yml"],
    }
    guidebook(files, tmp_path)
    assert main(["check"], tmp_path) == 1
    told = capsys.readouterr().err
    assert "LK002 'delen.md#wie-gaat' is er niet, en 5 plaatsen hangen eraan" in told
    _, _, behind = told.partition("De regel:\n")
    assert behind.splitlines()[0].strip() == "voorheen: [wie-gaat > wie-er-gaat]"
    assert "build.py" not in behind.splitlines()[1]
