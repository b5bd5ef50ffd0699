"""The gate's remedies, followed to the letter with real commands: afterwards nothing blocks the edition."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from draaiboek.base.diagnostics import Diagnostic
from draaiboek.base.project import Project
from draaiboek.pipeline.publish import refusals
from draaiboek.pipeline.published import destination
from tests.accessibility import MEASUREMENT, PARTLY
from tests.integration import program
from tests.integration.program import EDITION, NEXT, Place

pytestmark = pytest.mark.slow

PAGE, NEXT_PAGE = f"docs/edities/{EDITION}.md", f"docs/edities/{NEXT}.md"
DECLARED = "docs/_data/toegankelijkheidsverklaring.yml"
OVERLAY = "overlays/onderwijs/delen--spreekrecht.md"
AGAIN = ("approve", "--by", "directeur", "--for", "Voorbeeldvereniging")


# --- following a message ----------------------------------------------------------------------------------------------


def commands(hint: str, start: str) -> list[list[str]]:
    """Return the commands of *hint* that begin with *start*, split into words, as somebody would type them."""
    found = re.findall(rf"(?m)({re.escape(start)}[^\n:;]*?)(?:[.,;)]?$|[.,;)] |, )", hint)
    return [shlex.split(each) for each in found]


def type_over(place: Place, hint: str, start: str, filled: Mapping[str, str] | None = None) -> None:
    """Run each command of *hint* that begins with *start*, with its placeholders in capitals replaced from *filled*."""
    found = commands(hint, start)
    assert found, hint
    for asked in found:
        words = [(filled or {}).get(each, each) for each in asked]
        if words[0] == "python3":
            run = place.build(*words[2:])
            assert run.code == 0, run.said
        else:
            saved(place, words)


def saved(place: Place, words: list[str]) -> None:
    who = ["-c", "user.name=Toets", "-c", "user.email=toets@voorbeeld.be"]
    run = place.run(words[0], *who, *words[1:])
    assert run.code == 0, run.said


def line_of(hint: str, key: str) -> str:
    """Return the line of front matter for *key* that *hint* gives."""
    return str(re.findall(rf"'?({key}: (?:\[[^\]]*\]|\"[^\"]*\"|[\w-]+))'?", hint)[0])


def set_line(place: Place, name: str, line: str) -> None:
    """Replace the line in the front matter of *name* that has the key of *line* by *line*."""
    key = line.partition(":")[0]
    text = re.sub(rf"(?m)^{key}:.*\n", "", place.read(name))
    place.write(name, text.replace("---\n", f"---\n{line}\n", 1))


def fill_in(place: Place, name: str) -> None:
    """Fill in the blanks of a new page of an edition."""
    for old, new in {
        'stand_wetgeving: ""': "stand_wetgeving: 2026-11-20",
        "aanleiding: []": "aanleiding: [wetgeving]",
        'samenvatting: ""': "samenvatting: De volgende editie.",
        'eindredactie: ""': "eindredactie: De redactie",
        "<!-- schrijf hier de tekst -->": "Er is niets veranderd.",
    }.items():
        place.write(name, place.read(name).replace(old, new))
    dated = re.sub(r"(?m)^(datum|geldig_van|nagelezen): .*$", r"\1: 2026-12-20", place.read(name))
    place.write(name, dated.replace("---\n", "---\nzonder_nazicht: [onderwijs]\n", 1))


# --- what blocks an edition -------------------------------------------------------------------------------------------


def newer(place: Place) -> None:
    place.write(NEXT_PAGE, place.read(PAGE).replace(EDITION, NEXT))


def concept(place: Place) -> None:
    text = re.sub(r"(?m)^goedkeuring:\n(?:[- ].*\n)*?(?=---$)", "", place.read(PAGE))
    place.write(PAGE, text.replace("status: goedgekeurd", "status: concept"))


def unread(place: Place) -> None:
    place.replace(PAGE, "zonder_nazicht: [onderwijs]\n", "")


def stale(place: Place) -> None:
    place.replace("docs/delen.md", "Wie deelneemt mag spreken", "Wie meedoet mag spreken")


def mistake(place: Place) -> None:
    place.replace("docs/delen.md", "{{ wet.spreken }}", "{{ wet.sprekn }}")


def uncommitted(place: Place) -> None:
    place.write("docs/over-dit-draaiboek.md", f"{place.read('docs/over-dit-draaiboek.md')}\nNog een zin.\n")
    place.write("kladblad.txt", "Los papier.\n")


def wordless(place: Place) -> None:
    front, mark, _ = place.read(PAGE).rpartition("---\n")
    place.write(PAGE, f"{front}{mark}")


def undeclared(place: Place) -> None:
    place.write(DECLARED, PARTLY.replace("waar: de helpdesk, ", ""))
    place.write("docs/_data/toegankelijkheid.yml", MEASUREMENT)


REMARKS = f"sectors/onderwijs/opmerkingen/{EDITION}"


def unanswered(place: Place) -> None:
    place.write(f"{REMARKS}/ronde.yml", "geopend: 2026-11-01\ntot: 2026-11-10\n")
    said = "doel: delen.md#achteraf\nopmerking: Binnen welke tijd?\nfunctie: directeur\norganisatie: een school\n"
    place.write(f"{REMARKS}/0001-a.yml", said)


def open_round(place: Place) -> None:
    place.write(f"{REMARKS}/ronde.yml", "geopend: 2026-11-01\ntot: 2026-12-24\n")


def next_page(number: str, **lines: str) -> Callable[[Place], None]:
    """Return a function that writes the page of edition *number*, with *lines* of front matter set."""

    def write(place: Place) -> None:
        name = f"docs/edities/{number}.md"
        text = re.sub(r"(?m)^goedkeuring:\n(?:[- ].*\n)*?(?=---$)", "", place.read(PAGE))
        place.write(name, text.replace(EDITION, number).replace("2026-12-01", "2026-12-15"))
        for key, value in lines.items():
            set_line(place, name, f"{key}: {value}")

    return write


# --- the remedies -----------------------------------------------------------------------------------------------------

Remedy = Callable[[Place, str], str]
"""Does what a hint says in a place, and returns which edition is to be published afterwards."""


def publish_that_one(_place: Place, hint: str) -> str:
    ((*_, number),) = commands(hint, "python3 build.py publish")
    return number


def a_new_edition(place: Place, hint: str) -> str:
    ((*_, number),) = commands(hint, "python3 build.py new edition")
    type_over(place, hint, "python3 build.py new edition")
    fill_in(place, f"docs/edities/{number}.md")
    return number


def by_command(place: Place, hint: str) -> str:
    type_over(place, hint, "python3 build.py approve", {"FUNCTIE": "directeur", "ORGANISATIE": "Voorbeeldvereniging"})
    return EDITION


def by_pasting(place: Place, hint: str) -> str:
    """Paste the lines into the front matter, as someone with only a browser does."""
    set_line(place, PAGE, "status: goedgekeurd")
    lines = hint[hint.index("goedkeuring:") : hint.index("\nOf:")]
    for blank, words in {"FUNCTIE": "directeur", "ORGANISATIE": "een vereniging", "JJJJ-MM-DD": "2026-11-28"}.items():
        lines = lines.replace(blank, words)
    place.replace(PAGE, "status: goedgekeurd\n", f"status: goedgekeurd\n{lines}\n")
    return EDITION


def commit_it(place: Place, hint: str) -> str:
    (added,) = re.findall(r"git add --all", hint)
    saved(place, added.split())
    saved(place, [*re.findall(r"git commit", hint)[0].split(), "-m", "Tekst"])
    return EDITION


def undo_it(place: Place, hint: str) -> str:
    (command,) = re.findall(r"git restore", hint)
    saved(place, [*command.split(), "docs/over-dit-draaiboek.md"])
    assert "haal een nieuw bestand weg" in hint
    (place.root / "kladblad.txt").unlink()
    return EDITION


def one_by_one(place: Place, hint: str) -> str:
    """Solve the messages of `check` one by one, each as its own hint says."""
    ((*_, check),) = commands(hint, "python3 build.py check")
    for _ in range(3):
        run = place.build(check)
        if "OV009" in run.stderr:
            type_over(place, run.stderr, "python3 build.py review --accept")
        elif "VR001" in run.stderr:
            assert "wet.spreken" in run.stderr
            place.replace("docs/delen.md", "wet.sprekn", "wet.spreken")
    return EDITION


def read_it_all(place: Place, hint: str) -> str:
    """Let the sector sign page by page, until the message is gone."""
    for _ in range(12):
        type_over(place, hint, "python3 build.py review --sector")
        place.commit()
        told = [each for each in in_the_way(place, EDITION) if each.code == "ED007"]
        if not told:
            return EDITION
        hint = told[0].hint
    raise AssertionError(hint)


def say_so(place: Place, hint: str) -> str:
    set_line(place, PAGE, line_of(hint, "zonder_nazicht"))
    return EDITION


def another_number(place: Place, hint: str) -> str:
    """Rename the page of an edition and change its number as *hint* says; return the new number."""
    ((page, name, line),) = re.findall(r"Hernoem (\S+) tot (\S+), en zet daarin '([^']+)'", hint)
    (place.root / page).rename((place.root / page).with_name(name))
    set_line(place, f"docs/edities/{name}", line)
    return str(name.removesuffix(".md"))


def an_erratum_says_so(place: Place, hint: str) -> str:
    set_line(place, f"docs/edities/{EDITION}.1.md", line_of(hint, "aanleiding"))
    return f"{EDITION}.1"


def a_later_day(place: Place, hint: str) -> str:
    set_line(place, NEXT_PAGE, line_of(hint, "geldig_van"))
    return NEXT


def fill_the_gap(place: Place, hint: str) -> str:
    """Declare the results of a measurement that was already made; test_buttons makes one."""
    assert f"Vul {DECLARED} aan" in hint
    place.write(DECLARED, PARTLY)
    return EDITION


def by_table(place: Place, hint: str) -> str:
    """Create the table, fill it in as an office program does, and import it."""
    type_over(place, hint, "python3 build.py consult report")
    ((*_, name),) = commands(hint, "python3 build.py consult import")
    table = load_workbook(place.root / name)
    sheet = table["Besluiten"]
    heads = [str(cell.value) for cell in sheet[1]]
    sheet.cell(2, heads.index("Besluit") + 1, "niet")
    sheet.cell(2, heads.index("Antwoord") + 1, "De wet noemt geen termijn.")
    table.save(place.root / name)
    type_over(place, hint, "python3 build.py consult import")
    return EDITION


def in_the_file(place: Place, hint: str) -> str:
    verdict, landed = re.findall(r"'(besluit: \w+)' en '(geland: PAGINA#ID)'", hint)[0]
    name = f"{REMARKS}/0001-a.yml"
    place.write(name, f"{place.read(name)}{verdict}\n{landed.replace('PAGINA#ID', 'delen.md#achteraf')}\n")
    return EDITION


def after_the_round(place: Place, hint: str) -> str:
    for key in ("datum", "geldig_van"):
        set_line(place, PAGE, line_of(hint, key))
    return EDITION


def end_the_round(place: Place, hint: str) -> str:
    place.replace(f"{REMARKS}/ronde.yml", "tot: 2026-12-24", line_of(hint, "tot"))
    return EDITION


def write_it(place: Place, hint: str) -> str:
    assert "onder de front matter wat er verandert" in hint
    heading = re.search(r"## Wat moet je doen\? \{#[a-z-]+\}", hint)
    assert heading
    place.write(PAGE, f"{place.read(PAGE)}\nAlles is nieuw, voor iedereen.\n\n{heading[0]}\n\nLees het.\n")
    return EDITION


def push_it(place: Place, hint: str) -> str:
    type_over(place, hint, "git push")
    return EDITION


@dataclass(frozen=True, slots=True)
class Case:
    """What is wrong: its code, its remedy, and the edition that somebody wants to publish."""

    code: str
    mistake: Callable[[Place], None]
    remedy: Remedy
    edition: str = EDITION
    is_second: bool = False
    is_pushed: bool = False
    is_kept: bool = True


def nothing(_place: Place) -> None:
    pass


CASES: Mapping[str, Case] = {
    "an older edition": Case("ED002", newer, publish_that_one),
    "published already": Case("ED003", nothing, a_new_edition, is_second=True),
    "not approved, by command": Case("ED004", concept, by_command),
    "not approved, in a browser": Case("ED004", concept, by_pasting),
    "not committed": Case("ED005", uncommitted, commit_it, is_kept=False),
    "not committed, and not wanted": Case("ED005", uncommitted, undo_it, is_kept=False),
    "a stale overlay": Case("ED006", stale, one_by_one),
    "an error in the text": Case("ED006", mistake, one_by_one),
    "never read": Case("ED007", unread, read_it_all),
    "never read, and said": Case("ED007", unread, say_so),
    "a first erratum": Case("ED008", next_page(f"{EDITION}.1", aanleiding="[erratum]"), another_number, f"{EDITION}.1"),
    "an erratum of another": Case(
        "ED008", next_page("2027.3.1", aanleiding="[erratum]"), another_number, "2027.3.1", is_second=True
    ),
    "an erratum that does not say so": Case(
        "ED008", next_page(f"{EDITION}.1"), an_erratum_says_so, f"{EDITION}.1", is_second=True
    ),
    "no erratum after all": Case("ED008", next_page(f"{EDITION}.1"), another_number, f"{EDITION}.1", is_second=True),
    "a day before the last": Case("ED008", next_page(NEXT, geldig_van="2026-11-30"), a_later_day, NEXT, is_second=True),
    "an empty note": Case("ED011", wordless, write_it),
    "a gap in the statement": Case("ED013", undeclared, fill_the_gap),
    "remarks, by the table": Case("ED014", unanswered, by_table),
    "remarks, in their files": Case("ED014", unanswered, in_the_file),
    "a round that runs, waited for": Case("ED014", open_round, after_the_round),
    "a round that runs, ended": Case("ED014", open_round, end_the_round),
    "not on the server": Case("ED012", nothing, push_it, is_pushed=True),
}


KNOWN_LATER = {"ED002", "ED004", "ED005", "ED012"}
"""Another edition; who approves; and where the text stands in git."""


def in_the_way(place: Place, edition: str, *, push: bool = False) -> list[Diagnostic]:
    project = Project(place.root)
    return [*refusals(project, edition, destination(project, edition, to=None, push=push))]


@pytest.mark.parametrize("name", CASES)
def test_what_the_gate_says_is_done_to_the_letter(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    case = CASES[name]
    if case.is_second:
        place = request.getfixturevalue("published").copy(tmp_path / "main")
    else:
        place = program.leaflet(tmp_path / "main")
        place.commit()
    if case.is_pushed:
        place.git("init", "--quiet", "--bare", str(tmp_path / "server.git"))
        place.git("remote", "add", "origin", str(tmp_path / "server.git"))
        place.git("checkout", "--quiet", "-b", "voorstel")
    case.mistake(place)
    if case.is_kept and place.git("status", "--porcelain"):
        place.commit()
    told = [each for each in in_the_way(place, case.edition, push=case.is_pushed) if each.code == case.code]
    assert told
    if case.code not in KNOWN_LATER:  # nobody approves it so, with the command in hand
        refused = place.build(AGAIN[0], case.edition, *AGAIN[1:])
        assert (refused.code, "Er is niets goedgekeurd" in refused.stderr) == (1, True), refused.said
        assert not place.git("diff", "--name-only")
    edition = case.remedy(place, told[0].hint)
    if case.is_kept and place.git("status", "--porcelain"):
        place.commit()
    left = in_the_way(place, edition, push=case.is_pushed)
    if left and {each.code for each in left} <= {"ED004", "ED006", "ED015"}:  # a changed text needs a new approval
        by_command(place, next(each.hint for each in left if each.code in {"ED004", "ED015"}))
        place.commit()
        left = in_the_way(place, edition, push=case.is_pushed)
    assert [f"{each.origin}: {each.code} {each.text}" for each in left] == []
