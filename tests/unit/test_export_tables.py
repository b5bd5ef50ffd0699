"""Tables: cells in their places and columns as wide as their words ask."""

from __future__ import annotations

import re

import pytest

from draaiboek.forms.link_targets import Addresses
from draaiboek.forms.pdf.convert import convert
from tests.unit.export_books import book, chapter

LONG = "Alleen wat nodig is om de veiligheid in de gemeente te bewaren, en niets meer dan dat. " * 3


def table(html: str) -> str:
    """Return what the table *html* becomes."""
    page = chapter(f"<table>{html}</table>")
    converted = convert(page, Addresses.of(book(page)), {}, opens=True)
    assert converted.problems == ()
    return converted.source.split("\n", 3)[3]


def widths(source: str) -> list[float]:
    """Return the widths of the columns in points."""
    found = re.search(r"\((\d[\d., ]*), \), ", source)
    assert found
    return [float(number) for number in found[1].split(", ")]


def cells(source: str) -> list[str]:
    """Return the calls that make a cell."""
    return re.findall(r"table\.cell\([^()]*(?:\([^()]*\))?[^()]*\)", source)


CELLS = {
    "cell": ("<tr><td>a</td></tr>", ['table.cell("a")']),
    "row heading": ("<tr><th>a</th></tr>", ['table.cell(strong("a"))']),
    "heading": ("<thead><tr><th>a</th></tr></thead>", ['table.cell(head-words("a"))']),
    "over columns": ('<tr><td colspan="2">a</td></tr>', ['table.cell(colspan: 2, "a")']),
    "over rows": ('<tr><td rowspan="2">a</td></tr>', ['table.cell(rowspan: 2, "a")']),
    "aligned by attribute": ('<tr><td align="right">1</td></tr>', ['table.cell(align: right, "1")']),
    "aligned by style": ('<tr><td style="text-align: center;">1</td></tr>', ['table.cell(align: center, "1")']),
    "list in a cell": ("<tr><td><ul><li>a</li></ul></td></tr>", ['table.cell(list(tight: true, "a"))']),
}


@pytest.mark.parametrize(("html", "expected"), CELLS.values(), ids=CELLS)
def test_cell(html: str, expected: list[str]) -> None:
    assert cells(table(html)) == expected


def test_a_heading_row_without_words_is_no_heading() -> None:
    assert "head: ()" in table("<thead><tr><th></th></tr></thead><tbody><tr><td>a</td></tr></tbody>")


def test_wrappers_and_captions() -> None:
    page = chapter('<div class="md-typeset__table"><table><caption>A</caption><tr><td>b</td></tr></table></div>')
    source = convert(page, Addresses.of(book(page)), {}, opens=True).source
    assert 'caption("A")\nparbreak()\ngrid-table(' in source


def test_a_heading_row_with_a_link_is_not_repeated() -> None:
    head = '<thead><tr><th><a href="https://a.be">a</a></th></tr></thead><tr><td>b</td></tr>'
    assert "repeat: false" in table(head)
    assert "repeat: true" in table("<thead><tr><th>a</th></tr></thead><tr><td>b</td></tr>")


def test_a_column_of_short_words_breaks_none() -> None:
    source = table(f"<tr><td>Termijn</td><td>{LONG}</td><td>{LONG}</td></tr>")
    first, second, third = widths(source)
    assert first > len("Termijn") * 5
    assert second == third > 3 * first
    assert "wide: true" in source


def test_a_column_after_a_tall_cell_keeps_its_place() -> None:
    source = table(f'<tr><td rowspan="2">a</td><td>b</td></tr><tr><td>{LONG}</td></tr>')
    first, second = widths(source)
    assert second > 5 * first


def test_a_few_short_words_do_not_take_the_whole_line() -> None:
    assert "width: 45%" in table("<tr><td>a</td><td>b</td></tr>")


def test_a_table_in_a_box_stays_in_it() -> None:
    page = chapter(f'<div class="admonition note"><table><tr><td>{LONG}</td></tr></table></div>')
    assert "wide: false" in convert(page, Addresses.of(book(page)), {}, opens=True).source


def test_a_short_table_stays_on_one_page() -> None:
    assert "kept: true" in table("<tr><td>a</td></tr><tr><td>b</td></tr>")


def test_the_first_rows_of_a_long_table_stay_together_with_their_notes() -> None:
    rows = "<tr><td>a</td></tr>" * 30
    assert "kept: false, room: 76pt" in table(rows)
    note = '<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>'
    notes = f'<div class="footnote"><ol><li id="fn:a">{LONG}</li></ol></div>'
    page = chapter(f"<table><tr><td>a{note}</td></tr>{rows}</table>{notes}")
    assert "room: 110pt" in convert(page, Addresses.of(book(page)), {}, opens=True).source


def test_a_label_may_go_to_the_next_line_of_a_narrow_cell() -> None:
    page = chapter('<table><tr><td>Dat mag. <span class="lr-controle">te controleren</span></td></tr></table>')
    source = convert(page, Addresses.of(book(page)), {}, opens=True).source
    assert '"Dat mag. "; tag("te controleren")' in source
