"""Sheets with cells of text or a number, from whatever program saved them; other files are refused."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
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
MAX_WORDS = 5_000_000
"""Characters of all cells together: a text that is stored once can stand in every cell."""
MAX_TAG = 200_000
"""Bytes of a tag with the text behind it; no cell of an office program holds as much."""
MAX_CELL = 32_767
"""The most characters of a cell in Excel: a text that is longer may have been shortened before it was read."""
MAX_ASIDE = 1000
"""Bytes of a comment, which no office program writes, or of another aside to a parser."""
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


@dataclass(slots=True)
class Counted:
    """How many rows of a file were read, and how many characters in their cells."""

    rows: int = 0
    characters: int = 0

    def add(self, cells: Iterable[Cell]) -> None:
        """Count one more row; raises UnreadableError when its cells are too much."""
        self.rows += 1
        self.characters += sum(len(each.text) + len(each.note) for each in cells)
        if self.characters > MAX_WORDS:
            what = "tekst"
            raise _more(what, _SMALLER)


def trimmed(name: str, rows: Iterable[tuple[Cell, ...]], counted: Counted) -> Read:
    """Return the sheet *name* without the empty cells and rows at the end; *counted* is for the whole file.

    Raises UnreadableError when there are more than a form can have: what was left out would be lost.
    """
    kept: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows, start=1):
        cells = _without_end(row)
        counted.add(cells)
        if (cells and number > MAX_ROWS) or counted.rows > MAX_EMPTY or len(cells) > MAX_COLUMNS:
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


def examined(data: bytes, kind: str, marker: str) -> bytes:
    """Return the zip *data*, which claims to be *kind*, made anew of the parts that were looked at.

    Its unpacked size may not exceed that of a form, and no XML may define entities: that is how a small file grows to
    gigabytes, or reads another file. Whoever reads the result finds nothing else in it, whatever the headers of *data*
    say. Raises UnreadableError when it may do harm, or has no part *marker*.
    """
    if len(data) > MAX_BYTES:
        message = f"het bestand is te groot ({len(data)} bytes; hoogstens {MAX_BYTES})"
        raise UnreadableError(message, "Gebruik het formulier zoals je het kreeg, zonder beelden.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            parts = _harmless(file)
    except UnreadableError:
        raise
    except DAMAGED as error:
        raise _no_zip(data, kind) from error
    if marker not in parts:
        message = f"dit is geen {kind}-bestand"
        raise UnreadableError(message, "Bewaar het formulier als .xlsx of .ods.")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as anew:
        for name, part in parts.items():
            anew.writestr(name, part)
    return made.getvalue()


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


def _harmless(file: zipfile.ZipFile) -> Mapping[str, bytes]:
    """Return the parts of *file* by name; raises UnreadableError when they may do harm."""
    entries = file.infolist()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        message = "het bestand is uitgepakt te groot"
        raise UnreadableError(message, _AS_IT_CAME)
    parts = {entry.filename: _shortened(_part(file, entry)) for entry in entries}
    if b"encryption-data" in parts.get(_MANIFEST, b""):  # ODF 1.3, part 2, 4.8
        message = "dit bestand heeft een wachtwoord"
        raise UnreadableError(message, _AGAIN)
    tags = sheets = 0
    for name, part in parts.items():
        mine = part.count(b"<")
        tags += mine
        sheets += len(_SHEET.findall(part))
        for amount, most, what, hint in (
            (mine if name == _STYLES else 0, MAX_STYLES, "stijlen", _AS_IT_CAME),
            (tags, MAX_TAGS, "cellen", _SMALLER),
            (sheets, MAX_SHEETS, "bladen", _AS_IT_CAME),
        ):
            if amount > most:
                raise _more(what, hint)
        _refuse(name, part)
    if sheets * tags > MAX_READ:
        what = "bladen en cellen"
        raise _more(what, _AS_IT_CAME)
    return parts


def _refuse(name: str, part: bytes) -> None:
    """Raise UnreadableError when *part* is XML that no office program writes."""
    if _defines_names(part, is_xml=name.endswith((".xml", ".rels"))) or _is_slow(part):
        message = "het bestand bevat XML die niet van een rekenblad is"
        raise UnreadableError(message, "Bewaar het opnieuw met Excel of LibreOffice.")


def _part(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return *entry*, never more than the size that its header gives: that may be a lie."""
    if entry.compress_type not in _PACKED:
        message = "a spreadsheet is packed in no such way"
        raise zipfile.BadZipFile(message)
    with file.open(entry) as stream:
        return stream.read(entry.file_size + 1)


# What office programs use. Of the other ways, zipfile unpacks whatever there is at once.
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


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


def _shortened(part: bytes) -> bytes:
    """Return *part* with each text that no cell can hold cut off: whoever reads it refuses the cell, by its address.

    What is left of a text is still longer than what a cell may hold, whatever it begins with.
    """
    if len(part) <= MAX_TAG or not _is_xml(part) or b"\x00" in part:
        return part
    pieces = ((piece, *piece.partition(b">")) for piece in part.split(b"<"))
    return b"<".join(
        tag + end + _TOO_LONG if len(piece) > MAX_TAG and len(tag) < MAX_ASIDE < len(words) else piece
        for piece, tag, end, words in pieces
    )


_TOO_LONG = b"." * (MAX_CELL + 1)


def _is_xml(part: bytes) -> bool:
    return part.lstrip(b"\xef\xbb\xbf\x00\xfe\xff \t\r\n").startswith(b"<")


def _is_slow(part: bytes) -> bool:
    """Return whether *part* is XML with a tag or a comment so long that reading it takes minutes.

    A parser that gets a file in pieces begins with an unfinished tag anew at each piece.
    """
    if not _is_xml(part):
        return False
    asides = ((match.start(), _ASIDES[match[0]]) for match in _ASIDE.finditer(part))
    return max(map(len, part.split(b"<"))) > MAX_TAG or any(
        part.find(end, start, start + MAX_ASIDE) < 0 for start, end in asides
    )


_ASIDES = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
_ASIDE = re.compile(b"|".join(map(re.escape, _ASIDES)))
