"""A comparison as a page of the guidebook's own tree, to be printed like any other page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from draaiboek.base.model import (
    Block,
    Box,
    Changed,
    Code,
    Emphasis,
    Footnote,
    Inline,
    Item,
    Link,
    Listing,
    Origin,
    Page,
    PageMeta,
    Paragraph,
    Quote,
    Row,
    Section,
    Strong,
    Table,
    Text,
)
from draaiboek.editions.redline.footnotes import at_the_foot, fragment
from draaiboek.editions.redline.values import Look
from draaiboek.editions.redline.view import Node, Span

PATH = PurePosixPath("wijzigingen.md")
HERE = Origin(PATH)
_STATES = {"ins": True, "del": False}


def page(words: dict[str, Any]) -> Page:
    """Return the comparison as a page; *words* is everything there is to say about it, as the web template gets it too.

    On paper a note is a footnote that shows its own changes.
    """
    facts = [[(Text(name),), (Text(before),), (Text(after),)] for name, before, after in words["facts"]]
    head = ("Wat", f"Oud: {words['old'].words}", f"Nieuw: {words['new'].words}")
    remark = words["comparison"].remark
    lead: list[Block] = [
        *([_paragraph(Strong((Text(remark),)))] if remark else []),
        _paragraph(Text(words["summary"])),
        _table([(Text(each),) for each in head], facts),
    ]
    asked = tuple(Item((_paragraph(Text(line)),), HERE) for line in words["comparison"].to_do)
    to_do = [_section("doen", 2, (Text("Wat moet je doen?"),), [Listing(asked, HERE)])] if asked else []
    sections = [*to_do, _section("leeswijzer", 2, (Text("Zo lees je dit"),), _how_to_read(words))]
    if words["changes"]:
        sections.append(_section("overzicht", 2, (Text("Overzicht"),), [_overview(words)]))
        for number, (title, changes) in enumerate(words["pages"], start=1):
            below = tuple(_change(change) for change in changes)
            sections.append(_section(f"p{number}", 2, (Text(title),), [], below))
    notes: list[Footnote] = []
    body = tuple(at_the_foot(section, notes) for section in sections)
    return Page(PATH, PageMeta(words["title"], words["summary"]), tuple(lead), body, HERE, footnotes=tuple(notes))


def _how_to_read(words: dict[str, Any]) -> list[Block]:
    came = (Changed((Text("nieuwe woorden"),), added=True), Text(f" staan alleen in {words['new'].words}."))
    went = (Changed((Text("oude woorden"),), added=False), Text(f" stonden alleen in {words['old'].words}."))
    rest = (
        "Is een heel stuk toegevoegd of geschrapt? Dan staat dat er één keer boven.",
        "Al de rest staat in beide. De bronnen staan in noten onderaan.",
        "Lange stukken zonder wijziging zijn weggelaten. Dat staat er telkens bij.",
    )
    items = (came, went, *((Text(each),) for each in rest))
    return [Listing(tuple(Item((Paragraph(each, HERE),), HERE) for each in items), HERE)]


def _overview(words: dict[str, Any]) -> Table:
    head = ["Pagina", "Stuk", "Wat", *(["Uit de releasenota"] if words["has_lines"] else [])]
    rows = []
    for change in words["changes"]:
        link = Link(f"#{change['anchor']}", (Text(change["name"]),), HERE)
        cells: list[tuple[Inline, ...]] = [(Text(change["page"]),), (link,), (Text(change["kind"]),)]
        rows.append([*cells, *([(Text(change["line"] or "–"),)] if words["has_lines"] else [])])
    return _table([(Text(each),) for each in head], rows)


def _change(change: dict[str, Any]) -> Section:
    section = change["section"]
    said: list[Inline] = [Strong((Text(f"{change['kind'].capitalize()}."),))]
    if section.moved:
        said.append(Text(f" Stond {section.moved[0]}; staat nu {section.moved[1]}."))
    if change["kind"] == "verplaatst":
        said.append(Text(" Er is geen woord aan gewijzigd."))
    if section.dressed:
        said.append(Text(" Alleen de opmaak of de plaats van een link is gewijzigd, geen woord."))
    if change["line"]:
        said.append(Text(f" Releasenota: {change['line']}"))
    has_title = bool(section.entry.id and change["title"])
    heading = tuple(_spans(change["title"])) if has_title else (Text(change["name"]),)
    blocks = tuple(_blocks(change["nodes"]))
    if change["whole"] and blocks:
        blocks = (Box("note", (Text(f"{change['whole'].capitalize()}: dit hele stuk"),), blocks, HERE),)
    body = [Paragraph(tuple(said), HERE), *blocks]
    return _section(change["anchor"], 3, heading, body)


def _blocks(nodes: Sequence[Node]) -> Iterator[Block]:
    for node in nodes:
        yield from _block(node)


def _block(node: Node) -> Iterator[Block]:
    match node.kind:
        case "gap":
            yield _paragraph(_gap(node.hidden, "stukken tekst"))
        case "table":
            yield _cells(node)
        case "ul" | "ol":
            yield _listing(node)
        case "blockquote":
            yield Quote(tuple(_blocks(node.nodes)), HERE)
        case "admonition" | "sector":
            yield _box(node)
        case "heading" | "title" | "label":
            yield _paragraph(Strong(tuple(_spans(node.spans))))
        case _ if node.spans:
            yield Paragraph(tuple(_spans(node.spans)), HERE)


def _listing(node: Node) -> Listing:
    items = tuple(Item(tuple(_blocks(each.nodes)), HERE) for each in node.nodes)
    first = next((each.number for each in node.nodes if each.number), 1)
    return Listing(items, HERE, first if node.kind == "ol" else None)


def _box(node: Node) -> Box:
    named = bool(node.nodes) and node.nodes[0].kind in {"title", "label"}
    title = tuple(_spans(node.nodes[0].spans)) if named else ()
    return Box("note", title, tuple(_blocks(node.nodes[1:] if named else node.nodes)), HERE)


def _cells(node: Node) -> Table:
    rows: list[list[tuple[Inline, ...]]] = [
        [tuple(_spans(cell.spans)) for cell in row.nodes] or [(_gap(row.hidden, "rijen"),)] for row in node.rows
    ]
    width = max(map(len, rows))
    head, *body = ((row + [()] * width)[:width] for row in rows)
    return _table(head, body)


def _spans(spans: Sequence[Span]) -> Iterator[Inline]:
    for number, span in enumerate(spans):
        if number and span.spaced:
            yield Text(" ")
        content = tuple(_look(look, text) for look, text in _apart(span.parts, first=number == 0 or span.spaced))
        yield from content if span.state == "same" else (Changed(content, added=_STATES[span.state]),)


def _apart(parts: Sequence[tuple[Look, str]], *, first: bool) -> Iterator[tuple[Look, str]]:
    """Yield *parts* with a space before each label, which lacks one in a heading; not before the *first*."""
    for number, (look, text) in enumerate(parts):
        touches = look is Look.LABEL and not text.startswith(" ") and (number or not first)
        yield look, f" {text}" if touches else text


def _look(look: Look, text: str) -> Inline:
    match look:
        case Look.STRONG:
            return Strong((Text(text),))
        case Look.EMPHASIS:
            return Emphasis((Text(text),))
        case Look.CODE:
            return Code(text)
        case Look.NOTE:
            return fragment(text)
    return Text(text)


def _gap(number: int, what: str) -> Inline:
    return Emphasis((Text(f"[…] {number} {what} zonder wijziging"),))


def _paragraph(*content: Inline) -> Paragraph:
    return Paragraph(content, HERE)


def _table(head: Sequence[tuple[Inline, ...]], rows: Sequence[Sequence[tuple[Inline, ...]]]) -> Table:
    body = tuple(Row(tuple(row), HERE) for row in rows)
    return Table(Row(tuple(head), HERE), body, ("",) * len(head), HERE)


def _section(
    name: str, level: int, heading: tuple[Inline, ...], body: Sequence[Block], below: tuple[Section, ...] = ()
) -> Section:
    return Section(name, level, heading, locked=False, origin=HERE, body=tuple(body), subsections=below)
