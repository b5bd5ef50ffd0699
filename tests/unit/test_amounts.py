"""Short input that asks for much work is refused, or done in time, however much of it there is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from draaiboek.base.diagnostics import MOST_HINTS, Diagnostic, nearest
from draaiboek.content import budgets
from draaiboek.pipeline.examine import examine
from tests.guidebook import DEFAULTS, guidebook, page
from tests.oracle import SECONDS, limited

SECTOR = "sectors/onderwijs/sector.yml"


def _problems(files: Mapping[str, str], into: Path) -> tuple[Diagnostic, ...]:
    project = guidebook(files, into)
    with limited(SECONDS):
        return examine(project).problems


@pytest.mark.parametrize(
    ("of_variables", "of_notes", "refused"),
    [(budgets.FILLED, 0, False), (budgets.FILLED + 2, 0, True), (0, 60, True)],
)
def test_what_is_filled_in_on_a_page_is_counted(
    of_variables: int,
    of_notes: int,
    refused: bool,  # noqa: FBT001  # a parameter
    tmp_path: Path,
) -> None:
    whole, rest = divmod(of_variables, 4000)
    values = f"lang:\n  heel: {'x' * 4000}\n  letter: x\n"
    said = ["{{ lang.heel }}"] * whole + ["{{ lang.letter }}"] * rest
    said += [f"Zin {number}. [@wet, art. {number}]" for number in range(of_notes)]
    long = DEFAULTS["docs/_data/bronnen.yml"].replace("kort: de wet", f"kort: {'w' * 4000}")
    files = {
        "docs/_data/variabelen.yml": values,
        "docs/_data/bronnen.yml": long,
        "docs/delen.md": page("\n\n".join(said)),
    }
    told = [each for each in _problems(files, tmp_path) if each.code == "PG019"]
    text = "dit is te veel voor één bestand: variabelen en noten van samen meer dan 300000 tekens "
    text += "(een noot telt voor 1000)"
    assert [(str(each.origin.path), each.text) for each in told] == [("docs/delen.md", text)] * refused


@pytest.mark.parametrize(("of_notes", "refused"), [(300, False), (301, True)])
def test_a_note_takes_time_to_set_however_short_it_is(of_notes: int, refused: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a parameter
    """Six thousand of them on a page of 200 kB kept Typst busy for minutes, with 1.6 GB."""
    said = [f"Zin {number}. [@wet, art. {number}]" for number in range(of_notes)]
    told = [each.code for each in _problems({"docs/delen.md": page("\n\n".join(said))}, tmp_path)]
    assert told.count("PG019") == refused


MANY = {
    "variables": ("{{{{ a.naem{} }}}}", "VR001", MOST_HINTS, 2000),
    "citations": ("[@brno-{}]", "BR001", MOST_HINTS, 2000),
    "pages": ("[a](pagna{}.md)", "LK001", 0, 2000),
    "anchors": ("[a](#koop-{})", "LK002", MOST_HINTS, 2000),
    "pictures": ("![a](media/beeeld{}.svg)", "LK003", 0, budgets.IMAGES),
}


@pytest.mark.parametrize("kind", MANY)
def test_thousands_of_names_that_are_not_there_are_told_in_time(kind: str, tmp_path: Path) -> None:
    written, code, first, names = MANY[kind]
    source = DEFAULTS["docs/_data/bronnen.yml"].removeprefix("wet:\n")
    files = {
        "docs/_data/variabelen.yml": "a:\n" + "".join(f"  naam{number}: x\n" for number in range(5000)),
        "docs/_data/bronnen.yml": "".join(f"bron-{number}:\n{source}" for number in range(1000)),
        "docs/delen.md": page(
            "".join(f"## Kop {number} {{#kop-{number}}}\n\nTekst.\n\n" for number in range(budgets.HEADINGS))
            + "\n\n".join(written.format(number) for number in range(names))
        ),
    }
    found = [each for each in _problems(files, tmp_path) if each.code == code]
    assert len({each.text for each in found}) == names
    near = ["Bedoel je" in each.hint for each in found]
    assert near == [number < first for number in range(names)]
    assert all(len(each.hint) > len("Bedoel je") for each in found), "what to do is said each time"


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"t{number}: {{}}\n" for number in range(4500)),
        "".join(f"t{number}: {{term: [], definitie: [], ook: [], vreemd: []}}\n" for number in range(1200)),
    ],
    ids=["without-keys", "with-wrong-keys"],
)
def test_thousands_of_wrong_entries_of_a_list_are_told_in_time(text: str, tmp_path: Path) -> None:
    found = _problems({"docs/_data/begrippen.yml": text}, tmp_path)
    assert len({each.origin.line for each in found}) == text.count("\n")


def test_thousands_of_wrong_lines_of_the_menu_are_told_in_time(tmp_path: Path) -> None:
    found = _problems({"docs/_data/inhoud.yml": "- pagina: index.md\n" + "- delen.md\n" * 9000}, tmp_path)
    assert len({each.origin.line for each in found}) == 9000


@pytest.mark.parametrize(
    ("meant", "word"),
    [("naam-77-lnag", "naam-77-lang"), ("xnaam-500-lang", "naam-500-lang"), ("onderwijs", "ondrewijs"), ("zzz", "")],
)
def test_the_nearest_of_thousands_is_found_by_how_it_begins_or_ends(meant: str, word: str) -> None:
    known = [f"{letter}aam-{number}{end}" for letter in "bn" for number in range(2000) for end in ("", "-lang")]
    assert nearest(meant, [*known, "ondrewijs"]) == (f"Bedoel je '{word}'?" if word else "")
