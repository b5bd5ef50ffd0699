"""A PDF in fewer bytes: the same pages, words and structure, without what nobody can see or hear.

The input is a PDF as Typst (0.15) writes it.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any

import pikepdf

from draaiboek.forms.pdf.file_format import compressed, written
from draaiboek.forms.pdf.page_content import Face, Marks, alphabet, parts, shortened

_QUAD = 8  # numbers per line of a link
_BARE = {"/K", "/P", "/Pg", "/S", "/Type"}  # the keys of an element that carries no information of its own
_LETTERS = 256  # the number that a byte can distinguish
_ABOVE = 128  # from the code of a letter to the byte of a second glyph with its meaning
_CODE = re.compile(rb"<([0-9A-F]{4})>(?= <)")
_MEANING = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", re.MULTILINE)
_NEEDED = {b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep"}  # ISO 32000-1, 9.9
_TABLE = struct.Struct(">4sIII")  # a line of a table directory: tag, checksum, place, size
_COUNT_AT, _TABLES_AT = 4, 12
_SYSTEM = pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0)
_BLOCK = 100  # letters that one block of a CMap may list
_CMAP = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def
/CMapName /%b def
/CMapType 1 def
1 begincodespacerange
<00> <FF>
endcodespacerange
%b
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_Key = tuple[int, int]
"""The number of an object."""
_Element = tuple[Any, list[Any]]
"""A structure element, and its contents: marked content by number, and other objects."""


def compacted(file: pikepdf.Pdf) -> bytes:
    """Return *file* in fewer bytes, deterministically."""
    objects = list(file.objects)
    kinds = defaultdict[str, list[Any]](list)  # pikepdf has one type for all objects
    for each in objects:
        if isinstance(each, pikepdf.Dictionary):
            kinds[str(each.get("/Type"))].append(each)
    _shorten_links(file, kinds["/Annot"], kinds["None"])
    on_pages_alone = not any(isinstance(each, pikepdf.Stream) and "/Resources" in each for each in objects)
    fonts = [each for each in kinds["/Font"] if "/ToUnicode" in each]
    letters = _letters(fonts) if on_pages_alone else {}
    faces = {font.objgen: _face(font, letters[font.objgen]) for font in fonts if letters}
    encodings = [_encode(file, font, letters[font.objgen]) for font in fonts if letters]
    for each in (each.FontFile2 for each in kinds["/FontDescriptor"] if "/FontFile2" in each):
        each.write(compressed(_drawn_with(each.read_bytes())), filter=pikepdf.Name.FlateDecode)
    feet = _shorten_pages(file, _kids(kinds["/StructElem"]), faces)
    del file.Root.MarkInfo["/Suspects"]  # Typst says false, which is the default; Poppler takes that for a mistake
    return written(file, [*objects, *encodings, *feet])


# --- links ------------------------------------------------------------------------------------------------------------


def _shorten_links(file: pikepdf.Pdf, links: Sequence[Any], others: Sequence[Any]) -> None:
    """Round the places of *links*, and the targets of *links* and *others*, such as those of the outline, to a point.

    A direct destination takes less room than an object that several share.
    """
    for link in links:
        link.Rect = pikepdf.Array(map(round, link.Rect))
        if "/QuadPoints" in link:
            lines = list(_lines([round(number) for number in link.QuadPoints]))
            if len(lines) > 1:
                link.QuadPoints = pikepdf.Array(chain.from_iterable(lines))
            else:
                del link["/QuadPoints"]  # redundant: the rectangle says the same
    for each in (*links, *others):
        if isinstance(each.get("/Dest"), pikepdf.Array):
            each.Dest = _target(each.Dest)
    names: Any = file.Root.Names.Dests.Names if "/Names" in file.Root else []
    for number in range(1, len(names), 2):
        names[number] = _target(names[number])


def _target(place: Any) -> pikepdf.Array:
    page, how, *numbers = list(place)
    return pikepdf.Array([page, how, *map(round, numbers)])


def _lines(quads: Sequence[int]) -> Iterator[list[int]]:
    """Yield *quads*, each counter-clockwise from its lower left corner, merging those that touch within a line."""
    line: list[int] = []
    for start in range(0, len(quads), _QUAD):
        left, low, right, _, _, high, *_ = quads[start : start + _QUAD]
        if line and left == line[2] and low < line[5] and line[1] < high:
            left, low, high = line[0], min(low, line[1]), max(high, line[5])
        elif line:
            yield line
        line = [left, low, right, low, right, high, left, high]
    yield line


# --- fonts ------------------------------------------------------------------------------------------------------------


def _letters(fonts: Sequence[Any]) -> Mapping[_Key, Mapping[int, int]]:
    """Return the byte of each letter of *fonts*: by the object number of the font, then by glyph number.

    Empty if one of them has too many letters for that, or is not a two-byte font.
    """
    meanings = {font.objgen: dict(_MEANING.findall(font.ToUnicode.read_bytes())) for font in fonts}
    most = max((int(code, 16) for meaning in meanings.values() for code in meaning), default=0)
    if most >= _LETTERS or any(font.Encoding != "/Identity-H" for font in fonts):
        return {}
    return {
        font.objgen: _bytes_of({int(code, 16): text for code, text in meanings[font.objgen].items()}, _widths(font))
        for font in fonts
    }


def _widths(font: Any) -> Mapping[int, float]:
    """Return the widths of the glyphs of *font*, by number, if it lists them as Typst does: first, last, width."""
    said = list(font.DescendantFonts[0].get("/W", []))
    if any(isinstance(each, pikepdf.Array) for each in said):
        return {}
    runs = zip(said[::3], said[1::3], said[2::3], strict=True)
    return {letter: float(width) for first, last, width in runs for letter in range(first, last + 1)}


def _face(font: Any, letters: Mapping[int, int]) -> Face:
    widths = _widths(font)
    return Face(alphabet(letters), {byte: widths[letter] for letter, byte in letters.items() if letter in widths})


def _bytes_of(meanings: Mapping[int, bytes], widths: Mapping[int, float]) -> Mapping[int, int]:
    """Return a byte for each glyph; *meanings* has the text of those whose meaning is known.

    It is the byte of the character itself where possible. Typst numbers glyphs in order of appearance, and a word whose
    letters get the numbers of brackets takes twice as much room. Of two with the same meaning, such as figures for
    lists and for running text, *widths* decide the order: their order of appearance may differ between editions. The
    second gets a byte above those of letters, so that it does not move these up.
    """
    found: dict[int, int] = {}
    free = dict.fromkeys(range(_LETTERS))
    known = sorted(meanings, key=lambda each: (len(meanings[each]), meanings[each], widths.get(each, 0), each))
    firsts = {meanings[letter]: letter for letter in reversed(known)}
    seconds = [letter for letter in known if firsts[meanings[letter]] != letter]
    unknown = sorted(set(range(max(meanings, default=0))) - set(meanings))
    for letter in (*sorted(firsts.values(), key=known.index), *seconds, *unknown):
        wanted = (int(meanings.get(letter, b"00")[-2:], 16) + _ABOVE * (letter in seconds)) % _LETTERS
        byte = next(each for each in (*range(wanted, _LETTERS), *range(wanted)) if each in free)
        del free[byte]
        found[letter] = byte
    return found


def _drawn_with(font: bytes) -> bytes:
    """Return the TrueType *font* without the tables that a PDF does not need: names of the font and of its glyphs."""
    (count,) = struct.unpack_from(">H", font, _COUNT_AT)
    tables = [_TABLE.unpack_from(font, _TABLES_AT + _TABLE.size * number) for number in range(count)]
    needed = [(tag, checksum, font[at : at + size]) for tag, checksum, at, size in tables if tag in _NEEDED]
    at = _TABLES_AT + _TABLE.size * len(needed)
    heads, contents = list[bytes](), list[bytes]()
    for tag, checksum, content in needed:
        heads.append(_TABLE.pack(tag, checksum, at, len(content)))
        contents.append(content + bytes(-len(content) % 4))
        at += len(contents[-1])
    log = len(needed).bit_length() - 1
    searched = 16 << log  # bytes of the table directory that a binary search begins with
    begin = font[:_COUNT_AT] + struct.pack(">4H", len(needed), searched, log, 16 * len(needed) - searched)
    return b"".join([begin, *heads, *contents])


def _encode(file: pikepdf.Pdf, font: Any, letters: Mapping[int, int]) -> pikepdf.Stream:
    """Encode each letter in *font* as one byte, according to *letters*, and return the CMap that says so."""
    meaning = font.ToUnicode.read_bytes().replace(b"<0000> <FFFF>", b"<00> <FF>")
    narrow = _CODE.sub(lambda code: b"<%02X>" % letters[int(code[1], 16)], meaning)
    font.ToUnicode.write(compressed(narrow), filter=pikepdf.Name.FlateDecode)
    pairs = sorted((byte, letter) for letter, byte in letters.items())
    blocks = (pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK))
    said = b"\n".join(
        b"%d begincidchar\n%b\nendcidchar" % (len(block), b"\n".join(b"<%02X> %d" % pair for pair in block))
        for block in blocks
    )
    name = "OneByte" + str(font.BaseFont).rpartition("-")[2]
    encoding = file.make_stream(
        compressed(_CMAP % (name.encode(), said)),
        Type=pikepdf.Name.CMap,
        CMapName=pikepdf.Name(f"/{name}"),
        CIDSystemInfo=_SYSTEM,
        Filter=pikepdf.Name.FlateDecode,
    )
    font.Encoding = encoding
    return encoding


# --- structure --------------------------------------------------------------------------------------------------------


def _kids(elements: Sequence[Any]) -> Sequence[_Element]:
    """Return *elements* with their contents, leaving out those that only say how their words look."""
    kids = {element.objgen: list(element.get("/K", [])) for element in elements}
    kept = []
    for element in elements:
        _say_no_looks(element)
        if "/T" in element:
            del element["/T"]  # the title of a heading: its text and its bookmark say the same
        if element.S == "/Span" and element.keys() == _BARE and _is_dissolved(element, kids):
            continue
        kept.append(element)
    return [(element, kids[element.objgen]) for element in kept]


def _say_no_looks(element: Any) -> None:
    if "/A" in element:
        said = [each for each in element.A if each.O != "/Layout" or "/BBox" in each or "/Placement" in each]
        if said:
            element.A = pikepdf.Array(said)
        else:
            del element["/A"]


def _is_dissolved(element: Any, kids: Mapping[_Key, list[Any]]) -> bool:
    """Move the marked content of *element*, if it has nothing else, to its parent, unless that is on other pages."""
    around, marks = element.P, kids[element.objgen]
    if around.get("/Pg", element.Pg).objgen != element.Pg.objgen or not all(isinstance(mark, int) for mark in marks):
        return False
    around.Pg = element.Pg
    there = kids[around.objgen]
    at = next(at for at, kid in enumerate(there) if not isinstance(kid, int) and kid.objgen == element.objgen)
    there[at : at + 1] = marks
    return True


def _shorten_pages(
    file: pikepdf.Pdf, elements: Sequence[_Element], faces: Mapping[_Key, Face]
) -> Sequence[pikepdf.Stream]:
    """Rewrite the content streams of the pages, and renumber their marked content in *elements* accordingly.

    Each letter becomes one byte, according to *faces* for its font, if given. The footers are returned: pages share
    them (decisions/0079).
    """
    marks, language = _marks(elements), str(file.Root.Lang)
    numbers: dict[_Key, Mapping[int, int]] = {}
    feet: dict[bytes, pikepdf.Stream] = {}
    for page in file.pages:
        content, key = page.obj.Contents, page.obj.objgen
        fonts = page.obj.Resources.get("/Font", {}).items() if faces else ()
        named = {name.removeprefix("/").encode(): faces[font.objgen] for name, font in fonts}
        shorter, numbers[key] = shortened(content.read_bytes(), marks[key], language, named)
        own, foot = parts(shorter)
        content.write(compressed(own), filter=pikepdf.Name.FlateDecode)
        if foot:
            if foot not in feet:
                feet[foot] = file.make_stream(compressed(foot), Filter=pikepdf.Name.FlateDecode)
            page.obj.Contents = pikepdf.Array([content, feet[foot]])
    owners = _numbered(elements, numbers)
    pages = {page.obj.StructParents: page.obj.objgen for page in file.pages if "/StructParents" in page.obj}
    tree = file.Root.StructTreeRoot.ParentTree.Nums
    for at in range(0, len(tree), 2):
        if tree[at] in pages:
            there = owners[pages[tree[at]]]
            tree[at + 1] = pikepdf.Array([there[number] for number in range(len(there))])
    return list(feet.values())


def _marks(elements: Sequence[_Element]) -> defaultdict[_Key, Marks]:
    """Return what *elements* say about the marked content on each page."""
    marks: defaultdict[_Key, Marks] = defaultdict(Marks)
    for element, kids in elements:
        follows = {kid: before for before, kid in pairwise(kids) if isinstance(before, int) and isinstance(kid, int)}
        if follows:
            marks[element.Pg.objgen].follows.update(follows)
        if "/Lang" in element:
            for page, number in _below(element):
                marks[page].foreign.add(number)
    return marks


def _below(element: Any) -> Iterator[tuple[_Key, int]]:
    """Yield the marked content in *element* and its descendants: pages and numbers."""
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            yield element.Pg.objgen, kid
        elif "/MCID" in kid:
            yield kid.Pg.objgen, kid.MCID
        elif "/S" in kid:
            yield from _below(kid)


def _numbered(elements: Sequence[_Element], numbers: Mapping[_Key, Mapping[int, int]]) -> Mapping[_Key, dict[int, Any]]:
    """Give the marked content in *elements* its new *numbers*, by page, and return which element owns each."""
    owners: defaultdict[_Key, dict[int, Any]] = defaultdict(dict)
    for element, kids in elements:
        page = element.Pg.objgen if "/Pg" in element else None
        shown: list[Any] = []
        for kid in kids:
            if page and isinstance(kid, int):
                number = numbers[page][kid]
                if number not in owners[page]:
                    shown.append(number)
                owners[page][number] = element
                continue
            shown.append(kid)
            if "/MCID" in kid:
                kid.MCID = numbers[kid.Pg.objgen][kid.MCID]
                owners[kid.Pg.objgen][kid.MCID] = element
        if page:
            element.K = pikepdf.Array(shown)
    return owners
