"""Sheets with cells of text or a number, from whatever program saved them; other files are refused."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from string import ascii_uppercase

MAX_BYTES = 5_000_000
MAX_UNPACKED = 15_000_000
MAX_TAGS = 1_000_000
"""Start and end tags: each costs a parser that builds a tree a hundred times its bytes."""
MAX_STYLES = 100_000
"""The tags among those that style an .xlsx: each costs a parser that builds a tree thirty times as much as a cell's."""
MAX_SHEETS = 100
"""Sheets, which may all be the same one: a program that opens them compares each with all before it."""
MAX_READ = 1_500_000
"""Sheets times tags: a sheet that is listed again is read again."""
MAX_ROWS = 5_000
MAX_EMPTY = 20_000
"""The most rows that a file may have in all: coloured rows without a word are not rows of a form."""
MAX_COLUMNS = 100
BOX, PICTURE = "een tekstvak", "een beeld"
MARGIN = "tekst in de kop- of voettekst"
"""Things on a sheet that can contain text although it is in none of its cells."""
_LETTERS = len(ascii_uppercase)


class Kind(StrEnum):
    """What a cell holds; the values are Dutch nouns."""

    EMPTY = "niets"
    TEXT = "tekst"
    NUMBER = "een getal"
    DATE = "een datum"
    FORMULA = "een formule"
    ERROR = "een foutwaarde"
    TRUTH = "waar of onwaar"
    COVERED = "een samengevoegde cel"


@dataclass(frozen=True, slots=True)
class Cell:
    """The contents of a cell as somebody typed it; for a formula, the text of the formula. *note* is attached to it.

    *struck* says that a line runs through some of its words.
    """

    text: str = ""
    kind: Kind = Kind.EMPTY
    note: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A sheet that somebody filled in; rows may differ in length. *floats* names what is on it outside any cell."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    floats: tuple[str, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at *row* and *column*, both counted from 0."""
        inside = row < len(self.rows) and column < len(self.rows[row])
        return self.rows[row][column] if inside else Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write: column *widths* in characters, *bold* rows, *open* cells (to fill in); counted from 0."""

    name: str
    rows: tuple[tuple[str | int, ...], ...]
    widths: tuple[int, ...]
    bold: frozenset[int] = frozenset()
    open: frozenset[tuple[int, int]] = frozenset()
    choices: Mapping[int, Sequence[str]] | None = None
    frozen: int = 0


DAMAGED: tuple[type[Exception], ...] = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError, SyntaxError),
    *(TypeError, ValueError, zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)
"""What openpyxl and odfdo, and the libraries that they use, raise for a malformed file."""


class UnreadableError(Exception):
    """The file is not a sheet that can be read; the message is Dutch, *hint* the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def trimmed(name: str, rows: Iterable[tuple[Cell, ...]], counted: Iterator[int]) -> Read:
    """Return the sheet *name* without the empty cells and rows at the end; *counted* counts the rows of the whole file.

    Raises UnreadableError when there are more than a form can have: what was left out would be lost.
    """
    kept: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, start=1):
        cells = _without_end(row)
        if (cells and number > MAX_ROWS) or next(counted) > MAX_EMPTY or len(cells) > MAX_COLUMNS:
            message = f"het blad '{name[:40]}' is te groot (hoogstens {MAX_ROWS} rijen en {MAX_COLUMNS} kolommen)"
            raise UnreadableError(message, _SMALLER)
        kept += [()] * (number - 1 - len(kept)) + [cells] if cells else []
    return Read(name, tuple(kept))


def is_said(words: str, *, numbered: bool) -> bool:
    """Return whether somebody wrote *words* above or below a printed sheet; 'Pagina 1 van 2' does not count.

    *words* exclude the fields that the program fills in; *numbered* says that one of those is a page number.
    """
    return bool(re.search(r"\w", words)) and not (numbered and _PAGE.fullmatch(words))


_PAGE = re.compile(r"\W*(?:\w+\W+){0,1}\w+\W*")


_SMALLER = (
    "Wis de rijen onder je laatste opmerking en de kolommen ernaast. Is het nog te groot? Verdeel je tekst over twee."
)


_NOTHING = frozenset({Kind.EMPTY, Kind.COVERED})


def _without_end(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    length = max(
        (number for number, cell in enumerate(row, start=1) if cell.kind not in _NOTHING or cell.note), default=0
    )
    return row[:length]


def address(row: int, column: int) -> str:
    """Return the name of the cell at *row* and *column*, counted from 0, as in every office program: C7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = ascii_uppercase[rest] + letters
    return f"{letters}{row + 1}"


def unpacked(data: bytes, kind: str) -> frozenset[str]:
    """Return the names in the zip *data*, which claims to be *kind*; raises UnreadableError when it may do harm.

    Its unpacked size may not exceed that of a form, and no XML may define entities: that is how a small file grows to
    gigabytes, or reads another file.
    """
    if len(data) > MAX_BYTES:
        message = f"het bestand is te groot ({len(data)} bytes; hoogstens {MAX_BYTES})"
        raise UnreadableError(message, "Gebruik het formulier zoals je het kreeg, zonder beelden.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return _harmless(file)
    except UnreadableError:
        raise
    except DAMAGED as error:
        raise _no_zip(data, kind) from error


def _no_zip(data: bytes, kind: str) -> UnreadableError:
    """Return the refusal of *data*, which claims to be *kind* and is not; file signatures tell what it really is."""
    if data.startswith(_OLD):
        is_locked = _LOCKED in data
        said = "dit bestand heeft een wachtwoord" if is_locked else "dit bestand is van een oude Excel (.xls)"
        return UnreadableError(said, _AGAIN)
    if data.startswith(b"%PDF-"):
        return UnreadableError(f"dit is een pdf die {kind} heet", "Vraag het formulier zelf, niet een afdruk ervan.")
    if data and not _BINARY.search(data[:1000]):
        message = f"dit is een tekstbestand (csv) dat {kind} heet: de lijst van de alinea's zit er niet meer in"
        return UnreadableError(
            message, "Open het formulier dat je kreeg, neem je tekst daarin over, en bewaar als .xlsx."
        )
    return UnreadableError(f"dit is geen {kind}-bestand, of het is beschadigd", _AGAIN)


_AS_IT_CAME = "Gebruik het formulier zoals je het kreeg."
_MANIFEST = "META-INF/manifest.xml"
_AGAIN = "Open het in Excel of LibreOffice en bewaar het opnieuw als .xlsx, zonder wachtwoord."
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Compound File Binary, [MS-CFB] 2.2
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # an .xlsx with a password is such a file: [MS-OFFCRYPTO] 2.3.4.4
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def _harmless(file: zipfile.ZipFile) -> frozenset[str]:
    entries = file.infolist()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        message = "het bestand is uitgepakt te groot"
        raise UnreadableError(message, _AS_IT_CAME)
    names = frozenset(entry.filename for entry in entries)
    if _MANIFEST in names and b"encryption-data" in file.read(_MANIFEST):  # ODF 1.3, part 2, 4.8
        message = "dit bestand heeft een wachtwoord"
        raise UnreadableError(message, _AGAIN)
    tags = sheets = 0
    for entry in entries:
        part = file.read(entry)
        mine = part.count(b"<")
        tags += mine
        sheets += len(_SHEET.findall(part))
        for amount, most, what, hint in (
            (mine if entry.filename == _STYLES else 0, MAX_STYLES, "stijlen", _AS_IT_CAME),
            (tags, MAX_TAGS, "cellen", _SMALLER),
            (sheets, MAX_SHEETS, "bladen", _AS_IT_CAME),
        ):
            if amount > most:
                raise _more(what, hint)
        if _defines_names(part, is_xml=entry.filename.endswith((".xml", ".rels"))):
            message = "het bestand bevat XML die niet van een rekenblad is"
            raise UnreadableError(message, "Bewaar het opnieuw met Excel of LibreOffice.")
    if sheets * tags > MAX_READ:
        what = "bladen en cellen"
        raise _more(what, _AS_IT_CAME)
    return names


def _more(what: str, hint: str) -> UnreadableError:
    message = f"het bestand heeft veel meer {what} dan een formulier"
    return UnreadableError(message, hint)


_SHEET = re.compile(rb"<(?:[^\s<>/:]+:)?(?:sheet|table)[\s/>]")  # of an .xlsx, and of an .ods
_STYLES = "xl/styles.xml"  # the only place where openpyxl looks for styles


def _defines_names(part: bytes, *, is_xml: bool) -> bool:
    # In UTF-16 the same words have a zero byte between their letters; no office program writes that. And a sheet's file
    # may have any name: only another part of the archive says which files are sheets.
    plain = part.replace(b"\x00", b"")
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain or (is_xml and plain != part)
