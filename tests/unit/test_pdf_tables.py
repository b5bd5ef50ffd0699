"""Tables: columns as wide as their words require, and rows that stay together."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from draaiboek.base.model import Table
from draaiboek.forms.pdf.walk import REFERENCE
from tests.unit.pdf_books import chapter, typst, unmarked

LONG = "Alleen wat nodig is om de veiligheid in de gemeente te bewaren, en niets meer dan dat. " * 3
HEAD = "| | |\n|---|---|\n"


def table(text: str) -> str:
    """Return the Typst of the table *text*."""
    return unmarked(typst(chapter(text)))


def widths(source: str) -> list[float]:
    """Return the widths of the columns in *source*, in points."""
    found = re.search(r"\((\d[\d., ]*), \), ", source)
    assert found
    return [float(number) for number in found[1].split(", ")]


def cells(source: str) -> list[str]:
    """Return the calls in *source* that make a cell."""
    return re.findall(r"table\.cell\([^()]*(?:\([^()]*\))?[^()]*\)", source)


CELLS = {
    "cells": ("| | |\n|---|---|\n| a | b |", ['table.cell("a")', 'table.cell("b")']),
    "empty cell": ("| | |\n|---|---|\n| a | |", ['table.cell("a")', "table.cell([])"]),
    "heading": ("| a |\n|---|\n| b |", ['table.cell(head-words("a"))', 'table.cell("b")']),
    "half a heading": (
        "| | a |\n|---|---|\n| b | c |",
        ["table.cell([])", 'table.cell(head-words("a"))', 'table.cell("b")', 'table.cell("c")'],
    ),
    "aligned": (
        "| | | |\n|--:|:-:|:--|\n| 1 | 2 | 3 |",
        ['table.cell(align: right, "1")', 'table.cell(align: center, "2")', 'table.cell("3")'],
    ),
    "long words are broken as the table says": (
        "| | |\n|---|---|\n| samenwerkingen | LIVC-R |",
        ['table.cell("samenwerkingen")', 'table.cell(box("LIVC-R"))'],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CELLS.values(), ids=CELLS)
def test_cell(text: str, expected: list[str]) -> None:
    assert cells(table(text)) == expected


def test_a_heading_row_without_words_is_no_heading() -> None:
    assert "head: ()" in table("| | |\n|---|---|\n| a | b |")


@pytest.mark.parametrize("head", ["[a](https://a.be)", "a [@wet]", "ronde tafel"])
def test_a_heading_row_with_a_link_is_not_repeated(head: str) -> None:
    assert "repeat: false" in table(f"| {head} |\n|---|\n| b |")
    assert "repeat: true" in table("| a |\n|---|\n| b |")


def test_a_column_of_short_words_breaks_none() -> None:
    source = table(f"| | | |\n|---|---|---|\n| Termijn | {LONG} | {LONG} |")
    first, second, third = widths(source)
    assert first > len("Termijn") * 5
    assert second == third > 3 * first


def test_a_column_of_long_texts_has_the_room_that_makes_the_table_lower() -> None:
    rows = "".join(f"| De omzendbrief over het overleg van {year} | {LONG} | een jurist |\n" for year in (2015, 2018))
    rows += f"| Kort | {LONG} {LONG} | een medewerker van het agentschap in de provincie |\n"
    first, second, third = widths(table(f"| Bron | Wat | Wie |\n|---|---|---|\n{rows}"))
    assert first > len("omzendbrief") * 4.5
    assert second > 1.5 * (first + third)


def test_a_few_short_words_do_not_take_the_whole_line() -> None:
    assert "width: 45%" in table(f"{HEAD}| a | b |")


def test_many_columns_are_small() -> None:
    assert "size: 8.2pt" in table("|" + " a |" * 6 + "\n|" + "---|" * 6)
    assert "size: 9.2pt" in table("|" + " a |" * 5 + "\n|" + "---|" * 5)


def test_a_table_in_a_box_stays_in_it() -> None:
    assert widths(table(f"| a |\n|---|\n| {LONG} |")) == [REFERENCE.line]
    (inside,) = widths(table(f'!!! note ""\n    | a |\n    |---|\n    | {LONG} |'))
    assert inside < REFERENCE.line


def test_a_cell_with_nothing_but_a_note_names_the_source() -> None:
    source = table(f"{HEAD}| a | [@wet, art. 3] |")
    assert 'table.cell({"b, art.\u00a03"; note("delen#fn:1", 1, {"b"; ", art.\u00a03."})})' in source


def test_a_short_table_stays_on_one_page() -> None:
    assert "kept: true" in table(f"{HEAD}| a | b |\n| c | d |")


def test_the_first_rows_of_a_long_table_stay_together_with_their_notes() -> None:
    rows = "\n| a | b |" * 30
    assert 'kept: "delen#rows:1" in unbroken, room: 76pt' in table(HEAD.strip() + rows)
    assert "room: 111pt" in table(f"{HEAD}| a [@lang] | b |{rows}")
    assert "room: 76pt" in table(f"Vooraf. [@lang]\n\n{HEAD}| a [@lang] | b |{rows}"), "the note stands elsewhere"


def test_the_ends_of_a_table_are_told_although_its_rows_come_from_one_place() -> None:
    """The program makes some lists from a file of data: each row is of the place that asks for the list."""
    written = chapter(HEAD.strip() + "\n| Een woord | nog een woord |" * 12)
    (block,) = written.page.lead
    assert isinstance(block, Table)
    made = replace(block, rows=tuple(replace(row, origin=block.origin) for row in block.rows))
    source = typst(replace(written, page=replace(written.page, lead=(made,))))
    for end in ("first-row", "row-before", "last-row"):
        assert source.count(f'{end}("delen#rows:1")') == 1, end


def test_a_label_may_go_to_the_next_line_of_a_narrow_cell() -> None:
    assert '" "; tag("te controleren")' in table("| a |\n|---|\n| Dat mag. [@onzeker] |")
    assert '"Dat mag. "; quiet-tag("afleiding")' in table("| a |\n|---|\n| Dat mag. {afleiding} |")
