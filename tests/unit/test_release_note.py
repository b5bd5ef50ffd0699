"""Which line of a release note is about a section."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import pytest

from draaiboek.base.model import Part, TermLink, Text
from draaiboek.editions.release_note import line_for, read, to_do
from tests.unit.redlines import entry, paragraph

NOTE = PurePosixPath("edities/2026.2.md")
PAGE = PurePosixPath("delen.md")


OUTLINE = (
    entry("", name="", level=1),
    entry("", name="eerst"),
    entry("", name="dan", level=3),
    entry("", name="dieper", level=4),
    entry("", name="later"),
)


def line(note: str | Sequence[Part], name: str, *, variant: str = "kern") -> str | None:
    entries = (*OUTLINE, entry(note, page=str(NOTE), name="", level=1))
    return line_for(PAGE, name, read(entries, NOTE, variant=variant))


@pytest.mark.parametrize(
    ("note", "name", "expected"),
    [
        ("- [Dan](../delen.md#dan): *nu* anders.", "dan", "Dan: nu anders."),
        ("- [Eerst](../delen.md#eerst): anders.", "dieper", "Eerst: anders."),
        ("- [Dieper](../delen.md#dieper).", "dan", None),
        ("- Vooraf.\n- Anders, zie [Dan](../delen.md#dan).\n- Nog iets.", "dan", "Anders, zie Dan."),
        ("- Een\n\n    - [Dan](../delen.md#dan) twee\n\n- Drie", "dan", "Dan twee"),
        ("| a | b |\n|---|---|\n| x | [Dan](../delen.md#dan) |\n| y | z |", "dan", "x Dan"),
        ("- Vooraf\n\n    > Zie [Dan](../delen.md#dan)\n- Drie", "dan", "Vooraf Zie Dan"),
        ("Zie [Dan](https://voorbeeld.be/delen.md#dan).", "dan", None),
        ("![Dan](delen.png)", "", None),
        ("- [Later](../delen.md#later).", "dan", None),
        ("- [Eerst](../delen.md#eerst).", "later", None),
        ("- [Delen](../delen.md): alles.\n- [Dan](../delen.md#dan): dit.", "dan", "Dan: dit."),
        ("- [Delen](../delen.md): alles.\n- [Dan](../delen.md#dan): dit.", "later", "Delen: alles."),
        ("- [ ] Lees [Delen](../delen.md)\n    opnieuw.", "later", "Lees Delen opnieuw."),
        ("1. Lees [Delen](<../delen.md>).\n2. Iets anders.", "", "Lees Delen."),
        ("| wat | waarom |\n|---|---|\n| [Dan](../delen.md#dan) | de wet |", "dan", "Dan de wet"),
        ("Zie [Dan](../delen.md#dan).\nLees ook de rest.", "dan", "Zie Dan. Lees ook de rest."),
        ("Zie [elders](https://delen.md#dan) en [ook](../geven.md#dan).", "dan", None),
        ("Niets.", "dan", None),
        ("", "dan", None),
    ],
)
def test_the_nearest_line_that_links_there(note: str, name: str, expected: str | None) -> None:
    assert line(note, name) == expected


def test_a_term_is_no_link_to_what_it_is_called_after() -> None:
    text = paragraph(Text("Een "), TermLink("dan", "begrip", "Dat."), Text(" zegt niets."))
    assert line([text], "dan") is None


@pytest.mark.parametrize(("variant", "found"), [("sport", True), ("jeugd", False), ("kern", False)])
def test_a_link_into_a_sector_speaks_of_that_sector_only(variant: str, found: bool) -> None:  # noqa: FBT001
    assert (line("- [Dan](variant:sport/delen.md#dan)", "dan", variant=variant) is not None) == found


def test_the_headings_of_the_note_are_part_of_it() -> None:
    parts = (("Kort.", "", 1), ("- [Dan](../delen.md#dan): anders.", "wat", 2))
    note = (entry(text, page=str(NOTE), name=name, level=level) for text, name, level in parts)
    entries = (*OUTLINE, *note)
    assert line_for(PAGE, "dan", read(entries, NOTE)) == "Dan: anders."


def test_what_a_reader_has_to_do_is_told_line_by_line() -> None:
    text = "Lees dit.\n\n- [ ] Lees *opnieuw*.\n- Vraag het.\n"
    entries = (
        *OUTLINE,
        entry(text, page=str(NOTE), name="wat-moet-je-doen"),
        entry("Niets.", page=str(NOTE), name="x"),
    )
    assert to_do(entries, NOTE) == ("Lees dit.", "Lees opnieuw.", "Vraag het.")
    assert to_do(OUTLINE, NOTE) == ()


def test_a_line_that_only_cites_is_nothing_to_do() -> None:
    text = "Lees dit.\n\n- [@wet, art. 3]\n- Vraag het. [@wet]\n"
    entries = (*OUTLINE, entry(text, page=str(NOTE), name="wat-moet-je-doen"))
    assert to_do(entries, NOTE) == ("Lees dit.", "Vraag het.")


def test_a_row_of_a_table_is_one_thing_to_do() -> None:
    text = "| wat | wie |\n|---|---|\n| Lees dit | iedereen |\n"
    entries = (*OUTLINE, entry(text, page=str(NOTE), name="wat-moet-je-doen"))
    assert to_do(entries, NOTE) == ("wat wie", "Lees dit iedereen")


def test_what_stands_under_the_same_heading_on_another_page_is_nothing_to_do() -> None:
    entries = (entry("Lees dit.", name="wat-moet-je-doen"), entry("Zo.", page=str(NOTE), name="anders"))
    assert to_do(entries, NOTE) == ()


def test_a_section_deeper_down_stands_in_all_that_are_around_it() -> None:
    for name in ("eerst", "dan", "dieper"):
        assert line(f"- [X](../delen.md#{name}): zo.", "dieper") == "X: zo."
    assert line("- [Eerst](../delen.md#eerst): zo.\n- [Dan](../delen.md#dan): nu.", "dieper") == "Dan: nu."
    assert line("- [Dieper](../delen.md#dieper): zo.", "later") is None
