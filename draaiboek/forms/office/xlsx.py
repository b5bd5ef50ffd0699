"""Sheets as .xlsx; this module alone knows openpyxl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as OfficeCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from draaiboek.forms.office.spreadsheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Kind,
    Read,
    Sheet,
    UnreadableError,
    trimmed,
    unpacked,
)

SUFFIX = ".xlsx"
_MARKER = "xl/workbook.xml"
_OPEN = PatternFill("solid", fgColor="FFF8DC")
_LINE = Side(style="thin", color="999999")
_TEXT = "@"  # the format of a cell that Excel leaves as it was typed: "3/4" stays no date


def write(sheets: Sequence[Sheet]) -> bytes:
    """Return *sheets* as a file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = ""
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for number, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    for row, values in enumerate(sheet.rows):
        for column, value in enumerate(values):
            cell = page.cell(row + 1, column + 1)
            _write(cell, value)
            cell.font = Font(bold=row in sheet.bold)
            cell.alignment = Alignment(wrap_text=len(values) > 1, vertical="top")  # a title may run on to the right
    for row, column in sheet.open:
        cell = page.cell(row + 1, column + 1)
        cell.fill, cell.border = _OPEN, Border(_LINE, _LINE, _LINE, _LINE)
        cell.number_format = _TEXT
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, words in (sheet.choices or {}).items():
        letter = get_column_letter(column + 1)
        rule = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
        rule.add(f"{letter}{sheet.frozen + 1}:{letter}{max(len(sheet.rows), sheet.frozen + 1)}")
        page.add_data_validation(rule)
    if sheet.frozen:
        page.freeze_panes = f"A{sheet.frozen + 1}"


def _write(cell: OfficeCell | MergedCell, value: str | int) -> None:
    cell.value = value
    if isinstance(value, str) and value:
        cell.data_type = "s"  # '=1+1' is what somebody wrote, and no sum
        cell.quotePrefix = True  # the apostrophe that keeps it so when the cell is edited


def read(data: bytes) -> tuple[Read, ...]:
    """Return the sheets in the file *data*; raises UnreadableError."""
    if _MARKER not in unpacked(data, SUFFIX):
        message = f"dit is geen {SUFFIX}-bestand"
        raise UnreadableError(message, "Bewaar het formulier als .xlsx of .ods.")
    try:
        book = load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
        return tuple(trimmed(page.title, _rows(page)) for page in book.worksheets)
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        ArithmeticError,  # a number that no cell can hold
        SyntaxError,  # XML that is none, whichever parser says so
        zipfile.BadZipFile,
        InvalidFileException,
    ) as error:
        message = "dit rekenblad is beschadigd"
        raise UnreadableError(message, "Open het in Excel of LibreOffice en bewaar het opnieuw.") from error


def _rows(page: Worksheet) -> Iterator[tuple[Cell, ...]]:
    # One more than may be, so that it is seen when there are more.
    last, wide = min(page.max_row or 0, MAX_ROWS + 1), min(page.max_column or 1, MAX_COLUMNS + 1)
    for row in page.iter_rows(max_row=last, max_col=wide) if last else ():
        yield tuple(_cell(each.value, str(each.data_type)) for each in row)


def _cell(value: object, kind: str) -> Cell:
    match value:
        case ArrayFormula() | DataTableFormula():
            return Cell(str(getattr(value, "text", "") or "="), Kind.FORMULA)
        case bool():
            return Cell("waar" if value else "onwaar", Kind.TRUTH)
        case int() | float():
            return Cell(_number(value), Kind.NUMBER)
        case datetime() | date() | time() | timedelta():
            return Cell(str(value), Kind.DATE)
    text = "" if value is None else str(value)
    return Cell(text, _KINDS.get(kind, Kind.TEXT)) if text else Cell()


_KINDS = {"f": Kind.FORMULA, "e": Kind.ERROR}


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
