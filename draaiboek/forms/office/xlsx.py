"""Sheets as .xlsx; only this module knows openpyxl."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as OfficeCell
from openpyxl.cell import MergedCell
from openpyxl.cell.read_only import EmptyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import COMMENTS_NS, DRAWING_NS, SHEET_DRAWING_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring

from draaiboek.forms.office.spreadsheet import (
    BOX,
    DAMAGED,
    MARGIN,
    MAX_COLUMNS,
    MAX_EMPTY,
    MAX_ROWS,
    PICTURE,
    Cell,
    Counted,
    Kind,
    Read,
    Sheet,
    UnreadableError,
    examined,
    is_said,
    trimmed,
)

SUFFIX = ".xlsx"
_DAMAGED: tuple[type[Exception], ...] = (*DAMAGED, InvalidFileException, expat.ExpatError)
_MARKER = "xl/workbook.xml"
_OPEN = PatternFill("solid", fgColor="FFF8DC")
_LINE = Side(style="thin", color="999999")
_TEXT = "@"  # the number format that makes Excel keep what was typed: "3/4" does not become a date


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
            cell.alignment = Alignment(wrap_text=len(values) > 1, vertical="top")  # a title may run over to the right
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
        cell.data_type = "s"  # '=1+1' is what somebody wrote, not a formula
        cell.quotePrefix = True  # the apostrophe that keeps it so when the cell is edited


def read(data: bytes) -> tuple[Read, ...]:
    """Return the sheets in the file *data*; raises UnreadableError when it is no .xlsx, damaged or too large."""
    safe = io.BytesIO(examined(data, SUFFIX, _MARKER))
    try:
        # Read row by row: otherwise one range of merged cells, in a few bytes, becomes 17 thousand million objects.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features that a form does not need
            book = load_workbook(safe, read_only=True, data_only=False, keep_links=False, rich_text=True)
            with ZipFile(safe) as file:
                counted = Counted()
                return tuple(_sheet(page, file, counted) for page in book.worksheets)
    except UnreadableError:
        raise
    except _DAMAGED as error:
        message = "dit rekenblad is beschadigd"
        raise UnreadableError(message, "Open het in Excel of LibreOffice en bewaar het opnieuw.") from error


def _sheet(page: Worksheet, file: ZipFile, counted: Counted) -> Read:
    found = trimmed(page.title, _rows(page, _notes(page, file)), counted)
    floats = (*_floats(page, file), *([MARGIN] if any(map(_is_said, _margins(file.read(_part(page))))) else ()))
    return replace(_covered(found, page, file), floats=floats)


def _covered(sheet: Read, page: Worksheet, file: ZipFile) -> Read:
    """Return *sheet* with the cells marked that a merged cell covers; openpyxl does not say so when reading by row."""
    rows = [list(row) for row in sheet.rows]
    for each in _merged(file.read(_part(page)), sheet.name):
        for row in range(each.min_row - 1, min(each.max_row, len(rows)) if each.max_row <= MAX_ROWS else 0):
            for column in range(each.min_col - 1, min(each.max_col, len(rows[row]))):
                if (row, column) != (each.min_row - 1, each.min_col - 1) and rows[row][column].kind is Kind.EMPTY:
                    rows[row][column] = replace(rows[row][column], kind=Kind.COVERED)
    return replace(sheet, rows=tuple(map(tuple, rows)))


def _merged(content: bytes, name: str) -> Sequence[CellRange]:
    """Return the ranges of merged cells in the XML *content* of the sheet *name*.

    Parsed without a tree, which would take thirty times its size. Raises UnreadableError when there are more ranges
    than a form can have rows, or when together they are larger than a form: they then overlap.
    """
    found: list[CellRange] = []
    area = 0

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal area
        if tag == f"{SHEET_MAIN_NS} mergeCell":
            found.append(CellRange(attributes.get("ref", "")))
            rows = min(found[-1].max_row, MAX_ROWS) - found[-1].min_row + 1
            area += max(rows, 0) * max(min(found[-1].max_col, MAX_COLUMNS) - found[-1].min_col + 1, 0)
            if len(found) > MAX_ROWS or area > MAX_ROWS * MAX_COLUMNS:
                message = f"het blad '{name[:40]}' heeft te veel samengevoegde cellen"
                raise UnreadableError(
                    message, "Gebruik het formulier zoals je het kreeg, en voeg er geen cellen samen."
                )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.Parse(content, True)  # noqa: FBT003  # the last piece
    return found


def _floats(page: Worksheet, file: ZipFile) -> tuple[str, ...]:
    """Return what floats on *page*, a shape with words or a picture: its text is in no cell."""
    beside = str(get_rels_path(_part(page)))  # type: ignore[no-untyped-call]
    if beside not in file.namelist():
        return ()
    drawings = [str(each.Target) for each in get_dependents(file, beside) if str(each.Type).endswith("/drawing")]
    parts = [fromstring(file.read(name)) for name in drawings]
    words = any((each.text or "").strip() for part in parts for each in part.iter(f"{{{DRAWING_NS}}}t"))
    picture = any(True for part in parts for _ in part.iter(f"{{{SHEET_DRAWING_NS}}}pic"))
    return tuple(what for what, is_there in ((BOX, words), (PICTURE, picture)) if is_there)


def _margins(content: bytes) -> Sequence[str]:
    """Return the page headers and footers in the XML *content* of a sheet; parsed without a tree."""
    found: list[str] = []
    is_inside = False

    def begin(tag: str, _: Mapping[str, str]) -> None:
        nonlocal is_inside
        is_inside = tag in _MARGINS
        found.extend([""] if is_inside else [])

    def end(_: str) -> None:
        nonlocal is_inside
        is_inside = False

    def words(text: str) -> None:
        if is_inside:
            found[-1] += text

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, words
    parser.Parse(content, True)  # noqa: FBT003  # the last piece
    return found


_MARGINS = frozenset(
    f"{SHEET_MAIN_NS} {which}{where}" for which in ("odd", "even", "first") for where in ("Header", "Footer")
)


def _is_said(margin: str) -> bool:
    """Return whether somebody wrote *margin*: it has three parts, with codes for what Excel fills in."""
    parts = re.split("&[LCR]", margin)
    return any(is_said(_FIELD.sub("", part), numbered="&P" in part) for part in parts)


_FIELD = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d+|[A-Za-z&])')  # ECMA-376, part 1, 18.3.1.46


def _part(page: Worksheet) -> str:
    return str(page._worksheet_path)  # type: ignore[attr-defined]  # noqa: SLF001  # of a sheet that is read row by row


def _rows(page: Worksheet, notes: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    # Read one more than is allowed, so that an excess is noticed; the size that the file declares may be wrong.
    # A single cell at the end makes openpyxl fill up thousands of rows: nothing is made of those.
    last = 0
    noted = {coordinate_to_tuple(at)[0] for at in notes}
    for last, row in enumerate(page.iter_rows(max_row=MAX_EMPTY + 1, max_col=MAX_COLUMNS + 1), start=1):
        is_empty = last not in noted and all(isinstance(cell, EmptyCell) for cell in row)
        yield () if is_empty else _noted(map(_read_cell, row), last, notes)
    for number in range(last + 1, min(max(noted, default=0), MAX_ROWS + 1) + 1):
        yield _noted((Cell() for _ in range(MAX_COLUMNS + 1)), number, notes)


def _noted(cells: Iterable[Cell], row: int, notes: Mapping[str, str]) -> tuple[Cell, ...]:
    found = (notes.get(f"{get_column_letter(column)}{row}", "") for column in range(1, MAX_COLUMNS + 2))
    return tuple(replace(cell, note=note) if note else cell for cell, note in zip(cells, found, strict=False))


def _notes(page: Worksheet, file: ZipFile) -> Mapping[str, str]:
    """Return the notes of *page* in *file*, by cell; openpyxl does not read them when reading by row."""
    beside = str(get_rels_path(_part(page)))  # type: ignore[no-untyped-call]
    if beside not in file.namelist():
        return {}
    names = [str(each.target) for each in get_dependents(file, beside).find(COMMENTS_NS)]
    sheets: list[Any] = [CommentSheet.from_tree(fromstring(file.read(name))) for name in names]  # type: ignore[arg-type]
    return {at: str(note.text or "") for sheet in sheets for at, note in sheet.comments}


def _read_cell(cell: Any) -> Cell:
    value = cell.value
    runs = [each.font for each in value if isinstance(each, TextBlock)] if isinstance(value, CellRichText) else []
    found = _cell(value, str(cell.data_type))
    is_struck = bool(found.text) and any(font is not None and font.strike for font in (cell.font, *runs))
    return replace(found, struck=True) if is_struck else found


def _cell(value: object, kind: str) -> Cell:
    match value:
        case ArrayFormula() | DataTableFormula():
            return Cell(str(getattr(value, "text", "") or "="), Kind.FORMULA)
        case bool():
            return Cell("waar" if value else "onwaar", Kind.TRUTH)
        case int() | float():
            return Cell(_number(value), Kind.NUMBER)
        case datetime() | date() | time() | timedelta():
            return Cell(str(value).removesuffix(" 00:00:00"), Kind.DATE)  # Excel stores a day as its midnight
    text = "" if value is None else str(value)
    return Cell(text, _KINDS.get(kind, Kind.TEXT)) if text else Cell()


_KINDS = {"f": Kind.FORMULA, "e": Kind.ERROR}


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
