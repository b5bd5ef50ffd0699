"""What software that reads a PDF aloud or shows its outline finds in it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from draaiboek.lab.audit.words_in_forms import letters

NOTHING = 99  # deeper than any tag of a PDF


def bookmarks(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Yield level and title of each bookmark."""
    with pdf.open_outline(max_depth=6) as outline:
        waiting = [(1, item) for item in reversed(outline.root)]
        while waiting:
            level, item = waiting.pop()
            yield level, item.title
            waiting += [(level + 1, child) for child in reversed(item.children)]


def tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the structure types of *pdf* in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S)
            if "/K" in node:
                waiting.append(node.K)


def notes_and_pages(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    """Yield, for each note mark, the index of its page and that of the page where the note is printed."""
    order = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    for number, page in enumerate(pdf.pages):
        for link in page.get("/Annots", []):
            if str(link.get("/Contents", "")).startswith("Voetnoot") and "/Dest" in link:
                yield number, order[link.Dest[0].objgen]


def letters_of_pdf(path: Path) -> str:
    """Return the letters of the chapters of a PDF in the order of its tags, as a screen reader speaks them.

    This leaves out what print adds: numbers of notes and lists, pages of cross references, addresses, text in drawings,
    names in lists of terms, and notes that are repeated on a later page of their chapter.
    """
    command = ["pdfinfo", "-struct-text", str(path)]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    pieces: list[str] = []
    notes: set[str] = set()
    hidden = note = NOTHING
    for line in said.split("\n"):
        depth = len(line) - len(line.lstrip())
        hidden = NOTHING if depth <= hidden else hidden
        if re.match(r" *H1\b", line):
            notes.clear()
        if re.match(r" *Note\b", line):
            note = depth
        elif note != NOTHING and (number := re.fullmatch(r' *"(\d+)"', line)):
            hidden = note if number[1] in notes else hidden
            notes.add(number[1])
            note = NOTHING
        if re.match(r" *(Lbl|Figure|TOC)\b", line):
            hidden = min(hidden, depth)
        if re.match(r" *TOC\b", line):
            pieces.clear()
        if hidden == NOTHING and (text := re.fullmatch(r' *"(.*)"', line)):
            pieces.append(text[1])
    return letters(re.sub(r"\(\s*(https?|mailto):[^)]*\)|\(p\.\s*\d+\s*\)", "", "".join(pieces)))
