"""What an accessible PDF must have (PDF/UA-1, PDF/A-3a), as far as it can be read off: our own check, not a validator.

And what a reader of paper needs: each note at the foot of the page that cites it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pikepdf

from draaiboek.base.dutch import enumeration

FEWEST = 10
"""The fewest tagged elements that a page of text has: with fewer, a file passes because there is nothing to check."""

MOST_ELSEWHERE = 100
"""One note reference in so many may have its note on another page; in a file with fewer references, none may."""

_NOTE = "Voetnoot"  # Typst's Dutch name for the link at a note reference
_HEADINGS = tuple(f"/H{level}" for level in range(1, 7))


def problems(pdf: bytes) -> Iterator[str]:
    """Yield, in words, what *pdf* lacks."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        yield from _catalog(file)
        yield from _identifiers(file)
        yield from _structure(file)
        yield from _pages(file)
        yield from _fonts(file)
        yield from notes_elsewhere(file)


def spoiled(pdf: bytes) -> Mapping[str, bytes]:
    """Return inaccessible copies of *pdf*, by what they lack: a checker that passes one of them judges nothing."""
    return {name: _changed(pdf, change) for name, change in _SPOILING.items()}


def _catalog(file: pikepdf.Pdf) -> Iterator[str]:
    root: Any = file.Root  # pikepdf has one type for all objects
    if "/MarkInfo" not in root or not root.MarkInfo.get("/Marked", False):
        yield "zegt niet dat het gelabeld is (MarkInfo)"
    if not str(root.get("/Lang", "")).strip():
        yield "noemt geen taal (Lang)"
    if "/ViewerPreferences" not in root or not root.ViewerPreferences.get("/DisplayDocTitle", False):
        yield "toont zijn bestandsnaam in de plaats van zijn titel (DisplayDocTitle)"


def _identifiers(file: pikepdf.Pdf) -> Iterator[str]:
    with file.open_metadata() as words:
        if words.get("pdfuaid:part") != "1":
            yield "noemt zich geen PDF/UA-1"
        if (words.get("pdfaid:part"), words.get("pdfaid:conformance")) != ("3", "A"):
            yield "noemt zich geen PDF/A-3a"
        if not str(words.get("dc:title", "")).strip():
            yield "heeft geen titel"


def _structure(file: pikepdf.Pdf) -> Iterator[str]:
    tree = file.Root.get("/StructTreeRoot")
    elements = list(_elements(tree)) if tree is not None else []
    if len(elements) < FEWEST:
        yield f"heeft maar {len(elements)} gelabelde stukken"
        return
    before = 0
    for each in elements:
        kind = str(each.get("/S", ""))
        if kind == "/Figure" and not str(each.get("/Alt", "")).strip():
            yield "heeft een beeld zonder vervangtekst"
        if kind == "/Table" and not any(str(cell.get("/S")) == "/TH" for cell in _elements(each)):
            yield "heeft een tabel zonder kopcellen"
        if kind in _HEADINGS:
            level = _HEADINGS.index(kind) + 1
            if level > before + 1:
                yield f"slaat een kopniveau over: na {before} komt {level}"
            before = level


def _pages(file: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(file.pages, start=1):
        if "/Annots" in page.obj and str(page.obj.get("/Tabs", "")) != "/S":
            yield f"volgt op bladzijde {number} niet de leesvolgorde met Tab"


def _fonts(file: pikepdf.Pdf) -> Iterator[str]:
    described = (item for item in file.objects if isinstance(item, pikepdf.Dictionary))
    for item in described:
        embedded = any(name in item for name in ("/FontFile", "/FontFile2", "/FontFile3"))
        if str(item.get("/Type", "")) == "/FontDescriptor" and not embedded:
            yield f"heeft een lettertype dat er niet in zit: {item.get('/FontName', '')}"


def _notes_and_pages(file: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    """Yield, for each note reference in *file*, the index of its page and of the page with the text of the note."""
    order = {page.obj.objgen: number for number, page in enumerate(file.pages)}
    for number, page in enumerate(file.pages):
        for link in page.get("/Annots", []):
            if str(link.get("/Contents", "")).startswith(_NOTE) and "/Dest" in link:
                yield number, order[link.Dest[0].objgen]


def notes_elsewhere(file: pikepdf.Pdf) -> Iterator[str]:
    """Yield a problem when too many notes in *file* are on another page than their reference."""
    marks = list(_notes_and_pages(file))
    elsewhere = [page + 1 for page, foot in marks if page != foot]
    if len(elsewhere) * MOST_ELSEWHERE > len(marks):
        pages = enumeration([str(page) for page in dict.fromkeys(elsewhere)])
        many = f"{len(elsewhere)} van de {len(marks)} voetnoten"
        yield f"heeft {many} op een andere bladzijde dan hun cijfer: zie bladzijde {pages}"


def _elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """Yield the structure elements below *node*, in reading order."""
    below = node.get("/K") if isinstance(node, pikepdf.Dictionary) else None
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


# --- known bad files --------------------------------------------------------------------------------------------------


def _changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        change(file)
        file.save(target, deterministic_id=True)
    return target.getvalue()


def _without(*names: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        for name in names:
            del file.Root[name]

    return change


_SPOILING: Mapping[str, Callable[[pikepdf.Pdf], None]] = {
    "zonder structuur": _without("/StructTreeRoot"),
    "zonder kenmerken": _without("/Metadata"),
    "zonder MarkInfo": _without("/MarkInfo"),
    "zonder taal": _without("/Lang"),
    "zonder titelbalk": _without("/ViewerPreferences"),
}
