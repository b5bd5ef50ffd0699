"""Where a piece of a chapter stands in the editors' files.

The renderer puts runs of blocks in an element with the file and line of the first of them (`data-bron`). The lines
below that are counted here, as Markdown is customarily written: one empty line between blocks, one line for a row.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from draaiboek.base.model import Origin
from draaiboek.render.provenance import ATTRIBUTE, marked

_FENCES = 2


def of(element: HtmlElement) -> Origin | None:
    """Return where *element* was written; a heading, which stands between the runs, has the place of what follows."""
    return next((found for around in _around(element) if (found := marked(around))), None)


def number(body: HtmlElement) -> None:
    """Give every element inside the runs of *body* its own place."""
    runs = [(run, origin) for run in body.iter() if (origin := marked(run))]
    for run, origin in runs:
        _blocks(run, str(origin.path), origin.line)


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    yield from (element, *element.iterancestors())
    yield from element.xpath(f"following::*[@{ATTRIBUTE}][1]")
    yield from element.xpath(f"preceding::*[@{ATTRIBUTE}][1]")


def _blocks(element: HtmlElement, path: str, line: int) -> int:
    """Give the blocks in *element* their places from *line* on; return the line after the last."""
    end = line
    for child in element:
        if isinstance(child.tag, str) and ATTRIBUTE not in child.attrib:
            end = _block(child, path, line)
            line = end + ("admonition-title" not in child.get("class", "").split())
    return end


def _block(element: HtmlElement, path: str, line: int) -> int:
    element.set(ATTRIBUTE, f"{path}:{line}")
    match element.tag:
        case "ul" | "ol":
            return _list(element, path, line)
        case "table":
            return _table(element, path, line)
        case "pre":
            return line + str(element.text_content()).rstrip("\n").count("\n") + 1 + _FENCES
        case "blockquote" | "div":
            return _blocks(element, path, line)
    return _line(element, path, line) + 1


def _list(element: HtmlElement, path: str, line: int) -> int:
    end = line
    for item in element.iterchildren("li"):
        item.set(ATTRIBUTE, f"{path}:{line}")
        if item.find("p") is not None:
            end = _blocks(item, path, line)
            line = end + 1
            continue
        nested = [child for child in item if child.tag in {"ul", "ol"}]
        end = _line(item, path, line) + 1
        for child in nested:
            end = _block(child, path, end)
        line = end
    return end


def _table(element: HtmlElement, path: str, line: int) -> int:
    for row in element.iter("tr"):
        for each in row.iter():
            if isinstance(each.tag, str):
                each.set(ATTRIBUTE, f"{path}:{line}")
        heads = any(parent.tag == "thead" for parent in row.iterancestors())
        line += 2 if heads else 1
    return line


def _line(element: HtmlElement, path: str, line: int) -> int:
    """Give what stands in the lines of *element*, up to a list in it, its place; return the last line."""
    line += (element.text or "").strip(" ").rstrip("\n").count("\n")
    for child in element:
        if child.tag in {"ul", "ol"}:
            break
        if isinstance(child.tag, str):
            child.set(ATTRIBUTE, f"{path}:{line}")
            line = _line(child, path, line)
        tail = child.tail or ""
        line += (tail if tail.strip() else tail.rstrip("\n")).count("\n")
    return line
