"""The words of the command line: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration import program
from tests.integration.program import Place, Run

pytestmark = pytest.mark.slow

SPEECH = "overlays/onderwijs/delen--spreekrecht.md"
TYPO = ("delen.md#spreekrecht", "delen.md#spreekregt")


def misspell(place: Place) -> None:
    """Make an overlay target an id that does not exist and never did."""
    place.replace(SPEECH, *TYPO)


def reading_of(sector: str, name: str, place: Place) -> str:
    """Return the name of the only file that records that *sector* read the target of the overlay *name*."""
    (path,) = (place.root / "sectors" / sector / "nagelezen").glob(f"{name}--????????.yml")
    return path.relative_to(place.root).as_posix()


def is_today(text: str) -> bool:
    """Return whether *text* is today's date here, or was a moment ago."""
    now = datetime.now(UTC)
    return text in {(now + timedelta(hours=hours)).date().isoformat() for hours in (-14, 0, 14)}


def is_clean(run: Run) -> bool:
    """Return whether a check found nothing."""
    return run.code == 0 and run.stderr.splitlines()[-1] == "0 fouten, 0 waarschuwingen"


@pytest.fixture(scope="module")
def shelf(built: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A guidebook for commands that write nothing; shared."""
    return built.copy(tmp_path_factory.mktemp("shelf") / "main")


# --- wrong words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["bild"], "opdracht kent 'bild' niet; kies uit"),
        (["check", "--format", "xml"], "--format kent 'xml' niet; kies uit"),
        (["Publsh"], "\n    Bedoel je 'publish'?\n    Uitleg: python3 build.py --help"),
        (["check", "--format"], "--format heeft een waarde nodig"),
        (["serve", "--sector", "sprot"], "de sector 'sprot' bestaat niet\n    Bedoel je 'sport'?"),
        (["check", "--sector", "sport"], "--sector hoort bij --fix; zonder --fix kijkt check altijd alles na"),
        (["check", "--by", "coördinator"], "--by hoort bij --fix"),
        (["check", "--yes"], "--yes hoort bij --fix"),
        (["serve", "--port", "web"], "--port kent 'web' niet; schrijf een getal van 0 tot 65535"),
        (["serve", "--port", "65536"], "--port kent '65536' niet; schrijf een getal van 0 tot 65535"),
        (["serve", "--port", "-1"], "--port kent '-1' niet; schrijf een getal van 0 tot 65535"),
        (["bench", "site", "--rounds", "0"], "--rounds kent '0' niet; schrijf een getal van 1 tot 1000"),
        (["demo", "../demo", "--address", "http://127.0.0.1:65536"], "is geen adres op deze machine met een poort"),
        (["check", "alles"], "onbekend: alles\n    Uitleg: python3 build.py check --help"),
        (["check", "--fx"], "onbekend: --fx\n    Bedoel je '--fix'?\n    Uitleg: python3 build.py check --help"),
        (["build", "--snel"], "onbekend: --snel"),
        (["--frsh"], "onbekend: --frsh\n    Bedoel je '--fresh'?\n    Uitleg: python3 build.py build --help"),
        (["site", "--sector", "ondrwijs"], "de sector 'ondrwijs' bestaat niet\n    Bedoel je 'onderwijs'?"),
        (["pdf", "--sector", "xyz"], "de sector 'xyz' bestaat niet\n    Kies uit: kern, onderwijs en sport."),
        (["new"], "er ontbreekt: soort"),
        (["new", "overlay", "sport"], "er ontbreekt: PAGINA#ID"),
        (["new", "overlay", "sprt", "delen.md#achteraf"], "de sector 'sprt' bestaat niet\n    Bedoel je 'sport'?"),
        (["new", "overlay", "sport", "deln.md#achteraf"], "in de kerntekst\n    Bedoel je 'delen.md'?"),
        (["new", "overlay", "sport", "xyz#achteraf"], "Alle pagina's: python3 build.py status"),
        (["new", "overlay", "sport", "delen.md#achteraff"], "'achteraff' bestaat niet op 'delen.md'"),
        (["new", "overlay", "sport", "index.md#slot:steun", "--action", "begin"], "'begin' past niet bij een slot"),
        (["new", "overlay", "onderwijs", "delen.md#achteraf"], "overlays/onderwijs/delen--achteraf.md bestaat al"),
        (["new", "page", "sport", "Kleed Kamer.md"], "de naam 'Kleed Kamer.md' is niet toegelaten"),
        (["new", "page", "sport", "../kern.md"], "de naam '../kern.md' is niet toegelaten"),
        (["new", "edition", "26.1"], "'26.1' is geen editienummer"),
        (["new", "edition", "2026.1"], "2026.1.md bestaat al\n    Pas dat bestand aan, of kies een"),
        (["review", "overlays/onderwijs/delen--spreekregt.md"], "is geen overlay die te lezen is"),
        (["review", "sport"], "'sport' is geen overlay die te lezen is\n    Noem een bestand in overlays/, of niets"),
        (["publish"], "er ontbreekt: EDITIE"),
        (["publish", "2026.7"], "er is geen editiepagina docs/edities/2026.7.md"),
        (["publish", "../2026.1"], "er is geen editiepagina"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_words(shelf: Place, words: list[str], complaint: str) -> None:
    before = shelf.content()
    run = shelf.build(*words)
    assert (run.code, run.stdout) == (2, ""), run.said
    assert complaint in run.stderr
    assert run.stderr.startswith("build.py: ")
    assert not re.search(r"Traceback|error:|argument|choose|required|usage", run.stderr), run.stderr
    assert shelf.content() == before


def test_a_wrong_word_does_not_take_away_what_was_made(built: Place, tmp_path: Path) -> None:
    copy = built.copy(tmp_path / "main")
    assert copy.build("site", "--sector", "ondrwijs").code == 2
    assert program.tree(copy.site) == program.tree(built.site)


@pytest.mark.parametrize("words", [["--help"], ["check", "-h"], ["new", "overlay", "--help"], ["publish", "--help"]])
def test_help_is_dutch(shelf: Place, words: list[str]) -> None:
    run = shelf.build(*words)
    assert (run.code, run.stderr) == (0, "")
    assert run.stdout.startswith("gebruik: build.py")
    assert not re.search(r"usage|options:|positional|show this|optional arguments", run.stdout)


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_of_a_good_text(shelf: Place) -> None:
    run = shelf.build("check")
    assert run.stdout == ""
    assert is_clean(run)


def test_check_says_where_what_and_how(place: Place) -> None:
    misspell(place)
    run = place.build("check")
    assert (run.code, run.stdout) == (1, "")
    fact = rf"^{SPEECH}:2:\d+: OV001 het doel 'delen\.md#spreekregt' bestaat niet in de kerntekst$"
    assert re.search(rf"{fact}\n    Bedoel je 'delen\.md#spreekrecht'\?$", run.stderr, re.MULTILINE)
    assert run.stderr.endswith("\n1 fout, 0 waarschuwingen\n")
    assert not (place.root / "out").exists()


def test_check_knows_where_a_text_went(place: Place) -> None:
    place.replace(SPEECH, *TYPO)
    place.replace(reading_of("onderwijs", "delen--spreekrecht", place), *TYPO)
    run = place.build("check")
    assert run.code == 1
    hint = "Dezelfde tekst staat nu op 'delen\\.md#spreekrecht'\\."
    assert re.search(rf"^{SPEECH}:2:\d+: OV001 .*\n    {hint}$", run.stderr, re.MULTILINE)


def test_check_as_json_prints_one_object_and_nothing_else(place: Place) -> None:
    misspell(place)
    run = place.build("check", "--format", "json")
    assert (run.code, run.stderr) == (1, "")
    (problem,) = json.loads(run.stdout)["meldingen"]
    assert (problem["code"], problem["ernst"], problem["bestand"], problem["regel"]) == ("OV001", "error", SPEECH, 2)
    assert problem["hint"] == "Bedoel je 'delen.md#spreekrecht'?"
    assert problem["kolom"] >= 1
    assert "\\u" not in run.stdout


def test_check_as_json_of_a_good_text(shelf: Place) -> None:
    run = shelf.build("check", "--format", "json")
    assert (run.code, run.stderr) == (0, "")
    assert json.loads(run.stdout) == {"meldingen": []}


def test_check_as_github_annotations(place: Place) -> None:
    misspell(place)
    place.replace("docs/over-dit-draaiboek.md", "bronnen: []", "bronnen: [voorbeeldwet]")
    run = place.build("check", "--format", "github")
    assert (run.code, run.stderr) == (1, "")
    lines = run.stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::warning file=docs/over-dit-draaiboek.md,line=")
    assert ",title=BR003::" in lines[0]
    assert re.match(rf"::error file={SPEECH},line=2,col=\d+,title=OV001::", lines[1])
    assert lines[1].endswith("%0ABedoel je 'delen.md#spreekrecht'?")


def test_check_lists_every_code(shelf: Place) -> None:
    run = shelf.build("check", "--codes")
    assert (run.code, run.stderr) == (0, "")
    lines = run.stdout.splitlines()
    assert all(re.fullmatch(r"(PG|OV|SC|BR|VR|LK|ED|HT|TX)\d{3} \S.+", line) for line in lines)
    assert {"PG001", "OV001", "SC001", "BR001", "VR001", "LK001", "ED003", "HT001", "TX001"} <= {
        line[:5] for line in lines
    }


def test_words_of_another_alphabet_survive_a_poor_terminal(place: Place) -> None:
    misspell(place)
    place.write("docs/café.md", "---\n---\n")
    run = place.build("check", env={"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii"})
    assert run.code == 1, run.said
    assert "Traceback" not in run.said
    assert "OV001" in run.stderr


# --- new --------------------------------------------------------------------------------------------------------------


def fill_in(place: Place, path: str) -> None:
    """Act as an editor with a new file: write in every place that was left open."""
    text = place.read(path).replace("<!-- schrijf hier de tekst -->", "Hier staat nu tekst.")
    text = text.replace('stand_wetgeving: ""', "stand_wetgeving: 2026-10-31").replace(
        "aanleiding: []", "aanleiding: [praktijk]"
    )
    place.write(path, text.replace(': ""', ": Nu ingevuld."))


def asks_to_be_filled_in(place: Place, path: str) -> None:
    """Assert that a new file is wrong only where its author still has to write."""
    run = place.build("check", "--format", "json")
    assert run.code == 1, run.said
    assert {problem["bestand"] for problem in json.loads(run.stdout)["meldingen"]} == {path}
    fill_in(place, path)
    run = place.build("check")
    assert is_clean(run), run.said


@pytest.mark.parametrize(
    ("words", "name", "front"),
    [
        (["delen.md#achteraf"], "delen--achteraf.md", "doel: delen.md#achteraf\nbewerking: einde\n---\n"),
        (
            ["delen.md#onderweg", "--action", "begin"],
            "delen--onderweg.md",
            "doel: delen.md#onderweg\nbewerking: begin\n",
        ),
        (
            ["edities/2026.1.md#wat-is-er-veranderd"],
            "edities--2026.1--wat-is-er-veranderd.md",
            "doel: edities/2026.1.md#",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_new_overlay_is_right_from_the_start(place: Place, words: list[str], name: str, front: str) -> None:
    before = place.content()
    if name == "delen--onderweg.md":
        (place.root / "overlays" / "sport" / name).unlink()
    run = place.build("new", "overlay", "sport", *words)
    path = f"overlays/sport/{name}"
    reading = reading_of("sport", name.removesuffix(".md"), place)
    assert (run.code, run.stdout, run.stderr) == (0, f"{path}\n{reading}\n", "")
    assert place.read(path).startswith(f"---\n{front}")
    said = re.fullmatch(r"doel: (.*)\ntekst: f2:[0-9a-f]{12}\nop: (.*)\ndoor: redactie\n", place.read(reading))
    assert said
    assert said[1] == words[0]
    assert is_today(said[2])
    after = place.content()
    assert {file for file in before.keys() | after.keys() if before.get(file) != after.get(file)} == {path, reading}
    asks_to_be_filled_in(place, path)


def test_new_overlay_on_a_slot_fills_it(place: Place) -> None:
    (place.root / "overlays" / "_gedeeld" / "index--slot-steun.md").unlink()
    for sector in ("sport", "onderwijs"):
        assert place.build("new", "overlay", sector, "index.md#slot:steun").code == 0
        fill_in(place, f"overlays/{sector}/index--slot-steun.md")
    assert "\nbewerking: vul\n" in place.read("overlays/sport/index--slot-steun.md")
    assert is_clean(place.build("check"))


def test_new_overlay_that_replaces_asks_for_a_reason(place: Place) -> None:
    assert place.build("new", "overlay", "sport", "delen.md#klachten", "--action", "weglaten").code == 0
    run = place.build("check")
    assert run.code == 1
    assert re.findall(r"OV\d+", run.stderr) == ["OV007"]
    place.replace("overlays/sport/delen--klachten.md", 'reden: ""', 'reden: "de club heeft een tuchtraad."')
    assert is_clean(place.build("check"))


def test_new_page_stands_in_the_menu(place: Place) -> None:
    run = place.build("new", "page", "sport", "in-de-kleedkamer.md")
    assert (run.code, run.stdout) == (0, "sectors/sport/in-de-kleedkamer.md\n")
    assert "title: In de kleedkamer\n" in place.read("sectors/sport/in-de-kleedkamer.md")
    asks_to_be_filled_in(place, "sectors/sport/in-de-kleedkamer.md")


@pytest.mark.parametrize("words", [["sector", "con"], ["page", "sport", "nul.md"]])
def test_new_makes_nothing_that_windows_cannot_keep(place: Place, words: list[str]) -> None:
    run = place.build("new", *words)
    assert (run.code, run.stdout) == (2, "")
    assert "Een computer met Windows kan dit bestand niet bewaren" in run.stderr
    assert is_clean(place.build("check"))


def test_new_edition_is_a_concept(place: Place) -> None:
    run = place.build("new", "edition", "2026.2")
    assert (run.code, run.stdout) == (0, "docs/edities/2026.2.md\n")
    text = place.read("docs/edities/2026.2.md")
    assert "\nstatus: concept\n" in text
    assert 'editie: "2026.2"' in text
    asks_to_be_filled_in(place, "docs/edities/2026.2.md")


# --- review -----------------------------------------------------------------------------------------------------------


def make_stale(place: Place) -> None:
    """Change a word under two overlays, and rewrap a paragraph elsewhere, which changes nothing."""
    place.replace("docs/delen.md", "Wie deelneemt mag spreken", "Wie meedoet mag spreken")
    place.replace("docs/delen.md", "Neem geen papieren", "Neem nooit papieren")
    place.replace("docs/delen.md", "Stuur dat verslag binnen", "Stuur dat\nverslag binnen")


STALE = {"delen--spreekrecht.md", "delen--wat-deel-je.md", "delen--onderweg.md"}


def test_nothing_is_stale(shelf: Place) -> None:
    run = shelf.build("review")
    assert (run.code, run.stdout, run.stderr) == (0, "", "0 overlays verouderd\n")


def test_review_shows_both_texts_and_writes_nothing(place: Place) -> None:
    make_stale(place)
    before = place.content()
    run = place.build("review", SPEECH)
    assert run.code == 0
    assert "Wie deelneemt mag spreken" in run.stdout
    assert "Wie meedoet mag spreken en moet dat niet." in run.stdout
    assert "Een leerkracht praat eerst met de directeur." in run.stdout
    assert run.stderr.startswith("1 overlay verouderd\n")
    assert "Wie [geschrapt: deelneemt]" in run.stdout
    assert place.content() == before


def test_a_stale_overlay_is_a_warning_where_its_target_stands(place: Place) -> None:
    make_stale(place)
    run = place.build("check")
    assert run.code == 0
    found = re.findall(r"^overlays/\w+/([\w-]+\.md):2:\d+: OV009 waarschuwing: ", run.stderr, re.MULTILINE)
    assert set(found) == STALE
    assert run.stderr.endswith("0 fouten, 3 waarschuwingen\n")


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
def test_accept_writes_a_reading_and_leaves_the_overlay(place: Place, ending: str) -> None:
    make_stale(place)
    old = reading_of("onderwijs", "delen--spreekrecht", place)
    for name in (SPEECH, old):
        (place.root / name).write_bytes((place.root / name).read_bytes().replace(b"\n", ending.encode()))
    before = place.content()
    run = place.build("review", "--accept", SPEECH, "--by", "de pedagogische dienst")
    new = reading_of("onderwijs", "delen--spreekrecht", place)
    assert (run.code, run.stderr) == (0, f"{new}: delen.md#spreekrecht nagelezen\n1 overlay nagelezen\n")
    after = place.content()
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} == {old, new}
    assert old not in after
    lines = after[new].decode().split("\n")
    assert (lines[0], lines[3:]) == ("doel: delen.md#spreekrecht", ["door: de pedagogische dienst", ""])
    assert re.fullmatch(r"tekst: f2:[0-9a-f]{12}", lines[1])
    assert is_today(lines[2].removeprefix("op: "))
    assert "delen--spreekrecht" not in place.build("check").stderr


def test_accept_everything(place: Place) -> None:
    make_stale(place)
    run = place.build("review", "--accept")
    assert run.code == 0
    assert run.stderr.endswith("3 overlays nagelezen\n")
    assert is_clean(place.build("check"))
    place.git("add", "--all")
    changed = place.git("diff", "--cached", "--name-only", "--no-renames", "overlays", "sectors").split()
    assert {re.sub(r"--[0-9a-f]{8}\.yml$", ".md", Path(name).name) for name in changed} == STALE
    assert len(changed) == 2 * len(STALE)  # for each, the old reading is removed and a new one added


# --- test -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "run"),
    [
        ([], ["test_a", "test_b", "test_c"]),
        (["tests/test_two.py"], ["test_c"]),
        (["tests/test_one.py::test_b"], ["test_b"]),
        (["-k", "test_a"], ["test_a"]),
        (["-k", "docs"], []),
    ],
    ids=" ".join,
)
def test_only_the_tests_that_are_asked_for_run(tmp_path: Path, words: list[str], run: list[str]) -> None:
    place = program.guidebook(tmp_path / "main")
    place.write("pyproject.toml", "[tool.pytest.ini_options]\n")
    place.write("tests/test_one.py", "def test_a():\n    pass\n\ndef test_b():\n    pass\n")
    place.write("tests/test_two.py", "def test_c():\n    pass\n")
    said = place.build("test", "-v", "-p", "no:cacheprovider", *words).stdout
    assert sorted(re.findall(r"::(test_\w) PASSED", said)) == run, said


# --- other things that happen on an editor's machine ------------------------------------------------------------------


def test_any_folder_can_be_the_current_one(place: Place, tmp_path: Path) -> None:
    make_stale(place)
    elsewhere = Place(tmp_path / "elsewhere")
    elsewhere.root.mkdir()
    command = (sys.executable, str(place.root / "build.py"))
    assert elsewhere.run(*command, "check").stderr.endswith("0 fouten, 3 waarschuwingen\n")
    run = Place(place.root / "overlays").run(*command, "review", "onderwijs/delen--spreekrecht.md")
    assert (run.code, run.stderr.splitlines()[0]) == (0, "1 overlay verouderd")
    assert list(elsewhere.root.iterdir()) == []


@pytest.mark.parametrize("how", ["-I", "-P", "PYTHONSAFEPATH"])
def test_a_python_that_does_not_look_beside_a_script_finds_the_program(place: Place, how: str) -> None:
    """Also a process of ours that is not a copy of us finds it: the PDFs are made in one."""
    words = [] if how == "PYTHONSAFEPATH" else [how]
    run = place.run(sys.executable, *words, "build.py", "pdf", env={} if words else {how: "1"})
    assert (run.code, run.stderr.count("Traceback")) == (0, 0), run.said


def test_without_git_everything_works_but_publishing(place: Place, tmp_path: Path) -> None:
    loose = place.copy(tmp_path / "loose")
    (loose.root / ".git").rename(tmp_path / "kept.git")
    assert loose.build("check").code == 0
    run = loose.build("site")
    assert run.code == 0, run.said
    run = loose.build("publish", "2026.1")
    assert run.code == 1
    assert "ED005 er is geen commit" in run.stderr
    for words in (["verify"], ["pr-report", "main", "HEAD"], ["pack", "2026.1"]):  # nothing can be fetched here
        run = loose.build(*words)
        assert (run.code, run.stdout) == (3, ""), run.said
        assert run.stderr.startswith("build.py: deze map is geen opslagplaats van git\n    Een map die je als zip ")
