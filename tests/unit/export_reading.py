"""What a reader program finds in a PDF."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pikepdf
from lxml.html import HtmlElement

_FURNITURE = {"headerlink", "footnote-backref", "lr-verbeter"}


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


def letters_of_pdf(path: Path) -> str:
    """Return the letters of the chapters of a PDF in the order of its tags, as a screen reader says them.

    Without what print adds: numbers of notes and lists, pages of cross references, addresses,
    text in drawings, names in lists of terms.
    """
    command = ["pdfinfo", "-struct-text", str(path)]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")
    pieces: list[str] = []
    hidden = 99
    for line in said.split("\n"):
        depth = len(line) - len(line.lstrip())
        hidden = 99 if depth <= hidden else hidden
        if re.match(r" *(Lbl|Figure|TOC)\b", line):
            hidden = min(hidden, depth)
        if re.match(r" *TOC\b", line):
            pieces.clear()
        if hidden == 99 and (text := re.fullmatch(r' *"(.*)"', line)):
            pieces.append(text[1])
    return _letters(re.sub(r"\(\s*(https?|mailto):[^)]*\)|\(p\.\s*\d+\s*\)", "", "".join(pieces)))


def letters_of_article(html: str) -> str:
    """Return the letters of an article in the order of the PDF: each note where it is first referred to."""
    body = lxml.html.fragment_fromstring(html, create_parent="div")
    notes = {str(note.get("id")): note for note in body.iter("li") if str(note.get("id")).startswith("fn:")}
    for element in [each for each in body.iter() if each.get("class") in _FURNITURE]:
        element.drop_tree()
    for reference in [each for each in body.iter("a") if each.get("class") == "footnote-ref"]:
        note = notes.pop(unquote(str(reference.get("href"))).removeprefix("#"), None)
        reference.text = "" if note is None else str(note.text_content())
    return _letters("".join(_texts(body)))


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def _texts(element: HtmlElement) -> Iterator[str]:
    if element.get("class") != "footnote":
        yield element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                yield from _texts(child)
            yield child.tail or ""
