"""What readers come for, walked through on a phone in a made-up guidebook: `build.py audit tasks`.

CI walks through the tasks of the real text with that text.
"""

from __future__ import annotations

from pathlib import Path

from tests.browser.chromium import NEEDED
from tests.integration import program
from tests.integration.program import Place

pytestmark = NEEDED
TASKS = "docs/_data/taken.yml"
GOOD = """\
- taak: "Wat breng ik mee?"
  antwoord: "Dit kleine draaiboek legt uit"
- taak: "Wat deel ik?"
  tikken: ["informatie delen"]
  antwoord: "Een naam deel je met zo weinig mogelijk mensen"
- taak: "Wie zwijgt?"
  sector: onderwijs
  begin: geheim.md
  antwoord: "Wie helpt, hoort geheimen"
- taak: "Mag ik dossiers bewaren?"
  zoek: "datalek"
  antwoord: "datalek"
"""
FAR = """\
- taak: "Klagen"
  begin: delen.md
  antwoord: "Een klacht gaat naar de voorzitter van het overleg"
"""
GONE = """\
- taak: "Vliegen"
  tikken: ["Naar de luchthaven"]
  antwoord: "Vertrek"
- taak: "Landen"
  antwoord: "Welkom op de luchthaven"
- taak: "Zoeken"
  zoek: "xqzwkjh"
  antwoord: "Niets"
"""


FIGURE = """\
nummers:
  vorm: vergelijking
  titel: "Van oud naar nieuw"
  kolommen: [vroeger, nu]
  delen:
    - {kop: "Zwijgen", regels: ["art. 4581", "art. 3521"]}
"""
FAR_BELOW = "".join(f'    - {{kop: "Regel {n}", regels: ["oud {n}", "nieuw {n}"]}}\n' for n in range(30))
DRAWN = """\
- taak: "Nieuw nummer"
  begin: delen.md
  antwoord: "art. 3521"
- taak: "Voor het oor"
  begin: delen.md
  antwoord: "vroeger art. 4581, nu art. 3521"
- taak: "Onderaan getekend"
  begin: delen.md
  antwoord: "Regel 29"
"""


def test_a_task_ends_with_the_answer_in_view(rich: Place, tmp_path: Path) -> None:
    place = rich.copy(tmp_path / "main")
    place.write(TASKS, GOOD)
    run = place.build("audit", "tasks")
    assert (run.code, run.said.count(TASKS)) == (0, 0), run.said
    assert "4 taken, 4 met het antwoord in beeld; hoogstens 1 tikken en " in run.said


def test_an_answer_that_is_too_far_or_not_there_is_named(tmp_path: Path) -> None:
    """In one audit: each answer that is not there is waited for, and then they are waited for at the same time.

    In a figure the drawn words count, and not those for the ear, which are all at its top.
    """
    place = program.guidebook(tmp_path / "main")
    place.write("docs/_data/figuren.yml", FIGURE + FAR_BELOW)
    place.write(TASKS, FAR + GONE + DRAWN)
    place.replace("docs/delen.md", "Deel alleen wat de anderen nodig hebben.\n", "Kijk.\n\n<!-- figuur: nummers -->\n")
    place.commit()
    built = place.build("site", "--sector", "onderwijs")
    assert built.code == 0, built.said
    run = place.build("audit", "tasks")
    said = run.said
    assert run.code == 1, said
    assert f"{TASKS}:1:3: ‘Klagen’ (kern): ‘Een klacht gaat naar de voorzitter van het overleg’ staat " in said
    assert " schermen ver op delen/\n" in said
    assert f"{TASKS}:4:3: ‘Vliegen’ (kern): er is geen ‘Naar de luchthaven’ waarop te tikken valt op de eerste" in said
    assert (
        f"{TASKS}:7:3: ‘Landen’ (kern): er is geen ‘Welkom op de luchthaven’ in beeld te brengen op de eerste" in said
    )
    assert f"{TASKS}:9:3: ‘Zoeken’ (kern): zoeken op ‘xqzwkjh’ geeft niets" in said
    assert "‘Nieuw nummer’" not in said
    assert (
        f"{TASKS}:15:3: ‘Voor het oor’ (kern): er is geen ‘vroeger art. 4581, nu art. 3521’ in beeld te brengen" in said
    )
    assert f"{TASKS}:18:3: ‘Onderaan getekend’ (kern): ‘Regel 29’ staat " in said
    assert "7 taken, 1 met het antwoord in beeld" in said


def test_check_knows_the_pages_and_the_roads_of_tasks(place: Place) -> None:
    assert "er zijn geen taken" in place.build("audit", "tasks").stderr
    two = '- taak: "a"\n  begin: dellen.md\n  tikken: ["b"]\n  zoek: "c"\n  antwoord: "d"\n'
    place.write(TASKS, f'{two}- taak: "a"\n  sector: sprot\n  antwoord: "d"\n')
    run = place.build("check")
    assert run.code == 1, run.said
    assert (
        f"{TASKS}:1:3: LK001 de pagina 'dellen.md' van de taak 'a' bestaat niet\n    Bedoel je 'delen.md'?" in run.said
    )
    assert f"{TASKS}:1:3: PG003 de taak 'a' heeft 'tikken' en 'zoek'" in run.said
    assert f"{TASKS}:6:3: LK001 de sector 'sprot' bestaat niet\n    Bedoel je 'sport'?" in run.said
