"""A composed page as the ordinary Markdown that somebody would write for MkDocs: the input of the other programs.

Footnotes, abbreviations, tables, boxes and ids of headings are written in the syntax of Python-Markdown's extensions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from draaiboek.base.model import (
    Blank,
    Block,
    Box,
    Break,
    Call,
    Code,
    Emphasis,
    Figure,
    Foreign,
    Image,
    Inline,
    Item,
    Link,
    Listing,
    Mark,
    Note,
    Page,
    Paragraph,
    Part,
    Quote,
    Row,
    Rule,
    Script,
    Section,
    SectorText,
    Slot,
    Strong,
    Table,
    TermLink,
    Text,
    in_words,
)
from draaiboek.compose import sector_mark
from draaiboek.compose.reading_order import all_inlines
from draaiboek.render.phrasing import mark_words

EXTENSIONS = (
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables"),
    *("pymdownx.details", "pymdownx.superfences", "pymdownx.tasklist"),
)
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|])")
_AT_START = re.compile(r"^(\s*)(#|[-+](?=\s)|!!!|===)", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s)", re.MULTILINE)
_DEEP = "    "


def markdown(page: Page) -> str:
    """Return *page*, which is filled in, as the text of a Markdown file with front matter."""
    front = {"title": page.meta.title, "description": page.meta.description}
    head = ["---", *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()), "---", ""]
    body = [f"# {_text(page.meta.title)}", "", *_parts(page.lead)]
    for section in page.sections:
        body += _section(section)
    for note in page.footnotes:
        body += [f"[^{note.number}]: {_run(note.content)}", ""]
    body += [f"*[{word}]: {' '.join(meaning.split())}" for word, meaning in _terms(page).items()]
    return "\n".join((*head, *body, ""))


def _terms(page: Page) -> dict[str, str]:
    words = all_inlines(page.lead, page.sections)
    return {each.text: each.meaning for each in words if isinstance(each, TermLink)}


def _section(section: Section) -> Iterator[str]:
    mark = f" {_inline(section.mark)}" if section.mark else ""
    yield from (f"{'#' * section.level} {_run(section.heading)}{mark} {{#{section.id}}}", "")
    yield from _parts(section.body)
    for below in section.subsections:
        yield from _section(below)
    yield from _parts(section.tail)


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case Slot():
                continue
            case SectorText():
                yield from _sector_text(part)
            case _:
                yield from _block(part)


def _sector_text(part: SectorText) -> Iterator[str]:
    yield from (f"**{_text(sector_mark.label(part))}**", "")
    if reason := sector_mark.why(part):
        yield from (_text(reason), "")
    if part.stale:
        yield from (_text(sector_mark.STALE), "")
    yield from _parts(part.body)
    for section in part.sections:
        yield from _section(section)


def _block(block: Block) -> Iterator[str]:
    """Yield the lines of *block*, followed by an empty one."""
    match block:
        case Paragraph():
            yield from (*_start(_run(block.content)).split("\n"), "")
        case Listing():
            yield from (*(line for number, item in enumerate(block.items) for line in _item(item, block, number)), "")
        case Table():
            yield from (*_table(block), "")
        case Quote():
            yield from (*(f"> {line}".rstrip() for each in block.blocks for line in _block(each)), "")
        case Box():
            title = f' "{_run(block.title)}"'.replace("\n", " ") if block.title else ' ""'
            inside = (line for each in block.blocks for line in _block(each))
            yield from (f"!!! {block.kind}{title}", "", *(f"{_DEEP}{line}".rstrip() for line in inside), "")
        case Rule():
            yield from ("---", "")
        case Figure():
            yield from (line for each in in_words(block) for line in _block(each))
            yield from (*_start(_run(block.note)).split("\n"), "")


def _item(item: Item, listing: Listing, number: int) -> Iterator[str]:
    sign = "-" if listing.start is None else f"{listing.start + number}."
    box = {None: "", True: "[x] ", False: "[ ] "}[item.ticked]
    lines = [line for each in item.blocks for line in _block(each)]
    while listing.tight and lines and not lines[-1]:
        lines.pop()
    first, *rest = lines or [""]
    yield f"{sign:<4}{box}{first}".rstrip()
    yield from (f"{_DEEP}{line}".rstrip() for line in rest)


def _table(table: Table) -> Iterator[str]:
    lines = {"left": ":---", "right": "---:", "center": ":---:", "": "---"}
    yield _row(table.head)
    yield f"| {' | '.join(lines[side] for side in table.align)} |"
    yield from map(_row, table.rows)


def _row(row: Row) -> str:
    cells = (_run(cell).replace("\n", "<br>") for cell in row.cells)
    return f"| {' | '.join(cells)} |"


def _run(content: Sequence[Inline]) -> str:
    return "".join(map(_inline, content)).strip()


def _inline(inline: Inline) -> str:
    match inline:
        case Emphasis():
            return f"*{_run(inline.content)}*"
        case Strong():
            return f"**{_run(inline.content)}**"
        case Script():
            name = "sup" if inline.raised else "sub"
            return f"<{name}>{_run(inline.content)}</{name}>"
        case Link():
            return _link(inline)
    return _sign(inline)


def _sign(inline: Inline) -> str:
    signs: dict[type[object], Callable[[Any], str]] = {
        Text: lambda each: _text(each.text),
        TermLink: lambda each: _text(each.text),
        Code: lambda each: f"`{each.text}`",
        Break: lambda _each: "  \n",
        Image: lambda each: f"![{_text(each.text)}]({each.href})",
        Note: lambda each: f"[^{each.number}]",
        Mark: lambda each: f"({_text(mark_words(each))})",
        Call: lambda each: f"[{each.number}](tel:{each.number})",
        Blank: lambda each: f"({_text(each.about)})",
        Foreign: lambda each: _text(each.text),
    }
    return signs[type(inline)](inline)


def _link(link: Link) -> str:
    words = _run(link.content)
    return words if link.href.startswith("variant:") else f"[{words}]({link.href})"


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _start(text: str) -> str:
    """Return *text* escaped so that no line begins like a heading, a list or a box."""
    return _NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\1\\\2", text))
