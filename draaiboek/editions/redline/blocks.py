"""Markdown as blocks of words: paragraphs, items, titles and the cells of tables, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from draaiboek.compose import sector_mark
from draaiboek.content import markdown
from draaiboek.editions.redline import words
from draaiboek.editions.redline.values import Box, Leaf, Look, Table, Text
from draaiboek.editions.redline.words import Names

_LISTS = {"bullet_list": "ul", "ordered_list": "ol"}
_BOXES = {"list_item": "li", "blockquote": "blockquote", "admonition": "admonition"}
_KINDS = {"heading": "heading", "admonition_title": "title"}
_PIPE = re.compile(r"(?<!\\)\|")
_SYNTAX = re.compile(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+|#{1,6}\s+)*")
_ID = re.compile(r"\s*\{\s*#[^{}]*\}\s*$")


def read(source: str, names: Names) -> Text:
    """Return the Markdown *source* as blocks; put together again they are *source*, to the letter."""
    reader = _Reader(source, names)
    # As in `markdown.parse`: a lone carriage return is a line end for the parser but not for whoever counts lines.
    tokens = markdown.engine().parse(source.replace("\r", " "))
    for index, token in enumerate(tokens):
        reader.take(token, tokens[index - 1] if index else token)
    return Text(tuple(reader.blocks), source[reader.done :])


@dataclass(slots=True)
class _Reader:
    """One pass over the tokens: *done* is how far *source* has been put in blocks."""

    source: str
    names: Names
    done: int = 0
    starts: Sequence[int] = ()
    boxes: list[Box] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    serial: int = 0
    rows: list[tuple[Leaf, ...]] = field(default_factory=list)
    row: int = 0
    is_label: bool = False
    blocks: list[Leaf | Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        lengths = [len(line) + 1 for line in self.source.split("\n")]
        self.starts = [sum(lengths[:index]) for index in range(len(lengths) + 1)]

    def take(self, token: Token, before: Token) -> None:
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind in _LISTS or kind in _BOXES:
            self.box(token, kind)
        elif kind == "table":
            self.table(token)
        elif token.type == "tr_open" and token.map:
            self.rows.append(tuple(self.cells(token.map[0])))
        elif token.type == "inline" and token.map and not before.type.startswith(("th_", "td_")):
            self.leaf(token, _KINDS.get(before.type.removesuffix("_open"), "paragraph"))
        elif kind in {"fence", "code_block", "html_block"} and token.map:
            self.raw(token, kind)

    def box(self, token: Token, kind: str) -> None:
        if token.nesting < 0:
            self.boxes.pop()
            if kind in _LISTS:
                self.counts.pop()
            return
        self.serial += 1
        number = 0
        if kind in _LISTS:
            self.counts.append(int(token.attrs.get("start", 1)) if kind == "ordered_list" else 0)
        elif kind == "list_item" and self.counts[-1]:
            number = self.counts[-1]
            self.counts[-1] += 1
        self.boxes.append(Box(_LISTS.get(kind) or _BOXES[kind], self.serial, number))

    def table(self, token: Token) -> None:
        if token.nesting > 0:
            self.rows = []
        elif self.rows:
            self.blocks.append(Table(tuple(self.boxes), tuple(self.rows)))

    def leaf(self, token: Token, kind: str) -> None:
        first, end = token.map or (0, 0)
        line = self.source[self.starts[first] : self.starts[first + 1]]
        content = token.content.split("\n")[0].strip()
        at = line.rfind(content) if content else -1
        syntax = _SYNTAX.match(line)
        start = self.starts[first] + (at if at >= 0 else syntax.end() if syntax else 0)
        # What stands after a title on its line is its closing quote.
        stop = start + len(content) if kind == "title" and at >= 0 else self.starts[end] - 1
        self.add("label" if self.is_label else kind, start, stop)
        self.is_label = False

    def raw(self, token: Token, kind: str) -> None:
        first, end = token.map or (0, 0)
        text = token.content.strip()
        if kind != "html_block":
            self.add("code", self.starts[first], self.starts[end] - 1)
        elif text == sector_mark.OPENING:
            self.serial += 1
            self.boxes.append(Box("sector", self.serial))
            self.is_label = True
        elif text == sector_mark.CLOSING and self.boxes and self.boxes[-1].kind == "sector":
            self.boxes.pop()
        elif not text.startswith("<!--"):
            self.add("paragraph", self.starts[first], self.starts[end] - 1)

    def add(self, kind: str, start: int, end: int) -> None:
        end = min(end, len(self.source))
        if end > self.done:
            self.blocks.append(self.made(kind, min(max(start, self.done), end), end))

    def made(self, kind: str, start: int, end: int) -> Leaf:
        lead, text = self.source[self.done : start], self.source[start:end]
        self.done = end
        if kind == "code":
            more, found = words.plain(text, look=Look.CODE)
        else:
            id_ = _ID.search(text) if kind == "heading" else None
            self.done = end = start + id_.start() if id_ else end
            more, found = words.read(self.source[start:end], self.names)
        return Leaf(kind, tuple(self.boxes), lead + more, found)

    def cells(self, line: int) -> Iterator[Leaf]:
        """Yield the cells of the row in *line*; the row of dashes above the first body row goes with its first cell."""
        start, end = self.starts[line], min(self.starts[line + 1] - 1, len(self.source))
        text = self.source[start:end]
        pipes = [start + match.start() for match in _PIPE.finditer(text)]
        opens = bool(pipes) and not self.source[start : pipes[0]].strip(" \t>")
        edges = pipes if opens else [start - 1, *pipes]
        if not self.source[edges[-1] + 1 : end].strip() and len(edges) > 1:
            end = edges.pop()
        for edge, following in zip(edges, [*edges[1:], end], strict=True):
            yield self.made("cell", max(edge + 1, self.done), max(following, self.done))
